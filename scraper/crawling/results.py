"""What a job holds: the summary of a crawl, the account of each of its threads, its records, and the exit code that they stand for."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from .. import frontier
from ..errors import INCOMPLETE, INTERRUPTED, FetchError, ReadError
from ..frontier import Account, Walk
from ..model import Record
from ..settings import Settings
from ..store.job import Job
from ..store.queue import Row
from .events import Listed
from .output import Selection, records

__all__ = ["CrawlResult", "Summary", "Trouble", "accounts", "open_job", "summarise"]


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
    """0 where all is there; of a job without threads, whether nothing arrived or nothing of it could be read."""
    if whole and not wrong:
        return 0
    if threads or not wrong:
        return INCOMPLETE
    arrived = job.captures.latest(wrong[0].id) is not None
    return ReadError.exit_code if arrived and wrong[0].outcome in ("unknown-engine", "broken", "empty") else FetchError.exit_code


def open_job(path: Path) -> Job:
    """A job file to look at or to export from, also while another process works on it."""
    return Job(path, read_only=True)
