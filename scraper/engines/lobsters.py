"""
Lobsters and its sister sites (the open-source rails application): a story and its tree of ``.comment`` elements.

A comment replies to the one above the list it stands in. What a story links to is its attachment.
"""

import re
from collections.abc import Iterable

from ..markup import Node, Page, enclosing, text_of
from ..model import State
from .base import BoardRules, Engine, Pick, count, first_of

__all__ = ["ENGINE"]

STORY = re.compile(r"(.*/s/([a-z0-9]+)(?:/[^/?#]+)?)")


def story_url(page: Page) -> str | None:
    link = Pick(".story .comments_label a", "href")(page.root) or page.url
    found = STORY.match(page.join(link) or "")
    return found[1] if found else None


def short_id(node: Node | None) -> str | None:
    """``story_<id>`` or ``c_<id>``, as in the permalink."""
    return Pick(attr="id", pattern=r"^(?:story|c)_([a-z0-9]+)$")(node) if node is not None else None


def is_story(node: Node) -> bool:
    return (node.attributes.get("id") or "").startswith("story_")


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    return page.join(Pick(".byline a[href^='/c/'], .byline a[href*='#c_']", "href")(node)) or (story_url(page) if is_story(node) else None)


def body(node: Node) -> Node | None:
    """A comment's own; a story's text stands behind the list that holds the story."""
    if not is_story(node):
        return node.css_first(".comment_text")
    around = enclosing(node.parent, lambda outer: outer.css_first(".story_content") is not None)
    content = around.css_first(".story_content") if around is not None else None
    return content.css_first(".story_text") or content if content is not None else None


def reply_to(node: Node) -> str | None:
    """Two lists up stands the comment that this one answers, else the story."""
    if is_story(node):
        return None
    tree = node.parent.parent.parent if node.parent is not None and node.parent.parent is not None else None
    if tree is not None and tree.attributes.get("id") != "story_comments" and "comments_subtree" in (tree.attributes.get("class") or ""):
        return short_id(tree.css_first("[id^=c_]"))
    around = enclosing(tree, lambda outer: outer.css_first(".story") is not None)
    return short_id(around.css_first(".story")) if around is not None else None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """The score, ``~`` where it is not shown yet."""
    shown = count(Pick(".voters .upvoter, .voters .score")(node))
    return [("Points", shown)] if shown is not None else []


def states(node: Node) -> tuple[State, ...]:
    text = text_of(node.css_first(".comment_text > .na, .comment_text")) or "" if node.css_first(".comment_text") is not None else ""
    return ("deleted",) if re.match(r"\[?Comment (?:removed|deleted) by", text) else ()


def beside(root: Node, arrows: str) -> Node | None:
    """The link to a list's next page (``Page 3 >>``) or the one before (``<< Page 1``)."""
    return next((a for a in root.css(".morelink a[href]") if arrows in a.text()), None)


def page(root: Node) -> str | None:
    """One less than the page to come, or one more than that before."""
    for arrows, step in ((">>", -1), ("<<", 1)):
        link = beside(root, arrows)
        if link is not None and (number := count(text_of(link))) is not None:
            return str(number + step)
    return None


ENGINE = Engine(
    name="lobsters",
    hints=("lobsters", "data-now-unix", "comments_label"),
    claims=(".story ~ .story_content", "#story_comments", ".comments_subtree .comment_text"),
    signs=("ol.stories li.story .story_liner",),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick("#logo", "title", r"^(\w+)")),
    title=Pick(".story .link a.u-url, .story .link a"),
    thread_id=lambda page: short_id(page.first(".story")),
    thread_url=story_url,
    replies=Pick(".story .comments_label", pattern=r"(\d+)"),
    tags=".story .tags .tag",
    page=page,
    next_url=lambda root: following.attributes.get("href") if (following := beside(root, ">>")) is not None else None,
    post=".story[id^=story_], .comment[id^=c_]",
    post_id=short_id,
    post_url=post_url,
    posted=first_of(Pick(".byline time", "data-at-unix"), Pick(".byline time", "datetime"), Pick(".byline > span[title]", "title")),
    reply_to=reply_to,
    states=states,
    body=body,
    marks={"quote": "blockquote", "code": "pre"},
    quote=lambda quoted: (None, None),
    attachments=".link a[href^=http]",
    reactions=reactions,
    card=".byline",
    author=Pick("a.u-author, a[href*='/~']:not([aria-hidden]), a[href*='/u/']:not([aria-hidden])"),
    author_url=Pick("a[href*='/~'], a[href*='/u/']", "href"),
    author_id=Pick("a[href*='/~'], a[href*='/u/']", "href", r"/(?:~|u/)([^/?#]+)"),
    avatar=Pick("img.avatar", "src"),
    boards=BoardRules(
        thread="ol.stories li.story",
        thread_link=".comments_label a",
        thread_id=r"/s/([a-z0-9]+)",
        title=Pick(".link a"),
        author=Pick("a.u-author"),
        replies=first_of(
            Pick(".comments_label", pattern=r"(\d+)"), lambda row: "0" if row.css_first(".comments_label a") is not None else None
        ),
        name=Pick("title"),
    ),
)
