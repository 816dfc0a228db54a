"""WARC revisits give the page that they point to, wherever it stands among the inputs, or are left out by name."""

import gzip
import lzma
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from scraper.batch import extraction, local
from scraper.batch.work import Job
from scraper.model import Capture
from scraper.store.inputs import InputOptions, Item, Problem, captures, plan
from tests.store.making import TAKEN, Saved, http, pages, record

PAGE, OTHER = (Saved(page.name, page.body, f"http://bbs.example/{i}") for i, page in enumerate(pages()[:2]))
LATER = "2024-06-07T00:00:00Z"
DIGEST = "sha1:" + "A" * 32


def original(name: str, page: Saved = PAGE, *, digest: str | None = None) -> bytes:
    more = [f"WARC-Payload-Digest: {digest}"] if digest else []
    return record(http(page), page.url, more=more).replace(b"<urn:uuid:0>", f"<urn:uuid:{name}>".encode())


def revisit(*more: str, url: str = "http://bbs.example/again", head: bytes = b"HTTP/1.1 304 Not Modified\r\n\r\n") -> bytes:
    made = record(head, url, kind="revisit", more=more).replace(TAKEN.encode(), LATER.encode(), 1)
    return made.replace(b"<urn:uuid:0>", b"<urn:uuid:revisit>")


def zipped(parts: Iterable[bytes]) -> bytes:
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


def seen(items: Iterable[Item]) -> list[tuple[str | None, str | None, int | None, bytes]]:
    return [(c.url, c.fetched_at, c.status, c.body) for c in items if isinstance(c, Capture)]


NAMED = {
    "by id": (original("one"), ["WARC-Refers-To: <urn:uuid:one>"]),
    "by address and time": (original("one"), [f"WARC-Refers-To-Target-URI: {PAGE.url}", f"WARC-Refers-To-Date: {TAKEN}"]),
    "by digest": (original("one", digest=DIGEST), [f"WARC-Payload-Digest: {DIGEST}"]),
    "by digest though the id is lost": (
        original("one", digest=DIGEST), [f"WARC-Payload-Digest: {DIGEST}", "WARC-Refers-To: <urn:uuid:gone>"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("squeezed", [True, False])
@pytest.mark.parametrize("case", NAMED)
def test_a_revisit_gives_the_page_of_its_archive(case: str, squeezed: bool, before: bool, tmp_path: Path) -> None:
    first, more = NAMED[case]
    parts = [first, original("two", OTHER), revisit(*more)] if before else [revisit(*more), original("two", OTHER), first]
    path = tmp_path / "a.warc"
    path.write_bytes(zipped(parts) if squeezed else b"".join(parts))
    found = seen(captures([str(path)]))
    assert len(found) == 3
    assert ("http://bbs.example/again", LATER, 200, PAGE.body) in found
    assert {body for *_, body in found} == {PAGE.body, OTHER.body}


UNKNOWN = {
    "nowhere": (original("one"), ["WARC-Refers-To: <urn:uuid:gone>"]),
    "at another time": (original("one"), [f"WARC-Refers-To-Target-URI: {PAGE.url}", f"WARC-Refers-To-Date: {LATER}"]),
    "another payload": (
        original("one", digest=DIGEST), ["WARC-Refers-To: <urn:uuid:one>", f"WARC-Payload-Digest: {DIGEST.replace('A', 'B')}"]
    ),
    "a spoiled page": (original("one").replace(b"<", b"[", 1000), ["WARC-Refers-To: [urn:uuid:one>"]),
}  # fmt: skip


@pytest.mark.parametrize("case", UNKNOWN)
def test_a_revisit_of_a_page_that_is_not_there_is_left_out_by_name(case: str, tmp_path: Path) -> None:
    first, more = UNKNOWN[case]
    (tmp_path / "a.warc").write_bytes(first + revisit(*more) + original("two", OTHER))
    items = list(captures([str(tmp_path / "a.warc")]))
    assert OTHER.body in {body for *_, body in seen(items)}
    (said,) = [item.outcome for item in items if isinstance(item, Problem) and item.outcome.kind == "not-modified"]
    assert said.reason.startswith("a revisit")
    assert said.advice


def test_revisits_of_pictures_are_no_pages_and_ask_nobody(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(original("one") + revisit("WARC-Refers-To: <urn:uuid:one>", head=head))
    shelf = tmp_path / "shelf"
    items = list(captures([str(tmp_path / "a.warc")], InputOptions(shelf=str(shelf))))
    assert [item.outcome.kind for item in items if isinstance(item, Problem)] == ["skipped"]
    assert not shelf.exists()


def test_the_page_may_stand_in_any_other_archive(tmp_path: Path) -> None:
    (tmp_path / "last.warc.gz").write_bytes(zipped([original("one")]))
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/x.warc.gz", zipped([original("two", OTHER)]))
    (tmp_path / "broken.warc.gz").write_bytes(b"\x1f\x8b\x08 not at all")
    (tmp_path / "a.warc.gz").write_bytes(
        zipped([revisit("WARC-Refers-To: <urn:uuid:one>"), revisit("WARC-Refers-To: <urn:uuid:two>", url="http://bbs.example/too")])
    )
    inputs = [str(tmp_path)]
    alone = list(captures(inputs))
    assert len(seen(alone)) == 2
    shelf = tmp_path / ".shelf"
    found = seen(captures(inputs, InputOptions(among=tuple(inputs), shelf=str(shelf))))
    assert ("http://bbs.example/again", LATER, 200, PAGE.body) in found
    assert ("http://bbs.example/too", LATER, 200, OTHER.body) in found
    assert (shelf / "all.sqlite").exists()


def test_an_archive_without_places_to_go_back_to_names_its_revisits(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.xz"
    path.write_bytes(lzma.compress(original("one") + revisit("WARC-Refers-To: <urn:uuid:one>")))
    items = list(captures([str(path)]))
    assert len(seen(items)) == 1
    assert [item.outcome.kind for item in items if isinstance(item, Problem)] == ["not-modified"]


def test_any_number_of_workers_resolves_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.store.inputs.cutting.LEAST", 1)
    monkeypatch.setattr("scraper.store.inputs.cutting.PIECE", 3_000)
    parts = [original("one"), *(revisit("WARC-Refers-To: <urn:uuid:one>", url=f"http://bbs.example/r{i}") for i in range(40))]
    (tmp_path / "a.warc.gz").write_bytes(zipped(parts))
    inputs = [str(tmp_path / "a.warc.gz")]
    assert len(list(plan(inputs))) > 3
    outputs = []
    for workers in (0, 2):
        target = tmp_path / f"{workers}.jsonl"
        extraction.extract(inputs, str(target), workers=workers)
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == 41 * len(next(local.run(inputs)).posts)
    assert not list(tmp_path.glob("scraper-*"))


def test_a_shelf_that_cannot_be_written_leaves_revisits_unresolved(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_text("a file, not a folder")
    (tmp_path / "a.warc").write_bytes(original("one") + revisit("WARC-Refers-To: <urn:uuid:one>") + original("two", OTHER))
    job = Job(inputs=InputOptions(shelf=str(tmp_path / "shelf")))
    assert [done.outcome.kind for done in local.results(plan([str(tmp_path / "a.warc")]), job)] == ["thread", "not-modified", "thread"]
