"""
The tables of a job file, and the steps from older ones.

``PRAGMA user_version`` carries the schema's number; a file of an older one is brought up step by step inside one transaction,
a file of a newer one is refused by name.
"""

import sqlite3

from ..errors import InputError

__all__ = ["VERSION", "prepare"]

MAGIC = 0x46534A31  # "FSJ1" as SQLite's application_id, so that `file` and we know a job from any other database

FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;

CREATE TABLE host (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,             -- host, with the port where it is not the web's own
    wake REAL,                             -- when the next row may be asked for; NULL where none waits
    next_at REAL NOT NULL DEFAULT 0,       -- no request before
    failures INTEGER NOT NULL DEFAULT 0,   -- in a row
    rests INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX host_wake ON host (wake) WHERE wake IS NOT NULL;

CREATE TABLE robots (
    site TEXT PRIMARY KEY,                 -- scheme, host and port
    rules TEXT NOT NULL,
    fetched_at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,              -- digest of the URL
    url TEXT NOT NULL,
    at TEXT,                               -- where redirects have led so far
    host INTEGER NOT NULL REFERENCES host (id),
    kind TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,      -- 0 waits, 1 done, 2 failed, 3 skipped
    rank INTEGER NOT NULL,                 -- lower first
    due REAL NOT NULL DEFAULT 0,           -- a retry's time; 0 means at once
    tries INTEGER NOT NULL DEFAULT 0,
    hops INTEGER NOT NULL DEFAULT 0,
    round INTEGER NOT NULL,                -- of updates; the first is 1
    thread INTEGER REFERENCES thread (id),
    origin INTEGER,                        -- the row that the user or a board's list gave
    note TEXT NOT NULL DEFAULT '',
    outcome TEXT,
    why TEXT
);
CREATE INDEX queue_ready ON queue (host, rank, id) WHERE state = 0 AND due = 0;
CREATE INDEX queue_late ON queue (host, due) WHERE state = 0 AND due > 0;
CREATE INDEX queue_wrong ON queue (state, id) WHERE state > 1;

CREATE TABLE start (
    url TEXT PRIMARY KEY,                  -- as the user gave it, without login
    row INTEGER NOT NULL REFERENCES queue (id)
) WITHOUT ROWID;

CREATE TABLE thread (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    origin INTEGER NOT NULL,
    round INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    walk TEXT NOT NULL
);
CREATE INDEX thread_origin ON thread (origin, id);
CREATE INDEX thread_open ON thread (id) WHERE done = 0;

CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    row INTEGER NOT NULL REFERENCES queue (id),
    thread INTEGER,
    round INTEGER NOT NULL,
    url TEXT NOT NULL,                     -- where the page was found, after redirects
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    request TEXT NOT NULL,                 -- headers as JSON pairs; cookies and authorisation are never kept
    headers TEXT NOT NULL,
    address TEXT,
    coding TEXT NOT NULL,                  -- as received
    packed INTEGER NOT NULL,               -- 1 where we compressed it for keeping
    sha1 BLOB NOT NULL,                    -- of the body as received
    body BLOB NOT NULL
);
CREATE INDEX capture_row ON capture (row, id);

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL REFERENCES thread (id),
    key TEXT NOT NULL,
    floor INTEGER,
    capture INTEGER NOT NULL,              -- where its present version stands
    round INTEGER NOT NULL,                -- when it was last seen
    gone_at TEXT,
    UNIQUE (thread, key)
);

CREATE TABLE version (
    post INTEGER NOT NULL REFERENCES post (id),
    capture INTEGER NOT NULL,              -- an earlier version of the post stands there
    PRIMARY KEY (post, capture)
) WITHOUT ROWID;

CREATE TABLE file (
    row INTEGER PRIMARY KEY REFERENCES queue (id),
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL
);
"""

STEPS = (FIRST,)
"""One script for each version, oldest first."""

VERSION = len(STEPS)


def prepare(base: sqlite3.Connection, name: str) -> None:
    """Brings a database to the present schema; ``InputError`` where it is no job or comes from a later version of us."""
    version = base.execute("PRAGMA user_version").fetchone()[0]
    magic = base.execute("PRAGMA application_id").fetchone()[0]
    if magic != MAGIC and (version or base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]):
        raise InputError(f"{name}: is a database, but no job of this program")
    if version > VERSION:
        raise InputError(f"{name}: was written by a later version of this program (schema {version}, this one knows {VERSION}); update it")
    if version < VERSION:
        migrate(base, version)


def migrate(base: sqlite3.Connection, version: int) -> None:
    """All steps after ``version``, in one transaction: a kill here leaves the file as it was."""
    base.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[version:]:
            for statement in step.strip().removesuffix(";").split(";\n"):
                base.execute(statement)
        base.execute(f"PRAGMA user_version = {VERSION}")
        base.execute(f"PRAGMA application_id = {MAGIC}")
        base.execute("COMMIT")
    except BaseException:
        base.execute("ROLLBACK")
        raise
