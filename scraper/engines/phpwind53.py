"""
phpwind 5 to 7.5, the classic page: each post a table, the author in its left cell ``.r_two``, an anchor with the post's number before it.

5 and 6 print figures as text lines and the time below the post; 7 wraps the body in ``#read_<pid>`` and prints the time above it.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..labels import whole
from ..markup import Node, Page, enclosing, text_of
from ..model import State
from . import _phpwind as phpwind
from .base import BoardRules, Engine, Pair, Pick, first_of, floor_number, once

__all__ = ["ENGINE", "board", "posts"]

TABLE = frozenset(("td", "th", "tr", "tbody", "table", "form"))
LINE = re.compile(r">\s*([^\s<>:：][^<>:：]{0,11}?)\s*[:：]\s*(?:<(?!br\b)[^>]+>\s*)*([^<]*)")
RATED = re.compile(r"^\s*+([^\s:：+\d-]++)\s*+[:：]\s*+([+-]?\d++)\s*+[(（]|[:：]\s*([^\s:：+-]+?)\s*([+-]\d+)")

MARKS = {
    "drop": phpwind.dropped("[id^=p_].c", ".fr[id^=ads_]", "#myshow_pic", "#pc_show"),
    "quote": ".quote:not(:has(*)) + blockquote, blockquote.blockquote3",
    "cite": ".blockquote3 .text a[href*='username']:first-child",
    "code": "blockquote[id^=code], .blockquote2[id^=code]",
    "edited": "[id^=alert_], font[color=gray]:is(:lexbor-contains('编辑'), :lexbor-contains('編輯'))",
    "smiley": "img[src*='images/post/smile'], img[src*='images/'][src*='/file/']",
    "notice": phpwind.NOTICES,
    "attachment": "[id^=att_]:has(a[href*='action=download'])",
}


def posts(page: Page) -> Sequence[Node]:
    """The boxes around the tables whose left cell is an author's card."""
    found: list[Node] = []
    for card in page.css(".r_two[rowspan]"):
        node = enclosing(card, lambda outer: outer.tag not in TABLE)
        if node is not None:
            found.append(node)
    return found


def post_id(node: Node) -> str | None:
    """The name of the anchor before the post; ``tpc`` for the opening post. The last post has a second one, ``a``."""
    before = node.prev
    for _ in range(8):
        if before is None or before.tag in ("div", "section"):
            break
        name = before.attributes.get("name") if before.tag == "a" else None
        if name and (name == "tpc" or name.isdigit()):
            return name
        before = before.prev
    return Pick("[id^=td_]", "id", r"td_(\w+)")(node) or Pick("a[href*='action=quote'], a[href*='action-quote']", "href", r"pid[=-](\w+)")(
        node
    )


def body(node: Node) -> Node | None:
    return node.css_first(".tpc_content [id^=read_]") or node.css_first(".tpc_content")


def title(root: Node) -> str | None:
    """``本页主题: …`` above the posts."""
    named = next((t for n in root.css(".h") if (t := Pick(pattern=r"^\s*(?:本[页頁])?主[题題]\s*[:：]\s*(.+)")(n))), None)
    return named or Pick("#subject_tpc")(root) or Pick("title", pattern=r"(.+)\|")(root)


def board(page: Page) -> Sequence[str]:
    """The breadcrumb without the thread: links of the first bar that holds one to a board."""
    if found := phpwind.board(page):
        return found
    links = _crumbs(page)
    return [text for href, text in links if text and not phpwind.is_thread(href)]


def _crumbs(page: Page) -> list[tuple[str, str]]:
    for bar in page.css(".t3"):
        links = [(a.attributes.get("href") or "", text_of(a) or "") for a in bar.css("a")]
        if any(re.search(r"thread.*\bfid[=-]", href) for href, _ in links) and not bar.css_first(".pages"):
            return links
    return []


def thread_url(page: Page) -> str | None:
    link = next((href for href, _ in reversed(_crumbs(page)) if phpwind.is_thread(href)), None)
    return page.join(link) if link else phpwind.thread_url(page)


def post_url(page: Page, _node: Node, post_id: str | None) -> str | None:
    """The page's own address with the post's anchor, as the page's script copies it."""
    at = phpwind.page_url(page)
    return f"{at}#{post_id}" if at and post_id else at


def pairs(card: Node) -> Iterable[Pair]:
    """The card's text lines, in one scan of its serialised form."""
    for label, value in LINE.findall(card.html or ""):
        if (text := unescape(value).strip()) and text[0] not in "*(":  # secret; a unit without its number
            yield label, text, None


def online(card: Node) -> str | None:
    sign = card.css_first("img[src$='/online.gif'], img[src$='/offline.gif'], .card-online, .card-offline, .readonline, .readoffline")
    if sign is None:
        return None
    said = (sign.attributes.get("src") or "") + (sign.attributes.get("class") or "")
    return "0" if "offline" in said else "1"


def states(node: Node) -> tuple[State, ...]:
    nobody = node.css_first("a[href$='action=show&uid=0'], a[href$='action-show-uid-0.html']")
    return () if nobody is None else ("anonymous",)


