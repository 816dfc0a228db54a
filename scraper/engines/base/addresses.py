"""What the addresses of a page tell of its thread, and the trail of links above it."""

import re
from collections.abc import Callable

from ...markup import Page, texts_of
from .rules import Pick, Rule, once

__all__ = ["CANONICAL", "address_part", "canonical", "first_match", "first_place", "trail"]

CANONICAL = Pick("link[rel=canonical]", "href")
"""The address that a page calls its own, as written; of the page's root."""

OG_URL = Pick("meta[property='og:url']", "content")


@once
def canonical(page: Page) -> str:
    """The address that a page calls its own, absolute; else the one it was taken from; empty where neither is known."""
    return page.join(CANONICAL(page.root) or OG_URL(page.root)) or page.url or ""


def address_part(thread: re.Pattern[str], group: int) -> Callable[[Page], str | None]:
    """A rule for ``thread_id`` or ``thread_url``: a group of what fits the beginning of the canonical address."""

    def part(page: Page) -> str | None:
        found = thread.match(canonical(page))
        return found[group] if found else None

    return part


def first_match(pattern: re.Pattern[str], *texts: str | None) -> re.Match[str] | None:
    """What a pattern finds in the first of several texts (addresses, as a rule) in which it finds anything."""
    return next((found for text in texts if text and (found := pattern.search(text))), None)


def first_place(address: re.Pattern[str], number: Rule) -> Callable[[Page], int | None]:
    """A rule for ``start``: the place of the page's first post as the page's address says it, else 0 on the page of number 1."""

    def start(page: Page) -> int | None:
        found = address.search(page.url or "")
        return int(found[1]) if found else 0 if (number(page.root) or "1") == "1" else None

    return start


def trail(css: str, links: str = "a") -> Callable[[Page], list[str]]:
    """A rule for ``board``: the texts of the links in the first element that ``css`` fits; engines print it at the foot again."""

    def names(page: Page) -> list[str]:
        box = page.first(css)
        return texts_of(box.css(links)) if box is not None else []

    return names
