"""Files: archives of every kind, stores of cookies, engines written as TOML, settings."""

import atexit
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from scraper.engines.toml import engine_from
from scraper.errors import InputError, ScraperError
from scraper.fetch.cookies import from_firefox, from_netscape
from scraper.model import Capture
from scraper.store.inputs import Problem, captures

__all__ = ["archives", "stores", "toml"]

UNFORESEEN = re.compile(r"\w+(?:Error|Exception|Exit|Interrupt): ")
HOSTS = ("https://bbs.example/",)
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def placed(capture: Capture, name: str) -> Path:
    """The bytes as a file."""
    path = FOLDER / name
    path.write_bytes(capture.body)
    return path


def archives(capture: Capture) -> None:
    """Whatever the bytes, there are pages and named problems, no error that nobody thought of, and the same twice."""
    path = placed(capture, f"input.{capture.source}")
    found = list(_taken(path))
    assert found, "nothing at all was said"
    assert crc32(capture.body) % 4 or list(_taken(path)) == found


def _taken(path: Path) -> Iterator[tuple[str, bytes | str]]:
    for item in captures([str(path)]):
        if isinstance(item, Problem):
            assert not UNFORESEEN.match(item.outcome.reason), item.outcome.reason
            yield item.outcome.kind, item.outcome.reason
        else:
            yield item.source, item.body


def stores(capture: Capture) -> None:
    """A store of cookies is read or refused; what it gives is for the user's hosts."""
    reader = from_firefox if capture.source == "sqlite" else from_netscape
    with suppress(InputError):
        assert {cookie.host for cookie in reader(placed(capture, "cookies"), HOSTS)} <= {"bbs.example"}


def toml(capture: Capture) -> None:
    """An engine's file is read or its mistake is named."""
    with suppress(ValueError, RecursionError, ScraperError):  # of tomllib; ``load`` names them
        engine_from(tomllib.loads(capture.body.decode("utf-8", "replace")))
