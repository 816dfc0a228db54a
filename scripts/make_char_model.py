"""
Make the character model of the cleaner: how ordinary text and code go on after two characters, against a random draw.

usage: python scripts/make_char_model.py [OUTPUT]

Material that anyone has: the standard library's own sources and what Debian puts under /usr/share/doc, /usr/share/man,
/usr/share/perl and /usr/share/common-licenses (English, German, Russian, Japanese, Chinese … prose, change logs, manual pages with
their markup, examples in C, Perl, TeX and shell). At most 40 MB are read from each. Another machine's Debian gives another
model, but no figure of the tests moves by more than a digit: the counts are of 10**8 characters in 97 classes.

The file is ``scraper/clean/chars.bin``: 97**3 bytes; byte ``(a * 97 + b) * 97 + c`` holds ``128 + 8 * log(J(c) / P(c | a, b))``
with J the draw (uniform over the 94 visible characters; blanks 1 in 20) and P the text: the classes are ``scraper.clean.chars``'.
"""

import gzip
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from scraper.clean.chars import BLANK, LINE, OTHER, SIZE, symbols

EACH = 40_000_000  # bytes of a kind: enough that no kind's habits drown the others
LONGEST = 200_000  # of one file: a single change log is no style of writing
ROOTS = (sysconfig.get_path("stdlib"), "/usr/share/doc", "/usr/share/man", "/usr/share/perl", "/usr/share/common-licenses")
PICTURES = {".png", ".gif", ".jpg", ".pdf", ".svg", ".pyc", ".so", ".a"}


def texts(root: Path) -> Iterator[str]:
    """The text files under a folder, in order of their names; packed ones unpacked, binary ones left out."""
    left = EACH
    for path in sorted(root.rglob("*")):
        if left <= 0:
            return
        if path.suffix in PICTURES or "site-packages" in path.parts or not path.is_file():
            continue
        try:
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
        except OSError:
            continue
        if b"\0" not in data[:4096]:
            left -= len(data[:LONGEST])
            yield data[:LONGEST].decode("utf-8", "replace")


def count(roots: tuple[str, ...]) -> "np.ndarray[Any, Any]":
    """How often each class follows each pair of classes."""
    found = np.zeros(SIZE**3, np.int64)
    for root in roots:
        for text in texts(Path(root)):
            row = np.frombuffer(symbols(text), np.uint8).astype(np.int64)
            if len(row) > 2:
                found += np.bincount((row[:-2] * SIZE + row[1:-1]) * SIZE + row[2:], minlength=SIZE**3)
    return found.reshape(SIZE, SIZE, SIZE)


def odds(found: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """``log(J / P)``; P backs off from three characters to two to one, each with the weight of twenty sightings."""
    one = (found.sum((0, 1)) + 1) / (found.sum() + SIZE)
    pairs = found.sum(0)
    two = (pairs + 20 * one) / (pairs.sum(1, keepdims=True) + 20)
    three = (found + 20 * two[None]) / (found.sum(2, keepdims=True) + 20)
    drawn = np.full(SIZE, 0.95 / 94)
    drawn[BLANK], drawn[LINE], drawn[OTHER] = 0.05, 0.01, 1e-13
    scored: np.ndarray[Any, Any] = np.log(drawn) - np.log(three)
    return scored


def main() -> None:
    """Write the model."""
    output = Path(sys.argv[1] if len(sys.argv) > 1 else "scraper/clean/chars.bin")
    table = np.clip(np.round(odds(count(ROOTS)) * 8), -64, 64) + 128
    output.write_bytes(table.astype(np.uint8).tobytes())


if __name__ == "__main__":
    main()
