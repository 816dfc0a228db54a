"""
The queue of a job: what is to be asked for, of whom, and when.

Rows wait per host. A host's ``wake`` is the time of its next row, so the next host is one look into an index, and so is its next
row: 1,000,000 rows cost no more a row than 1,000 (``benchmarks/crawl.py``). What is open now is known to the process alone.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import Literal

import msgspec

__all__ = ["Counts", "Item", "Kind", "Queue", "Row", "Waits"]

Kind = Literal["start", "thread", "page", "board", "file"]
"""What a row hopes to find: anything; a thread's any page; a known thread's next page; a page of a board; a file."""

WAITS, DONE, FAILED, SKIPPED = range(4)
KEPT_HOSTS = 10_000

WAKE = (
    "UPDATE host SET wake = CASE WHEN EXISTS (SELECT 1 FROM queue WHERE host = :h AND state = 0 AND due = 0) THEN next_at"
    " ELSE (SELECT max(due, host.next_at) FROM queue WHERE host = :h AND state = 0 AND due > 0 ORDER BY due LIMIT 1) END WHERE id = :h"
)
"""When a host is next to be asked: at ``next_at``, or later where only retries wait, or never."""

COLUMNS = (
    "q.id, q.url, coalesce(q.at, q.url), h.id, h.name, q.kind, q.state, q.rank, q.tries, q.hops, q.round, q.thread, q.origin,"
    " q.note, q.outcome, q.why"
)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row to be.

    ``url`` is in canonical form; ``host`` is whom manners are owed; rows of a lower ``rank`` come first; ``note`` is
    what the frontier wants to know later.
    """

    url: str
    host: str
    kind: Kind
    rank: int = 5
    thread: int | None = None
    origin: int | None = None
    note: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row as it stands: ``at`` is where redirects have led, ``origin`` the row of the user's or a board's link that led here."""

    id: int
    url: str
    at: str
    host: int
    host_name: str
    kind: Kind
    state: int
    rank: int
    tries: int
    hops: int
    round: int
    thread: int | None
    origin: int | None
    note: str
    outcome: str | None
    why: str | None

    @property
    def waits(self) -> bool:
        """Still to be asked for."""
        return self.state == WAITS

    @property
    def done(self) -> bool:
        """Asked for, and answered with a page."""
        return self.state == DONE


class Waits(msgspec.Struct, frozen=True):
    """What a host is owed, as stored."""

    next_at: float = 0.0
    failures: int = 0
    rests: int = 0


class Counts(msgspec.Struct, frozen=True):
    """How many rows stand how."""

    waiting: int
    done: int
    failed: int
    skipped: int


def digest(url: str) -> bytes:
    """Sixteen bytes for an index instead of a hundred; a clash among 10^9 URLs has a chance of 10^-21."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Queue:
    """The rows and hosts of a job. Every method that writes stands inside the job's ``transaction``."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._hosts: dict[str, int] = {}
        self._touched: set[int] = set()

    def flush(self) -> None:
        """At the end of a transaction: sets when the hosts that it touched are next to be asked."""
        for host in self._touched:
            self._base.execute(WAKE, {"h": host})
        self._touched.clear()

    def forget(self) -> None:
        """After a rollback: drops what was remembered of rows that never came to be."""
        self._hosts.clear()
        self._touched.clear()

    def add(self, items: Iterable[Item], round: int = 1) -> int:
        """
        Puts rows in; a URL that is there already is left alone, or asked for again if it was last asked for in an earlier round.

        Gives the number of rows that now wait and did not before.
        """
        added = 0
        for item in items:
            host = self._host(item.host)
            added += self._base.execute(
                "INSERT INTO queue (key, url, host, kind, rank, round, thread, origin, note) VALUES (?,?,?,?,?,?,?,?,?)"
                " ON CONFLICT (key) DO UPDATE SET state = 0, due = 0, tries = 0, hops = 0, at = NULL, host = excluded.host,"
                " rank = excluded.rank, round = excluded.round, kind = excluded.kind, thread = excluded.thread, note = excluded.note,"
                " outcome = NULL, why = NULL"
                " WHERE queue.round < excluded.round",
                (digest(item.url), item.url, host, item.kind, item.rank, round, item.thread, item.origin, item.note),
            ).rowcount
            self._touched.add(host)
        return added

    def _host(self, name: str) -> int:
        found = self._hosts.get(name)
        if found is None:
            self._base.execute("INSERT INTO host (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
            found = int(self._base.execute("SELECT id FROM host WHERE name = ?", (name,)).fetchone()[0])
            if len(self._hosts) >= KEPT_HOSTS:
                self._hosts.clear()
            self._hosts[name] = found
        return found

    def lease(self, now: float, busy: Collection[int] = ()) -> Row | None:
        """The next row that may be asked for at ``now``, of a host that is not ``busy``; nothing is written."""
        hosts = self._base.execute("SELECT id FROM host WHERE wake <= ? ORDER BY wake, id LIMIT ?", (now, len(busy) + 1))
        host = next((h for (h,) in hosts if h not in busy), None)
        if host is None:
            return None
        late = self._base.execute(
            f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.host = ? AND state = 0 AND due > 0 AND due <= ?"
            " ORDER BY due LIMIT 1",
            (host, now),
        ).fetchone()
        found = (
            late
            or self._base.execute(
                f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.host = ? AND state = 0 AND due = 0"
                " ORDER BY rank, q.id LIMIT 1",
                (host,),
            ).fetchone()
        )
        return Row(*found) if found else None

    def next_wake(self, busy: Collection[int] = ()) -> tuple[float, str] | None:
        """When the next host that is not ``busy`` may be asked, and its name; ``None`` when nothing waits but with busy hosts."""
        rows = self._base.execute("SELECT wake, id, name FROM host WHERE wake IS NOT NULL ORDER BY wake, id LIMIT ?", (len(busy) + 1,))
        return next(((float(wake), str(name)) for wake, host, name in rows if host not in busy), None)

    def row(self, url: str) -> Row | None:
        """The row of a URL."""
        found = self._base.execute(f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.key = ?", (digest(url),)).fetchone()
        return Row(*found) if found else None

    def by_id(self, row: int) -> Row | None:
        """The row of a number."""
        found = self._base.execute(f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.id = ?", (row,)).fetchone()
        return Row(*found) if found else None

    def finish(self, row: Row, outcome: str, why: str = "", *, thread: int | None = None) -> None:
        """The row was answered."""
        self._end(row, DONE, outcome, why, thread)

    def fail(self, row: Row, outcome: str, why: str) -> None:
        """The row is given up for this run."""
        self._end(row, FAILED, outcome, why, row.thread)

    def skip(self, row: Row, why: str) -> None:
        """The row is not to be asked for."""
        self._end(row, SKIPPED, "skipped", why, row.thread)

    def _end(self, row: Row, state: int, outcome: str, why: str, thread: int | None) -> None:
        self._base.execute(
            "UPDATE queue SET state = ?, outcome = ?, why = ?, thread = coalesce(?, thread) WHERE id = ?",
            (state, outcome, why, thread, row.id),
        )
        self._touched.add(row.host)

    def retry(self, row: Row, due: float, why: str) -> None:
        """The row is asked for again at ``due``."""
        self._base.execute("UPDATE queue SET due = ?, tries = tries + 1, why = ? WHERE id = ?", (due, why, row.id))
        self._touched.add(row.host)

    def redirect(self, row: Row, to: str, host: str) -> None:
        """The row goes on at another address, perhaps of another host, under that host's manners."""
        self._base.execute(
            "UPDATE queue SET at = ?, hops = hops + 1, host = ?, due = 0, rank = 0 WHERE id = ?", (to, self._host(host), row.id)
        )
        self._touched.add(row.host)
        self._touched.add(self._host(host))

    def again(self, rows: Iterable[Row]) -> None:
        """Ended rows wait once more."""
        for row in rows:
            self._base.execute("UPDATE queue SET state = 0, due = 0, tries = 0, hops = 0, at = NULL WHERE id = ?", (row.id,))
            self._touched.add(row.host)

    def wrong(self) -> Iterator[Row]:
        """All rows that failed or were skipped."""
        rows = self._base.execute(f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.state > 1 ORDER BY q.state, q.id")
        return (Row(*found) for found in rows.fetchall())

    def rows(self, kind: Kind) -> Iterator[Row]:
        """All rows of a kind, in order."""
        for found in self._base.execute(
            f"SELECT {COLUMNS} FROM queue q JOIN host h ON h.id = q.host WHERE q.kind = ? ORDER BY q.id", (kind,)
        ):
            yield Row(*found)

    def counts(self) -> Counts:
        """How many rows stand how."""
        found = dict(self._base.execute("SELECT state, count(*) FROM queue GROUP BY state").fetchall())
        return Counts(*(found.get(state, 0) for state in (WAITS, DONE, FAILED, SKIPPED)))

    def count_kind(self, kind: Kind) -> int:
        """How many rows there are of a kind."""
        return int(self._base.execute("SELECT count(*) FROM queue WHERE kind = ?", (kind,)).fetchone()[0])

    def waits(self, host: int) -> Waits:
        """What a host is owed."""
        found = self._base.execute("SELECT next_at, failures, rests FROM host WHERE id = ?", (host,)).fetchone()
        return Waits(*found) if found else Waits()

    def owe(self, host: int, waits: Waits) -> None:
        """Stores what a host is owed."""
        self._base.execute(
            "UPDATE host SET next_at = ?, failures = ?, rests = ? WHERE id = ?", (waits.next_at, waits.failures, waits.rests, host)
        )
        self._touched.add(host)

    def settle_clock(self, now: float, longest: float) -> None:
        """A new run begins: no wait that was stored is longer than ``longest`` from now, whatever the clock did since."""
        late = now + longest
        self._base.execute("UPDATE host SET next_at = min(next_at, ?), failures = 0, rests = 0", (late,))
        self._base.execute("UPDATE queue SET due = ? WHERE state = 0 AND due > ?", (late, late))
        self._touched.update(host for (host,) in self._base.execute("SELECT DISTINCT host FROM queue WHERE state = 0"))

    def robots(self, site: str) -> tuple[str, float] | None:
        """The stored rules of a site and when they were fetched."""
        found = self._base.execute("SELECT rules, fetched_at FROM robots WHERE site = ?", (site,)).fetchone()
        return (str(found[0]), float(found[1])) if found else None

    def keep_robots(self, site: str, rules: str, now: float) -> None:
        """Stores the rules of a site."""
        self._base.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (site, rules, now))

    def begin_at(self, url: str, row: int) -> None:
        """Remembers a URL that the user gave."""
        self._base.execute("INSERT OR REPLACE INTO start VALUES (?, ?)", (url, row))

    def starts(self) -> list[tuple[str, Row]]:
        """The URLs that the user gave, with their rows."""
        rows = self._base.execute(
            f"SELECT s.url, {COLUMNS} FROM start s JOIN queue q ON q.id = s.row JOIN host h ON h.id = q.host ORDER BY q.id"
        )
        return [(str(url), Row(*found)) for url, *found in rows.fetchall()]
