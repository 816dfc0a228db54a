"""
Fixture folders of engines: ``tests/fixtures/engines/<engine>/<case>/`` with ``page.html`` (or ``.json``, ``.txt``), ``capture.json``, ``expected.json``.

What ``expected.json`` says must hold: an object's keys are a part of the record's, a list has the same length. Its top level
has ``outcome`` and, as the page has them, ``thread``, ``posts``, ``board``.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from scraper.model import Capture, Page
from scraper.pipeline import extract

__all__ = ["FOLDER", "capture_of", "cases", "differences", "read_case"]

FOLDER = Path(__file__).parent.parent / "fixtures" / "engines"


def cases(engine: str = "*") -> list[Path]:
    """The folders of an engine's cases, or of all engines."""
    return sorted(path.parent for path in FOLDER.glob(f"{engine}/*/expected.json"))


def capture_of(case: Path) -> Capture:
    """The case's page as a capture."""
    page = next(path for path in sorted(case.glob("page.*")))
    said: dict[str, Any] = json.loads((case / "capture.json").read_text("utf-8"))
    return Capture(
        source=f"{case.parent.name}/{case.name}/{page.name}",
        body=page.read_bytes(),
        url=said.get("url"),
        fetched_at=said.get("fetched_at"),
        status=said.get("status"),
        headers={name.lower(): value for name, value in (said.get("headers") or {}).items()},
        engine=said.get("engine"),
    )


def read_case(case: Path) -> tuple[Page, Any]:
    """What the core makes of a case, and what it should."""
    return extract(capture_of(case)), json.loads((case / "expected.json").read_text("utf-8"))


def differences(case: Path) -> list[str]:
    """Where the page that was read is not what was expected; empty where all holds."""
    page, expected = read_case(case)
    found = msgspec.to_builtins(page)
    found["outcome"] = page.outcome.kind
    return list(_differences(expected, found, ""))


def _differences(expected: Any, found: Any, at: str) -> list[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        return [d for key, value in expected.items() for d in _differences(value, found.get(key), f"{at}.{key}")]
    if isinstance(expected, list) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            return [f"{at}: {len(found)} instead of {len(expected)}: {found!r:.300}"]
        return [d for i, (a, b) in enumerate(zip(expected, found, strict=True)) for d in _differences(a, b, f"{at}[{i}]")]
    return [] if expected == found else [f"{at}: {found!r} instead of {expected!r}"]
