"""
Reddit as it is since 2023 (``shreddit``): the submission and the comments are elements of their own whose attributes tell all but the text.

What a visitor without scripts gets holds the submission and no comment; saved pages hold both.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, closest
from ..model import State
from .base import BoardRules, Engine, Pick, first_of, signed_count

__all__ = ["ENGINE"]

PERMALINK = re.compile(r"(.*?/comments/([a-z0-9]+)(?:/[^/?#]*)?)")


def short(rule_value: str | None) -> str | None:
    """An id without its kind."""
    return rule_value.partition("_")[2] or rule_value if rule_value else None


def post_id(node: Node) -> str | None:
    return short(node.attributes.get("thingid") or node.attributes.get("id"))


def thread_url(page: Page) -> str | None:
    link = page.join(Pick("shreddit-post", "permalink")(page.root)) or page.url
    return f"{m[1]}/" if (m := PERMALINK.match(link or "")) else None


def thread_id(page: Page) -> str | None:
    return short(Pick("shreddit-post", "id")(page.root)) or (m[2] if (m := PERMALINK.match(page.url or "")) else None)


def posts(page: Page) -> Sequence[Node]:
    return page.css("shreddit-post, shreddit-comment[thingid]")


def body(node: Node) -> Node | None:
    """The text in the element's own slot: answers are nested in what they answer, behind its text."""
    if node.tag == "shreddit-post":
        return node.css_first("[slot=text-body] .md, [slot=text-body]")
    own = node.css_first("[slot=comment]")
    return own if own is not None and short(_owner(own)) in (None, post_id(node)) else None


def _owner(slot: Node) -> str | None:
    outer = closest(slot.parent, "shreddit-comment")
    return outer.attributes.get("thingid") if outer is not None else None


def posted(node: Node) -> str | None:
    """The attribute of a submission, else the first time in a comment, which is its own."""
    return (
        node.attributes.get("created-timestamp")
        or node.attributes.get("created")
        or first_of(Pick("time[datetime]", "datetime"), Pick("faceplate-timeago", "ts"))(node)
    )


def reply_to(node: Node) -> str | None:
    if node.tag == "shreddit-post":
        return None
    return short(node.attributes.get("parentid") or node.attributes.get("postid"))


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    points = signed_count(node.attributes.get("score"))
    return [("Points", points)] if points is not None else []


def states(node: Node) -> tuple[State, ...]:
    return ("deleted",) if node.attributes.get("author") == "[deleted]" or "is-comment-deleted" in node.attributes else ()


ENGINE = Engine(
    name="reddit",
    hints=("shreddit", "redditstatic", "reddit"),
    claims=("shreddit-post:not(article *):not(shreddit-feed *)",),
    signs=("shreddit-app", "article > shreddit-post"),
    site=lambda _root: "Reddit",
    title=first_of(Pick("shreddit-post", "post-title"), Pick("h1[id^=post-title]"), Pick("shreddit-title", "title")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=lambda page: [name] if (name := Pick("shreddit-post", "subreddit-prefixed-name")(page.root)) else [],
    replies=Pick("shreddit-post", "comment-count"),
    next_url=Pick("shreddit-feed faceplate-partial[src*='after='], article ~ faceplate-partial[src*='after=']", "src"),
    tags="shreddit-post [slot=post-flair] .flair-content, shreddit-post-flair .flair-content",
    post=posts,
    post_id=post_id,
    post_url=lambda page, node, post_id: page.join(node.attributes.get("permalink")),
    posted=posted,
    reply_to=reply_to,
    states=states,
    body=body,
    marks={"quote": "blockquote", "code": "pre", "drop": "button, faceplate-screen-reader-content"},
    quote=lambda quoted: (None, None),
    reactions=reactions,
    author=Pick(attr="author"),
    author_id=lambda node: short(node.attributes.get("author-id")),
    author_url=lambda node: f"/user/{name}/" if (name := node.attributes.get("author")) and name != "[deleted]" else None,
    boards=BoardRules(
        thread="shreddit-post[permalink]",
        thread_link="a[href*='/comments/']",
        thread_id=r"/comments/([a-z0-9]+)",
        title=Pick(attr="post-title"),
        author=Pick(attr="author"),
        replies=Pick(attr="comment-count"),
        sticky=Pick("[icon-name^=pin-]", "icon-name"),
        closed=Pick("[icon-name^=lock-]", "icon-name"),
        name=Pick("h1"),
    ),
    date_order="mdy",
)
