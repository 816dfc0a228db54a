"""Zip files of saved pages, and WACZ; a zip without its directory (cut) is read from its members' own headers."""

import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from . import arc, warc
from .inflating import SPOILED
from .members import CURE, MAX_RATIO, is_records, left_out, member
from .opening import SPOOL, why
from .recognise import HEAD, peek
from .values import Given, InputOptions, Item, Problem, problem

__all__ = ["read"]

BAD = (*SPOILED, zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, struct.error)
MAX_TOTAL = 1_000  # times its own size: over it an archive is a bomb of many small ones that share their bytes


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The captures of a zip's members, in the order of its directory; of a WACZ those of its WARC files."""
    try:
        archive = zipfile.ZipFile(given.stream)
    except BAD as error:
        yield problem(given.source, "broken", f"no directory ({why(error)}); members are read as far as they go", CURE)
        yield from _salvaged(given, options)
        return
    with archive:
        yield from _members(archive, given, options)


def _members(archive: zipfile.ZipFile, given: Given, options: InputOptions) -> Iterator[Item]:
    infos = archive.infolist()
    if _is_bomb(infos, given.stream):
        if given.start == 0:
            reason = f"unpacks to more than {MAX_TOTAL:,} times its size: a zip bomb"
            yield problem(given.source, "too-costly", reason)
        return
    wacz = "datapackage.json" in archive.NameToInfo
    for info in _wanted(infos, given):
        if left_out(info.filename) or (wacz and not info.filename.startswith("archive/")):
            continue
        source = f"{given.source}#{info.filename}"
        try:
            yield from _member(archive, info, source, given, options)
        except BAD as error:
            yield problem(source, "broken", why(error), CURE)


def _wanted(infos: list[zipfile.ZipInfo], given: Given) -> list[zipfile.ZipInfo]:
    """The members of the unit: all, some by number, or one by name, of which a range is read."""
    if given.member is not None:
        return [info for info in infos if info.filename == given.member]
    return infos[given.start : given.end]


def _is_bomb(infos: list[zipfile.ZipInfo], stream: IO[bytes]) -> bool:
    total = sum(info.file_size for info in infos)
    return total > 1_000_000_000 and total > stream.seek(0, 2) * MAX_TOTAL


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, given: Given, options: InputOptions) -> Iterator[Item]:
    def load(name: str) -> bytes | None:
        try:
            return archive.read(name) if archive.getinfo(name).file_size < 1_000_000 else None
        except BAD:
            return None

    if info.flag_bits & 1:
        yield problem(source, "broken", "encrypted", "Unpack the archive with its password first.")
    elif is_records(info.filename):
        yield from _records(archive, info, source, given, options)
    elif info.file_size > options.max_page:
        yield problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    elif info.file_size > max(1_000_000, info.compress_size * MAX_RATIO):
        yield problem(source, "too-costly", f"unpacks to more than {MAX_RATIO} times its size")
    else:
        with archive.open(info) as stream:
            yield from member(source, info.filename, stream.read(options.max_page + 1), options, load)


def _records(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, given: Given, options: InputOptions) -> Iterator[Item]:
    """A WARC or ARC inside: read in place where it is only stored, as WACZ has it, else from a temporary file."""
    with archive.open(info) as stream, tempfile.SpooledTemporaryFile(SPOOL) as spool:
        inner: IO[bytes] = stream
        if info.compress_type != zipfile.ZIP_STORED:
            shutil.copyfileobj(stream, spool, 1 << 20)
            inner = cast(IO[bytes], spool)
        inner.seek(0)
        head = inner.read(HEAD)
        squeezed, _ = peek(head, info.filename)
        reader = arc.read if ".arc" in info.filename.lower() else warc.read
        start, end = (given.start, given.end) if given.member is not None else (0, None)
        yield from reader(Given(source, inner, squeezed, head, start=start, end=end), options)


def _salvaged(given: Given, options: InputOptions) -> Iterator[Item]:
    """Members found by their own headers, in the order of the file; checked by their checksums where the header has them."""
    position = 0
    while (place := _find(given.stream, position)) is not None:
        given.stream.seek(place)
        header = given.stream.read(30)
        if len(header) < 30:
            return
        _, flags, method, _, _, crc, packed, _, name_size, extra = struct.unpack("<5H3I2H", header[4:])
        name = given.stream.read(name_size).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        given.stream.seek(extra, 1)
        found = _salvage(f"{given.source}#{name}", given.stream, method, flags, crc, packed, options)
        position = max(place + 4, given.stream.tell() if isinstance(found, bytes) else 0)
        if left_out(name):
            continue
        if isinstance(found, Problem):
            yield found
        else:
            yield from member(f"{given.source}#{name}", name, found, options, lambda name: None)


def _find(stream: IO[bytes], position: int) -> int | None:
    """The next local header."""
    while True:
        stream.seek(position)
        window = stream.read(1 << 20)
        found = window.find(b"PK\x03\x04")
        if found >= 0:
            return position + found
        if len(window) < 4:
            return None
        position += len(window) - 3


def _salvage(source: str, stream: IO[bytes], method: int, flags: int, crc: int, packed: int, options: InputOptions) -> bytes | Problem:
    if flags & 1:
        return problem(source, "broken", "encrypted", "Unpack the archive with its password first.")
    if method == 8:
        found = _inflate(stream, options.max_page)
    elif method == 0 and not flags & 8 and packed <= options.max_page:
        found = stream.read(packed)
        found = found if len(found) == packed else None
    else:
        return problem(source, "broken", "packed in a way that needs the archive's directory", CURE)
    if found is None or (not flags & 8 and zlib.crc32(found) != crc):
        return problem(source, "broken", "cut or spoiled", CURE)
    return found


def _inflate(stream: IO[bytes], limit: int) -> bytes | None:
    """A deflated member; ``None`` where it does not end well. The stream stands behind it."""
    engine, out = zlib.decompressobj(-15), bytearray()
    try:
        while not engine.eof and len(out) <= limit:
            data = engine.unconsumed_tail or stream.read(65_536)
            if not data:
                return None
            out += engine.decompress(data, 1 << 20)
    except zlib.error:
        return None
    stream.seek(-len(engine.unused_data), 1)
    return bytes(out) if engine.eof else None
