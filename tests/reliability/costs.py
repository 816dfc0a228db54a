"""Time and memory of a call, measured in a child so that one call's memory is not another's."""

import os
import resource
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Cost", "cost"]

BROKEN = 70


class Cost(NamedTuple):
    """CPU seconds, megabytes above what the parent had, and how the child ended (0: well)."""

    seconds: float
    megabytes: float
    code: int


def cost(call: Callable[[], object], *, address_space: int | None = None) -> Cost:
    """What a call costs; ``address_space`` in bytes is all that the child may have."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            if address_space:
                resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
            call()
            code = 0
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    return Cost(used.ru_utime + used.ru_stime, max(0, used.ru_maxrss - before) / 1024, os.waitstatus_to_exitcode(status))
