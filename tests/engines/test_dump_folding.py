"""Strings with control characters (Discuz! 4 and 5): folded while a dump is read, back in place and marked afterwards."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.engines.dump.folding import FOLDS, Folds, folded
from scraper.model import Mark

FOOT = "\nPowered by Discuz! 4.1.0"
A, B, C = "3a\x01b\x1fc/d\x02e", "\x03f9g\x04h", "\x05m\x06n8p"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"一盏灯。{A}\n{B}桥下\n再看{C}\n", "一盏灯。§\n§桥下\n再看§\n"),
        (f"一盏灯。{A}\nx{B}\n再看{C}\n{B}", "一盏灯。§\n再看§\n§"),  # a line feed was the first of a pair
        (f"一盏灯。{A}\nSee it\n{B}It is\n{C}", "一盏灯。§\nSee it\n§It is\n§"),
        (f"{A}\xa0 \xa0 \xa0 \xa0 q桥\n{B}\n{C}", "§桥\n§\n§"),  # a tab was the first of a pair
    ],
)
def test_strings_are_folded(text: str, shown: str) -> None:
    done, folds = folded(text + FOOT)
    assert re.sub(FOLDS, "§", done) == shown + FOOT
    assert folds.unfolded(done)[0] == text + FOOT


@pytest.mark.parametrize("text", ["a = 1; b = 2;\n" * 9 + FOOT, f"{A}\n{B}\n{C}\nPowered by phpwind v5.3", f"{A}\n{FOOT}", ""])
def test_what_is_no_jammed_page_is_left(text: str) -> None:
    assert folded(text) == (text, Folds())


def test_marks_move_and_strings_are_marked() -> None:
    done, folds = folded(f"{A}{A}\nx = 1;\n看{B}\n{C}{FOOT}")
    at = done.index("x = 1;")
    text, marks = folds.unfolded(done, [Mark("code", at, at + 6)])
    assert [text[m.start : m.end] for m in marks if m.label == "code"] == ["x = 1;"]
    assert "".join(text[m.start : m.end] for m in marks if m.label == "hidden") == f"{A}{A}{B}{C}"


@pytest.mark.parametrize(
    ("text", "site", "cut"),
    [
        ("灯{0}\n{1}桥\n{2}", None, ""),
        ("灯夜航船{0}\n{1}夜航船桥\n{2}", "夜航船", "夜航船夜航船"),
        ("灯lamp.test{0}\n{1}lamp.test:80桥\n{2}", None, "lamp.testlamp.test:80"),
        ("夜航船灯{0}\n{1}桥夜航船\n{2}", "夜航船", ""),
    ],
)
def test_the_sites_own_words_beside_a_string(text: str, site: str | None, cut: str) -> None:
    done, folds = folded(text.format(A, B, C) + FOOT)
    whole, marks = folds._replace(site=site).unfolded(done)
    hidden = "".join(whole[m.start : m.end] for m in marks)
    for string in (A, B, C):
        hidden = hidden.replace(string, "")
    assert hidden == cut


@given(st.lists(st.sampled_from([A, B, C, "\n", "灯", " ", "a", "\x01", "x = 1;"]), max_size=40))
def test_unfolding_undoes_folding(parts: list[str]) -> None:
    text = "".join(parts) + FOOT
    done, folds = folded(text)
    assert folds.unfolded(done)[0] == text
