"""The first time in a folded text: a date with its clock, a day's word, a weekday, a clock alone."""

import re
from datetime import datetime, timedelta

from .ago import counted_back
from .forms import CLOCK, HALVES, NUMBERED, PARTIAL
from .iso import Clock, Day, to_iso
from .jalali import gregorian
from .lookup import NOW, Text, known_words
from .sight import Found, Sight
from .stamps import american
from .words import ERAS, OWN_MONTHS
from .zones import minutes_of

NEARBY = 30  # code points between a date and its clock: ", um ", " в ", " alle ore ", a weekday


def search(text: Text, sight: Sight) -> Found | None:
    """The first time in a folded text; one with a year before one without."""
    words = known_words()
    if words.ago_hints & text.hints and (match := words.ago.search(text.text)):
        return counted_back(match, sight)
    named = not text.hints.isdisjoint(words.month_hints)
    found = _dated(NUMBERED, text, sight) or (_dated(words.named, text, sight) if named else None)
    if not found and words.near_hints & text.hints and (match := words.day.search(text.text)):
        return _near(text.text, match, words.near[" ".join(match[0].split())], sight)
    found = found or (_dated(words.yearless, text, sight) if named else None) or _dated(PARTIAL, text, sight)
    if not found and words.week_hints & text.hints and (match := words.week.search(text.text)):
        return _weekday(text.text, match, sight)
    return found


def _dated(pattern: re.Pattern[str], text: Text, sight: Sight) -> Found | None:
    """The first match of a pattern that is a day of the calendar, with the clock beside it."""
    for match in pattern.finditer(text.text):
        clock, start, end = _around(text.text, match.start(), match.end())
        day = _day(match, sight, clock)
        whole = day if day.year is not None else _with_year(day, sight)
        if whole and (iso := to_iso(whole, clock, sight.timezone)):
            return Found(iso, start, end, pattern is not PARTIAL and day.year is not None)
    return None


def _around(text: str, start: int, end: int) -> tuple[Clock | None, int, int]:
    """The clock beside a date, behind it first, and the place of both."""
    if found := CLOCK.search(text, end, end + NEARBY):
        return _clock(found), start, found.end()
    if end - start > 15 and (found := CLOCK.search(text, start, end)):  # Feb  1 18:28:30 2021
        return _clock(found), start, end
    before = list(CLOCK.finditer(text, max(0, start - NEARBY), start))
    return (_clock(before[-1]), before[-1].start(), end) if before else (None, start, end)


def _clock(found: re.Match[str]) -> Clock:
    """Hour and minute of 24, whatever the words around them."""
    hour = int(found["h1"] or found["h2"] or found["h3"] or found["h4"] or found["h5"])
    half = found["before"] or found["after"] or ""
    am, pm, noon = (bool(half and pattern.fullmatch(half)) for pattern in HALVES)
    if (pm and hour < 12) or (noon and hour < 4):
        hour += 12
    elif am and hour == 12:
        hour = 0
    zone, second = found["zone"], found["s1"]
    return Clock(
        hour,
        int(found["m1"] or found["m2"] or found["m5"] or 0),
        int(second) if second else None,
        minutes_of(zone) if zone else None,
        bool(half),
    )


def _day(match: re.Match[str], sight: Sight, clock: Clock | None) -> Day:
    """The parts of a date by their names: y, m, d, or a and b where the order is not written."""
    order = sight.order
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    written = parts.get("y") or parts.get("z") or parts.get("w")
    year = None if written is None else _year(written, parts.get("e"))
    if "a" in parts:
        mark = parts.get("s")
        whole = _two_digit_year_first(parts, mark) if written and len(written) < 3 and written.isdecimal() and order == "ymd" else None
        return whole or _numbers(int(parts["a"]), int(parts["b"]), year, "dmy" if mark == "." else order, bool(clock and clock.halves))
    month = _month(parts["m"], sight.language) if "m" in parts else None
    day = int(parts["d"]) if "d" in parts else None
    return _in_iran(year, month - 12, day) if month and month > 12 else Day(year, month, day)


