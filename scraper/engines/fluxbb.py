"""FluxBB 1.2 to 1.5 and PunBB 1.2, from which it was made: posts are ``.blockpost#p<id>``; the signature is a second ``.postmsg``."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Node, Page, next_element, text_of
from .base import BoardRules, Engine, Pair, Pick, Quoted, finder, first_match, first_of, greatest, having, inside, once, said_by

__all__ = ["ENGINE", "current", "next_url", "quoted", "thread_id", "thread_url"]

NUMBERS = ".pagelink strong, .pagelink b, .paging strong, .paging b"
TAG = re.compile(r"<[^>]*+>?")
FACT = re.compile(
    r"<(dd|li|div)\b[^<>]*+>\s*+(?:<(?:span|b|i)\b[^<>]*+>\s*+)?([^<:]{1,40})[:：]\s*+([^<]*+(?>(?:<(?!/?(?:dd|li|div)\b)[^<]*+)*))</\1>"
)
TOPIC = re.compile(r"viewtopic\.php\?id=(\d+)|topic/?-?(\d+)")

permalink = finder("h2 a, .conr ~ a")
address = inside(permalink, Pick(attr="href"))
member = finder(".postleft strong a, .postleft b a")


def thread_id(page: Page) -> str | None:
    """``id`` of the topic's link above the posts, or of the page's own address."""
    link = Pick(".crumbs strong a, .main-title a, link[rel=canonical]", "href")
    found = first_match(TOPIC, link(page.root), page.url)
    return found[1] or found[2] if found else None


def thread_url(page: Page) -> str | None:
    """The address of the topic's first page."""
    topic = thread_id(page)
    return page.join(f"viewtopic.php?id={topic}") if topic else None


@once
def current(root: Node) -> Node | None:
    """The number in the row of pages that is no link."""
    return next((n for n in root.css(NUMBERS) if (text_of(n) or "").isdecimal()), None)


def next_url(root: Node) -> str | None:
    """The link behind the current page's number; in versions that say so, the one called next."""
    link = next_element(current(root), "a")
    said = link.attributes.get("href") if link is not None else None
    return Pick(".pagelink a[rel=next], .paging a[rel=next]", "href")(root) or said or Pick("link[rel=next]", "href")(root)


title = first_of(Pick(".crumbs strong"), Pick(".crumbs b"), Pick(".postright h3"), Pick(".linkst li:last-child"))


def window_site(root: Node) -> str | None:
    """What the window's title says beside the topic's: ``Site / Topic`` in 1.2, ``Topic / Site`` since."""
    window, topic = Pick("title")(root) or "", title(root)
    if not topic or topic not in window:
        return None
    return (window.rpartition(" / ")[2] if window.startswith(topic) else window.partition(" / ")[0]) or None


def board(page: Page) -> Sequence[str]:
    """The trail above the posts, without the topic at its end."""
    trail = page.first(".crumbs") or page.first(".linkst ul")
    return [t for a in trail.css("a") if not _is_bold(a.parent) and (t := text_of(a))] if trail is not None else ()


def _is_bold(node: Node | None) -> bool:
    return node is not None and node.tag in ("strong", "b")


def pairs(card: Node) -> Iterable[Pair]:
    """The entries with a colon, in one scan."""
    box = card.css_first(".postleft")
    found = FACT.findall((box.html or "") if box is not None else "")
    return ((label.strip(), unescape(TAG.sub("", text)).strip(), None) for _, label, text in found)


def online(card: Node) -> str | None:
    """In the words of the board's language: who is there is printed in bold."""
    box = card.css_first(".postfootleft")
    if box is None or not text_of(box):
        return None
    return "1" if box.css_first("strong, b") is not None else "0"


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X wrote:``; a quote without a name has no such line."""
    name = said_by(quote)[0]
    return name if name != quote.cite.strip(" :\n") else None, None


BOARDS = BoardRules(
    thread="tbody tr:has(a[href*='viewtopic.php?id='])",
    thread_link="a[href*='viewtopic.php?id=']",
    thread_id=r"viewtopic\.php\?id=(\d+)",
    author=Pick(".tclcon .byuser, .tcl .byuser", pattern=r"^\S+\s+(.*)$"),
    replies=Pick(".tc2"),
    views=Pick(".tc3"),
    last_post=Pick(".tcr a"),
    last_poster=Pick(".tcr .byuser", pattern=r"^\S+\s+(.*)$"),
    sticky=having("isticky"),
    closed=having("iclosed"),
    board="h3 a[href*='viewforum.php?id=']",
    board_id=r"viewforum\.php\?id=(\d+)",
    board_row="tr:has(h3 a[href*='viewforum.php?id='])",
    board_threads=Pick(".tc2"),
    board_posts=Pick(".tc3"),
    name=first_of(Pick(".crumbs strong"), Pick("#brdtitle h1")),
)

ENGINE = Engine(
    name="fluxbb",
    hints=("fluxbb", 'id="pun'),
    claims=(".blockpost[id^=p] .postmsg",),
    signs=(".pun #brdmain", "#punindex", "#punviewforum", "#punviewtopic", "#poweredby a[href*='fluxbb']"),
    site=first_of(Pick("#brdtitle h1"), window_site),
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=inside(current, Pick()),
    pages=greatest(".pagelink a, .pagelink strong, .pagelink b"),
    next_url=next_url,
    post=".blockpost[id^=p]",
    post_id=Pick(attr="id", pattern=r"^p(\d+)"),
    post_url=lambda page, node, post_id: page.join(address(node)),
    floor=Pick(".conr"),
    posted=inside(permalink, Pick()),
    body=".postmsg",
    marks={
        "quote": "blockquote",
        "cite": ".incqbox h4, .incqbox h5, blockquote h4",
        "head": ".quotebox cite",
        "code": ".codebox pre",
        "edited": ".postedit",
        "smiley": "img[src*='img/smilies/']",
        "drop": ".codebox h4",
    },
    quote=quoted,
    attachments=".postright a[href*='attachment.php?item=']",
    card="",
    author=Pick(".postleft strong, .postleft b"),
    author_id=inside(member, Pick(attr="href", pattern=r"id=(\d+)")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick(".postavatar img", "src"),
    level=Pick(".usertitle"),
    online=online,
    pairs=pairs,
    listed=frozenset({"registered", "location"}),
    signature=".postsignature",
    boards=BOARDS,
    message="#msg",
)
