"""
The limits of one page: processor time and memory, kept by the kernel, so that a page in C code is stopped too.

Time is the process's own (user and system), not the clock's: a busy machine does not change what a run finds.
"""

import resource
import signal
import sys
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

__all__ = ["HARD_SIGNAL", "Clock", "Overtime", "limit_memory"]

HARD_SIGNAL = signal.SIGVTALRM  # its default action ends the process, even one that is inside a library
GRACE = 1.0  # seconds of processor time between asking and ending


class Overtime(BaseException):
    """A page took too long. No ``Exception``, so that no handler on the way takes it for a page's fault and goes on."""


def _overtime(number: int, frame: FrameType | None) -> None:
    raise Overtime


class Clock:
    """
    The limit of each page in seconds of processor time; used as a context manager around a run, ``start`` and ``stop`` around each page.

    ``hard`` ends the process ``GRACE`` later where a page never comes back to Python. Outside the main thread, where signals cannot be
    caught, nothing is limited. A page costs two system calls, 1 µs.
    """

    def __init__(self, seconds: float, *, hard: bool) -> None:
        self.seconds, self.hard = seconds, hard
        self.works = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self.works:
            self.before = signal.signal(signal.SIGPROF, _overtime)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.works:
            self.stop()
            signal.signal(signal.SIGPROF, self.before)

    def start(self) -> None:
        """From here on ``Overtime`` is raised after the time; until ``stop``."""
        if self.works:
            if self.hard:
                signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds + GRACE)
            signal.setitimer(signal.ITIMER_PROF, self.seconds)

    def stop(self) -> None:
        """The page is done."""
        if self.works:
            signal.setitimer(signal.ITIMER_PROF, 0)
            if self.hard:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)


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
