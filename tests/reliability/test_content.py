"""RELIABILITY 22-28: content that is large, deep, strange or no content at all, in the library itself."""

import pytest

import scraper
from scraper.pipeline import MAX_UNNAMED
from tests.reliability.costs import cost
from tests.reliability.shapes import SHAPES, page

SECONDS, MEGABYTES = 5.0, 512.0

LARGE = {
    "a post of 10 MB": "<p>" + "a word and a line of a long post, and then the next one <br>" * 160_000,
    "one text of 10 MB": "<p>" + "x" * 10_000_000,
    "a comment without end": "<p>x<!--" + "x" * 5_000_000,
    "a million entities": "<p>" + "&amp;" * 1_000_000,
}


def holds(body: bytes, engine: str | None = None, seconds: float = SECONDS, *, refused: bool = True) -> None:
    def call() -> None:
        found = scraper.extract(body, url="http://bbs.example/t/1", engine=engine)
        assert refused or found.outcome.kind != "too-costly"

    spent = cost(call)
    assert spent.code == 0
    assert spent.seconds <= seconds
    assert spent.megabytes <= MEGABYTES


@pytest.mark.parametrize("name", LARGE)
def test_a_large_page_is_read_in_time(name: str) -> None:
    """RELIABILITY 22: a post of 10 MB, a text of 10 MB, 10^6 entities, 5 MB of unclosed comment."""
    holds(LARGE[name].encode())


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_made_to_be_slow_is_not(name: str) -> None:
    """RELIABILITY 22, 23, 24, 25, 28: attributes, nesting, formatting bombs, options, combining and direction characters, small."""
    holds(page(SHAPES[name], 6_000))


@pytest.mark.parametrize(("name", "elements"), [("rows of a table", 3), ("posts of a line", 4)])
def test_as_many_elements_as_are_read_are_read_in_time(name: str, elements: int) -> None:
    """RELIABILITY 22: the dearest shapes for the generic reader, just below its bound."""
    holds(page(SHAPES[name], MAX_UNNAMED // elements - 10), refused=False)


def test_more_elements_than_are_read_are_too_costly() -> None:
    """RELIABILITY 22: 600,000 line ends in a post took the generic reader 5 s; a page that an engine claims may have them."""
    found = scraper.extract(page(SHAPES["line ends in a post"], 100_000), url="http://bbs.example/t/1")
    assert found.outcome.kind == "too-costly"
    assert "100,000 are read" in found.outcome.reason


@pytest.mark.soak
@pytest.mark.parametrize("engine", [None, "generic"])
@pytest.mark.parametrize("name", SHAPES)
def test_a_large_shape_made_to_be_slow_is_not(name: str, engine: str | None) -> None:
    """RELIABILITY 22, 23, 24, 25, 28: the same in their full sizes, by the generic reader too."""
    holds(page(SHAPES[name], 100_000), engine)


@pytest.mark.soak
def test_a_text_of_a_hundred_megabytes_ends() -> None:
    """RELIABILITY 22: one text node of 100 MB, and the largest that is read."""
    holds(b"<p>" + b"x" * 99_000_000)
    holds(b"<p>" + b"x" * 63_000_000)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"x", "unknown-engine"),
        (b"<html>", "empty"),
        (b"<p>" + b"x" * 64_000_000, "too-costly"),
        (b'{"a": 1}', "unknown-engine"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "unknown-engine"),
        (b"\x1f\x8b\x08\x00" + bytes(60), "unknown-engine"),
    ],
)
def test_what_is_no_page_has_an_outcome(body: bytes, kind: str) -> None:
    """RELIABILITY 27: nothing, one byte, only <html>, JSON, PDF and gzip served as HTML."""
    assert scraper.extract(body, url="http://bbs.example/").outcome.kind == kind
