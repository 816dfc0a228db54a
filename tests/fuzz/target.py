"""What a target is, and the seeds that fixtures make."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from scraper.model import Capture
from tests.engines.cases import capture_of, cases

__all__ = ["Target", "by_engine", "made", "small"]

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = 60_000  # bytes: a page is read in milliseconds, and a fault that needs more than this is a curve's to find


class Target(msgspec.Struct, frozen=True):
    """
    Seeds in groups that are spoiled equally often, and the check of one that was spoiled; it raises where something does not hold.

    ``share`` is the part of a run's time: more for what reads more.
    """

    groups: Sequence[Sequence[Capture]]
    check: Callable[[Capture], None]
    share: float = 1.0


def made(bodies: Iterable[bytes]) -> list[list[Capture]]:
    """Seeds of bytes alone."""
    return [[Capture(source="x", body=body)] for body in bodies]


def by_engine() -> list[list[Capture]]:
    """The fixtures of each engine, with their addresses and headers, so that an engine with two is spoiled as often as one with forty."""
    folders = sorted({case.parent.name for case in cases()})
    groups = [small(map(capture_of, cases(folder))) for folder in folders]
    return [group for group in groups if group]


def small(captures: Iterable[Capture]) -> list[Capture]:
    """Those that take little time."""
    return [capture for capture in captures if len(capture.body) < SMALL]
