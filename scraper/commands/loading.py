"""Records for the commands that show them: from record files, job files, or pages that are read on the spot."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, UnknownEngine
from ..settings import Settings

if TYPE_CHECKING:
    from ..model import Record

__all__ = ["records_of"]

SQLITE = b"SQLite format 3\0"


def records_of(path: Path, settings: Settings) -> Iterator["Record"]:
    """
    The records in a file: JSON Lines and Parquet of records, a crawl's job, or anything that ``extract`` reads.

    Raises ``InputError`` for what is not there, ``UnknownEngine`` for what holds no post.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file")
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(64)
    if head.startswith(SQLITE):
        return _job(path, settings)
    if head.startswith(b'{"schema":'):
        return _lines(path)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    return _pages(path, settings)


def _lines(path: Path) -> Iterator["Record"]:
    from ..store.sinks import decode_line

    with path.open("rb") as lines:
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

    from ..model import Record
    from ..store.sinks.schema import arrow

    arrow()  # says which extra is missing
    import pyarrow.parquet as parquet

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
