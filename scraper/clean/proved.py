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
from .rows import rows, tail
from .scan import best_tail
from .sheet import Sheet
from .tables import Table, suffix_hashes, table, visible

__all__ = ["proved"]

STRONG = 6  # visible characters that are proof alone: 0 chance hits on 21 MB of hard clean text, against 1 with five and 64 with four
SURE = 8  # that many are proof even when they are glued to a word
LONGEST = 10
BITS = 39.0  # what six visible ASCII characters weigh: 6.5 bits each; a Chinese character weighs 13, U+FFFD 2
NEAR = 2000  # seeds (microseconds) between two strings of a page: 10 to 20 in a post, hundreds over slow smiley or bbcode work
CLOSE = 400  # seeds between neighbours that are few enough to try on everything between them
SAMPLE = 60  # strings of a page by which a table is tried
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
    if sheet.spots or "\ufffd" in sheet.text:
        slots = _ends(sheet, marked)
        if likely := _sample(sheet, slots):
            yield from _prove(sheet, slots, likely, settings.cache_dir)


def _prove(sheet: Sheet, slots: list[Slot], sample: Sequence[Slot], folder: str | None) -> Iterator[Edit]:
    """The edits that the first table to know any string of the sample can prove."""
    for found in _tables(sample, folder):
        if _anchor(sheet.text, sample, found):
            _anchor(sheet.text, slots, found)
            _fill(sheet.text, slots, found)
            for slot in slots:
                if slot.seed is not None:
                    proof = Proof(generator=found.generator.name, seed=slot.seed)
                    yield Edit(slot.start, slot.end, "junk-proved", sheet.text[slot.start : slot.end], "", proof)
            return


def _sample(sheet: Sheet, slots: Sequence[Slot]) -> list[Slot]:
    """Places that the trigger saw, or that a decoder broke: what a table must know some of to be asked for all."""
    ends = {spot.end for spot in sheet.spots}
    return [slot for slot in slots if slot.end in ends or "\ufffd" in slot.shown][:SAMPLE]


def _marked(sheet: Sheet) -> list[Slot]:
    """Hidden spans that are short enough for the generator."""
    slots = []
    for mark in sheet.marks:
        if mark.label == "hidden" and mark.end - mark.start <= 3 * LONGEST:
            shown = visible(sheet.text[mark.start : mark.end])
            if 0 < len(shown) <= LONGEST:
                at = [mark.start] * len(shown)
                slots.append(Slot(mark.end, shown, at, True))
    return slots


def _ends(sheet: Sheet, marked: Sequence[Slot]) -> list[Slot]:
    """The ends of all rows that no hidden span holds."""
    text = sheet.text
    taken = {slot.end for slot in marked}
    escaped = "&lt;" in text or "&nbsp;" in text
    slots = []
    for row in rows(text):
        if row.end not in taken:
            shown, at = tail(text, 0, row.end, LONGEST, escaped)
            slots.append(Slot(row.end, shown, at, False))
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


def _lengths(slot: Slot, floor: int) -> list[int]:
    """How long a string that ends here may be, longest first; none where ordinary letters end a row."""
    shown = slot.shown
    free = sum(1 for at in slot.at if at >= floor)
    last = shown[-STRONG:]
    if last.isalpha() and (last.islower() or not last.isascii()) and "\ufffd" not in shown:
        return []
    return [n for n in range(free, 0, -1) if _bits(shown[-n:]) >= BITS]


def _bits(shown: str) -> float:
    """How much chance it takes to draw these characters."""
    if shown.isascii():
        return 6.5 * len(shown)
    return sum(6.5 if c < "\x80" else 2.0 if c == "\ufffd" else 7.0 if c < "\u0250" else 13.0 for c in shown)


def _apart(text: str, start: int) -> bool:
    """Whether a string that begins here is set off from a word before it."""
    return start == 0 or not ("!" <= text[start - 1] <= "~")


def _fill(text: str, slots: Sequence[Slot], found: Table) -> None:
    """Seeds for what is left, from the windows that the seeds before and after leave open."""
    known = [i for i, s in enumerate(slots) if s.seed is not None]
    edges = [-1, *known, len(slots)]
    for low, high in pairwise(edges):
        if high - low > 1:
            before = slots[low].seed if low >= 0 else None
            after = slots[high].seed if high < len(slots) else None
            _fill_gap(text, slots[low + 1 : high], found, slots[low].end if low >= 0 else 0, before, after)


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
    strings = {found.shown(seed): seed for seed in reversed(seeds)}
    strings.pop("", None)
    return strings
