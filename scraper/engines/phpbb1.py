"""phpBB 1.0 to 1.4: a post is a row of two cells without a name; its number and its author's stand in the buttons below the text."""

import re
from collections.abc import Iterable, Sequence

from ..labels import pairs as labelled
from ..markup import Node, Page, closest, lines, texts_of
from .base import Engine, Pair, Pick, first_place, once

__all__ = ["ENGINE"]

BUTTON = "td a[href*='editpost.php?post_id='], td a[href*='reply.php'][href*='quote=1']"
TOPIC = re.compile(r"[?&]topic=(\d+)")
START = re.compile(r"[?&]start=(\d{1,7})")
HERE = re.compile(r'(?:>|\|)\s*+(\d+)\s*+(?:\|\s*+<a\b[^<>]*?href="([^"<>]*)"|\))')  # the one number in the bar that is no link
CITED = re.compile(
    r"\w{1,4} [\d-]{8,10} \d\d:\d\d, (?P<author>[^\n]{1,40}?) (?:wrote|ha scritto|schrieb|a écrit|escribió|schreef|escreveu)\s*+:\s*+"
)


def posts(page: Page) -> Sequence[Node]:
    """The row around each post's buttons."""
    found: dict[int, Node] = {}
    for button in page.css(BUTTON):
        row = closest(button, "tr")
        if row is not None:
            found.setdefault(row.mem_id, row)
    return tuple(found.values())


def title(root: Node) -> str | None:
    """In the row of headings above the first post."""
    table = closest(root.css_first(BUTTON), "table")
    return Pick("td + td b")(table) if table is not None else None


def thread_id(page: Page) -> str | None:
    found = TOPIC.search(page.url or "") or TOPIC.search(Pick(BUTTON, "href")(page.root) or "")
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    found = thread_id(page)
    board = Pick("a[href*='viewforum.php?forum=']", "href", r"forum=(\d+)")(page.root)
    return page.join(f"viewtopic.php?topic={found}" + (f"&forum={board}" if board else "")) if found else None


def board(page: Page) -> Sequence[str]:
    """Site and board, in the trail."""
    last = page.first("a[href*='viewforum.php?forum=']")
    trail = last.parent if last is not None else None
    return texts_of(trail.css("a")) if trail is not None else []


@once
def bar(root: Node) -> str:
    """The markup of the line of pages; empty where there is one page."""
    link = root.css_first("a[href*='viewtopic.php'][href*='start=']")
    return (link.parent.html or "") if link is not None and link.parent is not None else ""


def page(root: Node) -> str | None:
    found = HERE.search(bar(root))
    return found[1] if found else None


def pages(root: Node) -> str | None:
    numbers = [int(n) for n in re.findall(r"(?:>|\|)\s*+(\d{1,6})\s*+(?:<|\||\))", bar(root))]
    return str(max(numbers)) if numbers else None


def next_url(root: Node) -> str | None:
    found = HERE.search(bar(root))
    return found[2].replace("&amp;", "&") if found and found[2] else None


def pairs(card: Node) -> Iterable[Pair]:
    return ((label, text, None) for label, text in labelled(lines(card.css_first("td"))))


ENGINE = Engine(
    name="phpbb",
    variant="1",
    hints=("phpbb.sourceforge.net", "phpbb group", "phpbb version"),
    claims=("td a[href*='editpost.php?post_id=']", "td a[href*='reply.php'][href*='quote=1']"),
    signs=("meta[name='phpBB Version']",),
    version=Pick("meta[name='phpBB Version']", "value", r"^(\d[\d.]*)"),
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=page,
    pages=pages,
    next_url=next_url,
    post=posts,
    post_id=Pick("a[href*='editpost.php?post_id='], a[href*='reply.php'][href*='quote=1']", "href", r"[?&]post(?:_id)?=(\d+)"),
    start=first_place(START, page),
    posted=Pick("td + td > font", pattern=r":\s*(\d.*\d)"),
    edited=Pick("td + td > font > font[size='-1']", pattern=r"^\[\s*+(.*)\]$"),
    body="td + td > font ~ font",
    marks={
        "quote": "td blockquote",
        "code": "td > font > pre",
        "edited": "td > font > font[size='-1']",
        "smiley": "img[src*='/smiles/']",
        "drop": "tr:has(+ tr blockquote), tr:has(+ tr pre)",
    },
    quote_head=CITED,
    signature_cut=re.compile(r"<br>\s*_{8,}\s*<br>"),
    author=Pick("td b"),
    author_id=Pick("a[href*='bb_profile.php'][href*='user=']", "href", r"user=(\d+)"),
    author_url=Pick("a[href*='bb_profile.php'][href*='user=']", "href"),
    level=Pick("td > font ~ font > b"),
    pairs=pairs,
)
