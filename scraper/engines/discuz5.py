"""
Discuz! 5.0 and 5.5: posts are ``table.t_row`` around ``a[name=pid<pid>]``, bodies ``#message<pid>``; the card is lines of text.

The signature follows a line drawn as a picture (``sigline.gif``) or stands in ``.t_signature``.
"""

from collections.abc import Sequence
from dataclasses import replace

from ..markup import Node, Page, closest
from ._discuz import ANSWERED, TIME, attachment, page_count, posted
from ._discuz_old import label_notes
from .base import Pick, first_of
from .discuz4 import ENGINE as FOUR
from .discuz4 import anchors, floor_link

__all__ = ["ENGINE"]


def posts(page: Page) -> Sequence[Node]:
    """The table around each anchor."""
    return [node for anchor in anchors(page) if (node := closest(anchor, "table")) is not None]


def time(node: Node) -> str | None:
    """The text behind ``发表于`` in the line of the floor."""
    link = floor_link(node)
    line = link.parent if link is not None else None
    for _ in range(3):  # a skin may put frames around the link
        line = line.parent if line is not None else None
        if line is not None and (found := TIME.search(line.text().replace("\xa0", " "))):
            return posted(found[1].strip())
    return None


def next_url(root: Node) -> str | None:
    """The link with the arrow to the right."""
    arrows = (link for link in root.css(".p_bar .p_redirect") if link.text().strip() in ("››", "&rsaquo;&rsaquo;", ">"))
    return next((link.attributes.get("href") for link in arrows), None)


ENGINE = replace(
    FOUR,
    variant="5",
    hints=("discuz! 5", "include/javascript/common.js"),
    claims=(".t_row [id^=message].t_msgfont", ".t_row a[name^=pid]"),
    signs=("meta[name=generator][content^='Discuz! 5']", "script[src*='include/javascript/common.js']"),
    page=first_of(Pick(".p_curpage"), Pick(".p_pages", pattern=r"(?<!\d)(\d++)\s*+/")),
    pages=lambda root: page_count(root, ".p_bar"),
    next_url=next_url,
    post=posts,
    posted=time,
    answered=Pick(".t_msg .bold:not(a)", pattern=ANSWERED),
    body=lambda node: node.css_first("[id^=message]") or node.css_first(".t_msg .line"),
    marks={
        "quote": ".msgborder:not([id^=code])",
        "code": "[id^=code].msgborder",
        "smiley": "[smilieid], img[src*='attachicons/'], img[src*='images/smilies/'], img[src*='images/common/back.gif']",
        "drop": ".msgheader, .t_attach, span[id^=attach_]",
        "attachment": ".t_attach a[href*='attachment.php']",
    },
    mend=label_notes,
    attachments=".t_attachlist",
    attachment=attachment,
    shown=True,
    card=".t_user",
)
