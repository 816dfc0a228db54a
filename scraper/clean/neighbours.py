"""Weak strings, told by the seeds of their neighbours, which rise down a page by the microseconds between two strings."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from .chars import symbols
from .generators import SEEDS
from .scan import strength
from .sheet import Sheet
from .shown import STRONG, enough, visible
from .slots import Slot, is_apart, is_ordinary, start_of
from .tables import Table

__all__ = ["fill_gaps", "fill_marked"]

WEAK = 26  # half bits (``shown.PROOF``) of a string that must stand between its neighbours' seeds, not just beside one
WEAK_BROKEN = 20  # the same where U+FFFD stands for most of it
NEAR = 800  # seeds (microseconds) between two strings of a page: 10 to 20 in a post, hundreds over slow smiley or bbcode work
BESIDE = 300  # seeds beside the first or last known one: the dozen rows that are looked at
ODD = 3.125  # nats for a row that is compared with so many
ANY = -3.875  # nats: more than a row has that begins with nothing drawn
FEW_SEEDS = 50  # that are written out without asking whether it is worth it
CLOSE = 400  # seeds between neighbours that are few enough to try on everything between them
ROWS_BROKEN = 16  # the same where U+FFFD leaves few strong ones
ROWS = 4  # rows before the first and after the last known string of a page in which a weak one is looked for


def fill_marked(slots: Sequence[Slot], found: Table) -> None:
    """
    Seeds for weak hidden spans: near any seed that is known.

    Bodies and quotes of a page are not in the order in which the forum drew their strings, so any neighbour will do.
    """
    weak = [slot for slot in slots if slot.seed is None]
    if not weak:
        return
    windows: list[int] = []  # where each begins; the last one that has a string counts
    for seed in sorted(slot.seed for slot in slots if slot.seed is not None):
        if not windows or seed - windows[-1] >= NEAR + NEAR // 2:
            windows.append(seed - NEAR)
    for slot in weak:
        if seeds := found.seeds(slot.shown):
            nearest = ((first, _nearest(seeds, first)) for first in reversed(windows))
            slot.seed = next((seed for first, seed in nearest if (seed - first) % SEEDS < 2 * NEAR), None)


def _nearest(seeds: Sequence[int], first: int) -> int:
    """The seed that comes next from one on; behind the last seed comes the first."""
    return min(seeds, key=lambda seed: (seed - first) % SEEDS)


def fill_gaps(sheet: Sheet, slots: Sequence[Slot], found: Table) -> None:
    """Seeds for what is left in plain text, from the windows that the seeds before and after leave open."""
    known = [i for i, s in enumerate(slots) if s.seed is not None]
    rows = ROWS if found.codec == "ascii" else ROWS_BROKEN
    for low, high in pairwise([-1, *known, len(slots)]):
        if high - low > 1:
            first, last = low + 1, high
            if low < 0:
                first = max(first, last - rows)
            elif high == len(slots):
                last = min(last, first + rows)
            _fill_gap(sheet, slots[first:last], found, slots[low] if low >= 0 else None, slots[high] if high < len(slots) else None)


def _fill_gap(sheet: Sheet, slots: Sequence[Slot], found: Table, left: Slot | None, right: Slot | None) -> None:
    """The slots between two known ones. What looks like text is only compared with the few seeds between close neighbours."""
    before, floor = (left.seed, left.end) if left else (None, 0)
    after, ceiling = (right.seed, right.start) if right else (None, len(sheet.text))
    between = before is not None and after is not None
    windows = _windows(before, after)
    if found.codec != "ascii":
        least = 0 if between else WEAK_BROKEN
        worth, known = _worth(slots, found, windows, least)
        for slot in worth:
            floor = _place(sheet, slot, floor, known.get, least)
        return
    close = between and (after or 0) - (before or 0) in range(CLOSE)
    near: Callable[[str], int | None] | None = None
    for slot in slots:
        if slot.end <= ceiling and _looks(sheet.text, floor, slot, close):
            near = near or _near(found, windows)
            floor = _place(sheet, slot, floor, near, 0 if between else WEAK)


def _worth(slots: Sequence[Slot], found: Table, windows: Sequence[tuple[int, int]], least: int) -> tuple[list[Slot], dict[str, int]]:
    """
    The slots that a string of the windows can end, and those strings with their seeds; for a range 0..255.

    It is told by the bytes of a slot's last characters: those of 300 seeds hold a given Chinese character one time in 20, so
    mostly none needs to be decoded.
    """
    lines = found.lines(windows)
    bare = lines.translate(None, _unseen(found.codec))
    held = [_holding(bare, slot.shown[-enough(slot.shown, least) :], found.codec) for slot in slots]
    if not any(held):
        return [], {}
    some = sorted(set[int]().union(*held))
    seeds = [*chain(*[range(first, first + count) for first, count in windows])]
    each = lines.split(b"\n")
    shown = found.decoded(b"\n".join([*[each[row] for row in some], b""]))
    known = {string: seeds[row] % SEEDS for string, row in zip(reversed(shown), reversed(some), strict=True)}
    return [slot for slot, rows in zip(slots, held, strict=True) if rows], known


@lru_cache(maxsize=8)
def _unseen(codec: str) -> bytes:
    """The bytes that show nothing in a decoding, but for the line end."""
    return bytes(byte for byte in range(256) if byte != ord("\n") and not visible(bytes((byte,)).decode(codec, "replace")))


def _holding(lines: bytes, end: str, codec: str) -> Sequence[int]:
    """
    Which lines hold what the characters can have been decoded from.

    Of U+FFFD nobody knows; the rarest other character beside it stands for all, as anything unseen may be between two.
    """
    known = max(end.replace("\ufffd", ""), default="") if "\ufffd" in end else end
    if not known:
        return range(lines.count(b"\n"))
    try:
        sought = known.encode(codec)
    except UnicodeError:
        return ()
    rows = []
    at = lines.find(sought)
    while at >= 0:
        rows.append(lines.count(b"\n", 0, at))
        at = lines.find(sought, lines.index(b"\n", at))
    return rows


def _looks(text: str, floor: int, slot: Slot, close: bool) -> bool:
    """Whether the end of a row is worth a comparison: not for letters of other scripts, nor for what reads like a word."""
    end = slot.end
    if text[end - 1] > "~" or (not close and is_ordinary(slot.shown[-STRONG:])):
        return False
    least = ANY if close else ODD
    return strength(symbols(text[max(floor, end - 24) : end]), least) >= least


def _place(sheet: Sheet, slot: Slot, floor: int, near: Callable[[str], int | None], least: int) -> int:
    """Give a slot the longest string of the windows that ends it, if there is one; where the next one may begin."""
    for length in range(len(slot.shown), enough(slot.shown, least) - 1, -1):
        seed = near(slot.shown[-length:])
        if seed is not None:
            start = start_of(sheet, slot, length, floor)
            if start >= floor and (length >= STRONG or is_apart(sheet.text, start)):
                slot.seed, slot.start = seed, start
                return slot.end
    return floor


def _windows(before: int | None, after: int | None) -> list[tuple[int, int]]:
    """Which seeds may be between two known ones, or just beside one: the first, and how many; they begin again at a million."""
    if before is not None and after is not None:
        if (after - before) % SEEDS <= 2 * NEAR:
            return [(before, (after - before) % SEEDS + 1)]
        return [(before, NEAR), ((after - NEAR) % SEEDS, NEAR)]
    return [(before, BESIDE)] if before is not None else [((after - BESIDE) % SEEDS, BESIDE)] if after is not None else []


def _near(found: Table, windows: Sequence[tuple[int, int]]) -> Callable[[str], int | None]:
    """
    What tells the seed in some windows whose string shows so.

    Few seeds are written out; of many, the table is asked (1 µs a string, 0.2 µs a seed).
    """
    if sum(count for _, count in windows) <= FEW_SEEDS:
        return found.strings(windows).get
    return lambda shown: _within(found.seeds(shown), windows)


def _within(seeds: Sequence[int], windows: Sequence[tuple[int, int]]) -> int | None:
    """The first of some seeds that is in the first of the windows that has one."""
    return next((seed for first, count in windows for seed in seeds if (seed - first) % SEEDS < count), None) if seeds else None
