"""Hidden is not yet junk."""

import pytest

from scraper.clean import clean_page
from scraper.model import Mark
from scraper.settings import CleanSettings


def after(text: str, hidden: str, label: str, settings: CleanSettings) -> str:
    at = text.index(hidden)
    return clean_page([(text, (Mark(label, at, at + len(hidden)),))], settings)[0].text


@pytest.mark.parametrize(
    "notice", ["本文来自湖畔茶座", "copied from lake.example.com", "转载请注明出处", "All rights reserved, Lake Board"]
)
def test_hidden_blocks_that_are_notices_go(notice: str, settings: CleanSettings) -> None:
    assert after(f"one\n{notice}\ntwo", notice, "hidden-block", settings) == "one\ntwo"


@pytest.mark.parametrize(
    "content", ["He opened the box and saw it was empty.", "Antwort: 42", "第二章 河边的旧事", "line\nand line of a spoiler"]
)
def test_hidden_blocks_that_a_reader_opens_stay(content: str, settings: CleanSettings) -> None:
    assert after(f"one\n{content}\ntwo", content, "hidden-block", settings) == f"one\n{content}\ntwo"


def test_a_short_string_inside_a_line_goes_and_a_long_story_stays(settings: CleanSettings) -> None:
    assert after("one xq7 two", "xq7", "hidden", settings) == "one two"
    story = "and then " * 40
    assert after(f"one {story}two", story, "hidden", settings) == f"one {story}two"


def test_the_same_hidden_block_again_and_again_is_no_content(settings: CleanSettings) -> None:
    text = "one\nqwert\ntwo\nqwert\nthree\nqwert"
    marks = tuple(Mark("hidden-block", i, i + 5) for i in range(len(text)) if text.startswith("qwert", i))
    assert clean_page([(text, marks)], settings)[0].text == "one\ntwo\nthree"
