r"""
What a page would cost to parse, counted before the parse: lexbor walks the stack at each block and reopens formatting elements.

Most pages are settled by counts, larger ones by ``flat``. For the rest tags are found as the tokenizer of HTML finds them (an end
tag in a comment, an attribute or a script closes nothing) and ``builder`` imitates the parser's stack. Figures are of lexbor 2.5 on one
core.
"""

import re
from collections.abc import Iterable

from .builder import MAX_COPIED, MAX_REOPENED, Builder, Tag
from .flat import TEXTS, formatting, is_flat

__all__ = ["LARGEST", "too_costly"]

FEW_TAGS = 4_000  # nested or unclosed they cost 0.15 s at the worst, unless formatting is opened again
VERY_FEW = 700  # tags that reopen 122,500 elements at most
FEW_CHARACTERS = 150_000  # in so short a page nothing costs more than 2 s (37,000 attributes of one tag)
LARGEST = 64_000_000  # bytes: three times what the fetcher takes; a text of 100 MB costs 526 MB of memory
MAX_OPTIONS = 20_000  # <option> in all; 16,000 in one <select> take 1.3 s
MAX_ATTRIBUTES = 10_000  # of one tag: each is compared with those before it (20,000: 0.5 s, 100,000: 13 s)
LIST = 4_000_000  # bytes; of larger pages the tags are found anew for each count: a list of 1,000,000 takes 300 MB

ONCE = frozenset({b"html", b"body"})  # all their tags give attributes to one element

ATTRIBUTES = rb"""((?>(?:[\s/]++|(?:=[^\s/>=]*+|[^\s/>=]++)(?>(?:\s*+=\s*+(?>(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?))?))*))"""  # a quote counts behind = alone
ATTRIBUTE = r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?>(?:\s*+=\s*+(?>(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?))?)"""
MANY = re.compile(rf"<[a-z][^\s/>]*+(?>(?:{ATTRIBUTE}){{{MAX_ATTRIBUTES}}})", re.IGNORECASE)
EACH = re.compile(ATTRIBUTE.encode())
AGAIN = re.compile(r"<(?:html|body)(?=[\s/])", re.IGNORECASE)
NO_TAG = rb"<!--(?:-?>|.*?--!?>|.*)|<(?:[!?]|/[^a-z])[^>]*+"  # comments, and what the tokenizer makes one
TAG = re.compile(NO_TAG + rb"|<(/?)([a-z][^\s/>]*+)" + ATTRIBUTES, re.DOTALL)
TEXT = re.compile(TEXTS.encode(), re.DOTALL)


def too_costly(html: str) -> str | None:
    """
    Why a page must not be parsed, or ``None``.

    >>> too_costly("<div>" * 5000)
    'elements more than 512 deep'
    """
    if len(html) > LARGEST:
        return f"{len(html):,} characters ({LARGEST:,} are read)"
    count = html.count("<")
    if count <= VERY_FEW and len(html) * count <= MAX_COPIED and not _dressed(html):
        return None
    if len(html) <= FEW_CHARACTERS and count <= FEW_TAGS and _little_formatting(html, count):
        return None
    if count <= MAX_OPTIONS and is_flat(html):
        return None
    data = html.encode("utf-8", "replace").lower()
    if data.count(b"<option") > MAX_OPTIONS:
        return f"more than {MAX_OPTIONS:,} <option> elements"
    foreign = b"<svg" in data or b"<math" in data  # inside them <title> and <style> hold elements: then both readings must be cheap
    without = TEXT.sub(b"", data)
    return _why(without) or (_why(data) if foreign and len(without) < len(data) else None)


def _dressed(html: str) -> bool:
    """Whether one element may have too many attributes: in one tag, or in several of those that make one."""
    return len(html) > FEW_CHARACTERS and (MANY.search(html) is not None or len(AGAIN.findall(html)) > 2)


def _little_formatting(html: str, count: int) -> bool:
    """Whether no number of tags can make much of the formatting elements: in each block all of them, at the worst."""
    found = formatting(html)
    return len(found) * count <= MAX_REOPENED and sum(len(attributes) for _, attributes in found) * count <= MAX_COPIED


def _why(data: bytes) -> str | None:
    """The same for a page whose raw texts are out of the way."""
    found: list[Tag] = TAG.findall(data) if len(data) < LIST else []

    def tags() -> Iterable[Tag]:
        return found or (_tag(match) for match in TAG.finditer(data))

    if (attributes := _attributes(tags())) > MAX_ATTRIBUTES:
        return f"{attributes:,} attributes of one element ({MAX_ATTRIBUTES:,} are read)"
    return Builder().why(tags())


def _tag(match: re.Match[bytes]) -> Tag:
    return match[1] or b"", match[2] or b"", match[3] or b""


def _attributes(tags: Iterable[Tag]) -> int:
    """How many attributes an element has at most."""
    most = once = 0
    for _, name, attributes in tags:
        if len(attributes) > MAX_ATTRIBUTES or name in ONCE:
            count = len(EACH.findall(attributes))  # not by blanks: behind a quoted value none need stand
            once += count if name in ONCE else 0
            most = max(most, count, once)
    return most
