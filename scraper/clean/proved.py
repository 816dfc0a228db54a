"""
Strings of phpwind's reseeded generator, recomputed: exact matches first, then weak ones between the seeds of their neighbours.

In HTML a string is a hidden span, in plain text it ends where a row ends; nothing says where it begins, so all lengths are asked.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from ..model import Edit, Proof
from ..settings import CleanSettings
from .chars import symbols
from .generators import SEEDS
from .rows import Row, rows, tail
from .scan import JAM, best_tail
from .sheet import Sheet
from .tables import Table, suffix_hashes, table, visible

__all__ = ["proved"]

STRONG = 6  # visible characters that are proof alone: 0 chance hits on 21 MB of hard clean text, against 1 with five and 64 with four
SURE = 8  # that many are proof even when they are glued to a word
LONGEST = 10
BITS = 39.0  # what six visible ASCII characters weigh: 6.5 bits each; a Chinese character weighs 13, U+FFFD 2
ROWS = 12  # rows before the first and after the last known string of a page in which a weak one is looked for
NEAR = 800  # seeds (microseconds) between two strings of a page: 10 to 20 in a post, hundreds over slow smiley or bbcode work
CLOSE = 400  # seeds between neighbours that are few enough to try on everything between them
SAMPLE = 24  # strings of a page by which a table is tried: 8 of 10 strings that can be proved are by themselves
WORTH = 9.0  # nats
COMPANIONS = 4  # strong strings that make the rarer tables worth asking
CODECS = ("gbk", "gb18030", "utf-8", "big5", "latin-1", "cp1252")


class Slot(msgspec.Struct):
    """A place where a string may stand: its end, the last visible characters there with their offsets, its seed once known."""

    end: int
    shown: str
    at: list[int]
    whole: bool
    seed: int | None = None
    length: int = 0

    @property
    def start(self) -> int:
        """Where the string begins: at its first visible character."""
        return self.at[-self.length]


def proved(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Strings that a generator's table holds.

    A string of six or more visible characters is looked up; a shorter one must be the string of a seed between (or just
    beside) the seeds of its neighbours, which rise down the page by the microseconds that pass between two strings.
    """
    marked = _marked(sheet)
    if marked:
        yield from _prove(sheet, marked, marked, settings.cache_dir)
    if sheet.suspicious:
        taken = {slot.end for slot in marked}
        lines = [row for row in rows(sheet.text) if row.end not in taken]
        if sample := _sample(sheet, lines):
            yield from _prove(sheet, sample, lines, settings.cache_dir)


def _prove(sheet: Sheet, sample: list[Slot], lines: Sequence[Row | Slot], folder: str | None) -> Iterator[Edit]:
    """The edits that the first table to know any string of the sample can prove."""
    for found in _tables(sample, folder):
        if _anchor(sheet.text, sample, found):
            slots = [line if isinstance(line, Slot) else _slot(sheet, line) for line in lines]
            _anchor(sheet.text, slots, found)
            _fill(sheet.text, slots, found)
            for slot in slots:
                if slot.seed is not None:
                    proof = Proof(generator=found.generator.name, seed=slot.seed)
                    yield Edit(slot.start, slot.end, "junk-proved", sheet.text[slot.start : slot.end], "", proof)
            return


def _sample(sheet: Sheet, lines: Sequence[Row]) -> list[Slot]:
    """Places that the trigger saw, or that a decoder broke: what a table must know some of to be asked for all."""
    ends = {spot.end for spot in sheet.spots if spot.score >= WORTH}
    broken = "\ufffd" in sheet.text
    some = [row for row in lines if row.end in ends or (broken and "\ufffd" in sheet.text[row.end - LONGEST : row.end])]
    return [_slot(sheet, row) for row in some[:SAMPLE]]


def _slot(sheet: Sheet, row: Row) -> Slot:
    """The end of a row as a place to be looked at."""
    return Slot(row.end, *tail(sheet.text, 0, row.end, LONGEST, sheet.escaped), False)


def _marked(sheet: Sheet) -> list[Slot]:
    """Hidden spans that are short enough for the generator."""
    slots = []
    for mark in sheet.marks:
        if mark.label == "hidden" and mark.end - mark.start <= 3 * LONGEST:
            text = sheet.text[mark.start : mark.end]
            shown = visible(text)
            if 0 < len(shown) <= LONGEST and not JAM.match(text.strip()):  # Discuz!'s pairs are in no table
                at = [mark.start] * len(shown)
                slots.append(Slot(mark.end, shown, at, True))
    return slots


