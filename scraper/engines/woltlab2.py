"""
WoltLab Burning Board 2.0 to 2.3: a table a post, named by ``a[name=post<id>]``; the row below the body holds its time.

Quotes, code and files are tables in the body; the signature stands behind a line of dashes, the edit note behind that.
"""

import re
from collections.abc import Sequence

from ..markup import Lifted, Node, Page, closest, lines, next_element, text_of
from .base import (
    BoardRules,
    Engine,
    Pick,
    Quoted,
    Rule,
    finder,
    first_match,
    first_of,
    inside,
    text_lines,
    trail,
)

__all__ = ["ENGINE"]

ANCHOR = "td.tablea a[name^=post], td.tableb a[name^=post]"
SESSION = re.compile(r"[?&]sid=[0-9a-f]*$")
THREAD = re.compile(r"[?&]threadid=(\d+)")
PAGES = re.compile(r"\((\d{1,6})\):[^()\[\]]*+\[(\d{1,6})\]")
BAR = ".smallfont:has(> b):has(> a[href*='page='])"
FILES = "td.inposttable:has(img[src*='/filetypes/'])"
QUOTE = "td.inposttable:not([nowrap]):not(:has(img[src*='/filetypes/']))"
CITED = re.compile(
    r"(?>(?:(?:Zitat|Quote)\s*+:\s*+)?)(?:Original(?:ly posted)? (?:geschrieben )?(?:von|by) (?P<author>[^\n]{1,60}?)[^\S\n]*+(?:\n|$))"
    r"|(?:Zitat|Quote)\s*+:\s*+"
)

EDITED = "td.normalfont :not(td):not(tbody) > .smallfont"
FILE = "a[href*='attachment.php?attachmentid=']"
THUMBNAIL = re.compile(r'(<a\b[^<>]*?attachment\.php\?attachmentid=[^<>]*+>)\s*+<img\b[^<>]*?\stitle="([^"]*+)"[^<>]*+>')

own_trail = trail(".tablea .smallfont:has(> b > a[href*='index.php'])")
bar = finder(BAR)


def lasting(href: str | None) -> str | None:
    """An address without the visit's session."""
    return SESSION.sub("", href) if href else None


def posts(page: Page) -> Sequence[Node]:
    """The table around each anchor."""
    tables = (closest(anchor, "table") for anchor in page.css(ANCHOR) if re.fullmatch(r"post\d+", anchor.attributes.get("name") or ""))
    return [table for table in tables if table is not None]


def below(post: Node) -> Node | None:
    """The row below the body."""
    return next_element(closest(post.css_first(ANCHOR), "tr"), "tr")


def card(post: Node) -> Node | None:
    """The author's cell."""
    return post.css_first("a[name^=post] ~ table td") or closest(post.css_first(ANCHOR), "td")


def body(post: Node) -> Node | None:
    """The cell beside the author's, and in it the one that holds the text."""
    beside = next_element(closest(post.css_first(ANCHOR), "td"), "td")
    return beside.css_first("td.normalfont") or beside if beside is not None else None


def posted(post: Node) -> str | None:
    after = below(post)
    return text_of(after.css_first("td")) if after is not None else None


def level(card: Node) -> str | None:
    """The line below the name."""
    found = [line for line in lines(card) if line.strip()]
    return found[1] if len(found) > 1 and ":" not in found[1] else None


def edited(post: Node) -> str | None:
    """The last small line of the cell, if it has a time."""
    found = post.css(EDITED)
    return Pick(pattern=r"(.*\d.*)")(found[-1]) if found else None


def online(card: Node) -> str | None:
    """The icon among the buttons."""
    after = next_element(closest(closest(card, "table"), "tr"), "tr")
    icon = Pick("img[src*='user_o']", "src", r"user_(on|off)line")(after) if after is not None else None
    return None if icon is None else "1" if icon == "on" else "0"


def quoted(_quote: Quoted) -> tuple[str | None, str | None]:
    """The citation stands in the quote's text."""
    return None, None


def mended(html: str) -> str:
    """The small picture that a link shows is named by its title: the file is what the link offers."""
    return THUMBNAIL.sub(r"\1\2", html) if "thumbnail=1" in html else html


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    return item.text, lasting(next(iter(item.links), None))


def thread_id(page: Page) -> str | None:
    found = first_match(THREAD, page.url, Pick("a[href*='print.php?threadid='], a[href*='thread.php?threadid=']", "href")(page.root))
    return found[1] if found else None


