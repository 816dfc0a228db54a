"""RELIABILITY 33, 34: what a page says never steers a terminal, and its brackets are no markup, in every command that shows it."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scraper.commands.answers import plain
from scraper.commands.app import app

DEMO = Path(__file__).parent.parent.parent / "demo" / "site" / "page-1.html"
JOB = Path(__file__).parent.parent / "fixtures" / "jobs" / "schema-1.job"
EVIL = "\x1b[31mred\x1b]52;c;eA==\x07\x1b]8;;http://evil.example\x07\x9b2J\rover\u202e[red][/][/bold][link=http://evil.example]"
STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")

COMMANDS = [
    ("explain", "{page}"),
    ("explain", "{page}", "--floor", "1"),
    ("explain-engine", "{page}"),
    ("extract", "{page}", "-o", "{out}.jsonl"),
    ("extract", "{page}"),
    ("extract", "{page}", "-o", "-", "--format", "jsonl", "--threads"),
    ("view", "{page}", "-o", "{out}.html"),
    ("clean", "{page}", "--explain"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_shows_page_text_as_text(words: tuple[str, ...], tmp_path: Path) -> None:
    """RELIABILITY 33, 34: escapes, OSC 8 and 52, C1 controls, a bare CR, directions; brackets neither colour nor crash."""
    page = tmp_path / "page.html"
    page.write_text(DEMO.read_text("utf-8").replace("山雀收音", EVIL), "utf-8", newline="")
    told = CliRunner().invoke(app, [word.format(page=page, out=tmp_path / "out") for word in words])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    assert "Traceback" not in told.output
    assert not STEERS.search(told.stderr), STEERS.search(told.stderr)
    if words[0] in ("explain", "explain-engine"):
        assert not STEERS.search(told.stdout), STEERS.search(told.stdout)


def test_a_job_shows_titles_as_text(tmp_path: Path) -> None:
    """RELIABILITY 33, 34: 'scraper job' prints titles and addresses of pages."""
    import sqlite3

    job = Path(shutil.copy(JOB, tmp_path / "job"))
    base = sqlite3.connect(job)
    for table in ("threads", "queue"):
        for column in [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[2].upper() in ("TEXT", "")]:
            base.execute(f"UPDATE {table} SET {column} = replace({column}, 'A thread', ?)", (EVIL,))
    base.commit()
    base.close()
    told = CliRunner().invoke(app, ["job", str(job)])
    assert told.exit_code == 0, told.output
    assert not STEERS.search(told.output)


@pytest.mark.parametrize("bad", ["\x1b[31m", "\x1b]52;c;x\x07", "\x9b2J", "a\rb", "\x08", "\u202e", "\u2066"])
def test_what_steers_becomes_visible(bad: str) -> None:
    """RELIABILITY 33: the one function that all messages go through."""
    assert not STEERS.search(plain(f"x{bad}y"))
