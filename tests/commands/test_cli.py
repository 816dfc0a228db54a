"""The command line as a person meets it: what it says, what it writes, how it ends; bad input above all."""

import gzip
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from scraper.commands.app import app
from scraper.commands.progress import Progress
from scraper.crawling import Trouble, events, summarise
from scraper.store.job import Job
from tests.store import making

HERE = Path(__file__).parent
DEMO = HERE.parent.parent / "demo" / "site"


def run(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=given)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


BAD: list[tuple[str, bytes, int, str]] = [
    ("empty.html", b"", 6, "empty"),
    ("one.html", b"x", 6, "unknown-engine"),
    ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(100), 6, "PNG image"),
    ("rows.html", b'{"a": 1}', 6, "rows.html"),
    ("letters.html", b"a" * 5_000_000, 6, "unknown-engine"),
    ("deep.html", b"<div>" * 100_000, 6, "too-costly"),
    ("cut.html", "<html><body><p>中文".encode()[:-1], 6, "unknown-engine"),
    ("nonsense.html", b'<meta charset="klingon"><p>x</p>', 6, "unknown-engine"),
    ("script.html", b"<script>" + b"<" * 10_000, 6, ""),
]


@pytest.mark.parametrize(("name", "body", "code", "said"), BAD, ids=[name for name, *_ in BAD])
def test_bad_pages_get_an_outcome_and_never_a_traceback(tmp_path: Path, name: str, body: bytes, code: int, said: str) -> None:
    (tmp_path / name).write_bytes(body)
    result = run("extract", str(tmp_path / name))
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert name in result.stderr


def test_bad_pages_never_stop_the_others(tmp_path: Path) -> None:
    for name, body, _, _ in BAD:
        (tmp_path / name).write_bytes(body)
    (tmp_path / "good.html").write_bytes((DEMO / "page-1.html").read_bytes())
    notes = tmp_path / "notes.jsonl"
    result = run("extract", str(tmp_path), "--outcomes", str(notes))
    assert result.exit_code == 0
    assert len(rows(result)) == 4
    assert len(notes.read_text("utf-8").splitlines()) >= len(BAD)


USAGE = [
    (("extract", "nothing-here.html"), 3, "no such file"),
    (("extract", str(DEMO), "--engine", "phpwnd"), 2, "did you mean 'phpwind'"),
    (("extract", str(DEMO), "--timezone", "Mars/Base"), 2, "no time zone"),
    (("extract", str(DEMO), "--preset", "readng"), 2, "did you mean 'reading'"),
    (("extract", str(DEMO), "-o", "posts.xyz"), 2, "what format"),
    (("extract", str(DEMO), "-o", ""), 2, "-o: the name of the output is empty"),
    (("extract", str(DEMO), "-o", "/proc/none/posts.jsonl"), 4, "/proc/none"),
    (("extract", str(DEMO), "-o", "/dev/full", "--format", "jsonl"), 4, "/dev/full"),
    (("view", str(DEMO), "-o", "/dev/null"), 4, "a device"),
    (("extract", str(DEMO), "-o", "/dev/null", "--format", "sqlite"), 4, "a device"),
    (("extract", str(DEMO), "-q", "--fail-on", "thread"), 6, "--fail-on"),
    (("extract", str(DEMO), "--fail-on", "gone"), 2, "no outcome is called 'gone'"),
    (("extract", str(DEMO), "--encoding", "klingon"), 2, "no encoding is called 'klingon'"),
    (("clean", str(DEMO / "page-1.html"), "--encoding", "klingon"), 2, "no encoding is called 'klingon'"),
    (("extract", str(DEMO), "--fetched-at", "lately"), 2, "write 2024-01-31"),
    (("extract", str(DEMO), "--engine-file", "none.toml"), 2, "none.toml: No such file"),
    (("extract", str(DEMO), "--accounts", "a.jsonl"), 2, "--accounts goes with --threads"),
    (("extract", str(DEMO), "-w", "9999"), 2, "--workers 9999: "),
    (("extract", str(DEMO), "--timezone", "+99:00"), 2, "no time zone"),
    (("extract", str(DEMO), "-o", "memory://x.jsonl"), 2, "outputs are files of this machine"),
    (("extract", str(DEMO), "-o", "memory://x/"), 2, "outputs are files of this machine"),
    (("extract", str(DEMO), "-o", "x.epub"), 2, "'scraper view' writes this form"),
    (("view", str(DEMO), "-o", "-"), 2, "name it with -o"),
    (("view", "-"), 2, "name it with -o"),
    (("export", "none.job"), 3, "none.job: no such file"),
    (("crawl",), 2, "no URL"),
    (("crawl", "http://127.0.0.1:9/", "--since", "yesterday"), 2, "write 2024-01-31"),
    (("crawl", "@none.txt"), 3, "@none.txt"),
    (("crawl", f"@{DEMO / '../../docs/pictures/view.png'}"), 3, "no list of URLs"),
    (("crawl", "file:///etc/passwd"), 2, "file:///etc/passwd"),
    (("job", "none.job"), 3, "no such job file"),
    (("clean", "none.txt"), 3, "no such file"),
    (("clean", str(DEMO)), 3, "is a folder: name the files in it"),
    (("view", "none.jsonl"), 3, "no such file"),
    (("explain", "none.html"), 3, "no such file"),
    (("explain", str(HERE.parent.parent / "docs/pictures/view.png")), 6, "this holds PNG image: 'scraper extract' reads archives"),
    (("fixture", str(DEMO / "page-1.html"), "--engine", "x", "--case", "y", "--fetched-at", "lately"), 2, "write 2024-01-31"),
    (("extract", str(DEMO), "--no-such-option"), 2, "--no-such-option"),
]


