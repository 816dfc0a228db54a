"""
Steps for datatrove: a reader of every input, pages into posts or threads, and a writer of records.

``[Pages("crawl/*.warc.gz"), Posts(), Records("out")]`` in any executor of datatrove gives the records that ``scraper extract`` gives.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Literal

from ..encoding import decode
from ..errors import UsageError
from ..model import Capture, Record
from ..store.inputs import Problem, plan
from ..store.inputs.pages import capture
from ..store.inputs.sidecar import Sidecar
from ..store.sinks import decode_line
from .join import join
from .work import DEFAULTS, Done, Job, Task, items, results

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
except ImportError:
    Document = PipelineStep = DiskWriter = object  # type: ignore[misc, assignment, unused-ignore]

__all__ = ["Pages", "Posts", "Records"]

CAPTURE, LINES = "capture", "lines"
"""What documents carry in their metadata between these steps: a page's bytes with what is known of them; records as lines of JSON."""


def _needed() -> None:
    if PipelineStep is object:
        raise UsageError("datatrove's steps need the extra 'datatrove' (pip install 'forum-scraper[datatrove]')")


class Pages(PipelineStep):  # type: ignore[misc, unused-ignore]
    """
    Reads every input that ``scraper extract`` reads, a document a page: its text, and in ``metadata`` its address and time.

    Large inputs are cut, and the pieces dealt to the tasks in turn, so more tasks than files make sense.
    """

    name = "📄 Forum pages"
    type = "📖 - READER"

    def __init__(self, inputs: str | Sequence[str], job: Job = DEFAULTS) -> None:
        _needed()
        super().__init__()
        self.inputs = [inputs] if isinstance(inputs, str) else list(inputs)
        self.job = job

    def run(self, data: Iterable[Any] | None = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        yield from data or ()
        for place, unit in enumerate(plan(self.inputs)):
            if place % world_size != rank:
                continue
            for item in items(Task(unit=unit), self.job):
                self.stat_update(item.outcome.kind if isinstance(item, Problem) else "pages")
                if isinstance(item, Capture):
                    yield _document(item)


def _document(page: Capture) -> Any:
    text = decode(page.body, headers=page.headers, forced=page.encoding).text
    return Document(text=text or " ", id=page.source, metadata={"url": page.url, "fetched_at": page.fetched_at, CAPTURE: page})


class Posts(PipelineStep):  # type: ignore[misc, unused-ignore]
    """
    Pages into posts: documents of HTML (``text``; ``metadata`` may have ``url`` and ``fetched_at`` or ``date``) into clean ones.

    ``by="post"`` gives a document a post, ``"page"`` one a page, ``"thread"`` one a thread, joined from all pages of the task. What a
    page was without being a thread is counted in the step's statistics.
    """

    name = "💬 Forum posts"
    type = "🔻 - EXTRACTOR"

    def __init__(self, by: Literal["post", "page", "thread"] = "post", job: Job = DEFAULTS) -> None:
        _needed()
        super().__init__()
        self.by = by
        self.job = job

    def run(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        found = self._results(data)
        if self.by == "thread":
            with join(found) as threads:
                for thread in threads:
                    yield self._joined(b"".join(thread.lines))
            return
        for done in found:
            if done.lines:
                yield from self._documents(done.lines)

    def _results(self, data: Iterable[Any]) -> Iterator[Done]:
        for done in results(map(_capture, data), self.job):
            self.stat_update(done.outcome.kind)
            yield done

    def _documents(self, lines: bytes) -> Iterator[Any]:
        if self.by == "page":
            yield self._joined(lines)
            return
        for i, line in enumerate(lines.splitlines(keepends=True)):
            record = decode_line(line)
            yield Document(
                text=record.text or " ", id=record.url or f"{record.source}#{record.id or i}", metadata={**_facts(record), LINES: line}
            )

    def _joined(self, lines: bytes) -> Any:
        records = [decode_line(line) for line in lines.splitlines()]
        first = records[0]
        text = "\n\n".join(record.text for record in records if record.text)
        facts = _facts(first) | {"posts": len(records)}
        return Document(text=text or " ", id=first.thread.url or first.source, metadata={**facts, LINES: lines})


def _capture(document: Any) -> Capture:
    """The page that a document holds: one of our reader's, or any other's HTML."""
    known = document.metadata.get(CAPTURE)
    if isinstance(known, Capture):
        return known
    said = document.metadata
    url, when = said.get("url"), said.get("fetched_at") or said.get("date")
    beside = Sidecar(url=url if isinstance(url, str) else None, fetched_at=str(when) if when else None, encoding="utf-8")
    return capture(str(document.id), document.text.encode("utf-8", "replace"), DEFAULTS.inputs, beside)


def _facts(record: Record) -> dict[str, Any]:
    """What filters like to see beside a text."""
    return {
        "url": record.url,
        "date": record.posted_at,
        "author": record.author.name,
        "title": record.thread.title,
        "engine": record.thread.engine,
        "source": record.source,
    }


class Records(DiskWriter):  # type: ignore[misc, unused-ignore]
    """Writes the whole records of the documents that are left, as lines of JSON, a file a task; a filter before it filters records."""

    default_output_filename = "${rank}.jsonl"
    name = "💾 Forum records"

    def __init__(self, output_folder: Any, output_filename: str | None = None, compression: str | None = None, **more: Any) -> None:
        _needed()
        super().__init__(output_folder, output_filename=output_filename, compression=compression, adapter=_lines, mode="wb", **more)

    def _write(self, document: dict[str, Any], file_handler: IO[bytes], filename: str) -> None:
        file_handler.write(document[LINES])


def _lines(self: Any, document: Any) -> dict[str, Any]:
    return {LINES: document.metadata.get(LINES, b"")}
