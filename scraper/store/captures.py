"""
Captures of a job: each page as it was received.

A body that came compressed is kept as it came (no second compression, and WARC wants it so); one that came bare is deflated
at level 1. ``Stored.raw`` is the body as received in both cases.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha1

import msgspec

__all__ = ["Captures", "Stored"]

Pairs = tuple[tuple[str, str], ...]

COLUMNS = "id, row, thread, round, url, fetched_at, status, reason, request, headers, address, coding, packed, sha1, body"
SMALL = 200  # bytes: below that deflate gains nothing


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """
    One answer as it was received.

    ``raw`` is the body in its content coding ``coding`` (empty for none), ``body`` the decoded one while it is at hand; ``request``
    and ``headers`` are in order and without cookies and authorisation; ``address`` is the IP address that was asked;
    ``fetched_at`` RFC 3339, UTC.
    """

    id: int = 0
    row: int
    thread: int | None = None
    round: int = 1
    url: str
    fetched_at: str
    status: int
    reason: str = ""
    request: Pairs = ()
    headers: Pairs = ()
    address: str | None = None
    coding: str = ""
    raw: bytes
    body: bytes | None = None

    @property
    def fields(self) -> dict[str, str]:
        """The headers by lower-case name."""
        return {name.lower(): value for name, value in self.headers}

    @property
    def sha1(self) -> bytes:
        """The digest of the body as received."""
        return sha1(self.raw, usedforsecurity=False).digest()


def _stored(found: tuple[object, ...]) -> Stored:
    id, row, thread, round, url, fetched_at, status, reason, request, headers, address, coding, packed, _sha1, body = found
    values = {
        "id": id, "row": row, "thread": thread, "round": round, "url": url, "fetched_at": fetched_at, "status": status, "reason": reason,
        "request": msgspec.json.decode(str(request), type=Pairs), "headers": msgspec.json.decode(str(headers), type=Pairs),
        "address": address, "coding": coding, "raw": zlib.decompress(body) if packed else body,  # type: ignore[arg-type]
    }  # fmt: skip
    return Stored(**values)  # type: ignore[arg-type]


class Captures:
    """The captures of a job. Every method that writes stands inside the job's ``transaction``."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def keep(self, stored: Stored) -> int:
        """Stores an answer; gives its number."""
        packed = not stored.coding and len(stored.raw) > SMALL
        done = self._base.execute(
            f"INSERT INTO capture ({COLUMNS[4:]}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                stored.row, stored.thread, stored.round, stored.url, stored.fetched_at, stored.status, stored.reason,
                msgspec.json.encode(stored.request).decode(), msgspec.json.encode(stored.headers).decode(), stored.address,
                stored.coding, packed, stored.sha1, zlib.compress(stored.raw, 1) if packed else stored.raw,
            ),
        )  # fmt: skip
        return int(done.lastrowid or 0)

    def get(self, capture: int) -> Stored | None:
        """The capture of a number."""
        found = self._base.execute(f"SELECT {COLUMNS} FROM capture WHERE id = ?", (capture,)).fetchone()
        return _stored(found) if found else None

    def latest(self, row: int) -> Stored | None:
        """The last capture of a row of the queue."""
        found = self._base.execute(f"SELECT {COLUMNS} FROM capture WHERE row = ? ORDER BY id DESC LIMIT 1", (row,)).fetchone()
        return _stored(found) if found else None

    def all(self, after: int = 0) -> Iterator[Stored]:
        """Every capture in the order of storing; may be read while more are stored."""
        while found := self._base.execute(f"SELECT {COLUMNS} FROM capture WHERE id > ? ORDER BY id LIMIT 1", (after,)).fetchone():
            stored = _stored(found)
            after = stored.id
            yield stored

    def count(self) -> tuple[int, int]:
        """How many pages there are (redirects left out), and the bytes of all as stored."""
        found = self._base.execute(
            "SELECT count(*) FILTER (WHERE status >= 400 OR status < 300), coalesce(sum(length(body)), 0) FROM capture"
        ).fetchone()
        return int(found[0]), int(found[1])

    def span(self) -> tuple[str, str] | None:
        """When the first and the last answer came (RFC 3339), or ``None`` where there is none."""
        first, last = self._base.execute("SELECT min(fetched_at), max(fetched_at) FROM capture").fetchone()
        return (str(first), str(last)) if first else None
