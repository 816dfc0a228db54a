"""
A character model of ordinary text and code: how much likelier a character is when it was drawn at random than when it was written.

The model (``chars.bin``, 0.9 MB) is made by ``scripts/make_char_model.py``. A score is a log-likelihood ratio in nats: above zero
for the random draw. On hard text a string of junk with seven visible characters scores 28 (median), 99 of 100 above 7.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate

__all__ = ["BLANK", "LINE", "OTHER", "SIZE", "UNIT", "ZERO", "folded", "model", "symbols", "symbols_of", "totals"]

LINE, BLANK, OTHER = 0, 1, 2  # line end, blanks, what is not ASCII; the visible characters follow
SIZE = 97
ZERO, UNIT = 128, 8.0  # a byte of the model is ZERO + UNIT * score
LIMIT = 64

CONTROLS = bytes([*range(9), *range(14, 32), 127])
CLASSES = bytes(LINE if byte == 10 else OTHER if byte >= 128 else byte - 30 if 33 <= byte < 127 else BLANK for byte in range(256))


def symbols(text: str) -> bytes:
    r"""
    A text as classes of the model, blanks folded; control characters are left out, as converters leave them out.

    >>> list(symbols("a  !\n"))
    [67, 1, 3, 0]
    """
    return folded(text.replace("\xa0", " ").replace("\u3000", " ").encode("utf-8", "replace"))


def symbols_of(lines: Iterable[str]) -> list[bytes]:
    r"""
    The same for many lines at one go.

    >>> [list(row) for row in symbols_of(["a  !", "", "b"])]
    [[67, 1, 3], [], [68]]
    """
    return symbols("\n".join(lines)).split(bytes((LINE,)))


def folded(data: bytes) -> bytes:
    """The same for text in UTF-8; blanks that are not ASCII are then as ``OTHER`` as any such character."""
    row = data.translate(CLASSES, CONTROLS)
    while b"\1\1" in row:
        row = row.replace(b"\1\1", b"\1")
    return row


def totals(rows: Sequence[bytes]) -> list[int]:
    """
    The scores of rows of ``symbols``, in units of the model.

    Of all rows at one go: where each character's score stands is reckoned in one big integer, 32 bits a character.
    """
    line = bytes((LINE, LINE)).join([*rows, b""])
    lanes = int.from_bytes(line.decode("latin-1").encode("utf-32-le"), "little")
    places = (lanes + (lanes * SIZE << 32) + (lanes * SIZE * SIZE << 64)).to_bytes(4 * len(line) + 8, "little")
    scores = bytes(map(model().__getitem__, struct.unpack_from(f"<{len(line)}I", places)))
    ends = accumulate([len(row) + 2 for row in rows])
    return [sum(scores[end - len(row) - 2 : end - 2]) - ZERO * len(row) for row, end in zip(rows, ends, strict=True)]


@lru_cache(maxsize=1)
def model() -> bytes:
    """The table of ``make_char_model``; read once in a process (0.3 ms)."""
    return (resources.files(__package__) / "chars.bin").read_bytes()
