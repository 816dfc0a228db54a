"""
bbPress 2, the WordPress plugin: a head ``.bbp-reply-header`` and behind it the post, with its numbers in its classes.

Edit notes and their history stand in the body; times of edits are only relative.
"""

import re
from collections.abc import Callable, Sequence

from ..markup import Node, Page, enclosing, text_of, unwrapped
from .base import CANONICAL, BoardRules, Engine, Pick, count, first_of, greatest, having

__all__ = ["ENGINE"]

CONTENT = ".bbp-reply-content, .bbp-topic-content"
MEMBER = re.compile(r"user-id-([1-9]\d*)")
NUMBER = re.compile(r"\d[\d,.]*")


def before(css: str, attr: str | None = None) -> Callable[[Node], str | None]:
    """A rule for the head, which stands before the post; a skin may put frames around both."""
    pick = Pick(css, attr)

    def rule(node: Node) -> str | None:
        at: Node | None = node
        for _ in range(3):
            beside = at.prev if at is not None else None
            while beside is not None:
                if not (beside.tag or "-").startswith("-"):
                    if said := pick(beside):
                        return said if _is_head(beside) else pick(node)
                    if beside.css_first(CONTENT) is not None:
                        return pick(node)
                beside = beside.prev
            at = at.parent if at is not None else None
        return pick(node)

    return rule


def _is_head(node: Node) -> bool:
    """Whether an element belongs to the post behind it: it is called so, or holds no text of its own."""
    return "-header" in (node.attributes.get("class") or "") or node.css_first(CONTENT) is None


def numbers(root: Node) -> list[int]:
    """``Viewing 15 posts - 16 through 30 (of 37 total)`` in any language."""
    line = text_of(root.css_first(".bbp-pagination-count")) or ""
    return [n for found in NUMBER.findall(line) if (n := count(found)) is not None]


def start(page: Page) -> int:
    """How many posts stand before this page."""
    found = numbers(page.root)
    return found[1] - 1 if len(found) > 3 else 0


def replies(root: Node) -> str | None:
    """The total counts the first post, unless that stands above the list."""
    found = numbers(root)
    return str(found[-1] - (root.css_first(".bbp-lead-topic") is None)) if found else None


def thread_id(page: Page) -> str | None:
    """The topic's number, in the list's id or in the classes of its replies."""
    of_list = Pick(".bbp-replies, .bbp-lead-topic", "id", r"topic-(\d+)")(page.root)
    return of_list or Pick("[class*=bbp-parent-topic-]", "class", r"bbp-parent-topic-(\d+)")(page.root)


def thread_url(page: Page) -> str | None:
    """The address of the topic's first page."""
    link = CANONICAL(page.root) or page.url
    return page.join(re.sub(r"page/\d+/?$", "", link.partition("#")[0].partition("?")[0])) if link else None


def author_id(card: Node) -> str | None:
    """The member's number, in the classes of the post around the card."""
    at = card.parent
    for _ in range(6):  # frames of skins among them
        if at is not None and (found := MEMBER.search(at.attributes.get("class") or "")):
            return found[1]
        at = at.parent if at is not None else None
    return None


def posts(page: Page) -> Sequence[Node]:
    """The first post, where a site prints it above the list, and the list."""
    return page.css(".bbp-lead-topic [class*='post-']:has(.bbp-topic-content), .bbp-replies [class*='post-']:has(.bbp-reply-content)")


dated = before(".bbp-reply-post-date, .bbp-topic-post-date, .bs-timestamp")


def posted(node: Node) -> str | None:
    """The date in its own element; in themes that print the head into the body, what stands there beside the link."""
    head = None if (found := dated(node)) else node.css_first(".bbp-reply-content .bbp-meta, .bbp-topic-content .bbp-meta")
    return found or (Pick(own=True)(unwrapped(head)) if head is not None else None)


COUNTS = r"\((\d++(?>(?:[.,]\d++)*))(?:, \d[\d.,]*+)?\)$"
FIGURES = re.compile(rf"(?<!\s)\s++{COUNTS}")


def forum_name(link: Node) -> str | None:
    """The name of a forum; in another's list without the figures behind it: ``Harvest (9, 1,029)``."""
    name = text_of(link) or ""
    return (FIGURES.sub("", name) if "bbp-forum-link" in (link.attributes.get("class") or "") else name) or None


