"""IP.Board 3.0 to 3.4: ``.post_block#post_id_<id>``, bodies ``.entry-content``, times ``abbr.published`` with a machine-readable title."""

import re
from collections.abc import Iterable

from ..markup import Node, Page, attribute, class_names, text_of
from ..model import State
from .base import BoardRules, Engine, Pair, Pick, Quoted, address_part, canonical, first_of, signed_count, trail

__all__ = ["ENGINE"]

THREAD = re.compile(r"((?:.*/)?topic/(\d+)-[^/?#]*/?|.*[?&]showtopic=(\d+))")
SAID = re.compile(r"(?:said|wrote|schrieb|a dit|dijo|ha scritto|написал(?:\(а\))?)\s*+:?\s*+$")
ON_DAY = re.compile(r", (?:on|le|am|il|el)\s")


def thread_id(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return (found[2] or found[3]) if found else Pick("input[name=t]", "value", r"(\d+)")(page.root)


thread_url = address_part(THREAD, 1)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """3.4 has name and post as data, older ones a line before the quote."""
    name = attribute(quote.attrs, "data-author")
    line = quote.cite.split("\n", 1)[0]
    found = SAID.search(line) if line and not name else None
    post = attribute(quote.attrs, "data-cid") or next(
        (m[1] for link in quote.links if (m := re.search(r"pid=(\d+)|entry(\d+)", link))), None
    )
    return name or (ON_DAY.split(line[: found.start()], maxsplit=1)[0].rstrip().removesuffix(",").strip() or None if found else None), post


def pairs(card: Node) -> Iterable[Pair]:
    """The number of posts, and the fields with their labels."""
    if text := text_of(card.css_first(".post_count")):
        yield "Posts", text, None
    for field in card.css(".custom_fields li"):
        label, value = text_of(field.css_first(".ft")), text_of(field.css_first(".fc"))
        if label and value:
            yield label.rstrip(":"), value, None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """The post's reputation: points, or likes where the site has those."""
    points = signed_count(Pick(".reputation", pattern=r"^\s*([-+−]?\d+)\s*$")(node))
    return [("Reputation", points)] if points is not None else []


def states(node: Node) -> tuple[State, ...]:
    classes = class_names(node)
    found: list[State] = []
    if "moderated" in classes and node.css_first(".post_mod_deleted, .deleted") is not None:
        found.append("deleted")
    if "solved" in classes or node.css_first(".answer_badge, .best_answer") is not None:
        found.append("accepted")
    return tuple(found)


ENGINE = Engine(
    name="invision",
    variant="3",
    hints=("ipboard_body", "ip.board", "ipb.vars", "invision power"),
    claims=(".post_block .post_wrap .post_body", "#ipboard_body .post_block .entry-content"),
    signs=("body#ipboard_body",),
    version=Pick("#copyright", pattern=r"IP\.Board\s*([\d.]+)?"),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick("#breadcrumb a, .breadcrumb a")),
    title=Pick("h1.ipsType_pagetitle, h1[itemprop=name], .maintitle .main_topic_title, .topic_title, h2.maintitle span"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=trail(".breadcrumb.top, #breadcrumb, .breadcrumb"),
    page=first_of(Pick(".pages li.active, .pagination .active"), Pick(".pagejump", pattern=r"(?<!\d)(\d++)\D++\d")),
    pages=first_of(Pick(".pagejump", pattern=r"(?<!\d)\d++\D++(\d+)"), Pick(".pages li:nth-last-child(2)")),
    next_url=Pick(".topic_controls li.next a, .pagination li.next a, a[rel=next], link[rel=next]", "href"),
    tags=".ipsTag span",
    post=".post_block:has(.entry-content)",
    post_id=Pick(attr="id", pattern=r"post_id_(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick(".post_id a, a[rel=bookmark]", "href")(node)),
    floor=Pick(".post_id a, a[itemprop=replyToUrl]", pattern=r"(#?\d+)"),
    posted=first_of(Pick("abbr.published", "title", r"(\d{4}-\d\d-\d\dT.*)"), Pick("abbr.published"), Pick(".posted_info")),
    states=states,
    body=".entry-content",
    marks={
        "quote": "blockquote.ipsBlockquote, .blockquote",
        "head": ".citation",
        "code": "pre, .codemain",
        "edited": ".edit",
        "attachment": ".attachment",
        "smiley": "img.bbc_emoticon",
        "drop": ".codetop, #attach_wrap > h4, .rep_bar",
    },
    quote=quoted,
    attachments="#attach_wrap li, .attachment_wrap li",
    reactions=reactions,
    author=first_of(
        Pick(".author.vcard [itemprop=name], .author.vcard a, .author.vcard"), Pick(".user_details [itemprop=name]"), Pick("h3 a.name")
    ),
    author_id=first_of(
        Pick(".author.vcard a[hovercard-id]", "hovercard-id"), Pick(".author.vcard a[href]", "href", r"(?:user/|showuser=)(\d+)")
    ),
    author_url=Pick(".author.vcard a[href]", "href"),
    avatar=Pick(".avatar img, img.ipsUserPhoto", "src"),
    level=Pick(".group_title"),
    motto=Pick(".member_title, .user_details li.title"),
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="tr[id^=trow_], tr.__topic",
        thread_link="a.topic_title, h4 a",
        thread_id=r"topic/(\d+)|showtopic=(\d+)",
        author=Pick(".col_f_content .desc a, .col_f_starter a"),
        replies=Pick(".col_f_views li:first-child", pattern=r"(\d[\d,.]*)"),
        views=Pick(".col_f_views .views", pattern=r"(\d[\d,.]*)"),
        last_post=Pick(".last_post a[href*='getlastpost']"),
        last_poster=Pick(".last_post a[href*='user']"),
        sticky=Pick(".ipsBadge_green", "class"),
        closed=Pick("img[src*=lock], .t_closed", "class"),
        board=".col_c_forum h4 a, #categories h4 a",
        board_id=r"forum/(\d+)|showforum=(\d+)",
        board_row="tr:has(.col_c_forum)",
        board_threads=Pick(".col_c_stats li:first-child"),
        board_posts=Pick(".col_c_stats li:nth-child(2)"),
        name=Pick("h1.ipsType_pagetitle"),
    ),
    message=".message.error, #login, .message",
    date_order="mdy",
)
