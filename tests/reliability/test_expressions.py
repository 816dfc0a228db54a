"""RELIABILITY 41: every regular expression of the package on its own worst inputs."""

import random
import re
import sys
from collections.abc import Iterator

import pytest

from tests.reliability.patterns import Pattern, patterns, slowest, worst_inputs
from tests.reliability.steps import Counted, parsed, repeated_groups

HELD = frozenset({"scraper.budget.MANY"})
"""It counts attributes, of which a tag that began in another one's may be: each ``<`` reads up to 10,000 of them."""

ALL = patterns()


def test_the_expressions_are_found() -> None:
    """RELIABILITY 41: those in forms, tuples and closures too."""
    assert len(ALL) > 400
    assert {pattern.where for pattern in ALL} >= HELD


@pytest.fixture
def deep() -> Iterator[None]:
    """The counting matcher goes down a step with each round of a repetition."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(200_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("deep")
@pytest.mark.parametrize("pattern", [p for p in ALL if p.where not in HELD], ids=lambda p: p.where)
def test_an_expression_is_linear(pattern: Pattern) -> None:
    """RELIABILITY 41: counted steps grow as the text does, for a, space, digits, <, (, its literals, its beginning and what nearly fits."""
    assert slowest(pattern) is None


@pytest.mark.parametrize("pattern", ALL, ids=lambda p: p.where)
def test_no_group_is_repeated_possessively(pattern: Pattern) -> None:
    """Debian 12 has Python 3.11.2, which matches such a group wrong; an atomic group around a repeated one says the same."""
    assert list(repeated_groups(parsed(pattern.compiled))) == []


@pytest.mark.usefixtures("deep")
@pytest.mark.parametrize("pattern", ALL, ids=lambda p: p.where)
def test_the_counting_matcher_goes_the_way_of_re(pattern: Pattern) -> None:
    """RELIABILITY 41: what is counted is what ``re`` does; it finds the same places."""
    dice = random.Random(pattern.where)
    counted, parts = Counted(pattern.compiled), [unit for _, unit in worst_inputs(pattern.compiled)]
    for _ in range(5):
        text = "".join(dice.choices(parts, k=5))
        given = text if counted.is_text else text.encode()
        for method in ("match", "fullmatch", "search"):
            found = getattr(pattern.compiled, method)(given)
            counted.cost(method, given, 10**7)
            assert counted.first == (found.span() if found else None), (method, given)


@pytest.mark.usefixtures("deep")
def test_what_is_not_linear_is_seen() -> None:
    """RELIABILITY 41: the four shapes that were mended, and their cures."""
    for slow, cured in (
        (r"\s*x", r"(?<!\s)\s*+x"),
        (r"\d+x", r"(?<!\d)\d++x"),
        (r"a.*?b.*c", r"a(?=[^a]*c)"),
        (r"(?:a|aa)+$", r"(?<!a)a+$"),
    ):
        assert slowest(Pattern("slow", re.compile(slow), frozenset({"search"})))
        assert slowest(Pattern("cured", re.compile(cured), frozenset({"search"}))) is None
