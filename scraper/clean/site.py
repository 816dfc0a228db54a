"""
Words that a site inserts against copying: beside a random string, or by themselves at line ends.

Discuz! 4.0 to 6.0 put one of five strings (host, board, title, keywords, description) before a random string at a line's end and
behind one at a line's start. EmpireCMS, DedeCMS and their like put the same sentence at many line ends.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from ..model import Edit
from ..settings import CleanSettings
from .hidden import NOTICE
from .scan import BLANKS
from .sheet import OFTEN, Sheet

__all__ = ["beside", "sentences"]

LONGEST = 240  # code points of a site's description
SHORTEST = 2
LEAST = 4  # code points that two lines hardly share by chance at opposite ends
LONGEST_CROSSING = 60
ALONE = 0.7  # lines of real text to a random string: 1 where strings have lines of their own, 0.25 where they do not
OFTEN_BESIDE, LONG = 3, 6  # different texts that no page's lines end in so many code points of
STOPS = "。！？…”」』.!?\"')"
SHARE = 0.4  # of the random strings that must have such words beside them: Discuz! draws none for one in six
KINDS = 5  # strings that Discuz! draws from, and the empty one


GLUED = 0.8
LONGEST_END = 120
MIN_END = 6
RANDOM_PREFIX = re.compile(r"(?=.{0,2}[A-Z0-9])(?=.{0,2}[a-z])[A-Za-z0-9]{3}(?![a-z])\S")  # EmpireCMS: three random characters first


class Place(msgspec.Struct, frozen=True):
    """What stands on a line beside a random string, read away from it: ``back`` when it stands before it."""

    start: int
    end: int
    back: bool
    words: str


def sentences(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    r"""
    The site's own sentences: those that the user names, and one that ends nearly every line and speaks like a notice.

    >>> from .sheet import sheet_of
    >>> page = "".join(f"The {word} was cold.qXcopied.example.com\n" for word in ("sea", "tea", "soup", "rain", "room"))
    >>> len(list(sentences(sheet_of([(page, ())], True), CleanSettings())))
    5
    >>> list(sentences(sheet_of([("See www.example.com\n" * 9, ())], True), CleanSettings()))
    []
    """
    for words in settings.site_strings:
        at = sheet.text.find(words) if words else -1
        while at >= 0:
            yield Edit(at, at + len(words), "site-string", words)
            at = sheet.text.find(words, at + len(words))
    if sheet.ending:
        yield from _endings(sheet, sheet.ending)


def _endings(sheet: Sheet, ending: str) -> Iterator[Edit]:
    """What is the same at the end of all lines with this ending, if it is a notice that stands behind different texts."""
    text = sheet.text
    lines = [row for row in sheet.rows if text.endswith(ending, row.start, row.end)]
    if len(lines) < OFTEN:
        return
    words = _shared_end([text[max(row.start, row.end - LONGEST_END) : row.end] for row in lines])
    words = _behind_text(words)
    before = [text[max(0, row.end - len(words) - 40) : row.end - len(words)] for row in lines]
    glued = sum(b[-1:] not in BLANKS + "\n" for b in before) > GLUED * len(lines)
    if len(words) < MIN_END or not (NOTICE.search(words) or (glued and RANDOM_PREFIX.match(words))):
        return
    if words[0] in "@./-_" or sum(b[-1:].isalnum() and b.isascii() and words[0].isalnum() for b in before) * 2 > len(lines):
        return  # the end of an address or of a word, not something behind it
    if len({b.strip(BLANKS + "\n")[-30:] for b in before}) * 2 >= len(lines):
        for row in lines:
            yield Edit(row.end - len(words), row.end, "site-string", words)


def _behind_text(words: str) -> str:
    """
    A shared end without the end of a sentence that all lines share too.

    >>> _behind_text(" was cold.qX7copied.example.com")
    'qX7copied.example.com'
    """
    found = NOTICE.search(words) or RANDOM_PREFIX.search(words)
    blank = words.rfind(" ", 0, found.start() if found else 0)
    stop = next((i for i in range(blank, len(words)) if words[i] in ".!?。！？"), -1) if blank >= 0 else -1
    return words[stop + 1 :]


def _shared_end(lines: list[str]) -> str:
    """The longest end that all lines share."""
    low, high = min(line[::-1] for line in lines), max(line[::-1] for line in lines)
    return low[: next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))][::-1]


def beside(
    text: str, strings: Sequence[tuple[int, int]], starts: Sequence[int] = (0,), names: Iterable[str] = ()
) -> Iterator[tuple[int, int]]:
    r"""
    Spans of the site's own words next to random strings (start, end), which are sorted; ``starts`` of the bodies in the text.

    ``names`` are known to be the site's. Another of its strings comes again on the page, on both sides of random strings or alone with one, with different text beyond it.

    >>> text = "one thing ab.example##\n##ab.example another\nlast thing ab.example##"
    >>> [text[a:b] for a, b in beside(text, [(20, 22), (23, 25), (65, 67)])]
    ['ab.example', 'ab.example', 'ab.example']
    """
    places = [place for place in _places(text, strings) if place.words]
    whole = Counter(words for *_, words in {(p.start, p.end, p.words) for p in places})
    found = {w for w, count in whole.most_common(KINDS) if count > 1} if _by_themselves(text, strings, starts) else _sites(places, whole)
    known = {name for name in names if len(name) >= LEAST}
    best = _longest(places, found | known)
    if sum(map(bool, best)) < SHARE * len(strings):
        best = _longest(places, known)
    for place, words in zip(places, best, strict=True):
        if words:
            yield (place.end - len(words), place.end) if place.back else (place.start, place.start + len(words))


def _longest(places: Sequence[Place], words: set[str]) -> list[str]:
    """The longest of some words that stands at each place, right beside the random string."""
    return [max((w for w in words if _begins(place, w)), key=len, default="") for place in places]


def _by_themselves(text: str, strings: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether a converter gave the random strings lines of their own, so that real text has others between two strings of a body."""
    bodies = [[*group] for _, group in groupby(strings, key=lambda span: bisect_right(starts, span[0]))]
    lines = [line for body in bodies for line in text[body[0][0] : body[-1][1]].split("\n") if line.strip()]
    with_string = len({text.rfind("\n", 0, at) for at, _ in strings})
    return len(lines) - with_string >= ALONE * max(1, len(strings) - len(bodies))


