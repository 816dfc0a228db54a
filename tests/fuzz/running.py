"""
Spoiled bytes against one target, in a process of its own: an error, a wait and a death are all seen and kept.

The case at hand lies in memory shared with the parent, so that one which kills the process is known too.
"""

import faulthandler
import mmap
import os
import resource
import signal
import time
import traceback
from pathlib import Path
from random import Random
from types import FrameType

import msgspec

from scraper.model import Capture

from .mutate import mutated
from .target import Target

__all__ = ["HANG", "Ran", "case", "run"]

HANG = 5.0  # seconds of processor time; of a machine's clock a busy one takes more
STUCK = 120  # seconds of processor time in one case without a line of Python: the system ends it
ROOM = 8_000_000  # bytes


class Hang(BaseException):
    """A case took too long; no ``Exception``, so that nothing in its way swallows it."""


class Ran(msgspec.Struct):
    """What a run did."""

    cases: int = 0
    failures: int = 0


def case(target: Target, chance: Random) -> Capture:
    """The next case: a group, a seed of it, spoiled."""
    seed = chance.choice(chance.choice(target.groups))
    return msgspec.structs.replace(seed, body=mutated(seed.body, chance))


def run(name: str, target: Target, seconds: float, seed: str, folder: Path) -> Ran:
    """Cases and failures of a target in so many seconds; the failures lie in ``folder``. A process that dies is a failure and begun again."""
    ran, end, turn = Ran(), time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0:
        shared = mmap.mmap(-1, ROOM)
        child = os.fork()
        if child == 0:
            _child(shared, name, target, left, Random(f"{seed} {name} {turn}"), folder)
        _, status = os.waitpid(child, 0)
        ran.cases += int.from_bytes(shared[:8], "big")
        ran.failures += int.from_bytes(shared[8:16], "big")
        if status:
            ran.failures += 1
            size = int.from_bytes(shared[16:24], "big")
            _keep(
                folder, f"{name}-{seed}-{turn}-died", shared[24 : 24 + size], f"the process ended with {os.waitstatus_to_exitcode(status)}"
            )
        turn += 1
    return ran


def _child(shared: mmap.mmap, name: str, target: Target, seconds: float, chance: Random, folder: Path) -> None:
    faulthandler.enable()
    signal.signal(signal.SIGPROF, _hang)
    end = time.monotonic() + seconds
    cases = failures = 0
    while time.monotonic() < end:
        capture = case(target, chance)
        cases += 1
        shared[:24] = b"".join(number.to_bytes(8, "big") for number in (cases, failures, len(capture.body)))
        shared[24 : 24 + len(capture.body)] = capture.body
        if error := _error(target, capture):
            failures += 1
            _keep(folder, f"{name}-{os.getpid()}-{cases}", capture.body, f"{capture.source} {capture.url}\n{error}")
    shared[:16] = cases.to_bytes(8, "big") + failures.to_bytes(8, "big")
    os._exit(0)


def _error(target: Target, capture: Capture) -> str:
    """What went wrong, or nothing."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + STUCK, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        target.check(capture)
    except (Exception, Hang):
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _hang(number: int, frame: FrameType | None) -> None:
    raise Hang(f"over {HANG} seconds")


def _keep(folder: Path, name: str, body: bytes, error: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.bin").write_bytes(body)
    (folder / f"{name}.txt").write_text(error, "utf-8")
