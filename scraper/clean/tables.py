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
from typing import TYPE_CHECKING, Any

from .generators import GENERATORS, SEEDS, Generator, draw_all

if TYPE_CHECKING:
    import numpy as np

__all__ = ["PROOF", "STRONG", "Table", "cache_folder", "enough", "hashed", "table", "visible", "visibles"]

FORMAT = b"forum-scraper table 4\n"
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

STRONG = 6  # visible ASCII characters that are proof: 0 chance hits on 21 MB of hard clean text, against 1 with five and 64 with four
PROOF = 77  # what weighs more is proof: half bits, 13 for an ASCII character, 14 for Latin, 4 for U+FFFD, 26 for others as Chinese

UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b\ufeff\u3000]+")  # what converters drop, fold or add
HIGH_CONTROLS = re.compile(b"\xc2[\x80-\xa0]")
WIDE_BLANKS = tuple(char.encode() for char in "\u200b\ufeff\u3000")
TWO_UNKNOWN = "\ufffd\ufffd".encode()
UNSEEN_WIDE = re.compile("[\x80-\xa0\u200b\ufeff\u3000]+")
FOLLOWED = b"\n\n"  # ASCII as what stands behind a string, and as much as GB 18030 looks at
INVISIBLE = bytes([*range(33), 127])
INVISIBLE_IN_LINE = INVISIBLE.replace(b"\n", b"")
TO_NUL = bytes(0 if byte in INVISIBLE_IN_LINE else byte for byte in range(256))


def visible(text: str) -> str:
    r"""
    What every converter leaves of a string: no blanks, no control characters, one U+FFFD for a run of them.

    >>> visible(" \x1eD\x1f&\ufffd\ufffd: \xa0")
    'D&\ufffd:'
    """
    text = UNSEEN.sub("", text)
    return _once(text)


def _once(text: str) -> str:
    """A text with one U+FFFD for a run of them: decoders differ in how many they write for one broken sequence."""
    while "\ufffd\ufffd" in text:
        text = text.replace("\ufffd\ufffd", "\ufffd")
    return text


def visibles(texts: Iterable[str]) -> list[str]:
    r"""
    The same for many texts at one go, as it is asked of all lines of a page; line ends inside them are to be returns.

    >>> visibles([" \x1eD\x1f&\r", "\u3000:"])
    ['D&', ':']
    """
    data = "\n".join(texts).encode("utf-8", "surrogatepass").translate(None, INVISIBLE_IN_LINE)
    if not data.isascii():
        data = HIGH_CONTROLS.sub(b"", data)
        for unseen in WIDE_BLANKS:
            data = data.replace(unseen, b"")
        while TWO_UNKNOWN in data:
            data = data.replace(TWO_UNKNOWN, TWO_UNKNOWN[:3])
    return data.decode("utf-8", "surrogatepass").split("\n")


@lru_cache(maxsize=4096)  # a page's strings are asked of several tables
def enough(shown: str, more: int) -> int:
    """
    How many of the last visible characters together weigh more than so many half bits; one more than there are if all do not.

    >>> enough("abcdefgh", PROOF), enough("你好吗", PROOF), enough("好", PROOF)
    (6, 3, 2)
    """
    if shown.isascii():
        return min(more // 13, len(shown)) + 1
    weight = 0
    for count, char in enumerate(reversed(shown), 1):
        weight += 13 if char < "\x80" else 4 if char == "\ufffd" else 14 if char < "\u0250" else 26
        if weight > more:
            return count
    return len(shown) + 1


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
        return _once(UNSEEN_WIDE.sub("", seen.replace("\0", ""))).split("\n")[:-3]

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
    """``hashed`` for what every row is filed under."""
    import numpy as np

    codes, ends = _characters(rows, codec)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    bits = 8 if codec == "ascii" else 16
    weights = np.full(1 << 16, 26, np.uint8)
    weights[:0x250], weights[:0x80], weights[0xFFFD], weights[0xDC00:0xE000] = 14, 13, 4, 0  # of a surrogate pair the first weighs
    words = [np.zeros(len(ends), np.uint64) for _ in SPREAD]
    weight = np.zeros(len(ends), np.uint8)
    for back in range(int((ends - starts).max(initial=0))):
        at = ends - back - 1
        there = (at >= starts) & (weight <= PROOF)
        units = codes[at[there]]
        weight[there] += weights[units]
        words[back * bits // 64][there] |= units.astype(np.uint64) << np.uint64(back * bits % 64)
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
