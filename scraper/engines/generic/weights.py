"""How much of each piece of text may be somebody's words: navigation, buttons, labels, names and times weigh nothing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from .cues import BUTTON_WORDS, INLINE, Cues
from .outline import Outline

__all__ = ["Weights", "weigh"]

CHROME_TAGS = frozenset({"nav", "aside", "footer", "header", "label", "legend", "caption", "dialog", "menu"})
LINK_SHARE = 0.2  # of a link's text: posts hold links, but what is all links is navigation
MOST = 0.4  # of the page's text: an element with more is no chrome, whatever its name
FURNITURE = 0.5  # what a letter of a label or a name counts against the element that holds it
TITLE_SHARE = 0.6  # of a few words without an end: a rank, a place, a title more often than a post
WORDS = 24  # code points of a few words
ENDS = frozenset('.!?…。！？)）”"')
STATED = 60  # code points: an element with more that has a name or a time in an attribute is a post's
CUE = 5  # pieces of a name or a time; an element with more only carries one in its attributes
VARIED = 0.5  # of the texts in elements of the same names: so many different ones are no labels
LONGEST = 120  # code points of what may repeat from post to post: a title
DIGIT = re.compile(r"\d+")


class Weights:
    """Sums over the pieces before each: ``mass[b] - mass[a]`` is the weight of the pieces from a to b; ``total`` of the page."""

    __slots__ = ("copies", "each", "mass", "net", "total")

    def __init__(self, each: list[float], texts: list[str], copies: Sequence[int] = ()) -> None:
        self.each = each
        self.copies = copies  # pieces that say again what a post before said
        self.mass = [0.0, *accumulate(each)]
        self.net = [0.0, *accumulate(m or -FURNITURE * min(len(t), 40) for m, t in zip(each, texts, strict=True))]
        self.total = self.mass[-1]

    def without(self, copies: Sequence[int], texts: list[str]) -> "Weights":
        """The same, but that copies weigh nothing."""
        each = list(self.each)
        for p in copies:
            each[p] = 0.0
        return Weights(each, texts, copies)

    def of(self, first: int, until: int) -> float:
        """The weight of a run of pieces."""
        return self.mass[until] - self.mass[first]

    def pure(self, first: int, until: int) -> float:
        """The weight of a run of pieces less what stands among them and is no text of somebody."""
        return self.net[until] - self.net[first]


def weigh(page: Outline, cues: Cues) -> Weights:
    """The weight of each piece of the page."""
    shapes = [DIGIT.sub("0", t) if len(t) <= LONGEST else "" for t in page.texts]
    often = Counter(s for s in shapes if s)
    label = max(2, 0.5 * sorted((*often.values(), 0, 0, 0), reverse=True)[2])
    labels = {s for s, n in often.items() if n > label}
    mixed = _mixed(page, shapes, labels)
    each = [
        _weight(t, link, s in labels and (link >= 0 or owner not in mixed))
        for t, s, link, owner in zip(page.texts, shapes, page.links, page.owners, strict=True)
    ]
    for i in (*cues.times, *cues.other, *cues.people):
        first, until = page.first[i], page.until[i]
        said = page.texts[first:until] if until - first <= CUE else []
        if said and (sum(map(len, said)) <= STATED if i in cues.stated else all(len(t) <= 90 for t in said)):
            for p in range(first, until):
                if page.owners[p] == i or i in cues.stated or page.tags[page.owners[p]] in INLINE:  # a block in it may be the text
                    each[p] = 0.0
    for first, until in chrome(page, MOST * sum(each)):
        each[first:until] = [0.0] * (until - first)
    return Weights(each, page.texts)


def _weight(text: str, link: int, repeated: bool) -> float:
    """The weight of one piece, that stands in a link or not and is a label or not."""
    if repeated or (len(text) <= LONGEST and not any(map(str.isalpha, text))):
        return 0.0
    if link >= 0:
        return 0.0 if text.lower() in BUTTON_WORDS else LINK_SHARE * len(text)
    return len(text) * (1 if len(text) > WORDS or text[-1] in ENDS else TITLE_SHARE)


def _mixed(page: Outline, shapes: list[str], labels: set[str]) -> set[int]:
    """The elements with a repeated text whose like mostly hold different ones: people say the same now and then, buttons always."""
    asked = [page.owners[p] for p, shape in enumerate(shapes) if shape in labels and page.links[p] < 0]
    tags = {page.tags[i] for i in asked}
    wanted = {page.path(i, 2) for i in asked}
    kinds: dict[str, list[str]] = {key: [] for key in wanted}
    for p, owner in enumerate(page.owners):
        if page.tags[owner] in tags and (key := page.path(owner, 2)) in kinds:
            shape = shapes[p]
            kinds[key].append(shape if shape and len(shape) <= WORDS else page.texts[p])
    varied = {key for key, said in kinds.items() if len(set(said)) >= VARIED * len(said)}
    return {i for i in asked if page.path(i, 2) in varied}


def chrome(page: Outline, most: float) -> Iterator[tuple[int, int]]:
    """Runs of pieces that are a site's furniture: in elements that are named so, but not in a named body inside one."""
    i, count = 0, len(page.tags)
    while i < count:
        first, last = page.first[i], page.until[i]
        if first == last:
            i = page.last[i]
            continue
        hard = page.tags[i] in CHROME_TAGS
        if (hard or (page.attrs[i] and page.kind(i).chrome)) and sum(map(len, page.texts[first:last])) <= most:
            bodies = [] if hard else _bodies(page, i)
            for body in bodies:
                yield first, page.first[body]
                first = page.until[body]
            yield first, last
            i = page.last[i]
            continue
        i += 1


def _bodies(page: Outline, i: int) -> list[int]:
    """The elements inside one that are named as texts."""
    found, j, end = [], i + 1, page.last[i]
    while j < end:
        if page.first[j] == page.until[j]:
            j = page.last[j]
        elif page.attrs[j] and (kind := page.kind(j)).text and not kind.chrome:
            found.append(j)
            j = page.last[j]
        else:
            j += 1
    return found
