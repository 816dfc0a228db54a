"""WARC out: checked by warcio where it is installed, and by reading the bytes."""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scraper.errors import OutputError
from scraper.store.captures import Stored
from scraper.store.warc import write_warc


def stored(number: int, raw: bytes = b"", *, coding: str = "", url: str | None = None, headers: tuple[tuple[str, str], ...] = ()) -> Stored:
    body = raw or f"<html>page {number}".encode() * 50
    return Stored(
        id=number,
        row=number,
        url=url or f"http://bbs.example/t/{number}?a=b",
        fetched_at="2026-11-24T06:00:00Z",
        status=200,
        reason="OK",
        request=(("Host", "bbs.example"), ("User-Agent", "forum-scraper")),
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), *headers),
        address="192.0.2.1",
        coding=coding,
        raw=gzip.compress(body, mtime=0) if coding else body,
    )


CAPTURES = [
    stored(1),
    stored(2, coding="gzip", headers=(("Content-Encoding", "gzip"),)),
    stored(3, b"same" * 100),
    stored(4, b"same" * 100),
    stored(5, headers=(("X-Odd", "a\r\nWARC-Type: forged"), ("X-Umlaut", "ü"))),
]


def blocks(path: Path) -> list[bytes]:
    """The records, each from a gzip member of its own."""
    return gzip.decompress(path.read_bytes()).split(b"WARC/1.1\r\n")[1:]


def kinds(path: Path) -> list[str]:
    return [block.split(b"\r\n")[0].split(b": ")[1].decode() for block in blocks(path)]


def check(paths: Sequence[Path]) -> int:
    checker = pytest.importorskip("warcio.checker")
    return int(checker.Checker(type("Options", (), {"inputs": [str(p) for p in paths], "verbose": False})()).process_all())


def test_every_capture_gives_an_answer_a_request_and_a_note(tmp_path: Path) -> None:
    (path,) = write_warc(CAPTURES, tmp_path / "forum.warc.gz")
    three = ["response", "request", "metadata"]
    assert kinds(path) == ["warcinfo", *three, *three, *three, "revisit", *three[1:], *three]
    assert check([path]) == 0


def test_a_repeated_body_points_to_the_first(tmp_path: Path) -> None:
    (path,) = write_warc(CAPTURES, tmp_path / "forum.warc.gz")
    (revisit,) = [b for b in blocks(path) if b.startswith(b"WARC-Type: revisit")]
    assert b"WARC-Refers-To-Target-URI: http://bbs.example/t/3?a=b\r\n" in revisit
    assert b"same" not in revisit


def test_a_header_cannot_forge_a_record(tmp_path: Path) -> None:
    (path,) = write_warc(CAPTURES, tmp_path / "forum.warc.gz")
    assert b"\r\nWARC-Type: forged" not in gzip.decompress(path.read_bytes())


def test_a_transfer_coding_that_was_undone_is_not_claimed(tmp_path: Path) -> None:
    (path,) = write_warc([stored(1)], tmp_path / "forum.warc.gz")
    answer = blocks(path)[1].partition(b"\r\n\r\n")[2]
    assert b"Transfer-Encoding" not in answer
    assert b"Content-Length: 600\r\n" in answer


def test_files_are_split_by_size(tmp_path: Path) -> None:
    paths = write_warc([stored(n) for n in range(9)], tmp_path / "forum.warc.gz", split=1500)
    assert [p.name for p in paths[:2]] == ["forum.warc.gz", "forum-00001.warc.gz"]
    assert sum(kinds(p).count("response") for p in paths) == 9
    assert check(paths) == 0


def test_the_same_captures_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_warc(CAPTURES, tmp_path / name / "forum.warc.gz")
    assert (tmp_path / "a" / "forum.warc.gz").read_bytes() == (tmp_path / "b" / "forum.warc.gz").read_bytes()


def test_nothing_to_write_is_a_valid_file(tmp_path: Path) -> None:
    (path,) = write_warc([], tmp_path / "forum.warc.gz")
    assert kinds(path) == ["warcinfo"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "forum.warc.gz"
    write_warc(CAPTURES, target)
    before = target.read_bytes()

    def failing() -> Iterator[Stored]:
        yield from CAPTURES
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_warc(failing(), target)
    assert target.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["forum.warc.gz"]


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_warc(CAPTURES, tmp_path / "nowhere" / "forum.warc.gz")
