"""
Question2Answer 1.5 to 1.8: a question ``.qa-q-view#q<id>`` and its answers ``.qa-a-list-item#a<id>``.

As in Stack Exchange, answers are posts that reply to the question, and the comments beneath a post are no posts.
"""

import re
from collections.abc import Iterable

from ..markup import Node, Page, class_names, text_of
from ..model import State
from .base import BoardRules, Engine, Pair, Pick, canonical, first_of, signed_count

__all__ = ["ENGINE"]

THREAD = re.compile(r"(.*?/(\d+)/[^/?#]+)")


def thread_id(page: Page) -> str | None:
    return Pick(".qa-q-view", "id", r"q(\d+)")(page.root)


def thread_url(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return found[1] if found else canonical(page) or None


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The question's address; an answer is shown by its number."""
    url = thread_url(page)
    if not url or not post_id or (node.attributes.get("id") or "").startswith("q"):
        return url
    return f"{url}?show={post_id}#a{post_id}"


def meta(node: Node) -> Node | None:
    """The post's own line of facts: comments beneath it have theirs."""
    return node.css_first(".qa-q-view-meta" if "qa-q-view" in class_names(node) else ".qa-a-item-meta")


def posted(node: Node) -> str | None:
    """Machine-readable where the theme has it, else as shown."""
    line = meta(node)
    if line is None:
        return None
    return Pick("time[datetime]", "datetime")(line) or Pick(
        "[class$='-when-data']:not([class*=edit]), [class$='-when']", pattern=r"(\w.*)"
    )(line)


def edited(node: Node) -> str | None:
    """The second time of the line, where it says "edited"."""
    line = meta(node)
    times = line.css("time[datetime]") if line is not None else []
    text = (text_of(line) or "") if line is not None else ""
    found = re.search(r"\bedited\b.*?\bby\s+(\S+)", text)
    if len(times) < 2:
        return None
    time = times[1].attributes.get("datetime")
    return f"edited by {found[1]} on {time}" if found else time


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """The net votes."""
    votes = signed_count(Pick(".qa-netvote-count-data")(node))
    return [("Votes", votes)] if votes is not None else []


def states(node: Node) -> tuple[State, ...]:
    classes = node.attributes.get("class") or ""
    found: list[State] = []
    if "qa-a-list-item-selected" in classes:
        found.append("accepted")
    if "qa-q-view-hidden" in classes or "qa-a-list-item-hidden" in classes:
        found.append("deleted")
    return tuple(found)


def reply_to(node: Node) -> str | None:
    """An answer replies to the question of its page."""
    if "qa-q-view" in class_names(node):
        return None
    top = node.parent
    while top is not None and top.parent is not None:  # up at once: to search each ancestor is to search all answers for each
        top = top.parent
    return Pick(".qa-q-view", "id", r"q(\d+)")(top) if top is not None else None


def pairs(card: Node) -> Iterable[Pair]:
    points = Pick("[class$='-who-points-data']")(card)
    return [("Points", points, None)] if points else []


ENGINE = Engine(
    name="question2answer",
    hints=("question2answer", "qa-template-question", "qa-body-wrapper"),
    claims=(".qa-q-view .qa-q-view-main", ".qa-q-view .qa-q-view-content"),
    signs=("[class*=qa-template-]",),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick(".qa-logo-link")),
    title=first_of(Pick(".qa-main-heading h1 .entry-title, .qa-main h1 .entry-title"), Pick(".qa-main h1, .qa-main-heading h1")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".qa-q-view .qa-q-view-where .qa-category-link",
    page=Pick(".qa-page-selected"),
    pages=Pick(".qa-page-links-item:nth-last-child(2)"),
    next_url=Pick(".qa-page-next", "href"),
    views=Pick(".qa-q-view .qa-view-count-data"),
    replies=Pick("#a_list_title, .qa-part-a-list h2", pattern=r"(\d[\d,.]*)"),
    tags=".qa-q-view .qa-tag-link",
    post=".qa-q-view, .qa-a-list-item[id]",
    post_id=Pick(attr="id", pattern=r"^[qa](\d+)$"),
    post_url=post_url,
    start=lambda page: 0 if Pick(".qa-page-selected")(page.root) in (None, "1") else None,
    posted=posted,
    edited=edited,
    reply_to=reply_to,
    states=states,
    body=lambda node: (
        node.css_first(".qa-q-view-content .entry-content, .qa-a-item-content .entry-content") or node.css_first(".qa-post-content")
    ),
    marks={"quote": "blockquote", "code": "pre"},
    quote=lambda quoted: (None, None),
    reactions=reactions,
    card=lambda node: node.css_first(".qa-q-view-avatar-meta, .qa-a-item-avatar-meta") or meta(node),
    author=first_of(Pick("[class$='-who-data'] [itemprop=name]"), Pick("[class$='-who-data']")),
    author_id=Pick(".qa-user-link[href]", "href", r"/user/([^/?#]+)"),
    author_url=Pick(".qa-user-link[href]", "href"),
    avatar=Pick("img.qa-avatar-image", "src"),
    level=Pick("[class$='-who-title']"),
    pairs=pairs,
    boards=BoardRules(
        thread=".qa-q-list-item",
        thread_link=".qa-q-item-title a",
        thread_id=r"/(\d+)(?:/|$)",
        author=Pick(".qa-q-item-who-data"),
        replies=Pick(".qa-a-count-data"),
        views=Pick(".qa-view-count-data"),
        last_post=Pick(".qa-q-item-when time", "datetime"),
        name=Pick(".qa-main h1"),
    ),
    date_order="mdy",
)
