"""A unit read: each of its files recognised by content and handed to the reader of its kind."""

import importlib
from collections.abc import Iterator

from ...errors import InputError
from . import sidecar
from .inflating import SPOILED
from .naming import shown
from .opening import open_seekable, open_stream, why
from .pages import beside
from .recognise import HEAD, kind_of, not_a_page, peek
from .values import Given, InputOptions, Item, Reader, Unit, problem

__all__ = ["READERS", "read"]

READERS = {
    "page": "pages",
    "warc": "warc",
    "arc": "arc",
    "zip": "zips",
    "tar": "tars",
    "jsonl": "rows",
    "parquet": "parquet",
    "mhtml": "mhtml",
}
"""The module that reads each kind of content."""


def read(unit: Unit, options: InputOptions) -> Iterator[Item]:
    """The captures and problems of a unit; never raises for what an input holds."""
    if unit.note is not None:
        yield problem(shown(unit.paths[0]), unit.note.kind, unit.note.reason, unit.note.advice)
    for path in unit.paths if unit.note is None else ():
        try:
            yield from _file(path, unit, options)
        except InputError as error:
            yield problem(shown(path), "broken", str(error).removeprefix(f"{path}: "))
        except SPOILED as error:
            yield problem(shown(path), "broken", why(error))
        except Exception as error:  # an input must not end the run; what it did is in its outcome
            yield problem(shown(path), "broken", f"{type(error).__name__}: {why(error)}")


def _file(path: str, unit: Unit, options: InputOptions) -> Iterator[Item]:
    with open_seekable(path) if path == "-" else open_stream(path) as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        squeezed, inner = peek(head, path)
        yield from dispatch(
            Given(shown(path), stream, squeezed, head, path, beside, unit.start, unit.end, unit.member, unit.found), inner, options
        )


def dispatch(given: Given, inner: bytes, options: InputOptions) -> Iterator[Item]:
    """An open input to the reader of its kind; ``inner`` is its head without compression."""
    kind = kind_of(inner, given.path)
    if given.found and kind == "page" and (reason := not_a_page(inner, given.path)) and not _called_a_page(given):
        yield problem(given.source, "skipped", f"no page but {reason}")
        return
    silent = given.start == 0 and given.end is None and given.member is None
    for item in reader(kind)(given, options):
        silent = False
        yield item
    if silent:  # an archive of its own head, a zip of fonts: every input has an outcome
        yield problem(given.source, "empty", "no page is in it")


def _called_a_page(given: Given) -> bool:
    """Whether something stands beside a file that calls it a page, as for an engine's JSON."""
    return sidecar.read(given.path, given.load) is not sidecar.NONE


def reader(kind: str) -> Reader:
    """The reader of a kind; its module, and what it needs, are loaded when first asked for."""
    found: Reader = importlib.import_module(f".{READERS[kind]}", __package__).read
    return found
