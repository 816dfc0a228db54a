"""Imports point downward and siblings of a layer never meet; heavy libraries stay behind their doors."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "scraper"

LAYERS = (
    {"__init__", "__main__"},
    {"commands"},
    {"api"},
    {"batch"},
    {"crawling"},
    {"pipeline"},
    {"engines", "clean", "fetch", "store", "frontier", "report"},
    {"styles"},
    {"markup", "mirrors", "encoding", "dates", "urls", "labels", "config", "files"},
    {"model", "errors", "settings", "version", "budget"},
)
RANK = {name: i for i, layer in enumerate(LAYERS) for name in layer}

DOORS = {
    "httpx": {"fetch"},
    "selectolax": {"markup", "engines"},
    "typer": {"commands"},
    "protego": {"fetch"},
    "tinycss2": {"styles"},
    "numpy": {"clean"},
    "ftfy": {"clean"},
    "dateparser": {"dates"},
    "chardet": {"encoding"},
    "fastwarc": {"store"},
    "fsspec": {"store"},
    "pyarrow": {"store", "batch", "commands"},
    "duckdb": {"batch", "commands"},
    "py3langid": {"batch"},
    "ray": {"batch"},
    "datatrove": {"batch"},
}
"""Which rooms may import a library."""


NAMED = {"ray": "ray[data]", "rich": "typer"}
"""Libraries that are asked for by another name than they are imported by; ``rich`` is one of typer's own."""


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, those of this package made absolute."""
    here = ["scraper", *path.relative_to(PACKAGE).with_suffix("").parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level] if node.level else [])
            stem = ".".join(p for p in (base, node.module or "") if p)
            yield from (f"{stem}.{alias.name}" for alias in node.names)


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downward(path: Path) -> None:
    mine = room(path)
    assert mine in RANK, f"{mine} has no layer: give it one here"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "scraper" or len(parts) < 2 or parts[1] not in RANK or parts[1] == mine:
            continue
        assert RANK[parts[1]] > RANK[mine], f"{path} imports {name}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        assert library not in DOORS or room(path) in DOORS[library], f"{path} imports {library}"


def test_what_is_imported_is_asked_for() -> None:
    """A library that only comes along with another one may go with its next version."""
    asked = (PACKAGE.parent / "pyproject.toml").read_text("utf-8")
    used = {name.split(".")[0] for path in MODULES for name in imports(path)} - {"scraper", "compression", *sys.stdlib_module_names}
    assert not {name for name in used if f'"{NAMED.get(name, name)}' not in asked}
