"""Time zones: as written behind a clock, by name, and in the note at the foot of a page."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed
from functools import lru_cache

ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180, "jst": 540, "kst": 540,
}  # fmt: skip
"""Minutes east of Greenwich; abbreviations that mean two zones (CST, IST, BST) are left out."""


@lru_cache(maxsize=256)
def written(zone: str) -> str | None:
    """An offset as written, in the form of ISO 8601."""
    minutes = minutes_of(zone)
    return None if minutes is None else offset_of(minutes)


def minutes_of(zone: str) -> int | None:
    """``+08:00``, ``-5``, ``Z`` or ``UTC`` as minutes."""
    text = zone.lower().replace("−", "-").replace(" ", "")
    if text in ZONES:
        return ZONES[text]
    found = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2})|\.(\d))?", text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0) + int(found[4] or 0) * 6
    return None if minutes > 14 * 60 else -minutes if found[1] == "-" else minutes


@lru_cache(maxsize=2048)
def offset_of(minutes: int) -> str:
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(maxsize=8192)
def local_offset(year: str, month: str, day: str, hour: str, timezone: str) -> str:
    """The offset of a zone at that local time; empty where nobody knows the zone."""
    zone = zone_of(timezone)
    shift = datetime(int(year), int(month), int(day), int(hour), tzinfo=zone).utcoffset() if zone else None
    return "" if shift is None else offset_of(round(shift.total_seconds() / 60))


@lru_cache(maxsize=64)
def zone_of(timezone: str) -> tzinfo | None:
    """A zone by its IANA name or offset."""
    minutes = minutes_of(timezone)
    if minutes is not None:
        return fixed(timedelta(minutes=minutes))
    from zoneinfo import ZoneInfo  # 3 ms to import

    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):  # not found is a KeyError; a folder's name an OSError
        return None


@lru_cache(maxsize=1024)
def local_base(now: str | None, timezone: str | None) -> datetime | None:
    """``now`` as local time of the zone, without its offset."""
    try:
        when = datetime.fromisoformat(now) if now else None
    except ValueError:
        return None
    if when is None or not 1970 <= when.year <= 2200:
        return None
    zone = zone_of(timezone) if timezone else None
    return when if when.tzinfo is None else when.astimezone(zone or UTC).replace(tzinfo=None)


ZONE_WORD = re.compile(
    r"times? (?:are|now|zone)|timezone|zeit(?:en|angaben|zone)|heures|horas|horarios|horários|orari|strefa|czas|час|время|zaman|saat"
    r"|tijd|čas|时间|時間|时区|時區|時刻|시간|الأوقات|توقيت",
    re.IGNORECASE,
)

ZONE = re.compile(r"(?:GMT|UTC)\s*(?:([+−-])\s*(\d{1,2})(?::?(\d{2})|[.,](\d+))?)?(?!\w{0,40}/)", re.IGNORECASE)
SUMMER = re.compile(r"\s*+[^\W\d_]{0,8}+\s*+\[\s*+[^\]\d]{2,30}+\]")  # phpBB 3.0: "UTC + 1 hour [ DST ]"
STAMPED = re.compile(r"\s*,\s*\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}")  # Discuz!: "GMT+8, 2013-5-20 10:00"


def zone_note(text: str | None) -> str | None:
    """
    The offset of the times on a page, from the note that forums print at its foot.

    >>> zone_note("All times are GMT +8. The time now is 10:00."), zone_note("GMT+8, 2013-5-20 10:00"), zone_note("no note")
    ('+08:00', '+08:00', None)
    """
    if not text:
        return None
    for found in ZONE.finditer(text):
        noted = ZONE_WORD.search(text, max(0, found.start() - 60), found.start())
        if not noted and not (found[1] and STAMPED.match(text, found.end())):
            continue
        minutes = int(found[2] or 0) * 60 + int(found[3] or 0) + round(60 * float(f"0.{found[4] or 0}"))
        minutes = (-minutes if found[1] in ("-", "−") else minutes) + 60 * bool(SUMMER.match(text, found.end()))
        if abs(minutes) <= 14 * 60:
            return offset_of(minutes)
    return None
