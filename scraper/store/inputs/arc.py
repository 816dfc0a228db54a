"""ARC, the format before WARC: answers behind a line of address, IP, time, type and length."""

import re
import shutil
import tempfile
from collections.abc import Iterator

from . import messages
from .framing import ARC, Archive
from .inflating import open_inflated
from .opening import SPOOL
from .pages import capture
from .sidecar import Sidecar
from .values import Given, InputOptions, Item, problem

__all__ = ["read"]

LINE = re.compile(rb"([^ \n]+) [^ \n]* (\d{8,14})\d* ([^\n]*?)(?: \d+)+\n")
CURE = "Fetch or copy the archive again; the rest of it is read."


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The captures of an ARC file, or of the records that begin in the range given, in order."""
    archive = Archive(given.stream, given.squeezed, given.head, ARC)
    if archive.members or archive.plain:
        yield from _records(archive, given, options)
        return
    with tempfile.SpooledTemporaryFile(SPOOL) as spool:  # compressed as a whole: records need places to go back to
        shutil.copyfileobj(open_inflated(given.stream, given.squeezed), spool, 1 << 20)
        yield from _records(Archive(spool, None, b"", ARC), given, options)


def _records(archive: Archive, given: Given, options: InputOptions) -> Iterator[Item]:
    position: int | None = archive.sync(given.start) if given.start else 0
    while position is not None and (given.end is None or position < given.end):
        extent, source = archive.extent(position), f"{given.source}#{position}"
        if extent.fault or extent.end is None:
            yield problem(source, "broken", extent.fault or "spoiled", CURE)
            position = archive.sync(position + 1)
        else:
            yield from _record(source, archive.record(position, extent.end, options.max_page), options)
            position = archive.sync(extent.end) if archive.rest(extent.end) else None
            if archive.between(extent.end, position):
                yield problem(f"{given.source}#{extent.end}", "broken", "spoiled: what stands here begins no record", CURE)


def _record(source: str, raw: bytes | None, options: InputOptions) -> Iterator[Item]:
    """One record as a capture; what is no page is skipped by name, the archive's own record in silence."""
    if raw is None:
        yield problem(source, "too-costly", f"a record of more than {options.max_page:,} bytes")
        return
    line = LINE.match(raw)
    if line is None:
        yield problem(source, "broken", "spoiled: no first line of a record", CURE)
        return
    if line[1].startswith((b"filedesc:", b"dns:")):
        return
    raw = raw[line.end() :].removesuffix(b"\n")
    said = messages.head(raw)
    said = said if said.size else said._replace(headers={"content-type": line[3].decode("latin-1")})
    if refusal := messages.no_page(said):
        yield problem(source, refusal.kind, refusal.reason)
        return
    body = messages.body(raw, said, options.max_page)
    if body is None:
        yield problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    else:
        known = Sidecar(url=line[1].decode("utf-8", "replace"), fetched_at=_date(line[2]), status=said.status, headers=dict(said.headers))
        yield capture(source, body, options, known)


def _date(digits: bytes) -> str:
    """
    A time of fourteen digits, UTC.

    >>> _date(b"20050102030405"), _date(b"20050102")
    ('2005-01-02T03:04:05Z', '2005-01-02T00:00:00Z')
    """
    d = digits.decode().ljust(14, "0")
    return f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:14]}Z"
