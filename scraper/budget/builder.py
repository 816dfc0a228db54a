"""The stack of the tree builder without the tree: what a page's tags, in their order, would cost to parse."""

from collections.abc import Iterable

from .flat import ABOVE, BLOCKS
from .flat import FORMATTING as NAMES

__all__ = ["MAX_COPIED", "MAX_REOPENED", "Builder", "Tag"]

MAX_DEPTH = 512  # elements inside each other, as in Chrome; lexbor is quadratic in it (100,000 <div>: 27 s)
MAX_FORMATTING = 512  # <b>, <font> … left open; lexbor reopens all of them in each block (40 KB: 2.7 s and 58 MB of HTML)
MAX_STEPS = 500_000_000  # elements looked at in all the walks up the stack: 0.9 s
MAX_REOPENED = 150_000  # elements that reopening makes in all; a reader that looks at each takes 15 µs
MAX_COPIED = 20_000_000  # bytes of attributes that it copies

FORMATTING = frozenset(name.encode() for name in NAMES)
UNCOUNTED = frozenset(  # void, or closed by the next of their kind, so that they nest only inside others
    b"area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr html head body"
    b" p td th tr tbody thead tfoot caption colgroup option".split()
)
FRAMES = frozenset(b"table td th caption object applet marquee template svg math".split())  # an end tag inside does not reach beyond
MARKERS = FRAMES - {b"table", b"svg", b"math"}  # nor does an open formatting element reach inside
CELLS = frozenset({b"td", b"th", b"caption"})
TABLES = frozenset({b"table", b"template"})
FOREIGN = frozenset({b"svg", b"math"})
ITEMS = {b"li": frozenset({b"li"}), b"dd": frozenset({b"dd", b"dt"}), b"dt": frozenset({b"dd", b"dt"})}  # each ends the one before it
SPECIAL = frozenset(name.encode() for name in (*BLOCKS, "form", "noscript", "h2", "h3", "h4", "h5", "h6", "li", "select"))
BETWEEN = frozenset({b"div", b"address"})  # end tags of others do not reach beyond special elements, items beyond but these

Tag = tuple[bytes, bytes, bytes]
"""The slash of an end tag or nothing, the name in lower case, the attributes as written; no name where it is no tag."""


class _Frame:
    """What is open inside a table, a cell, an object …: names in order."""

    __slots__ = ("active", "name", "open")

    def __init__(self, name: bytes, active: dict[tuple[bytes, bytes], int]) -> None:
        self.name = name
        self.open: list[bytes] = []
        self.active = active  # formatting elements to be opened again, each at most three times


class Builder:
    """The elements that are open, by the innermost table, cell or object; ``why`` is asked once."""

    def __init__(self) -> None:
        self.frames = [_Frame(b"", {})]
        self.depth = 0
        self.steps = self.reopened = self.copied = 0

    def why(self, tags: Iterable[Tag]) -> str | None:
        """The first limit that is passed."""
        for slash, name, attributes in tags:
            self.steps += self.depth
            if slash:
                self.end(name)
            elif name:
                self.start(name, attributes)
            if len(self.frames[-1].active) > MAX_FORMATTING:
                return f"more than {MAX_FORMATTING} formatting elements left open"
            if self.depth > MAX_DEPTH:
                return f"elements more than {MAX_DEPTH} deep"
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
            if not any(frame.name in TABLES for frame in self.frames):
                return  # the parser leaves it out
            self.leave(CELLS, b"table")
        if name in ITEMS:
            self.end_item(frame, ITEMS[name])
        if name in FRAMES:
            self.frames.append(_Frame(name, {} if name in MARKERS else frame.active))
        elif name not in UNCOUNTED or (frame.name in FOREIGN):
            frame.open.append(name)
        else:
            return
        self.depth += 1

    def end_item(self, frame: _Frame, names: frozenset[bytes]) -> None:
        """An item of a list ends the one before it, whatever small stands between."""
        for i in range(len(frame.open) - 1, -1, -1):
            if frame.open[i] in names:
                self.cut(frame, i)
                return
            if frame.open[i] in SPECIAL and frame.open[i] not in BETWEEN:
                return

    def end(self, name: bytes) -> None:
        """An end tag: what it closes. Forms stay, as one in another takes away the outer one's end."""
        frame = self.frames[-1]
        if name in FORMATTING:
            self.end_formatting(frame, name)
        elif name in FRAMES:
            self.leave(frozenset({name}), b"table" if name in CELLS else b"")
        elif name != b"form":
            for i in range(len(frame.open) - 1, -1, -1):
                if frame.open[i] == name:
                    self.cut(frame, i)
                    return
                if name not in SPECIAL and frame.open[i] in SPECIAL:
                    return

    def end_formatting(self, frame: _Frame, name: bytes) -> None:
        """It is no longer opened again; blocks in it stay open."""
        for key in [key for key in reversed(frame.active) if key[0] == name][:1]:
            frame.active[key] -= 1
            if not frame.active[key]:
                del frame.active[key]
        for i in range(len(frame.open) - 1, max(-1, len(frame.open) - 1 - ABOVE), -1):
            if frame.open[i] == name:
                blocks = [above for above in frame.open[i + 1 :] if above in SPECIAL]
                self.cut(frame, i)
                frame.open += blocks
                self.depth += len(blocks)
                return

    def cut(self, frame: _Frame, i: int) -> None:
        self.depth -= len(frame.open) - i
        del frame.open[i:]

    def leave(self, names: frozenset[bytes], barrier: bytes) -> None:
        """Leave the innermost frame of a name, unless a barrier stands before it."""
        for i in range(len(self.frames) - 1, 0, -1):
            if self.frames[i].name in names:
                self.depth -= sum(len(frame.open) + 1 for frame in self.frames[i:])
                del self.frames[i:]
                return
            if self.frames[i].name == barrier:
                return
