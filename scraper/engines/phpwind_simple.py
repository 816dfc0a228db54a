"""phpwind 4 to 8.7, the ``simple/`` edition: a table a post with a name and a time above the text; no numbers, 50 posts a page."""

import re
from collections.abc import Sequence

from ..labels import whole
from ..markup import Node, Page, enclosing, text_of
from . import _phpwind as phpwind
from .base import BoardRules, Engine, Pick
from .phpwind53 import ENGINE as CLASSIC
from .phpwind53 import MARKS

__all__ = ["ENGINE"]

PER_PAGE = 50  # fixed in the engine's own code
PLACE = re.compile(r"[?/]t\d+(?:_(\d+))?\.html|[?&]page=(\d+)")


def posts(page: Page) -> Sequence[Node]:
    """The tables around the cells that hold a text."""
    found: list[Node] = []
    for cell in page.css(".tpc_content, td[id^=read_]"):
        node = enclosing(cell, lambda outer: outer.css_first(".head") is not None)
        if node is not None and node.tag != "html":
            found.append(node)
    return found


def number(page: Page) -> int:
    """The page's number, of its address or of the row of pages."""
    found = PLACE.search(page.url or "")
    return whole((found[1] or found[2] if found else None) or current(page.root)) or 1


def current(root: Node) -> str | None:
    """The number in the row of pages that is no link; the first bold text is the title."""
    return next((text for n in root.css("center > b, center .pages > b") if (text := text_of(n) or "").isdecimal()), None)


def next_url(root: Node) -> str | None:
    """The link whose text is the next number."""
    at = whole(current(root))
    wanted = None if at is None else str(at + 1)
    links = root.css("center > a, center .pages > a") if wanted else ()
    return next((a.attributes.get("href") for a in links if text_of(a) == wanted), None)


def crumbs(page: Page) -> list[tuple[str, str]]:
    return [(a.attributes.get("href") or "", text_of(a) or "") for a in page.css("table.i_table td > b > a[href]")]


def board(page: Page) -> Sequence[str]:
    """``site -> board -> thread``, without the thread."""
    links = crumbs(page)
    last = next((i for i, (href, _) in enumerate(links) if phpwind.is_thread(href)), 0)
    return [text for _, text in links[:last]]


def thread_url(page: Page) -> str | None:
    """The first page in this edition."""
    link = next((href for href, _ in crumbs(page) if phpwind.is_thread(href)), None)
    return page.join(link) if link else phpwind.thread_url(page)


ENGINE = Engine(
    name="phpwind",
    variant="simple",
    hints=("simple/?",),
    claims=(".i_table .head ~ * > .tpc_content",),
    signs=("center > b > a[href*='read.php']",),
    version=phpwind.version,
    title=Pick("center > b > a[href*='read']"),
    thread_id=phpwind.thread_id,
    thread_url=thread_url,
    board=board,
    page=current,
    next_url=next_url,
    post=posts,
    start=lambda page: PER_PAGE * (number(page) - 1),
    posted=Pick(".head [align=right], .head .smalltxt"),
    body=".tpc_content",
    marks={**MARKS, "drop": f"{MARKS['drop']}, :is(h1, h2):first-child"},
    quote=phpwind.quoted,
    quote_head=CLASSIC.quote_head,
    card=".head",
    author=Pick("b"),
    boards=BoardRules(
        thread="li, tr",
        thread_link="a[href*='t'][href$='.html']",
        thread_id=r"[?/]t(\d+)\.html",
        board="a[href*='?f']",
        board_id=r"[?/]f(\d+)\.html",
    ),
)
