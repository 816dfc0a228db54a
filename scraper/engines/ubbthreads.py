"""
UBB.threads 7: a head ``td.subjecttable`` with number and time, ``td.author-content``, and the body ``.post_inner > #body<n>``.

The number in the head is the post's id, not its place.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, enclosing, text_of
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, Quoted, canonical, first_match, first_of, line_of, text_lines

__all__ = ["ENGINE"]

THREAD = re.compile(r"(?:showflat/Number/|topics?/|Number=)(\d+)")
HEAD = ".subjecttable, .newsubjecttable, .post-date, .date:not(.post-content *):not(.post_inner *)"
"""What stands above a post; the note of an edit has a date too."""

CITE = re.compile(r"\s*(?:Originally Posted By|Quote from|Ursprünglich geschrieben von):?\s*(.+?)\s*$", re.IGNORECASE)


def posts(page: Page) -> Sequence[Node]:
    """The tables around each author's cell."""
    found = []
    for cell in page.css(".author-content"):
        body = enclosing(cell.parent, lambda outer: outer.css_first(".post_inner, .post-content") is not None)
        outer = enclosing(body, lambda outer: outer.css_first(HEAD) is not None)
        if outer is not None and len(outer.css(".author-content")) == 1:
            found.append(outer)
    return found


def thread_id(page: Page) -> str | None:
    found = first_match(THREAD, CANONICAL(page.root), page.url, Pick("a[href*='#Post']", "href")(page.root))
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    """The canonical address without a post's anchor."""
    link = canonical(page)
    return link.partition("#")[0] if THREAD.search(link) else None


def posted(node: Node) -> str | None:
    """Day and clock stand in two elements of the head."""
    head = node.css_first(".subjecttable, .newsubjecttable, .post-date") or node
    parts = [text_of(part) or "" for part in (head.css_first(".date"), head.css_first(".time")) if part is not None]
    return " ".join(parts).strip() or None


def edited(node: Node) -> str | None:
    """``Last edited by X; 01/03/10 01:00 PM.``"""
    note = text_of(node.css_first(".edited-wording, .post-edited, .lastedited, .post_inner > p > em"))
    return note or None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    found = CITE.match(quote.cite.split("\n", 1)[0])
    return found[1].rstrip(":") if found else None, None


def pairs(card: Node) -> Iterable[Pair]:
    return text_lines(card)


ENGINE = Engine(
    name="ubbthreads",
    hints=("ubb.threads", "ubbthreads"),
    claims=(
        "td.author-content ~ td .post_inner",
        ".author-content ~ .post-content",
        ".subjecttable + tr .author-content",
        ".t_outer .author-content",
    ),
    signs=("script[src*='ubb_jslib']", "a[href*='ubbcentral.com']", "a[href*='ubbthreads.php?ubb=']", "a[href*='ubbthreads.php/']"),
    version=Pick("#content a[href*='ubbcentral'], a[href*='ubbcentral']", pattern=r"(\d[\d.]*)"),
    site=Pick(".breadcrumbs a, #breadcrumbs a"),
    title=first_of(
        Pick("h1"),
        Pick(".subjecttable b a, .subjecttable .bold a, .subjecttable .truncate"),
        Pick("title", pattern=r"^(.*?)(?: - [^-]*)?$"),
    ),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".breadcrumbs a, #breadcrumbs a",
    page=Pick(".pagination .page-cur, td.page-cur, .page-cur, .page_cur"),
    pages=first_of(
        Pick(".pagination .page-n, .page_nav td, .pages", pattern=r"(?:of|von)\s+(\d+)"), Pick(".page-cur", pattern=r"(?:of|von)\s+(\d+)")
    ),
    next_url=Pick("a[rel=next], link[rel=next], .page-cur + .page-n a, .page-cur + td a", "href"),
    post=posts,
    post_id=first_of(
        Pick("a[href*='#Post']", "href", r"#Post(\d+)"), Pick("[id^=number]", "id", r"(\d+)"), Pick("a[id^=Post]", "id", r"(\d+)")
    ),
    post_url=lambda page, node, post_id: page.join(Pick("a[href*='#Post']", "href")(node)),
    posted=posted,
    edited=edited,
    body="[id^=body], .post_inner, .post-content",
    marks={
        "quote": ".ubbcode-block:not(:has(pre))",
        "cite": ".ubbcode-block:not(:has(pre)) .ubbcode-header",
        "code": ".ubbcode-block pre",
        "smiley": "img[src*='/graemlins/'], img[src*='/smilies/']",
        "drop": ".ubbcode-block:has(pre) .ubbcode-header, .edited-wording, .post-edited",
        "edited": ".lastedited",
        "signature": ".signature",
    },
    quote=quoted,
    attachments="a[href*='ubb=download'], a[href*='/download/']",
    card=".author-content",
    author=Pick("a[href*='/users/'] .username, .username, a[href*='/users/'], a[href*='showprofile'], .bold, b"),
    author_id=Pick("a[href*='/users/'], a[href*='showprofile']", "href", r"(?:users/|User=|showprofile/)(\d+)"),
    author_url=Pick("a[href*='/users/'], a[href*='showprofile']", "href"),
    avatar=Pick("img.avatar, .avatar img, img[src*=avatar]", "src"),
    level=Pick(".user-title, .usertitle, .author-title"),
    online=lambda card: "1" if card.css_first("img[src*='online.'], .online") is not None else None,
    pairs=pairs,
    signature=".signature",
    boards=BoardRules(
        thread="tr:has(> td[class*=topicsubject])",
        thread_link="td[class*=topicsubject] a[href*='topic'], td a[href*='showflat']",
        thread_id=THREAD.pattern,
        author=Pick("td[class*=topicsubject] a[href*='/users/'], a[href*='/users/']"),
        replies=Pick("td[class*=topicreplies]"),
        views=Pick("td[class*=topicviews]"),
        last_post=line_of("td[class*=topictime]"),
        last_poster=Pick("td[class*=topictime] a[href*='/users/']"),
        sticky=Pick("img[src*='sticky'], img[src*='pinned']", "src"),
        closed=Pick("img[src*='/lock']", "src"),
        board="[class*=forumtitle] a[href*='forums/'], .forumtitle a",
        board_id=r"/forums/(\d+)",
        board_row="tr:has(> td[class*=forumtitle])",
        board_threads=Pick("td[class*=threadtotal]"),
        board_posts=Pick("td[class*=posttotal]"),
        name=first_of(Pick("h1"), Pick(".breadcrumbs a ~ a[href*='/forums/']:last-child, #breadcrumbs a ~ a[href*='/forums/']:last-child")),
    ),
    date_order="mdy",
)
