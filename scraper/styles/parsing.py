"""Style sheets read with tinycss2: their rules in the order of the cascade, of the declarations that could hide a text."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from ..markup import fragment, selected
from .declarations import colour_of, conceals, ground_of

__all__ = ["NAMES", "Parsed", "Rule", "declared", "key_names", "parse"]

ENDLESS = re.compile(r"\d{300,}")
STATE = re.compile(r":(?:hover|focus|active|checked|target|focus-within|focus-visible)\b")
PSEUDO = re.compile(r":")
NAMES = re.compile(r"[.#]([\w-]+)")


class Rule(msgspec.Struct, frozen=True):
    """One selector of a sheet with what it declares; ``weight`` orders rules as the cascade does."""

    selector: str
    style: dict[str, str]
    weight: tuple[int, int, int, int]


class Parsed(msgspec.Struct, frozen=True):
    """
    What sheets say: the rules that touch what could hide, in the order of the cascade.

    By the name of an element that may come under them: their places in that order, one list of their selectors, and one list of the
    selectors that hide by themselves or in the colour of some background. Backgrounds go by the names in the last part of their
    selectors; ``opened`` are names of what a reader opens.
    """

    rules: list[Rule]
    named: dict[str, list[int]]
    lists: dict[str, str]
    hiding: dict[str, str]
    grounds: dict[str, str]
    opened: frozenset[str]


RELEVANT = frozenset(
    "display visibility font-size font opacity text-indent position left top width height overflow clip transform color background"
    " background-color content-visibility".split()
)


@lru_cache(maxsize=64)
def parse(texts: tuple[str, ...]) -> Parsed:
    """The sheets parsed; pages of a site share theirs, so this is done once for many pages."""
    rules = sorted((rule for n, text in enumerate(texts) for rule in _rules(text, n)), key=lambda rule: rule.weight)
    plain = [rule for rule in rules if not PSEUDO.search(rule.selector)]
    grounds = {name: colour for rule in plain if (colour := ground_of(rule.style)) for name in key_names(rule.selector)}
    every = set(grounds.values())
    named: dict[str, list[int]] = {}
    hiding: dict[str, list[str]] = {}
    for place, rule in enumerate(plain):
        hides = conceals(rule.style) or ("color" in rule.style and colour_of(rule.style["color"]) in every)
        for name in key_names(rule.selector) if selected(fragment(""), rule.selector) is not None else ():  # one unknown spoils a list
            named.setdefault(name, []).append(place)
            if hides:
                hiding.setdefault(name, []).append(rule.selector)
    opened = frozenset(name for rule in rules if _opens(rule) for name in NAMES.findall(rule.selector))
    lists = {name: ", ".join(dict.fromkeys(plain[place].selector for place in places)) for name, places in named.items()}
    return Parsed(plain, named, lists, {name: ", ".join(dict.fromkeys(selectors)) for name, selectors in hiding.items()}, grounds, opened)


def _opens(rule: Rule) -> bool:
    """Whether a rule belongs to something that a reader opens: it looks at a state, or shows what is inside or has another class."""
    if STATE.search(rule.selector):
        return True
    shows = rule.style.get("display", "none") != "none" or rule.style.get("visibility") == "visible"
    return shows and len(NAMES.findall(rule.selector)) > 1


def _countable(text: str) -> str:
    """A sheet without the numbers of which ``int()``, which tinycss2 asks, says that they are too long."""
    return ENDLESS.sub("9" * 300, text)


def _rules(text: str, number: int) -> Iterator[Rule]:
    """The rules of a sheet that hold for a screen, one for each selector."""
    import tinycss2

    for place, (prelude, block) in enumerate(
        _blocks(tinycss2.parse_stylesheet(_countable(text), skip_comments=True, skip_whitespace=True))
    ):
        normal, important = _split(tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True))
        for selector in filter(None, map(str.strip, prelude.split(","))):
            for urgent, style in enumerate((normal, important)):
                if style:
                    yield Rule(selector, style, (urgent, _specificity(selector), number, place))


def _blocks(nodes: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Selector and content of each rule, those in ``@media screen`` and ``@supports`` too; print and conditions are left out."""
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            yield tinycss2.serialize(node.prelude), node.content
        elif node.type == "at-rule" and node.content is not None and _for_screens(node):
            yield from _blocks(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _for_screens(rule: Any) -> bool:
    """Whether what stands in an at-rule holds for every screen; a size of the window or a medium may be another reader's."""
    import tinycss2

    name, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude).lower()
    return name in ("supports", "layer") or (name == "media" and "(" not in prelude and "print" not in prelude)


def _split(nodes: Iterable[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The relevant declarations, ordinary and ``!important``."""
    import tinycss2

    normal: dict[str, str] = {}
    important: dict[str, str] = {}
    for node in nodes:
        if node.type == "declaration" and node.lower_name in RELEVANT:
            value = tinycss2.serialize(node.value).strip().lower()
            (important if node.important else normal)[node.lower_name] = value
    return normal, important


@lru_cache(maxsize=4096)
def declared(text: str) -> dict[str, str]:
    """An inline style; what is important in it comes last anyway."""
    if not text:
        return {}
    import tinycss2

    normal, important = _split(tinycss2.parse_blocks_contents(_countable(text), skip_comments=True, skip_whitespace=True))
    return normal | important


def _specificity(selector: str) -> int:
    """Ids, classes and tags, as one number."""
    return (
        10000 * selector.count("#") + 100 * len(re.findall(r"[.\[]|:(?!:)", selector)) + len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    )


def key_names(selector: str) -> frozenset[str]:
    """The names in a selector's last part, one of which an element must bear."""
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    names = NAMES.findall(last)
    return frozenset(names or re.findall(r"^[a-zA-Z][\w-]*", last))
