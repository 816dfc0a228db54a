"""A disk that is full at some byte of the job: a clear error, a job that is whole, and the same command goes on."""

import os
import resource
from pathlib import Path

import pytest

from scraper.crawling import crawl_sync
from scraper.errors import OutputError
from scraper.settings import FetchSettings, Settings
from tests.kills.__main__ import forked
from tests.server.forum import Forum, PhpBB
from tests.server.serving import serving

SETTINGS = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0, robots=False))


def crawl_with_room(url: str, job: Path, size: int) -> None:
    """Crawls where no file may grow beyond ``size`` bytes; exits with 44 where it said that the disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        crawl_sync(url, SETTINGS, job=job).close()
    except OutputError as error:
        said = str(job) in str(error) and "the same command goes on" in str(error)
        raise SystemExit(44 if said else 45) from error


@pytest.mark.parametrize("size", [0, 4096, 40_000, 70_000, 100_000, 150_000, 250_000])
def test_a_full_disk_loses_nothing(tmp_path: Path, size: int) -> None:
    forum, job = Forum.made(40, seed=2, most=12), tmp_path / "job"
    with serving([(forum, PhpBB())]) as (url,):
        with forked(lambda: crawl_with_room(url + "/index.php", job, size)) as child:
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == 44
        with crawl_sync(url + "/index.php", SETTINGS, job=job) as result:
            found = [(r.thread.title, r.text) for r in result.records()]
            assert sorted(found) == sorted(forum.truth)
            assert result.exit_code == 0
