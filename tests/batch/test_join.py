"""Threads from pages in any order: each post once, the newest, in order, with what is missing."""

import json
import random
import resource
from pathlib import Path
from typing import Any

import pytest

from scraper.batch import local
from scraper.batch.join import JoinedThread, join
from scraper.batch.work import Done
from scraper.errors import OutputError
from scraper.model import Outcome
from scraper.store.inputs import plan

MISSING: dict[str, Any] = {"id": None, "floor": None, "posted_at": None, "posted_raw": None, "edited_at": None, "url": None}


def page(
    thread: int,
    number: int,
    floors: range,
    *,
    taken: str = "2024-01-01T00:00:00Z",
    pages: int = 3,
    replies: int | None = 8,
    said: str = "",
    **more: Any,
) -> Done:
    """A page of a made thread with three posts."""
    about = {
        "id": str(thread),
        "url": f"http://bbs.example/t{thread}",
        "title": "t",
        "site": "s",
        "engine": "discuz",
        "page": number,
        "pages": pages,
        "replies": replies,
    }
    lines = [
        {**MISSING, "fetched_at": taken, "thread": about, "author": {"name": "n"}, "id": f"{thread}-{floor}", "floor": floor,
         "text": f"{thread}-{floor}{said}", **more}
        for floor in floors
    ]  # fmt: skip
    return Done(f"{thread}-{number}", Outcome("thread"), b"".join(json.dumps(line).encode() + b"\n" for line in lines), len(lines))


def joined(pages: list[Done]) -> list[tuple[list[dict[str, Any]], JoinedThread]]:
    with join(pages) as threads:
        return [([json.loads(line) for line in thread.lines], thread.account.settle()) for thread in threads]


WHOLE = [page(t, p, range(p * 3 - 2, p * 3 + 1)) for t in (1, 2) for p in (1, 2, 3)]


@pytest.mark.parametrize("seed", range(5))
def test_pages_in_any_order_make_whole_threads(seed: int) -> None:
    pages = WHOLE * 2
    random.Random(seed).shuffle(pages)
    found = joined(pages)
    first = pages[0].source[0]
    assert [posts[0]["thread"]["id"] for posts, _ in found] == [first, "2" if first == "1" else "1"]
    for posts, account in found:
        assert [post["floor"] for post in posts] == list(range(1, 10))
        assert (account.announced, account.stored, account.missing, account.missing_pages, account.complete) == (9, 9, (), (), True)
        assert account.versions == ()


def test_the_newest_capture_wins_and_older_ones_are_versions() -> None:
    pages = [
        page(1, 1, range(1, 4), taken="2024-03-01T00:00:00Z", pages=1, replies=2, said=" new"),
        page(1, 1, range(1, 4), taken="2024-01-01T00:00:00Z", pages=1, replies=2),
        page(1, 1, range(1, 3), taken="2024-02-01T00:00:00Z", pages=1, replies=1),
    ]
    ((posts, account),) = joined(pages)
    assert [post["text"] for post in posts] == ["1-1 new", "1-2 new", "1-3 new"]
    assert [json.loads(bytes(version))["text"] for version in account.versions] == ["1-1", "1-2", "1-3"]
    assert (account.announced, account.complete) == (3, True)


def test_what_is_missing_is_said() -> None:
    ((posts, account),) = joined([page(1, 3, range(7, 9)), page(1, 1, range(1, 4))])
    assert [post["floor"] for post in posts] == [1, 2, 3, 7, 8]
    assert (account.stored, account.missing, account.missing_pages, account.complete) == (5, ("4-6", "9"), ("2",), False)


def test_posts_without_numbers_keep_the_order_of_their_pages() -> None:
    pages = [page(1, number, range(3), floor=None, replies=None, posted_raw=f"day {number}") for number in (2, 1)]
    for done in pages:
        assert b'"floor": null' in done.lines
    ((posts, account),) = joined(
        [Done(d.source, d.outcome, d.lines.replace(b'"id": "1-', b'"id": "p%d-' % i), 3) for i, d in enumerate(pages)]
    )
    assert [post["thread"]["page"] for post in posts] == [1, 1, 1, 2, 2, 2]
    assert account.announced is None


def test_no_posts_make_no_threads() -> None:
    assert joined([Done("x", Outcome("board"))]) == []


@pytest.mark.parametrize("size", [4_000, 12_000, 60_000])
def test_a_full_disk_is_an_answer_and_leaves_nothing(size: int, archive: Path, tmp_path: Path) -> None:
    """Wherever it is full: in the posts, in the keys, in the output."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    done = list(local.results(plan([str(archive)])))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(OutputError, match="the work of --threads"), join(done, folder=str(tmp_path)) as threads:
            assert list(threads) == []
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
