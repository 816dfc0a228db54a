"""
The trigger: is there anything in this text that could be junk? It decides the cleaner's speed, as nearly all text is clean.

Two neighbouring bytes are looked at by their classes (letters by frequency, digits, kinds of punctuation), each pair scores
how unlike text it is, and six pairs in a row that score together are looked at again. All bytes are treated at one go:
``bytes.translate`` gives classes and scores, and sums are taken in one big integer, a byte a lane (300 MB/s; numpy would do the
same at 900 MB/s but costs 65 ms and 25 MB to import). What stands there counts when the character model finds it strong.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import msgspec

from .chars import BLANK, LINE, OTHER, SIZE, UNIT, ZERO, folded, model

__all__ = [
    "ANYWHERE",
    "BLANKS",
    "CONTROLS",
    "JAM",
    "STRONG",
    "Costs",
    "Spot",
    "best_head",
    "best_tail",
    "lines_of",
    "mixed",
    "odd",
    "spots",
    "strength",
]

FAIR = 2.0  # nats: below it even the pairs of Discuz! are not looked for
STRONG = 9.0  # nats: 96 of 100 random strings of the generator score more; 4 places in a megabyte of the standard library do
BLOCK = 4096  # lines
LANES = 6
SUM = 72  # of six pairs that score 10 each for "neither": 9 of 10 strings reach it, 900 places in a megabyte of source code
TAIL = 14  # code points at the end of a line that are scanned: a string of ten and blanks in it
LONGEST = 24  # visible characters of a string at a line's end: 20 by the longest generator seen

# Classes of bytes; the scores below belong to them in this order.
GROUPS = (
    b"",  # 0 not ASCII
    b" \t\n\r\v\f",
    bytes([*range(9), *range(14, 32), 127]),
    b"etaoinsrhl",
    b"dcumfpgwyb",
    b"vkxjqz",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    b"0123456789",
    b".,",
    b"'\"-",
    b"():/",
    b"!?;*",
    b"=<>_+",
    b"#$%&@",
    b"[]{}",
    b"\\^`|~",
)
# Score of a pair, 10 + 3 nats of log(drawn / written), limited to 0..31; from the counts that also made ``chars.bin``.
SCORES = (
    "10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10",
    "10 10 19  8  9 12 11 11  9 10 11 12 11 11 12 11",
    "10 19 19 19 19 19 19 19 19 19 19 19 19 19 19 19",
    "10 10 19  5  8 12 22 20 10 14 12 20 14 21 20 15",
    "10 10 19  5  9 14 15 15  8 12 12 21 13 22 20 15",
    "10 10 19  5  9 15 19 13  9 12 11 20 12 17 16 15",
    "10 10 19  8 13 15  8 14 11 12 13 21 11 21 16 12",
    "10 10 19 14 11 16 15  5  6  9  9 18 15 21 13 13",
    "10 10 19  7  8 15 10  9  7 14 15 20 12 20 14 13",
    "10 10 19  8  9 13 14 11  7  5 10 15 11 16 14  7",
    "10 10 19  8  8 14 14 11  7  8  5 12 14 13 14 12",
    "10 10 19 11 13 13 17 11  9  7  8  3 11 13 14 12",
    "10 10 19  8  8 13 12 13 12 10 11 17  6 18 13 11",
    "10 10 19  7  7 11 15 11  9 14 12 16 12  7 13 14",
    "10 10 19 11 12 15 15 10  4  7  7 10 13 12  7  6",
    "10 10 19 13  6 13 23 22 17  2 11 17 21 14 17 11",
)
GLUED = 4 * int(UNIT)
GIVE_UP = 12 * int(UNIT)
TO_CLASS = bytes(next((i for i, group in enumerate(GROUPS) if byte in group), 0) for byte in range(256))
TO_SCORE = bytes(int(score) for row in SCORES for score in row.split())
TO_HIGH = bytes(total >= SUM for total in range(256))
JAM = re.compile("[!-;](?:[ \xa0][?-~][ \xa0]?(?:[!-;][ \xa0][?-~][ \xa0]?){2}|[?-~](?:[!-;][?-~]){4})")
PAIRS = re.compile(f"{JAM.pattern}|(?:[\x00-\x08\x0e-\x1f!-;][?-~]){{5}}")  # a phpwind string in 2,000 looks like the second
CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160))))
BLANKS = " \t\r\u3000\ufeff\u200b" + CONTROLS
JAM_HEAD = re.compile("\n[!-; \xa0][ \xa0]{1,2}[?-~](?:[!-;][ \xa0][?-~]){3}")  # a string is seldom at the start of the first line alone
LONG = 120  # code points: a text with such a line may have lost its line ends, so a wide gap counts as one


ODD = re.compile(
    "[\xad\u200b-\u200d\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e01ef"  # shows nothing
    "\x80-\x9f\xc2-\xf4\u0402-\u040f\u0452-\u045f\ufffd锟"  # single bytes of a wider code, or what a decoder leaves of them
    "涓鐨鍦鏄浜鍚鎴绔缁鍙浠鍥鏂鍑閫瀛璇鍔鑷瑙鏈鏃鏉杩鍜浣鎵瀹闂鑳姝鎯绛銆锛绗鍒鍗鍏鍐鍓鐢闃鎶榛]"  # what GBK makes of frequent UTF-8
)
LETTERS = bytes(
    ord("l") if chr(byte).isalpha() and byte < 128 else ord("c") if byte in (0xD0, 0xD1) else ord(".") if 128 <= byte < 192 else 32
    for byte in range(256)
)


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A line's end that is unlike text: where it ends, whether it scores as a random string does, or has a look of Discuz!'s pairs."""

    end: int
    strong: bool
    jam: bool = False


