"""Tables: what is filed is found, and a cache that is broken, full or not there costs only time."""

import random
from pathlib import Path

import pytest

from scraper.clean.shown import visible
from scraper.clean.tables import Table, cache_folder, table


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
    drawn = found.lines([(999_990, 30), (7, 2)]).split(b"\n")[:-1]
    assert drawn == [found.raw(seed % 1_000_000).replace(b"\n", b"\r") for seed in (*range(999_990, 1_000_020), 7, 8)]
    assert found.strings([(500, 40)]) == {found.shown(s): s for s in reversed(range(500, 540)) if found.shown(s)}


@pytest.mark.parametrize("codec", ["ascii", "gbk", "gb18030", "utf-8", "big5", "latin-1", "cp1252"])
def test_strings_decoded_together_are_those_decoded_alone(codec: str, cache: str) -> None:
    """In GB 18030 a lead byte and a digit at the end of the last string took the line end with them."""
    found = table("phpwind-126" if codec == "ascii" else "phpwind-255", codec, cache)
    for last in range(40, 400):
        assert set(found.strings([(last - 1, 2)])) == {found.shown(last - 1), found.shown(last)} - {""}


@pytest.mark.parametrize("codec", ["ascii", "gbk", "gb18030", "utf-8", "latin-1"])
def test_the_strings_that_end_many_lines_are_those_that_end_each(codec: str, cache: str) -> None:
    found = table("phpwind-126" if codec == "ascii" else "phpwind-255", codec, cache)
    lines = [("x" + found.shown(seed))[-10:] for seed in range(0, 4000, 9)] + ["", "word", "\ufffd", "\U0001f600\ud800"]
    together = found.endings(lines)
    assert together == [found.endings([line])[0] for line in lines]
    assert sum(any(seed == 9 * i for _, seed in strings) for i, strings in enumerate(together)) > 80


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
