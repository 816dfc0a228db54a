"""What converters add to a page's text, taken away again: empty lines, numbers of links, bullets, words for pictures and buttons."""

import re
from collections.abc import Iterator

from .card import figures, is_figure

__all__ = ["plain"]

PARTED = re.compile(r"\(\n(\d+)\n?\)")  # a number that a converter set on a line of its own
EMPTY = re.compile(r"^[^\S\xa0\n]*\n", re.MULTILINE)  # a no-break space may be a break of the body
LINK = re.compile(r"\[(\d{1,5})\]")
LINKS = 20  # numbered links, counting up from one, that are a converter's own and no list of notes
HIDDEN = 40  # numbers left out in between, of links that a page hides
PICTURE = re.compile(r"\[[\w.%-]{1,60}\.(?:gif|png|jpe?g|webp|svg|php)(?:\?[\w&=%.-]{0,80})?\][ \t]*", re.IGNORECASE)
BUTTON = re.compile(r"\((?:BUTTON|IMAGE)\)[ \t]*")
ATTRIBUTE = re.compile(
    r"(?:^|[ \t])=\d{2,4}\)\s?window\.open\('[^'\n]{0,400}'\);\"(?: [\w-]{1,20}=\"[^\"\n]{0,200}\"){0,6} ?>(?:[^\S\n]*\n)?", re.MULTILINE
)
"""What is left of a picture's script (phpwind) where tags were taken away up to the first ``>``."""

SUPERSCRIPT = re.compile(r"\^#")
BULLET = re.compile(r"^[ \t]+([*+o□☆○■●◦‣▪-])[ \t]+(?=(\S[^\n]*))", re.MULTILINE)
TABLE = re.compile(r"^(?:---\|)*---[ \t]*$", re.MULTILINE)
CELLS = re.compile(r"^[ \t]*\|[ \t]*|(?<=\S)[ \t]+\|[ \t]*(?=\n)|(?<=\S)[ \t]*\|[ \t]+", re.MULTILINE)
STRESS = re.compile(
    r"(?<![^\s|*])(\*\*|_)[ \t]?([^\s*_](?:[^\n*_]*[^\s*_])?)[ \t]?\1(?![^\s|*\d])|^> ?|^#{1,6}[ \t]|^__(?=[ \t])", re.MULTILINE
)
TABLES = 3  # rules of tables in Markdown
BULLETS = 4  # figures behind the same sign
JOINED = re.compile(r"^[^\S\n]*[^\W\d_]{2,6}\s?\d[^\n:：]{4,200}$|^[^\S\n]*\d[\d.]*[万萬]?[^\W\d_]{2,4}\d[^\n:：]{1,80}$", re.MULTILINE)


def plain(text: str) -> str:
    r"""
    A dump as the reader wants it.

    >>> plain("a\r\n\n \n\t\nb\n\n\nc\n")
    'a\nb\nc\n'
    """
    text = PARTED.sub(r"(\1)", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ATTRIBUTE.sub(_gap, text) if "window.open" in text else text
    bare = _without_bullets(_without_tables(_without_pictures(_without_numbers(text))))
    joined = JOINED.sub(lambda m: "\n".join(figures(m[0])), bare)
    return _without_empty(joined, surely=bare != text)


def _gap(found: re.Match[str]) -> str:
    """What is left where a picture's script was: nothing at a line's start, else the line's end."""
    return "\n" if found[0][0] in " \t" and found[0].endswith("\n") else ""


def _without_empty(text: str, *, surely: bool) -> str:
    """The text without empty lines, where these are more than the others: then they are not the writer's, but the page's source's."""
    thin, empty = EMPTY.subn("", text)
    return thin if surely or 2 * empty > text.count("\n") else text


def _without_pictures(text: str) -> str:
    """The text without the names of pictures and the words for buttons, where a browser for terminals made it."""
    if "(BUTTON)" not in text and len(PICTURE.findall(text)) < BULLETS:
        return text
    return SUPERSCRIPT.sub("#", BUTTON.sub("", PICTURE.sub("", text)))


def _without_tables(text: str) -> str:
    """Markdown (``html2text``) with the cells of tables on lines of their own, without signs of stress."""
    if len(TABLE.findall(text)) < TABLES:
        return text
    text = CELLS.sub("\n", TABLE.sub("", text))
    for _ in range(2):  # one may stand in another
        text = STRESS.sub(lambda m: m[2] or "", text)
    return text


def _without_bullets(text: str) -> str:
    """The text with one sign for all bullets; a sign is one if figures of authors stand behind it."""
    own = [m[1] for m in BULLET.finditer(text) if is_figure(m[2])]
    signs = {sign for sign in set(own) if own.count(sign) >= BULLETS}
    return BULLET.sub(lambda m: "  • " if m[1] in signs else m[0], text) if signs else text


def _without_numbers(text: str) -> str:
    """The text without the numbers of links (``lynx -dump``), which count up from one."""
    own = list(_counted(text))
    if len(own) < LINKS:
        return text
    out, at = [], 0
    for start, end in own:
        out.append(text[at:start])
        at = end
    return "".join(out) + text[at:]


def _counted(text: str) -> Iterator[tuple[int, int]]:
    """Where the next number of a link stands, again and again; a number of the writer's own is skipped."""
    due = 1
    for found in LINK.finditer(text):
        number = int(found[1])
        if due <= number <= due + HIDDEN:
            yield found.span()
            due = number + 1
