"""RELIABILITY 21, 30, 31, 37, 39, 40: what the tests of the rooms do not hold yet."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper import clean
from scraper.fetch.files import safe_name
from scraper.frontier import Listing, Scope, begin, step
from scraper.model import Capture
from scraper.settings import PRESETS
from scraper.store.inputs import captures
from scraper.store.sinks import decode_line, encode_line
from tests.store.making import http, mhtml, pages, record
from tests.store.test_sinks import made
from tests.test_frontier import BASE, address, page

SAVED = pages()[0]


def test_a_million_pages_announced_are_not_asked_for() -> None:
    """RELIABILITY 21: a page that says 1,000,000 and shows the same posts ends after two pages without a new one."""
    asked, walk = 1, begin(page(1, [1]), BASE, Listing())
    for number in range(1, 50):
        walk, _ = step(
            walk, page(number, [1], pages=1_000_000, next_url=address(number + 1)), address(number), {"1": 1}, visited=False, scope=Scope()
        )
        if walk.stop or walk.next is None:
            break
        asked += 1
    assert asked <= 4


@pytest.mark.parametrize(
    "text",
    [
        "Nothing here.",
        "a\u200bb\u00ad \x07c",
        "æ\x97¥æ\x9c¬",
        "x OSlvwH%(EE \nThe second line. {K <iih \nThird. wt)hs x\n",
        "\ufeff \u2028\u3000",
    ],
)
@pytest.mark.parametrize("preset", PRESETS)
def test_clean_text_stays_clean(preset: str, text: str) -> None:
    """RELIABILITY 30: clean(clean(x)) = clean(x), in every preset; any text in tests/fuzz."""
    once = clean(text, PRESETS[preset]).text
    assert clean(once, PRESETS[preset]).text == once


def test_a_link_in_the_folder_of_files_is_not_followed_out(tmp_path: Path) -> None:
    """RELIABILITY 31: a name cannot meet a link that somebody laid: each has a number of its own before it, and no folder."""
    names = {safe_name(n, name) for n, name in enumerate(["../x", "x", "X", "a/../x", "..\\x", "CON", "x" * 300, "x.", "x "])}
    assert len(names) == 9
    assert all((tmp_path / name).resolve().parent == tmp_path.resolve() and len(name.encode()) <= 255 for name in names)


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\ud800", "\x00", "\n", "\r", '"', "\\"])
def test_a_line_is_one_line_of_json_in_utf_8(char: str) -> None:
    """RELIABILITY 37: whatever a post holds, one line, JSON, UTF-8, and back."""
    text = f"a{char}b"
    if char == "\ud800":
        text = text.encode("utf-8", "replace").decode()
    line = encode_line(made(text=text))
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8"))["text"] == text
    assert decode_line(line).text == text


def found(place: Path) -> tuple[list[str], list[str]]:
    """The sources read, and what was said of those that could not be."""
    items = list(captures([str(place)]))
    return [item.source for item in items if isinstance(item, Capture)], [repr(item) for item in items if not isinstance(item, Capture)]


def test_one_bad_record_of_a_thousand_costs_one(tmp_path: Path) -> None:
    """RELIABILITY 39: all others are read, the bad one is named."""
    import gzip

    blocks = [
        gzip.compress(record(http(SAVED), f"http://bbs.example/{n}", digest="sha1:AAAA" if n == 500 else "good"), 1) for n in range(1000)
    ]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(blocks))
    read, said = found(tmp_path / "a.warc.gz")
    assert len(read) == 999
    assert len(said) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: mhtml(SAVED, boundary="x" * 5000),
        lambda: b"".join(b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)),
        lambda: mhtml(SAVED).replace(b"base64", b"quoted-printable")[:-30],
        lambda: many_members(20_000),
    ],
    ids=["long boundary", "nested multipart", "cut quoted-printable", "many members"],
)
def test_a_container_made_to_hurt_ends_in_time(make: Callable[[], bytes], tmp_path: Path) -> None:
    """RELIABILITY 40: nested multipart × 1,000, bad boundaries, many entries."""
    body = make()
    place = tmp_path / ("a.zip" if body.startswith(b"PK") else "a.mhtml")
    place.write_bytes(body)
    found(place)


def many_members(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(count):
            archive.writestr(f"../{n}.txt", b"")
    return out.getvalue()
