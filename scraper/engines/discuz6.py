"""
Discuz! 6.0 and 6.1: posts are ``table#pid<pid>`` with ``#postmessage_<pid>``; the time is plain text beside the floor.

The author's figures are ``dl.profile``; a second list may stand in a pop-up two rows below. Edit notes are text in brackets.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from ..labels import whole
from ..markup import Node, text_of
from ..model import State
from ._discuz import TIME, nameless, own_text, posted, state, trail_end
from ._discuz_old import MEMBER, label_notes
from .base import Pair, Pick, first_of
from .discuz7 import ENGINE as SEVEN
from .discuz7 import MARKS, mend, pairs

__all__ = ["ENGINE"]

RATED = re.compile(r"([^\s\d+:：-]{1,12})\s*<strong>\s*([+-]?\d+)\s*</strong>")


def time(node: Node) -> str | None:
    """What stands in the line of the floor itself, links and font sizes left out."""
    number = node.css_first("[id^=postnum]")
    line = number.parent if number is not None else None
    found = TIME.search((line.text(deep=False) or "").replace("\xa0", " ")) if line is not None else None
    return posted(found[1].strip()) if found else None


def all_pairs(card: Node) -> Iterable[Pair]:
    """The card's list, then the pop-up's, which stands in another row."""
    yield from pairs(card)
    rows = card.parent.parent if card.parent is not None else None
    popup = rows.css_first("[id^=userinfo][id$=_menu]") if rows is not None else None
    if popup is not None:
        yield from pairs(popup)


def online(card: Node) -> str | None:
    if card.css_first(".online") is not None:
        return "1"
    return "0" if card.css_first(".offline") is not None else None


def states(node: Node) -> tuple[State, ...]:
    cite = node.css_first(".postauthor cite")
    return state(own_text(cite)) if cite is not None and cite.css_first(MEMBER) is None else ()


def author(card: Node) -> str | None:
    link = card.css_first(MEMBER)
    return text_of(link) if link is not None else nameless(card.css_first("cite") or card)


def ratings(node: Node) -> Iterable[tuple[str, int]]:
    """The list of the last ratings, added up."""
    total: dict[str, int] = {}
    for item in node.css("fieldset li"):
        for label, score in RATED.findall(item.html or ""):
            total[unescape(label)] = total.get(label, 0) + (whole(score) or 0)
    return total.items()


ENGINE = replace(
    SEVEN,
    variant="6",
    hints=("discuz! 6", "include/javascript/viewthread.js", "forumdata/cache/style_"),
    claims=(".postinfo [id^=postnum]:not(a)", "table > tbody > tr > td > div > strong[id^=postnum]"),
    signs=("meta[name=generator][content^='Discuz! 6']", ".mainbox.forumlist", ".mainbox.threadlist", ".box.message"),
    version=first_of(Pick("meta[name=generator]", "content", r"Discuz!\s*([\d.]+)"), Pick("#copyright em, #footer em")),
    title=first_of(trail_end("#nav"), Pick(".viewthread h1")),
    posted=time,
    states=states,
    body=lambda node: node.css_first("[id^=postmessage_]") or node.css_first(".postmessage .notice"),
    marks=MARKS,
    mend=lambda html: label_notes(mend(html)),
    reactions=ratings,
    author=author,
    level=Pick("p > em, .avatar + :is(p, div) > :is(em, i)"),
    online=online,
    pairs=all_pairs,
    message=".box.message, .message",
)
