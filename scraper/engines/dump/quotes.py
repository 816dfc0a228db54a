"""Quotes in a dump: a citation line names the author; how far the quoted text goes is told by the breaks in it, else it is one line."""

import re
from collections.abc import Sequence

from ...model import RawQuote
from .marks import breaks, is_string, unjammed
from .words import clean, fits

__all__ = ["lift", "stand_above"]

DATE = r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)?"
OLD = re.compile(rf"(?:下面是)?引用(?:第\d+楼|楼主)?(?P<by>.+?)于\s*{DATE}\s*发表的[^:：]*[:：]\s?(?P<rest>.*)", re.DOTALL)
ORIGINAL = re.compile(rf"(?:QUOTE:\s?)?原[帖文]由\s*(?P<by>.+?)\s*(?:于|於)\s*{DATE}\s*(?:发表|發表)(?P<rest>.*)", re.DOTALL)
SAID = re.compile(rf"(?:引用[:：]\s*)?(?P<by>[^\s:：][^\n]{{0,39}}?)\s*(?:发表于|發表於)\s*{DATE}(?P<rest>.*)", re.DOTALL)
NOTE = re.compile(r"\W*本帖最[后後]由.*")
STARTS = re.compile(r"原[帖文]由|(?:下面是)?引用(?:第\d+楼|楼主).*")
CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f]")  # in a string that a converter set on a line without its break
CAPTION = re.compile(r"(?i:quote):|引用[:：]?")


def lift(lines: Sequence[str], names: frozenset[str], *, late: bool, named: bool) -> tuple[list[str], tuple[RawQuote, ...]]:
    """
    The lines without their quotes, and the quotes. ``late``: the citation stands below the quote (``stand_above``); ``named``: a quote may
    be no more than ``name:text`` (phpwind 8.5 and later), which counts where the name is one of the page's authors.
    """
    kept: list[str] = []
    quotes: list[RawQuote] = []
    i = 0
    while i < len(lines):
        found = _citation(lines, i, names, named)
        if found is None:
            kept.append(lines[i])
            i += 1
            continue
        author, rest, i = found
        while kept and CAPTION.fullmatch(clean(kept[-1])):
            kept.pop()
        if late and _said(lines[i - 1]):
            body = _quoted_above(kept)
        else:
            start = i
            body, i = _quoted(lines, start, rest)
            if i >= len(lines) and not any(map(clean, kept)):  # an answer has words of its own
                body, i = _first(lines, start, rest)
        quotes.append(
            RawQuote(author=author, body="\n".join(line.lstrip(" ") for line in body).strip("\n").removesuffix("回到原帖").rstrip())
        )
    return kept, tuple(quotes)


def stand_above(bodies: Sequence[Sequence[str]]) -> bool:
    """
    Whether quotes stand above their citations (Discuz! 7.2 to X1.5): then no post begins with one.

    >>> stand_above([["hello", "ann 发表于 2013-5-1 10:00", "yes"]]), stand_above([["ann 发表于 2013-5-1 10:00", "hello", "yes"]])
    (True, False)
    """
    firsts = [
        next((line for line in lines if clean(line) and not is_string(line) and not any(fits(p, line) for p in (NOTE, CAPTION))), "")
        for lines in bodies
    ]
    return not any(map(_said, firsts)) and any(_said(line) for lines in bodies for line in lines)


def _said(line: str) -> re.Match[str] | None:
    """The citation of a later Discuz! that a line is."""
    found = SAID.match(unjammed(line.strip(" \t")))
    return found if found and (not clean(found["rest"]) or breaks(found["rest"]) or is_string(found["rest"])) else None


def _citation(lines: Sequence[str], i: int, names: frozenset[str], named: bool) -> tuple[str, str, int] | None:
    """Author, what else stands on the citation's line, and the index behind it."""
    for width in (1, 4, 3, 2) if STARTS.match(clean(lines[i])) else (1,):  # a converter may set author and time on lines of their own
        text = "\n".join(lines[i : i + width]).strip(" \t")
        found = OLD.match(text) or ORIGINAL.match(text) or (None if named else SAID.match(text))
        if found and "\n" not in found["rest"]:
            rest = found["rest"]
            whole = not clean(rest) or breaks(rest) or is_string(rest) or OLD.match(text)
            return (unjammed(found["by"].strip()), rest, i + width) if whole else None
    if not named:
        return None
    text = lines[i].strip(" ")
    name, colon, rest = text.partition(":") if ":" in text[:41] else text.partition("：")
    if colon and clean(name) in names:
        return clean(name), rest, i + 1
    if clean(text) in names and i + 1 < len(lines) and lines[i + 1].lstrip()[:1] in (":", "："):
        rest = lines[i + 1].lstrip()[1:]
        return clean(text), rest or (lines[i + 2] if i + 2 < len(lines) else ""), i + 2 + (not rest)
    return None


def _quoted(lines: Sequence[str], i: int, rest: str) -> tuple[list[str], int]:
    """The quote's lines and the index behind them: up to a line that no break continues, or to an empty line of nothing but a break."""
    body = [rest] if rest else []
    if clean(rest) and not breaks(rest) and not is_string(rest):
        return body, i
    i = _behind_break(lines, i, body)
    while i < len(lines):
        line = lines[i]
        i += 1
        body.append(line)
        if clean(line) and not breaks(line) and not (len(body) == 1 and is_string(line) and CONTROL.search(line)):
            break
        if clean(line) and i < len(lines) and breaks(lines[i]) and is_string(lines[i]):
            return [*body, lines[i]], i + 1
    return body, i


def _first(lines: Sequence[str], i: int, rest: str) -> tuple[list[str], int]:
    """The first line alone of a quote that breaks continue to the end of the post; all of it where it has no other."""
    if clean(rest) and not is_string(rest):
        return [rest], i
    first = next((k for k in range(i, len(lines)) if clean(lines[k]) and not is_string(lines[k])), len(lines))
    end = next((k for k in range(first + 1, len(lines)) if clean(lines[k]) and not is_string(lines[k])), len(lines))
    return [*([rest] if rest else []), *lines[i:end]], end


def _quoted_above(kept: list[str]) -> list[str]:
    """The quote's line taken from the end of those kept, with the strings and blanks behind it (Discuz! 7 folds a quote to one line)."""
    body: list[str] = []
    while kept and (not body or not clean(body[0]) or is_string(body[0])):
        body.insert(0, kept.pop())
    return body


def _behind_break(lines: Sequence[str], i: int, body: list[str]) -> int:
    """The index behind the break of the citation's own line, where string and no-break space stand on lines of their own."""
    end = next((k for k in range(i, min(i + 4, len(lines))) if not clean(lines[k]) and "\xa0" in lines[k]), None)
    if end is None or not all(is_string(line) or not clean(line) for line in lines[i:end]):
        return i
    body += lines[i : end + 1]
    return end + 1