def _tables(sample: Sequence[Slot], folder: str | None) -> Iterator[Table]:
    """The tables worth asking, likeliest first."""
    plain = sum(1 for s in sample if s.shown[-STRONG:].isascii() and len(s.shown) >= STRONG)
    if plain:
        yield table("phpwind-126", "ascii", folder)
    if plain < len(sample) and any(not s.shown[-STRONG:].isascii() for s in sample):
        for codec in CODECS:
            yield table("phpwind-255", codec, folder)
    if plain >= COMPANIONS:
        yield table("phpwind-126-php4", "ascii", folder)
        yield table("phpwind-126-php7.1", "ascii", folder)


def _anchor(text: str, slots: Sequence[Slot], found: Table) -> bool:
    """Give each slot the seed that its own characters prove; whether any was."""
    floor = 0
    for slot in slots:
        if slot.whole:
            lengths: Sequence[int] = (len(slot.shown),) if _bits(slot.shown) >= BITS else ()
        else:
            lengths = _lengths(slot, floor)
        if lengths:
            hashes = suffix_hashes(slot.shown)
            for length in lengths:
                seeds = found.seeds(slot.shown[-length:], hashes[length - 1])
                if seeds and (slot.whole or length >= SURE or _apart(text, slot.at[-length])):
                    slot.seed, slot.length, floor = seeds[0], length, slot.end
                    break
    return any(slot.seed is not None for slot in slots)


def _lengths(slot: Slot, floor: int) -> Sequence[int]:
    """How long a string that ends here may be, longest first; none where ordinary letters end a row."""
    shown = slot.shown
    last = shown[-STRONG:]
    if last.isalpha() and (last.islower() or not last.isascii()) and "\ufffd" not in shown:
        return ()
    free = len(shown) if not slot.at or slot.at[0] >= floor else sum(1 for at in slot.at if at >= floor)
    if shown.isascii():
        return range(free, STRONG - 1, -1)
    return [n for n in range(free, 0, -1) if _bits(shown[-n:]) >= BITS]


def _bits(shown: str) -> float:
    """How much chance it takes to draw these characters."""
    return sum(6.5 if c < "\x80" else 2.0 if c == "\ufffd" else 7.0 if c < "\u0250" else 13.0 for c in shown)


def _apart(text: str, start: int) -> bool:
    """Whether a string that begins here is set off from a word before it."""
    return start == 0 or not ("!" <= text[start - 1] <= "~")


def _fill(text: str, slots: Sequence[Slot], found: Table) -> None:
    """Seeds for what is left, from the windows that the seeds before and after leave open."""
    known = [i for i, s in enumerate(slots) if s.seed is not None]
    for low, high in pairwise([-1, *known, len(slots)]):
        if high - low > 1:
            first, last = low + 1, high
            if low < 0:
                first = max(first, last - ROWS)
            elif high == len(slots):
                last = min(last, first + ROWS)
            before = slots[low].seed if low >= 0 else None
            after = slots[high].seed if high < len(slots) else None
            _fill_gap(text, slots[first:last], found, slots[low].end if low >= 0 else 0, before, after)


def _fill_gap(text: str, slots: Sequence[Slot], found: Table, floor: int, before: int | None, after: int | None) -> None:
    """The slots between two known seeds. What looks like text is only compared with the few seeds between close neighbours."""
    between = before is not None and after is not None
    close = between and (after or 0) - (before or 0) in range(CLOSE)
    window = None
    for slot in slots:
        if close or slot.whole or found.generator.top > 126 or best_tail(symbols(text[max(floor, slot.end - 24) : slot.end]))[0] > 0:
            window = _window(found, before, after) if window is None else window
            _place(text, slot, floor, window, between)
            floor = slot.end if slot.seed is not None else floor


def _place(text: str, slot: Slot, floor: int, window: dict[str, int], between: bool) -> None:
    """The longest string of the window that ends the slot."""
    if slot.whole:
        if (seed := window.get(slot.shown)) is not None:
            slot.seed, slot.length = seed, len(slot.shown)
        return
    for length in range(sum(1 for at in slot.at if at >= floor), 0 if between else 2, -1):
        seed = window.get(slot.shown[-length:])
        if seed is not None and (length >= STRONG or _apart(text, slot.at[-length])):
            slot.seed, slot.length = seed, length
            return


def _window(found: Table, before: int | None, after: int | None) -> dict[str, int]:
    """The strings of the seeds between two known ones, or just beside one; the clock's microseconds begin again at a million."""
    if before is not None and after is not None and (after - before) % SEEDS <= 2 * NEAR:
        seeds = [(before + i) % SEEDS for i in range((after - before) % SEEDS + 1)]
    else:
        seeds = [(before + i) % SEEDS for i in range(NEAR)] if before is not None else []
        seeds += [(after - i) % SEEDS for i in range(NEAR)] if after is not None else []
    strings = found.strings(reversed(seeds))
    strings.pop("", None)
    return strings
