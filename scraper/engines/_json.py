"""JSON as forums print it, asked without trust: each getter gives ``None`` (or nothing) where the answer is not of the kind asked for."""

from collections.abc import Iterator
from typing import Any

import msgspec

__all__ = ["Json", "at", "decode", "flag", "objects", "stamp", "string", "whole"]

Json = Any
"""Whatever ``msgspec.json.decode`` gives; only the getters of this module look into it."""


def decode(text: str | None) -> Json:
    """
    What a text says, or ``None`` where it is no JSON.

    >>> decode('{"tid": 7}'), decode("<p>")
    ({'tid': 7}, None)
    """
    try:
        return msgspec.json.decode(text) if text else None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def at(value: Json, *path: str | int) -> Json:
    """
    What stands at a path of names and places.

    >>> at({"user": [{"name": "Rosa"}]}, "user", 0, "name")
    'Rosa'
    """
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def string(value: Json, *path: str | int) -> str | None:
    """A text, or a number written as one; empty is ``None``."""
    found = at(value, *path)
    if isinstance(found, str):
        return found.strip() or None
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else None


def whole(value: Json, *path: str | int) -> int | None:
    """A whole number, or a text of digits."""
    found = at(value, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    return int(found) if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 19 else None


def flag(value: Json, *path: str | int) -> bool:
    """Whether something is there and neither false, zero nor empty."""
    return bool(at(value, *path))


def stamp(value: Json, *path: str | int) -> str | None:
    """A time as written; the zero of some engines is none."""
    found = string(value, *path)
    return None if found in ("0", None) else found


def objects(value: Json, *path: str | int) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    found = at(value, *path)
    return (item for item in found if isinstance(item, dict)) if isinstance(found, list) else iter(())
