"""The text of a post as HTML: code in boxes, addresses as links, and everything that was cut in its place, folded away by the style."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from ..model import Edit
from .cuts import pieces, visible, why

if TYPE_CHECKING:
    import nh3

__all__ = ["ADDRESS", "TAIL", "body_html", "code_spans", "safe_url"]

ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\u3000-\u303f\uff00-\uffef]{3,}", re.IGNORECASE)
SURROGATE = re.compile("[\ud800-\udfff]")  # half a pair, as broken JSON leaves it
TAIL = ".,;:!?)]*"  # what ends a sentence is not of the address before it
SCHEMES = ("http://", "https://", "mailto:", "ftp://")


def safe_url(url: str | None) -> str | None:
    """
    An address that may stand behind a link; ``None`` for one that a browser would run or read from the disk.

    >>> safe_url("https://bbs.example/1"), safe_url("javascript:alert(1)")
    ('https://bbs.example/1', None)
    """
    return url if url and url.lower().startswith(SCHEMES) else None


def body_html(text: str, edits: Sequence[Edit] = (), code: Sequence[str] = ()) -> str:
    """
    HTML of a clean text; every character of it escaped, every tag one of ours, and nh3 over it all.

    ``code`` are the record's code blocks; they are found in the text in their order (its no-break spaces are their blanks).

    >>> body_html("see <b>", [Edit(3, 6, "hidden", "xyz")])
    'see<del data-r="hidden">xyz</del> &lt;b&gt;'
    """
    html = "".join(_blocks(text, edits, code) if code else _inline(text, edits))
    try:
        return _cleaner().clean(html)
    except UnicodeEncodeError:
        return _cleaner().clean(SURROGATE.sub("\ufffd", html))


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags={"a", "code", "del", "ins", "mark", "pre"},
        attributes={"a": {"href"}, "del": {"data-r", "data-w"}, "mark": {"data-r", "data-w"}, "pre": {"tabindex"}},
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _blocks(text: str, edits: Sequence[Edit], code: Sequence[str]) -> Iterator[str]:
    """The text cut up at its code blocks, each piece with the edits that stand in it."""
    at, shift, rest = 0, 0, list(edits)
    for start, end in code_spans(text, code):
        for a, b, box in ((at, start, False), (start, end, True)):
            own, shift_after = _up_to(rest, b, shift)
            moved = [Edit(e.start - a - shift, e.end - a - shift, e.reason, e.cut, e.put, e.proof) for e in own]
            inner = "".join(_inline(text[a:b], moved, linked=not box))
            yield f'<pre tabindex="0"><code>{inner}</code></pre>' if box else inner.removeprefix("\n").removesuffix("\n")
            shift = shift_after
        at = end
    moved = [Edit(e.start - at - shift, e.end - at - shift, e.reason, e.cut, e.put, e.proof) for e in rest]
    yield "".join(_inline(text[at:], moved)).removeprefix("\n")


def _up_to(edits: list[Edit], end: int, shift: int) -> tuple[list[Edit], int]:
    """Take from ``edits`` those that stand before an offset of the clean text; and how much they shorten."""
    own: list[Edit] = []
    while edits and edits[0].start - shift < end:
        own.append(edits.pop(0))
        shift += len(own[-1].cut) - len(own[-1].put)
    return own, shift


def code_spans(text: str, code: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the record's code blocks stand in its text."""
    plain, at = text.replace("\xa0", " "), 0
    for block in code:
        start = plain.find(block, at) if block else -1
        if start >= 0:
            at = start + len(block)
            yield start, at


def _inline(text: str, edits: Sequence[Edit], *, linked: bool = True) -> Iterator[str]:
    for piece in pieces(text, edits):
        if isinstance(piece, Edit):
            yield _cut(piece)
        elif linked and "://" in piece:
            yield from _with_links(piece)
        else:
            yield escape(piece, quote=False)


def _cut(edit: Edit) -> str:
    """What was cut, as shown on request: ``<del>``, with ``<ins>`` for what was put; ``<mark>`` where it was only marked."""
    proof = why(edit)
    attrs = f'data-r="{edit.reason}"' + (f' data-w="{escape(proof)}"' if proof else "")
    if edit.put == edit.cut:
        return f"<mark {attrs}>{escape(edit.cut, quote=False)}</mark>"
    put = f"<ins>{escape(edit.put, quote=False)}</ins>" if edit.put else ""
    return f"<del {attrs}>{escape(visible(edit.cut), quote=False)}</del>{put}"


def _with_links(text: str) -> Iterator[str]:
    at = 0
    for found in ADDRESS.finditer(text):
        url = found[0].rstrip(TAIL)
        yield escape(text[at : found.start()], quote=False)
        yield f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'
        at = found.start() + len(url)
    yield escape(text[at:], quote=False)
