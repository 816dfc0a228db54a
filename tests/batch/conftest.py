"""What the tests of batch work share."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from scraper.batch.work import Done
from tests.store import making


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WARC of threads, a board and refusals, large enough for several pieces."""
    place = tmp_path_factory.mktemp("inputs") / "pages.warc.gz"
    place.write_bytes(making.warc(making.pages() * 2))
    return place


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small inputs cut as large ones are."""
    monkeypatch.setattr("scraper.store.inputs.cutting.LEAST", 1)
    monkeypatch.setattr("scraper.store.inputs.cutting.PIECE", 20_000)
    monkeypatch.setattr("scraper.batch.extraction.LEAST", 40_000)


FAULTS = """
import hashlib, os, signal
import scraper.pipeline as core

plain = core.extract

def extract(capture, *settings, **options):
    body = capture.body
    if b"HANGS IN C" in body:
        hashlib.pbkdf2_hmac("sha1", b"", b"", 2**31 - 1)  # it never looks at signals
    elif b"HANGS" in body:
        while True:
            pass
    elif b"CRASHES" in body:
        os.kill(os.getpid(), signal.SIGSEGV)
    elif b"EATS" in body:
        bytearray(2_000_000_000)
    elif b"RAISES" in body:
        raise ValueError("what the page did")
    elif b"KILLED ONCE" in body and not os.path.exists(body.split()[-1]):
        open(body.split()[-1], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(capture, *settings, **options)

core.extract = extract
"""


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers in which pages do what their bodies say."""
    (tmp_path / "faults").mkdir()
    (tmp_path / "faults" / "sitecustomize.py").write_text(FAULTS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "faults"))


def records(found: Iterable[Done]) -> list[dict[str, object]]:
    """The records of results."""
    return [json.loads(line) for done in found for line in done.lines.splitlines()]
