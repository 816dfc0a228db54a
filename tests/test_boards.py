"""Every engine's board and index among the fixtures, followed as a crawl follows it: to its threads, its boards and its next page."""

from functools import cache
from pathlib import Path

import pytest

from scraper.frontier import Listing, Look, Scope, look
from scraper.frontier.paging import first_page
from scraper.model import BoardPage
from scraper.pipeline import extract
from scraper.urls import canonical

from .engines.cases import capture_of, cases

BOARDS = [case for case in cases() if '"outcome": "board"' in (case / "expected.json").read_text("utf-8")]

UNNAMED = ("reddit/new-board", "reddit/json-board", "hackernews/member", "flarum/api-member")
"""Lists that go on behind the last post of a page (or, in an interface, at an offset), not at a page with a number."""


@cache
def read(case: Path) -> tuple[BoardPage, str]:
    capture = capture_of(case)
    page = extract(capture).board
    assert page is not None
    assert capture.url is not None
    return page, capture.url


def followed(case: Path) -> Look:
    page, url = read(case)
    return look(page, url, Listing(), visited=False, scope=Scope())


def name(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("case", BOARDS, ids=name)
def test_all_of_a_board_is_followed(case: Path) -> None:
    page, _ = read(case)
    found = followed(case)
    assert [t.url for t in found.threads] == [canonical(t.url or "") for t in page.threads]
    assert len(found.boards) == (0 if page.threads else len(page.boards))
    assert (found.next.url if found.next else None) == (canonical(page.next_url) if page.next_url else None)


@pytest.mark.parametrize("case", [case for case in BOARDS if read(case)[0].next_url and not name(case).startswith(UNNAMED)], ids=name)
def test_the_next_page_leads_back_to_the_first(case: Path) -> None:
    page, _ = read(case)
    first = first_page(page.next_url or "", (page.page or 1) + 1)
    assert first is not None
    assert first_page(first, 1) is None
