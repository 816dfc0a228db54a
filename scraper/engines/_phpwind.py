"""
What the versions of phpwind share: addresses, the breadcrumb, the row of page numbers, quotes, files, ratings.

phpwind writes an address as ``read.php?tid=1`` or, rewritten, as ``read-htm-tid-1-page-2.html``; hence ``[=-]`` in the patterns.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import unquote

from ..labels import whole
from ..markup import Lifted, Node, Page, enclosing, text_of, unwrapped
from ..model import Poll, Reaction
from .base import Pick, Quoted, count, first_of, once

__all__ = [
    "ADDED",
    "ANSWERED",
    "NOTICES",
    "QUOTE_FLOOR",
    "QUOTE_HEAD",
    "attachment",
    "board",
    "current",
    "dropped",
    "is_thread",
    "next_url",
    "nth",
    "of_one_author",
    "page_url",
    "pages",
    "poll",
    "post_url",
    "quoted",
    "rated",
    "thread_id",
    "thread_url",
    "version",
]

THREAD = re.compile(r"\btid[=-](\d+)|/t(\d+)(?:_\d+)?\.html|[?]t(\d+)(?:_\d+)?\.html|/read/(\d+)|\bhtm_\w+/\d+/\d+/(\d+)\.html")
POST = re.compile(r"\bpid[=-](\w+)")
USER = re.compile(r"[?&]username[=-]([^&#]*)|/username-([^&#/]*?)\.html")
ANSWERED = r"^\s*+回\s*+([楼樓]主|\d++\s*+[楼樓])"
"""An answer's title as the button beside a post writes it: ``回 3楼(某人) 的帖子``."""

QUOTE_FLOOR = re.compile(r"(?:下面是)?引用第?(\d++[楼樓]|[楼樓]主)")
QUOTE_HEAD = re.compile(
    r"(?:下面是)?引用(?:第\d+[楼樓]|[楼樓]主)(?P<author>.+?)[于於]\s*+[\d\- :]++\s*+[发發]表的[^\n]*+(?:\n|\Z)"
    r"|[ \xa0]*+[:：](?![)(DPpo])[ \xa0]*+"  # behind a name that was a link
)
ONE_AUTHOR = re.compile(r"\bread\b[^#]*\buid[=-][1-9]")
CAPTION = re.compile(r"(?>(?:描述[:：][^\n]*+\n)?)\s*+(?>(?:附件[:：]?+)?)\s*+")
SIZE = re.compile(r"[(（]\s*+[\d.]++\s*+[KM]B?\s*+[)）]")

NOTICES = ", ".join(
    (
        ".quoteTips",
        "[style*='#ffff66']",
        "[style*='#FFFF66']",
        "blockquote.hidden",
        *(
            f"{where}:lexbor-contains('{words}')"
            for where, *said in (
                ("blockquote", "本部分内容设定了", "本部分內容設定了", "对不起!您没有登录", "對不起!您沒有登錄"),
                (":is(b, blockquote, div, .cc)", "若发现会员采用欺骗", "若發現會員採用欺騙"),
                (":is(span, b, i)", "此段为出售的内容", "此段為出售的內容", "此帖售价", "此帖售價"),
                (".s3", "售价", "售價"),
            )
            for words in said
        ),
    )
)
"""What stands in place of a text that is hidden, sold or shielded, in the versions' words; ``contains`` sees an element's own text."""

ADDED = (
    "a[onclick*='CopyCode']",
    ".f12:has(+ .blockquote2[id^=code])",
    ".quote:not(blockquote)",
    "[id^=menu_att]",
    "a[href*='action=buytopic']",
    ".f12.b:lexbor-contains('购买后')",
    "img[src$='images/back.gif']",
    "[id^=lwd_]",
    "select",
    "[id^=player_]",
    ".signature .forbid",
    "[id^=att_] > b:has(~ a[href*='action=download'])",
    ".phone",
)
"""What the engine adds to a body: captions, menus, buttons, the thread's author's note below a post."""


