"""JSON Lines with a page in each line; what the columns of tables are called, for Parquet too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import IO, Any

import msgspec

from . import pages, sidecar
from .inflating import open_inflated
from .pages import capture
from .sidecar import Sidecar
from .values import Given, InputOptions, Item, Problem, problem

__all__ = ["HTML", "Columns", "columns", "read", "row"]

HTML = ("html", "raw_html", "html_content", "page_html", "raw_content", "content", "body", "response_body", "page", "data")
TEXT = ("text", "plain_text", "raw_text", "dump")
URL = ("url", "page_url", "uri", "link", "target_uri", "warc_target_uri", "warc-target-uri", "source_url")
TIME = ("fetched_at", "fetch_time", "crawl_date", "warc_date", "warc-date", "date", "timestamp", "retrieved_at")
"""Usual names, the likelier first; compared without case."""

SLACK = 1_000_000  # bytes that a line's other fields and escapes may add to its page


class Columns(msgspec.Struct, frozen=True):
    """The names of the columns that hold a page's text, address and time; ``plain`` says that it is text and no HTML."""

    page: str
    plain: bool
    url: str | None
    time: str | None


RECORD = frozenset({"schema", "source", "thread", "author", "edits", "warnings"})


def of_records(source: str, names: Iterable[str]) -> Problem | None:
    """What is said of a table that was made by this program: its posts are read already. ``None`` for any other."""
    if not set(names) >= RECORD:
        return None
    advice = "'scraper export FILE -o NAME' writes them in another format, 'scraper view FILE' shows them."
    return problem(source, "unknown-engine", "records of this program: posts that are read already", advice)


def columns(names: Sequence[str], options: InputOptions) -> Columns | str:
    """
    Which columns to read, or what is missing.

    >>> columns(["id", "URL", "html"], InputOptions())
    Columns(page='html', plain=False, url='URL', time=None)
    >>> columns(["id"], InputOptions())
    'no column with pages among id: name one with --html-column or --text-column'
    """
    for wanted in (options.html_column, options.text_column, options.url_column):
        if wanted and wanted not in names:
            return f"no column {wanted!r} among {', '.join(names)}"[:300]
    page = options.html_column or (None if options.text_column else _first(names, HTML))
    text = options.text_column or _first(names, TEXT)
    if not page and not text:
        return f"no column with pages among {', '.join(names)}"[:200] + ": name one with --html-column or --text-column"
    return Columns(str(page or text), not page, options.url_column or _first(names, URL), _first(names, TIME))


def _first(names: Sequence[str], usual: Sequence[str]) -> str | None:
    folded = {name.lower(): name for name in reversed(names)}
    return next((folded[name] for name in usual if name in folded), None)


def row(source: str, fields: Mapping[str, Any], used: Columns, options: InputOptions) -> Item:
    """One row as a capture."""
    value = fields.get(used.page)
    if value is None or value == "":
        return problem(source, "empty", f"nothing in {used.page!r}")
    if not isinstance(value, (str, bytes)):
        return problem(source, "broken", f"{used.page!r} holds no text but {type(value).__name__}")
    body = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    if len(body) > options.max_page:
        return problem(source, "too-costly", f"more than {options.max_page:,} bytes")
    return capture(source, body, options, _known(fields, used, decoded=isinstance(value, str)))


def _known(fields: Mapping[str, Any], used: Columns, *, decoded: bool) -> Sidecar:
    """What a row says of its page. Text that was decoded already is UTF-8 here, whatever its ``<meta>`` says."""
    said = fields.get("headers")
    if isinstance(said, str):
        try:
            said = msgspec.json.decode(said)
        except (ValueError, RecursionError):
            said = None
    pairs = said.items() if isinstance(said, Mapping) else said if isinstance(said, list) else ()
    headers = {str(name).lower(): str(value) for name, value in pairs if value is not None}
    if used.plain:
        headers.setdefault("content-type", "text/plain; charset=utf-8")
    status = fields.get("status")
    return Sidecar(
        url=_word(fields.get(used.url or "")),
        fetched_at=_time(fields.get(used.time or "")),
        status=status if isinstance(status, int) else None,
        headers=headers,
        encoding=_word(fields.get("encoding")) or ("utf-8" if decoded else None),
        engine=_word(fields.get("engine")),
    )


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _time(value: Any) -> str | None:
    """A time as RFC 3339; a time without zone is UTC, a number seconds or milliseconds since 1970."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e14:
        value = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return str(value.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return str(value.isoformat()) if isinstance(value, date) else _word(value)


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """
    The captures of JSON Lines, or of the lines that begin in the range given; ``#`` and the line's place in bytes name a row.

    A file of one object without such a column may be an engine's own JSON: then it is a page. One that a folder led to is no input, if
    nothing stands beside it that calls it one.
    """
    stream = open_inflated(given.stream, given.squeezed)
    position = _to_line(stream, given.start)
    decoder = msgspec.json.Decoder(dict[str, Any])
    while given.end is None or position < given.end:
        line = stream.readline(options.max_page * 2 + SLACK)
        if not line:
            return
        source, position = f"{given.source}#{position}", position + len(line)
        if len(line) == options.max_page * 2 + SLACK:
            position += _skip(stream)
            yield problem(source, "too-costly", f"a line of more than {len(line):,} bytes")
        elif line.strip():
            item = _line(source, line, decoder, given, options)
            if isinstance(item, Problem) and item.source == given.source:
                yield item
                return
            if isinstance(item, Problem) and item.outcome.kind == "skipped":
                yield from _whole(given, item, options)
                return
            yield item


def _to_line(stream: IO[bytes], start: int) -> int:
    """The place of the first line that begins at or after a place, and the stream there."""
    if not start:
        return 0
    stream.seek(start - 1)
    return start - 1 + len(stream.readline())


def _skip(stream: IO[bytes]) -> int:
    size = 0
    while (line := stream.readline(1 << 20)) and not line.endswith(b"\n"):
        size += len(line)
    return size + len(line)


def _whole(given: Given, row: Problem, options: InputOptions) -> Iterator[Item]:
    """What is no table: the engine's own JSON, or nothing of ours."""
    if given.found and sidecar.read(given.path, given.load) is sidecar.NONE:
        yield problem(given.source, "skipped", row.outcome.reason)
        return
    given.stream.seek(0)
    yield from pages.read(given, options)


def _line(source: str, line: bytes, decoder: "msgspec.json.Decoder[dict[str, Any]]", given: Given, options: InputOptions) -> Item:
    try:
        fields = decoder.decode(line)
    except (ValueError, RecursionError) as error:
        return problem(source, "broken", f"no JSON object: {error}")
    if not (options.html_column or options.text_column) and (made := of_records(given.source, fields)):
        return made
    used = columns(list(fields), options)
    guessed = source.endswith("#0") and not (options.html_column or options.text_column)
    if isinstance(used, str):
        return problem(source, "skipped" if guessed else "broken", used)
    item = row(source, fields, used, options)
    if guessed and given.found and isinstance(item, Problem) and item.outcome.kind == "broken":  # {"page": 3}: the name means another thing
        return problem(source, "skipped", item.outcome.reason)
    return item
