"""Which records of a group are posts: those that have what most of the others have, or are made like them."""

from collections import Counter
from collections.abc import Sequence

from .groups import Record, Scene

__all__ = ["Row", "posts_among"]

MOST = 0.7  # of the records: what so many have, a post has


class Row:
    """A record with what was found in it: the element of its text, its time and its author, or ``None``."""

    __slots__ = ("author", "body", "record", "same", "signed", "time")

    def __init__(self, record: Record, body: int | None, same: bool, time: int | None, author: int | None, *, signed: bool = False) -> None:
        self.record = record
        self.signed = signed  # the author and the time stand at the text's end
        self.same = same
        self.body = body
        self.time = time
        self.author = author

    def has(self) -> tuple[bool, bool, bool]:
        """Whether text, time and author were found."""
        return self.body is not None and self.same, self.time is not None, self.author is not None


def posts_among(scene: Scene, rows: Sequence[Row]) -> list[Row]:
    """The rows that are posts."""
    common = [sum(column) >= MOST * len(rows) for column in zip(*(row.has() for row in rows), strict=True)]
    usual = [Counter(makes).most_common(1)[0][0] for makes in zip(*(_makes(scene, row.record) for row in rows), strict=True)]
    forms = [_is_form(scene, row.record) for row in rows]
    with_form = sum(forms) <= 0.3 * len(rows)
    kept = []
    for number, (row, form) in enumerate(zip(rows, forms, strict=True)):
        lacks = sum(often and not has for has, often in zip(row.has(), common, strict=True))
        alike = any(a == b for a, b in zip(_makes(scene, row.record), usual, strict=True))
        edge = number in (0, len(rows) - 1) and len(rows) > 3
        mass, _, people = scene.own(row.record) if edge else (0.0, 0, 0)
        if edge and row.body is None and common[0] and mass > 0 and not people:
            continue  # the page's head or foot: it has a text, but not where posts have theirs
        if lacks <= (1 if alike else 0) and any(row.has()[1:]) and not (form and with_form and len(rows) > 1):
            kept.append(row)
    return _together(scene, kept)


def _together(scene: Scene, rows: list[Row]) -> list[Row]:
    """The rows without those that stand behind the element in which most stand, and are made otherwise: suggestions at the page's foot."""
    if len(rows) < 4:
        return rows
    page = scene.page
    (home, count), *_ = Counter(page.parents[r.record.tops[0]] for r in rows).most_common(1)
    if count < 0.6 * len(rows) or home < 0:
        return rows
    usual = Counter(_makes(scene, r.record)[1] for r in rows if page.parents[r.record.tops[0]] == home)
    return [r for r in rows if r.record.a < page.last[home] or _makes(scene, r.record)[1] in usual]


def _makes(scene: Scene, record: Record) -> tuple[tuple[str, int], tuple[str, str]]:
    """How a record is made: of which tag and in which element, of which tag and names."""
    page, top = scene.page, record.tops[0]
    return (page.tags[top], page.parents[top]), (page.tags[top], page.kind(top).sig or str(top))


def _is_form(scene: Scene, record: Record) -> bool:
    """Whether somebody can write in it: the box for a reply."""
    html, at = scene.page.html, record.lo
    for hole in record.holes:
        if html.find("<textarea", at, hole.lo) >= 0:
            return True
        at = hole.hi
    return html.find("<textarea", at, record.hi) >= 0
