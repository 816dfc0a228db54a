"""
One machine: units over worker processes, results in the order of the inputs whatever the number of workers.

Workers read their units themselves, so the parent only hands out names and gathers bytes. A worker that dies (a page that
hangs in C code, a crash, a kill) is replaced, and its unit goes on after the last result that arrived.
"""

import contextlib
import functools
import itertools
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path

import msgspec

from ..model import Outcome, Page
from ..store.inputs import Unit, plan
from .guard import HARD_SIGNAL
from .work import DEFAULTS, Done, Job, Task, decoded, items, pages, work
from .worker import END

__all__ = ["Event", "Pool", "apart", "cores", "events", "only", "results", "run"]

Event = Done | Unit

BUFFER = 256_000_000  # bytes of results kept for units that are done before their turn; over it only the first in turn is read
WORTH = 2_000_000  # bytes as stored: a quarter of a second of work, and so long a worker takes to start
WORTH_UNITS = 64  # where sizes are not known
RETRIES = 2  # a worker that dies twice at the same page is the page's doing; once may be somebody's kill


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(inputs: Iterable[str], job: Job = DEFAULTS, *, workers: int = 0) -> Iterator[Page]:
    """
    The pages of all inputs, in order; ``workers=0`` reads them in this process.

    The same pages and records whatever the number of workers.
    """
    if workers:
        return decoded(only(events(plan(inputs), job, workers=workers)))
    return pages((item for unit in plan(inputs) for item in items(Task(unit=unit), job)), job)


def events(units: Iterable[Unit], job: Job = DEFAULTS, *, workers: int | None = 0) -> Iterator[Event]:
    """
    What became of each input of the units, in order, its records as bytes of JSON; behind a unit's last input, the unit.

    ``workers=None`` takes one a processor where there is work for them, and else reads here.
    """
    if workers is None:
        workers, units = _fitting(units)
    if not workers:
        return _here(units, job)
    pool = Pool(job, workers)
    return _closing(apart(units, lambda group: pool.run(Task(unit=unit) for unit in group), job), pool)


def _fitting(units: Iterable[Unit]) -> tuple[int, Iterator[Unit]]:
    """How many workers are worth their start, known from the first units; and the units."""
    rest = iter(units)
    first: list[Unit] = []
    worth = False
    while not worth and (unit := next(rest, None)):
        first.append(unit)
        worth = len(first) > 1 and (len(first) >= WORTH_UNITS or sum(unit.size for unit in first) >= WORTH)
    return cores() if worth and cores() > 1 else 0, itertools.chain(first, rest)


def results(units: Iterable[Unit], job: Job = DEFAULTS, *, workers: int = 0) -> Iterator[Done]:
    """The same without the units."""
    return only(events(units, job, workers=workers))


def only(found: Iterable[Event]) -> Iterator[Done]:
    """The results among events."""
    return (event for event in found if isinstance(event, Done))


def apart(units: Iterable[Unit], run: Callable[[Iterator[Unit]], Iterator[Event]], job: Job) -> Iterator[Event]:
    """Units through ``run``, but for standard input, which this process alone has."""
    for mine, group in itertools.groupby(units, key=lambda unit: "-" in unit.paths):
        run_group = functools.partial(_here, job=job) if mine else run
        yield from run_group(group)


def _here(units: Iterable[Unit], job: Job) -> Iterator[Event]:
    for unit in units:
        yield from work(Task(unit=unit), job)
        yield unit


def _closing(found: Iterator[Event], pool: "Pool") -> Iterator[Event]:
    try:
        yield from found
    finally:
        pool.close()


def _ended(task: Task) -> Iterator[Unit]:
    if task.unit:
        yield task.unit


