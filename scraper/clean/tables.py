"""
Tables of all strings a generator can draw, looked up by what is visible of them; made once, kept in the user's cache.

A ``Table`` belongs to a generator and to the character decoding that its bytes went through: for the range 0..255 a page in GBK
shows other characters than one in UTF-8. The file holds a hash table (open addressing, half full: 12 bits of the hash and 20 of
the seed, at or behind the slot that the hash names) and the raw strings, a row for each seed: 18 MB, mapped, so that processes
share it and a lookup (0.7 µs) touches two pages of it. Neither making sure that it is whole nor looking something up needs
numpy; only making it does (0.5 s).
"""

import contextlib
import mmap
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .generators import GENERATORS, SEEDS, Generator, draw_all

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Table", "cache_folder", "hashed", "table", "visible"]

FORMAT = b"forum-scraper table 3\n"
HEADER = struct.Struct("<24s40sII")  # format, name, number of seeds, checksum of what follows
SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, so every bit reaches the high ones
MASK = 0xFFFFFFFFFFFFFFFF
SLOTS = 1 << 21
SLOT_SHIFT = 64 - 21
PRINT_SHIFT = SLOT_SHIFT - 12  # the bits of the hash behind those of the slot, as a fingerprint
PRINT_MASK = 0xFFF
NONE = 0xFFFFFFFF  # an empty slot
SPARE = 1 << 16  # slots behind the last, where what has no room before it goes
SEED_BITS = 20
SEEDS_MASK = (1 << SEED_BITS) - 1
CHUNK = 1 << 20

UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b\ufeff\u3000]+")  # what converters drop, fold or add
UNSEEN_IN_LINE = re.compile(UNSEEN.pattern.replace("\x00-\x20", "\x00-\x09\x0b-\x20"))
INVISIBLE = bytes([*range(33), 127])
UNKNOWN = re.compile("\ufffd+")  # decoders differ in how many they write for one broken sequence


def visible(text: str) -> str:
    r"""
    What every converter leaves of a string: no blanks, no control characters, one U+FFFD for a run of them.

    >>> visible(" \x1eD\x1f&\ufffd\ufffd: \xa0")
    'D&\ufffd:'
    """
    text = UNSEEN.sub("", text)
    return UNKNOWN.sub("\ufffd", text) if "\ufffd" in text else text


def hashed(shown: bytes) -> int:
    """The 64 bits under which a visible string is filed, from its bytes: ASCII where its decoding is, else UTF-16 (20 at most)."""
    number = int.from_bytes(shown, "big")
    if number <= MASK:
        return number * SPREAD[0] & MASK
    return (number & MASK) * SPREAD[0] + (number >> 64) * SPREAD[1] + (number >> 128) * SPREAD[2] & MASK


