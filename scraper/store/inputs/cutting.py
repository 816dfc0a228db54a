"""Large files cut into pieces that are read side by side: the same pieces on every machine, whatever the number of workers."""

import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple

from . import parquet
from .framing import ARC, WARC, Archive
from .opening import is_remote, open_stream
from .recognise import HEAD, kind_of, peek

__all__ = ["LEAST", "Cut", "cuts"]

LEAST = 2_000_000  # bytes: smaller files are one piece
PIECE = 2_000_000  # of a compressed archive: about 200 pages, half a second of work
FAR_PIECE = 64_000_000  # of a remote one: each piece is a request of its own
PLAIN = 5  # times as much of an uncompressed one, which packs that much
MEMBERS = 500  # of a zip


class Cut(NamedTuple):
    """A piece: where it begins and ends, in which member of an archive, and its size in bytes as stored."""

    start: int
    end: int | None
    member: str | None
    size: int


def cuts(path: str, size: int) -> list[Cut] | None:
    """The pieces of a file, ``None`` where it must be read in one go. Raises what opening it raises."""
    if path == "-":
        return None
    with open_stream(path) as stream:
        head = stream.read(HEAD)
        squeezed, inner = peek(head, path)
        kind = kind_of(inner, path)
        piece = FAR_PIECE if is_remote(path) else PIECE
        if kind in ("warc", "arc"):
            return _records(stream, squeezed, head, kind, size, piece)
        if squeezed:
            return None
        if kind == "jsonl":
            return list(_even(size, piece * PLAIN))
        if kind == "parquet":
            return [Cut(i, i + 1, None, size // max(1, count)) for count in [parquet.groups(stream)] for i in range(count)] or None
        return _zip(stream, piece) if kind == "zip" else None


def _even(size: int, piece: int, member: str | None = None) -> Iterator[Cut]:
    """Ranges of one length; the last is open, so that a file that grows loses nothing."""
    starts = range(0, max(size, 1), piece)
    return (Cut(start, start + piece if start + piece < size else None, member, min(piece, size - start)) for start in starts)


def _records(
    stream: IO[bytes], squeezed: str | None, head: bytes, kind: str, size: int, piece: int, member: str | None = None
) -> list[Cut] | None:
    archive = Archive(stream, squeezed, head, ARC if kind == "arc" else WARC)
    if archive.members:
        return list(_even(size, piece, member))
    return list(_even(size, piece * PLAIN, member)) if archive.plain else None


def _zip(stream: IO[bytes], piece: int) -> list[Cut] | None:
    """The WARC files of a WACZ, each in pieces; the members of other zips by number."""
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        if "datapackage.json" not in archive.NameToInfo:
            size = sum(info.compress_size for info in infos) // max(1, len(infos))
            return [Cut(i, i + MEMBERS, None, size * MEMBERS) for i in range(0, len(infos), MEMBERS)] or None
        found: list[Cut] = []
        for info in infos:
            if info.filename.startswith("archive/") and not info.is_dir():
                found += _member(archive, info, piece)
        return found or None


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, piece: int) -> list[Cut]:
    whole = [Cut(0, None, info.filename, info.compress_size)]
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        return whole
    with archive.open(info) as stream:
        head = stream.read(HEAD)
        squeezed, inner = peek(head, info.filename)
        return _records(stream, squeezed, head, kind_of(inner, info.filename), info.file_size, piece, info.filename) or whole
