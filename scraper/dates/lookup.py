"""The words as look-ups, and as patterns over folded text."""

import re
from collections.abc import Iterable
from functools import cache, cached_property

from .folding import EAST, TOKEN, L, fold
from .forms import NAMED, YEARLESS
from .words import AFTER, BEFORE, DAY_WORDS, DUALS, FILLERS, JALALI, MONTHS, NOW_WORDS, NUMBERS, UNITS, WEEKDAYS

NOW = 1  # the day word that means this very minute


def _split(words: str) -> list[str]:
    return [fold(word) for word in words.split("|")]


def _lines(table: Iterable[str]) -> dict[str, int]:
    """The words of a table of lines, folded, with the number of their line; the first line that has a word keeps it."""
    found: dict[str, int] = {}
    for i, line in enumerate(table):
        for word in line.split():
            found.setdefault(fold(word.replace("_", " ")), i)
    return found


def _any(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class _Words:
    """
    The tables as look-ups, and as patterns over folded text.

    A pattern of many words costs 10 µs to search with and 5 ms to compile: each is made at its first use, and used only where
    a look-up of the text's words says that it may find something.
    """

    def __init__(self) -> None:
        self.months = {word: i + 1 for word, i in _lines((*MONTHS, *JALALI)).items()}  # 13 and more are Iran's
        self.weekdays = _lines(WEEKDAYS)
        self.near = {word: days for days, words in DAY_WORDS.items() for word in _split(words)} | dict.fromkeys(_split(NOW_WORDS), NOW)
        self.units = {word: unit for unit, words in UNITS.items() for word in _split(words)}
        self.counts = {word: number for number, words in NUMBERS.items() for word in _split(words)}
        self.duals = {fold(word): unit for word, unit in DUALS.items()}
        self.fillers = {fold(word) for word in FILLERS.split()} | {part for word in self.weekdays for part in word.split()}
        self.month_hints = _hints(word for word in self.months if word < EAST) | {"thang", "thg", "月", "월"}
        self.near_hints = _hints(self.near)
        self.ago_hints = _hints(_split(BEFORE) + _split(AFTER))
        self.week_hints = _hints(self.weekdays)
        self.guess_hints = self.ago_hints | self.month_hints | {"last", "上"}

    @cached_property
    def ago(self) -> re.Pattern[str]:
        """``3 days, 2 hours ago``, ``vor 3 Tagen``, ``3 天前``."""
        latin, han = self.unit_words
        count = rf"\d+(?:[.,]\d+)?|{_any(self.counts)}"
        one = rf"(?:(?:(?:{count})\s*(?:de\s+)?)?(?<!{L})(?:{latin})(?!{L})\.?|\d+\s?(?:{latin})(?!{L})\.?|(?:{count})\s*(?:{han})|{_any(self.duals)})"
        span = rf"{one}(?:[\s,]+(?:{L}{{1,3}}\s+)?{one})*"
        before, after = _any(_split(BEFORE)), _any(_split(AFTER))
        return re.compile(rf"(?<!{L})(?:{before})\s+(?:{L}{{1,9}}\s+)?(?P<a>{span})|(?P<b>{span})\s*(?:{after})(?!{L}|天)")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """One count with its unit."""
        latin, han = self.unit_words
        count = rf"\d+(?:[.,]\d+)?|{_any(self.counts)}"
        return re.compile(rf"(?:(?P<count>{count})\s*(?:de\s+)?)?(?P<unit>{latin}|{han})(?!{L})|(?P<dual>{_any(self.duals)})")

    @cached_property
    def unit_words(self) -> tuple[str, str]:
        """The units of scripts with word borders, and those without."""
        han = [unit for unit in self.units if unit >= EAST]
        return _any(set(self.units) - set(han)), _any(han)

    @cached_property
    def day(self) -> re.Pattern[str]:
        """``yesterday``, ``昨天``, ``just now``."""
        return re.compile(rf"(?<!{L})(?:{_any(self.near)})(?!{L})")

    @cached_property
    def week(self) -> re.Pattern[str]:
        """``Monday``, ``星期一``."""
        return re.compile(rf"(?<!{L})(?:{_any(self.weekdays)})(?!{L})")

    @cached_property
    def month(self) -> str:
        numbered = r"1[0-2]|0?[1-9]"
        vietnamese = rf"(?<!{L})(?:thang|thg)\s+(?:{numbered})(?!\d)"
        return rf"(?:(?<!{L})(?:{_any(self.months)})(?!{L})\.?|{vietnamese}|(?<!\d)(?:{numbered})[月월])"

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Dates with a year and a month's name."""
        return re.compile(NAMED.replace("MONTH", self.month), re.VERBOSE)

    @cached_property
    def yearless(self) -> re.Pattern[str]:
        """A day and a month's name."""
        return re.compile(YEARLESS.replace("MONTH", self.month), re.VERBOSE)


def _hints(words: Iterable[str]) -> frozenset[str]:
    """First words of these, and first characters of those that have no word borders: nothing is found where none of them stands."""
    return frozenset(word[0] if word >= EAST else TOKEN.match(word)[0] for word in words)  # type: ignore[index]


@cache
def known_words() -> _Words:
    return _Words()


class Text:
    """A folded text and what stands in it, for the question which patterns are worth a search."""

    __slots__ = ("hints", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        hints = set(TOKEN.findall(text))
        if not text.isascii():
            hints.update(char for char in text if char >= EAST)
        self.hints = hints
