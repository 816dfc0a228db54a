"""RELIABILITY 3: every write of an output failed in turn; the old file stays, nothing half is left, the error is one line."""

import os
import resource
from pathlib import Path

import pytest

from scraper.errors import OutputError
from scraper.report.writing import ENDS, write
from scraper.store.sinks import formats, open_sink
from scraper.store.warc import write_warc
from tests.reliability.costs import cost
from tests.report.made import invented
from tests.store.test_sinks import POSTS

SINKS = sorted(name for name, form in formats().items() if name != "epub")
SIZES = (0, 1, 10, 100, 1_000, 3_000)


def small_disk(size: int) -> None:
    """No file of this process may grow beyond a size; a write beyond it is an error and no signal."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def ends_well(call: object, size: int) -> int:
    """0: it was written, 3: it was said that it cannot be; anything else is a fault."""

    def run() -> None:
        small_disk(size)
        try:
            call()  # type: ignore[operator]
        except OutputError:
            os._exit(3)

    return cost(run).code


def left(folder: Path, place: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file != place)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SINKS)
def test_a_disk_that_is_full_somewhere_keeps_the_old_file(name: str, size: int, tmp_path: Path) -> None:
    """RELIABILITY 3: every sink, with room for so many bytes."""
    form = formats()[name]
    place = tmp_path / ("threads" if form.folder else f"a{form.ends[0]}")
    if not form.folder:
        place.write_bytes(b"old")

    def fill() -> None:
        with open_sink(str(place), name) as sink:
            for record in POSTS:
                sink.write(record)

    code = ends_well(fill, size)
    assert code in (0, 3)
    assert left(tmp_path, place) == []
    if code == 3:
        assert not place.exists() if form.folder else place.read_bytes() == b"old"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("end", ENDS)
def test_a_view_on_a_full_disk_keeps_the_old_one(end: str, size: int, tmp_path: Path) -> None:
    """RELIABILITY 3: view, book, feeds and objects."""
    place = tmp_path / f"a{end}"
    place.write_bytes(b"old")
    posts = list(invented(6))
    code = ends_well(lambda: write(posts, place), size)
    assert code in (0, 3)
    assert left(tmp_path, place) == []
    assert code == 0 or place.read_bytes() == b"old"


@pytest.mark.parametrize("size", SIZES)
def test_a_warc_on_a_full_disk_keeps_the_old_one(size: int, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """RELIABILITY 3: what a crawl exports."""
    from scraper.crawling import open_job

    place = tmp_path / "a.warc.gz"
    place.write_bytes(b"old")
    job = tmp_path_factory.mktemp("job") / "job"
    job.write_bytes((Path(__file__).parent.parent / "fixtures" / "jobs" / "schema-1.job").read_bytes())
    opened = open_job(job)
    captures = list(opened.captures.all())
    opened.close()
    code = ends_well(lambda: write_warc(captures, place), size)
    assert code in (0, 3)
    assert code == 0 or place.read_bytes() == b"old"
    assert left(tmp_path, place) == []
