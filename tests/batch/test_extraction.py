"""Whole runs: resumed, in parts, joined, all with the same records."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scraper.batch.extraction import Quiet, extract
from scraper.batch.work import Done, Job
from scraper.errors import OutputError, UsageError
from tests.store import making


class Counting(Quiet):
    """A watch that counts."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.units = self.old = 0

    def planned(self, units: int, size: int) -> None:
        self.units = units

    def skipped(self, units: int, size: int) -> None:
        self.old = units

    def done(self, one: Done) -> None:
        self.kinds[one.outcome.kind] += 1


def whole(archive: Path, tmp_path: Path) -> bytes:
    extract([str(archive)], str(tmp_path / "whole.jsonl"))
    return (tmp_path / "whole.jsonl").read_bytes()


class Stop(Exception):
    """The run is over, as if it had been killed."""


class Stopping(Counting):
    """Stops after so many results."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def done(self, one: Done) -> None:
        super().done(one)
        if self.kinds.total() == self.after:
            raise Stop


@pytest.mark.parametrize("output", ["a.jsonl", "a.jsonl.gz", "a.parquet", "a.sqlite", "parts/"])
def test_a_stopped_run_goes_on_where_it_stopped(output: str, archive: Path, pieces: None, tmp_path: Path) -> None:
    place = f"{tmp_path}/{output}"
    inputs = [str(archive), str(tmp_path / "nix.html")]
    with pytest.raises(Stop):
        extract(inputs, place, watch=Stopping(20))
    again = Counting()
    extract(inputs, place, watch=again)
    assert 0 < again.old < again.units
    clean = Counting()
    extract(inputs, f"{tmp_path}/clean-{output}", watch=clean)
    assert again.kinds == clean.kinds
    if output == "parts/":
        made = sorted((tmp_path / "parts").glob("part-*"))
        assert [part.read_bytes() for part in made] == [part.read_bytes() for part in sorted((tmp_path / "clean-parts").glob("part-*"))]
        assert len(made) > 1
    elif output != "a.sqlite":
        assert Path(place).read_bytes() == (tmp_path / f"clean-{output}").read_bytes()
    assert not list(tmp_path.glob(".*")), "nothing is left beside the output"


def test_a_killed_run_goes_on_too(archive: Path, tmp_path: Path) -> None:
    """SIGKILL, with workers, in the middle; then the same command again."""
    script = (
        "import sys; from scraper.store.inputs import cutting; cutting.LEAST = 1; cutting.PIECE = 20_000\n"
        "from scraper.batch import extraction; extraction.LEAST = 20_000\n"
        "extraction.extract([sys.argv[1]], sys.argv[2], workers=2)\n"
    )
    place = tmp_path / "a.jsonl"
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(archive), str(place)], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    kept = tmp_path / ".a.jsonl.shards"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None and not list(kept.glob("*.shard")):
        os.sched_yield() if hasattr(os, "sched_yield") else None
    child.send_signal(signal.SIGKILL)
    child.wait()
    if child.returncode == -signal.SIGKILL:
        assert not place.exists()
        assert list(kept.glob("*.shard"))
    subprocess.run(
        [sys.executable, "-c", script, str(archive), str(place)], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert place.read_bytes() == whole(archive, tmp_path)
    assert not kept.exists()


def test_changed_inputs_are_read_anew(archive: Path, pieces: None, tmp_path: Path) -> None:
    source = tmp_path / "a.warc.gz"
    source.write_bytes(archive.read_bytes())
    with pytest.raises(Stop):
        extract([str(source)], str(tmp_path / "a.jsonl"), watch=Stopping(20))
    os.utime(source, (1, 1))
    again = Counting()
    extract([str(source)], str(tmp_path / "a.jsonl"), watch=again)
    assert again.old == 0
    with pytest.raises(Stop):
        extract([str(source)], str(tmp_path / "b.jsonl"), watch=Stopping(20))
    extract([str(source)], str(tmp_path / "b.jsonl"), resume=False, watch=again)
    assert again.old == 0


def test_a_folder_that_is_done_says_so(archive: Path, pieces: None, tmp_path: Path) -> None:
    for _ in range(2):
        watch = Counting()
        extract([str(archive)], f"{tmp_path}/parts/", watch=watch)
    assert watch.old == watch.units
    made = b"".join(gzip.decompress(part.read_bytes()) for part in sorted((tmp_path / "parts").glob("part-*")))
    assert made == whole(archive, tmp_path)


@pytest.mark.parametrize("workers", [0, 2])
def test_standard_output_takes_the_same_lines(workers: int, archive: Path, pieces: None, tmp_path: Path, capfdbinary: Any) -> None:
    extract([str(archive)], "-", workers=workers)
    assert capfdbinary.readouterr().out == whole(archive, tmp_path)


def test_threads_are_joined_and_accounted_for(archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "a.jsonl"
    extract([str(archive)], str(place), threads=True)
    accounts = [json.loads(line) for line in (tmp_path / "a.jsonl.threads.jsonl").read_text("utf-8").splitlines()]
    posts = [json.loads(line) for line in place.read_text("utf-8").splitlines()]
    assert sum(account["stored"] for account in accounts) == len(posts)
    assert len({(post["thread"]["url"], post["thread"]["id"], post["id"] or post["floor"]) for post in posts}) == len(posts)
    extract([str(archive)], str(tmp_path / "threads"), form="markdown", threads=True, accounts=str(tmp_path / "b"))
    assert len(list((tmp_path / "threads").iterdir())) == len(accounts)


def test_what_cannot_be_is_said_at_once(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="may span all parts"):
        extract([str(archive)], f"{tmp_path}/parts/", threads=True)
    with pytest.raises(UsageError, match="is no format"):
        extract([str(archive)], f"{tmp_path}/parts/", form="excel")
    with pytest.raises(UsageError, match="there are lang, hash"):
        extract([str(archive)], f"{tmp_path}/a.jsonl", Job(extras=("size",)))


def test_a_folder_that_cannot_be_written_is_named(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        extract([str(archive)], f"{tmp_path}/file/a.jsonl")


FILLING = """
import resource, signal, sys
from scraper.errors import OutputError
from scraper.store.inputs import cutting
from scraper.batch import extraction

