"""The job file: the queue as a model checks it, every write failed once, locks, versions, what is not a job."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from scraper.errors import InputError, OutputError, ScraperError
from scraper.store import schema
from scraper.store.captures import Stored
from scraper.store.job import Job
from scraper.store.lock import Lock, holder
from scraper.store.queue import Counts, Item, Row, Waits


def item(number: int, host: str = "bbs.example", **more: Any) -> Item:
    return Item(url=f"http://{host}/t/{number}", host=host, kind="page", **more)


def stored(row: Row, raw: bytes = b"<html>" * 100, **more: Any) -> Stored:
    return Stored(row=row.id, url=row.url, fetched_at="2026-11-24T06:00:00Z", status=200, raw=raw, **more)


class QueueMachine(RuleBasedStateMachine):
    """
    Random lives of a queue, with crashes: the file is closed without a commit and opened again.

    Invariant: every URL that was added stands exactly once, as waiting, done, failed or skipped, as the model says.
    """

    urls = Bundle("urls")
    folders: Callable[[], Path]

    @initialize()
    def start(self) -> None:
        self.path = self.folders() / "job"
        self.job = Job(self.path)
        self.model: dict[str, str] = {}
        self.open: dict[int, Row] = {}
        self.due: dict[str, float] = {}
        self.now = 1000.0

    @rule(target=urls, number=st.integers(0, 30), host=st.sampled_from("abc"), rank=st.integers(0, 3))
    def add(self, number: int, host: str, rank: int) -> str:
        new = item(number, f"{host}.example", rank=rank)
        with self.job.transaction():
            added = self.job.queue.add([new, new])
        assert added == (new.url not in self.model)
        self.model.setdefault(new.url, "waiting")
        return new.url

    @rule(number=st.integers(0, 30))
    def add_and_fail_before_the_commit(self, number: int) -> None:
        with pytest.raises(ZeroDivisionError), self.job.transaction():
            self.job.queue.add([item(number, "lost.example")])
            raise ZeroDivisionError

    @rule()
    def lease(self) -> None:
        row = self.job.queue.lease(self.now, {r.host for r in self.open.values()})
        ready = [u for u, s in self.model.items() if s == "waiting" and self.due.get(u, 0) <= self.now]
        busy = {r.host_name for r in self.open.values()}
        free = [u for u in ready if u.split("/")[2] not in busy]
        if row is None:
            assert not free, f"{free} wait and are not leased"
            return
        assert row.url in ready
        assert row.host_name not in busy, "one request in flight per host"
        self.open[row.id] = row

    @precondition(lambda self: self.open)
    @rule(how=st.sampled_from(["done", "failed", "skipped"]), at=st.integers(0, 99))
    def end(self, how: str, at: int) -> None:
        row = self.open.pop(sorted(self.open)[at % len(self.open)])
        with self.job.transaction():
            self.job.captures.keep(stored(row))
            if how == "done":
                self.job.queue.finish(row, "thread")
            elif how == "failed":
                self.job.queue.fail(row, "broken", "why")
            else:
                self.job.queue.skip(row, "why")
        self.model[row.url] = how

    @precondition(lambda self: self.open)
    @rule(wait=st.floats(0.5, 100), at=st.integers(0, 99))
    def retry(self, wait: float, at: int) -> None:
        row = self.open.pop(sorted(self.open)[at % len(self.open)])
        with self.job.transaction():
            self.job.queue.retry(row, self.now + wait, "busy")
        self.due[row.url] = self.now + wait

    @precondition(lambda self: self.open)
    @rule(at=st.integers(0, 99))
    def redirect_at_home(self, at: int) -> None:
        row = self.open.pop(sorted(self.open)[at % len(self.open)])
        with self.job.transaction():
            self.job.queue.redirect(row, row.url + "/there", row.host_name)
        self.due.pop(row.url, None)

    @rule(seconds=st.floats(0, 60))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def crash(self) -> None:
        """What was open simply waits again."""
        self.job._base.execute("BEGIN IMMEDIATE")
        self.job._base.execute("DELETE FROM queue")
        self.job.close()
        self.job = Job(self.path)
        self.open.clear()

    @invariant()
    def nothing_is_lost_and_nothing_doubled(self) -> None:
        if not hasattr(self, "job"):
            return
        states = list(self.model.values())
        assert self.job.queue.counts() == Counts(*(states.count(s) for s in ("waiting", "done", "failed", "skipped")))

    @invariant()
    def the_next_wake_is_that_of_a_row_that_waits(self) -> None:
        if not hasattr(self, "job"):
            return
        found = self.job.queue.next_wake()
        waiting = [self.due.get(u, 0.0) for u, s in self.model.items() if s == "waiting"]
        assert (found is None) == (not waiting)
        if found and min(waiting) > 0:
            assert found[0] == min(waiting)

    def teardown(self) -> None:
        if hasattr(self, "job"):
            self.job.close()


def test_a_queue_keeps_its_promises_through_crashes(tmp_path_factory: pytest.TempPathFactory) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    QueueMachine.folders = staticmethod(lambda: tmp_path_factory.mktemp("queue"))
    run_state_machine_as_test(QueueMachine, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))


class Failing(sqlite3.Connection):
    """A database whose n-th write fails, as a full disk makes it."""

    left: float = float("inf")

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if sql.split()[0] in ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN", "CREATE"):
            Failing.left -= 1
            if Failing.left < 0:
                raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *rest)


def failing(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, factory=Failing)


def work(job: Job) -> None:
    with job.transaction():
        job.queue.add([item(n) for n in range(3)])
    while row := job.queue.lease(1e9):
        with job.transaction():
            thread = job.threads.find("key")
            number = thread.id if thread else job.threads.add("key", row.id, 1, "{}")
            capture = job.captures.keep(stored(row))
            job.threads.add_posts(number, [(row.url, row.id)], capture, 1)
            job.queue.finish(row, "thread", thread=number)
            job.queue.owe(row.host, Waits(5.0))


def test_every_write_may_fail_once_and_nothing_is_lost(tmp_path: Path) -> None:
    """Fail the n-th write for each n: a clear error, and the job goes on whole."""
    for n in range(200):
        path = tmp_path / f"job-{n}"
        Failing.left = n
        try:
            with Job(path, connect=failing) as job:
                work(job)
        except OutputError as error:
            assert "disk is full" in str(error)
            assert str(path) in str(error)
        else:
            break
        finally:
            Failing.left = float("inf")
        with Job(path) as job:
            done = job.queue.counts().done
            assert done == job.captures.count()[0] == job.threads.count(), "a page and what follows from it stand or fall together"
            work(job)
            assert job.queue.counts() == Counts(0, 3, 0, 0)
            assert job.threads.count() == job.captures.count()[0] == 3
    else:
        pytest.fail("the work never came to its end")
    assert n > 20


def test_a_second_holder_is_refused_by_name_and_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    first = Job(tmp_path / "job")
    with pytest.raises(InputError, match=r"process \d+ is working on it"):
        Job(tmp_path / "job")
    with Job(tmp_path / "job", read_only=True) as looking:
        assert looking.holder() is not None
    first.close()
    Job(tmp_path / "job").close()
    assert holder(tmp_path / "job") is None
    assert not (tmp_path / "job.lock").exists()


def test_a_lock_file_that_a_killed_process_left_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "job.lock").write_text("process 1\n")
    Job(tmp_path / "job").close()


def test_a_lock_in_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        Lock(tmp_path / "nowhere" / "job")


@pytest.mark.parametrize("content", [b"this is text, not a job", b"SQLite format 3\0" + b"\xff" * 200, b"\x89PNG\r\n\x1a\n" * 40])
def test_what_is_no_job_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "job").write_bytes(content)
    with pytest.raises(InputError, match="job"):
        Job(tmp_path / "job")
    assert not (tmp_path / "job.lock").exists()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "other")
    base.execute("CREATE TABLE queue (id)")
    base.commit()
    base.close()
    with pytest.raises(InputError, match="no job of this program"):
        Job(tmp_path / "other")


def test_a_job_of_a_later_version_is_refused(tmp_path: Path) -> None:
    Job(tmp_path / "job").close()
    base = sqlite3.connect(tmp_path / "job")
    base.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    base.close()
    for read_only in (False, True):
        with pytest.raises(InputError, match=r"/job: .*later version"):
            Job(tmp_path / "job", read_only=read_only)


@pytest.mark.parametrize("fault", [InputError("no job of this program"), sqlite3.OperationalError("locked"), KeyboardInterrupt()])
def test_a_job_that_cannot_be_opened_is_closed_again(tmp_path: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []

    def noted(path: str) -> sqlite3.Connection:
        opened.append(sqlite3.connect(path))
        return opened[0]

    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr("scraper.store.job.prepare", fails)
    with pytest.raises((InputError, OutputError, KeyboardInterrupt)):
        Job(tmp_path / "job", connect=noted)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
    assert not (tmp_path / "job.lock").exists()


def test_a_job_to_look_at_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such job"):
        Job(tmp_path / "nowhere", read_only=True)


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_capture_comes_back_as_it_was(coding: str) -> None:
    with Job() as job:
        with job.transaction():
            job.queue.add([item(1)])
            row = job.queue.row(item(1).url)
            assert row is not None
            kept = stored(row, b"\x1f\x8b" + b"page" * 99, coding=coding, headers=(("X-A", "1"), ("X-A", "2")), reason="Fine")
            number = job.captures.keep(kept)
        found = job.captures.get(number)
        assert found is not None
        assert (found.raw, found.headers, found.coding, found.reason) == (kept.raw, kept.headers, coding, "Fine")
        assert [c.id for c in job.captures.all()] == [number]


def test_posts_come_by_floor_where_each_has_its_own() -> None:
    with Job() as job, job.transaction():
        thread = job.threads.add("key", 1, 1, "{}")
        job.threads.add_posts(thread, [("b", 2), ("a", 1)], 1, 1)
        assert [p.key for p in job.threads.in_order(thread)] == ["a", "b"]
        job.threads.add_posts(thread, [("c", None)], 1, 1)
        assert [p.key for p in job.threads.in_order(thread)] == ["b", "a", "c"]


def test_a_stored_wait_is_capped_when_a_new_run_begins(tmp_path: Path) -> None:
    with Job(tmp_path / "job") as job:
        with job.transaction():
            job.queue.add([item(1), item(2)])
            row = job.queue.row(item(1).url)
            assert row is not None
            job.queue.owe(row.host, Waits(9e9, failures=7, rests=1))
            job.queue.settle_clock(now=1000.0, longest=60.0)
        assert job.queue.waits(row.host) == Waits(1060.0)
        wake = job.queue.next_wake()
        assert wake is not None
        assert wake[0] == 1060.0


def test_one_commit_a_second_waits_for_the_disk(tmp_path: Path) -> None:
    now = 0.0
    said: list[str] = []
    with Job(tmp_path / "job", steady=lambda: now) as job:
        job._base.set_trace_callback(said.append)
        for now in (0.0, 0.2, 0.9, 1.1):
            with job.transaction():
                job.put("key", str(now))
        job._base.set_trace_callback(None)
    assert [s.rpartition(" ")[2] for s in said if "synchronous" in s] == ["FULL", "NORMAL", "FULL", "NORMAL"]


def settings_of(job: Job) -> list[object]:
    names = ("journal_mode", "synchronous", "cache_size", "temp_store")
    return [job._base.execute(f"PRAGMA {name}").fetchone()[0] for name in names]


def test_a_job_with_a_file_outlives_power_and_one_without_is_quick(tmp_path: Path) -> None:
    with Job(tmp_path / "job") as job, Job() as passing:
        assert settings_of(job) == ["wal", 2, -32_000, 1]
        assert job._base.isolation_level is None, "transactions begin where we say"
        assert settings_of(passing) == ["memory", 0, -32_000, 1]
        assert (job.name, passing.name) == (str(tmp_path / "job"), "a job without a file")
        assert passing.holder() is None and job.holder() is None, "its own lock is no other's"


def test_a_job_without_a_file_never_waits_for_the_disk() -> None:
    said: list[str] = []
    with Job() as job:
        job._base.set_trace_callback(said.append)
        with job.transaction():
            job.put("key", "1")
        job._base.set_trace_callback(None)
    assert not [s for s in said if "synchronous" in s]


def test_a_second_exactly_is_long_enough(tmp_path: Path) -> None:
    times = iter((5.0, 5.0, 5.999, 6.0, 6.0, 6.5))
    with Job(tmp_path / "job", steady=lambda: next(times)) as job:
        assert [job._sync() for _ in range(4)] == [True, False, True, False]


def test_a_value_is_remembered_and_replaced(tmp_path: Path) -> None:
    with Job(tmp_path / "job") as job:
        assert (job.get("key"), job.round) == (None, 1)
        with job.transaction():
            job.put("key", "1")
            job.put("key", "2")
            job.put("round", "3")
        assert (job.get("key"), job.round) == ("2", 3)
    with Job(tmp_path / "job", read_only=True) as looking:
        assert (looking.get("key"), looking.round) == ("2", 3)
        with pytest.raises(OutputError, match=r"job: cannot be written .*readonly"), looking.transaction():
            looking.put("key", "3")


def test_a_broken_job_is_named_when_it_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "job").write_bytes(b"this is text, not a job")
    with pytest.raises(InputError, match=r"job: is no job, or a broken one \(file is not a database\)"):
        Job(tmp_path / "job", read_only=True)
    base = sqlite3.connect(tmp_path / "other")
    base.execute("CREATE TABLE queue (id)")
    base.close()
    with pytest.raises(InputError, match=r"other: .*no job of this program"):
        Job(tmp_path / "other", read_only=True)


def test_a_job_that_is_malformed_later_is_a_broken_input(tmp_path: Path) -> None:
    with Job(tmp_path / "job") as job, pytest.raises(InputError, match="malformed"), job.transaction():
        raise sqlite3.DatabaseError("database disk image is malformed")


def test_an_error_of_the_caller_is_passed_on_and_nothing_is_written() -> None:
    class Ours(ScraperError):
        pass

    with Job() as job:
        with pytest.raises(Ours), job.transaction():
            job.queue.add([item(1)])
            raise Ours
        assert job.queue.counts() == Counts(0, 0, 0, 0)
