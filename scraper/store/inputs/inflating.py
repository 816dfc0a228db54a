"""Undoing the compression of files, in streams, never more than asked for; a stream that does not end raises."""

import bz2
import gzip
import importlib
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import IO, Any, cast

from ...errors import InputError

__all__ = ["SPOILED", "head", "open_inflated", "zstd"]

SPOILED = (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error)
"""What reading a cut or spoiled stream raises, whatever the compression."""


FRAME, DICTIONARY, TRAINED = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"\x37\xa4\x30\xec"
"""How a zstd frame, the frame of a WARC's dictionary, and a dictionary begin."""

MAX_DICTIONARY = 64_000_000  # bytes; those of the Archive Team are of 1 to 4 MB


def open_inflated(stream: IO[bytes], squeezed: str | None) -> IO[bytes]:
    """
    The uncompressed bytes of a stream as a stream; members that follow each other are one.

    Reading it raises one of ``SPOILED`` where the bytes are cut or wrong.
    """
    return OPENERS[squeezed](stream) if squeezed else stream


def _gz(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream, mode="rb"))


def _zst(stream: IO[bytes]) -> IO[bytes]:
    """The standard library's reader or its backport: zstandard's own takes a cut frame for its end."""
    module = zstd()
    try:
        return cast(IO[bytes], _Zst(module.ZstdFile(stream, zstd_dict=_dictionary(stream, module)), module.ZstdError))
    except module.ZstdError as error:
        raise OSError(str(error)) from error


def _dictionary(stream: IO[bytes], module: Any) -> Any:
    """
    The dictionary that a WARC's zstd frames need, in a skippable frame before them, itself perhaps compressed; ``None`` without one.

    IIPC, "WARC with Zstandard" 1.0; a dictionary begins with a magic number of its own, and what does not is raw content.
    """
    head = stream.read(8)
    if head[:4] != DICTIONARY or len(head) < 8:
        stream.seek(-len(head), io.SEEK_CUR)
        return None
    size = int.from_bytes(head[4:], "little")
    found = stream.read(size) if size <= MAX_DICTIONARY else b""
    if len(found) < size:
        raise EOFError(f"a dictionary of {size:,} bytes, of which {len(found):,} are there")
    if found.startswith(FRAME):
        found = module.ZstdFile(io.BytesIO(found)).read(MAX_DICTIONARY)
    return module.ZstdDict(found, is_raw=not found.startswith(TRAINED))


def zstd() -> Any:
    """The module for zstd; raises ``InputError`` where it is missing."""
    return _library("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


class _Zst(io.RawIOBase):
    """A zstd stream whose error is one of ``SPOILED``."""

    def __init__(self, inner: Any, error: type[Exception]) -> None:
        self.inner, self.error = inner, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            return int(self.inner.readinto(buffer))
        except self.error as error:
            raise OSError(str(error)) from error


class _Br(io.RawIOBase):
    """Brotli as a stream, its output capped a step, so that 1 KB cannot become 1 GB at one go."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.library = _library("brotli")
        self.engine = self.library.Decompressor()
        self.pending = b""  # the library's limit is a wish: a step may give more

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        out = self.pending
        while not out and not self.engine.is_finished():
            data = self.stream.read(65_536) if self.engine.can_accept_more_data() else b""
            if not data and self.engine.can_accept_more_data():
                raise EOFError("compressed file ended before the end of the stream")
            out = self._step(data, len(buffer))
        size = min(len(out), len(buffer))
        buffer[:size], self.pending = out[:size], out[size:]
        return size

    def _step(self, data: bytes, limit: int) -> bytes:
        try:
            return cast(bytes, self.engine.process(data, output_buffer_limit=limit))
        except self.library.error as error:
            raise OSError(f"not brotli: {error}") from error


OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gz": _gz,
    "zst": lambda stream: io.BufferedReader(cast(io.RawIOBase, _zst(stream)), 131_072),
    "xz": lzma.LZMAFile,
    "bz2": bz2.BZ2File,
    "br": lambda stream: io.BufferedReader(_Br(stream), 131_072),
}


def head(squeezed_head: bytes, squeezed: str, limit: int) -> bytes:
    """The first bytes of a compressed file from its first bytes, at most ``limit``; what a cut leaves of them."""
    out = bytearray()
    try:
        stream = open_inflated(io.BytesIO(squeezed_head), squeezed)
        while len(out) < limit and (step := stream.read(min(4096, limit - len(out)))):
            out += step
    except SPOILED:
        pass
    return bytes(out)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise InputError(f"this compression needs the extra 'compress' (pip install 'forum-scraper[compress]'): no {name}") from error
