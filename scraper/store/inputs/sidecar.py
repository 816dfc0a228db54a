"""What is known of a page's taking and stands beside it: ``<page>.capture.json``."""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

__all__ = ["END", "Sidecar", "names", "read"]

END = ".capture.json"
LIMIT = 1_000_000  # bytes; a page's headers are at most 64 KiB


class Sidecar(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that a sidecar may have; all others are left unread."""

    url: str | None = None
    fetched_at: str | None = None
    status: int | None = None
    headers: dict[str, str] = {}
    encoding: str | None = None
    engine: str | None = None
    wrong: tuple[str, str] | None = None  # its name and what could not be understood; never read from it


NONE = Sidecar()
COMPRESSED_ENDS = (".gz", ".zst", ".xz", ".bz2", ".br")


def names(page: str) -> Iterable[str]:
    """
    The names that a page's sidecar can have, the likelier first.

    >>> list(names("a/news-p1.html.gz"))
    ['a/news-p1.capture.json', 'a/news-p1.html.capture.json', 'a/news-p1.html.gz.capture.json']
    """
    stem = next((page.removesuffix(end) for end in COMPRESSED_ENDS if page.endswith(end)), page)
    folder, slash, name = stem.rpartition("/")
    bare = name.rpartition(".")[0] or name
    return dict.fromkeys((f"{folder}{slash}{bare}{END}", stem + END, page + END))


def read(page: str, load: Callable[[str], bytes | None]) -> Sidecar:
    """
    A page's sidecar: ``NONE`` where there is none, with ``wrong`` where it is no JSON object of that form.

    ``load`` gives the bytes of a name or ``None``.
    """
    for name in names(page):
        if (found := load(name)) is not None:
            return parse(name, found)
    return NONE


def parse(name: str, found: bytes) -> Sidecar:
    """A sidecar's bytes read; header names made lower-case."""
    if len(found) > LIMIT:
        return Sidecar(wrong=(name, f"more than {LIMIT:,} bytes"))
    try:
        sidecar = msgspec.json.decode(found, type=Sidecar)
    except (ValueError, RecursionError) as error:
        return Sidecar(wrong=(name, str(error)))
    headers = {key.lower(): value for key, value in sidecar.headers.items()}
    odd = _odd_time(sidecar.fetched_at)
    return msgspec.structs.replace(sidecar, headers=headers, wrong=(name, odd) if odd else None)


def _odd_time(said: str | None) -> str:
    """
    What is wrong with a time, if anything.

    >>> _odd_time("2012-11-21T08:00:00Z"), _odd_time("lately")
    ('', "fetched_at 'lately' is no time such as 2012-11-21T08:00:00Z")
    """
    try:
        datetime.fromisoformat(said or "2000-01-01")
    except ValueError:
        return f"fetched_at {said!r} is no time such as 2012-11-21T08:00:00Z"
    return ""
