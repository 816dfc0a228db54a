"""Through a proxy of our own: HTTP and SOCKS; what the gate can still say, and what the proxy must not get."""

import asyncio
from importlib.util import find_spec

import pytest

from scraper.errors import Refused, RetryLater, UsageError
from scraper.fetch.client import Answer, Client
from scraper.fetch.cookies import Cookie, Jar
from scraper.fetch.guard import Gate
from scraper.settings import FetchSettings
from tests.server.wire import Request, Server, response


async def never(_host: str, _port: int) -> list[str]:
    raise AssertionError("through a proxy we resolve no names")


def through(proxy: str, url: str) -> Answer:
    async def go() -> Answer:
        settings = FetchSettings(proxy=proxy, total_timeout=2.0)
        jar = Jar([Cookie(host="bbs.example", name="auth", value="1")])
        async with Client(settings, Gate(), jar=jar, wall=lambda: 0.0, resolve=never) as client:
            return await client.get(url)

    return asyncio.run(go())


def with_proxy(url: str) -> tuple[Answer, list[Request]]:
    """An HTTP proxy that answers itself."""

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(f"asked for {request.path}"))

    async def go() -> tuple[Answer, list[Request]]:
        async with Server(handler) as server:
            settings = FetchSettings(proxy=f"http://jo:pw@127.0.0.1:{server.port}", total_timeout=2.0)
            jar = Jar([Cookie(host="bbs.example", name="auth", value="1")])
            async with Client(settings, Gate(), jar=jar, wall=lambda: 0.0, resolve=never) as client:
                return await client.get(url), server.log

    return asyncio.run(go())


def test_a_proxy_is_asked_with_its_own_login() -> None:
    answer, log = with_proxy("http://bbs.example/t/1")
    assert answer.body == b"asked for http://bbs.example/t/1"
    assert answer.address is None, "the address that answers is the proxy's"
    assert log[0].headers["proxy-authorization"] == "Basic am86cHc="
    assert log[0].headers["cookie"] == "auth=1"
    assert "proxy-authorization" not in answer.fields


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://0x7f.1/", "http://localhost/", "http://nas/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_private_place_is_refused_through_a_proxy_too(url: str) -> None:
    with pytest.raises(Refused):
        with_proxy(url)


@pytest.mark.skipif(find_spec("socksio") is None, reason="needs the socks extra")
def test_a_socks_proxy_gets_the_name_and_not_an_address() -> None:
    asked: list[bytes] = []

    async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        greeting = await reader.readexactly(2)
        await reader.readexactly(greeting[1])
        writer.write(b"\x05\x00")
        head = await reader.readexactly(5)
        asked.append(await reader.readexactly(head[4]) if head[3] == 3 else head)
        await reader.readexactly(2)
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response("by socks"))
        await writer.drain()
        writer.close()

    async def go() -> bytes:
        server = await asyncio.start_server(socks, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        settings = FetchSettings(proxy=f"socks5://127.0.0.1:{port}", total_timeout=2.0)
        async with server, Client(settings, Gate(), wall=lambda: 0.0, resolve=never) as client:
            return (await client.get("http://bbs.example/")).body

    assert asyncio.run(go()) == b"by socks"
    assert asked == [b"bbs.example"]


@pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:1", "nonsense", "http://[::1"])
def test_an_impossible_proxy_is_a_usage_error(proxy: str) -> None:
    with pytest.raises(UsageError):
        through(proxy, "http://bbs.example/")


def test_a_proxy_that_is_not_there_is_no_answer() -> None:
    with pytest.raises(RetryLater):
        through("http://127.0.0.1:9", "http://bbs.example/")


@pytest.mark.skipif(find_spec("h2") is not None, reason="h2 is installed")
def test_http2_without_its_package_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="h2"):
        Client(FetchSettings(http2=True), Gate(), wall=lambda: 0.0)
