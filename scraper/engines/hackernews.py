"""
Hacker News (Arc's news): a submission in ``.fatitem`` and its comments, rows ``tr.comtr`` whose depth is an indent.

A comment's parent is linked in its head, the story in its reply link. What a story links to is its attachment.
"""

import re
from collections.abc import Iterable

from ..markup import Node, Page, previous_element, text_of
from ..model import State
from .base import BoardRules, Engine, Pick, count, first_of

__all__ = ["ENGINE"]

PARENT = re.compile(r'href="(?:#|item\?id=)(\d+)"[^<>]{0,200}+>parent<')
GOTO = re.compile(r"goto=item%3Fid%3D(\d+)(?:%23(\d+))?")


def thread_id(page: Page) -> str | None:
    return Pick(".fatitem tr.athing", "id", r"(\d+)")(page.root)


def posted(node: Node) -> str | None:
    """The title of the age: a time in UTC, since 2024 with the epoch behind it; before 2013 nothing but the age."""
    age = node.css_first(".age")
    title = (age.attributes.get("title") or "").partition(" ")[0] if age is not None else ""
    return f"{title.rstrip('Z')}Z" if title else text_of(age)


def reply_to(node: Node) -> str | None:
    """The comment named by "parent", else the story to which the reply link goes back."""
    html = node.html or ""
    if found := PARENT.search(html):
        return found[1]
    story = GOTO.search(html)
    return story[1] if story and node.attributes.get("id") not in (None, story[1]) else None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Points stand on stories alone."""
    points = count(Pick(".score")(node))
    return [("Points", points)] if points is not None else []


def states(node: Node) -> tuple[State, ...]:
    """Words in brackets in place of a text."""
    shown = node.css_first(".comment")
    text = (text_of(shown) or "") if shown is not None and node.css_first(".commtext") is None else ""
    found: list[State] = []
    if "[deleted]" in text:
        found.append("deleted")
    elif "[flagged]" in text or "[dead]" in text or "[delayed]" in text:
        found.append("blocked")
    return tuple(found)


def title_above(cell: Node) -> str | None:
    """A list prints a story's title in the row above the one that says who and when; a comment names the story it is on."""
    if cell.tag == "tr":
        return first_of(Pick(".onstory a", "title"), Pick(".onstory a"))(cell)
    row = previous_element(cell.parent, "tr")
    return Pick(".titleline > a, a.storylink")(row) if row is not None else None


ENGINE = Engine(
    name="hackernews",
    hints=("hacker news", "hnname", "hnmain"),
    claims=(".fatitem tr.athing",),
    signs=("#hnmain",),
    site=lambda _root: "Hacker News",
    title=first_of(
        Pick(".fatitem .titleline > a, .fatitem a.storylink"),
        Pick(".fatitem .onstory a", "title"),
        Pick(".fatitem .onstory a"),
        Pick("title", pattern=r"(?m)^(.*) \|"),
    ),
    thread_id=thread_id,
    thread_url=lambda page: page.join(f"item?id={found}") if (found := thread_id(page)) else None,
    replies=Pick(".fatitem .subtext", pattern=r"(?<!\d)(\d++)\s*+comment"),
    next_url=Pick("a.morelink", "href"),
    post=".fatitem, .comment-tree tr.athing",
    post_id=first_of(Pick(attr="id"), Pick("tr.athing", "id")),
    post_url=lambda page, node, post_id: page.join(f"item?id={post_id}") if post_id else None,
    posted=posted,
    reply_to=reply_to,
    states=states,
    body=".commtext, .toptext",
    marks={"code": "pre", "drop": ".reply"},
    attachments=".titleline > a[href^=http], a.storylink[href^=http]",
    reactions=reactions,
    author=Pick("a.hnuser"),
    author_url=Pick("a.hnuser", "href"),
    author_id=Pick("a.hnuser", "href", r"id=([^&]+)"),
    boards=BoardRules(
        thread="#hnmain td.subtext, #hnmain tr.athing:has(.onstory)",
        thread_link="a[href*='item?id=']",
        thread_id=r"id=(\d+)",
        title=title_above,
        author=Pick("a.hnuser"),
        replies=Pick(pattern=r"(?<!\d)(\d++)\s*+comment"),
        last_post=posted,
        name=Pick("title"),
    ),
)
