"""
The engines we read, one file each, found by walking this package; and the question which of them a page is of.

Recognition costs no more with sixty engines than with three: the hints are looked up in the page's first and last 6,000
characters (plain substring search), and only engines that are hinted at are asked for their claim. Where none
answers, all are asked.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ..markup import Page
from .base import Engine

__all__ = ["Engine", "all_engines", "claimants", "named", "recognise", "relatives"]

NOT_ENGINES = frozenset({"base", "reading", "notices", "refusals", "listing", "dump", "generic", "structured", "toml"})


@cache
def all_engines() -> tuple[Engine, ...]:
    """Every engine of this package, by name and variant; imported on the first call."""
    found: list[Engine] = []
    for module in pkgutil.iter_modules(__path__):
        if module.name not in NOT_ENGINES and not module.name.startswith("_"):
            found += engines_of(importlib.import_module(f"{__name__}.{module.name}"))
    return tuple(sorted(found, key=lambda e: e.label))


def engines_of(module: object) -> Iterable[Engine]:
    """``ENGINE`` or ``ENGINES`` of a module."""
    one = getattr(module, "ENGINE", None)
    many = getattr(module, "ENGINES", ())
    return (one, *many) if isinstance(one, Engine) else tuple(many)


def claimants(page: Page, engines: Iterable[Engine]) -> list[Engine]:
    """The engines whose claim fits the page; tests hold that there is at most one."""
    return list(_claiming(page, engines))


def recognise(page: Page, extra: Sequence[Engine] = ()) -> Engine | None:
    """
    The engine of a page, or ``None``. ``extra`` engines (a user's own) are asked first, then the one with the longest hint on the page.

    The first that claims the page has it: no other's claim fits, and each that is asked in vain costs 20 µs.
    """
    if extra and (own := claimants(page, extra)):
        return own[0]
    text = page.head_and_tail
    ranked = sorted(all_engines(), key=lambda engine: -max((len(hint) for hint in engine.hints if hint in text), default=0))
    return next(_claiming(page, ranked), None)


def _claiming(page: Page, engines: Iterable[Engine]) -> Iterator[Engine]:
    if page.text[:64].lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return (engine for engine in engines if engine.json_claim and engine.json_claim.search(page.text))
    return (engine for engine in engines if any(page.first(claim) is not None for claim in engine.claims))


def relatives(page: Page, extra: Sequence[Engine] = ()) -> list[Engine]:
    """The engines that this page may be a board, a login or a refusal of: those whose signs fit."""
    return [e for e in (*extra, *all_engines()) if any(page.first(sign) is not None for sign in e.signs)]


def named(name: str, extra: Sequence[Engine] = ()) -> list[Engine]:
    """All variants of an engine by its name (``phpwind``) or label (``phpwind 8.7``)."""
    wanted = name.lower().replace("-", " ")
    return [e for e in (*extra, *all_engines()) if wanted in (e.name.lower(), e.label.lower().replace("-", " "))]
