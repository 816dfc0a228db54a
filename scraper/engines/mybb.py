"""
MyBB 1.4 to 1.8, horizontal and classic: posts are ``#post_<id>``, bodies ``#pid_<id>``, edit notes ``#edited_by_<id>``.

Attachments are bare text beside a link. Every page holds a hidden login form. Days stand after months by default.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Lifted, Node, Page, class_names, closest, text_of, unwrapped
from ..model import Poll, Reaction, State
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, Quoted, count, first_of, once, said_by

__all__ = ["ENGINE", "MARKS", "mended", "quoted", "thread_id", "thread_url"]

TAG = re.compile(r"<[^>]*+>?")
LINE = re.compile(r"<br>|</?(?:div|td|tr|li|p|dd|dt)\b[^>]*>")
POST = re.compile(r"post_(\d+)")
TOPIC = re.compile(r"[?&;]tid=(\d+)|thread-(\d+)")
NAMED = Pick("a[href*='newreply.php?tid='], a[href*='printthread.php?tid='], a[href*='sendthread.php?tid=']", "href", r"tid=(\d+)")
"""The thread's number in its buttons, where addresses are made of titles."""

TIME = re.compile(r'(?:<!--[^>]*-->|\s)*(?:<(?:span|b|i)[^>]*\stitle="([^"]*)"[^>]*>[^<]*</\w+>)?\s*([^<]*)')
FILE = re.compile(
    r"""
    (?>(?:<img(?![^<>]*mycode_img)[^<>]*+>(?>(?:\s|&nbsp;|<!--[^<>]*-->)*))?)           # the type's icon
    <a\s(?=[^<>]*href="[^"<>]*attachment\.php\?aid=)[^<>]*+>[^<]++</a>  # the name
    \s*+\([^()]*+\)                                                   # size and downloads
    """,
    re.VERBOSE,
)

MARKS = {
    "quote": "blockquote, .mycode_quote",
    "cite": "blockquote > cite",
    "code": ".codeblock .body",
    "smiley": ".smilie, img[src*='images/smilies/']",
    "drop": ".codeblock .title, cite > span, cite > b, cite > i, fieldset > legend",
}


@once
def topic_link(page: Page) -> str | None:
    """An address of this thread: canonical, its own, or that of a post in it."""
    inside = Pick(".pagination a, .post_head a, a[href*='pid=']", "href")
    links = (CANONICAL(page.root), page.url, inside(page.root))
    return next((link for link in links if link and TOPIC.search(link)), None)


@once
def thread_id(page: Page) -> str | None:
    """``tid`` of the thread's address, of its reply form or of its rating."""
    found = TOPIC.search(topic_link(page) or "")
    if found:
        return found[1] or found[2]
    return NAMED(page.root) or Pick("[id^=rating_thread_]", "id", r"(?<!\d)(\d++)$")(page.root)


def thread_url(page: Page) -> str | None:
    """The address of the thread's first page."""
    link = topic_link(page) or ""
    topic = thread_id(page)
    if "/thread-" in link and topic:
        return page.join(f"{link[: link.rindex('thread-')]}thread-{topic}.html")
    return page.join(f"showthread.php?tid={topic}") if topic else None


def posts(page: Page) -> Sequence[Node]:
    """The posts in order; ``#post_meta_<id>`` is none."""
    found = page.css("#posts .post[id^=post_]") or page.css("[id^=post_]")
    return [n for n in found if POST.fullmatch(n.attributes.get("id") or "")]


def posted(node: Node) -> str | None:
    """What is printed, or the title behind "3 hours ago"; the edit note stands in the same element."""
    box = node.css_first(".post_date") or node.css_first(".tcat .smalltext")
    if box is None and (note := node.css_first("[id^=edited_by_]")) is not None:  # there, and empty, in posts that were not edited
        box = note.parent
    html = (unwrapped(box).html or "") if box is not None else ""
    found = TIME.match(html, html.find(">") + 1)
    return unescape((found[1] or "") + found[2]).strip() or None if found else None


def edited(node: Node) -> str | None:
    text = text_of(node.css_first("[id^=edited_by_]"))
    return text or None


def pairs(card: Node) -> Iterable[Pair]:
    """The lines of the figures, in one scan: nothing wraps a figure."""
    box = card.css_first(".author_statistics") or card.css_first(".post_author_info") or card
    for line in LINE.split(box.html or ""):
        label, colon, text = unescape(TAG.sub("", line)).partition(":")
        if colon and len(label) < 40:
            yield label.strip(), text.strip(), None


def level(card: Node) -> str | None:
    """The member's title: the first text below the name."""
    return Pick(".smalltext", pattern=r"^\s*([^\n]+)")(card)


def online(card: Node) -> str | None:
    found = re.search(r"buddy_(on|off|away)", card.html or "")
    return {"on": "1", "off": "0", "away": "1"}[found[1]] if found else None


def states(node: Node) -> tuple[State, ...]:
    """A deleted post that the reader may see, or the notice in place of one, says so by class."""
    return ("deleted",) if any(name.startswith("deleted_post") for name in class_names(node)) else ()


