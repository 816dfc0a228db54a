"""
SMF's page for printing (``?action=printpage;topic=5.0``): a heading and a text a post, no ids.

A view of pages that stand elsewhere, so it is read only when asked for (``--engine "smf print"``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..markup import Node, Page, next_element, text_of
from .base import BARE, Pick, nobody
from .smf2 import ENGINE as SMF2

__all__ = ["ENGINE"]


def posts(page: Page) -> Sequence[Node]:
    """The headings; each post's text is the element behind it."""
    return page.css(".postheader")


def body(node: Node) -> Node | None:
    return next_element(node)


def board(page: Page) -> Sequence[str]:
    """``Workshop => Tools => Topic started by: …``."""
    return re.split(r"\s*=>\s*", text_of(page.first("#linktree")) or "")[:-1]


ENGINE = replace(
    SMF2,
    variant="print",
    claims=(),
    signs=("#linktree ~ #posts .postheader", "#posts .postheader"),
    site=Pick("#title"),
    title=Pick(".postheader strong"),
    board=board,
    post=posts,
    start=lambda page: 0,
    posted=Pick("strong ~ strong ~ strong"),
    edited=nobody,
    body=body,
    attachments="",
    reactions=None,
    card="",
    author=Pick("strong ~ strong"),
    author_id=nobody,
    author_url=nobody,
    **BARE,
)
