"""
MyBB's archive (``archive/index.php?thread-5.html``): name, time and text, no ids.

A view of pages that stand elsewhere, so it is read only when asked for (``--engine "mybb archive"``).
"""

import re
from dataclasses import replace

from ..markup import Page
from .base import BARE, Pick, count, nobody
from .mybb import ENGINE as MYBB

__all__ = ["ENGINE"]

TOPIC = re.compile(r"thread-(\d+)|tid=(\d+)")


def thread_id(page: Page) -> str | None:
    """The number in the link to the full version, or in the page's own address."""
    found = TOPIC.search(Pick("#fullversion a", "href")(page.root) or page.url or "")
    return found[1] or found[2] if found else None


def start(page: Page) -> int | None:
    """How many posts stand before this page: as many on each as on this, unless it is the last."""
    number = count(Pick(".multipage strong ~ strong")(page.root)) or 1
    return 0 if number == 1 else (number - 1) * len(page.css(".post .message")) if page.first(".multipage strong ~ strong ~ a") else None


ENGINE = replace(
    MYBB,
    variant="archive",
    claims=(),
    signs=("#fullversion ~ #content .post .message",),
    site=Pick("h1 a"),
    title=Pick("#fullversion a"),
    thread_id=thread_id,
    thread_url=lambda page: page.join(Pick("#fullversion a", "href")(page.root)),
    post=".post",
    start=start,
    posted=Pick(".dateline"),
    edited=nobody,
    body=".message",
    attachments="",
    card=".header",
    author=Pick(".author"),
    author_url=Pick(".author a", "href"),
    **BARE,
)
