"""
Addresses: joined, made comparable, asked for a parameter. No function raises, whatever the page wrote.

What is true of every forum stands here (session ids, fragments, ports); what an engine does with its own addresses
stands with the engine. Query parts may be parted by ``&`` or, as SMF does, by ``;``.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_plus, urljoin, urlsplit, urlunsplit

__all__ = ["canonical", "host", "is_web", "join", "param", "query", "same_page", "split"]

SCHEME = re.compile(r"https?:(?=//)", re.IGNORECASE)
WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
HOST = re.compile(r"[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^:/?#]+)", re.IGNORECASE)
PARTS = re.compile(r"[&;]")
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
ODD = re.compile(r"[^!-~]|[\"<>\\^`{|}]")  # what may not stand in an address as it is

SESSION = re.compile(
    r"""
    (?: (?:php|asp|j)?sess(?:ion)?_?id | phpsessid | oscsid | zenid | cfid | cftoken | utm_\w+ | fbclid | gclid ) = .*
    | sid = (?! \d{1,5} $ ) .*            # phpBB 32 hex digits, Discuz! six letters; a short number is a real id
    | s = [0-9a-z]{16,}                   # vBulletin; a short s is a search
    """,
    re.IGNORECASE | re.VERBOSE,
)
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
PORTS = {"http": ":80", "https": ":443"}
NOTHING = SplitResult("", "", "", "", "")


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """
    The one form of an address: host in lower case, no default port, fragment or session id, parameters in their order.

    >>> canonical("HTTP://BBS.Example:80/viewtopic.php?t=5&sid=0123456789abcdef0123456789abcdef&start=15#p77")
    'http://bbs.example/viewtopic.php?t=5&start=15'
    """
    text = _plain(url.strip())
    return _upper(_plain(_encoded(text)) if ODD.search(text) else text)


def _plain(text: str) -> str:
    """The same before and after what is odd in it is encoded; what is no address stays as it is."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    scheme = parts.scheme.lower()
    place = _place(parts.netloc, scheme)
    path = PATH_SESSION.sub("", parts.path) if ";" in parts.path else parts.path
    if not place and path.startswith("//"):
        path = "/" + path.lstrip("/")  # else it would pass for a host, on some versions of Python
    return urlunsplit((scheme, place, path or ("/" if place else ""), _lasting(parts.query), ""))


def _encoded(url: str) -> str:
    """Percent-encoded as browsers do it."""
    from w3lib.url import safe_url_string  # 30 ms to import, and few addresses need it

    try:
        return str(safe_url_string(url))
    except (ValueError, UnicodeError):  # a host or port that is none
        return quote(url, safe="!$%&'()*+,-./:;=?@[]_~#", errors="replace")


def _place(netloc: str, scheme: str) -> str:
    user, at, place = netloc.rpartition("@")
    place, before = place.lower(), ""
    while place != before:  # behind a port may stand another
        place, before = place.rstrip(".:").removesuffix(PORTS.get(scheme, " ")), place
    return user + at + place


def _lasting(text: str) -> str:
    """The parts of a query that name the page, not the visit; separators stay as they were."""
    if "=" not in text or not any(SESSION.fullmatch(part) for part in PARTS.split(text)):
        return text
    separator = "&" if "&" in text else ";"
    return separator.join(part for part in PARTS.split(text) if part and not SESSION.fullmatch(part))


def _upper(url: str) -> str:
    return ESCAPE.sub(lambda found: found[0].upper(), url) if "%" in url else url


def same_page(a: str, b: str) -> bool:
    """
    Whether two addresses name one page: http or https, parameters in any order, with or without a last slash.

    >>> same_page("http://bbs.example/read.php?tid=5&page=2", "https://BBS.example/read.php?page=2&tid=5#9")
    True
    """
    return a == b or _key(a) == _key(b)


def _key(url: str) -> tuple[str, tuple[str, ...]]:
    place, _, rest = canonical(url).partition("?")
    return SCHEME.sub("", place).rstrip("/"), tuple(sorted(part for part in PARTS.split(rest) if part))


def query(url: str) -> dict[str, str]:
    """
    The parameters of an address, decoded; where a name stands twice, the last counts.

    >>> query("index.php?topic=2.15;msg=30#new")
    {'topic': '2.15', 'msg': '30'}
    """
    text = url.partition("#")[0].partition("?")[2]
    pairs = (part.partition("=") for part in PARTS.split(text) if part)
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}


@lru_cache(maxsize=256)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[?&;](?:{'|'.join(map(re.escape, names))})=([^&;#]*)")


def param(url: str | None, *names: str) -> str | None:
    """
    The value of the first of these parameters that the address carries; ``None`` where it has none or an empty one.

    >>> param("read.php?tid=1001&page=2", "tid"), param("read.php?fid=2", "tid")
    ('1001', None)
    """
    if not url:
        return None
    found = _finder(names).search(url)
    if not found or not found[1]:
        return None
    value = found[1]
    return unquote_plus(value) if "%" in value or "+" in value else value


def is_web(url: str | None) -> bool:
    """Whether an address is absolute http or https."""
    return bool(url and WEB.match(url))


def host(url: str | None) -> str | None:
    """
    The host of an address in lower case, without port.

    >>> host("https://BBS.Example:8080/x")
    'bbs.example'
    """
    found = HOST.match(url) if url else None
    return found[1].lower() if found else None


def split(url: str | None) -> SplitResult:
    """
    An address in its parts; empty ones for nothing and for what is no address.

    >>> split("http://bbs.example/a?b").path, split("http://[")
    ('/a', SplitResult(scheme='', netloc='', path='', query='', fragment=''))
    """
    try:
        return urlsplit(url or "")
    except ValueError:
        return NOTHING


def join(base: str | None, href: str | None) -> str | None:
    """An address as written on the page, made absolute; what cannot be joined stays as it is, nothing stays ``None``."""
    if not href or not (href := href.strip()):
        return None
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return href
