r"""
What a page would cost to parse, counted before the parse: lexbor walks the stack at each block and reopens formatting elements.

Tags are found as the tokenizer of HTML finds them (an end tag in a comment, an attribute or a script closes nothing). Most
pages are settled by what is open by name; where that is too much, the tree builder's stack is imitated. Figures are of lexbor 2.5
on one core.
"""

import re
from collections.abc import Iterable

__all__ = ["too_costly"]

FEW_TAGS = 4_000  # nested or unclosed they cost 0.15 s at the worst, unless formatting is opened again
VERY_FEW = 700  # tags that reopen 122,500 elements at most
FEW_CHARACTERS = 150_000  # in so short a page nothing costs more than 2 s (37,000 attributes of one tag)
MAX_CHARACTERS = 100_000_000
MAX_DEPTH = 512  # elements inside each other, as in Chrome; lexbor is quadratic in it (100,000 <div>: 27 s)
MAX_FORMATTING = 512  # <b>, <font> … left open; lexbor reopens all of them in each block (40 KB: 2.7 s and 58 MB of HTML)
MAX_REOPENED = 150_000  # elements that reopening makes in all; a reader that looks at each takes 15 µs
MAX_COPIED = 20_000_000  # bytes of attributes that it copies
MAX_STEPS = 500_000_000  # elements looked at in all the walks up the stack: 0.9 s
MAX_OPTIONS = 20_000  # <option> in all; 16,000 in one <select> take 1.3 s
MAX_ATTRIBUTES = 10_000  # of one tag: each is compared with those before it (20,000: 0.5 s, 100,000: 13 s)
LIST = 4_000_000  # bytes; of larger pages the tags are found anew for each count: a list of 1,000,000 takes 300 MB

FORMATTING = frozenset(b"b big code em font i s small strike strong tt u".split())  # not <a> and <nobr>: each ends the one before
UNCOUNTED = frozenset(  # void, or closed by the next of their kind, so that they nest only inside others
    b"area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr html head body"
    b" p li dd dt td th tr tbody thead tfoot caption colgroup option".split()
)
FRAMES = frozenset(b"table td th caption object applet marquee template svg math".split())  # an end tag inside does not reach beyond
MARKERS = FRAMES - {b"table", b"svg", b"math"}  # nor does an open formatting element reach inside
CELLS = frozenset({b"td", b"th", b"caption"})
FOREIGN = frozenset({b"svg", b"math"})
ONCE = frozenset({b"html", b"body"})  # all their tags give attributes to one element

ATTRIBUTES = rb"""((?:[\s/]++|(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)*+)"""  # a quote counts behind = alone
NO_TAG = rb"<!--(?:-?>|.*?--!?>|.*)|<(?:[!?]|/[^a-z])[^>]*+"  # comments, and what the tokenizer makes one
TAG = re.compile(NO_TAG + rb"|<(/?)([a-z][^\s/>]*+)" + ATTRIBUTES, re.DOTALL)
FORMATTED = re.compile(rb"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/>])" + ATTRIBUTES)
TEXT = re.compile(rb"<(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])[^>]*+>(?:.*?(?=</\1[\s/>])|.*)", re.DOTALL)

Tag = tuple[bytes, bytes, bytes]


def too_costly(html: str) -> str | None:
    """
    Why a page must not be parsed, or ``None``.

    >>> too_costly("<div>" * 5000)
    'elements 5,000 deep (512 are read)'
    """
    if len(html) > MAX_CHARACTERS:
        return f"{len(html):,} characters ({MAX_CHARACTERS:,} are read)"
    count = html.count("<")
    if count <= VERY_FEW and len(html) * count <= MAX_COPIED:
        return None
    data = html.encode("utf-8", "replace").lower()
    if len(html) <= FEW_CHARACTERS and count <= FEW_TAGS and _little_formatting(data, count):
        return None
    if data.count(b"<option") > MAX_OPTIONS:
        return f"more than {MAX_OPTIONS:,} <option> elements"
    foreign = b"<svg" in data or b"<math" in data  # inside them <title> and <style> hold elements: then both readings must be cheap
    without = TEXT.sub(b"", data)
    return _why(without) or (_why(data) if foreign and len(without) < len(data) else None)


def _little_formatting(data: bytes, count: int) -> bool:
    """Whether no number of tags can make much of the formatting elements: in each block all of them, at the worst."""
    found: list[bytes] = FORMATTED.findall(data)
    return len(found) * count <= MAX_REOPENED and sum(map(len, found)) * count <= MAX_COPIED


def _why(data: bytes) -> str | None:
    """The same for a page whose raw texts are out of the way."""
    found: list[Tag] = TAG.findall(data) if len(data) < LIST else []

    def tags() -> Iterable[Tag]:
        return found or (_tag(match) for match in TAG.finditer(data))

    if (attributes := _attributes(tags())) > MAX_ATTRIBUTES:
        return f"{attributes:,} attributes of one element ({MAX_ATTRIBUTES:,} are read)"
    return None if _cheap(tags()) else _Builder().why(tags())


