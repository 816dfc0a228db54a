"""A small dose of every fuzz target for each push; ``make fuzz MINUTES=n`` gives more."""

from random import Random

import pytest

from .account import README, runs, table
from .running import case
from .targets import TARGETS

CASES = {"page": 120, "generic": 60, "dump": 60}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_spoiled_bytes_break_nothing(name: str) -> None:
    target, chance = TARGETS[name], Random(f"push {name}")
    for _ in range(CASES.get(name, 200)):
        target.check(case(target, chance))


def test_the_readme_tells_what_the_log_knows() -> None:
    assert table(runs()) in README.read_text("utf-8")
