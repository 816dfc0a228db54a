"""What the user entrusts to certain hosts: headers and passwords, which go to the hosts of the user's own URLs and nowhere else."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit, urlunsplit

import msgspec

__all__ = ["Private", "entrusted", "schemes", "without_login"]


class Private(msgspec.Struct, frozen=True, kw_only=True):
    """Headers for one host; over https alone when ``secure``."""

    secure: bool
    headers: tuple[tuple[str, str], ...] = ()

    def for_scheme(self, scheme: str) -> Mapping[str, str]:
        """The headers, or none after a downgrade to http."""
        return dict(self.headers) if scheme == "https" or not self.secure else {}


def schemes(urls: Iterable[str]) -> dict[str, str]:
    """
    The hosts of URLs with the scheme that each is named by; http where both are.

    >>> schemes(["https://a.example/", "https://b.example/", "http://b.example/x"])
    {'a.example': 'https', 'b.example': 'http'}
    """
    found: dict[str, str] = {}
    for parts in map(urlsplit, urls):
        if parts.hostname:
            found[parts.hostname] = "http" if found.get(parts.hostname) == "http" else parts.scheme
    return found


def without_login(url: str) -> str:
    """
    A URL without the name and password in it.

    >>> without_login("https://jo:secret@bbs.example/t/1")
    'https://bbs.example/t/1'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def entrusted(urls: Sequence[str], headers: Sequence[tuple[str, str]] = ()) -> dict[str, Private]:
    """For each host of the user's URLs: the user's headers, and the login that the URL itself carries."""
    found = {host: Private(secure=scheme == "https", headers=tuple(headers)) for host, scheme in schemes(urls).items()}
    for parts in map(urlsplit, urls):
        if parts.hostname and parts.username is not None:
            login = b64encode(f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()).decode("ascii")
            held = found[parts.hostname]
            found[parts.hostname] = Private(secure=held.secure, headers=(*held.headers, ("Authorization", f"Basic {login}")))
    return found
