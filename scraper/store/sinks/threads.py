"""What formats for reading have in common: a document a thread, each a file of a folder, or all in one file."""

import contextlib
import hashlib
import shutil
from abc import abstractmethod
from pathlib import Path
from typing import BinaryIO

from ...model import Record
from ...urls import split
from .base import STDOUT, Sink, Target, named, replace, safe_name

__all__ = ["Documents", "key", "name"]


def key(record: Record) -> tuple[str, str]:
    """What a thread is known by over its pages: its host or site, and its id, address or title."""
    thread = record.thread
    host = split(thread.url or record.url).hostname or thread.site or ""
    return host, thread.id or thread.url or thread.title or record.source


def name(record: Record) -> str:
    """A file name for a thread: its title for people, its key so that no two are one, even where case does not count."""
    known = hashlib.blake2b("\n".join(key(record)).encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{safe_name(record.thread.title or 'thread')}-{known}"


class Documents(Sink):
    """
    Threads as documents. A path that ends in the format's own end is one file of all; any other is a folder.

    A thread whose pages come apart is continued where it was left, in the folder; in one file it begins again.
    """

    end: str
    between = ""

    def __init__(self, path: str, _: object = ()) -> None:
        self.current: tuple[str, str] | None = None
        self.path = Path(path)
        self.one = Target(path) if path == STDOUT or path.endswith(self.end) else None
        self.file: BinaryIO | None = None
        self.names: dict[tuple[str, str], str] = {}
        self.beside = self.path.with_name(f".{self.path.name}.part")
        if self.one is None:
            with named(path):
                shutil.rmtree(self.beside, ignore_errors=True)  # what a killed run left
                self.beside.mkdir(parents=True)

    @abstractmethod
    def head(self, record: Record) -> str:
        """What a document begins with."""

    @abstractmethod
    def post(self, record: Record) -> str:
        """A post as the document shows it."""

    def write(self, record: Record) -> None:
        this = key(record)
        text = self.post(record)
        if this != self.current:
            text = self._turn(this, record) + text
        data = text.encode("utf-8", "replace")
        with named(str(self.path)):
            (self.one or self._open()).write(data)

    def _turn(self, this: tuple[str, str], record: Record) -> str:
        """Another thread: its file opened, its head where it begins."""
        between = self.between if self.current and self.one else ""
        self.current = this
        if self.one is not None:
            return between + self.head(record)
        self._shut()
        known = this in self.names
        file = self.names.setdefault(this, name(record) + self.end)
        with named(str(self.path)):
            self.file = (self.beside / file).open("ab")
        return "" if known else self.head(record)

    def _open(self) -> BinaryIO:
        assert self.file is not None
        return self.file

    def _shut(self) -> None:
        if self.file:
            with named(str(self.path)):
                self.file.close()
            self.file = None

    def close(self) -> None:
        if self.one:
            self.one.close()
            return
        self._shut()
        with named(str(self.path)):
            if self.path.exists():  # a folder that is there keeps what else stands in it
                for file in sorted(self.beside.iterdir()):
                    replace(file, self.path / file.name)
                self.beside.rmdir()
            else:
                replace(self.beside, self.path)

    def abort(self) -> None:
        if self.one:
            self.one.abort()
            return
        with contextlib.suppress(OSError):
            self._shut()
        shutil.rmtree(self.beside, ignore_errors=True)
