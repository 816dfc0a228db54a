"""
The cleaner: detectors point, ``edits`` cuts, and everything that was cut is accounted for.

The detectors are imported when the first text comes: their expressions take 50 ms, which ``scraper --help`` need not pay.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from ..model import Edit, Mark
from ..settings import CleanSettings
from .edits import restore

if TYPE_CHECKING:
    from .whole import clean_page, quiet

__all__ = ["Cleaned", "clean", "clean_page", "quiet", "restore"]


class Cleaned(msgspec.Struct, frozen=True):
    """The clean text, every change that led to it, and what a reader should know. ``restore(text, edits)`` is the text as it was."""

    text: str
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()


def clean(text: str, settings: CleanSettings = CleanSettings(), *, marks: tuple[Mark, ...] = (), plain: bool = True) -> Cleaned:
    """
    A text without its junk, with the ledger of what was cut; see ``clean_page``.

    >>> clean("Nothing wrong here.")
    Cleaned(text='Nothing wrong here.', edits=(), warnings=())
    """
    from .whole import clean_page

    return clean_page([(text, marks)], settings, plain=plain)[0]


def __getattr__(name: str) -> Any:
    """What cleans pages, imported when it is asked for."""
    if name in ("clean_page", "quiet"):
        from . import whole

        return getattr(whole, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
