"""
The only code that changes text: edits are settled, widened to the blanks around them, applied, and undone.

Offsets count code points of the text given. Settled edits are sorted, disjoint and non-empty, and
``restore(apply(text, edits), edits) == text`` for every text. With ``mark_only`` an edit puts back what it cut
(``put == cut``): the ledger lists it, the text stays, and ``restore`` needs no second rule.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from operator import attrgetter

from ..model import Edit, Mark, Reason

__all__ = ["ORDER", "apply", "compose", "move", "restore", "settle", "widen"]

ORDER: tuple[Reason, ...] = (
    "junk-proved",
    "hidden",
    "junk-pattern",
    "junk-likely",
    "site-string",
    "mojibake",
    "homoglyph",
    "invisible",
    "boilerplate",
    "blank",
)
"""Which reason a piece goes under when several claim it: a proof beats a look, a look beats a guess."""

CONTROLS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))  # beside junk they are the junk's own
NARROW_CHARS = " \t\xa0\r" + CONTROLS
WHITE_CHARS = NARROW_CHARS + "\n"
WHITES = re.compile(f"[{re.escape(WHITE_CHARS)}]*")
LINE_END = re.compile(f"[{re.escape(NARROW_CHARS)}]*\n")
FEW = 16
WIDENED = frozenset[Reason]({"junk-proved", "hidden", "junk-pattern", "junk-likely", "site-string"})


def apply(text: str, edits: Sequence[Edit]) -> str:
    """
    The text with each edit made; ``edits`` are settled.

    >>> apply("a xx b", [Edit(1, 4, "hidden", " xx")])
    'a b'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.put
        at = edit.end
    return "".join(parts) + text[at:]


def restore(text: str, edits: Sequence[Edit]) -> str:
    """
    The text before the edits were made: the inverse of ``apply``.

    >>> restore("a b", [Edit(1, 4, "hidden", " xx")])
    'a xx b'
    """
    parts: list[str] = []
    at = before = 0  # in the clean text, in the original
    for edit in edits:
        upto = at + edit.start - before
        parts += text[at:upto], edit.cut
        at, before = upto + len(edit.put), edit.end
    return "".join(parts) + text[at:]


def settle(text: str, edits: Iterable[Edit], marks: Sequence[Mark] = ()) -> list[Edit]:
    """
    Sorted, disjoint edits: the union is cut once, each piece under the first reason in ``ORDER`` that claims it.

    What touches code is dropped unless it is proved or stands in a hidden mark; a repair (``put``) that meets another edit is dropped.

    >>> [(e.start, e.end, e.reason) for e in settle("abcdef", [Edit(0, 4, "hidden", "abcd"), Edit(2, 3, "junk-proved", "c")])]
    [(0, 2, 'hidden'), (2, 3, 'junk-proved'), (3, 4, 'hidden')]
    """
    code = [m for m in marks if m.label == "code"]
    taken = sorted(edits, key=attrgetter("start"))
    if not code and all(a.start < a.end <= b.start for a, b in pairwise(taken)) and (not taken or taken[-1].start < taken[-1].end):
        return taken  # as nearly always
    edits, taken = taken, []
    for edit in sorted(edits, key=lambda e: (ORDER.index(e.reason), e.start, -e.end)):
        if edit.start < edit.end and not (code and _in_code(edit, code, marks)):
            _claim(text, edit, taken)
    return taken


def _in_code(edit: Edit, code: Sequence[Mark], marks: Sequence[Mark]) -> bool:
    """Whether the edit would change code that nothing proves to be junk."""
    if edit.reason in ("junk-proved", "hidden"):
        return False
    touches = any(m.start < edit.end and edit.start < m.end for m in code)
    return touches and not any(m.label == "hidden" and m.start <= edit.start and edit.end <= m.end for m in marks)


def _claim(text: str, edit: Edit, taken: list[Edit]) -> None:
    """Add what is still free of the edit's span to ``taken``, which stays sorted."""
    first = bisect_right(taken, edit.start, key=lambda e: e.end)
    last = bisect_left(taken, edit.end, key=lambda e: e.start)
    if first == last:
        taken.insert(first, edit)
    elif not edit.put:
        gaps, at = [], edit.start
        for other in taken[first:last]:
            gaps.append((at, other.start))
            at = other.end
        gaps.append((at, edit.end))
        free = [Edit(a, b, edit.reason, text[a:b], "", edit.proof) for a, b in gaps if a < b]
        taken[first:last] = sorted([*taken[first:last], *free], key=lambda e: e.start)


