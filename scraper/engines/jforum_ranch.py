"""JForum as its largest users grew it (CodeRanch, Permies): ``.postItem`` with ``.lcontent`` for the author, ``.postText`` for the body."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..markup import Node
from .base import BoardRules, Pair, Pick, Quoted, address_part, count, first_of, nobody, text_lines
from .jforum import ENGINE as JFORUM

__all__ = ["ENGINE"]

THREAD = re.compile(r"((?:https?://[^/]+)?/t/(?:\d+/)?(\d+)(?:/[^/?#]+)*)")


thread_url = address_part(THREAD, 1)


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
    thread_id=address_part(THREAD, 2),
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
