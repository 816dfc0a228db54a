"""
The core: bytes in, clean records out. Pure: the same capture gives the same records on any machine, in any order.

``read`` stops before cleaning and serves the crawl (what is on the page, where to go next); ``extract`` goes to the end.
"""

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence

from . import encoding, engines, mirrors, urls
from .budget import LARGEST
from .clean import Cleaned, clean_page
from .clean.edits import move
from .engines import dump, refusals
from .engines.base import Engine, adapted
from .engines.reading import read_thread, skim_thread
from .markup import Page as Html
from .markup import too_costly
from .model import BoardPage, Capture, Outcome, Page, Post, Quote, Record, Thread, ThreadPage
from .settings import CleanSettings, ReadSettings, Site

__all__ = ["extract", "read", "records", "skim"]

FRAME = re.compile(r"<(?:!doctype html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
CLOSED = re.compile(r"</(?:div|table|article|section)>", re.IGNORECASE)
JSON = re.compile(r"\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d+\s*(?:,|\]\s*\Z))")

NO_SITE = Site()
HOSTS = 10_000  # whose engines are remembered

MAX_UNNAMED = 100_000  # elements for the generic reader, 15 times the largest page of the corpus: each takes 15 to 25 µs and up to 1.5 KB

Read = ThreadPage | BoardPage | Outcome
Reading = Callable[[Engine, Html], ThreadPage | None]
Likely = MutableMapping[str, Engine]


def read(capture: Capture, settings: ReadSettings = ReadSettings()) -> Read:
    """
    What a captured page is: a thread with its posts, a board with its lists, or the outcome that says why neither.

    Never raises for bad input; a page that an engine claims but in which it finds no post is ``broken: layout changed``.
    """
    return _read(capture, settings, read_thread)


def skim(capture: Capture, settings: ReadSettings = ReadSettings(), *, likely: Likely | None = None) -> Read:
    """
    The same, but of the posts only what the crawl must know: their ids and places.

    ``likely`` is the caller's memory of each host's engine, which is asked first (recognition costs a third of the parse); no page
    is claimed by two engines, so it changes the time and not the answer.
    """
    return _read(capture, settings, skim_thread, likely)


def _read(capture: Capture, settings: ReadSettings, reading: Reading, likely: Likely | None = None) -> Read:
    body = capture.body
    if not body.strip():
        return Outcome("empty", "no bytes", "Fetch the page again.")
    if len(body) > LARGEST:
        return Outcome("too-costly", f"more than {LARGEST:,} bytes")
    if binary := encoding.looks_binary(body):
        return Outcome("unknown-engine", f"not HTML but {binary}")
    decoded = encoding.decode(body, headers=capture.headers, forced=settings.encoding or capture.encoding)
    if not looks_like_markup(decoded.text):
        return _read_dump(decoded, capture)
    if reason := too_costly(decoded.text):
        return Outcome("too-costly", reason)
    site = settings.sites.get(urls.host(capture.url) or "", NO_SITE) if settings.sites and capture.url else NO_SITE
    text = mirrors.as_served(decoded.text, capture.url)
    page = Html(
        text,
        url=capture.url,
        fetched_at=capture.fetched_at,
        charset=decoded.charset,
        source=capture.source,
        timezone=site.timezone or settings.timezone,
        utf8=body if text is decoded.text and decoded.charset == "utf-8" and not decoded.warnings else None,
    )
    page.warnings += decoded.warnings
    return read_page(page, capture, settings, site, reading, likely)


def looks_like_markup(text: str) -> bool:
    """
    Whether a text is HTML (or JSON, which some engines print) and not what somebody's converter made of it.

    A dump may quote tags in its posts, and what is left of a script; a page begins with a tag, has its frame in the first 20,000
    characters, or an element that closes in one of ten lines.

    >>> looks_like_markup("<!doctype html>…"), looks_like_markup("楼主 写道: <br> 怎么用？"), looks_like_markup('{"post_stream": 1}')
    (True, False, True)
    >>> looks_like_markup("[help] how do I…"), looks_like_markup("[1]Home [2]Boards"), looks_like_markup("<?xml version='1.0'?> 楼主")
    (False, False, False)
    """
    head = dump.undeclared(text[:20_000].lstrip("\ufeff \t\r\n\0")).lstrip()
    if head[:1] == "<" or JSON.match(head) or FRAME.search(head):
        return True
    return 10 * len(CLOSED.findall(head)) > head.count("\n")


def _read_dump(decoded: encoding.Decoded, capture: Capture) -> Read:
    found = dump.read_dump(decoded.text, url=capture.url, fetched_at=capture.fetched_at)
    if found is not None:
        return found
    return Outcome("unknown-engine", "plain text in which no post can be told from the next", "'scraper clean' still cleans it.")


def read_page(
    page: Html,
    capture: Capture,
    settings: ReadSettings = ReadSettings(),
    site: Site = NO_SITE,
    reading: Reading = read_thread,
    likely: Likely | None = None,
) -> Read:
    """The same for a decoded page."""
    extra = _own_engines(settings.engine_files) if settings.engine_files else ()
    host = urls.host(capture.url) or "" if likely is not None else ""
    forced = settings.engine or capture.engine or site.engine
    if forced == "generic":
        return _unnamed(page) or refusals.outcome(page, capture.status, (), engines.relatives(page, extra))
    candidates: Sequence[Engine] = (
        engines.named(forced, extra) if forced else [e for e in [engines.recognise(page, extra, likely.get(host) if likely else None)] if e]
    )
    for candidate in candidates:
        engine = adapted(candidate, site, settings.date_order)
        found = engine.reader(page) if engine.reader else reading(engine, page)
        if found is not None:
            if likely is not None:
                _remember(likely, host, candidate)
            return _completed(page, found) if reading is read_thread else found
    refused = refusals.outcome(page, capture.status, candidates, engines.relatives(page, extra))
    unknown = isinstance(refused, Outcome) and refusals.unread(refused) and not forced
    return (_unnamed(page) if unknown else None) or refused


def _remember(likely: Likely, host: str, engine: Engine) -> None:
    if len(likely) > HOSTS:
        likely.clear()
    likely[host] = engine


def _unnamed(page: Html) -> ThreadPage | Outcome | None:
    """The discussion on a page of a forum that nobody named: as its markup shows it, else as its data tell it."""
    from .engines.generic import read_generic  # its patterns take 30 ms to compile; few pages need them
    from .engines.structured import fill, read_structured

    count = page.text.count("<") - page.text.count("</")
    found = read_generic(page) if count <= MAX_UNNAMED else None
    if found is not None:
        return fill(page, found)
    dear = Outcome("too-costly", f"{count:,} elements of a page that no engine claims ({MAX_UNNAMED:,} are read)")
    return read_structured(page) or (dear if count > MAX_UNNAMED else None)


def _completed(page: Html, found: ThreadPage | BoardPage | Outcome) -> Read:
    """What an engine read, with what only the page's data say; most pages pay one substring search."""
    if "schema.org" not in page.text or not isinstance(found, ThreadPage):
        return found
    from .engines.structured import fill

    return fill(page, found)


def _own_engines(files: Sequence[str]) -> Sequence[Engine]:
    from .engines.toml import load_all

    return load_all(files)


def extract(
    capture: Capture,
    read_settings: ReadSettings = ReadSettings(),
    clean_settings: CleanSettings = CleanSettings(),
    *,
    likely: Likely | None = None,
) -> Page:
    """A captured page's outcome and, where it is a thread, its clean records; ``likely`` as for ``skim``."""
    found = _read(capture, read_settings, read_thread, likely)
    if isinstance(found, Outcome):
        return Page(source=capture.source, outcome=found)
    if isinstance(found, BoardPage):
        return Page(source=capture.source, outcome=Outcome("board"), board=found)
    posts = tuple(records(found, capture, clean_settings))
    return Page(source=capture.source, outcome=Outcome("thread"), posts=posts, thread=found.thread)


def records(page: ThreadPage, capture: Capture, settings: CleanSettings = CleanSettings()) -> Iterator[Record]:
    """The clean posts of one page, in page order; all its texts are cleaned together, as evidence is a page's."""
    texts = [(text, marks) for post in page.posts for text, marks in ((post.body, post.marks), *((q.body, q.marks) for q in post.quotes))]
    names = (page.thread.site, urls.host(capture.url)) if page.plain else ()  # in HTML they stand inside what is hidden
    cleaned = iter(clean_page(texts, settings, plain=page.plain, names=tuple(filter(None, names))))
    for post in page.posts:
        body = next(cleaned)
        quotes = tuple(
            Quote(author=q.author, post_id=q.post_id, text=done.text, edits=done.edits)
            for q, done in zip(post.quotes, cleaned, strict=False)
        )
        yield _record(capture, page.thread, post, body, quotes, page.warnings)


def _record(capture: Capture, thread: Thread, post: Post, body: Cleaned, quotes: tuple[Quote, ...], warnings: tuple[str, ...]) -> Record:
    return Record(
        source=capture.source,
        fetched_at=capture.fetched_at,
        url=post.url,
        id=post.id,
        floor=post.floor,
        floor_label=post.floor_label,
        thread=thread,
        author=post.author,
        posted_at=post.posted_at,
        posted_raw=post.posted_raw,
        edited_at=post.edited_at,
        edited_by=post.edited_by,
        text=body.text,
        quotes=quotes,
        code=_code(post, body) if post.marks else (),
        images=post.images,
        links=post.links,
        attachments=post.attachments,
        reactions=post.reactions,
        poll=post.poll,
        reply_to=post.reply_to,
        states=post.states,
        edits=body.edits,
        warnings=(*warnings, *post.warnings, *body.warnings),
    )


def _code(post: Post, body: Cleaned) -> tuple[str, ...]:
    """The code blocks as they stand in the clean text, with blanks where the page used no-break spaces to indent."""
    marks = [mark for mark in post.marks if mark.label == "code"]
    moved = move(marks, body.edits) if body.edits else marks
    return tuple(body.text[m.start : m.end].replace("\xa0", " ") for m in moved)