def thread_id(page: Page) -> str | None:
    """The thread's number: of its hidden field, of the page's own address, of the breadcrumb."""
    return _number_of(page.url) or Pick("input[name=tid][value]", "value")(page.root) or _number_of(_crumb(page))


def thread_url(page: Page) -> str | None:
    """The address of the thread's first page: the breadcrumb's last link, else made from the number."""
    link = _crumb(page)
    if link:
        return page.join(link)
    number = thread_id(page)
    return page.join(f"read.php?tid={number}") if number else None


def page_url(page: Page) -> str | None:
    """The page's own address without a fragment; where it is not known, the thread's."""
    return page.url.partition("#")[0] if page.url else thread_url(page)


def post_url(page: Page, _node: Node, post_id: str | None) -> str | None:
    """The address that leads to a post on whichever page it stands (7 and 8); the opening post is the thread's."""
    if post_id in (None, "tpc"):
        return thread_url(page)
    found = THREAD.search(page.url or "")  # asked for each post: the breadcrumb would cost 30 µs
    number = _group(found) if found else thread_id(page)
    return page.join(f"job.php?action=topost&tid={number}&pid={post_id}") if number else None


nth = first_of(Pick("a[href*='article']", "href", r"article[=-](\d+)"), Pick("a[onclick*='article=']", "onclick", r"article=(\d+)"))
"""A post's number in the links to quote and to change it, 0 the opening post."""


def of_one_author(page: Page) -> bool:
    """Whether the page shows one author's posts (``read.php?tid=7&uid=5``), which are numbered among themselves."""
    return ONE_AUTHOR.search(page.url or "") is not None


def is_thread(href: str) -> bool:
    """Whether an address is one of a thread."""
    return THREAD.search(href) is not None


@once
def crumbs(page: Page) -> list[tuple[str, str]]:
    """Addresses and texts of the breadcrumb's own links; a list of shortcuts beside them is none of it."""
    found: list[tuple[str, str]] = []
    box = page.first("#breadCrumb, .bread_crumb")
    if box is None:
        links = page.css("#breadcrumbs:first-of-type a.crumbs-item, #breadcrumbs:first-of-type .crumbs-item strong a")
        return [(a.attributes.get("href") or "", text) for a in links if (text := text_of(a))]
    node = unwrapped(box).child
    while node is not None:
        if node.tag == "a" and (text := text_of(node)):
            found.append((node.attributes.get("href") or "", text))
        node = node.next
    return found


def _crumb(page: Page) -> str | None:
    """The breadcrumb's link to this thread."""
    return next((href for href, _ in reversed(crumbs(page)) if is_thread(href)), None)


def board(page: Page) -> Sequence[str]:
    """The breadcrumb from the site down to the board, without the thread itself."""
    return [text for href, text in crumbs(page) if not is_thread(href)]


def _number_of(href: str | None) -> str | None:
    found = THREAD.search(href or "")
    return _group(found) if found else None


def _group(found: re.Match[str]) -> str | None:
    return next((g for g in found.groups() if g), None)


version = first_of(
    Pick("meta[name=generator]", "content", r"(?<!\d)(\d++(?:\.\d++)+)"),
    Pick("a[href*='phpwind'] b[style]", pattern=r"v(\d+(?:\.\d+)+)"),
    Pick("title", pattern=r"(?i)phpwind\s+v?(\d+(?:\.\d+)+)"),
)

current = Pick(".pages b, .pages strong", pattern=r"(\d+)")
"""The number that is no link."""


def row_of_pages(root: Node) -> Node | None:
    """The row around the current page's number, which 7.5 writes as a list."""
    node = root.css_first(".pages b, .pages strong")
    box = node.parent if node is not None else None
    return box.parent.parent if box is not None and box.tag == "li" and box.parent is not None else box


