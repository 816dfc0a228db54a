"""
Bytes → text, as a browser would read them, and better where the page contradicts itself.

The order is WHATWG's: byte order mark, HTTP header, ``<meta>`` or XML declaration in the first 4,096 bytes, then the
content. A label that the content contradicts is overridden with a warning: forums that moved from GBK to UTF-8 (or
back) often kept the old label in one place. Nothing is repaired, dropped or normalised here: each valid sequence becomes its
character, each invalid one U+FFFD, a NUL stays a NUL (lexbor leaves it out of the text of a page).
"""

import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .binary import FIRST_BYTES, SIGNATURE, looks_binary
from .charsets import CODECS, LABELS, canonical, codec
from .guessing import JIS, WIDE, guessed

__all__ = ["FIRST_BYTES", "SIGNATURE", "Decoded", "canonical", "codec", "decode", "looks_binary"]


class Decoded(NamedTuple):
    """A text, the charset it was read with (WHATWG's name, lower case), and what the reader should know."""

    text: str
    charset: str
    warnings: tuple[str, ...] = ()


HEAD = 4096  # bytes searched for a label; browsers stop at 1,024, but old templates put scripts before their <meta>
META = re.compile(rb"<(?:meta\b|\?xml\b)[^>]{0,400}?\b(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9][\w.:+-]{0,40})", re.IGNORECASE)
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
SHORTEST_UTF16 = 16  # bytes without a mark: in fewer a few NULs of another charset look the same
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
REPLACEMENT = "\ufffd"
HIDDEN = re.compile(
    rb"<(span|font)\b[^>]{0,80}\b(?:display:\s*none|font-size:\s*0|class=.?jammer)[^>]{0,80}>[^<]{0,200}</\1>",
    re.IGNORECASE,
)
LONG = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")  # a Chinese, Japanese or Korean character in UTF-8
RUN = re.compile(rb"[\x80-\xff]{6}")  # six letters with accents in a row: in no Western language


def decode(body: bytes, *, headers: Mapping[str, str] = {}, forced: str | None = None) -> Decoded:
    r"""
    The text of a page; never raises.

    ``headers`` have lower-case names; ``forced`` is the user's word and wins over all but an unknown name.

    >>> decode(b"\xc4\xe3\xba\xc3", headers={"content-type": "text/html; charset=gb2312"})
    Decoded(text='你好', charset='gbk', warnings=())
    """
    if forced:
        name = canonical(forced)
        return _read(body, name) if name else _warn(decode(body, headers=headers), f"charset {forced!r} is unknown")
    if body[:1] in (b"\xef", b"\xfe", b"\xff") and (marked := _by_mark(body)):
        return marked
    kind = headers.get("content-type")
    label = (kind and _header(kind)) or _meta(body)
    if not label:
        return _sniff(body)
    name = LABELS.get(label) or canonical(label)
    if name is None:
        return _warn(_sniff(body), f"charset {label!r} is unknown")
    return _utf8(body) if name == "utf-8" else _labelled(body, name)


@lru_cache(maxsize=256)
def _header(kind: str) -> str | None:
    """The charset of a content type."""
    found = IN_HEADER.search(kind)
    return found[1].lower() if found else None


def _meta(body: bytes) -> str | None:
    """The charset that the head of the page names; first a look where it mostly stands, for a search of the head costs 10 times as much."""
    at = body.find(b"charset", 0, HEAD)
    meta = META.search(body, max(0, at - 80), at + 48) if at >= 0 else None
    if not meta:
        meta = META.search(body, 0, HEAD)
    if not meta:
        return None
    label = meta[1].decode("ascii", "replace").lower()
    return "utf-8" if label.startswith("utf-16") else label  # WHATWG: the meta itself was readable, so it is no UTF-16


def _by_mark(body: bytes) -> Decoded | None:
    """What a byte order mark says; it wins over every label."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name)
    return None


def _labelled(body: bytes, name: str) -> Decoded:
    """Read with a label that is not UTF-8, unless the content is plainly something else."""
    if body.isascii():
        return _sniff(body) if b"\0" in body[:4] and _utf16(body) else Decoded(_text(body, name)[0], name)
    if name.startswith("utf-16"):
        return _read(body, name) if _utf16(body) == name else _warn(_sniff(body), f"the page says {name}, its bytes are not")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _single(body) if name == "windows-1252" else _overruled(body, name)
    if name in WIDE and len(LONG.findall(body)) < 4:  # a word or two of GBK may be valid UTF-8 by chance
        own, bad = _text(body, name)
        if not bad:
            return Decoded(own, name)
    return Decoded(text, "utf-8", (f"the page says {name}, its bytes are utf-8",))


def _single(body: bytes) -> Decoded:
    """Labelled Western, the label of servers that were never told: the page's own word, or its bytes, may know better."""
    if len(RUN.findall(body)) > 4:
        label = _meta(body)
        name = canonical(label) if label else None
        found = _read(body, name) if name and name != "windows-1252" else _guess(body)
        if found.charset != "windows-1252" and not found.warnings and "iso-8859" not in found.charset:
            return _warn(found, f"the page says windows-1252, its bytes are {found.charset}")
    return _overruled(body, "windows-1252")


