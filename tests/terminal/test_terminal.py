"""The terminal as a person sees it: tmux at 80 and 200 columns, with and without colours; a page's text never drives it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DEMO = Path(__file__).parent.parent.parent / "demo" / "site" / "page-1.html"
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31m[bold red]\x9b41m\r\x08"
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux on this machine")

Screen = Callable[..., str]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """Types a command in a terminal of a given width and gives what stands there when it is done."""
    socket = f"forum-scraper-{os.getpid()}-{tmp_path.name}"
    started: list[str] = []

    def tmux(*words: str) -> str:
        done = subprocess.run(["tmux", "-f", "/dev/null", "-L", socket, *words], capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    def show(command: str, *, width: int, colours: bool = False, environment: str = "") -> str:
        name = f"s{len(started)}"
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        tmux(
            "new-session", "-d", "-s", name, "-x", str(width), "-y", "60", "-c", str(tmp_path), f"env PATH='{path}' PS1='$ ' bash --norc -i"
        )
        tmux("set-option", "-t", name, "history-limit", "5000")
        started.append(name)
        tmux("send-keys", "-t", name, f"{environment} {command}; tmux -L {socket} wait-for -S {name}", "Enter")
        tmux("wait-for", name)
        return tmux("capture-pane", "-p", "-S", "-", *(["-e"] if colours else []), "-t", name)

    yield show
    if started:
        tmux("kill-server")


def widest(text: str) -> int:
    return max(len(line) for line in text.splitlines())


@pytest.mark.parametrize("width", [80, 200])
def test_explain_fits_the_terminal(screen: Screen, tmp_path: Path, width: int) -> None:
    shutil.copy(DEMO, tmp_path / "saved.html")
    seen = screen("scraper explain saved.html --floor 1", width=width)
    assert "engine    phpwind 8.7" in seen
    table = seen[seen.index("field") : seen.index("#1 ")].rstrip().splitlines()
    assert len(table) > 10
    assert all(re.match(r"(?:field|[a-z_]+(?: [a-z]+)?) ", line) for line in table)  # no row spills into a second line
    assert "seed 412337" in seen.replace("\n", "")


@pytest.mark.parametrize("width", [80, 200])
def test_help_fits_the_terminal_and_names_every_command(screen: Screen, width: int) -> None:
    seen = screen("scraper --help", width=width)
    assert widest(seen) <= width
    for command in ("extract", "crawl", "clean", "view", "explain", "engines", "schema"):
        assert re.search(rf"^ +{command} ", seen, re.MULTILINE)


def test_colours_are_for_terminals_and_not_with_no_color(screen: Screen, tmp_path: Path) -> None:
    shutil.copy(DEMO, tmp_path / "saved.html")
    command = "clear; scraper explain saved.html --floor 1"
    assert "\x1b[3" in screen(command, width=100, colours=True)
    plain = screen(command, width=100, colours=True, environment="export NO_COLOR=1;")
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?3[0-7]", plain)
    piped = screen(command + " | cat", width=100, colours=True)
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?3[0-7]", piped)


def test_a_page_cannot_drive_the_terminal(screen: Screen, tmp_path: Path) -> None:
    page = DEMO.read_text("utf-8").replace("山雀收音", HOSTILE + "山雀收音").replace("拆开一看", HOSTILE + "拆开一看")
    (tmp_path / "saved.html").write_text(page, "utf-8")
    seen = screen("echo before; scraper explain saved.html; scraper extract -q saved.html | head -c 300; echo after", width=120)
    assert "before" in seen  # the screen was not cleared
    assert "after" in seen
    assert "[bold red]" in seen
    assert "owned" in seen  # as text, not as the window's title
