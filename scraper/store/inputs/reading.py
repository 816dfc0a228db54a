"""A unit read: each of its files recognised by content and handed to the reader of its kind."""

from collections.abc import Iterator

from ...errors import InputError
from .inflating import SPOILED
from .opening import open_stream, why
from .pages import beside, page
from .recognise import HEAD, kind_of, not_a_page, peek
from .values import DEFAULTS, InputOptions, Item, Unit, problem

__all__ = ["read"]


def read(unit: Unit, options: InputOptions = DEFAULTS) -> Iterator[Item]:
    """The captures and problems of a unit; never raises for what an input holds."""
    if unit.note is not None:
        yield problem(unit.paths[0], unit.note.kind, unit.note.reason, unit.note.advice)
        return
    for path in unit.paths:
        try:
            yield from _file(path, unit, options)
        except InputError as error:
            yield problem(path, "broken", str(error).removeprefix(f"{path}: "))
        except SPOILED as error:
            yield problem(path, "broken", why(error))


def _file(path: str, unit: Unit, options: InputOptions) -> Iterator[Item]:
    with open_stream(path) as stream:
        head = stream.peek(HEAD)[:HEAD] if path == "-" else stream.read(HEAD)  # type: ignore[attr-defined]
        squeezed, inner = peek(head, path)
        kind = kind_of(inner)
        if unit.found and kind == "page" and (reason := not_a_page(inner, path)):
            yield problem(path, "skipped", f"no page but {reason}")
            return
        if path != "-":
            stream.seek(0)
        yield page(path, stream, squeezed, options, beside, path)
