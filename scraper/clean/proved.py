"""Strings of phpwind's reseeded generator, recomputed: exact matches first, then weak ones between the seeds of their neighbours."""

from collections.abc import Iterator, Sequence

import msgspec

from ..model import Edit, Proof
from ..settings import CleanSettings
from .generators import SEEDS
from .sheet import Sheet
from .tables import Table, table, visible

__all__ = ["proved"]

STRONG = 6  # visible characters that are proof alone: 0 chance hits on 21 MB of hard clean text, against 1 with five and 64 with four
LONGEST = 10
NEAR = 5000  # seeds (microseconds) between two strings of a page: 10 to 20 in a post, some thousand over slow smiley or bbcode work
ENOUGH = 4  # exact matches that tell which table a page belongs to


class Slot(msgspec.Struct):
    """A place where a string of the generator may stand, what is visible there, and its seed once it is known."""

    start: int
    end: int
    shown: str
    seed: int | None = None


def proved(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Strings that a generator's table holds.

    A string of six or more visible characters is looked up; a shorter one must be the string of a seed between (or just
    beside) the seeds of its neighbours, which rise down the page by the microseconds that pass between two strings.
    """
    slots = _marked(sheet)
    if not slots:
        return
    for found in _tables(slots, settings.cache_dir):
        for slot in slots:
            if slot.seed is None and len(slot.shown) >= STRONG:
                seeds = found.seeds(slot.shown)
                slot.seed = seeds[0] if seeds else None
        if any(s.seed is not None for s in slots):
            _fill(slots, found)
            for slot in slots:
                if slot.seed is not None:
                    cut = sheet.text[slot.start : slot.end]
                    yield Edit(slot.start, slot.end, "junk-proved", cut, "", Proof(generator=found.generator.name, seed=slot.seed))
            return


def _marked(sheet: Sheet) -> list[Slot]:
    """Hidden spans that are short enough for the generator."""
    slots = []
    for mark in sheet.marks:
        if mark.label == "hidden" and mark.end - mark.start <= 3 * LONGEST:
            shown = visible(sheet.text[mark.start : mark.end])
            if 0 < len(shown) <= LONGEST:
                slots.append(Slot(mark.start, mark.end, shown))
    return slots


def _tables(slots: Sequence[Slot], folder: str | None) -> Iterator[Table]:
    """The tables worth asking, likeliest first."""
    strong = [s.shown for s in slots if len(s.shown) >= STRONG]
    if sum(map(str.isascii, strong)) * 2 > len(strong):
        yield table("phpwind-126", "ascii", folder)
    elif strong:
        for codec in ("gbk", "gb18030", "utf-8", "big5", "latin-1", "cp1252"):
            yield table("phpwind-255", codec, folder)
    if len(strong) >= ENOUGH:
        yield table("phpwind-126-php4", "ascii", folder)
        yield table("phpwind-126-php7.1", "ascii", folder)


def _fill(slots: Sequence[Slot], found: Table) -> None:
    """Seeds for what is left, from the windows that the seeds before and after leave open."""
    known = [i for i, s in enumerate(slots) if s.seed is not None]
    for i, slot in enumerate(slots):
        if slot.seed is None:
            before = next((slots[k].seed for k in reversed(known) if k < i), None)
            after = next((slots[k].seed for k in known if k > i), None)
            slot.seed = next((s for s in _window(before, after) if found.shown(s) == slot.shown), None)


def _window(before: int | None, after: int | None) -> Iterator[int]:
    """Seeds that a string may have between two known ones; the clock's microseconds begin again at a million."""
    if before is not None and after is not None and (after - before) % SEEDS <= 2 * NEAR:
        return ((before + i) % SEEDS for i in range((after - before) % SEEDS + 1))
    ahead = ((before + i) % SEEDS for i in range(NEAR)) if before is not None else ()
    behind = ((after - i) % SEEDS for i in range(NEAR)) if after is not None else ()
    return (seed for part in (ahead, behind) for seed in part)
