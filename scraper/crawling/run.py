"""
The loop: frontier × fetcher → captures. One task a host, as many hosts side by side as the settings allow.

Leases are known to this process alone; the queue on disk only ever holds what is true after a commit.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from .. import frontier
from ..errors import OutputError, UsageError
from ..fetch.client import Client
from ..fetch.cookies import Jar, named
from ..fetch.guard import gate_for
from ..fetch.private import entrusted, without_login
from ..frontier import Scope, Walk
from ..settings import Settings
from ..store.job import Job
from ..store.queue import Item, Row
from ..urls import canonical, is_web
from .events import Event, Started, Stopping, Waiting
from .output import Reader
from .settling import Settler
from .visit import Visitor
from .world import Brake, World

__all__ = ["Run", "Update"]

Update = Literal["no", "changed", "all"]
"""Whether a job that is done is asked again: not, what can have changed, or all of it."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # not the port of a bare host
ASK_AGAIN = frozenset({"blocked", "broken", "too-costly", "login-required", "forbidden", "empty", "unknown-engine", "skipped"})
"""Outcomes of rows that a new run tries once more; a thread that is deleted stays so."""


class Run:
    """One run over an open job."""

    def __init__(
        self,
        job: Job,
        urls: str | Sequence[str],
        settings: Settings,
        *,
        scope: Scope,
        update: Update = "no",
        files: Path | None,
        whole: bool = False,
        world: World,
        brake: Brake,
        jar: Jar | None,
        tell: Callable[[Event], None],
    ) -> None:
        self.job = job
        self.urls = [_checked(url) for url in ([urls] if isinstance(urls, str) else urls)]
        self.settings = settings
        self.scope = scope
        self.world = world
        self.brake = brake
        self.tell = tell
        self.jar = jar
        self.files = _folder(files)
        self.full = ""
        self.reader = Reader(settings)
        self.changed = asyncio.Event()
        self.round = self._begin(update)
        self.settler = Settler(job, self.reader, scope, round=self.round, update_all=update == "all", files=files is not None, whole=whole)
        self._queue_old_files()

    def _begin(self, update: Update) -> int:
        """The round of this run: a new one where an update begins, else the one that goes on."""
        counts = self.job.queue.counts()
        number = self.job.round
        with self.job.transaction():
            if update != "no" and counts.waiting == 0 and counts.done:
                number += 1
                self.job.put("round", str(number))
            elif update == "no" or number == 1:
                self._ask_again()
            self.job.queue.settle_clock(self.world.wall(), self.settings.fetch.max_retry_after)
            starts = {without_login(url): url for url in self.urls} or {url: url for url, _row in self.job.queue.starts()}
            for url in starts:
                self._start(url, number)
        return number

    def _queue_old_files(self) -> None:
        """A first run with a folder for files over pages that are there already: their files are queued from the captures."""
        if self.files is None or self.job.get("files"):
            return
        with self.job.transaction():
            for stored in self.job.captures.all():
                self.settler.files.queue_of(stored)
            self.job.put("files", "queued")

    def _start(self, url: str, number: int) -> None:
        target = canonical(url)
        self.job.queue.add([Item(url=target, host=frontier.place(target), kind="start", rank=3)], number)
        if row := self.job.queue.row(target):
            self.job.queue.begin_at(url, row.id)

    def _ask_again(self) -> None:
        """What went wrong in the last run is tried once more, and walks that a limit cut go on where the limit has moved."""
        failed = [row for row in self.job.queue.wrong() if row.outcome in ASK_AGAIN]
        self.job.queue.again(failed)
        for row in failed:
            if row.kind == "page" and row.thread is not None:
                self._reopen(row.thread, row.url)
        for held in self.job.threads.all():
            walk = msgspec.json.decode(held.walk, type=Walk)
            if walk.stop == "max-pages" and walk.next and (self.scope.max_pages is None or self.scope.max_pages > walk.asked):
                item = Item(url=walk.next, host=frontier.place(walk.next), kind="page", rank=0, thread=held.id, origin=held.origin)
                self.job.queue.add([item], held.round)
                self._reopen(held.id, walk.next)

    def _reopen(self, thread: int, target: str) -> None:
        held = self.job.threads.get(thread)
        if held is not None:
            walk = msgspec.structs.replace(msgspec.json.decode(held.walk, type=Walk), stop="", why="", next=target)
            self.job.threads.save(thread, msgspec.json.encode(walk).decode(), done=False, round=held.round)

    async def go(self) -> None:
        """
        Works until nothing waits, the brake is pressed, or an error of the job stops everything.

        Raises ``OutputError`` where a disk is nearly full, when the open pages are stored.
        """
        fetch = self.settings.fetch
        urls = [*self.urls, *(url for url, _row in self.job.queue.starts())]
        jar = self.jar or Jar()
        jar.hold(named(fetch.cookies, urls))
        gate = gate_for(urls, allow_private=fetch.allow_private)
        private = entrusted(urls, fetch.headers)
        async with Client(fetch, gate, jar=jar, private=private, resolve=self.world.resolve, wall=self.world.wall) as client:
            visitor = Visitor(self.job, client, self.settler, fetch, self.world, self._told, files=self.files, delays=self._delays())
            self.tell(Started(self.job.queue.counts().waiting, self.job.captures.count()[0], self.job.threads.count()))
            await self._work(visitor)
        if self.full:
            raise OutputError(self.full)

    def _delays(self) -> dict[str, float]:
        """The waits that the user set for single sites."""
        return {host: site.delay for host, site in self.settings.read.sites.items() if site.delay is not None}

    def _told(self, event: Event) -> None:
        self.tell(event)
        self.changed.set()

    async def _work(self, visitor: Visitor) -> None:
        running: dict[asyncio.Task[None], Row] = {}
        brake = asyncio.ensure_future(self.brake.wait())
        try:
            while True:
                if not self.brake.pressed:
                    self._lease(visitor, running)
                sleeper = self._sleeper(visitor, running)
                if not running and sleeper is None:
                    break
                waiting = {*running, brake, *([sleeper] if sleeper else [])}
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                if sleeper and sleeper not in done:
                    sleeper.cancel()
                for task in [task for task in running if task in done]:
                    del running[task]
                    task.result()
                if brake in done:
                    if self.brake.pressed > 1:
                        break
                    brake = asyncio.ensure_future(self.brake.wait())
                    self.tell(Stopping(len(running)))
        finally:
            brake.cancel()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            self.changed.set()

    def _is_full(self) -> bool:
        """Whether a disk has less left than it should; asked before each request, as others may fill it too (2 µs)."""
        least = self.settings.fetch.min_free
        for folder in (self.job.path.parent if self.job.path else None, self.files) if least and not self.full else ():
            if folder is not None and (left := self.world.free(folder)) < least:
                self.full = (
                    f"{folder}: {left // 1_000_000:,} MB are left on this disk, and {least // 1_000_000:,} MB should be (fetch.min_free);"
                    " make room, and the same command goes on"
                )
        return bool(self.full)

    def _busy(self, visitor: Visitor, running: dict[asyncio.Task[None], Row]) -> set[int]:
        return {row.host for row in running.values()} | visitor.parked

    def _lease(self, visitor: Visitor, running: dict[asyncio.Task[None], Row]) -> None:
        """Starts a visit for every host that may be asked now, up to the limit."""
        while len(running) < self.settings.fetch.concurrency:
            row = self.job.queue.lease(self.world.wall(), self._busy(visitor, running))
            if row is None or self._is_full():
                return
            running[asyncio.create_task(visitor.visit(row))] = row

    def _sleeper(self, visitor: Visitor, running: dict[asyncio.Task[None], Row]) -> asyncio.Future[None] | None:
        """A wait until the next host may be asked, where one waits and there is room for it."""
        if self.brake.pressed or self.full or len(running) >= self.settings.fetch.concurrency:
            return None
        found = self.job.queue.next_wake(self._busy(visitor, running))
        if found is None:
            return None
        seconds = max(found[0] - self.world.wall(), 0.0)
        if not running and seconds > 0:
            self.tell(Waiting(found[1], seconds, self._why(seconds)))
        return asyncio.ensure_future(self.world.sleep(seconds))

    def _why(self, seconds: float) -> str:
        return "manners" if seconds <= self.settings.fetch.delay * (1 + self.settings.fetch.jitter) else "the host asked for it, or failed"


def _folder(files: Path | None) -> Path | None:
    """The folder of files, made where it is not there."""
    try:
        if files is not None:
            files.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{files}: cannot be made ({error.strerror})") from error
    return files


def _checked(url: str) -> str:
    """A URL that the user gave; ``UsageError`` where it is none."""
    text = url.strip()
    if not SCHEME.match(text):
        text = f"http://{text}"
    try:
        fine = is_web(text) and (urlsplit(text).port is None or True)
    except ValueError:
        fine = False
    if not fine:
        raise UsageError(f"{url}: only http and https addresses can be crawled")
    return text
