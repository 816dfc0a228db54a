"""CSV for spreadsheets: a row a post, what is nested as JSON, and no cell that a spreadsheet would take for a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec

from ...model import Record
from .base import Format, Sink, Target, decode_line, encode_line

__all__ = ["SINK", "Csv", "harmless"]

RISKY = tuple("=+-@\t\r＝＋－＠")
"""First characters that make Excel, LibreOffice or Sheets run a cell (CWE-1236), the full-width ones too."""

MARK = "\ufeff"  # without it Excel reads UTF-8 as the local code page


def harmless(cell: str) -> str:
    """
    A cell's text with an apostrophe before what would be a formula; spreadsheets hide it.

    >>> harmless("=HYPERLINK(1)"), harmless("a=b")
    ("'=HYPERLINK(1)", 'a=b')
    """
    return "'" + cell if cell.startswith(RISKY) else cell


class Csv(Sink):
    """Rows of CSV (RFC 4180, UTF-8 with its mark) to a file or to standard output."""

    def __init__(self, path: str, extras: Sequence[str] = ()) -> None:
        self.extras = tuple(extras)
        self.target = Target(path)
        self._row([*COLUMNS, *self.extras], MARK)

    def write(self, record: Record) -> None:
        self.write_lines(encode_line(record))

    def write_lines(self, lines: bytes) -> None:
        for line in lines.splitlines():
            more = msgspec.json.decode(line) if self.extras else {}
            self._row([cell(value) for value in (*_cells(decode_line(line)), *(more.get(name) for name in self.extras))])

    def _row(self, cells: Sequence[str], before: str = "") -> None:
        out = io.StringIO()
        csv.writer(out).writerow(cells)
        self.target.write((before + out.getvalue()).encode("utf-8", "replace"))

    def close(self) -> None:
        self.target.close()

    def abort(self) -> None:
        self.target.abort()


def cell(value: Any) -> str:
    """A value as the text of a cell: nothing for what the page does not say, JSON for what is nested."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value).replace("\0", "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return msgspec.json.encode(value).decode() if value else ""


THREAD = ("id", "url", "title", "board", "site", "engine", "engine_version", "charset", "page", "pages", "views", "replies", "tags")
AUTHOR = ("name", "id", "url", "avatar", "level", "title", "location", "signature", "online", "registered_at", "last_seen_at", "stats")
OPENING = ("schema", "source", "fetched_at", "url", "id", "floor", "floor_label")
REST = tuple(name for name in Record.__struct_fields__ if name not in (*OPENING, "thread", "author"))
COLUMNS = (*OPENING, *(f"thread_{name}" for name in THREAD), *(f"author_{name}" for name in AUTHOR), *REST)


def _cells(record: Record) -> list[Any]:
    return [
        *(getattr(record, name) for name in OPENING),
        *(" > ".join(record.thread.board) if name == "board" else getattr(record.thread, name) for name in THREAD),
        *(getattr(record.author, name) for name in AUTHOR),
        *(getattr(record, name) for name in REST),
    ]


SINK = Format(name="csv", ends=(".csv",), open=Csv, streams=True)
