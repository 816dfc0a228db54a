"""
Tapatalk Groups (phpBB 3 in a skin of bubbles): a member's card stands on the first of the posts that follow each other.

Numbers stand in the head of a post, the exact time in ``<time>``.
"""

from collections.abc import Iterable
from dataclasses import replace

from ..markup import Node
from .base import Pick, count, first_of
from .phpbb3 import ENGINE as PHPBB
from .phpbb3 import posted

__all__ = ["ENGINE"]

CARD = ".postprofile"
REACH = 40  # nodes to look back: 20 posts in a row by one member; a page of nothing else would be quadratic


def card(node: Node) -> Node | None:
    """The post's own card, else that of the post before it by the same member."""
    before: Node | None = node
    for _ in range(REACH):
        if before is None:
            break
        if not (before.tag or "-").startswith("-") and (found := before.css_first(CARD)) is not None:
            return found
        while before is not None and before.prev is None and before.tag != "body":  # frames around each post
            before = before.parent
        before = before.prev if before is not None else None
    return None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """How many liked it."""
    likes = count(Pick("[id^=like_count], .like-count, .post-like-count")(node))
    return [("Likes", likes)] if likes else []


ENGINE = replace(
    PHPBB,
    name="tapatalk",
    variant="",
    hints=("groups.tapatalk-cdn.com", "tapatalk", "post-bubble-padding"),  # the longest is asked first; its pages are phpBB's too
    claims=(".post.post-bubble-padding .postbody",),
    signs=("link[href*='groups.tapatalk-cdn.com']", "script[src*='groups.tapatalk-cdn.com']", "img[src*='groups.tapatalk-cdn.com']"),
    post=".post.post-bubble-padding[id^=p]",
    post_id=Pick(attr="id", pattern=r"^p_?(\d+)$"),
    floor=Pick(".author a span, .author .unread", pattern=r"(#\d+)"),
    start=None,
    posted=first_of(Pick("time[datetime]", "datetime"), posted),
    card=card,
    author_id=first_of(Pick(attr="data-uid", pattern=r"([1-9]\d*)"), PHPBB.author_id),
    reactions=reactions,
)
