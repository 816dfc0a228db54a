"""What kind of input some bytes are, by their content; a name's end decides only where content cannot (brotli)."""

import re
from pathlib import PurePosixPath

import msgspec

from ...encoding import looks_binary
from . import inflating

__all__ = ["COMPRESSED", "HEAD", "NEVER_A_PAGE", "compression", "kind_of", "not_a_page", "peek"]

HEAD = 65_536  # bytes looked at: the first record of an archive, the headers of a mail

COMPRESSED = (
    (b"\x1f\x8b", "gz"),
    (inflating.FRAME, "zst"),
    (inflating.DICTIONARY, "zst"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bz2"),
)

ENDS = frozenset({"gz", "zst", "xz", "bz2"})

MAIL = re.compile(
    rb"(?:^|\n)(?:MIME-Version:|Content-Type:\s*multipart/related|Snapshot-Content-Location:|From:\s*<Saved by)", re.IGNORECASE
)
HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}: ")  # a mail begins with one; a dump of a forum may hold others

NEVER_A_PAGE = frozenset(
    "css js map json xml rss atom csv tsv md log woff woff2 ttf eot ico svg swf torrent sig py sh sql toml yaml yml ini cfg orig".split()
)
"""Ends of names that are never a page in a folder; as named inputs they are read all the same."""


def compression(head: bytes, name: str = "") -> str | None:
    """How bytes are compressed, ``None`` for not at all."""
    for magic, kind in COMPRESSED:
        if head.startswith(magic):
            return kind
    end = name.lower().rpartition(".")[2]
    return end if end == "br" or (end in ENDS and b"\0" in head[:64]) else None  # its first byte may be spoiled


def kind_of(head: bytes, name: str = "") -> str:
    r"""
    The kind of uncompressed bytes: ``warc arc zip tar parquet mhtml jsonl`` or ``page`` for all else.

    An archive whose first bytes are spoiled is known by its name.

    >>> kind_of(b"WARC/1.0\r\n"), kind_of(b"<html>"), kind_of(b'{"html": "<p>x"}\n'), kind_of(b"", "x.warc.gz")
    ('warc', 'page', 'jsonl', 'warc')
    """
    if head[:5].upper() == b"WARC/":
        return "warc"
    if head.startswith(b"filedesc://"):
        return "arc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head[257:262] == b"ustar":
        return "tar"
    start = head.lstrip()
    if start[:1] == b"{" and _is_rows(start):
        return "jsonl"
    if start[:1] == b"<":
        return "page"
    return "mhtml" if HEADER.match(start) and MAIL.search(start[:4096]) else _by_name(name)


BY_NAME = (
    (re.compile(r"\.warc(\.\w+)?$|\.wet(\.gz)?$"), "warc"),
    (re.compile(r"\.arc(\.gz)?$"), "arc"),
    (re.compile(r"\.(zip|wacz)$"), "zip"),
    (re.compile(r"\.tar(\.\w+)?$|\.tgz$"), "tar"),
    (re.compile(r"\.parquet$"), "parquet"),
    (re.compile(r"\.mht(ml)?$"), "mhtml"),
)


def _by_name(name: str) -> str:
    return next((kind for pattern, kind in BY_NAME if pattern.search(name.lower())), "page")


def _is_rows(head: bytes) -> bool:
    """JSON Lines: the first line is an object, or goes on behind what we see."""
    line, end, _ = head.partition(b"\n")
    if not end and len(head) >= HEAD - 1:
        return line.startswith((b'{"', b'{ "'))
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def not_a_page(head: bytes, name: str) -> str | None:
    """
    Why a file that a folder led to is no page, ``None`` where it may be one.

    >>> not_a_page(b"body { color: red }", "style.css")
    'a .css file'
    """
    if binary := looks_binary(head):
        return binary
    end = PurePosixPath(name).suffix.lower().lstrip(".")
    return f"a .{end} file" if end in NEVER_A_PAGE and not head.lstrip().startswith(b"<!DOCTYPE html") else None


def peek(head: bytes, name: str = "") -> tuple[str | None, bytes]:
    """
    The compression of bytes and their head without it.

    Raises ``InputError`` where the library for it is not installed.
    """
    squeezed = compression(head, name)
    return (squeezed, inflating.head(head, squeezed, HEAD)) if squeezed else (None, head)
