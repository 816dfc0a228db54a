"""
Strings of phpwind's reseeded generator, recomputed: exact matches first, then weak ones by the seeds of their neighbours.

In HTML a string is a hidden span, in plain text it ends where a row ends; nothing says where it begins, so several lengths are asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise, repeat

import msgspec

from ..model import Edit, Proof
from ..settings import CleanSettings
from .chars import symbols
from .generators import SEEDS
from .rows import back, tail
from .scan import BLANKS, JAM, strength
from .sheet import Sheet
from .tables import PROOF, STRONG, Table, enough, table, visible, visibles

__all__ = ["proved", "proved_hidden"]

SURE = 8  # that many are proof even when they are glued to a word
LONGEST = 10
WEAK = 26  # half bits (``tables.PROOF``) of a string that must stand between its neighbours' seeds, not just beside one
WEAK_BROKEN = 20  # the same where U+FFFD stands for most of it
NEAR = 800  # seeds (microseconds) between two strings of a page: 10 to 20 in a post, hundreds over slow smiley or bbcode work
BESIDE = 300  # seeds beside the first or last known one: the dozen rows that are looked at
ODD = 3.125  # nats for a row that is compared with so many
ANY = -3.875  # nats: more than a row has that begins with nothing drawn
FEW_SEEDS = 50  # that are written out without asking whether it is worth it
CLOSE = 400  # seeds between neighbours that are few enough to try on everything between them
APART = frozenset({"utf-8", "big5", "latin-1"})  # decodings of which another one knows next to nothing
ROWS_BROKEN = 16  # the same where U+FFFD leaves few strong ones
ROWS = 4  # rows before the first and after the last known string of a page in which a weak one is looked for
FEW = 2  # strings that are asked for by themselves first
SAMPLE = 10  # strings of a page by which a table is tried: 8 of 10 strings that can be proved are by themselves
BROKEN_SAMPLE = 30  # the same for bytes that a decoder broke: in UTF-8 one of five strings has enough left
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
BROKEN = re.compile("\ufffd[^\n\xa0]{0,10}(?=[\n\xa0]|\\Z)")
NUMBERS = frozenset("0123456789-:./,")
PUNCTUATION = ".,;:!?\"')"
SIGN = re.compile(  # signs of Latin-1 near a line's end; letters with accents end many lines, these few
    "[\xa1-\xbf\xd0\xd7\xde\xf0\xf7\xfe][!-~\xa1-\xff]{0,9}(?=[ \x80-\xa0]*(?:[\n\xa0]|\\Z))"
)
CONTROLS = frozenset(map(chr, (*range(9), *range(14, 32), 127)))


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
    marked = _marked(sheet) if sheet.marks else []
    if marked and (known := _table(sheet, marked, settings.cache_dir)) is not None:
        yield from _prove(sheet, marked, known)
    taken = {slot.end for slot in marked}
    if (found := _plain_table(sheet, taken, settings.cache_dir)) is not None:
        yield from _prove(sheet, _ends(sheet, found), found)


def _as_drawn(sheet: Sheet, folder: str | None) -> Sheet | None:
    """
    The sheet with NUL for U+FFFD where a table in ASCII knows strings by that; ``None`` where it does not.

    A string of ten from 0..126 has a NUL one time in 13, and parsers may write U+FFFD for it (libxml2 since 2.14 does).
    """
    if "\ufffd" not in sheet.text:
        return None
    drawn = Sheet(sheet.text.replace("\ufffd", "\0"), sheet.marks, sheet.starts, plain=sheet.plain)
    hidden = [mark.end for mark in sheet.marks if mark.label == "hidden" and "\ufffd" in sheet.text[mark.start : mark.end]]
    ends = [*hidden, *(found.start() + len(found[0].rstrip(UNKNOWN)) for found in islice(BROKEN.finditer(sheet.text), BROKEN_SAMPLE))]
    sample = [slot for slot in _slots(drawn, ends) if _provable(slot)]
    return drawn if sample and _knows(drawn, sample, table("phpwind-126", "ascii", folder)) else None


def _of(text: str, edit: Edit) -> Edit:
    """An edit of the sheet as drawn, of the text as it is: with the U+FFFD at its end."""
    end = edit.end
    while text.startswith("\ufffd", end):
        end += 1
    return Edit(edit.start, end, edit.reason, text[edit.start : end], edit.put, edit.proof)


def proved_hidden(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """The same for what a page hides alone: most pages need no more, and are spared a look at every line's end."""
    if (marked := _marked(sheet)) and (found := _table(sheet, marked, settings.cache_dir)) is not None:
        yield from _prove(sheet, marked, found)


def _prove(sheet: Sheet, slots: list[Slot], found: Table) -> Iterator[Edit]:
    """The edits that a table can prove for the slots, in page order."""
    _anchor(sheet, slots, found)
    if slots and slots[0].whole:
        _fill_marked(slots, found)
    else:
        _fill(sheet, slots, found)
    name = found.generator.name
    for slot in slots:
        if slot.seed is not None:
            yield Edit(slot.start, slot.end, "junk-proved", sheet.text[slot.start : slot.end], "", Proof(generator=name, seed=slot.seed))


def _ends(sheet: Sheet, found: Table) -> list[Slot]:
    """The ends of all rows as slots; for a table in ASCII, of those that do not end in a letter of another script."""
    text = sheet.text
    return _slots(sheet, [row.end for row in sheet.rows if found.codec != "ascii" or text[row.end - 1] < "\x7f"])


