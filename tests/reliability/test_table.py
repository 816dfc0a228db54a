"""The table of the README names tests that are there, for all 43 numbers."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def test_every_number_has_its_tests() -> None:
    rows = re.findall(r"^\| (\d+) \|.*", (HERE / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [int(n) for n in rows] == list(range(1, 44))


def test_every_test_of_the_table_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (HERE / "README.md").read_text("utf-8"))
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (HERE / file if "/" not in file else ROOT / file).read_text("utf-8")
    ]
    assert missing == []
