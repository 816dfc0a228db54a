"""
SQLite: forums, boards, threads, posts, authors, statistics and edits as tables, and full-text search that finds Chinese.

``SELECT p.* FROM posts_search s JOIN posts p ON p.id = s.rowid WHERE posts_search MATCH '…'``. Chinese and Japanese stand in the
index as runs of one to four characters, so that a word of up to four is found as it is; ``query`` writes longer ones as SQLite
wants them, and words of other scripts stay words.
"""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ...errors import OutputError
from ...files import check_replaceable
from ...model import SCHEMA, Record
from ...urls import split
from .base import Format, Sink, decode_line, encode_line, named, replace
from .threads import key

__all__ = ["SINK", "Sqlite", "grams", "query"]

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE forums (id INTEGER PRIMARY KEY, host TEXT NOT NULL, site TEXT, engine TEXT, engine_version TEXT, UNIQUE (host));
CREATE TABLE boards (id INTEGER PRIMARY KEY, forum INTEGER NOT NULL REFERENCES forums, path TEXT NOT NULL, name TEXT NOT NULL,
    parent INTEGER REFERENCES boards, UNIQUE (forum, path));
CREATE TABLE threads (id INTEGER PRIMARY KEY, forum INTEGER NOT NULL REFERENCES forums, board INTEGER REFERENCES boards,
    key TEXT NOT NULL, thread_id TEXT, url TEXT, title TEXT, pages INTEGER, views INTEGER, replies INTEGER, tags TEXT, UNIQUE (forum, key));
CREATE TABLE authors (id INTEGER PRIMARY KEY, forum INTEGER NOT NULL REFERENCES forums, key TEXT NOT NULL, author_id TEXT, name TEXT,
    url TEXT, avatar TEXT, level TEXT, title TEXT, location TEXT, signature TEXT, registered_at TEXT, last_seen_at TEXT,
    UNIQUE (forum, key));
CREATE TABLE statistics (author INTEGER NOT NULL REFERENCES authors, fetched_at TEXT NOT NULL, label TEXT NOT NULL, key TEXT, value REAL,
    unit TEXT, text TEXT, PRIMARY KEY (author, fetched_at, label)) WITHOUT ROWID;
CREATE TABLE posts (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL REFERENCES threads, author INTEGER REFERENCES authors, post_id TEXT,
    url TEXT, floor INTEGER, floor_label TEXT, posted_at TEXT, posted_raw TEXT, edited_at TEXT, edited_by TEXT, text TEXT NOT NULL,
    reply_to TEXT, online INTEGER, quotes TEXT, code TEXT, images TEXT, links TEXT, attachments TEXT, reactions TEXT, poll TEXT,
    states TEXT, warnings TEXT, source TEXT NOT NULL, fetched_at TEXT, page INTEGER, lang TEXT, hash TEXT);
