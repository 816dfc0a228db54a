"""What servers say: cookies, robots.txt, addresses, names of files, waits, packed bodies."""

import io
import math
from contextlib import suppress
from ipaddress import ip_address
from random import Random

from scraper import urls
from scraper.errors import FetchError, Refused
from scraper.fetch.cookies import Cookie, Jar
from scraper.fetch.files import announced_name, safe_name
from scraper.fetch.guard import gate_for, is_local_name, is_public, literal
from scraper.fetch.inflate import Inflater
from scraper.fetch.manners import retry_after, wait_seconds
from scraper.fetch.robots import allowed, crawl_delay, rules_from
from scraper.model import Capture
from scraper.settings import FetchSettings

__all__ = ["addresses", "cookies", "inflated", "names", "robots"]

SETTINGS = FetchSettings(max_bytes=200_000, inflate_step=10_000)
NOW = 1.7e9
ASKED = "https://bbs.example/forum/read.php?tid=1"
ELSEWHERE = (
    "https://other.example/",
    "https://evil-bbs.example/",
    "https://sub.bbs.example/",
    "http://bbs.example/forum/x",
    "https://example/",
)


def cookies(capture: Capture) -> None:
    """Whatever is set stays with its host and its scheme, and never ends a header."""
    jar = Jar([Cookie(host="other.example", name="own", value="1")])
    jar.learn(ASKED, capture.body.decode("latin-1").split("\n"), NOW)
    header = jar.header(ASKED, NOW) or ""
    assert all(c >= " " and c != "\x7f" for c in header), header
    assert jar.header(ELSEWHERE[0], NOW) == "own=1"
    assert not any(jar.header(url, NOW) for url in ELSEWHERE[1:])


def robots(capture: Capture) -> None:
    """Rules answer yes or no, and a wait that is a wait."""
    rules = rules_from(200, capture.body, SETTINGS)
    assert rules is not None
    for url in (ASKED, "http://bbs.example/admin/?a=b&c=%zz"):
        assert allowed(rules, url, SETTINGS) in (True, False)
    wait = crawl_delay(rules, SETTINGS)
    assert wait is None or (wait >= 0 and not math.isnan(wait)), wait


def addresses(capture: Capture) -> None:
    """What is canonical stays so; an address that a resolver takes for a private one is never a public name."""
    text = capture.body[:300].decode("utf-8", "replace")
    once = urls.canonical(text)
    assert urls.canonical(once) == once, text
    assert urls.same_page(text, once)
    urls.query(text), urls.param(text, "tid", "id"), urls.join(ASKED, text), urls.join(text, "x")
    host = urls.host(text) or text
    if (address := literal(host)) is not None:
        assert is_local_name(host) == (not is_public(address)), host
        if not is_public(address):
            with suppress(Refused):
                raise AssertionError(gate_for([ASKED]).admit(host, 80, [str(ip_address(address))]))


def names(capture: Capture) -> None:
    """A name of a file is one short part of a path; what asks for a wait gets one within bounds."""
    text = capture.body[:2_000].decode("utf-8", "replace")
    for name in (text, announced_name(urls.join(ASKED, text.split("\n")[0]) or ASKED, text)):
        safe = safe_name(7, name)
        assert safe.startswith("000007-") and len(safe.encode()) < 250, name
        assert not set(safe) & set('/\\\0\n\r:*?"<>|'), name
    for wait in (retry_after(text, NOW, cap=3600.0), wait_seconds(capture.body, cap=3600.0)):
        assert wait is None or 0 <= wait <= 3600.0, text


def inflated(capture: Capture) -> None:
    """A packed body gives the same page, or is refused, however it arrives; which of two faults is met first may differ."""
    for coding in ("gzip", "deflate", "identity"):
        assert _inflated([capture.body], coding) == _inflated(_drops(capture.body), coding)


def _drops(body: bytes) -> list[bytes]:
    chance, stream = Random(len(body)), io.BytesIO(body)
    return list(iter(lambda: stream.read(chance.randint(1, 300)), b""))


def _inflated(chunks: list[bytes], coding: str) -> bytes | None:
    inflater = Inflater(coding, SETTINGS)
    try:
        for chunk in chunks:
            inflater.feed(chunk)
        return inflater.body()
    except FetchError:
        return None
