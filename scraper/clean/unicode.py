"""
Characters that nobody sees: zero-width and tag characters, watermarks made of them, control characters; and letters of another
alphabet that look alike.

What joins is kept where it joins: emoji sequences and flags, Arabic, Persian and Indic joiners, breaks in Thai and Khmer, soft hyphens
in words, variation selectors.
"""

import re
import unicodedata
from collections.abc import Iterator

from ..model import Edit
from ..settings import CleanSettings
from .scan import mixed
from .sheet import Sheet

__all__ = ["CONTROLS", "homoglyphs", "invisible", "lookalikes"]

UNSEEN = re.compile(
    r"""(?x)
    [\u200b-\u200d\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0\U000e0000-\U000e007f]+   # zero-width, fillers, tags
    | \xad{2,}                            # soft hyphens in a row hyphenate nothing
    | [\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}   # one selector chooses a shape, many carry a message
    """
)
ANY = re.compile("[\xad\u200b-\u200d\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e01ef]")
CONTROLS = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]+")  # but for those that lay out text, overstrike (\b) and colour (ESC)
QUOTES = frozenset("\"'`()<>[]\u2018\u2019\u201c\u201d\u300c\u300d")
WATERMARK = 8  # single zero-width characters of two kinds or more: no longer breaks in words but a message
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
FILLERS = "\u115f\u1160\u3164\uffa0"
JOINING = (  # scripts that write with joiners, by code point
    (0x0600, 0x08FF),  # Arabic, Syriac, Thaana, N'Ko
    (0x0900, 0x0DFF),  # Devanagari to Sinhala
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x18AF),  # Khmer, Mongolian
    (0x1900, 0x1CFF),  # Limbu to Vedic
    (0xA840, 0xABFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x11000, 0x11FFF),
)
UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x0F00, 0x109F),
    (0x1780, 0x17FF),
    (0x1950, 0x1AAF),
    (0xA980, 0xA9DF),
    (0xAA00, 0xAADF),
)  # no blanks between words

LATIN = "aceopxysijABCEHIJKMOPSTXYk"
CYRILLIC = "асеорхуѕіјАВСЕНІЈКМОРЅТХУк"
MIXED = re.compile("(?<![A-Za-z\u0400-\u04ff])(?:[A-Za-z]++[\u0400-\u04ff]|[\u0400-\u04ff]++[A-Za-z])[A-Za-z\u0400-\u04ff]*+")
TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)
TO_LATIN = str.maketrans(CYRILLIC, LATIN)


def invisible(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    r"""
    Runs of characters that show nothing and join nothing.

    >>> from .sheet import sheet_of
    >>> [e.cut for e in invisible(sheet_of([("in\u200bvisible", ())], True), CleanSettings())]
    ['\u200b']
    >>> list(invisible(sheet_of([("\U0001f469\u200d\U0001f52c and \u0645\u06cc\u200c\u062e\u0648", ())], True), CleanSettings()))
    []
    """
    text = sheet.text
    runs = list(UNSEEN.finditer(text)) if sheet.odd and ANY.search(text) else []
    marked = len(runs) >= WATERMARK and len({run[0] for run in runs if len(run[0]) == 1}) > 1
    for run in runs:
        if not _joins(text, run.start(), run.end(), marked):
            yield Edit(run.start(), run.end(), "invisible", run[0])
    if not sheet.plain:  # what a dump holds besides text is its own affair, in a page it can only be an accident or junk
        for run in CONTROLS.finditer(text):
            yield Edit(run.start(), run.end(), "invisible", run[0])


def _joins(text: str, start: int, end: int, marked: bool) -> bool:
    """Whether the run has work to do between what stands before and behind it."""
    run, before, behind = text[start:end], text[start - 1 : start], text[end : end + 1]
    if run[0] >= "\U000e0000" and before == "\U0001f3f4":
        return FLAG.match(text, start - 1) is not None
    if run[0] in FILLERS:
        return _hangul(before) or _hangul(behind)
    if not before:
        return run == "\ufeff"  # a file's own mark
    if len(run) > 1 or not behind:
        return False
    if before in QUOTES and behind in QUOTES:
        return True  # somebody shows the character
    if run == "\u200d":
        return (_emoji(before) and _emoji(behind)) or _within(before, JOINING)
    if run == "\u200c":
        return _within(before, JOINING)
    if run == "\u200b":
        return _within(before, UNSPACED) and _within(behind, UNSPACED)
    return run == "\u2060" and not marked and before.isalnum() and behind.isalnum()  # a word must not break here


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


def _emoji(char: str) -> bool:
    """A pictograph, or what may stand at its end in a sequence (a skin tone, a selector) or begin the next part of one."""
    return char == "\ufe0f" or unicodedata.category(char) in ("So", "Sk")


def _hangul(char: str) -> bool:
    return bool(char) and (0x1100 <= ord(char) <= 0x11FF or 0x3130 <= ord(char) <= 0x318F)


def lookalikes(text: str) -> Iterator[tuple[int, int, str]]:
    """
    Words of two alphabets whose odd letters all look like letters of the other: start, end, and the word in one alphabet.

    >>> [word for *_, word in lookalikes("c\u043epy the wor\u0434")]
    ['copy']
    """
    if not mixed(text):
        return
    for found in MIXED.finditer(text):
        word = found[0]
        cyrillic = sum(char > "\u03ff" for char in word)
        if min(cyrillic, len(word) - cyrillic) * 3 > len(word):
            continue  # half and half is meant: a foreign stem with an ending
        whole = word.translate(TO_CYRILLIC if cyrillic * 2 > len(word) else TO_LATIN)
        if whole.isascii() or not re.search("[A-Za-z]", whole):
            yield found.start(), found.end(), whole


def homoglyphs(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """Such words put right, where the user asked for it."""
    if settings.repair_homoglyphs:
        for start, end, word in lookalikes(sheet.text):
            yield Edit(start, end, "homoglyph", sheet.text[start:end], word)
