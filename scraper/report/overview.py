"""The figures of an overview: counts, times, authors, cuts by reason, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

import msgspec

from ..model import Author, Edit, Record
from .threads import ThreadView, distinct, floors, gaps, ranges

__all__ = ["AuthorFigures", "Cut", "Overview", "Shelf", "edits_of", "lengths", "overview", "periods", "shelves"]

LENGTHS = (0, 20, 50, 100, 200, 500, 1000, 2000, 5000)
BARS = 36  # more than fit a phone's width


class AuthorFigures(msgspec.Struct, frozen=True, kw_only=True):
    """An author over all threads shown; ``author`` is as the last of the posts shows them."""

    index: int
    author: Author
    posts: int
    chars: int
    first: str | None
    last: str | None


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What was cut under one reason: how often, how many code points, how many of the strings are proved."""

    reason: str
    count: int
    chars: int
    proved: int


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of floors: how many are there, how many are missing."""

    first: int
    last: int
    there: int
    missing: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a view. ``missing`` are runs of floors by thread title; ``announced`` counts where threads tell their replies."""

    posts: int
    chars: int
    first: str | None
    last: str | None
    authors: tuple[AuthorFigures, ...]
    cuts: tuple[Cut, ...]
    missing: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...]
    lost: int
    announced: int | None
    stored: int


def overview(threads: Sequence[ThreadView]) -> Overview:
    """Count everything once."""
    posts = [post for thread in threads for post in thread.posts]
    times = sorted(post.posted_at for post in posts if post.posted_at)
    missing = [(t.anchor, t.title, tuple(ranges(lost))) for t in threads if (lost := gaps(floors(t)))]
    told = [t for t in threads if t.thread.replies is not None]
    return Overview(
        posts=len(posts),
        chars=sum(len(post.text) for post in posts),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        authors=_authors(posts),
        cuts=_cuts(posts),
        missing=tuple(missing),
        lost=sum(b - a + 1 for _, _, runs in missing for a, b in runs),
        announced=sum((t.thread.replies or 0) + 1 for t in told) if told else None,
        stored=sum(map(distinct, told)),
    )


def author_key(author: Author) -> str:
    """What tells authors apart: their name, else their id."""
    return author.name or author.id or ""


def _authors(posts: Iterable[Record]) -> tuple[AuthorFigures, ...]:
    """The most active first."""
    by: dict[str, list[Record]] = {}
    for post in posts:
        by.setdefault(author_key(post.author), []).append(post)
    ranked = sorted(by.values(), key=lambda own: -len(own))
    return tuple(_figures(i, own) for i, own in enumerate(ranked))


def _figures(index: int, own: Sequence[Record]) -> AuthorFigures:
    times = sorted(post.posted_at for post in own if post.posted_at)
    return AuthorFigures(
        index=index,
        author=own[-1].author,
        posts=len(own),
        chars=sum(len(post.text) for post in own),
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )


def edits_of(post: Record) -> Iterable[Edit]:
    """The edits of a post's body and of its quotes."""
    return chain(post.edits, *(quote.edits for quote in post.quotes))


def _cuts(posts: Iterable[Record]) -> tuple[Cut, ...]:
    """The reason that took most strings first."""
    count: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    for edit in (edit for post in posts for edit in edits_of(post)):
        count[edit.reason] += 1
        chars[edit.reason] += len(edit.cut)
        proved[edit.reason] += edit.proof is not None and edit.proof.seed is not None
    return tuple(Cut(reason=r, count=n, chars=chars[r], proved=proved[r]) for r, n in count.most_common())


def periods(posts: Iterable[Record]) -> list[tuple[str, int]]:
    """
    Posts by day, week, month, quarter or year: the finest that gives a readable number of bars, empty periods in between.

    Times that name no day are left out.
    """
    days = [day for post in posts if (day := _day(post.posted_at))]
    if not days:
        return []
    span = (max(days) - min(days)).days
    for name, size in (("day", 1), ("week", 7), ("month", 30), ("quarter", 91)):
        if span / size < BARS:
            return _filled(days, name)
    return _filled(days, "year")


def _day(when: str | None) -> date | None:
    try:
        return date.fromisoformat(when[:10]) if when else None
    except ValueError:
        return None


def _filled(days: Sequence[date], name: str) -> list[tuple[str, int]]:
    """All periods from the first day to the last with their posts; at most the last few hundred years of them."""
    counts = Counter(_period(day, name) for day in days)
    at, last, labels = min(days), max(days), list[str]()
    step = timedelta(days={"day": 1, "week": 7, "month": 28, "quarter": 28, "year": 365}[name])
    while at <= last:
        labels.append(_period(at, name))
        at += step
    labels.append(_period(last, name))
    return [(label, counts[label]) for label in dict.fromkeys(labels)]


def _period(day: date, name: str) -> str:
    if name == "day":
        return day.isoformat()
    if name == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    if name == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    return day.isoformat()[:7] if name == "month" else str(day.year)


def lengths(posts: Iterable[Record]) -> list[tuple[str, int]]:
    """Posts by the length of their text in characters."""
    counts = Counter(max(i for i, least in enumerate(LENGTHS) if len(post.text) >= least) for post in posts)
    top = max(counts, default=-1)
    return [(_stretch(i), counts[i]) for i in range(top + 1)]


def _stretch(i: int) -> str:
    return f"{LENGTHS[i]}–{LENGTHS[i + 1] - 1}" if i + 1 < len(LENGTHS) else f"{LENGTHS[i]}+"


def shelves(there: Sequence[int]) -> list[Shelf]:
    """A thread's floors in at most 36 stretches of equal size, each with what is there and what is missing."""
    top = max(there, default=0)
    size = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000) if top <= s * BARS), -(-top // BARS) or 1)
    counts = Counter((n - 1) // size for n in there)
    starts = range(1, top + 1, size)
    return [_shelf(a, min(a + size - 1, top), counts[(a - 1) // size]) for a in starts]


def _shelf(first: int, last: int, there: int) -> Shelf:
    return Shelf(first=first, last=last, there=there, missing=last - first + 1 - there)
