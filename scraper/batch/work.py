"""
The core over one unit of inputs: what every engine of this folder runs, whatever carries the units to it.

Bytes of JSON are made here, where the pages are read, so that the process that gathers results only copies them.
"""

from collections.abc import Iterable, Iterator

import msgspec

from .. import pipeline
from ..model import BoardPage, Capture, Outcome, Page, Record, Thread
from ..settings import CleanSettings, ReadSettings
from ..store.inputs import InputOptions, Item, Problem, Unit, read
from ..store.sinks import encode_line
from .extras import extender
from .guard import Clock, Overtime

__all__ = ["DEFAULTS", "Done", "Job", "Task", "decoded", "items", "page", "pages", "results", "work"]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """
    All that a worker must know beside its units. ``extras`` are ``lang`` and ``hash``.

    ``seconds`` of processor time and ``memory`` in bytes are the limits of one page.
    """

    inputs: InputOptions = InputOptions()
    read: ReadSettings = ReadSettings()
    clean: CleanSettings = CleanSettings()
    extras: tuple[str, ...] = ()
    seconds: float = 5.0
    memory: int = 512_000_000


DEFAULTS = Job()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a worker is sent: a unit to read.

    ``skip`` items are known already; the next one is not read but gets the outcome ``poison``, if there is one.
    """

    unit: Unit
    skip: int = 0
    poison: Outcome | None = None


class Done(msgspec.Struct, frozen=True, array_like=True):
    """What became of one input: its outcome, its records as lines of JSON, how many, and the size of the page in bytes."""

    source: str
    outcome: Outcome
    lines: bytes = b""
    count: int = 0
    size: int = 0
    thread: Thread | None = None
    board: BoardPage | None = None


def items(task: Task, job: Job) -> Iterator[Item]:
    """The captures and problems of a task, known ones left out, the poisoned one replaced."""
    for i, item in enumerate(read(task.unit, job.inputs)):
        if i == task.skip and task.poison:
            yield Problem(source=item.source, outcome=task.poison)
        elif i >= task.skip:
            yield item


def work(task: Task, job: Job, *, hard: bool = False) -> Iterator[Done]:
    """What became of each input of a task, in order; ``hard`` lets a page that hangs end the process."""
    return results(items(task, job), job, hard=hard)


def results(found: Iterable[Item], job: Job, *, hard: bool = False) -> Iterator[Done]:
    """The same for captures and problems from anywhere."""
    extend = extender(job.extras)
    likely: pipeline.Likely = {}
    with Clock(job.seconds, hard=hard) as clock:
        for item in found:
            read = page(item, job, clock, likely)
            yield Done(
                read.source,
                read.outcome,
                b"".join(extend(encode_line(record), record) for record in read.posts),
                len(read.posts),
                len(item.body) if isinstance(item, Capture) else 0,
                read.thread,
                read.board,
            )


def pages(found: Iterable[Item], job: Job) -> Iterator[Page]:
    """Captures through the core, and problems as they are."""
    likely: pipeline.Likely = {}
    with Clock(job.seconds, hard=False) as clock:
        for item in found:
            yield page(item, job, clock, likely)


def page(item: Item, job: Job, clock: Clock, likely: pipeline.Likely | None = None) -> Page:
    """
    One capture through the core, or a problem as it is; whatever the page does, this returns an outcome.

    ``likely`` is the run's memory of each host's engine.
    """
    if isinstance(item, Page):
        return item
    try:
        clock.start()
        try:
            return pipeline.extract(item, job.read, job.clean, likely=likely)
        finally:
            clock.stop()
    except Overtime:
        return failed(item.source, Outcome("too-costly", f"took more than {job.seconds:g} s of processor time"))
    except MemoryError:
        return failed(item.source, Outcome("too-costly", f"took more than {job.memory // 1_000_000} MB of memory"))
    except Exception as error:  # a page must not end the run; what it did is in its outcome
        return failed(item.source, Outcome("broken", f"{type(error).__name__}: {error}"[:500], "Please report this page."))


def failed(source: str, outcome: Outcome) -> Page:
    """A page of which nothing came but an outcome."""
    return Page(source=source, outcome=outcome)


def decoded(done: Iterable[Done]) -> Iterator[Page]:
    """Results as pages again, their records decoded."""
    decoder = msgspec.json.Decoder(Record)
    for one in done:
        posts = tuple(decoder.decode_lines(one.lines)) if one.lines else ()
        yield Page(source=one.source, outcome=one.outcome, posts=posts, thread=one.thread, board=one.board)
