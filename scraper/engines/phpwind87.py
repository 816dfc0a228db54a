"""phpwind 8.3 to 8.7: posts are ``div.read_t#readfloor_<pid>``, the author's card is printed twice, the hidden one is fuller."""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import Node
from ..model import State
from . import _phpwind as phpwind
from .base import BoardRules, Engine, Pair, Pick, finder, first_of, floor_number, inside, once

__all__ = ["BOARDS", "ENGINE", "FIGURE", "MARKS", "floor", "pairs", "states", "title"]

FIGURE = re.compile(
    r"""
    <(?:span|em|dt|b|i|div|p)>(?:
        (UID|级别)\s*[:：]\s*([^<]+)
        # the pop-up card, the list of 8.0, the figures that are always seen
        | ([^<>\d:：][^<>:：]{,30})</\w+>\s*(?:<(?:a\s[^>]*|\w+)>)?([^<]+)
    )
    """,
    re.VERBOSE,
)

UNITS = frozenset({"小时", "(时)"})  # what is left of hours that nobody has
MARKS = {
    "quote": "blockquote.blockquote3",
    "cite": ".blockquote3 .text a[href*='username']:first-child",
    "code": ".blockquote2[id^=code]",
    "edited": "[id^=alert_]",
    "smiley": "img[src*='images/post/smile'], img[emotion], img[src*='images/'][src*='/file/']",
    "drop": phpwind.dropped(),
    "notice": phpwind.NOTICES,
    "attachment": "[id^=att_]:has(a[href*='action=download'], a[href*='action=attachbuy'])",
}


def title(root: Node) -> str | None:
    """The heading's own text: a category before it and "copy" behind it are links."""
    return (
        Pick("#subject_tpc", own=True)(root)
        or Pick("#subject_tpc")(root)
        or Pick("title", pattern=r"(.+)\|")(root)
        or Pick("#breadCrumb > a:last-of-type")(root)
    )


label = once(first_of(Pick(".tipTop a.s2.b"), Pick(".tipTop a[onclick*=FloorUrl]")))


def floor(node: Node) -> str | None:
    """``楼主``, ``12楼``; a post set on top of the page prints ``置顶`` and, beside it, where it is from."""
    shown = label(node)
    return Pick(".tipTop a[href*=topost], .tipTop > a.mr5", pattern=r"(\d+楼)")(node) or shown if shown == "置顶" else shown


name_link = finder(".readName a")
author_url = inside(name_link, Pick(attr="href", pattern=r"^(?!.*uid[=-]0\b)(.+)"))


def pairs(card: Node) -> Iterable[Pair]:
    """All figures of the card in one scan of its serialised form (10 µs; by selectors 60); what is kept secret is ``*``."""
    for a, b, c, d in FIGURE.findall(card.html or ""):
        value = unescape(b or d).strip()
        if value and value[0] != "*" and value not in UNITS:
            yield unescape(a or c), value, None


def online(card: Node) -> str | None:
    """What the sign before the name says; that of nobody says nothing."""
    if author_url(card) is None:
        return None
    state = Pick(".readName [title]", "title")(card)
    return {"在线": "1", "离线": "0"}.get(state or "")


def states(node: Node) -> tuple[State, ...]:
    """Set on top of the thread; or by nobody that the page names."""
    pinned: tuple[State, ...] = ("pinned",) if label(node) == "置顶" else ()
    return pinned if author_url(node) else ("anonymous", *pinned)


BOARDS = BoardRules(
    thread="#threadlist tr.tr3, tr.tr3.t_one",
    thread_link="a.subject_t, a[id^=a_ajax_], h3 a",
    thread_id=r"\btid[=-](\d+)",
    author=Pick("td.author a, td.y-style a.bl"),
    replies=Pick("td.num em"),
    views=Pick("td.num", own=True, pattern=r"(\d+)"),
    last_post=Pick("td.author a[href*='page']", "title"),
    last_poster=Pick("td.author a[href*='username']"),
    sticky=Pick("img[src*=headtopic]", "src"),
    closed=Pick("img[src*=topiclock], img[src*=topicclose]", "src"),
    board="a[id^=fn_][href*='fid'], h2 > a[href*='thread'][href*='fid'], [id^=fid_] th p > a[href*='thread'][href*='fid']",
    board_id=r"\bfid[=-](\d+)",
    board_row="tr[id^=fid_]",
    board_threads=Pick("td.num em"),
    board_posts=Pick("td.num", own=True, pattern=r"(\d+)"),
    name=Pick(".hB h2, .threadInfo h2, .content_thread h2"),
)

ENGINE = Engine(
    name="phpwind",
    variant="8.7",
    hints=("phpwind v8.7", "phpwind v8.5", "phpwind v8.3", "phpwind 8.7", "phpwind 8.5", "phpwind 8.3", "pw_core.css"),
    claims=("[id^=readfloor_] .readName",),
    signs=("base#headbase", "link[href*='images/pw_core.css']"),
    version=phpwind.version,
    title=title,
    thread_id=phpwind.thread_id,
    thread_url=phpwind.thread_url,
    board=phpwind.board,
    page=phpwind.current,
    pages=phpwind.pages,
    next_url=phpwind.next_url,
    views=Pick(".readNum", pattern=r"(?<!\d)(\d++)\s*+阅读"),
    replies=first_of(Pick("#topicRepliesNum"), Pick(".readNum", pattern=r"(?<!\d)(\d++)\s*+回复")),
    tags=".read_tags a",
    post="[id^=readfloor_]",
    post_id=Pick(attr="id", pattern=r"readfloor_(\w+)"),
    post_url=phpwind.post_url,
    floor=floor,
    filtered=phpwind.of_one_author,
    floor_of=lambda label: floor_number(label, zero_based=True),
    nth=phpwind.nth,
    posted=first_of(Pick(".tipTop > span[title]", "title"), Pick(".tipTop [title]:not(a):not(img)", "title")),
    answered=Pick("[id^=subject_]:not(#subject_tpc)", pattern=phpwind.ANSWERED),
    states=states,
    body=lambda node: node.css_first(".tpc_content [id^=read_]") or node.css_first("[id^=read_].f14"),
    marks=MARKS,
    quote=phpwind.quoted,
    quote_head=phpwind.QUOTE_HEAD,
    quote_floor=phpwind.QUOTE_FLOOR,
    attachments="[id^=read_Att_] [id^=att_]:not([id^=att_pic_]):not([id^=att_small_]):not([id^=att_] *), [id^=read_Att_] .one [id^=att_pic_sub_]",
    shown=True,
    attachment=phpwind.attachment,
    reactions=phpwind.rated,
    poll=phpwind.poll,
    card=".floot_left",
    author=inside(name_link, Pick()),
    author_id=inside(name_link, Pick(attr="href", pattern=r"uid[=-]([1-9]\d*)")),
    author_url=author_url,
    avatar=Pick("a.userCard img", "src", r"^((?!.*face/none\.gif).+)"),
    level=Pick(".readLevel a", pattern=r"^(?!\*$)(.+)"),
    motto=Pick(".readHonor"),
    online=online,
    pairs=pairs,
    signature=".signature",
    message=".regIgnore li, .regIgnore:not(:has(li))",
    boards=BOARDS,
)
