"""The cleaner as a whole: what it promises for every text."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from scraper.clean import Cleaned, clean, clean_page, quiet, restore
from scraper.model import Mark
from scraper.settings import PRESETS, CleanSettings

NEGATIVE = [json.loads(line) for line in (Path(__file__).parents[1] / "fixtures/clean/negative.jsonl").read_text("utf-8").splitlines()]
FOUND = [json.loads(line) for line in (Path(__file__).parents[1] / "fixtures/clean/found.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case["name"])
def test_what_only_looks_like_junk_is_kept(case: dict[str, str], settings: CleanSettings) -> None:
    assert clean(case["text"], settings).edits == ()


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["name"])
def test_junk_goes_under_its_reason(case: dict[str, str], settings: CleanSettings) -> None:
    done = clean(case["text"], settings)
    assert done.text == case["clean"]
    assert {e.reason for e in done.edits} == {case["reason"]}


PIECES = st.sampled_from(
    [
        *"Ã© c\u043epy \x1e \ufffd 锟斤拷 \U0001f469\u200d\U0001f52c 顶 def_f(x): \xad \x00".split(" "),
        *(
            "河边 ",
            "the boat ",
            "s3!LR2qiF",
            " \xa0\n",
            "\n",
            "4 j1 a/ u& I8 v: t, k",
            "\u200b",
            "\u200d",
            "&lt;",
            "&nbsp;",
            "浣犲ソ涓栫晫",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@pytest.mark.parametrize("tail", ["", "\xad", "\xad\x1e\xad"])
@pytest.mark.parametrize("count", [1, 3, 5, 30])
def test_strings_glued_to_strings_are_clean_at_once(count: int, tail: str, cache: str) -> None:
    done = clean("s3!LR2qiF" * count + tail, CleanSettings(cache_dir=cache), plain=False)
    assert clean(done.text, CleanSettings(cache_dir=cache), plain=False).text == done.text


@given(TEXTS, st.sampled_from(sorted(PRESETS)), st.booleans())
@given_settings(deadline=None)
def test_a_ledger_holds_for_any_text(cache: str, text: str, preset: str, plain: bool) -> None:
    from msgspec.structs import replace

    chosen = replace(PRESETS[preset], cache_dir=cache, repair_homoglyphs=True)
    done = clean(text, chosen, plain=plain)
    assert restore(done.text, done.edits) == text
    assert all(e.start < e.end and text[e.start : e.end] == e.cut for e in done.edits)
    assert all(a.end <= b.start for a, b in pairwise(done.edits))
    assert clean(done.text, chosen, plain=plain).text == done.text
    if preset == "archive":
        assert done.text == text


@given(
    st.lists(
        st.tuples(
            TEXTS,
            st.lists(st.tuples(st.sampled_from(["hidden", "hidden-block", "code"]), st.integers(0, 60), st.integers(0, 60)), max_size=3),
        ),
        max_size=4,
    )
)
@given_settings(deadline=None)
def test_a_page_is_cleaned_text_by_text(cache: str, bodies: list[tuple[str, list[tuple[str, int, int]]]]) -> None:
    page = [
        (text, tuple(Mark(label, a, b) for label, a, b in sorted(marks, key=lambda m: m[1]) if a < b <= len(text)))
        for text, marks in bodies
    ]
    done = clean_page(page, CleanSettings(cache_dir=cache))
    assert len(done) == len(page)
    assert all(restore(d.text, d.edits) == text for d, (text, _) in zip(done, page, strict=True))


def test_an_archive_lists_what_it_keeps(settings: CleanSettings) -> None:
    from msgspec.structs import replace

    done = clean("in\u200bvisible", replace(settings, mark_only=True))
    assert done.text == "in\u200bvisible"
    assert [(e.reason, e.cut, e.put) for e in done.edits] == [("invisible", "\u200b", "\u200b")]


def test_a_reason_left_out_is_never_used(settings: CleanSettings) -> None:
    from msgspec.structs import replace

    assert clean("in\u200bvisible", replace(settings, reasons=settings.reasons - {"invisible"})).edits == ()


def test_training_drops_bumps_and_blanks(settings: CleanSettings) -> None:
    from msgspec.structs import replace

    training = replace(PRESETS["training"], cache_dir=settings.cache_dir)
    texts = [("顶一下！", ()), ("two  blanks \xa0\n\n\n\nhere", ()), ("x  = 1", (Mark("code", 0, 6),))]
    assert [done.text for done in clean_page(texts, training)] == ["", "two blanks\n\nhere", "x  = 1"]


def test_what_cannot_be_brought_back_is_told() -> None:
    done = clean("锟斤拷 and a w\u043erd")
    assert done.text == "锟斤拷 and a w\u043erd"
    assert [warning.split(":")[0] for warning in done.warnings] == [
        "characters lost to a wrong code page in 1 place",
        "words in two alphabets that look like one (1)",
    ]


def test_a_quiet_text_is_the_same_object() -> None:
    text = "The ferry left at noon."
    assert clean(text) == Cleaned(text)
    assert quiet([text, text])


def test_importing_the_cleaner_pulls_in_nothing_heavy() -> None:
    code = "import sys, scraper.clean; print(sorted({'numpy', 'ftfy', 'tinycss2', 'httpx'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
