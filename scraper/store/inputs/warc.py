"""WARC and WET: answers, resources and conversions as captures; every record that cannot be trusted is named, the rest is read."""

import contextlib
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from ...errors import InputError
from ...model import Outcome
from . import messages
from .digests import matches
from .framing import WARC, Archive
from .originals import Originals
from .pages import capture
from .sidecar import Sidecar
from .values import Given, InputOptions, Item, problem

__all__ = ["read"]

SILENT = frozenset({"warcinfo", "request", "metadata", "continuation"})
"""Records that are about others; they are no inputs and get no outcome."""

PAGES = frozenset({"response", "resource", "conversion"})
LOOK = 65_536  # bytes of a record read to decide whether it is a page; a server's headers end before
HEADERS = 65_536  # bytes that headers may add to a page's size
CURE = "Fetch or copy the archive again; the rest of it is read."


class Block(NamedTuple):
    """A record: its place and headers, its bytes and their HTTP head, why it is refused, whether a digest proved it, or it repeats another."""

    offset: int
    headers: Any
    raw: bytes = b""
    said: messages.Head = messages.Head(None, {}, 0)
    refusal: Outcome | None = None
    proved: bool = False
    revisit: bool = False


Blocks = Generator[Block, None, int | None]
"""Blocks, and at the end the place to go on from, ``None`` where nothing follows."""


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The captures of a WARC file, or of the records that begin in the range given, in order."""
    archive = Archive(given.stream, given.squeezed, given.head, WARC)
    with contextlib.closing(Originals(given, options, _pages)) as originals:
        for block in _all(archive, given.start, given.end, options):
            yield from _items(f"{given.source}#{block.offset}", block, archive, originals, options)


def _items(source: str, block: Block, archive: Archive, originals: Originals, options: InputOptions) -> Iterator[Item]:
    """A block as an item, a revisit with the page it points to; of records about others nothing."""
    found = _original(block, originals, options) if block.revisit and archive.seeks else None
    if found:
        yield _item(source, found, options)
    elif block.refusal:
        yield problem(source, block.refusal.kind, block.refusal.reason, block.refusal.advice)
    elif block.raw:
        yield _item(source, block, options)


def _pages(given: Given) -> Iterator[tuple[int, Any]]:
    """The pages of an archive that can be gone back to: their places and headers."""
    archive = Archive(given.stream, given.squeezed, given.head, WARC)
    if archive.seeks:
        blocks = _all(archive, 0, None, InputOptions(digests=False))
        yield from ((block.offset, block.headers) for block in blocks if block.raw and not block.refusal)


def _original(revisit: Block, originals: Originals, options: InputOptions) -> Block | None:
    """The page that a revisit points to, under the revisit's address and time; ``None`` where it is not among the inputs."""
    for place in originals.places(revisit.headers):
        with originals.opened(place) as given:
            archive = Archive(given.stream, given.squeezed, given.head, WARC)
            found = next((_block(record, place.offset, options) for record in _records(archive, place.offset)), None)
        if found and found.raw and not found.refusal and _same_payload(revisit.headers, found.headers):
            return found._replace(headers=revisit.headers)
    return None


def _same_payload(one: Any, other: Any) -> bool:
    """Whether two records may have the same payload: where both have its digest, they agree."""
    said = [str(headers.get("WARC-Payload-Digest") or "").strip().lower() for headers in (one, other)]
    return said[0] == said[1] or "" in said


def _all(archive: Archive, start: int, end: int | None, options: InputOptions) -> Iterator[Block]:
    position = archive.sync(start) if start else 0
    while position is not None and (end is None or position < end):
        position = yield from _run(archive, position, end, options)


def _run(archive: Archive, position: int, end: int | None, options: InputOptions) -> Blocks:
    """
    Records from a place on, until one is spoiled.

    Each waits until the next one begins: only then is its length known to be right.
    """
    waiting: Block | None = None
    reading: int | None = None
    fault = ""
    try:
        for record in _records(archive, position):
            if waiting:
                yield waiting
            waiting, reading = None, record.stream_pos
            if end is not None and reading >= end:
                return None
            waiting = _block(record, reading, options)
            reading = None
            if archive.plain and waiting.refusal and waiting.refusal.kind == "broken":
                yield waiting
                return archive.sync(waiting.offset + 1)  # a wrong length may have swallowed what follows
    except BaseException as error:
        if not _of_the_file(error):
            raise
        fault = (str(error).splitlines() or [type(error).__name__])[0][:200]
    if reading is None:
        return (yield from _settle(archive, position, waiting, fault))
    yield _broken(reading, f"spoiled: {fault}")
    return archive.sync(reading + 1)


def _of_the_file(error: BaseException) -> bool:
    """Whether an error is the file's doing; a panic of the library is no ``Exception``."""
    return type(error).__name__ == "PanicException" or (isinstance(error, Exception) and not isinstance(error, InputError))


