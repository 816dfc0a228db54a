"""JForum as its largest users grew it (CodeRanch, Permies): ``.postItem`` with ``.lcontent`` for the author, ``.postText`` for the body."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..markup import Node, Page
from .base import BoardRules, Pair, Pick, Quoted, count, first_of, nobody, text_lines
from .jforum import ENGINE as JFORUM

__all__ = ["ENGINE"]

THREAD = re.compile(r"((?:https?://[^/]+)?/t/(?:\d+/)?(\d+)(?:/[^/?#]+)*)")


def canonical(page: Page) -> str:
    return page.join(Pick("link[rel=canonical]", "href")(page.root)) or page.url or ""


def thread_id(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return found[2] if found else None


def thread_url(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return found[1] if found else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X wrote:``"""
    return re.sub(r"\s*wrote\s*:?\s*$", "", quote.cite.split("\n", 1)[0]) or None, None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    likes = count(Pick("[id^=like_message_]")(node))
    return [("Likes", likes)] if likes else []


def pairs(card: Node) -> Iterable[Pair]:
    posts = card.css_first(".posts")
    return text_lines(posts) if posts is not None else ()


ENGINE = replace(
    JFORUM,
    variant="ranch",
    hints=("jforum", "/forums/recenttopics", "topicbodyandfooter"),
    claims=(".postItem .postText",),
    signs=("a[href*='/forums/recentTopics/list']",),
    site=Pick("meta[property='og:site_name']", "content"),
    title=Pick("#topicSubject, .topicSubject h1"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".topicForums a",
    page=Pick(".pagination .current, .pagination b"),
    pages=Pick(".pagination a:nth-last-child(2)", pattern=r"^(\d+)$"),
    next_url=Pick("link[rel=next], .pagination a.next, a[rel=next]", "href"),
    post=".postItem:has(.postText)",
    post_id=first_of(
        Pick(".postdate [id]", "id", r"(\d+)"),
        Pick("[id^=like_message_]", "id", r"(\d+)"),
        Pick(".postdate a[name], a[name]", "name", r"(\d+)"),
    ),
    post_url=lambda page, node, post_id: f"{url}#{post_id}" if post_id and (url := thread_url(page)) else None,
    start=lambda page: 0 if Pick(".pagination .current, .pagination b")(page.root) in (None, "1") else None,
    posted=first_of(Pick(".postdate [title]", "title"), Pick(".postdate")),
    edited=nobody,
    body=".postText",
    marks={
        "quote": "blockquote, .quote",
        "head": ".quoteAuthor, cite",
        "cite": "blockquote > .quoteuser, blockquote > cite, .quote > .quoteuser",
        "code": "pre, textarea",
        "smiley": "img[src*='/smilies/']",
    },
    quote=quoted,
    reactions=reactions,
    card=".lcontent",
    author=Pick(".name a, .name"),
    author_id=Pick(".name a[href*='/u/']", "href", r"/u/(\d+)"),
    author_url=Pick(".name a[href*='/u/']", "href"),
    avatar=Pick(".avatar img, img.avatar", "src"),
    level=Pick(".userRankStatus, .status"),
    online=nobody,
    pairs=pairs,
    signature=".signature, .sig",
    boards=BoardRules(
        thread="tr:has(a[href*='/t/'])",
        thread_link="a[href*='/t/']",
        thread_id=r"/t/(?:\d+/)?(\d+)",
        board="a[href*='/f/']",
        board_id=r"/f/(\d+)",
    ),
    date_order="mdy",
)
