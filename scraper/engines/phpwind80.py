"""phpwind 8.0: posts as in 8.7, the author's name in ``.r_name``, the figures in one list, views and replies above the thread."""

from dataclasses import replace

from ..markup import Node
from ..model import State
from . import phpwind87
from .base import Pick, nobody

__all__ = ["ENGINE"]


author_url = Pick(".r_name a", "href", r"^(?!.*uid[=-]0\b)(.+)")


def online(card: Node) -> str | None:
    """What the sign behind the name says; that of nobody says nothing."""
    if author_url(card) is None:
        return None
    state = Pick(".r_name [title]", "title")(card)
    return {"在线": "1", "离线": "0"}.get(state or "")


def states(node: Node) -> tuple[State, ...]:
    pinned: tuple[State, ...] = ("pinned",) if phpwind87.label(node) == "置顶" else ()
    return pinned if author_url(node) else ("anonymous", *pinned)


ENGINE = replace(
    phpwind87.ENGINE,
    variant="8.0",
    hints=("phpwind v8.0", "phpwind 8.0"),
    claims=("[id^=readfloor_] .r_name",),
    signs=("#pw_content",),
    views=Pick(".readTop .pw_ulC, .readNum", pattern=r"(?<!\d)(\d++)\s*+阅读"),
    replies=Pick(".readTop .pw_ulC, .readNum", pattern=r"(?<!\d)(\d++)\s*+回复"),
    author=Pick(".r_name a"),
    author_id=Pick(".r_name a", "href", r"uid[=-]([1-9]\d*)"),
    author_url=author_url,
    avatar=Pick(".user-pic img", "src", r"^((?!.*face/none\.gif).+)"),
    level=nobody,
    states=states,
    motto=Pick(".honor"),
    online=online,
    attachments="[id^=read_Att_] [id^=att_]:not([id^=att_] *)",
)
