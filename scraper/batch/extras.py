"""What each record can carry beside its fields when asked (``--with lang,hash``): its language and a stable hash of its content."""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec

from ..errors import UsageError
from ..model import Record

__all__ = ["EXTRAS", "Extend", "content_hash", "extender"]

Extend = Callable[[bytes, Record], bytes]

BLANKS = re.compile(r"\s+")


def content_hash(text: str) -> str:
    r"""
    A hash of a text that survives re-flowing and change of case: 128 bits of BLAKE2b over its words, as 32 hex digits.

    >>> content_hash("Hello  World\n") == content_hash("hello world")
    True
    """
    plain = BLANKS.sub(" ", text).strip().casefold()
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language as py3langid sees it; ``None`` for a text without letters."""
    if not any(c.isalpha() for c in text):
        return None
    return str(_classifier().classify(text)[0])


@cache
def _classifier() -> Any:
    try:
        from py3langid import langid
    except ImportError as error:
        raise UsageError("--with lang needs the extra 'lang' (pip install 'forum-scraper[lang]')") from error
    return langid


EXTRAS: dict[str, Callable[[Record], str | None]] = {
    "lang": lambda record: language(record.text),
    "hash": lambda record: content_hash(record.text),
}


def extender(names: Sequence[str]) -> Extend:
    """A function that adds the named extras to a record's line. Raises ``UsageError`` for a name that is none."""
    if unknown := [name for name in names if name not in EXTRAS]:
        raise UsageError(f"--with {unknown[0]!r}: there are {', '.join(EXTRAS)}")
    makers = [(name, EXTRAS[name]) for name in EXTRAS if name in names]
    if not makers:
        return lambda line, record: line
    encode = msgspec.json.Encoder().encode
    return lambda line, record: line[:-2] + b"," + encode({name: make(record) for name, make in makers})[1:] + b"\n"
