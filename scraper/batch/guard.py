"""
The limits of one page: processor time and memory, kept by the kernel, so that a page in C code is stopped too.

Time is the process's own (user and system), not the clock's: a busy machine does not change what a run finds.
"""

import contextlib
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

__all__ = ["HARD_SIGNAL", "Overtime", "limit_memory", "time_limit"]

HARD_SIGNAL = signal.SIGVTALRM  # its default action ends the process, even one that is inside a library
GRACE = 1.0  # seconds of processor time between asking and ending


class Overtime(BaseException):
    """A page took too long. No ``Exception``, so that no handler on the way takes it for a page's fault and goes on."""


def _overtime(number: int, frame: FrameType | None) -> None:
    raise Overtime


@contextlib.contextmanager
def time_limit(seconds: float, *, hard: bool) -> Iterator[None]:
    """
    Raise ``Overtime`` in the block after so many seconds of processor time; two system calls, 1 µs.

    ``hard`` ends the process ``GRACE`` later where the block never comes back to Python. Outside the main thread, where signals
    cannot be caught, nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _overtime)
    if hard:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds + GRACE)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if hard:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory(extra: int) -> None:
    """Let this process take so many bytes more than it has now; then its allocations fail. Only Linux keeps to it."""
    if not sys.platform.startswith("linux"):
        return
    limit = _data_size() + extra
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _data_size() -> int:
    """Private writable memory of this process in bytes: what RLIMIT_DATA counts."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
