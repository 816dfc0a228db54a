"""phpwind's strings: proved in HTML and in text, weak ones only among neighbours, and what a reader should never lose."""

import random
import sys

import pytest

from scraper.clean import clean, clean_page
from scraper.clean.generators import GENERATORS, draw
from scraper.clean.shown import visible
from scraper.markup import Marker, Page, render
from scraper.model import Mark
from scraper.settings import CleanSettings

from .spoil import seen

P126 = GENERATORS["phpwind-126"]


def hidden_page(seeds: list[int]) -> tuple[str, tuple[Mark, ...]]:
    """A post as phpwind 8 prints it, a string at each line end, rendered."""
    lines = ["The reeds were cut in March.", "Nobody came for the boat.", "It is still there."]
    html = "".join(
        f'{lines[i % 3]}<span style="display:none"> {draw(P126, seed).decode().replace("<", "&lt;")} </span>&nbsp;<br />'
        for i, seed in enumerate(seeds)
    )
    body = Page(f"<body><div id=post>{html}That was all.</div></body>").first("#post")
    assert body is not None
    done = render(Marker({}).html(body))
    return done.text, done.marks


def decoded(seed: int, codec: str) -> str:
    """A string of the range 0..255 as a page in that code page shows it."""
    return draw(GENERATORS["phpwind-255"], seed).replace(b"\n", b"\r").decode(codec, "replace")


def weak_seed() -> int:
    """A seed whose string shows three characters, while those of its neighbours show many."""
    shown = {s: len(visible(draw(P126, s).decode())) for s in range(4000)}
    return next(s for s in range(20, 3900) if shown[s] == 3 and min(shown[s + i] for i in (-15, 12, 40, 55, 71)) >= 6)


def test_hidden_strings_are_proved_with_their_seeds(settings: CleanSettings) -> None:
    done = clean_page([hidden_page([4711, 4730, 4744])], settings)[0]
    assert done.text == "The reeds were cut in March.\nNobody came for the boat.\nIt is still there.\nThat was all."
    assert [(e.reason, e.proof.generator, e.proof.seed) for e in done.edits if e.proof] == [
        ("junk-proved", "phpwind-126", 4711),
        ("junk-proved", "phpwind-126", 4730),
        ("junk-proved", "phpwind-126", 4744),
    ]


def test_a_weak_string_is_proved_among_neighbours_and_only_hidden_alone(settings: CleanSettings) -> None:
    weak = weak_seed()
    among = clean_page([hidden_page([weak - 15, weak, weak + 12])], settings)[0]
    alone = clean_page([hidden_page([weak])], settings)[0]
    assert [e.reason for e in among.edits] == ["junk-proved"] * 3
    assert [e.reason for e in alone.edits] == ["hidden"]
    assert alone.text.endswith("March.\nThat was all.")


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_hidden_strings_that_a_decoder_broke_are_proved(codec: str, settings: CleanSettings) -> None:
    shown = {seed: visible(decoded(seed, codec)) for seed in range(5000, 14_000, 9)}
    seeds = [seed for seed, text in shown.items() if len(text) >= 6 and len(text) - text.count("\ufffd") <= 4][:8]  # each too weak in text
    text, marks = "", []
    for seed in seeds:
        marks.append(Mark("hidden", len(text) + 6, len(text) + 6 + len(decoded(seed, codec))))
        text += "A line" + decoded(seed, codec) + "\n"
    done = clean_page([(text + "the end", tuple(marks))], settings)[0]
    assert done.text == "A line\n" * len(seeds) + "the end"
    assert [e.proof.seed for e in done.edits if e.proof] == seeds


def test_a_quote_comes_after_its_post_and_is_proved_by_it(settings: CleanSettings) -> None:
    weak = weak_seed()
    body, quote = hidden_page([weak + 40, weak + 55, weak + 71]), hidden_page([weak])
    assert [e.reason for e in clean_page([body, quote], settings)[1].edits] == ["junk-proved"]


def test_the_clock_goes_on_at_zero(settings: CleanSettings) -> None:
    assert len(clean_page([hidden_page([999_990, 3, 17])], settings)[0].edits) == 3


def test_a_weak_string_in_plain_text_stays_without_neighbours(settings: CleanSettings) -> None:
    shown = visible(draw(P126, weak_seed()).decode())
    text = f"we bought three of them {shown}\nand never opened one"
    assert clean(text, settings).text == text