def _records(archive: Archive, position: int) -> Any:
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise InputError("WARC needs the extra 'warc' (pip install 'forum-scraper[warc]')") from error
    return ArchiveIterator(archive.at(position), parse_http=False, stream_detect=archive.members)


def _settle(archive: Archive, position: int, waiting: Block | None, fault: str) -> Blocks:
    """The last record before a fault or the end: is it whole, and what stands behind it?"""
    at = position
    if waiting:
        extent = archive.extent(waiting.offset)
        if extent.fault and not waiting.proved and not waiting.refusal:
            waiting = _broken(waiting.offset, extent.fault)
        yield waiting
        if extent.end is None:
            return archive.sync(waiting.offset + 1)
        if not (archive.members or archive.plain):
            return None
        at = extent.end
        if fault or archive.rest(at):
            return at if at > position else None
        return None
    if fault or archive.rest(at):
        yield _broken(at, f"spoiled: {fault}" if fault else "cut: the file ends inside the record")
        return archive.sync(at + 1)
    return None


def _broken(offset: int, reason: str) -> Block:
    return Block(offset, {}, refusal=Outcome("broken", reason, CURE))


def _block(record: Any, offset: int, options: InputOptions) -> Block:
    """A record looked at and, where it may be a page, read whole and checked."""
    headers = record.headers
    kind = str(headers.get("WARC-Type") or "").lower()
    if kind in SILENT:
        return Block(offset, headers)
    if kind == "revisit":
        return _revisit(record, offset, headers)
    if kind not in PAGES:
        return Block(offset, headers, refusal=Outcome("broken", f"a record of unknown type {kind!r}"[:200], CURE))
    if headers.get("Content-Length") is None:
        return Block(offset, headers, refusal=Outcome("broken", "cut or spoiled: a header without length", CURE))
    declared = record.content_length
    if declared == 0:
        return Block(offset, headers, refusal=Outcome("empty", "a record without content"))
    if declared > options.max_page + HEADERS:
        return Block(offset, headers, refusal=Outcome("too-costly", f"a record of {declared:,} bytes"))
    raw = record.reader.read(LOOK)
    said = messages.head(raw) if kind == "response" else messages.Head(None, {"content-type": _type(headers, kind)}, 0)
    if refusal := messages.no_page(said):
        return Block(offset, headers, refusal=refusal)
    while len(raw) < declared and (more := record.reader.read(declared - len(raw))):
        raw += more
    if len(raw) < declared:
        return Block(offset, headers, refusal=Outcome("broken", f"cut: {len(raw):,} of {declared:,} bytes", CURE))
    return _checked(Block(offset, headers, raw, said), options)


def _type(headers: Any, kind: str) -> str:
    return "text/plain; charset=utf-8" if kind == "conversion" else str(headers.get("Content-Type") or "")


def _revisit(record: Any, offset: int, headers: Any) -> Block:
    """A record that repeats another's page; what its own head says to be no page is none."""
    said = messages.head(record.reader.read(LOOK))
    if (refusal := messages.no_page(said)) and said.status != 304:
        return Block(offset, headers, refusal=refusal)
    original = headers.get("WARC-Refers-To-Target-URI") or headers.get("WARC-Target-URI")
    reason = f"a revisit: the page is that of {original} {headers.get('WARC-Refers-To-Date') or ''}".rstrip()
    return Block(offset, headers, refusal=Outcome("not-modified", reason, "Name the archive that holds it too."), revisit=True)


def _checked(block: Block, options: InputOptions) -> Block:
    """
    A block with its digests compared.

    Tools disagree on what a payload is (as sent, dechunked, unpacked), so any of these is taken, and a block's own digest wins.
    """
    whole, payload = block.headers.get("WARC-Block-Digest"), block.headers.get("WARC-Payload-Digest")
    if not options.digests:
        return block
    if whole:
        good = matches(whole, block.raw)
    elif payload:
        bodies = (block.raw[block.said.size :], block.raw, messages.body(block.raw, block.said, options.max_page) or b"")
        good = any(matches(payload, body) for body in bodies)
    else:
        return block
    return block._replace(proved=True) if good else block._replace(refusal=Outcome("broken", "its digest does not fit its bytes", CURE))


def _item(source: str, block: Block, options: InputOptions) -> Item:
    body = messages.body(block.raw, block.said, options.max_page)
    if body is None:
        return problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    if not block.said.headers.get("content-type") and not messages.text_like(body):
        return problem(source, "skipped", "no page: nothing says what it is, and it does not begin as a page")
    url = str(block.headers.get("WARC-Target-URI") or "").strip("<>") or None
    known = Sidecar(url=url, fetched_at=block.headers.get("WARC-Date"), status=block.said.status, headers=dict(block.said.headers))
    return capture(source, body, options, known)
