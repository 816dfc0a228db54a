"""
Where in a record the text of its author stands: settled for all records together.

Elements of different records are the same part when they share a name, or their place in the record. The part is chosen whose
text weighs most after the furniture in it (buttons, labels, names, times) is counted against it: what stands around the body
loses by its furniture, what stands inside loses the rest of the text.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from .groups import Record, Scene, whole
from .outline import Outline

__all__ = ["Body", "bodies_of"]

FLOW = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl dt pre code b i u em strong a small s q font center".split())
"""Elements of which a text has several; they are no body unless they are named a text."""

NEARLY = 0.85  # of the best part's weight: a smaller part with so much is the body
MOST = 0.7  # of the records must have the part
ODD = 0.5  # of the usual parts: a first or last record with fewer is the page's head or foot
SAMPLE = 24  # records by which a longer page is judged

Key = tuple[str, str]
"""Tag and name, or tag and place: ``("div", "content")``, ``("td", " 0>tr 2>td 1")``, where the blank sets a place apart from any name."""

Body = tuple[int | None, bool]
"""The element with a record's text (``None`` for none, -1 where it is spread over the record's elements); whether the others have the same part."""


class Part:
    """The elements of one name or place: for each record the heaviest, and what they weigh together."""

    __slots__ = ("elements", "gross", "keys", "net", "nets")

    def __init__(self) -> None:
        self.elements: dict[int, int] = {}
        self.gross: dict[int, float] = {}
        self.nets: dict[int, float] = {}
        self.net = 0.0

    def put(self, number: int, element: int, gross: float, net: float) -> None:
        """Take an element if it is the heaviest of its record."""
        if gross > self.gross.get(number, 0.0):
            self.net += net - self.nets.get(number, 0.0)
            self.nets[number], self.gross[number], self.elements[number] = net, gross, element

    def drop(self, number: int) -> None:
        """Forget a record."""
        self.net -= self.nets.pop(number, 0.0)
        self.elements.pop(number, None)


def bodies_of(scene: Scene, records: Sequence[Record]) -> list[Body]:
    """Where the text of each record stands; of a long page, as some records from all over it say."""
    chosen = sample(len(records))
    some = [records[n] for n in chosen]
    scene.apart = _all_apart(scene, some)
    parts = _parts(scene, some)
    odd = _odd(scene, some, parts)
    for part in parts.values():
        for number in odd:
            part.drop(number)
    heavy = sum(scene.own(r)[0] > 0 for r in some) - len(odd)
    common = [p for p in parts.values() if heavy and len(p.elements) >= MOST * heavy]
    best = max((p.net for p in common), default=0.0)
    if not common or _is_spread(scene, some, best):
        return [(r.tops[0] if len(r.tops) == 1 else -1, True) for r in records]
    body = _smallest(scene, common, {p for (_, name), p in parts.items() if name[0] != " "}, best)
    keys = [key for key, part in parts.items() if part.elements == body.elements]
    others = [key for key, part in sorted(parts.items(), key=lambda item: -item[1].net) if part.net > 0.5 * best]
    lost = {chosen[n] for n in odd}
    found = [(None, False) if n in lost else _body(scene, record, keys, others) for n, record in enumerate(records)]
    if scene.weights.copies:
        for record, (place, _) in zip(records, found, strict=True):
            _hide(scene, record, place)
    return found


def _all_apart(scene: Scene, records: Sequence[Record]) -> bool:
    """Whether the texts of most records stand in what is called a quote or is preformatted: mail archives and picture boards set theirs so."""
    return sum(_is_apart(scene, record) for record in records) > MOST * len(records)


def _is_apart(scene: Scene, record: Record) -> bool:
    """Whether all of a record's text stands so, most of it in a mail archive; most records are told by their first piece."""
    page, each = scene.page, scene.weights.each
    tops = {page.parents[top] for top in record.tops}
    heavy = [p for p in range(record.p, record.q) if each[p] > 0]
    allowed = 0.5 * sum(each[p] for p in heavy) if scene.archived else 0.0
    for p in heavy:
        around = page.owners[p]
        while around not in tops and around >= 0 and page.tags[around] != "pre" and not page.kind(around).quote:
            around = page.parents[around]
        allowed -= each[p] if around in tops or around < 0 else 0.0
        if allowed < 0:
            return False
    return bool(heavy)


