"""What is fuzzed: each target with its seeds, its check and its share of the time."""

import gzip
import json
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scraper.model import Capture
from tests.store import making

from . import containers, network, reading, texts
from .target import Target, by_engine, made

__all__ = ["TARGETS"]

ENGINE = b"""name = "lark"
claims = ["article.msg"]
post = "article.msg"
body = ".b"
post_id = { attr = "id", pattern = 'msg-(\\d+)' }
pairs = { row = "li", label = "b", value = "i" }
[marks]
quote = "blockquote"
"""
ROBOTS = b"""User-agent: *
Disallow: /admin/
Disallow: /*?sid=
Allow: /read.php$
Crawl-delay: 5
Request-rate: 1/10s 0600-0845
User-agent: forum-scraper
Disallow: /x%2Fy
Sitemap: https://bbs.example/map.xml
"""
COOKIES = b"""sid=abc; Path=/forum; HttpOnly; Secure
auth="x y"; Domain=.example; Max-Age=3600
old=1; expires=Thu, 01-Jan-1970 00:00:10 GMT
lang=zh; Domain=other.example; Path=x; SameSite=None
"""
NETSCAPE = b"""# Netscape HTTP Cookie File
.bbs.example\tTRUE\t/\tTRUE\t1999999999\tsid\tabc
#HttpOnly_bbs.example\tFALSE\t/forum\tFALSE\t0\tauth\tx
example\tFALSE\t/\tFALSE\t0\tno\tx
"""
ADDRESSES = (
    "http://BBS.example:80/viewtopic.php?t=5&sid=0123456789abcdef0123456789abcdef&start=15#p77",
    "https://jo:secret@[::ffff:127.0.0.1]:8443/a;jsessionid=1/b?x=%e4%b8%ad&y=;z",
    "http://0x7f.1/../a//b?tid=1+2",
    "http://2130706433/",
    "//bbs.example/读?页=2",
    "index.php?topic=2.15;msg=30#new",
)
NAMES = (
    "attachment; filename*=UTF-8''%E5%9B%BE.pdf; filename=\"a.pdf\"",
    "../../etc/passwd\ncon.txt",
    "photo.jpg.lnk",
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "120",
    '{"errors": ["slow down"], "extras": {"wait_seconds": 39}}',
)
DATES = (
    "昨天 12:30",
    "Jan 06, 2021, 10:14 PM",
    "3 hours ago",
    "2013-4-11 09:17 PM",
    "民國113年1月2日",
    "2. März 2014 um 8:05 Uhr",
    "١٢ مارس ٢٠١٥",
)
JUNK = b"The first line of it. OSlvwH%(EE \nThe second line of it. {K <iih \nThe third. wt)hs x\n"


def archives() -> Iterator[list[Capture]]:
    """A few pages in each container; ``source`` is the ending of its name."""
    pages = making.pages()[:3]
    utf8 = [page for page in making.pages() if _is_utf8(page.body)][:3]
    bodies = {
        "warc": making.warc(pages, squeezed=False),
        "warc.gz": making.warc(pages),
        "arc": making.arc(pages, squeezed=False),
        "arc.gz": making.arc(pages),
        "wacz": making.wacz(pages),
        "zip": making.zipped(pages),
        "tar": making.tarred(pages, "w:"),
        "tar.gz": making.tarred(pages),
        "mhtml": making.mhtml(pages[0]),
        "jsonl": making.rows(utf8),
        "html.gz": gzip.compress(pages[0].body, mtime=0),
    }
    for ending, body in bodies.items():
        yield [Capture(source=ending, body=body)]


def _is_utf8(body: bytes) -> bool:
    try:
        return bool(body.decode())
    except UnicodeDecodeError:
        return False


def firefox() -> bytes:
    """A browser's store with two cookies."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cookies.sqlite"
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE moz_cookies (host TEXT, name TEXT, value TEXT, path TEXT, expiry INTEGER, isSecure INTEGER)")
        rows = [(".bbs.example", "sid", "abc", "/", 1999999999000, 1), ("other.example", "x", "y", "/", 0, 0)]
        base.executemany("INSERT INTO moz_cookies VALUES (?, ?, ?, ?, ?, ?)", rows)
        base.commit()
        base.close()
        return path.read_bytes()


def packed() -> Iterator[bytes]:
    """A page in each coding, and two members on end."""
    body = JUNK * 40
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    yield from (gzip.compress(body, mtime=0), zlib.compress(body), bare.compress(body) + bare.flush(), gzip.compress(b"a", mtime=0) * 2)
    yield gzip.compress(bytes(300_000), mtime=0)


def streams() -> Iterator[bytes]:
    """Documents of each split."""
    text = JUNK.decode()
    yield JUNK + b"\n\n" + "水位比去年低了不少。\u200b\n".encode() * 3
    yield b"".join(json.dumps({"id": i, "text": text, "more": [i]}).encode() + b"\n" for i in range(4))
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n"
    yield (head % len(JUNK) + JUNK + b"\r\n\r\n") * 3
    yield gzip.compress(JUNK * 9, mtime=0)


PAGES = by_engine()
SOME = [group[:1] for group in PAGES]
TEXTS = [*made([JUNK]), *SOME[::3]]
TARGETS: dict[str, Target] = {
    "page": Target(PAGES, reading.page, 4.0),
    "generic": Target(PAGES, reading.generic, 3.0),
    "dump": Target(TEXTS, reading.dump, 2.0),
    "encoding": Target(SOME, texts.decoded),
    "dates": Target(made(date.encode() for date in DATES), texts.dated, 2.0),
    "clean": Target(TEXTS, texts.cleaned, 2.0),
    "stream": Target(made(streams()), texts.streamed),
    "archives": Target(list(archives()), containers.archives, 2.0),
    "inflate": Target(made(packed()), network.inflated),
    "cookies": Target(made([COOKIES, *COOKIES.splitlines()]), network.cookies),
    "stores": Target([[Capture(source="txt", body=NETSCAPE)], [Capture(source="sqlite", body=firefox())]], containers.stores, 0.5),
    "robots": Target(made([ROBOTS, ROBOTS.replace(b"\n", b"\r\n")]), network.robots),
    "addresses": Target(made(address.encode() for address in ADDRESSES), network.addresses),
    "names": Target(made(name.encode() for name in NAMES), network.names, 0.5),
    "toml": Target(made([ENGINE]), containers.toml),
}
