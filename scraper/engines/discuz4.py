"""
Discuz! 4.0 and 4.1: tables without ids; a post is the second table around ``a[name=pid<pid>]``, its first cell the author's card.

Everything of a post stands in the anchor's cell: subject, body, files, the notice of a banned author. Quotes and code are two
``div`` each, a caption and a box; files are a run of icon, link and size. Times have a 12-hour clock, quoted ones 24 hours.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import MARK, Node, Page, closest, lines, next_element, previous_element, text_of
from ..model import State
from ._discuz import (
    ANSWERED,
    QUOTE_HEAD,
    QUOTE_TAIL,
    answered_post,
    attachment,
    breadcrumb,
    of_one_author,
    own_text,
    posted,
    quoted,
    state,
    thread_id,
    thread_page,
    trail_end,
    zone,
)
from ._discuz_old import MEMBER, label_notes, post_url
from .base import BoardRules, Engine, Pair, Pick, finder, first_of, html_of, inside, once

__all__ = ["ENGINE", "anchors", "floor_link"]

PID = re.compile(r"pid(\d+)$")
ONLINE = re.compile(r"(?:状态|狀態|Status)\s*(?:<b>)?\s*(在线|在線|Online)?")
UID = re.compile(r"UID\s*\d+$", re.IGNORECASE)
FILE = re.compile(
    r"""
    <img\b(?=[^<>]*\ssrc="(?:[^"]*/)?(?:images/attachicons/|[^"/]*_files/))[^<>]*+> \s*+
    <a\b(?=[^<>]*action=credits)[^<>]*+>[^<]*+</a> : [^<]*+
    (<a\b(?=[^<>]*\shref="(?:[^"]*/)?attachment\.php\?aid=\d)[^<>]*+>[^<]*+</a>) \s*+ \( [^()]*? (?<![\d.,])(\d[\d.,]*+\s*+[KMG]?B?[a-z]*+) \)
    (?: \s*+<br>\s*+<span\ class="smalltxt">[^<]*+</span> )?
    """,
    re.VERBOSE,
)

member = finder(MEMBER)


def anchors(page: Page) -> Sequence[Node]:
    """The anchors that posts are linked by, in the cells of posts only."""
    return [a for a in page.css("a[name^=pid]") if PID.match(a.attributes.get("name") or "")]


def posts(page: Page) -> Sequence[Node]:
    """The second table around each anchor."""
    inner = (closest(anchor, "table") for anchor in anchors(page))
    return [outer for table in inner if table is not None and (outer := closest(table.parent, "table")) is not None]


def post_id(node: Node) -> str | None:
    return Pick("a[name^=pid]", "name", r"pid(\d+)")(node)


def floor_link(node: Node) -> Node | None:
    """The link that copies the post's address; SingleFile takes the script from it."""
    return node.css_first("a[onclick*='#pid']") or node.css_first("a.bold[href$='###']")


def floor(node: Node) -> str | None:
    return text_of(floor_link(node))


def time(node: Node) -> str | None:
    """The cell before the floor's."""
    cell = previous_element(closest(floor_link(node), "td"), "td")
    return posted(text_of(cell)) if cell is not None else None


def body(node: Node) -> Node | None:
    """The cell of the anchor."""
    return closest(node.css_first("a[name^=pid]"), "td")


def mend(html: str) -> str:
    """Runs that are a file become one element."""
    if "attachment.php?aid=" in html:
        html = FILE.sub(rf'<span {MARK}="attachment">\1 (\2)</span>', html)
    return label_notes(html)


@once
def said(card: Node) -> list[str]:
    """The card's lines, the name's line left out."""
    box = card.css_first(".smalltxt")
    return lines(box) if box is not None else lines(card)[1:]


@once
def facts(card: Node) -> int:
    """Where the lines with a label begin: at the member's number."""
    return next((i for i, line in enumerate(said(card)) if UID.match(line)), 0)


def level(card: Node) -> str | None:
    """The first line."""
    return next(iter(said(card)[: facts(card)]), None)


def motto(card: Node) -> str | None:
    """A line between the level and the facts."""
    return next(iter(said(card)[1 : facts(card)]), None)


def pairs(card: Node) -> Iterable[Pair]:
    """``积分 2048``: the label ends at the first blank."""
    for line in said(card)[facts(card) :]:
        label, _, text = line.replace("：", " ").replace(":", " ").partition(" ")
        if text.strip():
            yield label, text.strip(), None


