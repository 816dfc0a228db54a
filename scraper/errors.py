"""
Errors are a tree of answers; each branch has its exit code.

ScraperError                 1   something else went wrong
├── UsageError               2   the command line or the settings say something impossible
├── InputError               3   an input is not there or cannot be read
├── OutputError              4   an output cannot be written
├── FetchError               5   nothing arrived
│   ├── RetryLater           5   ask again another day
│   ├── Refused              5   do not ask again (robots.txt, a forbidden address, 403)
│   └── TooCostly            5   the answer broke a guard (size, ratio, time, redirects)
└── ReadError                6   it arrived, we cannot read it
    └── UnknownEngine        6   no engine claims the page

Three more exit codes are no errors: 0, all that was asked for is there; 7, the run ended well but the account of it says
that something is missing (``INCOMPLETE``). 130 is Ctrl-C, as shells have it.
"""

__all__ = [
    "INCOMPLETE",
    "INTERRUPTED",
    "FetchError",
    "InputError",
    "OutputError",
    "ReadError",
    "Refused",
    "RetryLater",
    "ScraperError",
    "TooCostly",
    "UnknownEngine",
    "UsageError",
]

INCOMPLETE = 7
INTERRUPTED = 130


class ScraperError(Exception):
    """Root of the tree; the message names the URL or file, the fact, and what to do now."""

    exit_code = 1


class UsageError(ScraperError):
    """The command line or the settings say something impossible."""

    exit_code = 2


class InputError(ScraperError):
    """An input is not there or cannot be read."""

    exit_code = 3


class OutputError(ScraperError):
    """An output cannot be written; what was written before is whole."""

    exit_code = 4


class FetchError(ScraperError):
    """Nothing arrived."""

    exit_code = 5


class RetryLater(FetchError):
    """
    Ask again later.

    ``after`` is the server's own wish in seconds, or ``None``.
    """

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Refused(FetchError):
    """Do not ask again."""


class TooCostly(FetchError):
    """The answer broke a guard."""


class ReadError(ScraperError):
    """It arrived, but it cannot be read."""

    exit_code = 6


class UnknownEngine(ReadError):
    """No engine claims the page."""
