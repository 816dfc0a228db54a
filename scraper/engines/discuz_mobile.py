"""Discuz! X2 to X3.4 for old phones (``mobile=1``): ``#post_<pid>`` is the author's line, the message stands in the element behind it."""

import re
from dataclasses import replace

from ..markup import Node, enclosing, next_element, text_of
from ._discuz import breadcrumb, state
from .base import Pick
from .discuz_touch import ENGINE as TOUCH
from .discuzx import MEMBER

__all__ = ["ENGINE"]

TAG = re.compile(r"<[^>]*+>?")
NAMELESS = ("匿名", "游客", "遊客")


def floor(node: Node) -> str | None:
    """What stands before the author's name."""
    line = node.css_first(".bm_user")
    before = TAG.sub(" ", (line.html or "").partition("<a")[0]) if line is not None else ""
    label = "".join(before.split())
    return next((label.partition(word)[0] for word in NAMELESS if word in label), label) or None


def author(card: Node) -> str | None:
    """The first link to a member, or the word for somebody without one."""
    link = card.css_first(MEMBER)
    if link is not None:
        return text_of(link)
    text = card.text()
    return next((word for word in NAMELESS if word in text), None)


def body(node: Node) -> Node | None:
    """The message in the next element; without one its box, which then holds a notice."""
    beside = node
    while (found := _next_element(beside)) is not None and found.css_first(".bm_user") is None:
        if (message := found.css_first("[id^=postmessage_]") or found.css_first(".mes")) is not None:
            return message
        beside = found
    return None


def _next_element(node: Node) -> Node | None:
    """The element behind a node, or behind the frames that end with it."""
    last = enclosing(node, lambda outer: next_element(outer) is not None)
    return next_element(last)


ENGINE = replace(
    TOUCH,
    variant="X mobile",
    hints=("static/image/mobile", "mobile=1"),
    claims=(".bm_c[id^=post_] .bm_user",),
    signs=(),
    title=Pick("#thread_subject"),
    board=breadcrumb(".box:not(.attach)", r"mod=viewthread|\bthread-\d|mod=topicadmin"),
    views=Pick(".bm_inf", pattern=r"(?:查看|Views)\s*+(?:[:：]\s*+)?(\d+)"),
    replies=Pick(".bm_inf", pattern=r"(?:回复|回覆|回帖|Replies)\s*+(?:[:：]\s*+)?(\d+)"),
    post=".bm_c[id^=post_]",
    post_id=Pick(attr="id", pattern=r"post_(\d+)"),
    floor=floor,
    posted=Pick("[id^=authorposton]"),
    states=lambda node: state(author(node)),
    body=body,
    marks={**TOUCH.marks, "notice": ".locked, .mes .xi1:not([id^=postmessage_] *)"},
    attachments="",
    card=".bm_user",
    author=author,
)
