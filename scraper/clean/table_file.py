"""The file of a table: its format, and how it is made (0.5 s, with numpy)."""

import struct
import zlib
from typing import TYPE_CHECKING, Any

from .generators import SEEDS, Generator, draw_all
from .shown import PROOF

if TYPE_CHECKING:
    import numpy as np


__all__ = [
    "FORMAT",
    "HEADER",
    "NONE",
    "PRINT_MASK",
    "PRINT_SHIFT",
    "SEEDS_MASK",
    "SEED_BITS",
    "SLOTS",
    "SLOT_SHIFT",
    "SPARE",
    "SPREAD",
    "make_table",
]

FORMAT = b"forum-scraper table 4\n"
HEADER = struct.Struct("<24s40sII")  # format, name, number of seeds, checksum of what follows
SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, so every bit reaches the high ones
SLOTS = 1 << 21
SLOT_SHIFT = 64 - 21
PRINT_SHIFT = SLOT_SHIFT - 12  # the bits of the hash behind those of the slot, as a fingerprint
PRINT_MASK = 0xFFF
NONE = 0xFFFFFFFF  # an empty slot
SPARE = 1 << 16  # slots behind the last, where what has no room before it goes
SEED_BITS = 20
SEEDS_MASK = (1 << SEED_BITS) - 1


def make_table(generator: Generator, codec: str, title: bytes) -> bytes:
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
