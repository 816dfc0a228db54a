"""Forums served from a process of their own, for tests that block or fork."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Iterator, Sequence

from .forum import Forum, Skin, serve
from .wire import Server


@contextlib.contextmanager
def serving(forums: Sequence[tuple[Forum, Skin]]) -> Iterator[list[str]]:
    """Serves each forum on loopback while the block runs; gives their addresses."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            asyncio.run(_serve(forums, send))
        os._exit(0)
    try:
        os.close(send)
        with os.fdopen(receive) as ready:
            yield json.loads(ready.readline())
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def _serve(forums: Sequence[tuple[Forum, Skin]], ready: int) -> None:
    async with contextlib.AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(Server(serve(forum, skin))) for forum, skin in forums]
        os.write(ready, json.dumps([s.url for s in servers]).encode() + b"\n")
        await asyncio.Event().wait()
