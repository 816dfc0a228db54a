"""From what the user named to the pieces that are read: folders walked in order, patterns, lists, large files cut."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from ...model import Outcome, OutcomeKind
from . import cutting, sidecar
from .naming import local, portable
from .opening import is_remote, open_stream, size_of, why
from .pages import beside
from .recognise import HEAD, not_a_page, peek
from .values import Unit

__all__ = ["plan"]

FILES_A_UNIT = 64
BYTES_A_UNIT = 4_000_000  # of pages: about a tenth of a second of work

LEFT_BY_TOOLS = frozenset({"hts-cache", "hts-log.txt", "cookies.txt", "__MACOSX"})


def plan(inputs: Iterable[str]) -> Iterator[Unit]:
    """
    The units of the inputs, in the order given, folders in the order of their names.

    Nothing is raised: what is missing or cannot be read becomes a unit with a ``note``.
    """
    for name in inputs:
        yield from map(_portable, _one(local(name)))


def _portable(unit: Unit) -> Unit:
    """A unit as it travels to workers; nearly all are so already."""
    return unit if all(map(str.isascii, unit.paths)) else replace(unit, paths=tuple(map(portable, unit.paths)))


def _one(name: str) -> Iterator[Unit]:
    path = Path(name)
    if name == "-":
        yield Unit("file", ("-",))
    elif is_remote(name):
        yield from _file(name)
    elif _exists(path):
        yield from _folder(name) if path.is_dir() else _file(name)
    elif name.startswith("@"):
        yield from _list(name)
    elif glob.has_magic(name):
        yield from _pattern(name)
    else:
        yield _note(name, "broken", "no such file or folder")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name with a NUL, or longer than the system takes
        return False


def _note(name: str, kind: OutcomeKind, reason: str, advice: str = "") -> Unit:
    return Unit("note", (name,), note=Outcome(kind, reason, advice))


def _list(name: str) -> Iterator[Unit]:
    """``@files.txt``: one input a line; blank lines and those that begin with ``#`` are left out. ``@-`` reads standard input."""
    try:
        with open_stream(name[1:]) as stream:
            lines = stream.read().decode("utf-8-sig", "surrogateescape").splitlines()
    except OSError as error:
        yield _note(name, "broken", why(error))
        return
    yield from plan(line for raw in lines if (line := raw.strip()) and not line.startswith("#") and line != name)


def _pattern(name: str) -> Iterator[Unit]:
    found = sorted(
        path
        for path in glob.iglob(name, recursive=True)  # noqa: PTH207 - a pattern with a root of its own
        if not path.endswith(sidecar.END)
    )
    files = [path for path in found if not Path(path).is_dir()]
    if not found:
        yield _note(name, "broken", "no file fits this pattern")
    elif files:
        yield from _files(files)
    else:
        yield from plan(found)


def _folder(name: str) -> Iterator[Unit]:
    """The files under a folder; one that holds no page is a problem of its own, beside those of its files."""
    problems: list[Unit] = []
    files = list(_walk(name, problems))
    yield from problems
    yield from _files(files)
    if not any(map(_may_be_page, files)):
        yield _note(name, "empty", "a folder without pages", "Name the folder that holds the saved pages.")


def _walk(name: str, problems: list[Unit]) -> Iterator[str]:
    """Paths under a folder, depth first, by name; links to folders are not followed, what tools left is left out."""

    def failed(error: OSError) -> None:
        problems.append(_note(str(error.filename), "broken", why(error)))

    for folder, folders, files in os.walk(name, onerror=failed):
        names = set(files)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in LEFT_BY_TOOLS and not _parts_of_a_save(f, names))
        for file in sorted(files):
            if not file.startswith(".") and file not in LEFT_BY_TOOLS and not file.endswith(sidecar.END):
                yield f"{folder.rstrip('/')}/{file}"  # not Path: a million of them


def _parts_of_a_save(folder: str, names: set[str]) -> bool:
    """A browser saves ``x.html`` with its pictures and frames in ``x_files``."""
    stem = folder.removesuffix("_files")
    return stem != folder and any(f"{stem}.{end}" in names for end in ("html", "htm"))


def _may_be_page(path: str) -> bool:
    try:
        with Path(path).open("rb") as stream:
            _, head = peek(stream.read(HEAD), path)
    except Exception:  # whatever it is, its reader will name it
        return False
    return bool(head.strip()) and (not_a_page(head, path) is None or sidecar.read(path, beside) is not sidecar.NONE)


def _files(paths: Sequence[str]) -> Iterator[Unit]:
    """Files that a folder or pattern led to: small ones together, large ones as pieces of their own."""
    together: list[str] = []
    size = 0
    for path in paths:
        own = _size(path)
        if together and (len(together) == FILES_A_UNIT or size + own > BYTES_A_UNIT):
            yield Unit("file", tuple(together), found=True, size=size)
            together, size = [], 0
        if own > cutting.LEAST and together:
            yield Unit("file", tuple(together), found=True, size=size)
            together, size = [], 0
        if own > cutting.LEAST:
            yield from _file(path, found=True)
        else:
            together.append(path)
            size += own
    if together:
        yield Unit("file", tuple(together), found=True, size=size)


def _size(path: str) -> int:
    try:
        return size_of(path)
    except OSError:
        return 0


def _file(path: str, *, found: bool = False) -> Iterator[Unit]:
    """One file, in one piece or cut; what cannot be opened here will be named when it is read."""
    try:
        size = size_of(path)
        cuts = cutting.cuts(path, size) if size > cutting.LEAST else None
    except Exception:
        size, cuts = 0, None
    if cuts is None:
        yield Unit("file", (path,), found=found, size=size)
        return
    for cut in cuts:
        yield Unit("file", (path,), cut.start, cut.end, member=cut.member, found=found, size=cut.size)
