"""The terminal text of ``scraper explain``: complete, narrow enough, and never a door for what a page wrote."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from scraper.model import Author, Edit, Outcome, Page
from scraper.report.explain import Found, Reading, explain, explain_text, plain

from .hostile import HOSTILE
from .made import SMALL, post

READING = Reading(
    engine="phpwind 8.7",
    why=("meta[name=generator][content^=phpwind] fits",),
    found=(
        Found("author", "Pick('.readName a')", 10, "山雀收音"),
        Found("online", "online()", None),
    ),
    url="https://bbs.example/read.php?tid=42",
    charset="gbk",
    size=51_234,
)
PAGE = Page(source="saved.html", outcome=Outcome("thread"), posts=SMALL, thread=SMALL[0].thread)


def words(page: Page = PAGE, reading: Reading = READING, **options: int) -> str:
    return "\n".join(plain(line) for line in explain(page, reading, **options))


@pytest.mark.parametrize(
    "said",
    [
        "saved.html",
        "gbk · 51,234 bytes",
        "outcome   thread",
        "engine    phpwind 8.7",
        "because meta[name=generator]",
        "author            10 ",
        "online            no",
    ],
)
def test_the_head_says_what_was_read_and_why(said: str) -> None:
    assert said in words()


def test_cuts_are_marked_in_place_with_generator_and_seed() -> None:
    assert re.search(r"十分钟一档。\[- \S+ ␣-\] junk-proved \(phpwind-126, seed \d+\)", words())


def test_one_floor_is_shown_before_and_after() -> None:
    text = words(floor=2)
    assert "as recorded" in text
    assert "#2 " in text
    assert "#3 " not in text


def test_a_refusal_says_what_to_do() -> None:
    page = Page(source="x.html", outcome=Outcome("login-required", "the forum asks for a login", "Pass cookies."))
    assert words(page, Reading(engine="discuz")).endswith("to do     Pass cookies.")


@pytest.mark.parametrize("width", [80, 200])
def test_the_table_fits_the_terminal(width: int) -> None:
    wide = Found("title", "Pick('" + "x" * 300 + "')", 1, "宽" * 300)
    lines = [plain(line) for line in explain(PAGE, Reading(engine="e", found=(wide,)), width=width)]
    table = next(line for line in lines if line.startswith("title"))
    assert cell_len(table) <= width


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b]0;owned\x07", "\x9b31m", "[bold red]not markup[/]", "\r\x08\x7f"])
def test_neither_escapes_nor_markup_of_a_page_reach_the_terminal(text: str) -> None:
    record = post(
        text, author=Author(name=text), edits=(Edit(0, len(text), "hidden", text),), posted_raw=text, floor_label=text, warnings=(text,)
    )
    page = Page(source=text, outcome=Outcome("thread", text, text), posts=(record,), thread=record.thread)
    out = io.StringIO()
    console = Console(file=out, force_terminal=False, width=200)
    reading = Reading(engine=text, why=(text,), found=(Found(text[:18], text, 1, text),), url=text)
    for line in explain(page, reading):
        console.print(Text.assemble(*line), soft_wrap=True)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())
    if "[bold" in text:
        assert "[bold red]not markup[/]" in out.getvalue()


@given(st.text(max_size=60), st.text(min_size=1, max_size=9))
def test_any_text_can_be_explained(text: str, junk: str) -> None:
    lines = list(explain_text(text, [Edit(0, len(junk), "junk-likely", junk)]))
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", "".join(plain(line) for line in lines))
