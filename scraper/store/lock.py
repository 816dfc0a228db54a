"""
One process to a job: a lock file beside it that names its holder.

The lock is the kernel's (``flock``), so it ends with the process however that ends; the file's text only says who holds it. It
stands beside the job and not on it, because closing any handle of a database's own file would drop SQLite's locks.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from ..errors import InputError, OutputError

__all__ = ["Lock", "holder"]


class Lock:
    """Holds ``<job>.lock`` from the making to ``release``; ``InputError`` names the process that has it."""

    def __init__(self, job: Path) -> None:
        self.path = job.with_name(job.name + ".lock")
        self._file = self._take(job)

    def _take(self, job: Path) -> int:
        while True:
            try:
                file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise OutputError(f"{self.path}: cannot be written ({error.strerror})") from error
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                who = os.pread(file, 200, 0).decode("utf-8", "replace").strip() or "another process"
                os.close(file)
                raise InputError(f"{job}: {who} is working on it; wait for it, or name another job with -j") from error
            if _same(file, self.path):
                break
            os.close(file)  # its holder removed it between our open and our lock
        with suppress(OSError):  # a full disk: the lock holds without its name, and the job itself will say what is wrong
            os.ftruncate(file, 0)
            os.pwrite(file, f"process {os.getpid()}\n".encode(), 0)
        return file

    def release(self) -> None:
        """Gives the job free and removes the file."""
        if self._file >= 0:
            self.path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = -1


def _same(file: int, path: Path) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(file)
    return (held.st_ino, held.st_dev) == (found.st_ino, found.st_dev)


def holder(job: Path) -> str | None:
    """Who works on a job now (``process 1234``), or ``None``."""
    path = job.with_name(job.name + ".lock")
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return os.pread(file, 200, 0).decode("utf-8", "replace").strip() or "another process"
    finally:
        os.close(file)
    return None