def _month(word: str, language: str | None) -> int:
    """The number of a month's name, or the number in it: ``2月``, ``tháng 2``."""
    name = " ".join(word.rstrip(".").split())
    number = name.rpartition(" ")[2].rstrip("月월")
    if number.isdigit():
        return int(number)
    return OWN_MONTHS.get(language or "", {}).get(name) or known_words().months.get(name, 0)


def _in_iran(year: int | None, month: int, day: int | None) -> Day:
    """A day of Iran's calendar as ours; of the year 0, which no date has, where it was none, or is no whole day."""
    if year is not None and year > 1900:
        year += 1300 - 1900 if year < 2000 else 1400 - 2000  # two digits, completed
    return Day(*(gregorian(year, month, day) or (0, None, None))) if year and day else Day(0)


def _year(text: str, era: str | None) -> int:
    """Four digits, two digits, or years of an era; 0 for what is none."""
    year = 1 if text == "元" else int(text.strip("'"))
    if era is None and len(text) == 1 and text != "元":
        return 0  # no year: 3.2.1 is a version
    if era:
        return year + ERAS[era]
    if year < 100:
        return year + (2000 if year < 70 else 1900)
    return year + 1911 if year < 150 else year  # years of the Republic (of China), since 1911


def _two_digit_year_first(parts: dict[str, str], mark: str | None) -> Day | None:
    """``09-1-7`` on a page whose years stand first."""
    day = Day(_year(parts["a"].zfill(2), None), int(parts["b"]), int(parts["y"]))
    return day if mark == "-" and len(parts["a"]) == 2 and to_iso(day, None, None) else None


def _numbers(first: int, second: int, year: int | None, order: str, halves: bool) -> Day:
    """Two numbers and perhaps a year behind them; without a year, only a page that says so has the day first."""
    month_first = american(f"{first:02}", f"{second:02}", "mdy" if year is None and order == "ymd" else order, halves)
    return Day(year, first, second) if month_first else Day(year, second, first)


def _with_year(day: Day, sight: Sight) -> Day | None:
    """A date with its year: the last such day up to tomorrow, seen from ``now``."""
    base = sight.base()
    if base is None or not day.month or not day.day:
        return None
    latest = base + timedelta(days=1)
    past = (day.month, day.day) <= (latest.month, latest.day)
    return Day(latest.year - (not past), day.month, day.day)


def _near(text: str, match: re.Match[str], days: int, sight: Sight) -> Found | None:
    """``昨天 12:30``, ``Today at 05:31 AM``, ``just now``."""
    base = sight.base()
    if base is None:
        return None
    if days == NOW:
        return Found(sight.stamp(base), match.start(), match.end(), False)
    return _placed(text, match, base + timedelta(days=days), sight)


def _placed(text: str, match: re.Match[str], when: datetime, sight: Sight) -> Found | None:
    """A day with the clock beside it."""
    clock, start, end = _around(text, match.start(), match.end())
    iso = to_iso(Day(when.year, when.month, when.day), clock, sight.timezone)
    return Found(iso, start, end, False) if iso else None


def _weekday(text: str, match: re.Match[str], sight: Sight) -> Found | None:
    """``Monday at 9:32 AM``: the last such day before today; needs a clock, for a day's short name alone is no date."""
    base = sight.base()
    if base is None or not CLOCK.search(text):
        return None
    back = (base.weekday() - known_words().weekdays[" ".join(match[0].split())] - 1) % 7 + 1
    return _placed(text, match, base - timedelta(days=back), sight)


def clock_only(text: str, sight: Sight) -> Found | None:
    """A clock alone is today's; yesterday's where the zone is known and it would lie ahead."""
    base = sight.base()
    found = CLOCK.search(text)
    if base is None or not found:
        return None
    clock = _clock(found)
    ahead = sight.timezone is not None and (clock.hour, clock.minute) > (base.hour, base.minute)
    when = base - timedelta(days=ahead)
    iso = to_iso(Day(when.year, when.month, when.day), clock, sight.timezone)
    return Found(iso, found.start(), found.end(), False) if iso else None
