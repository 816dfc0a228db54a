"""RELIABILITY 3: each call to the system fails in turn, with each of the faults that disks and networks have."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import OutputError, RetryLater
from scraper.fetch.client import Client
from scraper.fetch.guard import Gate
from scraper.settings import FetchSettings
from scraper.store.inputs import captures
from scraper.store.inputs.values import Problem
from scraper.store.sinks import formats, open_sink
from tests.store.test_sinks import POSTS

FAULTS = {name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EMFILE", "EINTR", "EROFS", "EDQUOT")}
SINKS = sorted(name for name, form in formats().items() if name != "epub" and not form.folder)


def failing(fault: int) -> Callable[..., Any]:
    def fails(*_: object, **__: object) -> Any:
        raise OSError(fault, os.strerror(fault))

    return fails


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace", "os.open"])
@pytest.mark.parametrize("name", SINKS)
def test_a_call_that_fails_keeps_the_old_output(name: str, call: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RELIABILITY 3: sync, rename and the folder's own sync; once the new file is at its name, it is whole."""
    form = formats()[name]
    if name == "sqlite" and call == "os.fsync":
        pytest.skip("SQLite syncs by itself")
    place = tmp_path / f"a{form.ends[0]}"
    place.write_bytes(b"old")
    monkeypatch.setattr(call, failing(FAULTS[fault]))
    with pytest.raises(OutputError, match=f"a{form.ends[0]}: cannot be written"), open_sink(str(place), name) as sink:
        for record in POSTS:
            sink.write(record)
    monkeypatch.undo()
    assert [file for file in tmp_path.iterdir() if file != place] == []
    assert place.read_bytes() == b"old" or call == "os.open"  # the folder is opened after the rename


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("end", ["html", "warc", "jsonl", "zip", "txt"])
def test_an_input_that_cannot_be_opened_is_named_and_the_others_are_read(
    end: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RELIABILITY 3: read faults."""
    bad, good = tmp_path / f"a.{end}", tmp_path / "b.html"
    bad.write_bytes(b"x")
    good.write_bytes(b"<p>x</p>")
    real = Path.open

    def opened(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == bad.name:
            raise OSError(FAULTS[fault], os.strerror(FAULTS[fault]))
        return real(path, *words, **more)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr("builtins.open", lambda path, *w, **m: opened(Path(path), *w, **m))
    first, second = list(captures([str(bad), str(good)]))
    assert isinstance(first, Problem)
    assert first.outcome.kind == "broken"
    assert os.strerror(FAULTS[fault]).lower() in first.outcome.reason.lower()
    assert not isinstance(second, Problem)


@pytest.mark.parametrize("fault", ["ETIMEDOUT", "ECONNREFUSED", "EMFILE", "ENETUNREACH", "EHOSTUNREACH", "ECONNRESET", "EINTR"])
@pytest.mark.parametrize("call", ["resolve", "connect"])
def test_a_network_that_fails_is_asked_again_later(call: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """RELIABILITY 3, 20: each step of a connection."""
    number = getattr(errno, fault)

    async def fails(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    async def known(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34"]

    async def go() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fails)
        monkeypatch.setattr("anyio.connect_tcp", fails)
        more: dict[str, Any] = {"resolve": known} if call == "connect" else {}
        async with Client(FetchSettings(), Gate(), wall=lambda: 0.0, **more) as client:
            await client.get("http://bbs.example/t/1")

    with pytest.raises(RetryLater, match=r"bbs\.example"):
        asyncio.run(go())
