"""Tables: what is filed is found, and a cache that is broken, full or not there costs only time."""

import random
from pathlib import Path

import pytest

from scraper.clean.tables import Table, cache_folder, table, visible


@pytest.mark.parametrize(("name", "codec"), [("phpwind-126", "ascii"), ("phpwind-255", "gbk"), ("phpwind-255", "utf-8")])
def test_every_string_is_found_by_what_is_visible(name: str, codec: str, cache: str) -> None:
    found = table(name, codec, cache)
    for seed in random.Random(7).sample(range(1_000_000), 300):
        assert found.shown(found.seed(found.shown(seed)) or 0) == found.shown(seed)


def test_what_no_seed_gives_is_not_found(cache: str) -> None:
    assert table("phpwind-126", "ascii", cache).seed("plainword") is None
    assert table("phpwind-126", "ascii", cache).seed("字字字字字字") is None


def test_neighbours_by_the_window_are_those_by_seed(cache: str) -> None:
    found = table("phpwind-126", "ascii", cache)
    near = found.strings(999_990, 30)
    assert all(found.shown(seed) == shown for shown, seed in near.items())
    assert found.strings(500, 40) == {found.shown(s): s for s in reversed(range(500, 540)) if found.shown(s)}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with one small table."""
    table.cache_clear()
    table("phpwind-126", "ascii", str(tmp_path))
    return tmp_path / "phpwind-126.ascii.table"


def works(found: Table) -> bool:
    return found.seed(found.shown(796892)) == 796892


@pytest.mark.parametrize("harm", [b"", b"no table", None])
def test_a_broken_file_is_made_again(made: Path, harm: bytes | None) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if harm is None else harm)
    table.cache_clear()
    assert works(table("phpwind-126", "ascii", str(made.parent)))
    assert made.read_bytes() == whole
    table.cache_clear()


def test_a_folder_that_cannot_be_written_leaves_the_table_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    table.cache_clear()
    assert works(table("phpwind-126", "ascii", str(tmp_path / "file")))
    table.cache_clear()


def test_the_cache_is_where_the_platform_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_folder() == Path("/somewhere/forum-scraper")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache/forum-scraper"
    assert cache_folder("/chosen") == Path("/chosen")


def test_visible_is_what_every_converter_leaves() -> None:
    assert visible("\x00a \u200bb\xa0\ufffd\x01\ufffdc\x7f") == "ab\ufffdc"
