"""The calendar of Iran and Afghanistan → ours: a year of six months of 31 days, five of 30 and one of 29 or 30, from the day of spring on."""

from datetime import date

__all__ = ["YEARS", "gregorian"]

YEARS = range(1348, 1411)  # 1970 to 2031; above lie the years of the lunar calendar that forums were written in (1415 is 1994)
EPOCH = date(2021, 3, 21).toordinal()  # the first day of 1400
LEAPS = 33  # years of a cycle with eight leap days: exact from 1244 to 1472


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """
    Our date of a day of the solar calendar; ``None`` for a year outside 1348 to 1410, and for a day that was none.

    >>> gregorian(1395, 3, 25), gregorian(1399, 12, 30), gregorian(1400, 12, 30)
    ((2016, 6, 14), (2021, 3, 20), None)
    """
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= (31 if month < 7 else 30):
        return None
    ordinal = _spring(year) + (month - 1) * 30 + min(month - 1, 6) + day - 1
    found = date.fromordinal(ordinal)
    return (found.year, found.month, found.day) if ordinal < _spring(year + 1) else None


def _spring(year: int) -> int:
    """The ordinal of a year's first day."""
    return EPOCH + (year - 1400) * 365 + _leaps(year) - _leaps(1400)


def _leaps(year: int) -> int:
    """How many leap days lie before a year, from some year on."""
    cycles, rest = divmod(year + 1595, LEAPS)
    return cycles * 8 + (rest + 3) // 4
