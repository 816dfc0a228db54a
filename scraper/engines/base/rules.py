"""
Rules: callables from a node to a string or ``None``, and the functions that make the usual ones.

An engine's form is filled in with them; a function of the same shape may stand in the place of any.
"""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from ...labels import pairs
from ...markup import Node, class_names, lines, text_of
from ...model import State
from .numbers import count

__all__ = [
    "LONGEST",
    "TERM",
    "Pair",
    "Pairs",
    "Pick",
    "Rule",
    "finder",
    "first_of",
    "greatest",
    "has_class",
    "having",
    "html_of",
    "inside",
    "line_of",
    "no_pairs",
    "no_states",
    "nobody",
    "once",
    "text_lines",
]

Rule = Callable[[Node], str | None]
"""Node in, text out; ``None`` where the page does not say."""

Pair = tuple[str, str, str | None]
"""A line of an author's card: label, text as shown, exact number behind it or ``None``."""

Pairs = Callable[[Node], Iterable[Pair]]

Asked = TypeVar("Asked")
Said = TypeVar("Said")

CELL = r"([^<]*+(?>(?:<(?!/?(?:d[dtl]|div)\b)[^<]*+)*))"
TERM = rf"<(?:dt|div)\b[^<>]*+>{CELL}</(?:dt|div)>\s*+<(?:dd|div)\b[^<>]*+>{CELL}</(?:dd|div)>"
"""A term and its value in a list of a card's HTML, as an expression with two groups."""

LONGEST = (
    4_000  # characters of a value in which a pattern is sought: a page may write 10 MB there, and a site's own patterns may be quadratic
)


class Pick:
    """
    A rule: the first element that ``css`` fits (or the node itself), its attribute or its text, and of that what ``pattern`` finds.

    ``own=True`` reads only the text that stands in the element itself, not in its children.
    """

    __slots__ = ("attr", "css", "own", "pattern")

    def __init__(self, css: str | None = None, attr: str | None = None, pattern: str | None = None, *, own: bool = False) -> None:
        self.css = css
        self.attr = attr
        self.pattern = re.compile(pattern) if pattern else None
        self.own = own

    def __call__(self, node: Node) -> str | None:
        """The value, blanks folded; ``None`` where an element, attribute or match is missing, or the text is empty."""
        found = node.css_first(self.css) if self.css else node
        if found is None:
            return None
        value = found.attributes.get(self.attr) if self.attr else found.text(deep=not self.own)
        if not value:
            return None
        if self.pattern:
            match = self.pattern.search(value[:LONGEST])
            value = match[1] if match else None
        return " ".join(value.split()) or None if value else None  # a quarter of the price of a regular expression

    def __repr__(self) -> str:
        parts = [repr(self.css), f"attr={self.attr!r}" if self.attr else "", f"pattern={self.pattern.pattern!r}" if self.pattern else ""]
        return f"Pick({', '.join(p for p in parts if p)})"


def first_of(*rules: Rule) -> Rule:
    """A rule that gives what the first of several rules gives."""

    def rule(node: Node) -> str | None:
        return next((value for r in rules if (value := r(node))), None)

    return rule


def once(rule: Callable[[Asked], Said]) -> Callable[[Asked], Said]:
    """The same rule, for what several rules ask of one page or card: the last answer is kept and given again."""
    last: tuple[Asked, Said] | None = None

    def asked(of: Asked) -> Said:
        nonlocal last
        kept = last
        if kept is None or kept[0] is not of:
            last = kept = (of, rule(of))
        return kept[1]

    return asked


@once
def html_of(card: Node) -> str:
    """A card serialised, once for all the rules that search it."""
    return card.html or ""


def finder(css: str) -> Callable[[Node], Node | None]:
    """The first element that a selector fits, found once for all rules that ask it of one node (2 to 6 µs each)."""

    @once
    def find(node: Node) -> Node | None:
        return node.css_first(css)

    return find


def inside(find: Callable[[Node], Node | None], rule: Rule) -> Rule:
    """A rule of the element that another function finds."""

    def asked(node: Node) -> str | None:
        found = find(node)
        return None if found is None else rule(found)

    return asked


def greatest(css: str) -> Rule:
    """A rule for ``pages``: the greatest number among the elements that ``css`` fits, 1 where none is a number."""
    return lambda root: str(max((number for node in root.css(css) if (number := count(text_of(node)))), default=1))


def line_of(css: str, number: int = 0) -> Rule:
    """A rule: one line of the text of the first element that ``css`` fits; -1 is the last."""

    def rule(node: Node) -> str | None:
        found = lines(node.css_first(css))
        return found[number] if -len(found) <= number < len(found) else None

    return rule


def has_class(*names: str) -> Rule:
    """A rule: the first of some names that is one of the element's classes."""

    def rule(node: Node) -> str | None:
        own = class_names(node)
        return next((name for name in names if name in own), None)

    return rule


def having(*names: str) -> Rule:
    """A rule of a row: whether one of some words stands among its own class names, or in one of them."""
    return lambda row: next((name for name in names if name in (row.attributes.get("class") or "")), None)


def nobody(_node: Node) -> None:
    """The rule of a field that the engine does not print."""
    return


def no_states(_node: Node) -> tuple[State, ...]:
    return ()


def no_pairs(_node: Node) -> tuple[Pair, ...]:
    return ()


def text_lines(node: Node) -> Iterable[Pair]:
    """Label and value from the card's own lines, ``级别: X`` or ``Posts: 512``."""
    return ((label, value, None) for label, value in pairs(lines(node)))
