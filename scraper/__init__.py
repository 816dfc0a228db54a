"""
Forum threads into clean records: fetch, read, clean, with an account of every character that is cut.

>>> import scraper
>>> scraper.clean("Nothing to cut.").text
'Nothing to cut.'

``extract`` reads a page, ``clean`` a text, ``restore`` undoes it, ``crawl`` (and ``crawl_sync``) fetch a thread. The network
and the parser are imported when they are first used.
"""

from typing import TYPE_CHECKING, Any

from .api import extract
from .clean import Cleaned, clean, restore
from .errors import ScraperError
from .model import Author, Capture, Edit, Outcome, Page, Proof, Quote, Record, Stat, Thread
from .settings import PRESETS, CleanSettings, FetchSettings, ReadSettings, Settings
from .version import __version__

if TYPE_CHECKING:
    from .crawling import crawl, crawl_sync

__all__ = [
    "PRESETS",
    "Author",
    "Capture",
    "CleanSettings",
    "Cleaned",
    "Edit",
    "FetchSettings",
    "Outcome",
    "Page",
    "Proof",
    "Quote",
    "ReadSettings",
    "Record",
    "ScraperError",
    "Settings",
    "Stat",
    "Thread",
    "__version__",
    "clean",
    "crawl",
    "crawl_sync",
    "extract",
    "restore",
]

LAZY = frozenset({"crawl", "crawl_sync"})


def __getattr__(name: str) -> Any:
    """The crawl's names, imported when they are asked for: the network's library takes 150 ms."""
    if name in LAZY:
        from . import crawling

        return getattr(crawling, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
