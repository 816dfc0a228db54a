"""The filter: documents of every kind, however they arrive, at flat memory."""

import gzip
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.clean import clean
from scraper.clean.stream import Split, Stats, clean_file, clean_stream
from scraper.clean.stream.cutting import whole
from scraper.clean.stream.source import texts_of
from scraper.errors import InputError
from scraper.settings import CleanSettings

from .spoil import phpwind, reseeded

TEXTS = [phpwind(random.Random(n), ("zh", "en")[n % 2], reseeded("phpwind-126"), "nbsp").text for n in range(6)]
QUIET = ["The ferry left at noon.\nNobody waved.", "水位比去年低了不少。"]


def run(data: bytes, split: Split, settings: CleanSettings, **more: object) -> tuple[bytes, Stats]:
    out = io.BytesIO()
    stats = clean_stream(io.BytesIO(data), out, settings, split=split, **more)  # type: ignore[arg-type]
    return out.getvalue(), stats


class Drops(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes, most: int = 900) -> None:
        self.data = data
        self.most = most
        self.rng = random.Random(1)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        given = min(self.rng.randint(1, self.most), size if size > 0 else self.most)
        part, self.data = self.data[:given], self.data[given:]
        return part


def rows(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"id": n, "text": text, "more": [n]}).encode() + b"\n" for n, text in enumerate(texts))


def wet(texts: list[str]) -> bytes:
    records = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
    for text in texts:
        body = text.encode()
        head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://lake.example/\r\nContent-Length: %d\r\n\r\n"
        records += head % len(body) + body + b"\r\n\r\n"
    return records


def test_a_field_of_json_is_cleaned_and_the_rest_is_as_it_was(settings: CleanSettings) -> None:
    out, stats = run(rows(TEXTS + QUIET), "json", settings)
    for line, text in zip(out.splitlines(), TEXTS + QUIET, strict=True):
        row, done = json.loads(line), clean(text, settings)
        assert (row["text"], len(row["edits"]), row["more"]) == (done.text, len(done.edits), [row["id"]])
    assert (stats.documents, stats.changed) == (8, 6)
    assert stats.edits["junk-proved"] == sum(len(clean(text, settings).edits) for text in TEXTS)


def test_what_is_no_object_goes_through(settings: CleanSettings) -> None:
    deep, long = b'{"text": "x", "more": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", b'{"text": "x", "n": ' + b"9" * 5000 + b"}"
    data = b'not json\n{"id": 1}\n[1]\n\n{"text": 5}\n' + deep + b"\n" + long + b'\n{"text": "fine"}'
    assert run(data, "json", settings)[0] == data[:-1] + b',"edits":[]}'


def test_records_of_a_wet_file_keep_their_heads_and_get_new_lengths(settings: CleanSettings) -> None:
    out, _ = run(wet(TEXTS), "wet", settings)
    assert out == wet([clean(text, settings).text for text in TEXTS])
    assert run(gzip.compress(wet(TEXTS)), "wet", settings)[0] == out


def test_what_is_no_wet_file_is_refused(settings: CleanSettings) -> None:
    with pytest.raises(InputError):
        run(b"just text", "wet", settings)


def test_lines_and_paragraphs_are_documents(settings: CleanSettings) -> None:
    out, stats = run("zero\u200bwidth\r\n\nplain\n".encode(), "line", settings)
    assert (out, stats.documents) == (b"zerowidth\r\n\nplain\n", 2)
    out, stats = run("one\n\n\n two\u200b\nthree\n\n".encode(), "blank", settings)
    assert (out, stats.documents) == (b"one\n\n\n two\nthree\n\n", 2)


@pytest.mark.parametrize(
    ("split", "data"),
    [
        ("file", "\n\n".join(TEXTS).encode()),
        ("blank", "\n\n".join(TEXTS).encode()),
        ("line", "\n".join(QUIET * 9).encode()),
        ("line", b"first line of it. OSlvwH%(EE. {K <iih \nThe third.\n" + b"first line of it. OSlvwH%(EE. {K <iih\nThe third.\n" * 9),
        ("json", rows(TEXTS)),
        ("wet", wet(TEXTS)),
        ("wet", wet(TEXTS[:1]) + b"\r" * 30 + wet(TEXTS[1:])),
        ("file", ("ในสระมีน้ำน้อยลง " * 99).encode("cp874")),
        ("file", b"plain at first. " * 99 + "水位比去年低了不少。".encode("gb18030") * 30),
        ("line", b"plain at first. " * 99 + "水位比去年低了不少。".encode("utf-16")),
        ("file", b"a few broken bytes \xff\xfe in English " * 2 + b"and much after them " * 90),
        ("file", gzip.compress("\n\n".join(TEXTS).encode())),
    ],
)
@pytest.mark.parametrize("most", [1, 900])
def test_how_it_arrives_makes_no_difference(most: int, split: Split, data: bytes, settings: CleanSettings) -> None:
    out = io.BytesIO()
    clean_stream(Drops(data, most), out, settings, split=split)  # type: ignore[arg-type]
    assert out.getvalue() == run(data, split, settings)[0]


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\nWARC-Type: response\r\n", b"\x89PNG\r\n\x1a\n" + bytes(40), b"RIFF\n\0\0\0WEBPVP8 ", b"SQLite format 3\0"]
)
@pytest.mark.parametrize("most", [1, 3, 900])
def test_what_is_no_text_is_refused_however_it_arrives(data: bytes, most: int, settings: CleanSettings) -> None:
    with pytest.raises(InputError) as whole_:
        run(data, "line", settings)
    with pytest.raises(InputError) as dropped:
        clean_stream(Drops(data, most), io.BytesIO(), settings, split="line")  # type: ignore[arg-type]
    assert str(dropped.value) == str(whole_.value)


