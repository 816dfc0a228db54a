"""What is known of a page's taking and stands beside it: ``<page>.capture.json``."""

from collections.abc import Callable, Iterable

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
    A page's sidecar, empty where there is none or where it is no JSON object of that form.

    ``load`` gives the bytes of a name or ``None``.
    """
    for name in names(page):
        if (found := load(name)) is not None and len(found) <= LIMIT:
            return parse(found)
    return NONE


def parse(found: bytes) -> Sidecar:
    """A sidecar's bytes read; header names made lower-case."""
    try:
        sidecar = msgspec.json.decode(found, type=Sidecar)
    except (ValueError, RecursionError):
        return NONE
    return msgspec.structs.replace(sidecar, headers={name.lower(): value for name, value in sidecar.headers.items()})
