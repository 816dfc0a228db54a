"""
``scraper.toml``: defaults of one's own, below the command line's options and above the program's.

Read from the user's configuration folder, or from the file that is named; a file that lies in the folder where one happens to
stand is not read unless it is named, as it may be a stranger's.

    [read]
    timezone = "Asia/Shanghai"
    engine_files = ["larkboard.toml"]     # beside this file
    [clean]
    preset = "archive"
    likely = "off"
    [fetch]
    delay = 2.0
    contact = "https://archive.example/about"
    [site."bbs.example"]
    engine = "discuz"
    timezone = "Asia/Shanghai"
    delay = 5.0
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from .errors import UsageError
from .model import Reason
from .settings import PRESETS, CleanSettings, FetchSettings, ReadSettings, Settings, Site

__all__ = ["find", "load", "origin", "schema"]


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tables of a ``scraper.toml``; what each may hold are the fields of the settings of its name."""

    read: dict[str, Any] = {}
    clean: dict[str, Any] = {}
    fetch: dict[str, Any] = {}
    site: dict[str, Site] = {}


def find(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's own file, where there is one."""
    base = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME") or "~").expanduser() / ".config")
    path = Path(base) / "forum-scraper" / "scraper.toml"
    return path if path.is_file() else None


def load(path: Path) -> Settings:
    """The settings of a file over the defaults. Raises ``UsageError`` with the file, the key and what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    try:
        file = msgspec.convert(table, File)
        return _settings(file, path)
    except (msgspec.ValidationError, TypeError) as error:
        raise UsageError(f"{path}: {error}") from None


def _settings(file: File, path: Path) -> Settings:
    """The tables laid over the defaults."""
    clean = dict(file.clean)
    preset = clean.pop("preset", "reading")
    if preset not in list(PRESETS):  # a list has no hash
        raise UsageError(f"{path}: clean.preset: no preset is called {preset!r}; there are {', '.join(PRESETS)}")
    read = dict(file.read)
    read["sites"] = file.site
    settings = _over(ReadSettings(), read, f"{path}: read")
    files = tuple(str(path.parent / name) for name in settings.engine_files)
    if unknown := set(clean.get("reasons", ())) - set(get_args(Reason)):
        raise UsageError(
            f"{path}: clean.reasons: no reason is called {', '.join(map(str, unknown))}; there are {', '.join(get_args(Reason))}"
        )
    return Settings(
        read=msgspec.structs.replace(settings, engine_files=files),
        clean=_over(PRESETS[preset], clean, f"{path}: clean"),
        fetch=_over(FetchSettings(), file.fetch, f"{path}: fetch"),
    )


def _over(base: Any, table: Mapping[str, Any], name: str) -> Any:
    """A section with some fields replaced, their types checked. Raises ``UsageError`` with the setting's name."""
    known = {field.name: field.type for field in msgspec.structs.fields(base)}
    values = {}
    for key, value in table.items():
        if key not in known:
            meant = "".join(f"did you mean {word!r}? " for word in difflib.get_close_matches(key, known, n=1))
            raise UsageError(f"{name}: no setting is called {key!r}; {meant}There are {', '.join(known)}")
        try:
            values[key] = msgspec.convert(value, known[key], strict=False)
        except msgspec.ValidationError as error:
            raise UsageError(f"{name}.{key} = {value!r}: {error}") from None
    return msgspec.structs.replace(base, **values)


def origin(settings: Settings, path: Path | None) -> list[tuple[str, str, str]]:
    """Each setting as dotted name, value and where it comes from, for a person to look at."""
    rows = []
    for section, standard in (("read", ReadSettings()), ("clean", CleanSettings()), ("fetch", FetchSettings())):
        held: Any = getattr(settings, section)
        for field in msgspec.structs.fields(held):
            value = getattr(held, field.name)
            where = "default" if value == getattr(standard, field.name) else str(path or "options")
            shown = ", ".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(msgspec.to_builtins(value))
            rows.append((f"{section}.{field.name}", shown, where))
    return rows


def schema() -> dict[str, Any]:
    """What a ``scraper.toml`` may hold, as JSON Schema."""
    sections = {"read": ReadSettings, "clean": CleanSettings, "fetch": FetchSettings}
    (_, parts) = msgspec.json.schema_components([*sections.values(), Site], ref_template="#/$defs/{name}")
    properties = {name: {"$ref": f"#/$defs/{kind.__name__}"} for name, kind in sections.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "site": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Site"}}},
        "$defs": parts,
    }
