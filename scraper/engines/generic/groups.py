"""
Groups of elements that may be the posts of a page: what has the same names and holds times or persons, and runs of neighbours that begin with one.

A group is judged by the text it covers, by how many of its members have a time and a person, and by how many there are; the
finest division in which each part still has its own cues wins.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate
from math import log2

from .cues import Cues
from .outline import Outline
from .weights import Weights

__all__ = ["Group", "Record", "Scene", "best_groups", "whole"]


SMALL = 0.1  # of the page's weight: an element with less holds no list of posts
FORUM_MARKUP = (
    "DiscussionForumPosting", "schema.org/QAPage", "schema.org/Question", "schema.org/Comment", "schema.org/Answer", '"QAPage"', '"Question"',
)  # fmt: skip
OWN = 0.7  # of the records keep a text, a time and a person of their own when the remarks in them are taken out
LEAST_OWN = 15.0  # weight of such a text
ALIKE = 0.5  # of a post's usual weight: remarks so long are posts
COPIED = 60  # code points of a text that nobody says twice by chance
MANY = 1 << 60
NEXT_MESSAGE = re.compile(r"(?:next|previous) (?:message|in thread)|\[ (?:thread|date) \]", re.IGNORECASE)
CORE = 0.6  # of a run's weight in its first element: the rest are advertisements between the posts


class Record:
    """One post's part of the page: elements ``a`` to ``b``, pieces ``p`` to ``q``, characters ``lo`` to ``hi``; ``holes`` are records inside it."""

    __slots__ = ("a", "b", "hi", "holes", "lo", "p", "q", "starts", "tops")

    def __init__(self, page: Outline, tops: list[int], b: int, q: int, hi: int) -> None:
        self.tops = tops
        self.a = tops[0]
        self.b = b
        self.p = page.first[self.a]
        self.q = q
        self.lo = page.starts[self.a]
        self.hi = hi
        self.starts: list[int] = []
        self.holes: list[Record] = []

    def holes_in(self, a: int, b: int) -> list["Record"]:
        """The records directly inside this one that stand in elements ``a`` to ``b``."""
        if not self.holes:
            return []
        starts = self._starts()
        return self.holes[bisect_left(starts, a) : bisect_left(starts, b)]

    def in_hole(self, i: int) -> bool:
        """Whether an element stands in a record inside this one."""
        if not self.holes:
            return False
        at = bisect_right(self._starts(), i)
        return at > 0 and i < self.holes[at - 1].b

    def _starts(self) -> list[int]:
        if len(self.starts) != len(self.holes):
            self.starts = [h.a for h in self.holes]
        return self.starts


def whole(page: Outline, i: int) -> Record:
    """An element as a record."""
    return Record(page, [i], page.last[i], page.until[i], page.ends[i])


class Scene:
    """A page with its weights and cues, and how many cues stand before each element."""

    def __init__(self, page: Outline, cues: Cues, weights: Weights) -> None:
        self.page = page
        self.cues = cues
        self.weights = weights
        self.times = self._counts(cues.times)
        self.people = self._counts(cues.people)
        self._anchors = sorted(cues.times)
        self.others = sorted(cues.other)
        self.apart = False  # whether the posts' texts stand in what is called a quote or is preformatted
        self._marked: bool | None = None
        self._archived: bool | None = None

    @property
    def marked(self) -> bool:
        """Whether the page says in machine-readable words that it is a discussion."""
        if self._marked is None:
            html = self.page.html
            self._marked = ("schema.org" in html or '"@type"' in html) and any(sign in html for sign in FORUM_MARKUP)
        return self._marked

    @property
    def archived(self) -> bool:
        """Whether the page leads to the message before and after, as mail archives do."""
        if self._archived is None:
            self._archived = any(NEXT_MESSAGE.match(text) for text in self.page.texts if len(text) < 30)
        return self._archived

    def _counts(self, anchors: Iterable[int]) -> list[int]:
        marks = [0] * (len(self.page.tags) + 1)
        for i in anchors:
            marks[i + 1] = 1
        return list(accumulate(marks))

    def times_in(self, record: Record) -> list[int]:
        """The elements with a time in a record."""
        return self._anchors[bisect_left(self._anchors, record.a) : bisect_left(self._anchors, record.b)]

    def own(self, record: Record) -> tuple[float, int, int]:
        """Weight, times and persons of a record, without the records inside it."""
        mass = self.weights.of(record.p, record.q)
        times = self.times[record.b] - self.times[record.a]
        people = self.people[record.b] - self.people[record.a]
        for hole in record.holes:
            mass -= self.weights.of(hole.p, hole.q)
            times -= self.times[hole.b] - self.times[hole.a]
            people -= self.people[hole.b] - self.people[hole.a]
        return mass, times, people


