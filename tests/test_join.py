"""Addresses on a page are joined as the standard library joins them; the short way gives the same."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.markup import Page
from scraper.markup.page import PLAIN

BASES = (
    "http://a.example/f/viewtopic.php?t=1&x=/y",
    "http://a.example/",
    "http://a.example",
    "https://a.example:80/a.b/c",
    "https://a.example/x/y/",
    "http://a.example/a/b/../c?x",
    "http://a.example/é/x",
    "http://a.example/a//b/c",
    "",
)
PAGES = [Page("<p>", url=base or None) for base in BASES]


@given(st.sampled_from(range(len(BASES))), st.text("./?#=&ab;:-%~ é\\", min_size=1, max_size=12) | st.from_regex(PLAIN))
def test_joining_is_that_of_the_standard_library(i: int, href: str) -> None:
    text = href.strip()
    try:
        expected = urljoin(BASES[i], text) if BASES[i] else text
    except ValueError:
        expected = text
    assert PAGES[i].join(href) == expected


@pytest.mark.parametrize("href", ["./viewtopic.php?p=12#p12", "thread-1-1-1.html", "u.php?uid=3", "archiver/tid-5.html"])
def test_the_usual_addresses_go_the_short_way(href: str) -> None:
    assert PLAIN.match(href)
