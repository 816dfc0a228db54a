"""Outputs on disk: what may be replaced by a finished file, and what must not."""

from pathlib import Path

from .errors import OutputError

__all__ = ["check_replaceable"]


def check_replaceable(path: str | Path) -> Path:
    """
    The path, if a file may be renamed over it: nothing is there, or a file. Raises ``OutputError`` for a device, a pipe or a folder.

    Outputs are written beside their name and renamed; as root a rename over ``/dev/null`` would replace the device.
    """
    place = Path(path)
    if place.exists() and not place.is_file():
        raise OutputError(f"{path}: is {'a folder' if place.is_dir() else 'a device or a pipe'}, not a file; name a file")
    return place
