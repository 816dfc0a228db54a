"""
Where in a record the text of its author stands: found for all records together, by going down while most of the weight goes the same way.

Children are followed by what they have in common between records: a name, or their place among the children of the same tag.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .classes import kind_of
from .groups import Record, Scene

__all__ = ["bodies_of"]

FLOW = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li dl blockquote pre code b i u em strong a small s q br tr tbody".split())
"""Elements of which a text has several: not followed, but for rows and where they are named a text."""

ROWS = frozenset({"tr", "tbody", "li", "ul", "ol", "dl"})
NAMED, PLACED = 0.7, 0.8  # the share of the weight that a child must have to be followed: by its name, by its place


def bodies_of(scene: Scene, records: Sequence[Record]) -> list[int | None]:
    """The element with each record's text; ``None`` where a record has none, -1 where the text is spread over the record's elements."""
    here: list[list[int]] = [r.tops for r in records]
    found: list[int | None] = [r.tops[0] if len(r.tops) == 1 else -1 for r in records]
    while (step := _step(scene, records, here, found)) is not None:
        found = step
        here = [list(scene.page.children(i)) if i is not None and i >= 0 else [] for i in found]
        if len(here) == 0:
            break
    return found


def _step(scene: Scene, records: Sequence[Record], here: list[list[int]], found: list[int | None]) -> list[int | None] | None:
    """One level down; ``None`` where the weight parts."""
    page = scene.page
    total = 0.0
    sums: dict[tuple[str, object], float] = defaultdict(float)
    best: dict[tuple[str, object], dict[int, tuple[float, int]]] = defaultdict(dict)
    for number, children in enumerate(here):
        places: dict[str, int] = defaultdict(int)
        if found[number] is not None:
            total += _mass_of(scene, records[number], found[number])
        for child in children:
            tag = page.tags[child]
            places[tag] += 1
            mass = _mass(scene, records[number], child)
            if mass <= 0:
                continue
            kind = kind_of("", page.attrs[child])
            if kind.quote or kind.code or (tag in FLOW and not (kind.text or tag in ROWS)):
                continue
            for key in ((tag, places[tag]), *((tag, token) for token in kind.tokens)):
                sums[key] += mass
                if mass > best[key].get(number, (0.0, 0))[0]:
                    best[key][number] = (mass, child)
    if not sums:
        return None
    key = max(sums, key=lambda k: (sum(m for m, _ in best[k].values()), isinstance(k[1], str)))
    most = sum(m for m, _ in best[key].values())
    wanted = NAMED if isinstance(key[1], str) else PLACED
    heavy = sum(1 for n, i in enumerate(found) if i is not None and _mass_of(scene, records[n], i) > 0)
    if most < wanted * total or most < 0.9 * sums[key] or len(best[key]) < 0.6 * heavy:
        return None
    return [
        best[key][n][1] if n in best[key] else (None if found[n] is None else _alone(scene, records[n], here[n], key))
        for n in range(len(records))
    ]


def _alone(scene: Scene, record: Record, children: list[int], key: tuple[str, object]) -> int | None:
    """For a record without weight there: the child of that name or place all the same, for its text may be a link or an image."""
    place = 0
    for child in children:
        if scene.page.tags[child] != key[0]:
            continue
        place += 1
        if key[1] == place or (isinstance(key[1], str) and key[1] in kind_of("", scene.page.attrs[child]).tokens):
            return child
    return None


def _mass(scene: Scene, record: Record, i: int) -> float:
    """The weight of an element without the records inside it."""
    page, weights = scene.page, scene.weights
    mass = weights.pure(page.first[i], page.until[i])
    for hole in record.holes:
        if page.first[i] <= hole.p and hole.q <= page.until[i]:
            mass -= weights.pure(hole.p, hole.q)
        elif hole.p <= page.first[i] and page.until[i] <= hole.q:
            return 0.0
    return mass


def _mass_of(scene: Scene, record: Record, i: int | None) -> float:
    if i is not None and i >= 0:
        return _mass(scene, record, i)
    return scene.weights.pure(record.p, record.q) - sum(scene.weights.pure(h.p, h.q) for h in record.holes)


def spread(record: Record) -> Iterator[int]:
    yield from record.tops
