"""
vBulletin 2.0 to 2.3: tables without classes; an anchor ``post<id>`` opens each post's row, the row below holds time and buttons.

A quote in a paragraph ends it (``<blockquote>`` may not stand there), so that a body is all that the cell holds.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, next_element, text_of, texts_of
from ._vbulletin import CITED
from .base import BoardRules, Engine, Pair, Pick, Quoted, Rule, line_of, text_lines

__all__ = ["ENGINE"]

CAPTION = re.compile(r"<font[^<>]*+>(?:quote|code|php|html)\s*+:\s*+</font>\s*+<hr[^<>]*+>", re.IGNORECASE)
THREAD = re.compile(r"[?&]threadid=(\d+)")
PAGES = re.compile(r"\((\d{1,6})\):[^()\[\]]*+\[(\d{1,6})\]")
TRAIL = re.compile(r"[>»]\s*([^>»]+)$")


def posts(page: Page) -> Sequence[Node]:
    """The rows of the anchors; the author's cell is the first, the body's the second."""
    anchors = page.css("td > a[name^=post]")
    return [a.parent.parent for a in anchors if a.parent and a.parent.parent and re.fullmatch(r"post\d+", a.attributes.get("name") or "")]


def below(row: Node) -> Node | None:
    """The next row."""
    return next_element(row, "tr")


def cells(row: Node) -> list[Node]:
    """The row's own cells."""
    found, cell = [], row.child
    while cell is not None:
        if cell.tag == "td":
            found.append(cell)
        cell = cell.next
    return found


def body(row: Node) -> Node | None:
    own = cells(row)
    return own[1] if len(own) > 1 else None


def posted(row: Node) -> str | None:
    """The first cell of the row below."""
    after = below(row)
    return text_of(after.css_first("td")) if after is not None else None


def author_url(row: Node) -> str | None:
    """The link to the profile stands among the buttons."""
    after = below(row)
    link = Pick("a[href*='action=getinfo'][href*='userid=']", "href")(after) if after is not None else None
    return re.sub(r"\bs=[0-9a-f]*&", "", link) if link else None


def author_id(row: Node) -> str | None:
    found = re.search(r"userid=(\d+)", author_url(row) or "")
    return found[1] if found else None


def online(row: Node) -> str | None:
    after = below(row)
    icon = Pick("img[src*='/o']", "src", r"/(on|off)\.gif")(after) if after is not None else None
    return None if icon is None else "1" if icon == "on" else "0"


def pairs(row: Node) -> Iterable[Pair]:
    """Lines of the author's cell."""
    own = cells(row)
    return [pair for pair in text_lines(own[0]) if ":" not in pair[1]] if own else []


def trail(page: Page) -> Node | None:
    """The bold line with the links to the boards; the thread's title ends it."""
    link = page.first("b > a[href*='forumdisplay.php']")
    return link.parent if link is not None else None


def title(root: Node) -> str | None:
    link = root.css_first("b > a[href*='forumdisplay.php']")
    found = TRAIL.search(text_of(link.parent) or "") if link is not None and link.parent is not None else None
    return found[1].strip() if found else Pick("title", pattern=r"^[^-]* - (.+)$")(root)


def board(page: Page) -> Sequence[str]:
    line = trail(page)
    return texts_of(line.css("a")) if line is not None else []


def thread_id(page: Page) -> str | None:
    found = THREAD.search(page.url or "")
    return found[1] if found else Pick("a[href*='showthread.php'][href*='threadid=']", "href", THREAD.pattern)(page.root)


def pager(group: int) -> Rule:
    """The number of pages (1) or of this page (2): ``Pages (3): [1] 2 3``; the rows of a board link to pages of their threads."""

    def rule(root: Node) -> str | None:
        bars = (text_of(font) or "" for font in root.css("font:has(> a[href*='pagenumber=']), font:has(> b > a[href*='pagenumber='])"))
        return next((found[group] for bar in bars if (found := PAGES.search(bar))), None)

    return rule


number = pager(2)


def start(page: Page) -> int | None:
    """Posts have no number; those of the first page can be counted."""
    return 0 if number(page.root) in (None, "1") else None


