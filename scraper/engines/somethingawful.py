"""
Something Awful's own fork of vBulletin: ``table.post`` below ``#thread``, quotes in ``.bbc-block``.

Edit notes have their own words; posts know their place in the thread (``data-idx``).
"""

import re
from collections.abc import Iterable

from ..markup import Node, Page, text_of, unwrapped
from .base import BoardRules, Engine, Pair, Pick, Quoted, count, has_class, trail

__all__ = ["ENGINE"]

NOTE = re.compile(r"(?m)^[^\S\n]*+(\S.*?) (?:fucked around with|edited) this message (?:at|on) (.+)")
PAGE = re.compile(r"[?&]pagenumber=(\d+)")


def thread_id(page: Page) -> str | None:
    return (
        Pick("body.showthread", "data-thread")(page.root)
        or Pick("#thread", "class", r"thread:(\d+)")(page.root)
        or Pick(".breadcrumbs a.bclast", "href", r"threadid=(\d+)")(page.root)
    )


def number(root: Node) -> str | None:
    """The chosen entry of the list of pages; where it was not saved, the page before the next."""
    if chosen := Pick(".pages option[selected]", "value")(root):
        return chosen
    after = count(Pick(".pages a[title='Next page']", "href", PAGE.pattern)(root))
    return str(after - 1) if after else Pick(".pages .curpage", pattern=r"(\d+)")(root)


def start(page: Page) -> int | None:
    """Posts know their place in the thread."""
    index = count(Pick("#thread table.post", "data-idx")(page.root))
    return index - 1 if index else None


def posted(node: Node) -> str | None:
    """The text beside the buttons."""
    cell = node.css_first(".postdate")
    return Pick(own=True, pattern=r"(\w.*\w)")(unwrapped(cell)) if cell is not None else None


def edited(node: Node) -> str | None:
    """``X fucked around with this message at 10:12 on Apr 1, 2019``, in words that tell the name."""
    note = text_of(node.css_first(".editedby"))
    found = NOTE.search(note) if note else None
    return f"edited by {found[1]} on {found[2]}" if found else note or None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X posted:``, linked to the post."""
    name = re.sub(r"\s*(?:posted|came out of the closet to say):?\s*$", "", quote.cite.split("\n", 1)[0])
    post = next((m[1] for link in quote.links if (m := re.search(r"postid=(\d+)|#post(\d+)", link))), None)
    return name or None, post


def pairs(card: Node) -> Iterable[Pair]:
    date = Pick(".registered")(card)
    return [("Registered", date, None)] if date else []


ENGINE = Engine(
    name="somethingawful",
    hints=("somethingawful", "something awful"),
    claims=("#thread table.post .postbody", "#thread table.post .postdate"),
    signs=("body#something_awful",),
    site=Pick(".breadcrumbs a"),
    title=Pick(".breadcrumbs a.bclast"),
    thread_id=thread_id,
    thread_url=lambda page: page.join(f"showthread.php?threadid={found}") if (found := thread_id(page)) else None,
    board=trail(".breadcrumbs", "a:not([href*=showthread])"),
    page=number,
    pages=Pick(".pages a[title='Last page']", "href", PAGE.pattern),
    next_url=Pick(".pages a[title='Next page']", "href"),
    post="#thread table.post",
    post_id=Pick(attr="id", pattern=r"post(\d+)"),
    post_url=lambda page, node, post_id: page.join(f"showthread.php?goto=post&postid={post_id}#post{post_id}") if post_id else None,
    start=start,
    posted=posted,
    edited=edited,
    body=".postbody",
    marks={
        "quote": ".bbc-block:not(.code):not(.php)",
        "cite": ".bbc-block:not(.code):not(.php) h4, .bbc-block:not(.code):not(.php) > h5",
        "code": ".bbc-block.code pre, .bbc-block.php > code",
        "smiley": "img[src*='/emoticons/'], img[src*='/smilies/'], img[src*='/emot-'], img[title^=':']",
        "drop": ".editedby, .bbc-block.code h5, .bbc-block.php h5, .bbc-block.code > h6",
        "signature": ".signature",
    },
    quote=quoted,
    attachments="td.postbody .attachment a",
    card=".userinfo",
    author=Pick(".author"),
    author_id=Pick(attr="class", pattern=r"userid-(\d+)"),
    author_url=lambda card: (
        f"member.php?action=getinfo&userid={found}" if (found := Pick(attr="class", pattern=r"userid-(\d+)")(card)) else None
    ),
    avatar=Pick(".title img", "src"),
    motto=Pick(".title"),
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="#forum tr.thread",
        thread_link="a.thread_title",
        thread_id=r"threadid=(\d+)",
        author=Pick("td.author a"),
        replies=Pick("td.replies"),
        views=Pick("td.views"),
        last_post=Pick("td.lastpost .date"),
        last_poster=Pick("td.lastpost .author"),
        sticky=Pick("td.title_sticky", "class"),
        closed=has_class("closed"),
        board="#forums th.category > a, #forums td.title > a, #forums .subforums a, #subforums td.title > a",
        board_id=r"forumid=(\d+)",
        name=Pick(".breadcrumbs a ~ a:last-child"),
    ),
    date_order="mdy",
)
