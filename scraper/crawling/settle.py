"""
What a page that arrived means for the job: bytes kept, posts known, next pages queued. All inside one transaction of the caller's,
so that a kill at any point leaves either the page with all that follows from it, or neither.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from .. import frontier
from ..frontier import Account, Found, Listing, Scope, Target, Walk, members, paging
from ..frontier.members import Member
from ..model import BoardPage, Capture, Outcome, Post, Record, ThreadPage
from ..store.captures import Stored
from ..store.job import Job
from ..store.queue import Item, Row
from ..store.threads import Known, Walked
from ..urls import canonical
from .events import Event, Failed, Listed, PageFetched, ThreadDone

__all__ = ["Reader", "Settler", "as_capture", "whole_key"]


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


AHEAD = "ahead of its turn"  # a page that was read before the walk of its thread came to it
PAGE_RANK, BOARD_RANK, THREAD_RANK, FILE_RANK = 0, 1, 5, 6
# a thread that was begun is ended first; boards move while we read, so they go before their threads


class Settler:
    """
    Takes pages into a job.

    ``skim``, ``read`` and ``records`` are the pipeline's: what a page leads to, all that it holds, its clean posts. ``whole``
    pages are read in full at once, because their records are wanted while they are at hand.
    """

    def __init__(
        self,
        job: Job,
        reader: Reader,
        scope: Scope,
        *,
        round: int,
        update_all: bool,
        files: bool,
        whole: bool,
    ) -> None:
        self.job = job
        self.whole = whole or files
        self.skim = reader.read if self.whole else reader.skim
        self.read = reader.read
        self.records = reader.records
        self.links = reader.links
        self.scope = scope
        self.round = round
        self.update_all = update_all
        self.files = files
        self._now = ""
        self.threads_asked = job.queue.count_kind("thread")
        self.pages: dict[int, ThreadPage] = {}  # the last pages read, by capture: spares the output a second reading

    def settle(self, row: Row, stored: Stored) -> list[Event]:
        """A page of ``row`` arrived; gives what is to be told."""
        self._now = stored.fetched_at
        note = _note(row.note)
        member = note.member or (members.named(row.url) if row.kind == "start" else None)
        if member and row.kind == "thread":
            return self._member_page(row, stored, note, member)
        if member and (told := self._member_list(row, stored, member, note)) is not None:
            return told
        page = self.skim(stored)
        if isinstance(page, ThreadPage):
            return self._thread(row, stored, page) + self._take_ahead(_note(row.note))
        if isinstance(page, BoardPage):
            return self._board(row, stored, page)
        self.job.captures.keep(stored)
        return self.refuse(row, page.kind, page.reason, page.advice)

    def refuse(self, row: Row, outcome: str, why: str, advice: str = "") -> list[Event]:
        """The row came to nothing, and with it the walk of its thread."""
        self.job.queue.fail(row, outcome, why)
        told: list[Event] = [Failed(row.at, outcome, why, advice)]
        return told + self._end_walk(row, outcome, why) + self._take_ahead(_note(row.note))

    def skip(self, row: Row, why: str) -> list[Event]:
        """The row may not be asked for."""
        self.job.queue.skip(row, why)
        told: list[Event] = [Failed(row.at, "skipped", why)]
        return told + self._end_walk(row, "skipped", why) + self._take_ahead(_note(row.note))

    def _end_walk(self, row: Row, outcome: str, why: str) -> list[Event]:
        if row.thread is None or row.kind != "page":
            return []
        held = self.job.threads.get(row.thread)
        if held is None or held.done:
            return []
        walk = msgspec.structs.replace(_walk(held), stop="failed", why=f"{row.at}: {outcome}: {why}")
        return self._close(held.id, walk)

    # threads

    def _thread(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        if self.scope.list_only:
            return self._list(row, stored, page)
        held = self.job.threads.get(row.thread) if row.thread is not None and row.kind == "page" else None
        if held is not None and not held.done:
            return self._advance(row, stored, page, held)
        return self._arrive(row, stored, page)

    def _list(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        self.job.captures.keep(stored)
        self.job.queue.finish(row, "thread")
        posts = None if page.thread.replies is None else page.thread.replies + 1
        return [Listed(page.thread.url or stored.url, page.thread.title, posts, page.thread.pages)]

    def _arrive(self, row: Row, stored: Stored, page: ThreadPage) -> list[Event]:
        """A page of a thread that no walk asked for: begin the walk, at its first page."""
        key = frontier.thread_key(page, stored.url)
        held = self.job.threads.find(key)
        if held is not None and held.round == self.round:
            walk = _walk(held)
            if not held.done and walk.next in (row.url, canonical(stored.url)):
                return self._advance(row, stored, page, held)
            return self._keep_ahead(row, stored, page, held.id)
        walk = frontier.begin(page, stored.url, _note(row.note))
        thread = self._begin(key, walk, row, held)
        first = frontier.first_page(page, stored.url)
        held = Walked(thread, key, row.origin or row.id, self.round, False, _text(walk))
        if first is None:
            return self._advance(row, stored, page, held)
        told = self._keep_ahead(row, stored, page, thread)
        return told + self._go_on(held, msgspec.structs.replace(walk, next=first))

    def _begin(self, key: str, walk: Walk, row: Row, held: Walked | None) -> int:
        if held is None:
            return self.job.threads.add(key, row.origin or row.id, self.round, _text(walk))
        self.job.threads.save(held.id, _text(walk), done=False, round=self.round)
        return held.id

    def _keep_ahead(self, row: Row, stored: Stored, page: ThreadPage, thread: int) -> list[Event]:
        stored = msgspec.structs.replace(stored, thread=thread)
        self._keep(row, stored)
        self.job.queue.finish(row, "thread", AHEAD, thread=thread)
        return [PageFetched(stored.url, "thread", page.thread.title, page.thread.page, page.thread.pages, 0, len(stored.raw))]

    def _advance(self, row: Row, stored: Stored, page: ThreadPage, held: Walked) -> list[Event]:
        """The walk takes a page."""
        stored = msgspec.structs.replace(stored, thread=held.id)
        walk, new = self._step(row, stored, page, held)
        self.job.queue.finish(row, "thread", thread=held.id)
        told: list[Event] = [
            PageFetched(stored.url, "thread", walk.title, page.thread.page or walk.asked, walk.pages, new, len(stored.raw))
        ]
        return told + self._go_on(held, walk)

    def _go_on(self, held: Walked, walk: Walk) -> list[Event]:
        """Queues the walk's next page, or takes it from the captures where it was read already, or closes the walk."""
        if walk.next is None or walk.stop:
            return self._close(held.id, walk)
        self.job.threads.save(held.id, _text(walk), done=False, round=self.round)
        host = frontier.place(walk.next)
        item = Item(url=walk.next, host=host, kind="page", rank=PAGE_RANK, thread=held.id, origin=held.origin)
        if self.job.queue.add([item], self.round):
            return []
        there = self.job.queue.row(walk.next)
        if there is None or there.waits:
            return []  # the user named that page too; it will find this walk
        return self._replay(there, held, walk)

    def _replay(self, there: Row, held: Walked, walk: Walk) -> list[Event]:
        """The next page was asked for before its turn: take it from the captures."""
        stored = self.job.captures.latest(there.id) if there.done else None
        page = self.skim(stored) if stored else None
        if stored is None or not isinstance(page, ThreadPage):
            return self._close(held.id, msgspec.structs.replace(walk, stop="failed", why=f"{there.at}: {there.outcome}: {there.why}"))
        walk, _new = self._step(there, stored, page, msgspec.structs.replace(held, walk=_text(walk)))
        self.job.queue.finish(there, "thread", thread=held.id)
        return self._go_on(held, walk)

    def _step(self, row: Row, stored: Stored, page: ThreadPage, held: Walked) -> tuple[Walk, int]:
        """The walk after a page, with the page's posts in the job; gives also how many of them are new."""
        keys = frontier.post_keys(page.posts)
        known = self.job.threads.known(held.id, keys)
        walked = {key for key, post in known.items() if post.round == self.round}
        walk, posts = frontier.step(
            _walk(held), page, stored.url, walked, visited=self._visited(page.thread.next_url, held.id), scope=self.scope
        )
        if walk.stop == "strayed":
            self._keep(row, stored)
            return walk, 0
        fresh, edited = self._store(row, stored, page, held.id, posts, known)
        return msgspec.structs.replace(walk, new=walk.new + fresh, edited=walk.edited + edited), fresh

    def _store(
        self, row: Row, stored: Stored, page: ThreadPage, thread: int, posts: Sequence[Found], known: Mapping[str, Known]
    ) -> tuple[int, int]:
        """A page's posts, with its bytes where they are needed; gives how many of them are new and how many were edited."""
        fresh = [p for p in posts if p.key not in known]
        again = [known[p.key] for p in posts if p.key in known and known[p.key].round < self.round]
        edited = self._edited(row, stored, again)
        capture = self._keep(row, stored) if fresh or edited or not again else 0
        if capture:
            self._remember(capture, page)
        self._write_posts(thread, capture, posts, fresh, again, edited)
        if self.files:
            self._queue_files(row, page)
        return len(fresh), len(edited)

    def _keep(self, row: Row, stored: Stored) -> int:
        """Stores a capture, or gives its number where it is stored already."""
        return stored.id or self.job.captures.keep(msgspec.structs.replace(stored, row=row.id, round=self.round))

    def _remember(self, capture: int, page: ThreadPage) -> None:
        if self.whole:
            self.pages[capture] = page
        while len(self.pages) > 16:
            self.pages.pop(next(iter(self.pages)))

    def _visited(self, href: str | None, thread: int) -> bool:
        """Whether a link leads to a page that this round's walk of the thread has taken."""
        there = self.job.queue.row(canonical(href)) if href else None
        return there is not None and there.done and there.thread == thread and there.round == self.round and there.why != AHEAD

    def _write_posts(
        self, thread: int, capture: int, posts: Sequence[Found], fresh: Sequence[Found], again: Sequence[Known], edited: set[int]
    ) -> None:
        threads = self.job.threads
        if fresh:
            threads.add_posts(thread, [(p.key, p.floor) for p in fresh], capture, self.round)
        if again:
            floors = {p.key: p.floor for p in posts}
            threads.seen([(p.id, floors[p.key]) for p in again], self.round)
            for post in again:
                if post.id in edited:
                    threads.move(post, capture, edited=True)

    def _edited(self, row: Row, stored: Stored, again: Sequence[Known]) -> set[int]:
        """
        Which of the posts that were known before this round now read differently.

        Clean texts are compared: junk is new at each load.
        """
        if not again:
            return set()
        before = self.job.captures.latest(row.id)
        if before is not None and before.sha1 == stored.sha1:
            return set()
        now = self._texts(stored)
        then: dict[int, dict[str, str]] = {}
        changed: set[int] = set()
        for post in again:
            if post.capture not in then:
                then[post.capture] = self._texts(self.job.captures.get(post.capture))
            if then[post.capture].get(post.key) != now.get(post.key):
                changed.add(post.id)
        return changed

    def _texts(self, stored: Stored | None) -> dict[str, str]:
        """What a reader sees of each post of a page, by key."""
        page = self.read(stored) if stored else None
        if stored is None or not isinstance(page, ThreadPage):
            return {}
        records = self.records(page, stored)
        return {
            key: "\0".join((r.text, *(q.text for q in r.quotes), *r.images, *(a.name for a in r.attachments)))
            for key, r in zip(frontier.post_keys(page.posts), records, strict=True)
        }

    def _close(self, thread: int, walk: Walk) -> list[Event]:
        """The walk ends here; after a whole walk of an update, what it did not see is gone."""
        if self.round > 1 and frontier.is_whole(walk):
            walk = msgspec.structs.replace(walk, gone=self.job.threads.mark_gone(thread, self.round, self._now))
        self.job.threads.save(thread, _text(walk), done=True, round=self.round)
        return [ThreadDone(self.account(thread, walk))]

    def account(self, thread: int, walk: Walk) -> Account:
        """What is there of a thread."""
        return frontier.account(walk, self.job.threads.count(thread), self.job.threads.floors(thread))

    # boards

    def _board(self, row: Row, stored: Stored, page: BoardPage) -> list[Event]:
        """A board's page: its threads, boards and next page are queued."""
        if row.kind == "page":
            self._keep(row, stored)
            return self.refuse(row, "board", "a board stands where a page of the thread was", "The thread may be gone or moved.")
        told: list[Event] = [PageFetched(stored.url, "board", page.title, page.page, page.pages, 0, len(stored.raw))]
        if row.kind == "start" and self._begin_board(row, stored, page):
            return told
        return told + self._list_on(row, stored, page)

    def _begin_board(self, row: Row, stored: Stored, page: BoardPage) -> bool:
        """Whether the user named a later page of a board: its first page is queued, and this one kept for its turn."""
        first = paging.first_page(stored.url, page.page)
        if first is None or not self.job.queue.add([self._board_item(first, Listing(ahead=row.url), row.origin or row.id)], self.round):
            return False
        self._keep(row, stored)
        self.job.queue.finish(row, "board", AHEAD)
        return True

    def _list_on(self, row: Row, stored: Stored, page: BoardPage) -> list[Event]:
        """The list of a board's page is taken, and the next page queued."""
        there = self.job.queue.row(canonical(page.next_url)) if page.next_url else None
        visited = there is not None and there.round == self.round and there.why != AHEAD
        found = frontier.look(page, stored.url, _note(row.note), visited=visited, scope=self.scope)
        self._keep(row, stored)
        told: list[Event] = []
        self._queue_threads(row, found.threads, told)
        origin = row.origin or row.id
        self.job.queue.add([self._board_item(b.url, Listing(deep=True), origin) for b in found.boards], self.round)
        self.job.queue.finish(row, "board")
        if self._enough() or found.enough:
            return told
        if found.next is None:
            return told + self._take_ahead(found.note)
        if not self.job.queue.add([self._board_item(found.next.url, found.note, origin)], self.round):
            told += self._take_ahead(msgspec.structs.replace(found.note, ahead=found.next.url))
        return told

    def _take_ahead(self, note: Listing) -> list[Event]:
        """The page of a board that was read before its turn, if it was: its turn has come, or no other page leads there."""
        there = self.job.queue.row(note.ahead) if note.ahead else None
        stored = self.job.captures.latest(there.id) if there and there.why == AHEAD else None
        page = self.skim(stored) if stored else None
        if there is None or stored is None or not isinstance(page, BoardPage):
            return []
        note = msgspec.structs.replace(note, ahead="")
        return self._list_on(msgspec.structs.replace(there, note=_note_text(note)), stored, page)

    # a member's posts

    def _member_list(self, row: Row, stored: Stored, member: Member, note: Listing) -> list[Event] | None:
        """A page that lists a member's posts: those are queued, and the list's next page; ``None`` where it lists none."""
        links = self.links(stored)
        found = members.listed(links, urlsplit(stored.url).netloc)
        targets = [(link.url, link.post) for link in found] or self._threads_of(stored)
        if not targets:
            return None
        origin = row.origin or row.id
        told: list[Event] = [PageFetched(stored.url, "board", None, None, None, 0, len(stored.raw))]
        fresh = 0
        for url, post in targets:
            if self._enough():
                break
            item = Item(
                url=url, host=frontier.place(url), kind="thread", rank=THREAD_RANK, note=_note_text(Listing(member=member, post=post))
            )
            fresh += self._ask_for(item, None, None, told)
        self._keep(row, stored)
        after = Listing(member=member, pages=note.pages + 1)
        here = paging.first_page(stored.url) if row.kind == "start" else None
        limit = self.scope.max_pages is not None and after.pages >= self.scope.max_pages
        onward = paging.following(stored.url, links) if fresh and not limit and not self._enough() else None
        boards = [
            self._board_item(url, after, origin) for url in (here, onward) if url and frontier.place(url) == frontier.place(stored.url)
        ]
        self.job.queue.add(boards, self.round)
        self.job.queue.finish(row, "board")
        return told

    def _threads_of(self, stored: Stored) -> list[tuple[str, str | None]]:
        """The threads that a page lists, where it has no links to posts."""
        page = self.skim(stored)
        urls = [t.url for t in page.threads] if isinstance(page, BoardPage) else []
        return [(canonical(url), None) for url in urls if url and frontier.place(url) == frontier.place(stored.url)]

    def has_post(self, row: Row) -> bool:
        """Whether the post that a row would fetch came with the page of another."""
        note = _note(row.note) if row.kind == "thread" else Listing()
        return bool(note.member and note.post and self.job.get(self._post_name(row.host_name, note.post)) is not None)

    def spare(self, row: Row) -> list[Event]:
        """The row need not be asked for."""
        self.job.queue.finish(row, "thread", "its post stood on another's page")
        return []

    def _post_name(self, host: str, post: str) -> str:
        return f"post {self.round} {host} {post}"

    def _member_page(self, row: Row, stored: Stored, note: Listing, member: Member) -> list[Event]:
        """A page of a thread on which posts of a member stand: those alone are taken."""
        page = self.read(stored)
        if not isinstance(page, ThreadPage):
            self.job.captures.keep(stored)
            kind, why = (page.kind, page.reason) if isinstance(page, Outcome) else ("board", "a board stands where a post was")
            return self.refuse(row, kind, why, page.advice if isinstance(page, Outcome) else "")
        if note.post and note.post not in {post.id for post in page.posts}:
            self._keep(row, stored)
            return self.refuse(row, "not-found", f"post {note.post} is not on the page to which its link leads")
        theirs = [
            (Found(key=key, floor=post.floor, new=True), post)
            for key, post in zip(frontier.post_keys(page.posts), page.posts, strict=True)
            if _is_theirs(post, member, note.post)
        ]
        new = self._take_posts(row, stored, page, theirs, member) if theirs else 0
        self.job.queue.finish(row, "thread")
        return [PageFetched(stored.url, "thread", page.thread.title, page.thread.page, page.thread.pages, new, len(stored.raw))]

    def _take_posts(self, row: Row, stored: Stored, page: ThreadPage, theirs: Sequence[tuple[Found, Post]], member: Member) -> int:
        """A member's posts of a page into the account of their thread; gives how many of them are new."""
        key = f"{frontier.thread_key(page, stored.url)}\n{member.id or member.name}"
        held = self.job.threads.find(key)
        walk = _walk(held) if held and held.round == self.round else _begun(page, stored.url, theirs[0][1].author.name or member.name or "")
        thread = held.id if held else self.job.threads.add(key, row.origin or row.id, self.round, _text(walk))
        known = self.job.threads.known(thread, [found.key for found, _ in theirs])
        stored = msgspec.structs.replace(stored, thread=thread)
        fresh, edited = self._store(row, stored, page, thread, [found for found, _ in theirs], known)
        walk = msgspec.structs.replace(walk, asked=walk.asked + 1, stop="member", new=walk.new + fresh, edited=walk.edited + edited)
        self.job.threads.save(thread, _text(walk), done=False, round=self.round)  # more of its posts may come
        for post in (post.id for _, post in theirs if post.id):
            self.job.put(self._post_name(row.host_name, post), "")
        return fresh

    def _board_item(self, url: str, note: Listing, origin: int) -> Item:
        return Item(url=url, host=frontier.place(url), kind="board", rank=BOARD_RANK, origin=origin, note=_note_text(note))

    def _enough(self) -> bool:
        """Whether the user's limit of threads is reached."""
        return self.scope.max_threads is not None and self.threads_asked >= self.scope.max_threads

    def _queue_threads(self, row: Row, targets: Sequence[Target], told: list[Event]) -> None:
        """Queues the threads of a board's page that are new to the round."""
        for target in targets:
            if self._enough():
                break
            if self.scope.list_only or not self._unchanged(target):
                self._ask_for(self._thread_item(target, row), target.title, target.replies, told)

    def _ask_for(self, item: Item, title: str | None, replies: int | None, told: list[Event]) -> bool:
        """Queues a thread, or lists it where nothing more is wanted; whether it is new to the round."""
        if not self.scope.list_only:
            new = bool(self.job.queue.add([item], self.round))
        elif new := self.job.get(f"listed {item.url}") is None:
            self.job.put(f"listed {item.url}", "")
            told.append(Listed(item.url, title, None if replies is None else replies + 1, None))
        self.threads_asked += new
        return new

    def _thread_item(self, target: Target, row: Row) -> Item:
        note = Listing(replies=target.replies, last_post_at=target.last_post_at)
        return Item(url=target.url, host=frontier.place(target.url), kind="thread", rank=THREAD_RANK, note=_note_text(note))

    def _unchanged(self, target: Target) -> bool:
        """Whether an update may leave a thread alone: the board says of it what it said at the last walk."""
        if self.round == 1 or self.update_all:
            return False
        there = self.job.queue.row(target.url)
        held = self.job.threads.get(there.thread) if there and there.thread else None
        if held is None or not held.done:
            return False
        walk = _walk(held)
        said = (target.replies, target.last_post_at)
        return said != (None, None) and said == (walk.replies, walk.last_post_at) and walk.stop in ("end", "repeats")

    # files

    def queue_files_of(self, stored: Stored) -> None:
        """Queues the files of a page that was stored before files were wanted."""
        page = self.read(stored)
        row = self.job.queue.by_id(stored.row)
        if row is not None and isinstance(page, ThreadPage):
            self._queue_files(row, page)

    def _queue_files(self, row: Row, page: ThreadPage) -> None:
        """Queues the attachments and images of a page's posts, each once however often it is quoted."""
        wanted = [url for post in page.posts for url in (*(a.url for a in post.attachments), *post.images) if url]
        items = [
            Item(url=canonical(url), host=frontier.place(url), kind="file", rank=FILE_RANK, note=row.at)
            for url in wanted
            if url.startswith(("http://", "https://"))
        ]
        self.job.queue.add(items, 1)  # a file is asked for once; updates leave it


