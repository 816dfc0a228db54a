"""XenForo 1.0 to 1.5: posts are ``li.message[id^=post-]``, quotes carry their author as data, the number stands in ``.postNumber``."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Node, Page, attribute, text_of
from ..model import Poll, Reaction, State
from .base import TERM, BoardRules, Engine, Pair, Pick, Quoted, canonical, count, first_of, having

__all__ = ["ENGINE"]

PAIR = re.compile(r"<(?:dl|div) class=\"pairs[^<>]*+>\s*+" + TERM)
TAG = re.compile(r"<[^>]*+>?")
THREAD = re.compile(r"((?:.*/)?(?:index\.php\?)?threads/(?:[^/?#]*\.)?(\d+)/?)(?:page-\d+|latest|unread)?(?:[?#]|$)")
BOARD = r"(?<!link-)\b(?:forums|categories)/(?:(?:[^/?#]*\.)?(\d+)\b)?"  # one with a name of its own has no number in its address
POST = re.compile(r"(?:post[-=?]|posts/|id=)(\d+)")


def thread_id(page: Page) -> str | None:
    """The number in the thread's address, or in that of its page links."""
    found = THREAD.match(canonical(page)) or THREAD.match(Pick(".PageNav", "data-baseurl")(page.root) or "")
    return found[2] if found else None


def thread_url(page: Page) -> str | None:
    """The thread's first page."""
    found = THREAD.match(canonical(page))
    return page.join(found[1]) if found else None


def board(page: Page) -> Sequence[str]:
    """The trail, printed again at the foot."""
    trail = page.first(".breadcrumb .crumbs, .breadcrumb")
    return [t for item in trail.css("a.crumb") if (t := text_of(item))] if trail is not None else []


def posted(node: Node) -> str | None:
    """Seconds since 1970 where the page has them, else the title or the text; the note of an edit stands before the post's own time."""
    return _when(node.css_first("a.datePermalink .DateTime, .messageMeta .DateTime") or node.css_first(".DateTime:not(.editDate *)"))


def edited(node: Node) -> str | None:
    return _when(node.css_first(".editDate .DateTime"))


def _when(node: Node | None) -> str | None:
    if node is None:
        return None
    return node.attributes.get("data-time") or node.attributes.get("title") or text_of(node)


def pairs(card: Node) -> Iterable[Pair]:
    """The pairs of the extra information."""
    for label, value in PAIR.findall(card.html or ""):
        if name := unescape(TAG.sub("", label)).strip():
            yield name, " ".join(unescape(TAG.sub(" ", value)).split()), None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The author stands in the quote's data, the post's id in the arrow's link."""
    name = attribute(quote.attrs, "data-author") or re.sub(r"\s+\S+:\s*$", "", quote.cite.replace("↑", "").strip().split("\n", 1)[0])
    post = next((found[1] for link in quote.links if (found := POST.search(link))), None)
    return name or None, post


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The permalink of the number or of the time."""
    return page.join(Pick("a.postNumber[href], a.datePermalink[href]", "href")(node))


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """``A, B, C and 12 others like this``: those named, and the number in the link to the rest."""
    bar = node.css_first(".likesSummary .LikeText")
    if bar is not None and (liked := len(bar.css("a.username")) + (count(Pick("a:not(.username)")(bar)) or 0)):
        yield "Likes", liked


def states(node: Node) -> tuple[State, ...]:
    """A deleted post, or what stands in its place, says so by class."""
    return ("deleted",) if "deleted" in (node.attributes.get("class") or "").split() else ()


def poll(page: Page) -> Poll | None:
    """The answers with their votes, or those that can be ticked."""
    box = page.first(".pollBlock")
    if box is None:
        return None
    options = [(Pick(".optionText")(row), count(Pick(".count")(row)) or 0) for row in box.css(".pollResult")]
    options = options or [(text_of(label), 0) for label in box.css(".pollOption label")]
    return Poll(question=Pick(".questionText")(box), options=tuple(Reaction(label=a, count=n) for a, n in options if a))


ENGINE = Engine(
    name="xenforo",
    variant="1",
    hints=("xenforo", 'id="xenforo"'),
    claims=("li.message[id^=post-] .messageInfo", "[id^=post-] .messageText"),
    signs=("html#XenForo",),
    version=lambda root: "1",
    site=Pick("meta[property='og:site_name']", "content"),
    title=first_of(Pick(".titleBar h1", own=True), Pick(".titleBar h1, .titleBar h2")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=Pick(".PageNav", "data-page"),
    pages=Pick(".PageNav", "data-last"),
    next_url=first_of(Pick("link[rel=next]", "href"), Pick(".PageNav a.text:last-child", "href")),
    tags=".tagList .tag",
    post="li.message[id^=post-], .messageList > [id^=post-]",
    post_id=Pick(attr="id", pattern=r"post-(\d+)"),
    post_url=post_url,
    floor=Pick(".postNumber"),
    posted=posted,
    edited=edited,
    body=".messageText",
    marks={
        "quote": ".bbCodeQuote",
        "cite": ".bbCodeQuote .attribution",
        "code": ".bbCodeCode pre, .bbCodePHP code, .bbCodeHtml code",
        "smiley": "img.mceSmilie, .mceSmilieSprite",
        "drop": ".quoteExpand, .bbCodeCode > .type, .bbCodePHP > .type, .bbCodeHtml > .type, .messageTextEndMarker, .bbCodeSpoilerButton",
        "attachment": ".messageText .attachment .filename",
        "notice": ".bbCodeHide, .quotehide",
    },
    quote=quoted,
    attachments=".attachedFiles .attachment .filename",
    reactions=reactions,
    states=states,
    poll=poll,
    card=".messageUserInfo, .placeholderContent",
    author=first_of(Pick(".userText .username"), Pick(".userText .guest, .userText > *"), Pick(".username")),
    author_id=Pick(".userText a.username, a.avatar", "href", r"members/(?:[^/]*\.)?(\d+)"),
    author_url=first_of(Pick(".userText a.username[href]", "href"), Pick("a.username[href]", "href")),
    avatar=Pick(".avatarHolder img, a.avatar img", "src"),
    level=Pick(".userBanner strong, .userBanner"),
    motto=Pick(".userTitle"),
    online=lambda card: "1" if card.css_first(".onlineMarker") is not None else None,
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="li.discussionListItem:not(.widget *)",
        thread_link=".title a.PreviewTooltip, .title a[href*='threads/']",
        thread_id=r"threads/(?:[^/?#]*\.)?(\d+)",
        author=Pick(".posterDate .username, .secondRow .username"),
        replies=Pick(".stats .major dd"),
        views=Pick(".stats .minor dd"),
        last_post=first_of(
            Pick(".lastPostInfo .DateTime", "data-time"), Pick(".lastPostInfo .DateTime", "title"), Pick(".lastPostInfo .DateTime")
        ),
        last_poster=Pick(".lastPostInfo .username"),
        sticky=having("sticky"),
        closed=having("locked"),
        board=".nodeTitle a[href]",
        board_id=BOARD,
        board_row="li.node",
        board_named=Pick(attr="class", pattern=r"\bnode_(\d+)"),
        board_threads=Pick(".nodeStats dl:first-child dd"),
        board_posts=Pick(".nodeStats dl:nth-child(2) dd"),
        name=Pick(".titleBar h1"),
    ),
    message=".errorOverlay, .errorPanel, .messageBody, .baseHtml.messageBody",
    date_order="mdy",
)
