"""Every regular expression of the package, how it is used, and the inputs that are worst for it."""

import ast
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import scraper

from .steps import Counted, TooMany, parsed

__all__ = ["Pattern", "patterns", "slowest", "units"]

PACKAGE = Path(scraper.__file__).parent
USES = frozenset({"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"})
ALWAYS = ("a", " ", "1", "<", "(", "\n", "=", ".", "中")
SIZES = (1_200, 600, 300)  # characters, the longest first: bounded repetitions (up to 120) are behind them there
SHORTEST = 16  # a unit longer than this is repeated as if it had so many characters
MOST = 400  # steps a character that are never linear: bounded repetitions of ours take up to 200
LEAST = 4  # steps a character under which nothing grows
STEEP = 2.6  # a linear expression grows by 2 for twice the length, a quadratic one by 4


class Pattern(NamedTuple):
    """A compiled expression, where it stands, and how the package calls it."""

    where: str
    compiled: re.Pattern[Any]
    methods: frozenset[str]


def patterns() -> list[Pattern]:
    """All of them, each once: of modules, inside tuples, dicts and engines' forms, in closures and defaults."""
    uses = _uses()
    found: dict[tuple[Any, int], Pattern] = {}
    seen: set[int] = set()
    for module in _modules():
        for name, value in list(vars(module).items()):
            for compiled, known_use in _inside(value, seen, 0):
                own = uses.get((module.__name__, name)) or uses.get(("", name), frozenset())
                methods = known_use or (own if isinstance(value, re.Pattern) else frozenset())
                exact = known_use or uses.get((module.__name__, name)) is not None
                key = (compiled.pattern, compiled.flags)
                if key in found and not exact and isinstance(value, re.Pattern):
                    continue  # imported from where its uses are known
                known = found[key].methods if key in found else frozenset()
                where = f"{module.__name__}.{name}"
                found[key] = Pattern(found[key].where if key in found else where, compiled, known | (methods or {"search"}))
    return list(found.values())


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(scraper.__path__, "scraper."):
        if not info.name.endswith("__main__"):
            try:
                yield importlib.import_module(info.name)
            except ImportError:  # an extra that is not installed here
                continue


@functools.cache
def _uses() -> Mapping[tuple[str, str], frozenset[str]]:
    """By module and name of a constant, the methods called on it; those of anywhere without a module."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in USES:
                for where in (module, ""):
                    found.setdefault((where, node.value.id), set()).add(node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and (method := MAKERS.get(node.func.id)):
                for given in node.args:
                    if isinstance(given, ast.Name):
                        found.setdefault((module, given.id), set()).add(method)
            elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Name) and (role := ROLES.get(node.arg or "")):
                found.setdefault((module, node.value.id), set()).update(role)
            elif isinstance(node, ast.Call | ast.GeneratorExp) and "fits(" in ast.unparse(node):  # of dumps: the whole line
                for name in ast.walk(node):
                    if isinstance(name, ast.Name) and name.id.isupper():
                        for where in (module, ""):
                            found.setdefault((where, name.id), set()).add("fullmatch")
    return {key: frozenset(methods) for key, methods in found.items()}


MAKERS = {"address_part": "match", "first_match": "search", "first_place": "search"}
"""Functions that are given an expression, and what they call of it."""

ROLES = {"quote_head": frozenset({"match"}), "quote_floor": frozenset({"match"})}
"""How a field of an engine's form is called, where that is known."""

Found = tuple[re.Pattern[Any], frozenset[str]]


def _inside(value: Any, seen: set[int], depth: int, use: frozenset[str] = frozenset()) -> Iterator[Found]:
    """The expressions in a value, however deep, and how they are called, where the place says it."""
    if isinstance(value, re.Pattern):
        yield value, use
        return
    if depth > 6 or isinstance(value, str | bytes | int | float | type | None) or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, functools.partial):
        parts: list[Any] = [value.func, *value.args, *value.keywords.values()]
    elif isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif hasattr(value, "__struct_fields__"):
        parts = [getattr(value, name, None) for name in value.__struct_fields__]
    elif callable(value) and str(getattr(value, "__module__", "")).startswith("scraper"):
        cells = getattr(value, "__closure__", None) or ()
        for name, cell in zip(value.__code__.co_freevars if cells else (), cells, strict=True):
            yield from _inside(cell.cell_contents, seen, depth + 1, _uses().get((value.__module__, name), frozenset()))
        parts = [*(getattr(value, "__defaults__", None) or ()), getattr(value, "__wrapped__", None), *_slots(value)]
    elif str(type(value).__module__).startswith("scraper"):
        for name, use in ROLES.items():
            yield from _inside(getattr(value, name, None), seen, depth + 1, use)
        parts = [part for part in _slots(value) if not any(part is getattr(value, name, None) for name in ROLES)]
    else:
        return
    for part in parts:
        yield from _inside(part, seen, depth + 1, use)