@pytest.mark.parametrize(("words", "code", "said"), USAGE, ids=[" ".join(words)[-40:] for words, *_ in USAGE])
def test_each_mistake_has_its_line_and_its_code(words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("more", ["[" * 200_000 + "]" * 200_000, "9" * 5000, "{"], ids=["deep", "long", "cut"])
def test_a_line_that_is_no_record_is_named(more: str, tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"schema":"1","more":' + more + "}\n", "utf-8")
    result = run("view", str(file), "-o", str(tmp_path / "posts.html"))
    assert (result.exit_code, "line 1 is no record" in result.stderr, "Traceback" in result.stderr) == (3, True, False), result.stderr


CONFIGS = [
    ("[read]\ntimezone = 'Mars/Base'\n", "no time zone is called 'Mars/Base'"),
    ("[read]\nencoding = 'klingon'\n", "no encoding is called 'klingon'"),
    ("[read]\nengine = 'phpwnd'\n", "did you mean 'phpwind'"),
    ("[site.'bbs.example']\nengine = 'phpwnd'\n", "did you mean 'phpwind'"),
    ("[site.'bbs.example']\ntimezone = 'Mars/Base'\n", "no time zone is called 'Mars/Base'"),
]


@pytest.mark.parametrize(("text", "said"), CONFIGS, ids=[said for _, said in CONFIGS])
@pytest.mark.parametrize("words", [("config",), ("extract", str(DEMO)), ("explain", str(DEMO / "page-1.html"))], ids=lambda words: words[0])
def test_a_name_in_a_file_of_settings_that_means_nothing_is_named(tmp_path: Path, text: str, said: str, words: tuple[str, ...]) -> None:
    file = tmp_path / "scraper.toml"
    file.write_text(text, "utf-8")
    result = run(*words, "--config", str(file))
    assert (result.exit_code, str(file) in result.stderr, said in result.stderr) == (2, True, True), result.stderr


@pytest.mark.parametrize("zone", ["UTC", "+08:00", "Asia/Shanghai"])
def test_zones_are_named_or_offsets(zone: str) -> None:
    assert run("extract", str(DEMO), "-q", "--timezone", zone).exit_code == 0


def test_a_run_that_gave_nothing_says_why_however_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>x</p>")
    (tmp_path / "b.html").write_bytes(b"<p>y</p>")
    said = run("extract", "-q", str(tmp_path / "a.html"), str(tmp_path / "b.html")).stderr
    assert said == f"scraper: nothing could be read: {tmp_path / 'a.html'}: unknown-engine: no engine claims the page\n"
    said = run("extract", str(tmp_path / "a.html")).stderr
    assert said.count("no engine claims") == 1


def test_extras_may_have_blanks_between_them() -> None:
    assert {"lang", "hash"} <= set(rows(run("extract", str(DEMO / "page-1.html"), "-q", "--with", "lang, hash"))[0])


def test_a_device_stays_a_device() -> None:
    run("extract", str(DEMO), "-o", "/dev/full", "--format", "jsonl", "--fresh")
    assert Path("/dev/full").is_char_device()


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    result = run("extract", str(tmp_path))
    assert result.exit_code == 6
    assert "without pages" in result.stderr


def test_extract_streams_records_and_reads_standard_input() -> None:
    result = run("extract", "-", "-q", given=(DEMO / "page-2.html").read_bytes())
    assert [row["floor"] for row in rows(result)] == [5, 6, 7, 8]


def test_a_sidecar_is_used(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_bytes((DEMO / "page-1.html").read_bytes())
    side = {"url": "https://bbs.example/read.php?tid=42", "fetched_at": "2012-11-21T00:00:00Z"}
    (tmp_path / "p.capture.json").write_text(json.dumps(side), "utf-8")
    record = rows(run("extract", str(tmp_path / "p.html"), "-q"))[0]
    assert record["fetched_at"] == "2012-11-21T00:00:00Z"
    assert record["thread"]["url"] == "https://bbs.example/read.php?tid=42"  # type: ignore[index]


SIDECARS = [
    (b'{"url": "https://x', "truncated"),
    (b"[1]", "Expected `object`"),
    (b'{"url": 5}', "$.url"),
    (b'{"fetched_at": "lately"}', "'lately' is no time"),
    (b" " * 1_000_001, "more than 1,000,000 bytes"),
]


@pytest.mark.parametrize(("said", "why"), SIDECARS, ids=[why for _, why in SIDECARS])
def test_a_sidecar_that_cannot_be_understood_is_named_and_its_page_is_read(tmp_path: Path, said: bytes, why: str) -> None:
    (tmp_path / "p.html").write_bytes((DEMO / "page-1.html").read_bytes())
    (tmp_path / "p.capture.json").write_bytes(said)
    for name in ("p.html", ""):
        result = run("extract", str(tmp_path / name))
        assert (result.exit_code, len(rows(result))) == (0, 4)
        assert f"{tmp_path / 'p.capture.json'}: skipped: " in result.stderr
        assert why in result.stderr


def test_a_sidecar_in_an_archive_is_named_with_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/p.html", (DEMO / "page-1.html").read_bytes())
        archive.writestr("in/p.capture.json", "{")
    result = run("extract", str(tmp_path / "a.zip"))
    assert f"{tmp_path / 'a.zip'}#in/p.capture.json: skipped: " in result.stderr
    assert len(rows(result)) == 4


@pytest.mark.parametrize("workers", ["0", "2"])
def test_files_whose_names_are_no_utf8_are_read(tmp_path: Path, workers: str) -> None:
    """Old archives of Chinese forums hold names in GBK."""
    folder = os.fsencode(tmp_path) + b"/\xd0\xc2"
    os.mkdir(folder)  # noqa: PTH102 - of bytes
    for name in (b"\xcc\xfb.html", b"b.html"):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123 - of bytes
            file.write((DEMO / "page-1.html").read_bytes())
    for given in (folder, folder + b"/\xcc\xfb.html"):
        for output in ([], ["-o", str(tmp_path / "posts.jsonl")]):
            words = [sys.executable.encode(), b"-m", b"scraper", b"extract", given, b"-w", workers.encode(), *map(os.fsencode, output)]
            done = subprocess.run(words, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "posts.jsonl").read_text("utf-8").splitlines()[0])
    assert record["source"].endswith(r"/\xd0\xc2/\xcc\xfb.html")


def test_clean_takes_what_is_proved_and_lists_it() -> None:
    text = "The first line of a text. OSlvwH%(EE \nThe second line of it. {K <iih \nThe third. wt)hs x\n"
    cleaned = run("clean", given=text.encode())
    assert "OSlvwH" not in cleaned.stdout
    listed = run("clean", "--explain", given=text.encode())
    assert "phpwind-126 seed 412337" in listed.stdout
    row = json.dumps({"id": 7, "text": text, "other": [1]}).encode() + b"\nno json\n"
    first, second = run("clean", "--jsonl", given=row).stdout.splitlines()
    assert json.loads(first)["other"] == [1]
    assert json.loads(first)["edits"][0]["proof"]["seed"] == 412337
    assert second == "no json"


JUNK = "The first line of a text. OSlvwH%(EE \nThe second line of it. {K <iih \nThe third. wt)hs x\n"


def test_clean_in_place_keeps_the_old_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    for path in (one, two):
        path.write_text(JUNK, "utf-8")
    dry = run("clean", "-i", "--dry-run", "--stats", str(one), str(two))
    assert "2 documents, 2 changed" in dry.stderr
    assert one.read_text("utf-8") == JUNK
    assert run("clean", "-i", "--backup", ".old", str(one), str(two)).stdout == ""
    assert "OSlvwH" not in two.read_text("utf-8")
    assert (tmp_path / "two.txt.old").read_text("utf-8") == JUNK


def test_clean_splits_a_stream_and_counts_by_reason() -> None:
    result = run("clean", "--split", "blank", "--stats", given=f"{JUNK}\nAnother text.\n\n{JUNK}".encode())
    assert "3 documents, 2 changed" in result.stderr
    assert "junk-proved" in result.stderr
    assert "\nAnother text.\n\n" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--split", "page"), "expected one of file, line, blank, json, wet"),
        (("--backup", ".old"), "--in-place"),
        (("-i",), "needs files"),
        (("-i", "--explain", "x"), "does not go with"),
        (("-i", "--backup", "", "x"), "write the end of a name"),
        (("-i", "--backup", "/../x", "x"), "write the end of a name"),
        (("--field", "body"), "--field goes with --jsonl"),
    ],
)
def test_clean_refuses_options_that_do_not_go_together(words: tuple[str, ...], said: str) -> None:
    result = run("clean", *words, given=b"x")
    assert result.exit_code == 2
    assert said in result.stderr


