"""A few kills with every test run; ``make kills N=1000`` has many."""

import pytest

from tests.kills.__main__ import main


def test_kills_lose_nothing_and_double_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(kills=50, threads=60, seed=5) == 0, capsys.readouterr().out
