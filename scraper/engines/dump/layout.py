"""The text between the heads, cut into the author's card and the lines of the body; rests on the links that end a post."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .bare import bare_body, edition_of
from .card import NOBODY, card_end, is_figure, is_label
from .head import Head
from .words import ABOVE_NAME, AFTER_CARD, BARE_FOOTER, CHROME, FOOTER, RANK, TAIL, clean, fits

__all__ = ["Piece", "cut"]

PAGES = re.compile("[页頁]")
DOTS = str.maketrans("", "", ". ")
DETAILS = re.compile(r"查看[详詳][细細][资資]料")
NEAR = 16  # lines of links that a card may have below its figures; 8 in a dump of one word a line
APART = 10  # lines between two figures of a card
ABOVE = 8  # lines above the figures that may hold name, title, level and links


class Piece(NamedTuple):
    """The lines of a post's card, of its body with the signature, and of figures below these, as they stand in the text."""

    card: Sequence[str]
    body: Sequence[str]
    details: Sequence[str] = ()


def cut(text: str, heads: Sequence[Head]) -> list[Piece]:
    """A piece for each head; none where the first has no card."""
    if not heads:
        return []
    if heads[0].bare:
        return _between(text, heads)
    pieces = _above(text, heads) if heads[0].top else _below(text, heads)
    return pieces if any(map(clean, pieces[0].card)) else []


def _above(text: str, heads: Sequence[Head]) -> list[Piece]:
    """Card, head, body, card, head, body."""
    before = text[: heads[0].start].split("\n")
    cards = [before[_card_start(before) :]]
    bodies: list[Sequence[str]] = []
    tails: Counter[tuple[str, ...]] = Counter()
    for a, b in pairwise(heads):
        lines = text[a.end : b.start].split("\n")
        at = _before_nobody(lines, b.nobody) if b.nobody else _card_start(lines)
        cards.append(lines[at:])
        body = _without_tail(lines[:at])
        bodies.append(body)
        tails[tuple(t for line in lines[len(body) : at] if (t := clean(line)))] += 1
    bodies.append(_last_body(text[heads[-1].end :].split("\n"), tails.most_common(1)[0][0] if tails else ()))
    return [_with_details(card, body) for card, body in zip(cards, bodies, strict=True)]


def _between(text: str, heads: Sequence[Head]) -> list[Piece]:
    """Head, body, head, body."""
    inner = [_without_tail(text[a.end : b.start].split("\n")) for a, b in pairwise(heads)]
    last = text[heads[-1].end :].split("\n")
    end = next((i for i, line in enumerate(last) if fits(FOOTER, line) or fits(BARE_FOOTER, line)), len(last))
    if end < len(last) and PAGES.search(last[end]):
        end = _while(last, end, _is_number)
    edition = edition_of(text, heads)
    return [Piece((), bare_body(body, edition)) for body in (*inner, _without_tail(last[:end]))]


def _is_number(line: str) -> bool:
    """Whether a line holds numbers of pages at most, with dots for those left out."""
    text = clean(line).translate(DOTS)
    return not text or text.isdecimal()


def _with_details(card: Sequence[str], body: Sequence[str]) -> Piece:
    """A body without the figures below it, which end in a link to more of them (Discuz! 6)."""
    end = len(body)
    if not body or not fits(DETAILS, body[-1]):
        return Piece(card, body)
    at = end - 1
    while at and (not clean(body[at - 1]) or is_label(body[at - 1]) or (at > 1 and is_label(body[at - 2]))):
        at -= 1
    return Piece(card, body[:at], body[at : end - 1])


def _before_nobody(lines: Sequence[str], name: str) -> int:
    """Where the card of nobody begins, which holds no more than the word for that; it may be missing."""
    near = range(len(lines) - 1, max(-1, len(lines) - NEAR - 1), -1)
    return next((i for i in near if clean(lines[i]) == name), _card_start(lines))


def _below(text: str, heads: Sequence[Head]) -> list[Piece]:
    """Card, body, head, card, body, head."""
    pieces = []
    at = 0
    for head in heads:
        lines = text[at : head.start].split("\n")
        if not at:
            first = next((i for i, line in enumerate(lines) if fits(NOBODY, line) or (is_figure(line) and _dense(lines, i))), 0)
            lines = lines[_name_above(lines, first) :]
        end = card_end(lines)
        pieces.append(Piece(lines[:end], _without_tail(lines[end:])))
        at = head.end
    return pieces


