"""Records out of a job, without the network: derived from its captures each time, so that they can be cleaned anew."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

import msgspec

from .. import encoding, frontier, pipeline
from ..engines.base import Engine
from ..fetch.inflate import inflate
from ..markup import Page as Html
from ..markup import too_costly
from ..model import Attachment, Capture, Outcome, Record, ThreadPage
from ..settings import ReadSettings, Settings
from ..store.captures import Stored
from ..store.job import Job
from ..store.threads import Known, Walked
from ..urls import canonical
from .settling import whole_key

__all__ = ["Flow", "Reader", "Selection", "placed", "records", "thread_records", "with_files"]

KEPT = 8  # captures whose records stay at hand: posts of neighbouring pages alternate only where a thread was moved about


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """
    Which posts to give.

    ``since`` (ISO 8601) leaves older posts out, ``author`` all but one name's or id's, ``only_op`` all but those of who opened the
    thread. ``versions`` gives earlier versions too, each before the present one.
    """

    since: str | None = None
    author: str | None = None
    only_op: bool = False
    versions: bool = False


class Reader:
    """Turns stored captures into pages and records by one set of settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._likely: dict[str, Engine] = {}
        self._at_hand: OrderedDict[int, Mapping[str, Record]] = OrderedDict()

    def read(self, stored: Stored) -> pipeline.Read:
        """All that a stored page holds; a page that trips the reader is ``broken`` and the crawl goes on."""
        return self._guarded(pipeline.read, stored)

    def skim(self, stored: Stored) -> pipeline.Read:
        """What a stored page leads to."""
        return self._guarded(self._skim, stored)

    def _skim(self, capture: Capture, settings: ReadSettings) -> pipeline.Read:
        return pipeline.skim(capture, settings, likely=self._likely)

    def _guarded(self, reading: Callable[[Capture, ReadSettings], pipeline.Read], stored: Stored) -> pipeline.Read:
        try:
            return reading(self.capture(stored), self.settings.read)
        except Exception as error:  # one page must not end a crawl of a hundred thousand; the capture is kept for whoever mends it
            return Outcome("broken", f"the reader failed: {type(error).__name__}: {error}", "Please report the page's address.")

    def capture(self, stored: Stored) -> Capture:
        """A stored answer as the pipeline takes it, its body decoded."""
        body = stored.body if stored.body is not None else inflate(stored.raw, stored.coding, self.settings.fetch)
        return _as_capture(stored, body, encoding=self.settings.read.encoding, engine=self.settings.read.engine)

    def links(self, stored: Stored) -> list[str]:
        """The addresses that a stored page links to, whatever it is; none where it is no page or too costly."""
        try:
            capture = self.capture(stored)
            text = encoding.decode(capture.body, headers=capture.headers, forced=capture.encoding).text
            page = None if too_costly(text) else Html(text, url=capture.url)
        except Exception:  # as above
            page = None
        hrefs = [page.join(node.attributes.get("href")) for node in page.css("a[href], link[rel=next]")] if page else []
        return [href for href in hrefs if href]

    def records(self, page: ThreadPage, stored: Stored) -> list[Record]:
        """The clean posts of a page."""
        return list(pipeline.records(page, self.capture(stored), self.settings.clean))

    def by_key(self, job: Job, capture: int, page: ThreadPage | None = None) -> Mapping[str, Record]:
        """The clean posts of a capture by their keys in the thread."""
        if capture in self._at_hand:
            self._at_hand.move_to_end(capture)
            return self._at_hand[capture]
        stored = job.captures.get(capture)
        found = page or (self.read(stored) if stored else None)
        if stored is None or not isinstance(found, ThreadPage):
            made: Mapping[str, Record] = {}
        else:
            made = dict(zip(frontier.post_keys(found.posts), self.records(found, stored), strict=True))
        self._at_hand[capture] = made
        while len(self._at_hand) > KEPT:
            self._at_hand.popitem(last=False)
        return made


def records(job: Job, settings: Settings, select: Selection | None = None) -> Iterator[Record]:
    """Every post of a job, thread by thread in the order in which they were named, each post once."""
    reader = Reader(settings)
    for thread in job.threads.all():
        yield from thread_records(job, reader, thread, select or Selection())


