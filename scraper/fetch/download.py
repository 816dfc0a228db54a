"""
A file to disk: streamed into a part beside, gone on with by range, hashed, and only then given its name.

The part's validator stands in a file beside it, so that a part of one version never gets the end of another.
"""

import os
from hashlib import file_digest
from pathlib import Path

import httpx
import msgspec

from ..errors import Refused, RetryLater, TooCostly
from .client import Client, Exchange, redirect_of
from .files import FileRules, announced_name, safe_name
from .manners import retry_after

__all__ = ["Kept", "download"]

PATIENCE = 10  # times the total time of a page
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A stored file: its name in the folder, size in bytes, SHA-256 in hex and type; or the address that the server sends us to."""

    name: str = ""
    size: int = 0
    sha256: str = ""
    kind: str = ""
    redirect: str | None = None


async def download(client: Client, url: str, folder: Path, number: int, rules: FileRules) -> Kept:
    """
    Fetches ``url`` into ``folder`` under a name that begins with ``number``.

    Raises as ``Client.get`` does, and ``OSError`` where the disk says no.
    """
    part = folder / f"{number:06}.part"
    tag = folder / f"{number:06}.tag"
    headers = [("Accept-Encoding", "identity"), *_range(part, tag)]
    async with client.exchange(url, headers=headers, accept="*/*", total=client.settings.total_timeout * PATIENCE) as held:
        response = held.response
        if where := redirect_of(url, response.status_code, response.headers.raw):
            return Kept(redirect=where)
        _refuse(url, response, rules, client, part)
        await _stream(client, url, held, part, tag, rules)
    return _named(url, response, part, tag, folder, number)


def _range(part: Path, tag: Path) -> list[tuple[str, str]]:
    """The headers that ask for the rest of a part."""
    if not part.is_file() or not tag.is_file() or not (size := part.stat().st_size):
        return []
    return [("Range", f"bytes={size}-"), ("If-Range", tag.read_text("latin-1"))]


def _refuse(url: str, response: httpx.Response, rules: FileRules, client: Client, part: Path) -> None:
    """Raises where the answer is no file that we take."""
    status, fields = response.status_code, response.headers
    if status == 416:
        part.unlink(missing_ok=True)
        raise RetryLater(f"{url}: the part does not fit any more", 0.0)
    if status in AGAIN:
        raise RetryLater(
            f"{url}: the server answers {status}",
            retry_after(fields.get("retry-after"), client.wall(), cap=client.settings.max_retry_after),
        )
    if status not in (200, 206):
        raise Refused(f"{url}: the server answers {status}")
    kind = fields.get("content-type", "")
    if not rules.takes(kind):
        raise Refused(f"{url}: {kind.partition(';')[0]} came where a file should be; is a login needed?")
    if fields.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise Refused(f"{url}: the file is coded as {fields['content-encoding']!r}, which was not asked for")


async def _stream(client: Client, url: str, held: Exchange, part: Path, tag: Path, rules: FileRules) -> None:
    """The body into the part, from where the answer begins."""
    response = held.response
    begin = _begin(response, part)
    validator = response.headers.get("etag") or response.headers.get("last-modified") or ""
    tag.unlink(missing_ok=True)
    with part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        file.truncate()
        if validator and not validator.startswith("W/"):
            tag.write_text(validator, "latin-1")
        size = begin
        async for chunk in client.parts(url, response, lambda _: None):
            size += len(chunk)
            if size > rules.max_bytes:
                file.truncate(0)
                raise TooCostly(f"{url}: a file of more than {rules.max_bytes:,} bytes")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _begin(response: httpx.Response, part: Path) -> int:
    """Where the answer's body goes: behind the part we have, or to the beginning."""
    if response.status_code != 206:
        return 0
    size = part.stat().st_size if part.is_file() else 0
    if response.headers.get("content-range", "").startswith(f"bytes {size}-"):
        return size
    part.unlink(missing_ok=True)
    raise RetryLater("the server sent another part of the file than it was asked for", 0.0)


def _named(url: str, response: httpx.Response, part: Path, tag: Path, folder: Path, number: int) -> Kept:
    name = safe_name(number, announced_name(url, response.headers.get("content-disposition")))
    with part.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    size = part.stat().st_size
    part.replace(folder / name)
    tag.unlink(missing_ok=True)
    return Kept(name=name, size=size, sha256=digest, kind=response.headers.get("content-type", "").partition(";")[0].strip())
