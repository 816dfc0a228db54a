"""How a command ends: errors of the tree as one line and their exit code, Ctrl-C as 130, a closed pipe in silence."""

import functools
import os
import re
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from ..errors import INTERRUPTED, ScraperError
from .interrupts import listen

__all__ = ["answering", "count", "plain", "say", "sentences"]

P = ParamSpec("P")
R = TypeVar("R")

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""
    Page text that may be shown on a terminal: escapes, control and direction characters become visible.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}" if ord(found[0]) < 256 else f"\\u{ord(found[0]):04x}", text)


def sentences(reason: str, advice: str) -> str:
    """
    What happened and what can be done about it, as a person writes it.

    >>> sentences("cut: 3 of 9 bytes", "Fetch it again."), sentences("no bytes", ""), sentences("", "Log in.")
    ('cut: 3 of 9 bytes. Fetch it again.', 'no bytes', 'Log in.')
    """
    if not reason or not advice:
        return reason or advice
    return f"{reason}{'' if reason.endswith(('.', '!', '?', '。', '！', '？')) else '.'} {advice}"


def count(number: int, thing: str) -> str:
    """
    So many things, as a person writes it.

    >>> count(1, "post"), count(1200, "post")
    ('1 post', '1,200 posts')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def say(text: str) -> None:
    """One line to the person, on standard error."""
    print(plain(text), file=sys.stderr)


def answering(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose errors are answers, never tracebacks."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            listen()
            done = command(*args, **kwargs)
            sys.stdout.flush()
        except ScraperError as error:
            say(f"scraper: {error}")
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it flushes at exit
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            say("scraper: interrupted; what was written before is whole")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            say(f"scraper: {error.filename or 'a file'}: {error.strerror or error}")
            raise typer.Exit(4) from None
        return done

    return wrapped
