"""phpwind 8.3 to 8.7: posts are ``div.read_t#readfloor_<pid>``, the author's card is printed twice, the hidden one is fuller."""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import Node, Page, text_of
from .base import BoardRules, Engine, Pair, Pick, Quoted, count, floor_number

__all__ = ["ENGINE", "MARKS", "thread_id"]

FIGURE = re.compile(r"<li[^>]*><span>([^<]+)</span>(?:<a[^>]*>)?([^<]+)|<dt>([^<]+)</dt><dd>([^<]*)")

MARKS = {
    "quote": ".tpc_content blockquote.blockquote3",
    "code": ".tpc_content div.blockquote2[id^=code]",
    "edited": ".tpc_content [id^=alert_]",
    "notice": ".tpc_content .quoteTips, .tpc_content [style*='#ffff66'], .tpc_content [style*='#FFFF66']",
    "attachment": ".tpc_content [id^=att_]",
    "smiley": ".tpc_content img[src*='images/post/smile'], .tpc_content img[emotion]",
    "drop": ".tpc_content .blockquote3 .quote:has(> .fr), .tpc_content .blockquote2 > .fr, .tpc_content h6.f12",
}


def thread_id(page: Page) -> str | None:
    """``tid`` of the page's own address, of its reply form or of its title's link."""
    return (
        Pick("input[name=tid]", "value")(page.root) or _tid(page.url) or Pick("a[href*='read.php?tid=']", "href", r"tid=(\d+)")(page.root)
    )


def _tid(url: str | None) -> str | None:
    found = re.search(r"[?&-]tid[=-](\d+)", url or "")
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    """The address of the thread's first page."""
    tid = thread_id(page)
    return page.join(f"read.php?tid={tid}") if tid else None


def title(root: Node) -> str | None:
    """The heading's own text; the link beside it says "copy"."""
    node = root.css_first("#subject_tpc")
    if node is None:
        return None
    link = node.css_first("a")
    text = text_of(node) or ""
    return text.removesuffix(text_of(link) or "").strip() if link is not None else text


def pairs(card: Node) -> Iterable[Pair]:
    """The pop-up card's items and the figures that are always seen, in one scan of the serialised card (10 µs; by selectors 60)."""
    return ((a or c, unescape(b or d).strip(), None) for a, b, c, d in FIGURE.findall(card.html or ""))


def online(card: Node) -> str | None:
    state = Pick("[class*=man_][title]", "title")(card) or Pick("span[title=在线], span[title=离线]", "title")(card)
    return {"在线": "1", "离线": "0"}.get(state or "")


def next_url(root: Node) -> str | None:
    """The link after the current page's number."""
    current = root.css_first(".pages b")
    node = current.next if current is not None else None
    while node is not None and node.tag != "a":
        node = node.next
    href = node.attributes.get("href") if node is not None else None
    return href if href and "page=" in href else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    return None, None


ENGINE = Engine(
    name="phpwind",
    variant="8.7",
    hints=("phpwind v8", "powered by phpwind"),
    claims=("div.read_t[id^=readfloor_] .readName",),
    version=Pick("meta[name=generator]", "content", r"v?([\d.]+)"),
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board="#breadCrumb a",
    page=Pick(".pages b"),
    pages=Pick(".pages", pattern=r"(?:共|/)\s*(\d+)"),
    next_url=next_url,
    views=Pick(".readNum", pattern=r"(\d+)"),
    post="div.read_t[id^=readfloor_]",
    post_id=Pick(attr="id", pattern=r"readfloor_(\w+)"),
    floor=Pick(".tipTop a.s2.b"),
    floor_of=lambda label: floor_number(label, zero_based=True),
    posted=Pick(".tipTop > span[title]", "title"),
    body="[id^=read_].f14",
    marks=MARKS,
    card=".floot_left",
    author=Pick(".readName a"),
    author_id=Pick(".readName a[href*='uid=']", "href", r"uid=(\d+)"),
    author_url=Pick(".readName a", "href"),
    avatar=Pick(".userCard img", "src"),
    level=Pick(".readLevel a"),
    online=online,
    pairs=pairs,
    signature=".signature td",
    quote=quoted,
    quote_head=re.compile(r"(?:引用)?(?:第\d+楼)?(?P<author>[^\n]*?)(?:于[\d\- :]+发表的)?\s*:\s*"),
    boards=BoardRules(thread="tr.tr3", thread_link="a[href*='read.php?tid=']", thread_id=r"tid=(\d+)"),
)
