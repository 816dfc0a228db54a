"""
Threads as an EPUB 3 book for reading: a chapter for every fifty posts, a table of contents, no pictures from the network.

The same records give the same bytes: the archive's times are fixed, the book's date is the newest capture's.
"""

import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import UsageError
from ..model import Quote, Record
from ..version import __version__
from .flow import link, paragraphs, xml
from .threads import ThreadView, language, number, threads_of
from .whole import whole

__all__ = ["write_epub"]

CHAPTER = 50  # posts; readers open a chapter at once, and 50 posts are some 60 KB
EPOCH = (1980, 1, 1, 0, 0, 0)  # zip's first moment
EPUB = 'xmlns:epub="http://www.idpf.org/2007/ops"'
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
STYLE = """body{line-height:1.6}
h1{font-size:1.4em}
h2{font-size:1em;margin:2em 0 .3em;border-top:1px solid #999;padding-top:.8em}
.meta,.files,.sig{font-size:.8em;opacity:.75}
blockquote{margin:.5em 0 .5em .5em;padding-left:.8em;border-left:3px solid #999;font-size:.9em}
pre{white-space:pre-wrap;font-size:.85em}
"""


class Chapter(NamedTuple):
    """A file of the book: its name, its title, and the posts of a thread that stand in it."""

    name: str
    title: str
    thread: ThreadView
    first: int
    last: int


def write_epub(records: Iterable[Record], path: str | Path, *, title: str | None = None) -> None:
    """
    Write a book of the records' threads, beside its place and renamed, so that it is whole or not there.

    Raises ``UsageError`` where there is no record, ``OutputError`` where the file cannot be written.
    """
    threads = threads_of(records)
    if not threads:
        raise UsageError("nothing to write: no posts in the input")
    with whole(path) as part, zipfile.ZipFile(part, "w") as book:
        for name, text in _files(threads, title or _title(threads)):
            _add(book, name, text)


def _add(book: zipfile.ZipFile, name: str, text: str) -> None:
    """A member with a fixed time; ``mimetype`` goes in as it is, which is how a reader knows the format."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    book.writestr(info, text.encode("utf-8", "replace"))


def _files(threads: Sequence[ThreadView], title: str) -> Iterator[tuple[str, str]]:
    """The members of the archive in the order that EPUB asks for."""
    chapters = list(_chapters(threads))
    places = {id(c.thread): _places(chapters, c.thread) for c in chapters}
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", CONTAINER
    yield "EPUB/book.opf", _package(threads, title, chapters)
    yield "EPUB/nav.xhtml", _page(title, _nav(title, chapters), nav=True)
    yield "EPUB/style.css", STYLE
    for chapter in chapters:
        tongue = language(chapter.thread.posts)
        yield f"EPUB/{chapter.name}", _page(chapter.title, "".join(_chapter(chapter, places[id(chapter.thread)])), tongue=tongue)


def _title(threads: Sequence[ThreadView]) -> str:
    return threads[0].title if len(threads) == 1 else f"{threads[0].title} and {len(threads) - 1} more"


def _chapters(threads: Sequence[ThreadView]) -> Iterator[Chapter]:
    count = 0
    for thread in threads:
        for first in range(0, len(thread.posts), CHAPTER):
            last = min(first + CHAPTER, len(thread.posts)) - 1
            count += 1
            span = f"{number(thread.posts[first], first)} – {number(thread.posts[last], last)}"
            whole = len(thread.posts) <= CHAPTER
            title = thread.title if whole else span if len(threads) == 1 else f"{thread.title} {span}"
            yield Chapter(f"c{count:04}.xhtml", title, thread, first, last)


def _places(chapters: Sequence[Chapter], thread: ThreadView) -> dict[str, str]:
    """Where each post of a thread stands, by the forum's own id."""
    anchored = {anchor: c.name for c in chapters if c.thread is thread for anchor in thread.anchors[c.first : c.last + 1]}
    return {post: f"{anchored[anchor]}#{anchor}" for post, anchor in thread.by_id.items()}


