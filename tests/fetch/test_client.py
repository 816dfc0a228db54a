"""The client against a server with a fault per path, over real sockets."""

import asyncio
import resource
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from scraper.errors import FetchError, Refused, RetryLater, ScraperError, TooCostly, UsageError
from scraper.fetch.client import Answer, Client
from scraper.fetch.cookies import Cookie, Jar
from scraper.fetch.guard import Gate, gate_for
from scraper.fetch.private import entrusted
from scraper.settings import FetchSettings
from tests.server.bad import PAGE, bad
from tests.server.wire import Request, Server, response

QUICK = FetchSettings(total_timeout=0.5, rate_window=0.2, connect_timeout=0.4)


def ask(path: str, settings: FetchSettings = QUICK, **options: Any) -> Answer:
    async def go() -> Answer:
        async with Server(bad) as server, Client(settings, gate_for([server.url]), wall=lambda: 0.0, **options) as client:
            return await client.get(server.url + path)

    return asyncio.run(go())


@pytest.mark.parametrize("path", ["/page", "/gzip", "/two-members", "/padded-gzip", "/deflate", "/bare-deflate"])
def test_a_whole_page_comes_decoded(path: str) -> None:
    answer = ask(path)
    assert answer.body == PAGE
    assert answer.status == 200
    assert answer.address == "127.0.0.1"


def test_chunks_are_joined() -> None:
    assert ask("/chunked").body == b"hello!"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/cut-gzip", RetryLater),
        ("/cut-deflate", RetryLater),
        ("/not-gzip", RetryLater),
        ("/brotli", Refused),
        ("/bomb", TooCostly),
        ("/double-gzip", Refused),
        ("/short-body", RetryLater),
        ("/cut-chunk", RetryLater),
        ("/nothing", RetryLater),
        ("/garbage", RetryLater),
        ("/big-headers", TooCostly),
        ("/huge-headers", RetryLater),
        ("/trickle", TooCostly),
        ("/endless", TooCostly),
        ("/endless-headers", RetryLater),
        ("/flood", TooCostly),
        ("/silence", FetchError),
    ],
)
def test_a_fault_is_an_error_that_names_the_url(path: str, error: type[ScraperError]) -> None:
    with pytest.raises(error, match=path):
        ask(path)


def test_a_bomb_costs_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooCostly):
        ask("/bomb")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KB


def test_an_answer_longer_than_announced_ends_where_it_said() -> None:
    assert ask("/long-body").body == b"four"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/gbk-location", "/%CB%D1%CB%F7"),
        ("/utf8-location", "/%E6%90%9C%E7%B4%A2?q=a%20b"),
        ("/to-self", "/to-self"),
    ],
)
def test_a_location_keeps_its_bytes(path: str, target: str) -> None:
    answer = ask(path)
    assert answer.redirect is not None
    assert answer.redirect.endswith(target)


@pytest.mark.parametrize("path", ["/empty-location", "/no-location", "/bad-location"])
def test_a_redirect_to_nowhere_is_none(path: str) -> None:
    assert ask(path).redirect is None


def test_a_redirect_to_a_file_is_seen_and_never_asked_for() -> None:
    assert ask("/to-file").redirect == "file:///etc/passwd"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://bbs.example/", "javascript:alert(1)", "data:text/html,x", "gopher://bbs.example/", "//x"]
)
def test_only_http_is_asked_for(url: str) -> None:
    async def go() -> None:
        async with Client(QUICK, Gate(allow_private=True), wall=lambda: 0.0) as client:
            await client.get(url)

    with pytest.raises(Refused):
        asyncio.run(go())


@pytest.mark.parametrize(
    "url", ["http://bbs.example/\r\nX: 1", "http://bbs.example:99999/", "http:///", "http://exa mple/", "http://[::1/"]
)
def test_an_impossible_address_is_refused(url: str) -> None:
    async def go() -> None:
        async with Client(QUICK, Gate(allow_private=True), wall=lambda: 0.0, resolve=answers("192.0.2.1")) as client:
            await client.get(url)

    with pytest.raises(FetchError):
        asyncio.run(go())


