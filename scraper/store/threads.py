"""
Threads and posts of a job: which posts are known, where their present and earlier versions stand, and how far each thread was walked.

No text is kept here: a post is its key, its floor and the number of the capture that shows it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

__all__ = ["Known", "StoredFile", "Threads", "Walked"]


class Walked(msgspec.Struct, frozen=True):
    """A thread as stored: ``walk`` is the frontier's own text."""

    id: int
    key: str
    origin: int
    round: int
    done: bool
    walk: str


class StoredFile(msgspec.Struct, frozen=True):
    """A downloaded file: its address, name in the folder, size in bytes, SHA-256 in hex and type."""

    url: str
    path: str
    size: int
    sha256: str
    kind: str


FILE = "q.url, f.path, f.size, f.sha256, f.kind FROM file f JOIN queue q ON q.id = f.row"


class Known(msgspec.Struct, frozen=True):
    """A post as stored."""

    id: int
    key: str
    floor: int | None
    capture: int
    round: int
    gone_at: str | None


def _walked(found: tuple[int, str, int, int, int, str]) -> Walked:
    id, key, origin, round, done, walk = found
    return Walked(id, key, origin, round, bool(done), walk)


class Threads:
    """The threads and posts of a job. Every method that writes stands inside the job's ``transaction``."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def find(self, key: str) -> Walked | None:
        """The thread of a key."""
        return self._one("key = ?", key)

    def get(self, thread: int) -> Walked | None:
        """The thread of a number."""
        return self._one("id = ?", thread)

    def _one(self, where: str, value: object) -> Walked | None:
        found = self._base.execute(f"SELECT id, key, origin, round, done, walk FROM thread WHERE {where}", (value,)).fetchone()
        return _walked(found) if found else None

    def add(self, key: str, origin: int, round: int, walk: str) -> int:
        """A new thread; gives its number."""
        done = self._base.execute("INSERT INTO thread (key, origin, round, walk) VALUES (?,?,?,?)", (key, origin, round, walk))
        return int(done.lastrowid or 0)

    def save(self, thread: int, walk: str, *, done: bool, round: int) -> None:
        """How far the thread was walked."""
        self._base.execute("UPDATE thread SET walk = ?, done = ?, round = ? WHERE id = ?", (walk, done, round, thread))

    def all(self) -> Iterator[Walked]:
        """Every thread, in the order in which the user's URLs and the boards name them."""
        after = (-1, -1)
        sql = "SELECT id, key, origin, round, done, walk FROM thread WHERE (origin, id) > (?, ?) ORDER BY origin, id LIMIT 100"
        while rows := self._base.execute(sql, after).fetchall():
            for found in rows:
                yield _walked(found)
            after = (rows[-1][2], rows[-1][0])

    def next_after(self, thread: int) -> Walked | None:
        """The thread that was found next after another one."""
        found = self._base.execute(
            "SELECT id, key, origin, round, done, walk FROM thread WHERE id > ? ORDER BY id LIMIT 1", (thread,)
        ).fetchone()
        return _walked(found) if found else None

    def known(self, thread: int, keys: Sequence[str]) -> dict[str, Known]:
        """Those of ``keys`` that are posts of the thread already."""
        found: dict[str, Known] = {}
        for at in range(0, len(keys), 500):
            part = keys[at : at + 500]
            sql = f"SELECT key, id, key, floor, capture, round, gone_at FROM post WHERE thread = ? AND key IN ({','.join('?' * len(part))})"
            found.update((key, Known(*rest)) for key, *rest in self._base.execute(sql, (thread, *part)))
        return found

    def add_posts(self, thread: int, posts: Iterable[tuple[str, int | None]], capture: int, round: int) -> None:
        """New posts, by key and floor, that stand in a capture."""
        self._base.executemany(
            "INSERT INTO post (thread, key, floor, capture, round) VALUES (?,?,?,?,?)",
            [(thread, key, floor, capture, round) for key, floor in posts],
        )

    def seen(self, posts: Iterable[tuple[int, int | None]], round: int) -> None:
        """Known posts, by number, were seen again, at these floors."""
        self._base.executemany(
            "UPDATE post SET round = ?, floor = ?, gone_at = NULL WHERE id = ?", [(round, floor, post) for post, floor in posts]
        )

    def move(self, post: Known, capture: int, *, edited: bool) -> None:
        """A known post's present version stands in another capture now; where it was ``edited`` the earlier one is kept as a version."""
        if edited:
            self._base.execute("INSERT OR IGNORE INTO version VALUES (?, ?)", (post.id, post.capture))
        self._base.execute("UPDATE post SET capture = ? WHERE id = ?", (capture, post.id))

    def mark_gone(self, thread: int, round: int, when: str) -> int:
        """Marks the posts that a whole walk of this round did not see; gives their number."""
        done = self._base.execute("UPDATE post SET gone_at = ? WHERE thread = ? AND round < ? AND gone_at IS NULL", (when, thread, round))
        return done.rowcount

    def posts(self, thread: int, after: int = 0) -> Iterator[Known]:
        """The posts of a thread in the order of reading."""
        sql = "SELECT id, key, floor, capture, round, gone_at FROM post WHERE thread = ? AND id > ? ORDER BY id LIMIT 500"
        while rows := self._base.execute(sql, (thread, after)).fetchall():
            yield from (Known(*found) for found in rows)
            after = rows[-1][0]

    def in_order(self, thread: int) -> list[Known]:
        """The posts of a thread by floor where every one has its own, else in the order of reading."""
        rows = self._base.execute("SELECT id, key, floor, capture, round, gone_at FROM post WHERE thread = ? ORDER BY id", (thread,))
        posts = [Known(*found) for found in rows]
        floors = [p.floor for p in posts if p.floor is not None and p.gone_at is None]
        whole = len(floors) == len(set(floors)) and all(p.floor is not None for p in posts)
        return sorted(posts, key=lambda p: (p.floor or 0, p.gone_at is None, p.id)) if whole else posts

    def versions(self, post: int) -> list[int]:
        """The captures of a post's earlier versions, oldest first."""
        return [int(c) for (c,) in self._base.execute("SELECT capture FROM version WHERE post = ? ORDER BY capture", (post,))]

    def count(self, thread: int | None = None) -> int:
        """How many posts are known, gone ones left out."""
        where, values = ("AND thread = ?", (thread,)) if thread is not None else ("", ())
        return int(self._base.execute(f"SELECT count(*) FROM post WHERE gone_at IS NULL {where}", values).fetchone()[0])

    def floors(self, thread: int) -> list[int]:
        """The floors of a thread's posts, in order."""
        rows = self._base.execute(
            "SELECT floor FROM post WHERE thread = ? AND gone_at IS NULL AND floor IS NOT NULL ORDER BY floor", (thread,)
        )
        return [int(f) for (f,) in rows]

    def keep_file(self, row: int, path: str, size: int, sha256: str, kind: str) -> None:
        """A file that was downloaded for a row."""
        self._base.execute("INSERT OR REPLACE INTO file VALUES (?,?,?,?,?)", (row, path, size, sha256, kind))

    def file(self, row: int) -> StoredFile | None:
        """A row's file."""
        found = self._base.execute(f"SELECT {FILE} WHERE f.row = ?", (row,)).fetchone()
        return StoredFile(*found) if found else None

    def files(self) -> Iterator[StoredFile]:
        """Every file that was downloaded."""
        return (StoredFile(*found) for found in self._base.execute(f"SELECT {FILE} ORDER BY f.row"))
