"""
Steam discussions: the topic ``.forum_op`` and its replies ``.commentthread_comment``, times as epochs.

Their pages are drawn by a script from figures. The first reply is ``#1``. Its poster's number is the account's short id (``data-miniprofile``).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from ..markup import Node, Page
from .base import CANONICAL, BoardRules, Engine, Pick, Quoted, Rule, count, first_of, has_class, once

__all__ = ["ENGINE"]

TOPIC = r"/(?:discussions|eventcomments|tradingforum|filedetails/discussion)/(?:[^/]+/)?(\d{6,})"
THREAD = re.compile(rf"(.*?{TOPIC}/?)")
THREADED = re.compile(r"InitializeCommentThread\((?>(?:(?!InitializeCommentThread)[^{}])*)\{([^{}]*+)")
FIGURE = re.compile(r'"(total_count|start|pagesize)"\s*:\s*"?(\d{1,9})')
LINK = re.compile(r'(class="bb_quoteauthor"(?>(?:(?!class="bb_quoteauthor")[^<>])*)>[^<]*+(?:<b>)?<a [^<>]*?href=")#c')


def canonical(page: Page) -> str:
    return page.url or page.join(CANONICAL(page.root)) or ""


def thread_id(page: Page) -> str | None:
    return Pick(".forum_op", "id", r"forum_op_(\d+)")(page.root) or (m[2] if (m := THREAD.match(canonical(page))) else None)


def thread_url(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return found[1] if found else None


@once
def pager(root: Node) -> tuple[int, int, int] | None:
    """Number of replies, of this page and of pages: a script draws the links to pages, ``?ctp=2``, from these figures."""
    for script in root.css("script:not([src])"):
        if found := THREADED.search(script.text()):
            figures = {name: int(digits) for name, digits in FIGURE.findall(found[1])}
            total, size = figures.get("total_count"), figures.get("pagesize")
            if total is not None and size:
                return total, figures.get("start", 0) // size + 1, max(1, -(-total // size))
    return None


def figure(place: int) -> Rule:
    """One of the pager's figures."""
    return lambda root: str(found[place]) if (found := pager(root)) else None


def onward(root: Node) -> str | None:
    found = pager(root)
    return f"?ctp={found[1] + 1}" if found and found[1] < found[2] else None


def post_id(node: Node) -> str | None:
    return Pick(attr="id", pattern=r"(?:forum_op|comment)_(\d+)$")(node)


def floor(node: Node) -> str | None:
    """The permalink's text; the topic has none and is the first on every page."""
    return Pick(".forum_comment_permlink a", pattern=r"(#?\d+)")(node)


def floor_of(label: str | None) -> int | None:
    return None if (number := count(label)) is None else number + 1


def mended(html: str) -> str:
    """The link to who is quoted leads to a place on the page, and such links are not kept; made an address, it is."""
    return LINK.sub(r"\1?#c", html) if "bb_quoteauthor" in html else html


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``Originally posted by X:``, linked to the reply."""
    found = re.match(r"\s*(?:Originally posted by|Ursprünglich geschrieben von|Автор сообщения:?|引用自)\s*(.+?)\s*:?\s*$", quote.cite)
    post = next((m[1] for link in quote.links if (m := re.search(r"#c(\d+)", link))), None)
    return found[1] if found else quote.cite.rstrip(": ") or None, post


def edited(node: Node) -> str | None:
    """``Last edited by X; TIME``, with the seconds as data."""
    seconds, name = Pick(".forum_audit .date", "data-timestamp", r"^(\d{1,11})$")(node), Pick(".forum_audit a")(node)
    if not seconds or not name:
        return Pick(".forum_audit")(node)
    return f"edited by {name} on {datetime.fromtimestamp(int(seconds), UTC).isoformat()}"


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Awards, each with its number."""
    total = sum(count(award.text()) or 1 for award in node.css(".reaction_btn, .reaction_award, .reaction"))
    return [("Awards", total)] if total else []


ENGINE = Engine(
    name="steam",
    hints=("steamcommunity", "steamstatic"),
    claims=(".forum_op .forum_op_author", ".forum_op .content"),
    signs=(".forum_topics_container", ".forum_topic[data-gidforumtopic]"),
    site=first_of(Pick(".apphub_AppName"), Pick("meta[property='og:site_name']", "content")),
    title=Pick(".forum_op .topic"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".forum_breadcrumbs a",
    page=first_of(Pick(".forum_paging_pagelink.active, .commentthread_pagelink.active"), figure(1)),
    pages=first_of(Pick(".commentthread_pagelinks .commentthread_pagelink:last-child"), figure(2)),
    next_url=first_of(Pick("a.pagebtn[href*='ctp='][id$=next], link[rel=next]", "href"), onward),
    replies=first_of(Pick("[id$=_pagetotal]"), figure(0)),
    post=".forum_op:has(.content), .commentthread_comment[id^=comment_]",
    post_id=post_id,
    post_url=lambda page, node, post_id: f"{url}#c{post_id}" if post_id and (url := thread_url(page)) else None,
    floor=floor,
    start=lambda page: 0,
    floor_of=floor_of,
    posted=first_of(
        Pick(".date[data-timestamp], .commentthread_comment_timestamp[data-timestamp]", "data-timestamp"),
        Pick(".date, .commentthread_comment_timestamp"),
    ),
    edited=edited,
    states=lambda node: ("accepted",) if "commentthread_answer" in (node.attributes.get("class") or "") else (),
    body=".content, .commentthread_comment_text",
    marks={
        "quote": "blockquote.bb_blockquote",
        "cite": ".bb_quoteauthor",
        "code": ".bb_code",
        "smiley": "img.emoticon",
        "edited": ".forum_audit",
    },
    mend=mended,
    quote=quoted,
    reactions=reactions,
    author=Pick(".forum_op_author, .commentthread_author_link bdi, .commentthread_author_link", own=False),
    author_id=Pick(".forum_op_author[data-miniprofile], .commentthread_author_link[data-miniprofile]", "data-miniprofile"),
    author_url=Pick(".forum_op_author[href], .commentthread_author_link[href]", "href"),
    avatar=Pick(".playerAvatar img, .forum_op_avatar img", "src"),
    boards=BoardRules(
        thread=".forum_topic",
        thread_link="a.forum_topic_overlay",
        thread_id=TOPIC,
        title=Pick(".forum_topic_name", own=True),
        author=Pick(".forum_topic_op"),
        replies=Pick(".forum_topic_reply_count"),
        last_post=Pick(".forum_topic_lastpost", "data-timestamp"),
        sticky=has_class("sticky"),
        closed=has_class("locked"),
        name=Pick(".forum_breadcrumbs a:last-child"),
    ),
    message=".error_ctn, #message",
    date_order="dmy",
)