class Group:
    """Records of the same kind, in page order, and how well they would do as posts."""

    __slots__ = ("alike", "kind", "mass", "people", "records", "score", "times", "valid")

    def __init__(self, scene: Scene, kind: str, records: list[Record]) -> None:
        self.kind = kind
        self.records = nest(records)
        own = [scene.own(r) for r in self.records]
        n = len(own)
        makes = Counter((scene.page.tags[r.tops[0]], scene.page.kind(r.tops[0]).sig) for r in self.records)
        parents = Counter((scene.page.tags[r.tops[0]], scene.page.parents[r.tops[0]]) for r in self.records)
        self.alike = max(makes.most_common(1)[0][1], parents.most_common(1)[0][1]) / n
        self.valid = sum(1 for m, t, p in own if m > 0 and (t or p)) / n
        self.mass = sum(m for m, t, p in own if t or p)
        self.times = sum(1 for _, t, _ in own if t) / n
        self.people = sum(1 for _, _, p in own if p) / n
        times, people = min(1.0, 1.15 * self.times), min(1.0, 1.15 * self.people)
        both = min(times, people)
        cues = 0.3 + 0.35 * times + 0.35 * people
        self.score = (
            self.mass**0.6 * cues * (1 - 0.6 * (1 - self.valid) * (1 - 0.5 * both)) * (1 + 0.15 * log2(n)) * (0.8 + 0.2 * self.alike)
        )
        if kind.startswith("run:"):
            self.score *= 0.97  # what stands between the posts is in it too
        if any(_is_frame(r, t, own) for r, (_, t, _) in zip(self.records, own, strict=True)):
            self.score *= 0.3


