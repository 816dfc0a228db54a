"""
GameFAQs message boards, as they look since 2012: ``.msg#message_<id>`` with number, and the exact time in a title.

The one who is quoted stands in a line before the quote.
"""

import re

from ..markup import attribute
from .base import BoardRules, Engine, Pick, Quoted, address_part, first_of, trail

__all__ = ["ENGINE"]

THREAD = re.compile(r"(.*?/boards/[^/?#]+/(\d+))")


thread_url = address_part(THREAD, 1)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X posted...``, with the message's number as data."""
    name = re.sub(r"\s*posted(?:\.\.\.|…)?\s*$", "", quote.cite.split("\n", 1)[0])
    return name or None, attribute(quote.cite_attrs, "data-quote-id")


ENGINE = Engine(
    name="gamefaqs",
    hints=("gamefaqs",),
    claims=(".msg[id^=message_] .msg_body", "[id^=message_] .msg_infobox", ".msg_list .msg_body"),
    signs=(".board_wrap table.topics", "table.board.topics"),
    site=lambda _root: "GameFAQs",
    title=Pick(".page-title, .page-header h1, h2.title"),
    thread_id=address_part(THREAD, 2),
    thread_url=thread_url,
    board=trail(".crumbs, ol.crumbs"),
    page=Pick(".paginate li select option[selected], .paginate li", pattern=r"(?:Page\s+)?(\d+)"),
    pages=Pick(".paginate", pattern=r"of\s+(\d+)"),
    next_url=first_of(Pick(".paginate a[rel=next], link[rel=next]", "href"), Pick(".paginate a:lexbor-contains('Next')", "href")),
    post="[id^=message_]:has(.msg_body)",
    post_id=Pick(attr="id", pattern=r"message_(\d+)"),
    post_url=lambda page, node, post_id: f"{url}/{post_id}" if post_id and (url := thread_url(page)) else None,
    floor=Pick(".message_num", pattern=r"(#?\d+)"),
    posted=first_of(Pick(".post_time", "title"), Pick(".post_time")),
    edited=Pick(".edited"),
    body=lambda node: node.css_first(".msg_text") or node.css_first(".msg_body"),
    marks={
        "quote": "blockquote",
        "cite": "blockquote > cite",
        "head": ".msg_text > cite, .msg_body > cite, cite[data-quote-id]",
        "code": "pre",
        "signature": ".signature",
        "drop": ".edited",
    },
    quote=quoted,
    author=first_of(Pick(".user .name b, .name b"), Pick("a.name, .user")),
    author_id=first_of(Pick("a.name[data-userid]", "data-userid"), Pick(".user", "class", r"uid_(\d+)")),
    author_url=Pick("a.name[href]", "href"),
    avatar=Pick(".imgboxart, .msg_infobox img", "src"),
    level=Pick(".author_status, .tag"),
    signature=".signature",
    boards=BoardRules(
        thread="table.topics tr:has(td.topic)",
        thread_link="td.topic a",
        thread_id=r"/boards/[^/]+/(\d+)",
        author=Pick("td.tauthor, td.user"),
        replies=Pick("td.count"),
        last_post=Pick("td.lastpost"),
        sticky=Pick(".fa-thumb-tack, .sticky", "class"),
        closed=Pick(".fa-lock, .closed", "class"),
        name=Pick("h1.page-title"),
    ),
    date_order="mdy",
)
