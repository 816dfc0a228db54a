"""
What a page that arrived means for the job: bytes kept, posts known, next pages queued. All inside one transaction of the caller's,
so that a kill at any point leaves either the page with all that follows from it, or neither.
"""

from ...frontier import Scope
from ...frontier.members import named
from ...model import BoardPage, Outcome, ThreadPage
from ...store.captures import Stored
from ...store.job import Job
from ...store.queue import Row
from ..events import Event, Failed
from .boards import Boards
from .desk import Desk, Reader
from .files import Files
from .members import MemberPosts, whole_key
from .notes import note_of
from .posts import Posts
from .walks import Walks
from .wanted import Wanted

__all__ = ["Reader", "Settler", "whole_key"]


class Settler:
    """Takes pages into a job: each kind of page has its own who knows what follows from it."""

    def __init__(self, job: Job, reader: Reader, scope: Scope, *, round: int, update_all: bool, files: bool, whole: bool) -> None:
        self.desk = Desk(job, reader, scope, round=round, update_all=update_all, whole=whole or files)
        self.files = Files(self.desk, wanted=files)
        posts, wanted = Posts(self.desk, self.files), Wanted(self.desk)
        self.walks = Walks(self.desk, posts)
        self.boards = Boards(self.desk, wanted)
        self.members = MemberPosts(self.desk, posts, wanted)

    def settle(self, row: Row, stored: Stored) -> list[Event]:
        """A page of ``row`` arrived; gives what is to be told."""
        self.desk.now = stored.fetched_at
        told = self._settle(row, stored)
        return self.refuse(row, told.kind, told.reason, told.advice) if isinstance(told, Outcome) else told

    def _settle(self, row: Row, stored: Stored) -> list[Event] | Outcome:
        note = note_of(row.note)
        member = note.member or (named(row.url) if row.kind == "start" else None)
        if member and row.kind == "thread":
            return self.members.take_page(row, stored, note, member)
        if member and (told := self.members.take_list(row, stored, member, note)) is not None:
            return told
        page = self.desk.skim(stored)
        if isinstance(page, ThreadPage):
            return self.walks.take(row, stored, page) + self.boards.take_ahead(note)
        if isinstance(page, BoardPage):
            return self.boards.take(row, stored, page)
        self.desk.job.captures.keep(stored)
        return page

    def refuse(self, row: Row, outcome: str, why: str, advice: str = "") -> list[Event]:
        """The row came to nothing, and with it the walk of its thread."""
        self.desk.job.queue.fail(row, outcome, why)
        return [Failed(row.at, outcome, why, advice), *self._without(row, outcome, why)]

    def skip(self, row: Row, why: str) -> list[Event]:
        """The row may not be asked for."""
        self.desk.job.queue.skip(row, why)
        return [Failed(row.at, "skipped", why), *self._without(row, "skipped", why)]

    def _without(self, row: Row, outcome: str, why: str) -> list[Event]:
        """What follows from a page that is not to be had."""
        return self.walks.end(row, outcome, why) + self.boards.take_ahead(note_of(row.note))

    def spare(self, row: Row) -> list[Event]:
        """The row need not be asked for."""
        self.desk.job.queue.finish(row, "thread", "its post stood on another's page")
        return []
