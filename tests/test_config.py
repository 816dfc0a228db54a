"""``scraper.toml``: laid over the defaults, every mistake named."""

from pathlib import Path

import msgspec
import pytest

from scraper import config
from scraper.errors import UsageError
from scraper.settings import Settings

GOOD = """
[read]
timezone = "Asia/Shanghai"
engine_files = ["lark.toml"]
[clean]
preset = "archive"
likely = "off"
[fetch]
delay = 2
[site."bbs.example"]
engine = "discuz"
delay = 5.0
selectors = { title = "h1" }
"""

WRONG = [
    ("[raed]\n", "raed"),
    ("[read]\ntimzone = 1\n", "timzone"),
    ("[read]\ntimezone = 1\n", "timezone|str"),
    ("[clean]\npreset = 'no'\n", "preset"),
    ('[site."x"]\ndate_order = "abc"\n', "date_order"),
    ("[read\n", "not TOML"),
    ("[clean]\npreset = ['reading']\n", "clean.preset"),
    ("[clean]\nreasons = ['junk']\n", "clean.reasons.*'?junk'?.*junk-proved"),
    ("[clean]\nlikely = 'maybe'\n", "clean.likely = 'maybe'"),
    ("[read]\nengine_files = 'lark.toml'\n", "read.engine_files.*array"),
    ("[read]\ndate_order = 'xyz'\n", "read.date_order"),
    ("[fetch]\ndelay = 'fast'\n", "fetch.delay = 'fast'"),
    ("[fetch]\ndelay = -3\n", "fetch.delay = -3"),
    ("[fetch]\nconcurrency = 0\n", "fetch.concurrency = 0"),
    ("[fetch]\ndealy = 2\n", "did you mean 'delay'"),
    ("a = " + "9" * 5000, "not TOML"),
    ("a = " + "[" * 5000, "not TOML"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "scraper.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_lies_over_the_defaults(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, GOOD))
    assert (settings.read.timezone, settings.read.engine_files) == ("Asia/Shanghai", (str(tmp_path / "lark.toml"),))
    assert (settings.clean.mark_only, settings.clean.likely, settings.fetch.delay) == (True, "off", 2.0)
    assert settings.read.sites["bbs.example"].selectors == {"title": "h1"}


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UsageError, match=said):
        config.load(path)


def test_the_users_own_file_is_found_and_no_strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, GOOD)
    assert config.find({"XDG_CONFIG_HOME": str(tmp_path / "c")}) is None
    own = tmp_path / "c" / "forum-scraper"
    own.mkdir(parents=True)
    assert config.find({"XDG_CONFIG_HOME": str(tmp_path / "c")}) is None
    write(own, GOOD)
    assert config.find({"XDG_CONFIG_HOME": str(tmp_path / "c")}) == own / "scraper.toml"


def test_each_setting_says_where_it_comes_from(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    rows = {name: (value, where) for name, value, where in config.origin(config.load(path), path)}
    assert rows["fetch.delay"] == ("2.0", str(path))
    assert rows["fetch.retries"] == (str(Settings().fetch.retries), "default")
    assert msgspec.json.encode(config.schema())
