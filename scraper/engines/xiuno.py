"""
Xiuno BBS 4: the first post is ``.message[isfirst]`` in a card of its own, replies are ``li.post[data-pid]`` (``tr.post`` in early 4.0).

Later pages print the first post's card with a link in place of its text; it is no post there. The first post has no number on
the page; its id is ``null``. A reply's floor counts the first post (``2楼`` is the second). Times are a day, or "3天前"; refusals
answer 200. Addresses come as ``thread-7.htm``, ``?thread-7.htm`` and ``/thread/7``.
"""

import re
from collections.abc import Iterable, Sequence

from ..labels import whole
from ..markup import Node, Page, enclosing, text_of
from ..model import State
from .base import BoardRules, Engine, Pair, Pick, Quoted, first_of

__all__ = ["ENGINE"]

TID = r"thread[-/](\d+)"
MEMBER = r"(?m)^(.*user[-/][1-9].*)"
PAGE = re.compile(r"[a-z][-/]\d+[-/](\d+)|index[-/](\d+)")


def is_first(node: Node) -> bool:
    return node.attributes.get("data-pid") is None and node.tag not in ("li", "tr")


def posts(page: Page) -> Sequence[Node]:
    """The first post's card, where its text is on this page, and the replies; the box to answer has neither number nor name."""
    first = page.first(".message[isfirst]")
    card = enclosing(first.parent if first is not None else None, lambda outer: outer.css_first(".username") is not None)
    replies = page.css(".postlist .post[data-pid], .postlist tr.post:has(.username)")
    shown = first is not None and card is not None and not _is_pointer(first)
    return [card, *replies] if shown and card is not None else replies


def _is_pointer(message: Node) -> bool:
    """Whether the first post's text is only a link back to page 1."""
    link = message.css_first("a[href*='thread']")
    return link is not None and message.css_first("img, blockquote, .attachlist") is None and text_of(message) == text_of(link)


def thread_id(page: Page) -> str | None:
    found = re.search(TID, page.url or "")
    return (
        Pick(".breadcrumb a[href*='thread']", "href", TID)(page.root)
        or (found[1] if found else None)
        or Pick(".threadlist input[name=modtid]", "value")(page.root)
        or Pick("#quick_reply_form, #advanced_reply", "action", r"post[-/]create[-/](\d+)")(page.root)
        or Pick("#advanced_reply", "href", r"post[-/]create[-/](\d+)")(page.root)
        or Pick(".post_reply[data-tid]", "data-tid")(page.root)
    )


def thread_url(page: Page) -> str | None:
    """As the trail above it has it, else by the page's own address without its page."""
    if link := Pick(".breadcrumb a[href*='thread']", "href", rf"(.*{TID}.*)")(page.root):
        return page.join(link)
    found = re.match(rf"(.*{TID})(?:[-/]\d+)*(\.html?)?", page.url or "")
    return f"{found[1]}{found[3] or ''}" if found else None


def board(page: Page) -> Sequence[str]:
    links = page.css(".breadcrumb a[href*='forum']")
    return [text for link in links if (text := text_of(link))]


def page_number(node: Node) -> int | None:
    found = PAGE.search(node.attributes.get("href") or "")
    return whole(found[1] or found[2]) if found else None


def pages(root: Node) -> str | None:
    """The highest number that the pager links to; its last link may read ``...12``."""
    found = [n for link in root.css(".pagination a") if (n := page_number(link))]
    return str(max(found)) if found else None


def next_url(root: Node) -> str | None:
    links = root.css(".pagination a")
    return next((link.attributes.get("href") for link in links if link.text().strip() in ("▶", "»", "下一页", "下一頁", "Next")), None)


def post_id(node: Node) -> str | None:
    return node.attributes.get("data-pid") or Pick(".post_update, .post_delete, .post_reply", "href", r"post[-/]\w+[-/](\d+)")(node)


def floor(node: Node) -> str | None:
    return "1" if is_first(node) else Pick(".floor")(node)


def states(node: Node) -> tuple[State, ...]:
    return ("anonymous",) if node.attributes.get("data-uid") == "0" else ()


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The name beside the small picture."""
    return quote.cite.strip() or None, None


def pairs(card: Node) -> Iterable[Pair]:
    """The opener's figures stand beside the thread; the "rank" among them is the number of the account."""
    row = enclosing(card.parent if is_first(card) else None, lambda outer: outer.css_first(".card-user-info") is not None)
    for cell in row.css(".card-user-info td") if row is not None else ():
        said = [text for part in cell.css("span, b, i, strong") if (text := text_of(part))]
        if len(said) == 2 and said[0] != "注册排名":
            yield said[0], said[1], None


BOARDS = BoardRules(
    thread=".threadlist li.thread, .threadlist tr.thread",
    thread_link=".subject a[href*='thread']",
    thread_id=TID,
    author=Pick(".username"),
    replies=Pick("span:has(> [class*='icon-comment'])", pattern=r"(\d+)"),
    views=Pick("span:has(> [class*='icon-eye'])", pattern=r"(\d+)"),
    last_post=Pick("span > .username + .text-grey"),
    last_poster=Pick("span > .username"),
    sticky=Pick("[class*='icon-top-']", "class"),
    closed=Pick(".icon-lock", "class"),
    board="body:has(.threadlist .thread) #nav a[href*='forum'], .forumlist a[href*='forum']",
    board_id=r"forum[-/](\d+)",
    name=Pick(".breadcrumb .active a"),
)

ENGINE = Engine(
    name="xiuno",
    variant="4",
    hints=("xiuno bbs", "view js xiuno"),
    claims=(".message[isfirst]", ".postlist .post[data-pid] .message"),
    signs=("script[src*='/xiuno.js']", "link[href*='/bootstrap-bbs.css']"),
    title=first_of(Pick("h4.break-all", own=True), Pick("h4.break-all"), Pick(".breadcrumb .active a")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=Pick(".pagination .active"),
    pages=pages,
    next_url=next_url,
    views=Pick(".card :is(span, b, i):has(> .icon-eye)", pattern=r"(\d+)"),
    replies=Pick(".posts"),
    post=posts,
    post_id=post_id,
    floor=floor,
    posted=Pick(".date"),
    states=states,
    body=".message",
    marks={
        "quote": "blockquote.blockquote:has(> a.user)",
        "cite": "blockquote.blockquote > a.user",
        "code": "pre",
        "drop": "h6:has(> a[href*='thread']:only-child), fieldset > legend, .bbs-copyright-notice",
        "attachment": ".attachlist > li, .attachlist > div",
    },
    quote=quoted,
    author=Pick(".username"),
    author_id=first_of(
        Pick(attr="data-uid", pattern=r"^([1-9]\d*)$"),
        Pick(".username a", "href", r"user[-/]([1-9]\d*)"),
        Pick("a", "href", r"user[-/]([1-9]\d*)"),
    ),
    author_url=first_of(Pick(".username a", "href", MEMBER), Pick("a[href*='user']", "href", MEMBER)),
    avatar=Pick("img[class*='avatar']", "src", r"^((?!.*view/img/avatar\.).+)"),
    pairs=pairs,
    message="h4.card-title:has([class^='icon-warning'])",
    boards=BOARDS,
)
