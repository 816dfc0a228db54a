"""Files on disk: names that steer nothing, parts that go on, limits."""

import asyncio
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import FetchError, Refused, RetryLater, TooCostly
from scraper.fetch.client import Client
from scraper.fetch.download import Kept, download
from scraper.fetch.files import FileRules, announced_name, safe_name
from scraper.fetch.guard import gate_for
from scraper.settings import FetchSettings
from tests.server.wire import Handler, Request, Server, response

BODY = bytes(range(256)) * 100


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.jpg", "000001-photo.jpg"),
        ("../../etc/passwd", "000001-passwd"),
        ("/etc/passwd", "000001-passwd"),
        ("C:\\Windows\\x.png", "000001-x.png"),
        ("C:x.png", "000001-C_x.png"),
        ("a\x00b.png", "000001-a_b.png"),
        ("CON", "000001-_CON"),
        ("con.txt", "000001-_con.txt"),
        ("COM¹.log", "000001-_COM¹.log"),
        ("a.desktop", "000001-a.desktop.download"),
        ("a.LNK", "000001-a.LNK.download"),
        ("a.html", "000001-a.html.download"),
        ("a.svg", "000001-a.svg.download"),
        ("a.tar.gz", "000001-a.tar.gz"),
        ("trailing. . .", "000001-trailing"),
        ("", "000001-file"),
        ("...", "000001-file"),
        ("photo\u202egpj.exe", "000001-photogpj.exe.download"),
        ("e\u0301.png", "000001-\u00e9.png"),
        ("\ud800.png", "000001-?.png"),
        ('a<b>:"|?*.png', "000001-a_b______.png"),
        ("a\nb.png", "000001-a_b.png"),
        ("-rf", "000001--rf"),
        ("$(reboot).png", "000001-$(reboot).png"),
    ],
)
def test_a_name_steers_nothing(name: str, safe: str) -> None:
    assert safe_name(1, name) == safe


@given(st.text(max_size=400), st.integers(1, 10**9))
def test_any_name_is_one_short_part_of_a_path(name: str, number: int) -> None:
    safe = safe_name(number, name)
    assert len(safe.encode()) <= 200
    assert "/" not in safe
    assert "\\" not in safe
    assert safe not in (".", "..")
    assert safe.startswith(f"{number:06}-")
    assert unicodedata.normalize("NFC", safe) == safe or len(safe.encode()) > 150
    assert all(c.isprintable() or c.isspace() or ord(c) > 127 for c in safe)


def test_names_that_a_disk_would_fold_do_not_clash() -> None:
    names = ["A.png", "a.png", "\u00e9.png", "e\u0301.png"]
    safe = {unicodedata.normalize("NFC", safe_name(n, name)).casefold() for n, name in enumerate(names)}
    assert len(safe) == 4


@pytest.mark.parametrize(
    ("url", "disposition", "name"),
    [
        ("http://a.example/x/y.png?z=1", None, "y.png"),
        ("http://a.example/", None, "file"),
        ("http://a.example/%E5%9B%BE.png", None, "图.png"),
        ("http://a.example/x", 'attachment; filename="a b.pdf"', "a b.pdf"),
        ("http://a.example/x", "attachment", "x"),
        ("http://a.example/x", 'attachment; filename="a\r\nb"', "a  b"),
        ("http://a.example/x", "attachment; filename*=UTF\0-8''y.pdf", "x"),
        ("http://a.example/x", "attachment; filename*8=UTF-8''a; filename*=UTF-8''b", "x"),
    ],
)
def test_the_announced_name_is_read(url: str, disposition: str | None, name: str) -> None:
    assert announced_name(url, disposition) == name


def fetch(handler: Handler, folder: Path, *, rules: FileRules | None = None) -> Kept:
    async def go() -> Kept:
        settings = FetchSettings(total_timeout=2.0, rate_window=1.0)
        async with Server(handler) as server, Client(settings, gate_for([server.url]), wall=lambda: 0.0) as client:
            return await download(client, server.url + "/data/map.bin", folder, 7, rules or FileRules())

    return asyncio.run(go())


def ranged(*, cut: bool = False, tag: str = '"v1"', honest: bool = True) -> Handler:
    """A server that serves ranges; ``cut`` closes in the middle."""

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        wanted = request.headers.get("range", "")
        begin = int(wanted[6:-1]) if wanted and request.headers.get("if-range") == tag else 0
        if begin and honest:
            head = {"Content-Range": f"bytes {begin}-{len(BODY) - 1}/{len(BODY)}", "ETag": tag}
            writer.write(response(BODY[begin:], status=206, kind="application/octet-stream", headers=head))
        elif begin:
            writer.write(response(BODY[:9], status=206, kind="application/octet-stream", headers={"Content-Range": "bytes 0-8/9"}))
        else:
            whole = response(BODY, kind="application/octet-stream", headers={"ETag": tag})
            writer.write(whole[:-9000] if cut else whole)
            if cut:
                await writer.drain()
                writer.close()

    return handler


def test_a_file_is_stored_with_its_digest(tmp_path: Path) -> None:
    kept = fetch(ranged(), tmp_path)
    assert (kept.name, kept.size, kept.sha256) == ("000007-map.bin", len(BODY), sha256(BODY).hexdigest())
    assert [p.name for p in tmp_path.iterdir()] == ["000007-map.bin"]
    assert (tmp_path / kept.name).read_bytes() == BODY


def test_a_part_is_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(RetryLater):
        fetch(ranged(cut=True), tmp_path)
    assert (tmp_path / "000007.part").stat().st_size == len(BODY) - 9000
    assert fetch(ranged(), tmp_path).sha256 == sha256(BODY).hexdigest()


def test_a_part_of_another_version_is_thrown_away(tmp_path: Path) -> None:
    with pytest.raises(RetryLater):
        fetch(ranged(cut=True), tmp_path)
    assert fetch(ranged(tag='"v2"'), tmp_path).sha256 == sha256(BODY).hexdigest()


def test_a_part_that_does_not_fit_is_asked_for_anew(tmp_path: Path) -> None:
    with pytest.raises(RetryLater):
        fetch(ranged(cut=True), tmp_path)
    with pytest.raises(RetryLater):
        fetch(ranged(honest=False), tmp_path)
    assert not (tmp_path / "000007.part").exists()


def test_a_part_without_a_mark_is_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / "000007.part").write_bytes(b"left by somebody")
    assert fetch(ranged(), tmp_path).sha256 == sha256(BODY).hexdigest()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: response("<html>please log in", kind="text/html"), Refused),
        (lambda: response("alert(1)", kind="application/javascript"), Refused),
        (lambda: response("gone", status=404, kind="text/plain"), Refused),
        (lambda: response("busy", status=503, kind="text/plain", headers={"Retry-After": "7"}), RetryLater),
        (lambda: response("x" * 2000, kind="image/png"), TooCostly),
        (lambda: response("x", kind="image/png", zipped=True), Refused),
        (lambda: response("", status=416), RetryLater),
    ],
)
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[], bytes], error: type[FetchError]) -> None:
    async def handler(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(make())

    with pytest.raises(error):
        fetch(handler, tmp_path, rules=FileRules(max_bytes=1000))
    assert not list(tmp_path.glob("000007-*"))


def test_a_redirect_is_told_and_not_followed(tmp_path: Path) -> None:
    async def handler(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(status=302, headers={"Location": "http://cdn.example/x"}))

    assert fetch(handler, tmp_path).redirect == "http://cdn.example/x"