def widen(text: str, edits: Sequence[Edit], marks: Sequence[Mark] = ()) -> list[Edit]:
    r"""
    Junk takes along the blanks it brought: those between the text and itself, and those up to the end of its line.

    A line that was nothing but junk becomes an empty one; of several empty lines one stays, none at the ends of the text.
    A block that a page hides goes with its line. Blanks after junk at the start of a line may be an indentation and stay.

    >>> text = "one rnd \xa0\nrnd\ntwo"
    >>> apply(text, widen(text, [Edit(4, 7, "hidden", "rnd"), Edit(10, 13, "hidden", "rnd")]))
    'one\n\ntwo'
    """
    blocks = {m.start for m in marks if m.label == "hidden-block"}
    done: list[Edit] = []
    floor = i = 0
    while i < len(edits):
        edit = edits[i]
        stop = _group_end(text, edits, i)
        ceiling = edits[stop].start if stop < len(edits) else len(text)
        at_end = _at_line_end(text, edit, floor) if stop == i + 1 < len(edits) and not blocks and _widens(edit) else None
        if at_end is not None:
            done.append(at_end)
        elif _widens(edit):
            group = edits[i:stop]
            done += _widen_group(text, group, (floor, ceiling), bool(blocks) and all(e.start in blocks for e in group))
        else:
            done.append(edit)
        floor, i = done[-1].end, stop
    return done


def _widens(edit: Edit) -> bool:
    """Whether the edit cuts junk that stood apart by white space of its own."""
    return not edit.put and edit.reason in WIDENED


def _group_end(text: str, edits: Sequence[Edit], first: int) -> int:
    """The index behind the last edit of a group: edits with nothing but white space between them belong together."""
    i = first + 1
    if _widens(edits[first]):
        while i < len(edits) and not text[edits[i - 1].end : edits[i].start].strip(WHITE_CHARS) and _widens(edits[i]):
            i += 1
    return i


def _at_line_end(text: str, edit: Edit, floor: int) -> Edit | None:
    """The commonest case, widened without further ado: one string between a line's text and its end, with more text to come."""
    left = _left(text, floor, edit.start, NARROW_CHARS)
    end = LINE_END.match(text, edit.end)
    if not left or text[left - 1] == "\n" or end is None:
        return None
    stop = end.end() - 1
    return Edit(left, stop, edit.reason, text[left:stop], "", edit.proof)


def _left(text: str, floor: int, end: int, white: str) -> int:
    """Where the white space before an offset begins."""
    start = end
    while start > floor:  # a few characters at a time, for there are seldom more
        piece = text[max(floor, start - FEW) : start]
        bare = len(piece.rstrip(white))
        start -= len(piece) - bare
        if bare:
            break
    return start


def _widen_group(text: str, group: Sequence[Edit], limits: tuple[int, int], block: bool) -> list[Edit]:
    """One group widened: decide which line ends stay, give the other white space to the edits beside it."""
    left, right = _left(text, limits[0], group[0].start, WHITE_CHARS), WHITES.match(text, group[-1].end, limits[1]).end()  # type: ignore[union-attr]
    edges = [left, *[at for edit in group for at in (edit.start, edit.end)], right]  # gaps and edits by turns
    ends = tuple(map(text.count, repeat("\n"), edges[::2], edges[1::2]))
    stay = _stay(ends, left == 0, right == len(text), block)
    edges[:2] = _before(text, (left, edges[1]), stay[0], any(ends) or left == 0 or right == len(text))
    for i in range(1, len(group)):
        edges[2 * i : 2 * i + 2] = _line_ends(text, edges[2 * i], edges[2 * i + 1], stay[i])
    edges[-2:] = _after(text, (edges[-2], right), stay[-1], ends, left == 0 or left < group[0].start)
    return [
        Edit(start, end, edit.reason, text[start:end], "", edit.proof)
        for edit, start, end in zip(group, edges[1:-1:2], edges[2::2], strict=True)
    ]


@lru_cache(maxsize=1024)  # one in ten groups is unlike those before it
def _stay(ends: tuple[int, ...], first: bool, last: bool, block: bool) -> tuple[int, ...]:
    """How many line ends stay in each gap: all beside one string at a line's end or start, else two (one empty line)."""
    if first or last:
        return (0,) * len(ends)
    if len(ends) == 2 and 0 in ends:
        return ends
    wanted = min(2, max(ends[0], ends[-1]) if block else sum(ends))
    stay = [0] * len(ends)
    for i in reversed(range(len(ends))):
        stay[i] = min(wanted, ends[i])
        wanted -= stay[i]
    return tuple(stay)


def _line_ends(text: str, start: int, end: int, count: int) -> tuple[int, int]:
    """The span of the last ``count`` line ends in a gap; empty and at its end for none."""
    if not count:
        return end, end
    at = last = text.rindex("\n", start, end)
    for _ in range(count - 1):
        at = text.rindex("\n", start, at)
    return at, last + 1


def _before(text: str, gap: tuple[int, int], count: int, edge: bool) -> tuple[int, int]:
    """What stays of the white space before a group: whole lines of the text before it, or the one blank between two words."""
    start, end = gap
    if not count:
        return (start, start) if edge else (start, end)
    at = start
    for _ in range(count):
        at = text.index("\n", at, end) + 1
    return start, at


