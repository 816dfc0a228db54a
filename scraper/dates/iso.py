"""The parts of a time → ISO 8601, as precise as they are."""

from calendar import isleap
from datetime import UTC, datetime
from typing import NamedTuple

from .jalali import YEARS, gregorian
from .zones import local_offset, offset_of, zone_of

TWO = {form: f"{i:02}" for i in range(60) for form in (str(i), f"{i:02}")}  # half the price of a format
LATER = {f"{i:02}": f"{i + 12 * (i < 12):02}" for i in range(24)}  # the afternoon's hours
LAST_DAYS = {f"{i:02}": str(days) for i, days in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)}


class Clock(NamedTuple):
    """A time of day, the offset written behind it in minutes, and whether the clock had twelve hours."""

    hour: int
    minute: int
    second: int | None = None
    offset: int | None = None
    halves: bool = False


class Day(NamedTuple):
    """A date as precise as written: month and day may be missing, a missing year is counted from ``now``."""

    year: int | None
    month: int | None = None
    day: int | None = None


def put(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str,
    second: str | None,
    half: str | None,
    zone: str | None,
    timezone: str | None,
) -> str | None:
    """ISO 8601 of the parts, month and day of two digits, if there was such a day and such a clock can be; years of Iran are counted as ours."""
    if year < "1500" and (found := gregorian(int(year), int(month or 0), int(day or 0))):
        year, month, day = (f"{part:02}" for part in found)
    if (
        not "00" < day <= LAST_DAYS.get(month, "")
        or not "1969" < year < "2201"
        or (day == "29" and month == "02" and not isleap(int(year)))
    ):
        return None
    if hour is None:
        return f"{year}-{month}-{day}"
    hour = TWO.get(hour, "99")
    if half:
        hour = LATER.get(hour, "99") if half in "pP" else "00" if hour == "12" else hour
    if hour > "23" or minute > "59" or (second and second > "59"):
        return None
    offset = zone or (timezone and local_offset(year, month, day, hour, timezone)) or ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}" if second else f"{year}-{month}-{day}T{hour}:{minute}{offset}"


def to_iso(day: Day, clock: Clock | None, timezone: str | None) -> str | None:
    """ISO 8601 of a date as precise as it is."""
    year, month, date = day
    if year is None or not (1970 <= year <= 2200 or (year in YEARS and date)) or (month is not None and not 1 <= month <= 12):
        return None
    if month is None or date is None:
        return f"{year}" if month is None else f"{year}-{month:02}"
    if clock is None:
        return put(str(year), f"{month:02}", f"{date:02}", None, "", None, None, None, None)
    hour, minute, second, offset, _ = clock
    zone = None if offset is None else offset_of(offset)
    seconds = None if second is None else f"{second:02}"
    return put(str(year), f"{month:02}", f"{date:02}", f"{hour:02}", f"{minute:02}", seconds, None, zone, timezone)


def from_epoch(value: str | float | None, *, timezone: str | None = None) -> str | None:
    """
    Seconds or milliseconds since 1970 in ISO 8601, in UTC or the zone given.

    >>> from_epoch(1610667000), from_epoch("1610667000123"), from_epoch("soon")
    ('2021-01-14T23:30:00+00:00', '2021-01-14T23:30:00+00:00', None)
    """
    try:
        seconds = float(value) if value is not None else -1.0
        if seconds > 1e11:  # the year 5138 in seconds, 1973 in milliseconds
            seconds /= 1000
        if not 0 < seconds < 7e9:
            return None
        zone = zone_of(timezone) if timezone else None
        return datetime.fromtimestamp(int(seconds), zone or UTC).isoformat()
    except (ValueError, OverflowError):
        return None
