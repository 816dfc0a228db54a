"""Boards: their threads are queued, their sub-boards, and their next page; a page named by the user may be a later one."""

from collections.abc import Sequence

import msgspec

from ... import frontier
from ...frontier import Listing, Target, paging
from ...model import BoardPage, Outcome
from ...store.captures import Stored
from ...store.queue import Row
from ...urls import canonical
from ..events import Event, PageFetched
from .desk import Desk
from .notes import AHEAD, note_of, note_text, walk_of
from .wanted import Wanted

__all__ = ["Boards"]


class Boards:
    """Takes the pages of boards."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self.desk = desk
        self.wanted = wanted

    def take(self, row: Row, stored: Stored, page: BoardPage) -> list[Event] | Outcome:
        """A board's page: its threads, boards and next page are queued."""
        if row.kind == "page":
            self.desk.keep(row, stored)
            return Outcome("board", "a board stands where a page of the thread was", "The thread may be gone or moved.")
        told: list[Event] = [PageFetched(stored.url, "board", page.title, page.page, page.pages, 0, len(stored.raw))]
        if row.kind == "start" and self._begin(row, stored, page):
            return told
        return told + self._list_on(row, stored, page)

    def _begin(self, row: Row, stored: Stored, page: BoardPage) -> bool:
        """Whether the user named a later page of a board: its first page is queued, and this one kept for its turn."""
        first = paging.first_page(stored.url, page.page)
        if first is None or not self.desk.job.queue.add(
            [self.wanted.listing(first, Listing(ahead=row.url), row.origin or row.id)], self.desk.round
        ):
            return False
        self.desk.keep(row, stored)
        self.desk.job.queue.finish(row, "board", AHEAD)
        return True

    def _list_on(self, row: Row, stored: Stored, page: BoardPage) -> list[Event]:
        """The list of a board's page is taken, and the next page queued."""
        there = self.desk.job.queue.row(canonical(page.next_url)) if page.next_url else None
        visited = there is not None and there.round == self.desk.round and there.why != AHEAD
        found = frontier.look(page, stored.url, note_of(row.note), visited=visited, scope=self.desk.scope)
        self.desk.keep(row, stored)
        told: list[Event] = []
        self._queue_threads(found.threads, told)
        origin = row.origin or row.id
        self.desk.job.queue.add([self.wanted.listing(b.url, Listing(deep=True), origin) for b in found.boards], self.desk.round)
        self.desk.job.queue.finish(row, "board")
        if self.wanted.enough() or found.enough:
            return told
        if found.next is None:
            return told + self.take_ahead(found.note)
        if not self.desk.job.queue.add([self.wanted.listing(found.next.url, found.note, origin)], self.desk.round):
            told += self.take_ahead(msgspec.structs.replace(found.note, ahead=found.next.url))
        return told

    def take_ahead(self, note: Listing) -> list[Event]:
        """The page of a board that was read before its turn, if it was: its turn has come, or no other page leads there."""
        there = self.desk.job.queue.row(note.ahead) if note.ahead else None
        stored = self.desk.job.captures.latest(there.id) if there and there.why == AHEAD else None
        page = self.desk.skim(stored) if stored else None
        if there is None or stored is None or not isinstance(page, BoardPage):
            return []
        note = msgspec.structs.replace(note, ahead="")
        return self._list_on(msgspec.structs.replace(there, note=note_text(note)), stored, page)

    def _queue_threads(self, targets: Sequence[Target], told: list[Event]) -> None:
        """Queues the threads of a board's page that are new to the round."""
        for target in targets:
            if self.wanted.enough():
                break
            if self.desk.scope.list_only or not self._unchanged(target):
                note = Listing(replies=target.replies, last_post_at=target.last_post_at)
                self.wanted.ask_for(target.url, note, told, title=target.title)

    def _unchanged(self, target: Target) -> bool:
        """Whether an update may leave a thread alone: the board says of it what it said at the last walk."""
        if self.desk.round == 1 or self.desk.update_all:
            return False
        there = self.desk.job.queue.row(target.url)
        held = self.desk.job.threads.get(there.thread) if there and there.thread else None
        if held is None or not held.done:
            return False
        walk = walk_of(held)
        said = (target.replies, target.last_post_at)
        return said != (None, None) and said == (walk.replies, walk.last_post_at) and walk.stop in ("end", "repeats")
