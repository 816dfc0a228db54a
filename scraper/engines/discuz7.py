"""
Discuz! 7.0 to 7.2: ids as in X (``#pid<pid>``, ``#postmessage_<pid>``, ``#authorposton<pid>``), everything else differs.

The author's figures stand twice, in a hidden pop-up and below the avatar. A quote names its author in its last line (7.1, 7.2) or its
first (7.0). A file's size stands beside the element that names the file.
"""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import Lifted, Node, attribute, text_of
from ..model import State
from ._discuz import (
    ANSWERED,
    CODE_MARKS,
    QUOTE_HEAD,
    QUOTE_TAIL,
    answered_post,
    attachment,
    breadcrumb,
    nameless,
    of_one_author,
    online,
    own_text,
    page_count,
    posts_with_id,
    quoted,
    ratings,
    stamp,
    state,
    thread_id,
    thread_page,
    trail_end,
    whole_body,
    withheld,
    zone,
)
from ._discuz_old import MEMBER, post_url
from .base import BoardRules, Engine, Pair, Pick, finder, first_of, inside

__all__ = ["BOARDS", "ENGINE", "MARKS", "file", "mend", "pairs"]

LISTED = re.compile(r"<(?:dt|div)>([^<]++)</\w++>\s*+<(?:dd|div)>(?:<a[^<>]*+>)?([^<]*+)")
BESIDE = re.compile(
    r'(<(span|b|i)\b(?=[^<>]*\sid="attach_\d)[^<>]*+>(?>(?:(?!</?\2\b).)*))</\2>(\s*+\(\d[\d.,]*+ ?(?:[KMG]?B|Bytes|bytes)\))', re.DOTALL
)
IN_MENU = re.compile(r"(<a\b[^<>]*\battachment\.php[^<>]*+><(strong|b)>[^<>]*+</\2>)</a>(\s*+\(\d[\d.,]*+ ?(?:[KMG]?B|Bytes|bytes)\))")

MARKS = {
    "quote": ".quote blockquote",
    "edited": ".pstatus",
    "notice": ".locked, .notice",
    "smiley": "[smilieid], img[src*='attachicons/'], img[src*='images/smilies/'], img[src*='images/common/back.gif']",
    "code": CODE_MARKS["code"],
    "drop": ".t_attach, .attach_popup, .blockcode [onclick], .blockcode > em, .blockcode > .headactions, .quote > h5, .quote > h6, .blockcode h5, .blockcode h6"
    ", .showhide > h4",
    "attachment": "[id^=attach_]:not([id$=_menu]):not(.t_attach), .t_attach a[href*='attachment.php']",
}

member = finder(MEMBER)


def states(node: Node) -> tuple[State, ...]:
    nobody = () if node.css_first("[id^=userinfo]") is not None else state(own_text(node.css_first(".postauthor")))
    return (*nobody, *withheld(node))


def author(card: Node) -> str | None:
    link = member(card)
    return text_of(link) if link is not None else nameless(card.css_first(".avatar, .postinfo") or card)


def pairs(card: Node) -> Iterable[Pair]:
    """Labels and values of both lists."""
    return ((unescape(label).strip(), unescape(text).strip(), None) for label, text in LISTED.findall(card.html or ""))


def mend(html: str) -> str:
    """A file's size goes into the element that names the file."""
    return IN_MENU.sub(r"\1\3</a>", BESIDE.sub(r"\1\3</\2>", html)) if 'id="attach_' in html else html


def file(item: Lifted) -> tuple[str, str | None] | None:
    """Name and address; of a picture's menu only the link is lifted, with the name in its title."""
    name, href = attribute(item.attrs, "title"), attribute(item.attrs, "href")
    return (name or item.text, href) if href else attachment(item)


BOARDS = BoardRules(
    thread="[id^=normalthread_], [id^=stickthread_]",
    thread_link="[id^=thread_] a, th a[href*='viewthread.php'], th a[href*='thread-']",
    thread_id=r"(?:[?&]tid=|thread-)(\d+)",
    author=Pick(".author cite"),
    replies=Pick(".nums strong"),
    views=Pick(".nums em"),
    last_post=Pick(".lastpost em"),
    last_poster=first_of(Pick(".lastpost cite a"), Pick(".lastpost cite", pattern=r"^(?:by\s+)?(.+)$")),
    sticky=Pick(attr="id", pattern="(stick)thread_"),
    closed=Pick("img[src*='folder_lock']", "src"),
    board="h2 a[href*='forumdisplay.php'], h2 a[href*='forum-'], [id^=forum] th p a[href*='forumdisplay.php'], [id^=forum] th p a[href*='forum-']",
    board_id=r"(?:fid=|forum-)(\d+)",
    board_row="[id^=forum]:has(> tr > th h2)",
    board_threads=Pick(".forumnums em, .nums"),
    board_posts=first_of(Pick(".forumnums", own=True, pattern=r"(\d+)"), Pick(".nums ~ .nums")),
    name=Pick("h1"),
)

ENGINE = Engine(
    name="discuz",
    variant="7",
    hints=("discuz! 7", "forumdata/cache/common.js", "forumdata/cache/style_"),
    claims=(".authorinfo [id^=authorposton]", "#viewthread [id^=authorposton]"),
    signs=("meta[name=generator][content^='Discuz! 7']", "script[src*='forumdata/cache/common.js']", "script[src*='include/js/common.js']"),
    version=first_of(Pick("meta[name=generator]", "content", r"Discuz!\s*([\d.]+)"), Pick("#rightinfo em, #footer em")),
    title=first_of(trail_end("#nav"), Pick("#threadtitle h1")),
    thread_id=thread_id,
    thread_url=thread_page("viewthread.php?tid="),
    board=breadcrumb("#nav", r"viewthread\.php|\bthread-\d"),
    page=Pick(".pages strong, .pages b"),
    pages=lambda root: page_count(root, ".pages"),
    next_url=Pick(".pages a.next", "href"),
    tags=".threadtags a, .posttags a",
    post=posts_with_id,
    post_id=Pick(attr="id", pattern=r"pid(\d+)"),
    post_url=post_url,
    floor=Pick("[id^=postnum]"),
    filtered=of_one_author,
    posted=stamp("[id^=authorposton]"),
    reply_to=answered_post,
    answered=Pick(".postmessage h2", pattern=ANSWERED),
    states=states,
    body=lambda node: whole_body(node, node.css_first("[id^=postmessage_]")) or node.css_first(".postmessage .locked"),
    marks=MARKS,
    mend=mend,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    quote_tail=QUOTE_TAIL,
    attachments=".t_attachlist",
    attachment=file,
    shown=True,
    reactions=ratings,
    card=".postauthor",
    author=author,
    author_id=inside(member, Pick(attr="href", pattern=r"uid[=-](\d+)")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick(".avatar img", "src"),
    level=Pick("a[href*='grouppermission'], .avatar + p em, .avatar + p i, [id^=userinfo][id$=_a] > p em"),
    motto=Pick(".customstatus"),
    online=online("[id^=userinfo] :is(p, div) > :is(em, i):last-of-type"),
    pairs=pairs,
    signature=".signatures",
    boards=BOARDS,
    message=".alert_error, .alert_info, .fcontent .postbox",
    zone=zone("#footer"),
)
