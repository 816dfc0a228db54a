"""Engines that read JSON: whatever stands in it, they answer; and the same post reads the same from each of an engine's surfaces."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.engines import discourse, flarum, nodebb
from scraper.markup import Page
from scraper.model import Record, ThreadPage
from scraper.pipeline import extract

from .cases import FOLDER, capture_of
from .values import VALUES, paths, replaced

READERS = {"discourse/topic-json": discourse.read, "flarum/api-discussion": flarum.read, "nodebb/api-topic": nodebb.read}


def load(case: str) -> Any:
    return json.loads((FOLDER / case / "page.json").read_text("utf-8"))


def said(posts: Iterable[Record]) -> list[tuple[object, ...]]:
    return [(p.id, p.text, p.author, p.url, p.quotes) for p in posts]


@pytest.mark.parametrize("case", READERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_value_of_an_answer_breaks_its_reader(case: str, data: st.DataObject) -> None:
    answer = load(case)
    broken = replaced(answer, data.draw(st.sampled_from(paths(answer))), data.draw(VALUES))
    READERS[case](Page(json.dumps(broken), url="https://forum.example/t/1"))


@pytest.mark.parametrize(
    ("page", "answer"),
    [("nodebb/4-page", "nodebb/api-topic"), ("flarum/1-payload", "flarum/api-discussion"), ("discourse/2026-app", "discourse/topic-json")],
)
def test_the_page_and_the_api_give_the_same_posts(page: str, answer: str) -> None:
    first, second = (extract(capture_of(FOLDER / case)) for case in (page, answer))
    assert said(first.posts) == said(second.posts)


def test_the_markup_for_robots_says_what_the_data_say() -> None:
    data, markup = (extract(capture_of(FOLDER / case)).posts for case in ("discourse/2026-app", "discourse/2026-crawler"))
    assert [(p.id, p.text, p.author.name, p.images, p.attachments) for p in data] == [
        (p.id, p.text, p.author.name, p.images, p.attachments) for p in markup
    ]


def test_a_bomb_in_json_is_not_parsed() -> None:
    """The tags of a page are counted before it is parsed; in JSON they may be escaped, so each body is counted too."""
    answer = load("nodebb/api-topic")
    answer["posts"][0]["content"] = "<div>" * 6000
    page = Page(json.dumps(answer).replace("<", "\\u003c"))
    found = nodebb.read(page)
    assert isinstance(found, ThreadPage)
    assert found.posts[0].body == ""
    assert "deep" in found.posts[0].warnings[0]


def test_every_fixture_of_an_answer_is_json() -> None:
    assert {f"{path.parent.parent.name}/{path.parent.name}" for path in Path(FOLDER).glob("*/*/page.json")} >= set(READERS)
