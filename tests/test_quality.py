"""The quality gate: what counts as fallen, and what an update makes of the floors."""

import pytest

from benchmarks.quality import compare, raised

FLOORS = {"pages/x": {"names": 0.99, "left over": -2.0}}


@pytest.mark.parametrize(
    ("row", "fallen"),
    [
        ({"names": 1.0, "left over": -2.0}, []),
        ({"names": 0.98, "left over": -2.0}, ["names 0.9800 is below its floor 0.9900"]),
        ({"names": 0.99, "left over": -3.0}, ["left over -3.0000 is below its floor -2.0000"]),
        ({"names": 0.99}, ["left over is gone (floor -2)"]),
        ({"names": 0.99, "left over": 0.0, "invented": -1.0}, ["invented -1 is below its floor 0"]),
        ({"names": 0.99, "left over": 0.0, "dates": 0.5}, []),
    ],
)
def test_what_fell_is_named(row: dict[str, float], fallen: list[str]) -> None:
    assert list(compare({"pages/x": row}, FLOORS)) == [f"pages/x: {line}" for line in fallen]


def test_a_suite_that_was_not_measured_fell_nowhere() -> None:
    assert list(compare({"pages/y": {"invented": -1.0}}, FLOORS)) == []


@pytest.mark.parametrize(
    ("lower", "floors"),
    [(False, {"dates": 0.5, "left over": -2.0, "names": 1.0}), (True, {"dates": 0.5, "invented": -1.0, "left over": -5.0, "names": 1.0})],
)
def test_an_update_raises_floors_and_lowers_them_only_when_told_to(lower: bool, floors: dict[str, float]) -> None:
    row = {"names": 1.0, "left over": -5.0, "dates": 0.5, "invented": -1.0}
    assert raised({"pages/x": row}, FLOORS, lower=lower) == {"pages/x": floors}
