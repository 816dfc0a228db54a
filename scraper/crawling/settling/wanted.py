"""Threads and lists that are still to be asked for, up to the user's limit; where only a list is wanted, they are told and not asked for."""

from ...frontier import Listing, place
from ...store.queue import Item
from ..events import Event, Listed
from .desk import Desk
from .notes import BOARD_RANK, THREAD_RANK, note_text

__all__ = ["Wanted"]


class Wanted:
    """Counts the threads of the run, and queues them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.threads = desk.job.queue.count_kind("thread")

    def enough(self) -> bool:
        """Whether the user's limit of threads is reached."""
        return self.desk.scope.max_threads is not None and self.threads >= self.desk.scope.max_threads

    def listing(self, url: str, note: Listing, origin: int) -> Item:
        """The row of a board's page, or of a member's list."""
        return Item(url=url, host=place(url), kind="board", rank=BOARD_RANK, origin=origin, note=note_text(note))

    def ask_for(self, url: str, note: Listing, told: list[Event], *, title: str | None = None) -> bool:
        """Queues a thread, or a page with a member's post, or lists it where nothing more is wanted; whether it is new to the round."""
        job = self.desk.job
        if not self.desk.scope.list_only:
            item = Item(url=url, host=place(url), kind="thread", rank=THREAD_RANK, note=note_text(note))
            new = bool(job.queue.add([item], self.desk.round))
        elif new := job.get(f"listed {url}") is None:
            job.put(f"listed {url}", "")
            told.append(Listed(url, title, None if note.replies is None else note.replies + 1, None))
        self.threads += new
        return new