def _tag(match: re.Match[bytes]) -> Tag:
    return match[1] or b"", match[2] or b"", match[3] or b""


def _attributes(tags: Iterable[Tag]) -> int:
    """How many attributes an element has at most."""
    most = once = 0
    for _, name, attributes in tags:
        if len(attributes) > MAX_ATTRIBUTES or name in ONCE:
            count = len(attributes.replace(b"/", b" ").split())
            once += count if name in ONCE else 0
            most = max(most, count, once)
    return most


def _cheap(tags: Iterable[Tag]) -> bool:
    """Whether a page is cheap even if no end tag closes another's element; more is open then than there really is."""
    names: dict[bytes, int] = {}
    deepest = depth = formatting = most = longest = count = 0
    for slash, name, attributes in tags:
        count += 1
        if slash:
            if names.get(name):
                names[name] -= 1
                depth -= 1
                formatting -= name in FORMATTING
        elif name not in UNCOUNTED:
            names[name] = names.get(name, 0) + 1
            depth += 1
            if depth > deepest:
                deepest = depth
            if name in FORMATTING:
                formatting += 1
                most = max(most, formatting)
                longest = max(longest, len(attributes))
    return deepest <= MAX_DEPTH // 4 and most * count <= MAX_REOPENED and most * longest * count <= MAX_COPIED


class _Frame:
    """What is open inside a table, a cell, an object …: names in order, and how many of each."""

    __slots__ = ("active", "counts", "name", "open")

    def __init__(self, name: bytes, active: dict[tuple[bytes, bytes], int]) -> None:
        self.name = name
        self.open: list[bytes] = []
        self.counts: dict[bytes, int] = {}
        self.active = active  # formatting elements to be opened again, each at most three times


class _Builder:
    """The stack of the tree builder without the tree."""

    def __init__(self) -> None:
        self.frames = [_Frame(b"", {})]
        self.depth = 0
        self.steps = self.reopened = self.copied = 0

    def why(self, tags: Iterable[Tag]) -> str | None:
        """The first limit that is passed."""
        deepest = most = 0
        for slash, name, attributes in tags:
            self.steps += self.depth
            if slash:
                self.end(name)
            elif name:
                self.start(name, attributes)
            deepest = max(deepest, self.depth)
            most = max(most, len(self.frames[-1].active))
            if most > MAX_FORMATTING or self.reopened > MAX_REOPENED or self.copied > MAX_COPIED:
                break  # what is open is looked at for each tag: 20,000 took 7 s to the end
        if most > MAX_FORMATTING:
            return f"more than {MAX_FORMATTING} formatting elements left open"
        if deepest > MAX_DEPTH:
            return f"elements {deepest:,} deep ({MAX_DEPTH} are read)"
        if self.reopened > MAX_REOPENED or self.copied > MAX_COPIED:
            return f"formatting elements opened again {self.reopened:,} times"
        return f"{self.steps:,} steps between open elements" if self.steps > MAX_STEPS else None

    def start(self, name: bytes, attributes: bytes) -> None:
        """A start tag; formatting that is open is opened again in what follows a block."""
        frame = self.frames[-1]
        if name in FORMATTING:
            key = (name, attributes)
            frame.active[key] = min(3, frame.active.get(key, 0) + 1)
        else:
            self.reopened += len(frame.active)
            self.copied += sum(len(key[1]) for key in frame.active) if self.reopened > 1000 else 0
        if name in CELLS:
            self.leave(CELLS, b"table")
        if name in FRAMES:
            self.frames.append(_Frame(name, {} if name in MARKERS else frame.active))
        elif name not in UNCOUNTED or (frame.name in FOREIGN):
            frame.open.append(name)
            frame.counts[name] = frame.counts.get(name, 0) + 1
        else:
            return
        self.depth += 1

    def end(self, name: bytes) -> None:
        """An end tag: what it closes, and all inside that."""
        frame = self.frames[-1]
        if name in FORMATTING:
            for key in [key for key in reversed(frame.active) if key[0] == name][:1]:
                frame.active[key] -= 1
                if not frame.active[key]:
                    del frame.active[key]
        if name in FRAMES:
            self.leave(frozenset({name}), b"table" if name in CELLS else b"")
        elif frame.counts.get(name):
            while True:
                last = frame.open.pop()
                frame.counts[last] -= 1
                self.depth -= 1
                if last == name:
                    break

    def leave(self, names: frozenset[bytes], barrier: bytes) -> None:
        """Leave the innermost frame of a name, unless a barrier stands before it."""
        for i in range(len(self.frames) - 1, 0, -1):
            if self.frames[i].name in names:
                self.depth -= sum(len(frame.open) + 1 for frame in self.frames[i:])
                del self.frames[i:]
                return
            if self.frames[i].name == barrier:
                return