def _plain_table(sheet: Sheet, taken: set[int], folder: str | None) -> Table | None:
    """The table for strings at the ends of rows; nearly always the first place that the trigger saw names it."""
    few = _slots(sheet, [spot.end for spot in sheet.first_spots(FEW) if spot.strong and not spot.jam and spot.end not in taken])
    few = [slot for slot in few if _provable(slot)]
    if few and _knows(sheet, few, first := table("phpwind-126", "ascii", folder)):
        return first
    sample = _sample(sheet, taken)
    return _table(sheet, sample, folder) if sample else None


def _sample(sheet: Sheet, taken: set[int]) -> list[Slot]:
    """Places that the trigger saw, or that a decoder broke: what a table must know some of to be asked for all."""
    ends = [spot.end for spot in sheet.first_spots(SAMPLE) if spot.strong and not spot.jam]  # Discuz!'s pairs are in no table
    if sheet.odd:
        ends += islice(_broken_ends(sheet.text), BROKEN_SAMPLE)
    return _slots(sheet, [end for end in dict.fromkeys(ends) if end not in taken])


def _provable(slot: Slot) -> bool:
    """Whether an ASCII table may know the slot's string by itself."""
    return len(slot.shown) >= STRONG and slot.shown[-STRONG:].isascii()


def _broken_ends(text: str) -> Iterator[int]:
    """The ends of rows that hold U+FFFD among their last characters, or several signs of the high half of Latin-1."""
    for found in BROKEN.finditer(text):
        yield found.start() + len(found[0].rstrip(BLANKS))
    for found in SIGN.finditer(text):
        if sum("\xa1" <= c <= "\xff" for c in text[max(0, found.end() - LONGEST) : found.end()]) >= 3:
            yield found.end()


def _slots(sheet: Sheet, ends: list[int]) -> list[Slot]:
    """The ends of rows as places to be looked at."""
    if sheet.escaped:
        return [Slot(end, tail(sheet.text, 0, end, LONGEST, True)[0]) for end in ends]
    text = sheet.text.replace("\n", "\r")
    shown = visibles([text[max(0, end - 3 * LONGEST) : end] for end in ends])
    return [Slot(end, string[-LONGEST:]) for end, string in zip(ends, shown, strict=True)] if ends else []


def _marked(sheet: Sheet) -> list[Slot]:
    """Hidden spans that are short enough for the generator."""
    slots = []
    for mark in sheet.marks:
        if mark.label == "hidden" and mark.end - mark.start <= 3 * LONGEST:
            text = sheet.text[mark.start : mark.end]
            shown = visible(text)
            if 0 < len(shown) <= LONGEST and not JAM.match(text.strip()):  # Discuz!'s pairs are in no table
                slots.append(Slot(mark.end, shown, mark.start, True))
    return slots


def _table(sheet: Sheet, sample: list[Slot], folder: str | None) -> Table | None:
    """The table that knows some of the sample, the likeliest asked first, of decodings the best; ``None`` if none knows any."""
    plain = [slot for slot in sample if _provable(slot)]
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
        start = _start(sheet, slot, length, floor)
        if start >= floor and (found.codec != "ascii" or sheet.escaped or _set_off(sheet.text, slot.shown, start, length)):
            while start > floor and sheet.text[start - 1] in CONTROLS:  # the string's own
                start -= 1
            slot.seed, slot.start = seed, start
            return True
    return False


def _set_off(text: str, shown: str, start: int, length: int) -> bool:
    """Whether a string is set off from a word before it, or so long that it need not be, and no word itself."""
    return (_apart(text, start) or (length >= SURE and not shown[-SURE:].isalnum())) and not _ordinary(shown[-length:])


def _ordinary(shown: str) -> bool:
    """Whether the end of a row is a word in small letters, a number or a date: 4 in a million strings are."""
    word = shown.rstrip(PUNCTUATION)
    return (word.isalpha() and word.islower()) or (shown[:1] in NUMBERS and NUMBERS.issuperset(shown))


def _start(sheet: Sheet, slot: Slot, length: int, floor: int) -> int:
    """Where the last so many visible characters before the slot's end begin; below ``floor`` if another string stands in the way."""
    if sheet.text.startswith(slot.shown[-length:], slot.end - length) and "\ufffd" not in slot.shown:
        return slot.end - length
    if sheet.escaped:
        at = tail(sheet.text, floor, slot.end, length, True)[1]
        return at[0] if len(at) == length else -1
    return back(sheet.text, floor, slot.end, length)


def _apart(text: str, start: int) -> bool:
    """Whether a string that begins here is set off from a word before it."""
    return start == 0 or not ("!" <= text[start - 1] <= "~")


def _fill_marked(slots: Sequence[Slot], found: Table) -> None:
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
            nearest = (min(seeds, key=lambda seed, first=first: (seed - first) % SEEDS) for first in reversed(windows))  # type: ignore[misc]
            places = zip(reversed(windows), nearest, strict=True)
            slot.seed = next((seed for first, seed in places if (seed - first) % SEEDS < 2 * NEAR), None)


def _fill(sheet: Sheet, slots: Sequence[Slot], found: Table) -> None:
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
    if text[end - 1] > "~" or (not close and _ordinary(slot.shown[-STRONG:])):
        return False
    least = ANY if close else ODD
    return strength(symbols(text[max(floor, end - 24) : end]), least) >= least


def _place(sheet: Sheet, slot: Slot, floor: int, near: Callable[[str], int | None], least: int) -> int:
    """Give a slot the longest string of the windows that ends it, if there is one; where the next one may begin."""
    for length in range(len(slot.shown), enough(slot.shown, least) - 1, -1):
        seed = near(slot.shown[-length:])
        if seed is not None:
            start = _start(sheet, slot, length, floor)
            if start >= floor and (length >= STRONG or _apart(sheet.text, start)):
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
