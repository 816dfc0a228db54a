"""What all that settle pages share: the job, how pages are read, how far the crawl goes, which round it is."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from ...frontier import Scope
from ...model import BoardPage, Outcome, Record, ThreadPage
from ...store.captures import Stored
from ...store.job import Job
from ...store.queue import Row

__all__ = ["Desk", "Reader"]

REMEMBERED = 16  # pages


class Reader(Protocol):
    """Stored answers into pages and records."""

    def skim(self, stored: Stored) -> ThreadPage | BoardPage | Outcome:
        """What a page leads to; its posts know their ids and places."""
        ...

    def read(self, stored: Stored) -> ThreadPage | BoardPage | Outcome:
        """All that a page holds."""
        ...

    def links(self, stored: Stored) -> Sequence[str]:
        """The addresses that a page links to."""
        ...

    def records(self, page: ThreadPage, stored: Stored) -> Sequence[Record]:
        """The clean posts of a page that was read."""
        ...


class Desk:
    """
    The job, and a reader of its pages.

    ``whole`` pages are read in full at once, because their records are wanted while they are at hand: ``skim`` is ``read`` then.
    """

    def __init__(self, job: Job, reader: Reader, scope: Scope, *, round: int, update_all: bool, whole: bool) -> None:
        self.job = job
        self.skim = reader.read if whole else reader.skim
        self.read = reader.read
        self.records = reader.records
        self.links = reader.links
        self.scope = scope
        self.round = round
        self.update_all = update_all
        self.whole = whole
        self.now = ""  # when the page at hand was fetched
        self.pages: dict[int, ThreadPage] = {}  # the last pages read, by capture: spares the output a second reading

    def keep(self, row: Row, stored: Stored) -> int:
        """Stores a capture, or gives its number where it is stored already."""
        return stored.id or self.job.captures.keep(msgspec.structs.replace(stored, row=row.id, round=self.round))

    def remember(self, capture: int, page: ThreadPage) -> None:
        """A page that was read whole is at hand for the output."""
        if self.whole:
            self.pages[capture] = page
        while len(self.pages) > REMEMBERED:
            self.pages.pop(next(iter(self.pages)))
