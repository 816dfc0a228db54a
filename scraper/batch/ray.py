"""
A cluster: the same units over Ray Data, their results in the same order, so that what is written is the same file.

Ray places the work, moves the results and repeats what a lost machine had; the core stays pure. On each machine units are read by
worker processes of ours, as on one machine, so that a page that hangs or crashes costs that page and not the task.
"""

import functools
import logging
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ..errors import UsageError
from ..store.inputs import Unit
from .local import Event, Pool, apart, cores
from .work import Done, Job, Task

__all__ = ["LOCAL", "events", "start"]

LOCAL = "local"
UNITS_A_TASK = 4  # about two seconds of work: Ray's own cost of a task, some 20 ms, is a hundredth of it
PATIENCE = 10.0  # seconds for a cluster to take a connection
TASKS = 20_000  # at most: more of them are more than Ray's driver likes


def start(address: str) -> Any:
    """
    Ray, connected to a cluster, or with one of its own on this machine (``local``).

    Nothing is reported to Ray's makers. Raises ``UsageError`` where it is not installed or the cluster does not answer.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError("--ray needs the extra 'ray' (pip install 'forum-scraper[ray]')") from error
    if not ray.is_initialized():
        own = address == LOCAL
        if problem := _silent(address):
            raise UsageError(f"--ray {address}: {problem}")
        try:
            ray.init(
                address,
                num_cpus=cores() if own else None,
                include_dashboard=False if own else None,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise UsageError(f"--ray {address}: {error}".splitlines()[0]) from error
    return ray


def _silent(address: str) -> str | None:
    """Why nobody answers there; Ray itself would try for minutes."""
    host, colon, port = address.partition("://")[2].rpartition(":") if "://" in address else address.rpartition(":")
    if not colon or not port.isdecimal():
        return None if address in (LOCAL, "auto") else "no address: write host:port, or leave it out for a cluster of this machine's own"
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
    except (OSError, OverflowError) as error:  # a port above 65535
        return f"no cluster answers there ({error})"
    return None


def events(units: Iterable[Unit], job: Job, *, address: str = LOCAL) -> Iterator[Event]:
    """What became of each input of the units, in order, and behind a unit's last input the unit; see ``local.events``."""
    start(address)
    yield from apart(units, lambda group: _spread(list(group), job), job)


def _spread(places: Sequence[Unit], job: Job) -> Iterator[Event]:
    import ray

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # our own progress says how far it is
    size = max(UNITS_A_TASK, -(-len(places) // TASKS))
    rows = [{"place": i, "unit": msgspec.msgpack.encode(unit)} for i, unit in enumerate(places)]
    data = ray.data.from_items(rows, override_num_blocks=-(-len(rows) // size))
    read = functools.partial(_read, job=msgspec.msgpack.encode(job))
    found = data.map_batches(read, batch_size=size, batch_format="pyarrow", zero_copy_batch=True)
    yield from _in_order(found.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=4), places)


def _in_order(batches: Iterable[Any], places: Sequence[Unit]) -> Iterator[Event]:
    """Results decoded, and each unit behind its last."""
    decoder = msgspec.msgpack.Decoder(Done)
    at = 0
    for batch in batches:
        for place, frame in zip(batch["place"].to_pylist(), batch["result"].to_pylist(), strict=True):
            while at < place:
                yield places[at]
                at += 1
            yield decoder.decode(frame)
    yield from places[at:]


def _read(batch: Any, *, job: bytes) -> Any:
    """A table of units to a table of results; what Ray runs on its machines."""
    import pyarrow as pa

    decoder = msgspec.msgpack.Decoder(Unit)
    encode = msgspec.msgpack.Encoder().encode
    places = batch["place"].to_pylist()
    tasks = (Task(unit=decoder.decode(unit)) for unit in batch["unit"].to_pylist())
    found: tuple[list[int], list[bytes]] = ([], [])
    at = 0
    for event in _pool(job).run(tasks):
        if isinstance(event, Done):
            found[0].append(places[at])
            found[1].append(encode(event))
        else:
            at += 1
    return pa.table({"place": pa.array(found[0], pa.int64()), "result": pa.array(found[1], pa.large_binary())})


@functools.cache
def _pool(job: bytes) -> Pool:
    """This process's own worker; Ray keeps its processes for the tasks to come."""
    return Pool(msgspec.msgpack.decode(job, type=Job), 1)
