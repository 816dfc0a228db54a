"""
Crawls: URLs in, captures in a job file, records out of it.

``crawl`` runs to the end and gives a ``CrawlResult``; ``crawl_sync`` is its synchronous twin; ``stream`` gives records as they
come. A job file makes a crawl durable: killed anywhere, the same call goes on. Nothing is printed.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from .. import frontier
from ..errors import INCOMPLETE, INTERRUPTED, FetchError, ReadError
from ..fetch.cookies import Jar
from ..frontier import Account, Scope, Walk
from ..model import Record
from ..settings import Settings
from ..store.job import Job
from ..store.queue import Row
from .events import Event, Listed, OnEvent
from .output import Flow, Selection, records
from .run import Run
from .world import Brake, World

__all__ = [
    "Brake",
    "CrawlResult",
    "Event",
    "Scope",
    "Selection",
    "Summary",
    "Trouble",
    "World",
    "crawl",
    "crawl_sync",
    "open_job",
    "records",
    "stream",
]

Update = Literal["no", "changed", "all"]
"""Whether a job that is done is asked again: not, what can have changed, or all of it."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A URL that came to nothing, and why."""

    url: str
    outcome: str
    why: str


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a job holds now.

    ``complete`` threads have all their posts; ``new``, ``edited`` and ``gone`` count the posts of the last round; ``waiting`` rows were
    not asked for yet. ``troubles`` holds the first hundred.
    """

    threads: int
    complete: int
    posts: int
    pages: int
    bytes: int
    new: int
    edited: int
    gone: int
    waiting: int
    failed: int
    skipped: int
    troubles: tuple[Trouble, ...]
    interrupted: bool
    exit_code: int


class CrawlResult:
    """
    A crawl that ended: its summary, the account of each thread, its records.

    Holds the job open, with its lock: close it, or use it as a context manager.
    """

    def __init__(self, job: Job, settings: Settings, *, listed: Sequence[Listed] = (), interrupted: bool = False) -> None:
        self.job = job
        self.settings = settings
        self.listed = tuple(listed)
        self.summary = summarise(job, interrupted=interrupted)

    @property
    def exit_code(self) -> int:
        """0 all is there, 7 something is missing, 130 interrupted; 5 nothing arrived, 6 nothing could be read."""
        return self.summary.exit_code

    def accounts(self) -> Iterator[Account]:
        """What became of each thread, in the order in which they were named."""
        return accounts(self.job)

    def records(self, select: Selection | None = None) -> Iterator[Record]:
        """Every post, thread by thread, derived from the captures."""
        return records(self.job, self.settings, select)

    def close(self) -> None:
        """Closes the job."""
        self.job.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def accounts(job: Job) -> Iterator[Account]:
    """The account of each thread of a job."""
    for held in job.threads.all():
        walk = msgspec.json.decode(held.walk, type=Walk)
        yield frontier.account(walk, job.threads.count(held.id), job.threads.floors(held.id))


def summarise(job: Job, *, interrupted: bool = False) -> Summary:
    """What a job holds, and how a command that made it should exit."""
    counts = job.queue.counts()
    pages, size = job.captures.count()
    threads = complete = new = edited = gone = 0
    for held, account in zip(job.threads.all(), accounts(job), strict=True):
        threads += 1
        complete += account.complete
        if held.round == job.round:
            new, edited, gone = new + account.new, edited + account.edited, gone + account.gone
    wrong = list(job.queue.wrong())
    return Summary(
        threads=threads,
        complete=complete,
        posts=job.threads.count(),
        pages=pages,
        bytes=size,
        new=new,
        edited=edited,
        gone=gone,
        waiting=counts.waiting,
        failed=counts.failed,
        skipped=counts.skipped,
        troubles=tuple(Trouble(url=row.at, outcome=row.outcome or "", why=row.why or "") for row in wrong[:100]),
        interrupted=interrupted,
        exit_code=INTERRUPTED if interrupted else _exit_code(job, wrong, whole=threads == complete and not counts.waiting, threads=threads),
    )


def _exit_code(job: Job, wrong: Sequence[Row], *, whole: bool, threads: int) -> int:
    if whole and not wrong:
        return 0
    if threads or not wrong:
        return INCOMPLETE
    arrived = job.captures.latest(wrong[0].id) is not None
    return ReadError.exit_code if arrived and wrong[0].outcome in ("unknown-engine", "broken", "empty") else FetchError.exit_code


def open_job(path: Path) -> Job:
    """A job file to look at or to export from, also while another process works on it."""
    return Job(path, read_only=True)


async def crawl(
    urls: str | Sequence[str],
    settings: Settings | None = None,
    *,
    job: Path | None = None,
    scope: Scope | None = None,
    update: Update = "no",
    on_event: OnEvent | None = None,
    brake: Brake | None = None,
    world: World | None = None,
    jar: Jar | None = None,
    files: Path | None = None,
) -> CrawlResult:
    """
    Crawls threads, boards or whole forums from any of their URLs, one or several.

    ``job`` is the file that makes it durable; with it, ``urls`` may be empty to go on. Raises ``UsageError`` for a URL that is none,
    ``InputError`` where another process has the job, ``OutputError`` where it cannot be written.
    """
    listed: list[Listed] = []
    brake = brake or Brake()
    opened = Job(None if scope is not None and scope.list_only else job)  # a list leaves no trace in a job
    try:
        run = _run(opened, urls, settings, scope, update, listed, on_event, brake, world, jar, files)
        await run.go()
        return CrawlResult(opened, run.settings, listed=listed, interrupted=brake.pressed > 0)
    except BaseException:
        opened.close()
        raise


def _run(
    job: Job,
    urls: str | Sequence[str],
    settings: Settings | None,
    scope: Scope | None,
    update: Update,
    listed: list[Listed],
    on_event: OnEvent | None,
    brake: Brake,
    world: World | None,
    jar: Jar | None,
    files: Path | None,
    *,
    whole: bool = False,
) -> Run:
    def tell(event: Event) -> None:
        if isinstance(event, Listed):
            listed.append(event)
        if on_event is not None:
            on_event(event)

    return Run(
        job,
        [urls] if isinstance(urls, str) else urls,
        settings or Settings(),
        scope=scope or Scope(),
        update=update,
        files=files,
        whole=whole,
        world=world or World(),
        brake=brake,
        jar=jar,
        tell=tell,
    )


def crawl_sync(
    urls: str | Sequence[str],
    settings: Settings | None = None,
    *,
    job: Path | None = None,
    scope: Scope | None = None,
    update: Update = "no",
    on_event: OnEvent | None = None,
    brake: Brake | None = None,
    world: World | None = None,
    jar: Jar | None = None,
    files: Path | None = None,
    signals: bool = False,
) -> CrawlResult:
    """
    ``crawl`` without an event loop of one's own.

    ``signals=True`` is for programs: Ctrl-C and SIGTERM finish the open pages, a second one ends at once.
    """

    async def go() -> CrawlResult:
        held = brake or Brake()
        with _signals(held.press if signals else None):
            return await crawl(
                urls, settings, job=job, scope=scope, update=update, on_event=on_event, brake=held, world=world, jar=jar, files=files
            )

    return asyncio.run(go())


@contextmanager
def _signals(press: Callable[[], None] | None) -> Iterator[None]:
    """Ctrl-C and SIGTERM press the brake while the block runs; nothing is changed for ``None``."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM) if press else ()
    for number in numbers:
        loop.add_signal_handler(number, press or (lambda: None))
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


async def stream(
    urls: str | Sequence[str],
    settings: Settings | None = None,
    *,
    job: Path | None = None,
    scope: Scope | None = None,
    select: Selection | None = None,
    on_event: OnEvent | None = None,
    brake: Brake | None = None,
    world: World | None = None,
    jar: Jar | None = None,
    files: Path | None = None,
) -> AsyncIterator[Record]:
    """
    Records as their pages arrive: thread by thread in the order of finding, pages in order, each post once, after its capture is safe.

    A thread that is found while another is read waits its turn in the job.
    """
    with Job(job) as opened:
        run = _run(opened, urls, settings, scope, "no", [], on_event, brake or Brake(), world, jar, files, whole=True)
        task = asyncio.ensure_future(run.go())
        task.add_done_callback(lambda _: run.changed.set())
        flow = Flow(opened, run.reader, select or Selection(), run.settler.desk.pages)
        try:
            while not task.done():
                await run.changed.wait()
                run.changed.clear()
                for record in flow.fresh():
                    yield record
            task.result()
            for record in flow.fresh(ended=True):
                yield record
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
