"""Texts: decoded, dated, cleaned whole and cleaned as a stream."""

import io
from random import Random
from typing import get_args
from zlib import crc32

from scraper import clean, dates, encoding, restore
from scraper.clean.stream import Split, clean_stream
from scraper.errors import InputError
from scraper.model import Capture
from scraper.settings import PRESETS

from .reading import ISO

__all__ = ["Drops", "cleaned", "dated", "decoded", "streamed"]

NOW = "2024-05-06T07:08:09Z"
SPLITS: tuple[Split, ...] = get_args(Split)


def decoded(capture: Capture) -> None:
    """Decoding never fails, with any label."""
    for label in (None, "gbk", "utf-16", capture.body[:12].decode("latin-1")):
        assert isinstance(encoding.decode(capture.body, forced=label, headers=capture.headers).text, str)


def dated(capture: Capture) -> None:
    """Times are ISO 8601 or nothing, the same twice."""
    text = capture.body[:120].decode("utf-8", "replace")
    for order in ("ymd", "mdy"):
        found = dates.parse(text, now=NOW, order=order, timezone="+08:00")
        assert found is None or ISO.fullmatch(found), (text, found)
        assert dates.parse(text, now=NOW, order=order, timezone="+08:00") == found


def cleaned(capture: Capture) -> None:
    """What is cut can be put back, and clean text stays as it is."""
    text = capture.body.decode("utf-8", "replace")
    for settings in PRESETS.values():
        done = clean(text, settings)
        assert restore(done.text, done.edits) == text
        assert clean(done.text, settings).text == done.text


class Drops(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.chance = Random(len(data))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = min(self.chance.randint(1, 900), size) if size > 0 else self.chance.randint(1, 900)
        part, self.data = self.data[:size], self.data[size:]
        return part


def streamed(capture: Capture) -> None:
    """However a stream arrives, the same comes out; the way it is cut into documents follows from its bytes."""
    split = SPLITS[crc32(capture.body) % len(SPLITS)]
    assert _streamed(io.BytesIO(capture.body), split) == _streamed(Drops(capture.body), split)


def _streamed(source: io.IOBase, split: Split) -> bytes | str:
    out = io.BytesIO()
    try:
        clean_stream(source, out, split=split)  # type: ignore[arg-type]
    except InputError as error:
        return str(error)
    return out.getvalue()
