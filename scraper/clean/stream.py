"""
The cleaner as a filter: bytes in, bytes out, any size at flat memory, as fast as they come.

A stream is cut into documents (``Split``); a document is what evidence is gathered over. What arrives at one read is handled
as a batch: if the trigger sees nothing in all of it, its documents go out as they came in, else each is cleaned by itself. A document
longer than ``LONGEST`` is cleaned in stretches that end at an empty line or a line end.
"""

import codecs
import gzip
import io
import os
import re
import shutil
import tempfile
import zlib
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from hashlib import sha1
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

import msgspec

from ..errors import InputError
from ..model import Edit
from ..settings import CleanSettings
from .sheet import OFTEN, repeated

__all__ = ["Explain", "Split", "Stats", "clean_file", "clean_stream"]

Split = Literal["file", "line", "blank", "json", "wet"]
"""
What a document is: the whole stream; a line; what stands between empty lines; a field of a JSON object a line; a record of a WET file.
"""

Explain = Callable[[str, tuple[Edit, ...]], object]
"""Told of every document that was changed: its text as it came, and the edits."""

CHUNK = 1 << 18  # bytes asked for at a time; a pipe gives what it has
LONGEST = 1 << 20  # bytes of a document that are held at once
GZIP = b"\x1f\x8b"
ODD = re.compile(rb"[^\x01-\x1a\x1c-\x7f]")  # no ASCII; NUL is UTF-16's, ESC ISO-2022's
SURE = re.compile(rb"(?:[\x01-\x1a\x1c-\x7f]*+(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})[\x80-\xbf]){16}")
"""ASCII with sixteen characters of UTF-8 in it, and nothing else: no other encoding looks so."""
HEAD = re.compile(rb"WARC/1\.[01]\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
LENGTH = re.compile(rb"(?im)^(Content-Length:[ \t]*)(\d+)")
DIGEST = re.compile(rb"(?im)^(WARC-Block-Digest:[ \t]*sha1:)([A-Z2-7]{32})")
EMPTY = re.compile(rb"\n(?:[ \t\r]*\n)+")


class Stats(msgspec.Struct):
    """What a run did: documents seen and changed, edits and code points by reason, bytes in and out."""

    documents: int = 0
    changed: int = 0
    edits: Counter[str] = msgspec.field(default_factory=Counter)
    characters: Counter[str] = msgspec.field(default_factory=Counter)
    read: int = 0
    written: int = 0

    def count(self, edits: tuple[Edit, ...]) -> None:
        """Take a document into the account."""
        self.documents += 1
        self.changed += bool(edits)
        for edit in edits:
            self.edits[edit.reason] += 1
            self.characters[edit.reason] += edit.end - edit.start


def clean_stream(
    source: BinaryIO,
    sink: BinaryIO | None,
    settings: CleanSettings = CleanSettings(),
    *,
    split: Split = "file",
    field: str = "text",
    encoding: str | None = None,
    explain: Explain | None = None,
    stats: Stats | None = None,
) -> Stats:
    r"""
    Clean a stream into another, in UTF-8; a ``sink`` of ``None`` only counts. Packed input (gzip) is unpacked.

    ``encoding`` forces what texts (not JSON, not WET) are read with; else it is told from the first 256 KB.

    >>> out = io.BytesIO()
    >>> clean_stream(io.BytesIO(b'{"id": 7, "text": "in\\u200bvisible"}\n'), out, split="json").changed
    1
    >>> out.getvalue()
    b'{"id":7,"text":"invisible","edits":[{"start":2,"end":3,"reason":"invisible","cut":"\xe2\x80\x8b","put":"","proof":null}]}\n'
    """
    run = _Run(settings, field, explain, stats or Stats())
    chunks = _chunks(source, run.stats)
    if split in ("file", "line", "blank"):
        chunks = _in_utf8(chunks, encoding)
    pieces = {"file": run.texts, "line": run.lines, "blank": run.blanks, "json": run.objects, "wet": run.records}[split](chunks)
    for piece in pieces:
        run.stats.written += len(piece)
        if sink is not None:
            sink.write(piece)
            sink.flush()
    return run.stats


def clean_file(
    path: Path,
    settings: CleanSettings = CleanSettings(),
    *,
    split: Split = "file",
    field: str = "text",
    backup: str | None = None,
    dry_run: bool = False,
    explain: Explain | None = None,
    stats: Stats | None = None,
) -> Stats:
    """
    Clean a file in place: written beside and renamed, so it is never half done; ``backup`` is the suffix of a copy of the old one.

    With ``dry_run`` nothing is written. A file that nothing changes keeps its time. Packed files (gzip) are packed again.
    """
    stats = stats or Stats()
    before = stats.changed
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.") if not dry_run else (-1, "")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    try:
        with path.open("rb") as raw, os.fdopen(handle, "wb") if handle >= 0 else io.BytesIO() as out:
            sink = None if dry_run else gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) if packed else out
            clean_stream(raw, sink, settings, split=split, field=field, explain=explain, stats=stats)  # type: ignore[arg-type]
            if packed and sink is not None:
                sink.close()
        if not dry_run and stats.changed > before:
            shutil.copymode(path, beside)
            if backup:
                shutil.copy2(path, path.with_name(path.name + backup))
            Path(beside).replace(path)
            beside = ""
    finally:
        if beside:
            with suppress(OSError):
                Path(beside).unlink()
    return stats


