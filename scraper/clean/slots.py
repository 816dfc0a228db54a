"""Where a generator's string may stand: ends of rows, hidden spans, and places that a decoder broke; and where it may begin."""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from .rows import back, tail
from .scan import BLANKS, JAM
from .sheet import Sheet
from .shown import STRONG, visible, visibles
from .tables import Table

__all__ = [
    "BROKEN_SAMPLE",
    "Slot",
    "is_apart",
    "is_ordinary",
    "is_provable",
    "marked_slots",
    "row_ends",
    "sample_slots",
    "slots_at",
    "start_of",
    "unknown_ends",
]

LONGEST = 10
SAMPLE = 10  # strings of a page by which a table is tried: 8 of 10 strings that can be proved are by themselves
BROKEN_SAMPLE = 30  # the same for bytes that a decoder broke: in UTF-8 one of five strings has enough left
BROKEN = re.compile("\ufffd[^\n\xa0]{0,10}(?=[\n\xa0]|\\Z)")
NUMBERS = frozenset("0123456789-:./,")
PUNCTUATION = ".,;:!?\"')"
SIGN = re.compile(  # signs of Latin-1 near a line's end; letters with accents end many lines, these few
    "[\xa1-\xbf\xd0\xd7\xde\xf0\xf7\xfe][!-~\xa1-\xff]{0,9}(?=[ \x80-\xa0]*(?:[\n\xa0]|\\Z))"
)


class Slot(msgspec.Struct, gc=False):
    """
    A place where a string may stand: its end, the last visible characters there, its seed once known.

    ``whole`` says that the string is all of it (a hidden span that begins at ``start``).
    """

    end: int
    shown: str
    start: int = -1
    whole: bool = False
    seed: int | None = None


def row_ends(sheet: Sheet, found: Table) -> list[Slot]:
    """The ends of all rows as slots; for a table in ASCII, of those that do not end in a letter of another script."""
    text = sheet.text
    return slots_at(sheet, [row.end for row in sheet.rows if found.codec != "ascii" or text[row.end - 1] < "\x7f"])


def sample_slots(sheet: Sheet, taken: set[int]) -> list[Slot]:
    """Places that the trigger saw, or that a decoder broke: what a table must know some of to be asked for all."""
    ends = [spot.end for spot in sheet.first_spots(SAMPLE) if spot.strong and not spot.jam]  # Discuz!'s pairs are in no table
    if sheet.odd:
        ends += islice(_broken_ends(sheet.text), BROKEN_SAMPLE)
    return slots_at(sheet, [end for end in dict.fromkeys(ends) if end not in taken])


def is_provable(slot: Slot) -> bool:
    """Whether an ASCII table may know the slot's string by itself."""
    return len(slot.shown) >= STRONG and slot.shown[-STRONG:].isascii()


def unknown_ends(text: str, behind: str = BLANKS) -> Iterator[int]:
    """The ends of rows that hold U+FFFD among their last characters, without the characters that may stand ``behind`` them."""
    return (found.start() + len(found[0].rstrip(behind)) for found in BROKEN.finditer(text))


def _broken_ends(text: str) -> Iterator[int]:
    """The same, and of rows that hold several signs of the high half of Latin-1."""
    yield from unknown_ends(text)
    for found in SIGN.finditer(text):
        if sum("\xa1" <= c <= "\xff" for c in text[max(0, found.end() - LONGEST) : found.end()]) >= 3:
            yield found.end()


def slots_at(sheet: Sheet, ends: list[int]) -> list[Slot]:
    """The ends of rows as places to be looked at."""
    if sheet.escaped:
        return [Slot(end, tail(sheet.text, 0, end, LONGEST, True)[0]) for end in ends]
    text = sheet.text.replace("\n", "\r")
    shown = visibles([text[max(0, end - 3 * LONGEST) : end] for end in ends])
    return [Slot(end, string[-LONGEST:]) for end, string in zip(ends, shown, strict=True)] if ends else []


def marked_slots(sheet: Sheet) -> list[Slot]:
    """Hidden spans that are short enough for the generator."""
    slots = []
    for mark in sheet.marks:
        if mark.label == "hidden" and mark.end - mark.start <= 3 * LONGEST:
            text = sheet.text[mark.start : mark.end]
            shown = visible(text)
            if 0 < len(shown) <= LONGEST and not JAM.match(text.strip()):  # Discuz!'s pairs are in no table
                slots.append(Slot(mark.end, shown, mark.start, True))
    return slots


def is_ordinary(shown: str) -> bool:
    """Whether the end of a row is a word in small letters, a number or a date: 4 in a million strings are."""
    word = shown.rstrip(PUNCTUATION)
    return (word.isalpha() and word.islower()) or (shown[:1] in NUMBERS and NUMBERS.issuperset(shown))


def start_of(sheet: Sheet, slot: Slot, length: int, floor: int) -> int:
    """Where the last so many visible characters before the slot's end begin; below ``floor`` if another string stands in the way."""
    if sheet.text.startswith(slot.shown[-length:], slot.end - length) and "\ufffd" not in slot.shown:
        return slot.end - length
    if sheet.escaped:
        at = tail(sheet.text, floor, slot.end, length, True)[1]
        return at[0] if len(at) == length else -1
    return back(sheet.text, floor, slot.end, length)


def is_apart(text: str, start: int) -> bool:
    """Whether a string that begins here is set off from a word before it."""
    return start == 0 or not ("!" <= text[start - 1] <= "~")
