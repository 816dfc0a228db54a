"""Pages: by whatever engine claims them, by the generic reader, as plain text."""

import re

import msgspec

from scraper import restore
from scraper.model import Capture, Record, ThreadPage
from scraper.pipeline import read, records
from scraper.settings import ReadSettings

__all__ = ["dump", "generic", "page"]

ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)?)?)?")
DECODER = msgspec.json.Decoder(Record)
GENERIC = ReadSettings(engine="generic")


def whole(capture: Capture, settings: ReadSettings = ReadSettings()) -> list[Record]:
    """A page's records: they can be written and read back, give their bodies back, and their times are times."""
    found = read(capture, settings)
    if not isinstance(found, ThreadPage):
        msgspec.json.encode(found).decode("utf-8")
        return []
    made = list(records(found, capture))
    for post, record in zip(found.posts, made, strict=True):
        assert restore(record.text, record.edits) == post.body
        for raw, quote in zip(post.quotes, record.quotes, strict=True):
            assert restore(quote.text, quote.edits) == raw.body
        kept(record)
    return made


def kept(record: Record) -> None:
    """What holds of one record."""
    line = msgspec.json.encode(record)
    assert DECODER.decode(line) == record
    line.decode("utf-8")
    for time in (record.posted_at, record.edited_at, record.author.registered_at, record.author.last_seen_at):
        assert time is None or ISO.fullmatch(time), time
    assert all(edit.start < edit.end for edit in record.edits)


def page(capture: Capture) -> None:
    """Any page, by whatever engine claims it, twice: the same records."""
    assert whole(capture) == whole(capture)


def generic(capture: Capture) -> None:
    """The same by the reader for forums nobody named."""
    whole(capture, GENERIC)


def dump(capture: Capture) -> None:
    """Plain text, read back into posts."""
    whole(msgspec.structs.replace(capture, body=b"x " + capture.body.replace(b"<", b"("), engine=None))
