"""
Inputs to one output, whatever carries the work: this process, worker processes, or Ray; joined into threads or not.

The output is a file, standard output, or a folder of parts (one a shard, for data sets that no file should hold).
"""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from ..errors import UsageError
from ..store.inputs import Unit, plan
from ..store.inputs.naming import portable
from ..store.sinks import STDOUT, Format, format_of, formats, open_sink
from ..store.sinks.base import Target
from . import local
from .extras import extender
from .join import join
from .local import Event
from .shards import Kept, Shard, shards
from .work import DEFAULTS, Done, Job

__all__ = ["Quiet", "Watch", "extract"]

SHARDS, PARTS = 1_000, 64
LEAST, MOST = 2_000_000, 64_000_000
"""A shard is a thousandth of the whole, a part of a folder a 64th, within these bytes as stored: what a stopped run may lose is at
most a minute of work, and there are enough parts for any machine without a million files."""


class Watch(Protocol):
    """Who is told how far a run is; all sizes are bytes as stored."""

    def planned(self, units: int, size: int) -> None:
        """What there is to do; not called where the inputs are read as they come."""

    def skipped(self, units: int, size: int) -> None:
        """So much was done by an earlier run."""

    def done(self, one: Done) -> None:
        """An input has its outcome."""

    def finished(self, unit: Unit) -> None:
        """All inputs of a unit have theirs."""


class Quiet:
    """A watch that does not look."""

    def planned(self, units: int, size: int) -> None: ...
    def skipped(self, units: int, size: int) -> None: ...
    def done(self, one: Done) -> None: ...
    def finished(self, unit: Unit) -> None: ...


Run = Callable[[Iterable[Unit]], Iterator[Event]]
"""Units to what became of their inputs, in order, and the units as they are finished."""


def extract(
    inputs: Iterable[str],
    output: str,
    job: Job = DEFAULTS,
    *,
    form: str | None = None,
    workers: int | None = 0,
    ray: str | None = None,
    threads: bool = False,
    accounts: str | None = None,
    resume: bool = True,
    watch: Watch = Quiet(),  # noqa: B008 - it keeps nothing
) -> None:
    """
    Read all inputs and write their records.

    ``output`` is ``-``, a file, or (with a ``/`` at its end, or being a folder) a folder of parts. ``ray`` is a cluster's address, or
    ``local``; ``workers=None`` takes one worker a processor where that is worth it. ``threads`` joins pages into threads and writes
    their accounts to ``accounts``, by default ``<output>.threads.jsonl``.
    Without ``resume`` nothing is kept and nothing that was kept is used. Raises ``UsageError`` and ``OutputError``.
    """
    extender(job.extras)  # says at once what cannot be had
    inputs = list(inputs)
    shelf = Path(tempfile.gettempdir()) / f"scraper-{secrets.token_hex(8)}"  # made by whoever needs it
    shared = msgspec.structs.replace(job, inputs=msgspec.structs.replace(job.inputs, among=tuple(map(portable, inputs)), shelf=str(shelf)))
    try:
        _extract(inputs, output, job, _runner(shared, workers, ray), form, threads, accounts, resume, watch)
    finally:
        shutil.rmtree(shelf, ignore_errors=True)


def _extract(
    inputs: Sequence[str],
    output: str,
    job: Job,
    run: Run,
    form: str | None,
    threads: bool,
    accounts: str | None,
    resume: bool,
    watch: Watch,
) -> None:
    parted = _is_folder(output)
    found = _named(form) if parted else format_of(output, form)
    if parted and not found.folder:
        if threads:
            raise UsageError("--threads needs a file, or a format that makes a file a thread (markdown, text): a thread may span all parts")
        _parts(list(plan(inputs)), Path(output), found, job, run, watch, resume=resume)
        return
    with _kept(output, resume) as kept:
        results = _results(inputs, job, run, kept, watch)
        if threads:
            _joined(results, output, found, job, accounts)
            return
        with open_sink(output, found.name, extras=job.extras) as sink:
            for done in results:
                sink.write_lines(done.lines)


def _is_folder(output: str) -> bool:
    return output != STDOUT and "://" not in output and (output.endswith("/") or Path(output).is_dir())


def _named(form: str | None) -> Format:
    known = formats()
    if form is not None and form not in known:
        raise UsageError(f"{form!r} is no format; there are {', '.join(known)}")
    return known[form or "jsonl"]


