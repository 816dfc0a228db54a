"""
Discuz! X1.5 to X3.5 on the desktop: posts are ``table#pid<pid>`` with ``#postmessage_<pid>`` and ``#authorposton<pid>``.

The author's card is the first cell; a hidden pop-up in it (``#userinfo<pid>``) says whether he is online and holds what the
site's owner put there. Shielded and banned posts have no ``#postmessage_``, only a notice.
"""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import MARK, Lifted, Node, Page, text_of
from ..model import State
from ._discuz import (
    ANSWERED,
    CODE_MARKS,
    QUOTE_HEAD,
    QUOTE_TAIL,
    answered_post,
    attachment,
    best_answer,
    breadcrumb,
    nameless,
    of_one_author,
    online,
    own_text,
    page_count,
    poll,
    posts_with_id,
    quoted,
    reactions,
    stamp,
    state,
    thread_id,
    thread_page,
    uncaptioned,
    whole_body,
    withheld,
    zone,
)
from .base import BoardRules, Engine, Pair, Pick, Rule, finder, first_of, inside, once

__all__ = ["ENGINE", "MEMBER", "label_junk", "post_url", "version"]

MEMBER = "a[href*='mod=space&uid='], a[href*='space-uid-']"
member = finder(MEMBER)
BEFORE_LINE = re.compile(r'(<span style="display:none">[^<]*</span>)</li><li>')
JAMMER_15 = f'<font {MARK}="hidden" style="font-size:10px;color:'
COUNTED = re.compile(r"<(?:p|div)>(?:<a[^>]*>)?(?:<\w+ title=\"([+-]?\d+)\">)?([^<]+)(?:</(?:span|b|i)>)?(?:</a>)?</(?:p|div)>\s*([^<]+)")
LISTED = re.compile(r"<(?:dt|div)>([^<]+)</\w+>\s*<(?:dd|div)>(?:<a[^>]*>)?(?:<\w+ title=\"([+-]?\d+)\">)?([^<]*)")


def version(root: Node) -> str | None:
    """From the generator's name, or the foot of the page."""
    return Pick("meta[name=generator]", "content", r"Discuz!\s*(X[\d.]+)")(root) or Pick("#frt em", pattern=r"(X[\d.]+)")(root)


@once
def head(root: Node) -> str:
    """The text above the first post: views, replies, title."""
    box = root.css_first("#postlist")
    node = box.child if box is not None else None
    parts: list[str] = []
    while node is not None and not (node.id or "").startswith(("post_", "pid")):
        parts.append(node.text())
        node = node.next
    return " ".join(parts)


