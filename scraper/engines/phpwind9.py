"""phpwind 9.0 and 9.1: posts are ``.J_read_floor#read_<pid>``, 0 the opening post; the figures are a list in the card."""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import Node, Page
from ..model import State
from . import _phpwind as phpwind
from .base import BoardRules, Engine, Pair, Pick, count, finder, first_of, floor_number, inside

__all__ = ["ENGINE"]

FIGURE = re.compile(r"<(?:em|i|b|span)>([^<>]+)</\w+>\s*<\w+[^>]*>([^<]*)<")

MARKS = {
    "drop": ".inside_title, .J_img_info, .file_list_wrap",
    "quote": "blockquote.blockquote",
    "cite": "blockquote.blockquote a[href*='username']:first-child",
    "code": "pre[data-role=code]",
    "smiley": "img[src*='/images/emotion/']",
    "notice": ".shield, .content_hidden, .content_sell",
    "attachment": ".file_insert, .read_attach_downattach .name",
}

member = finder(".name a")


def post_url(page: Page, _node: Node, post_id: str | None) -> str | None:
    """The engine's own way to a post; the opening post is the thread's."""
    if post_id in (None, "0"):
        return phpwind.thread_url(page)
    found = re.search(r"read\.php\?tid=(\d+)", page.url or "")
    if not found:
        return f"{phpwind.page_url(page)}#read_{post_id}"
    return page.join(f"index.php?c=read&a=jump&tid={found[1]}&pid={post_id}")


def pairs(card: Node) -> Iterable[Pair]:
    """The card's list, in one scan of its serialised form."""
    return ((unescape(a), unescape(b).strip(), None) for a, b in FIGURE.findall(card.html or ""))


def online(card: Node) -> str | None:
    return {"在线": "1", "离线": "0"}.get(Pick(".name [title]:not(a)", "title")(card) or "")


def states(node: Node) -> tuple[State, ...]:
    return ("pinned",) if node.css_first(".inside_digs_icon") is not None else ()


def liked(node: Node) -> Iterable[tuple[str, int]]:
    """How many like the post, under the engine's own word."""
    number = count(Pick(".J_like_count, .J_like_user_btn")(node))
    return (("喜欢", number),) if number else ()


ENGINE = Engine(
    name="phpwind",
    variant="9",
    hints=("phpwind v9", "phpwind 9"),
    claims=(".J_read_floor[id^=read_] .editor_content", ".J_read_floor[id^=read_] .floor_left"),
    signs=("#J_html_error", "meta[name=generator][content^='phpwind v9']", "#J_u_login_form"),
    version=phpwind.version,
    site=Pick(".bread_crumb > a.home", "title"),
    title=first_of(Pick("#J_post_title", own=True), Pick(".bread_crumb > a:last-of-type"), Pick("title", pattern=r"(?m)^(.+?) - ")),
    thread_id=phpwind.thread_id,
    thread_url=phpwind.thread_url,
    board=phpwind.board,
    page=phpwind.current,
    pages=phpwind.pages,
    next_url=first_of(Pick("a.J_pages_next", "href"), Pick("a.pages_next", "href")),
    views=Pick(".post_num .hits", pattern=r"(\d+)"),
    replies=Pick(".post_num .replies", pattern=r"(\d+)"),
    tags=".J_read_tag_item",
    post=".J_read_floor[id^=read_]",
    post_id=Pick(attr="id", pattern=r"read_(\d+)"),
    post_url=post_url,
    floor=Pick(".lou", own=True),
    filtered=phpwind.of_one_author,
    floor_of=lambda label: floor_number(label, zero_based=True),
    posted=Pick(".floor_top_tips", pattern=r"发布于\s*[:：]\s*([^，,\[]*[^，,\[\s])"),
    edited=Pick(".edit_log"),
    states=states,
    body=".editor_content",
    marks=MARKS,
    quote=phpwind.quoted,
    quote_head=re.compile(r"[ \xa0]*[:：](?![)(DPpo])[ \xa0]*"),
    quote_tail=re.compile(r"(?<!\s)\s*+回到原帖\s*+$"),
    attachments=".read_attach_downattach dd .name, .read_attach_pic .big_img .J_attach_img_wrap",
    shown=True,
    attachment=phpwind.attachment,
    reactions=liked,
    card=".floor_left",
    author=inside(member, Pick()),
    author_id=inside(member, Pick(attr="data-uid", pattern=r"^([1-9]\d*)$")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick(".face img", "src"),
    level=Pick(".level"),
    online=online,
    pairs=pairs,
    signature=".signature",
    message="#J_html_error",
    boards=BoardRules(
        thread="#J_posts_list tr, .thread_posts_list tr",
        thread_link=".title > a[href*='tid']:last-of-type",
        thread_id=r"\btid[=-](\d+)",
        title=first_of(Pick(".title > a[href*='tid'][title]", "title"), Pick(".title > a[href*='tid']:last-of-type")),
        author=Pick(".info > a.J_user_card_show"),
        replies=Pick(".num", pattern=r"回复\s*(\d+)"),
        views=Pick(".num", pattern=r"浏览\s*(\d+)"),
        last_post=Pick(".info span > a[href*='page=e']"),
        last_poster=Pick(".info > a.J_user_card_show ~ a.J_user_card_show"),
        sticky=Pick(".posts_icon i[class*=headtopic]", "class"),
        closed=Pick(".posts_icon i[class*=lock]", "class"),
        board="h2 a[href*='c=thread'][href*='fid='], h3 a[href*='c=thread'][href*='fid=']",
        board_id=r"\bfid[=-](\d+)",
        name=Pick(".bread_crumb > a:last-of-type"),
    ),
)
