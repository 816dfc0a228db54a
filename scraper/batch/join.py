"""
Whole threads from pages in any order, in any number of inputs: each post once, in order, with an account of what is missing.

The newest capture of a post wins; older ones that say something else are its versions. Posts lie in a file as they come; DuckDB
sorts and groups their keys, spilling over a fixed memory; then threads are read from their places, one account at a time. (With the
posts themselves inside DuckDB 2.0 the sort of a million ran out of 400 MB.)
"""

import contextlib
import hashlib
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec

from ..errors import OutputError, UsageError
from ..frontier import gaps, place, post_keys, ranges
from ..model import Record
from ..store.sinks.base import named
from ..urls import canonical, is_web
from .work import Done

__all__ = ["Joined", "JoinedThread", "join", "thread_key"]

MEMORY = "400MB"  # DuckDB's share of the gigabyte that a join may take; over it, it spills
BATCH = 5_000  # posts handed to DuckDB, and taken from it, at a time


class JoinedThread(msgspec.Struct, frozen=True, kw_only=True):
    """
    The account of one joined thread.

    ``announced`` is what the newest page says (replies and the opening post), ``stored`` what is here; ``missing`` are the floors
    that the numbering leaves out, ``missing_pages`` the pages of which no capture was among the inputs, as ranges. ``versions`` are older
    captures of posts that say something else, as records.
    """

    url: str | None
    id: str | None
    title: str | None
    site: str | None
    engine: str
    announced: int | None
    stored: int
    missing: tuple[str, ...]
    pages: int | None
    missing_pages: tuple[str, ...]
    complete: bool
    versions: tuple[msgspec.Raw, ...] = ()


class Joined(NamedTuple):
    """A thread's posts in order, as lines of JSON, and its account; the lines must be taken before the account is asked for."""

    lines: Iterator[bytes]
    account: "_Account"


class _Thread(msgspec.Struct, frozen=True):
    id: str | None
    url: str | None
    title: str | None
    site: str | None
    engine: str
    page: int | None
    pages: int | None
    replies: int | None


class _Author(msgspec.Struct, frozen=True):
    name: str | None


class _Facts(msgspec.Struct, frozen=True):
    """What a join must know of a record; the rest of its line is not read."""

    fetched_at: str | None
    url: str | None
    id: str | None
    floor: int | None
    thread: _Thread
    author: _Author
    posted_at: str | None
    posted_raw: str | None
    edited_at: str | None
    text: str


_decode = msgspec.json.Decoder(_Facts).decode


def thread_key(record: "Record | _Facts") -> str:
    """The one name of a record's thread over its pages: the address of its first page, else host, engine and number, else its title."""
    thread = record.thread
    if is_web(thread.url):
        return canonical(thread.url or "")
    where = place(record.url) if record.url else thread.site or ""
    return f"{where} {thread.engine} {thread.id or thread.title or ''}"


@contextlib.contextmanager
def join(results: Iterable[Done], *, folder: str | None = None, memory: str = MEMORY) -> Iterator[Iterator[Joined]]:
    """
    The threads of all results, in the order in which the inputs first name them.

    ``folder`` is where the work lies meanwhile (about the size of the records, twice), the system's temporary one by default.
    Raises ``UsageError`` where DuckDB is not installed, ``OutputError`` where that folder is full.
    """
    where = folder or tempfile.gettempdir()
    with contextlib.ExitStack() as stack:
        with _working(where):
            here = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".join-", dir=folder)))
            base = stack.enter_context(contextlib.closing(_open(here, memory)))
            lines = (here / "lines").open("w+b")
            stack.push(lambda *_: _closed(lines))
            for batch in _batches(results, lines):
                _store(base, batch)
            lines.flush()
        yield _told(_threads(base, here, lines), where)


@contextlib.contextmanager
def _working(where: str) -> Iterator[None]:
    """What the work's own folder cannot take, as an answer to the person."""
    with named(f"{where}: the work of --threads"):
        try:
            yield
        except Exception as error:
            if not type(error).__module__.startswith(("_duckdb", "duckdb")):
                raise
            raise OutputError(f"{where}: the work of --threads: {str(error).splitlines()[0]}") from error


def _told(threads: Iterator[Joined], where: str) -> Iterator[Joined]:
    with _working(where):
        yield from threads


def _closed(lines: BinaryIO) -> None:
    with contextlib.suppress(OSError):  # what a full disk did not take; it was told before
        lines.close()


def _open(here: Path, memory: str) -> Any:
    try:
        import duckdb
        import pyarrow  # noqa: F401 - how posts go in and out
    except ImportError as error:
        raise UsageError("--threads needs the extra 'threads' (pip install 'forum-scraper[threads]')") from error
    base = duckdb.connect(str(here / "join.duckdb"))
    base.execute(
        f"SET memory_limit = '{memory}'; SET threads = 2; SET preserve_insertion_order = false; SET temp_directory = '{here / 'spill'}'"
    )
    base.execute(TABLE)
    return base