def poll(page: Page) -> Poll | None:
    """The answers with their votes, beside the bars; or the form with those that can be ticked."""
    rows = page.css("tr:has(> td > .pollbar), tr:has(> td > img[src*='pollbar'])")
    ticked = page.css("form[action*='polls.php'] tr:has(> td > input[name^=option])") if not rows else []
    table = closest(next(iter(rows or ticked), None), "table")
    if table is None:
        return None
    options = [(Pick("td")(row), count(Pick("td:nth-child(3)")(row)) or 0) for row in rows]
    options = options or [(Pick("td:nth-child(2)")(row), 0) for row in ticked]
    question = Pick(".thead strong", pattern=r"^[^:：]*[:：]\s*(.+)")(table)
    return Poll(question=question, options=tuple(Reaction(label=a, count=n) for a, n in options if a))


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X Wrote:`` with a link to the post; ``Quote:`` alone names nobody."""
    name = said_by(quote)[0]
    post = next((m[1] for link in quote.links if (m := re.search(r"pid=?(\d+)", link))), None)
    return name if name != quote.cite.strip(" :\n") else None, post


def mended(html: str) -> str:
    """A file's icon, name and size, wrapped so that they leave the text together."""
    return FILE.sub(r'<span data-scraper="attachment">\g<0></span>', html) if "attachment.php?aid=" in html else html


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """The link's text, before size and downloads."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", item.text).strip("\xa0 \n"), next(iter(item.links), None)


@once
def bar(root: Node) -> Node | None:
    """The bar of pages; the trail may hold the board's own, in a pop-up."""
    pop_up = ".navigation .pagination"
    inside = {n.mem_id for n in root.css(pop_up)}
    return next((n for n in root.css(".pagination, .multipage") if n.mem_id not in inside), None)


def page(root: Node) -> str | None:
    box = bar(root)
    return Pick(".pagination_current, strong ~ strong")(box) if box is not None else None


def pages(root: Node) -> str | None:
    """The highest number in the bar."""
    box = bar(root)
    numbers = [n for item in box.css("a, .pagination_current") if (n := count(text_of(item)))] if box is not None else []
    return str(max(numbers)) if numbers else None


def next_url(root: Node) -> str | None:
    box = bar(root)
    return Pick(".pagination_next, strong ~ strong + a", "href")(box) if box is not None else None


def board(page: Page) -> Sequence[str]:
    """The trail above the posts, without the thread itself; some skins make a list of it."""
    trail = page.first(".navigation")
    if trail is None:
        return [t for a in page.css(".breadcrumb li a:not(.active)") if (t := text_of(a)) and len(t) > 1]  # icons are letters
    inner = unwrapped(trail)
    own = inner.css("a")
    return [t for a in own if a.parent is not None and a.parent.mem_id == inner.mem_id and (t := text_of(a))]


BOARDS = BoardRules(
    thread=".inline_row, tr:has([id^=tid_])",
    thread_link="[id^=tid_] a",
    thread_id=r"tid=(\d+)|thread-(\d+)",
    author=first_of(Pick(".author a"), Pick(".author")),
    replies=Pick("a[href*=whoposted], a[href*=whoPosted]"),
    views=Pick("td:has(> a[href*=whoposted]) + td, td:has(> a[href*=whoPosted]) + td"),
    last_post=Pick(".lastpost", own=True),
    last_poster=Pick(".lastpost a[href*='uid='], .lastpost a[href*='user-']"),
    sticky=lambda row: "1" if "forumdisplay_sticky" in (row.html or "") else None,
    closed=lambda row: "1" if re.search(r"(?:close|lock)folder", row.html or "") else None,
    board="strong > a[href*='forumdisplay.php?fid='], strong > a[href*='forum-'], .subforumicon + a[href*='fid='], .subforumicon + a[href*='forum-']",
    board_id=r"fid=(\d+)$|forum-(\d+)\.html$",
    board_row="tr:has(> td > strong > a[href*='forumdisplay.php?fid=']), tr:has(> td > strong > a[href*='forum-'])",
    board_threads=Pick("td:nth-child(3)"),
    board_posts=Pick("td:nth-child(4)"),
    name=Pick(".navigation .active"),
)

ENGINE = Engine(
    name="mybb",
    hints=("mybb",),
    claims=("#posts [id^=post_] .post_body", "[id^=post_] [id^=pid_].post_body"),
    signs=("a[href*='mybb.com']", "form input[name=my_post_key]"),
    version=Pick("meta[name=generator]", "content", r"MyBB ([\d.]+)"),
    site=first_of(Pick(".navigation a"), Pick("meta[property='og:site_name']", "content")),
    title=first_of(Pick(".navigation .active"), Pick(".thead strong")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=page,
    pages=pages,
    next_url=next_url,
    post=posts,
    post_id=Pick(attr="id", pattern=r"post_(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick(f"a[href*='#pid{post_id}']", "href")(node)),
    floor=Pick(".post_head a[href*='#pid'], .float_right strong a, a[id^=post_link]", pattern=r"(#?\d[\d,.]*)"),
    posted=posted,
    edited=edited,
    states=states,
    poll=poll,
    body="[id^=pid_].post_body",
    marks=MARKS,
    mend=mended,
    quote=quoted,
    attachments="fieldset:not(.post_body *)",
    attachment=attachment,
    card=".post_author",
    author=first_of(Pick(".author_information strong, .author_information b"), Pick(".largetext"), Pick("strong, b")),
    author_id=Pick("a[href*='uid='], a[href*='user-']", "href", r"(?:uid=|user-)(\d+)"),
    author_url=Pick("a[href*='action=profile'][href*='uid='], a[href*='user-'], .largetext a[href]", "href"),
    avatar=Pick(".author_avatar img, .post_avatar img", "src"),
    level=level,
    online=online,
    pairs=pairs,
    listed=frozenset({"registered", "location"}),
    signature=".signature",
    boards=BOARDS,
    message="#content .tborder .trow1, #content .error, #content",
    date_order="mdy",
    zone=Pick("#footer, .footer"),
)