def test_a_short_first_line_is_not_kept_waiting() -> None:
    chunks = iter([b"one\n", b"two\n"])
    assert next(texts_of(chunks)) == b"one\n"
    assert list(chunks) == [b"two\n"]


@given(st.lists(st.sampled_from([b"a", b"\n", b"\n\n", b"a\n", b"\na", b"a\n\na"]), max_size=12), st.sampled_from([b"\n", b"\n\n"]))
def test_batches_end_where_a_document_may_however_the_bytes_arrive(chunks: list[bytes], end: bytes) -> None:
    batches = list(whole(chunks, end))
    assert b"".join(batches) == b"".join(chunks)
    assert all(batch.endswith(end) for batch in batches[:-1])
    assert all(batch.endswith(end) or end not in batch for batch in batches[-1:])


@pytest.mark.parametrize("packed", [b"\x1f\x8b\x07" + bytes(9), gzip.compress(b"x" * 999)[:-9], gzip.compress(b"x" * 999)[:-8] + bytes(8)])
def test_a_broken_package_is_an_input_error(packed: bytes, settings: CleanSettings) -> None:
    with pytest.raises(InputError):
        run(packed, "file", settings)


def test_other_encodings_come_out_in_utf_8_and_broken_bytes_stay(settings: CleanSettings) -> None:
    text = "水位比去年低了不少，船都靠不了岸。\n" * 30
    assert run(text.encode("gbk"), "file", settings)[0].decode() == text
    assert run(text.encode("big5", "ignore"), "file", settings, encoding="big5")[0].decode()
    assert run(text.encode() + b"\xff\n", "file", settings)[0] == text.encode() + b"\xff\n"


def test_edits_are_told_while_they_are_made(settings: CleanSettings) -> None:
    told: list[str] = []
    run("in\u200bvisible".encode(), "file", settings, explain=lambda text, edits: told.append(f"{text!r} {edits[0].reason}"))
    assert told == ["'in\\u200bvisible' invisible"]


def test_a_file_is_cleaned_in_place_whole_or_not_at_all(tmp_path: Path, settings: CleanSettings) -> None:
    file = tmp_path / "dump.txt"
    file.write_text(TEXTS[0], "utf-8")
    assert clean_file(file, settings, dry_run=True).changed == 1
    assert file.read_text("utf-8") == TEXTS[0]
    assert clean_file(file, settings, backup=".bak").changed == 1
    assert file.read_text("utf-8") == clean(TEXTS[0], settings).text
    assert (tmp_path / "dump.txt.bak").read_text("utf-8") == TEXTS[0]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dump.txt", "dump.txt.bak"]


def test_a_clean_file_keeps_its_time_and_a_packed_one_stays_packed(tmp_path: Path, settings: CleanSettings) -> None:
    file, packed = tmp_path / "quiet.txt", tmp_path / "dump.txt.gz"
    file.write_text(QUIET[0], "utf-8")
    os.utime(file, (1, 1))
    clean_file(file, settings)
    assert file.stat().st_mtime == 1
    packed.write_bytes(gzip.compress(TEXTS[1].encode()))
    clean_file(packed, settings)
    assert gzip.decompress(packed.read_bytes()).decode() == clean(TEXTS[1], settings).text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        clean_file(tmp_path / "nowhere.txt")


FILTER = """
import io, resource, sys
from scraper.clean.stream import clean_stream

class Endless(io.RawIOBase):
    block = ("The ferry left at noon.\\nNobody waved.\\n\\n" * 40).encode()
    left = int(sys.argv[1]) * 1_000_000
    def readable(self):
        return True
    def read(self, size=-1):
        part = (self.block * (1 + min(size, self.left) // len(self.block)))[: min(size, self.left)]
        self.left -= len(part)
        return part

clean_stream(Endless(), None, split=sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("split", ["file", "blank", "line"])
def test_memory_is_flat(split: Split) -> None:
    def peak(megabytes: int) -> int:
        run = subprocess.run([sys.executable, "-c", FILTER, str(megabytes), split], capture_output=True, text=True, check=True)
        return int(run.stdout)

    assert peak(24) < 1.1 * peak(4)