def _runner(job: Job, workers: int | None, ray: str | None) -> Run:
    if ray is None:
        return lambda units: local.events(units, job, workers=workers)
    from . import ray as cluster

    return lambda units: cluster.events(units, job, address=ray)


@contextlib.contextmanager
def _kept(output: str, resume: bool) -> Iterator[Kept | None]:
    """Where a run keeps its shards until its output is there: a hidden folder beside it."""
    if output == STDOUT or not resume:
        yield None
        return
    place = Path(output.rstrip("/"))
    kept = Kept(place.with_name(f".{place.name}.shards"))
    yield kept
    kept.drop()


def _results(inputs: Iterable[str], job: Job, run: Run, kept: Kept | None, watch: Watch) -> Iterator[Done]:
    """All results in order, those of finished shards from where they were kept."""
    inputs = list(inputs)
    if kept is None or "-" in inputs:  # standard input comes once
        yield from _watched(run(plan(inputs)), watch)
        return
    for shard, old, results in _sharded(list(plan(inputs)), job, run, kept, watch, SHARDS):
        if old:
            yield from _noted(kept.results(shard), watch)
            continue
        with kept.keeping(shard) as keep:
            for done in results:
                keep(done)
                yield done


def _sharded(
    units: Sequence[Unit], job: Job, run: Run, kept: Kept, watch: Watch, count: int
) -> Iterator[tuple[Shard, bool, Iterator[Done]]]:
    """Each shard, whether an earlier run finished it, and, where not, its results, which must be taken before the next shard."""
    size = sum(unit.size for unit in units)
    pieces = shards(units, job, min(MOST, max(LEAST, size // count)))
    watch.planned(len(units), size)
    old = {piece.number for piece in pieces if kept.has(piece)}
    watch.skipped(sum(len(pieces[i].units) for i in old), sum(pieces[i].size for i in old))
    found = run(unit for piece in pieces if piece.number not in old for unit in piece.units)
    for piece in pieces:
        yield piece, piece.number in old, _watched(found, watch, len(piece.units))


def _watched(found: Iterator[Event], watch: Watch, units: int = -1) -> Iterator[Done]:
    """The results of so many units, or of all, watched."""
    for event in found:
        if isinstance(event, Done):
            watch.done(event)
            yield event
            continue
        watch.finished(event)
        units -= 1
        if units == 0:
            return


def _noted(results: Iterable[Done], watch: Watch) -> Iterator[Done]:
    for done in results:
        watch.done(done)
        yield done


def _parts(units: Sequence[Unit], folder: Path, form: Format, job: Job, run: Run, watch: Watch, *, resume: bool) -> None:
    """A folder of parts, one a shard; ``_shards`` in it keeps what became of each input, and says what is done."""
    kept = Kept(folder / "_shards")
    if not resume:
        kept.drop()
    for shard, old, results in _sharded(units, job, run, kept, watch, PARTS):
        if old:
            for done in kept.results(shard):
                watch.done(done)
        else:
            path = folder / f"part-{shard.number:06}{PART_ENDS.get(form.name, form.ends[0])}"
            with kept.keeping(shard) as keep, open_sink(str(path), form.name, extras=job.extras) as sink:  # marked when the part is there
                for done in results:
                    sink.write_lines(done.lines)
                    keep(msgspec.structs.replace(done, lines=b""))


PART_ENDS = {"jsonl": ".jsonl.gz"}


def _joined(results: Iterable[Done], output: str, form: Format, job: Job, accounts: str | None) -> None:
    """Threads to the sink, their accounts beside it."""
    folder = None if output == STDOUT else str(Path(output.rstrip("/")).parent)
    beside = accounts or (None if output == STDOUT else f"{output.rstrip('/')}.threads.jsonl")
    with join(results, folder=folder) as threads, open_sink(output, form.name, extras=job.extras) as sink, _lines(beside) as note:
        for thread in threads:
            for line in thread.lines:
                sink.write_lines(line)
            note(msgspec.json.encode(thread.account.settle()) + b"\n")


@contextlib.contextmanager
def _lines(path: str | None) -> Iterator[Callable[[bytes], None]]:
    """A function that adds lines to a file, if there is one."""
    if path is None:
        yield lambda line: None
        return
    target = Target(path)
    try:
        yield target.write
    except BaseException:
        target.abort()
        raise
    target.close()
