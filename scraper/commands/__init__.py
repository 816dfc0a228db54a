"""
The command line: one module a command; words in, words out, no logic. ``main`` is the entry of ``scraper``.

Nothing heavier than typer is imported before a command runs: ``scraper --help`` takes under 200 ms.
"""

from .interrupts import hush

__all__ = ["main"]


def main() -> None:
    """Run the command line with this process's arguments; ends the process with a documented exit code."""
    hush()
    from .app import run  # an interrupt while this is imported ends the process without a traceback

    run()
