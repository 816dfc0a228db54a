"""vBulletin 4.0 to 4.2: posts are ``li#post_<id>``, bodies ``#post_message_<id> .postcontent``, facts a list of terms."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Node, Page, text_of, texts_of
from ._vbulletin import CITED, MEMBER, quoted, thanks, thread_id, thread_url
from .base import TERM, BoardRules, Engine, Pair, Pick, Rule, first_of, having

__all__ = ["ENGINE"]

PAIR = re.compile(TERM)
POST = re.compile(r"post_\d+")
TAG = re.compile(r"<[^>]*+>?")


def board(page: Page) -> Sequence[str]:
    """The first trail, without the thread at its end; skins gave its name away."""
    trail = page.first("#breadcrumb, .breadcrumb:has(.navbit)")
    return texts_of(trail.css(".navbit:not(.lastnavbit) a")) if trail is not None else ()


def pairs(card: Node) -> Iterable[Pair]:
    """The list of terms, in one scan."""
    for label, text in PAIR.findall(card.html or ""):
        yield unescape(TAG.sub("", label)).strip(" :\xa0"), " ".join(unescape(TAG.sub(" ", text)).split()), None


def posts(page: Page) -> Sequence[Node]:
    """The elements named after a post that hold its body, or a notice; the body's own name begins like theirs."""
    return [
        n
        for n in page.css("[id^=post_]:has([id^=post_message_]), .postbitdeleted[id^=post_], .postbitignored[id^=post_]")
        if POST.fullmatch(n.attributes.get("id") or "")
    ]


def posted(node: Node) -> str | None:
    """Day and time of the head."""
    when = node.css_first(".postdate .date, .posthead .date, .postdate")
    return text_of(when)


def figure(place: int) -> Rule:
    """A rule of a board's row: its threads (1) or posts (2); a category has none of its own, only those of the boards in it."""
    shown = Pick(f".forumstats li:nth-child({place}), [class^=forumstats] li:nth-child({place})")
    return lambda row: None if (row.id or "").startswith("cat") else shown(row)


def online(card: Node) -> str | None:
    icon = card.css_first("img.onlinestatus, .onlinestatus")
    if icon is None:
        return None
    source = icon.attributes.get("src") or icon.attributes.get("alt") or icon.attributes.get("class") or ""
    return "1" if "online.png" in source or "is online" in source else "0" if "offline" in source else None


ENGINE = Engine(
    name="vbulletin",
    variant="4",
    hints=("vbulletin 4", "vbulletin_html", "vbulletin"),
    claims=(".posts > [id^=post_] .postcontent", "li[id^=post_] .postcontent", "li[id^=post_] [id^=post_message_]"),
    signs=("html#vbulletin_html", "meta[name=generator][content^='vBulletin 4']"),
    version=Pick("meta[name=generator]", "content", r"vBulletin ([\d.]+)"),
    title=first_of(Pick(".threadtitle a, .threadtitle"), Pick(".lastnavbit"), Pick("h1")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=Pick(".pagination .popupctrl", pattern=r"(?<!\d)(\d++)\D++\d"),
    pages=Pick(".pagination .popupctrl", pattern=r"(?<!\d)\d++\D++(\d[\d,.]*)"),
    next_url=Pick("a[rel=next], link[rel=next]", "href"),
    tags="#tag_list_cell a, .tagcontainer a",
    post=posts,
    post_id=Pick(attr="id", pattern=r"post_(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick("a.postcounter[href]", "href")(node)),
    floor=first_of(Pick("a.postcounter"), Pick("[id^=postcount]", "name")),
    posted=posted,
    edited=Pick(".lastedited"),
    states=lambda node: ("deleted",) if "postbitdeleted" in (node.attributes.get("class") or "") else (),
    reactions=thanks,
    body="[id^=post_message_]",
    marks={
        "quote": ".bbcode_quote",
        "cite": ".bbcode_postedby",
        "code": ".bbcode_code, .bbcode_container pre",
        "drop": ".bbcode_description, .bbcode_quote_container",
        "smiley": "img.inlineimg",
        "attachment": ".postcontent .attachments li",
        "notice": ".hiddencontent",  # an add-on's, until the reader said thanks
    },
    quote=quoted,
    quote_head=CITED,
    attachments=".attachments li > a[href*='attachment.php'], .attachments li",
    card=".userinfo, .userinfo_noavatar",
    author=first_of(Pick(".username strong, .username"), Pick(".guest")),
    author_id=first_of(Pick("a.username[href]", "href", MEMBER), Pick("a.postuseravatar", "href", MEMBER)),
    author_url=Pick("a.username[href]", "href"),
    avatar=Pick(".postuseravatar img, .postuseravatarlink img", "src"),
    motto=Pick(".usertitle"),
    level=Pick(".rank"),
    online=online,
    pairs=pairs,
    signature=".signaturecontainer, .signature",
    boards=BoardRules(
        thread="li.threadbit",
        thread_link="a.title",  # whose address may hold no number, or another
        row_id=first_of(
            Pick(attr="id", pattern=r"^thread_(\d+)$"), Pick("a.title", "href", r"(?:showthread\.php[/?](?:t=)?|threads/)(\d+)")
        ),
        author=Pick(".threadmeta .label a.username, .threadmeta a.username"),
        replies=Pick(".threadstats li:first-child, .threadstats", pattern=r"(\d[\d,.]*)"),
        views=Pick(".threadstats li:nth-child(2)", pattern=r"(\d[\d,.]*)"),
        last_post=Pick(".threadlastpost dd:last-child"),
        last_poster=Pick(".threadlastpost a.username, .threadlastpost .username"),
        sticky=lambda row: "1" if (row.parent is not None and "stickies" in (row.parent.attributes.get("id") or "")) else None,
        closed=having("lock"),
        board=".forumtitle a:not(.forumbit_post.link *), .subforum a",
        board_row="li[id^=forum], li[id^=cat], li.subforum",
        board_named=first_of(Pick(attr="id", pattern=r"^(?:forum|cat)(\d+)$"), Pick("[id^=forum_statusicon_]", "id", r"(?<!\d)(\d++)$")),
        board_threads=figure(1),
        board_posts=figure(2),
        board_id=r"(?:forumdisplay\.php[/?](?:f=)?|forums/)(\d+)|^(?!.*\bforum(?:display)?\.php)",  # or one that an add-on rewrote
        name=Pick(".pagetitle .forumtitle, #pagetitle .forumtitle"),
    ),
    message=".standard_error .blockrow, .restore .blockrow, .standard_error",
    date_order="mdy",
    zone=Pick("#footer_time, .shade"),
)
