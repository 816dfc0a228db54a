"""
Threads as feeds: Atom (RFC 4287) and RSS 2.0, the newest post first.

Both formats want times with a zone: a local time whose zone the page does not tell is written as if it were UTC.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from ..errors import UsageError
from ..model import Record
from ..version import __version__
from .flow import link, paragraphs, xml
from .threads import ThreadView, threads_of

__all__ = ["atom", "rss"]

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def atom(records: Iterable[Record]) -> Iterator[str]:
    """An Atom feed of the posts, in pieces. Raises ``UsageError`` where there is no record."""
    threads = _threads(records)
    posts = _newest(threads)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<title>{xml(_title(threads))}</title>\n<id>{_identifier(threads[0].thread.url, threads[0].title)}</id>\n"
    yield f'<updated>{_moment(posts[0]).isoformat()}</updated>\n<generator version="{__version__}">forum-scraper</generator>\n'
    if url := link(threads[0].thread.url):
        yield f'<link rel="alternate" type="text/html" href="{xml(url)}"/>\n'
    yield from map(_entry, posts)
    yield "</feed>\n"


def rss(records: Iterable[Record]) -> Iterator[str]:
    """An RSS 2.0 feed of the posts, in pieces. Raises ``UsageError`` where there is no record."""
    threads = _threads(records)
    posts, thread = _newest(threads), threads[0].thread
    yield '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
    yield f"<title>{xml(_title(threads))}</title>\n<link>{xml(link(thread.url) or '')}</link>\n"
    yield f"<description>{xml(' › '.join(thread.board) or thread.site or 'a thread')}</description>\n"
    yield f"<lastBuildDate>{format_datetime(_moment(posts[0]))}</lastBuildDate>\n<generator>forum-scraper {__version__}</generator>\n"
    yield from map(_item, posts)
    yield "</channel>\n</rss>\n"


def _threads(records: Iterable[Record]) -> list[ThreadView]:
    threads = threads_of(records)
    if not threads:
        raise UsageError("nothing to write: no posts in the input")
    return threads


def _title(threads: Sequence[ThreadView]) -> str:
    return threads[0].title if len(threads) == 1 else f"{threads[0].title} and {len(threads) - 1} more"


def _newest(threads: Sequence[ThreadView]) -> list[Record]:
    """All posts, the newest first; where times are equal or missing, the later floor first."""
    posts = [post for thread in reversed(threads) for post in reversed(thread.posts)]
    return sorted(posts, key=_moment, reverse=True)


def _moment(post: Record) -> datetime:
    """When a post was written, else when its page was taken."""
    return next((found for text in (post.posted_at, post.fetched_at) if (found := _time(text))), NEVER)


def _time(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _identifier(url: str | None, name: str) -> str:
    """A lasting name: the address, else a UUID made from what is known."""
    return xml(link(url) or uuid.uuid5(uuid.NAMESPACE_URL, name).urn)


def _name(post: Record) -> str:
    return f"{post.thread.site} {post.thread.id} {post.thread.title} {post.id} {post.floor} {post.posted_at} {post.source}"


def _heading(post: Record) -> str:
    return f"#{post.floor} {post.author.name or '—'}" if post.floor is not None else post.author.name or "—"


def _content(post: Record) -> str:
    """The post as HTML: quotes, text, pictures and files as links."""
    quotes = [f"<blockquote><p>{xml(q.author or '')}</p>{paragraphs(q.text)}</blockquote>" for q in post.quotes]
    named = [(image, image) for image in post.images] + [(file.name, file.url) for file in post.attachments]
    files = [f'<p><a href="{xml(target)}">{xml(name)}</a></p>' for name, url in named if (target := link(url))]
    return "".join([*quotes, paragraphs(post.text, post.code), *files])


def _entry(post: Record) -> str:
    edited = _time(post.edited_at)
    lines = [
        f"<title>{xml(_heading(post))}</title>",
        f"<id>{_identifier(post.url, _name(post))}</id>",
        f"<published>{_moment(post).isoformat()}</published>" if _time(post.posted_at) else "",
        f"<updated>{(edited or _moment(post)).isoformat()}</updated>",
        f"<author><name>{xml(post.author.name or '—')}</name></author>",
        f'<link rel="alternate" type="text/html" href="{xml(url)}"/>' if (url := link(post.url)) else "",
        f'<content type="html">{xml(_content(post))}</content>',
    ]
    return "<entry>\n" + "\n".join(filter(None, lines)) + "\n</entry>\n"


def _item(post: Record) -> str:
    permanent = "true" if link(post.url) else "false"
    lines = [
        f"<title>{xml(_heading(post))}</title>",
        f"<link>{xml(url)}</link>" if (url := link(post.url)) else "",
        f'<guid isPermaLink="{permanent}">{_identifier(post.url, _name(post))}</guid>',
        f"<pubDate>{format_datetime(_moment(post))}</pubDate>" if _moment(post) != NEVER else "",
        f"<dc:creator>{xml(post.author.name or '—')}</dc:creator>",
        f"<description>{xml(_content(post))}</description>",
    ]
    return "<item>\n" + "\n".join(filter(None, lines)) + "\n</item>\n"
