"""A few kills and full disks with every test run; ``make kills N=1000`` has many. In processes of their own, because they fork."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_kills_lose_nothing_and_double_nothing() -> None:
    run("tests.kills", "50", "--threads", "60", "--seed", "5")


@pytest.mark.parametrize("size", [0, 4096, 40_000, 70_000, 100_000, 150_000, 250_000])
def test_a_full_disk_loses_nothing(size: int) -> None:
    run("tests.kills.full_disk", str(size))
