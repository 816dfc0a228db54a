"""What became of a thread: what is there, what is missing, and whether that is all."""

from collections.abc import Iterable, Sequence

import msgspec

from .walking import Stop, Walk

__all__ = ["Account", "account", "gaps", "is_whole", "ranges"]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """
    What became of one thread.

    ``missing`` are the floors that the numbering leaves out, as ranges (``17``, ``40-44``). ``complete``: the walk reached the end
    and no fewer posts are stored than announced. ``only`` is the member whose posts alone were asked for; of them nothing is announced.
    """

    url: str
    title: str | None
    announced: int | None
    stored: int
    missing: tuple[str, ...]
    pages_asked: int
    pages: int | None
    stop: Stop
    why: str
    complete: bool
    new: int = 0
    edited: int = 0
    gone: int = 0
    only: str | None = None


def account(walk: Walk, stored: int, floors: Sequence[int]) -> Account:
    """What is there of a thread and what is missing; ``floors`` are the stored ones in order."""
    announced = walk.announced
    return Account(
        url=walk.url,
        title=walk.title,
        announced=announced,
        stored=stored,
        missing=()
        if walk.only
        else ranges(gaps(floors, announced if announced is not None and not _all_floors(floors, announced) else None)),
        pages_asked=walk.asked,
        pages=walk.pages,
        stop=walk.stop or "unasked",
        why=walk.why,
        complete=walk.only is not None or (is_whole(walk, stored) and (announced is None or stored >= announced)),
        new=walk.new,
        edited=walk.edited,
        gone=walk.gone,
        only=walk.only,
    )


def is_whole(walk: Walk, stored: int | None = None) -> bool:
    """
    Whether a walk saw all pages: it ended where there is no next page, or in a link back (the last page's "next" often leads
    to itself), and not before the pages, or with ``stored`` posts the posts, that the forum announces.
    """
    if walk.stop not in ("end", "repeats"):
        return False
    if walk.pages is not None:
        return walk.asked >= walk.pages
    if walk.stop == "end":
        return True
    return stored is not None and walk.announced is not None and stored >= walk.announced


def _all_floors(floors: Sequence[int], announced: int) -> bool:
    """Whether there are as many posts as announced, however they are numbered."""
    return len(floors) >= announced


def gaps(floors: Sequence[int], upto: int | None) -> list[tuple[int, int]]:
    """The runs of numbers that are left out, from 1 to the last floor or to ``upto``."""
    gaps: list[tuple[int, int]] = []
    expected = 1
    for floor in floors:
        if floor > expected:
            gaps.append((expected, floor - 1))
        expected = max(expected, floor + 1)
    if upto is not None and expected <= upto:
        gaps.append((expected, upto))
    return gaps


def ranges(gaps: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """
    Runs of numbers as people write them.

    >>> ranges([(17, 17), (40, 44)])
    ('17', '40-44')
    """
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in gaps)
