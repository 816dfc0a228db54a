"""Opening inputs wherever they are: local files, standard input, and what fsspec reaches."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from ...errors import InputError
from .naming import local

__all__ = ["is_remote", "open_seekable", "open_stream", "read_whole", "size_of", "why"]

SPOOL = 16_000_000  # bytes of standard input kept in memory before a temporary file takes them


def is_remote(path: str) -> bool:
    """
    Whether a name is for fsspec: it has a scheme.

    >>> is_remote("s3://bucket/x.warc.gz"), is_remote("x.warc.gz"), is_remote("C:/x")
    (True, False, False)
    """
    return "://" in path


def open_stream(path: str) -> BinaryIO:
    """The bytes of an input from its start; ``-`` is standard input. Raises ``OSError`` or ``InputError``."""
    if path == "-":
        return sys.stdin.buffer
    if is_remote(path):
        return _open_remote(path)
    return Path(local(path)).open("rb")


@contextlib.contextmanager
def open_seekable(path: str) -> Iterator[BinaryIO]:
    """The same, able to seek: standard input is spooled to a temporary file."""
    if path != "-":
        with open_stream(path) as stream:
            yield stream
        return
    with tempfile.SpooledTemporaryFile(SPOOL) as spool:  # closed and gone with the block
        while chunk := sys.stdin.buffer.read(1 << 20):
            spool.write(chunk)
        spool.seek(0)
        yield cast(BinaryIO, spool)


def _open_remote(path: str) -> BinaryIO:
    advice = f"; a thread on the web is read by 'scraper crawl {path}'" if path.startswith(("http://", "https://")) else ""
    try:
        import fsspec
    except ImportError as error:
        raise InputError(f"{path}: remote inputs need the extra 'remote' (pip install 'forum-scraper[remote]'){advice}") from error
    try:
        return cast(BinaryIO, fsspec.open(path, "rb").open())
    except (ValueError, ImportError) as error:  # an unknown scheme, or one whose package is missing
        raise InputError(f"{path}: {error}{advice}") from error


def size_of(path: str) -> int:
    """Size in bytes; 0 where it cannot be known."""
    if path == "-":
        return 0
    if not is_remote(path):
        return Path(local(path)).stat().st_size
    with open_stream(path) as stream:
        return int(getattr(stream, "size", 0) or 0)


def read_whole(stream: IO[bytes], limit: int) -> bytes | None:
    """All of a stream, or ``None`` where it is longer than the limit in bytes."""
    body = stream.read(limit + 1)
    return None if len(body) > limit else body


def why(error: BaseException) -> str:
    """
    An error of the system in a few words.

    >>> why(FileNotFoundError(2, "No such file or directory", "x.html"))
    'no such file or directory'
    """
    words = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__
    return words[:1].lower() + words[1:].splitlines()[0]
