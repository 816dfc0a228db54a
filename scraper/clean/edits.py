"""
The only code that changes text: edits are settled, widened to the blanks around them, applied, and undone.

Offsets count code points of the text given. Settled edits are sorted, disjoint and non-empty, and
``restore(apply(text, edits), edits) == text`` for every text. With ``mark_only`` an edit puts back what it cut
(``put == cut``): the ledger lists it, the text stays, and ``restore`` needs no second rule.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
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
WHITE_CHARS = " \t\xa0\r\n" + CONTROLS
SHORT = 200  # code points of a group that may be like another: 9 of 10 are
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
    wide = [not e.put and e.reason in WIDENED for e in edits]
    gaps = [text[a:b] for a, b in zip([0, *[e.end for e in edits]], [*[e.start for e in edits], len(text)], strict=True)]
    joined = [a and b and not gap.strip(WHITE_CHARS) for gap, a, b in zip(gaps, [False, *wide], [*wide, False], strict=True)]
    done: list[Edit] = []
    for first, stop in pairwise([i for i, gap in enumerate(joined) if not gap]):
        group = edits[first:stop]
        if wide[first]:
            done += _widen_group(text, group, gaps[first : stop + 1], bool(blocks) and all(e.start in blocks for e in group))
        else:
            done += group
    return done


def _widen_group(text: str, group: Sequence[Edit], gaps: list[str], block: bool) -> Iterator[Edit]:
    """Edits with nothing but white space between them, widened: what does not stay of their gaps goes with the edits beside it."""
    gaps[0] = gaps[0][len(gaps[0].rstrip(WHITE_CHARS)) :]
    gaps[-1] = gaps[-1][: len(gaps[-1]) - len(gaps[-1].lstrip(WHITE_CHARS))]
    at, right = group[0].start - len(gaps[0]), group[-1].end + len(gaps[-1])
    stay = (_stay if right - at < SHORT else _stay.__wrapped__)(tuple(gaps), at == 0, right == len(text), block)
    at += stay[0][1]
    for edit, (before, behind) in zip(group, stay[1:], strict=True):
        end = edit.end + before
        yield Edit(at, end, edit.reason, text[at:end], "", edit.proof)
        at = edit.end + behind


@lru_cache(maxsize=1024)  # one in eight groups is unlike those before it
def _stay(gaps: tuple[str, ...], first: bool, last: bool, block: bool) -> tuple[tuple[int, int], ...]:
    """Which span of each gap stays; ``first`` and ``last`` say that the group begins or ends the text."""
    ends = tuple([gap.count("\n") for gap in gaps])
    count = _lines(ends, first, last, block)
    return (
        _before(gaps[0], count[0], any(ends) or first or last),
        *[_line_ends(gap, n) for gap, n in zip(gaps[1:-1], count[1:-1], strict=True)],
        (len(gaps[-1]), len(gaps[-1])) if last else _after(gaps[-1], count[-1], ends, first or gaps[0] != ""),
    )


def _lines(ends: tuple[int, ...], first: bool, last: bool, block: bool) -> Sequence[int]:
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
    return stay


def _line_ends(gap: str, count: int) -> tuple[int, int]:
    """The span of the last ``count`` line ends in a gap; empty and at its end for none."""
    if not count:
        return len(gap), len(gap)
    at = last = gap.rindex("\n")
    for _ in range(count - 1):
        at = gap.rindex("\n", 0, at)
    return at, last + 1


def _before(gap: str, count: int, edge: bool) -> tuple[int, int]:
    """What stays of the white space before a group: whole lines of the text before it, or the one blank between two words."""
    if not count:
        return 0, 0 if edge else len(gap)
    at = 0
    for _ in range(count):
        at = gap.index("\n", at) + 1
    return 0, at


def _after(gap: str, count: int, ends: tuple[int, ...], blank_before: bool) -> tuple[int, int]:
    """What stays of the white space after a group: line ends, and the indentation of the text behind them."""
    if count:
        return _line_ends(gap, count)[0], len(gap)
    if ends[-1]:  # at the start of the text
        return gap.rindex("\n") + 1, len(gap)
    if sum(ends[:-1]):  # at the start of a line: the blanks may be an indentation, control characters are not
        return len(gap) - len(gap.lstrip(CONTROLS)), len(gap)
    return (len(gap) if blank_before else 0), len(gap)


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
