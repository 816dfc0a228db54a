"""
The random generators of forum software, recomputed: which string a seed gives, bit for bit as PHP drew it.

phpwind's ``copyctrl()`` (5.3, 8.0 and 8.7 checked) calls ``mt_srand((double)microtime()*1000000)`` before every string and
draws ten characters, so a million strings exist for each range and each ``mt_rand``:

* PHP 5.2.1 to 7.0: MT19937 with a twist that takes the low bit of the wrong word; ``(n >> 1)`` scaled to the range;
* PHP 4.2 to 5.2.0: seeded with ``(seed | 1) * 69069 ** i`` (Cokus' code), a right twist, the same scaling: half a million strings;
* PHP 7.1 on: MT19937 as published, and the 32 bits brought into the range by a remainder (with rejection) or a mask.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    import numpy as np

__all__ = ["GENERATORS", "SEEDS", "Generator", "draw", "draw_all"]

SEEDS = 1_000_000  # microtime's fraction of a second, in microseconds
M = 397  # MT19937: word k is mixed from words k, k + 1 and k + 397
WORD = 0xFFFFFFFF


class Generator(msgspec.Struct, frozen=True, kw_only=True):
    """A generator whose seeds can be counted: ``length`` characters ``chr(0..top)``, drawn by the ``mt_rand`` of ``php``."""

    name: str
    top: Literal[126, 255]
    php: Literal["4", "5", "7.1"] = "5"
    length: int = 10


GENERATORS = {
    g.name: g
    for g in (
        Generator(name="phpwind-126", top=126),
        Generator(name="phpwind-255", top=255),
        Generator(name="phpwind-126-php4", top=126, php="4"),
        Generator(name="phpwind-255-php4", top=255, php="4"),
        Generator(name="phpwind-126-php7.1", top=126, php="7.1"),
    )
}
"""
Every generator that can be recomputed, the most frequent first. phpwind 3 to 6 ran on PHP 4 and 5.0 as well; 8.7 has been
patched for PHP 7 by others, always with the range 0..126.
"""


def draw(generator: Generator, seed: int) -> bytes:
    r"""
    The string that the forum inserts for this seed.

    >>> draw(GENERATORS["phpwind-126"], 796892)
    b'e\x0b&3\x1d#\x1b2\x01_'
    """
    state = _seeded(generator.php, seed, M + generator.length)
    words = (_temper(_twist(generator.php, state, k)) for k in range(generator.length))
    return bytes(_scale(generator, word) for word in words)


def _seeded(php: str, seed: int, size: int) -> list[int]:
    """The first words of the state after ``mt_srand``."""
    if php == "4":
        return [(seed | 1) * pow(69069, i, 1 << 32) & WORD for i in range(size + 1)]
    state = [seed]
    for i in range(1, size + 1):
        state.append(1812433253 * (state[-1] ^ state[-1] >> 30) + i & WORD)
    return state


def _twist(php: str, state: list[int], k: int) -> int:
    """Word ``k`` of the next state; PHP 5.2.1 to 7.0 look at the low bit of ``u`` where all others look at that of ``v``."""
    u, v = state[k], state[k + 1]
    odd = (u if php == "5" else v) & 1
    return state[k + M] ^ ((u & 0x80000000 | v & 0x7FFFFFFF) >> 1) ^ (0x9908B0DF if odd else 0)


def _temper(word: int) -> int:
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C5680
    word ^= word << 15 & 0xEFC60000
    return word ^ word >> 18


def _scale(generator: Generator, word: int) -> int:
    """32 random bits brought into 0..top. That PHP 7.1 draws again when a word is in the last, broken stretch (1 in 10**8) is left out."""
    size = generator.top + 1
    return word % size if generator.php == "7.1" else (word >> 1) * size >> 31


def draw_all(generator: Generator, seeds: int = SEEDS, block: int = 1 << 15) -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """
    The strings of all seeds from 0, a row each; 0.3 s for a million, in blocks that stay in the processor's cache.

    The arithmetic is that of ``draw`` on arrays; a test holds the two together.
    """
    import numpy as np

    rows = np.empty((seeds, generator.length), np.uint8)
    for start in range(0, seeds, block):
        stop = min(start + block, seeds)
        for k, word in enumerate(_words(generator, np.arange(start, stop, dtype=np.uint32))):
            size = np.uint64(generator.top + 1)
            wide = word.astype(np.uint64)
            rows[start:stop, k] = wide % size if generator.php == "7.1" else (wide >> np.uint64(1)) * size >> np.uint64(31)
    return rows


def _words(generator: Generator, seeds: Any) -> list[Any]:
    """The first tempered words for an array of seeds."""
    import numpy as np

    u32: Callable[[int], Any] = np.uint32
    if generator.php == "4":
        state = [(seeds | u32(1)) * u32(pow(69069, i, 1 << 32)) for i in range(M + generator.length)]
    else:
        state = [seeds]
        for i in range(1, M + generator.length):
            state.append(u32(1812433253) * (state[-1] ^ state[-1] >> u32(30)) + u32(i))
    words = []
    for k in range(generator.length):
        u, v = state[k], state[k + 1]
        word = state[k + M] ^ ((u & u32(0x80000000)) | (v & u32(0x7FFFFFFF))) >> u32(1)
        word ^= ((u if generator.php == "5" else v) & u32(1)) * u32(0x9908B0DF)
        word ^= word >> u32(11)
        word ^= word << u32(7) & u32(0x9D2C5680)
        word ^= word << u32(15) & u32(0xEFC60000)
        words.append(word ^ word >> u32(18))
    return words