def spots(text: str) -> Iterator[Spot]:
    r"""
    Line ends that could be junk: strings that score ``STRONG``, and jammer pairs, which may stand at starts as well.

    >>> list(spots("The quick brown fox jumps over the lazy dog, then sleeps till noon.\n" * 50))
    []
    >>> [spot.end for spot in spots("The quick brown fox jumps s3!LR2qiF \n")]
    [35]
    """
    for head in JAM_HEAD.finditer(text):
        yield Spot(head.end(), False, True)
    lines = lines_of(text)
    zero = 0  # where the block begins
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        lengths: list[int] = []
        for line in _suspects(block, text.isascii()):
            bare = block[line].rstrip(BLANKS)
            score = strength(folded(bare[-LONGEST:].encode("utf-8", "replace")))
            if score >= FAIR:
                jam = PAIRS.search(bare, max(0, len(bare) - LONGEST)) is not None
                if jam or score >= STRONG:
                    lengths = lengths or list(accumulate(map(len, block), initial=zero))
                    yield Spot(lengths[line] + line + len(bare), score >= STRONG, jam)
        zero += sum(map(len, block)) + len(block)


def _suspects(block: list[str], latin: bool) -> Iterator[int]:
    """Which lines of a block have six pairs in a row near their ends that score together."""
    if latin:
        tails = [line.rstrip()[-TAIL:] for line in block]  # 1 % of the trigger's time: blanks behind a string hide none of it
    else:  # what ends in a letter of another script is no string: only what the sums of its neighbours reach is kept
        tails = [bare[-TAIL:] if not "\u3000" < (bare := line.rstrip())[-1:] < "\ufe00" else bare[-TAIL:][:4] + bare[-1] for line in block]
    data = "\n".join(tails).encode("utf-8", "replace")
    high = _sums(data).translate(TO_HIGH)
    line = counted = 0
    at = high.find(1)
    while at >= 0:
        at += 2  # the third character of six: none of those before need be the string's
        line += data.count(b"\n", counted, at)
        yield line
        counted = data.find(b"\n", at)
        at = high.find(1, counted - 1) if counted >= 0 else -1


def lines_of(text: str, everywhere: bool = False) -> list[str]:
    """
    The text at its line ends and no-break spaces, and at wide gaps in long lines, or ``everywhere`` if there is a long line.

    A character stands for each cut, so lengths add up.
    """
    lined = text.replace("\xa0", "\n") if "\xa0" in text else text
    lines = lined.split("\n")
    if max(map(len, lines)) <= LONG:
        return lines
    if everywhere:
        return lined.replace("  ", "\n\n").split("\n")
    return "\n".join([line.replace("  ", "\n\n") if len(line) > LONG else line for line in lines]).split("\n")


def odd(text: str) -> bool:
    """
    Whether a text holds characters that the passes for invisible and mis-decoded characters must see; one search (0.4 ns a byte).

    >>> odd("plain “text”, 简单的文字"), odd("浣犲ソ"), odd("a\u200bb")
    (False, True, True)
    """
    return not text.isascii() and ODD.search(text) is not None


