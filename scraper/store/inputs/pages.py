"""A single page from a file, compressed or not, with what stands beside it and what its saver wrote into it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ...model import Capture
from . import saved, sidecar
from .inflating import SPOILED, open_inflated
from .naming import local, shown
from .opening import read_whole, why
from .sidecar import Sidecar
from .values import Given, InputOptions, Item, problem

__all__ = ["beside", "capture", "read"]


def beside(name: str) -> bytes | None:
    """The bytes of a file that may stand beside a page."""
    try:
        return Path(local(name)).read_bytes()
    except (OSError, ValueError):
        return None


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The page that a stream holds; a cut, spoiled or overlong one is a problem."""
    try:
        body = read_whole(open_inflated(given.stream, given.squeezed), options.max_page)
    except SPOILED as error:
        yield problem(given.source, "broken", why(error), "Fetch or copy the file again.")
        return
    if body is None:
        yield problem(given.source, "too-costly", f"more than {options.max_page:,} bytes")
    else:
        known = sidecar.read(given.path, given.load)
        if known.wrong:
            name, reason = known.wrong
            yield problem(_sibling(given, name), "skipped", reason, "Its page is read without it.")
        yield capture(given.source, body, options, known, path=given.path)


def _sibling(given: Given, name: str) -> str:
    """The source of what stands beside a page, in the same folder or archive."""
    return shown(name) if given.source == shown(given.path) else given.source.removesuffix(given.path) + name


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
