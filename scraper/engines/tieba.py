"""
Baidu Tieba: posts are ``div.l_post`` with their data as JSON in ``data-field``; comments under a post (楼中楼) are ``li.lzl_single_post``.

Such a comment is a post of its own that has no floor and answers the one above it. Most pages load them by script, and the pages of
the recent years print time and floor in ``.tail-info`` only. All times are Beijing's. A board's rows stand in an HTML comment
that a script unfolds; they are read there.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, class_names, enclosing
from ..model import BoardPage, State, ThreadPage
from .base import BoardRules, Engine, Pair, Pick, first_of
from .listing import read_board
from .reading import read_thread

__all__ = ["ENGINE"]

POST = re.compile(r"""["'](?:post_id|spid)["']:\s*["']?[1-9]""")
BADGE = re.compile(r"(?<!\d)(\d++级)(?:(?!\d级)[^\n])*?经验值(\d+)")
UNFOLDED = re.compile(r'<code class="pagelet_html" id="pagelet_html_frs-list/pagelet/thread_list"[^<>]*+><!--')
FOLD_END = "--></code>"


def data(pattern: str) -> Pick:
    """A rule for a member of the element's own JSON."""
    return Pick(attr="data-field", pattern=pattern)


def posts(page: Page) -> Sequence[Node]:
    """Adverts look like posts, but have no number."""
    found = page.css(".l_post[data-field], .lzl_single_post[data-field]")
    return [node for node in found if POST.search(node.attributes.get("data-field") or "")]


def is_comment(node: Node) -> bool:
    return "lzl_single_post" in class_names(node)


post_id = data(r"""["'](?:post_id|spid)["']:\s*["']?(\d+)""")  # that of a comment is quoted like a script's
number = data(r'"post_no":\s*"?([1-9]\d*)')
date = data(r'"date":\s*"(\d[^"]*)"')


def above(node: Node) -> str | None:
    """The number of the post that a comment stands under."""
    parent = enclosing(node.parent, lambda outer: "l_post" in class_names(outer))
    return post_id(parent) if parent is not None else None


def reply_to(node: Node) -> str | None:
    return above(node) if is_comment(node) else None


def tail(node: Node, pattern: str) -> str | None:
    """From the line under a post: where it was sent from, floor, time."""
    return next((t for n in node.css(".tail-info, .p_tail span") if re.fullmatch(pattern, t := n.text().strip())), None)


def floor(node: Node) -> str | None:
    """A comment has none; the words of the line under the post win, as they are what is shown."""
    if is_comment(node):
        return None
    return tail(node, r"\d+楼") or (f"{n}楼" if (n := number(node)) else None)


def posted(node: Node) -> str | None:
    if is_comment(node):
        return Pick(".lzl_time")(node)
    return date(node) or tail(node, r"\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}")


def body(node: Node) -> Node | None:
    return node.css_first(".lzl_content_main" if is_comment(node) else ".d_post_content[id^=post_content_]")


def thread_id(page: Page) -> str | None:
    """From the links of the page itself, its address, or the data for its script."""
    for css in ("link[rel=canonical]", "#lzonly_cntn", ".l_lzonly", ".l_pager a", ".louzhubiaoshi a"):
        if linked := Pick(css, "href", r"/p/(\d+)")(page.root):
            return linked
    found = re.search(r"/p/(\d+)", page.url or "") or re.search(r"\bthread_id\s*:\s*['\"]?(\d+)", page.text)
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    found = thread_id(page)
    return f"https://tieba.baidu.com/p/{found}" if found else None


def post_url(page: Page, node: Node, number: str | None) -> str | None:
    """As the "share" button gives it."""
    thread = thread_url(page)
    if not thread or not number:
        return None
    upper = above(node) if is_comment(node) else None
    return f"{thread}?pid={upper}&cid={number}#{number}" if upper else f"{thread}?pid={number}&cid=0#{number}"


def next_url(root: Node) -> str | None:
    links = root.css(".pb_list_pager a, .l_pager a, #frs_list_pager a")
    return next((n.attributes.get("href") for n in links if n.text().strip().rstrip(">").strip() == "下一页"), None)


def states(node: Node) -> tuple[State, ...]:
    return ("anonymous",) if data(r'"is_anonym":\s*(true|1)')(node) else ()


