"""
robots.txt (RFC 9309), read by protego: what may be asked, and how often.

400 to 499 means there are no rules; anything else that is no 200 means the host cannot be asked now, so wait.
"""

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..settings import FetchSettings

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["allowed", "crawl_delay", "robots_url", "rules_from"]

FOREVER = 10**9  # seconds; a rate may be written with 400 digits


def robots_url(url: str) -> str:
    """
    Where a URL's rules are.

    >>> robots_url("https://bbs.example:8443/read.php?tid=1")
    'https://bbs.example:8443/robots.txt'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"


def rules_from(status: int, body: bytes, settings: FetchSettings) -> str | None:
    """
    The text of the rules that an answer carries: empty where there are none, ``None`` where the host must be asked again later.

    >>> rules_from(404, b"<html>", FetchSettings()), rules_from(503, b"", FetchSettings())
    ('', None)
    """
    if status == 429 or status >= 500 or status < 200:
        return None
    if status >= 300:
        return ""
    return body[: settings.robots_bytes].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=64)
def _parsed(rules: str) -> "Protego":
    from protego import Protego

    return Protego.parse(rules)


def allowed(rules: str, url: str, settings: FetchSettings) -> bool:
    r"""
    Whether the rules let us ask for a URL.

    >>> allowed("User-agent: *\nDisallow: /admin", "http://bbs.example/admin/x", FetchSettings())
    False
    """
    return not rules or bool(_parsed(rules).can_fetch(url, settings.user_agent))


def crawl_delay(rules: str, settings: FetchSettings) -> float | None:
    r"""
    The wait that the rules ask for: ``Crawl-delay``, or what ``Request-rate`` comes to.

    >>> crawl_delay("User-agent: *\nCrawl-delay: 7", FetchSettings())
    7.0
    """
    if not rules:
        return None
    parsed = _parsed(rules)
    delay = parsed.crawl_delay(settings.user_agent)
    rate = parsed.request_rate(settings.user_agent)
    asked = [d for d in (delay, min(rate.seconds, FOREVER) / rate.requests if rate and rate.requests else None) if d]
    return float(max(asked)) if asked else None
