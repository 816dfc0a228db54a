"""Inputs of every kind become the same captures; what cannot be read is named, and the rest is there."""

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from scraper.errors import InputError
from scraper.model import Capture
from scraper.store.inputs import InputOptions, Item, Problem, captures, inflating, opening, plan, read
from tests.store import making

PAGES = making.pages()[:6]
PAGE = b"<html><body><p>Hello</p></body></html>"


def good(items: Iterable[Item]) -> list[Capture]:
    return [item for item in items if isinstance(item, Capture)]


def bad(items: Iterable[Item]) -> list[tuple[str, str]]:
    return [(item.source.rpartition("/")[2], f"{item.outcome.kind}: {item.outcome.reason}") for item in items if isinstance(item, Problem)]


def write(place: Path, body: bytes) -> str:
    place.write_bytes(body)
    return str(place)


MAKERS: dict[str, Callable[[Path], str]] = {
    "folder": lambda here: str(making.folder(PAGES, here / "pages")),
    "warc.gz": lambda here: write(here / "a.warc.gz", making.warc(PAGES)),
    "warc": lambda here: write(here / "a.warc", making.warc(PAGES, squeezed=False)),
    "warc as one member": lambda here: write(here / "b.warc.gz", gzip.compress(making.warc(PAGES, squeezed=False))),
    "warc.xz": lambda here: write(here / "a.warc.xz", lzma.compress(making.warc(PAGES, squeezed=False))),
    "warc without a name": lambda here: write(here / "data", making.warc(PAGES)),
    "arc.gz": lambda here: write(here / "a.arc.gz", making.arc(PAGES)),
    "arc": lambda here: write(here / "a.arc", making.arc(PAGES, squeezed=False)),
    "arc as one member": lambda here: write(here / "b.arc.gz", gzip.compress(making.arc(PAGES, squeezed=False))),
    "wacz": lambda here: write(here / "a.wacz", making.wacz(PAGES)),
    "zip": lambda here: write(here / "a.zip", making.zipped(PAGES)),
    "tar": lambda here: write(here / "a.tar", making.tarred(PAGES, "w")),
    "tar.gz": lambda here: write(here / "a.tar.gz", making.tarred(PAGES)),
    "parquet": lambda here: str(making.parquet(PAGES, here / "a.parquet")),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_container_gives_the_same_captures(kind: str, tmp_path: Path) -> None:
    found = list(captures([MAKERS[kind](tmp_path)]))
    assert bad(found) == []
    assert [(c.body, c.url, c.fetched_at, c.headers) for c in good(found)] == [
        (page.body, page.url, making.TAKEN, {"content-type": page.kind}) for page in PAGES
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_source_names_its_place(kind: str, tmp_path: Path) -> None:
    name = MAKERS[kind](tmp_path)
    sources = [item.source for item in captures([name])]
    assert all(source.startswith(name) for source in sources)
    assert len(set(sources)) == len(PAGES)


def test_mhtml_gives_its_page(tmp_path: Path) -> None:
    for i, page in enumerate(PAGES):
        (tmp_path / f"{i}.mhtml").write_bytes(making.mhtml(page))
    found = good(captures([str(tmp_path)]))
    assert [(c.body, c.url, c.fetched_at) for c in found] == [(page.body, page.url, making.TAKEN) for page in PAGES]


def test_rows_of_json_give_their_pages(tmp_path: Path) -> None:
    utf8 = [page for page in PAGES if "gbk" not in page.name]
    for name, squeeze in (("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.bz2", bz2.compress)):
        found = good(captures([write(tmp_path / name, squeeze(making.rows(utf8)))]))
        assert [(c.body, c.url, c.fetched_at, c.encoding) for c in found] == [(p.body, p.url, making.TAKEN, "utf-8") for p in utf8]


ZSTD = b"(\xb5/\xfd"


def squeezers() -> dict[str, Callable[[bytes], bytes]]:
    import brotli

    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress, "zst": zstd.compress, "br": brotli.compress}


@pytest.mark.parametrize("end", ["gz", "xz", "bz2", "zst", "br"])
def test_compressed_pages_are_read_and_cut_ones_named(end: str, tmp_path: Path) -> None:
    whole = squeezers()[end](PAGE * 200)
    (tmp_path / "page.capture.json").write_text('{"url": "http://bbs.example/t"}')
    found = good(captures([write(tmp_path / f"page.html.{end}", whole)]))
    assert [(c.body, c.url) for c in found] == [(PAGE * 200, "http://bbs.example/t")]
    for size in (len(whole) - 1, len(whole) // 2, 8):
        items = list(captures([write(tmp_path / f"cut.html.{end}", whole[:size])]))
        assert [problem.split(":")[0] for _, problem in bad(items)] == ["broken"]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("trained", [20_000, 0, 200_000])
def test_a_warc_whose_frames_need_a_dictionary_is_read(trained: int, packed: bool, tmp_path: Path) -> None:
    """Also one that is longer than what is looked at to know what a file is."""
    zstd = inflating.zstd()
    records = [making.record(making.http(page), page.url) for page in making.pages()]
    known = zstd.train_dict(records * 10, trained) if trained else zstd.ZstdDict(records[0], is_raw=True)
    known = zstd.ZstdDict(known.dict_content + random.Random(1).randbytes(100_000), is_raw=True) if trained > 100_000 else known
    content = zstd.compress(known.dict_content) if packed else known.dict_content
    data = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(content)) + content
    data += b"".join(zstd.compress(one, zstd_dict=known) for one in records)
    found = list(captures([write(tmp_path / "a.warc.zst", data)]))
    assert bad(found) == []
    assert [c.body for c in good(found)] == [page.body for page in making.pages()]
    for cut in (6, 8 + len(content) // 2, 8 + len(content) + 20):
        assert [text.split(":")[0] for _, text in bad(captures([write(tmp_path / "cut.warc.zst", data[:cut])]))] == ["broken"]
    data = b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + data[8:]
    assert [text.split(":")[0] for _, text in bad(captures([write(tmp_path / "long.warc.zst", data)]))] == ["broken"]


@pytest.mark.parametrize("end", ["gz", "xz", "zst", "br"])
def test_a_bomb_is_stopped_at_the_limit(end: str, tmp_path: Path) -> None:
    name = write(tmp_path / f"bomb.html.{end}", squeezers()[end](b"<p>" + b"a" * 3_000_000))
    assert bad(captures([name], InputOptions(max_page=1_000_000))) == [(f"bomb.html.{end}", "too-costly: more than 1,000,000 bytes")]


SAVED = (
    ("SingleFile", b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: http://bbs.example/t?a=1&amp;b=2 \n"
     b" saved date: Mon May 06 2024 09:08:09 GMT+0200 (CEST)\n--><head>", "http://bbs.example/t?a=1&b=2", making.TAKEN),
    ("SingleFile on no day", b"<html><!--\n Page saved with SingleFile \n url: http://bbs.example/t \n"
     b" saved date: Mon Feb 31 2024 25:08:09 GMT+0200 (CEST)\n--><head>", "http://bbs.example/t", None),
    ("browser", b"<!-- saved from url=(0020)http://bbs.example/t -->\n<html>", "http://bbs.example/t", None),
    ("HTTrack", b"<html><!-- Mirrored from bbs.example/t.html by HTTrack Website Copier/3.x [XR], Mon, 06 May 2024 07:08:09 GMT -->",
     "http://bbs.example/t.html", making.TAKEN),
    ("the Wayback Machine", b'<html><head><script>__wm.init("https://web.archive.org/web");\n__wm.wombat("http://bbs.example/t?a=1&b=2",'
     b'"20240506070809","https://web.archive.org/","web","/_static/",\n"1714979289");</script>', "http://bbs.example/t?a=1&b=2", making.TAKEN),
    ("canonical", b"<html><head><link href='http://bbs.example/t' rel=canonical>", "http://bbs.example/t", None),
    ("og:url", b'<html><meta property="og:url" content="http://bbs.example/t">', "http://bbs.example/t", None),
    ("a local saver", b"<!-- saved from url=(0014)about:internet -->\n<html>", None, None),
    ("nothing", b"<html>", None, None),
)  # fmt: skip


@pytest.mark.parametrize(("body", "url", "taken"), [case[1:] for case in SAVED], ids=[case[0] for case in SAVED])
def test_savers_say_where_a_page_came_from(body: bytes, url: str | None, taken: str | None, tmp_path: Path) -> None:
    (found,) = good(captures([write(tmp_path / "page.html", body)]))
    assert (found.url, found.fetched_at) == (url, taken)


def test_wget_says_it_in_the_path(tmp_path: Path) -> None:
    place = tmp_path / "mirror" / "bbs.example.org"
    place.mkdir(parents=True)
    (place / "read.php?tid=7&page=2").write_bytes(PAGE)
    assert [c.url for c in good(captures([str(tmp_path / "mirror")]))] == ["http://bbs.example.org/read.php?tid=7&page=2"]


def test_the_users_word_wins(tmp_path: Path) -> None:
    options = InputOptions(url="http://said.example/", fetched_at="2001-01-01T00:00:00Z", encoding="gbk", engine="discuz")
    (found,) = good(captures([str(making.folder(PAGES[:1], tmp_path / "x"))], options))
    assert (found.url, found.fetched_at, found.encoding, found.engine) == (options.url, options.fetched_at, "gbk", "discuz")


def test_a_folder_is_walked_by_name_and_what_is_no_page_is_skipped(tmp_path: Path) -> None:
    for name, body in {
        "b.html": PAGE,
        "a/c.html": PAGE,
        "a/style.css": b"p{}",
        "a/x.png": b"\x89PNG\r\n\x1a\n",
        "a/data.json": b'{\n "a": 1\n}',
        ".hidden/x.html": PAGE,
        "b_files/frame.html": PAGE,
        "hts-cache/new.html": PAGE,
        "dump.txt": "楼主: 你好".encode(),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    items = list(captures([str(tmp_path)]))
    assert [item.source.removeprefix(f"{tmp_path}/") for item in items] == [
        "b.html",
        "dump.txt",
        "a/c.html",
        "a/data.json",
        "a/style.css",
        "a/x.png",
    ]
    assert [text for _, text in bad(items)] == [
        "skipped: no page but a .json file",
        "skipped: no page but a .css file",
        "skipped: no page but PNG image",
    ]


def test_patterns_lists_and_files_are_read_in_the_order_given(tmp_path: Path) -> None:
    for name in ("a1.html", "a2.html", "b.html"):
        (tmp_path / name).write_bytes(PAGE)
    listed = tmp_path / "list.txt"
    listed.write_text(f"# pages\n\n{tmp_path}/b.html\n{tmp_path}/a*.html\n")
    found = [c.source.rpartition("/")[2] for c in good(captures([f"@{listed}", f"{tmp_path}/a2.html"]))]
    assert found == ["b.html", "a1.html", "a2.html", "a2.html"]


@pytest.mark.parametrize("made", ["page", "warc.gz", "zip", "jsonl"])
def test_standard_input_is_recognised_too(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGES[0]
    body = {"page": page.body, "warc.gz": making.warc([page]), "zip": making.zipped([page]), "jsonl": making.rows([page])}[made]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(body))))
    (found,) = good(captures(["-"]))
    assert found.body == page.body
    assert found.source.startswith("-")


NOWHERE = (
    ("nix.html", "broken: no such file or folder"),
    ("nix*.html", "broken: no file fits this pattern"),
    ("@nix.txt", "broken: no such file or directory"),
    ("a\0b", "broken: no such file or folder"),
    ("x" * 5000, "broken: no such file or folder"),
)


@pytest.mark.parametrize(("name", "said"), NOWHERE, ids=lambda v: v[:12])
def test_what_is_not_there_is_named(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    items = list(captures([name, str(tmp_path / "page.html")]))
    assert [text for _, text in bad(items)] == [said]
    assert len(good(items)) == 1


def test_a_folder_without_pages_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [text.split(":")[0] for _, text in bad(captures([str(tmp_path)]))] == ["skipped", "empty"]


COLUMNS: tuple[tuple[dict[str, object], dict[str, str], str], ...] = (
    ({"html": "<p>x", "url": "u"}, {}, "<p>x"),
    ({"HTML": "<p>x", "text": "x"}, {}, "<p>x"),
    ({"text": "plain", "id": 1}, {}, "plain"),
    ({"markup": "<p>x", "html": "<p>y"}, {"html_column": "markup"}, "<p>x"),
    ({"html": "<p>x", "said": "y"}, {"text_column": "said"}, "y"),
)


@pytest.mark.parametrize(("row", "options", "expected"), COLUMNS)
def test_columns_are_found_or_named(row: dict[str, object], options: dict[str, str], expected: str, tmp_path: Path) -> None:
    name = write(tmp_path / "a.jsonl", json.dumps(row).encode())
    assert [c.body.decode() for c in good(captures([name], InputOptions(**options)))] == [expected]  # type: ignore[arg-type]


def test_an_engines_own_json_is_a_page(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.json").write_text('{"post_stream": {}}' if name < "c" else '{\n "post_stream": {}}')
    (tmp_path / "b.capture.json").write_text('{"url": "http://bbs.example/t/1.json"}')
    (tmp_path / "c.capture.json").write_text('{"url": "http://bbs.example/t/2.json"}')
    assert [c.body for c in good(captures([str(tmp_path / "a.json")]))] == [b'{"post_stream": {}}']
    found = list(captures([str(tmp_path)]))
    assert [c.url for c in good(found)] == ["http://bbs.example/t/1.json", "http://bbs.example/t/2.json"]
    assert [name for name, _ in bad(found)] == ["a.json"]


def test_a_file_of_a_folder_that_only_calls_something_page_is_skipped(tmp_path: Path) -> None:
    write(tmp_path / "state.json", b'{"page": 3, "of": 12}')
    assert bad(captures([str(tmp_path)]))[0] == ("state.json", "skipped: 'page' holds no text but int")


def test_a_dump_with_a_mail_in_it_is_no_mhtml(tmp_path: Path) -> None:
    dump = "楼主: 看这封信\nMIME-Version: 1.0\nContent-Type: multipart/related".encode()
    assert [c.body for c in good(captures([write(tmp_path / "a.txt", dump)]))] == [dump]


BAD_ROWS = (
    (b'{"id": 1}', "broken: no column with pages among id: name one with --html-column or --text-column"),
    (b'{"html": 5}', "broken: 'html' holds no text but int"),
    (b'{"html": null}', "empty: nothing in 'html'"),
    (
        b'{"html": "<p>", "more": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        "broken: no JSON object: maximum recursion depth exceeded while deserializing an object",
    ),
)


@pytest.mark.parametrize(("line", "said"), BAD_ROWS)
def test_bad_rows_are_named_and_the_others_read(line: bytes, said: str, tmp_path: Path) -> None:
    items = list(captures([write(tmp_path / "a.jsonl", b'{"html": "<p>1"}\n' + line + b'\n{"html"\n\n{"html": "<p>2"}')]))
    assert [c.body for c in good(items)] == [b"<p>1", b"<p>2"]
    assert bad(items)[0][1] == said
    assert bad(items)[1][1].startswith("broken: no JSON object")


def test_a_parquet_file_without_the_column_is_named(tmp_path: Path) -> None:
    name = str(making.parquet(PAGES[:1], tmp_path / "a.parquet"))
    assert bad(captures([name], InputOptions(html_column="body")))[0][1].startswith("broken: no column 'body' among html, url")


@pytest.mark.parametrize("kind", ["warc.gz", "warc", "arc.gz", "arc", "parquet", "wacz", "zip"])
def test_pieces_of_a_large_file_are_the_whole(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = MAKERS[kind](tmp_path)
    whole = list(captures([name]))
    monkeypatch.setattr("scraper.store.inputs.cutting.LEAST", 0)
    monkeypatch.setattr("scraper.store.inputs.cutting.MEMBERS", 3)
    for piece in (997, 5000):
        monkeypatch.setattr("scraper.store.inputs.cutting.PIECE", piece)
        monkeypatch.setattr("scraper.store.inputs.cutting.PLAIN", 1)
        units = list(plan([name]))
        assert len(units) > 1
        assert [item for unit in units for item in read(unit)] == whole
        if kind in ("zip", "parquet"):
            break


@pytest.mark.parametrize("path", ["http://bbs.example/read.php?tid=1", "https://bbs.example/t/1"])
def test_an_address_that_cannot_be_opened_names_the_command_that_fetches(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match="scraper crawl"):
        opening.open_stream(path)


def test_a_remote_name_is_read_through_fsspec(tmp_path: Path) -> None:
    import fsspec

    with fsspec.open("memory://inputs/a.warc.gz", "wb") as stream:
        stream.write(making.warc(PAGES))
    found = good(captures(["memory://inputs/a.warc.gz"]))
    assert [c.body for c in found] == [page.body for page in PAGES]
    assert bad(captures(["nix://x/y.warc"]))[0][1].startswith("broken: Protocol not known")
