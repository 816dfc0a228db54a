"""
MyBB's printable version (``printthread.php?tid=5``): posts parted by lines, each a heading "subject - name - date" and the text.

A view of pages that stand elsewhere, so it is read only when asked for (``--engine "mybb print"``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from ..markup import Node, Page, fragment
from .base import BARE, Pick, nobody
from .mybb import ENGINE as MYBB

__all__ = ["ENGINE"]

RULE = re.compile(r"<hr[^<>]*+>")
STRONG = re.compile(r"<strong>[^<]*+</strong>")
LINKED = re.compile(r"[^<]*+<a ")
BRANCH = re.compile(r"\+-+ ")
FORUM = re.compile(r"(?:[^:<]*+: )?([^<(]+?) \(<(?:i|em)>")


def posts(page: Page) -> Sequence[Node]:
    """What stands between two lines across the page."""
    cell = page.first("td hr")
    html = (cell.parent.html or "") if cell is not None and cell.parent is not None else ""
    return [fragment(part) for part in RULE.split(html)[1:] if "<strong>" in part]


def body(node: Node) -> Node | None:
    """What follows the heading."""
    html = node.html or ""
    end = heading_end(html)
    return fragment(html[end:]) if end else None


def heading_end(html: str) -> int | None:
    """Where the subject ends: the second bold text, not counted what stands in the author's link."""
    author = STRONG.search(html)
    if not author:
        return None
    start = html.find("</a>", author.end()) if LINKED.match(html, author.end()) else -1
    subject = STRONG.search(html, max(start, author.end()))
    return subject.end() if subject else None


def board(page: Page) -> Sequence[str]:
    """The tree of boards above the posts, site first, thread last."""
    cell = page.first("td .largetext")
    html = (cell.parent.html or "") if cell is not None and cell.parent is not None else ""
    return [unescape(found[1]) for part in BRANCH.split(html)[1:] if (found := FORUM.match(part))][:-1]


ENGINE = replace(
    MYBB,
    variant="print",
    claims=(),
    signs=("td > .largetext ~ hr ~ strong", "td > hr ~ strong + a[href*='action=profile']"),
    site=Pick("td a img", "alt"),
    title=Pick(".largetext a"),
    thread_url=lambda page: page.join(Pick(".largetext a", "href")(page.root)),
    board=board,
    post=posts,
    posted=Pick("strong ~ strong"),
    edited=nobody,
    body=body,
    attachments="",
    card="",
    author=Pick("strong + a"),
    author_id=Pick("strong + a", "href", r"(?:uid=|user-)(\d+)"),
    author_url=Pick("strong + a", "href"),
    **BARE,
)
