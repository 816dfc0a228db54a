"""Every sink keeps what it is given, whole or not at all."""

import csv
import fcntl
import gzip
import io
import json
import mailbox
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scraper.errors import OutputError, UsageError
from scraper.model import Attachment, Author, Edit, Poll, Proof, Quote, Reaction, Record, Stat, Thread
from scraper.store.sinks import Sink, decode_line, encode_line, format_of, formats, open_sink
from scraper.store.sinks.schema import RECORD, schema
from scraper.store.sinks.sqlite import query
from scraper.store.sinks.table import COLUMNS


def made(floor: int = 1, **more: Any) -> Record:
    """A record with something in every field."""
    thread = Thread(
        id="7", url="http://bbs.example/7", title="全文检索 <b>test</b>", board=("论坛", "Board"), site="Example", engine="discuz",
        engine_version="X3.4", charset="gbk", page=1, pages=2, next_url="http://bbs.example/7-2", views=10, replies=3, tags=("a",),
    )  # fmt: skip
    author = Author(
        name="林间", id="42", url="http://bbs.example/u42", avatar="http://bbs.example/a.png", level="Lv 3", title="motto", location="here",
        signature="bye", online=True, registered_at="2010-01-02", last_seen_at="2024-01-02",
        stats=(Stat(key="posts", label="帖子", value=12, unit=None, text="12"), Stat(key=None, label="x", value=1.5, unit="分", text="1.5 分")),
    )  # fmt: skip
    edit = Edit(3, 5, "junk-proved", "xy", "", Proof(generator="phpwind-126", seed=796892))
    plain: dict[str, Any] = {
        "source": "a.warc.gz#5", "fetched_at": "2024-05-06T07:08:09Z", "url": f"http://bbs.example/7#{floor}", "id": str(100 + floor),
        "floor": floor, "floor_label": f"#{floor}", "thread": thread, "author": author, "posted_at": "2024-05-06T01:02:03", "posted_raw": "today",
        "edited_at": "2024-05-07", "edited_by": "mod", "text": f"=cmd|' /C'!A0\nFrom here\n  code 中文搜索 number{floor}",
        "quotes": (Quote(author="Q", post_id="1", text="said", edits=(edit,)),), "code": ("  code",), "images": ("http://bbs.example/i.png",),
        "links": ("javascript:alert(1)",), "attachments": (Attachment(name="[x](y).zip", url="http://bbs.example/x y"),),
        "reactions": (Reaction(label="赞", count=2),), "poll": Poll(question="?", options=(Reaction(label="yes", count=1),)), "reply_to": "99",
        "states": ("edited",), "edits": (edit, Edit(7, 9, "junk-likely", "zz", "", Proof(score=3.5))), "warnings": ("charset guessed",),
    }  # fmt: skip
    return Record(**{**plain, **more})


ODD_ADDRESS = made(4, thread=Thread(engine="phpbb", id="8", url="http://["), url="http://[")
POSTS = [
    made(1),
    made(2, poll=None, text="", edits=()),
    made(3, author=Author(), thread=Thread(engine="phpbb", id="8", title=None), url=None),
]


def fill(place: Path, records: list[Record], form: str | None = None) -> Path:
    with open_sink(str(place), form) as sink:
        for record in records:
            sink.write(record)
    return place


def test_the_schema_and_the_record_are_one() -> None:
    """Names, order and kinds of the Arrow schema are those of the model, all the way down."""

    def shape(kind: Any) -> Any:
        info = kind if isinstance(kind, msgspec.inspect.Type) else msgspec.inspect.type_info(kind)
        if isinstance(info, msgspec.inspect.UnionType):
            inner = [t for t in info.types if not isinstance(t, msgspec.inspect.NoneType)]
            return "real" if {type(t).__name__ for t in inner} == {"IntType", "FloatType"} else shape(inner[0])
        if isinstance(info, msgspec.inspect.StructType):
            return {field.encode_name: shape(field.type) for field in info.fields}
        if isinstance(info, msgspec.inspect.VarTupleType):
            return [shape(info.item_type)]
        named = {"StrType": "text", "LiteralType": "text", "IntType": "number", "FloatType": "real", "BoolType": "truth"}
        return named[type(info).__name__]

    assert shape(Record) == RECORD
    assert list(RECORD) == list(Record.__struct_fields__) == schema().names
    assert schema().metadata == {b"forum-scraper.schema": b"1"}
    assert schema(("hash", "lang")).names[-2:] == ["lang", "hash"]