@contextlib.contextmanager
def _held(number: signal.Signals) -> Iterator[None]:
    """Hold a signal back: a process started meanwhile never gets it, however early in its life; ours comes behind."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A worker process and the task it is at."""

    def __init__(self, job: bytes) -> None:
        self.pipe, theirs = Pipe()
        package = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", "scraper.batch.worker", str(theirs.fileno())]
        with _held(signal.SIGINT):
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}
            )
        theirs.close()
        self.task: _Running | None = None
        self.send(job)

    def send(self, message: bytes) -> None:
        with contextlib.suppress(OSError):  # it died before it was asked: its pipe will say so
            self.pipe.send_bytes(message)

    def start(self, task: "_Running") -> None:
        self.task, task.worker = task, self
        self.send(task.message())

    def end(self) -> int:
        """Close the pipe and wait for the process; its exit code, negative for a signal."""
        self.pipe.close()
        return self.process.wait()

    def kill(self) -> None:
        self.process.kill()
        self.end()


class _Running:
    """A task that is under way: results that wait for their turn, and how often it failed at which place."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.ready: deque[bytes] = deque()
        self.received = 0
        self.failed_at = -1
        self.failures = 0
        self.poison: Outcome | None = None
        self.complete = False
        self.worker: _Worker | None = None

    def message(self) -> bytes:
        return msgspec.msgpack.encode(msgspec.structs.replace(self.task, skip=self.received, poison=self.poison))

    def take(self, frame: bytes) -> None:
        self.complete = frame == END
        if not self.complete:
            self.ready.append(frame)
            self.received += 1
            self.poison = None

    def died(self, code: int) -> None:
        """Its worker ended: try again, then go on after the page, then give up the rest."""
        if self.failed_at != self.received:
            self.failed_at, self.failures = self.received, 0
        self.failures += 1
        self.poison = _cause(code)
        if self.failures > RETRIES:
            name = self.task.unit.paths[-1] if self.task.unit else "captures"
            self.take(
                msgspec.msgpack.encode(Done(name, Outcome("broken", f"{self.poison.reason}; what follows in this piece was not read")))
            )
            self.complete = True
        elif self.failures < RETRIES and code != -HARD_SIGNAL:
            self.poison = None


def _cause(code: int) -> Outcome:
    if code == -HARD_SIGNAL:
        return Outcome("too-costly", "took more than its processor time and could not be stopped")
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Outcome("broken", f"the worker died of it ({name})", "Please report this page.")


class Pool:
    """Worker processes that stay between runs, for one job."""

    def __init__(self, job: Job, count: int) -> None:
        self.job = msgspec.msgpack.encode(job)
        self.workers = [_Worker(self.job) for _ in range(count)]
        self.decoder = msgspec.msgpack.Decoder(Done)

    def run(self, tasks: Iterator[Task]) -> Iterator[Event]:
        """Results of tasks in order; what is under way when the caller stops taking them is lost with its workers."""
        running: deque[_Running] = deque()
        whole = False
        try:
            while _fill(tasks, running, self.workers):
                first = running[0]
                while first.ready:
                    yield self.decoder.decode(first.ready.popleft())
                if first.complete:
                    yield from _ended(running.popleft().task)
                    continue
                _listen(running, self.workers, self.job)
            whole = True
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()


def _fill(tasks: Iterator[Task], running: deque[_Running], workers: list[_Worker]) -> bool:
    """Give idle workers the next tasks; whether anything is under way."""
    for worker in workers:
        if worker.task is None and (task := next(tasks, None)):
            running.append(_Running(task))
            worker.start(running[-1])
    return bool(running)


def _listen(running: deque[_Running], workers: list[_Worker], job: bytes) -> None:
    """Take what workers have sent; where much waits for its turn already, only from the one whose turn it is."""
    full = sum(len(frame) for task in itertools.islice(running, 1, None) for frame in task.ready) > BUFFER
    heard = {worker.pipe: worker for worker in workers if worker.task and (not full or worker.task is running[0])}
    for pipe in wait(list(heard)):
        assert isinstance(pipe, Connection)
        worker = heard[pipe]
        task = worker.task
        assert task is not None
        try:
            task.take(pipe.recv_bytes())
        except (EOFError, OSError):
            task.died(worker.end())
            workers[workers.index(worker)] = fresh = _Worker(job)
            if not task.complete:
                fresh.start(task)
            continue
        if task.complete:
            worker.task = None
