"""PunBB 1.3 and 1.4: heads are ``.posthead#p<id>`` in a ``.post``; edit notes stand in the head, signatures in the body."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from ..markup import Node, Page, text_of, texts_of
from .base import BoardRules, Pair, Pick, greatest, has_class, inside
from .fluxbb import ENGINE as FLUXBB
from .fluxbb import FACT, TAG, current, next_url

__all__ = ["ENGINE"]


def board(page: Page) -> Sequence[str]:
    """The trail above the posts, without the topic at its end."""
    trail = page.first(".crumbs")
    return texts_of(trail.css("a"))[: -1 if trail.css_first(".crumblast a") else None] if trail is not None else ()


def pairs(card: Node) -> Iterable[Pair]:
    """The entries with a colon, in one scan."""
    box = card.css_first(".author-info")
    found = FACT.findall((box.html or "") if box is not None else "")
    return ((label.strip(), unescape(TAG.sub("", text)).strip(), None) for _, label, text in found)


def online(card: Node) -> str | None:
    """The status in the board's language; the class tells it in the author's box."""
    box = card.css_first(".userstatus")
    if box is None:
        return None
    return "0" if re.search(r"off|未|離線|离线", f"{box.attributes.get('class')} {text_of(box)}".lower()) else "1"


BOARDS = BoardRules(
    thread=".main-item:has(a[href*='viewtopic.php?id=']), [id^=topic]",
    thread_link="h3 a[href*='viewtopic.php?id='], h3 a",
    thread_id=r"viewtopic\.php\?id=(\d+)|topic(\d+)",
    author=Pick(".item-starter cite"),
    replies=Pick(".info-replies strong"),
    views=Pick(".info-views strong"),
    last_post=Pick(".info-lastpost a"),
    last_poster=Pick(".info-lastpost cite", pattern=r"^\S+\s+(.*)$"),
    sticky=has_class("sticky"),
    closed=has_class("closed"),
    board="h3 a[href*='viewforum.php?id=']",
    board_id=r"viewforum\.php\?id=(\d+)",
    name=Pick(".main-title, .crumblast"),
)

ENGINE = replace(
    FLUXBB,
    name="punbb",
    hints=("punbb", 'id="brd-'),
    claims=(".post .posthead[id^=p]",),
    signs=("#brd-wrap", "#brd-about a[href*='punbb']"),
    site=Pick("#brd-title"),
    title=Pick(".main-title"),
    board=board,
    page=inside(current, Pick()),
    pages=greatest(".paging a, .paging strong, .paging b"),
    next_url=next_url,
    post=".post:has(.posthead[id^=p])",
    post_id=Pick(".posthead", "id", r"^p(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick(".post-link a", "href")(node)),
    floor=Pick(".post-num"),
    posted=Pick(".post-link a"),
    edited=Pick(".post-edit"),
    body=".entry-content",
    marks={
        "quote": "blockquote",
        "head": ".quotebox cite",
        "code": ".codebox pre",
        "signature": ".sig-content",
        "smiley": "img[src*='img/smilies/']",
    },
    attachments="",
    author=Pick(".post-author .username"),
    author_id=Pick(".post-author .username a", "href", r"id=(\d+)|user/?(\d+)"),
    author_url=Pick(".post-author .username a", "href"),
    avatar=Pick(".useravatar img", "src"),
    level=Pick(".usertitle"),
    online=online,
    pairs=pairs,
    signature=".sig-content",
    boards=BOARDS,
    message=".main-message, #brd-message, .main-content .info",
)
