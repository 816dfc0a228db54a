"""
The pages that WARC revisits point back to: where they stand in the archives that were named together.

A revisit repeats no bytes; it names the record that has them, by id, by address and time, or by digest. The places of all pages of
the archives are noted in a table on disk when the first revisit asks, its own archive's first and those of all others after it, so
memory stays flat and archives without revisits pay nothing. A page takes some 300 bytes of the table.
"""

import contextlib
import fcntl
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, NamedTuple

from .members import is_records
from .opening import is_remote, open_stream
from .recognise import HEAD, kind_of, peek
from .values import Given, InputOptions

__all__ = ["Originals", "Place", "keys_of_page", "keys_of_revisit"]


class Place(NamedTuple):
    """Where a record begins: bytes into an archive, which is a file or a stored member of a zip."""

    path: str
    member: str
    offset: int


Scan = Callable[[Given], Iterable[tuple[int, Any]]]
"""An archive to the places and headers of the pages in it."""


def keys_of_page(headers: Any) -> Iterator[str]:
    """By what a revisit may name a page."""
    return _keys(headers, _bare(headers, "WARC-Record-ID"), _bare(headers, "WARC-Target-URI"), _bare(headers, "WARC-Date"))


def keys_of_revisit(headers: Any) -> Iterator[str]:
    """By what a revisit names its page, the surest first."""
    uri = _bare(headers, "WARC-Refers-To-Target-URI") or _bare(headers, "WARC-Target-URI")
    return _keys(headers, _bare(headers, "WARC-Refers-To"), uri, _bare(headers, "WARC-Refers-To-Date"))


def _keys(headers: Any, name: str, uri: str, date: str) -> Iterator[str]:
    """By id, by address and date, by digest under the address, by digest anywhere."""
    digest = _bare(headers, "WARC-Payload-Digest")
    if name:
        yield f"id {name}"
    if uri and date:
        yield f"at {date} {uri}"
    if digest:
        yield f"of {digest} {uri}"
        yield f"is {digest}"


def _bare(headers: Any, name: str) -> str:
    return str(headers.get(name) or "").strip().strip("<>")


class Originals:
    """The places of one reading's archive and of all that were named with it; noted when first asked for. Close it."""

    def __init__(self, given: Given, options: InputOptions, scan: Scan) -> None:
        self.given, self.options, self.scan = given, options, scan
        self.tables: list[sqlite3.Connection] = []

    def places(self, headers: Any) -> Iterator[Place]:
        """Where the page of a revisit may stand, the likeliest first."""
        keys = [_key(text) for text in keys_of_revisit(headers)]
        for number in range(2):
            table = self._table(number)
            for key in keys:
                if found := table.execute("SELECT path, member, place FROM page WHERE key = ?", (key,)).fetchone():
                    yield Place(*found)

    @contextlib.contextmanager
    def opened(self, place: Place) -> Iterator[Given]:
        """The archive of a place; our own is read through its own stream, which is put back where it was."""
        if place.path:
            with _opened(place.path, place.member) as given:
                yield given
            return
        stream = self.given.stream
        before = stream.tell()
        try:
            yield self.given
        finally:
            stream.seek(before)

    def close(self) -> None:
        """Forgets the tables."""
        for table in self.tables:
            table.close()

    def _table(self, number: int) -> sqlite3.Connection:
        """That of our own archive, or that of all others."""
        if number == len(self.tables):
            name = ("all", blake2b(self.given.source.encode(errors="replace"), digest_size=12).hexdigest())[number == 0]
            try:
                table = _shared(self.options.shelf, name, self._own if number == 0 else self._others)
            except (OSError, sqlite3.Error):  # a full disk: the revisits stay unresolved, and all else is read
                table = _filled(":memory:", ())
            self.tables.append(table)
        return self.tables[number]

    def _own(self) -> Iterator[tuple[Place, Any]]:
        with self.opened(Place("", "", 0)) as given:
            yield from ((Place("", "", offset), headers) for offset, headers in self.scan(given))

    def _others(self) -> Iterator[tuple[Place, Any]]:
        for path, member in _archives(self.options.among):
            with contextlib.suppress(Exception), _opened(path, member) as given:  # whatever is wrong with it, its reader will name it
                yield from ((Place(path, member, offset), headers) for offset, headers in self.scan(given))


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def _shared(shelf: str, name: str, pages: Callable[[], Iterable[tuple[Place, Any]]]) -> sqlite3.Connection:
    """A table of places, made once by whichever process needs it first; of our own alone where there is no shelf for it."""
    path = Path(shelf) / f"{name}.sqlite"
    if not shelf:
        return _filled("", pages())
    path.parent.mkdir(mode=0o700, exist_ok=True)  # on each machine of a cluster anew
    with path.with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            beside = path.with_suffix(f".{os.getpid()}")
            beside.unlink(missing_ok=True)
            _filled(str(beside), pages()).close()
            beside.replace(path)
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _filled(path: str, pages: Iterable[tuple[Place, Any]]) -> sqlite3.Connection:
    """A new table; without a path SQLite keeps it, and spills it to disk. Of pages with one key the first counts."""
    table = sqlite3.connect(path, isolation_level=None)
    with contextlib.ExitStack() as stack:
        stack.callback(table.close)  # where the disk is full, or the pages cannot be read
        table.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            "CREATE TABLE page (key BLOB PRIMARY KEY, path TEXT, member TEXT, place INTEGER) WITHOUT ROWID; BEGIN"
        )
        rows = ((_key(key), *place) for place, headers in pages for key in keys_of_page(headers))
        table.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?, ?)", rows)
        table.execute("COMMIT")
        stack.pop_all()
    return table


def _archives(among: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The WARC files of the inputs by their names, those in a WACZ too; remote ones are not fetched once more for this."""
    from .plan import plan  # it knows folders, patterns and lists; it is needed where a revisit's page is not beside it

    seen: set[str] = set()
    for path in (path for unit in plan(among) if unit.note is None for path in unit.paths):
        if path in seen or path == "-" or is_remote(path) or (kind := kind_of(b"", path)) not in ("warc", "zip"):
            continue
        seen.add(path)
        members = _members(path) if kind == "zip" else [""]
        yield from ((path, member) for member in members)


def _members(path: str) -> list[str]:
    try:
        with open_stream(path) as stream, zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            return [info.filename for info in infos if is_records(info.filename) and info.compress_type == zipfile.ZIP_STORED]
    except Exception:  # its reader will name what is wrong with it
        return []


@contextlib.contextmanager
def _opened(path: str, member: str) -> Iterator[Given]:
    with contextlib.ExitStack() as stack:
        stream: IO[bytes] = stack.enter_context(open_stream(path))
        if member:
            stream = stack.enter_context(stack.enter_context(zipfile.ZipFile(stream)).open(member))
        head = stream.read(HEAD)
        squeezed, _ = peek(head, member or path)
        yield Given(path, stream, squeezed, head)