def test_one_strong_string_is_enough(settings: CleanSettings) -> None:
    seed = next(s for s in range(1000, 2000) if len(visible(draw(P126, s).decode())) >= 8 and "\n" not in draw(P126, s).decode())
    text = f"昨天我们沿着河边走了很久。 {seen(draw(P126, seed).decode())} \xa0\n后来下雨了。"
    done = clean(text, settings)
    assert done.text == "昨天我们沿着河边走了很久。\n后来下雨了。"
    assert done.edits[0].proof is not None and done.edits[0].proof.seed == seed


def test_a_string_split_by_its_own_line_end_goes_whole(settings: CleanSettings) -> None:
    seed = next(s for s in range(1_000_000) if 2 <= draw(P126, s).find(b"\n") <= 6 and len(visible(draw(P126, s).decode())) >= 7)
    before, split, after = ("".join(c for c in draw(P126, seed + i).decode() if c == "\n" or " " <= c <= "~") for i in (-14, 0, 17))
    done = clean(f"one line of text {seen(before)}\nanother line {split}\na third line {seen(after)}\nthe last", settings)
    assert done.text == "one line of text\nanother line\na third line\nthe last"


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "utf-8", "big5", "latin-1"])
def test_bytes_that_a_decoder_did_not_know_are_proved(codec: str, settings: CleanSettings) -> None:
    rng, seed, parts = random.Random(codec), 120_000, []
    for _ in range(12):
        seed += rng.randint(10, 20)
        parts += ["水位比去年低了不少。 ", seen(draw(GENERATORS["phpwind-255"], seed).decode(codec, "replace")), " \xa0\n"]
    done = clean("".join(parts) + "就这样。", settings)
    assert done.text == "水位比去年低了不少。\n" * 12 + "就这样。"
    assert {e.proof.generator for e in done.edits if e.proof} == {"phpwind-255"}


def test_proofs_reach_into_code_and_guesses_do_not(settings: CleanSettings) -> None:
    text, marks = hidden_page([4711, 4730, 4744])
    done = clean_page([(text, (*marks, Mark("code", 0, len(text))))], settings)[0]
    assert len(done.edits) == 3


def test_nothing_is_looked_up_where_nothing_stands(settings: CleanSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a table was asked")

    monkeypatch.setattr(sys.modules["scraper.clean.proved"], "table", refuse)  # the package's attribute is the detector of that name
    assert clean("The well went dry in May; we dug another one.\n" * 40, settings).edits == ()


def test_a_strings_control_characters_are_its_own(settings: CleanSettings) -> None:
    raw = [draw(GENERATORS["phpwind-126"], seed).decode() for seed in (707, 713)]
    first, second = (e for e in clean(f"one {raw[0]}\n{raw[1]}\ntwo", settings).edits)
    assert raw[0] in first.cut
    assert raw[1] in second.cut


def nul_seeds(at: tuple[int, ...]) -> list[int]:
    """Three seeds whose strings show six characters and have a NUL at one of some places, no other."""
    drawn = ((seed, draw(P126, seed)) for seed in range(2000, 90_000))
    return [seed for seed, raw in drawn if raw.count(0) == 1 and raw.index(0) in at and len(visible(raw.decode())) >= 6][:3]


@pytest.mark.parametrize("at", [(0,), (4, 5), (9,)], ids=["first", "inside", "last"])
def test_a_nul_that_a_parser_wrote_as_unknown_is_a_nul(at: tuple[int, ...], settings: CleanSettings) -> None:
    seeds = nul_seeds(at)
    lines = ["苇子三月割了。", "没有人来取船。", "它还在那里。"]
    text = "\n".join(f"{line} {draw(P126, seed).decode()} \xa0" for line, seed in zip(lines, seeds, strict=True)) + "\n就这样。"
    done = clean(text.replace("\0", "\ufffd"), settings)
    assert done.text == "\n".join([*lines, "就这样。"])
    assert [e.proof.seed for e in done.edits if e.proof] == seeds


def test_a_lost_character_beside_a_string_of_words_stays(settings: CleanSettings) -> None:
    text = "灯\ufffd还亮着\ufffd\n没有人\ufffd\n" + "\n".join(f"line {n} of it \ufffdends" for n in range(9))
    assert clean(text, settings).text == text
