"""
Cookies that never leave their host.

Each cookie is bound to one host, whatever ``Domain`` it came with, and a cookie that came over https never goes over http. A
``cookies.txt`` or a browser's store is read for the hosts that the user's URLs name and for no other. Nothing here is
ever written to a job, a log or a WARC.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from ..errors import InputError
from .private import schemes

__all__ = ["Cookie", "Jar", "from_firefox", "from_netscape", "named"]

STORED = """
    SELECT CAST(ifnull(host, '') AS TEXT), CAST(ifnull(name, '') AS TEXT), CAST(ifnull(value, '') AS TEXT),
           CAST(ifnull(path, '/') AS TEXT), CAST(ifnull(expiry, 0) AS REAL), isSecure
    FROM moz_cookies
"""
"""What Firefox keeps; a spoiled store has other types than it declares."""


class Cookie(msgspec.Struct, frozen=True, kw_only=True):
    """One cookie; ``expires`` in seconds since the epoch, ``None`` for the session."""

    host: str
    name: str
    value: str
    path: str = "/"
    secure: bool = False
    expires: float | None = None


class Jar:
    """The cookies of one run, by host."""

    def __init__(self, cookies: Iterable[Cookie] = ()) -> None:
        self._held: dict[str, dict[tuple[str, str], Cookie]] = {}
        self.hold(cookies)

    def __repr__(self) -> str:
        return f"<Jar of {sum(map(len, self._held.values()))} cookies>"

    def hold(self, cookies: Iterable[Cookie]) -> None:
        """Takes cookies; a later one replaces an earlier one of its name, host and path."""
        for cookie in cookies:
            self._held.setdefault(cookie.host, {})[cookie.name, cookie.path] = cookie

    def header(self, url: str, now: float) -> str | None:
        """The ``Cookie`` header for a request, or ``None``."""
        parts = urlsplit(url)
        held = self._held.get((parts.hostname or "").lower())
        if not held:
            return None
        fit = [c for c in held.values() if _fits(c, parts.scheme, parts.path or "/", now)]
        return "; ".join(f"{c.name}={c.value}" for c in sorted(fit, key=lambda c: -len(c.path))) or None

    def learn(self, url: str, lines: Iterable[str], now: float) -> None:
        """Takes the ``Set-Cookie`` lines of an answer."""
        for line in lines:
            cookie = _parsed(url, line, now)
            if cookie is None:
                continue
            if cookie.expires is not None and cookie.expires <= now:
                self._held.get(cookie.host, {}).pop((cookie.name, cookie.path), None)
            else:
                self.hold([cookie])


def _fits(cookie: Cookie, scheme: str, path: str, now: float) -> bool:
    if cookie.secure and scheme != "https":
        return False
    if cookie.expires is not None and cookie.expires <= now:
        return False
    base = cookie.path.rstrip("/")
    return path == base or path.startswith(base + "/")


def _parsed(url: str, line: str, now: float) -> Cookie | None:
    """A ``Set-Cookie`` line (RFC 6265, 5.2), bound to the host of ``url`` and to https where it came that way."""
    first, *rest = line.split(";")
    name, sign, value = first.partition("=")
    if not sign or not name.strip() or not _clean(name + value):
        return None
    attrs = {k.strip().lower(): v.strip() for k, _, v in (part.partition("=") for part in rest)}
    parts = urlsplit(url)
    path = attrs.get("path", "")
    return Cookie(
        host=(parts.hostname or "").lower(),
        name=name.strip(),
        value=value.strip(),
        path=path if path.startswith("/") else (parts.path.rpartition("/")[0] or "/"),
        secure=parts.scheme == "https" or "secure" in attrs,
        expires=_expiry(attrs, now),
    )


def _expiry(attrs: dict[str, str], now: float) -> float | None:
    if age := attrs.get("max-age"):
        try:
            return now + float(int(age))
        except (ValueError, OverflowError):
            pass
    if date := attrs.get("expires"):
        try:
            return parsedate_to_datetime(date.replace("-", " ")).timestamp()
        except (ValueError, OverflowError, TypeError):
            pass
    return None


def _clean(text: str) -> bool:
    """No control characters: they could end the header and begin another."""
    return all(c >= " " and c != "\x7f" for c in text)


def named(pairs: Sequence[tuple[str, str, str]], urls: Iterable[str]) -> list[Cookie]:
    """
    Cookies that the user typed as host, name, value; an empty host means each host of the user's URLs.

    A cookie for a host that the user names by https is bound to https.
    """
    bound = schemes(urls)
    return [
        Cookie(host=target, name=name, value=value, secure=bound.get(target) == "https")
        for host, name, value in pairs
        for target in ([host.lower()] if host else bound)
        if _clean(name + value)
    ]


def _bound(domain: str, wide: bool, cookie: Cookie, hosts: dict[str, str]) -> Iterable[Cookie]:
    """A stored cookie for those of the user's hosts that its domain covers."""
    bare = domain.lstrip(".").lower()
    for host, scheme in hosts.items():
        if host == bare or (wide and host.endswith("." + bare)):
            yield msgspec.structs.replace(cookie, host=host, secure=cookie.secure or scheme == "https")


def from_netscape(path: Path, urls: Iterable[str]) -> list[Cookie]:
    """The cookies of a ``cookies.txt`` for the hosts of ``urls``; lines are domain, subdomains, path, secure, expiry, name, value."""
    bound = schemes(urls)
    try:
        text = path.read_text("utf-8-sig", "replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    found: list[Cookie] = []
    rows = [
        line.removeprefix("#HttpOnly_").split("\t")
        for line in text.splitlines()
        if line and (line[0] != "#" or line.startswith("#HttpOnly_"))
    ]
    if rows and not any(len(row) == 7 for row in rows):
        raise InputError(f"{path}: is no cookies.txt; export one in the Netscape format (seven columns, tabs between)")
    for domain, wide, where, secure, expires, name, value in (row for row in rows if len(row) == 7):
        cookie = Cookie(host="", name=name, value=value, path=where or "/", secure=secure.upper() == "TRUE", expires=_stamp(expires))
        found += _bound(domain, wide.upper() == "TRUE" or domain.startswith("."), cookie, bound) if _clean(name + value) else ()
    return found


def _stamp(text: str) -> float | None:
    try:
        return float(text) or None
    except ValueError:
        return None


def from_firefox(profile: Path, urls: Iterable[str]) -> list[Cookie]:
    """The cookies of a Firefox profile folder (its ``cookies.sqlite``) for the hosts of ``urls``; the file is only read."""
    bound = schemes(urls)
    store = profile / "cookies.sqlite" if profile.is_dir() else profile
    if not store.is_file():
        raise InputError(f"{profile}: no cookies.sqlite in it; name the folder of a Firefox profile (about:profiles shows it)")
    try:
        base = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            rows = base.execute(STORED).fetchall()
        finally:
            base.close()
    except (sqlite3.Error, UnicodeError) as error:  # a spoiled store's complaint may not even be text
        raise InputError(f"{store}: cannot be read ({error})") from error
    found: list[Cookie] = []
    for host, name, value, path, expiry, secure in rows:
        # Firefox 142 and later store milliseconds
        expires = expiry / 1000 if expiry > 10**11 else expiry or None
        cookie = Cookie(host="", name=name, value=value, path=path or "/", secure=bool(secure), expires=expires)
        found += _bound(host, host.startswith("."), cookie, bound) if _clean(name + value) else ()
    return found
