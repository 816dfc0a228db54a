"""
The archiver of Discuz! 4 to 7 and X: plain pages for search engines, with author, time and message only.

4 to 7 print the message as it was typed, so BBCode is undone here; X takes the tags out itself and leaves a quote's words in the
text. 7 and X do not enclose a message: all that stands between two ``p.author`` is one.
"""

import re
from dataclasses import replace

from ..labels import whole
from ..markup import MARK, Node, Page, text_of
from ..model import BoardPage, State, ThreadPage
from ._discuz import QUOTE_HEAD, QUOTE_TAIL, breadcrumb, next_page, own_text, page_count, posted, quoted, state, thread_id, trail_end
from ._discuz_old import label_notes
from .base import BoardRules, Engine, Pick, Rule
from .listing import read_board
from .reading import read_thread

__all__ = ["ENGINES", "boxed", "typed", "untagged"]

CURRENT = ".page strong, .page b, .archiver_pages strong, .archiver_pages b"
POST = re.compile(
    r'(<(p|div)\b(?=[^<>]*class="author")[^<>]*+>(?>(?:(?!</?\2\b).)*)</\2>)((?>(?:(?!<\2\b[^<>]*class="author"|<\w+\b[^<>]*class="page"|</(?:div|section)>).)*))(?=<)',
    re.DOTALL,
)
EDITED = re.compile(r"\[?\[i(?:=s)?\] ([^\[\]<>]*?) \[/i\]\]?")
LINKED = re.compile(r"\[url(?:=([^\[\]<>\"]*+))?\]((?>(?:(?!\[/?url[=\]]).)*))\[/url\]", re.DOTALL | re.IGNORECASE)
PICTURE = re.compile(r"\[img(?:=[^\]]*)?\]\s*([^\[<>\"]+?)\s*\[/img\]", re.IGNORECASE)
FILE = re.compile(r"\[(attach|attachimg|media|flash|swf|audio|localimg)(?:=[^\]]*)?\][^\[<]*\[/\1\]", re.IGNORECASE)
TAG = re.compile(
    r"\[/?(?:b|i|u|s|sup|sub|p|quote|code|free|hide|size|color|backcolor|font|align|float|indent|list|table|tr|td|email|qq|index|page|hr|fly|"
    r"password|postbg|\*)(?:=[^\[\]<>]*+)?\]",
    re.IGNORECASE,
)
AFTER_JUNK = re.compile(r'(<span style="display:none">[^<]*</span>)\s+')
SMILEY = re.compile(
    r"(?<![\w:/\\])(?::(?:lol|loveliness:|funk:|curse:|dizzy:|shutup:|sleepy:|hug:|victory:|time:|kiss:|handshake|call:|'\(|[)(DPp@o$LQ])|;P|\{:\d+_\d+:\})"
    r"(?![A-Za-z0-9])"
)


def boxes(html: str, tag: str, label: str) -> str:
    """A pair of tags as a labelled box, where as many are closed as opened."""
    opened, closed = f"[{tag}]", f"[/{tag}]"
    if html.count(opened) != html.count(closed):
        return html
    return html.replace(opened, f'<div {MARK}="{label}">').replace(closed, "</div>")


def typed(html: str) -> str:
    """
    A message without its BBCode, quotes and code as labelled boxes.

    >>> typed("[quote]well[/quote][b]so[/b] it is :)")
    '<div data-scraper="quote">well</div>so it is '
    """
    return SMILEY.sub("", label_notes(boxed(AFTER_JUNK.sub(r"\1", html))))


def boxed(html: str) -> str:
    """
    A message without its BBCode, quotes and code as labelled boxes; what stands for a smiley is left.

    >>> boxed("[b]so[/b] it is :)")
    'so it is :)'
    """
    if "[" not in html:
        return html
    html = EDITED.sub(rf'<i {MARK}="edited">\1</i>', html)
    html = boxes(boxes(html, "quote", "quote"), "code", "code")
    html = FILE.sub("", PICTURE.sub(r'<img src="\1">', html))
    return TAG.sub("", LINKED.sub(lambda m: f'<a href="{m[1] or m[2]}">{m[2]}</a>', html))


def untagged(text: str) -> str:
    """
    The same of plain text: what is left when the BBCode goes; an edit note stands on a line of its own.

    >>> untagged("[b]so[/b] [url=http://wood.test/1]it[/url] is[attach]7[/attach]")
    'so it is'
    """
    bare = LINKED.sub(r"\2", PICTURE.sub("", FILE.sub("", EDITED.sub(r"\n\1\n", text))))
    return SMILEY.sub("", TAG.sub("", bare))


