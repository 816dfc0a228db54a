"""What is fuzzed, each with its seeds and with what must hold whatever the bytes."""

import contextlib
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from scraper import clean, dates, encoding, restore
from scraper.engines.toml import engine_from
from scraper.errors import ScraperError
from scraper.model import Capture, Page, Record
from scraper.pipeline import extract
from scraper.settings import PRESETS, ReadSettings

__all__ = ["TARGETS", "Target"]

FIXTURES = Path(__file__).parent.parent / "fixtures"
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)?)?)?")
DECODER = msgspec.json.Decoder(Record)


class Target(msgspec.Struct, frozen=True):
    """Seeds to spoil, and the check of one spoiled body; it raises where something does not hold."""

    seeds: Sequence[bytes]
    check: Callable[[bytes], None]


def seeds(pattern: str) -> list[bytes]:
    """The fixtures that fit a pattern, never none."""
    return [path.read_bytes() for path in sorted(FIXTURES.glob(pattern)) if path.is_file()] or [b"<p>1</p>"]


def whole(page: Page) -> None:
    """A page's records can be written and read back, and their times are times."""
    for record in page.posts:
        line = msgspec.json.encode(record)
        assert DECODER.decode(line) == record
        line.decode("utf-8")
        for time in (record.posted_at, record.edited_at, record.author.registered_at, record.author.last_seen_at):
            assert time is None or ISO.fullmatch(time), time
        before = restore(record.text, record.edits)
        assert restore(record.text, record.edits) == before
        assert all(edit.start < edit.end for edit in record.edits)


def page(body: bytes) -> None:
    """Any page, by whatever engine claims it, twice: the same records."""
    capture = Capture(source="x", body=body, url="https://bbs.example/read.php?tid=1&page=2", fetched_at="2024-05-06T07:08:09Z")
    first = extract(capture)
    whole(first)
    assert extract(capture) == first


def generic(body: bytes) -> None:
    """The same by the reader for forums nobody named."""
    whole(extract(Capture(source="x", body=body, url="https://x.example/"), ReadSettings(engine="generic")))


def dump(body: bytes) -> None:
    """Plain text, read back into posts."""
    whole(extract(Capture(source="x", body=b"x " + body.replace(b"<", b"(")), ReadSettings()))


def decoded(body: bytes) -> None:
    """Decoding never fails, with any label."""
    for label in (None, "gbk", "utf-16", body[:12].decode("latin-1")):
        assert isinstance(encoding.decode(body, forced=label).text, str)


def dated(body: bytes) -> None:
    """Times are ISO 8601 or nothing, the same twice."""
    text = body[:120].decode("utf-8", "replace")
    for order in ("ymd", "mdy"):
        found = dates.parse(text, now="2024-05-06T07:08:09Z", order=order, timezone="+08:00")
        assert found is None or ISO.fullmatch(found), (text, found)
        assert dates.parse(text, now="2024-05-06T07:08:09Z", order=order, timezone="+08:00") == found


def cleaned(body: bytes) -> None:
    """What is cut can be put back, and clean text stays as it is."""
    text = body.decode("utf-8", "replace")
    for settings in PRESETS.values():
        done = clean(text, settings)
        assert restore(done.text, done.edits) == text
        assert clean(done.text, settings).text == done.text


def toml(body: bytes) -> None:
    """An engine's file is read or its mistake is named."""
    with contextlib.suppress(tomllib.TOMLDecodeError, ScraperError):
        engine_from(tomllib.loads(body.decode("utf-8", "replace")))


ENGINE = b"""name = "lark"
claims = ["article.msg"]
post = "article.msg"
body = ".b"
post_id = { attr = "id", pattern = 'msg-(\\d+)' }
pairs = { row = "li", label = "b", value = "i" }
[marks]
quote = "blockquote"
"""

PAGES = [seed for seed in seeds("engines/*/*/page.*") if len(seed) < 60_000]
TEXTS = [b"The first line of it. OSlvwH%(EE \nThe second line of it. {K <iih \nThe third. wt)hs x\n", *PAGES[::7]]
TARGETS: dict[str, Target] = {
    "page": Target(PAGES, page),
    "generic": Target(PAGES, generic),
    "dump": Target(TEXTS, dump),
    "encoding": Target(PAGES[::3], decoded),
    "dates": Target(
        ["昨天 12:30".encode(), b"Jan 06, 2021, 10:14 PM", b"3 hours ago", b"2013-4-11 09:17 PM", "民國113年1月2日".encode()], dated
    ),
    "clean": Target(TEXTS, cleaned),
    "toml": Target([ENGINE], toml),
}
