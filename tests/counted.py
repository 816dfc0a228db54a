"""What a job costs, told by what it calls and not by a clock."""

import sys
from collections.abc import Callable
from types import FrameType

__all__ = ["called"]


def called(job: Callable[[], object]) -> int:
    """
    How many functions are called, Python's and C's: the same on any machine, however busy.

    What one call of C costs is not in it; the soak's clock sees that.
    """
    count = 0

    def counted(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count
