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

from ..fetch.cookies import Jar
from ..frontier import Scope
from ..model import Record
from ..settings import Settings
from ..store.job import Job
from .events import Event, Listed, OnEvent
from .output import Flow, Selection, records
from .results import CrawlResult, Summary, Trouble, accounts, open_job, summarise
from .run import Run, Update
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
    "accounts",
    "crawl",
    "crawl_sync",
    "open_job",
    "records",
    "stream",
    "summarise",
]


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

    def tell(event: Event) -> None:
        if isinstance(event, Listed):
            listed.append(event)
        if on_event is not None:
            on_event(event)

    scope, brake = scope or Scope(), brake or Brake()
    opened = Job(None if scope.list_only else job)  # a list leaves no trace in a job
    try:
        run = Run(
            opened,
            urls,
            settings or Settings(),
            scope=scope,
            update=update,
            files=files,
            world=world or World(),
            brake=brake,
            jar=jar,
            tell=tell,
        )
        await run.go()
        return CrawlResult(opened, run.settings, listed=listed, interrupted=brake.pressed > 0)
    except BaseException:
        opened.close()
        raise


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
        run = Run(
            opened,
            urls,
            settings or Settings(),
            scope=scope or Scope(),
            files=files,
            whole=True,
            world=world or World(),
            brake=brake or Brake(),
            jar=jar,
            tell=on_event or (lambda event: None),
        )
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