class Table:
    """One generator's strings as one decoding shows them; owns a mapped file or, where none could be written, the bytes."""

    def __init__(self, generator: Generator, codec: str, data: "mmap.mmap | bytes") -> None:
        self.generator = generator
        self.codec = codec
        view = memoryview(data)
        self._slots = view[HEADER.size : HEADER.size + 4 * (SLOTS + SPARE)].cast("I")
        self._rows = view[HEADER.size + 4 * (SLOTS + SPARE) :]

    def raw(self, seed: int) -> bytes:
        """The bytes that the forum drew for the seed."""
        length = self.generator.length
        return bytes(self._rows[seed * length : (seed + 1) * length])

    def shown(self, seed: int) -> str:
        """What is visible of the seed's string after decoding; what follows it begins with an ASCII character (``<`` or ``&``)."""
        raw = self.raw(seed)
        return (
            raw.translate(None, INVISIBLE).decode("ascii")
            if self.codec == "ascii"
            else visible((raw + b"\n").decode(self.codec, "replace"))
        )

    def strings(self, first: int, count: int) -> dict[str, int]:
        """What is visible of the strings of so many seeds from one on, but for empty ones; of two that look the same the earlier's seed."""
        length = self.generator.length
        rows = bytes(self._rows[first * length : (first + count) * length])
        rows += bytes(self._rows[: max(0, first + count - SEEDS) * length])
        rows = rows.replace(b"\n", b"\r")
        lines = b"\n".join([rows[i : i + length] for i in range(0, len(rows), length)]).decode(self.codec, "replace")
        pieces = UNKNOWN.sub("\ufffd", UNSEEN_IN_LINE.sub("", lines)).split("\n")
        shown = {piece: (first + i) % SEEDS for i, piece in zip(reversed(range(count)), reversed(pieces), strict=True)}
        shown.pop("", None)
        return shown

    def seed(self, shown: str) -> int | None:
        """The (lowest) seed whose string shows exactly so."""
        if self.codec == "ascii":
            return self.seed_of(shown.encode()) if shown.isascii() else None
        key = hashed(shown.encode("utf-16-be", "surrogatepass"))
        at, fingerprint = key >> SLOT_SHIFT, key >> PRINT_SHIFT & PRINT_MASK
        slots = self._slots
        while (filed := slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint and self.shown(filed & SEEDS_MASK) == shown:
                return filed & SEEDS_MASK
            at += 1
        return None

    def seeds(self, shown: str) -> list[int]:
        """All such seeds; a few dozen for three visible characters, thousands for one."""
        return list(self._seeds(shown))

    def seed_of(self, data: bytes, first: int = 0, count: int = SEEDS) -> int | None:
        """
        ``seed`` for the bytes of an ASCII table's string, among so many seeds from ``first`` on.

        All in one, as a page of junk asks it at every line.
        """
        number = int.from_bytes(data, "big")
        key = number * SPREAD[0] if number <= MASK else (number & MASK) * SPREAD[0] + (number >> 64) * SPREAD[1]
        at, fingerprint = key >> SLOT_SHIFT & SLOTS - 1, key >> PRINT_SHIFT & PRINT_MASK
        slots = self._slots
        while (filed := slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint:
                seed = filed & SEEDS_MASK
                if bytes(self._rows[seed * 10 : seed * 10 + 10]).translate(None, INVISIBLE) == data and (seed - first) % SEEDS < count:
                    return seed
            at += 1
        return None

    def _seeds(self, shown: str) -> Iterator[int]:
        if self.codec == "ascii" and not shown.isascii():
            return
        key = hashed(_bytes(shown, self.codec))
        at, fingerprint = key >> SLOT_SHIFT, key >> PRINT_SHIFT & PRINT_MASK
        while (filed := self._slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint and self.shown(filed & SEEDS_MASK) == shown:
                yield filed & SEEDS_MASK
            at += 1


def _bytes(shown: str, codec: str) -> bytes:
    return shown.encode() if codec == "ascii" else shown.encode("utf-16-be", "surrogatepass")


def cache_folder(chosen: str | None = None) -> Path:
    """Where tables are kept: the folder chosen, else the platform's place for things that can be made again."""
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "forum-scraper"


@lru_cache(maxsize=32)
def table(name: str, codec: str = "latin-1", folder: str | None = None) -> Table:
    """
    The table of a generator for a decoding; read from the cache, made when it is not there or not whole.

    A table is written beside its place and renamed, so two processes that make it at once do no harm. Where the
    folder cannot be written, the table lives in memory.
    """
    generator = GENERATORS[name]
    place = cache_folder(folder) / f"{name}.{codec}.table"
    title = f"{name} {codec}".encode()
    if (kept := _mapped(place, title)) is not None:
        return Table(generator, codec, kept)
    made = _make(generator, codec, title)
    kept = _mapped(place, title) if _written(place, made) else None
    return Table(generator, codec, made if kept is None else kept)


def _mapped(place: Path, title: bytes) -> "mmap.mmap | None":
    """The file mapped, if it is a table of that title and whole; it is read through once (8 ms) for its checksum."""
    try:
        with place.open("rb") as file:
            head = file.read(HEADER.size)
            found, named, count, checksum = HEADER.unpack(head)
            if found.rstrip(b"\0") != FORMAT or named.rstrip(b"\0") != title or count != SEEDS:
                return None
            actual = 0
            while chunk := file.read(CHUNK):
                actual = zlib.crc32(chunk, actual)
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if actual == checksum else None
    except (OSError, struct.error, ValueError):
        return None


def _written(place: Path, data: bytes) -> bool:
    """Whether the table could be put in its place."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        return False
    return True


def _make(generator: Generator, codec: str, title: bytes) -> bytes:
    """The bytes of a table: header, hash table, rows."""
    import numpy as np

    rows = draw_all(generator)
    keys = _hashes(rows, codec)
    seeds = np.arange(SEEDS, dtype=np.uint64)
    order = keys >> np.uint64(SLOT_SHIFT) << np.uint64(SEED_BITS) | seeds
    order.sort()
    filed = order & np.uint64(SEEDS_MASK)
    places = (order >> np.uint64(SEED_BITS)).astype(np.int64) - seeds.astype(np.int64)
    places = np.maximum.accumulate(places) + seeds.astype(np.int64)  # each in its slot or, if that is taken, the next one free
    slots = np.full(SLOTS + SPARE, NONE, "<u4")
    slots[places] = (keys[filed] >> np.uint64(PRINT_SHIFT) & np.uint64(PRINT_MASK)) << np.uint64(SEED_BITS) | filed
    body = slots.tobytes() + rows.tobytes()
    return HEADER.pack(FORMAT, title, SEEDS, zlib.crc32(body)) + body


def _hashes(rows: "np.ndarray[Any, Any]", codec: str) -> "np.ndarray[Any, Any]":
    """``hashed`` for what is visible of every row."""
    import numpy as np

    codes, ends = _characters(rows, codec)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    bits = 8 if codec == "ascii" else 16
    words = [np.zeros(len(ends), np.uint64) for _ in SPREAD]
    for back in range(int((ends - starts).max(initial=0))):
        at = ends - back - 1
        there = at >= starts
        words[back * bits // 64][there] |= codes[at[there]].astype(np.uint64) << np.uint64(back * bits % 64)
    hashes = np.zeros(len(ends), np.uint64)
    for word, spread in zip(words, SPREAD, strict=True):
        hashes += word * np.uint64(spread)
    return hashes


def _characters(rows: "np.ndarray[Any, Any]", codec: str) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """All rows decoded at one go: the visible units of UTF-16, and where each row ends (at a line end between them)."""
    import numpy as np

    lined = np.full((rows.shape[0], rows.shape[1] + 1), ord("\n"), np.uint8)
    lined[:, :-1] = np.where(rows == ord("\n"), ord("\r"), rows)  # a line end inside a string is as unseen as a return
    text = lined.tobytes().decode(codec, "replace")
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    unseen = (codes <= 0x20) | ((codes >= 0x7F) & (codes <= 0xA0)) | np.isin(codes, (0x200B, 0xFEFF, 0x3000))
    codes = codes[~unseen | (codes == ord("\n"))]
    unknown = codes == 0xFFFD
    again = unknown & np.concatenate((np.zeros(1, bool), unknown[:-1]))
    codes = codes[~again]
    return codes, np.flatnonzero(codes == ord("\n"))
