"""The one place that changes text: what it does to blanks, overlaps and ledgers, and that nothing is ever lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean.edits import ORDER, _stay, apply, compose, move, restore, settle, widen
from scraper.model import Edit, Mark, Proof, Reason

PROOF = Proof(generator="test", seed=1)
OTHER = Proof(score=2.0)

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
    ("one\n\x03J\x02\x02\x02", "one"),
    ("one\n\n\nJ\n\n\ntwo", "one\n\ntwo"),
    ("one\n J\nJ two", "one\n\n two"),
    ("one \n \n J J\n two", "one \n\n two"),
    ("one\n\nJ \nJ\n\n  two", "one\n\n  two"),
    ("one\nJ\n J\t\n\n\n two", "one\n\n two"),
    ("\n\nJ\n\n two", " two"),
    (" J\ntwo", "two"),
    ("\x02J two", "two"),
    ("one J \ntwo J \nthree J \n", "one\ntwo\nthree"),
    ("one\xa0J\t\n\ntwo\nJ\nthree J four", "one\n\ntwo\n\nthree four"),
    ("J one J\nJ two J J\n  J three J", "one\n two\n three"),
]


@pytest.fixture(autouse=True)
def anew() -> None:
    """Each case is reckoned anew: what another one left in the cache would hide its mistakes, those of mutants too."""
    _stay.cache_clear()


def junk(text: str) -> list[Edit]:
    return [Edit(i, i + 1, "hidden", "J", proof=PROOF) for i, c in enumerate(text) if c == "J"]


@pytest.mark.parametrize(("text", "left"), WIDENED)
def test_junk_takes_its_blanks_along_and_leaves_the_lines_of_the_text(text: str, left: str) -> None:
    edits = widen(text, junk(text))
    assert apply(text, edits) == left
    assert restore(left, edits) == text


@pytest.mark.parametrize(
    ("text", "blocks", "left"),
    [
        ("one\nJ\ntwo", [4], "one\ntwo"),
        ("one\n\nJ\ntwo", [5], "one\n\ntwo"),
        ("one\nJ\n\n\ntwo", [4], "one\n\ntwo"),
        ("one\nJ\nJ\n\ntwo", [4, 6], "one\n\ntwo"),
        ("one\nJ\nJ\n\n\ntwo\nJ\nthree", [4], "one\n\ntwo\n\nthree"),  # in a group that is not all of blocks they are plain junk
    ],
)
def test_a_hidden_block_goes_with_its_line(text: str, blocks: list[int], left: str) -> None:
    assert apply(text, widen(text, junk(text), [Mark("hidden-block", at, at + 1) for at in blocks])) == left


@given(st.lists(st.sampled_from(["J", " ", "\n", "\xa0", "\x02", "a", "b c", "d J \n", " J\t\n", "e"]), max_size=14).map("".join))
def test_blocks_elsewhere_change_nothing(text: str) -> None:
    """The edits are whole, whatever stands around them, and a block that is not there leaves them as they are."""
    edits = widen(text, junk(text))
    assert edits == widen(text, junk(text), (Mark("hidden-block", -2, -1),))
    assert "J" not in apply(text, edits) and restore(apply(text, edits), edits) == text
    assert {(e.reason, e.proof, e.put) for e in edits} <= {("hidden", PROOF, "")}


def test_only_junk_takes_blanks_along() -> None:
    text = "one X two J three  Y four"
    kept = [Edit(4, 5, "invisible", "X"), Edit(19, 20, "hidden", "Y", "y")]
    edits = widen(text, [kept[0], Edit(10, 11, "junk-proved", "J", proof=PROOF), kept[1]])
    assert edits == [kept[0], Edit(10, 12, "junk-proved", "J ", proof=PROOF), kept[1]]
    assert widen("one \nX\nJ", [Edit(5, 6, "invisible", "X"), Edit(7, 8, "hidden", "J")]) == [
        Edit(5, 6, "invisible", "X"),
        Edit(6, 8, "hidden", "\nJ"),
    ], "what another edit took is not taken again"


def test_junk_before_a_repair_stops_at_it() -> None:
    text = "one\nJ \n?two"
    edits = widen(text, [Edit(4, 5, "hidden", "J"), Edit(6, 8, "mojibake", "\n?", "\n")])
    assert [(e.start, e.end) for e in edits] == [(4, 5), (6, 8)]


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
    hidden = Edit(9, 12, "hidden", "abc")
    assert settle(text, [hidden], marks) == [hidden]


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [(0, 2, True), (4, 6, True), (0, 3, False), (1, 5, False), (2, 4, False), (3, 5, False), (2, 3, False), (0, 6, False)],
)
def test_an_edit_touches_code_where_it_shares_a_character_with_it(start: int, end: int, kept: bool) -> None:
    edit = Edit(start, end, "junk-likely", "abcdef"[start:end])
    assert settle("abcdef", [edit], (Mark("code", 2, 4),)) == [edit] * kept


@pytest.mark.parametrize(("start", "end", "kept"), [(1, 3, True), (1, 2, True), (0, 3, False), (1, 4, False)])
def test_in_code_a_guess_holds_only_where_all_of_it_is_hidden(start: int, end: int, kept: bool) -> None:
    edit = Edit(start, end, "junk-likely", "abcdef"[start:end])
    assert settle("abcdef", [edit], (Mark("code", 0, 6), Mark("hidden", 1, 3))) == [edit] * kept


def test_a_repair_that_meets_a_cut_gives_way() -> None:
    cut = Edit(1, 3, "hidden", "bc")
    assert settle("abcd", [Edit(2, 4, "mojibake", "cd", "X"), cut]) == [cut]


TEXT = "abcdefghij"
CLAIMS = st.tuples(st.integers(0, 10), st.integers(0, 10), st.sampled_from(ORDER), st.sampled_from([None, PROOF, OTHER]))


@given(st.lists(CLAIMS, max_size=7))
def test_every_character_goes_once_under_the_best_reason_that_claims_it(claims: list[tuple[int, int, str, Proof | None]]) -> None:
    edits = [Edit(a, b, reason, TEXT[a:b], "", proof) for a, b, reason, proof in claims]  # type: ignore[arg-type]
    settled = settle(TEXT, edits)
    assert all(a.end <= b.start for a, b in pairwise(settled))
    assert all(e.start < e.end and TEXT[e.start : e.end] == e.cut and e.put == "" for e in settled)
    for at in range(len(TEXT)):
        wanted = [(ORDER.index(e.reason), e.proof) for e in edits if e.start <= at < e.end]
        found = [(ORDER.index(e.reason), e.proof) for e in settled if e.start <= at < e.end]
        assert [reason for reason, _ in found] == ([min(reason for reason, _ in wanted)] if wanted else [])
        assert set(found) <= set(wanted)


def test_of_two_claims_with_one_reason_the_longer_stays_whole() -> None:
    long, short = Edit(2, 9, "hidden", TEXT[2:9]), Edit(2, 4, "hidden", TEXT[2:4])
    assert settle(TEXT, [short, long]) == [long]
    assert settle(TEXT, [Edit(3, 3, "hidden", ""), short]) == [short]
    assert settle(TEXT, [short, Edit(9, 9, "hidden", "")]) == [short]
    assert settle(TEXT, [Edit(1, 1, "hidden", "")]) == []
    beside = [short, Edit(4, 6, "blank", TEXT[4:6])]
    assert settle(TEXT, beside) == beside


def test_marks_move_with_the_text() -> None:
    assert move((Mark("code", 4, 8), Mark("hidden", 0, 2)), [Edit(0, 2, "hidden", "ab")]) == (Mark("code", 2, 6),)


@pytest.mark.parametrize(
    ("mark", "moved"),
    [((0, 1), (0, 1)), ((0, 3), (0, 2)), ((1, 3), (1, 2)), ((3, 5), (2, 4)), ((0, 10), (0, 11)), ((5, 8), (4, 9)), ((8, 10), (9, 11)), ((2, 3), None)],
)  # fmt: skip
def test_a_mark_ends_where_its_text_ends(mark: tuple[int, int], moved: tuple[int, int] | None) -> None:
    edits = [Edit(2, 3, "hidden", "c"), Edit(6, 8, "mojibake", "gh", "WXYZ")]
    assert move([Mark("code", *mark)], edits) == ((Mark("code", *moved),) if moved else ())


def disjoint(text: str, draw: st.DrawFn, puts: bool, reason: Reason = "hidden", proof: Proof = PROOF) -> list[Edit]:
    """Any settled edits of a text."""
    points = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return [Edit(a, b, reason, text[a:b], draw(st.text("XYZ", max_size=3)) if puts else "", proof) for a, b in pairs if a < b]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    """A text, edits of it, and edits of what they leave."""
    text = draw(st.text("ab \n\xa0é字", max_size=30))
    first = disjoint(text, draw, draw(st.booleans()))
    return text, first, disjoint(apply(text, first), draw, True, "blank", OTHER)


@given(rounds())
def test_two_rounds_are_one_ledger(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    after = apply(apply(text, first), second)
    edits = compose(first, second, text)
    assert apply(text, edits) == after
    assert restore(after, edits) == text
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert all(e.start < e.end and text[e.start : e.end] == e.cut for e in edits)
    assert all(e in first or (e.reason, e.proof) == ("blank", OTHER) for e in edits)
    assert bool(edits) == bool(first or second)


def test_edits_of_two_rounds_that_only_touch_stay_two() -> None:
    repair = Edit(0, 2, "mojibake", "ab", "X")
    assert compose([repair], [Edit(1, 2, "blank", "c")], "abcd") == [repair, Edit(2, 3, "blank", "c")]
    assert compose([repair], [Edit(0, 1, "blank", "X", "Y")], "abcd") == [Edit(0, 2, "blank", "ab", "Y")]
    assert compose([], [repair], "abcd") == [repair]
    assert compose([repair], [], "abcd") == [repair]


@given(st.text("J \n\xa0\t\x02ab", max_size=40))
def test_widened_edits_are_whole_for_any_text(text: str) -> None:
    edits = widen(text, settle(text, junk(text)))
    assert "J" not in apply(text, edits)
    assert restore(apply(text, edits), edits) == text
    assert [c for c in apply(text, edits) if c in "ab"] == [c for c in text if c in "ab"]
