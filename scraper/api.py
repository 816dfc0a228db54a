"""
What ``import scraper`` offers: pages and texts in, values out; nothing printed, nothing kept.

Everything heavy is imported on the first call that needs it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .settings import CleanSettings, ReadSettings

if TYPE_CHECKING:
    from .model import Page

__all__ = ["extract"]


def extract(
    page: bytes | str,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
    encoding: str | None = None,
    engine: str | None = None,
    timezone: str | None = None,
    settings: CleanSettings = CleanSettings(),
    source: str | None = None,
) -> "Page":
    """
    The posts of a page: HTML as bytes (decoded as a browser would) or text, or the plain text that somebody's tool made of one.

    ``fetched_at`` is an RFC 3339 time from which "yesterday" counts; ``headers`` are the response's; ``encoding`` and ``engine`` force what the
    page does not say. Never raises for bad input: ``.outcome`` says what became of it, ``.posts`` are the clean records.

    >>> extract("<p>no forum</p>").outcome.kind
    'unknown-engine'
    """
    from .model import Capture
    from .pipeline import extract as extract_capture

    body = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    capture = Capture(
        source=source or url or "",
        body=body,
        url=url,
        fetched_at=fetched_at,
        status=status,
        headers={name.lower(): value for name, value in (headers or {}).items()},
        encoding=encoding if isinstance(page, bytes) else "utf-8",
        engine=engine,
    )
    return extract_capture(capture, ReadSettings(timezone=timezone), settings)