TABLE = """
CREATE TABLE keys (seq BIGINT, thread VARCHAR, post VARCHAR, taken VARCHAR, floor BIGINT, page BIGINT, place INTEGER, said UBIGINT,
    start BIGINT, size BIGINT)
"""


class _Row(NamedTuple):
    seq: int
    thread: str
    post: str
    taken: str | None
    floor: int | None
    page: int | None
    place: int
    said: int
    start: int
    size: int


def _batches(results: Iterable[Done], spool: BinaryIO) -> Iterator[list[_Row]]:
    numbers = itertools.count()
    rows = (row for done in results if done.lines for row in _rows(done.lines, numbers, spool))
    return iter(lambda: list(itertools.islice(rows, BATCH)), [])


def _rows(lines: bytes, numbers: Iterator[int], spool: BinaryIO) -> Iterator[_Row]:
    """The posts of one page as rows, with their place on it; the lines themselves go to the spool."""
    start = spool.tell()
    spool.write(lines)
    split = lines.splitlines()
    facts = [_decode(line) for line in split]
    for i, (line, fact, key) in enumerate(zip(split, facts, post_keys(cast(Any, facts)), strict=True)):
        said = hashlib.blake2b(f"{fact.edited_at}\n{fact.text}".encode("utf-8", "replace"), digest_size=8).digest()
        number, known = next(numbers), int.from_bytes(said)
        yield _Row(number, thread_key(fact), key, fact.fetched_at, fact.floor, fact.thread.page, i, known, start, len(line))
        start += len(line) + 1


def _store(base: Any, batch: list[_Row]) -> None:
    import pyarrow as pa

    columns = list(zip(*batch, strict=True))
    kinds = (pa.int64(), pa.string(), pa.string(), pa.string(), pa.int64(), pa.int64(), pa.int32(), pa.uint64(), pa.int64(), pa.int64())
    rows = pa.table([pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)], names=list(_Row._fields))
    base.register("rows", rows)
    base.execute("INSERT INTO keys SELECT * FROM rows")
    base.unregister("rows")


ORDER = """
COPY (
    WITH ranked AS (
        SELECT thread, post, said, start, size, row_number() OVER newest AS rank, lag(said) OVER newest AS newer,
            first_value(floor) OVER newest AS floor, first_value(page) OVER newest AS page, first_value(place) OVER newest AS place
        FROM keys WINDOW newest AS (PARTITION BY thread, post ORDER BY taken DESC NULLS LAST, seq DESC)
    ),
    born AS (SELECT thread, min(seq) AS born FROM keys GROUP BY thread)
    SELECT born, rank, start, size FROM ranked JOIN born USING (thread)
    WHERE rank = 1 OR said <> newer
    ORDER BY born, floor NULLS LAST, page NULLS LAST, place, post, rank
) TO '{}' (FORMAT parquet, ROW_GROUP_SIZE 5000)
"""


def _threads(base: Any, here: Path, lines: BinaryIO) -> Iterator[Joined]:
    """Threads one after the other, from their sorted keys."""
    import pyarrow.parquet

    base.execute(ORDER.format(here / "sorted.parquet"))
    file = pyarrow.parquet.ParquetFile(here / "sorted.parquet")
    rows = (
        row for batch in file.iter_batches(batch_size=BATCH) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    for _, thread in itertools.groupby(rows, key=lambda row: row[0]):
        account = _Account()
        yield Joined(account.take((rank, _line(lines, start, size)) for _, rank, start, size in thread), account)
    file.close()


def _line(lines: BinaryIO, start: int, size: int) -> bytes:
    lines.seek(start)
    return lines.read(size)


class _Account:
    """Counts a thread's posts while they go by."""

    def __init__(self) -> None:
        self.newest: _Facts | None = None
        self.stored = 0
        self.floors: list[int] = []
        self.pages: set[int] = set()
        self.versions: list[bytes] = []

    def take(self, rows: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
        """The posts' lines; older versions are kept back for the account."""
        for rank, line in rows:
            facts = _decode(line)
            if facts.thread.page is not None:
                self.pages.add(facts.thread.page)
            if rank > 1:
                self.versions.append(line)
                continue
            self.stored += 1
            if facts.floor is not None:
                self.floors.append(facts.floor)
            if self.newest is None or (facts.fetched_at or "") > (self.newest.fetched_at or ""):
                self.newest = facts
            yield line + b"\n"

    def settle(self) -> JoinedThread:
        """The account, once all lines were taken."""
        assert self.newest is not None
        thread = self.newest.thread
        announced = None if thread.replies is None else thread.replies + 1
        missing = ranges(
            gaps(sorted(set(self.floors)), announced if announced is not None and self.stored < announced and self.floors else None)
        )
        missing_pages = ranges(gaps(sorted(self.pages), thread.pages))
        return JoinedThread(
            url=thread.url,
            id=thread.id,
            title=thread.title,
            site=thread.site,
            engine=thread.engine,
            announced=announced,
            stored=self.stored,
            missing=missing,
            pages=thread.pages,
            missing_pages=missing_pages,
            complete=not missing and not missing_pages and (announced is None or self.stored >= announced),
            versions=tuple(map(msgspec.Raw, self.versions)),
        )
