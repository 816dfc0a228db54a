"""What converters add to a page's text, taken away again: empty lines, numbers of links, bullets, words for pictures and buttons."""

import re
from collections.abc import Iterable, Iterator

from .card import figures, is_figure

__all__ = ["plain", "undeclared"]

DECLARED = re.compile(r"\A\s*+<\?xml[^<>]{0,200}\?>")
PARTED = re.compile(r"\(\n(\d+)\n?\)")  # a number that a converter set on a line of its own
EMPTY = re.compile(r"^[^\S\xa0\n]*\n", re.MULTILINE)  # a no-break space may be a break of the body
LINK = re.compile(r"\[(\d{1,5})\]")
LINKS = 20  # numbered links, counting up from one, that are a converter's own and no list of notes
HIDDEN = 40  # numbers left out in between, of links that a page hides
PICTURE = re.compile(r"\[[\w.%-]{1,60}\.(?:gif|png|jpe?g|webp|svg|php)(?:\?[\w&=%.-]{0,80})?\][ \t]*", re.IGNORECASE)
BUTTON = re.compile(r"\((?:BUTTON|IMAGE)\)[ \t]*")
ATTRIBUTE = re.compile(
    r"(?:(?:^|[ \t])=?\d{2,4}|[ \t]?screen\.(?:width|height) ?[*-] ?[\d.]{1,5})\) ?(?:\{|this\.|window\.)[^\n]{0,2000}?\" ?/?>(?:[^\S\n]*\n)?",
    re.MULTILINE,
)
"""What is left of a picture's scripts (phpwind, Discuz! 4 to 6) where tags were taken away up to the first ``>``."""

TARGET = r"\((?:\\.|[^()\\\s]|\([^()\n]{0,200}\)){0,2000}(?:\s\"[^\"\n]{0,400}\")?\)"
IMAGED = re.compile(rf"!\[[^\[\]]{{0,200}}\]{TARGET}")
PICTURED = re.compile(rf"\[\s*\]{TARGET}[ \t]*")  # a link around a picture
LINKED = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]\n]{{0,80}}\]){{0,400}})\]{TARGET}")
MEMBER = re.compile(r"^[ \t|]*\[([^\[\]\n]{1,60})\](\([^()\s]{0,400}(?:uid[=-]|username[=-])[^()\s]{0,400}\))[ \t]+(?=\w)", re.MULTILINE)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])")
SUPERSCRIPT = re.compile(r"\^#")
BULLET = re.compile(r"^[ \t]+([*+o□☆○■●◦‣▪-])[ \t]+(?=(\S[^\n]*))", re.MULTILINE)
TABLE = re.compile(r"^(?:---\|)*---[ \t]*$", re.MULTILINE)
CELLS = re.compile(r"^[ \t]*(?:\|[ \t]*)+|(?<=\S)[ \t]+\|[ \t]*$|(?<=\S)[ \t]*(?:\|[ \t]+)+")
CODED = re.compile(r" {2,}\d{1,4}\. | {4}(?=\S)[^\u4e00-\u9fff]+$")  # lines of code, whose bars part nothing; figures have Chinese names
STRESS = re.compile(
    r"(?<![^\s|*])(?:(\*\*)[ \t]?([^\s*](?:[^\n*]*[^\s*])?)\s?\*\*|_[ \t]?([^\s*_](?:[^\n*_]*[^\s*_])?)\s?_)(?![^\s|*\d])|^> ?|^#{1,6}(?:[ \t]|$)|^__(?=[ \t])",
    re.MULTILINE,
)
COUNTED = re.compile(r"^([-+]?\d[\d.,]{0,14}[万萬]?)(主[题題]|帖子|[积積]分)(?:[ \t]+|$)", re.MULTILINE)
"""Discuz! X's figures, whose last stands on one line with what follows the table."""

AGAIN = re.compile(r"^(\S{1,20})[ \t]+\1, [积積]分 .*", re.MULTILINE)
"""A level, and the same again in what is left to the next."""

BARE = re.compile(r"<(https?://[^\s<>]{1,2000})>")
NOTE = re.compile(r"(?<![ \t])[ \t]++(?=\[[^\[\]\n]{1,40}于\d{4}-\d\d?-\d\d? \d\d?:\d\d编辑了帖子\])")
"""Before phpwind 9's edit note, which its box parted from the body."""

ENDING = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)
ITEM = re.compile(r"^ {2,4}\* ", re.MULTILINE)
WIDTH = 78  # characters of a line that html2text makes by default
TABLES = 3  # rules of tables in Markdown
BULLETS = 4  # figures behind the same sign
JOINED = re.compile(r"^[^\S\n]*[^\W\d_]{2,6}\s?\d[^\n:：]{4,200}$|^[^\S\n]*\d[\d.]*[万萬]?[^\W\d_]{2,4}\d[^\n:：]{1,80}$", re.MULTILINE)


def plain(text: str) -> str:
    r"""
    A dump as the reader wants it.

    >>> plain("a\r\n\n \n\t\nb\n\n\nc\n")
    'a\nb\nc\n'
    """
    text = PARTED.sub(r"(\1)", undeclared(text).replace("\r\n", "\n").replace("\r", "\n"))
    text = ATTRIBUTE.sub(_gap, text) if "this." in text or "window." in text else text
    markdown = text.count("](") >= LINKS or len(TABLE.findall(text)) >= TABLES
    bare = _without_bullets(_without_tables(_without_links(_without_pictures(_without_numbers(text)), markdown), markdown))
    joined = JOINED.sub(lambda m: "\n".join(figures(m[0])), bare)
    return _without_empty(joined, surely=bare != text)


def undeclared(text: str) -> str:
    """A text without the XML declaration at its start, which converters take for no tag."""
    return DECLARED.sub("", text, count=1)


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


def _without_links(text: str, markdown: bool) -> str:
    """
    Markdown without the addresses of links and pictures, and without the signs that say that a sign is none; a member's name at a
    line's start ends it, as the level behind it is no link.
    """
    if text.count("](") < LINKS:
        return ESCAPED.sub(r"\1", text) if markdown else text
    text = "\n".join(_unwrapped(text.split("\n")))
    return ESCAPED.sub(r"\1", LINKED.sub(r"\1", MEMBER.sub(r"\1\n", PICTURED.sub("", IMAGED.sub("", text)))))


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines that were broken at ``WIDTH`` in one again: those whose break is none of Markdown's and whose next word did not fit."""
    at = ""
    for line in lines:
        word = line.removeprefix("> ").partition(" ")[0] if line.startswith("> ") == at.startswith("> ") else ""
        if at[-2:] != "  " and word and word[0] not in "*|#>-" and len(at) <= WIDTH < len(at) + 1 + len(word):
            at += " " + line.removeprefix("> ")
        else:
            yield at
            at = line
    yield at


def _without_tables(text: str, markdown: bool) -> str:
    """Markdown (``html2text``) with the cells of tables on lines of their own, without signs of stress."""
    if not markdown:
        return text
    text = NOTE.sub("\n", BARE.sub(r"\1", TABLE.sub("", text)))
    text = "\n".join([line if CODED.match(line) else CELLS.sub("\n", line) for line in text.split("\n")])
    for _ in range(2):  # one may stand in another
        text = STRESS.sub(lambda m: m[2] or m[3] or "", text)
    return ITEM.sub("  • ", AGAIN.sub(r"\1", COUNTED.sub(r"\1\n\2\n", ENDING.sub("", text))))


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