def in_head(pattern: str) -> Rule:
    compiled = re.compile(pattern)

    def rule(root: Node) -> str | None:
        found = compiled.search(head(root))
        return found[1] if found else None

    return rule


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The address that leads to the post on whatever page it stands."""
    return page.join(f"forum.php?mod=redirect&goto=findpost&pid={post_id}") if post_id else None


def body(node: Node) -> Node | None:
    """The message, behind what stands in fields beside it; of a shielded post the box with the notice."""
    return whole_body(node, node.css_first("[id^=postmessage_]")) or node.css_first(".pcb .locked") or node.css_first(".pcb")


def states(node: Node) -> tuple[State, ...]:
    """Who may have written it, and whether most of it must be paid for: that is said behind the part that all may read."""
    locked: tuple[State, ...] = ("locked-content",) if node.css_first("[href*='mod=misc&action=pay&']") is not None else ()
    return (*nobody(node), *locked, *withheld(node))


def nobody(node: Node) -> tuple[State, ...]:
    """Who is a member has a pop-up; without one the post is anonymous, of a guest, of a deleted member, or itself deleted."""
    if node.css_first("[id^=userinfo]") is not None:
        return ()
    found = card(node)
    name = own_text(found)
    if name is None and node.css_first("[id^=authorposton]") is None:
        return ("deleted",)
    if name is not None and found is not None and found.css_first("a, em") is None:
        return ("anonymous",)
    return state(author(found)) if found is not None else ()


def start(page: Page) -> int | None:
    """Robots are shown no floors."""
    return 0 if page.first("[id^=postnum]") is None and (Pick(".pg strong, .pg b")(page.root) or "1") == "1" else None


def card(node: Node) -> Node | None:
    """The first cell; in skins without its class what holds the pop-up; where it is empty or missing the line of the time."""
    found = node.css_first(".pls, [id^=favatar]")
    if found is not None and text_of(found):
        return found
    popup = node.css_first("[id^=userinfo]")
    return popup.parent if popup is not None else node.css_first(".authi")


def author(card: Node) -> str | None:
    """The first link to a member, or what stands in place of it."""
    link = member(card)
    return text_of(link) if link is not None else nameless(card.css_first(".pi, .authi") or card)


def pairs(card: Node) -> Iterable[Pair]:
    """Counts as the reader sees them come first; the pop-up and the list below repeat some and add others."""
    html = card.html or ""
    for exact, text, label in COUNTED.findall(html):
        if label := label.strip():
            yield label, unescape(text).strip(), exact or None
    for label, exact, text in LISTED.findall(html):
        yield unescape(label).strip(), unescape(text).strip(), exact or None


def file(item: Lifted) -> tuple[str, str | None] | None:
    """A file for download; an image that the post shows is none, though its address stands beside it."""
    return None if item.images else attachment(item)


def label_junk(html: str) -> str:
    """
    Label the random strings that the engine's own sheet hides: by their class (X2 and later), by size and colour (X1.5).

    In text, as the engine prints them in one form only: selectors would cost a second serialisation, 10 µs a post.
    """
    return html.replace('<font class="jammer">', f'<font {MARK}="hidden">').replace('<font style="font-size:10px;color:', JAMMER_15)


def mend(html: str) -> str:
    """Junk at the start of a line of code stands behind the line before, as its ``<li>`` is not closed."""
    return label_junk(uncaptioned(BEFORE_LINE.sub(r"</li><li>\1", html) if "</li><li>" in html else html))


ENGINE = Engine(
    name="discuz",
    variant="X",
    hints=("discuz! x", "data/cache/style_", "static/js/common.js"),
    claims=("#postlist [id^=postmessage_].t_f", "#postlist #thread_subject", "[id^=post_] [id^=favatar]"),
    signs=("meta[name=generator][content^='Discuz! X']", "body[id^=nv_]", "script[src*='static/js/common.js']"),
    version=version,
    title=Pick("#thread_subject"),
    thread_id=thread_id,
    thread_url=thread_page("forum.php?mod=viewthread&tid="),
    board=breadcrumb("#pt", r"mod=viewthread|\bthread-\d"),
    page=Pick(".pg strong, .pg b"),
    pages=lambda root: page_count(root, ".pg"),
    next_url=Pick(".pg a.nxt", "href"),
    views=in_head(r"(?:查看|浏览|瀏覽|Views?)\s*[:：]\s*(\d+)"),
    replies=in_head(r"(?:回复|回覆|回帖|回復|Repl(?:y|ies))\s*[:：]\s*(\d+)"),
    tags=".ptg a[href*='mod=tag']",
    post=posts_with_id,
    filtered=of_one_author,
    start=start,
    post_id=Pick(attr="id", pattern=r"pid(\d+)"),
    post_url=post_url,
    floor=first_of(Pick("[id^=postnum]"), Pick(".pi strong, .pi b")),
    posted=stamp("[id^=authorposton]"),
    reply_to=answered_post,
    answered=Pick(".pcb h2", pattern=ANSWERED),
    states=states,
    accepted=best_answer,
    body=body,
    marks={
        "quote": ".quote blockquote",
        "edited": ".pstatus",
        "notice": ".locked",
        "attachment": "[id^=attach_]:not([id$=_menu])",
        "smiley": "[smilieid], img[src*='/filetype/'], img.vm",
        "drop": ".attach_tips, .a_pr, .guestviewthumb [href*='mod=logging'], " + CODE_MARKS["drop"],
        "code": CODE_MARKS["code"],
    },
    mend=mend,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    quote_tail=QUOTE_TAIL,
    attachments=".pattl .tattl",
    shown=True,
    attachment=file,
    reactions=reactions,
    poll=poll(Pick("#thread_subject")),
    card=card,
    author=author,
    author_id=inside(member, Pick(attr="href", pattern=r"uid[=-](\d+)")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick(".avatar img, img[src*='avatar.php']", "src"),
    level=Pick("a[href*='ac=usergroup'], p em"),
    motto=Pick("p.xg1"),
    online=online("[id^=userinfo] :is(strong, b) + :is(em, i)"),
    pairs=pairs,
    signature=".sign",
    boards=BoardRules(
        thread="[id^=normalthread_], [id^=stickthread_]",
        thread_link="a.xst, th a[href*='mod=viewthread'], th a[href*='thread-']",
        thread_id=r"(?:[?&]tid=|thread-)(\d+)",
        author=Pick(".by cite"),
        replies=Pick(".num a"),
        views=Pick(".num em"),
        last_post=stamp(".num + .by em"),
        last_poster=Pick(".num + .by cite"),
        sticky=Pick(attr="id", pattern="(stick)thread_"),
        closed=Pick("img[src*='folder_lock']", "src"),
        board="h2 a[href*='mod=forumdisplay'], dt a[href*='mod=forumdisplay'], h2 a[href*='forum-'], dt a[href*='forum-'],"
        " .fl_tb p > a[href*='mod=forumdisplay'], .fl_tb p > a[href*='forum-']",
        board_id=r"(?:fid=|forum-)(\w+)",
        board_row=".fl_tb tr:has(> td > h2), .fl_g",
        board_threads=first_of(Pick(".fl_i .xi2"), Pick("dd em", pattern=r"(\d+)")),
        board_posts=first_of(
            Pick(".fl_i .xg1 [title]", "title"),
            Pick(".fl_i .xg1"),
            Pick("dd em ~ em [title]", "title"),
            Pick("dd em ~ em", pattern=r"(\d+)"),
        ),
        name=Pick("h1 a"),
    ),
    message="#messagetext > p, #messagetext",
    zone=zone("#ft"),
)
