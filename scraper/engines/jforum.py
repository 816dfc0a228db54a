"""JForum 2: a row with ``.postinfo`` (time, anchor), the row with author and ``#post_text_<id>``, perhaps one with the signature."""

import re
from collections.abc import Iterable, Sequence

from ..labels import whole
from ..markup import Node, Page, lines, next_element, previous_element, text_of
from .base import BoardRules, Engine, Pair, Pick, Quoted, Rule, count, line_of, text_lines, trail

__all__ = ["ENGINE"]

THREAD = re.compile(r"(.*?posts/list/)(?:\d+/)?(\d+)(\.\w+)?")


def thread_id(page: Page) -> str | None:
    link = Pick("a.maintitle", "href")(page.root) or page.url
    found = THREAD.match(link or "")
    return found[2] if found else None


def thread_url(page: Page) -> str | None:
    return page.join(Pick("a.maintitle", "href")(page.root)) or page.url


def posts(page: Page) -> Sequence[Node]:
    """The rows of the bodies."""
    return [body.parent for body in page.css("td[id^=post_text_]") if body.parent is not None]


def above(row: Node) -> Node | None:
    """The row with the time."""
    return previous_element(row, "tr")


def below(row: Node) -> Node | None:
    """The row with the signature or the buttons."""
    return next_element(row, "tr")


def posted(row: Node) -> str | None:
    head = above(row)
    return Pick(".postinfo .date, .date")(head) if head is not None else None


def post_url(page: Page, row: Node, post_id: str | None) -> str | None:
    head = above(row)
    return page.join(Pick(".date a[href*='#']", "href")(head)) if head is not None else None


def start(page: Page) -> int | None:
    """How many posts stand before the page, as the posts' own addresses say."""
    link = Pick(".postinfo .date a[href*='posts/list/']", "href")(page.root)
    found = re.search(r"posts/list/(?:(\d+)/)?\d+", link or "")
    return (count(found[1]) or 0) if found else None


def signature(row: Node) -> Node | None:
    """Below a line in the next row."""
    after = below(row)
    return after.css_first("td[colspan] hr ~ .gensmall") if after is not None else None


def edited(row: Node) -> str | None:
    """``This message was edited 1 time. Last update was at 02/01/2010 13:00``."""
    return Pick("[id^=post_text_] > p i > .gensmall")(row)


def author_url(row: Node) -> str | None:
    """The profile's link stands among the buttons below."""
    after = below(row)
    for _ in range(2):
        if after is None:
            return None
        if link := Pick("a[href*='user/profile'], a[href*='module=user']", "href")(after):
            return link
        after = below(after)
    return None


def author_id(row: Node) -> str | None:
    found = re.search(r"profile/(\d+)", author_url(row) or "")
    return found[1] if found else None


def level(row: Node) -> str | None:
    first = next(iter(lines(row.css_first("td .gensmall"))), None)
    return first if first and ":" not in first else None


def pairs(row: Node) -> Iterable[Pair]:
    small = row.css_first("td .gensmall")
    return text_lines(small) if small is not None else ()


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    found = re.match(r"\s*(.+?) (?:wrote|escreveu|escribió|schrieb|a écrit|写道|寫道)\s*:?\s*$", quote.cite)
    return found[1] if found else None, None


def icon(*names: str) -> Rule:
    """A rule of a topic's row: which of some words stands in the class or address of its icon."""

    def rule(row: Node) -> str | None:
        image = row.css_first("td img")
        told = f"{image.attributes.get('class')} {image.attributes.get('src')}" if image is not None else ""
        return next((name for name in names if name in told), None)

    return rule


ENGINE = Engine(
    name="jforum",
    hints=("jforum",),
    claims=("td[id^=post_text_] .postbody",),
    signs=("a[href*='jforum.net']", "a[href*='/forums/show/']", "form[action*='jforum']"),
    site=Pick(".nav a.nav"),
    title=Pick("a.maintitle"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=trail(".nav:has(a.nav)", "a.nav"),
    page=Pick(".pagination .current, .pagination b, span.current"),
    pages=lambda root: str(max((n for a in root.css(".pagination a, .pagination .current") if (n := whole(text_of(a)))), default=1)),
    next_url=Pick(
        ".pagination a.next, a[rel=next], .pagination .current ~ a[href*='/list/'], .pagination .current ~ a[href*='/show/']", "href"
    ),
    post=posts,
    post_id=Pick("[id^=post_text_]", "id", r"(\d+)"),
    post_url=post_url,
    start=start,
    posted=posted,
    edited=edited,
    body=".postbody",
    marks={
        "quote": ".quotecontent, blockquote, table:has(.quote) td.quote",
        "head": ".genmed:has(+ .quotecontent), cite, .quoteuser",
        "code": "pre, textarea[name=code], td.code",
        "smiley": "img[src*='/smilies/']",
        "drop": ".codetitle",
    },
    quote=quoted,
    attachments="a[href*='posts/downloadAttach']",
    author=Pick("td .genmed b"),
    author_id=author_id,
    author_url=author_url,
    avatar=Pick("td .gensmall img[alt*=vatar]", "src"),
    level=level,
    online=lambda row: "1" if row.css_first(".online") is not None else "0" if row.css_first(".offline") is not None else None,
    pairs=pairs,
    signature=signature,
    boards=BoardRules(
        thread="tr:has(.topictitle a[href*='posts/list'])",
        thread_link=".topictitle a[href*='posts/list'], a.topictitle",
        thread_id=r"posts/list/(?:\d+/)?(\d+)",
        author=Pick(".name a"),
        replies=Pick("td:nth-child(3)"),
        views=Pick("td:nth-child(5)"),
        last_post=line_of("td:nth-child(6) .postdetails"),
        last_poster=Pick("td:nth-child(6) .postdetails a[href*='/profile/']"),
        sticky=icon("sticky", "announce"),
        closed=icon("lock"),
        board="a.forumlink",
        board_id=r"forums/show/(?:\d+/)?(\d+)",
        board_row="tr:has(> td > .forumlink > a.forumlink)",
        board_threads=Pick("td:nth-child(3)"),
        board_posts=Pick("td:nth-child(4)"),
        name=Pick("a.maintitle[href*='/forums/show/']"),
    ),
    date_order="dmy",
)