def pages(root: Node) -> str | None:
    """How many pages: said (``( 2/3 total )``, ``Pages: 2/3``), or the greatest number in the row."""
    box = row_of_pages(root)
    if box is None:
        return None
    said = re.search(r"/\s*(\d+)\s*total|Pages:\s*\d+/(\d+)|共\s*(\d+)\s*页", box.text())
    if said:
        return _group(said)
    numbers = [n for text in re.findall(r">(?:\.\.\.)?\s*(\d+)\s*<", box.html or "") if (n := whole(text)) is not None]
    return str(max(numbers)) if numbers else None


def next_url(root: Node) -> str | None:
    """The link whose text is the number after the current one."""
    box, number = row_of_pages(root), whole(current(root))
    wanted = None if number is None else str(number + 1)
    links = box.css("a") if box is not None and wanted else ()
    return next((a.attributes.get("href") for a in links if (text_of(a) or "").strip(".") == wanted), None)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """Who is quoted and from which post: 8.5 and later link both (``u.php?username=``, ``action=topost&pid=``)."""
    author, post = quote.cite.strip(":： ") or None, None
    for link in (*quote.links, *quote.lifted.links):
        if (found := POST.search(link)) and not author_link(link):
            post = found[1]
        elif author is None and (name := author_link(link)):
            author = name
    return author, post


def author_link(link: str) -> str | None:
    found = USER.search(link)
    return unquote(_group(found) or "") or None if found else None


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """A file's name and address; an image that is only shown is none."""
    link = next((u for u in item.links if "download" in u or "showimg" in u), None)
    begin = CAPTION.match(item.text)
    found = SIZE.search(item.text, begin.end() if begin else 0)
    if link is None and not found:
        return None
    name = item.text[begin.end() if begin else 0 : found.start()] if found else item.text.split("\n", 1)[0]
    return re.sub(r"^附件[:：]?\s*", "", name).strip(), link


ROW = '<tr id="pingLogTr_'
POINTS = re.compile(
    r"""
    (?<![^<>\s&;+-])(?>(?:[\d_]|[^\w<>\s&;+-])*)([^\W\d_][^<>\s&;+-]*+)  # the first letter of a word and what follows it
    (?>(?:&nbsp;|\s|</?(?:td|span|b)[^<>]*+>)*) ([+-]\d++)\s*+<
    """,
    re.VERBOSE,
)


def rated(node: Node) -> Iterable[tuple[str, int]]:
    """The points that members gave, summed by what they are called; a reason behind them may look like points."""
    box = enclosing(node.css_first("[id^=pingLogTr_]"), lambda outer: (outer.attributes.get("id") or "").startswith("mark_"))
    sums: dict[str, int] = {}
    for row in ((box.html or "") if box is not None else "").split(ROW)[1:]:
        if found := POINTS.search(row.partition("</tr>")[0]):
            sums[unescape(found[1])] = sums.get(unescape(found[1]), 0) + (whole(found[2]) or 0)
    return sums.items()


def poll(page: Page) -> Poll | None:
    """The options and votes of a poll: a row each (7, 8.0), or two (8.5, 8.7)."""
    rows = page.css("form[name=vote] tr:has(img[src*='tab-']), .vote tr:has(.vote_text), .vote tr:has(.vote_result)")
    labels = [text_of(row.css_first(".vote_text, th, td")) or "" for row in rows if row.css_first(".vote_result") is None]
    votes = [count(text_of(row.css_first(".vote_result, th + td, td + td"))) or 0 for row in rows if row.css_first(".vote_text") is None]
    if not labels:
        return None
    options = tuple(Reaction(label=a, count=n) for a, n in zip(labels, votes, strict=False))
    return Poll(question=Pick("#subject_tpc", own=True)(page.root) or Pick("#subject_tpc")(page.root), options=options)


def dropped(*more: str) -> str:
    """``ADDED`` and what one version adds beside it."""
    return ", ".join((*ADDED, *more))
