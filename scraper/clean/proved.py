"""
Strings of phpwind's reseeded generator, recomputed: exact matches first, then weak ones by the seeds of their neighbours.

In HTML a string is a hidden span, in plain text it ends where a row ends; nothing says where it begins, so several lengths are asked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat

from ..model import Edit, Proof
from ..settings import CleanSettings
from .neighbours import fill_gaps, fill_marked
from .scan import BLANKS
from .sheet import Sheet
from .shown import PROOF, STRONG, enough
from .slots import (
    BROKEN_SAMPLE,
    Slot,
    is_apart,
    is_ordinary,
    is_provable,
    marked_slots,
    row_ends,
    sample_slots,
    slots_at,
    start_of,
    unknown_ends,
)
from .tables import Table, table

__all__ = ["proved", "proved_hidden"]

SURE = 8  # that many are proof even when they are glued to a word
APART = frozenset({"utf-8", "big5", "latin-1"})  # decodings of which another one knows next to nothing
FEW = 2  # strings that are asked for by themselves first
FEW_BROKEN = 12  # of them, the first that are asked for
RARE = 6  # the same for the rarer tables
COMPANIONS = 4  # strong strings that make those worth asking
REPERTOIRE = {  # of the range 0..255, what each decoder can leave of random bytes
    "gbk": re.compile("[!-~\x80-\uffff]*"),
    "gb18030": re.compile("[!-~\x80-\U0010ffff]*"),
    "utf-8": re.compile("[!-~\x80-\u07ff\ufffd]*"),  # three bytes that fit together are 1 in 500
    "big5": re.compile("[!-~\x80-\uffff]*"),
    "latin-1": re.compile("[!-~\x80-\xff]*"),
    "cp1252": re.compile("[!-~\x80-\xff\u0152-\u0192\u02c6-\u02dc\u2013-\u20ac\u2122\ufffd]*"),
}
UNKNOWN = BLANKS + "\ufffd"
CONTROLS = frozenset(map(chr, (*range(9), *range(14, 32), 127)))
Strings = Sequence[tuple[int, int]]
"""Strings of a table: how many characters each shows, and its seed."""


def proved(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Strings that a generator's table holds.

    A string of six or more visible characters is looked up; a shorter one must be the string of a seed between (or just
    beside) the seeds of its neighbours, which rise down the page by the microseconds that pass between two strings.
    """
    drawn = _as_drawn(sheet, settings.cache_dir)
    if drawn is not None:
        for edit in _proved(drawn, settings):
            yield _of(sheet.text, edit)
    else:
        yield from _proved(sheet, settings)


