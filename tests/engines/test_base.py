"""The rules that engines' forms are filled in with, and the steps from an element to those around and beside it."""

import re

import pytest

from scraper.engines.base import address_part, canonical, first_match, greatest, has_class, having, trail
from scraper.markup import Node, Page, class_names, closest, enclosing, next_element, previous_element

TREE = Page(
    '<main id="around" class="list odd"><p id="first">one</p> and <!-- a note --> more'
    '<section id="middle" class="pinned locked-forever"><b id="inner">two</b></section>then<p id="last">three</p></main>'
)


def at(name: str) -> Node:
    node = TREE.first(f"#{name}")
    assert node is not None
    return node


def name(node: Node | None) -> str | None:
    return node.id if node is not None else None


@pytest.mark.parametrize(
    ("start", "tag", "before", "behind"),
    [
        ("first", "", None, "middle"),
        ("first", "p", None, "last"),
        ("middle", "", "first", "last"),
        ("last", "p", "first", None),
        ("last", "b", None, None),
    ],
)
def test_text_and_comments_beside_an_element_are_passed_over(start: str, tag: str, before: str | None, behind: str | None) -> None:
    assert name(previous_element(at(start), tag)) == before
    assert name(next_element(at(start), tag)) == behind


def test_beside_nothing_stands_nothing() -> None:
    assert (next_element(None), previous_element(None), enclosing(None, bool), closest(None, "p")) == (None, None, None, None)


@pytest.mark.parametrize(("tag", "found"), [("b", "inner"), ("section", "middle"), ("main", "around"), ("table", None)])
def test_the_innermost_element_of_a_tag_may_be_the_node_itself(tag: str, found: str | None) -> None:
    assert name(closest(at("inner"), tag)) == found
    assert name(enclosing(at("inner"), lambda node: node.tag == tag)) == found


def test_a_class_is_one_of_the_names_or_stands_in_one() -> None:
    middle = at("middle")
    assert (class_names(middle), class_names(at("first"))) == (["pinned", "locked-forever"], [])
    assert (has_class("locked")(middle), has_class("locked", "pinned")(middle)) == (None, "pinned")
    assert (having("locked")(middle), having("closed")(middle)) == ("locked", None)


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        (
            '<link rel="canonical" href="/t/5"><meta property="og:url" content="/t/6">',
            "http://bbs.example/t/5?page=2",
            "http://bbs.example/t/5",
        ),
        ('<meta property="og:url" content="http://bbs.example/t/6">', "http://bbs.example/t/5", "http://bbs.example/t/6"),
        ("", "http://bbs.example/t/5", "http://bbs.example/t/5"),
        ("", None, ""),
    ],
)
def test_a_page_is_known_by_the_address_that_it_calls_its_own(head: str, url: str | None, address: str) -> None:
    page = Page(f"<head>{head}</head>", url=url)
    assert canonical(page) == address
    assert address_part(re.compile(r".*/t/(\d+)"), 1)(page) == (address[-1:] or None)


def test_a_pattern_is_sought_in_one_text_after_the_other() -> None:
    found = first_match(re.compile(r"t=(\d)"), None, "", "f=1", "?t=2", "?t=3")
    assert found is not None and (found[1], found.string) == ("2", "?t=2")
    assert first_match(re.compile("x"), None, "y") is None


def test_of_trails_printed_twice_the_first_counts() -> None:
    page = Page("<nav><a>Home</a><a> </a><b><a>Seeds</a></b></nav><nav><a>Home</a></nav>")
    assert (trail("nav")(page), trail("nav", "b a")(page), trail("#none")(page)) == (["Home", "Seeds"], ["Seeds"], [])


@pytest.mark.parametrize(("html", "number"), [("<a>1</a><a>12</a><a>next</a>", "12"), ("<a>next</a>", "1"), ("", "1")])
def test_the_last_page_is_the_greatest_number_in_the_row(html: str, number: str) -> None:
    assert greatest("a")(Page(html).root) == number
