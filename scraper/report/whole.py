"""A file that is whole or not there: written beside its name and renamed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError
from ..files import check_replaceable

__all__ = ["whole"]


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """
    Give the path to write to; it takes the name's place when the block ends well, and is gone when it does not.

    Raises ``OutputError`` where the disk will not take it, and for a name that is a folder or a device.
    """
    target = check_replaceable(path)
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise OutputError(f"{target}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
