"""What travels between the readers of inputs: how to read, what to read, and what could not be read."""

from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import msgspec

from ...budget import LARGEST
from ...model import Capture, Outcome, OutcomeKind, Page

__all__ = ["DEFAULTS", "Given", "InputOptions", "Item", "Load", "Problem", "Reader", "Unit", "problem"]


class InputOptions(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the user says of the inputs; each wins over what the input says itself.

    ``html_column``, ``text_column`` and ``url_column`` name the fields of JSON Lines and Parquet; without them usual names
    are tried. ``max_page`` is the size in bytes over which a page is ``too-costly`` unread: three times what the
    fetcher takes, and 16 times the largest page of the corpus. ``digests`` checks those that an archive keeps. ``among`` are all
    inputs of the run, where the pages may stand that revisits point to, and ``shelf`` is a folder in which its processes share notes.
    """

    url: str | None = None
    fetched_at: str | None = None
    encoding: str | None = None
    engine: str | None = None
    html_column: str | None = None
    text_column: str | None = None
    url_column: str | None = None
    max_page: int = LARGEST
    digests: bool = True
    among: tuple[str, ...] = ()
    shelf: str = ""


DEFAULTS = InputOptions()


class Problem(Page, frozen=True, kw_only=True):
    """An input of which no page could be had: its name and the outcome that says why. It takes the page's place in the run."""


class Unit(msgspec.Struct, frozen=True):
    """
    A piece of the inputs that is read in one go, on any machine: the same pieces whatever the number of workers.

    ``paths`` as given by the user; ``start`` and ``end`` cut one large file, or its ``member``: bytes, row groups or members.
    ``found`` says that a folder or pattern led there, so that what is no page is skipped and not read as one. ``note`` is a
    problem that the plan met; then there is nothing to read. ``size`` in bytes is for progress only.
    """

    kind: str
    paths: tuple[str, ...]
    start: int = 0
    end: int | None = None
    member: str | None = None
    found: bool = False
    note: Outcome | None = None
    size: int = 0


Item = Capture | Problem
Load = Callable[[str], bytes | None]


def _nothing(name: str) -> None:
    """Nothing stands beside."""


class Given(NamedTuple):
    """
    An open input for the reader of its kind.

    ``stream`` is as stored, at its start; ``squeezed`` how it is compressed; ``head`` its first bytes. ``path`` is where it lay, for
    addresses kept in paths; ``load`` finds what stands beside it. ``start`` and ``end`` are the unit's. ``found``: see ``Unit``.
    """

    source: str
    stream: IO[bytes]
    squeezed: str | None = None
    head: bytes = b""
    path: str = ""
    load: Load = _nothing
    start: int = 0
    end: int | None = None
    member: str | None = None
    found: bool = False


Reader = Callable[[Given, InputOptions], Iterator[Item]]


def problem(source: str, kind: OutcomeKind, reason: str, advice: str = "") -> Problem:
    """A problem by its parts."""
    return Problem(source=source, outcome=Outcome(kind, reason, advice))
