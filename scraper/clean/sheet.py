"""
A sheet: the texts of one page (or thread) side by side, because what is junk on a page is known from the whole page.

Detectors see the texts joined, with a line end and an empty line between two, and point into the joined text;
``Sheet.split`` hands each text its own edits back.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

import msgspec

from ..model import Edit, Mark
from ..settings import CleanSettings
from .scan import Spot, spots

__all__ = ["Body", "Detector", "Sheet", "sheet_of"]

Body = tuple[str, tuple[Mark, ...]]
SEAM = "\n\n"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The joined text, its marks, where each body starts, what the trigger saw; ``plain`` for text that lost its markup."""

    text: str
    marks: tuple[Mark, ...]
    starts: tuple[int, ...]
    plain: bool
    spots: tuple[Spot, ...] = ()

    @property
    def suspicious(self) -> bool:
        """Whether anything on the sheet may be random characters."""
        return bool(self.spots) or "\ufffd" in self.text

    def spans(self) -> list[tuple[int, int]]:
        """Where each body begins and ends."""
        return list(zip(self.starts, [*(s - len(SEAM) for s in self.starts[1:]), len(self.text)], strict=True))

    @property
    def escaped(self) -> bool:
        """Whether the text still holds entities of HTML."""
        return "&lt;" in self.text or "&nbsp;" in self.text

    def split(self, edits: Iterable[Edit]) -> list[list[Edit]]:
        """The edits of each body, counted from its own start; one that reaches over a seam is cut there."""
        spans = self.spans()
        parts: list[list[Edit]] = [[] for _ in self.starts]
        for edit in edits:
            body = bisect_right(self.starts, edit.start) - 1
            zero, stop = self.starts[body], min(edit.end, spans[body][1])
            if stop > edit.start:
                cut = edit.cut if stop == edit.end else edit.cut[: stop - edit.start]
                parts[body].append(Edit(edit.start - zero, stop - zero, edit.reason, cut, edit.put, edit.proof))
        return parts


Detector = Callable[[Sheet, CleanSettings], Iterable[Edit]]
"""Points at junk on a sheet and changes nothing."""


def sheet_of(bodies: Sequence[Body], plain: bool, *, look: bool = True) -> Sheet:
    """The bodies of a page, in page order, on one sheet; without ``look`` the trigger is not asked, for detectors that know marks alone."""
    starts: list[int] = []
    marks: list[Mark] = []
    at = 0
    for text, own in bodies:
        starts.append(at)
        marks += own if at == 0 else (Mark(m.label, m.start + at, m.end + at) for m in own)
        at += len(text) + len(SEAM)
    text = SEAM.join(text for text, _ in bodies)
    return Sheet(text=text, marks=tuple(marks), starts=tuple(starts), plain=plain, spots=tuple(spots(text)) if look else ())
