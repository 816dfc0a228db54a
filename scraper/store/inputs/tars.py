"""Tar files of saved pages, compressed or not; behind a spoiled header the next good one is looked for."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from typing import IO, cast

from . import arc, sidecar, warc
from .inflating import SPOILED, open_inflated
from .members import CURE, is_records, left_out, member
from .opening import SPOOL, why
from .recognise import HEAD, peek
from .values import Given, InputOptions, Item, problem

__all__ = ["read"]

SIDECARS = 200_000_000  # bytes of sidecars kept while their pages are read: a million of usual size
BAD = (*SPOILED, tarfile.TarError)
BLOCK = 512


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """
    The captures of a tar's files, in its order.

    It is gone through twice, as sidecars may stand behind their pages. Spoiled headers of a compressed tar are found by its compression.
    """
    beside = _sidecars(given)
    end = 0
    try:
        with _open(given) as archive:
            for info in archive:
                if _gap(given, end, info.offset):
                    yield problem(f"{given.source}#{end}", "broken", "spoiled: a header that is none", CURE)
                yield from _file(archive, info, given, options, beside)
                end = info.offset_data + -(-info.size // BLOCK) * BLOCK
    except BAD as error:
        yield problem(given.source, "broken", f"cut or spoiled behind byte {end:,}: {why(error)}", CURE)
        return
    if not given.squeezed and not _ends_well(given.stream, end):
        yield problem(given.source, "broken", f"cut or spoiled behind byte {end:,}: the end of the archive is missing", CURE)


def _open(given: Given) -> tarfile.TarFile:
    given.stream.seek(0)
    stream = open_inflated(given.stream, given.squeezed)
    if given.squeezed:
        return tarfile.open(fileobj=stream, mode="r|", ignore_zeros=True)
    return tarfile.open(fileobj=stream, mode="r:", ignore_zeros=True)


def _sidecars(given: Given) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = SIDECARS
    try:
        with _open(given) as archive:
            for info in archive:
                if info.name.endswith(sidecar.END) and info.size <= min(room, sidecar.LIMIT) and (stream := archive.extractfile(info)):
                    found[info.name] = stream.read()
                    room -= info.size
                archive.members = []  # type: ignore[attr-defined] # it keeps all it saw: a million of them are a gigabyte
    except BAD:
        pass  # the second reading names it
    return found


def _gap(given: Given, end: int, offset: int) -> bool:
    """Whether anything but zeros was skipped between two files."""
    if given.squeezed or offset <= end:
        return False
    place = given.stream.tell()
    given.stream.seek(end)
    skipped = given.stream.read(min(offset - end, 1 << 20))
    given.stream.seek(place)
    return bool(skipped.strip(b"\0"))


def _ends_well(stream: IO[bytes], end: int) -> bool:
    """A tar ends with two blocks of zeros; one would do for us."""
    stream.seek(end)
    rest = stream.read(1 << 20)
    return len(rest) >= BLOCK and not rest.strip(b"\0")


def _file(archive: tarfile.TarFile, info: tarfile.TarInfo, given: Given, options: InputOptions, beside: dict[str, bytes]) -> Iterator[Item]:
    source = f"{given.source}#{info.name}"
    archive.members = []  # type: ignore[attr-defined]
    stream = archive.extractfile(info) if info.isreg() and not left_out(info.name) else None
    if stream is None:
        return
    if is_records(info.name):
        yield from _records(source, info.name, stream, options)
    elif info.size > options.max_page:
        yield problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    else:
        yield from member(source, info.name, stream.read(), options, beside.get)


def _records(source: str, name: str, stream: IO[bytes], options: InputOptions) -> Iterator[Item]:
    """A WARC or ARC inside, from a temporary file: its reader must go back and forth."""
    with tempfile.SpooledTemporaryFile(SPOOL) as spool:
        shutil.copyfileobj(stream, spool, 1 << 20)
        spool.seek(0)
        head = spool.read(HEAD)
        squeezed, _ = peek(head, name)
        reader = arc.read if ".arc" in name.lower() else warc.read
        yield from reader(Given(source, cast(IO[bytes], spool), squeezed, head), options)
