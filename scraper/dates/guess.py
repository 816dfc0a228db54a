"""What no table knows: dateparser, with the languages fixed."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from .iso import Clock, Day, to_iso
from .lookup import Text, known_words
from .sight import Sight

LONGEST_GUESS = 48  # what dateparser may see: on longer junk it takes 0.1 s and more
LANGUAGES = ["en", "zh-Hans", "zh-Hant", "de", "fr", "es", "it", "pt", "pl", "ru", "ja", "ko", "tr", "nl", "cs", "ar"]


def guessable(text: Text) -> bool:
    """Whether dateparser may look: short, with a number, and a month or "ago"; to it "3 hours" is a time, and "sat 5" too."""
    return (
        len(text.text) <= LONGEST_GUESS
        and not known_words().guess_hints.isdisjoint(text.hints)
        and bool(re.search(r"\d|last|上", text.text))
    )


def guessed(raw: str, sight: Sight) -> str | None:
    """What dateparser makes of it: sixteen languages, no clock; without ``now`` only what has a day, a month and a year."""
    try:
        data = _parser(sight.order, sight.base()).get_date_data(raw)
    except (ValueError, OverflowError, TypeError, re.error, RecursionError):
        return None
    when = data.date_obj
    if when is None:
        return None
    day = Day(when.year, when.month if data.period != "year" else None, when.day if data.period not in ("month", "year") else None)
    return to_iso(day, Clock(when.hour, when.minute) if data.period == "time" else None, sight.timezone)


@lru_cache(maxsize=16)
def _parser(order: str, base: datetime | None) -> Any:
    from dateparser.date import DateDataParser  # 0.2 s to import; few pages need it

    settings: dict[str, Any] = {"DATE_ORDER": order.upper(), "PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
    if base is None:
        settings |= {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    else:
        settings["RELATIVE_BASE"] = base
    return DateDataParser(languages=LANGUAGES, settings=settings)
