"""The one place that changes text: what it does to blanks, overlaps and ledgers, and that nothing is ever lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.edits import apply, compose, move, restore, settle, widen
from scraper.model import Edit, Mark

WIDENED = [  # J is junk; what is left of a text when it goes
    ("one J \xa0\nJ \xa0\ntwo", "one\n\ntwo"),
    ("one J \xa0\ntwo", "one\ntwo"),
    ("one\nJtwo", "one\ntwo"),
    ("one\n  Jtwo", "one\ntwo"),
    ("one J two", "one two"),
    ("oneJ two", "one two"),
    ("one Jtwo", "one two"),
    ("J two", "two"),
    ("J\ntwo", "two"),
    ("J \xa0\n  two", "  two"),
    ("one\nJ", "one"),
    ("one J", "one"),
    ("J", ""),
    ("one\nJ\n\nJ\n\ntwo", "one\n\ntwo"),
    ("one\nJ\nJ\nJ\ntwo", "one\n\ntwo"),
    ("one J\n\n\ntwo", "one\n\n\ntwo"),
    ("one\n\x03J\x02 indented", "one\n indented"),
]


def junk(text: str) -> list[Edit]:
    return [Edit(i, i + 1, "hidden", "J") for i, c in enumerate(text) if c == "J"]


@pytest.mark.parametrize(("text", "left"), WIDENED)
def test_junk_takes_its_blanks_along_and_leaves_the_lines_of_the_text(text: str, left: str) -> None:
    edits = widen(text, junk(text))
    assert apply(text, edits) == left
    assert restore(left, edits) == text


def test_a_hidden_block_goes_with_its_line() -> None:
    assert apply("one\nJ\ntwo", widen("one\nJ\ntwo", junk("one\nJ\ntwo"), (Mark("hidden-block", 4, 5),))) == "one\ntwo"


def test_a_proof_beats_what_is_hidden_and_both_are_cut_once() -> None:
    edits = settle("abcdef", [Edit(0, 4, "hidden", "abcd"), Edit(2, 3, "junk-proved", "c")])
    assert [(e.start, e.end, e.reason) for e in edits] == [(0, 2, "hidden"), (2, 3, "junk-proved"), (3, 4, "hidden")]


def test_code_is_touched_only_by_proofs_and_what_is_hidden() -> None:
    text = "code xyz abc"
    marks = (Mark("code", 0, 12), Mark("hidden", 5, 8))
    likely, proof = Edit(9, 12, "junk-likely", "abc"), Edit(9, 12, "junk-proved", "abc")
    assert settle(text, [likely], marks) == []
    assert settle(text, [proof], marks) == [proof]
    assert settle(text, [Edit(5, 8, "junk-likely", "xyz")], marks) != []


def test_a_repair_that_meets_a_cut_gives_way() -> None:
    cut = Edit(1, 3, "hidden", "bc")
    assert settle("abcd", [Edit(2, 4, "mojibake", "cd", "X"), cut]) == [cut]


def test_marks_move_with_the_text() -> None:
    assert move((Mark("code", 4, 8), Mark("hidden", 0, 2)), [Edit(0, 2, "hidden", "ab")]) == (Mark("code", 2, 6),)


def disjoint(text: str, draw: st.DrawFn, puts: bool) -> list[Edit]:
    """Any settled edits of a text."""
    points = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return [Edit(a, b, "hidden", text[a:b], draw(st.text("XYZ", max_size=3)) if puts else "") for a, b in pairs if a < b]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    """A text, edits of it, and edits of what they leave."""
    text = draw(st.text("ab \n\xa0é字", max_size=30))
    first = disjoint(text, draw, draw(st.booleans()))
    return text, first, disjoint(apply(text, first), draw, True)


@given(rounds())
def test_two_rounds_are_one_ledger(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    after = apply(apply(text, first), second)
    edits = compose(first, second, text)
    assert apply(text, edits) == after
    assert restore(after, edits) == text
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert all(e.start < e.end and text[e.start : e.end] == e.cut for e in edits)


@given(st.text("J \n\xa0\t\x02ab", max_size=40))
def test_widened_edits_are_whole_for_any_text(text: str) -> None:
    edits = widen(text, settle(text, junk(text)))
    assert "J" not in apply(text, edits)
    assert restore(apply(text, edits), edits) == text
    assert [c for c in apply(text, edits) if c in "ab"] == [c for c in text if c in "ab"]
