"""What a crawl takes from the outside: time, chance, names. Tests hand in their own and never sleep."""

import asyncio
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..fetch.connect import Resolve, resolve
from ..fetch.manners import Chance

__all__ = ["Brake", "World", "free_bytes", "iso", "steady_wall"]


def steady_wall() -> Callable[[], float]:
    """Seconds since the epoch that never jump: the time at the start, and the monotonic clock from there."""
    start, began = time.time(), time.monotonic()
    return lambda: start + time.monotonic() - began


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written to the disk of a folder."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, kw_only=True)
class World:
    """
    ``wall`` gives seconds since the epoch, ``sleep`` waits, ``chance`` gives 0 to 1, ``resolve`` turns names into addresses,
    ``free`` gives the bytes left on a folder's disk.
    """

    wall: Callable[[], float] = field(default_factory=steady_wall)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Chance = random.random
    resolve: Resolve = resolve
    free: Callable[[Path], int] = free_bytes


class Brake:
    """
    How a crawl is stopped from outside: pressed once, open pages are finished and nothing new is asked for; twice, it ends now.

    ``press`` suits ``loop.add_signal_handler``.
    """

    def __init__(self) -> None:
        self.pressed = 0
        self._woken = asyncio.Event()

    def press(self) -> None:
        """Once: finish the page. Twice: now."""
        self.pressed += 1
        self._woken.set()

    async def wait(self) -> None:
        """Until the next press."""
        await self._woken.wait()
        self._woken.clear()


def iso(wall: float) -> str:
    """
    A time as records carry it.

    >>> iso(0.0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(wall, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
