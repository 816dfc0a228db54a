"""
Where in a record the text of its author stands: settled for all records together.

Elements of different records are the same part when they share a name, or their place in the record. The part is chosen whose
text weighs most after the furniture in it (buttons, labels, names, times) is counted against it: what stands around the body
loses by its furniture, what stands inside loses the rest of the text.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .groups import Record, Scene

__all__ = ["bodies_of"]

FLOW = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl dt blockquote pre code b i u em strong a small s q font center".split())
"""Elements of which a text has several; they are no body unless they are named a text."""

NEARLY = 0.85  # of the best part's weight: a smaller part with so much is the body
ODD = 0.5  # of the usual parts
MOST = 0.7  # of the records must have the part

Key = tuple[str, str]


class Part:
    """The elements of one name or place: for each record the heaviest, and what they weigh together."""

    __slots__ = ("elements", "gross", "net")

    def __init__(self) -> None:
        self.elements: dict[int, int] = {}
        self.gross: dict[int, float] = {}
        self.net = 0.0

    def put(self, number: int, element: int, gross: float, net: float, before: dict[int, float]) -> None:
        """Take an element if it is the heaviest of its record."""
        if gross > self.gross.get(number, 0.0):
            self.net += net - before.get(number, 0.0)
            before[number] = net
            self.gross[number] = gross
            self.elements[number] = element


Body = tuple[int | None, bool]
"""The element with a record's text (``None`` for none, -1 where it is spread over the record's elements); whether the others have the same part."""


def bodies_of(scene: Scene, records: Sequence[Record]) -> list[Body]:
    """Where the text of each record stands."""
    parts = _parts(scene, records)
    heavy = sum(1 for r in records if scene.own(r)[0] > 0)
    odd = _odd(parts, len(records))
    if odd:
        parts = _parts(scene, [r for n, r in enumerate(records) if n not in odd])
        kept = [n for n in range(len(records)) if n not in odd]
        bodies = iter(_chosen(scene, [records[n] for n in kept], parts, heavy - len(odd)))
        return [(None, False) if n in odd else next(bodies) for n in range(len(records))]
    return _chosen(scene, records, parts, heavy)


def _odd(parts: dict[Key, Part], count: int) -> set[int]:
    """The first or the last record, where it has little of what the others have: a page's head or foot."""
    if count < 4:
        return set()
    usual = [p for p in parts.values() if len(p.elements) >= MOST * count]
    return {n for n in (0, count - 1) if sum(n in p.elements for p in usual) < ODD * len(usual)}


def _chosen(scene: Scene, records: Sequence[Record], parts: dict[Key, Part], heavy: int) -> list[Body]:
    """The best part of each record."""
    common = [p for p in parts.values() if len(p.elements) >= MOST * heavy]
    if not common or heavy == 0:
        return [(r.tops[0] if len(r.tops) == 1 else -1, True) for r in records]
    runs = any(len(r.tops) > 1 for r in records)
    loose = sum(scene.weights.pure(r.p, r.q) - sum(scene.weights.pure(h.p, h.q) for h in r.holes) for r in records)
    best = max(p.net for p in common)
    if runs and loose > best / NEARLY and best > 0:
        return [(-1 if len(r.tops) > 1 else r.tops[0], True) for r in records]
    near = [p for p in common if p.net >= NEARLY * best] if best > 0 else [max(common, key=lambda p: p.net)]
    body = min(reversed(near), key=lambda p: sum(scene.page.until[i] - scene.page.first[i] for i in p.elements.values()) / len(p.elements))
    ranked = sorted(parts.values(), key=lambda p: -p.net)
    keys = [key for key, part in parts.items() if part is body]
    same = [_same(scene, r, body, n, keys) for n, r in enumerate(records)]
    return [(i, True) if i is not None else (_other(ranked, n, best), False) for n, i in enumerate(same)]


def _same(scene: Scene, record: Record, body: Part, number: int, keys: Sequence[Key]) -> int | None:
    """The part in a record; also where it weighs nothing, as a post of one smiley or a number does."""
    if number in body.elements:
        return body.elements[number]
    return next((i for i, own in _elements(scene, record, empty=True) if not set(own).isdisjoint(keys)), None)


def _other(ranked: Sequence[Part], number: int, best: float) -> int | None:
    """For a record without the part: the best other part that it has."""
    return next((p.elements[number] for p in ranked if p.net > 0.5 * best and number in p.elements), None)


def _parts(scene: Scene, records: Sequence[Record]) -> dict[Key, Part]:
    """The parts of the records, by name and by place."""
    parts: dict[Key, Part] = defaultdict(Part)
    nets: dict[Key, dict[int, float]] = defaultdict(dict)
    for number, record in enumerate(records):
        for element, keys in _elements(scene, record):
            gross, net = _masses(scene, record, element)
            if gross > 0:
                for key in keys:
                    parts[key].put(number, element, gross, net, nets[key])
    return parts


def _elements(scene: Scene, record: Record, *, empty: bool = False) -> Iterator[tuple[int, list[Key]]]:
    """The elements of a record that may be its body, with their names and places; what weighs nothing only if ``empty``."""
    page, weights = scene.page, scene.weights
    stack = [(top, f"{k}") for k, top in enumerate(record.tops)][::-1]
    while stack:
        i, place = stack.pop()
        if not empty and weights.of(page.first[i], page.until[i]) <= 0:
            continue
        tag, kind = page.tags[i], page.kind(i)
        if kind.signature or (not kind.text and (kind.quote or kind.code or tag == "pre")):
            continue
        if tag not in FLOW or kind.text or tag == "blockquote":
            yield i, [(tag, place), *((tag, token) for token in kind.tokens)]
        elif tag == "p":
            continue
        seen: dict[str, int] = {}
        children = []
        for child in page.children(i):
            name = page.tags[child]
            seen[name] = seen.get(name, 0) + 1
            children.append((child, f"{place}>{name}{seen[name]}"))
        stack += children[::-1]


def _masses(scene: Scene, record: Record, i: int) -> tuple[float, float]:
    """What an element weighs, and less its furniture, without the records inside it."""
    page, weights = scene.page, scene.weights
    gross, net = weights.of(page.first[i], page.until[i]), weights.pure(page.first[i], page.until[i])
    for hole in record.holes:
        if page.first[i] <= hole.p and hole.q <= page.until[i]:
            gross -= weights.of(hole.p, hole.q)
            net -= weights.pure(hole.p, hole.q)
        elif hole.a <= i < hole.b:
            return 0.0, 0.0
    return gross, net
