"""Records into a file for people and other programs; the end of its name says which form."""

from collections.abc import Iterable
from pathlib import Path

from ..errors import UsageError
from ..model import Record
from .whole import whole

__all__ = ["ENDS", "write"]

ENDS = (".html", ".epub", ".atom", ".rss", ".jsonld")


def write(records: Iterable[Record], path: str | Path, *, title: str | None = None) -> None:
    """
    Write a view (``.html`` or no end), a book (``.epub``), a feed (``.atom``, ``.rss``) or schema.org objects, a thread a line (``.jsonld``).

    ``title`` is the view's and the book's. Raises ``UsageError`` for another end of the name and for no records, ``OutputError`` where the
    file cannot be written.
    """
    end = Path(path).suffix.lower()
    if end in ("", ".html", ".htm"):
        from .view import write_view

        write_view(records, path, title=title)
    elif end == ".epub":
        from .epub import write_epub

        write_epub(records, path, title=title)
    elif end in (".atom", ".rss", ".jsonld"):
        _lines(records, path, end)
    else:
        raise UsageError(f"{path}: what form? Give it one of the ends {' '.join(ENDS)}")


def _lines(records: Iterable[Record], path: str | Path, end: str) -> None:
    from .feeds import atom, rss
    from .jsonld import jsonld

    parts = (f"{line}\n" for line in jsonld(records)) if end == ".jsonld" else atom(records) if end == ".atom" else rss(records)
    with whole(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.writelines(parts)
