"""
Frozen settings: what a person may decide, each with its default and its reason. No globals, no environment.

Each layer of the program receives its own section and nothing else. Lengths are code points, sizes bytes, times seconds.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

__all__ = ["PRESETS", "CleanSettings", "FetchSettings", "ReadSettings", "Settings", "Site"]


Seconds = Annotated[float, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Some = Annotated[int, Meta(ge=1)]


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a person knows of one site: its engine, time zone, date order, pause between requests (seconds), and selectors of its own.

    ``selectors`` maps fields of the engine's form (``title``, ``author`` …) to CSS selectors that go before the engine's.
    """

    engine: str | None = None
    timezone: str | None = None
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    delay: Seconds | None = None
    selectors: dict[str, str] = {}


class ReadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    How pages are read.

    ``engine`` and ``encoding`` force what the page does not say; ``timezone`` (an IANA name or ``+08:00``) is used where the
    page names none; ``date_order`` (``ymd``, ``dmy`` or ``mdy``) overrides the engine's and the locale's. ``engine_files`` are
    engines written as TOML; ``sites`` maps hosts to what is known of them.
    """

    engine: str | None = None
    encoding: str | None = None
    timezone: str | None = None
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    engine_files: tuple[str, ...] = ()
    sites: dict[str, Site] = {}


class CleanSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the cleaner may take. A reason left out of ``reasons`` is never used; those with a switch of their own need it as well.

    ``mark_only`` lists the edits but cuts nothing (for archives). ``likely`` rules statistical junk: ``auto`` asks the page to
    earn it, ``on`` takes less evidence, ``off`` never. ``repair_homoglyphs`` turns a warning into an edit. ``drop_bumps`` and
    ``normalise_blanks`` are for training data. ``site_strings`` are sentences the user knows to be inserted by the site.
    """

    reasons: frozenset[str] = frozenset(
        "hidden junk-proved junk-pattern junk-likely site-string invisible mojibake homoglyph boilerplate blank".split()
    )
    likely: Literal["off", "auto", "on"] = "auto"
    mark_only: bool = False
    repair_homoglyphs: bool = False
    drop_bumps: bool = False
    normalise_blanks: bool = False
    site_strings: tuple[str, ...] = ()
    cache_dir: str | None = None


PRESETS: dict[str, CleanSettings] = {
    "archive": CleanSettings(mark_only=True),
    "reading": CleanSettings(),
    "training": CleanSettings(drop_bumps=True, normalise_blanks=True),
}
"""Named settings: mark only, for archives; the default, for reading; and one for training data."""


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """
    How the network is used; the figures are from ``docs`` of the guards and each has its test.

    ``delay`` is the least pause between two requests to a host in seconds; ``contact`` goes into the user agent so that a
    site's owner can ask.
    """

    delay: Seconds = 1.0
    jitter: Seconds = 0.25  # share of the delay, added at random, so that two crawls do not march in step
    concurrency: Some = 8  # hosts side by side; per host always one request in flight
    connect_timeout: Seconds = 10.0
    total_timeout: Seconds = 60.0  # httpx times each read alone: a trickle held a 2 s timeout for 30 s
    least_rate: Count = 1024  # bytes per second over ``rate_window``
    rate_window: Seconds = 20.0
    max_bytes: Some = 20_000_000  # decoded
    max_ratio: Some = 100  # decoded : received, after the first megabyte
    inflate_step: Some = 1_000_000
    max_redirects: Count = 10
    max_header_bytes: Some = 65_536
    max_retry_after: Seconds = 3600.0
    retries: Count = 4
    host_failures: Some = 10  # in a row, then the host rests
    host_rest: Seconds = 900.0
    robots: bool = True
    robots_bytes: Count = 512_000  # RFC 9309: at least 500 KiB
    min_free: Count = 100_000_000  # bytes left on the disk of the job and the files: five of the largest pages; 0 never looks
    allow_private: bool = False
    user_agent: str = "forum-scraper"
    contact: str | None = None
    http2: bool = False
    proxy: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str, str], ...] = ()  # host, name, value


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All sections together."""

    read: ReadSettings = ReadSettings()
    clean: CleanSettings = CleanSettings()
    fetch: FetchSettings = FetchSettings()
