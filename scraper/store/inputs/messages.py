"""HTTP answers as archives keep them: the head read, and the body with its transfer and content codings undone."""

import io
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from ...model import Outcome

__all__ = ["PAGE_TYPES", "Head", "body", "head", "no_page", "text_like"]

STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
END = re.compile(rb"\r?\n\r?\n")
PAGE_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/json", "text/xhtml", "application/vnd.wap.xhtml+xml"}
)
"""JSON counts: some engines answer with it. What is not here is not parsed."""


class Head(NamedTuple):
    """Status, headers with lower-case names (the last of a name wins), and where the body begins."""

    status: int | None
    headers: Mapping[str, str]
    size: int


def head(raw: bytes) -> Head:
    r"""
    The head of an answer; an answer without one is all body.

    >>> head(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    Head(status=200, headers={'content-type': 'text/html'}, size=44)
    """
    status, end = STATUS.match(raw), END.search(raw, 0, 65_536)
    if status is None or end is None:
        return Head(None, {}, 0)
    lines = raw[: end.start()].decode("latin-1").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return Head(int(status[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}, end.end())


def no_page(said: Head) -> Outcome | None:
    """Why an answer is no page, by its head alone: a redirect, a picture."""
    if said.status == 304:
        return Outcome("not-modified", "the server said that the page had not changed")
    if said.status and 300 <= said.status < 400:
        return Outcome("skipped", f"a redirect ({said.status}) to {said.headers.get('location', 'nowhere')}"[:300])
    kind = said.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Outcome("skipped", f"no page but {kind}"[:300]) if kind and kind not in PAGE_TYPES and "html" not in kind else None


def text_like(data: bytes) -> bool:
    """Whether bytes that come without a type may be a page."""
    return data.lstrip()[:1] in (b"<", b"\xef", b"{") and b"\0" not in data[:512]


def body(raw: bytes, said: Head, limit: int) -> bytes | None:
    """
    The body decoded; ``None`` where it is longer than ``limit`` bytes.

    Many archives keep headers of codings that were undone before storing: what cannot be undone is taken as it is.
    """
    plain = raw[said.size :]
    if "transfer-encoding" in said.headers or said.headers.get("content-encoding", "identity").lower() != "identity":
        ways: tuple[Literal["all", "content", "transfer"], ...] = ("all", "content", "transfer")
        for how in ways:
            found, done = _decoded(raw, how, limit)
            if done:
                return found
    return plain if len(plain) <= limit else None


def _decoded(raw: bytes, how: Literal["all", "content", "transfer"], limit: int) -> tuple[bytes | None, bool]:
    from fastwarc.warc import ArchiveIterator

    lead = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(raw)
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(lead + raw + b"\r\n\r\n"), auto_decode=how)))
        found = record.reader.read(limit + 1)
    except (OSError, ValueError):
        return None, False
    if not found and len(raw) > len(lead) and raw.rstrip()[-1:] not in (b"", b"\n"):
        return None, False  # a cut gzip stream gives nothing and no error
    return (None, True) if len(found) > limit else (found, True)
