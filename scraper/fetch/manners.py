"""
Manners as arithmetic: how long to wait, and for whom. Time and chance are passed in; nothing here sleeps.

Times are seconds since the epoch, waits are seconds.
"""

import json
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import msgspec

from ..settings import FetchSettings

__all__ = ["Chance", "Host", "backoff", "failed", "pause", "rested", "retry_after", "served", "user_agent", "wait_seconds"]

Chance = Callable[[], float]
"""Gives numbers from 0 to 1, as ``random.random``."""

BACKOFF = 5.0  # seconds before the second try; then 10, 20, 40: a restart of PHP-FPM or nginx takes under a minute
BACKOFF_CAP = 900.0
CRAWL_DELAY_CAP = 300.0  # as Heritrix: a robots.txt that says 1e9 means "rarely", not "never"


class Host(msgspec.Struct, frozen=True, kw_only=True):
    """
    What we owe one host.

    No request before ``next_at``; ``failures`` in a row so far; ``rests`` counts the times it was left alone for long.
    """

    next_at: float = 0.0
    failures: int = 0
    rests: int = 0


def user_agent(settings: FetchSettings) -> str:
    """
    An honest name, with a way to ask.

    >>> user_agent(FetchSettings(contact="mail@person.example"))
    'forum-scraper (+mail@person.example)'
    """
    return f"{settings.user_agent} (+{settings.contact})" if settings.contact else settings.user_agent


def pause(settings: FetchSettings, crawl_delay: float | None, chance: Chance, *, own: float | None = None) -> float:
    """
    The least wait between two requests to a host: the user's (``own`` for this host) or the site's, whichever is longer, and some
    jitter on top.

    >>> pause(FetchSettings(delay=1.0, jitter=0.25), 4.0, lambda: 1.0)
    5.0
    """
    asked = min(max(crawl_delay or 0.0, 0.0), CRAWL_DELAY_CAP)
    return max(settings.delay if own is None else own, asked) * (1 + settings.jitter * chance())


def retry_after(value: str | None, now: float, *, cap: float) -> float | None:
    """
    What a ``Retry-After`` header asks for, in seconds; nonsense and the past are ``None``, and ``cap`` is the most.

    >>> [retry_after(v, 0.0, cap=3600) for v in ("120", "Thu, 01 Jan 1970 00:01:00 GMT", "1000000000", "-1", "soon", None)]
    [120.0, 60.0, 3600, None, None, None]
    """
    if not value:
        return None
    try:
        wanted = float(value) if value.strip().replace(".", "", 1).isdecimal() else parsedate_to_datetime(value).timestamp() - now
    except (ValueError, OverflowError, TypeError):
        return None
    return min(wanted, cap) if wanted >= 0 else None


def wait_seconds(body: bytes, *, cap: float) -> float | None:
    """
    The wait that Discourse writes into a 429's JSON.

    >>> wait_seconds(b'{"errors": ["slow down"], "extras": {"wait_seconds": 39}}', cap=3600)
    39.0
    """
    if not body.lstrip().startswith(b"{") or len(body) > 65_536:
        return None
    try:
        wanted = float(json.loads(body)["extras"]["wait_seconds"])
    except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return None
    return min(wanted, cap) if wanted >= 0 else None


def backoff(tries: int, chance: Chance) -> float:
    """
    The wait after the ``tries``-th failure of a URL (1, 2, …): doubling, up to a quarter of an hour, half of it by chance.

    >>> [backoff(n, lambda: 1.0) for n in (1, 2, 3, 30)]
    [5.0, 10.0, 20.0, 900.0]
    """
    whole = min(BACKOFF * 2.0 ** min(tries - 1, 20), BACKOFF_CAP)
    return whole / 2 + whole / 2 * chance()


def served(host: Host, now: float, wait: float) -> Host:
    """The host after an answer: its row of failures is over."""
    return Host(next_at=now + wait, failures=0, rests=host.rests)


def failed(host: Host, now: float, wait: float, settings: FetchSettings) -> Host:
    """The host after a failure; the tenth in a row sends it to rest."""
    failures = host.failures + 1
    if failures >= settings.host_failures:
        return Host(next_at=now + max(wait, settings.host_rest), failures=0, rests=host.rests + 1)
    return Host(next_at=now + wait, failures=failures, rests=host.rests)


def rested(host: Host, longest: float, now: float) -> Host:
    """
    The host as a new run takes it over: no wait is longer than ``longest`` from now, whatever the clock did meanwhile.

    >>> rested(Host(next_at=9_000.0, failures=3), longest=60.0, now=100.0)
    Host(next_at=160.0, failures=3, rests=0)
    """
    return Host(next_at=min(host.next_at, now + longest), failures=host.failures, rests=0)