def thread_records(job: Job, reader: Reader, thread: Walked, select: Selection) -> Iterator[Record]:
    """The posts of one thread in order, floors joined over its pages."""
    chosen = _Chosen(select)
    whole = job.threads.find(whole_key(thread.key)) if whole_key(thread.key) != thread.key else None
    for post in job.threads.in_order(thread.id):
        if whole and job.threads.known(whole.id, [post.key]):
            continue  # the whole thread was asked for as well
        for record in _versions(job, reader, post, select.versions):
            if chosen(record):
                yield record


def _versions(job: Job, reader: Reader, post: Known, earlier: bool) -> Iterator[Record]:
    """The present version of a post, after its earlier ones where they are asked for."""
    captures = [*(job.threads.versions(post.id) if earlier else ()), post.capture]
    for capture in captures:
        if record := reader.by_key(job, capture).get(post.key):
            yield with_files(job, placed(record, post))


def placed(record: Record, post: Known) -> Record:
    """A record at its place in the thread; one that has vanished since says so."""
    states, warnings = record.states, record.warnings
    if post.gone_at:
        states = states if "deleted" in states else (*states, "deleted")
        warnings = (*warnings, f"no longer in the thread on {post.gone_at}")
    if record.floor == post.floor and states is record.states:
        return record
    return msgspec.structs.replace(record, floor=post.floor, states=states, warnings=warnings)


def with_files(job: Job, record: Record) -> Record:
    """A record whose attachments say where they were stored."""
    if not record.attachments:
        return record
    return msgspec.structs.replace(record, attachments=tuple(_with_file(job, attachment) for attachment in record.attachments))


def _with_file(job: Job, attachment: Attachment) -> Attachment:
    row = job.queue.row(canonical(attachment.url)) if attachment.url else None
    kept = job.threads.file(row.id) if row else None
    return msgspec.structs.replace(attachment, path=kept.path, sha256=kept.sha256) if kept else attachment


class Flow:
    """Records while the crawl runs: what is new since the last call. One thread after the other, in the order of finding."""

    def __init__(self, job: Job, reader: Reader, select: Selection, pages: Mapping[int, ThreadPage]) -> None:
        """``pages`` are pages that were just read, by capture; it may lose them at any time."""
        self.job = job
        self.reader = reader
        self.select = select
        self.pages = pages
        self._last = 0
        self._post = 0
        self._thread: int | None = None
        self._chosen = _Chosen(select)

    def fresh(self, *, ended: bool = False) -> Iterator[Record]:
        """The records that may be given now; all that are left where the run has ``ended``, also of threads that were cut short."""
        while self._turn():
            held = self.job.threads.get(self._thread or 0)
            for post in self.job.threads.posts(self._thread or 0, self._post):
                record = self.reader.by_key(self.job, post.capture, self.pages.get(post.capture)).get(post.key)
                self._post = post.id
                if record is not None and self._chosen(record := with_files(self.job, placed(record, post))):
                    yield record
            if held is None or not (held.done or ended):
                return
            self._last, self._thread = held.id, None

    def _turn(self) -> bool:
        """Whether there is a thread whose turn it is."""
        if self._thread is None and (found := self.job.threads.next_after(self._last)):
            self._thread, self._post, self._chosen = found.id, 0, _Chosen(self.select)
        return self._thread is not None


class _Chosen:
    """Whether a record of a thread is asked for; sees the opening post first."""

    def __init__(self, select: Selection) -> None:
        self.select = select
        self.opener: tuple[str | None, str | None] | None = None

    def __call__(self, record: Record) -> bool:
        who = (record.author.id, record.author.name)
        if self.opener is None:
            self.opener = who
        select = self.select
        if select.only_op and not _same_author(who, self.opener):
            return False
        if select.author is not None and select.author not in who:
            return False
        return not frontier.is_older(record.posted_at, select.since)


def _same_author(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    """The same id where both have one, else the same name."""
    return one[0] == other[0] if one[0] and other[0] else one[1] is not None and one[1] == other[1]


def _as_capture(stored: Stored, body: bytes, *, encoding: str | None, engine: str | None) -> Capture:
    """A stored answer as the pipeline takes it."""
    return Capture(
        source=stored.url,
        url=stored.url,
        body=body,
        fetched_at=stored.fetched_at,
        status=stored.status,
        headers=stored.fields,
        encoding=encoding,
        engine=engine,
    )
