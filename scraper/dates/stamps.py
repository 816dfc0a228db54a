"""The forms that nine of ten posts carry, read by one expression each (1 to 2 µs), before anything is folded or looked up."""

import re

from .iso import TWO, put
from .zones import written

YEAR_FIRST = re.compile(
    r"\s*(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[T,\s\xa0]\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s?([AaPp])[Mm])?\s?(Z|[+-]\d\d:?\d\d)?)?\s*",
    re.ASCII,
)

YEAR_LAST = re.compile(r"\s*(\d\d?)([-/.])(\d\d?)\2(\d{4})(?:[,\s\xa0]\s*(\d\d?):(\d\d)(?::(\d\d))?(?:\s?([AaPp])[Mm])?)?\s*", re.ASCII)

ENGLISH = re.compile(
    r"""\s*
    (?: [A-Z][a-z]{2,8} ,? \s+ )??
    (?: ([A-Z][a-z]{2}) [a-z]{0,6} \.? \s+ (\d\d?) (?:st|nd|rd|th)? | (\d\d?) (?:st|nd|rd|th)? \s+ ([A-Z][a-z]{2}) [a-z]{0,6} \.? )
    ,? \s+ (\d{4})
    (?: ,? \s+ (?:at\s+)? (\d\d?) : (\d\d) (?: :(\d\d) )? (?: \s?([AaPp])[Mm] )? )?
    \s*""",
    re.VERBOSE | re.ASCII,
)
"""What nine of ten posts carry, each tried as a whole before anything is folded or looked up."""

NO_ZONE = r"(?![\d:.])(?:\s?([AaPp])[Mm]\b)?(?!\s?[(\[]?(?:[+-]?\d|[A-Z]{3}|[AaPp]\.))"

STAMPS = (
    re.compile(
        r"(?<![\d.])(\d{4})-(\d\d?)-(\d\d?)[ \xa0]+(\d\d?):(\d\d)(?::(\d\d))?" + NO_ZONE,
        re.ASCII,
    ),
    re.compile(
        r"(?<![A-Za-z])(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4}),?(?: at)? +"
        r"(\d\d?):(\d\d)(?::(\d\d))?" + NO_ZONE,
        re.ASCII,
    ),
)
"""The same within a line, only with a clock and nothing behind it that could be its zone."""

EPOCH = re.compile(r"\s*(1\d{9}|1\d{12})\s*", re.ASCII)
SHORT = {name: f"{i:02}" for i, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}


def year_first(found: re.Match[str], timezone: str | None) -> str | None:
    """``2013-4-11 21:17`` and what ISO 8601 writes."""
    year, _, month, day, hour, minute, second, half, zone = found.groups()
    return put(year, TWO.get(month, ""), TWO.get(day, ""), hour, minute, second, half, zone and written(zone), timezone)


def year_last(found: re.Match[str], order: str, timezone: str | None) -> str | None:
    """``04-11-2013, 09:17 PM`` in the order of the page; with dots the day stands first everywhere."""
    first, mark, second, year, hour, minute, seconds, half = found.groups()
    a, b = TWO.get(first, ""), TWO.get(second, "")
    day, month = (b, a) if american(a, b, "dmy" if mark == "." else order, half is not None) else (a, b)
    return put(year, month, day, hour, minute, seconds, half, None, timezone)


def american(first: str, second: str, order: str, halves: bool) -> bool:
    """Whether the month stands first; where nothing says so, a 12-hour clock speaks for it."""
    return second > "12" or (first <= "12" and (order == "mdy" or (order == "ymd" and halves)))


def stamp_in(text: str, timezone: str | None) -> tuple[str, str] | None:
    """The plain date and clock within a line, and how they stand there; seven times cheaper than looking words up."""
    for pattern in STAMPS:
        if found := pattern.search(text):
            first, second, third, hour, minute, seconds, half = found.groups()
            year, month, day = (first, TWO.get(second, ""), third) if first.isdigit() else (third, SHORT[first], second)
            iso = put(year, month, TWO.get(day, ""), hour, minute, seconds, half, None, timezone)
            return (iso, found[0]) if iso else None
    return None


def english(found: re.Match[str], timezone: str | None) -> str | None:
    """``Mon Feb 01, 2021 6:28 pm``."""
    before, day, first, behind, year, hour, minute, second, half = found.groups()
    return put(year, SHORT[before or behind], TWO.get(day or first, ""), hour, minute, second, half, None, timezone)
