"""
Content coding undone with a cap: gzip and deflate, in steps, until the page is too large or swells too much.

httpx 0.28.1 inflates each received chunk whole: 194 KB of gzip came out as one chunk of 67 MB. Here no step gives more than
``step`` bytes, and a stream that stops before its end is an error, which httpx lets pass (2,496 of 5,000 bytes).
"""

import zlib

from ..errors import Refused, RetryLater, TooCostly
from ..settings import FetchSettings

__all__ = ["Inflater", "inflate"]

RATIO_FROM = 1_000_000  # bytes: a small page of blanks may well shrink 500 : 1 (measured: an empty Discuz! archiver page, 210 : 1)
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
BARE_DEFLATE = -zlib.MAX_WBITS
GZIP = b"\x1f\x8b"


class Inflater:
    """Takes a body as received, chunk by chunk; ``body()`` is the decoded page. Raises when a cap of ``settings`` is broken."""

    def __init__(self, coding: str, settings: FetchSettings, *, url: str = "") -> None:
        self.url = url
        self.settings = settings
        self.coded = coding.strip().lower() not in ("", "identity")
        if self.coded and coding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
            raise Refused(f"{url}: the answer is coded as {coding!r}, which was not asked for")
        self._stream = zlib.decompressobj(GZIP_OR_ZLIB)
        self._head: bytes | None = b"" if coding.strip().lower() == "deflate" else None  # until it is long enough to tell
        self._parts: list[bytes] = []
        self.received = 0
        self.decoded = 0

    def feed(self, chunk: bytes) -> None:
        """Takes the next received bytes."""
        self.received += len(chunk)
        if not self.coded:
            self._keep(chunk)
            return
        chunk = self._told(chunk)
        while chunk:
            self._keep(self._step(chunk))
            chunk = self._rest()

    def _told(self, chunk: bytes) -> bytes:
        """The bytes to decode; a deflate stream may lack its zlib header, which its first two bytes tell (RFC 1950, 2.2)."""
        if self._head is None:
            return chunk
        self._head += chunk
        if len(self._head) < 2:
            return b""
        head, self._head = self._head, None
        if not head.startswith(GZIP) and (head[0] & 15 != 8 or int.from_bytes(head[:2], "big") % 31):
            self._stream = zlib.decompressobj(BARE_DEFLATE)
        return head

    def _step(self, chunk: bytes) -> bytes:
        try:
            return self._stream.decompress(chunk, self.settings.inflate_step)
        except zlib.error as error:
            raise RetryLater(f"{self.url}: the compressed page is broken ({error})") from error

    def _rest(self) -> bytes:
        """What is still to be decoded; after the end of a gzip member another may follow, padding is dropped."""
        if not self._stream.eof:
            return self._stream.unconsumed_tail
        rest = self._stream.unused_data
        if not rest.startswith(GZIP):
            return b""
        self._stream = zlib.decompressobj(GZIP_OR_ZLIB)
        return rest

    def _keep(self, part: bytes) -> None:
        self.decoded += len(part)
        settings = self.settings
        if self.decoded > settings.max_bytes:
            raise TooCostly(f"{self.url}: more than {settings.max_bytes:,} bytes")
        if self.coded and self.decoded > RATIO_FROM and self.decoded > settings.max_ratio * self.received:
            raise TooCostly(f"{self.url}: swells more than {settings.max_ratio} : 1")
        self._parts.append(part)

    def body(self) -> bytes:
        """The whole decoded page; ``RetryLater`` where the compressed stream did not end."""
        while self.coded and not self._stream.eof and (part := self._step(b"")):
            self._keep(part)  # zlib may have taken all input and still owe output
        if self.coded and self.received and not self._stream.eof:
            raise RetryLater(f"{self.url}: the compressed page was cut after {self.received:,} bytes")
        return b"".join(self._parts)


def inflate(raw: bytes, coding: str, settings: FetchSettings) -> bytes:
    """
    A stored body decoded, under the same caps.

    >>> inflate(zlib.compress(b"page"), "deflate", FetchSettings())
    b'page'
    """
    if not coding:
        return raw
    inflater = Inflater(coding, settings)
    inflater.feed(raw)
    return inflater.body()
