"""Times counted back from ``now``: ``3 days, 2 hours ago``."""

import re
from datetime import datetime, timedelta

from .lookup import known_words
from .sight import Found, Sight


def counted_back(found: re.Match[str], sight: Sight) -> Found | None:
    """So many units before ``now``, as precise as the smallest unit; hours and minutes give a minute."""
    base = sight.base()
    spans = [_unit(unit) for unit in known_words().unit.finditer(found["a"] or found["b"])]
    if base is None or not spans:
        return None
    try:
        for count, unit in spans:
            base = _back(base, count, unit)
    except (OverflowError, ValueError):
        return None
    if base.year < 1970:
        return None
    return Found(_as_precise(base, {unit for _, unit in spans}, sight), found.start(), found.end(), True)


def _unit(found: re.Match[str]) -> tuple[float, str]:
    """A count and its unit."""
    words = known_words()
    if found["dual"]:
        return 2, words.duals[found["dual"]]
    count = found["count"]
    number = 1.0 if count is None else words.counts.get(" ".join(count.split())) or float(count.replace(",", "."))
    return number, words.units[" ".join(found["unit"].split())]


def _back(base: datetime, count: float, unit: str) -> datetime:
    """So much earlier."""
    if unit in SECONDS:
        return base - timedelta(seconds=count * SECONDS[unit])
    months = base.year * 12 + base.month - 1 - round(count * (12 if unit == "y" else 1))
    return base.replace(year=months // 12, month=months % 12 + 1, day=min(base.day, 28))


SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _as_precise(when: datetime, units: set[str], sight: Sight) -> str:
    if units & {"s", "m", "h"}:
        return sight.stamp(when)
    return when.strftime("%Y-%m-%d" if units & {"d", "w"} else "%Y-%m" if "M" in units else "%Y")
