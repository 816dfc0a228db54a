"""Invision Board 1.0 to 2.0: the page of 2.1 before posts had ids; in 1 quotes and code break a body into several ``.postcolor`` of one cell."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..markup import Node, Page, closest, text_of
from .base import Pick, first_place
from .invision2 import ENGINE as INVISION2
from .invision2 import thread_url

__all__ = ["ENGINE"]

START = re.compile(r"[?&;/]st[=/](\d{1,7})")


def posts(page: Page) -> Sequence[Node]:
    """The table of each post, by the anchor beside the author's name."""
    found = []
    for anchor in page.css("td a[name^=entry]"):
        outer = closest(anchor, "table")
        if outer is not None and outer.css_first(".postcolor") is not None:
            found.append(outer)
    return found


def body(node: Node) -> Node | None:
    """The cell: the pieces of a body, its quotes' tables and the signature stand in it side by side."""
    return closest(node.css_first(".postcolor"), "td")


def bar(root: Node) -> Node | None:
    """``Pages: (2) [1] 2``, in the words of any language; on threads of one page there is none."""
    jump = root.css_first("a[href*='multi_page_jump']")
    return jump.parent if jump is not None else None


def page(root: Node) -> str | None:
    box = bar(root)
    return Pick("b", pattern=r"\[(\d+)\]")(box) if box is not None else None


def pages(root: Node) -> str | None:
    box = bar(root)
    found = re.search(r"\((\d+)\)", text_of(box) or "")
    return found[1] if found else None


def next_url(root: Node) -> str | None:
    box = bar(root)
    return Pick("b + a[href*='st=']", "href")(box) if box is not None else None


ENGINE = replace(
    INVISION2,
    variant="1",
    hints=("invision board", "ibf.", "ipbwrapper", "invisionboard"),
    claims=("body:not(:has(.postcolor[id^=post-])) td .postcolor",),
    signs=(),
    page=page,
    pages=pages,
    next_url=next_url,
    post=posts,
    post_id=Pick("a[name^=entry]", "name", r"entry(\d+)"),
    post_url=lambda page, node, post_id: f"{url}&view=findpost&p={post_id}" if post_id and (url := thread_url(page)) else None,
    start=first_place(START, page),
    body=body,
    marks={
        **INVISION2.marks,
        "quote": "td[id=QUOTE], .quotemain",
        "head": "tr:has(+ tr > td[id=QUOTE]), .quotetop",
        "code": "td[id=CODE], .codemain, .sqlmain, .htmlmain",
        "drop": "tr:has(+ tr > td[id=CODE]), .codetop, .sqltop, .htmltop",
    },
    signature="",
    signature_cut=re.compile(r'(?:<br>\s*)*-{20}<br>\s*(?=(?:<[^<>]*>)?<\w+ class="signature")'),
    boards=None,
)
