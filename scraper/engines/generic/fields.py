"""
Which of a record's times is the post's, and which of its persons the author: settled for all records together.

Cues of the same sort (same element names) are one column of a table whose rows are the records. The best column is full, stands
outside the bodies, has a clock, and runs forwards; join dates and names in quotes make worse columns.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ... import labels
from ...model import Author
from .cues import BYLINE, CLOCK, Sight, is_name, is_person, plain_name
from .groups import Record, Scene
from .outline import Outline

__all__ = ["Column", "author_at", "authors_of", "name_at", "time_at", "times_of"]

MEMBER = re.compile(
    r"(?:uid|\bu|user(?:_?id)?|\bid|members?|profile|people|space-uid|users)[=/-](?:[^/?&#]{0,80}?[.-])?(\d{1,12})(?![\w-])", re.IGNORECASE
)
STRONG = frozenset({"b", "strong", "a", "h2", "h3", "h4", "h5", "h6", "cite", "dt", "big"})
TOLD = 0.4  # of a piece of text is its time: less in a sentence ("a vote will be held on 4 July 2024")
ALL = 0.85  # of the records have the same: a rank, not a name
LABELLING = frozenset({"dt", "th", "label"})  # with a colon: what stands behind it
SHARED = 0.5  # of the records have a text at a place: less is no column of names where nobody is known
LEAST = 0.4  # of the score of a place for it to hold names

Row = dict[int, int]  # a record's number to the element


class Column:
    """Cues of one sort, the first of each record, and how good they are."""

    __slots__ = ("key", "rows", "score")

    def __init__(self, key: str, rows: Row) -> None:
        self.key = key
        self.rows = rows
        self.score = 0.0


def inside(record: Record, anchors: Sequence[int], scene: Scene) -> Iterator[int]:
    """The anchors (sorted) in a record and in none of its holes."""
    from bisect import bisect_left

    at, end = bisect_left(anchors, record.a), bisect_left(anchors, record.b)
    for i in anchors[at:end]:
        if not record.in_hole(i):
            yield i


def columns(scene: Scene, records: Sequence[Record], anchors: Iterable[int]) -> list[Column]:
    """The columns of some anchors: by their own names, and with their parents'."""
    ordered = sorted(anchors)
    tables: dict[str, Row] = defaultdict(dict)
    for number, record in enumerate(records):
        for i in inside(record, ordered, scene):
            for levels in (1, 2):
                tables[scene.page.path(i, levels)].setdefault(number, i)
            for token in scene.page.kind(i).tokens:
                tables[f"*.{token}"].setdefault(number, i)
    return [Column(key, rows) for key, rows in tables.items()]


def times_of(scene: Scene, records: Sequence[Record], sight: Sight, bodies: Sequence[int | None]) -> list[int | None]:
    """The element with each record's time; one in a sentence of a text is not the text's."""
    found = columns(scene, records, scene.cues.times)
    for column in found:
        column.rows = {n: i for n, i in column.rows.items() if not (_within(scene, i, bodies[n]) and _is_told(scene, i, sight))}
    found = [column for column in found if column.rows]
    for column in found:
        column.score = _time_score(scene, column, len(records), sight)
    return _pick(found, len(records))


def _is_told(scene: Scene, i: int, sight: Sight) -> bool:
    """Whether a time stands among words that are no time."""
    said = scene.cues.times[i]
    found = None if i in scene.cues.exact else sight.find(said)
    return found is not None and len(found[1]) < TOLD * len(said) and BYLINE.match(said) is None


def _time_score(scene: Scene, column: Column, count: int, sight: Sight) -> float:
    page, times = scene.page, scene.cues.times
    said = [times[i] for _, i in sorted(column.rows.items())]
    clocks = sum(1 for t in said if re.search(r"\d{1,2}[:h.]\d\d|ago|前|T\d\d", t)) / len(said)
    isos = [iso for i in column.rows.values() if (iso := time_at(scene, i, sight))]
    forward = sum(1 for a, b in pairwise(isos) if a <= b) / max(1, len(isos) - 1) if len(isos) > 1 else 0.5
    kind = page.kind(next(iter(column.rows.values())))
    tag = page.tags[next(iter(column.rows.values()))]
    depth = column.key.count("<")
    return len(said) / count + 0.4 * clocks + 0.5 * forward + 0.15 * (kind.time or tag == "time") - 0.01 * depth


def time_at(scene: Scene, i: int, sight: Sight) -> str | None:
    """The time in an element, in ISO 8601."""
    if exact := scene.cues.exact.get(i):
        return exact
    found = sight.find(with_clock(scene.page, i, scene.cues.times[i]))
    return found[0] if found else None


def with_clock(page: Outline, i: int, said: str) -> str:
    """A date with the clock that stands in the next element, where it has none itself."""
    p = page.until[i]
    if page.tags[i] == "time" or re.search(r"\d:\d|ago", said) or p >= len(page.texts) or not CLOCK.fullmatch(page.texts[p]):
        return said
    return f"{said} {page.texts[p]}"


def authors_of(scene: Scene, records: Sequence[Record], bodies: Sequence[int | None], times: Sequence[int | None]) -> list[int | None]:
    """The element with each record's author, by the places of their texts and of their times."""
    found = columns(scene, records, scene.cues.people)
    for column in found:
        column.score = _author_score(scene, column, records, bodies, times)
    good = sorted((c for c in found if c.score > 0), key=lambda c: -c.score)
    for column in good[1:]:  # who is quoted in a text did not write it
        column.rows = {n: i for n, i in column.rows.items() if not _within(scene, i, bodies[n]) or _holds(scene, times[n], i)}
    known = _pick(good, len(records))
    for _ in range(2):  # where nobody was known, the places found first show where the rest stand
        if None not in known:
            break
        places = [c for c in _places(scene, records, bodies, known) if c.score > LEAST]
        known = [a if a is not None else b for a, b in zip(known, _pick(places, len(records)), strict=True)]
    return known


