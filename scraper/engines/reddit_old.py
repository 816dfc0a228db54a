"""
Old Reddit (old.reddit.com): a submission and its tree of comments, each a ``.thing`` with its ``t1_`` or ``t3_`` name as id.

A post's id is that of its permalink, without ``t1_``. A comment replies to the thing in whose list it stands. What a
submission links to is its attachment, as the title alone is no text of it; scores are the ones shown without a vote.
"""

import re
from collections.abc import Iterable, Sequence

from ..markup import Node, Page, class_names, enclosing
from ..model import State
from .base import BoardRules, Engine, Pick, first_of, once, signed_count

__all__ = ["ENGINE"]

THREAD = re.compile(r"(.*/comments/([a-z0-9]+)(?:/[^/?#]*)?)")
THING = re.compile(r"t\d_([a-z0-9]+)$")


def named(node: Node | None) -> str | None:
    """The name at the end of an element's id, ``t1_`` cut off."""
    found = THING.search(node.attributes.get("id") or "") if node is not None else None
    return found[1] if found else None


@once
def thing_of(node: Node) -> Node | None:
    """The thing that an entry belongs to: right around it, or around a skin's frames."""
    return enclosing(node.parent, lambda around: "thing" in class_names(around))


def thread_id(page: Page) -> str | None:
    return named(page.first("#siteTable .thing.link")) or (m[2] if (m := THREAD.match(page.url or "")) else None)


def thread_url(page: Page) -> str | None:
    """The address of all the comments."""
    link = page.join(Pick("#siteTable .thing.link a.comments", "href")(page.root)) or page.url
    return f"{m[1]}/" if (m := THREAD.match(link or "")) else None


def posts(page: Page) -> Sequence[Node]:
    """What belongs to a thing itself: its answers stand beside its ``.entry``."""
    found = page.css("#siteTable .thing.link .entry, .commentarea .thing.comment .entry")
    return [n for n in found if (thing := thing_of(n)) is not None and not {"link", "comment"}.isdisjoint(class_names(thing))]


def reply_to(node: Node) -> str | None:
    """The list that a comment stands in has the name of what it answers."""
    thing = thing_of(node)
    listing = thing.parent if thing is not None and "comment" in class_names(thing) else None
    return named(enclosing(listing, lambda around: "sitetable" in class_names(around)))


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Points; hidden for the first hours."""
    thing = thing_of(node)
    shown = thing.css_first(".score.unvoted") if thing is not None else None
    points = signed_count(shown.attributes.get("title") or shown.text()) if shown is not None else None
    return [("Points", points)] if points is not None else []


def states(node: Node) -> tuple[State, ...]:
    thing = thing_of(node)
    classes = class_names(thing) if thing is not None else ()
    found: list[State] = []
    if "deleted" in classes or node.css_first(".tagline em") is not None:
        found.append("deleted")
    if "stickied" in classes:
        found.append("pinned")
    return tuple(found)


ENGINE = Engine(
    name="reddit",
    variant="old",
    hints=("redditstatic", "reddit"),
    claims=(".commentarea .nestedlisting", ".commentarea .thing.comment .entry"),
    signs=("#siteTable .thing.link", "#header-bottom-left .redditname"),
    site=lambda _root: "Reddit",
    title=Pick("#siteTable .thing.link a.title"),
    thread_id=thread_id,
    thread_url=thread_url,
    board="#header .redditname a, #header-bottom-left .redditname a",
    replies=Pick("#siteTable .thing.link a.comments", pattern=r"(\d[\d,]*)"),
    tags="#siteTable .thing.link .linkflairlabel",
    next_url=Pick(".next-button a", "href"),
    post=posts,
    post_id=lambda node: named(thing_of(node)),
    post_url=lambda page, node, post_id: page.join(Pick("ul.buttons a.bylink", "href")(node)),
    start=None,
    posted=Pick(".tagline time:not(.edited-timestamp)", "datetime"),
    edited=Pick(".tagline time.edited-timestamp", "datetime"),
    reply_to=reply_to,
    states=states,
    body=".usertext-body .md",
    marks={"quote": "blockquote", "code": "pre"},
    quote=lambda quoted: (None, None),
    attachments=".top-matter .title a.title[href^=http]",
    reactions=reactions,
    card=".tagline",
    author=first_of(Pick("a.author"), Pick("em")),
    author_url=Pick("a.author", "href"),
    author_id=Pick("a.author", "class", r"id-t2_([a-z0-9]+)"),
    level=Pick(".flair"),
    boards=BoardRules(
        thread="#siteTable .thing.link:not(.promoted)",
        thread_link="a.comments",  # the title may lead elsewhere
        title=Pick("a.title"),
        row_id=named,
        author=Pick("a.author"),
        replies=first_of(Pick(attr="data-comments-count"), Pick("a.comments", pattern=r"(\d[\d,]*)")),
        sticky=Pick(".stickied-tagline"),
        closed=Pick(".locked-tagline"),
        name=Pick(".redditname"),
    ),
    date_order="mdy",
)
