"""The one Arrow schema of records: fixed, nested, its version in its metadata; a test holds it and ``model.Record`` together."""

from collections.abc import Sequence
from typing import Any

from ...errors import UsageError
from ...model import SCHEMA

__all__ = ["EXTRAS", "arrow", "schema"]

EXTRAS = ("lang", "hash")
"""Columns that stand behind the others when asked for, in this order."""

TEXT, NUMBER, REAL, TRUTH = "text", "number", "real", "truth"

EDITS = [
    {"start": NUMBER, "end": NUMBER, "reason": TEXT, "cut": TEXT, "put": TEXT, "proof": {"generator": TEXT, "seed": NUMBER, "score": REAL}}
]
REACTIONS = [{"label": TEXT, "count": NUMBER}]

RECORD = {
    "schema": NUMBER,
    "source": TEXT,
    "fetched_at": TEXT,
    "url": TEXT,
    "id": TEXT,
    "floor": NUMBER,
    "floor_label": TEXT,
    "thread": {
        "id": TEXT,
        "url": TEXT,
        "title": TEXT,
        "board": [TEXT],
        "site": TEXT,
        "engine": TEXT,
        "engine_version": TEXT,
        "charset": TEXT,
        "page": NUMBER,
        "pages": NUMBER,
        "next_url": TEXT,
        "views": NUMBER,
        "replies": NUMBER,
        "tags": [TEXT],
    },
    "author": {
        "name": TEXT,
        "id": TEXT,
        "url": TEXT,
        "avatar": TEXT,
        "level": TEXT,
        "title": TEXT,
        "location": TEXT,
        "signature": TEXT,
        "online": TRUTH,
        "registered_at": TEXT,
        "last_seen_at": TEXT,
        "stats": [{"key": TEXT, "label": TEXT, "value": REAL, "unit": TEXT, "text": TEXT}],
    },
    "posted_at": TEXT,
    "posted_raw": TEXT,
    "edited_at": TEXT,
    "edited_by": TEXT,
    "text": TEXT,
    "quotes": [{"author": TEXT, "post_id": TEXT, "text": TEXT, "edits": EDITS}],
    "code": [TEXT],
    "images": [TEXT],
    "links": [TEXT],
    "attachments": [{"name": TEXT, "url": TEXT, "size": TEXT, "path": TEXT, "sha256": TEXT}],
    "reactions": REACTIONS,
    "poll": {"question": TEXT, "options": REACTIONS},
    "reply_to": TEXT,
    "states": [TEXT],
    "edits": EDITS,
    "warnings": [TEXT],
}
"""The record's fields in their order: a dict is a struct, a list of one a list."""


def arrow() -> Any:
    """The Arrow library. Raises ``UsageError`` where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError("Parquet and Arrow need the extra 'parquet' (pip install 'forum-scraper[parquet]')") from error
    return pyarrow


def schema(extras: Sequence[str] = ()) -> Any:
    """The schema as Arrow has it, with the columns of the extras asked for."""
    pa = arrow()
    kinds = {TEXT: pa.string(), NUMBER: pa.int64(), REAL: pa.float64(), TRUTH: pa.bool_()}

    def kind(said: Any) -> Any:
        if isinstance(said, dict):
            return pa.struct([pa.field(name, kind(inner)) for name, inner in said.items()])
        return pa.list_(kind(said[0])) if isinstance(said, list) else kinds[said]

    fields = {**RECORD, **{name: TEXT for name in EXTRAS if name in extras}}
    return pa.schema(
        [pa.field(name, kind(said)) for name, said in fields.items()],
        metadata={"forum-scraper.schema": str(SCHEMA)},
    )