def _overruled(body: bytes, name: str) -> Decoded:
    """A label whose own codec fails gives way to UTF-8 where nearly all is UTF-8."""
    text, bad = _text(body, name)
    if bad and _mostly_utf8(body) and LONG.search(HIDDEN.sub(b"", body)):
        return Decoded(body.decode("utf-8", "replace"), "utf-8", (f"the page says {name}, its bytes are utf-8",))
    return Decoded(text, name, (_lost(text, name),) if bad else ())


def _utf8(body: bytes) -> Decoded:
    """Labelled UTF-8; where not all of it is, either the rest was damaged or the label is wrong."""
    if b"\0" in body[:4] and (name := _utf16(body)):
        return _warn(_read(body, name), f"the page says utf-8, its bytes are {name}")
    try:
        return Decoded(body.decode(), "utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4 or _mostly_utf8(body):
            return _read(body, "utf-8")
    found = _by_meta(body) or _guess(body)
    return found if found.charset == "utf-8" else _warn(found, f"the page says utf-8, its bytes are {found.charset}")


def _by_meta(body: bytes) -> Decoded | None:
    """What the page's own label makes of bytes that the server called UTF-8, if they fit it."""
    label = _meta(body)
    name = canonical(label) if label else None
    found = _read(body, name) if name and name != "utf-8" else None
    return found if found and not found.warnings else None


def _sniff(body: bytes) -> Decoded:
    """No label: UTF-8 where it is valid, else what the bytes look like."""
    if b"\0" in body[:64] and (name := _utf16(body)):
        return _warn(_read(body, name), f"charset guessed: {name}")
    if not JIS.search(body):
        try:
            return Decoded(body.decode(), "utf-8")
        except UnicodeDecodeError:
            pass
        if _mostly_utf8(body):
            return _read(body, "utf-8")
    found = _guess(body)
    return _warn(found, f"charset guessed: {found.charset}")


def _guess(body: bytes) -> Decoded:
    """What the bytes that a browser shows look like."""
    name = guessed(HIDDEN.sub(b"", body))
    return _read(body, "gbk" if name == "gb18030" else name)  # one codec, and the name that pages use


def _mostly_utf8(body: bytes) -> bool:
    """
    Whether nearly all non-ASCII sequences are valid UTF-8, leaving out what old generators hid in the page.

    Chinese GBK text misread as UTF-8 has 1 chance sequence to 10 errors; UTF-8 with random bytes at each line end (phpwind
    3 and 4) has 4 sequences to one error even where those bytes are counted. Where all that is shown is ASCII, it is UTF-8 too.
    """
    good, bad = _sequences(body)
    if good >= 8 * bad:
        return True
    good, bad = _sequences(HIDDEN.sub(b"", body))
    return good >= 2 * bad


def _sequences(body: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII are valid UTF-8, and how many errors there are."""
    text = body.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: half of the first bytes of a page are NUL, all on one side."""
    head = body[:200]
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = len(head) // 4
    if len(head) < SHORTEST_UTF16 or max(even, odd) < least or min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16be" if even > odd else "utf-16le"


def _read(body: bytes, name: str) -> Decoded:
    """Read with this charset, come what may."""
    text, bad = _text(body, name)
    return Decoded(text, name, (_lost(text, name),) if bad else ())


def _text(body: bytes, name: str) -> tuple[str, bool]:
    """The text, and whether some bytes do not belong to the charset (a last character that was cut does not count)."""
    codecs_ = CODECS.get(name) or (codec(name),)
    for one in codecs_:
        try:
            return body.decode(one), False
        except UnicodeDecodeError as error:
            cut = error.start >= len(body) - 4
    text = body.decode(codecs_[-1], "replace")
    return text, not cut


def _lost(text: str, name: str) -> str:
    return f"{text.count(REPLACEMENT)} characters are not valid {name}"


def _warn(decoded: Decoded, warning: str) -> Decoded:
    return Decoded(decoded.text, decoded.charset, (warning, *decoded.warnings))
