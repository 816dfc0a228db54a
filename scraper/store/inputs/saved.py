"""The address and time of a page that a browser, SingleFile, HTTrack, wget or the Wayback Machine saved, from what they wrote into it or its path."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import NamedTuple

__all__ = ["Origin", "origin", "utc"]


class Origin(NamedTuple):
    """Where a saved page came from and when it was taken; ``None`` where nothing says so."""

    url: str | None = None
    fetched_at: str | None = None


LOOKED_AT = 8192  # bytes: SingleFile's comment stands first, HTTrack's after the opening tags; meta stands in the head

SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s*url:\s*(\S+)\s*(?:saved date:\s*([^\n]{10,60}?)\s*\n)?", re.IGNORECASE)
BROWSER = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
HTTRACK = re.compile(
    r"<!--\s*Mirrored from (\S+) by HTTrack Website Copier[^<>]*?, (\w{3}, \d{1,2} \w{3} \d{4} [\d:]+ GMT)\s*-->", re.IGNORECASE
)
WAYBACK = re.compile(r"__wm\.(?:wombat|bt)\([^\")]*+\"(?:web\",\")?(https?:[^\"\s]++)\",\"(\d{14})\"")
CANONICAL = re.compile(
    r"<link\b(?=[^<>]*\brel\s*+=\s*+[\"']?canonical\b)[^<>]*?\bhref\s*+=\s*+(?:\"([^\"<>]++)\"|'([^'<>]++)'|([^\s<>]++))", re.IGNORECASE
)
OG_URL = re.compile(
    r"<meta\b(?=[^<>]*\bproperty\s*+=\s*+[\"']?og:url\b)[^<>]*?\bcontent\s*+=\s*+(?:\"([^\"<>]++)\"|'([^'<>]++)')", re.IGNORECASE
)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::\d+)?", re.IGNORECASE)
JS_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")
PAGE_NAME = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cgi|pl)\b", re.IGNORECASE)


def origin(body: bytes, path: str = "") -> Origin:
    r"""
    Where a page's bytes came from; ``path`` is the file's, as wget and HTTrack name it after the host.

    >>> origin(b"<!-- saved from url=(0026)http://bbs.example/t-1.html -->\n<html>")
    Origin(url='http://bbs.example/t-1.html', fetched_at=None)
    >>> origin(b"<html>", "mirror/bbs.example.org/read.php?tid=1").url
    'http://bbs.example.org/read.php?tid=1'
    """
    head = body[:LOOKED_AT].decode("latin-1")  # addresses are ASCII, or percent-encoded, or not worth guessing
    return _comment(head) or Origin(_from_path(path) or _meta(head))


def _comment(head: str) -> Origin | None:
    if "SingleFile" in head and (found := SINGLE_FILE.search(head)):
        return Origin(unescape(found[1]), _js_date(found[2] or ""))
    if "HTTrack" in head and (found := HTTRACK.search(head)):
        return Origin("http://" + unescape(found[1]), _mail_date(found[2]))
    if "__wm." in head and (found := WAYBACK.search(head)):
        return Origin(found[1], _stamp(found[2]))
    if "saved from url" in head and (found := BROWSER.search(head)) and "://" in found[1]:
        return Origin(unescape(found[1]))
    return None


def _meta(head: str) -> str | None:
    found = CANONICAL.search(head) or OG_URL.search(head)
    url = unescape(next(filter(None, found.groups()))).strip() if found else ""
    return url if url.startswith(("http://", "https://")) and url.isascii() else None


def _from_path(path: str) -> str | None:
    """Wget and HTTrack put a page at ``<host>/<path>``; a folder is a host if it looks like one, with a dot and letters only at its end."""
    parts = path.replace("\\", "/").split("/")
    for i, part in enumerate(parts[:-1]):
        if HOST.fullmatch(part) and not PAGE_NAME.search(part):
            return "http://" + "/".join(parts[i:])
    return None


def _js_date(text: str) -> str | None:
    """
    A browser's ``Date`` as text.

    >>> _js_date("Fri Jul 14 2023 10:20:30 GMT+0200 (CEST)")
    '2023-07-14T08:20:30Z'
    """
    found = JS_DATE.match(text)
    return _utc(" ".join(found.groups()), "%b %d %Y %H:%M:%S %z") if found else None


def _stamp(digits: str) -> str | None:
    """
    The time that the Wayback Machine writes into its addresses.

    >>> _stamp("20140614101010"), _stamp("20149914101010")
    ('2014-06-14T10:10:10Z', None)
    """
    return _utc(f"{digits}+0000", "%Y%m%d%H%M%S%z")


def _utc(text: str, form: str) -> str | None:
    """A time by its form; ``None`` for the 31st of February."""
    try:
        return utc(datetime.strptime(text, form))
    except (ValueError, OverflowError):
        return None


def _mail_date(text: str) -> str | None:
    try:
        return utc(parsedate_to_datetime(text))
    except ValueError:
        return None


def utc(when: datetime) -> str:
    """A time as records have it: RFC 3339, UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