def pairs(card: Node) -> Iterable[Pair]:
    """Rank and points in this board, from the badge's hint."""
    badge = None if is_comment(card) else card.css_first(".user_badge")
    found = BADGE.search((badge.attributes.get("title") or "") if badge is not None else "")
    return (("本吧头衔", found[1], None), ("经验值", found[2], None)) if found else ()


def read(page: Page) -> ThreadPage | BoardPage | None:
    """A thread; or a board's rows, which most pages keep in an HTML comment."""
    if thread := read_thread(ENGINE, page):
        return thread
    found = UNFOLDED.search(page.text)
    end = page.text.find(FOLD_END, found.end()) if found else -1
    if not found or end < 0:
        return read_board(ENGINE, page)
    html = page.text[: found.start()] + page.text[found.end() : end] + page.text[end + len(FOLD_END) :]
    return read_board(ENGINE, Page(html, url=page.url, fetched_at=page.fetched_at, charset=page.charset, timezone=page.timezone))


BOARDS = BoardRules(
    thread="li.j_thread_list",
    thread_link="a.j_th_tit",
    thread_id=r"/p/(\d+)",
    title=Pick("a.j_th_tit", "title"),
    author=first_of(
        data(r'"author_name":\s*"([^"\\]+)"'), Pick(".tb_icon_author", "title", r"主题作者[:：]\s*(.+)"), Pick(".frs-author-name")
    ),
    replies=first_of(data(r'"reply_num":\s*"?(\d+)'), Pick(".threadlist_rep_num")),
    last_post=Pick(".threadlist_reply_date"),
    last_poster=first_of(
        Pick(".tb_icon_author_rely", "title", r"最后回复人[:：]\s*(.+)"), Pick(".j_replyer, .frs-author-name.j_user_card")
    ),
    sticky=first_of(Pick(".icon-top, .thread_top", "class"), data(r'"is_top":\s*(1|true|"1")')),
    name=Pick(".card_title_fname"),
)

ENGINE = Engine(
    name="tieba",
    hints=("tieba.baidu.com", "百度贴吧"),
    claims=(".l_post[data-field] [id^=post_content_].d_post_content",),
    signs=(
        "meta[furl^='tieba.baidu.com/']",
        "#pagelet_html_frs-list\\/pagelet\\/thread_list",
        ".card_title_fname[href*='kw=']",
        "body.page404 .body404",
    ),
    site=lambda _root: "百度贴吧",
    title=first_of(
        Pick(".core_title_txt", "title"),
        Pick(".core_title_txt"),
        Pick("title", pattern=r"(?m)^(.+?)(?:【.{1,30}吧】)?(?:_.{1,30}吧)?_百度贴吧"),
    ),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".card_title_fname",
    page=first_of(Pick(".l_pager .tP, .pb_list_pager .tP"), Pick("#frs_list_pager .pagination-current")),
    pages=Pick(".l_reply_num > * ~ *"),
    next_url=next_url,
    replies=Pick(".l_reply_num > *"),
    post=posts,
    post_id=post_id,
    post_url=post_url,
    floor=floor,
    posted=posted,
    reply_to=reply_to,
    states=states,
    body=body,
    marks={
        "smiley": "img.BDE_Smiley, img[src*='/editor/images/']",
        "drop": ".post_bubble_top, .post_bubble_bottom, .replace_div .replace_tip, .j_ueg_post_content, .edui-clear",
    },
    author=first_of(Pick(".p_author_name"), Pick(".lzl_cnt a.at"), Pick("img[username]", "username")),
    author_id=data(r'"user_id":\s*"?([1-9]\d*)'),
    author_url=Pick(".p_author_name, .lzl_cnt a.at", "href"),
    avatar=first_of(
        Pick(".p_author_face img, .lzl_p_p img", "data-tb-lazyload"),
        Pick(".p_author_face img, .lzl_p_p img", "src", r"^((?!.*/head_80\.).+)"),
    ),
    level=Pick(".d_badge_title"),
    pairs=pairs,
    message=".body404 h1, #errorText h1, #errorText",
    boards=BOARDS,
    zone=lambda _root: "All times are GMT+8",
    reader=read,
)
