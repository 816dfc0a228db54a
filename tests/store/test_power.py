"""
A machine that loses its power: what was not synced is dropped, cut or garbage, in any order, and what was synced is there.

A job syncs one commit a second (``synchronous=FULL``) and lets those between go to the disk when it likes. SQLite appends commits to a
log; of the log only what stood there at the last sync is certain.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from scraper.store.job import Job

SYNCED, ALL = 4, 12
PAGE = 4096


def lost(log: bytes, certain: int, chance: Random) -> bytes:
    """The log's tail was not written."""
    return log[: chance.randint(certain, len(log))]


def reordered(log: bytes, certain: int, chance: Random) -> bytes:
    """Some blocks of the tail were written and others not yet."""
    tail = bytearray(log[certain:])
    for start in range(0, len(tail), PAGE):
        if chance.random() < 0.5:
            tail[start : start + PAGE] = bytes(len(tail[start : start + PAGE]))
    return log[:certain] + bytes(tail)


def garbage(log: bytes, certain: int, chance: Random) -> bytes:
    """The tail holds what the disk held before."""
    cut = chance.randint(certain, len(log))
    return log[:cut] + chance.randbytes(len(log) - cut)


def written(folder: Path) -> int:
    """A job of which some commits are synced and the later ones are not; gives how much of its log is certain."""
    now = 0.0
    job = Job(folder / "job", steady=lambda: now)
    certain = 0
    for number in range(ALL):
        now = float(number) if number < SYNCED else SYNCED - 1 + 0.01 * number
        with job.transaction():
            job.put(f"post {number}", "x" * 3_000)
        if number == SYNCED - 1:
            certain = (folder / "job-wal").stat().st_size
    shutil.copytree(folder, folder.with_name("there"))  # as it lies on the disk while the crawl runs
    job.close()
    return certain


@pytest.mark.parametrize("loss", [lost, reordered, garbage])
def test_power_takes_only_what_was_not_synced(loss: Callable[[bytes, int, Random], bytes], tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    certain = written(tmp_path / "job")
    log = (tmp_path / "there" / "job-wal").read_bytes()
    assert 0 < certain < len(log)
    for seed in range(40):
        here = tmp_path / f"after {seed}"
        here.mkdir()
        shutil.copy(tmp_path / "there" / "job", here / "job")
        (here / "job-wal").write_bytes(loss(log, certain, Random(seed)))
        with Job(here / "job") as job:
            held = [job.get(f"post {number}") is not None for number in range(ALL)]
            assert held == sorted(held, reverse=True), "whole commits, and none without those before it"
            assert all(held[:SYNCED])
            with job.transaction():
                job.put("after", "the crawl goes on")
