"""
What an expression costs on a text, counted: a matcher that goes the way of ``re`` and counts each character it looks at.

A clock says on a busy machine what it likes, and a count says the same each time. The matcher walks the tree that ``re`` parsed, tries
in the same order and gives back what ``re`` gives back; single characters and runs of them are left to ``re`` itself, so it is fast enough.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from re import _compiler, _parser  # type: ignore[attr-defined]  # the only place that knows what a pattern is made of
from typing import Any

__all__ = ["Counted", "TooMany", "parsed", "repeated_groups"]

Step = Callable[[int], int]
"""From a place in the text to the end of the match, or -1."""

ONE = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


class TooMany(Exception):
    """More characters were looked at than was allowed."""


def parsed(compiled: re.Pattern[Any]) -> Any:
    """The tree of a compiled expression."""
    flags = compiled.flags if isinstance(compiled.pattern, str) else compiled.flags & ~re.UNICODE
    return _parser.parse(compiled.pattern, flags)


def repeated_groups(tree: Any) -> Iterator[str]:
    """
    What is repeated possessively and is more than one character, in a tree: Python before 3.11.5 matches it wrong (gh-106052).

    >>> list(repeated_groups(parsed(re.compile(r"(?>(?:ab)*)a*+")))), len(list(repeated_groups(parsed(re.compile(r"(?:ab)*+")))))
    ([], 1)
    """
    for name, given in tree:
        if str(name) == "POSSESSIVE_REPEAT" and not _compiler._simple(given[2]):
            yield repr(given[2])
        for inner in _trees(given):
            yield from repeated_groups(inner)


def _trees(given: Any) -> Iterator[Any]:
    """The trees inside what an operation is given."""
    if isinstance(given, _parser.SubPattern):
        yield given
    elif isinstance(given, tuple | list):
        for part in given:
            yield from _trees(part)


class Counted:
    """An expression whose work is counted in ``steps``; more than ``most`` of them raise ``TooMany``."""

    def __init__(self, compiled: re.Pattern[Any]) -> None:
        self.tree = parsed(compiled)
        self.flags = compiled.flags
        self.is_text = isinstance(compiled.pattern, str)
        self.text: Any = ""
        self.steps = 0
        self.most = 0
        self.first: tuple[int, int] | None = None  # where the last call matched first
        self.groups: list[tuple[int, int] | None] = [None] * (compiled.groups + 1)
        self.starts = self._firsts(list(self.tree), self.flags)
        self.begin = self._sequence(list(self.tree), self._end, self.flags)
        self.whole = self._sequence(list(self.tree), lambda at: at if at == len(self.text) else -1, self.flags)

    def cost(self, method: str, text: str | bytes, most: int) -> int:
        """Characters looked at by one call of a method; all matches are taken, where it is none of ``match``, ``fullmatch``, ``search``."""
        self.text, self.steps, self.most = text, 0, most
        self.first = None
        for span in self._spans(method):
            self.first = self.first or span
        return self.steps

    def _spans(self, method: str) -> Iterator[tuple[int, int]]:
        """Where it matches; behind an empty match ``re`` would look for another at the same place first, which costs no more."""
        at, size = 0, len(self.text)
        while at <= size:
            begin = self._next(at) if method not in ("match", "fullmatch") else at
            if begin < 0:
                return
            self.groups = [None] * len(self.groups)
            end = (self.whole if method == "fullmatch" else self.begin)(begin)
            if end >= 0:
                yield begin, end
            if method in ("match", "fullmatch") or (end >= 0 and method == "search"):
                return
            at = max(end, begin + 1)

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.most:
            raise TooMany

    def _end(self, at: int) -> int:
        return at

    def _next(self, at: int) -> int:
        """The next place where the first character fits, found in a scan."""
        found = self.starts.search(self.text, at) if self.starts else None
        begin = at if not self.starts else found.start() if found else -1
        self._count((begin if begin >= 0 else len(self.text)) - at + 1)
        return begin

    def _firsts(self, ops: Sequence[Any], flags: int) -> re.Pattern[Any] | None:
        """What the first character must be, or ``None`` where that is not plain to see."""
        found = self._first(ops)
        if not found:
            return None
        return self._compiled([(_parser.BRANCH, (None, [self._tree([op]) for op in found]))] if len(found) > 1 else found, flags)

    def _first(self, ops: Sequence[Any]) -> list[Any]:
        for op, value in ops:
            name = str(op)
            if name in ONE:
                return [(op, value)]
            if name == "SUBPATTERN":
                return self._first(value[3]) if not value[1] and not value[2] else []
            if name == "BRANCH":
                each = [self._first(branch) for branch in value[1]]
                return [one for found in each for one in found] if all(each) else []
            if name in REPEATS:
                return self._first(value[2]) if value[0] else []
            if name == "ATOMIC_GROUP":
                return self._first(value)
            if name not in ("ASSERT", "ASSERT_NOT", "AT"):
                return []
        return []

    def _tree(self, ops: Iterable[Any]) -> Any:
        return _parser.SubPattern(self.tree.state, list(ops))

    def _compiled(self, ops: Iterable[Any], flags: int) -> re.Pattern[Any]:
        return _compiler.compile(self._tree(ops), flags & ~re.DEBUG)  # type: ignore[no-any-return]

    def _sequence(self, ops: Sequence[Any], then: Step, flags: int) -> Step:
        """The steps of a sequence, built from its end."""
        literal: str | None = None  # what must follow, where that is one plain character: ``re`` looks for it before it tries
        for op, value in reversed(ops):
            name = str(op)
            then = getattr(self, f"_{name.lower()}", self._one)((op, value), then, flags, literal)
            plain = name == "LITERAL" and not flags & re.IGNORECASE
            literal = chr(value) if plain else None
        return then

    def _one(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        """A single character, a class, or a place (``^``, ``\\b``)."""
        fits = self._compiled([op], flags).match

        def step(at: int) -> int:
            self._count(1)
            found = fits(self.text, at)
            return then(found.end()) if found else -1

        return step

    def _subpattern(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        number, more, less, inner = op[1]

        def close(at: int) -> int:
            before = self.groups[number]
            self.groups[number] = (opened[-1], at)
            begin = opened.pop()
            end = then(at)
            if end < 0:
                self.groups[number] = before
                opened.append(begin)
            return end

        if number is None:
            return self._sequence(list(inner), then, (flags | more) & ~less)
        opened: list[int] = []
        body = self._sequence(list(inner), close, (flags | more) & ~less)

        def step(at: int) -> int:
            depth = len(opened)
            opened.append(at)
            end = body(at)
            if end < 0:
                del opened[depth:]
            return end

        return step

    def _branch(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        ways = [self._sequence(list(branch), then, flags) for branch in op[1][1]]

        def step(at: int) -> int:
            self._count(1)
            for way in ways:
                if (end := way(at)) >= 0:
                    return end
            return -1

        return step

    def _atomic_group(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        body = self._sequence(list(op[1]), self._end, flags)

        def step(at: int) -> int:
            end = body(at)
            return then(end) if end >= 0 else -1

        return step

    def _assert(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        return self._looking(op, then, flags, True)

    def _assert_not(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        return self._looking(op, then, flags, False)

    def _looking(self, op: Any, then: Step, flags: int, wanted: bool) -> Step:
        direction, inner = op[1]
        body = self._sequence(list(inner), self._end, flags)
        back = 0 if direction >= 0 else inner.getwidth()[0]

        def step(at: int) -> int:
            self._count(1)
            fits = at >= back and body(at - back) >= 0
            return then(at) if fits == wanted else -1

        return step

    def _groupref(self, op: Any, then: Step, _flags: int, _next: str | None) -> Step:
        def step(at: int) -> int:
            span = self.groups[op[1]]
            if span is None:
                return -1
            said = self.text[span[0] : span[1]]
            self._count(len(said) + 1)
            return then(at + len(said)) if self.text[at : at + len(said)] == said else -1

        return step

    def _groupref_exists(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        number, yes, no = op[1]
        there = self._sequence(list(yes), then, flags)
        missing = self._sequence(list(no), then, flags) if no else then
        return lambda at: (there if self.groups[number] is not None else missing)(at)

    def _max_repeat(self, op: Any, then: Step, flags: int, following: str | None) -> Step:
        least, most, inner = op[1]
        if len(inner) == 1 and str(inner[0][0]) in ONE:
            return self._run(op, then, flags, following)
        return self._loop(inner, int(least), int(most), then, flags, greedy=True)

    def _min_repeat(self, op: Any, then: Step, flags: int, following: str | None) -> Step:
        least, most, inner = op[1]
        if len(inner) == 1 and str(inner[0][0]) in ONE:
            return self._lazy_run(inner, int(least), int(most), then, flags, following)
        return self._loop(inner, int(least), int(most), then, flags, greedy=False)

    def _possessive_repeat(self, op: Any, then: Step, flags: int, _next: str | None) -> Step:
        return self._atomic_group((None, [(_parser.MAX_REPEAT, op[1])]), then, flags, None)

    def _run(self, op: Any, then: Step, flags: int, following: str | None) -> Step:
        """As many of one class as there are, then fewer."""
        least = int(op[1][0])
        runs = self._compiled([(_parser.MAX_REPEAT, op[1])], flags).match
        last = then is self._end

        def step(at: int) -> int:
            found = runs(self.text, at)
            if not found:
                self._count(least)
                return -1
            end = found.end()
            self._count(end - at + 1)
            if last:
                return end
            while end >= at + least:
                if following is not None:
                    here = self._rfind(following, at + least, end + 1)
                    self._count(end - max(here, at + least - 1))
                    if here < 0:
                        return -1
                    end = here
                self._count(1)
                if (done := then(end)) >= 0:
                    return done
                end -= 1
            return -1

        return step

    def _rfind(self, literal: str, start: int, stop: int) -> int:
        sought = literal if isinstance(self.text, str) else literal.encode("latin-1")
        return int(self.text.rfind(sought, start, stop))

    def _lazy_run(self, inner: Any, least: int, most: int, then: Step, flags: int, following: str | None) -> Step:
        """As few of one class as will do, then more."""
        fits = self._compiled(inner, flags).match
        runs = self._compiled([(_parser.MAX_REPEAT, (0, _parser.MAXREPEAT, inner))], flags).match

        def step(at: int) -> int:
            here = runs(self.text, at, at + least).end()  # type: ignore[union-attr]
            self._count(here - at + 1)
            if here < at + least:
                return -1
            while True:
                if following is not None:  # on to where it can go on
                    place = self.text.find(following if isinstance(self.text, str) else following.encode("latin-1"), here)
                    stop = runs(self.text, here, len(self.text) if place < 0 else place).end()  # type: ignore[union-attr]
                    stop = min(stop, at + most)
                    self._count(stop - here)
                    here = stop
                self._count(1)
                if (done := then(here)) >= 0:
                    return done
                if here - at >= most or not fits(self.text, here):
                    return -1
                here += 1

        return step

    def _loop(self, inner: Any, least: int, most: int, then: Step, flags: int, *, greedy: bool) -> Step:
        """A repetition of more than one character: how often it went round stands beside, as the rest is built once."""
        rounds: list[tuple[int, int]] = [(0, -1)]  # how often, and where the last round began

        def more(at: int, count: int) -> int:
            before = rounds[-1]
            rounds[-1] = (count + 1, at)
            end = body(at)
            if end < 0:
                rounds[-1] = before
            return end

        def leave(at: int) -> int:
            mine = rounds.pop()
            end = then(at)
            if end < 0:
                rounds.append(mine)
            return end

        def loop(at: int) -> int:
            self._count(1)
            count, began = rounds[-1]
            if count < least:
                return more(at, count)
            again = count < most and at != began
            if not greedy and (end := leave(at)) >= 0:
                return end
            if again and (end := more(at, count)) >= 0:
                return end
            return leave(at) if greedy else -1

        body = self._sequence(list(inner), loop, flags)

        def enter(at: int) -> int:
            depth = len(rounds)
            rounds.append((0, -1))
            end = loop(at)
            if end < 0:
                del rounds[depth:]
            return end

        return enter
