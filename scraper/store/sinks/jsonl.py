"""JSON Lines: one record a line, UTF-8; ``.gz`` and ``.zst`` are compressed on the way."""

import gzip
import io
from collections.abc import Sequence
from typing import IO, Any, cast

from ...errors import UsageError
from ...model import Record
from .base import Format, Sink, Target, encode_line, named

__all__ = ["SINK", "JsonLines"]

GZIP_LEVEL = 6
ZSTD_LEVEL = 3


class JsonLines(Sink):
    """Lines of JSON to a file or to standard output, which gets whole lines only."""

    def __init__(self, path: str, extras: Sequence[str] = ()) -> None:
        self.target = Target(path)
        self.stream: IO[bytes] | Target = _squeezed(self.target, path)

    def write(self, record: Record) -> None:
        self.write_lines(encode_line(record))

    def write_lines(self, lines: bytes) -> None:
        with named(self.target.path):
            self.stream.write(lines)

    def close(self) -> None:
        with named(self.target.path):
            if self.stream is not self.target:
                self.stream.close()
        self.target.close()

    def abort(self) -> None:
        self.target.abort()
        if self.stream is not self.target:
            self.stream.close()


def _squeezed(target: Target, path: str) -> IO[bytes] | Target:
    if path.endswith(".gz"):
        # no name and no time in the header: the same records give the same bytes
        return cast(IO[bytes], gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=cast(IO[bytes], target), mtime=0))
    if path.endswith(".zst"):
        return _zstd(target)
    return target


def _zstd(target: Target) -> IO[bytes]:
    from ..inputs.inflating import zstd

    try:
        module: Any = zstd()
    except Exception as error:
        raise UsageError(str(error)) from error
    return cast(IO[bytes], module.ZstdFile(_Writer(target), "wb", level=ZSTD_LEVEL))


class _Writer(io.RawIOBase):
    """A target as the file object that a compressor writes to."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.target.write(bytes(data))
        return len(data)


SINK = Format(name="jsonl", ends=(".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json"), open=JsonLines, streams=True)
