"""Numbers that no page means: longer than ``int()`` reads, or digits that are none. Each fixture's page with such ones is read without an error."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from scraper.pipeline import extract

from .cases import capture_of, cases

LEAST = 640  # digits: the lowest limit that Python can be given; by default it is 4,300
PLACES = {
    "between tags": re.compile(rb"(?<=[>\s(+/])[0-9]+(?=[<\s)/])"),
    "in addresses": re.compile(rb"(?<=[=/_-])[0-9]{1,3}(?=[\"'&.<\s-])"),
    "in styles": re.compile(rb"(?<=[:\s,(])[0-9]+(?=px|[;,)])"),
}


@pytest.fixture(autouse=True)
def short_numbers() -> Iterator[None]:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(LEAST)
    yield
    sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("number", [b"9" * (LEAST + 1), "²".encode()], ids=["long", "superscript"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_number_that_is_none_is_no_error(case: Path, place: str, number: bytes) -> None:
    capture = capture_of(case)
    extract(msgspec.structs.replace(capture, body=PLACES[place].sub(number, capture.body)))