def _slots(value: Any) -> list[Any]:
    names = [*getattr(type(value), "__slots__", ()), *getattr(value, "__dict__", {})]
    return [getattr(value, name, None) for name in names if isinstance(name, str)]


def units(compiled: re.Pattern[Any]) -> list[str]:
    """What to repeat: plain characters, each literal of the expression, its beginning, and a text that fits it without its end."""
    tree = parsed(compiled)
    literals = list(dict.fromkeys(_literals(tree)))[:8]
    sample = "".join(_sample(tree))
    prefix = "".join(literals[:1])
    halves = [sample[: len(sample) // 2], sample[:-1], sample]
    return [unit for unit in dict.fromkeys([*ALWAYS, *literals, prefix, *halves]) if 0 < len(unit) < 200]


def _literals(tree: Any) -> Iterator[str]:
    """Runs of literal characters, outermost first."""
    run = ""
    for op, value in tree:
        if str(op) == "LITERAL":
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        for part in _branches(op, value):
            yield from _literals(part)
    if run:
        yield run


def _branches(op: Any, value: Any) -> list[Any]:
    name = str(op)
    if name == "SUBPATTERN":
        return [value[-1]]
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    if name == "BRANCH":
        return list(value[1])
    return [value] if name == "ATOMIC_GROUP" else []


CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_DIGIT": "a"}


def _sample(tree: Any) -> Iterator[str]:
    """A text that nearly fits: the first branch, each repetition as often as it must and at least once."""
    for op, value in tree:
        name = str(op)
        if name == "LITERAL":
            yield chr(value)
        elif name in ("ANY", "NOT_LITERAL"):
            yield "a" if value != ord("a") else "b"
        elif name == "IN":
            yield _one_of(value)
        elif branches := _branches(op, value):
            least = max(1, min(value[0], 3)) if "REPEAT" in name else 1
            yield "".join(_sample(branches[0])) * least


def _one_of(members: Any) -> str:
    for op, value in members:
        name = str(op)
        if name == "NEGATE":
            return next(c for c in "a1 -" if not any(str(o) == "LITERAL" and v == ord(c) for o, v in members))
        if name == "LITERAL":
            return chr(value)
        if name == "RANGE":
            return chr(value[0])
        if name == "CATEGORY":
            return CLASSES.get(str(value), "-")
    return "a"


def worst_inputs(compiled: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Pairs of a beginning and what is repeated behind it."""
    found = units(compiled)
    literal = [unit for unit in found if unit not in ALWAYS]
    for unit in found:
        yield "", unit
    for start in literal[:3]:
        for unit in ALWAYS[:4]:
            yield start, unit


def slowest(pattern: Pattern) -> str | None:
    """The first input on which an expression is more than linear, as a message."""
    counted = Counted(pattern.compiled)
    for method in sorted({m if m in ("match", "fullmatch", "search") else "finditer" for m in pattern.methods}):
        for start, unit in worst_inputs(pattern.compiled):
            if growth := _growth(counted, method, start, unit):
                return f"{pattern.where} {method} {start!r} + {unit!r} × n: {growth}"
    return None


def _growth(counted: Counted, method: str, start: str, unit: str) -> str | None:
    """How the work grows, where that is by more than the text; what ends the text is what nothing expects."""
    steps: list[int] = []
    for size in SIZES:
        text: Any = start + unit * max(size // len(unit), size // SHORTEST) + "\x00"
        text = text if counted.is_text else text.encode()
        try:
            steps.append(counted.cost(method, text, MOST * len(text)))
        except TooMany:
            return f"more than {MOST} steps a character"
        if size == SIZES[0] and steps[0] < LEAST * len(text):
            return None
    whole, half, quarter = steps
    growth = (whole - half) / max(half - quarter, 1)  # the same, a constant part taken off
    return f"×{growth:.1f} for twice the length" if growth >= STEEP else None
