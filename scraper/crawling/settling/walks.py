"""Threads: a page that arrives begins a walk, is its next step, or waits for its turn."""

import msgspec

from ... import frontier
from ...frontier import Walk
from ...model import ThreadPage
from ...store.captures import Stored
from ...store.queue import Item, Row
from ...store.threads import Walked
from ...urls import canonical
from ..events import Event, Listed, PageFetched, ThreadDone
from .desk import Desk
from .notes import AHEAD, PAGE_RANK, note_of, walk_of, walk_text
from .posts import Posts

__all__ = ["Walks"]


class Walks:
    """Takes the pages of threads."""

    def __init__(self, desk: Desk, posts: Posts) -> None:
        self.desk = desk
        self.posts = posts

    def take(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        """A page of a thread: it is listed, or the next of its walk, or begins one."""
        if self.desk.scope.list_only:
            return self._list(row, stored, page)
        held = self.desk.job.threads.get(row.thread) if row.thread is not None and row.kind == "page" else None
        if held is not None and not held.done:
            return self._advance(row, stored, page, held)
        return self._arrive(row, stored, page)

    def _list(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        self.desk.job.captures.keep(stored)
        self.desk.job.queue.finish(row, "thread")
        posts = None if page.thread.replies is None else page.thread.replies + 1
        return [Listed(page.thread.url or stored.url, page.thread.title, posts, page.thread.pages)]

    def _arrive(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        """A page of a thread that no walk asked for: begin the walk, at its first page."""
        key = frontier.thread_key(page, stored.url)
        held = self.desk.job.threads.find(key)
        if held is not None and held.round == self.desk.round:
            walk = walk_of(held)
            if not held.done and walk.next in (row.url, canonical(stored.url)):
                return self._advance(row, stored, page, held)
            return self._keep_ahead(row, stored, page, held.id)
        walk = frontier.begin(page, stored.url, note_of(row.note))
        thread = self._begin(key, walk, row, held)
        first = frontier.first_page(page, stored.url)
        held = Walked(thread, key, row.origin or row.id, self.desk.round, False, walk_text(walk))
        if first is None:
            return self._advance(row, stored, page, held)
        told = self._keep_ahead(row, stored, page, thread)
        return told + self._go_on(held, msgspec.structs.replace(walk, next=first))

    def _begin(self, key: str, walk: Walk, row: Row, held: Walked | None) -> int:
        if held is None:
            return self.desk.job.threads.add(key, row.origin or row.id, self.desk.round, walk_text(walk))
        self.desk.job.threads.save(held.id, walk_text(walk), done=False, round=self.desk.round)
        return held.id

    def _keep_ahead(self, row: Row, stored: Stored, page: ThreadPage, thread: int) -> list[Event]:
        stored = msgspec.structs.replace(stored, thread=thread)
        self.desk.keep(row, stored)
        self.desk.job.queue.finish(row, "thread", AHEAD, thread=thread)
        return [PageFetched(stored.url, "thread", page.thread.title, page.thread.page, page.thread.pages, 0, len(stored.raw))]

    def _advance(self, row: Row, stored: Stored, page: ThreadPage, held: Walked) -> list[Event]:
        """The walk takes a page."""
        stored = msgspec.structs.replace(stored, thread=held.id)
        walk, new = self._step(row, stored, page, held)
        self.desk.job.queue.finish(row, "thread", thread=held.id)
        told: list[Event] = [
            PageFetched(stored.url, "thread", walk.title, page.thread.page or walk.asked, walk.pages, new, len(stored.raw))
        ]
        return told + self._go_on(held, walk)

    def _go_on(self, held: Walked, walk: Walk) -> list[Event]:
        """Queues the walk's next page, or takes it from the captures where it was read already, or closes the walk."""
        if walk.next is None or walk.stop:
            return self._close(held.id, walk)
        self.desk.job.threads.save(held.id, walk_text(walk), done=False, round=self.desk.round)
        host = frontier.place(walk.next)
        item = Item(url=walk.next, host=host, kind="page", rank=PAGE_RANK, thread=held.id, origin=held.origin)
        if self.desk.job.queue.add([item], self.desk.round):
            return []
        there = self.desk.job.queue.row(walk.next)
        if there is None or there.waits:
            return []  # the user named that page too; it will find this walk
        return self._replay(there, held, walk)

    def _replay(self, there: Row, held: Walked, walk: Walk) -> list[Event]:
        """The next page was asked for before its turn: take it from the captures."""
        stored = self.desk.job.captures.latest(there.id) if there.done else None
        page = self.desk.skim(stored) if stored else None
        if stored is None or not isinstance(page, ThreadPage):
            return self._close(held.id, msgspec.structs.replace(walk, stop="failed", why=f"{there.at}: {there.outcome}: {there.why}"))
        walk, _new = self._step(there, stored, page, msgspec.structs.replace(held, walk=walk_text(walk)))
        self.desk.job.queue.finish(there, "thread", thread=held.id)
        return self._go_on(held, walk)

    def _step(self, row: Row, stored: Stored, page: ThreadPage, held: Walked) -> tuple[Walk, int]:
        """The walk after a page, with the page's posts in the job; gives also how many of them are new."""
        keys = frontier.post_keys(page.posts)
        known = self.desk.job.threads.known(held.id, keys)
        walked = {key for key, post in known.items() if post.round == self.desk.round}
        walk, posts = frontier.step(
            walk_of(held), page, stored.url, walked, visited=self._visited(page.thread.next_url, held.id), scope=self.desk.scope
        )
        if walk.stop == "strayed":
            self.desk.keep(row, stored)
            return walk, 0
        fresh, edited = self.posts.store(row, stored, page, held.id, posts, known)
        return msgspec.structs.replace(walk, new=walk.new + fresh, edited=walk.edited + edited), fresh

    def _visited(self, href: str | None, thread: int) -> bool:
        """Whether a link leads to a page that this round's walk of the thread has taken."""
        there = self.desk.job.queue.row(canonical(href)) if href else None
        return there is not None and there.done and there.thread == thread and there.round == self.desk.round and there.why != AHEAD

    def end(self, row: Row, outcome: str, why: str) -> list[Event]:
        """The page that a walk waits for is not to be had: the walk ends before it."""
        if row.thread is None or row.kind != "page":
            return []
        held = self.desk.job.threads.get(row.thread)
        if held is None or held.done:
            return []
        walk = msgspec.structs.replace(walk_of(held), stop="failed", why=f"{row.at}: {outcome}: {why}")
        return self._close(held.id, walk)

    def _close(self, thread: int, walk: Walk) -> list[Event]:
        """The walk ends here; after a whole walk of an update, what it did not see is gone."""
        if self.desk.round > 1 and frontier.is_whole(walk):
            walk = msgspec.structs.replace(walk, gone=self.desk.job.threads.mark_gone(thread, self.desk.round, self.desk.now))
        self.desk.job.threads.save(thread, walk_text(walk), done=True, round=self.desk.round)
        threads = self.desk.job.threads
        return [ThreadDone(frontier.account(walk, threads.count(thread), threads.floors(thread)))]
