"""Every engine's fixture folders: read as expected, claimed by exactly one engine, made with invented people."""

import json
from pathlib import Path

import pytest

from scraper import encoding
from scraper.engines import all_engines, claimants
from scraper.markup import Page

from .cases import capture_of, cases, differences


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_page_reads_as_expected(case: Path) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_thread_is_claimed_by_exactly_one_engine(case: Path) -> None:
    if json.loads((case / "expected.json").read_text("utf-8"))["outcome"] != "thread" or not (case / "page.html").exists():
        return
    capture = capture_of(case)
    page = Page(encoding.decode(capture.body, headers=capture.headers).text, url=capture.url)
    labels = [engine.label for engine in claimants(page, all_engines())]
    assert capture.engine or len(labels) == 1, labels


def test_every_engine_has_a_fixture() -> None:
    folders = {case.parent.name for case in cases()}
    assert {engine.name for engine in all_engines()} - folders - {"generic"} == set()
