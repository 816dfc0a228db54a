"""Ctrl-C before a command runs: nothing is open yet, so the process ends at once, with its code and without an import's traceback."""

import os
import signal

from ..errors import INTERRUPTED

__all__ = ["hush", "listen"]


def hush() -> None:
    """From here on an interrupt ends the process; where the shell has it ignored (``nohup``, a job in the background) it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def listen() -> None:
    """From here on an interrupt is ``KeyboardInterrupt``: a command runs, and has things to put away."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)