def _after(text: str, gap: tuple[int, int], count: int, ends: tuple[int, ...], blank_before: bool) -> tuple[int, int]:
    """What stays of the white space after a group: line ends, and the indentation of the text behind them."""
    start, end = gap
    if count:
        return _line_ends(text, start, end, count)[0], end
    if end == len(text):
        return end, end
    if ends[-1]:  # at the start of the text
        return text.rindex("\n", start, end) + 1, end
    if sum(ends[:-1]):  # at the start of a line: the blanks may be an indentation, control characters are not
        while start < end and text[start] in CONTROLS:
            start += 1
        return start, end
    return (end, end) if blank_before else (start, end)


def compose(first: Sequence[Edit], second: Sequence[Edit], text: str) -> list[Edit]:
    """
    One ledger for two rounds: ``first`` was made to ``text``, ``second`` to what came out; the result leads from ``text`` to the end.

    A second edit that spans a cut of the first is split around it; one that meets a repair of the first becomes one repair with it.

    >>> compose([Edit(1, 3, "hidden", "xx")], [Edit(0, 2, "blank", "ab")], "axxb")  # doctest: +NORMALIZE_WHITESPACE
    [Edit(start=0, end=1, reason='blank', cut='a', put='', proof=None), Edit(start=1, end=3, reason='hidden', cut='xx', put='', proof=None),
     Edit(start=3, end=4, reason='blank', cut='b', put='', proof=None)]
    """
    if not first or not second:
        return list(first or second)
    shift, starts = [0], [0]  # text that stands from ``starts[i]`` in the clean text stands ``shift[i]`` later in the original
    for edit in first:
        starts.append(edit.start - shift[-1] + len(edit.put))
        shift.append(edit.end - starts[-1])
    if any(edit.put for edit in first):
        return _merged(first, second, text, starts, shift)
    done = list(first)
    for edit in second:
        put, at = edit.put, edit.start
        while at < edit.end:
            i = bisect_right(starts, at) - 1
            stop = min(edit.end, starts[i + 1]) if i + 1 < len(starts) else edit.end
            a, b = at + shift[i], stop + shift[i]
            done.append(Edit(a, b, edit.reason, text[a:b], put, edit.proof))
            put, at = "", stop
    return sorted(done, key=lambda e: e.start)


def _merged(first: Sequence[Edit], second: Sequence[Edit], text: str, starts: list[int], shift: list[int]) -> list[Edit]:
    """The same where the first round put something: edits that meet a repair are told as one, from the original to the end."""
    between = apply(text, first)
    spans = [(starts[i + 1] - len(e.put), starts[i + 1]) for i, e in enumerate(first)]
    done: list[Edit] = []
    own = [(a, b, e, None) for (a, b), e in zip(spans, first, strict=True)]
    other = [(e.start, e.end, None, e) for e in second]
    group: list[tuple[int, int, Edit | None, Edit | None]] = []
    stop = -1
    for item in sorted([*own, *other], key=lambda item: (item[0], item[1])):
        if group and item[0] >= stop:
            done += _told(group, between, text, starts, shift)
            group = []
        group.append(item)
        stop = max(stop, item[1]) if len(group) > 1 else item[1]
    return done + _told(group, between, text, starts, shift)


def _told(
    group: list[tuple[int, int, Edit | None, Edit | None]], between: str, text: str, starts: list[int], shift: list[int]
) -> list[Edit]:
    """A run of edits of both rounds that meet, as one edit of the original; one alone stays what it is."""
    before = [e for _, _, e, _ in group if e is not None]
    after = [e for _, _, _, e in group if e is not None]
    if not after:
        return before
    low, high = min(a for a, *_ in group), max(b for _, b, *_ in group)
    put_in = [(a, b) for a, b, e, _ in group if e is not None]
    edges = [at for e in after for at in (e.start, e.end - 1) if not any(a <= at < b for a, b in put_in)]
    there = [at + shift[bisect_right(starts, at) - 1] for at in edges]  # where those characters stood in the original
    start = min([*(e.start for e in before), *there])
    end = max([*(e.end for e in before), *(at + 1 for at in there)])
    put = apply(between[low:high], [Edit(e.start - low, e.end - low, e.reason, e.cut, e.put) for e in after])
    return [Edit(start, end, after[0].reason, text[start:end], put, after[0].proof)]


def move(marks: Sequence[Mark], edits: Sequence[Edit]) -> tuple[Mark, ...]:
    """The marks as they stand in the text after the edits; a mark that lost all its text is gone."""
    moved = []
    for mark in marks:
        start, end = _moved(mark.start, edits), _moved(mark.end, edits)
        if start < end:
            moved.append(Mark(mark.label, start, end))
    return tuple(moved)


def _moved(at: int, edits: Sequence[Edit]) -> int:
    """An offset after the edits; one inside a cut goes to where the cut was."""
    lost = 0
    for edit in edits:
        if edit.start >= at:
            break
        lost += min(edit.end, at) - edit.start - len(edit.put)
    return at - lost
