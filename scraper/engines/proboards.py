"""ProBoards 5: ``tr.post.item#post-<id>``, times as ``data-timestamp`` in milliseconds, names with an ``@handle`` as title."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from ..markup import Node, Page, attribute, text_of
from .base import BoardRules, Engine, Pair, Pick, Quoted, address_part, count, first_of, has_class, text_lines

__all__ = ["ENGINE"]

SAID = re.compile(r"\ssaid\b", re.IGNORECASE)
CLOCK = re.compile(r"\d:\d\d(?>(?::\d\d)?)(?>(?:\s?[ap]m)?)(?>(?:\s++GMT)?)(?>(?:\s*+[-+]\d++)?)\s++", re.IGNORECASE)
THREAD = re.compile(r"((?:https?://[^/]+)?/thread/(\d+)(?:/[^/?#]*)?)")


thread_url = address_part(THREAD, 1)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The quote's own data: its author's handle, and the post as an address."""
    post = re.search(r"/post/(\d+)", attribute(quote.attrs, "source") or "")
    line = quote.cite.replace("\n", " ")
    said = SAID.search(line)
    return (CLOCK.split(line[: said.start()])[-1].strip() if said else None) or attribute(quote.attrs, "author"), post[1] if post else None


def stamp(css: str) -> Pick:
    return Pick(css, "data-timestamp")


def start(page: Page) -> int | None:
    """Posts have no number; those of the first page can be counted."""
    return 0 if Pick(".ui-pagination .state-selected")(page.root) in (None, "1") else None


def pairs(card: Node) -> Iterable[Pair]:
    """Lines of the small profile with a colon."""
    return text_lines(card)


def edited(node: Node) -> str | None:
    """``Last Edit: TIME by X``, with the time as data."""
    note = node.css_first(".edited_by")
    if note is None:
        return None
    time, name = stamp("abbr.time, abbr.o-timestamp")(note), Pick("a.user-link")(note)
    iso = _iso(time)
    return f"edited by {name} on {iso}" if iso and name else iso or text_of(note)


def _iso(milliseconds: str | None) -> str | None:
    """A time in milliseconds since 1970."""
    if not milliseconds or not milliseconds.isdecimal() or len(milliseconds) > 14:
        return None
    return datetime.fromtimestamp(int(milliseconds) // 1000, UTC).isoformat(timespec="seconds")


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    likes = count(Pick(".likes")(node))
    return [("Likes", likes)] if likes else []


ENGINE = Engine(
    name="proboards",
    hints=("proboards", "ui-pagination"),
    claims=(".item[id^=post-] .message", ".item[id^=post-] .mini-profile"),
    signs=("#navigation-tree .nav-tree", "script[src*='proboards.com']", "link[href*='proboards.com']"),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick("#navigation-tree a")),
    title=Pick(".container.posts .title-bar h1, .posts .title-bar h2, .posts .title_wrapper h1, .thread-title, h1"),
    thread_id=address_part(THREAD, 2),
    thread_url=thread_url,
    board="#navigation-tree a:not([href*='/thread/'])",
    page=Pick(".ui-pagination .state-selected"),
    pages=Pick(".ui-pagination .ui-pagination-page:nth-last-child(2), .ui-pagination .ui-pagination-page:last-child"),
    next_url=Pick(".ui-pagination-next a[href], li.next a[href], link[rel=next]", "href"),
    post=".item[id^=post-]",
    start=start,
    post_id=Pick(attr="id", pattern=r"post-(\d+)"),
    post_url=lambda page, node, post_id: page.join(f"/post/{post_id}/thread") if post_id else None,
    posted=first_of(stamp(".date abbr.time, .content-head abbr.time, abbr.time, abbr.o-timestamp"), Pick(".date")),
    edited=edited,
    body=".message",
    marks={
        "quote": ".quote",
        "cite": ".quote_header, .quote_avatar_container",
        "code": ".code pre, div.code, pre.code",
        "smiley": "img.smile",
        "drop": ".quote_clear, .spoiler_header, .quote_avatar_container",
    },
    quote=quoted,
    attachments=".attachments a[href*='attachment'], .attachment_list a",
    reactions=reactions,
    card=".mini-profile, .left-panel",
    author=Pick(".user-link, .user-guest, .o-user-link"),
    author_id=first_of(Pick(".user-link[data-id]", "data-id"), Pick(".user-link[href]", "href", r"/user/(\d+)")),
    author_url=Pick(".user-link[href]", "href"),
    avatar=Pick(".avatar img", "src"),
    level=Pick(".group, .rank"),
    motto=Pick(".personal-text, .custom-title"),
    online=lambda card: "1" if card.css_first(".online") is not None else None,
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="tr.thread.item",
        thread_link="a.thread-link, .link a",
        thread_id=r"/thread/(\d+)",
        author=Pick(".created-by .user-link, td.created-by a"),
        replies=Pick("td.replies"),
        views=Pick("td.views"),
        last_post=Pick("td.latest abbr.time", "data-timestamp"),
        last_poster=Pick("td.latest .user-link"),
        sticky=has_class("sticky"),
        closed=has_class("locked"),
        board="tr.board.item .link a, tr.board.item a.board-link",
        board_id=r"/board/(\d+)",
        name=Pick(".title-bar h1, .title-bar h2"),
    ),
    message=".error, .login-form",
    date_order="mdy",
)