def mixed(text: str) -> bool:
    """
    Whether a Latin letter touches a Cyrillic one, as in a word of two alphabets.

    >>> mixed("слово and word"), mixed("сл\u043ev\u043e")
    (False, True)
    """
    data = text.encode("utf-8", "replace")
    if b"\xd0" not in data:
        return False
    letters = data.translate(LETTERS)
    return b"lc" in letters or b"c.l" in letters


def _sums(data: bytes) -> bytes:
    """For each byte the sum of the scores of the ``LANES`` pairs that begin with it."""
    classes = data.translate(TO_CLASS)
    lanes = int.from_bytes(classes, "little")
    pairs = (lanes << 4 | lanes >> 8).to_bytes(len(data) + 1, "little")[:-2]  # own class in the high half, the next one's in the low
    scores = int.from_bytes(pairs.translate(TO_SCORE), "little")
    twos = scores + (scores >> 8)
    return (twos + (twos >> 16) + (twos >> 32)).to_bytes(len(data) + 1, "little")


class Costs(NamedTuple):
    """What it costs (in units of the model) to take a string for set off by a blank, by another script, or by nothing."""

    blank: int = 0
    other: int = 0
    glued: int = 4 * int(UNIT)


ANYWHERE = Costs()


def best_tail(row: bytes, longest: int = LONGEST, costs: Costs = ANYWHERE, further: int = 0) -> tuple[float, int, float]:
    """
    The likeliest random string at the end of a row of ``symbols``: its score in nats, and how many visible characters it has.

    Where the string begins is the best trade between its characters and what ``costs`` take for its beginning there. The third
    is the best score of all that may be so many characters longer.

    >>> best_tail(folded(b"gone for good s3!LR2qiF"))[1]
    9
    """
    odds, cost = model(), _by_class(costs)
    best = far = -GLUED
    best_count = total = count = 0
    last, limit = longest + further, far - GIVE_UP
    back = row[::-1] + bytes((LINE, LINE))
    for char, before, first in zip(back, back[1:], back[2:], strict=False):
        total += odds[(first * SIZE + before) * SIZE + char] - ZERO
        if char > OTHER:
            count += 1
            score = total - cost[before]
            if score > far:
                far, limit = score, score - GIVE_UP
                if count <= longest:
                    best, best_count = score, count
        elif char != BLANK:
            break
        if total < limit or count == last:
            break
    return best / UNIT, best_count, far / UNIT


@lru_cache(maxsize=16)
def _by_class(costs: Costs) -> tuple[int, ...]:
    """What a beginning costs behind each of the model's characters."""
    return (0, costs.blank, costs.other, *(costs.glued for _ in range(OTHER + 1, SIZE)))


def strength(row: bytes, enough: float = STRONG) -> float:
    """The score of ``best_tail`` for strings that may begin anywhere, seen no further than it takes to have enough: four characters do."""
    odds, cost = model(), _by_class(ANYWHERE)
    best, total, enough = -GLUED, 0, enough * UNIT
    limit = best - GIVE_UP
    back = row[::-1] + bytes((LINE, LINE))
    for char, before, first in zip(back, back[1:], back[2:], strict=False):
        total += odds[(first * SIZE + before) * SIZE + char] - ZERO
        if char > OTHER:
            score = total - cost[before]
            if score > best:
                best, limit = score, score - GIVE_UP
                if best >= enough:
                    break
        elif char != BLANK:
            break
        if total < limit:
            break
    return best / UNIT


def best_head(row: bytes, longest: int = LONGEST) -> tuple[float, int]:
    """
    The same for the likeliest random string at the beginning of a row.

    >>> best_head(folded(b"s3!LR2qiF gone for good"))[1]
    9
    """
    odds = model()
    best, best_count, total, count = -GLUED, 0, 0, 0
    first = before = LINE
    for j, char in enumerate(row):
        if char in (OTHER, LINE) or count == longest or total < best - GIVE_UP:
            break
        total += odds[(first * SIZE + before) * SIZE + char] - ZERO
        if char != BLANK:
            count += 1
            score = total if j + 1 == len(row) or row[j + 1] <= OTHER else total - GLUED
            if score > best:
                best, best_count = score, count
        first, before = before, char
    return best / UNIT, best_count