class _Run:
    """One run over one stream; owns the account of it."""

    def __init__(self, settings: CleanSettings, field: str, explain: Explain | None, stats: Stats) -> None:
        self.settings = settings
        self.field = field
        self.explain = explain
        self.stats = stats

    def clean(self, data: bytes) -> tuple[str, tuple[Edit, ...]]:
        """One document, cleaned and taken into the account."""
        from . import clean

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
                cut = _cut(held)
                yield self.clean(held[:cut])[0].encode("utf-8", "surrogateescape")
                held = held[cut:]
        if held:
            yield self.clean(held)[0].encode("utf-8", "surrogateescape")

    def lines(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Each line a document."""
        for batch in _whole(chunks, b"\n"):
            yield self._batch(batch, batch.splitlines(True) if b"\r" not in batch else [*_split(batch, b"\n")])

    def blanks(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What stands between empty lines a document; the empty lines stay."""
        for batch in _whole(chunks, b"\n\n", LONGEST):
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
        from . import quiet

        return quiet(texts, self.settings) and not any(repeated(d.decode("utf-8", "surrogateescape")) for d in long)

    def objects(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """
        JSON objects, a line each; the text of ``field`` cleaned, ``edits`` added, everything else as it was.

        A line that is no object, or has no such text, goes through as it is.
        """
        for batch in _whole(chunks, b"\n"):
            lines = batch.split(b"\n")
            rows = [self._row(line) if line else None for line in lines]
            texts = [row[self.field] for row in rows if row is not None]
            quiet = self._quiet(texts) and not any(map(repeated, texts))
            yield b"\n".join(line if row is None else self._object(line, row, quiet) for line, row in zip(lines, rows, strict=True))

    def _row(self, line: bytes) -> dict[str, Any] | None:
        """The object of a line, if it has a text to clean."""
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeError):
            return None
        return row if isinstance(row, dict) and isinstance(row.get(self.field), str) else None

    def _object(self, line: bytes, row: dict[str, Any], quiet: bool) -> bytes:
        """A line for its object cleaned; one without edits is not written anew, only ``edits`` is put before its end."""
        from . import Cleaned, clean

        done = Cleaned(row[self.field]) if quiet else clean(row[self.field], self.settings)
        self._account(row[self.field], done.edits)
        if not done.edits and "edits" not in row:
            return line.rstrip()[:-1].rstrip() + b',"edits":[]}'
        return msgspec.json.encode(row | {self.field: done.text, "edits": done.edits})

    def records(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Records of a WET file: conversions cleaned, lengths and digests put right, all else as it was."""
        reader = _Reader(chunks)
        while (head := reader.head()) is not None:
            length = LENGTH.search(head)
            if length is None:
                raise InputError("a WARC record without Content-Length: this is no WET file")
            size = int(length[2])
            if re.search(rb"(?im)^WARC-Type:[ \t]*conversion", head) and size <= 64 * LONGEST:
                body = self.clean(reader.take(size))[0].encode("utf-8", "surrogateescape")
                yield _head(head, body) + body
            else:
                yield head
                yield from reader.pass_on(size)
            yield reader.gap()


def _head(head: bytes, body: bytes) -> bytes:
    """A record's head for another body."""
    head = LENGTH.sub(rb"\g<1>%d" % len(body), head)
    return DIGEST.sub(rb"\g<1>" + b32encode(sha1(body, usedforsecurity=False).digest()), head)


class _Reader:
    """Bytes of a stream by need; owns what was read and not yet taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.held = b""

    def more(self) -> bool:
        """Read on; whether there was anything."""
        chunk = next(self.chunks, b"")
        self.held += chunk
        return bool(chunk)

    def head(self) -> bytes | None:
        """The next record's head, or ``None`` at the end."""
        while (found := HEAD.match(self.held)) is None:
            if len(self.held) > LONGEST or not self.more():
                break
        if found is None:
            if self.held.strip():
                raise InputError(f"not a WARC record: {self.held[:40]!r}")
            return None
        self.held = self.held[found.end() :]
        return found[0]

    def take(self, size: int) -> bytes:
        """So many bytes, fewer at the end of the stream."""
        parts = [self.held]
        have = len(self.held)
        while have < size and (chunk := next(self.chunks, b"")):
            parts.append(chunk)
            have += len(chunk)
        whole = b"".join(parts)
        self.held = whole[size:]
        return whole[:size]

    def pass_on(self, size: int) -> Iterator[bytes]:
        """So many bytes, as they come."""
        while size > 0 and (self.held or self.more()):
            part, self.held = self.held[:size], self.held[size:]
            size -= len(part)
            yield part

    def gap(self) -> bytes:
        """The line ends between two records."""
        while len(self.held) < 4 and self.more():
            pass
        rest = self.held.lstrip(b"\r\n")
        gap = self.held[: len(self.held) - len(rest)]
        self.held = rest
        return gap


def _chunks(source: BinaryIO, stats: Stats) -> Iterator[bytes]:
    """What the source gives, as it gives it; unpacked if it is gzip."""
    read = getattr(source, "read1", source.read)
    first = read(CHUNK)
    if first[:1] == GZIP[:1] and len(first) == 1:
        first += read(CHUNK)
    if first[:2] == GZIP:
        yield from _unpacked(_Again(first, source), stats)
        return
    while first:
        stats.read += len(first)
        yield first
        first = read(CHUNK)


def _unpacked(source: io.RawIOBase, stats: Stats) -> Iterator[bytes]:
    """The same of packed bytes; raises ``InputError`` where they are broken or cut."""
    with gzip.GzipFile(fileobj=source) as unpacked:
        try:
            while part := unpacked.read1(CHUNK):
                stats.read += len(part)
                yield part
        except (zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise InputError(f"the packed bytes are broken: {error}") from error


class _Again(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self.first = first
        self.rest = rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The beginning, then the rest."""
        if self.first:
            part, self.first = (self.first, b"") if size < 0 else (self.first[:size], self.first[size:])
            return part
        return self.rest.read(size)


def _whole(chunks: Iterable[bytes], end: bytes, longest: int | None = None) -> Iterator[bytes]:
    """
    Chunks that end where a document may; one document that is too long is cut at a line.

    Only what a chunk adds is searched, and parts are joined once: a document of 78 MB took 17 s while each chunk was added to the rest.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        seam = parts[-1][-(len(end) - 1) :] if parts and len(end) > 1 else b""  # an end may stand across two chunks
        found = (seam + chunk).rfind(end)
        if found >= 0:
            cut = found - len(seam) + len(end)
            yield b"".join((*parts, chunk[:cut]))
            parts, size = [chunk[cut:]], len(chunk) - cut
            continue
        parts.append(chunk)
        size += len(chunk)
        if longest is not None and size > longest:
            held = b"".join(parts)
            cut = _cut(held)
            yield held[:cut]
            parts, size = [held[cut:]], len(held) - cut
    if size:
        yield b"".join(parts)


def _cut(held: bytes) -> int:
    """Where a long text is best cut: behind the last empty line of a stretch, else the last line, else between characters."""
    for end in (b"\n\n", b"\n", b" "):
        if (cut := held.rfind(end, LONGEST // 2, LONGEST)) >= 0:
            return cut + len(end)
    cut = LONGEST
    while cut > LONGEST - 4 and held[cut] & 0xC0 == 0x80:
        cut -= 1
    return cut


def _split(batch: bytes, end: bytes) -> Iterator[bytes]:
    """A batch at an end, which stays with what stands before it."""
    parts = batch.split(end)
    yield from (part + end for part in parts[:-1])
    if parts[-1]:
        yield parts[-1]


def _in_utf8(chunks: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    """The stream in UTF-8; without an ``encoding`` it is told from its beginning, and UTF-8 stays as it is, broken bytes and all."""
    if encoding is None:
        head = yield from _plain(chunks)
        chunks = chain((head.held,), chunks)
        if head.utf8:
            yield from chunks
            return
        from ..encoding import decode

        encoding = decode(head.seen).charset
    decoder = codecs.getincrementaldecoder(encoding if encoding != "gbk" else "gb18030")("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8")
    yield decoder.decode(b"", True).encode("utf-8")


class _Head(NamedTuple):
    """The beginning of a stream: all of it that tells the encoding, what of it was not yet passed on, whether it is UTF-8."""

    seen: bytes
    held: bytes
    utf8: bool


def _plain(chunks: Iterator[bytes]) -> Generator[bytes, None, _Head]:
    """
    Passes on the ASCII that a stream begins with, then holds what comes until its encoding can be told: a pipe that is slow
    is not kept waiting for 256 KB, and however it is cut the same bytes tell.
    """
    seen, passed = b"", 0
    for chunk in chunks:
        seen += chunk
        if passed == len(seen) - len(chunk) and not ODD.search(chunk):
            yield chunk
            passed = len(seen)
        elif (sure := SURE.match(seen)) or len(seen) >= CHUNK:
            return _Head(seen[:CHUNK], seen[passed:], bool(sure) or _is_utf8(seen[:CHUNK]))
        if passed >= CHUNK:
            return _Head(b"", b"", True)
    return _Head(seen[:CHUNK], seen[passed:], _is_utf8(seen[:CHUNK]))


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, but perhaps for a character that is cut at the end, or nearly so."""
    decoded = data.decode("utf-8", "replace")
    return decoded[:-1].count("\ufffd") * 100 <= len(decoded)
