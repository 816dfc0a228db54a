"""The floors of the cleaner, taken anew: a change that lowers one must say so, in ``tests/fixtures/floors.json``."""

import json
from pathlib import Path

import pytest

from scraper.settings import CleanSettings

from .scores import MAKERS, score

FLOORS = json.loads((Path(__file__).parents[1] / "fixtures/floors.json").read_text("utf-8"))["clean"]


def test_every_generator_has_a_floor() -> None:
    assert set(FLOORS) == set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_no_generator_falls_below_its_floor(name: str, settings: CleanSettings) -> None:
    found, floor = score(name, settings), FLOORS[name]
    assert found.recall >= floor["recall"]
    assert found.precision >= floor["precision"]
    assert found.exact >= floor["exact"]
