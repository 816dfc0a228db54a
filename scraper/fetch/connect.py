"""
The way to the socket: names are resolved by us, addresses checked by the gate, and the connection goes to the checked address.

Built on httpcore's own extension point (``network_backend``), so TLS still verifies the name. A name that resolves differently a second
time gains nothing: the address that was checked is the address that is called.
"""

import asyncio
import socket
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from importlib.util import find_spec
from typing import Any

import httpcore
import httpx

from ..errors import Refused, RetryLater, UsageError
from .guard import Gate, is_local_name, place

__all__ = ["Resolve", "Transport", "resolve"]

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port in, IP addresses out; raises ``Refused`` or ``RetryLater`` where there are none."""

NO_SUCH_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system resolves it, in its order of preference."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in NO_SUCH_NAME:
            raise Refused(f"{host}: no such host; look for a typing error in the address") from error
        raise RetryLater(f"{host}: the name could not be looked up ({error.strerror})") from error
    except OSError as error:  # no descriptors left, a network that is down
        raise RetryLater(f"{host}: the name could not be looked up ({error.strerror})") from error
    except UnicodeError as error:
        raise Refused(f"{host}: not a host's name") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Backend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, gate: Gate, resolve: Resolve) -> None:
        self.gate = gate
        self.resolve = resolve
        self.inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of ``host`` that passes the gate and answers."""
        addresses = self.gate.admit(host, port, await self.resolve(host, port))
        problem: Exception = httpcore.ConnectError("no address")
        for address in addresses[:4]:
            try:
                return await self.inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def sleep(self, seconds: float) -> None:
        """Used by httpcore between its own connection tries, which are off."""
        await self.inner.sleep(seconds)


class Body(httpx.AsyncByteStream):
    """An answer's body as received; closing it gives the connection back."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self.stream:
            yield part

    async def aclose(self) -> None:
        await self.stream.aclose()


class Kept:
    """
    One connection to each host, kept open between its turns.

    A crawl has one request in flight per host, so httpcore's pool, which looks at every connection for every request, has nothing
    to decide: with 8 hosts it took a third of a request's time.
    """

    def __init__(self, most: int, **options: Any) -> None:
        self.most = most
        self.options = options
        self._held: OrderedDict[str, httpcore.AsyncHTTPConnection] = OrderedDict()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """One request; where a kept connection turns out to be closed by the server, on a new one."""
        origin = request.url.origin
        held = self._held.pop(str(origin), None)
        if held is not None and held.is_available() and not held.has_expired():
            try:
                return await self._ask(held, request)
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                await held.aclose()  # it was closed between our look and our request; no byte of an answer came
        elif held is not None:
            await held.aclose()
        return await self._ask(httpcore.AsyncHTTPConnection(origin, **self.options), request)

    async def _ask(self, connection: httpcore.AsyncHTTPConnection, request: httpcore.Request) -> httpcore.Response:
        try:
            answer = await connection.handle_async_request(request)
        except BaseException:
            await connection.aclose()
            raise
        before = self._held.pop(str(request.url.origin), None)
        self._held[str(request.url.origin)] = connection
        for old in [before] if before else []:
            await old.aclose()
        while len(self._held) > self.most:
            _, oldest = self._held.popitem(last=False)
            if oldest.is_idle():
                await oldest.aclose()
        return answer

    async def aclose(self) -> None:
        """Closes every connection."""
        while self._held:
            await self._held.popitem()[1].aclose()


class Transport(httpx.AsyncBaseTransport):
    """httpx's transport over connections that pass the gate; through a proxy only what the URL itself says can be checked."""

    def __init__(self, gate: Gate, *, resolve: Resolve, connections: int, http2: bool = False, proxy: str | None = None) -> None:
        if http2 and find_spec("h2") is None:
            raise UsageError("HTTP/2 needs one more package: pip install h2")
        self.gate = gate
        self.proxied = proxy is not None
        options: dict[str, Any] = {
            "ssl_context": httpx.create_ssl_context(trust_env=False),
            "keepalive_expiry": 15.0,
            "http2": http2,
        }
        self.pool: Kept | httpcore.AsyncConnectionPool = (
            Kept(max(connections * 2, 10), network_backend=Backend(gate, resolve), **options)
            if proxy is None
            else _proxied(proxy, {"max_connections": None, **options})  # the crawl's own limit counts
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request; httpcore's errors come out as they are, see ``client.NETWORK``."""
        url = request.url
        if self.proxied and is_local_name(url.host) and not self.gate.passes(*place(str(url)), "127.0.0.1"):
            raise Refused(f"{url}: names a private place; --allow-private opens such addresses")
        answer = await self.pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(status_code=answer.status, headers=answer.headers, stream=Body(answer.stream), extensions=answer.extensions)

    async def aclose(self) -> None:
        """Closes every connection."""
        await self.pool.aclose()


def _proxied(url: str, options: dict[str, Any]) -> httpcore.AsyncConnectionPool:
    """A pool that goes through the user's proxy (``http://name:password@host:port``, ``socks5://…``)."""
    try:
        found = httpx.Proxy(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise UsageError(f"proxy: {error}") from error
    auth = found.raw_auth
    ports = {"http": 8080, "https": 443, "socks5": 1080, "socks5h": 1080}
    address = httpcore.URL(
        scheme=found.url.raw_scheme, host=found.url.raw_host, port=found.url.port or ports[found.url.scheme], target=b"/"
    )
    if not found.url.scheme.startswith("socks"):
        return httpcore.AsyncHTTPProxy(proxy_url=address, proxy_auth=auth, **options)
    if find_spec("socksio") is None:
        raise UsageError("a SOCKS proxy needs one more package: pip install 'forum-scraper[socks]'")
    return httpcore.AsyncSOCKSProxy(proxy_url=address, proxy_auth=auth, **options)
