"""
One request, one answer: httpx behind the guards. A redirect is an answer too; the crawl decides about the next hop.

The only file that would change if httpx's fork took its place, with ``connect.py``.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpcore
import httpx
import msgspec

from ..errors import FetchError, Refused, RetryLater, TooCostly, UsageError
from ..settings import FetchSettings
from .connect import Resolve, Transport, resolve
from .cookies import Jar
from .guard import Gate
from .inflate import Inflater
from .manners import user_agent
from .private import Private

__all__ = ["Answer", "Client", "Exchange", "redirect_of"]

HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
SECRET = frozenset({"cookie", "authorization", "proxy-authorization"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
NETWORK = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError)
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a server said to one request.

    ``raw`` is the body as received (still coded as ``coding`` says, transfer coding undone), ``body`` the decoded one. ``request`` and
    ``headers`` keep order and case, without cookies and authorisation in either direction. ``redirect`` is the absolute
    address of the next hop.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    request: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    coding: str
    redirect: str | None
    address: str | None

    @property
    def fields(self) -> dict[str, str]:
        """The headers by lower-case name, repeated ones joined by a comma."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return found


class Exchange(NamedTuple):
    """A request and its answer, whose body is still to be read."""

    request: httpx.Request
    response: httpx.Response


class Client:
    """Asks one URL at a time per call; owns the connections and the cookies of a run. Use as an async context manager."""

    def __init__(
        self,
        settings: FetchSettings,
        gate: Gate,
        *,
        jar: Jar | None = None,
        private: Mapping[str, Private] | None = None,
        resolve: Resolve = resolve,
        wall: Callable[[], float],
    ) -> None:
        """``private`` holds the user's own headers by host; they go to that host alone. ``wall`` gives the time since the epoch."""
        self.settings = settings
        self.gate = gate
        self.jar = jar or Jar()
        self.wall = wall
        self._private = private or {}
        self._transport = Transport(gate, resolve=resolve, connections=settings.concurrency, http2=settings.http2, proxy=settings.proxy)
        # the transport is used without httpx.AsyncClient: that would follow its own rules on cookies and redirects, at 0.3 ms a request
        self._timeout = {
            "connect": settings.connect_timeout,
            "read": settings.rate_window,
            "write": settings.connect_timeout,
            "pool": None,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._transport.aclose()

    async def get(self, url: str, *, headers: Sequence[tuple[str, str]] = (), accept: str = HTML) -> Answer:
        """
        Asks for ``url`` once. Raises ``Refused`` (do not ask again), ``RetryLater`` or ``TooCostly``.

        ``headers`` are for this request alone: ``If-None-Match``, ``Range``.
        """
        async with self.exchange(url, headers=headers, accept=accept, total=self.settings.total_timeout) as held:
            return await self._read(url, held)

    @asynccontextmanager
    async def exchange(self, url: str, *, headers: Sequence[tuple[str, str]], accept: str, total: float) -> AsyncIterator[Exchange]:
        """One request and its open answer, for at most ``total`` seconds; errors of the network come out as ours."""
        request = self._request(url, headers, accept)
        try:
            async with asyncio.timeout(total):
                response = await self._transport.handle_async_request(request)
                try:
                    yield Exchange(request, self._learned(url, response))
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise TooCostly(f"{url}: not finished after {total:g} seconds") from error
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
            raise Refused(f"{url}: cannot be asked for ({error})") from error
        except NETWORK as error:
            raise _unanswered(url, error) from error

    def _learned(self, url: str, response: httpx.Response) -> httpx.Response:
        """Takes an answer's cookies; refuses a flood of headers."""
        raw = response.headers.raw
        if sum(len(n) + len(v) + 4 for n, v in raw) > self.settings.max_header_bytes:
            raise TooCostly(f"{url}: more than {self.settings.max_header_bytes:,} bytes of headers")
        self.jar.learn(url, [v.decode("utf-8", "replace") for n, v in raw if n.lower() == b"set-cookie"], self.wall())
        return response

    def _request(self, url: str, headers: Sequence[tuple[str, str]], accept: str) -> httpx.Request:
        """The request with what we always say, what the user says, and the cookies of this host."""
        if _scheme(url) not in ("http", "https"):
            raise Refused(f"{url}: only http and https are asked for")
        said = {
            "User-Agent": user_agent(self.settings),
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "*",
            **self._entrusted(url),
            **dict(headers),
        }
        if cookie := self.jar.header(url, self.wall()):
            said["Cookie"] = f"{said['Cookie']}; {cookie}" if "Cookie" in said else cookie
        for name, value in said.items():
            if not HEADER_NAME.fullmatch(name) or any((c < " " and c != "\t") or c == "\x7f" for c in value):
                raise UsageError(f"header {name!r}: holds characters that a header cannot carry")
        try:
            return httpx.Request(
                "GET", url, headers=[(n.encode(), v.encode()) for n, v in said.items()], extensions={"timeout": self._timeout}
            )
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Refused(f"{url}: not an address that can be asked for ({error})") from error

    async def _read(self, url: str, held: Exchange) -> Answer:
        """The whole answer, each guard on the way."""
        request, response = held.request, held.response
        raw_headers = response.headers.raw
        coding = response.headers.get("content-encoding", "")
        inflater = Inflater(coding, self.settings, url=url)
        raw = b"".join([part async for part in self.parts(url, response, inflater.feed)])
        stream = response.extensions.get("network_stream")
        server = stream.get_extra_info("server_addr") if stream is not None and not self._transport.proxied else None
        return Answer(
            url=url,
            status=response.status_code,
            reason=response.extensions.get("reason_phrase", b"").decode("ascii", "replace"),
            headers=tuple((_word(n), _word(v)) for n, v in raw_headers if n.lower() != b"set-cookie"),
            request=tuple((_word(n), _word(v)) for n, v in request.headers.raw if _word(n).lower() not in self._secrets(url)),
            raw=raw,
            body=inflater.body(),
            coding=coding.strip().lower() if inflater.coded else "",
            redirect=redirect_of(url, response.status_code, raw_headers),
            address=str(server[0]) if server else None,
        )

    def _entrusted(self, url: str) -> Mapping[str, str]:
        """The user's own headers, where the URL's host and scheme may have them."""
        parts = urlsplit(url)
        held = self._private.get((parts.hostname or "").lower())
        return held.for_scheme(parts.scheme) if held else {}

    def _secrets(self, url: str) -> frozenset[str]:
        """Names of the request headers that are never kept: the usual ones and the user's own."""
        return SECRET | {name.lower() for name in self._entrusted(url)}

    async def parts(self, url: str, response: httpx.Response, take: Callable[[bytes], None]) -> AsyncIterator[bytes]:
        """A body as received, part by part, each given to ``take`` first, while it comes at a decent rate."""
        loop = asyncio.get_running_loop()
        window, least = self.settings.rate_window, self.settings.rate_window * self.settings.least_rate
        began, counted = loop.time(), 0
        async for part in response.stream:  # type: ignore[union-attr]
            take(part)
            yield part
            counted += len(part)
            if loop.time() - began > window:
                if counted < least:
                    raise TooCostly(f"{url}: fewer than {self.settings.least_rate:,} bytes a second")
                began, counted = loop.time(), 0


def _scheme(url: str) -> str:
    """The scheme of a URL; ``Refused`` where it cannot be taken apart."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Refused(f"{url}: not an address that can be asked for ({error})") from error
    return parts.scheme if parts.hostname else ""


def _word(raw: bytes) -> str:
    """A header's bytes as text: UTF-8 where it is that, else byte by byte."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def redirect_of(url: str, status: int, headers: Sequence[tuple[bytes, bytes]]) -> str | None:
    """
    The absolute address that an answer sends us to. Bytes beyond ASCII are kept as they are, percent-encoded: forums write
    them in their own charset, and the server that wrote them must get the same ones back.

    >>> redirect_of("http://bbs.example/", 302, [(b"Location", "/搜".encode("gbk"))])
    'http://bbs.example/%CB%D1'
    """
    where = next((v for n, v in headers if n.lower() == b"location"), b"").strip()
    if status not in REDIRECTS or not where:
        return None
    try:
        return urldefrag(urljoin(url, quote(where, safe=PRINTABLE)))[0]
    except ValueError:
        return None


def _unanswered(url: str, error: Exception) -> FetchError:
    """What an error of the network means for the crawl."""
    text = str(error) or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return Refused(f"{url}: the certificate cannot be trusted ({text})")
    return RetryLater(f"{url}: no answer ({text})")
