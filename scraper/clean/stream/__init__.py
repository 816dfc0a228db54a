"""
The cleaner as a filter: bytes in, bytes out, any size at flat memory, as fast as they come.

A stream is cut into documents (``Split``); a document is what evidence is gathered over. What arrives at one read is handled
as a batch: if the trigger sees nothing in all of it, its documents go out as they came in, else each is cleaned by itself. A document
longer than ``LONGEST`` is cleaned in stretches that end at an empty line or a line end.
"""

import gzip
import io
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

from ...errors import InputError
from ...settings import CleanSettings
from .run import Explain, Run
from .source import GZIP, chunks_of, in_utf8, texts_of
from .stats import Stats

__all__ = ["Explain", "Split", "Stats", "clean_file", "clean_stream"]

Split = Literal["file", "line", "blank", "json", "wet"]
"""
What a document is: the whole stream; a line; what stands between empty lines; a field of a JSON object a line; a record of a WET file.
"""


def clean_stream(
    source: BinaryIO,
    sink: BinaryIO | None,
    settings: CleanSettings = CleanSettings(),
    *,
    split: Split = "file",
    field: str = "text",
    encoding: str | None = None,
    explain: Explain | None = None,
    stats: Stats | None = None,
) -> Stats:
    r"""
    Clean a stream into another, in UTF-8; a ``sink`` of ``None`` only counts. Packed input (gzip) is unpacked.

    ``encoding`` forces what texts (not JSON, not WET) are read with; else it is told from the first 256 KB. Raises ``InputError`` for
    what is no text.

    >>> out = io.BytesIO()
    >>> clean_stream(io.BytesIO(b'{"id": 7, "text": "in\\u200bvisible"}\n'), out, split="json").changed
    1
    >>> out.getvalue()
    b'{"id":7,"text":"invisible","edits":[{"start":2,"end":3,"reason":"invisible","cut":"\xe2\x80\x8b","put":"","proof":null}]}\n'
    """
    run = Run(settings, field, explain, stats or Stats())
    chunks = chunks_of(source, run.stats)
    if split in ("file", "line", "blank"):
        chunks = in_utf8(texts_of(chunks), encoding)
    pieces = {"file": run.texts, "line": run.lines, "blank": run.blanks, "json": run.objects, "wet": run.records}[split](chunks)
    for piece in pieces:
        run.stats.written += len(piece)
        if sink is not None:
            sink.write(piece)
            sink.flush()
    return run.stats


def clean_file(
    path: Path,
    settings: CleanSettings = CleanSettings(),
    *,
    split: Split = "file",
    field: str = "text",
    backup: str | None = None,
    dry_run: bool = False,
    stats: Stats | None = None,
) -> Stats:
    """
    Clean a file in place: written beside and renamed, so it is never half done; ``backup`` is the suffix of a copy of the old one.

    With ``dry_run`` nothing is written. A file that nothing changes keeps its time. Packed files (gzip) are packed again.
    """
    stats = stats or Stats()
    before = stats.changed
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.") if not dry_run else (-1, "")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    try:
        with path.open("rb") as raw, os.fdopen(handle, "wb") if handle >= 0 else io.BytesIO() as out:
            sink = None if dry_run else gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) if packed else out
            clean_stream(raw, sink, settings, split=split, field=field, stats=stats)  # type: ignore[arg-type]
            if packed and sink is not None:
                sink.close()
        if not dry_run and stats.changed > before:
            shutil.copymode(path, beside)
            if backup:
                shutil.copy2(path, path.with_name(path.name + backup))
            Path(beside).replace(path)
            beside = ""
    finally:
        if beside:
            with suppress(OSError):
                Path(beside).unlink()
    return stats