def whole_key(key: str) -> str:
    """The key of the whole thread of which one member's posts are held under ``key``."""
    return key.partition("\n")[0]


def _walk(held: Walked) -> Walk:
    return msgspec.json.decode(held.walk, type=Walk)


def _begun(page: ThreadPage, url: str, only: str) -> Walk:
    """The account of one member's posts in a thread; what the forum announces is of others too."""
    walk = frontier.begin(page, url, Listing())
    return Walk(url=walk.url, id=walk.id, title=walk.title, only=only)


def _is_theirs(post: Post, member: Member, listed: str | None) -> bool:
    """Whether a post is by a member; where that cannot be said, whether it is the one that was listed."""
    said = members.is_by(post.author, member)
    return post.id is not None and post.id == listed if said is None else said


def _text(walk: Walk) -> str:
    return msgspec.json.encode(walk).decode()


def _note(text: str) -> Listing:
    return msgspec.json.decode(text, type=Listing) if text.startswith("{") else Listing()


def _note_text(note: Listing) -> str:
    return msgspec.json.encode(note).decode()


def as_capture(stored: Stored, body: bytes, *, encoding: str | None, engine: str | None) -> Capture:
    """A stored answer as the pipeline takes it."""
    return Capture(
        source=stored.url,
        url=stored.url,
        body=body,
        fetched_at=stored.fetched_at,
        status=stored.status,
        headers=stored.fields,
        encoding=encoding,
        engine=engine,
    )
