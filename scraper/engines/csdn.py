"""
CSDN's forum (bbs.csdn.net, 2012 to 2020): posts are ``table.post#post-<id>``; the first has the topic's number.

Floors count replies (``#1`` is the second post). What a post earned of the reward that was set out (``得分``) and its votes are reactions.
All times are Beijing's.
"""

import re
from collections.abc import Iterable
from html import unescape

from ..labels import whole
from ..markup import Node, Page
from .base import BoardRules, Engine, Pair, Pick, Quoted, first_of, floor_number

__all__ = ["ENGINE"]

TOPIC = r"/topics/(\d+)"
FIGURE = re.compile(r"(?<![^\s：；:\"])([^\s：；:\"]++)[：:]\s*+([\d.]++%?)")
SHOWN = re.compile(r"(本版专家分)[：:]\s*(\d+)")
VOTES = re.compile(r"(对我有用|丢个板砖)\[(\d+)\]")
BLANK = re.compile(r"(?<!&nbsp;)&nbsp;(?!&nbsp;)")
QUOTE_FLOOR = re.compile(r"\s*+引用\s*+(?>(?:第\s*+)?)(楼主|\d++\s*+楼)")
QUOTE_HEAD = re.compile(r"引用\s*+(?>(?:第\s*+)?)(?>(?:楼主|\d++\s*+楼)?)\s*+")


def thread_id(page: Page) -> str | None:
    return (
        Pick(".post.topic .control a[href*='topic_id=']", "href", r"topic_id=(\d+)")(page.root)
        or Pick(".post .control a[href*='topic_id=']", "href", r"topic_id=(\d+)")(page.root)
        or Pick("a.close_topic, a[href*='/topics/'][href$='/close']", "href", TOPIC)(page.root)
        or ((found := re.search(TOPIC, page.url or "")) and found[1])
        or None
    )


def thread_url(page: Page) -> str | None:
    number = thread_id(page)
    return f"https://bbs.csdn.net/topics/{number}" if number else None


def post_url(page: Page, _node: Node, number: str | None) -> str | None:
    """Each page has its own address; a post's is that with its anchor."""
    address = (page.url or thread_url(page) or "").partition("#")[0]
    return f"{address}#post-{number}" if address and number else None


def pages(root: Node) -> str | None:
    """The highest number in the links of the pager."""
    links = (re.search(r"[?&]page=(\d+)", a.attributes.get("href") or "") for a in root.css(".page_nav a"))
    found = [number for link in links if link and (number := whole(link[1]))]
    return str(max(found)) if found else None


def next_url(root: Node) -> str | None:
    links = root.css(".page_nav a")
    return next((a.attributes.get("href") for a in links if a.text().strip() in ("下一页", "下一页>", ">", "»")), None)


def pairs(card: Node) -> Iterable[Pair]:
    """The figures in hints, and one that is printed."""
    hints = "\n".join(node.attributes.get("title") or "" for node in card.css("dd[title]"))
    for label, value in FIGURE.findall(unescape(hints)):
        yield label, value, None
    if found := SHOWN.search(card.text()):
        yield found[1], found[2], None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    if earned := whole(Pick("span.fr:has(a[href*='#post-'])", pattern=r"得分[：:]\s*(\d+)")(node)):
        yield "得分", earned
    links = node.css_first(".control")
    for label, figure in VOTES.findall(links.text() if links is not None else ""):
        if number := whole(figure):
            yield label, number


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``引用 3 楼 name 的回复:``; the floor is no number of a post."""
    line = quote.cite.replace("\xa0", " ").strip()
    found = QUOTE_HEAD.match(line)
    if not found or not line.endswith((":", "：")):
        return None, None
    return line[found.end() : -1].rstrip().removesuffix("的回复").removesuffix("的帖子").rstrip() or None, None


def floor_of(label: str | None) -> int | None:
    return floor_number(label, zero_based=True)


def mended(html: str) -> str:
    """Lines of code end twice, and every blank is one that does not break; where several stand together they are meant so."""
    return BLANK.sub(" ", html.replace("<br>\n", "<br>"))


BOARDS = BoardRules(
    thread="tr:has(> td.title)",
    thread_link="td.title > a[href*='/topics/']",
    thread_id=TOPIC,
    author=Pick("td:nth-of-type(3) a"),
    replies=Pick("td:nth-of-type(4)", pattern=r"(\d+)"),
    last_post=Pick("td:nth-of-type(5) .time"),
    last_poster=Pick("td:nth-of-type(5) a"),
    sticky=Pick("td.title", pattern=r"(\[置顶\])"),
    name=Pick(".bread_nav a:last-of-type"),
)

ENGINE = Engine(
    name="csdn",
    hints=("csdn-bbs", "csdn论坛"),
    claims=(".post[data-post-id] .post_info .post_body",),
    signs=("html.csdn-bbs",),
    site=lambda _root: "CSDN论坛",
    title=first_of(Pick(".detail_title .title"), Pick("title", pattern=r"(?m)^(.+?)-CSDN论坛")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".bread_nav a[href*='/forums/']",
    page=Pick(".page_nav .select, .page_nav .current, .page_nav em"),
    pages=pages,
    next_url=next_url,
    replies=Pick(".post.topic .return_time", pattern=r"(\d+)"),
    tags=".post.topic .post_body .tag a",
    post=".post[data-post-id]",
    post_id=Pick(attr="data-post-id"),
    post_url=post_url,
    floor=first_of(Pick("a[href*='#post-']"), Pick("strong.fr, b.fr")),
    floor_of=floor_of,
    posted=Pick(".time", pattern=r"(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}(?::\d{2})?)"),
    body=".post_body",
    marks={
        "quote": ".post_body fieldset > blockquote",
        "head": ".post_body fieldset > legend",
        "code": "pre",
        "smiley": "img[src*='/csdn/Plugin/']",
        "drop": ".tag, #topic-extra-info, iframe, .adtxt, [id^=bd_ad_]",
    },
    mend=mended,
    quote=quoted,
    quote_floor=QUOTE_FLOOR,
    reactions=reactions,
    card=".wirter",
    author=first_of(Pick(".username a"), Pick(".user_head", "data-username")),
    author_id=Pick(".user_head", "data-username"),
    author_url=Pick(".username a", "href"),
    avatar=Pick("img.avatar", "src"),
    motto=Pick(".username img[alt='版主']", "title"),
    pairs=pairs,
    boards=BOARDS,
    zone=lambda _root: "All times are GMT+8",
)
