"""
Work that is kept, so that a run that was stopped goes on where it stopped.

Units are gathered into shards; when a shard's last result is there, the shard is kept as one file, whole or absent. Its name is a
hash of all that decides its content, so that changed inputs, settings or versions are read anew.
"""

import contextlib
import gzip
import hashlib
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..store.inputs import Unit
from ..store.inputs.naming import local
from ..store.sinks.base import named, replace
from ..version import __version__
from .work import Done, Job

__all__ = ["Kept", "Shard", "shards"]

SIZE = struct.Struct("<I")


class Shard(NamedTuple):
    """Units that are kept together, their size in bytes as stored, and the name of what is kept."""

    number: int
    units: tuple[Unit, ...]
    size: int
    name: str


def shards(units: Sequence[Unit], job: Job, least: int) -> list[Shard]:
    """Consecutive units as shards of at least so many bytes; the same whatever the number of workers."""
    found: list[Shard] = []
    together: list[Unit] = []
    size = 0
    for i, unit in enumerate(units):
        together.append(unit)
        size += unit.size
        if size >= least or i == len(units) - 1:
            found.append(Shard(len(found), tuple(together), size, _name(together, job)))
            together, size = [], 0
    return found


def _name(units: Sequence[Unit], job: Job) -> str:
    files = {path for unit in units for path in unit.paths}
    known = msgspec.msgpack.encode([__version__, job, units, sorted((path, *_stamp(path)) for path in files)], order="deterministic")
    return hashlib.blake2b(known, digest_size=12).hexdigest()


def _stamp(path: str) -> tuple[int, int]:
    """What tells that a file is the same as before: its size and time. A remote one is known by its name alone."""
    try:
        stat = os.stat(local(path))  # noqa: PTH116 - a name, not always a path
    except (OSError, ValueError):
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


class Kept:
    """A folder of finished shards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, shard: Shard) -> bool:
        """Whether a shard was finished by an earlier run."""
        return self._path(shard).exists()

    def results(self, shard: Shard) -> Iterator[Done]:
        """The results of a finished shard."""
        decoder = msgspec.msgpack.Decoder(Done)
        with gzip.open(self._path(shard), "rb") as stream:
            while head := stream.read(SIZE.size):
                yield decoder.decode(stream.read(*SIZE.unpack(head)))

    @contextlib.contextmanager
    def keeping(self, shard: Shard) -> Iterator[Callable[[Done], None]]:
        """A function that keeps a result; the shard is finished when the block ends well, and not there when it does not."""
        encoder = msgspec.msgpack.Encoder()
        path = self._path(shard)
        beside = path.with_name(path.name + ".part")
        with named(str(self.folder)):
            self.folder.mkdir(parents=True, exist_ok=True)
            stream = gzip.open(beside, "wb", compresslevel=1)  # noqa: SIM115 - closed on both ways out, which differ

        def keep(done: Done) -> None:
            frame = encoder.encode(done)
            with named(str(self.folder)):
                stream.write(SIZE.pack(len(frame)) + frame)

        try:
            yield keep
        except BaseException:
            with contextlib.suppress(OSError):
                stream.close()
            beside.unlink(missing_ok=True)
            raise
        with named(str(self.folder)):
            stream.close()
            replace(beside, path)

    def drop(self) -> None:
        """Remove what was kept, when the output it was kept for is there."""
        if self.folder.exists():
            for file in self.folder.glob("*.shard*"):
                file.unlink(missing_ok=True)
            self.folder.rmdir()

    def _path(self, shard: Shard) -> Path:
        return self.folder / f"{shard.number:06}-{shard.name}.shard"
