"""What zip and tar have in common: members that are pages, archives or rows, and what is beside them."""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from . import sidecar
from .opening import why
from .recognise import HEAD, kind_of, peek
from .values import Given, InputOptions, Item, Load, problem

__all__ = ["CURE", "MAX_RATIO", "is_records", "left_out", "member"]

MAX_RATIO = 100  # unpacked : packed, after the first megabyte; the same guard as on the network. Pages reach 20, deflate's best is 1,032
NESTED = frozenset({"zip", "tar", "parquet"})
LEFT_BY_TOOLS = ("__MACOSX/", "hts-cache/", "hts-log.txt")
CURE = "Fetch or copy the archive again; its other members are read."


def left_out(name: str) -> bool:
    """Whether a member is nobody's page by its name: a folder, a sidecar, a hidden file, what packers leave."""
    return name.endswith(("/", sidecar.END)) or PurePosixPath(name).name.startswith(".") or any(part in name for part in LEFT_BY_TOOLS)


def is_records(name: str) -> bool:
    """Whether a member is an archive of records itself, by its name: too large to be read whole."""
    return kind_of(b"", name) in ("warc", "arc")


def member(source: str, name: str, body: bytes, options: InputOptions, load: Load) -> Iterator[Item]:
    """
    One member of an archive, whole, as what it is by its content.

    Its name is a label only: nothing is ever written under it, so ``../x`` is as good as any.
    """
    from .reading import dispatch  # the one way round: an archive's members are inputs again

    head = body[:HEAD]
    squeezed, inner = peek(head, name)
    if kind_of(inner, name) in NESTED:
        yield problem(source, "skipped", "an archive inside an archive", "Unpack it and name it as an input.")
        return
    try:
        yield from dispatch(Given(source, io.BytesIO(body), squeezed, head, name, load, found=True), inner, options)
    except Exception as error:  # one member must not end the archive
        yield problem(source, "broken", why(error))