def sample(count: int) -> list[int]:
    """Numbers from all over a list, its first and last among them."""
    if count <= SAMPLE:
        return list(range(count))
    return sorted({k * (count - 1) // (SAMPLE - 1) for k in range(SAMPLE)})


def _odd(scene: Scene, records: Sequence[Record], parts: dict[Key, Part]) -> set[int]:
    """The first or the last record, where it has little of what the others have: a page's head or foot."""
    count = len(records)
    if count < 4:
        return set()
    usual = [key for key, p in parts.items() if len(p.elements) >= MOST * count]
    return {n for n in (0, count - 1) if len(_keys(scene, records[n]).intersection(usual)) < ODD * len(usual)}


def _keys(scene: Scene, record: Record) -> set[Key]:
    """The names and places of a record's elements, also of those that weigh nothing."""
    page = scene.page
    return {(page.tags[i], key) for i, place in _elements(scene, record, empty=True) for key in (place, *page.kind(i).tokens)}


def _is_spread(scene: Scene, records: Sequence[Record], best: float) -> bool:
    """Whether the text stands loose among the elements of the records."""
    if best <= 0 or all(len(r.tops) == 1 for r in records):
        return False
    loose = sum(scene.weights.pure(r.p, r.q) - sum(scene.weights.pure(h.p, h.q) for h in r.holes) for r in records)
    return loose > best / NEARLY


def _smallest(scene: Scene, common: Sequence[Part], named: Set[Part], best: float) -> Part:
    """The part with the fewest pieces of text among those that weigh nearly as much as the best; one with a name where a title stands in its place."""
    near = [p for p in common if p.net >= NEARLY * best] if best > 0 else [max(common, key=lambda p: p.net)]
    smallest = min(reversed(near), key=lambda p: _pieces(scene.page, p))
    if smallest in named:
        return smallest
    other = min((p for p in near if p in named and p.net > smallest.net), key=lambda p: _pieces(scene.page, p), default=smallest)
    return smallest if _keeps(smallest, other) else other


def _pieces(page: Outline, part: Part) -> float:
    """How many pieces of text a part has in the mean."""
    return sum(page.until[i] - page.first[i] for i in part.elements.values()) / len(part.elements)


def _keeps(part: Part, most: Part) -> bool:
    """Whether a part has half of what another has, in each record."""
    return all(part.gross.get(number, 0.0) >= 0.5 * gross for number, gross in most.gross.items())


def _parts(scene: Scene, records: Sequence[Record]) -> dict[Key, Part]:
    """The parts of the records, by name and by place."""
    parts: dict[Key, Part] = defaultdict(Part)
    for number, record in enumerate(records):
        for element, place in _elements(scene, record):
            gross, net = _masses(scene, record, element)
            if gross > 0:
                tag = scene.page.tags[element]
                for key in (place, *scene.page.kind(element).tokens):
                    parts[tag, key].put(number, element, gross, net)
    return parts


def _elements(scene: Scene, record: Record, *, empty: bool = False) -> Iterator[tuple[int, str]]:
    """The elements of a record that may be its body, with their places; what weighs nothing only if ``empty``, records inside never."""
    page = scene.page
    tags, last, first, until, mass = page.tags, page.last, page.first, page.until, scene.weights.mass
    holes = {top for hole in record.holes for top in hole.tops}
    stack = [(top, f" {k}") for k, top in enumerate(record.tops) if empty or mass[until[top]] > mass[first[top]]][::-1]
    while stack:
        i, place = stack.pop()
        if i in holes:
            continue
        tag, kind = tags[i], page.kind(i)
        apart = kind.quote or tag == "pre"
        if kind.signature or (not kind.text and not scene.apart and (apart or kind.code)):
            continue
        if apart if scene.apart else tag not in FLOW or kind.text:
            yield i, place
        elif tag == "p":
            continue
        seen: dict[str, int] = {}
        children = []
        child, end = i + 1, last[i]
        while child < end:
            name = tags[child]
            seen[name] = number = seen.get(name, 0) + 1
            if empty or mass[until[child]] > mass[first[child]]:
                children.append((child, f"{place}>{name} {number}"))
            child = last[child]
        stack += children[::-1]


def _masses(scene: Scene, record: Record, i: int) -> tuple[float, float]:
    """What an element weighs, and less its furniture, without the records inside it."""
    page, weights = scene.page, scene.weights
    first, until = page.first[i], page.until[i]
    gross, net = weights.of(first, until), weights.pure(first, until)
    for hole in record.holes_in(i, page.last[i]):
        gross -= weights.of(hole.p, hole.q)
        net -= weights.pure(hole.p, hole.q)
    return gross, net


def _body(scene: Scene, record: Record, keys: Sequence[Key], others: Sequence[Key]) -> Body:
    """A record's body: the common part, also where it weighs nothing (a smiley, a number); else the best other part that it has."""
    for key in keys:
        if (found := _find(scene, record, key)) is not None:
            return found, True
    for key in others:
        if (found := _find(scene, record, key)) is not None and _masses(scene, record, found)[0] > 0:
            return found, False
    return None, False


def _hide(scene: Scene, record: Record, body: int | None) -> None:
    """Take out of a record what says again what stood before: the post that is answered is shown, with its author and time, above the answer."""
    page, copies = scene.page, scene.weights.copies
    if body is None or body < 0:
        return
    found: list[Record] = []
    for p in copies[bisect_left(copies, record.p) : bisect_left(copies, record.q)]:
        around = [i for i in page.up(page.owners[p]) if i > record.a and not i <= body < page.last[i]]
        if around and not body < around[-1] < page.last[body] and not (found and around[-1] < found[-1].b):
            found.append(whole(page, around[-1]))
    if found:
        record.holes = sorted([*record.holes, *found], key=lambda r: r.a)


def _find(scene: Scene, record: Record, key: Key) -> int | None:
    """The heaviest element of a name in a record, or the element at a place."""
    page, (tag, name) = scene.page, key
    if name[0] == " ":
        return _at_place(scene, record, name)
    found, most = None, -1.0
    for i in range(record.a, record.b):
        if page.tags[i] == tag and name in page.kind(i).tokens and not record.in_hole(i):
            mass = _masses(scene, record, i)[0]
            if mass > most:
                found, most = i, mass
    return found


def _at_place(scene: Scene, record: Record, place: str) -> int | None:
    """The element at a place: ``" 0>tr 2>td 1"`` is the first ``td`` of the second ``tr`` in the first of the record's elements."""
    head, *steps = place.split(">")
    if int(head) >= len(record.tops):
        return None
    page, i = scene.page, record.tops[int(head)]
    for step in steps:
        tag, _, wanted = step.rpartition(" ")
        alike = [child for child in page.children(i) if page.tags[child] == tag]
        if len(alike) < int(wanted):
            return None
        i = alike[int(wanted) - 1]
    return None if record.in_hole(i) else i
