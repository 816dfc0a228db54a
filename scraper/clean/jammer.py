"""
Discuz!'s ``jammer()``: at each line end, or at the start of the next line, five or more pairs of a character 32..59 and one of 63..126.

4.0 to 5.0 draw the first of a pair from 0..59 and write the pairs one after the other; 6.0 to X3.5 draw it from 32..59 and put a
blank into the pair (``4 j1 a/ u&``); later rules make no-break spaces of double blanks. Some versions put the
site's own words beside the string (``site-string``).
"""

import re
from collections.abc import Iterator, Sequence
from math import log

import msgspec

from ..model import Edit, Proof
from ..settings import CleanSettings
from .chars import BLANK, UNIT, symbols, totals
from .scan import Spot
from .sheet import Sheet
from .site import beside

__all__ = ["jammer"]

SPACED = re.compile(  # a set first, so all that cannot begin a pair is skipped quickly
    r"[!-; \xa0](?:(?<=[!-;])[ \xa0]|(?<![!-;])[ \xa0]?)[?-~](?:(?:[!-;]|[ \xa0]?)[ \xa0][?-~]){3,}"
)
FIRST = "[\x00-\x08\x0b\x0c\x0e-\x1f -;\xa0\ufffd](?:(?<=\xa0) \xa0 \xa0 \xa0 )?"  # of a NUL, and of a tab as Discuz! writes it
NEXT = f"(?:{FIRST}|\n(?=[?-~][\x00-\x08\x0b\x0c\x0e-\x1f\ufffd][?-~]))"  # a line end too where a control character tells that the string goes on
CLOSED = re.compile(f"{FIRST}[?-~](?:{NEXT}[?-~]){{4,}}")
LED = re.compile(r"(?<![^\s\x00-\x1f])[?-~](?=[!-;][ \xa0])")  # a pair whose first character was a blank that is lost
CLOSED_LED = re.compile(r"(?<![^\s\x00-\x1f])[?-~](?=[ -;][?-~])")
CALL = re.compile(r"\((?:\w[,;] ?)*\w\) ?\{?|\(\{")  # what a call of a function ends with, behind its name
CLOSING = re.compile(r"\) ?\{?")
REGULAR = re.compile("(?:[\x00-\x08\x0a-\x0c\x0e-\x1f!-;\ufffd][?-~])+")
PAIR = re.compile(r"([!-;]?)[ \xa0]{0,2}([?-~])")
CLOSED_PAIR = re.compile(f"((?:{NEXT})?)([?-~])")
REACH = 4000  # code points around a place that looks like pairs
LEAST = 5  # pairs: the loop runs at least five times
SEEN = 0.5  # share of pairs whose first character is visible (a blank is 1 in 28)
BLANKED = 0.1  # the same where a converter wrote blanks for control characters: 27 of the firsts 0..59 are visible
MANY = 3  # strings with such blanks that a page must have
FIRSTS, SECONDS = 28, 64  # characters 32..59 and 63..126
PAIR_ODDS = log(FIRSTS * SECONDS)
BLANKS = re.compile("(?:[ -;][?-~]){5}")
REACH_BACK = 24  # code points
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
UNSEEN_PAIR_ODDS = log(60 * SECONDS)  # where the firsts are of 0..59
UNSEEN_ODDS = 10.0  # nats: ordinary text has such a character hardly once in 100,000
BLANK_ODDS, CHAR_ODDS = log(0.05), log(0.95 / 94)  # what the odds of the model were taken against
COMPANIONS = 2  # strings of the page that make each other sure
ALONE = 7  # pairs that are sure alone
STRONG = 12.0  # nats against ordinary text for a string that counts as evidence
FAIR = 4.0  # for one among others
SETS = (  # what pairs in real text are drawn from instead: hex dumps, chords and lists, moves, sums, paths of SVG
    (frozenset("0123456789"), frozenset("abcdef")),
    (frozenset("0123456789"), frozenset("ABCDEF")),
    (frozenset("0123456789-"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    (frozenset("0123456789-"), frozenset("abcdefghijklmnopqrstuvwxyz")),
    (frozenset("0123456789#"), frozenset("ABCDEFGHm")),
    (frozenset("0123456789+-*/"), frozenset("xyz")),
    (frozenset(".,;:'- "), frozenset("abcdefghijklmnopqrstuvwxyz")),
    (frozenset(".,;:'- "), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    (frozenset("-.:+*/"), frozenset("_|~^@")),
    (frozenset("0123456789-., "), frozenset("AaCcHhLlMmQqSsTtVvZz")),
)
ALIKE = re.compile("[a-z]+|[A-Zm]+|[_|~^@]+|[AaCcHhLlMmQqSsTtVvZz]+")  # what the seconds of all these are
NARROW = 3.0  # nats that a smaller set must explain better


class Jam(msgspec.Struct, gc=False):
    """A string of pairs, with the firsts and seconds that are visible; ``score`` is against ordinary text."""

    start: int
    end: int
    firsts: str
    seconds: str
    score: float
    spaced: bool

    @property
    def seen(self) -> float:
        """The share of firsts that are no blanks."""
        return 1 - self.firsts.count(" ") / len(self.firsts)


def jammer(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Strings of pairs at the edges of lines, when the page has another one or the string is long.

    >>> from .sheet import sheet_of
    >>> [e.cut for e in jammer(sheet_of([("Well said.4 j1 a/ u& I8 v: t, k", ())], True), CleanSettings())]
    ['4 j1 a/ u& I8 v: t, k']
    >>> list(jammer(sheet_of([("play A7 D7 G7 C7 F7 B7 E7 A7", ())], True), CleanSettings()))
    []
    """
    jams = _unlike_text(sheet.text, [jam for start, end in _neighbourhoods(sheet) for jam in _jams(sheet.text, start, end)])
    blanked = _are_blanked(sheet, jams)
    if not jams or not (blanked or any(spot.jam for spot in sheet.each_spot())):
        return
    found = jams if blanked else [jam for jam in jams if jam.seen >= SEEN]
    sure = [jam for jam in found if jam.score >= STRONG]
    if len(sure) >= COMPANIONS or any(len(jam.seconds) >= ALONE and jam.spaced for jam in sure):
        for jam in found:
            yield Edit(jam.start, jam.end, "junk-pattern", sheet.text[jam.start : jam.end], "", Proof(score=round(jam.score, 1)))
        if sheet.plain:  # in HTML the site's words stand inside the element that hides the string
            for start, end in beside(sheet.text, sorted((jam.start, jam.end) for jam in found), sheet.starts, sheet.names):
                yield Edit(start, end, "site-string", sheet.text[start:end])


def _are_blanked(sheet: Sheet, jams: Sequence[Jam]) -> bool:
    """Whether a converter wrote blanks for the control characters of strings from 0..59: then few of their firsts need be seen."""
    if sum(jam.score >= STRONG and sheet.text.count(" ", jam.start, jam.end) > 1 for jam in jams) < MANY:
        return False
    return sheet.plain and not any(jam.spaced for jam in jams) and CONTROL.search(sheet.text) is None


def _neighbourhoods(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Stretches of the text around what the trigger took for pairs; elsewhere nothing is looked for."""
    if len(sheet.text) <= REACH:
        if any(_is_jam(sheet.text, spot) for spot in sheet.each_spot()):
            yield 0, len(sheet.text)
        return
    low = high = -1
    for end in sorted(spot.end for spot in sheet.spots if _is_jam(sheet.text, spot)):
        if end - REACH > high:
            if high > 0:
                yield low, high
            low = max(0, end - REACH, high)
        high = end + REACH
    if high > 0:
        yield low, high


def _is_jam(text: str, spot: Spot) -> bool:
    """Whether a place may hold pairs: it looks so, or is a random string in which blanks may stand for the first characters."""
    return spot.jam or (spot.strong and BLANKS.search(text, max(0, spot.end - REACH_BACK), spot.end) is not None)


def _jams(text: str, start: int, end: int) -> Iterator[Jam]:
    """All strings of pairs in a stretch of text."""
    for pattern, led in ((SPACED, LED), (CLOSED, CLOSED_LED)):
        floor = start
        for match in pattern.finditer(text, start, end):
            first = match.start() - 1
            first = first if first >= floor and text[first] >= "?" and led.match(text, first, end) else first + 1
            first = _behind_code(text, floor, first, match.end())
            floor = match.end()
            jam = _parse(text, first, floor, pattern is SPACED)
            if jam is not None:
                yield jam


def _behind_code(text: str, floor: int, start: int, end: int) -> int:
    """Where a string begins if what looks like its first pairs belongs to code before it: it closes a bracket, or calls a function."""
    if text[start] not in "()" or start == floor:
        return start
    if text[start] == "(":
        found = CALL.match(text, start, end) if text[start - 1].isalnum() or text[start - 1] in "_)]" else None
    else:
        line = max(text.rfind("\n", floor, start), floor)  # brackets of another string do not count
        found = CLOSING.match(text, start, end) if text.count("(", line, start) > text.count(")", line, start) else None
    return found.end() if found else start


def _parse(text: str, start: int, end: int, spaced: bool) -> Jam | None:
    """The pairs of a match; leading ones that a word before it may own are left to the word."""
    start, firsts, seconds = _pairs(text, start, end, spaced)
    count = len(seconds)
    if count < LEAST or count - firsts.count(" ") < (SEEN if spaced else BLANKED) * count:
        return None
    if not (count >= ALONE or _line_before(text, start) or _line_behind(text, end)):
        return None
    while text[start] in " \xa0":
        start += 1
    unseen = len(UNSEEN.findall(firsts))
    odds = unseen * UNSEEN_ODDS - count * (UNSEEN_PAIR_ODDS if unseen else PAIR_ODDS)
    return Jam(start, end, firsts, seconds, odds, spaced)


def _pairs(text: str, start: int, end: int, spaced: bool) -> tuple[int, str, str]:
    """Where the pairs of a match begin, their first and their second characters."""
    shown = text[start:end].replace(" ", "").replace("\xa0", "")
    if text[start] not in " \xa0" and REGULAR.fullmatch(shown):
        return start, shown[::2], shown[1::2]
    pattern = PAIR if spaced else CLOSED_PAIR
    pairs = pattern.findall(text, start, end)
    first = pattern.search(text, start, end)
    while first and first[1] in ("", " ") and _owned(text, first.start()):
        pairs.pop(0)
        first = pattern.search(text, first.end(), end)
    at = first.start() if first else end
    return at, "".join([one[:1] or " " for one, _ in pairs]).replace("\xa0", " "), "".join([other for _, other in pairs])


def _owned(text: str, at: int) -> bool:
    """Whether a lone letter behind one blank is rather a word of the text before it."""
    return at > 0 and text[at] == " " and text[at - 1 : at].isascii() and text[at - 1] not in " \n\xa0"


def _line_before(text: str, at: int) -> bool:
    """Whether only blanks stand between a line's start and the offset."""
    return not text[max(text.rfind("\n", 0, at) + 1, at - REACH) : at].strip()


def _line_behind(text: str, at: int) -> bool:
    """Whether only blanks stand between the offset and a line's end."""
    end = text.find("\n", at)
    return not text[at : len(text) if end < 0 else end][:REACH].strip()


def _unlike_text(text: str, jams: Sequence[Jam]) -> list[Jam]:
    """Those that are no ordinary text: to the odds of each its surprise as ordinary text is added, in nats."""
    rows = [symbols(text[jam.start : jam.end]) for jam in jams]
    for jam, row, total in zip(jams, rows, totals(rows), strict=True):
        blanks = row.count(BLANK)
        jam.score += total / UNIT - blanks * BLANK_ODDS - (len(row) - blanks) * CHAR_ODDS
    return [jam for jam in jams if jam.score >= FAIR and not _narrow(jam)]


def _narrow(jam: Jam) -> bool:
    """Whether the pairs look drawn from something smaller: hex digits, chords, moves."""
    if ALIKE.fullmatch(jam.seconds):
        drawn = len(jam.seconds) * PAIR_ODDS
        firsts_shown = jam.firsts.replace(" ", "")
        for firsts, seconds in SETS:
            fits = firsts.issuperset(firsts_shown) and seconds.issuperset(jam.seconds)
            if fits and drawn - len(jam.seconds) * log((len(firsts) + 1) * len(seconds)) > NARROW:
                return True
    return len(set(jam.firsts)) * 3 < len(jam.firsts) or len(set(jam.seconds)) * 3 < len(jam.seconds)
