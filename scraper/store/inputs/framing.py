"""
Where records of WARC and ARC files begin and end, found from the bytes alone.

Reading libraries pass a cut or spoiled record as good or stop at it; this is what lets us name it and go on behind it, and what
cuts a large archive into ranges that are read side by side.
"""

import re
import zlib
from typing import IO, Any, NamedTuple

from .inflating import open_inflated

__all__ = ["ARC", "WARC", "Archive", "Extent", "Frame"]

STEP = 1 << 18  # bytes read at a time while searching
OVERLAP = 8192  # bytes of a window looked at again with the next: a record's first line is shorter
MEMBER = re.compile(rb"\x1f\x8b\x08")


class Frame(NamedTuple):
    """How records of a format begin, where their header ends, and how it states the length of what follows."""

    begins: re.Pattern[bytes]
    header_end: bytes
    length: re.Pattern[bytes]
    tail: bytes


WARC = Frame(
    re.compile(rb"WARC/\d\.\d+\r?\n(?=[\w-]+:)"),  # no line's end before it: that may be what is spoiled
    b"\r\n\r\n",
    re.compile(rb"(?:\A|\n)Content-Length:\s*(\d{1,15})\s*(?:\r|\Z)", re.IGNORECASE),
    b"\r\n\r\n",
)
ARC = Frame(
    re.compile(rb"(?:(?<=\n)|\A)(?:https?|ftp|dns|filedesc)://?[^ \n]{1,4000} [0-9a-fA-F.:]{1,60} \d{8,17} [^\n]{1,300}\n"),
    b"\n",
    re.compile(rb" (\d{1,15})\Z"),
    b"\n",
)


class Extent(NamedTuple):
    """Where a record ends (``None``: it does not, within the file), and what is wrong with it."""

    end: int | None
    fault: str | None


class Archive:
    """
    A file of records. ``members``: each is a gzip member of its own, which the library undoes.

    ``plain``: uncompressed and seekable. Neither: compressed as a whole; then records are read once, forward, and their places are
    those in the uncompressed stream.
    """

    def __init__(self, stream: IO[bytes], squeezed: str | None, head: bytes, frame: Frame) -> None:
        self.frame = frame
        self.members = squeezed == "gz" and not _one_member(head, frame)
        self.plain = squeezed is None
        self.seeks = self.members or self.plain
        self.stream: Any = stream if self.seeks else _Forward(open_inflated(stream, squeezed))

    def at(self, position: int) -> Any:
        """The stream, placed for the library to read records from there on."""
        if self.seeks:
            self.stream.seek(position)
        return self.stream

    def sync(self, position: int) -> int | None:
        """
        The first place at or after a position where a record begins; ``None`` where none does.

        An archive stored inside an archive looks the same; its records are then read too, on every machine alike.
        """
        if not self.seeks:
            return None
        pattern, window = MEMBER if self.members else self.frame.begins, self._read(max(0, position - 1))
        base, least = max(0, position - 1), position
        while window:
            for found in pattern.finditer(window):
                place = base + found.start()
                if place >= least and (self.plain or self._begins(place)):
                    return place
            more = self._read(base + len(window))
            if not more:
                return None
            keep = window[-OVERLAP:]
            base += len(window) - len(keep)
            least, window = max(least, base + 1), keep + more
        return None

    def _read(self, position: int, size: int = STEP) -> bytes:
        self.stream.seek(position)
        return bytes(self.stream.read(size))

    def _begins(self, position: int) -> bool:
        """Whether a gzip member at a place holds a record."""
        try:
            return self.frame.begins.match(zlib.decompressobj(31).decompress(self._read(position, OVERLAP), OVERLAP)) is not None
        except zlib.error:
            return False

    def extent(self, position: int) -> Extent:
        """Where the record at a place ends and whether its bytes, checksum and length agree."""
        if self.members:
            return self._member(position)
        return self._record(position) if self.plain else Extent(None, None)

    def _member(self, position: int) -> Extent:
        engine, place, size, start = zlib.decompressobj(31), position, 0, b""
        try:
            while not engine.eof:
                data = engine.unconsumed_tail
                if not data:
                    data = self._read(place, 65_536)
                    place += len(data)
                if not data:
                    return Extent(None, "cut: the file ends inside the record")
                out = engine.decompress(data, 1 << 20)
                start, size = start or out, size + len(out)
        except zlib.error as error:
            return Extent(None, f"spoiled: {error}")
        return Extent(place - len(engine.unused_data), self._length_fault(start, size))

    def _length_fault(self, start: bytes, size: int) -> str | None:
        header, mark, _ = start.partition(self.frame.header_end)
        declared = self.frame.length.search(header)
        if not mark or not declared:
            return "spoiled: a header without end or length"
        rest = size - len(header) - len(mark) - int(declared[1])
        return None if rest in (0, len(self.frame.tail)) else "its length is wrong"

    def _record(self, position: int) -> Extent:
        header, mark, _ = self._read(position).partition(self.frame.header_end)
        declared = self.frame.length.search(header)
        if not mark or not declared:
            return Extent(None, "cut or spoiled: a header without end or length")
        end = position + len(header) + len(mark) + int(declared[1])
        after, tail = self._read(end, len(self.frame.tail)), self.frame.tail
        if after == tail:
            return Extent(end + len(tail), None)
        return Extent(None, "cut: the file ends inside the record" if len(after) < len(tail) else "its length is wrong")

    def record(self, position: int, end: int, limit: int) -> bytes | None:
        """A whole record that ``extent`` found good, header and all; ``None`` where it is longer than ``limit`` bytes."""
        if not self.members:
            return self._read(position, end - position) if end - position <= limit else None
        found = zlib.decompressobj(31).decompress(self._read(position, end - position), limit + 1)
        return found if len(found) <= limit else None

    def rest(self, position: int) -> bool:
        """Whether anything but blanks and zeros stands from a place on."""
        return self.between(position, None) if self.seeks else False

    def between(self, position: int, end: int | None) -> bool:
        """The same up to the next record, or where ``end`` is ``None`` as far as it goes."""
        size = 65_536 if end is None else min(end - position, 65_536)
        return bool(self._read(position, size).strip(b"\0\r\n\t "))


class _Forward:
    """An inflated stream as the library wants it: it reads and asks where it is."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner = inner
        self.place = 0

    def read(self, size: int = -1) -> bytes:
        data = self.inner.read(size)
        self.place += len(data)
        return data

    def tell(self) -> int:
        return self.place


def _one_member(head: bytes, frame: Frame) -> bool:
    """
    Whether the whole file is one gzip member, though a good archive has one a record.

    Told by what follows the first record, which is short in all archives seen (``warcinfo``, ``filedesc``).
    """
    engine = zlib.decompressobj(31)
    try:
        plain = engine.decompress(head, 1 << 20)
    except zlib.error:
        return False
    header, mark, _ = plain.partition(frame.header_end)
    declared = frame.length.search(header)
    return declared is not None and frame.begins.search(plain, len(header) + len(mark) + int(declared[1])) is not None
