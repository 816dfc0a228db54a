"""Packed bodies: broken ones are broken however they arrive."""

import gzip
import zlib

import pytest

from scraper.errors import FetchError, RetryLater, TooCostly
from scraper.fetch.inflate import Inflater, inflate
from scraper.settings import FetchSettings

SETTINGS = FetchSettings(inflate_step=100, max_bytes=5_000)
PAGE = b"The ferry left at noon. " * 40


def bare(body: bytes) -> bytes:
    """Deflate without a head, as some servers send it."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


def fed(body: bytes, coding: str, size: int) -> bytes:
    inflater = Inflater(coding, SETTINGS)
    for at in range(0, len(body), size):
        inflater.feed(body[at : at + size])
    return inflater.body()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:])),
        ("gzip", gzip.compress(PAGE) + bytes(20)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", bare(PAGE)),
        ("deflate", gzip.compress(PAGE)),
        ("", PAGE),
    ],
)
def test_a_body_is_the_same_however_it_arrives(coding: str, body: bytes, size: int) -> None:
    assert fed(body, coding, size) == PAGE


@pytest.mark.parametrize("size", [1, 5, 10_000])
@pytest.mark.parametrize(
    ("coding", "body", "error"),
    [
        ("gzip", b"no gzip at all", RetryLater),
        ("gzip", gzip.compress(PAGE)[:-9], RetryLater),
        ("gzip", gzip.compress(PAGE)[:20] + b"\xff" * 9, RetryLater),
        ("deflate", b"\x06no deflate at all", RetryLater),
        ("deflate", b"x", RetryLater),
        ("deflate", bare(PAGE)[:9] + b"\xff" * 30, RetryLater),
        ("deflate", zlib.compress(PAGE)[:-5] + b"\0" * 5, RetryLater),
        ("gzip", gzip.compress(bytes(5_001)), TooCostly),
        ("identity", bytes(5_001), TooCostly),
    ],
)
def test_a_broken_body_is_a_fault_of_the_fetch(coding: str, body: bytes, error: type[FetchError], size: int) -> None:
    with pytest.raises(error):
        fed(body, coding, size)


def test_a_stored_page_that_is_broken_says_so() -> None:
    assert inflate(b"as it is", "", SETTINGS) == b"as it is"
    with pytest.raises(FetchError):
        inflate(b"no gzip", "gzip", SETTINGS)
