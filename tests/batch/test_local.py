"""One machine: order, equality whatever the number of workers, and pages that hang, crash or eat."""

import io
import json
import signal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scraper.batch import local
from scraper.batch.extras import content_hash
from scraper.batch.guard import Clock, Overtime
from scraper.batch.work import Done, Job
from scraper.errors import UsageError
from scraper.model import Outcome
from scraper.store.inputs import Unit, plan
from tests.store import making

GOOD = b"<html><body><p>no forum</p></body></html>"


def test_a_worker_never_gets_the_interrupt_that_is_its_parents() -> None:
    worker = local._Worker(msgspec.msgpack.encode(Job()))
    worker.process.send_signal(signal.SIGINT)  # while it still imports
    assert worker.end() == 0


def test_any_number_of_workers_gives_the_same_bytes(archive: Path, pieces: None) -> None:
    inputs = [str(archive), "nix.html"]
    one = list(local.events(plan(inputs)))
    assert len([event for event in one if isinstance(event, Unit)]) > 3
    assert sum(done.count for done in one if isinstance(done, Done)) > 20
    for workers in (1, 3):
        assert list(local.events(plan(inputs), workers=workers)) == one


def test_pages_are_the_same_from_here_and_from_workers(archive: Path) -> None:
    assert list(local.run([str(archive)], workers=2)) == list(local.run([str(archive)]))


def test_standard_input_is_read_here_whatever_the_workers(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for workers in (0, 2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(archive.read_bytes()))))
        found = list(local.results(plan(["nix", "-", "nix"]), workers=workers))
        assert found[0].source == "nix"
        assert found[1].source.startswith("-#")
        assert [done.count for done in found[1:-1]] == [done.count for done in local.results(plan([str(archive)]))]


FAULTY = (
    (b"HANGS", "too-costly", "took more than 0.5 s of processor time"),
    (b"HANGS IN C", "too-costly", "took more than its processor time and could not be stopped"),
    (b"CRASHES", "broken", "the worker died of it (SIGSEGV)"),
    (b"EATS", "too-costly", "took more than 512 MB of memory"),
    (b"RAISES", "broken", "ValueError: what the page did"),
)


@pytest.mark.parametrize(("body", "kind", "reason"), FAULTY)
def test_a_page_that_does_harm_costs_itself_alone(body: bytes, kind: str, reason: str, faults: None, tmp_path: Path) -> None:
    names = ["a", "b", "c", "d"]
    for name in names:
        (tmp_path / f"{name}.html").write_bytes(body if name in "bd" else GOOD)
    found = list(local.results(plan([f"{tmp_path}/{name}.html" for name in names]), Job(seconds=0.5), workers=2))
    assert [done.source[-6] for done in found] == names
    assert [(done.outcome.kind, done.outcome.reason) for done in found[1::2]] == [(kind, reason)] * 2
    assert {done.outcome.kind for done in found[::2]} == {"unknown-engine"}


def test_a_worker_killed_by_hand_is_replaced_and_its_page_read(faults: None, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"KILLED ONCE " + str(tmp_path / "mark").encode())
    (tmp_path / "b.html").write_bytes(GOOD)
    found = list(local.results(plan([str(tmp_path / "a.html"), str(tmp_path / "b.html")]), workers=1))
    assert {done.outcome.kind for done in found} == {"unknown-engine"}


def test_a_caller_who_has_enough_leaves_no_worker(archive: Path, pieces: None) -> None:
    stream = local.results(plan([str(archive)]), workers=2)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    pool = local.Pool(Job(), 1)
    pool.close()
    assert all(worker.process.returncode == -signal.SIGKILL for worker in pool.workers)


def test_the_clock_stops_python_and_gives_the_handler_back() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with Clock(0.05, hard=False) as clock, pytest.raises(Overtime):
        clock.start()
        while True:
            pass
    assert signal.getsignal(signal.SIGPROF) == before


@pytest.mark.parametrize(("other", "same"), [("Two words", True), (" two\n WORDS", True), ("two  words.", False)])
def test_a_hash_knows_a_text_however_it_is_set(other: str, same: bool) -> None:
    assert (content_hash("two words") == content_hash(other)) is same


def test_records_carry_the_extras_asked_for(archive: Path) -> None:
    pytest.importorskip("py3langid")
    found: list[dict[str, Any]] = [
        json.loads(line) for done in local.results(plan([str(archive)]), Job(extras=("lang", "hash"))) for line in done.lines.splitlines()
    ]
    assert {record["lang"] for record in found if len(record["text"]) > 20} >= {"zh"}
    assert all(record["hash"] == content_hash(record["text"]) for record in found)
    with pytest.raises(UsageError, match="there are lang, hash"):
        list(local.results(plan([str(archive)]), Job(extras=("length",))))


def test_containers_give_the_same_records(tmp_path: Path) -> None:
    """As files, WARC, WACZ, zip, tar and Parquet, with 0 and 2 workers: the same but for where they were."""
    pages = making.pages()
    names = {
        "files": str(making.folder(pages, tmp_path / "files")),
        "warc": str(tmp_path / "a.warc.gz"),
        "wacz": str(tmp_path / "a.wacz"),
        "zip": str(tmp_path / "a.zip"),
        "tar": str(tmp_path / "a.tar.gz"),
        "parquet": str(making.parquet(pages, tmp_path / "a.parquet")),
    }
    for name, make in (("warc", making.warc), ("wacz", making.wacz), ("zip", making.zipped), ("tar", making.tarred)):
        Path(names[name]).write_bytes(make(pages))
    first: list[Any] | None = None
    for name in names.values():
        for workers in (0, 2):
            found = [
                (done.outcome, [{**json.loads(line), "source": ""} for line in done.lines.splitlines()])
                for done in local.results(plan([name]), workers=workers)
            ]
            first = first or found
            assert found == first, name


def test_workers_start_by_themselves_where_there_is_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "cores", lambda: 3)
    made: list[int] = []

    def noted(job: Any, workers: int) -> Any:
        made.append(workers)
        return real(job, workers)

    monkeypatch.setattr(local, "Pool", noted)
    cases = [(1, 9_000_000, []), (2, 900_000, []), (2, 1_500_000, [3]), (2, 9_000_000, [3]), (64, 0, [3]), (63, 0, [])]
    for count, size, expected in cases:
        made.clear()
        units = [Unit("note", (f"{i}",), size=size, note=Outcome("skipped", "made up")) for i in range(count)]
        found = list(local.events(iter(units), workers=None))
        assert made == expected, (count, size)
        assert [event for event in found if isinstance(event, Unit)] == units
    monkeypatch.setattr(local, "cores", lambda: 1)
    assert len(list(local.events([Unit("note", ("x",), size=10**9, note=Outcome("empty", ""))] * 2, workers=None))) == 4
    assert made == []


real = local.Pool
