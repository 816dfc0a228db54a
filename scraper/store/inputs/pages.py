"""A single page from a file, compressed or not, with what stands beside it and what its saver wrote into it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from ...model import Capture
from . import saved, sidecar
from .inflating import SPOILED, open_inflated
from .opening import read_whole, why
from .sidecar import Sidecar
from .values import InputOptions, Item, problem

__all__ = ["beside", "capture", "page"]

Load = Callable[[str], bytes | None]


def beside(name: str) -> bytes | None:
    """The bytes of a file that may stand beside a page."""
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError):
        return None


def page(
    source: str, stream: IO[bytes], squeezed: str | None, options: InputOptions, load: Load = lambda name: None, path: str = ""
) -> Item:
    """
    The page that a stream holds; a cut, spoiled or overlong one is a problem.

    ``load`` finds sidecars by name; ``path`` is where the page lay, for addresses kept in paths.
    """
    try:
        body = read_whole(open_inflated(stream, squeezed), options.max_page)
    except SPOILED as error:
        return problem(source, "broken", why(error), "Fetch or copy the file again.")
    if body is None:
        return problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    return capture(source, body, options, sidecar.read(path, load) if path else sidecar.NONE, path=path)


def capture(
    source: str,
    body: bytes,
    options: InputOptions,
    known: Sidecar = sidecar.NONE,
    *,
    path: str = "",
    headers: Mapping[str, str] = {},
) -> Capture:
    """
    A page's bytes with what is known of them: the user's word, then the container's (``known``), then the page's own.

    ``headers`` stand in where the container has none.
    """
    url, fetched_at = options.url or known.url, options.fetched_at or known.fetched_at
    if not url or not fetched_at:
        said = saved.origin(body, path)
        url = url or said.url
        fetched_at = fetched_at or said.fetched_at
    return Capture(
        source=source,
        body=body,
        url=url,
        fetched_at=fetched_at,
        status=known.status,
        headers=known.headers or headers,
        encoding=options.encoding or known.encoding,
        engine=options.engine or known.engine,
    )