cutting.LEAST, cutting.PIECE, extraction.LEAST = 1, 20_000, 20_000
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    extraction.extract([sys.argv[1]], sys.argv[2])
except OutputError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.parametrize("output", ["a.jsonl", "a.parquet", "a.sqlite", "parts/"])
def test_an_output_that_fills_up_is_named_and_a_rerun_finishes(output: str, archive: Path, pieces: None, tmp_path: Path) -> None:
    """A limit on the size of files is as a full disk: what was written before stays, and the run goes on when there is room."""
    place = f"{tmp_path}/out/{output}"
    limit = "3000" if output == "parts/" else "20000"
    command = [sys.executable, "-c", FILLING, str(archive), place, limit]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False)
    assert done.returncode == OutputError.exit_code, done.stderr
    assert "cannot be written" in done.stdout
    assert done.stderr == ""
    assert not Path(place).is_file()
    extract([str(archive)], place)
    extract([str(archive)], f"{tmp_path}/clean/{output}")
    if output == "a.jsonl":
        assert Path(place).read_bytes() == Path(f"{tmp_path}/clean/{output}").read_bytes()


def test_a_warc_of_pictures_has_an_outcome_for_each(tmp_path: Path) -> None:
    pictures = [page._replace(kind="image/png") for page in making.pages()]
    (tmp_path / "a.warc.gz").write_bytes(making.warc(pictures))
    watch = Counting()
    extract([str(tmp_path / "a.warc.gz")], str(tmp_path / "a.jsonl"), watch=watch)
    assert watch.kinds == {"skipped": len(pictures)}
    assert (tmp_path / "a.jsonl").read_bytes() == b""
