"""Posts that stand alone: the opening post outside the list of replies, and the only post of a thread."""

from collections.abc import Iterator, Sequence

from .cues import Sight
from .fields import time_at
from .groups import Record, Scene, whole
from .marks import floor_of
from .members import Row

__all__ = ["alone", "opening", "opens"]

LINKED = 0.6  # of a text: a menu, with the newest of something in it
SENTENCE = 60  # code points
LEAST = 8.0  # weight of a text that stands alone


def opening(scene: Scene, records: Sequence[Record], *, forum: bool = False) -> Record | None:
    """The record before the others that has a time and an author and a text of its own; in a ``forum`` one of the two, in what is called a post."""
    first = min(r.a for r in records)
    usual = sorted(scene.own(r)[0] for r in records)[len(records) // 2]
    least = max(LEAST, 0.5 * usual)
    found = [r for i in _around(scene) if scene.page.last[i] <= first and (r := whole(scene.page, i))]
    for candidates in (found, list(_runs(scene, first))):
        if (best := _best(scene, candidates)) is not None and scene.own(best)[0] >= least:
            return best
    half = [r for r in found if forum and _is_post(scene, r) and max(scene.own(r)[1:]) and not _is_menu(scene, r)]
    heavy = [r for r in half if scene.own(r)[0] >= max(least, SENTENCE)]
    return min(heavy, key=lambda r: r.b - r.a, default=None)


def _runs(scene: Scene, first: int) -> Iterator[Record]:
    """Neighbours before what holds the list: a head with a time or a person, and the text behind it."""
    page = scene.page
    for around in page.up(first):
        above = page.parents[around]
        before = [i for i in page.children(above) if i < around] if above >= 0 else []
        heads = [
            n for n, i in enumerate(before) if scene.times[page.last[i]] > scene.times[i] and scene.people[page.last[i]] > scene.people[i]
        ]
        if heads:
            run = before[heads[-1] :]
            yield Record(page, run, page.last[run[-1]], page.until[run[-1]], page.ends[run[-1]])


def opens(scene: Scene, sight: Sight, first: Row, second: Row) -> bool:
    """Whether a record before the list is the post that the list answers: with a text of its own, and not younger."""
    if first.body is None or (first.time is None and first.author is None):
        return False
    times = [iso for row in (first, second) if row.time is not None and (iso := time_at(scene, row.time, sight))]
    if len(times) == 2 and times[0][:16] > times[1][:16]:
        return False
    said = [scene.cues.people.get(row.author) for row in (first, second) if row.author is not None]
    if len(times) == 2 and times[0] == times[1] and len(set(said)) < 2:
        return False
    number, _ = floor_of(scene, second.record, second.body)
    other = len(times) == 2 and times[0] < times[1] and len(said) == 2 and said[0] != said[1]  # answers are counted from one
    return (number != 1 or other) and _prose(scene, first)


def _prose(scene: Scene, row: Row) -> bool:
    """Whether a text has a sentence."""
    page = scene.page
    a, b = (row.record.p, row.record.q) if row.body is None or row.body < 0 else (page.first[row.body], page.until[row.body])
    return any(scene.weights.each[p] >= 30 or (scene.weights.each[p] >= 15 and page.texts[p] > "⺀") for p in range(a, b))


def alone(scene: Scene) -> Record | None:
    """The only record of a page: the smallest element with a time, an author and most of the text."""
    return _best(scene, [whole(scene.page, i) for i in _around(scene)])


def _around(scene: Scene) -> Iterator[int]:
    """The elements around the anchors."""
    seen: set[int] = set()
    for anchor in (*scene.cues.times, *scene.cues.people):
        for i in scene.page.up(anchor):
            if i in seen:
                break
            seen.add(i)
            yield i


def _best(scene: Scene, records: list[Record]) -> Record | None:
    """The smallest of those with nearly the most text among those with a time and an author."""
    full = [(scene.own(r), r) for r in records]
    both = [(m, r) for (m, t, p), r in full if t and p and m >= LEAST and not _is_menu(scene, r)]
    if not both:
        return None
    most = max(m for m, _ in both)
    named = [(m, r) for m, r in both if m >= 0.6 * most and _is_post(scene, r)]
    if named:
        most = max(m for m, _ in named)
        both = named
    return max((r for m, r in both if m >= 0.85 * most), key=lambda r: (r.a, -r.b))


def _is_menu(scene: Scene, record: Record) -> bool:
    """Whether most of a record's text is in links, and there is no sentence beside them."""
    page = scene.page
    pieces = range(record.p, record.q)
    linked = sum(len(page.texts[p]) for p in pieces if page.links[p] >= 0)
    if linked <= LINKED * sum(len(page.texts[p]) for p in pieces):
        return False
    return all(page.links[p] >= 0 or len(page.texts[p]) < SENTENCE for p in pieces)


def _is_post(scene: Scene, record: Record) -> bool:
    return scene.page.kind(record.tops[0]).post
