"""Bytes of a stream as they come: unpacked, and in UTF-8."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Generator, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from ...encoding import FIRST_BYTES, SIGNATURE, canonical, codec, decode, looks_binary
from ...errors import InputError
from .stats import Stats

__all__ = ["CHUNK", "GZIP", "chunks_of", "in_utf8", "texts_of"]

CHUNK = 1 << 18  # bytes asked for at a time; a pipe gives what it has
GZIP = b"\x1f\x8b"
ODD = re.compile(rb"[^\x01-\x1a\x1c-\x7f]")  # no ASCII; NUL is UTF-16's, ESC ISO-2022's
SURE = re.compile(rb"(?:[\x01-\x1a\x1c-\x7f]*+(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})[\x80-\xbf]){16}")
"""ASCII with sixteen characters of UTF-8 in it, and nothing else: no other encoding looks so."""


CONTROL = bytes({*range(32)} - {*b"\t\n\f\r\x1b"})
# Share of a file's bytes: 0.11 in packed and random bytes, more in programs; 0.05 where a generator's string ends every line.
CONTROLS = 0.08
WAITED_FOR = FIRST_BYTES | {*b"W"}  # what is refused may begin so: WARC too
NO_TEXT = "is no text but {}: nothing in it can be cleaned"


def texts_of(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks, if they are of a text. Raises ``InputError`` for what is known by its first bytes as something else."""
    first = _beginning(chunks)
    if known := looks_binary(first):
        raise InputError(NO_TEXT.format(f"a {known}"))
    if first.startswith(b"WARC/"):
        raise InputError("is a WARC file, whose records say their lengths: --split wet cleans a WET file, 'scraper extract' reads pages")
    yield first
    yield from chunks


def _beginning(chunks: Iterator[bytes]) -> bytes:
    """The first bytes, so many that what they are can be told; a line that is plainly text is not kept waiting for more."""
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= SIGNATURE or (b"\n" in first and first[0] not in WAITED_FOR):
            break
    return first


def _controls(data: bytes) -> float:
    """The share of control characters that no text has."""
    return 1 - len(data.translate(None, CONTROL)) / max(1, len(data))


def chunks_of(source: BinaryIO, stats: Stats) -> Iterator[bytes]:
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


def in_utf8(chunks: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    """The stream in UTF-8; without an ``encoding`` it is told from its beginning, and UTF-8 stays as it is, broken bytes and all."""
    if encoding is None:
        head = yield from _plain(chunks)
        chunks = chain((head.held,), chunks)
        if head.utf8:
            yield from chunks
            return
        encoding = decode(head.seen).charset
        if not encoding.startswith("utf-16") and _controls(head.seen) > CONTROLS:
            raise InputError(NO_TEXT.format("binary data"))
    decoder = codecs.getincrementaldecoder(codec(canonical(encoding) or encoding))("replace")
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
