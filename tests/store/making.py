"""The same few pages in every container that can be read, made for tests."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

FIXTURES = Path(__file__).parents[1] / "fixtures" / "engines"
TAKEN = "2024-05-06T07:08:09Z"


class Saved(NamedTuple):
    """A page as it was taken."""

    name: str
    body: bytes
    url: str
    kind: str = "text/html"


def pages() -> list[Saved]:
    """Threads of two engines and encodings, a board, a refusal."""
    found: list[Saved] = []
    for i, folder in enumerate(sorted(FIXTURES.glob("discuz/*thread*")) + sorted(FIXTURES.glob("discuz/*not-found"))):
        for page in sorted(folder.glob("page.html")):
            found.append(Saved(f"{i:03}-{folder.name}.html", page.read_bytes(), f"http://bbs.example/{folder.name}?tid={i}"))
    return found


def http(page: Saved, status: str = "200 OK", *more: str) -> bytes:
    """A server's answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {page.kind}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + page.body


def record(
    block: bytes,
    url: str = "http://bbs.example/",
    *,
    kind: str = "response",
    version: str = "WARC/1.0",
    digest: str | None = "good",
    length: int | None = None,
    content_type: str = "application/http; msgtype=response",
    more: Iterable[str] = (),
) -> bytes:
    """One WARC record; ``digest`` is ``good``, ``None`` or what to write; ``length`` a wrong one."""
    lines = [version, f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {TAKEN}", "WARC-Record-ID: <urn:uuid:0>"]
    if digest:
        good = "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()
        lines.append(f"WARC-Block-Digest: {good if digest == 'good' else digest}")
    lines += [f"Content-Type: {content_type}", *more, f"Content-Length: {len(block) if length is None else length}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def warc(found: Iterable[Saved], *, squeezed: bool = True, digest: str | None = "good") -> bytes:
    """A WARC of pages, each record a gzip member of its own."""
    info = record(b"software: made\r\n", kind="warcinfo", content_type="application/warc-fields")
    records = [info, *(record(http(page), page.url, digest=digest) for page in found)]
    return b"".join(gzip.compress(one, mtime=0) if squeezed else one for one in records)


def arc(found: Iterable[Saved], *, squeezed: bool = True) -> bytes:
    """The same as ARC."""
    about = b"1 0 Made\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [b"filedesc://made.arc 0.0.0.0 20240506070809 text/plain %d\n" % len(about) + about + b"\n"]
    for page in found:
        block = http(page)
        records.append(f"{page.url} 192.0.2.1 20240506070809 {page.kind} {len(block)}\n".encode() + block + b"\n")
    return b"".join(gzip.compress(one, mtime=0) if squeezed else one for one in records)


def wacz(found: Iterable[Saved]) -> bytes:
    """The same as WACZ."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", warc(found))
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
    return out.getvalue()


def sidecar(page: Saved) -> bytes:
    """What stands beside a page."""
    return json.dumps({"url": page.url, "fetched_at": TAKEN, "status": 200, "headers": {"Content-Type": page.kind}}).encode()


def folder(found: Iterable[Saved], place: Path) -> Path:
    """Pages and their sidecars as files."""
    place.mkdir()
    for page in found:
        (place / page.name).write_bytes(page.body)
        (place / page.name.replace(".html", ".capture.json")).write_bytes(sidecar(page))
    return place


def zipped(found: Iterable[Saved]) -> bytes:
    """Pages and their sidecars in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in found:
            archive.writestr(f"saved/{page.name}", page.body)
            archive.writestr(f"saved/{page.name.replace('.html', '.capture.json')}", sidecar(page))
    return out.getvalue()


def tarred(found: Iterable[Saved], mode: str = "w:gz") -> bytes:
    """Pages in a tar, each before its sidecar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for page in found:
            for name, body in ((page.name, page.body), (page.name.replace(".html", ".capture.json"), sidecar(page))):
                info = tarfile.TarInfo(f"saved/{name}")
                info.size = len(body)
                archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


def mhtml(page: Saved, *, boundary: str = "----MultipartBoundary--x----") -> bytes:
    """A page as Chromium saves it."""
    when = format_datetime(datetime.fromisoformat(TAKEN))
    head = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {page.url}\r\nDate: {when}\r\nMIME-Version: 1.0\r\n"
    head += f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
    part = f"--{boundary}\r\nContent-Type: {page.kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {page.url}\r\n\r\n"
    picture = f"\r\n--{boundary}\r\nContent-Type: image/png\r\nContent-Location: http://bbs.example/x.png\r\n\r\nx\r\n--{boundary}--\r\n"
    return head.encode() + part.encode() + base64.encodebytes(page.body) + picture.encode()


def rows(found: Iterable[Saved]) -> bytes:
    """Pages as JSON Lines: only those that are UTF-8 can be."""
    made = ({"id": i, "html": page.body.decode(), "url": page.url, "fetched_at": TAKEN, "status": 200} for i, page in enumerate(found))
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in made)


def parquet(found: Iterable[Saved], place: Path, rows_a_group: int = 2) -> Path:
    """Pages as rows of a Parquet file, as bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = list(found)
    columns = {
        "html": pa.array([page.body for page in found], pa.binary()),
        "url": [page.url for page in found],
        "fetched_at": [TAKEN for _ in found],
        "status": [200 for _ in found],
        "headers": [json.dumps({"Content-Type": page.kind}) for page in found],
    }
    pq.write_table(pa.table(columns), place, row_group_size=rows_a_group)
    return place
