"""The least HTTP/1.1 server that can misbehave: a handler gets the request and the raw writer."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import NamedTuple, Self


class Request(NamedTuple):
    path: str
    headers: Mapping[str, str]
    at: float

    @property
    def host(self) -> str:
        return self.headers.get("host", "")


Handler = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def response(
    body: bytes | str = b"",
    *,
    status: int = 200,
    kind: str = "text/html",
    headers: Mapping[str, str] | tuple[tuple[str, str], ...] = (),
    zipped: bool = False,
) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    extra = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    if zipped:
        raw = gzip.compress(raw, 1)
        extra.append(("Content-Encoding", "gzip"))
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(raw)}", *(f"{n}: {v}" for n, v in extra)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + raw


class Server:
    """Listens on ``host`` (127.0.0.1 by default) at a free port; keeps a log of what was asked."""

    def __init__(self, handler: Handler, host: str = "127.0.0.1", port: int = 0) -> None:
        self.handler = handler
        self.host = host
        self.port = port
        self.log: list[Request] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [r.path for r in self.log if r.path != "/robots.txt"]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, self.port, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while head := await _head(reader):
                first, *lines = head.split("\r\n")
                headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines if line)}
                request = Request(first.split(" ")[1], headers, asyncio.get_running_loop().time())
                self.log.append(request)
                await self.handler(request, writer)
                await writer.drain()
                if writer.is_closing():
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return ""