def answers(*rounds: str | list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A resolver that gives one answer after the other, the last one for ever."""
    left = list(rounds)

    async def resolve(_host: str, _port: int) -> list[str]:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [found] if isinstance(found, str) else found

    return resolve


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "100::1", "5f00::1", "fec0::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_points_inwards_is_refused(address: str) -> None:
    async def go() -> None:
        async with Client(QUICK, gate_for(["http://bbs.example/"]), wall=lambda: 0.0, resolve=answers(address)) as client:
            await client.get("http://bbs.example/")

    with pytest.raises(Refused, match="public internet"):
        asyncio.run(go())


@pytest.mark.parametrize(
    "form", ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "localhost"]
)
def test_every_way_to_write_loopback_is_refused_and_never_called(form: str) -> None:
    async def go() -> list[Request]:
        async with Server(bad) as server, Client(QUICK, gate_for(["http://bbs.example/"]), wall=lambda: 0.0) as client:
            with pytest.raises(Refused):
                await client.get(f"http://{form}:{server.port}/page")
            return server.log

    assert asyncio.run(go()) == []


def test_a_private_place_that_the_user_names_is_open_and_its_neighbour_is_not() -> None:
    async def go() -> None:
        async with Server(bad) as server, Server(bad) as other, Client(QUICK, gate_for([server.url]), wall=lambda: 0.0) as client:
            assert (await client.get(server.url + "/page")).body == PAGE
            for url in (other.url, f"http://127.0.0.2:{server.port}", f"http://localhost:{server.port}"):
                with pytest.raises(Refused):
                    await client.get(url + "/page")
            assert other.log == []

    asyncio.run(go())


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """The name's second answer is loopback, where a server waits; it must not be reached, whichever answer comes when."""

    async def go() -> list[Request]:
        async with Server(bad) as server:
            for rounds in (["192.0.2.1", "127.0.0.1"], ["127.0.0.1", "192.0.2.1"]):
                async with Client(QUICK, Gate(), wall=lambda: 0.0, resolve=answers(*rounds)) as client:
                    for _ in range(2):
                        with pytest.raises(FetchError):
                            await client.get(f"http://rebinding.example:{server.port}/page")
            return server.log

    assert asyncio.run(go()) == []


def test_of_mixed_addresses_only_the_open_ones_are_called() -> None:
    gate = Gate(opened=frozenset({("mixed.example", 1)}))
    assert gate.admit("other.example", 80, ["127.0.0.1", "93.184.216.34", "::1"]) == ["93.184.216.34"]


def test_cookies_stay_with_their_host() -> None:
    async def go() -> tuple[bytes, bytes, bytes]:
        async with Server(bad) as one, Server(bad, "127.0.0.2") as two:
            jar = Jar([Cookie(host="127.0.0.1", name="auth", value="secret")])
            private = entrusted([one.url], [("X-Key", "secret-key")])
            async with Client(QUICK, Gate(allow_private=True), wall=lambda: 0.0, jar=jar, private=private) as client:
                first = await client.get(one.url + "/mirror")
                again = await client.get(one.url + "/mirror")
                other = await client.get(two.url + "/mirror")
                for answer in (first, again, other):
                    assert not {"set-cookie"} & set(answer.fields)
                    assert "secret" not in repr(answer.request)
                return first.body, again.body, other.body

    first, again, other = asyncio.run(go())
    assert b"auth=secret" in first
    assert b"x-key: secret-key" in first
    assert b"sid=abc" in again
    assert b"secret" not in other
    assert b"sid" not in other


@pytest.mark.parametrize("header", [("X-A\r\nX-B", "1"), ("X-A", "1\r\nX-B: 2"), ("X-A", "a\x00b"), ("", "x"), ("a b", "x")])
def test_a_header_cannot_smuggle_another(header: tuple[str, str]) -> None:
    async def go() -> None:
        async with (
            Server(bad) as server,
            Client(QUICK, gate_for([server.url]), wall=lambda: 0.0, private=entrusted([server.url], [header])) as client,
        ):
            await client.get(server.url + "/page")

    with pytest.raises(UsageError):
        asyncio.run(go())


def test_a_name_that_does_not_exist_is_refused_at_once() -> None:
    async def go() -> None:
        async with Client(QUICK, Gate(), wall=lambda: 0.0) as client:
            await client.get("http://nowhere.invalid/")

    with pytest.raises(FetchError, match=r"nowhere\.invalid"):
        asyncio.run(go())


def test_a_port_where_nobody_listens_is_no_answer() -> None:
    async def go() -> None:
        async with Server(bad) as server:
            url = server.url
        async with Client(QUICK, gate_for([url]), wall=lambda: 0.0) as client:
            await client.get(url)

    with pytest.raises(RetryLater):
        asyncio.run(go())


def test_a_connection_that_the_server_closed_is_opened_again() -> None:
    async def once(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response("hello"))
        await writer.drain()
        writer.close()

    async def go() -> list[bytes]:
        async with Server(once) as server, Client(QUICK, gate_for([server.url]), wall=lambda: 0.0) as client:
            return [(await client.get(server.url)).body for _ in range(5)]

    assert asyncio.run(go()) == [b"hello"] * 5
