"""The README and the manual are true: every command and snippet runs, every name has its documentation, every link leads somewhere."""

import contextlib
import importlib.util
import inspect
import os
import re
import shutil
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

import scraper
from scraper import model

from ..server.forum import Forum, PhpBB
from ..server.serving import serving
from .snippets import Runner, blocks

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "demo" / "site"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NEEDS = {"frames": ("pandas", "polars", "duckdb", "datasets", "pyarrow"), "cluster": ("datatrove", "ray"), "warc": ("warcio", "fastwarc")}
"""Libraries without which a page's snippets cannot run; they are no dependencies of the tests."""


def module(path: Path) -> "ModuleType":
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def hosts() -> Iterator[dict[str, str]]:
    """The invented forums of the manual, on loopback: the demo's thread, and a small phpBB."""
    forum = Forum.made(4, seed=3, most=14, boards=1)
    with serving([(forum, PhpBB())]) as (address,):
        demo = ThreadingHTTPServer(("127.0.0.1", 0), module(ROOT / "demo" / "run.py").Forum)
        thread = threading.Thread(target=demo.serve_forever)
        thread.start()
        yield {"https://bbs.example": f"http://127.0.0.1:{demo.server_address[1]}", "https://forum.example": address.rstrip("/")}
        demo.shutdown()
        thread.join()
        demo.server_close()


@pytest.fixture
def runner(tmp_path: Path, hosts: dict[str, str], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A reader's folder: the files that the manual speaks of, settings without a pause between requests, a cache of its own."""
    shared = tmp_path_factory.getbasetemp() / "docs-cache"
    (tmp_path / "config" / "forum-scraper").mkdir(parents=True)
    (tmp_path / "config" / "forum-scraper" / "scraper.toml").write_text("[fetch]\ndelay = 0.0\n", "utf-8")
    folder = tmp_path / "reader"
    (folder / "pages").mkdir(parents=True)
    shutil.copy(SITE / "page-1.html", folder / "saved.html")
    for page in SITE.glob("page-*.html"):
        shutil.copy(page, folder / "pages")
    page_text = "\n".join(scraper.restore(p.text, p.edits) for p in scraper.extract((SITE / "page-1.html").read_bytes()).posts)
    (folder / "dump.txt").write_text(page_text, "utf-8")
    (folder / "cookies.txt").write_text("# Netscape HTTP Cookie File\nbbs.example\tFALSE\t/\tFALSE\t0\tsid\t0123\n", "utf-8")
    (folder / "urls.txt").write_text("https://bbs.example/read.php?tid=42\n", "utf-8")
    kept = {name: value for name, value in os.environ.items() if name in ("LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")}
    environment = kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(shared),
        "COLUMNS": "140",
    }
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.chdir(folder)
    return Runner(folder, environment, hosts, ROOT)


@pytest.mark.filterwarnings("ignore")  # of the libraries whose use the manual shows, and of files that short snippets leave open
@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_and_snippet_runs(path: Path, runner: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    for library in NEEDS.get(path.stem, ()):
        pytest.importorskip(library)
    for block in blocks(path):
        try:
            runner.run(block)
        except BaseException as error:
            error.add_note(f"{path.relative_to(ROOT)}:{block.line}")
            raise


def test_blocks_are_found_and_wrong_ones_fail(tmp_path: Path, runner: Runner) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n\n```sh\nprintf 'one two'\n```\n\n1. list\n\n    ```text\n    one\n    ```\n\n```sh\ntest 1 = 2\n```\n", "utf-8")
    found = blocks(page)
    assert [(b.lang, b.line) for b in found] == [("sh", 3), ("text", 9), ("sh", 13)]
    runner.run(found[0])
    runner.run(found[1])
    with pytest.raises(AssertionError, match="not said"):
        runner.expect("three")
    with pytest.raises(AssertionError, match="exit code 1"):
        runner.run(found[2])


def test_every_public_name_is_documented() -> None:
    missing = []
    for name in scraper.__all__:
        value = getattr(scraper, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            missing += [] if (value.__doc__ or "").strip() else [name]
            missing += [f"{name}.{m}" for m, f in vars(value).items() if inspect.isfunction(f) and not m.startswith("_") and not f.__doc__]
    assert missing == []


def test_every_field_of_the_record_has_its_meaning() -> None:
    meanings = tomllib.loads((ROOT / "scripts" / "fields.toml").read_text("utf-8"))
    for name, fields in meanings.items():
        assert list(getattr(model, name).__struct_fields__) == list(fields), name
    assert set(meanings) == set(msgspec.json.schema(model.Record)["$defs"])


LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*src=\"([^\"]+)\"")


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_links_of_the_front_door_lead_to_files(path: Path) -> None:
    if not path.exists():
        pytest.skip("not written yet")
    links = [a or b for a, b in LINK.findall(path.read_text("utf-8"))]
    local = [link.partition("#")[0] for link in links if not link.startswith(("http://", "https://", "#", "mailto:"))]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_the_manual_builds_and_its_links_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("material")
    pytest.importorskip("mkdocstrings")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    with contextlib.chdir(ROOT), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.filters", [])
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True))
    assert "junk-proved" in (tmp_path / "site" / "reference" / "record.html").read_text("utf-8")
    assert "phpwind 8.7" in (tmp_path / "site" / "reference" / "engines.html").read_text("utf-8")
