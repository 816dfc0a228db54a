"""Markdown, a thread a document: who wrote when, quotes as quotes, code in fences."""

import re

from ...model import Record
from .base import Format
from .threads import Documents

__all__ = ["SINK", "Markdown", "escape"]

MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
LINE_START = re.compile(r"^([^\S\n]*+)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)


def escape(text: str) -> str:
    r"""
    Text as Markdown shows it: nothing in it is markup, HTML least of all.

    >>> escape("# 1 < 2 *")
    '\\# 1 \\< 2 \\*'
    """
    return LINE_START.sub(r"\1\\\2", MARKUP.sub(r"\\\1", text))


class Markdown(Documents):
    """A folder of ``.md`` files, or one file of all threads."""

    end = ".md"
    between = "\n---\n\n"

    def head(self, record: Record) -> str:
        thread = record.thread
        lines = [f"# {line(thread.title or 'Thread')}", ""]
        if thread.board:
            lines += [" › ".join(map(line, thread.board)), ""]
        if thread.url:
            lines += [f"<{address(thread.url)}>", ""]
        return "\n".join(lines) + "\n"

    def post(self, record: Record) -> str:
        number = record.floor_label or (f"#{record.floor}" if record.floor else "")
        facts = " · ".join(line(fact) for fact in (number, record.author.name or "?", record.posted_at or record.posted_raw) if fact)
        parts = [f"## {facts}", *(quote(said.author, said.text) for said in record.quotes), body(record.text, record.code)]
        parts += [f"![]({address(image)})" for image in record.images]
        parts += [f"- [{line(file.name)}]({address(file.url)})" if file.url else f"- {line(file.name)}" for file in record.attachments]
        return "\n\n".join(part for part in parts if part) + "\n\n"


def line(text: str) -> str:
    """A text on one line, escaped."""
    return escape(" ".join(text.split()))


def address(url: str) -> str:
    """An address as a link takes it: nothing that ends the link, no script."""
    safe = url if url.split(":", 1)[0].lower() in ("http", "https", "ftp", "mailto") or ":" not in url.split("/", 1)[0] else ""
    return re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", safe)


def quote(author: str | None, text: str) -> str:
    """A quote behind ``>``."""
    lines = ([f"**{line(author)}**", ""] if author else []) + [f"{escape(said)}  " for said in text.splitlines()]
    return "\n".join(f"> {said}".rstrip() if not said.strip() else f"> {said}" for said in lines)


def body(text: str, code: tuple[str, ...]) -> str:
    """A post's text with its line ends kept and its code blocks in fences, where they stand."""
    out: list[str] = []
    for block in code:
        before, found, after = text.partition(block)
        if found and block.strip():
            out += [_prose(before), _fenced(block)]
            text = after
    return "\n\n".join(part for part in (*out, _prose(text)) if part)


def _prose(text: str) -> str:
    return "\n".join(f"{escape(said)}  " if said.strip() else "" for said in text.strip("\n").splitlines()).rstrip()


def _fenced(code: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


SINK = Format(name="markdown", ends=(".md",), open=Markdown, streams=True, folder=True)
