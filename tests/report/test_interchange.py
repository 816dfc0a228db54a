"""JSON-LD, feeds and EPUB: valid for every text, complete, the same for the same records."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import OutputError, UsageError
from scraper.model import Attachment, Author, Quote, Record
from scraper.report.epub import write_epub
from scraper.report.feeds import atom, rss
from scraper.report.flow import paragraphs
from scraper.report.jsonld import jsonld
from scraper.report.writing import write

from .hostile import HOSTILE, HOSTILE_URLS
from .made import SMALL, invented, post, thread
from .test_view import hostile_record

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE_RECORDS = [hostile_record(text, HOSTILE_URLS[i % len(HOSTILE_URLS)]) for i, text in enumerate(HOSTILE)]


def test_json_ld_has_the_opening_post_and_its_comments() -> None:
    (line,) = jsonld(SMALL)
    found = json.loads(line)
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "DiscussionForumPosting"
    assert found["headline"] == SMALL[0].thread.title
    assert found["text"] == SMALL[0].text
    assert found["author"]["name"] == "山雀收音"
    assert found["author"]["agentInteractionStatistic"][0]["userInteractionCount"] == 2653
    assert found["datePublished"] == SMALL[0].posted_at
    assert found["commentCount"] == 11
    assert [c["text"] for c in found["comment"]] == [p.text for p in SMALL[1:]]
    assert all(c["@type"] == "Comment" and c["url"] and c["author"]["@type"] == "Person" for c in found["comment"])
    assert any(c.get("citation", [{}])[0].get("@type") == "Quotation" for c in found["comment"])


def test_json_ld_of_a_later_page_keeps_all_its_posts_as_comments() -> None:
    (line,) = jsonld(SMALL[4:])
    found = json.loads(line)
    assert "text" not in found
    assert len(found["comment"]) == len(SMALL[4:])


@pytest.mark.parametrize("text", HOSTILE)
def test_json_ld_cannot_leave_a_script_element(text: str) -> None:
    (line,) = jsonld([hostile_record(text)])
    assert "<" not in line
    assert json.loads(line)["text"].startswith(text)


def test_atom_and_rss_name_every_post_newest_first() -> None:
    feed = ElementTree.fromstring("".join(atom(SMALL)))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == f"#12 {SMALL[-1].author.name}"
    ids = [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(SMALL)
    assert feed.findtext(f"{ATOM}updated") == f"{SMALL[-1].posted_at}+00:00"
    channel = ElementTree.fromstring("".join(rss(SMALL))).find("channel")
    assert channel is not None
    assert len(channel.findall("item")) == len(SMALL)
    assert channel.findtext("item/pubDate") == "Mon, 12 Nov 2012 05:15:47 +0000"


@pytest.mark.parametrize("feed", [atom, rss])
def test_feeds_are_well_formed_for_hostile_posts(feed: type) -> None:
    root = ElementTree.fromstring("".join(feed(HOSTILE_RECORDS)))
    hrefs = [element.get("href") or "" for element in root.iter() if element.get("href")]
    assert all(href.startswith("https://ok.example/") for href in hrefs)


@given(st.text(max_size=80), st.text(max_size=20))
def test_paragraphs_are_well_formed_for_any_text(text: str, code: str) -> None:
    ElementTree.fromstring(f"<div>{paragraphs(text + code, (code,))}</div>")


@pytest.mark.parametrize("write", [atom, rss])
def test_nothing_to_write_is_said(write: type) -> None:
    with pytest.raises(UsageError):
        list(write([]))


EDGES = [
    post("no thread title, no author", author=Author(), thread=thread(title=None, url=None, id=None), source="x" * 300),
    post("", floor=2, states=("deleted",)),
    post("tab\there \x00 \x0b", quotes=(Quote(author=None, post_id=None, text=""),)),
    post("https://例子.example/路径?a=1&b=[2] http://[::1]/ https:///none", links=("http://[bad",), images=("http://x y/z",)),
    post("text", attachments=(Attachment(name="", url=""), Attachment(name="a b.pdf", url="https://bbs.example/a b.pdf", size="1 KB"))),
]


@pytest.mark.parametrize(
    "records", [SMALL, tuple(invented(130)), tuple(HOSTILE_RECORDS), tuple(EDGES)], ids=["small", "chapters", "hostile", "edges"]
)
def test_epubcheck_finds_nothing(records: tuple[Record, ...], tmp_path: Path) -> None:
    epubcheck, java = shutil.which("epubcheck"), shutil.which("java")
    if epubcheck is None or java is None:
        pytest.skip("no epubcheck on this machine")
    write_epub(records, tmp_path / "book.epub")
    done = subprocess.run([java, "-jar", epubcheck, str(tmp_path / "book.epub")], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line or "WARNING" in line]) == (0, [])


def test_the_book_is_the_same_for_the_same_records_and_begins_with_its_type(tmp_path: Path) -> None:
    write_epub(SMALL, tmp_path / "a.epub")
    write_epub(SMALL, tmp_path / "b.epub")
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()
    assert (tmp_path / "a.epub").read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_every_post_is_in_the_book_and_quotes_lead_to_their_posts(tmp_path: Path) -> None:
    write_epub(invented(130), tmp_path / "book.epub")
    with zipfile.ZipFile(tmp_path / "book.epub") as book:
        chapters = [book.read(name).decode() for name in book.namelist() if "/c0" in name]
    assert len(chapters) == 3
    assert sum(chapter.count("<h2 id=") for chapter in chapters) == 130
    assert any('<blockquote><p><a href="c000' in chapter for chapter in chapters)


@pytest.mark.parametrize(
    ("name", "start"),
    [("t.html", b"<!DOCTYPE html>"), ("t.epub", b"PK"), ("t.atom", b"<?xml"), ("t.RSS", b"<?xml"), ("t.jsonld", b'{"@context"')],
)
def test_the_end_of_a_name_says_the_form(tmp_path: Path, name: str, start: bytes) -> None:
    write(SMALL, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_an_end_that_means_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.epub"):
        write(SMALL, tmp_path / "t.doc")


@pytest.mark.parametrize("end", [".html", ".epub", ".atom"])
def test_a_folder_is_never_replaced(tmp_path: Path, end: str) -> None:
    (tmp_path / f"t{end}").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write(SMALL, tmp_path / f"t{end}")
    assert [p.name for p in tmp_path.iterdir()] == [f"t{end}"]


def test_a_book_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_epub(SMALL, tmp_path / "no such folder" / "book.epub")
    with pytest.raises(UsageError):
        write_epub([], tmp_path / "book.epub")
