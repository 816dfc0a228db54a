"""Records for the commands that show them: from record files, job files, or pages that are read on the spot."""

import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, UnknownEngine
from ..settings import Settings

if TYPE_CHECKING:
    from ..model import Record

__all__ = ["is_job", "records_in", "records_of"]

SQLITE = b"SQLite format 3\0"


def records_of(path: Path, settings: Settings) -> Iterator["Record"]:
    """
    The records in a file or a folder of parts: JSON Lines (packed too) and Parquet of records, a crawl's job, or anything that ``extract``
    reads; ``-`` is standard input.

    Raises ``InputError`` for what is not there, ``UnknownEngine`` for what holds no post.
    """
    if str(path) == "-":
        return _given(settings)
    if is_job(path):
        return _job(path, settings)
    return records_in(path) or _pages(path, settings)


def is_job(path: Path) -> bool:
    """Whether a file is a database. Raises ``InputError`` for what is not there."""
    if not path.exists():
        raise InputError(f"{path}: no such file")
    return _head(path).startswith(SQLITE)


def records_in(path: Path) -> Iterator["Record"] | None:
    """The records of a file or of a folder of parts; ``None`` where they are none."""
    from ..store.inputs.recognise import peek

    if path.is_dir():
        parts = [part for file in sorted(path.glob("part-*")) if (part := records_in(file))]
        return itertools.chain.from_iterable(parts) if parts else None
    squeezed, head = peek(_head(path), path.name)
    if head.startswith(b'{"schema":'):
        return _lines(path, squeezed)
    return _parquet(path) if head.startswith(b"PAR1") and _is_table(path) else None


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(1 << 16)


def _is_table(path: Path) -> bool:
    """Whether a Parquet file holds records, and not pages."""
    from ..store.inputs.rows import RECORD
    from ..store.sinks.schema import arrow

    arrow()  # says which extra is missing
    import pyarrow.parquet

    try:
        return set(pyarrow.parquet.read_schema(path).names) >= RECORD
    except (OSError, ValueError):
        return False


def _given(settings: Settings) -> Iterator["Record"]:
    """The records of standard input, which is kept in a file while they are read."""
    with tempfile.NamedTemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield from records_of(Path(file.name), settings)


def _lines(path: Path, squeezed: str | None) -> Iterator["Record"]:
    from ..store.inputs.inflating import open_inflated
    from ..store.sinks import decode_line

    with path.open("rb") as stored, open_inflated(stored, squeezed) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield decode_line(line)
                except (ValueError, RecursionError) as error:
                    raise InputError(f"{path}: line {number} is no record: {error}") from None


def _job(path: Path, settings: Settings) -> Iterator["Record"]:
    from ..crawling import open_job, records

    job = open_job(path)
    try:
        yield from records(job, settings)
    finally:
        job.close()


def _parquet(path: Path) -> Iterator["Record"]:
    import msgspec
    import pyarrow.parquet as parquet

    from ..model import Record

    for batch in parquet.ParquetFile(path).iter_batches(batch_size=1000):
        for row in batch.to_pylist():
            yield msgspec.convert(row, Record, strict=False)


def _pages(path: Path, settings: Settings) -> Iterator["Record"]:
    from ..batch.local import run
    from ..batch.work import Job

    found, why = 0, "no page"
    for page in run([str(path)], Job(read=settings.read, clean=settings.clean)):
        found += len(page.posts)
        why = f"{page.outcome.kind}: {page.outcome.reason or 'no post stands on it'}"
        yield from page.posts
    if not found:
        raise UnknownEngine(f"{path}: {why}")
