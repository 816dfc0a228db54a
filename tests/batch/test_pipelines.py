"""Arrow in and out, and the recipes of the manual, each run as it stands there."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from scraper.batch import local
from scraper.batch.arrow import extract_batches, extract_table, schema
from scraper.batch.work import Done, Job
from scraper.errors import UsageError
from scraper.store.inputs import plan
from tests.store import making

ROOT = Path(__file__).parents[2]


def expected(place: str) -> list[dict[str, Any]]:
    return [{**json.loads(line), "source": ""} for done in local.results(plan([place])) for line in done.lines.splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(making.parquet(making.pages(), tmp_path / "pages.parquet"))


def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["id"], row["floor"], row["text"], row["posted_at"], row["author"]["name"], row["thread"]["url"]) for row in rows]


def test_batches_in_are_batches_out(table: Any, tmp_path: Path) -> None:
    told: list[str] = []
    batches = list(extract_batches(table.to_batches(max_chunksize=3), outcomes=lambda source, outcome: told.append(outcome.kind)))
    assert len(batches) == len(table.to_batches(max_chunksize=3))
    assert all(batch.schema.equals(schema()) for batch in batches)
    assert plain([row for batch in batches for row in batch.to_pylist()]) == plain(expected(str(tmp_path / "pages.parquet")))
    assert len(told) == table.num_rows


def test_extras_are_columns(table: Any) -> None:
    assert extract_table(table, Job(extras=("hash",))).column("hash").null_count == 0


def test_a_table_without_pages_is_refused(table: Any) -> None:
    with pytest.raises(UsageError, match="no column with pages"):
        extract_table(table.drop_columns(["html"]))
    with pytest.raises(UsageError, match="no column 'body'"):
        extract_table(table, html_column="body")


@pytest.mark.filterwarnings("ignore")
def test_the_manuals_spark_recipe_runs(
    table: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as it stands there; the other recipes are run by the manual's own test."""
    pytest.importorskip("pyspark")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (recipe,) = re.findall(r"```py\n(from pyspark.*?)```", (ROOT / "docs" / "how" / "frames.md").read_text("utf-8"), re.DOTALL)
    space: dict[str, Any] = {"__name__": "recipe"}
    try:
        exec(compile(recipe, "frames.md", "exec"), space)
    finally:
        if "spark" in space:
            space["spark"].stop()
    assert capsys.readouterr().out.split()[-1] == str(len(expected(str(tmp_path / "pages.parquet"))))


def test_datatrove_gives_the_records_that_extract_gives(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor

    from scraper.batch.datatrove import Pages, Posts, Records

    def run(*steps: Any, tasks: int = 1, name: str) -> list[bytes]:
        LocalPipelineExecutor([*steps, Records(str(tmp_path / name))], tasks=tasks, logging_dir=str(tmp_path / f"{name}-log")).run()
        return [line for file in sorted((tmp_path / name).iterdir()) for line in file.read_bytes().splitlines()]

    lines = [line for done in local.results(plan([str(archive)])) if isinstance(done, Done) for line in done.lines.splitlines()]
    assert run(Pages(str(archive)), Posts(), name="posts") == lines
    assert run(Pages(str(archive)), Posts("page"), name="pages") == lines
    assert sorted(run(Pages([str(archive)] * 2), Posts(), tasks=3, name="tasks")) == sorted(lines * 2)
    assert len(run(Pages(str(archive)), Posts("thread"), name="threads")) < len(lines)  # each post once


def test_datatrove_takes_other_readers_pages(tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document

    from scraper.batch.datatrove import Posts

    page = next(page for page in making.pages() if "gbk" not in page.name)
    documents = list(Posts().run([Document(text=page.body.decode(), id="x", metadata={"url": page.url, "date": making.TAKEN})]))
    assert len(documents) > 1
    assert documents[0].metadata["engine"] == "discuz"
