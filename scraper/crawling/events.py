"""What a crawl tells while it runs. Values only; whoever shows them decides how. Texts from pages are as the page has them: escape them."""

from collections.abc import Callable
from dataclasses import dataclass

from ..frontier import Account

__all__ = [
    "Event",
    "Failed",
    "FileKept",
    "Listed",
    "OnEvent",
    "PageFetched",
    "Resting",
    "Retrying",
    "Started",
    "Stopping",
    "ThreadDone",
    "Waiting",
]


@dataclass(frozen=True, slots=True)
class Started:
    """The crawl begins or goes on: rows that wait, captures that are there already."""

    waiting: int
    pages: int
    posts: int


@dataclass(frozen=True, slots=True)
class PageFetched:
    """
    A page arrived and is stored.

    ``outcome`` is a word of the record's outcomes; ``page`` of ``pages`` in its thread or board; ``posts`` new ones; ``bytes`` as received.
    """

    url: str
    outcome: str
    title: str | None = None
    page: int | None = None
    pages: int | None = None
    posts: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing may be asked for now; ``seconds`` until ``host`` may be."""

    host: str
    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """A URL is asked for again in ``seconds``; the ``tries``-th try of ``most`` failed."""

    url: str
    seconds: float
    why: str
    tries: int
    most: int


@dataclass(frozen=True, slots=True)
class Resting:
    """A host failed too often: it is left alone for ``seconds``, or, where that is ``None``, until the next run."""

    host: str
    seconds: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A URL is given up for this run. ``advice`` says what the user can do."""

    url: str
    outcome: str
    why: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ThreadDone:
    """A thread was walked to its end, or as far as it goes."""

    account: Account


@dataclass(frozen=True, slots=True)
class Listed:
    """A thread that would be fetched (``list_only``)."""

    url: str
    title: str | None
    posts: int | None
    pages: int | None


@dataclass(frozen=True, slots=True)
class FileKept:
    """An attachment was stored."""

    url: str
    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Stopping:
    """The brake was pressed: so many open requests are finished, and nothing new is asked for."""

    open: int


Event = Started | PageFetched | Waiting | Retrying | Resting | Failed | ThreadDone | Listed | FileKept | Stopping
OnEvent = Callable[[Event], None]