def _package(threads: Sequence[ThreadView], title: str, chapters: Sequence[Chapter]) -> str:
    """What the book is, what is in it, in which order it is read."""
    posts = [post for thread in threads for post in thread.posts]
    taken = max((post.fetched_at or post.posted_at or "" for post in posts), default="")[:10]
    modified = f"{taken if len(taken) == 10 else '1970-01-01'}T00:00:00Z"
    name = uuid.uuid5(uuid.NAMESPACE_URL, " ".join(thread.thread.url or thread.title for thread in threads)).urn
    opener = threads[0].posts[0].author.name
    items = "".join(f'<item id="c{i}" href="{c.name}" media-type="application/xhtml+xml"/>\n' for i, c in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{i}"/>\n' for i in range(len(chapters)))
    source = link(threads[0].thread.url)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{name}</dc:identifier>
<dc:title>{xml(title).strip() or "—"}</dc:title>
<dc:language>{language(posts) or "en"}</dc:language>
{f"<dc:creator>{xml(opener)}</dc:creator>" if opener and xml(opener).strip() else ""}
{f"<dc:source>{xml(source)}</dc:source>" if source else ""}
<dc:contributor>forum-scraper {__version__}</dc:contributor>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}</manifest>
<spine>
<itemref idref="nav"/>
{spine}</spine>
</package>
"""


def _page(title: str, body: str, *, nav: bool = False, tongue: str | None = None) -> str:
    lang = f' lang="{tongue}" xml:lang="{tongue}"' if tongue else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"{f" {EPUB}" if nav else ""}{lang}>\n'
        f'<head><title>{xml(title).strip() or "—"}</title><link rel="stylesheet" href="style.css"/></head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def _nav(title: str, chapters: Sequence[Chapter]) -> str:
    """The table of contents; the posts of a short thread are named under its chapter."""
    lines = "".join(_nav_line(chapter) for chapter in chapters)
    return f'<nav epub:type="toc" id="toc"><h1>{xml(title).strip() or "—"}</h1>\n<ol>\n{lines}</ol></nav>\n'


def _nav_line(chapter: Chapter) -> str:
    entries = chapter.thread.contents() if len(chapter.thread.posts) <= CHAPTER else []
    inner = "".join(f'<li><a href="{chapter.name}#{e.anchor}">{xml(f"{e.label} {e.note}"[:80])}</a></li>\n' for e in entries)
    nested = f"\n<ol>\n{inner}</ol>" if inner else ""
    return f'<li><a href="{chapter.name}">{xml(chapter.title).strip() or "—"}</a>{nested}</li>\n'


def _chapter(chapter: Chapter, places: dict[str, str]) -> Iterator[str]:
    if chapter.first == 0:
        yield f"<h1>{xml(chapter.thread.title)}</h1>\n"
    for i in range(chapter.first, chapter.last + 1):
        yield from _post(chapter.thread, i, places)


def _post(thread: ThreadView, i: int, places: dict[str, str]) -> Iterator[str]:
    post = thread.posts[i]
    yield f'<h2 id="{thread.anchors[i]}">{xml(number(post, i))} {xml(post.author.name or "—")}</h2>\n'
    if about := " · ".join(part for part in _about(post) if part):
        yield f'<p class="meta">{xml(about)}</p>\n'
    for quote in post.quotes:
        yield _quote(quote, places)
    yield paragraphs(post.text, post.code) + "\n"
    named = [(image, image) for image in post.images] + [(f"{file.name} {file.size or ''}", file.url) for file in post.attachments]
    for name, url in named:
        target = link(url)
        yield f'<p class="files">{f"""<a href="{xml(target)}">{xml(name)}</a>""" if target else xml(name)}</p>\n'
    if post.author.signature:
        yield f'<p class="sig">{xml(post.author.signature)}</p>\n'


def _about(post: Record) -> Iterator[str]:
    yield (post.posted_at or post.posted_raw or "").replace("T", " ")[:40]
    yield post.author.level or ""
    yield ", ".join(post.states)
    if post.edited_at:
        yield f"edited {post.edited_at.replace('T', ' ')}"


def _quote(quote: Quote, places: dict[str, str]) -> str:
    name = xml(quote.author or "")
    place = places.get(quote.post_id or "")
    cite = f'<a href="{place}">{name or "post"}</a>' if place else name
    return f"<blockquote>{f'<p>{cite}:</p>' if cite else ''}{paragraphs(quote.text) or '<p> </p>'}</blockquote>\n"
