"""
Random strings that no table holds: phpwind where it does not reseed, older Discuz!, and generators that nobody listed.

A string is scored by its odds of having been drawn rather than written (``chars``). Odds alone are not enough: people post
passwords, keys, chess games and regular expressions. A page must earn it, and the tests are what a generator cannot help and
a person does not do: junk stands at (nearly) every line end of a post and real text between it, its characters are drawn evenly, its
lengths vary as a draw's do, no string comes twice, and all are set off from the text in the same way.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import lgamma, log

import msgspec

from ..model import Edit, Proof
from ..settings import CleanSettings
from .chars import BLANK, symbols_of
from .rows import Row, back
from .scan import ANYWHERE, CONTROLS, STRONG, Costs, best_head, best_tail
from .sheet import Sheet
from .shown import visible
from .site import beside

__all__ = ["likely"]

LEAST = 4  # strong strings that a page must show; two with ``likely="on"``
LONGEST = 24  # visible characters; phpwind's have ten at most
PHPWIND = 10
SAMPLE = 30  # to twice as many strong strings that say what kind of generator it could be
APART = 40  # rows without a strong string: another post or page begins
LOST = 0.16  # share of line ends without junk; 0.75 of the passwords in posts made to look like junk leave more
EVEN = 7.0  # nats by which the kinds of characters may miss an even draw: 1 page in 500 misses it
LEARNED = 3.0  # nats that a model that learns the page's favourite characters may gain on an even draw
UNLIKE = 64  # units of the model (8 nats) for a string that is not set off as the others are
ALIEN = 160
LONGER = 4.0  # nats that make a string longer than its generator draws them
FAR_LONGER = 20.0  # the same where a blank says otherwise
SPREAD = 1.9  # variance of length: ten draws of 127, of which 94 are visible
ALIKE = 0.8  # share of strings set off in the same way
FITS = 0.5  # share of the strong rows whose strings are no longer than the generator's
TEXT = 0.18  # least share of rows with real text
FAIR = 0.0  # nats for a string where one is expected
EDGE = 8.0  # nats beside a page's first and last strong string, or where the look is another

STOPS = ".,;:?!)]\"'"
WEIGHT = 0.5  # of what the model knows of a character before it has seen it, against one that it has
KINDS = bytes(ord("l" if c.islower() else "u" if c.isupper() else "d" if c.isdigit() else ".") for c in map(chr, range(256)))
EVENLY = (26 / 94, 26 / 94, 10 / 94, 32 / 94)
PAIRWISE = (26 / 128, 26 / 128, 5 / 28, 6 / 64 + 9 / 28)  # 32..59 and 63..126 by turns


class Guess(msgspec.Struct, gc=False):
    """A row and the likeliest random string at its end (or start): its score, its place, what is visible of it."""

    row: Row
    start: int
    end: int
    score: float
    shown: str
    longest: bool = False
    """Whether no longer string is likelier."""
    blank: bool = False
    """Whether a blank stands before it."""

    @property
    def whole(self) -> bool:
        """Whether the row is nothing else."""
        return self.start <= self.row.start and self.end >= self.row.end


def likely(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """Random strings on a page that earned it; see the module."""
    least = LEAST if settings.likely == "auto" else 2
    if settings.likely == "off" or sum(spot.strong for spot in sheet.spots) < least:
        return
    ends = {spot.end for spot in sheet.spots if spot.strong}
    for low, high in _stretches(sheet.rows, ends, least):
        part = sheet.rows[max(0, low - 3) : high + 4]
        yield from _judged(sheet, part, ends, least, settings.likely == "on")


def _judged(sheet: Sheet, part: Sequence[Row], ends: set[int], least: int, on: bool) -> Iterator[Edit]:
    """The strings of a stretch of rows, by the first kind of generator that it could come from."""
    text = sheet.text
    strong = [row for row in part if row.end in ends]
    some = strong[:: max(1, len(strong) // SAMPLE)]
    for longest in (PHPWIND, LONGEST):
        anywhere = _tails(text, some, longest, ANYWHERE)
        costs = _shape([g for g in anywhere if g.score >= STRONG])
        again = iter(_tails(text, [g.row for g in anywhere if not _stays(g, costs)], longest, costs))
        few = [g if _stays(g, costs) else next(again) for g in anywhere]
        fits = sum(g.score >= STRONG for g in few) >= FITS * len(few)
        if fits and _drawn(text, few, least):
            known = {guess.row.start: guess for guess in few}
            others = iter(_tails(text, [row for row in part if row.start not in known], longest, costs))
            tails = [known.get(row.start) or next(others) for row in part]
            if longest == LONGEST and _paired(tails) and _placed(tails, heads := _heads(text, part, LONGEST), on):
                found = list(_cut_both(text, tails, heads))
                yield from found
                if sheet.plain:  # in HTML the site's words stand inside the element that hides the string
                    for start, end in beside(text, [(e.start, e.end) for e in found], sheet.starts, sheet.names):
                        yield Edit(start, end, "site-string", text[start:end])
                return
            if (_as_varied(few, tails) or _drawn(text, tails, least)) and _placed(tails, None, on):
                yield from _cut(text, tails)
                return


def _shape(strong: Sequence[Guess]) -> Costs:
    """What a string's beginning costs on this page, where most are set off by a blank, stand alone, or are glued to the text."""
    tails = [g.blank for g in strong if not g.whole]
    if len(tails) * 10 < len(strong):
        return Costs(blank=ALIEN, other=ALIEN, glued=ALIEN)
    if sum(tails) * 2 >= len(tails):
        return Costs(blank=0, other=UNLIKE, glued=UNLIKE)
    return Costs(blank=UNLIKE // 2, other=0, glued=UNLIKE // 4)


def _stretches(every: Sequence[Row], ends: set[int], least: int) -> Iterator[tuple[int, int]]:
    """Runs of rows (first, last) with enough strong strings close to each other."""
    strong = [i for i, row in enumerate(every) if row.end in ends]
    first = 0
    for i in range(len(strong)):
        if i + 1 == len(strong) or strong[i + 1] - strong[i] > APART:
            if i + 1 - first >= least:
                yield strong[first], strong[i]
            first = i + 1


def _stays(guess: Guess, costs: Costs) -> bool:
    """Whether a guess made where nothing was known of its beginning is the best with these costs too, as only others became dearer."""
    return guess.longest and costs.glued >= ANYWHERE.glued and (guess.whole or (not costs.blank and guess.blank))


def _tails(text: str, part: Sequence[Row], longest: int, costs: Costs) -> list[Guess]:
    """The likeliest string at the end of each row."""
    lines = symbols_of([text[max(row.start, row.end - 4 * longest) : row.end] for row in part])
    return [_tail(text, row, line, longest, costs) for row, line in zip(part, lines, strict=False)]


def _tail(text: str, row: Row, line: bytes, longest: int, costs: Costs) -> Guess:
    """The likeliest string at the end of a row, of which ``line`` has the end; none where it would be the end of a longer one."""
    end = row.end
    score, count, further = best_tail(line, longest, costs, longest)
    if further > score + LONGER:
        apart = len(line) <= count or line[-count - 1] <= BLANK or BLANK in line[-count:]
        if count and (not apart or further > score + FAR_LONGER):
            score, count = -LONGER, 0
    shown = text[end - count : end]
    start = end - count
    if not (shown.isascii() and shown.isprintable() and " " not in shown):
        start = back(text, row.start, end, count)
        shown = visible(text[start:end])
    return Guess(row, start, end, score, shown, further <= score, _blank_before(text, row.start, start))


def _heads(text: str, part: Sequence[Row], longest: int) -> list[Guess]:
    """The likeliest string at the beginning of each row, for Discuz!'s that stand there as often as at the end."""
    guesses = []
    lines = symbols_of([text[row.start : min(row.end, row.start + 4 * longest)] for row in part])
    for row, line in zip(part, lines, strict=False):
        score, count = best_head(line, longest)
        end = row.start
        left = count
        while left:
            left -= "!" <= text[end] <= "~"
            end += 1
        guesses.append(Guess(row, row.start, end, score, visible(text[row.start : end])))
    return guesses


def _paired(guesses: Sequence[Guess]) -> bool:
    """Whether the strong strings hold Discuz!'s pairs with the control characters gone: never two characters of 33..59 side by side."""
    strong = [g.shown for g in guesses if g.score >= STRONG]
    beside = [pair for shown in strong for pair in pairwise(shown)]
    return len(beside) >= 30 and sum(a < "?" and b < "?" for a, b in beside) * 50 < len(beside)


def _as_varied(few: Sequence[Guess], guesses: Sequence[Guess]) -> bool:
    """Whether strings that looked drawn, and of lengths varied enough, are all that is strong among these."""
    strong = [len(g.shown) for g in few if g.score >= STRONG]
    return len(strong) == sum(g.score >= STRONG for g in guesses) and _variance(strong) >= _least_variance(len(strong))


def _variance(lengths: Sequence[int]) -> float:
    mean = sum(lengths) / len(lengths)
    return sum([(n - mean) ** 2 for n in lengths]) / (len(lengths) - 1)


def _drawn(text: str, guesses: Sequence[Guess], least: int) -> bool:
    """Whether the strong strings among these look drawn: evenly, of changing length, none twice, set off alike."""
    strong = [g for g in guesses if g.score >= STRONG]
    if len(strong) < least:
        return False
    every = [g.shown for g in strong]
    shown = "".join(every)
    variance = _variance([*map(len, every)])
    alike = _alike(text, strong)
    return (
        _unevenness(shown, (EVENLY, PAIRWISE)) <= EVEN
        and _learned(shown) <= LEARNED
        and len(set(every)) > 0.95 * len(every)
        and alike >= ALIKE
        and (variance >= _least_variance(len(strong)) or (len(strong) >= 8 and not _lost(guesses) and alike == 1))
    )


def _placed(tails: Sequence[Guess], heads: Sequence[Guess] | None, on: bool) -> bool:
    """Whether the strings stand where a generator puts them: at nearly all line ends (or the next starts), with real text between."""
    lost = _lost(tails) if heads is None else _lost_both(tails, heads)
    return lost <= LOST and (on or _text(tails) >= TEXT)


def _least_variance(count: int) -> float:
    """The variance of length that one draw of so many strings in a thousand falls short of (Wilson and Hilferty)."""
    free = count - 1
    root = 1 - 2 / (9 * free) - 3.09 * (2 / (9 * free)) ** 0.5
    return SPREAD * float(max(0.0, root) ** 3)


def _lost(guesses: Sequence[Guess]) -> float:
    """
    The share of line ends in a post that have no junk.

    Four and more such rows in a row are what stands between two posts; two rows of real text without junk between them are a loss.
    """
    kinds = "".join(map(_kind, guesses)).replace("s", "").strip("n")
    junk = kinds.count("j") + kinds.count("t")
    lost = 0
    for run in kinds.replace("t", "nj").split("j"):
        lost += len(run) - 1 if 1 < len(run) < 5 else 0
    return lost / max(1, lost + junk)


def _lost_both(tails: Sequence[Guess], heads: Sequence[Guess]) -> float:
    """The same where a string stands at a line's end or at the next one's start."""
    junk = [(t.score > 2, h.score > 2) for t, h in zip(tails, heads, strict=True)]
    held = [a[0] or b[1] for a, b in pairwise(junk)]
    first, last = held.index(True) if True in held else 0, len(held) - held[::-1].index(True) if True in held else 0
    runs = "".join("j" if h else "n" for h in held[first:last]).split("j")
    lost = sum(len(run) for run in runs if len(run) < 4)
    return lost / max(1, lost + sum(held))


def _kind(guess: Guess) -> str:
    """A row of junk, text with junk at its end, a stump (the rest of a string with a line end inside), or nothing."""
    if guess.score > 2:
        return "j" if guess.whole else "t"
    return "s" if guess.row.end - guess.row.start <= 5 and ord(max(guess.shown or "~")) < 127 else "n"


def _text(guesses: Sequence[Guess]) -> float:
    """The share of rows with real text."""
    return sum(_kind(g) in "tn" for g in guesses) / len(guesses)


def _unevenness(shown: str, draws: Sequence[Sequence[float]]) -> float:
    """How far the kinds of characters are from the shares of the draw that they are nearest to, in nats."""
    total = len(shown)
    kinds = shown.encode("ascii", "replace").translate(KINDS)
    counts = [kinds.count(kind) for kind in b"lud."]
    return min(sum([n * log(n / total / share) for n, share in zip(counts, shares, strict=True) if n]) for shares in draws)


def _learned(shown: str) -> float:
    """What a model that learns favourite characters as it goes gains on an even draw of 94, in nats; a real draw teaches it nothing."""
    gained = lgamma(94 * WEIGHT) - lgamma(94 * WEIGHT + len(shown)) + len(shown) * log(94)
    return gained + sum(map(_favour, Counter(shown).values()))


@lru_cache(maxsize=1024)
def _favour(count: int) -> float:
    """What the model has learned of a character that came so often."""
    return lgamma(WEIGHT + count) - lgamma(WEIGHT)


def _alike(text: str, strong: Sequence[Guess]) -> float:
    """The share of strings that are set off like most: with or without a blank before, with or without a no-break space behind."""
    before = [g.blank for g in strong if not g.whole]
    behind = ["\xa0" in text[g.end : g.end + 4].partition("\n")[0] for g in strong]
    return min(max(sum(one), len(one) - sum(one)) / len(one) if one else 1.0 for one in (before, behind))


def _blank_before(text: str, floor: int, start: int) -> bool:
    """Whether a blank stands before a string and the control characters that are its own."""
    at = start - 1
    while at > floor and text[at] in CONTROLS:
        at -= 1
    return text[at] in " \t\xa0\u3000"


def _cut(text: str, guesses: Sequence[Guess]) -> Iterator[Edit]:
    """The strings of a page that earned it."""
    strong = [i for i, g in enumerate(guesses) if g.score >= STRONG]
    blanks = [guesses[i].blank for i in strong if not guesses[i].whole]
    most = max(dict.fromkeys(blanks), key=blanks.count, default=None)
    for i, guess in enumerate(guesses):
        if guess.score > FAIR and guess.shown:
            same = guess.whole or most is None or guess.blank == most
            if guess.score > EDGE or (same and strong[0] < i < strong[-1]):
                start = _start(text, guess)
                yield Edit(start, guess.end, "junk-likely", text[start : guess.end], "", Proof(score=round(guess.score, 1)))


def _cut_both(text: str, tails: Sequence[Guess], heads: Sequence[Guess]) -> Iterator[Edit]:
    """The strings at both ends of rows."""
    for tail_, head in zip(tails, heads, strict=True):
        if head.score > EDGE and head.end > head.start:
            yield Edit(head.start, head.end, "junk-pattern", text[head.start : head.end], "", Proof(score=round(head.score, 1)))
        if tail_.score > EDGE and tail_.start >= (head.end if head.score > EDGE else tail_.row.start):
            start = _start(text, tail_)
            yield Edit(start, tail_.end, "junk-pattern", text[start : tail_.end], "", Proof(score=round(tail_.score, 1)))


def _start(text: str, guess: Guess) -> int:
    """Where a string at a row's end begins; a stop that stands right behind a word ends the sentence before it."""
    start = guess.start
    while start < guess.end - 1 and start > guess.row.start and text[start] in STOPS and text[start - 1].isalnum():
        start += 1
    return start
