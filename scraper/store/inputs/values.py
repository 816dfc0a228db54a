"""What travels between the readers of inputs: how to read, what to read, and what could not be read."""

from collections.abc import Callable, Iterator

import msgspec

from ...model import Capture, Outcome, OutcomeKind, Page

__all__ = ["DEFAULTS", "InputOptions", "Item", "Problem", "Reader", "Unit", "problem"]


class InputOptions(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the user says of the inputs; each wins over what the input says itself.

    ``html_column``, ``text_column`` and ``url_column`` name the fields of JSON Lines and Parquet; without them usual names
    are tried. ``max_page`` is the size in bytes over which a page is ``too-costly`` unread: three times what the
    fetcher takes, and 16 times the largest page of the corpus.
    """

    url: str | None = None
    fetched_at: str | None = None
    encoding: str | None = None
    engine: str | None = None
    html_column: str | None = None
    text_column: str | None = None
    url_column: str | None = None
    max_page: int = 64_000_000


DEFAULTS = InputOptions()


class Problem(Page, frozen=True, kw_only=True):
    """An input of which no page could be had: its name and the outcome that says why. It takes the page's place in the run."""


class Unit(msgspec.Struct, frozen=True):
    """
    A piece of the inputs that is read in one go, on any machine: the same pieces whatever the number of workers.

    ``paths`` as given by the user; ``start`` and ``end`` cut one large file (bytes, rows or members, as its ``kind`` counts).
    ``found`` says that a folder or pattern led there, so that what is no page is skipped and not read as one. ``note`` is a
    problem that the plan met; then there is nothing to read. ``size`` in bytes is for progress only.
    """

    kind: str
    paths: tuple[str, ...]
    start: int = 0
    end: int | None = None
    found: bool = False
    note: Outcome | None = None
    size: int = 0


Item = Capture | Problem
Reader = Callable[[Unit, InputOptions], Iterator[Item]]


def problem(source: str, kind: OutcomeKind, reason: str, advice: str = "") -> Problem:
    """A problem by its parts."""
    return Problem(source=source, outcome=Outcome(kind, reason, advice))
