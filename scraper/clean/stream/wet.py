"""Records of a WET file, by need: heads, bodies, and heads for other bodies."""

import re
from base64 import b32encode
from collections.abc import Iterable, Iterator
from hashlib import sha1

from ...errors import InputError
from .cutting import LONGEST

__all__ = ["LENGTH", "Records", "new_head"]

HEAD = re.compile(rb"WARC/1\.[01]\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
LENGTH = re.compile(rb"(?im)^(Content-Length:[ \t]*)(\d{1,15})(?!\d)")
DIGEST = re.compile(rb"(?im)^(WARC-Block-Digest:[ \t]*sha1:)([A-Z2-7]{32})")


def new_head(head: bytes, body: bytes) -> bytes:
    """A record's head for another body."""
    head = LENGTH.sub(rb"\g<1>%d" % len(body), head)
    return DIGEST.sub(rb"\g<1>" + b32encode(sha1(body, usedforsecurity=False).digest()), head)


class Records:
    """Bytes of a stream by need; owns what was read and not yet taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.held = b""

    def more(self) -> bool:
        """Read on; whether there was anything."""
        chunk = next(self.chunks, b"")
        self.held += chunk
        return bool(chunk)

    def head(self) -> bytes | None:
        """The next record's head, or ``None`` at the end."""
        while (found := HEAD.match(self.held)) is None:
            if len(self.held) > LONGEST or not self.more():
                break
        if found is None:
            if self.held.strip():
                raise InputError(f"not a WARC record: {self.held[:40]!r}")
            return None
        self.held = self.held[found.end() :]
        return found[0]

    def take(self, size: int) -> bytes:
        """So many bytes, fewer at the end of the stream."""
        parts = [self.held]
        have = len(self.held)
        while have < size and (chunk := next(self.chunks, b"")):
            parts.append(chunk)
            have += len(chunk)
        whole = b"".join(parts)
        self.held = whole[size:]
        return whole[:size]

    def pass_on(self, size: int) -> Iterator[bytes]:
        """So many bytes, as they come."""
        while size > 0 and (self.held or self.more()):
            part, self.held = self.held[:size], self.held[size:]
            size -= len(part)
            yield part

    def gap(self) -> bytes:
        """The line ends between two records."""
        while not self.held.lstrip(b"\r\n") and len(self.held) < LONGEST and self.more():
            pass  # however few bytes come at a time, the same are taken
        rest = self.held.lstrip(b"\r\n")
        gap = self.held[: len(self.held) - len(rest)]
        self.held = rest
        return gap
