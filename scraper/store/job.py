"""
A job file: queue, captures and threads of one crawl in one SQLite database, WAL, one writer.

A page's bytes and all that follows from them (its row's end, new rows, the thread's walk, its posts) change in one
``transaction``; a kill at any moment leaves either all of it or nothing. Power loss too: the first commit of each second waits
for the disk (``synchronous=FULL``), so at a polite rate every page does, and a fast crawl asks again for a second's pages at most
(waiting each time cost 0.15 to 5 ms a page, as busy as the disk was). Who may be leased is not written at all: after a kill the
open requests simply still wait.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import InputError, OutputError, ScraperError
from .captures import Captures
from .lock import Lock, holder
from .queue import Queue
from .schema import prepare
from .threads import Threads

__all__ = ["Job"]

Connect = Callable[[str], sqlite3.Connection]
Steady = Callable[[], float]
SYNC_EVERY = 1.0  # seconds
LASTING = ("journal_mode = WAL", "synchronous = FULL")
PASSING = ("journal_mode = MEMORY", "synchronous = OFF")
BOTH = ("cache_size = -32000", "temp_store = FILE")  # KB: keeps the inner pages of the indexes of a million rows


def connect(path: str) -> sqlite3.Connection:
    """A connection in which we say ourselves where a transaction begins."""
    return sqlite3.connect(path, isolation_level=None)


class Job:
    """
    An open job. ``path=None`` is a job of its own that vanishes when it is closed (SQLite keeps it in memory and spills to disk).

    ``read_only`` looks without the lock, also while another process works. Use as a context manager.
    """

    def __init__(
        self, path: Path | None = None, *, read_only: bool = False, connect: Connect = connect, steady: Steady = time.monotonic
    ) -> None:
        self.path = path
        self._steady = steady
        self._synced = float("-inf")
        self.name = str(path) if path else "a job without a file"
        self._lock = Lock(path) if path and not read_only else None
        try:
            self._base = self._open(read_only, connect)
        except BaseException:
            if self._lock:
                self._lock.release()
            raise
        self.queue = Queue(self._base)
        self.captures = Captures(self._base)
        self.threads = Threads(self._base)

    def _open(self, read_only: bool, connect: Connect) -> sqlite3.Connection:
        if read_only:
            return self._look()
        try:
            base = connect(str(self.path) if self.path else "")
        except sqlite3.Error as error:
            raise self._problem(error) from error
        return self._prepared(base, (*(LASTING if self.path else PASSING), *BOTH))

    def _look(self) -> sqlite3.Connection:
        if not self.path or not self.path.is_file():
            raise InputError(f"{self.name}: no such job")
        return self._prepared(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None))

    def _prepared(self, base: sqlite3.Connection, options: Sequence[str] = ()) -> sqlite3.Connection:
        """A connection with its options and tables; closed where that cannot be."""
        try:
            for option in options:
                base.execute(f"PRAGMA {option}")
            prepare(base, self.name)
        except sqlite3.Error as error:
            base.close()
            raise self._problem(error) from error
        except BaseException:  # a later version's, or no job at all
            base.close()
            raise
        return base

    def _problem(self, error: sqlite3.Error) -> ScraperError:
        """What an error of SQLite means for the user."""
        text = str(error)
        if "not a database" in text or "malformed" in text:
            return InputError(f"{self.name}: is no job, or a broken one ({text})")
        return OutputError(f"{self.name}: cannot be written ({text}); what it held before is whole, and the same command goes on")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside becomes true at once, or not at all."""
        try:
            durable = self._sync()
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.queue.flush()
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                self.queue.forget()
                raise
            if durable:
                self._base.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def _sync(self) -> bool:
        """Whether the coming commit waits for the disk, and with it all that came before."""
        if self.path is None or self._steady() - self._synced < SYNC_EVERY:
            return False
        self._base.execute("PRAGMA synchronous = FULL")
        self._synced = self._steady()
        return True

    def get(self, key: str) -> str | None:
        """A remembered value of the job as a whole."""
        found = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def put(self, key: str, value: str) -> None:
        """Remembers a value; inside a transaction."""
        self._base.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))

    @property
    def round(self) -> int:
        """The number of the present round of updates, from 1."""
        return int(self.get("round") or 1)

    def holder(self) -> str | None:
        """The process that works on this job now, if another does."""
        return holder(self.path) if self.path and not self._lock else None

    def close(self) -> None:
        """Folds the write-ahead log into the file and frees the lock."""
        try:
            self._base.close()
        finally:
            if self._lock:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