REPLIES = re.compile(r"repl|antwort|répons|respu|respost|rispost|antwoord|odpow|ответ|yanıt|svar|回复|回覆|返信", re.IGNORECASE)


def listed_replies(row: Node) -> str | None:
    """The figure of a list of topics; by default its column counts the posts, with the first, as its head says."""
    figure = count(Pick(".bbp-topic-reply-count")(row))
    around = enclosing(row.parent, having("bbp-topics"))
    head = Pick(".bbp-header .bbp-topic-reply-count")(around) if around is not None else None
    if figure is None or not head or REPLIES.search(head):
        return None if figure is None else str(figure)
    return str(max(figure - 1, 0))


BOARDS = BoardRules(
    thread="[id^=bbp-topic-].topic",
    thread_link=".bbp-topic-permalink",
    row_id=Pick(attr="id", pattern=r"(?<!\d)(\d++)$"),
    author=Pick(".bbp-topic-started-by .bbp-author-name, .bbp-topic-started-by a"),
    replies=listed_replies,
    last_post=Pick(".bbp-topic-freshness > a"),
    last_poster=Pick(".bbp-topic-freshness-author .bbp-author-name, .bbp-topic-freshness-author a"),
    sticky=lambda row: "1" if re.search(r"\b(?:super-)?sticky\b", row.attributes.get("class") or "") else None,
    closed=having("status-closed"),
    board="a.bbp-forum-title, a.bbp-forum-link",
    board_title=forum_name,
    board_row="ul[id^=bbp-forum-].forum, .bbp-forums-list > .bbp-forum",
    board_named=Pick(attr="id", pattern=r"bbp-forum-(\d+)"),
    board_threads=first_of(Pick(".bbp-forum-topic-count"), Pick("a.bbp-forum-link", pattern=COUNTS)),
    board_posts=first_of(Pick(".bbp-forum-reply-count"), Pick("a.bbp-forum-link", pattern=r", (\d[\d.,]*)\)$")),
    name=Pick(".bbp-breadcrumb-current, h1.entry-title"),
)

ENGINE = Engine(
    name="bbpress",
    hints=("bbpress", "bbp-", "wp-includes", "wp-content"),
    claims=(".bbp-body .hentry .bbp-reply-content", ".bbp-replies .hentry .bbp-reply-content", ".bbp-lead-topic .bbp-topic-content"),
    signs=("#bbpress-forums", "body.bbpress"),
    version=Pick("link[href*='bbpress']", "href", r"[?&]ver=(\d[\d.]*)"),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick(".site-title")),
    title=first_of(Pick(".bbp-breadcrumb-current"), Pick(".entry-title")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".bbp-breadcrumb a",
    page=Pick(".bbp-pagination-links .current"),
    pages=greatest(".bbp-pagination-links .page-numbers"),
    next_url=Pick(".bbp-pagination-links .next, link[rel=next]", "href"),
    replies=replies,
    tags=".bbp-topic-tags a",
    post=posts,
    post_id=Pick(attr="class", pattern=r"(?:^|\s)post-(\d+)"),
    post_url=lambda page, node, post_id: page.join(before(".bbp-reply-permalink, .bbp-topic-permalink", "href")(node)),
    start=start,
    posted=posted,
    body=CONTENT,
    marks={
        "quote": "blockquote",
        "code": "pre",
        "edited": ".bbp-topic-revision-log, .bbp-reply-revision-log",
        "emoji": "img.emoji",
        "smiley": "img.wp-smiley:not(.emoji)",
        "drop": ".bbp-attachments, .bbp-meta",
        "signature": ".bbp-signature",
    },
    quote_head=re.compile(r"(?P<author>[^\n:]{1,60}?) (?:wrote|said|writes|schrieb|a écrit|escribió)\s?:\s*(?:\n|$)"),
    attachments=".bbp-attachments li",
    card=".bbp-reply-author, .bbp-topic-author",
    author=first_of(Pick(".bbp-author-name"), Pick(".bbp-author-link")),
    author_id=author_id,
    author_url=Pick("a.bbp-author-link, a.bbp-author-name", "href"),
    avatar=Pick("img.avatar", "src"),
    level=Pick(".bbp-author-role"),
    signature=".bbp-signature",
    boards=BOARDS,
    message=".bbp-template-notice, .error-404, .page-content",
    date_order="mdy",
)
