"""phpwind 8.0: posts as in 8.7, the author's name in ``.r_name``, the figures in one list, views and replies above the thread."""

from dataclasses import replace

from ..markup import Node
from . import phpwind87
from .base import Pick, first_of

__all__ = ["ENGINE"]


author_url = Pick(".r_name > a", "href", r"^(?!.*uid[=-]0\b)(.+)")


def online(card: Node) -> str | None:
    """What the sign behind the name says; that of nobody says nothing."""
    if author_url(card) is None:
        return None
    state = Pick(".r_name > [title]", "title")(card)
    return {"在线": "1", "离线": "0"}.get(state or "")


def level(card: Node) -> str | None:
    """``级别: 骑士`` in a paragraph without a class; nobody's is ``*``."""
    return next((v for p in card.css("p") if (v := Pick(pattern=r"^\s*级别\s*[:：]\s*(?!\*)(.+)")(p))), None)


ENGINE = replace(
    phpwind87.ENGINE,
    variant="8.0",
    claims=("div.read_t[id^=readfloor_] .r_name",),
    signs=(),
    views=Pick(".readTop .pw_ulC, .readNum", pattern=r"(\d+)\s*阅读"),
    replies=Pick(".readTop .pw_ulC, .readNum", pattern=r"(\d+)\s*回复"),
    author=Pick(".r_name > a"),
    author_id=first_of(Pick(".r_name > a", "href", r"uid[=-]([1-9]\d*)"), Pick("a[id^=card_sf_]", "id", r"_([1-9]\d*)$")),
    author_url=author_url,
    avatar=Pick(".user-pic img", "src", r"^((?!.*face/none\.gif).+)"),
    level=level,
    motto=Pick(".honor"),
    online=online,
    attachments="[id^=read_Att_] > [id^=att_]",
)