def test_json_lines_come_back(tmp_path: Path) -> None:
    plain = b"".join(map(encode_line, POSTS))
    assert fill(tmp_path / "a.jsonl", POSTS).read_bytes() == plain
    assert gzip.decompress(fill(tmp_path / "a.jsonl.gz", POSTS).read_bytes()) == plain
    assert [decode_line(line) for line in plain.splitlines()] == POSTS
    with open_sink(str(tmp_path / "a.jsonl.zst")) as sink:
        sink.write_lines(plain)
    from scraper.store.inputs.inflating import open_inflated

    with (tmp_path / "a.jsonl.zst").open("rb") as stream:
        assert open_inflated(stream, "zst").read() == plain


def test_parquet_comes_back(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(fill(tmp_path / "a.parquet", POSTS * 10))
    assert file.schema_arrow.equals(schema(), check_metadata=False)
    assert file.schema_arrow.metadata[b"forum-scraper.schema"] == b"1"
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    back = [msgspec.convert(_without_nulls(row), Record) for row in file.read().to_pylist()]
    assert back == POSTS * 10


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    """Arrow gives nulls for what a proof leaves out."""
    for edit in (*row["edits"], *(edit for quote in row["quotes"] for edit in quote["edits"])):
        edit["proof"] = {k: v for k, v in edit["proof"].items() if v is not None} if edit["proof"] else None
    return row


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("scraper.store.sinks.parquet.BATCH", 5_000)
    monkeypatch.setattr("scraper.store.sinks.parquet.ROW_GROUP", 20_000)
    file = pq.ParquetFile(fill(tmp_path / "a.parquet", POSTS * 40))
    assert file.metadata.num_row_groups > 3
    assert file.metadata.num_rows == 120


def test_an_empty_run_makes_whole_files(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    assert fill(tmp_path / "a.jsonl", []).read_bytes() == b""
    assert pq.read_table(fill(tmp_path / "a.parquet", [])).num_rows == 0
    assert fill(tmp_path / "a.mbox", []).read_bytes() == b""
    with closing(sqlite3.connect(fill(tmp_path / "a.db", []))) as base:
        assert base.execute("SELECT count(*) FROM posts").fetchone() == (0,)


def test_csv_is_harmless_in_spreadsheets(tmp_path: Path) -> None:
    risky = [made(1, text=start + "x", id=None) for start in "=+-@\t\r＝＋－＠"]
    with fill(tmp_path / "a.csv", [*POSTS, *risky]).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["text"] == "'" + POSTS[0].text
    assert all(row["text"].startswith("'") for row in rows[3:])
    assert rows[0]["thread_board"] == "论坛 > Board"
    assert json.loads(rows[0]["edits"])[0]["proof"]["seed"] == 796892
    assert rows[2]["author_name"] == ""


def test_sqlite_holds_forums_to_edits(tmp_path: Path) -> None:
    base = sqlite3.connect(fill(tmp_path / "a.sqlite", [*POSTS, made(4, fetched_at="2024-06-01T00:00:00Z")]))
    counts = {table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in
              ("forums", "boards", "threads", "authors", "statistics", "posts", "edits")}  # fmt: skip
    assert counts == {"forums": 2, "boards": 2, "threads": 2, "authors": 1, "statistics": 4, "posts": 4, "edits": 6}
    assert base.execute("SELECT b.name, p.name FROM boards b JOIN boards p ON p.id = b.parent").fetchall() == [("Board", "论坛")]
    assert base.execute("SELECT value FROM about WHERE key = 'schema'").fetchone() == ("1",)
    base.close()


@pytest.mark.parametrize(
    ("words", "floors"),
    [
        ("中文", 3),
        ("搜索", 3),
        ("文搜", 3),
        ("中文搜索", 3),
        ("中", 3),
        ("全文检索", 1),
        ("number2", 0),
        ("number3", 1),
        ("没有", 0),
        ("林间", 3),
    ],
)
def test_sqlite_finds_chinese_as_it_is_typed(words: str, floors: int, tmp_path: Path) -> None:
    base = sqlite3.connect(fill(tmp_path / "a.sqlite", [*POSTS, made(2, text="中文搜索")]))
    for said in (words, query(words)):
        found = base.execute(
            "SELECT count(*) FROM posts_search s JOIN posts p ON p.id = s.rowid WHERE posts_search MATCH ?", (said,)
        ).fetchone()
        assert found == (floors,)
    base.close()


def test_markdown_is_a_file_a_thread_and_carries_no_markup_of_the_posts(tmp_path: Path) -> None:
    place = fill(tmp_path / "threads", [POSTS[0], POSTS[2], POSTS[1]], "markdown")
    files = sorted(place.iterdir())
    assert len(files) == 2
    text = next(file for file in files if "全文检索" in file.name).read_text("utf-8")
    assert text.startswith("# 全文检索 \\<b\\>test\\</b\\>\n\n论坛 › Board\n\n<http://bbs.example/7>\n")
    assert text.count("## ") == 2
    assert "> **Q**\n>\n> said" in text
    assert "```\n  code\n```" in text
    assert "[\\[x\\](y).zip](http://bbs.example/x%20y)" in text
    assert "javascript" not in text


def test_a_folder_keeps_what_else_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "threads").mkdir()
    (tmp_path / "threads" / "mine.txt").write_text("x")
    fill(tmp_path / "threads", POSTS, "text")
    assert len(list((tmp_path / "threads").iterdir())) == 3


def test_text_puts_a_form_feed_between_threads(tmp_path: Path) -> None:
    text = fill(tmp_path / "a.txt", POSTS).read_text("utf-8")
    assert text.split("\f\n")[0].startswith("全文检索 <b>test</b>\n\n林间:\n> said\n=cmd")
    assert len(text.split("\f\n")) == 2


def test_mbox_is_one_that_mail_programs_read(tmp_path: Path) -> None:
    bad = made(5, author=Author(name="x\r\nBcc: all@example.org"), posted_at="yesterday", fetched_at=None)
    box = mailbox.mbox(fill(tmp_path / "a.mbox", [*POSTS, bad]))
    messages = list(box)
    assert len(messages) == 4
    assert messages[1]["In-Reply-To"]
    assert messages[0]["Message-ID"] in messages[1]["References"]
    payload = messages[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert b"\n>From here\n" in payload
    assert messages[3]["Bcc"] is None
    box.close()


def test_the_name_says_the_format() -> None:
    known = [
        ("a.jsonl", "jsonl"),
        ("a.JSONL.GZ", "jsonl"),
        ("a.parquet", "parquet"),
        ("a.db", "sqlite"),
        ("a.md", "markdown"),
        ("a.txt", "text"),
    ]
    assert [(path, format_of(path).name) for path, _ in known] == known
    assert format_of("folder", "markdown").folder


WRONG = (("a.xyz", None), ("-", "sqlite"), ("a.jsonl", "excel"), ("a", None))


@pytest.mark.parametrize(("path", "name"), WRONG)
def test_what_is_no_format_is_refused(path: str, name: str | None) -> None:
    with pytest.raises(UsageError):
        format_of(path, name)


WRITERS = sorted(name for name in formats() if name not in ("epub",))


@pytest.mark.parametrize("name", WRITERS)
def test_a_run_that_breaks_leaves_nothing_and_keeps_the_old(name: str, tmp_path: Path) -> None:
    form = formats()[name]
    place = tmp_path / ("threads" if form.folder else f"a{form.ends[0]}")
    if not form.folder:
        place.write_bytes(b"old")

    class Stop(Exception):
        pass

    with pytest.raises(Stop), open_sink(str(place), name) as sink:
        sink.write(POSTS[0])
        raise Stop
    assert [file.name for file in tmp_path.iterdir()] == ([] if form.folder else [place.name])
    assert form.folder or place.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_a_full_disk_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / f"a{formats()[name].ends[0]}"
    sink = open_sink(str(place), name)

    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    def fails(sink: Sink) -> None:
        for _ in range(50):
            sink.write(POSTS[0])
        sink.close()

    target: Any = sink.target  # type: ignore[attr-defined]
    if name == "parquet":
        monkeypatch.setattr(type(sink), "_flush", _full(type(sink)))
    else:
        target.stream.close()
        target.stream = Full()
    with pytest.raises(OutputError, match="no space left on device"):
        fails(sink)
    sink.abort()


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_compressor_that_is_given_up_is_closed_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    sink: Any = open_sink(str(tmp_path / name))
    sink.write(POSTS[0])
    sink.abort()
    assert sink.stream.closed
    assert list(tmp_path.iterdir()) == []


def _full(kind: Any) -> Callable[[Any], None]:
    from scraper.store.sinks.base import named

    def flush(self: Any) -> None:
        with named(self.target.path):
            raise OSError(28, "No space left on device")

    return flush


def test_two_writers_of_one_file_are_told(tmp_path: Path) -> None:
    with (tmp_path / ".a.jsonl.part").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another process is writing it"):
            open_sink(str(tmp_path / "a.jsonl"))


def test_an_output_that_cannot_be_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        open_sink(str(tmp_path / "file" / "a.jsonl"))
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(OutputError, match="a folder has this name"):
        open_sink(str(tmp_path / "a.jsonl"))


def test_standard_output_gets_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    sink = open_sink("-")
    sink.write(POSTS[0])
    assert out.getvalue() == encode_line(POSTS[0])
    sink.close()
    assert out.getvalue() == encode_line(POSTS[0])


@pytest.mark.parametrize("name", ["a.sqlite", "a.md", "a.txt", "a.mbox", "a.csv"])
def test_an_address_that_is_none_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    assert fill(tmp_path / name, [ODD_ADDRESS]).exists()
