"""
Lines of a text as the cleaner sees them: each stretch between line ends, no-break spaces and (in text without line ends) wide gaps.

Generators of junk insert at line ends, so a string ends where a row ends, whatever a converter made of ``&nbsp;<br />``.
"""

import re
from collections.abc import Iterator
from html import unescape

import msgspec

from .scan import BLANKS, lines_of
from .shown import UNSEEN

__all__ = ["Row", "back", "rows", "tail"]

ESCAPED = re.compile("&(?:lt|gt|amp|quot|#0?39);|.", re.DOTALL)
UNSEEN_SET = frozenset(c for c in map(chr, range(0x3001)) if UNSEEN.match(c)) | {"\ufeff"}
REACH = 30  # code points before a row's end in which ten visible characters are looked for


class Row(msgspec.Struct, gc=False):
    """A stretch of text without the blanks and control characters around it."""

    start: int
    end: int


def rows(text: str) -> Iterator[Row]:
    r"""
    The rows of a text, empty ones left out.

    >>> [(row.start, row.end) for row in rows("one \xa0\n two\n\n")]
    [(0, 3), (7, 10)]
    """
    at = 0
    for line in lines_of(text, True):
        bare = line.strip(BLANKS)
        if bare:
            start = at if len(bare) == len(line) else at + line.index(bare[0])
            yield Row(start, start + len(bare))
        at += len(line) + 1


def back(text: str, floor: int, end: int, count: int) -> int:
    """
    Where the last so many visible characters before an offset begin; -1 if there are fewer behind ``floor``.

    A run of U+FFFD is one, whatever unseen characters stand in it.
    """
    start, behind = end, ""
    for at in range(end - 1, floor - 1, -1):
        char = text[at]
        if char in UNSEEN_SET:
            continue
        if char != "\ufffd" or behind != char:
            if not count:
                break
            count -= 1
            behind = char
        start = at
        if not count and char != "\ufffd":
            break
    return -1 if count else start


def tail(text: str, floor: int, end: int, most: int, escaped: bool = False) -> tuple[str, list[int]]:
    """
    The last visible characters before an offset, at most so many and not before ``floor``, and where each stands.

    ``escaped`` says that the text still holds entities (``&lt;``): each counts as its character.
    """
    low = max(floor, end - REACH)
    piece = text[low:end]
    if escaped and "&" in piece:
        shown = [(unescape(m[0]), low + m.start()) for m in ESCAPED.finditer(piece)]
    else:
        shown = list(zip(piece, range(low, end), strict=True))
    kept = [(c, i) for c, i in shown if c not in UNSEEN_SET]
    if "\ufffd" in piece:
        kept = [pair for before, pair in zip([("", 0), *kept], kept, strict=False) if not (pair[0] == "\ufffd" == before[0])]
    kept = kept[-most:]
    return "".join(c for c, _ in kept), [i for _, i in kept]
