"""Random strings that no table holds: who earns it, and who does not."""

import random

import pytest
from msgspec.structs import replace

from scraper.clean import clean
from scraper.settings import CleanSettings

from .spoil import lines, phpwind, unseeded

SPOILED = phpwind(random.Random("likely"), "zh", unseeded(), "nbsp")


def test_a_page_with_a_string_at_each_line_end_earns_it(settings: CleanSettings) -> None:
    done = clean(SPOILED.text, settings)
    assert {e.reason for e in done.edits} == {"junk-likely"}
    assert all(e.proof and e.proof.score for e in done.edits)
    assert len(done.edits) >= 0.95 * len(SPOILED.spans)


def test_off_is_off(settings: CleanSettings) -> None:
    assert clean(SPOILED.text, replace(settings, likely="off")).edits == ()


def test_on_takes_less_evidence(settings: CleanSettings) -> None:
    text = "水位比去年低了不少。 kQ7#zT_w2 \xa0\n船都靠不了岸。 }9vG%xK~4J \xa0\n卖鱼的摊子也搬走了。"
    assert clean(text, settings).edits == ()
    assert clean(text, replace(settings, likely="on")).text == "水位比去年低了不少。\n船都靠不了岸。\n卖鱼的摊子也搬走了。"


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_passwords_behind_some_lines_are_kept(share: float, settings: CleanSettings) -> None:
    rng = random.Random(share)
    visible = "".join(map(chr, range(33, 127)))
    text = "\n".join(
        line + (" " + "".join(rng.choices(visible, k=rng.randint(6, 10))) if rng.random() < share else "") for line in lines(rng, "zh", 60)
    )
    assert clean(text, settings).edits == ()


def test_codes_of_one_length_behind_every_line_are_kept_if_they_are_not_drawn_from_everything(settings: CleanSettings) -> None:
    rng = random.Random(1)
    text = "\n".join(f"{line} {''.join(rng.choices('ABCDEFGHJKMNPQRSTUVWXYZ23456789', k=10))}" for line in lines(rng, "en", 40))
    assert clean(text, settings).edits == ()
