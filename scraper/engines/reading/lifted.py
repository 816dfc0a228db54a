"""What leaves a body when it is rendered: quotes with their authors, edit notes, notices, and files for download."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ...markup import Lifted, Page, render
from ...model import Attachment, Mark, RawQuote
from ..base import Engine, Quoted

__all__ = ["Parts", "file_of", "files_in", "sort_lifted"]

SIZE = re.compile(r"(?<![\d.,])[.,]*+(\d[\d.,]*+\s*+(?:[KMGT]i?B|bytes?|Bytes?|字节|字節|[KMG]\b))", re.IGNORECASE)
CITATION = 400  # characters of a quote in which its citation line is sought: longer ones are no names

AtFloor = Callable[[str], str | None]
"""The id of the post of which only the floor is named; ``None`` where it stands on another page."""


class Parts(NamedTuple):
    """What left a body, by its kind: quotes, the text of the edit note, texts of notices, and files for download."""

    quotes: tuple[RawQuote, ...] = ()
    edit_note: str | None = None
    notices: Sequence[str] = ()
    files: Sequence[Attachment] = ()


def sort_lifted(engine: Engine, lifted: Sequence[Lifted], page: Page, at_floor: AtFloor = lambda label: None) -> Parts:
    """What left a body, sorted by its label; a quote without text and author is none."""
    if not lifted:
        return Parts()
    quotes: list[RawQuote] = []
    edited: str | None = None
    notices: list[str] = []
    files: list[Attachment] = []
    cites = _citations(lifted)
    for i, item in enumerate(lifted):
        if item.label == "quote":
            quotes.append(_quote(engine, item, cites[i], at_floor))
        elif item.label == "edited":
            edited = item.text or edited
        elif item.label == "notice":
            notices.append(item.text)
        elif item.label == "attachment" and (file := file_of(engine, item, page)):
            files.append(file)
    return Parts(tuple(q for q in quotes if q.body or q.author), edited, notices, files)


def _citations(lifted: Sequence[Lifted]) -> list[Lifted | None]:
    """For each, were it a quote, the citation line in it (``cite``), or the one right before it (``head``)."""
    within: dict[int, Lifted] = {}
    for i, item in enumerate(lifted):
        if item.label == "cite" and item.parent < i:
            within.setdefault(item.parent, item)
    latest: dict[int, Lifted] = {}  # by parent
    found: list[Lifted | None] = []
    for i, item in enumerate(lifted):
        before = latest.get(item.parent)
        found.append(before if before and before.label == "head" else within.get(i))
        latest[item.parent] = item
    return found


def _quote(engine: Engine, item: Lifted, cite: Lifted | None, at_floor: AtFloor) -> RawQuote:
    """A quote without its citation line, wherever that stands; junk in or beside that line is no part of the name."""
    author, post_id = engine.quote(Quoted(item, cite))
    text, marks = item.text, item.marks
    if engine.quote_floor and not post_id and (found := engine.quote_floor.match(cite.text if cite else text, 0, CITATION)):
        post_id = at_floor(found[1])
    if engine.quote_head and (head := engine.quote_head.match(_blanked(text, marks), 0, CITATION)):
        text, marks = _cut_head(text, marks, head.end())
        author, post_id = author or _group(head, "author"), post_id or _group(head, "post")
    if engine.quote_tail and (tail := engine.quote_tail.search(_blanked(text, marks), max(0, len(text) - CITATION))):
        text, marks = text[: tail.start()], tuple(m for m in marks if m.end <= tail.start())
        author = author or _group(tail, "author")
    return RawQuote(author=author, post_id=post_id, body=text, marks=tuple(sorted(marks, key=lambda m: m.start)))


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    """The text with blanks in place of what a browser does not show; as long as before."""
    parts: list[str] = []
    at = 0
    for mark in sorted((m for m in marks if m.label.startswith("hidden")), key=lambda m: m.start):
        if mark.end > at:  # each character is copied once, however many marks there are
            start = max(at, mark.start)
            parts += (text[at:start], " " * (mark.end - start))
            at = mark.end
    return "".join((*parts, text[at:])) if parts else text


def _group(match: re.Match[str], name: str) -> str | None:
    """What a named group found; ``None`` where the pattern has no such group, or it found nothing but blanks."""
    value = match.groupdict().get(name)
    return value.strip() or None if value else None


def _cut_head(text: str, marks: Iterable[Mark], end: int) -> tuple[str, tuple[Mark, ...]]:
    """The text behind ``end`` and the blanks that follow it, with the marks that reach so far moved along."""
    while end < len(text) and text[end] in " \n\xa0":
        end += 1
    return text[end:], tuple(Mark(m.label, max(0, m.start - end), m.end - end) for m in marks if m.end > end)


def file_of(engine: Engine, item: Lifted, page: Page) -> Attachment | None:
    """A file offered for download: its name, address and size as shown."""
    if engine.attachment:
        found = engine.attachment(item)
        if found is None:
            return None
        name, url = found
    else:
        name, url = item.text.split("\n", 1)[0].strip(), next(iter(item.links), None)
    size = SIZE.search(item.text)
    name = SIZE.sub("", name).strip(" ()（）,:\xa0") if size else name
    return Attachment(name=name, url=page.join(url), size=size[1] if size else None) if name else None


def files_in(html: str) -> list[Lifted]:
    """The files in an element outside the body, as ``render`` would have lifted them; the element itself where none is labelled."""
    done = render(html)
    files = [item for item in done.lifted if item.label == "attachment"]
    return files or [Lifted("attachment", "", -1, done.text, done.marks, done.links, done.images)]
