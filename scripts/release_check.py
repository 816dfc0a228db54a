"""
``make release-check``: what must hold before a release, in a folder of its own.

Builds sdist and wheel, installs the wheel into an empty environment, runs the command and the library from it, and imports each light extra;
then holds version, changelog and tag together.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROBES = {
    "warc": "fastwarc.warc",
    "compress": "brotli",
    "parquet": "pyarrow.parquet",
    "threads": "duckdb",
    "remote": "fsspec",
    "lang": "py3langid",
    "view": "jinja2, nh3, pygal",
}


def run(*words: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; the check ends where it fails."""
    print("$", *words, flush=True)
    return subprocess.run([str(word) for word in words], check=True, cwd=cwd, stdout=subprocess.PIPE, text=True).stdout


def built(folder: Path) -> Path:
    """The wheel, made from the sdist."""
    tools = folder / "tools"
    run(sys.executable, "-m", "venv", tools)
    run(tools / "bin" / "python", "-m", "pip", "install", "-q", "build")
    run(tools / "bin" / "python", "-m", "build", "--outdir", folder / "dist", ROOT)
    return next((folder / "dist").glob("*.whl"))


def tried(folder: Path, wheel: Path) -> None:
    """The wheel in an empty environment, without the checkout in sight."""
    python = folder / "empty" / "bin" / "python"
    run(sys.executable, "-m", "venv", folder / "empty")
    run(python, "-m", "pip", "install", "-q", wheel)
    assert "extract" in run(folder / "empty" / "bin" / "scraper", "--help", cwd=folder)
    page = ROOT / "demo" / "site" / "page-1.html"
    lines = run(folder / "empty" / "bin" / "scraper", "extract", page, "-q", cwd=folder).splitlines()
    assert len(lines) == 4, lines
    code = "import scraper; assert scraper.clean('x').text == 'x'; print(scraper.__version__)"
    assert run(python, "-c", code, cwd=folder).strip() == version()
    for extra, modules in PROBES.items():
        run(python, "-m", "pip", "install", "-q", f"{wheel}[{extra}]")
        run(python, "-c", f"import {modules}", cwd=folder)


def version() -> str:
    """The version in its one place."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "scraper" / "version.py").read_text("utf-8"))
    assert found
    return found[1]


def said() -> None:
    """The changelog has a section for what is released, and every extra that messages name is one."""
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in changes or f"## {version()}" in changes, "the changelog says nothing of this version"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for path in (ROOT / "scraper").rglob("*.py"):
        for name in re.findall(r"forum-scraper\[(\w+)\]", path.read_text("utf-8")):
            assert name in extras, f"{path}: no extra is called {name!r}"


def main() -> None:
    """All checks; the first that fails ends it."""
    said()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tried(place, built(place))
    print(f"forum-scraper {version()} can be released")


if __name__ == "__main__":
    main()