def online(card: Node) -> str | None:
    found = ONLINE.search(html_of(card))
    return None if found is None else "1" if found[1] else "0"


def author(card: Node) -> str | None:
    link = member(card)
    return text_of(link) if link is not None else own_text(card.css_first(".bold") or card)


def states(node: Node) -> tuple[State, ...]:
    """A member's name is a link."""
    name = node.css_first("td[valign=top] .bold")
    return state(text_of(name)) if name is not None and name.tag != "a" else ()


def signature(node: Node) -> Node | None:
    """The cell of the line above it."""
    line = node.css_first("img[src*='sigline.gif']")
    return closest(line, "td") if line is not None else node.css_first(".t_signature")


def page(root: Node) -> str | None:
    """The number that is no link."""
    return Pick(".tableborder td > u > :is(b, strong)")(root)


def pages(root: Node) -> str | None:
    found = next((m for cell in root.css(".tableborder td.header") if (m := re.fullmatch(r"\s*\d+/(\d+)\s*", cell.text()))), None)
    return found[1] if found else None


def next_url(root: Node) -> str | None:
    """The cell behind that of the current page."""
    current = root.css_first(".tableborder td > u > :is(b, strong)")
    cell = next_element(closest(current, "td"), "td")
    return Pick("a", "href")(cell) if cell is not None else None


ENGINE = Engine(
    name="discuz",
    variant="4",
    hints=("discuz! 4", "include/common.js"),
    claims=("td > a[name^=pid][href*='viewratings']",),
    signs=("meta[name=generator][content^='Discuz! 4']", "script[src='include/common.js']"),
    version=Pick("meta[name=generator]", "content", r"Discuz!\s*([\d.]+)"),
    title=first_of(trail_end(".nav"), Pick(".header .bold", pattern=r"[:：]\s*(.*)")),
    thread_id=thread_id,
    thread_url=thread_page("viewthread.php?tid="),
    board=breadcrumb(".nav", r"viewthread\.php|\bthread-\d"),
    page=page,
    pages=pages,
    next_url=next_url,
    post=posts,
    post_id=post_id,
    post_url=post_url,
    floor=floor,
    filtered=of_one_author,
    posted=time,
    reply_to=answered_post,
    answered=Pick(".smalltxt > span", pattern=ANSWERED),
    states=states,
    body=body,
    marks={
        "quote": ".smalltxt + div:not([id]), .altbg2[style*=border]:not([id])",
        "code": "[id^=code]",
        "smiley": "img[src*='images/smilies/'], img[src*='images/common/back.gif']",
        "drop": "a[name^=pid], a[name^=pid] + span:not([style]), .smalltxt, [style*='font-weight: bold']:has(+ .altbg2)",
    },
    mend=mend,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    quote_tail=QUOTE_TAIL,
    attachment=attachment,
    card="td[valign=top]",
    author=author,
    author_id=inside(member, Pick(attr="href", pattern=r"uid[=-](\d+)")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick("table img, center img", "src"),
    level=level,
    motto=motto,
    online=online,
    pairs=pairs,
    signature=signature,
    boards=BoardRules(
        thread="tr:has(> td > a[target=_blank][href*='viewthread.php?tid=']), tr:has(> td > a[target=_blank][href*='thread-'])",
        thread_link="a[href*='viewthread.php?tid=']:not([target]), a[href*='thread-']:not([target])",
        thread_id=r"(?:[?&]tid=|thread-)(\d+)",
        author=first_of(Pick(".f_author a"), Pick("td:nth-child(4) a"), Pick("td:nth-child(4)", own=True)),
        replies=first_of(Pick(".f_replies"), Pick("td:nth-child(5)")),
        views=first_of(Pick(".f_views"), Pick("td:nth-child(6)")),
        last_post=Pick("td:nth-child(7)", pattern=r"(\d{1,4}[-/]\d{1,2}[-/]\d{1,4} \d{1,2}:\d{2}(?: [AP]M)?)"),
        last_poster=Pick("td:nth-child(7) a[href*='username']"),
        sticky=Pick("img[src*='/pin_']", "src"),
        closed=Pick("img[src*='lock_folder'], img[src*='folder_lock']", "src"),
        board="td > a[href*='forumdisplay.php?fid=']:not(.header a), .bold > a[href*='forumdisplay.php?fid=']",
        board_id=r"fid=(\d+)$",
        name=trail_end(".nav"),
    ),
    message="tr.header + tr > td",
    zone=zone(".outertxt, .footer"),
)
