"""
The engines we read, one file each, found by walking this package; and the question which of them a page is of.

``recognition`` knows how a page's engine is found for a price that does not grow with their number.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache

from ..markup import Page
from . import recognition
from .base import Engine

__all__ = ["Engine", "all_engines", "claimants", "named", "recognise", "relatives"]

NOT_ENGINES = frozenset(
    {"base", "reading", "notices", "refusals", "listing", "recognition", "explaining", "dump", "generic", "structured", "toml"}
)


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


@cache
def _index() -> recognition.Index:
    return recognition.Index(all_engines())


def claimants(page: Page, engines: Sequence[Engine]) -> list[Engine]:
    """The engines whose claim fits the page; tests hold that there is at most one."""
    return list(recognition.claiming(page, recognition.Index(engines)))


def recognise(page: Page, extra: Sequence[Engine] = (), likely: Engine | None = None) -> Engine | None:
    """The engine of a thread's page, or ``None``. ``extra`` engines (a user's own) are asked first, then the ``likely`` one."""
    if extra and (own := claimants(page, extra)):
        return own[0]
    if likely is not None and recognition.claims(likely, page):
        return likely
    return next(recognition.claiming(page, _index()), None)


def relatives(page: Page, extra: Sequence[Engine] = ()) -> list[Engine]:
    """The engines that this page may be a board, a login or a refusal of: those whose signs fit."""
    own = recognition.relatives(page, recognition.Index(extra)) if extra else []
    return own or recognition.relatives(page, _index())


def named(name: str, extra: Sequence[Engine] = ()) -> list[Engine]:
    """All variants of an engine by its name (``phpwind``) or label (``phpwind 8.7``)."""
    wanted = name.lower().replace("-", " ")
    return [e for e in (*extra, *all_engines()) if wanted in (e.name.lower(), e.label.lower().replace("-", " "))]
