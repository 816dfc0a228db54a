"""
Where a line of a body goes on, told by the junk itself: a forum inserts a string at each line break of a body, and nowhere else.

phpwind leaves ``string, no-break space`` before each break; Discuz! pairs of a low and a high character at the end of the line or the
start of the next. A line after the last such break is the body's last; what follows is the signature.
"""

import re
from collections.abc import Iterator, Sequence

from .folding import FOLDS
from .words import clean

__all__ = ["begins", "body_end", "breaks", "is_jam", "is_jammed", "is_string", "jams", "unbroken", "unjammed"]

JAMMED = rf"(?:(?:[ -;\xa0][ \xa0][?-~]){{5,}}|(?:[\x00-;\xa0\ufffd][?-~]){{5,}}|{FOLDS})"  # Discuz! 4 sets no blank between
JAM_END = re.compile(JAMMED.replace("{5,}", "{5,20}") + r"\s*+$")  # at most 15 are made; without a bound each start reads the line
JAM_START = re.compile(r"\s*?" + JAMMED)
JAM_ONLY = re.compile(r"\s*(?:" + JAMMED + r"\s*)+")
BROKEN = re.compile(r"[\x01-\x7e]\s?\xa0[ \xa0]*$|^[ ]*\xa0[ ]*$")
SPACED = re.compile(r"(?:[ -;\xa0]?[ \xa0][?-~]){5,}[^\S\n]*$|^[^\S\n]*[ -;\xa0][ \xa0][?-~](?:[ -;\xa0]?[ \xa0][?-~]){4,}", re.MULTILINE)
FIRST = re.compile(r"[!-;][ \xa0][?-~]")
OWN = re.compile(r"[!-;]?[ \xa0][{}]")  # what code ends in, rather than a string begins with
LENGTH = 12  # characters of phpwind's string and of the blanks behind it
PAIRS = 4  # of at least five, whose first character is no blank
STRING = re.compile(r"[\x01-\x7e]{1,14}")


def breaks(line: str) -> bool:
    """Whether the line ends in a break of the body."""
    return BROKEN.search(line) is not None or line.rstrip(" ").endswith("\xa0") or JAM_END.search(line) is not None


def is_jammed(line: str) -> bool:
    """Whether the line ends in a string of pairs."""
    return JAM_END.search(line) is not None


def begins(line: str) -> bool:
    """Whether the line begins behind a break of the body."""
    return JAM_START.match(line) is not None


def is_string(line: str) -> bool:
    """Whether a line is nothing but a string: of pairs, or of ASCII before a break."""
    return JAM_ONLY.fullmatch(line) is not None or (STRING.fullmatch(clean(line)) is not None and not clean(line).isalnum())


def is_jam(line: str) -> bool:
    """Whether a line is nothing but a string of pairs."""
    return JAM_ONLY.fullmatch(line) is not None


def jams(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where strings of spaced pairs (Discuz! 6 and later) stand at the edges of the lines of a stretch of text."""
    for found in SPACED.finditer(text, start, end):
        own = OWN.match(found[0])
        pairs = FIRST.findall(found[0], own.end() if own else 0)
        if len(pairs) >= PAIRS:
            yield found.start() + (own.end() if own else 0), found.end()


def unbroken(line: str) -> str:
    """A line without the strings of the breaks at its edges; of phpwind's, which may be anything, as much as they can be."""
    bare = JAM_END.sub("", unjammed(line))
    return bare[:-LENGTH] if bare == line and BROKEN.search(line) else bare


def unjammed(text: str) -> str:
    """A text without a string at its start."""
    found = JAM_START.match(text)
    return text[found.end() :].strip() if found else text


def body_end(lines: Sequence[str]) -> int | None:
    r"""
    The index behind the last line that a break says is the body's; ``None`` where there is no break.

    >>> body_end(["one e&3#2_ \xa0", "two", "signature"])
    2
    """
    last = next((i for i in range(len(lines) - 1, -1, -1) if breaks(lines[i]) or begins(lines[i])), None)
    if last is None:
        return None
    if breaks(lines[last]):
        last = next((i for i in range(last + 1, len(lines)) if clean(lines[i])), last)
    return last + 1
