"""Documents of a stream, cleaned one by one, or passed on together where nothing can be in them."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec

from ...errors import InputError
from ...model import Edit
from ...settings import CleanSettings
from ..sheet import OFTEN, repeated
from .cutting import LONGEST, cut_of, parted, whole
from .stats import Stats
from .wet import LENGTH, Records, new_head

__all__ = ["Explain", "Run"]

Explain = Callable[[str, tuple[Edit, ...]], object]
"""Told of every document that was changed: its text as it came, and the edits."""

EMPTY = re.compile(rb"\n(?:[ \t\r]*\n)+")


class Run:
    """One run over one stream; owns the account of it."""

    def __init__(self, settings: CleanSettings, field: str, explain: Explain | None, stats: Stats) -> None:
        self.settings = settings
        self.field = field
        self.explain = explain
        self.stats = stats

    def clean(self, data: bytes) -> tuple[str, tuple[Edit, ...]]:
        """One document, cleaned and taken into the account."""
        from .. import clean

        text = data.decode("utf-8", "surrogateescape")
        done = clean(text, self.settings)
        self._account(text, done.edits)
        return done.text, done.edits

    def _account(self, text: str, edits: tuple[Edit, ...]) -> None:
        self.stats.count(edits)
        if edits and self.explain is not None:
            self.explain(text, edits)

    def texts(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The stream as one document, in stretches if it is long."""
        held = b""
        for chunk in chunks:
            held += chunk
            while len(held) > LONGEST:
                cut = cut_of(held)
                yield self.clean(held[:cut])[0].encode("utf-8", "surrogateescape")
                held = held[cut:]
        if held:
            yield self.clean(held)[0].encode("utf-8", "surrogateescape")

    def lines(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Each line a document."""
        for batch in whole(chunks, b"\n"):
            yield self._batch(batch, batch.splitlines(True) if b"\r" not in batch else [*parted(batch, b"\n")])

    def blanks(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What stands between empty lines a document; the empty lines stay."""
        for batch in whole(chunks, b"\n\n", LONGEST):
            edges = [0, *(end for m in EMPTY.finditer(batch) if (end := m.end()) < len(batch)), len(batch)]
            yield self._batch(batch, [batch[a:b] for a, b in pairwise(edges)])

    def _batch(self, batch: bytes, documents: list[bytes]) -> bytes:
        """The documents of a batch; if nothing is suspicious in all of it, as they came."""
        if self._quiet([batch.decode("utf-8", "surrogateescape")], (d for d in documents if d.count(b"\n") >= OFTEN)):
            self.stats.documents += len(documents)
            return batch
        return b"".join(map(self._apart, documents))

    def _apart(self, document: bytes) -> bytes:
        """One document, the white space at its end kept."""
        bare = document.rstrip()
        if not bare:
            return document
        return self.clean(bare)[0].encode("utf-8", "surrogateescape") + document[len(bare) :]

    def _quiet(self, texts: list[str], long: Iterable[bytes] = ()) -> bool:
        """Whether no document of a batch can hold anything; ``long`` ones may repeat something at their line ends."""
        from .. import quiet

        return quiet(texts, self.settings) and not any(repeated(d.decode("utf-8", "surrogateescape")) for d in long)

    def objects(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """
        JSON objects, a line each; the text of ``field`` cleaned, ``edits`` added, everything else as it was.

        A line that is no object, or has no such text, goes through as it is.
        """
        for batch in whole(chunks, b"\n"):
            lines = batch.split(b"\n")
            rows = [self._row(line) if line else None for line in lines]
            texts = [row[self.field] for row in rows if row is not None]
            quiet = self._quiet(texts) and not any(map(repeated, texts))
            yield b"\n".join(line if row is None else self._object(line, row, quiet) for line, row in zip(lines, rows, strict=True))

    def _row(self, line: bytes) -> dict[str, Any] | None:
        """The object of a line, if it has a text to clean."""
        try:
            row = msgspec.json.decode(line)
        except (ValueError, RecursionError):
            return None
        return row if isinstance(row, dict) and isinstance(row.get(self.field), str) else None

    def _object(self, line: bytes, row: dict[str, Any], quiet: bool) -> bytes:
        """A line for its object cleaned; one without edits is not written anew, only ``edits`` is put before its end."""
        from .. import Cleaned, clean

        done = Cleaned(row[self.field]) if quiet else clean(row[self.field], self.settings)
        self._account(row[self.field], done.edits)
        if not done.edits and "edits" not in row:
            return line.rstrip()[:-1].rstrip() + b',"edits":[]}'
        return msgspec.json.encode(row | {self.field: done.text, "edits": done.edits})

    def records(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Records of a WET file: conversions cleaned, lengths and digests put right, all else as it was."""
        reader = Records(chunks)
        while (head := reader.head()) is not None:
            length = LENGTH.search(head)
            if length is None:
                raise InputError("a WARC record without Content-Length: this is no WET file")
            size = int(length[2])
            if re.search(rb"(?im)^WARC-Type:[ \t]*conversion", head) and size <= 64 * LONGEST:
                body = self.clean(reader.take(size))[0].encode("utf-8", "surrogateescape")
                yield new_head(head, body) + body
            else:
                yield head
                yield from reader.pass_on(size)
            yield reader.gap()
