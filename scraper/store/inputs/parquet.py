"""Parquet with a page in each row; only the columns that are needed are read, some rows at a time."""

from collections.abc import Iterator
from typing import Any

from ...errors import InputError
from .rows import columns, of_records, row
from .values import Given, InputOptions, Item, problem

__all__ = ["groups", "read"]

ROWS = 64  # rows in memory at a time: pages are large
ALSO = ("status", "headers", "encoding", "engine")


def groups(stream: Any) -> int:
    """How many row groups a file has."""
    return int(_open(stream).num_row_groups)


def _open(stream: Any) -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("Parquet needs the extra 'parquet' (pip install 'forum-scraper[parquet]')") from error
    return pyarrow.parquet.ParquetFile(stream)


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The captures of a file's rows, or of the row groups in the range given; ``#`` and the row's number from 0 name a row."""
    if given.squeezed:
        yield problem(given.source, "broken", "a compressed Parquet file", "Unpack it first.")
        return
    try:
        file = _open(given.stream)
    except (OSError, ValueError) as error:  # Arrow's errors are of these kinds
        yield problem(given.source, "broken", f"no Parquet that can be read: {error}".splitlines()[0], "Fetch or copy the file again.")
        return
    names = list(file.schema_arrow.names)
    if not (options.html_column or options.text_column) and (made := of_records(given.source, names)):
        yield made
        return
    used = columns(names, options)
    if isinstance(used, str):
        yield problem(given.source, "broken", used)
        return
    needed = [name for name in names if name in (used.page, used.url, used.time, *ALSO)]
    last = file.num_row_groups if given.end is None else min(given.end, file.num_row_groups)
    number = sum(file.metadata.row_group(i).num_rows for i in range(given.start))
    for group in range(given.start, last):
        size = file.metadata.row_group(group).num_rows
        try:
            for i, fields in enumerate(_rows(file, group, needed)):
                yield row(f"{given.source}#{number + i}", fields, used, options)
        except (OSError, ValueError) as error:
            reason = f"rows {number:,} to {number + size - 1:,}: {error}".splitlines()[0]
            yield problem(f"{given.source}#{number}", "broken", reason, "Fetch or copy the file again; its other row groups are read.")
        number += size


def _rows(file: Any, group: int, needed: list[str]) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], columns=needed):
        yield from batch.to_pylist()