def _proved(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """The same, of a sheet whose characters are the forum's."""
    marked = marked_slots(sheet) if sheet.marks else []
    if marked and (known := _table(sheet, marked, settings.cache_dir)) is not None:
        yield from _prove(sheet, marked, known)
    taken = {slot.end for slot in marked}
    if (found := _plain_table(sheet, taken, settings.cache_dir)) is not None:
        yield from _prove(sheet, row_ends(sheet, found), found)


def _as_drawn(sheet: Sheet, folder: str | None) -> Sheet | None:
    """
    The sheet with NUL for U+FFFD where a table in ASCII knows strings by that; ``None`` where it does not.

    A string of ten from 0..126 has a NUL one time in 13, and parsers may write U+FFFD for it (libxml2 since 2.14 does).
    """
    if "\ufffd" not in sheet.text:
        return None
    drawn = Sheet(sheet.text.replace("\ufffd", "\0"), sheet.marks, sheet.starts, plain=sheet.plain, names=sheet.names)
    hidden = [mark.end for mark in sheet.marks if mark.label == "hidden" and "\ufffd" in sheet.text[mark.start : mark.end]]
    ends = [*hidden, *islice(unknown_ends(sheet.text, UNKNOWN), BROKEN_SAMPLE)]
    sample = [slot for slot in slots_at(drawn, ends) if is_provable(slot)]
    return drawn if sample and _knows(drawn, sample, table("phpwind-126", "ascii", folder)) else None


def _of(text: str, edit: Edit) -> Edit:
    """An edit of the sheet as drawn, of the text as it is: with the U+FFFD at its end."""
    end = edit.end
    while text.startswith("\ufffd", end):
        end += 1
    return Edit(edit.start, end, edit.reason, text[edit.start : end], edit.put, edit.proof)


def proved_hidden(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """The same for what a page hides alone: most pages need no more, and are spared a look at every line's end."""
    if (marked := marked_slots(sheet)) and (found := _table(sheet, marked, settings.cache_dir)) is not None:
        yield from _prove(sheet, marked, found)


def _prove(sheet: Sheet, slots: list[Slot], found: Table) -> Iterator[Edit]:
    """The edits that a table can prove for the slots, in page order."""
    _anchor(sheet, slots, found)
    if slots and slots[0].whole:
        fill_marked(slots, found)
    else:
        fill_gaps(sheet, slots, found)
    name = found.generator.name
    for slot in slots:
        if slot.seed is not None:
            yield Edit(slot.start, slot.end, "junk-proved", sheet.text[slot.start : slot.end], "", Proof(generator=name, seed=slot.seed))


def _plain_table(sheet: Sheet, taken: set[int], folder: str | None) -> Table | None:
    """The table for strings at the ends of rows; nearly always the first place that the trigger saw names it."""
    few = slots_at(sheet, [spot.end for spot in sheet.first_spots(FEW) if spot.strong and not spot.jam and spot.end not in taken])
    few = [slot for slot in few if is_provable(slot)]
    if few and _knows(sheet, few, first := table("phpwind-126", "ascii", folder)):
        return first
    sample = sample_slots(sheet, taken)
    return _table(sheet, sample, folder) if sample else None


def _table(sheet: Sheet, sample: list[Slot], folder: str | None) -> Table | None:
    """The table that knows some of the sample, the likeliest asked first, of decodings the best; ``None`` if none knows any."""
    plain = [slot for slot in sample if is_provable(slot)]
    if plain and _knows(sheet, plain, first := table("phpwind-126", "ascii", folder)):
        return first
    if len(plain) < len(sample):
        broken = [slot for slot in sample if not slot.shown[-STRONG:].isascii()]
        for part in (broken[:FEW_BROKEN], broken[FEW_BROKEN:]):
            if (found := _decoded(part, folder)) is not None:
                return found
    if len(plain) >= COMPANIONS:
        for name in ("phpwind-126-php4", "phpwind-126-php7.1"):
            if _knows(sheet, plain[:RARE], rare := table(name, "ascii", folder)):
                return rare
    return None


def _decoded(sample: Sequence[Slot], folder: str | None) -> Table | None:
    """The table of the range 0..255 for the decoding by which most of the sample is known."""
    best: Table | None = None
    most = 0
    needed = [(slot, slot.shown[::-1], STRONG if slot.whole else enough(slot.shown, PROOF)) for slot in sample]
    for codec, repertoire in REPERTOIRE.items():
        if codec in APART and most * 2 >= len(sample):
            continue
        fits = [slot for slot, mirrored, n in needed if repertoire.match(mirrored).end() >= n]  # type: ignore[union-attr]
        if len(fits) > most and (codec not in APART or most * 2 < len(fits)):
            found = table("phpwind-255", codec, folder)
            count = sum(found.seed(slot.shown) is not None if slot.whole else bool(strings) for slot, strings in _asked(fits, found))
            if count > most:
                best, most = found, count
    return best


def _knows(sheet: Sheet, sample: Sequence[Slot], found: Table) -> bool:
    """Whether the table knows one of them."""
    known = any(_own_seed(sheet, slot, found, strings, 0) for slot, strings in _asked(sample, found))
    for slot in sample:
        slot.seed = None
    return known


def _anchor(sheet: Sheet, slots: Sequence[Slot], found: Table) -> None:
    """Give each slot the seed that its own characters prove."""
    floor = 0
    for slot, strings in _asked(slots, found):
        if (strings or slot.whole) and _own_seed(sheet, slot, found, strings, floor):
            floor = slot.end


def _asked(slots: Sequence[Slot], found: Table) -> Iterable[tuple[Slot, Strings]]:
    """The slots with the strings of a table that each may hold: for hidden spans they are asked one by one."""
    return zip(slots, repeat(()) if slots and slots[0].whole else found.endings([slot.shown for slot in slots]), strict=False)


def _own_seed(sheet: Sheet, slot: Slot, found: Table, strings: Strings, floor: int) -> bool:
    """Give a slot the seed that its own characters prove, of the strings that end it; whether there is one."""
    if slot.whole:
        if len(slot.shown) >= STRONG:
            slot.seed = found.seed(slot.shown)
        return slot.seed is not None
    for length, seed in strings:
        start = start_of(sheet, slot, length, floor)
        if start >= floor and (found.codec != "ascii" or sheet.escaped or _set_off(sheet.text, slot.shown, start, length)):
            while start > floor and sheet.text[start - 1] in CONTROLS:  # the string's own
                start -= 1
            slot.seed, slot.start = seed, start
            return True
    return False


def _set_off(text: str, shown: str, start: int, length: int) -> bool:
    """Whether a string is set off from a word before it, or so long that it need not be, and no word itself."""
    return (is_apart(text, start) or (length >= SURE and not shown[-SURE:].isalnum())) and not is_ordinary(shown[-length:])