def mended(html: str) -> str:
    """A caption and a line stand in the font that the paragraph left open, where no selector finds them."""
    return CAPTION.sub("", html) if "</blockquote>" in html else html


def quoted(_quote: Quoted) -> tuple[str | None, str | None]:
    """The citation stands in the quote's text."""
    return None, None


TITLE = "a[href*='showthread.php'][href*='threadid=']:not([href*='goto=']):not([href*='pagenumber='])"


def behind_title(place: int) -> Rule:
    """A rule of a board's row: the cell so many places behind that of the thread's title; the icons before it are an option."""

    def rule(row: Node) -> str | None:
        own = cells(row)
        titled = next((i for i, cell in enumerate(own) if cell.css_first(TITLE) is not None), len(own))
        return text_of(own[titled + place]) if titled + place < len(own) else None

    return rule


def sticky(row: Node) -> str | None:
    """The word before the title."""
    link = row.css_first(TITLE)
    return Pick(pattern=r"^\s*((?:Sticky|Wichtig|Important|Importante|Belangrijk)\s*:)")(link.parent) if link and link.parent else None


def forum(root: Node) -> str | None:
    """What ends the trail of a board; the index has a trail of one link."""
    trail = root.css_first("b:has(> a[href^='index.php'])")
    found = TRAIL.search(text_of(trail) or "") if trail is not None else None
    return found[1].strip() if found else None


ENGINE = Engine(
    name="vbulletin",
    variant="2",
    hints=("vbulletin version 2", "jelsoft", "vb_bullet"),
    claims=("td[nowrap] > a[name^=post] + font > b",),
    signs=("img[alt*='vBulletin version 2']", "img[src*='vb_bullet.gif']"),
    version=Pick("img[alt*='vBulletin version 2']", "alt", r"version ([\d.]+)"),
    title=title,
    thread_id=thread_id,
    thread_url=lambda page: page.join(f"showthread.php?threadid={found}") if (found := thread_id(page)) else None,
    board=board,
    page=number,
    pages=pager(1),
    next_url=Pick("a[title='next page'][href*='pagenumber=']", "href"),
    post=posts,
    start=start,
    post_id=Pick("a[name^=post]", "name", r"(\d+)"),
    post_url=lambda page, node, post_id: page.join(f"showthread.php?postid={post_id}#post{post_id}") if post_id else None,
    posted=posted,
    body=body,
    marks={
        "quote": "blockquote:not(:has(> pre))",
        "code": "blockquote > pre",
        "drop": "td > font:first-child, p[align=right]",
        "edited": "td > p > font > i:lexbor-contains('edited by')",
        "smiley": "img[src*='/smilies/']",
    },
    mend=mended,
    quote=quoted,
    quote_head=CITED,
    attachments="a[href*='attachment.php']",
    author=Pick("td > font > b"),
    author_id=author_id,
    author_url=author_url,
    avatar=Pick("img[src*='avatar']", "src"),
    level=Pick("td > br + font"),
    online=online,
    pairs=pairs,
    signature_cut=re.compile(r"<p>\s*(?:<font[^>]*>\s*)?_{10,}\s*(?:</font>)?(?:<br>)?"),
    boards=BoardRules(
        thread=f"tr:has(> td > font > {TITLE})",
        thread_link=TITLE,
        thread_id=r"[?&]threadid=(\d+)",
        author=behind_title(1),
        replies=behind_title(2),
        views=behind_title(3),
        last_post=line_of("td:has(a[href*='find=lastposter'])"),
        last_poster=Pick("a[href*='find=lastposter']"),
        sticky=sticky,
        closed=Pick("img[src*='lock']", "src"),
        board="td > font > a[href*='forumdisplay.php'][href*='forumid=']",
        board_id=r"[?&]forumid=(\d+)$",  # those of a column's head say an order behind it
        board_row="tr:has(> td > font > a[href*='forumdisplay.php'])",
        board_threads=Pick("td:nth-child(4)"),
        board_posts=Pick("td:nth-child(3)"),
        name=forum,
    ),
    date_order="mdy",
)
