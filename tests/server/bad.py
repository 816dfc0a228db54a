"""A server with a fault per path; each path is a claim about what a crawler must survive."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable

from .wire import Request, response

Fault = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]

PAGE = b"<html><body>" + b"<p>a plain page of a forum</p>" * 400 + b"</body></html>"
BOMB = gzip.compress(b"\0" * 60_000_000, 9)


def says(raw: bytes, *, close: bool = False) -> Fault:
    async def fault(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        if close:
            await writer.drain()
            writer.close()

    return fault


async def trickle(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def endless(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"y" * 65536 + b"\r\n")
        await writer.drain()


async def endless_headers(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"z" * 1000 + b"\r\n")
        await writer.drain()


async def informational_flood(_request: Request, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)
        await writer.drain()


async def silence(_request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def mirror(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(
        response("\n".join(f"{n}: {v}" for n, v in request.headers.items()), headers={"Set-Cookie": "sid=abc; Path=/; Domain=127.0.0.1"})
    )


def cut(raw: bytes, coding: str) -> bytes:
    half = raw[: len(raw) // 2]
    return response(half, headers={"Content-Encoding": coding})


def bare_deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


FAULTS: dict[str, Fault] = {
    "/page": says(response(PAGE)),
    "/gzip": says(response(PAGE, zipped=True)),
    "/two-members": says(response(gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), headers={"Content-Encoding": "gzip"})),
    "/padded-gzip": says(response(gzip.compress(PAGE) + b"\0" * 20, headers={"Content-Encoding": "x-gzip"})),
    "/deflate": says(response(zlib.compress(PAGE), headers={"Content-Encoding": "deflate"})),
    "/bare-deflate": says(response(bare_deflate(PAGE), headers={"Content-Encoding": "deflate"})),
    "/chunked": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"),
    "/cut-gzip": says(cut(gzip.compress(PAGE), "gzip")),
    "/cut-deflate": says(cut(zlib.compress(PAGE), "deflate")),
    "/not-gzip": says(response(PAGE, headers={"Content-Encoding": "gzip"})),
    "/brotli": says(response(b"\x0b\x02\x80abc\x03", headers={"Content-Encoding": "br"})),
    "/bomb": says(response(BOMB, headers={"Content-Encoding": "gzip"})),
    "/double-gzip": says(response(gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"})),
    "/short-body": says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this", close=True),
    "/cut-chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this", close=True),
    "/long-body": says(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour and more", close=True),
    "/nothing": says(b"", close=True),
    "/garbage": says(b"\x00\xff\x13 this is not HTTP\r\n\r\n", close=True),
    "/big-headers": says(response(PAGE, headers={"X-Big": "b" * 70_000})),
    "/huge-headers": says(response(PAGE, headers={"X-Huge": "h" * 200_000})),
    "/trickle": trickle,
    "/endless": endless,
    "/endless-headers": endless_headers,
    "/flood": informational_flood,
    "/silence": silence,
    "/mirror": mirror,
    "/gbk-location": says(response(status=302, headers={"Location": "/搜索".encode("gbk").decode("latin-1")})),
    "/utf8-location": says(response(status=301, headers={"Location": "/搜索?q=a b".encode().decode("latin-1")})),
    "/empty-location": says(response(status=302, headers={"Location": ""})),
    "/no-location": says(response(status=302)),
    "/bad-location": says(response(status=302, headers={"Location": "http://[::1"})),
    "/to-file": says(response(status=302, headers={"Location": "file:///etc/passwd"})),
    "/to-self": says(response(status=302, headers={"Location": "/to-self"})),
}


async def bad(request: Request, writer: asyncio.StreamWriter) -> None:
    fault = FAULTS.get(request.path, says(response("no such fault", status=404)))
    await fault(request, writer)
