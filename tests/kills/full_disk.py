"""
A disk that is full at some byte of the job: ``python -m tests.kills.full_disk 40000``.

A clear error, a job that is whole, and the same command goes on and loses nothing.
"""

import os
import resource
import sys
import tempfile
from pathlib import Path

from scraper.crawling import crawl_sync
from scraper.errors import OutputError
from scraper.settings import FetchSettings, Settings
from tests.kills.__main__ import forked
from tests.server.forum import Forum, PhpBB
from tests.server.serving import serving

SETTINGS = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0, robots=False))
SAID_SO = 44


def crawl_with_room(url: str, job: Path, size: int) -> None:
    """Crawls where no file may grow beyond ``size`` bytes; exits with ``SAID_SO`` where it said what is wrong."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        crawl_sync(url, SETTINGS, job=job).close()
    except OutputError as error:
        raise SystemExit(SAID_SO if str(job) in str(error) and "the same command goes on" in str(error) else 45) from error


def main(size: int) -> str:
    """What went wrong, or nothing."""
    forum = Forum.made(40, seed=2, most=12)
    with tempfile.TemporaryDirectory() as folder, serving([(forum, PhpBB())]) as (url,):
        job = Path(folder) / "job"
        with forked(lambda: crawl_with_room(url + "/index.php", job, size)) as child:
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != SAID_SO:
            return f"the crawl on a full disk ended with {code}"
        with crawl_sync(url + "/index.php", SETTINGS, job=job) as result:
            found = sorted((r.thread.title, r.text) for r in result.records())
            return "" if found == sorted(forum.truth) and result.exit_code == 0 else f"{len(found)} posts, {result.summary}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) or 0)
