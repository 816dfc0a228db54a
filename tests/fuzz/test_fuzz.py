"""A small dose of every fuzz target for each push; ``make fuzz MINUTES=n`` gives more."""

from random import Random

import pytest

from .mutate import mutated
from .targets import TARGETS

CASES = {"page": 120, "generic": 60, "dump": 60}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_spoiled_bytes_break_nothing(name: str) -> None:
    target, chance = TARGETS[name], Random(f"push {name}")
    for _ in range(CASES.get(name, 200)):
        target.check(mutated(chance.choice(target.seeds), chance))
