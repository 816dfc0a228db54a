"""Words of the command line to settings: presets, zones, and what overrides them."""

from typing import Literal, cast

import msgspec

from ..errors import UsageError
from ..settings import PRESETS, CleanSettings, ReadSettings
from .forgiving import nearest

__all__ = ["clean_settings", "read_settings"]


def read_settings(*, engine: str | None = None, encoding: str | None = None, timezone: str | None = None) -> ReadSettings:
    """How to read; raises ``UsageError`` for a zone that does not exist."""
    if timezone is not None and timezone[:1] not in "+-":
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(timezone)
        except (KeyError, ValueError, OSError):
            raise UsageError(f"no time zone is called {timezone!r}; write Asia/Shanghai or +08:00") from None
    return ReadSettings(engine=engine, encoding=encoding, timezone=timezone)


def clean_settings(preset: str, likely: str | None = None, *, without: str = "", only: str = "") -> CleanSettings:
    """A preset with what the user changed; ``without`` and ``only`` are reasons with commas. Raises ``UsageError``."""
    if preset not in PRESETS:
        meant = nearest(preset, list(PRESETS))
        raise UsageError(f"no preset is called {preset!r}; {f'did you mean {meant!r}?' if meant else 'there are ' + ', '.join(PRESETS)}")
    settings = PRESETS[preset]
    if likely is not None:
        if likely not in ("off", "auto", "on"):
            raise UsageError(f"--likely is off, auto or on, not {likely!r}")
        settings = msgspec.structs.replace(settings, likely=cast(Literal["off", "auto", "on"], likely))
    reasons = settings.reasons
    if only:
        reasons = frozenset(cast("list[Literal['hidden']]", _reasons(only)))
    if without:
        reasons = reasons - set(_reasons(without))
    return msgspec.structs.replace(settings, reasons=reasons)


def _reasons(words: str) -> list[str]:
    from typing import get_args

    from ..model import Reason

    known = get_args(Reason)
    names = [word.strip() for word in words.split(",") if word.strip()]
    for name in names:
        if name not in known:
            meant = nearest(name, list(known))
            raise UsageError(f"no reason is called {name!r}; {f'did you mean {meant!r}?' if meant else 'there are ' + ', '.join(known)}")
    return names