def thread_url(page: Page) -> str | None:
    """The thread's first page in the archiver, named as the trail names the board."""
    tid, link = thread_id(page), page.first("a[href*='fid-']")
    href = link.attributes.get("href") or "" if link is not None else ""
    return page.join(f"{href[: href.index('fid-')]}tid-{tid}.html") if tid and "fid-" in href else None


def start(page: Page) -> int | None:
    """Pages before the last are full."""
    number = whole(Pick(CURRENT, pattern=r"(\d+)")(page.root)) or 1
    if number == 1:
        return 0
    return (number - 1) * len(page.css(".archived, .archiver_post")) if next_page(page.root, CURRENT) else None


def states(node: Node) -> tuple[State, ...]:
    return state(text_of(node.css_first("strong, cite, b, .bold")))


def own_time(css: str) -> Rule:
    """A rule for the text beside the author's name."""

    def rule(node: Node) -> str | None:
        line = node.css_first(css)
        return posted((line.text(deep=False) or "").strip()) if line is not None else None

    return rule


def version(root: Node) -> str | None:
    return Pick("meta[name=generator]", "content", r"Discuz!\s*(X?[\d.]+)")(root)


ENCLOSED = Engine(
    name="discuz",
    variant="archiver 6",
    hints=("discuz! archiver", "fid-"),
    claims=(".archiver_post .archiver_postbody",),
    signs=(".archiver_pages", ".archiver_forumlist", ".archiver_threadlist"),
    version=version,
    title=trail_end("#nav"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=breadcrumb("#nav", r"tid-\d"),
    page=Pick(CURRENT, pattern=r"(\d+)"),
    pages=lambda root: page_count(root, ".archiver_pages"),
    next_url=lambda root: next_page(root, CURRENT),
    post=".archiver_post",
    start=start,
    posted=own_time(":is(p, div):has(> cite)"),
    states=states,
    body=".archiver_postbody",
    marks={"drop": "h2, h3, h4"},
    mend=typed,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    quote_tail=QUOTE_TAIL,
    author=Pick("cite"),
    boards=BoardRules(
        thread="li:has(> a[href*='tid-'])",
        thread_id=r"tid-(\d+)",
        replies=Pick(pattern=r"[(（]\s*(\d+)\s*(?:篇|replies)"),
        board="a[href*='fid-']",
        board_id=r"fid-(\d+)",
        name=trail_end("#nav"),
    ),
)

INNER = replace(
    ENCLOSED,
    variant="archiver",
    post=".archived",
    page=Pick(CURRENT, pattern=r"(\d+)"),
    pages=lambda root: page_count(root, ".page"),
    next_url=lambda root: next_page(root, CURRENT),
    author=lambda node: own_text(node.css_first(".author strong, .author b")),
    posted=own_time(".author"),
    body=".archived-body",
)


def reader(page: Page) -> ThreadPage | BoardPage | None:
    """The page with each post's head and loose text enclosed, read by the form; a board's page as it is."""
    html = POST.sub(r'<div class="archived">\1<div class="archived-body">\3</div></div>', page.root.html or "")
    inner = Page(html, url=page.url, fetched_at=page.fetched_at, charset=page.charset, source=page.source, timezone=page.timezone)
    inner.warnings += page.warnings
    return read_thread(INNER, inner) or read_board(INNER, page)


LOOSE = replace(
    INNER,
    variant="archiver",
    claims=("#content > .author > :is(strong, b):first-child", "#content > div > .author > :is(strong, b):first-child"),
    signs=("#content > ul[type='1'] a[href*='tid-']", "#content > ul a[href*='fid-']"),
    reader=reader,
)

TABLES = replace(
    ENCLOSED,
    variant="archiver 4",
    claims=(".tableborder td[bgcolor] > table td.bold + td[align=right]",),
    signs=(),
    title=trail_end(".tableborder td.bold"),
    board=breadcrumb(".tableborder td.bold", r"tid-\d"),
    page=Pick("td[align=center] b, td[align=center] strong", pattern=r"(\d+)"),
    pages=lambda root: page_count(root, "td[align=center]"),
    next_url=lambda root: next_page(root, "td[align=center] > b, td[align=center] > strong"),
    post=".tableborder:has(td[bgcolor] > table td.bold + td[align=right])",
    start=lambda page: 0 if not page.first("td[align=center] > b, td[align=center] > strong") else None,
    posted=lambda node: posted(text_of(node.css_first("td.bold + td[align=right]"))),
    body="td.smalltxt",
    marks={"drop": "b:first-child"},
    author=Pick("td.bold"),
)

ENGINES = (ENCLOSED, LOOSE, TABLES)
