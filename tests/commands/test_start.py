"""The start of the command: quick, and an interrupt in it leaves no traceback of an import."""

import subprocess
import sys

import pytest

INTERRUPT = """
import os, signal, sys

class At:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

from scraper.commands import main
sys.meta_path.insert(0, At())
sys.argv = ["scraper", "extract", "none.html"]
main()
"""


@pytest.mark.parametrize("name", ["scraper.commands.app", "typer", "scraper.commands.watching", "scraper.batch.extraction"])
def test_an_interrupt_while_the_command_is_imported_is_no_traceback(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPT.format(name=name)], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False), done.stderr


def test_an_interrupt_that_the_shell_has_ignored_stays_ignored() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + INTERRUPT.format(name="typer")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, "none.html" in done.stderr) == (3, True), done.stderr


def test_the_command_line_imports_no_detector_before_a_text_comes() -> None:
    code = (
        "import sys, scraper.commands.app; print([m for m in sys.modules if m.startswith('scraper.clean.') and m != 'scraper.clean.edits'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
