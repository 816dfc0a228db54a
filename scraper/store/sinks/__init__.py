"""
Outputs: records in, files of every format out, all through one interface.

A format is a file of this folder with a ``SINK``; it is found by walking the folder, so that a new one is one file.
"""

import importlib
import pkgutil
from collections.abc import Sequence

from ...errors import UsageError
from .base import STDOUT, Format, Sink, decode_line, encode_line

__all__ = ["STDOUT", "Format", "Sink", "decode_line", "encode_line", "format_of", "formats", "open_sink"]

DEFAULT = "jsonl"
VIEWS = (".html", ".htm", ".epub", ".atom", ".rss", ".jsonld")


def formats() -> dict[str, Format]:
    """All formats by name, in the order of their names."""
    found = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__) if module.name != "base")
    return {sink.name: sink for module in found if (sink := getattr(module, "SINK", None))}


def format_of(path: str, name: str | None = None) -> Format:
    """
    The format that an output's name means, or the one named.

    Raises ``UsageError`` for an unknown name, for an end that means nothing, and for ``-`` with a format that cannot stream.

    >>> format_of("out/posts.jsonl.gz").name, format_of("-").name
    ('jsonl', 'jsonl')
    """
    if "://" in path:
        raise UsageError(f"{path}: outputs are files of this machine: write one, then copy it there")
    known = formats()
    if name is not None and name not in known:
        raise UsageError(f"{name!r} is no format; there are {', '.join(known)}")
    found = known[name or DEFAULT] if name or path == STDOUT else _by_end(path, known)
    if path == STDOUT and not found.streams:
        raise UsageError(f"{found.name} cannot go to standard output: name a file with -o")
    return found


def _by_end(path: str, known: dict[str, Format]) -> Format:
    fitting = [(len(end), sink) for sink in known.values() for end in sink.ends if path.lower().endswith(end)]
    if not fitting:
        if path.lower().endswith(VIEWS):
            raise UsageError(f"{path}: 'scraper view' writes this form, from records or a job file")
        ends = " ".join(sink.ends[0] for sink in known.values() if sink.ends)
        raise UsageError(f"{path}: what format? Give it one of the ends {ends}, or name one with --format")
    return max(fitting, key=lambda pair: pair[0])[1]


def open_sink(path: str, format: str | None = None, *, extras: Sequence[str] = ()) -> Sink:
    """
    A sink on a file, on a folder for formats that make many files, or on standard output (``-``).

    The format is the one named or the one that the name's end means; ``extras`` are those that the records carry.
    Raises ``UsageError`` and ``OutputError``.
    """
    return format_of(path, format).open(path, extras)
