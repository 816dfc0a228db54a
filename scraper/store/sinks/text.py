"""Plain text, a thread a document: title, then each post behind its author's name; for training and for reading."""

from ...model import Record
from .base import Format
from .threads import Documents

__all__ = ["SINK", "Text"]


class Text(Documents):
    """A folder of ``.txt`` files, or one with a form feed between threads."""

    end = ".txt"
    between = "\f\n"

    def head(self, record: Record) -> str:
        return f"{record.thread.title}\n\n" if record.thread.title else ""

    def post(self, record: Record) -> str:
        quotes = "".join(f"> {line}\n" for quote in record.quotes for line in quote.text.splitlines())
        return f"{record.author.name or '?'}:\n{quotes}{record.text}\n\n"


SINK = Format(name="text", ends=(".txt",), open=Text, streams=True, folder=True)
