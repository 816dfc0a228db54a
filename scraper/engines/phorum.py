"""
Phorum 5.2 (emerald and its kin): ``.message`` with ``.message-author`` and ``.message-body`` below ``#phorum``.

Addresses are ``read.php?board,thread,message``; a quote's first bold line names its author.
"""

import re
from collections.abc import Iterable

from ..markup import Lifted, Node, Page, lines, previous_element
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, Quoted, Rule, count, first_match, first_of, line_of, text_lines, trail

__all__ = ["ENGINE"]

BY = re.compile(r"\b(?:by|von|par|por|di|door|af|av)\s+(.+)$")
READ = re.compile(r"read\.php\?(\d+),(\d+)")
EDITED = re.compile(  # text at the body's end, without an element of its own
    r"<br>\s*+((?:Edited \d{1,4} time|\d{1,4} mal bearbeitet|\d{1,4} fois modifié|Editado \d{1,4} vece)[^<]{10,200}+)(?=<(?!br\b)|$)"
)
FILE = re.compile(r'<a [^<>]*href="[^"<>]*download[^"<>]*"[^<>]*>[^<]*</a>\s*-\s*[^<]+')
REPLY = re.compile(r"(?:read|posting)\.php\?\d+,(?:\d+,)?(\d+)")


LINKED = Pick("#phorum a[href*='read.php?']", "href")


def thread_id(page: Page) -> str | None:
    found = first_match(READ, CANONICAL(page.root), page.url, LINKED(page.root))
    return found[2] if found else None


def thread_url(page: Page) -> str | None:
    found = first_match(READ, page.url, LINKED(page.root))
    return page.join(f"{found.string[: found.start()]}read.php?{found[1]},{found[2]}") if found else None


def post_id(node: Node) -> str | None:
    """The anchor before the message; the first has none, but its links name it."""
    before = previous_element(node)
    if before is not None and before.tag == "a" and (found := re.fullmatch(r"msg-(\d+)", before.attributes.get("name") or "")):
        return found[1]
    return Pick(".message-options a[href*='quote='], .message-options a[href*='posting.php']", "href", r",(\d+)(?:,quote=1)?\D*$")(
        node
    ) or Pick(".message-options a", "href", REPLY.pattern)(node)


def posted(node: Node) -> str | None:
    """The last line of the head, below the subject."""
    if found := Pick(".message-date")(node):
        return found
    small = node.css_first(".generic td > small")
    return next((line for line in reversed(lines(small)) if re.search(r"\d{4}|\d:\d\d", line)), None)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The name stands in the quote's text."""
    return None, None


def mended(html: str) -> str:
    """The note of an edit and the files' names, which are text beside links, in elements."""
    html = EDITED.sub(r'<span data-scraper="edited">\1</span>', html)
    return FILE.sub(r'<span data-scraper="attachment">\g<0></span>', html) if 'class="attachments"' in html else html


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """``download - kite.jpg (12.5 KB)``"""
    name = item.text.partition(" - ")[2] or item.text
    return name.strip(), next(iter(item.links), None)


def pairs(node: Node) -> Iterable[Pair]:
    cell = node.css_first(".message-user-info")
    return text_lines(cell) if cell is not None else ()


number = first_of(
    Pick(".paging .current-page, .paging .current"), Pick(".paging strong ~ strong"), Pick(".paging strong", pattern=r"^(\d+)$")
)

LAST = "td:has(> a[href*='#msg-'])"
"""The cell of a topic's last post; the number of views is an option, that of posts stands right before it."""


def by(css: str) -> Rule:
    """A rule: who is named behind "by" in the last line of a cell."""
    line = line_of(css, -1)
    return lambda row: found[1] if (found := BY.search(line(row) or "")) else None


def replies(row: Node) -> str | None:
    """The list counts the posts, with the first."""
    posts = count(Pick(f"td:has(+ {LAST})")(row))
    return str(max(posts - 1, 0)) if posts is not None else None


ENGINE = Engine(
    name="phorum",
    hints=("phorum",),
    claims=("#phorum .message .message-body",),
    signs=("#phorum",),
    site=Pick("#title, #logo + h1, #breadcrumb a"),
    title=first_of(Pick("#page-info .h1, #page-info h1, h1.heading, #top h1, h1"), Pick("#phorum .message strong", own=True)),
    thread_id=thread_id,
    thread_url=thread_url,
    board=trail("#breadcrumb, .breadcrumb", "a:not([href*='read.php'])"),
    page=number,
    pages=Pick(".paging", pattern=r"(?:of|von)\s+(\d+)"),
    next_url=Pick(".paging a.icon-next, .paging a[title=Next], link[rel=next], .paging .current-page + a", "href"),
    post="#phorum .message:has(.message-body)",
    post_id=post_id,
    post_url=lambda page, node, post_id: f"{url}#msg-{post_id}" if post_id and (url := thread_url(page)) else None,
    start=lambda page: 0 if (number(page.root) or "1") == "1" else None,
    posted=posted,
    edited=Pick(".message-body > .edited, .bbcode_edit"),
    body=".message-body",
    marks={
        "quote": "blockquote",
        "code": "pre",
        "edited": ".edited",
        "signature": ".mod_signature, .signature",
        "smiley": "img.mod_smileys_img",
        "drop": ".message-options, .attachments, .message-moderation, .warning, blockquote > div > small",
    },
    mend=mended,
    quote=quoted,
    quote_head=re.compile(r"(?:Quote\n)?(?P<author>[^\n]{1,60}?)(?: (?:Wrote|wrote):?(?:\n-+)?)?\n"),
    attachments=".attachments",
    attachment=attachment,
    author=first_of(Pick(".message-author a:first-child"), Pick(".message-author", pattern=r"^\s*([^\[]+)")),
    author_id=Pick(".message-author a[href*='profile.php']", "href", r"profile\.php\?\d+,(\d+)"),
    author_url=Pick(".message-author a[href*='profile.php']", "href"),
    avatar=Pick(".message-author img, .mod_user_avatar", "src"),
    level=Pick(".message-user-info strong"),
    pairs=pairs,
    signature=".mod_signature, .signature",
    boards=BoardRules(
        thread="#phorum table.list tr:has(h4 a[href*='read.php?'])",
        thread_link="h4 a[href*='read.php?']",
        thread_id=r"read\.php\?\d+,(\d+)",
        author=first_of(Pick("td:has(> h4) > a[href*='profile.php']"), by("td:has(> h4)")),
        replies=replies,
        views=Pick(f"td:not(:has(> h4)):has(+ td + {LAST})"),
        last_post=line_of(LAST),
        last_poster=first_of(Pick(f"{LAST} > a ~ a[href*='profile.php']"), by(LAST)),
        sticky=Pick("img[src*='/bell.']", "src"),
        closed=Pick("img[src*='/lock.']", "src"),
        board="#phorum table.list h3 a, #phorum table.list th > a[href*='list.php?'], #phorum table.list td > a[href*='index.php?']",
        board_id=r"(?:list|index)\.php\?(\d+)$",
        board_row="#phorum table.list tr:has(> td > h3)",
        board_threads=Pick("td:nth-child(2)"),
        board_posts=Pick("td:nth-child(3)"),
        name=Pick("#top h1, h1"),
    ),
    date_order="mdy",
)
