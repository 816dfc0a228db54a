"""SMF 1.1: a table a post, known by ``#subject_<id>``; the card is its first cell, the body ``.post``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..labels import pairs as labelled
from ..markup import Node, Page, lines, text_of, texts_of
from .base import BoardRules, Pair, Pick, count, first_of
from .smf2 import BOARD, TOPIC, after_colon
from .smf2 import ENGINE as SMF2

__all__ = ["ENGINE"]

NUMBER = re.compile(r"\d[\d.,]*")
LINE = "[id^=subject_] ~ .smalltext, [id^=subject_] ~ div, div:has(> [id^=subject_]) ~ div"
HEADING = r"^[^:：]*+[:：]\s*+((?>(?:(?!\((?=[^()]*\d)[^()]*+\)\s*+$)[\s\S])*))"  # without "(Read 12 times)"


def posts(page: Page) -> Sequence[Node]:
    """The tables of the posts: the subject stands in a table in a cell of it."""
    found = []
    for subject in page.css("[id^=subject_]"):
        node, tables = subject.parent, 0
        while node is not None and tables < 2:
            tables += node.tag == "table"
            node = node if tables == 2 else node.parent
        if node is not None:
            found.append(node)
    return found


def small(card: Node) -> list[str]:
    """The lines below the name."""
    box = card.css_first(".smalltext")
    return lines(box) if box is not None else lines(card)[1:]


def level(card: Node) -> str | None:
    """The first line below the name, if it is no figure."""
    first = next(iter(small(card)), None)
    return first if first and not labelled([first]) else None


def pairs(card: Node) -> Iterable[Pair]:
    return ((label, text, None) for label, text in labelled(small(card)) if text)


def board(page: Page) -> Sequence[str]:
    """The first trail, without the topic at its end."""
    first = page.first("a.nav")
    trail = (
        first.parent.parent
        if first is not None and first.parent is not None and first.parent.tag == "b"
        else first.parent
        if first
        else None
    )
    return texts_of(trail.css("a.nav"))[:-1] if trail is not None else ()


def figures(row: Node) -> tuple[str | None, str | None]:
    """Posts and topics: both in the third cell, or in the theme of old topics there and posts in the fourth."""
    shown = NUMBER.findall(text_of(row.css_first("td:nth-child(3)")) or "")
    if len(shown) == 2:
        return shown[0], shown[1]
    return Pick("td:nth-child(4)", pattern=r"^(\d[\d.,]*)$")(row), shown[0] if shown else None


def posted(node: Node) -> str | None:
    """The first line below the subject; other lines are of the site's own."""
    line = node.css_first(LINE)
    return after_colon(next(iter(lines(line)), None)) if line is not None else None


def floor_of(label: str | None) -> int | None:
    """``#1`` of "Reply #1" is the second post, as in SMF 2; a number alone is of sites that count the first post too."""
    number = count(label)
    return number + 1 if number is not None and "#" in (label or "") else number


def current(root: Node) -> Node | None:
    """The page's number in the row of pages: bold as the row's label is."""
    return next((bold for bold in root.css(".middletext b") if (text_of(bold) or "").isdecimal()), None)


def next_url(root: Node) -> str | None:
    """The first page behind the current one."""
    node = current(root)
    while node is not None and not (node.tag == "a" and "navPages" in (node.attributes.get("class") or "")):
        node = node.next
    return node.attributes.get("href") if node is not None else None


BOARDS = BoardRules(
    thread="tr:has([id^=msg_] a)",
    thread_link="[id^=msg_] a, a[href*='topic=']",
    thread_id=TOPIC,
    author=Pick("td:nth-child(4)"),
    replies=Pick("td:nth-child(5)", pattern=r"(\d[\d.,]*)"),
    views=Pick("td:nth-child(6)", pattern=r"(\d[\d.,]*)"),
    last_post=Pick("td:last-child .smalltext", pattern=r"^(.*?\d\d:\d\d(?::\d\d)?(?: [AP]M)?)"),
    last_poster=Pick("td:last-child a[href*='action=profile']"),
    sticky=lambda row: "1" if re.search(r"_sticky|sticky_", row.html or "") else None,
    closed=lambda row: "1" if re.search(r"_locked|locked_", row.html or "") else None,
    board="a[name^=b][href*='board'], a[name^=b] + b > a[href*='board'], .smalltext > a[href*='board'], .smalltext > b > a[href*='board']",
    board_id=BOARD,
    board_row="tr:has(> td > a[name^=b]), tr:has(> td > b > a[name^=b])",
    board_threads=lambda row: figures(row)[1],
    board_posts=lambda row: figures(row)[0],
    name=Pick("title"),
)

ENGINE = replace(
    SMF2,
    variant="1",
    claims=("td [id^=subject_] a[href*='msg']",),  # a subject links to its message; phpwind's subjects are no links
    signs=("#bodyarea", "a[href*='simplemachines.org'][title='Simple Machines Forum']"),
    version=Pick("a[href*='simplemachines.org']", pattern=r"SMF\s+(1[\d.]+)"),
    site=Pick("a.nav"),
    title=first_of(Pick("#top_subject", pattern=HEADING), Pick("title")),
    board=board,
    page=lambda root: text_of(current(root)),
    pages=lambda root: str(
        max((count(t) or 1 for a in root.css(".middletext a, .middletext b") if (t := text_of(a) or "").isdecimal()), default=1)
    ),
    next_url=next_url,
    views=Pick("#top_subject", pattern=r"\([^()\d]*+(\d[\d.,]*+)[^()]*+\)\s*+$"),
    post=posts,
    floor=first_of(Pick(".message_number", pattern=r"#(\d+)"), Pick(LINE, pattern=r"(#\d+)")),
    floor_of=floor_of,
    posted=posted,
    edited=first_of(SMF2.edited, Pick(".edited[title]", "title")),
    body=".post",
    marks={
        "quote": ".quote",
        "head": ".quoteheader",
        "code": ".code",
        "smiley": "img[src*='Smileys']",
        "drop": ".codeheader",
    },
    attachments="td.smalltext:has(> a[href*=dlattach])",
    reactions=None,
    card="td",
    author=first_of(Pick("b a"), Pick("b")),
    author_id=Pick("b a", "href", r"[?;&]u=(\d+)"),
    author_url=Pick("b a", "href"),
    level=level,
    motto=lambda card: None,
    pairs=pairs,
    boards=BOARDS,
    message=".tborder .windowbg, #frmLogin, form[action*=login2]",
)
