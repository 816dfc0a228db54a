"""
WARC/1.1 out (ISO 28500:2017): request, response, metadata and revisit records, each a gzip member of its own.

Written from the captures of a job, beside the target and then renamed, so a file is whole or absent whatever happens, and the same
job gives the same bytes each time. Bodies are as received; the transfer coding is undone, so its header is left out and the length
stated. Cookies and authorisation are in no capture, so they are in no WARC.
"""

import gzip
import os
import re
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha1
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from ..errors import OutputError
from ..files import check_replaceable
from ..version import __version__
from .captures import Pairs, Stored

__all__ = ["SPLIT", "write_warc"]

SPLIT = 1_000_000_000  # bytes: the usual size of a WARC file
CRLF = b"\r\n"
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SENT_WITH_TRANSFER = frozenset({"transfer-encoding", "content-length", "trailer"})


def write_warc(captures: Iterable[Stored], path: Path, *, split: int = SPLIT) -> list[Path]:
    """
    Writes captures to ``path`` (``name.warc.gz``) and, past ``split`` bytes each, to ``name-00001.warc.gz`` and so on.

    Gives the files. Raises ``OutputError`` where one cannot be written; what stood there before stays then.
    """
    done: list[Path] = []
    rest: Iterator[list[bytes]] = _members(captures)
    pending = next(rest, None)
    try:
        while pending is not None or not done:
            target = _numbered(path, len(done))
            pending = _write_one(target, pending, rest, split)
            done.append(target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error
    return done


def _numbered(path: Path, number: int) -> Path:
    """
    The name of a file of a series.

    >>> _numbered(Path("forum.warc.gz"), 2).name
    'forum-00002.warc.gz'
    """
    if number == 0:
        return path
    ending = next((known for known in (".warc.gz", ".warc", ".gz") if path.name.endswith(known)), "")
    return path.with_name(f"{path.name.removesuffix(ending)}-{number:05}{ending}")


def _write_one(target: Path, first: list[bytes] | None, rest: Iterator[list[bytes]], split: int) -> list[bytes] | None:
    """Writes one file; gives the records that no longer fit."""
    beside = check_replaceable(target).with_name(target.name + ".part")
    try:
        with beside.open("wb") as file:
            file.write(_member(_info(target.name)))
            group = first
            while group is not None and (file.tell() < split or group is first):
                file.writelines(group)
                group = next(rest, None)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return group


def _members(captures: Iterable[Stored]) -> Iterator[list[bytes]]:
    """The records of each capture, as gzip members that belong together."""
    seen: dict[bytes, tuple[str, str, str]] = {}
    for stored in captures:
        yield [_member(record) for record in _records(stored, seen)]


def _member(record: bytes) -> bytes:
    return gzip.compress(record, 6, mtime=0)


def _records(stored: Stored, seen: dict[bytes, tuple[str, str, str]]) -> Iterator[bytes]:
    """Response (or revisit), request and metadata of one capture."""
    answer = _id(stored, "response")
    common = {"WARC-Target-URI": stored.url, "WARC-Date": stored.fetched_at}
    address = {"WARC-IP-Address": stored.address} if stored.address else {}
    payload = {"WARC-Payload-Digest": _digest(stored.raw)}
    head = _answer_head(stored)
    original = seen.get(stored.sha1) if stored.raw else None
    if original is None:
        seen[stored.sha1] = (answer, stored.url, stored.fetched_at)
        yield _record("response", answer, head + stored.raw, "application/http; msgtype=response", common | address | payload)
    else:
        earlier = {"WARC-Refers-To": original[0], "WARC-Refers-To-Target-URI": original[1], "WARC-Refers-To-Date": original[2]}
        more = {"WARC-Profile": REVISIT, **earlier}
        yield _record("revisit", answer, head, "application/http; msgtype=response", common | address | payload | more)
    together = common | {"WARC-Concurrent-To": answer}
    yield _record("request", _id(stored, "request"), _request_head(stored), "application/http; msgtype=request", together | address)
    fields = f"job-row: {stored.row}\r\njob-round: {stored.round}\r\n".encode()
    yield _record("metadata", _id(stored, "metadata"), fields, "application/warc-fields", together)


def _record(kind: str, name: str, block: bytes, content: str, fields: Mapping[str, str]) -> bytes:
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": name,
        **fields,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": content,
        "Content-Length": str(len(block)),
    }
    head = b"WARC/1.1\r\n" + b"".join(f"{key}: {_line(value)}\r\n".encode() for key, value in lines.items())
    return head + CRLF + block + CRLF + CRLF


def _info(name: str) -> bytes:
    block = f"software: forum-scraper/{__version__}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n".encode()
    fields = {"WARC-Date": "1970-01-01T00:00:00Z", "WARC-Filename": name}
    return _record("warcinfo", f"<{uuid5(NAMESPACE_URL, name).urn}>", block, "application/warc-fields", fields)


def _answer_head(stored: Stored) -> bytes:
    """Status line and headers, made to fit the body as it is kept."""
    kept = [(name, value) for name, value in stored.headers if name.lower() not in SENT_WITH_TRANSFER]
    first = f"HTTP/1.1 {stored.status} {_line(stored.reason)}".rstrip()
    return _head(first, (*kept, ("Content-Length", str(len(stored.raw)))))


def _request_head(stored: Stored) -> bytes:
    parts = urlsplit(stored.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = stored.request
    if not any(name.lower() == "host" for name, _ in said):
        said = (("Host", parts.netloc), *said)
    return _head(f"GET {_line(target)} HTTP/1.1", said)


def _head(first: str, pairs: Pairs) -> bytes:
    lines = [first, *(f"{_line(name)}: {_line(value)}" for name, value in pairs)]
    return "\r\n".join(lines).encode("utf-8", "replace") + CRLF + CRLF


def _line(text: str) -> str:
    """A text that cannot begin another line."""
    return re.sub(r"[\r\n\0]+", " ", text)


def _digest(data: bytes) -> str:
    return "sha1:" + b32encode(sha1(data, usedforsecurity=False).digest()).decode("ascii")


def _id(stored: Stored, kind: str) -> str:
    """The same name for the same record each time it is written."""
    return f"<{uuid5(NAMESPACE_URL, f'{stored.url} {stored.fetched_at} {stored.id} {kind}').urn}>"