def _is_frame(record: Record, times: int, own: list[tuple[float, int, int]]) -> bool:
    """Whether a record that holds most of the others is made unlike them."""
    if len(own) < 4 or not record.holes or _inside(record) < 0.7 * (len(own) - 1):
        return False
    usual = sorted(t for _, t, _ in own)[len(own) // 2]
    return times > 3 * usual or (times == 0 and usual > 0)


def _inside(record: Record) -> int:
    return sum(1 + _inside(h) for h in record.holes)


def nest(records: list[Record]) -> list[Record]:
    """The records in page order, each knowing those directly inside it."""
    records.sort(key=lambda r: (r.a, -r.b))
    stack: list[Record] = []
    for record in records:
        record.holes = []
        while stack and stack[-1].b <= record.a:
            stack.pop()
        if stack:
            stack[-1].holes.append(record)
        stack.append(record)
    return records


def best_groups(scene: Scene, count: int = 8) -> list[Group]:
    """The likeliest groups of two records or more, the best first; only those that look well from afar are looked at closely."""
    seen: dict[tuple[int, ...], tuple[float, str]] = {}
    for kind, elements in _alike(scene).items():
        if len(elements) > 1:
            for name, ordered in _with_inner(scene.page, str(kind), sorted(elements)):
                if (key := tuple(ordered)) not in seen:
                    seen[key] = _guess(scene, ordered), name
    likely = sorted(seen.items(), key=lambda item: -item[1][0])[: count + 2]
    groups = [Group(scene, name, [whole(scene.page, i) for i in key]) for key, (_, name) in likely]
    known = {_extent(g.records) for g in groups}
    for kind, anchors in _anchors(scene).items():
        records = runs(scene, anchors) if len(anchors) > 1 else []
        if records and (extent := _extent(records)) not in known:
            known.add(extent)
            groups.append(Group(scene, f"run:{kind}", records))
    groups.sort(key=lambda g: -g.score)
    if groups and (copies := _copies(scene.page, groups[0].records)):
        scene.weights = scene.weights.without(copies, scene.page.texts)
        groups = sorted((Group(scene, g.kind, g.records) for g in groups[: 2 * count]), key=lambda g: -g.score)
    return _remarked(scene, _finest(groups[:count]), groups)


def _copies(page: Outline, records: Sequence[Record]) -> list[int]:
    """Pieces that say again what a record before them said, too long for chance: posts shown above their answers, quotes, signatures."""
    long = Counter(t for t in page.texts if len(t) >= COPIED)
    again = {t for t, n in long.items() if n > 1}
    said: dict[str, int] = {}
    found = set()
    for number, record in enumerate(records if again else ()):
        for p in range(record.p, record.q):
            if page.texts[p] in again and page.links[p] < 0 and said.setdefault(page.texts[p], number) < number:
                found.add(p)
    return sorted(found)


def _extent(records: Sequence[Record]) -> tuple[int, ...]:
    """What tells some records from others: how many, where they begin and end."""
    return len(records), records[0].a, records[0].b, records[-1].a, records[-1].b, sum(r.a for r in records), sum(r.b for r in records)


def _guess(scene: Scene, ordered: Sequence[int]) -> float:
    """The score of a group as far as it can be told without its records: no element inside another is counted twice."""
    page, times, people = scene.page, scene.times, scene.people
    mass, end, timed, named = 0.0, -1, 0, 0
    for i in ordered:
        last = page.last[i]
        timed += times[last] > times[i]
        named += people[last] > people[i]
        if i >= end:
            mass += scene.weights.of(page.first[i], page.until[i])
            end = last
    n = len(ordered)
    return float(mass**0.6 * (0.3 + 0.35 * timed / n + 0.35 * named / n) * (1 + 0.15 * log2(n)))


def _finest(groups: list[Group]) -> list[Group]:
    """The groups with that first which divides the best one further, each part with cues of its own."""
    best = groups[0] if groups else None
    for group in groups[1:]:
        if best and len(group.records) >= 1.5 * len(best.records) and _divides(group, best):
            best = group
    return [best, *(g for g in groups if g is not best)] if best else []


def _remarked(scene: Scene, groups: list[Group], others: Sequence[Group]) -> list[Group]:
    """The groups, the best one parted from the remarks beneath its posts: those are holes in them, and posts only if they are as long."""
    remarks = [g for g in others if min(g.times, g.people) >= OWN and _are_remarks(scene.page, g.records)]
    for posts, beneath in ((p, r) for r in remarks for p in (others if r is groups[0] else groups[:1]) if p is not r):
        if parted := _parted(scene, posts, beneath):
            return [parted, *groups[1:]]
    return groups


def _parted(scene: Scene, posts: Group, remarks: Group) -> Group | None:
    """A group whose records keep texts, times and persons of their own when the others in them are taken out; ``None`` where they do not."""
    if len(posts.records) < 2 or len(remarks.records) < 2 or posts.mass < remarks.mass or min(remarks.times, remarks.people) < OWN:
        return None
    if not _are_remarks(scene.page, remarks.records, {i for r in posts.records for i in r.tops}) or not _lie_in(
        remarks.records, posts.records
    ):
        return None
    kept = [Record(scene.page, r.tops, r.b, r.q, r.hi) for r in posts.records]
    inner = [Record(scene.page, r.tops, r.b, r.q, r.hi) for r in remarks.records]
    outer, ends = nest(kept), {(r.a, r.b) for r in kept}
    inner = [r for r in inner if (r.a, r.b) not in ends]
    nest([*outer, *inner])
    own, theirs = [scene.own(r) for r in kept], sorted(scene.own(r)[0] for r in inner)
    if sum(m > LEAST_OWN and t > 0 and p > 0 for m, t, p in own) < OWN * len(own):
        return None
    kept = [r for r, (m, t, p) in zip(kept, own, strict=True) if m > 0 and (t or p)]  # the others held nothing but remarks
    usual = sorted(m for m, _, _ in own)[len(own) // 2]
    if theirs[len(theirs) // 2] >= ALIKE * usual or not _are_lesser(scene.page, kept, inner):
        kept += _new(scene.page, inner)
    posts.records = sorted(kept, key=lambda r: r.a)
    return posts


def _are_lesser(page: Outline, posts: Sequence[Record], remarks: Sequence[Record]) -> bool:
    """Whether only the remarks are called comments: replies to comments are posts, however short."""
    called = [sum("comment" in page.kind(r.tops[0]).sig for r in records) / len(records) for records in (remarks, posts)]
    return called[0] > 0.5 > called[1]


def _new(page: Outline, records: Sequence[Record]) -> Iterator[Record]:
    """The records but those that say again what stands elsewhere: the post that is answered, shown above the answer."""
    said = Counter(page.texts)
    longest = ((r, max(page.texts[r.p : r.q], key=len)) for r in records)
    return (r for r, text in longest if len(text) < COPIED or said[text] == 1)


def _are_remarks(page: Outline, records: Sequence[Record], posts: Set[int] = frozenset()) -> bool:
    """Whether several records are called comments or answers, by themselves and not as parts of a post, and are no quotes."""
    if len(records) < 2:
        return False
    kinds = [page.kind(i) for r in records for i in (r.tops[0], page.parents[r.tops[0]]) if i not in posts]
    return not any(k.quote for k in kinds) and sum(k.post for k in kinds) >= OWN * len(records)


def _lie_in(inner: Sequence[Record], outer: Sequence[Record]) -> bool:
    """Whether most records lie in others, and in more than one of them."""
    starts = sorted((r.a, r.b) for r in outer)
    homes = [bisect_right(starts, (r.a, MANY)) - 1 for r in inner]
    found = [at for r, at in zip(inner, homes, strict=True) if at >= 0 and r.b <= starts[at][1] and (r.a, r.b) != starts[at]]
    return len(found) >= 0.8 * len(inner) and len(set(found)) > 1


def _divides(fine: Group, coarse: Group) -> bool:
    """Whether the parts of a group are as good as the whole and stand in it."""
    if (
        len(fine.records) < 3
        or fine.alike < 0.7
        or fine.valid < 0.6
        or fine.mass < (0.45 if min(coarse.times, coarse.people) > 0.75 else 0.25) * coarse.mass
    ):
        return False
    if fine.times < min(0.9, coarse.times) or fine.people < min(0.6, coarse.people):
        return False
    at = inside = 0
    for record in fine.records:
        while at < len(coarse.records) and coarse.records[at].b < record.b:
            at += 1
        inside += at < len(coarse.records) and coarse.records[at].a <= record.a
    return inside >= 0.8 * len(fine.records)


def _with_inner(page: Outline, kind: str, ordered: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Like elements, and those of them that are no frame around most of the others."""
    yield kind, ordered
    inner = [i for k, i in enumerate(ordered) if not _holds_most(page, ordered, k)]
    if 1 < len(inner) < len(ordered):
        yield f"inner:{kind}", inner


def _holds_most(page: Outline, ordered: list[int], k: int) -> bool:
    """Whether an element holds most of those behind it: a frame around the posts."""
    after = len(ordered) - k - 1
    return after > 2 and bisect_left(ordered, page.last[ordered[k]]) - k - 1 > 0.7 * after


def _alike(scene: Scene) -> dict[object, set[int]]:
    """Elements around anchors by what they have in common: tag and a name, or tag and parent."""
    page = scene.page
    groups: dict[object, set[int]] = defaultdict(set)
    seen: set[int] = set()
    least = SMALL * scene.weights.total
    for anchor in (*scene.cues.times, *scene.cues.people):
        for i in page.up(anchor):
            if i in seen:
                break
            seen.add(i)
            tag, kind = page.tags[i], page.kind(i)
            parent = page.parents[i]
            if parent >= 0 and scene.weights.of(page.first[parent], page.until[parent]) > least:
                groups[parent, tag].add(i)
            if kind.sig:
                groups[tag, kind.sig].add(i)
                for token in kind.tokens:
                    groups[tag, token].add(i)
            elif "-" in tag:
                groups[tag].add(i)
    return groups


def _anchors(scene: Scene) -> dict[object, list[int]]:
    """Anchors of the same sort: times or persons in elements of the same names, and with the same parents."""
    page = scene.page
    groups: dict[object, set[int]] = defaultdict(set)
    for sort, anchors in (("time", scene.cues.times), ("person", scene.cues.people)):
        for i in anchors:
            own, above = page.path(i, 1), page.path(i, 2)
            groups[sort, own].add(i)
            groups[sort, above].add(i)
    return {key: sorted(found) for key, found in groups.items()}


def runs(scene: Scene, anchors: list[int]) -> list[Record]:
    """For each anchor the largest element that holds no other, and the neighbours behind it up to the next anchor's."""
    page = scene.page
    tops = [_top(page, anchors, k) for k in range(len(anchors))]
    found = []
    for k, top in enumerate(tops):
        following = anchors[k + 1] if k + 1 < len(anchors) else len(page.tags)
        parent = page.parents[top]
        end = page.last[parent] if parent >= 0 else page.last[top]
        run, j = [top], page.last[top]
        while j < end and page.last[j] <= following and page.parents[j] == parent:
            run.append(j)
            j = page.last[j]
        found.append((run, j))
    weights = scene.weights
    tops_mass = sum(weights.of(page.first[t], page.until[t]) for t in tops)
    if tops_mass >= CORE * sum(weights.of(page.first[run[0]], page.until[run[-1]]) for run, _ in found):
        return [whole(page, t) for t in tops]
    usual = sorted(len(run) for run, _ in found[:-1])[len(found) // 2 - 1] if len(found) > 1 else 1
    records = []
    for k, (run, j) in enumerate(found):
        last_of_parent = k + 1 == len(found) or page.parents[tops[k + 1]] != page.parents[tops[k]]
        if last_of_parent and len(run) > usual:
            run = run[:usual]
            j = page.last[run[-1]]
        closed = last_of_parent or j >= len(page.tags)
        q = page.until[run[-1]] if closed else page.first[j]
        hi = page.ends[run[-1]] if closed else page.starts[j]
        records.append(Record(page, run, page.last[run[-1]], q, hi))
    return records


def _top(page: Outline, anchors: list[int], k: int) -> int:
    """The largest element around an anchor that holds no other of them."""
    before = anchors[k - 1] if k else -1
    after = anchors[k + 1] if k + 1 < len(anchors) else len(page.tags) + 1
    top = anchors[k]
    for i in page.up(top):
        if i <= before or page.last[i] > after or (k == 0 and after > len(page.tags)):
            break
        top = i
    return top
