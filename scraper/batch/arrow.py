"""
Arrow in, Arrow out: pages in one column, records in the fixed schema; for whatever moves record batches.

``extract_batches`` fits Spark's ``mapInArrow``, Ray Data's ``map_batches``, DuckDB's readers, Polars and Hugging Face datasets; the manual
has a recipe for each.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from ..errors import UsageError
from ..model import Outcome
from ..store.inputs import InputOptions, Item
from ..store.inputs.rows import Columns, columns, row
from ..store.sinks.parquet import batch as to_table
from ..store.sinks.schema import schema as arrow_schema
from .work import DEFAULTS, Job, results

__all__ = ["extract_batches", "extract_table", "schema"]

SOURCE = "source"  # a column that names each page, if there is one


def schema(extras: Iterable[str] = ()) -> Any:
    """The Arrow schema of what comes out; ``extras`` are ``lang`` and ``hash``."""
    return arrow_schema(tuple(extras))


def extract_batches(
    batches: Iterable[Any],
    job: Job = DEFAULTS,
    *,
    html_column: str | None = None,
    text_column: str | None = None,
    url_column: str | None = None,
    outcomes: Callable[[str, Outcome], None] = lambda source, outcome: None,
) -> Iterator[Any]:
    """
    Records of the pages in Arrow record batches, a batch for a batch.

    A page stands in ``html_column`` (text or bytes; usual names are found), ``url``, ``fetched_at``, ``status``, ``headers`` and
    ``encoding`` beside it; a record's ``source`` is the column of that name, else the address, else the row's number. ``outcomes``
    is told what became of each page. Raises ``UsageError`` where no column holds pages.
    """
    options = msgspec.structs.replace(
        job.inputs,
        html_column=html_column or job.inputs.html_column,
        text_column=text_column or job.inputs.text_column,
        url_column=url_column or job.inputs.url_column,
    )
    job = msgspec.structs.replace(job, inputs=options)
    kind = schema(job.extras)
    first = 0
    for batch in batches:
        lines: list[bytes] = []
        for done in results(_items(batch, options, first), job):
            outcomes(done.source, done.outcome)
            lines.append(done.lines)
        first += batch.num_rows
        yield _batch(b"".join(lines), kind)


def extract_table(
    table: Any, job: Job = DEFAULTS, *, html_column: str | None = None, text_column: str | None = None, url_column: str | None = None
) -> Any:
    """The same for a whole Arrow table, or for what turns into one (a pandas or Polars frame, a dataset's table)."""
    import pyarrow as pa

    if not isinstance(table, pa.Table):
        table = table.to_arrow() if hasattr(table, "to_arrow") else pa.Table.from_pandas(table, preserve_index=False)
    found = extract_batches(
        table.to_batches(max_chunksize=256), job, html_column=html_column, text_column=text_column, url_column=url_column
    )
    return pa.Table.from_batches(found, schema(job.extras))


def _items(batch: Any, options: InputOptions, first: int) -> Iterator[Item]:
    names = list(batch.schema.names)
    used = columns(names, options)
    if isinstance(used, str):
        raise UsageError(used)
    needed = [name for name in names if name in (used.page, used.url, used.time, SOURCE, "status", "headers", "encoding", "engine")]
    for i, fields in enumerate(batch.select(needed).to_pylist()):
        yield row(_source(fields, used, first + i), fields, used, options)


def _source(fields: dict[str, Any], used: Columns, number: int) -> str:
    return str(fields.get(SOURCE) or (fields.get(used.url) if used.url else None) or f"#{number}")


def _batch(lines: bytes, kind: Any) -> Any:
    import pyarrow as pa

    if not lines:
        return pa.RecordBatch.from_pylist([], schema=kind)
    return to_table(lines, kind).combine_chunks().to_batches()[0].cast(kind)
