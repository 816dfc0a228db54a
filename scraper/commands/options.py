"""Words of the command line to settings: presets, zones, and what overrides them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

import msgspec

from ..errors import UsageError
from ..model import OutcomeKind, Reason
from ..settings import PRESETS, CleanSettings, ReadSettings, Settings
from .forgiving import nearest

__all__ = ["base", "clean_settings", "known_encoding", "known_zone", "moment", "outcomes", "read_settings"]


def base(config: Path | None) -> Settings:
    """The settings of the named file, else of the user's own, else the defaults. Raises ``UsageError``."""
    from .. import config as files

    path = config or files.find()
    if path is None:
        return Settings()
    settings = files.load(path)
    try:
        _check(settings.read)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    return settings


def _check(held: ReadSettings) -> None:
    """Raise ``UsageError`` for names in a file that mean nothing: engines, encodings, time zones."""
    known_encoding(held.encoding)
    for zone, engine in ((held.timezone, held.engine), *((site.timezone, site.engine) for site in held.sites.values())):
        known_zone(zone)
        if engine is not None:
            _known(engine, held.engine_files)


def moment(option: str, text: str | None) -> str | None:
    """A time that an option says. Raises ``UsageError`` for one that is not of ISO 8601."""
    if text is not None:
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(f"{option} {text!r}: write 2024-01-31 or 2024-01-31T09:30:00Z") from None
    return text


def known_encoding(name: str | None) -> str | None:
    """An encoding that an option says. Raises ``UsageError`` for one that does not exist."""
    if name is not None:
        from ..encoding import canonical  # 2.5 ms to import, which --help need not pay

        if canonical(name) is None:
            raise UsageError(f"no encoding is called {name!r}; write utf-8, gb18030, big5, shift_jis, windows-1252 ...")
    return name


def known_zone(name: str | None) -> str | None:
    """A time zone that an option says. Raises ``UsageError`` for one that does not exist."""
    if name is not None:
        from ..dates.zones import zone_of

        if zone_of(name) is None:
            raise UsageError(f"no time zone is called {name!r}; write Asia/Shanghai or +08:00")
    return name


def outcomes(option: str, words: str) -> frozenset[str]:
    """Kinds of outcomes with commas, or ``all``. Raises ``UsageError`` for one that does not exist."""
    known = (*get_args(OutcomeKind), "all")
    wanted = frozenset(word.strip() for word in words.split(",") if word.strip())
    for word in sorted(wanted.difference(known)):
        raise UsageError(f"{option}: no outcome is called {word!r}; there are {', '.join(known)}")
    return wanted


def read_settings(
    held: ReadSettings = ReadSettings(),
    *,
    engine: str | None = None,
    encoding: str | None = None,
    timezone: str | None = None,
    engine_files: Sequence[str] = (),
) -> ReadSettings:
    """
    How to read: what the options say over what is held.

    Raises ``UsageError`` for an engine, an encoding or a zone that does not exist, for an engine file that cannot be read, and for
    a site's selector that is none.
    """
    known_zone(timezone)
    known_encoding(encoding)
    files = (*held.engine_files, *engine_files)
    if engine is not None or files:
        _known(engine, files)
    for host, site in held.sites.items():
        if site.selectors:
            from ..engines.toml import check_site

            check_site(host, site)
    return msgspec.structs.replace(
        held,
        engine=engine or held.engine,
        encoding=encoding or held.encoding,
        timezone=timezone or held.timezone,
        engine_files=files,
    )


def _known(engine: str | None, files: Sequence[str]) -> None:
    """Raise ``UsageError`` for an engine that does not exist, with the one that was meant, or a file that describes none."""
    from ..engines import all_engines, named
    from ..engines.toml import load_all

    own = load_all(files)
    if engine and not named(engine, own) and engine != "generic":
        names = sorted({e.name for e in (*own, *all_engines())})
        meant = nearest(engine, names)
        raise UsageError(f"no engine is called {engine!r}; {f'did you mean {meant!r}?' if meant else 'scraper engines lists them'}")


def clean_settings(
    preset: str | None, likely: str | None = None, *, held: CleanSettings = CleanSettings(), without: str = "", only: str = ""
) -> CleanSettings:
    """A preset (or what is held) with what the user changed; ``without`` and ``only`` are reasons with commas. Raises ``UsageError``."""
    if preset is not None and preset not in PRESETS:
        meant = nearest(preset, list(PRESETS))
        raise UsageError(f"no preset is called {preset!r}; {f'did you mean {meant!r}?' if meant else 'there are ' + ', '.join(PRESETS)}")
    settings = held if preset is None else PRESETS[preset]
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
    known = get_args(Reason)
    names = [word.strip() for word in words.split(",") if word.strip()]
    for name in names:
        if name not in known:
            meant = nearest(name, list(known))
            raise UsageError(f"no reason is called {name!r}; {f'did you mean {meant!r}?' if meant else 'there are ' + ', '.join(known)}")
    return names