CREATE TABLE edits (post INTEGER NOT NULL REFERENCES posts, number INTEGER NOT NULL, start INTEGER, end INTEGER, reason TEXT, cut TEXT,
    put TEXT, generator TEXT, seed INTEGER, score REAL, PRIMARY KEY (post, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE posts_search USING fts5 (text, title, author, content = '', tokenize = 'unicode61 remove_diacritics 2');
"""

INDEXES = """
CREATE INDEX posts_by_thread ON posts (thread, floor);
CREATE INDEX posts_by_author ON posts (author);
CREATE INDEX posts_by_time ON posts (posted_at);
CREATE INDEX edits_by_reason ON edits (reason);
"""

HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U000323af]+")
"""Runs of scripts written without blanks, which the tokenizer would take for one word each; Hangul for its endings."""

LONGEST = 4  # characters of a run that stand in the index as one word: the longest usual Chinese word
COMMIT = 20_000  # posts


def grams(text: str) -> str:
    """
    Text as the index takes it: each run of Chinese as all its pieces of one to four characters.

    >>> grams("ab 论坛帖")
    'ab  论 论坛 论坛帖 坛 坛帖 帖 '
    """
    return HAN.sub(lambda run: " " + " ".join(_pieces(run[0])) + " ", text)


def _pieces(run: str) -> Iterator[str]:
    return (run[i : i + n] for i in range(len(run)) for n in range(1, min(LONGEST, len(run) - i) + 1))


def query(words: str) -> str:
    """
    Words as a query of ``posts_search``: all must stand in the post, Chinese of any length.

    >>> query('全文检索引擎 sqlite')
    '"全文检索" "文检索引" "检索引擎" "sqlite"'
    """
    found: list[str] = []
    for word in words.split():
        for part in re.split(f"({HAN.pattern})", word):
            if HAN.fullmatch(part):
                found += [part[i : i + LONGEST] for i in range(max(1, len(part) - LONGEST + 1))]
            elif part.strip('"'):
                found.append(part.replace('"', ""))
    return " ".join(f'"{part}"' for part in found)


class Sqlite(Sink):
    """A database written beside its name, without a journal, as nobody sees it before it is whole."""

    def __init__(self, path: str, extras: Sequence[str] = ()) -> None:
        self.path, self.extras = check_replaceable(path), tuple(extras)
        self.temporary = self.path.with_name(f".{self.path.name}.part")
        self.rows = 0
        self.forums: dict[str, int] = {}
        self.boards: dict[tuple[int, str], int] = {}
        with named(path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.temporary.unlink(missing_ok=True)
        with self._named():
            self.base = sqlite3.connect(self.temporary, isolation_level=None)
        try:
            self._begin()
        except OutputError:
            self.abort()
            raise

    def _begin(self) -> None:
        with self._named():
            self.base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;" + TABLES + "BEGIN;")
            self.base.execute("INSERT INTO about VALUES ('schema', ?)", (str(SCHEMA),))

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        with named(str(self.path)):
            try:
                yield
            except sqlite3.OperationalError as error:  # the disk is full, as SQLite says it
                raise OSError(0, str(error)) from error

    def write(self, record: Record) -> None:
        self.write_lines(encode_line(record))

    def write_lines(self, lines: bytes) -> None:
        for line in lines.splitlines():
            more = msgspec.json.decode(line) if self.extras else {}
            with self._named():
                self._add(decode_line(line), more.get("lang"), more.get("hash"))
            self.rows += 1
            if self.rows % COMMIT == 0:
                with self._named():
                    self.base.execute("COMMIT")
                    self.base.execute("BEGIN")

    def _add(self, record: Record, lang: str | None, known: str | None) -> None:
        forum = self._forum(record)
        thread = self._thread(forum, record)
        author = self._author(forum, record)
        post = self._post(record, thread, author, lang, known)
        self.base.execute(
            "INSERT INTO posts_search (rowid, text, title, author) VALUES (?, ?, ?, ?)",
            (
                post,
                *(grams(clean(text) or "") for text in (record.text, record.thread.title if record.floor == 1 else "", record.author.name)),
            ),
        )
        self.base.executemany(
            "INSERT INTO edits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    post,
                    i,
                    e.start,
                    e.end,
                    e.reason,
                    clean(e.cut),
                    clean(e.put),
                    *((p.generator, p.seed, p.score) if (p := e.proof) else (None,) * 3),
                )
                for i, e in enumerate(record.edits)
            ),
        )

    def _forum(self, record: Record) -> int:
        thread = record.thread
        host = split(thread.url or record.url).netloc or thread.site or ""
        if host not in self.forums:
            self.forums[host] = self._insert(
                "forums", ("host", "site", "engine", "engine_version"), (host, thread.site, thread.engine, thread.engine_version)
            )
        return self.forums[host]

    def _board(self, forum: int, names: Sequence[str]) -> int | None:
        parent: int | None = None
        for i, name in enumerate(names):
            path = " > ".join(names[: i + 1])
            if (forum, path) not in self.boards:
                self.boards[forum, path] = self._insert("boards", ("forum", "path", "name", "parent"), (forum, path, name, parent))
            parent = self.boards[forum, path]
        return parent

    def _thread(self, forum: int, record: Record) -> int:
        thread = record.thread
        values = (thread.id, thread.url, thread.title, thread.pages, thread.views, thread.replies, encoded(thread.tags))
        names = ("thread_id", "url", "title", "pages", "views", "replies", "tags")
        return self._keep("threads", forum, key(record)[1], ("board", *names), (self._board(forum, thread.board), *values))

    def _author(self, forum: int, record: Record) -> int | None:
        author = record.author
        known = author.id or author.name
        if not known:
            return None
        names = ("name", "url", "avatar", "level", "title", "location", "signature", "registered_at", "last_seen_at")
        number = self._keep("authors", forum, known, ("author_id", *names), (author.id, *(getattr(author, name) for name in names)))
        self.base.executemany(
            "INSERT OR IGNORE INTO statistics VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, record.fetched_at or "", clean(s.label), s.key, s.value, clean(s.unit), clean(s.text)) for s in author.stats),
        )
        return number

    def _post(self, record: Record, thread: int, author: int | None, lang: str | None, known: str | None) -> int:
        plain = (
            "url",
            "floor",
            "floor_label",
            "posted_at",
            "posted_raw",
            "edited_at",
            "edited_by",
            "text",
            "reply_to",
            "source",
            "fetched_at",
        )
        nested = ("quotes", "code", "images", "links", "attachments", "reactions", "poll", "states", "warnings")
        values = (*(getattr(record, name) for name in plain), *(encoded(getattr(record, name)) for name in nested))
        also = (thread, author, record.id, record.author.online, record.thread.page, lang, known)
        return self._insert("posts", (*plain, *nested, "thread", "author", "post_id", "online", "page", "lang", "hash"), (*values, *also))

    def _insert(self, table: str, names: Sequence[str], values: Sequence[Any]) -> int:
        marks = ", ".join("?" * len(names))
        return int(
            self.base.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [clean(v) for v in values]).lastrowid or 0
        )

    def _keep(self, table: str, forum: int, known: str, names: Sequence[str], values: Sequence[Any]) -> int:
        """A row found by its forum and key, or made; what a later page says wins over nothing and over what an earlier one said."""
        marks = ", ".join("?" * (len(names) + 2))
        newer = ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in names)
        statement = f"INSERT INTO {table} (forum, key, {', '.join(names)}) VALUES ({marks}) ON CONFLICT DO UPDATE SET {newer} RETURNING id"
        return int(self.base.execute(statement, [forum, clean(known), *(clean(v) for v in values)]).fetchone()[0])

    def close(self) -> None:
        with self._named():
            self.base.execute("INSERT INTO posts_search (posts_search) VALUES ('optimize')")
            self.base.execute("COMMIT")
            self.base.executescript(INDEXES + "PRAGMA optimize;")
            self.base.close()
            number = os.open(self.temporary, os.O_RDONLY)
            os.fsync(number)
            os.close(number)
            replace(self.temporary, self.path)

    def abort(self) -> None:
        self.base.close()
        with contextlib.suppress(OSError):
            self.temporary.unlink()


def clean(value: Any) -> Any:
    """Text as SQLite can keep it: a lone surrogate is no character."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def encoded(value: Any) -> str | None:
    """What is nested as JSON; nothing for what is empty."""
    return msgspec.json.encode(value).decode() if value else None


SINK = Format(name="sqlite", ends=(".sqlite", ".sqlite3", ".db"), open=Sqlite)
