"""Cut, flipped and hostile archives: what is spoiled is named, everything else is still there."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.model import Capture
from scraper.store.inputs import InputOptions, Item, Problem, captures
from tests.store import making
from tests.store.making import Saved, http, record


def small(count: int = 6) -> list[Saved]:
    noise = random.Random(1)
    return [
        Saved(f"{i}.html", f"<html>page {i} {[noise.random() for _ in range(20)]}</html>".encode(), f"http://bbs.example/{i}")
        for i in range(count)
    ]


PAGES = small()
EVERYTHING = InputOptions()


def run(place: Path, body: bytes, options: InputOptions = EVERYTHING) -> tuple[list[bytes], list[str]]:
    """The bodies that were read, and what was said of the rest."""
    place.write_bytes(body)
    items: list[Item] = list(captures([str(place)], options))
    return [i.body for i in items if isinstance(i, Capture)], [
        f"{i.outcome.kind}: {i.outcome.reason}" for i in items if isinstance(i, Problem)
    ]


def records(pages: list[Saved], squeezed: bool, digest: str | None) -> list[bytes]:
    made = [record(http(page), page.url, digest=digest) for page in pages]
    return [gzip.compress(one, mtime=0) for one in made] if squeezed else made


@pytest.mark.parametrize("digest", ["good", None])
@pytest.mark.parametrize("squeezed", [True, False])
def test_a_flipped_bit_costs_one_record_and_is_named(squeezed: bool, digest: str | None, tmp_path: Path) -> None:
    """Without digest nor checksum a flip inside a text cannot be known; all else must be."""
    made = records(PAGES, squeezed, digest)
    data, starts = b"".join(made), [sum(map(len, made[:i])) for i in range(len(made) + 1)]
    place = tmp_path / ("a.warc.gz" if squeezed else "a.warc")
    flips = random.Random(2)
    for _ in range(150):
        at = flips.randrange(len(data))
        spoiled = bytearray(data)
        spoiled[at] ^= 1 << flips.randrange(8)
        hit = next(i for i in range(len(made)) if starts[i] <= at < starts[i + 1])
        found, said = run(place, bytes(spoiled))
        assert [p.body for i, p in enumerate(PAGES) if i != hit and p.body not in found] == [], at
        if len([body for body in found if body in {p.body for p in PAGES}]) < len(PAGES) and (squeezed or digest):
            assert said, at


@pytest.mark.parametrize("digest", ["good", None])
@pytest.mark.parametrize("squeezed", [True, False])
def test_a_cut_archive_gives_what_was_whole_and_names_the_cut(squeezed: bool, digest: str | None, tmp_path: Path) -> None:
    made = records(PAGES[:3], squeezed, digest)
    whole = len(made[0]) + len(made[1])
    data = b"".join(made)
    for size in range(whole + 1, len(data)):
        found, said = run(tmp_path / ("a.warc.gz" if squeezed else "a.warc"), data[:size])
        assert found[:2] == [PAGES[0].body, PAGES[1].body], size
        assert said or found[2:] == [PAGES[2].body], size


def zeros(size: int) -> bytes:
    return b"<html>" + bytes(size)


WRONG: dict[str, tuple[Callable[[bool], bytes], str]] = {
    "length too long": (lambda gz: record(http(PAGES[1]), digest=None, length=len(http(PAGES[1])) + 50), "broken:"),
    "length too short": (lambda gz: record(http(PAGES[1]), digest=None, length=len(http(PAGES[1])) - 50), "broken:"),
    "length missing": (lambda gz: record(http(PAGES[1])).replace(b"Content-Length", b"Content-Longth"), "broken:"),
    "digest wrong": (lambda gz: record(http(PAGES[1]), digest="sha1:" + "A" * 32), "broken: its digest does not fit its bytes"),
    "payload digest wrong": (
        lambda gz: record(http(PAGES[1]), digest=None, more=["WARC-Payload-Digest: md5:" + "0" * 32]),
        "broken: its digest does not fit its bytes",
    ),
    "type unknown": (lambda gz: record(http(PAGES[1]), kind="responsf"), "broken: a record of unknown type 'responsf'"),
    "empty": (lambda gz: record(b""), "empty: a record without content"),
    "picture": (lambda gz: record(http(PAGES[1]._replace(kind="image/png"))), "skipped: no page but image/png"),
    "redirect": (lambda gz: record(http(PAGES[1], "302 Found", "Location: /login")), "skipped: a redirect (302) to /login"),
    "revisit": (
        lambda gz: record(http(PAGES[1]), kind="revisit", more=["WARC-Refers-To-Target-URI: http://bbs.example/1"]),
        "not-modified: a revisit: the page is that of http://bbs.example/1",
    ),
    "huge": (lambda gz: record(http(Saved("x", zeros(3_000_000), ""))), "too-costly: a record of 3,000,"),
    "garbage": (lambda gz: b"This is no record.\r\n\r\n", "broken: spoiled"),
}


@pytest.mark.parametrize("squeezed", [True, False])
@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_record_is_named_and_its_neighbours_read(case: str, squeezed: bool, tmp_path: Path) -> None:
    make, expected = WRONG[case]
    parts = [record(http(PAGES[0]), digest=None), make(squeezed), record(http(PAGES[2]), digest=None), record(http(PAGES[3]), digest=None)]
    data = b"".join(gzip.compress(part, mtime=0) if squeezed else part for part in parts)
    found, said = run(tmp_path / ("a.warc.gz" if squeezed else "a.warc"), data, InputOptions(max_page=1_000_000))
    assert found == [PAGES[0].body, PAGES[2].body, PAGES[3].body]
    assert len(said) == 1
    assert said[0].startswith(expected)


def test_records_about_others_are_no_inputs(tmp_path: Path) -> None:
    data = b"".join(record(b"x", kind=kind) for kind in ("warcinfo", "request", "metadata")) + record(http(PAGES[0]))
    assert run(tmp_path / "a.warc", data) == ([PAGES[0].body], [])


def test_old_and_text_records_are_read(tmp_path: Path) -> None:
    data = record(http(PAGES[0]), version="WARC/0.18") + record(
        "你好".encode(), kind="conversion", content_type="text/plain", version="WARC/1.1"
    )
    assert run(tmp_path / "a.wet", data) == ([PAGES[0].body, "你好".encode()], [])


CODINGS = (
    (b"Content-Encoding: gzip", gzip.compress, True),
    (b"Content-Encoding: deflate", zlib.compress, True),
    (b"Transfer-Encoding: chunked", lambda b: b"%x\r\n" % len(b) + b + b"\r\n0\r\n\r\n", True),
    (b"Content-Encoding: gzip", lambda b: b, True),  # undone before it was stored, as many archives have it
    (b"Transfer-Encoding: chunked", lambda b: b, True),
    (b"Content-Encoding: gzip", lambda b: gzip.compress(zeros(5_000_000)), False),
)


@pytest.mark.parametrize(("header", "code", "whole"), CODINGS)
def test_codings_are_undone_where_they_are_there(header: bytes, code: Callable[[bytes], bytes], whole: bool, tmp_path: Path) -> None:
    page = PAGES[0]
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n\r\n" + code(page.body)
    found, said = run(tmp_path / "a.warc", record(block), InputOptions(max_page=1_000_000))
    assert (found, said) == (([page.body], []) if whole else ([], ["too-costly: more than 1,000,000 bytes"]))


@pytest.mark.parametrize("squeezed", [True, False])
def test_an_arc_of_which_only_the_head_is_whole_says_so(squeezed: bool, tmp_path: Path) -> None:
    data = making.arc(PAGES[:1], squeezed=squeezed)
    cut = data.index(b"\x1f\x8b", 2) if squeezed else data.index(b"http:", 20)
    for tail in (data[cut + 5 :] if squeezed else b"spoiled " * 9, b"x" * 70_000):
        found, said = run(tmp_path / "a.arc", data[:cut] + tail)
        assert not found
        assert said[0].startswith("broken: spoiled"), said


@pytest.mark.parametrize("squeezed", [True, False])
def test_a_spoiled_arc_names_the_record(squeezed: bool, tmp_path: Path) -> None:
    data = making.arc(PAGES, squeezed=squeezed)
    cut, said = run(tmp_path / ("a.arc.gz" if squeezed else "a.arc"), data[:-20])
    assert cut == [page.body for page in PAGES[:-1]]
    assert [text.split(":")[0] for text in said] == ["broken"]


def test_a_zip_gives_its_members_though_one_is_bad(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../x.html", PAGES[0].body)
        archive.writestr("bomb.html", bytes(20_000_000))
        archive.writestr("spoiled.html", PAGES[1].body)
        archive.writestr("inner.zip", making.zipped(PAGES))
        archive.writestr("pictures/x.png", b"\x89PNG\r\n\x1a\n")
        archive.writestr("last.html", PAGES[2].body)
        at = archive.getinfo("spoiled.html").header_offset + 30 + len("spoiled.html") + 20
    data = bytearray(out.getvalue())
    data[at] ^= 0x55
    found, said = run(tmp_path / "a.zip", bytes(data))
    assert found == [PAGES[0].body, PAGES[2].body]
    assert [text.split(":")[0] for text in said] == ["too-costly", "broken", "skipped", "skipped"]


@pytest.mark.parametrize("names", [(), ("datapackage.json", "pages/pages.jsonl"), ("__MACOSX/x",)])
def test_a_zip_without_pages_says_so(names: tuple[str, ...], tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    assert run(tmp_path / "a.zip", out.getvalue()) == ([], ["empty: no page is in it"])


def test_an_archive_of_nothing_but_its_own_record_says_so(tmp_path: Path) -> None:
    head = (
        b"filedesc://made.arc 0.0.0.0 20240506070809 text/plain 65\n1 0 Made\nURL IP-address Archive-date Content-type Archive-length\n\n"
    )
    assert run(tmp_path / "a.arc.gz", gzip.compress(head)) == ([], ["empty: no page is in it"])


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(making.zipped(PAGES[:1]))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        struct.pack_into("<H", data, at + offset, 1)
    found, said = run(tmp_path / "a.zip", bytes(data))
    assert (found, said) == ([], ["broken: encrypted"])


def test_a_cut_zip_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = making.zipped(PAGES)
    found, said = run(tmp_path / "a.zip", data[: data.rfind(b"PK\x03\x04", 0, data.find(b"PK\x01\x02")) + 50])
    assert found == [page.body for page in PAGES]  # the last header is that of the last page's sidecar
    assert [text.split(":")[0] for text in said] == ["broken"]
    found, said = run(tmp_path / "b.zip", data[: len(data) // 3])
    assert found == [page.body for page in PAGES[: len(found)]]
    assert len(found) >= 1


def test_a_zip_of_many_bombs_is_refused_as_a_whole(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("x.html", PAGES[0].body)
    data = bytearray(out.getvalue())
    for magic, offset in ((b"PK\x01\x02", 24),):
        struct.pack_into("<I", data, data.find(magic) + offset, 4_000_000_000)
    assert run(tmp_path / "a.zip", bytes(data)) == ([], ["too-costly: unpacks to more than 1,000 times its size: a zip bomb"])


@pytest.mark.parametrize("at", [0, 10, 130, 345])
def test_a_tar_is_read_behind_a_spoiled_header(at: int, tmp_path: Path) -> None:
    data = bytearray(making.tarred(PAGES, "w"))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        offset = archive.getmember("saved/2.html").offset
    data[offset + at] ^= 4
    found, said = run(tmp_path / "a.tar", bytes(data))
    assert found == [page.body for i, page in enumerate(PAGES) if i != 2]
    assert said == ["broken: spoiled: a header that is none"]


def test_a_cut_tar_is_named(tmp_path: Path) -> None:
    whole = making.tarred(PAGES, "w")
    for data, name in ((whole[:-11_000], "a.tar"), (making.tarred(PAGES)[:-100], "a.tar.gz")):
        found, said = run(tmp_path / name, data)
        assert found == [page.body for page in PAGES[: len(found)]]
        assert len(said) == 1
        assert said[0].startswith("broken: cut or spoiled behind byte")


def test_mhtml_that_is_none_is_named(tmp_path: Path) -> None:
    page = making.mhtml(PAGES[0])
    assert run(tmp_path / "a.mhtml", page.replace(b'boundary="', b'boundary="no'))[1] == ["broken: MHTML without an HTML part"]
    nested = b"MIME-Version: 1.0\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (i, i) for i in range(1000)
    )
    assert run(tmp_path / "b.mhtml", nested)[1][0].startswith("broken: MHTML")


def test_a_spoiled_parquet_file_is_named(tmp_path: Path) -> None:
    whole = making.parquet(PAGES, tmp_path / "a.parquet").read_bytes()
    assert run(tmp_path / "cut.parquet", whole[:-10])[1][0].startswith("broken: no Parquet that can be read")
    assert run(tmp_path / "cut.parquet", b"PAR1")[1][0].startswith("broken: no Parquet that can be read")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / "a.html").write_bytes(b"<html>")
    monkeypatch.setattr("scraper.store.inputs.reading.open_stream", refused)
    (item,) = captures([str(tmp_path / "a.html")])
    assert isinstance(item, Problem)
    assert item.outcome.reason == "permission denied"
