"""WoltLab Burning Board 3: posts are ``.message`` with an anchor ``post<id>``, bodies ``#postText<id>``; times are written out."""

import re
from collections.abc import Iterable

from ..markup import Node, Page
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, first_match, first_of, text_lines
from .woltlab import quoted

__all__ = ["ENGINE"]

THREAD = re.compile(r"[?&]threadID=(\d+)|/thread/?(\d+)|thread(\d+)-")


def thread_id(page: Page) -> str | None:
    if found := first_match(THREAD, CANONICAL(page.root), page.url, Pick(".messageNumber", "href")(page.root)):
        return next(g for g in found.groups() if g)
    return Pick("input[name=threadID]", "value")(page.root)


def pairs(card: Node) -> Iterable[Pair]:
    credits = card.css_first(".userCredits")
    return text_lines(credits) if credits is not None else ()


def edited(node: Node) -> str | None:
    """``… zuletzt von »X« (2. Januar 2010, 13:00)``, without the marks around the name."""
    note = Pick(".editNote")(node)
    return re.sub(r"[»«„“\"]", "", note) if note else None


ENGINE = Engine(
    name="woltlab",
    variant="3",
    hints=("burning board", "woltlab"),
    claims=(".message .messageBody[id^=postText]", ".message [id^=postText]"),
    signs=("body[id^=tplThread] #headerContainer", "body#tplBoard", "a[href*='woltlab.com'] strong"),
    version=Pick("p.copyright", pattern=r"Burning Board(?>(?:(?!Burning Board)\D)*)(\d[\d.]*)"),
    site=first_of(Pick(".breadCrumbs a"), Pick("#logo a")),
    title=Pick(".mainHeadline h2, .headlineContainer h2, h2"),
    thread_id=thread_id,
    thread_url=lambda page: page.join(f"index.php?page=Thread&threadID={found}") if (found := thread_id(page)) else None,
    board=".breadCrumbs li a",
    page=Pick(".pageNavigation li.active"),
    pages=first_of(Pick(".pageNavigation li:nth-last-child(2)"), Pick(".pageNavigation li:last-child")),
    next_url=Pick("link[rel=next], .pageNavigation li.skip:last-child a", "href"),
    post=".message:has([id^=postText])",
    post_id=Pick("[id^=postText]", "id", r"(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick("a.messageNumber", "href")(node)),
    floor=Pick(".messageNumber"),
    posted=Pick(".messageHeader .light, .messageHeader .smallFont"),
    edited=edited,
    body="[id^=postText]",
    marks={
        "quote": "blockquote, .quoteBox",
        "cite": ".quoteHeader",
        "code": ".codeBox pre, .codeBox .codeLines, .codeBox textarea",
        "smiley": "img[src*='/smilies/']",
        "drop": ".codeHeader, .codeBox h3, .codeLineNumbers",
    },
    quote=quoted,
    attachments=".attachmentFile a[href*='attachmentID'], .attachments a[href*='attachmentID']",
    card=".messageSidebar",
    author=Pick(".userName a span, .userName a, .userName"),
    author_id=Pick(".userName a[href]", "href", r"userID=(\d+)|user(?:/|)(\d+)"),
    author_url=Pick(".userName a[href]", "href"),
    avatar=Pick(".userAvatar img", "src"),
    level=Pick(".userTitle"),
    online=lambda card: (
        Pick(".userName img", "src", r"(on|off)line")(card) and ("1" if Pick(".userName img", "src", r"(online)")(card) else "0")
    ),
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="tr:has(.topic[id^=thread]):not(.boardRecentList *)",  # the index shows the latest
        thread_link=".topic p a",
        row_id=Pick(".topic", "id", r"thread(\d+)$"),  # an add-on's addresses may hold no number
        author=Pick(".columnTopic .firstPost a, .firstPost a"),
        replies=Pick(".columnReplies"),
        views=Pick(".columnViews"),
        last_post=Pick(".columnLastPost .light"),
        last_poster=Pick(".columnLastPost .containerContentSmall a"),
        board=".boardTitle a",
        board_id=r"boardID=(\d+)|\bboard(\d+)|^",
        board_title=Pick(own=True),  # without the number of new threads
        board_row=".boardlistInner",
        board_named=Pick(attr="class", pattern=r"\bboard(\d+)"),
        board_threads=Pick(".boardlistStats dd"),
        board_posts=Pick(".boardlistStats dd ~ dd"),
        name=Pick(".mainHeadline h2"),
    ),
    message=".error, .warning",
    date_order="dmy",
)
