"""Invision Power Board 2.0 to 2.3: ``.postcolor#post-<id>`` in a table whose head has name, time and ``Post #1``."""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, closest, lines, text_of
from .base import BoardRules, Engine, Pair, Pick, Quoted, first_match, first_of, line_of, text_lines

__all__ = ["ENGINE"]

THREAD = re.compile(r"[?&]showtopic=(\d+)|[?&]t=(\d+)")
CITE = re.compile(r"\s*QUOTE\s*(?:\((?P<name>.*?)(?:\s+@\s+[^()]*)?\))?", re.DOTALL)


def posts(page: Page) -> Sequence[Node]:
    """The tables around the bodies, one each."""
    found = []
    for body in page.css(".postcolor[id^=post-]"):
        outer = closest(body.parent, "table")
        if outer is not None:
            found.append(outer)
    return found


def thread_id(page: Page) -> str | None:
    if found := first_match(THREAD, page.url, Pick("a[href*='showtopic=']", "href")(page.root)):
        return found[1] or found[2]
    return Pick("input[name=t]", "value", r"(\d+)")(page.root)


def thread_url(page: Page) -> str | None:
    found = thread_id(page)
    return page.join(f"index.php?showtopic={found}") if found else None


def posted(node: Node) -> str | None:
    """The small line of the head with a time in it."""
    for line in node.css(".postdetails"):
        text = text_of(line)
        if text and re.search(r"\d{1,2}:\d\d", text):
            return re.sub(r"^(?:Posted|Geschrieben|Отправлено)\s*:?\s*", "", text)
    return None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``QUOTE(X @ Jan 1 2006, 11:00 AM)``; the arrow's link has the post."""
    found = CITE.match(quote.cite)
    post = next((m[1] for link in quote.links if (m := re.search(r"pid=(\d+)", link))), None)
    return (found["name"] or "").strip() or None if found else None, post


def pairs(node: Node) -> Iterable[Pair]:
    """The lines beneath the avatar, those with a colon."""
    cell = node.css_first("td.post1 .postdetails, td.post2 .postdetails")
    return text_lines(cell) if cell is not None else ()


def motto(node: Node) -> str | None:
    """The first line of the card."""
    first = next(iter(lines(node.css_first("td.post1 .postdetails, td.post2 .postdetails"))), None)
    return first if first and ":" not in first else None


TITLE = "td:has(a[id^=tid-link-])"


def board_name(root: Node) -> str | None:
    """The last part of a board's trail; that of the index has one."""
    parts = root.css("#navstrip a")
    return text_of(parts[-1]) if len(parts) > 1 else None


ENGINE = Engine(
    name="invision",
    variant="2",
    hints=("ipb.css", "invision power board", "ipbwrapper", "ipbtable"),
    claims=("td .postcolor[id^=post-]",),
    signs=("#ipbwrapper", "#navstrip .nav, #navstrip"),
    version=Pick(".copyright", pattern=r"v?(\d[\d.]+)"),
    site=Pick("#navstrip a"),
    title=first_of(Pick(".maintitle b"), Pick("title", pattern=r"^(.*?)(?: - .*)?$")),
    thread_id=thread_id,
    thread_url=thread_url,
    board="#navstrip a",
    page=Pick(".pagecurrent"),
    pages=Pick(".pagelink", pattern=r"^\s*(\d+)\s+\D"),
    next_url=Pick(".pagecurrent ~ .pagelink a[title='Next page'], a[title='Next page']", "href"),
    post=posts,
    post_id=Pick(".postcolor", "id", r"post-(\d+)"),
    post_url=lambda page, node, post_id: f"{url}&view=findpost&p={post_id}" if post_id and (url := thread_url(page)) else None,
    floor=first_of(Pick(".postdetails a[onclick*=link_to_post]", pattern=r"(#?\d+)"), Pick("[id^=entry] .postdetails", pattern=r"(#\d+)")),
    posted=posted,
    body=".postcolor",
    marks={
        "quote": ".quotemain",
        "head": ".quotetop",
        "code": ".codemain, .sqlmain, .htmlmain",
        "edited": ".edit",
        "smiley": "img[emoid], img[src*='/emoticons/'], img[src*='style_emoticons']",
        "drop": ".codetop, .sqltop, .htmltop",
    },
    quote=quoted,
    attachments="a[href*='act=attach'], a[href*='act=Attach']",
    author=Pick(".normalname, .unreg"),
    author_id=Pick(".normalname a[href]", "href", r"showuser=(\d+)"),
    author_url=Pick(".normalname a[href]", "href"),
    avatar=Pick("img[src*=avatar], img[src*='av-']", "src"),
    motto=motto,
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="tr:has(a[id^=tid-link-])",
        thread_link="a[id^=tid-link-]",
        thread_id=r"showtopic=(\d+)",
        author=Pick(f"{TITLE} + td + td"),
        replies=Pick(f"{TITLE} + td"),
        views=Pick(f"{TITLE} + td + td + td"),
        last_post=line_of(".lastaction"),
        last_poster=first_of(Pick(".lastaction b"), Pick(".lastaction a[href*='showuser=']")),
        sticky=first_of(
            Pick("img[src*='f_pinned']", "src"), Pick(TITLE, pattern=r"^\s*(Pinned|Wichtig|Angepinnt|Importante?|Прикреплено|Важно)\b")
        ),
        closed=Pick("img[src*='f_closed'], img[src*='f_locked']", "src"),
        board=".maintitle a[href*='showforum='], td b > a[href*='showforum=']",
        board_id=r"showforum=(\d+)$",
        board_row="tr:has(> td > b > a[href*='showforum='])",
        board_threads=Pick("td:nth-child(3)"),
        board_posts=Pick("td:nth-child(4)"),
        name=board_name,
    ),
    message=".errorwrap, #board_offline",
    date_order="mdy",
)