def rated(node: Node) -> Iterable[tuple[str, int]]:
    """``<li>name:威望+5(reason)</li>`` of 5 and 6, ``威望:5(name)`` before; the table of 7."""
    box = node.css_first(".tips li")
    if box is None:
        return phpwind.rated(node)
    sums: dict[str, int] = {}
    for item in node.css(".tips li"):
        if found := RATED.search(text_of(item) or ""):
            label, points = found[1] or found[3], found[2] or found[4]
            sums[label] = sums.get(label, 0) + (whole(points) or 0)
    return sums.items()


profile = once(Pick("a[href*='show'][href*='uid']", "href", r"^(?!.*uid[=-]0\b)(.+)"))


def author_url(card: Node) -> str | None:
    """7 links the name; 5 and 6 link the profile in the cell beside."""
    row = card.parent
    return profile(card) or (profile(row) if row is not None else None)


def author_id(card: Node) -> str | None:
    found = re.search(r"uid[=-](\d+)", author_url(card) or "")
    return found[1] if found else None


ENGINE = Engine(
    name="phpwind",
    variant="5-7",
    hints=("phpwind",),
    claims=(".r_two[rowspan] ~ * .tpc_content", ".r_two[rowspan] ~ * .tiptop"),
    signs=("#header .guide, .guide.h", "form[name=login] input[name=pwuser]", "a[href*='profile.php?action=show']"),
    version=phpwind.version,
    title=title,
    thread_id=phpwind.thread_id,
    thread_url=thread_url,
    board=board,
    page=phpwind.current,
    pages=phpwind.pages,
    next_url=phpwind.next_url,
    tags="a[href*='action=tag'], a[href*='action-tag']",
    post=posts,
    post_id=post_id,
    post_url=post_url,
    floor=Pick(
        "a[onclick*=postreply], a[onclick*=copyUrl], .tipad span > a.s3, .tiptop .fl > a.s3",
        pattern=r"(?<![^\[\]\n])([^\[\]\n]++)\]?+\s*+$",
    ),
    filtered=phpwind.of_one_author,
    floor_of=lambda label: floor_number(label, zero_based=True),
    nth=phpwind.nth,
    posted=first_of(
        Pick(".tiptop [title]:not(a):not(img)", "title", r"(\d{4}-.+)"),
        Pick(".tiptop [title]:not(a):not(img)", pattern=r"(\d{4}-\d\d?-\d\d? \d\d?:\d\d(?::\d\d)?)"),
        Pick(".tipad", pattern=r"(\d{4}-\d\d?-\d\d?(?: \d\d?:\d\d(?::\d\d)?)?)"),
    ),
    answered=Pick("[id^=subject_]:not(#subject_tpc)", pattern=phpwind.ANSWERED),
    states=states,
    body=body,
    marks=MARKS,
    quote=phpwind.quoted,
    quote_head=phpwind.QUOTE_HEAD,
    quote_floor=phpwind.QUOTE_FLOOR,
    attachments="[id^=att_]:not([id^=read_] *), th > a[href*='action=download'], th > img[src*='attachment']",
    shown=True,
    attachment=phpwind.attachment,
    reactions=rated,
    poll=phpwind.poll,
    card=".r_two",
    author=first_of(Pick("b"), Pick("a[href*='uid'] > strong, a > b")),
    author_id=author_id,
    author_url=author_url,
    avatar=Pick(".user-pic img, .tac img", "src", r"^((?!.*face/none\.gif).+)"),
    motto=first_of(Pick(".honor"), Pick("img[alt^='头衔']", "alt", r"头衔\s*[:：]\s*(.+)")),
    online=online,
    pairs=pairs,
    signature=".signature",
    message=".t .tr1 ol li, .t .tr1 > th:not(:has(ol)), .t .tr1 > td:not(:has(ol))",
    boards=BoardRules(
        thread="tr.tr3.t_one",
        thread_link="h3 a[href*=tid]",
        thread_id=r"\btid[=-](\d+)",
        author=Pick("a.bl, td.y-style a[href*='uid']"),
        replies=Pick("td.f10", pattern=r"(\d+)"),
        views=first_of(Pick("td.f10", pattern=r"(?<!\d)\d++\s*+/\s*+(\d+)"), Pick("td.f10 ~ td.f10", pattern=r"^\s*(\d+)\s*$")),
        last_post=Pick("a[href*='page=e'], a[href*='page-e']"),
        last_poster=Pick("td:last-child", pattern=r"by\s*[:：]\s*(.+)"),
        sticky=Pick("img[src*=headtopic]", "src"),
        closed=Pick("img[src*=topiclock], img[src*=topicclose], img[src*='/lock']", "src"),
        name=Pick("#ajaxtable .h > a[href*='fid']:not(.fn)"),
        board="h2 > a[href*='thread'][href*='fid'], tr.tr3.t_one > th > h2 ~ a[href*='thread'][href*='fid']",
        board_id=r"\bfid[=-](\d+)",
        board_row="tr.tr3.t_one:has(> th > h2)",
        board_threads=Pick("th + td"),
        board_posts=Pick("th + td + td"),
    ),
)
