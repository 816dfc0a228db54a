"""MHTML, what browsers save as one file: the page is the first HTML part, or the one that the mail names as its root."""

from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from .inflating import SPOILED, open_inflated
from .opening import read_whole, why
from .pages import capture
from .saved import utc
from .sidecar import Sidecar
from .values import Given, InputOptions, Item, problem

__all__ = ["read"]


def read(given: Given, options: InputOptions) -> Iterator[Item]:
    """The page of an MHTML file; its pictures, sheets and frames are left alone."""
    try:
        raw = read_whole(open_inflated(given.stream, given.squeezed), options.max_page * 2)
    except SPOILED as error:
        yield problem(given.source, "broken", why(error), "Save or copy the file again.")
        return
    if raw is None:
        yield problem(given.source, "too-costly", f"more than {options.max_page * 2:,} bytes")
    else:
        yield _page(given.source, raw, options)


def _page(source: str, raw: bytes, options: InputOptions) -> Item:
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        root = _root(mail)
        body = root.get_payload(decode=True) if root else None
    except (RecursionError, ValueError, LookupError) as error:
        return problem(source, "broken", f"MHTML that cannot be read: {why(error)}")
    if root is None or not isinstance(body, bytes):
        return problem(source, "broken", "MHTML without an HTML part", "Save the page again: the file may be cut.")
    return capture(source, body, options, _known(mail, root))


def _root(mail: Message) -> Message | None:
    """The part that is the page."""
    parts = [part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(mail.get_param("start") or "").strip("<> ")
    named = (part for part in parts if start and str(part.get("Content-ID", "")).strip("<> ") == start)
    return next(named, parts[0] if parts else None)


def _known(mail: Message, root: Message) -> Sidecar:
    url = str(mail.get("Snapshot-Content-Location") or root.get("Content-Location") or mail.get("Content-Location") or "").strip()
    charset = root.get_param("charset")
    kind = root.get_content_type() + (f"; charset={charset}" if isinstance(charset, str) else "")
    return Sidecar(url=url if "://" in url else None, fetched_at=_date(str(mail.get("Date", ""))), headers={"content-type": kind})


def _date(text: str) -> str | None:
    try:
        return utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError):
        return None
