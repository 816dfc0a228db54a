"""RELIABILITY 6: job files of every version that wrote them, opened by today's code."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scraper.commands.app import app

JOBS = sorted((Path(__file__).parent.parent / "fixtures" / "jobs").glob("*.job"))


@pytest.mark.parametrize("kept", JOBS, ids=lambda path: path.stem)
def test_a_job_of_an_earlier_release_is_exported(kept: Path, tmp_path: Path) -> None:
    """RELIABILITY 6: all posts of a thread of two pages, in order, and its account."""
    job = Path(shutil.copy(kept, tmp_path / "old.job"))
    out = tmp_path / "posts.jsonl"
    told = CliRunner().invoke(app, ["export", str(job), "-o", str(out)])
    assert told.exit_code == 0, told.output
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["text"] for row in rows] == [f"post {n} ({n + 1})" for n in range(15)]
    assert [row["floor"] for row in rows] == list(range(1, 16))
    state = CliRunner().invoke(app, ["job", str(job)])
    assert "15 posts of 1 thread (1 complete)" in state.output


def test_a_job_of_today_is_among_them() -> None:
    """RELIABILITY 6: whoever raises the version of the schema keeps a job of the one before."""
    from scraper.store.schema import VERSION

    assert [path.stem for path in JOBS] == [f"schema-{n}" for n in range(1, VERSION + 1)]