def pager(group: int) -> Rule:
    """The number of pages (1) or of this page (2): ``Seiten (3): 1 [2] 3``."""

    def rule(root: Node) -> str | None:
        found = PAGES.search(text_of(bar(root)) or "")
        return found[group] if found else None

    return rule


number = pager(2)


def start(page: Page) -> int | None:
    """Posts have no number; those of the first page can be counted."""
    return 0 if number(page.root) in (None, "1") else None


LAST = ".smallfont:has(> .time)"
TITLE = "a[href*='thread.php?threadid=']:not([href*='goto=']):not([href*='page='])"

ENGINE = Engine(
    name="woltlab",
    variant="2",
    hints=("burning board", "woltlab", "tableinborder"),
    claims=("td.tablea a[name^=post]", "td.tableb a[name^=post]"),
    signs=("table.tableinborder td.tabletitle", "table.tableinborder td.tablea a[href*='woltlab']"),
    version=Pick("a[href*='woltlab']", pattern=r"Burning Board (?:Lite )?(\d[\d.]*)"),
    site=Pick(".tablea .smallfont > b > a[href*='index.php']"),
    title=first_of(Pick(".tablecat > .normalfont > b"), Pick(".tablea .smallfont > b:last-child"), Pick("title", pattern=r"([^|]+)$")),
    thread_id=thread_id,
    thread_url=lambda page: page.join(f"thread.php?threadid={found}") if (found := thread_id(page)) else None,
    board=own_trail,
    page=number,
    pages=pager(1),
    next_url=inside(bar, lambda bar: lasting(Pick("b + a", "href")(bar))),
    post=posts,
    start=start,
    post_id=Pick("a[name^=post]", "name", r"(\d+)"),
    post_url=lambda page, node, post_id: page.join(f"thread.php?postid={post_id}#post{post_id}") if post_id else None,
    posted=posted,
    edited=edited,
    body=body,
    marks={
        "quote": f"{QUOTE}, blockquote",
        "code": "td.inposttable[nowrap]:not([align=right]) pre",
        "edited": EDITED,
        "attachment": f"{FILE}:has(> img)",
        "smiley": "img[src*='/smilies/']",
        "drop": f"table:has(td[nowrap] > a[href*='addreply.php?']), td.tablecat, td.inposttable[align=right], {FILES}, "
        f".normalfont:has(+ br + {FILE})",
    },
    mend=mended,
    quote=quoted,
    quote_head=CITED,
    attachments=f"{FILES} {FILE}",
    attachment=attachment,
    signature_cut=re.compile(r"(?:<br>\s*)*_{15,}\s*<br>"),
    card=card,
    author=Pick(".normalfont b, b"),
    author_id=Pick("a[href*='profile.php?userid=']", "href", r"userid=(\d+)"),
    author_url=lambda card: lasting(Pick("a[href*='profile.php?userid=']", "href")(card)),
    avatar=Pick("img[src*='avatar']", "src"),
    level=level,
    online=online,
    pairs=text_lines,
    boards=BoardRules(
        thread=f"tr:has(> td > .normalfont > {TITLE})",
        thread_link=TITLE,
        thread_id=THREAD.pattern,
        author=Pick("td:nth-child(5)"),
        replies=Pick("td:nth-child(4)"),
        views=Pick("td:nth-child(6)"),
        last_post=Pick(LAST, pattern=r"^(.*?\d\d?:\d\d)"),
        last_poster=first_of(Pick(f"{LAST} a[href*='profile.php']"), Pick(LAST, pattern=r"\d:\d\d\s++\S++\s++(\S(?:.*\S)?)\s*+$")),
        sticky=Pick(".prefix", pattern=r"(Wichtig|Ankündigung|Important|Announcement)"),
        closed=Pick("img[src*='lockfolder']", "src"),
        board=".normalfont > a[href*='board.php?boardid=']:has(> b)",
        board_id=r"[?&]boardid=(\d+)",
        board_row="tr:has(> td > .normalfont > a[href*='board.php?boardid='])",
        board_threads=Pick("td.tablea[align=center] > .normalfont"),
        board_posts=Pick("td.tableb[align=center] > .normalfont"),
        name=Pick("title", pattern=r"\| ([^|]+)$"),
    ),
    message="tr.normalfont > td.tablea, .tablea .normalfont",
    date_order="dmy",
)