NO_TEXT = [
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is no text but a PNG image"),
    ("page.gz", gzip.compress(b"GIF89a" + bytes(range(256))), "is no text but a GIF image"),
    ("data.bin", random.Random(1).randbytes(3_000), "is no text but binary data"),
    ("crawl.wet", b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n", "--split wet"),
]


@pytest.mark.parametrize(("name", "body", "said"), NO_TEXT, ids=[name for name, *_ in NO_TEXT])
def test_what_is_no_text_is_left_as_it_was(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    """A pattern such as ``clean -i folder/*`` meets pictures, too: they were written anew as UTF-8."""
    file = tmp_path / name
    file.write_bytes(body)
    for words in (("-i",), ()):
        result = run("clean", *words, str(file))
        assert (result.exit_code, result.stdout, said in result.stderr, name in result.stderr) == (3, "", True, True), result.stderr
    assert file.read_bytes() == body
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_a_text_full_of_a_generators_strings_is_a_text(charset: str) -> None:
    """Ten characters of 0 to 126 behind each short line: every twentieth byte is a control character."""
    chance = random.Random(2)
    text = "".join(f"今天天气不错我们去公园 {''.join(map(chr, chance.choices(range(1, 127), k=10)))}\n" for _ in range(200))
    assert run("clean", given=text.encode(charset)).exit_code == 0


def test_a_field_that_no_line_has_is_named() -> None:
    assert "nothing was cleaned; --field names another" in run("clean", "--jsonl", "--field", "body", given=b'{"text": "x"}\n').stderr
    assert run("clean", "--jsonl", given=b'{"text": "x"}\n').stderr == ""


def test_engines_and_schema() -> None:
    assert "phpwind 8.7" in run("engines").stdout
    assert "generic" in run("engines").stdout.splitlines()
    assert json.loads(run("engines", "--json").stdout.splitlines()[-1])["name"] == "generic"
    assert "author.stats" in run("engines", "--fields").stdout
    assert "edits" in json.loads(run("schema").stdout)["$defs"]["Record"]["properties"]


@pytest.mark.parametrize("end", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
def test_records_are_shown_and_written_in_another_format(tmp_path: Path, end: str) -> None:
    file = tmp_path / f"posts.{end}"
    run("extract", str(DEMO), "-q", "-o", str(file))
    result = run("export", str(file), "-o", str(tmp_path / "posts.csv"))
    assert (result.exit_code, result.stderr) == (0, "12 posts\n")
    assert rows(run("export", str(file))) == rows(run("extract", str(DEMO), "-q"))
    assert run("view", str(file), "-o", str(tmp_path / "v.html")).exit_code == 0
    assert run("view", "-", "-o", str(tmp_path / "w.html"), given=file.read_bytes()).exit_code == 0
    assert (tmp_path / "w.html").read_bytes() == (tmp_path / "v.html").read_bytes()
    result = run("extract", str(file))
    assert (result.exit_code, result.stderr.count("records of this program"), "'scraper export" in result.stderr) == (6, 1, True)
    result = run("export", str(file), "--author", "x")
    assert (result.exit_code, "holds records" in result.stderr) == (2, True)


def test_a_folder_of_parts_is_written_as_one(tmp_path: Path) -> None:
    run("extract", str(DEMO), "-q", "-o", f"{tmp_path}/parts/", "--format", "parquet")
    assert rows(run("export", f"{tmp_path}/parts")) == rows(run("extract", str(DEMO), "-q"))


def test_view_and_explain(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes((DEMO / "page-1.html").read_bytes())
    assert run("view", str(page), "-o", str(tmp_path / "v.html")).exit_code == 0
    assert "Content-Security-Policy" in (tmp_path / "v.html").read_text("utf-8")
    told = run("explain", str(page), "--floor", "1").stdout
    assert "phpwind 8.7" in told
    assert "412337" in told


def test_a_text_of_no_forum_is_explained_by_its_cuts(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("First.\n" + JUNK + "Last.\n" * 50, "utf-8")
    told = run("explain", str(text)).stdout
    assert told.startswith(f"{text}: unknown-engine")
    assert told.count("Last.") == 0
    assert told.count("OSlvwH%(EE") == 2  # where it stood, and in the ledger


def test_page_text_never_reaches_the_terminal_as_an_escape(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text((DEMO / "page-1.html").read_text("utf-8").replace("山雀收音", "\x1b[31mred\x1b]52;c;x\x07[red]"), "utf-8")
    for command in ("explain", "explain-engine"):
        shown = run(command, str(page)).output
        assert "red" in shown and "\x1b" not in shown


def test_a_page_alone_is_extracted_and_a_typo_is_named() -> None:
    alone = subprocess.run([sys.executable, "-m", "scraper", str(DEMO / "page-1.html"), "-q"], capture_output=True, check=True)
    assert len(alone.stdout.splitlines()) == 4
    typo = subprocess.run([sys.executable, "-m", "scraper", "extarct", "x"], capture_output=True, check=False)
    assert (typo.returncode, b"Did you mean 'extract'" in typo.stderr) == (2, True)


def test_the_version_needs_no_command() -> None:
    assert run("--version").stdout.startswith("forum-scraper ")


def test_a_console_that_cannot_show_a_character_shows_its_number() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scraper", "explain", str(DEMO / "page-1.html")],
        capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert b"\\u" in done.stdout


def test_a_closed_pipe_ends_an_explanation_well() -> None:
    done = subprocess.Popen([sys.executable, "-m", "scraper", "explain", str(DEMO / "page-1.html")], stdout=subprocess.PIPE)
    assert done.stdout
    done.stdout.close()
    assert done.wait() == 0


def test_importing_the_package_pulls_in_no_network_and_no_command_line() -> None:
    code = "import sys, scraper; print([m for m in ('httpx', 'typer', 'numpy', 'ftfy', 'selectolax', 'asyncio') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.strip() == "[]"


def test_a_page_emptied_of_its_posts_says_where_they_are(tmp_path: Path) -> None:
    """Discourse's application as a browser without scripts saves it."""
    page = tmp_path / "kiln.html"
    page.write_text(
        '<!DOCTYPE html><html><head><meta name="generator" content="Discourse 3.4.0"><title>Kilns</title>'
        '<link rel="canonical" href="https://talk.example/t/which-kiln/77?page=2"></head>'
        '<body><div id="data-discourse-setup"></div><section id="main"><div id="main-outlet"></div></section></body></html>'
    )
    result = run("extract", str(page))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "without its posts" in result.stderr
    assert "https://talk.example/t/which-kiln/77.json" in result.stderr


def test_digests_that_do_not_fit_may_be_overlooked(tmp_path: Path) -> None:
    page = making.pages()[0]
    archive = tmp_path / "x.warc"
    archive.write_bytes(making.record(making.http(page), page.url, digest="sha1:" + "A" * 32))
    assert "digest" in run("extract", str(archive)).stderr
    assert rows(run("extract", str(archive), "--no-digests"))


def test_many_pages_of_one_outcome_do_not_hide_another(tmp_path: Path) -> None:
    pages = making.pages()
    gone = next(page for page in pages if "not-found" in page.name)
    (tmp_path / "a.warc").write_bytes(making.warc([gone] * 30, squeezed=False) + making.record(b"x", kind="nonsense"))
    said = run("extract", str(tmp_path / "a.warc")).stderr
    assert said.count(": not-found: ") == 20
    assert "further not-found are only counted" in said
    assert "broken: a record of unknown type" in said


def test_a_run_that_gave_nothing_says_why(tmp_path: Path) -> None:
    picture = making.Saved("x.png", b"picture", "http://bbs.example/x.png", "image/png")
    (tmp_path / "a.warc").write_bytes(making.warc([picture] * 3, squeezed=False))
    result = run("extract", str(tmp_path / "a.warc"))
    assert result.exit_code == 0
    assert "the first that was left out: " in result.stderr
    assert "no page but image/png" in result.stderr


def test_a_crawl_that_had_nothing_to_ask_says_what_would(capsys: pytest.CaptureFixture[str]) -> None:
    with Job() as job:
        summary = msgspec.structs.replace(summarise(job), pages=2, posts=16, threads=1, complete=1, new=16)
    progress = Progress(quiet=False, as_json=False)
    progress.summary(summary, [])
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "16 posts of 1 thread (1 complete) on 2 pages",
        "nothing was fetched: the job has all of it; --update asks for what is new",
    ]
    progress.tell(events.PageFetched("http://bbs.example/1", "thread"))
    capsys.readouterr()
    progress.summary(summary, [])
    assert "nothing was fetched" not in capsys.readouterr().err


def test_what_was_said_just_now_is_not_said_again(capsys: pytest.CaptureFixture[str]) -> None:
    trouble = Trouble(url="http://bbs.example/t", outcome="skipped", why="no such host")
    with Job() as job:
        summary = summarise(job)
    for pages in (0, 20):
        progress = Progress(quiet=False, as_json=False)
        progress.tell(events.Failed(trouble.url, trouble.outcome, trouble.why, "Look at it."))
        for i in range(pages):
            progress.tell(events.PageFetched(f"http://bbs.example/{i}", "thread"))
        progress.summary(msgspec.structs.replace(summary, troubles=(trouble,)), [])
        assert capsys.readouterr().err.count("no such host") == (1 if pages == 0 else 2)
    progress = Progress(quiet=False, as_json=False)
    assert progress.line(events.Stopping(open=2)) == "stopping: 2 open pages are finished; Ctrl-C again stops now"
    assert progress.line(events.Stopping(open=0)) == ""
