"""Invision Community 4 and 5: posts are ``[id^=elComment_]``, quotes carry name and comment id as data, times a ``datetime``."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Node, Page, attribute, text_of
from ..model import State
from .base import BoardRules, Engine, Pair, Pick, Quoted, canonical, count, first_of

__all__ = ["ENGINE"]

TOPIC = re.compile(r"((?:.*[/?])topic/(\d+)-[^/?#&]*/?)")
FIGURE = re.compile(r'<span data-i-el="number"[^<>]*+>([^<]*+)</span>\s*+<span data-i-el="label"[^<>]*+>([^<]*+)</span>')
FIELD = re.compile(
    r"""<(?:li|div)\b(?=[^<>]*(?:data-role="(?:custom-field"|posts"|reputation|joined)|class="[^"<>]*ipsType_break))[^<>]*+>([^<]*+(?>(?:<(?!/(?:li|div)\b|(?:li|div)\b[^<>]*(?:data-role=|ipsType_break))[^<]*+)*))</(?:li|div)>""",
    re.DOTALL,
)
TAG = re.compile(r"<[^>]*+>?")
TOGETHER = "[data-role=reactCount]"


def thread_id(page: Page) -> str | None:
    """The number in the topic's address."""
    found = TOPIC.match(canonical(page)) or TOPIC.match(page.url or "")
    return found[2] if found else None


def thread_url(page: Page) -> str | None:
    """The topic's first page."""
    found = TOPIC.match(canonical(page)) or TOPIC.match(page.url or "")
    return page.join(found[1]) if found else None


def board(page: Page) -> Sequence[str]:
    """The first of the trails (there is one for phones and one for the foot), without the topic."""
    trail = page.first("[data-role=breadcrumbList], .ipsBreadcrumb ol, .ipsBreadcrumb ul, .ipsBreadcrumb")
    names = [t for link in trail.css("a") if (t := text_of(link))] if trail is not None else []
    return list(dict.fromkeys(names))


def pairs(card: Node) -> Iterable[Pair]:
    """Figures with their labels (5), entries with a colon or a number before a word (4)."""
    html = card.html or ""
    for number, label in FIGURE.findall(html):
        yield unescape(label).strip(), number.strip(), None
    for item in FIELD.findall(html):
        label, colon, value = " ".join(unescape(TAG.sub(" ", item)).split()).partition(":")
        if colon:
            yield label.strip(), value.strip(), None
        elif found := re.fullmatch(r"([\d.,]+k?)\s+(\D+)", label):
            yield found[2].strip(), found[1], None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """Name and comment stand in the quote's data."""
    attrs = quote.attrs
    name = attribute(attrs, "data-ipsquote-username")
    if not name and (
        said := re.search(r"(?:,|On .*?)\s*([^,]+?)\s+(?:said|schrieb|a dit|ha scritto|dijo)\s*:?\s*$", quote.cite.split("\n", 1)[0])
    ):
        name = said[1]
    return name or None, attribute(attrs, "data-ipsquote-contentcommentid") or None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Each reaction with its number, or all together."""
    each = [(Pick("[title]", "title")(item) or "Reactions", count(text_of(item))) for item in node.css(".ipsReact_reactCount")]
    found = each or [(item.attributes.get("data-ipstooltip-label") or "Reactions", count(text_of(item))) for item in node.css(TOGETHER)][:1]
    return [(name, number) for name, number in found if number]


def states(node: Node) -> tuple[State, ...]:
    return ("accepted",) if node.css_first(".ipsBadge--solution") is not None else ()


def edited(node: Node) -> str | None:
    """The note's time as data, and what it says behind the time as shown."""
    note = node.css_first("[data-excludequote]:has(time[datetime])")
    if note is None:
        return None
    shown = text_of(note.css_first("time")) or ""
    behind = (text_of(note) or "").partition(shown)[2]
    behind = behind[: behind.rfind("(")] if behind.endswith(")") else behind  # a link to the post's history
    return f"{Pick('time[datetime]', 'datetime')(note)} {behind}".strip()


def card(node: Node) -> Node | None:
    """The column of a wide screen; the pane for phones says less."""
    return node.css_first(".ipsComment_author, .ipsEntry__author-column") or node.css_first(".cAuthorPane, .ipsEntry__header")


def online(card: Node) -> str | None:
    return "1" if card.css_first(".ipsOnline, .ipsOnlineStatus_online, [class*=author-online]") is not None else None


ENGINE = Engine(
    name="invision",
    variant="4",
    hints=("invision", "ipsdatalist", "ips", "invisioncommunity"),
    claims=("[id^=elComment_] [data-role=commentContent]", "[id^=elComment_].ipsEntry", "article[id^=elComment_] .ipsType_richText"),
    signs=("[data-ips-path]", "#ipsLayout_body", "body[data-controller*='core.front.core.app']", ".ipsLayout_container"),
    version=lambda root: "5" if root.css_first(".ipsEntry") is not None else "4",
    site=Pick("meta[property='og:site_name']", "content"),
    title=first_of(
        Pick("h1.ipsType_pageTitle > span:last-child, h1.ipsPageHeader__title, .ipsPageHeader__title h1"),
        Pick(".ipsPageHeader__title, .ipsType_pageTitle"),
        Pick("h1"),
        Pick("meta[property='og:title']", "content"),
    ),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=Pick(".ipsPagination_active a, .ipsPagination__active a, .ipsPagination_active", pattern=r"(\d+)"),
    pages=Pick(".ipsPagination[data-pages], [data-ipspagination-pages]", "data-pages"),
    next_url=first_of(
        Pick("link[rel=next]", "href"),
        Pick(".ipsPagination_next:not(.ipsPagination_inactive) a, .ipsPagination__next:not(.ipsPagination__inactive) a", "href"),
    ),
    tags=".ipsTags a.ipsTag, .ipsTags__tag",
    post="[id^=elComment_]",
    post_id=Pick(attr="id", pattern=r"elComment_(\d+)"),
    post_url=lambda page, node, post_id: page.join(
        Pick("a[href*='findComment'], a[href*='do=findComment'], .ipsComment_meta a[href*='comment=']", "href")(node)
    ),
    posted=Pick("time[datetime]:not(.cAuthorPane *)", "datetime"),
    edited=edited,
    states=states,
    body="[data-role=commentContent], .ipsEntry__post .ipsRichText, .ipsType_richText",
    marks={
        "quote": "blockquote.ipsQuote, [data-ipsquote]",
        "cite": ".ipsQuote_citation",
        "code": "pre.ipsCode, pre[class*=lang-]",
        "attachment": "a.ipsAttachLink:not(.ipsAttachLink_image)",
        "drop": "[data-excludequote], .ipsSpoiler_header",
        "emoji": "img.ipsEmoji",
        "smiley": "img[data-emoticon]",
        "notice": ".ipsMessage",
    },
    quote=quoted,
    reactions=reactions,
    card=card,
    author=first_of(
        Pick(".cAuthorPane_author strong, .cAuthorPane_author a, .ipsEntry__username a, .ipsEntry__username .ipsUsername"),
        Pick(".cAuthorPane_author, .ipsEntry__username"),
    ),
    author_id=Pick("a[href*='profile/']", "href", r"profile/(\d+)"),
    author_url=Pick(".cAuthorPane_author a[href*='profile/'], .ipsEntry__username a, a[href*='profile/']", "href"),
    avatar=Pick(".ipsUserPhoto img, .ipsAvatarStack img", "src", r"^(?!data:)(.+)"),
    level=Pick("[data-role=group], .ipsEntry__group"),
    motto=Pick("[data-role=member-title]"),
    online=online,
    pairs=pairs,
    signature="[data-role=memberSignature] .ipsType_richText, [data-role=memberSignature]",
    boards=BoardRules(
        thread="[data-rowid]:not(.ipsWidget *), .ipsDataItem:not(.ipsWidget *)",
        thread_link=".ipsDataItem_title a[href*='/topic/']:not([href*='do=']), .ipsData__title a[href*='/topic/']:not([href*='do='])",
        thread_id=r"topic/(\d+)",
        author=Pick(".ipsDataItem_meta a, .ipsData__meta .ipsUsername"),
        replies=Pick(".ipsDataItem_stats dt, .ipsDataItem_stats_number, [data-stattype=forums_comments] .ipsDataItem_stats_number"),
        views=Pick("[data-stattype=num_views] .ipsDataItem_stats_number"),
        last_post=Pick(".ipsDataItem_lastPoster time[datetime], .ipsData__last time[datetime]", "datetime"),
        last_poster=Pick(".ipsDataItem_lastPoster a[href*='profile/']:not(.ipsUserPhoto):not(:has(img))"),
        sticky=Pick(".fa-thumb-tack, .fa-thumbtack", "class"),
        closed=Pick(".fa-lock", "class"),
        board=".cForumTitle a[href*='/forum/'], .ipsDataItem_title a[href*='/forum/'], .ipsDataItem_subList a[href*='/forum/'],"
        " .ipsData__title a[href*='/forum/']",
        board_id=r"forum/(\d+)",
        board_row=".cForumRow.ipsDataItem",
        board_posts=Pick(".ipsDataItem_stats_number"),
        name=Pick("h1"),
    ),
    message="#elError, .ipsMessage_error, #ipsLayout_mainArea",
    date_order="mdy",
)