def _places(text: str, strings: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """What stands beside each string, as far as the line or the next string."""
    for i, (start, end) in enumerate(strings):
        left, right = strings[i - 1][1] if i else 0, strings[i + 1][0] if i + 1 < len(strings) else len(text)
        low = max(text.rfind("\n", 0, start) + 1, left, start - LONGEST)
        high = text.find("\n", end)
        high = min(len(text) if high < 0 else high, right, end + LONGEST)
        before, behind = text[low:start], text[end:high]
        if before.strip() and not behind.strip():
            yield Place(low, start, True, before)
        elif behind.strip() and not before.strip():
            yield Place(end, high, False, behind)


def _begins(place: Place, words: str) -> bool:
    """Whether the words stand right beside the random string."""
    return place.words.endswith(words) if place.back else place.words.startswith(words)


def _sites(places: Sequence[Place], whole: Counter[str]) -> set[str]:
    """The strings that are the site's."""
    ahead, back = [p.words for p in places if not p.back], [p.words for p in places if p.back]
    crossing = _crossing([p for p in places if not p.back], [p for p in places if p.back])
    candidates = {*_shared(ahead), *(words[::-1] for words in _shared([words[::-1] for words in back])), *crossing}
    candidates |= {words.lstrip(STOPS) for words in candidates}  # of the texts before them, not of the words
    candidates |= {words for words, count in whole.items() if count > 1}
    candidates = {c for c in candidates if len(c.strip()) >= SHORTEST}
    sites = {c for c in candidates if _proper(places, c, candidates)}
    if not sites:
        return sites
    beyond = {_rest(place, s).strip() for place in places for s in sites if _begins(place, s)}
    return sites | {c for c in candidates if c.strip() not in beyond and whole[c] > 1}


def _crossing(ahead: Sequence[Place], back: Sequence[Place]) -> Iterator[str]:
    """For each, the longest beginning of what stands behind a random string that is an end of what stands before another."""
    ends: dict[str, set[int]] = {}
    lines = "\n".join([place.words[-LONGEST_CROSSING:] for place in back]) + "\n"
    for start in {place.words[:LEAST] for place in ahead if len(place.words) >= LEAST}:
        at = lines.find(start)
        while at >= 0:
            ends.setdefault(lines[at : lines.index("\n", at)], set()).add(back[lines.count("\n", 0, at)].end)
            at = lines.find(start, at + 1)
    starts = {words[:LEAST] for words in ends}
    for place in ahead:
        if place.words[:LEAST] in starts:
            for n in range(min(len(place.words), LONGEST_CROSSING), LEAST - 1, -1):
                if ends.get(place.words[:n], set()) - {place.end}:
                    yield place.words[:n]
                    break


def _shared(words: list[str]) -> Iterator[str]:
    """Beginnings that two of the words share."""
    for one, other in pairwise(sorted(words)):
        yield one[: next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))]


def _rest(place: Place, words: str) -> str:
    """What stands beyond the words on the line."""
    return place.words[: -len(words)] if place.back else place.words[len(words) :]


def _proper(places: Sequence[Place], words: str, candidates: set[str]) -> bool:
    """
    Whether the words are inserted: with text beyond them somewhere, and elsewhere alone or on the other side of a random string.

    Real lines begin alike (``The``) or end alike, but the same words seldom do both, nor do so many at any length.
    """
    fits = [p for p in places if _begins(p, words)]
    rests = {_rest(p, words).strip() for p in fits}
    often = len(rests) >= OFTEN_BESIDE and len(words) >= LONG and words[0] not in STOPS
    return len(rests) > 1 and not rests <= candidates | {""} and (len({p.back for p in fits}) == 2 or "" in rests or often)
