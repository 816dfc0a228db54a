"""
Tables of all strings a generator can draw, looked up by what is visible of them; made once, kept in the user's cache.

A ``Table`` belongs to a generator and to the character decoding that its bytes went through: for the range 0..255 a page in GBK
shows other characters than one in UTF-8. The file holds a hash table (open addressing, half full: 12 bits of the hash and 20 of
the seed, at or behind the slot that the hash names) and the raw strings, a row for each seed: 18 MB, mapped, so that processes
share it and a lookup (0.7 µs) touches two pages of it. A string is filed under its shortest end that is proof, so one question
tells whether a line ends in a string, however long; one that is no proof is filed under all of it. Neither making sure that
the file is whole nor looking something up needs numpy; only making it does (0.5 s).
"""

import contextlib
import mmap
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from .generators import GENERATORS, SEEDS, Generator
from .shown import INVISIBLE, INVISIBLE_IN_LINE, PROOF, STRONG, enough, one_unknown, visible
from .table_file import FORMAT, HEADER, NONE, PRINT_MASK, PRINT_SHIFT, SEED_BITS, SEEDS_MASK, SLOT_SHIFT, SLOTS, SPARE, SPREAD, make_table

__all__ = ["Table", "cache_folder", "hashed", "table"]

MASK = 0xFFFFFFFFFFFFFFFF
CHUNK = 1 << 20
UNSEEN_WIDE = re.compile("[\x80-\xa0\u200b\ufeff\u3000]+")
FOLLOWED = b"\n\n"  # ASCII as what stands behind a string, and as much as GB 18030 looks at
TO_NUL = bytes(0 if byte in INVISIBLE_IN_LINE else byte for byte in range(256))


def hashed(shown: bytes) -> int:
    """The 64 bits under which a visible string (or its end) is filed, from its bytes: ASCII where its decoding is, else UTF-16 (20 at most)."""
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
        """What is visible of the seed's string after decoding; what follows it is ASCII (``<br`` or ``&nbsp;``)."""
        raw = self.raw(seed)
        return (
            raw.translate(None, INVISIBLE).decode("ascii")
            if self.codec == "ascii"
            else visible((raw + FOLLOWED).decode(self.codec, "replace"))
        )

    def lines(self, windows: Iterable[tuple[int, int]]) -> bytes:
        """The bytes of so many seeds from one on, for each window; a line each. Behind the last seed comes the first."""
        length = self.generator.length
        spans = [span for first, count in windows for span in ((first, first + count), (0, max(0, first + count - SEEDS)))]
        return self._lined(b"".join([self._rows[first * length : end * length] for first, end in spans]))

    def strings(self, windows: Sequence[tuple[int, int]]) -> dict[str, int]:
        """What is visible of the strings of ``lines``, but for empty ones; of two that look the same the earlier seed's."""
        seeds = [*chain(*[range(first, first + count) for first, count in windows])]
        shown = self.decoded(self.lines(windows))
        known = {string: seed % SEEDS for string, seed in zip(reversed(shown), reversed(seeds), strict=True)}
        known.pop("", None)
        return known

    def _shown(self, seeds: Iterable[int]) -> list[str]:
        """``shown`` for many seeds, decoded at one go."""
        return self.decoded(self._lined(b"".join([self.raw(seed) for seed in seeds])))

    def decoded(self, lines: bytes) -> list[str]:
        """What is visible of each of some lines of ``lines``."""
        if self.codec == "ascii":
            return lines.translate(None, INVISIBLE_IN_LINE).decode("ascii").split("\n")[:-1]
        seen = (lines + FOLLOWED).translate(TO_NUL).decode(self.codec, "replace")  # NUL, for what is unseen parts what is no pair
        return one_unknown(UNSEEN_WIDE.sub("", seen.replace("\0", ""))).split("\n")[:-3]

    def _lined(self, rows: bytes) -> bytes:
        """Strings that stand one behind the other, each on a line."""
        length = self.generator.length
        return b"\n".join([*struct.unpack(f"{length}s" * (len(rows) // length), rows.replace(b"\n", b"\r")), b""])

    def seed(self, shown: str) -> int | None:
        """The (lowest) seed whose string shows exactly so."""
        return next(self._seeds(shown), None)

    def seeds(self, shown: str) -> list[int]:
        """All such seeds; a few dozen for three visible characters, thousands for one."""
        return list(self._seeds(shown))

    def endings(self, shown: Sequence[str]) -> list[list[tuple[int, int]]]:
        """
        The strings that are proof and that end what is visible of each of many lines: how many characters each shows, and its seed.

        All at one go, as a page of junk asks it at every line.
        """
        if self.codec == "ascii":
            return [self._ending(line) for line in "\n".join(shown).encode("utf-8", "surrogatepass").split(b"\n")] if shown else []
        filed = [(i, count, seed) for i, line in enumerate(shown) for count, seed in self._filed(line)]
        found: list[list[tuple[int, int]]] = [[] for _ in shown]
        for (i, count, seed), string in zip(filed, self._shown([seed for *_, seed in filed]), strict=True):
            if len(string) >= count and shown[i].endswith(string):
                found[i].append((len(string), seed))
        return found

    def _filed(self, line: str) -> Iterator[tuple[int, int]]:
        """How many of a line's last characters are proof, and the seeds that have the fingerprint of these."""
        count = enough(line, PROOF)
        if count > len(line):
            return
        key = hashed(line[-count:].encode("utf-16-be", "surrogatepass"))
        at, fingerprint = key >> SLOT_SHIFT, key >> PRINT_SHIFT & PRINT_MASK
        slots = self._slots
        while (filed := slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint:
                yield count, filed & SEEDS_MASK
            at += 1

    def _ending(self, line: bytes) -> list[tuple[int, int]]:
        """The same for one line and a table in ASCII."""
        key = int.from_bytes(line[-STRONG:], "big") * SPREAD[0]
        at, fingerprint = key >> SLOT_SHIFT & SLOTS - 1, key >> PRINT_SHIFT & PRINT_MASK
        slots = self._slots
        found = []
        while (filed := slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint:
                seed = filed & SEEDS_MASK
                string = bytes(self._rows[seed * 10 : seed * 10 + 10]).translate(None, INVISIBLE)
                if len(string) >= STRONG and line.endswith(string):
                    found.append((len(string), seed))
            at += 1
        return found

    def _seeds(self, shown: str) -> Iterator[int]:
        """The seeds whose strings show exactly so."""
        if self.codec == "ascii" and not shown.isascii():
            return
        key = hashed(_filed(shown, self.codec))
        at, fingerprint = key >> SLOT_SHIFT, key >> PRINT_SHIFT & PRINT_MASK
        while (filed := self._slots[at]) != NONE:
            if filed >> SEED_BITS == fingerprint and self.shown(filed & SEEDS_MASK) == shown:
                yield filed & SEEDS_MASK
            at += 1


def _filed(shown: str, codec: str) -> bytes:
    """What a visible string is filed under: its shortest end that is proof, or all of it."""
    return shown[-STRONG:].encode() if codec == "ascii" else shown[-enough(shown, PROOF) :].encode("utf-16-be", "surrogatepass")


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
    made = make_table(generator, codec, title)
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
