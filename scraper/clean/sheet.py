"""
A sheet: the texts of one page (or thread) side by side, because what is junk on a page is known from the whole page.

Detectors see the texts joined, with a line end and an empty line between two, and point into the joined text;
``Sheet.split`` hands each text its own edits back.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from ..model import Edit, Mark
from ..settings import CleanSettings
from .rows import Row, rows
from .scan import Spot, mixed, odd, spots

__all__ = ["Body", "Detector", "Sheet", "sheet_of"]

Body = tuple[str, tuple[Mark, ...]]
NBSP = re.compile("&(?:nbsp|#160);")
SEAM = "\n\n"
END = 4  # code points by which line ends are compared first
SOME = 300  # lines
OFTEN = 5  # line ends that must be the same
MOST = 0.3  # share of all lines that must end so: half where a converter gave the string lines of its own, less around a post


class Sheet:
    """
    The joined text, its marks, where each body starts; ``plain`` for text that lost its markup; ``names`` of the site.

    What several detectors ask is looked up once, when the first asks.
    """

    def __init__(
        self, text: str, marks: tuple[Mark, ...] = (), starts: tuple[int, ...] = (0,), *, plain: bool = True, names: tuple[str, ...] = ()
    ) -> None:
        self.text = text
        self.marks = marks
        self.starts = starts
        self.plain = plain
        self.names = names
        self._seen: list[Spot] = []

    @cached_property
    def _looking(self) -> Iterator[Spot]:
        return spots(self.view)

    def first_spots(self, count: int) -> list[Spot]:
        """The first few places that the trigger for random strings saw; it looks no further than it must."""
        self._seen += islice(self._looking, max(0, count - len(self._seen)))
        return self._seen[:count]

    def each_spot(self) -> Iterator[Spot]:
        """All that the trigger saw, or saw before; it looks no further than it is asked."""
        yield from tuple(self._seen)
        for spot in self._looking:
            self._seen.append(spot)
            yield spot

    @cached_property
    def spots(self) -> list[Spot]:
        """All that the trigger saw."""
        self._seen += self._looking
        return self._seen

    @cached_property
    def view(self) -> str:
        """The text with no-break spaces for entities of them, as long as it is."""
        return blanked(self.text)

    @cached_property
    def odd(self) -> bool:
        """Whether there are characters that show nothing, or that a wrong code page may have made."""
        return odd(self.text)

    @cached_property
    def mixed(self) -> bool:
        """Whether a Latin letter touches a Cyrillic one."""
        return mixed(self.text)

    @cached_property
    def ending(self) -> str:
        """What most lines of a text without markup end with."""
        return repeated(self.text) if self.plain else ""

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the text."""
        return list(rows(self.view))

    @cached_property
    def escaped(self) -> bool:
        """Whether the text still holds entities of HTML."""
        return "&lt;" in self.text or "&nbsp;" in self.text

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each body begins and ends."""
        return list(zip(self.starts, [*(s - len(SEAM) for s in self.starts[1:]), len(self.text)], strict=True))

    def split(self, edits: Iterable[Edit]) -> list[list[Edit]]:
        """The edits of each body, counted from its own start; one that reaches over a seam is cut there."""
        if len(self.starts) == 1:
            return [list(edits)]
        parts: list[list[Edit]] = [[] for _ in self.starts]
        for edit in edits:
            body = bisect_right(self.starts, edit.start) - 1
            zero, stop = self.starts[body], min(edit.end, self.spans[body][1])
            if stop > edit.start:
                cut = edit.cut if stop == edit.end else edit.cut[: stop - edit.start]
                parts[body].append(Edit(edit.start - zero, stop - zero, edit.reason, cut, edit.put, edit.proof))
        return parts


Detector = Callable[[Sheet, CleanSettings], Iterable[Edit]]
"""Points at junk on a sheet and changes nothing."""


def sheet_of(bodies: Sequence[Body], plain: bool, names: tuple[str, ...] = ()) -> Sheet:
    """The bodies of a page, in page order, on one sheet."""
    if len(bodies) == 1:
        return Sheet(bodies[0][0], bodies[0][1], plain=plain, names=names)
    starts: list[int] = []
    marks: list[Mark] = []
    at = 0
    for text, own in bodies:
        starts.append(at)
        marks += own if at == 0 else (Mark(m.label, m.start + at, m.end + at) for m in own)
        at += len(text) + len(SEAM)
    return Sheet(SEAM.join([text for text, _ in bodies]), tuple(marks), tuple(starts), plain=plain, names=names)


def blanked(text: str) -> str:
    """A text with no-break spaces for entities of them, each as long as it was."""
    return NBSP.sub("\xa0     ", text) if "&" in text and NBSP.search(text) else text


def repeated(text: str) -> str:
    """The last characters that most lines of a text share, or nothing; of a long text some lines from its middle speak for all."""
    lines = text.split("\n")
    if len(lines) > 2 * SOME:
        lines = lines[(len(lines) - SOME) // 2 : (len(lines) + SOME) // 2]
    tails = [line[-END:] for line in lines if line]
    if len(tails) - len(set(tails)) < max(OFTEN, MOST * len(tails)) - 1:  # none can be so frequent
        return ""
    ending, count = Counter(tails).most_common(1)[0]
    return ending if count >= OFTEN and count >= MOST * len(tails) and not ending.isspace() else ""
