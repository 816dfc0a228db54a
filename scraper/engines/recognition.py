"""
Which engine a page is of, for some 50 µs a page however many engines there are.

The words of the page's ends are made a set (two passes in C); an engine is asked for its claim, 5 to 20 µs a selector, only
where the words of one of its hints stand in the set, the most telling hint first. The outermost 1,000 bytes of each end are
read before the rest of 4,000: 179 of the corpus's 189 pages that name no generator say there who made them, for a quarter of
the price and half of the wrong questions. Where no hinted engine claims the page (a skin took the footer away), the words of
the whole page decide who is asked: only engines whose selectors' classes and ids stand in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..markup import Page
from .base import Engine, once

__all__ = ["Index", "claiming", "claims", "relatives", "words_of"]

WORD = bytes(
    c if c in b"abcdefghijklmnopqrstuvwxyz0123456789" else c + 32 if c in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" else 32 for c in range(256)
)
"""Bytes to words: letters folded to lower case, everything but letters and digits a blank."""

FUNCTION = re.compile(r":[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?")
NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
ATTRIBUTE = re.compile(r"""\[[\w-]++\s*+([\^$*]?)=\s*+["']?([^"'\[\]]*+)["']?\s*+\]""")
PARTS = re.compile(r"[A-Za-z0-9]+")
OUTERMOST = 1000  # bytes of each end
MAKER = re.compile(rb"generator(?<![a-z0-9]generator)(?![a-z0-9])")


def words_of(data: bytes) -> frozenset[bytes]:
    """
    The words of some HTML.

    >>> sorted(words_of(b"<p id=Post_12>"))
    [b'12', b'id', b'p', b'post']
    """
    return frozenset(data.translate(WORD).split())


@lru_cache(maxsize=4096)
def demands(selector: str) -> tuple[frozenset[bytes], ...]:
    """
    For each alternative of a selector, the words that a page must have before it can fit.

    >>> [sorted(words) for words in demands("#posts [id^=post_] .post_body:not(.x), td")]
    [[b'body', b'post', b'posts'], []]
    """
    plain = FUNCTION.sub("", selector)
    return tuple(frozenset(_words(part)) for part in _alternatives(plain))


def _alternatives(selector: str) -> list[str]:
    return re.split(r",(?![^\[]*\])", selector)


def _words(part: str) -> Iterator[bytes]:
    for name in NAME.findall(ATTRIBUTE.sub("", part)):
        yield from (word.lower().encode() for word in PARTS.findall(name))
    for how, value in ATTRIBUTE.findall(part):
        words = list(PARTS.finditer(value))
        for word in words:  # a word at an open end may go on: [id^=pid] fits pid77
            opens = how in ("$", "*") and word.start() == 0
            goes_on = how in ("^", "*") and word.end() == len(value)
            if not opens and not goes_on:
                yield word[0].lower().encode()


class Index:
    """Engines with the words of their hints, made once for the engines of this package."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = tuple(engines)
        self.hints = [(words_of(hint.encode()), hint, i) for i, engine in enumerate(self.engines) for hint in engine.hints]
        self.known = frozenset(word for needed, _, _ in self.hints for word in needed)
        self.by_word: dict[bytes, list[tuple[frozenset[bytes], str, int]]] = {}
        for needed, hint, i in self.hints:
            self.by_word.setdefault(max(needed, key=len, default=b""), []).append((needed, hint, i))
        self.named = once(self._named)
        self.outermost = once(self._outermost)
        self.hinted = once(self._hinted)

    def _named(self, page: Page) -> list[int]:
        """The places of the engines that the page names as its maker, for a tenth of the price of all hints."""
        maker = page.first("meta[name=generator]") if MAKER.search(page.ends.lower()) else None
        generator = (maker.attributes.get("content") or "").lower() if maker is not None else ""
        return _ranked((len(hint), i) for _, hint, i in self.hints if hint in generator) if generator else []

    def _outermost(self, page: Page) -> list[int]:
        """The places of the engines that the very ends of a page hint at."""
        return self._told(page.ends[:OUTERMOST] + b" " + page.ends[-OUTERMOST:])

    def _hinted(self, page: Page) -> list[int]:
        """The places of all engines that the page hints at, the likeliest first: what a page says of its maker counts most."""
        return list(dict.fromkeys([*self.named(page), *self._told(page.ends)]))

    def _told(self, ends: bytes) -> list[int]:
        """The places of the engines whose hints stand in some bytes, the longest hint first."""
        words = self.known.intersection(ends.translate(WORD).split())  # a set of all words takes twice the time
        return _ranked((len(hint), i) for word in words for needed, hint, i in self.by_word.get(word, ()) if needed <= words)


def _ranked(hints: Iterable[tuple[int, int]]) -> list[int]:
    """Places of engines by their longest hint, then as they stand."""
    ranks: dict[int, int] = {}
    for rank, i in hints:
        if rank > ranks.get(i, 0):
            ranks[i] = rank
    return sorted(ranks, key=lambda i: (-ranks[i], i))


def claiming(page: Page, index: Index) -> Iterator[Engine]:
    """Those engines whose claim fits the page, the hinted ones first; tests hold that there is at most one."""
    if page.is_json:
        yield from (engine for engine in index.engines if engine.json_claim and engine.json_claim.search(page.text))
        return
    engines = index.engines
    asked: list[int] = []
    for likeliest in (index.named, index.outermost, index.hinted):
        fresh = [i for i in likeliest(page) if i not in asked]
        asked += fresh
        yield from (engines[i] for i in fresh if _fits(page, engines[i].claims))
    if not any(_fits(page, engines[i].signs) for i in asked):  # else it is another page of theirs
        words = words_of(page.data)
        yield from (engine for i, engine in enumerate(engines) if i not in asked and _fits(page, engine.claims, words))


def _fits(page: Page, selectors: Iterable[str], words: frozenset[bytes] | None = None) -> bool:
    """Whether one of the selectors fits the page; with the page's words, only those that can are asked."""
    return any(
        page.first(selector) is not None for selector in selectors if words is None or any(need <= words for need in demands(selector))
    )


def claims(engine: Engine, page: Page) -> bool:
    """Whether an engine claims a page."""
    if page.is_json:
        return engine.json_claim is not None and engine.json_claim.search(page.text) is not None
    return _fits(page, engine.claims)


def relatives(page: Page, index: Index) -> list[Engine]:
    """The engines that this page may be a board, a login or a refusal of: those whose signs fit, hinted ones before others."""
    if page.is_json:
        return list(claiming(page, index))
    engines, asked = index.engines, index.hinted(page)
    if found := [engines[i] for i in asked if _fits(page, engines[i].signs)]:
        return found
    words = words_of(page.data)
    return [engine for i, engine in enumerate(engines) if i not in asked and _fits(page, engine.signs, words)]