def _places(scene: Scene, records: Sequence[Record], bodies: Sequence[int | None], known: Sequence[int | None]) -> list[Column]:
    """
    Columns of short texts outside the bodies that may be names though nothing says so.

    Where some authors are known, only the places beside theirs count: guests stand where members do.
    """
    page = scene.page
    tables: dict[str, Row] = defaultdict(dict)
    beside = [i for i in known if i is not None]
    depth = {page.path(j, 3) for i in beside for j in (page.parents[i], page.parents[page.parents[i]])}
    for number, record in enumerate(records):
        body = bodies[number]
        until = page.first[body] if body is not None and body >= 0 and page.first[body] > record.p else record.q
        for p in range(record.p, min(until, record.p + 25)):
            owner, text = page.owners[p], page.texts[p]
            if owner in scene.cues.times or owner in scene.cues.other or not is_name(text) or len(text) > 30 or labels.key_of(text):
                continue
            if page.tags[owner] in LABELLING and text[-1] in ":：":
                continue
            if any(page.kind(j).advert for j in (owner, page.parents[owner]) if j >= 0):
                continue
            if beside and not any(page.path(j, 3) in depth for j in (page.parents[owner], page.parents[page.parents[owner]]) if j >= 0):
                continue
            tables[page.path(owner, 2)].setdefault(number, owner)
    found = [
        Column(key, rows)
        for key, rows in tables.items()
        if beside or len(rows) > SHARED * len(records) or any(page.kind(j).author for i in rows.values() for j in (i, page.parents[i]))
    ]
    for column in found:
        column.score = _place_score(scene, column, records, known)
    return found


def _place_score(scene: Scene, column: Column, records: Sequence[Record], known: Sequence[int | None]) -> float:
    page = scene.page
    wanted = [n for n in range(len(records)) if known[n] is None]
    names = [name_at(scene, i) for i in column.rows.values()]
    words = sum(1 for name in names if len(name.split()) > 3) / len(names)
    usual = max(Counter(names).values()) / len(names)
    if len(names) > 2 and usual > (ALL if len(set(names)) > 1 else 0.6) and len(wanted) > 2:
        return 0.0
    first = next(iter(column.rows.values()))
    strong = page.tags[first] in STRONG or page.kind(first).author
    early = sum((page.first[i] - records[n].p) / max(1, records[n].q - records[n].p) for n, i in column.rows.items()) / len(names)
    return (
        sum(1 for n in wanted if n in column.rows) / len(wanted) - 0.3 * usual * (len(names) > 2) + 0.2 * strong - 0.4 * words - 0.3 * early
    )


def _author_score(
    scene: Scene, column: Column, records: Sequence[Record], bodies: Sequence[int | None], times: Sequence[int | None]
) -> float:
    page, people = scene.page, scene.cues.people
    count = len(records)
    names = [people[i] for i in column.rows.values()]
    hrefs = [page.href(_link(scene, i)) if _link(scene, i) >= 0 else "" for i in column.rows.values()]
    linked = sum(1 for h in hrefs if is_person(h)) / len(names)
    buried = sum(1 for n, i in column.rows.items() if _within(scene, i, bodies[n]) and not _holds(scene, times[n], i)) / len(names)
    distinct = len(set(names))
    same = (1.0 if len(set(hrefs)) > 1 else 0.25) if distinct == 1 and len(names) > 2 else 0.0
    kind = page.kind(next(iter(column.rows.values())))
    long = sum(1 for n in names if len(n) > 30) / len(names)
    early = sum((page.first[i] - records[n].p) / max(1, records[n].q - records[n].p) for n, i in column.rows.items()) / len(names)
    return (
        len(names) / count
        + 0.4 * linked
        + 0.3 * kind.author
        - 0.9 * buried
        - 2 * same
        - 0.5 * long
        - 0.3 * early
        - 0.01 * column.key.count("<")
    )


def _link(scene: Scene, i: int) -> int:
    """The link that an element is, stands in, or holds; -1 for none."""
    page = scene.page
    for j in (i, page.parents[i]):
        if j >= 0 and page.tags[j] == "a":
            return j
    return next((j for j in range(i, min(page.last[i], i + 6)) if page.tags[j] == "a"), -1)


def _within(scene: Scene, i: int, body: int | None) -> bool:
    return body is not None and body < i < scene.page.last[body]


def _holds(scene: Scene, time: int | None, i: int) -> bool:
    """Whether the element with a time names the person too: "Comment by Ines — March 3, 2013"."""
    return time is not None and time not in scene.cues.stated and time <= i < scene.page.last[time]


def name_at(scene: Scene, i: int) -> str:
    """The name in an element: a cue's, or the first text that stands directly in it."""
    if i in scene.cues.people:
        return scene.cues.people[i]
    page = scene.page
    own = (page.texts[p] for p in range(page.first[i], page.until[i]) if page.owners[p] == i)
    return plain_name(next(own, page.text(i)))


def author_at(scene: Scene, i: int) -> Author:
    """The author whom an element names, with the address of the member's page and the number in it."""
    link = _link(scene, i)
    href = scene.page.href(link) if link >= 0 else ""
    if not is_person(href):
        return Author(name=name_at(scene, i))
    number = MEMBER.search(href)
    return Author(name=name_at(scene, i), url=href, id=number[1] if number else None)


def _pick(found: list[Column], count: int) -> list[int | None]:
    """The best column's element of each record; of the next columns where that has none."""
    found.sort(key=lambda c: -c.score)
    return [next((c.rows[n] for c in found[:6] if n in c.rows), None) for n in range(count)]