def _dense(lines: Sequence[str], at: int) -> bool:
    """Whether more figures follow: a menu may hold one word that is also a figure's name."""
    return sum(map(is_figure, lines[at : at + 12])) >= 3


def _card_start(lines: Sequence[str]) -> int:
    """Where the card that ends some lines begins; behind the last line where there is none."""
    near = range(len(lines) - 1, max(-1, len(lines) - NEAR - 1), -1)
    last = next((i for i in near if is_figure(lines[i])), None)
    if last is None or any(fits(TAIL, line) for line in lines[last + 1 :]):  # figures below a body (Discuz! 6) end the post before
        return _without_figures(lines)
    first = i = last
    while i > 0 and first - i <= APART and not _parts(lines[i]) and not fits(ABOVE_NAME, lines[i]):
        i -= 1
        if is_figure(lines[i]):
            first = i
    return _name_above(lines, first)


def _name_above(lines: Sequence[str], first: int) -> int:
    """The start of the card whose figures begin at ``first``: behind the links that end the post before, or at its own first link."""
    top, seen = first, 0
    for i in range(first - 1, -1, -1):
        if not clean(lines[i]) or fits(RANK, lines[i]):
            continue
        if _parts(lines[i]):
            return _behind_pages(lines, i + 1, first)
        if fits(CHROME, lines[i]):
            return _with_name(lines, _while(lines, i, lambda line: not clean(line) or fits(CHROME, line)), first)
        seen += 1
        if seen > ABOVE:
            break
        if seen == 1 or (seen == 2 and clean(lines[i]).startswith(clean(lines[top])[:2])):
            top = i
    return top


def _with_name(lines: Sequence[str], top: int, first: int) -> int:
    """The line above the links too where it is the name that stands again below them (Discuz! X)."""
    above = next((i for i in range(top - 1, -1, -1) if clean(lines[i])), None)
    again = above is not None and any(clean(line).startswith(clean(lines[above])) for line in lines[top:first])
    return above if above is not None and again else top


def _behind_pages(lines: Sequence[str], at: int, end: int) -> int:
    """Behind the numbers of the row of pages that a converter set on lines of their own."""
    if "一页" in lines[at - 1] or "一頁" in lines[at - 1]:
        while at < end - 1 and _is_number(lines[at]):
            at += 1
    return at


def _while(lines: Sequence[str], at: int, holds: Callable[[str], bool]) -> int:
    """The first of the lines up to ``at`` for which, without a gap, something holds."""
    while at and holds(lines[at - 1]):
        at -= 1
    return at


def _without_figures(lines: Sequence[str]) -> int:
    """Cards without figures (guests, closed accounts): behind the last links below a post that stand near the end."""
    near = range(len(lines) - 1, max(-1, len(lines) - NEAR - 1), -1)
    return next((i + 1 for i in near if _parts(lines[i])), len(lines))


def _parts(line: str) -> bool:
    """Whether a line ends a post, or the page's own lines above the first."""
    return fits(TAIL, line) or (fits(AFTER_CARD, line) and not is_figure(line))


def _without_tail(lines: Sequence[str]) -> list[str]:
    """A body's lines without the links below it."""
    end = _while(lines, len(lines), lambda line: not clean(line) or fits(TAIL, line))
    return list(lines[:end])


def _last_body(lines: Sequence[str], tail: Sequence[str]) -> list[str]:
    """The lines of the page's last post: up to the links below it, as the posts before have them, or to the page's foot."""
    shown = [(i, t) for i, line in enumerate(lines) if (t := clean(line))]
    for k, (i, _) in enumerate(shown):
        if tail and [t for _, t in shown[k : k + len(tail)]] == list(tail):
            return list(lines[:i])
    end = next((i for i, _ in shown if fits(FOOTER, lines[i])), len(lines))
    if end < len(lines) and ("一页" in lines[end] or "一頁" in lines[end]):
        end = _while(lines, end, _is_number)
    return _without_tail(lines[:end])
