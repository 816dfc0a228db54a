"""
What every sink is: records in, a file out that is whole or not there.

A new format is one file in this folder with a ``SINK`` in it: the ends of names that mean it, and how to open it.
"""

import contextlib
import fcntl
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from ...errors import OutputError
from ...model import Record

__all__ = ["STDOUT", "Format", "Sink", "Target", "decode_line", "encode_line", "safe_name"]

STDOUT = "-"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


def encode_line(record: Record) -> bytes:
    """A record as one line of JSON, with its line end."""
    return _encoder.encode(record) + b"\n"


def decode_line(line: bytes) -> Record:
    """A record back from its line; fields that it does not know are left out."""
    return _decoder.decode(line)


class Sink(ABC):
    """
    Takes records and makes a file of them; opened by ``open_sink``.

    Used as a context manager it is closed at the end, or dropped if the block raises: then nothing is left behind.
    """

    @abstractmethod
    def write(self, record: Record) -> None:
        """Add one record. Raises ``OutputError`` when the disk or the pipe will not take it."""

    def write_lines(self, lines: bytes) -> None:
        """Add records that are lines of JSON already, as workers send them."""
        for line in lines.splitlines():
            self.write(decode_line(line))

    @abstractmethod
    def close(self) -> None:
        """Finish the file and put it in its place. Raises ``OutputError``."""

    @abstractmethod
    def abort(self) -> None:
        """Drop what was written; a stream keeps what it has sent."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            self.abort()
            return
        try:
            self.close()
        except BaseException:
            self.abort()  # a disk that is full at the last write leaves nothing half behind
            raise


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """
    A format: its name, the ends of file names that mean it, and how to open a sink on a path for records with some extras.

    ``streams`` says that it can go to standard output; ``folder`` that it makes many files of its own in a folder.
    """

    name: str
    ends: tuple[str, ...]
    open: Callable[[str, Sequence[str]], Sink]
    streams: bool = False
    folder: bool = False


class Target:
    """
    Where bytes go: a file that appears whole at its name when ``close`` returns, or standard output.

    A file is written beside its name, flushed to the disk (fsync), then renamed over it, so that a kill leaves the old one or none.
    What is there and no file (a device, a pipe) is written to as it is: a rename would put a file in its place.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.temporary = ""
        self.gone = False
        with named(path):
            self.stream: BinaryIO = sys.stdout.buffer if path == STDOUT else self._special() or self._beside()

    def _special(self) -> BinaryIO | None:
        """A device or a pipe of this name, opened; ``None`` where there is a file, a folder or nothing."""
        place = Path(self.path)
        if not place.exists() or place.is_file() or place.is_dir():
            return None
        return place.open("wb", buffering=0)

    def _beside(self) -> BinaryIO:
        place = Path(self.path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            raise IsADirectoryError(0, "a folder has this name")
        self.temporary = str(place.with_name(f".{place.name}.part"))
        stream = open(self.temporary, "ab", buffering=1 << 20)  # noqa: SIM115, PTH123 - closed by close and abort
        _lock(stream, self.path)
        stream.truncate(0)  # what a killed run left
        return stream

    def write(self, data: bytes) -> None:
        """Add bytes; to standard output they go at once, so that a reader of the pipe sees whole lines as they come."""
        if self.gone:
            return
        with named(self.path):
            self.stream.write(data)
            if not self.temporary:
                self.stream.flush()

    def close(self) -> None:
        """Flush and, for a file, put it in its place."""
        with named(self.path):
            self.stream.flush()
            if self.temporary:
                os.fsync(self.stream.fileno())
                self.stream.close()
                replace(self.temporary, self.path)
            elif self.path != STDOUT:
                self.stream.close()

    def abort(self) -> None:
        """Drop the file; what went to standard output has gone. What a compressor still writes when it is closed goes nowhere."""
        self.gone = True
        if not self.temporary and self.path != STDOUT:
            with contextlib.suppress(OSError):
                self.stream.close()
        if self.temporary:
            with contextlib.suppress(OSError):
                self.stream.close()
            with contextlib.suppress(OSError):
                Path(self.temporary).unlink()


def replace(temporary: str | Path, path: str | Path) -> None:
    """Put a finished file at its name and make the name durable too."""
    Path(temporary).replace(path)
    number = os.open(Path(path).parent, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _lock(stream: BinaryIO, path: str) -> None:
    """One writer at a time; the lock goes with the process, however that ends."""
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise OutputError(f"{path}: another process is writing it; wait for it, or name another file") from error


@contextlib.contextmanager
def named(path: str) -> Iterator[None]:
    """Errors of the system as ``OutputError`` with the name of the output."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of our output has left: the command ends in silence, as others in a pipe do
    except OSError as error:
        raise OutputError(
            f"{'standard output' if path == STDOUT else path}: cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error


def safe_name(words: str, limit: int = 80) -> str:
    """
    A file name that no system reads as something else: letters, digits, ``-`` and ``_``, at most ``limit`` bytes.

    >>> safe_name("../../Re: 求助 / CON"), safe_name("..")
    ('Re-求助-CON', 'thread')
    """
    kept = "".join(c if c.isalnum() or c in "-_" else " " for c in words)
    name = "-".join(kept.split()).strip("-_")
    while len(name.encode()) > limit:
        name = name[: max(1, len(name) - max(1, (len(name.encode()) - limit) // 4))].rstrip("-_")
    return name or "thread"
