"""
Which addresses may be asked: the public internet, and what the user's own URL names.

The check is on the address that the connection will go to, after resolution, at each connection; so decimal and hexadecimal
forms, names that point inwards, redirects and DNS that changes its mind all meet it. Networks are those of the IANA
special-purpose address registries (2026).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import inet_aton
from urllib.parse import urlsplit

import msgspec

from ..errors import Refused

__all__ = ["Gate", "gate_for", "is_local_name", "is_public", "literal", "place"]

NOT_PUBLIC_4 = tuple(
    ip_network(n)
    for n in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24"
        " 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    ).split()
)
PUBLIC_6 = ip_network("2000::/3")
NOT_PUBLIC_6 = tuple(ip_network(n) for n in "2001::/23 2001:db8::/32 3fff::/20".split())
NAT64 = ip_network("64:ff9b::/96")

LOCAL_ENDINGS = (".localhost", ".local", ".localdomain", ".lan", ".internal", ".intranet", ".home.arpa", ".test")
WEB_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]
"""A host as written in a URL (lower case, no brackets) and a port."""


def is_public(address: str) -> bool:
    """
    Whether an IP address belongs to the public internet; IPv4 inside IPv6 (mapped, 6to4, NAT64) counts as what it holds.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "2606:4700::1111", "64:ff9b::a00:1")]
    [True, False, False, True, False]
    """
    found = ip_address(address.partition("%")[0])
    inner = _inner(found) if isinstance(found, IPv6Address) else found
    if inner is not None:
        return not any(inner in network for network in NOT_PUBLIC_4)
    return found in PUBLIC_6 and not any(found in network for network in NOT_PUBLIC_6)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries, if any."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def literal(host: str) -> str | None:
    """
    The IP address that a host writes out, in any form that a resolver takes.

    >>> [literal(h) for h in ("127.0.0.1", "2130706433", "0x7f.1", "0", "[::1]", "bbs.example")]
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '0.0.0.0', '::1', None]
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ip_address(bare.partition("%")[0]))
    except ValueError:
        pass
    if not bare or set(bare.lower()) - set("0123456789abcdefx."):
        return None
    try:
        return str(IPv4Address(inet_aton(bare)))
    except OSError:
        return None


def is_local_name(host: str) -> bool:
    """
    Whether a host says on its face that it is not of the public internet.

    >>> [is_local_name(h) for h in ("localhost", "nas", "forum.lan", "192.168.1.4", "bbs.example.org")]
    [True, True, True, True, False]
    """
    if address := literal(host):
        return not is_public(address)
    bare = host.lower().rstrip(".")
    return "." not in bare or bare.endswith(LOCAL_ENDINGS)


def place(url: str) -> Place:
    """
    Host and port of a URL.

    >>> place("https://BBS.example/read.php"), place("http://[::1]:8000/")
    (('bbs.example', 443), ('::1', 8000))
    """
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or WEB_PORTS.get(parts.scheme, 0)


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """The rule of one crawl: public addresses, and the places in ``opened``; all when ``allow_private``."""

    allow_private: bool = False
    opened: frozenset[Place] = frozenset()

    def passes(self, host: str, port: int, address: str) -> bool:
        """Whether a connection for ``host:port`` may go to ``address``."""
        return self.allow_private or is_public(address) or (host.lower(), port) in self.opened

    def admit(self, host: str, port: int, addresses: Iterable[str]) -> list[str]:
        """Those addresses that may be asked; ``Refused`` when there is none."""
        found = list(addresses)
        passed = [a for a in found if self.passes(host, port, a)]
        if not passed:
            raise Refused(
                f"{host}:{port}: {', '.join(found) or 'no address'} is not an address of the public internet;"
                " --allow-private opens such addresses"
            )
        return passed


def gate_for(urls: Iterable[str], *, allow_private: bool = False) -> Gate:
    """
    The gate of a crawl whose user typed ``urls``: a private place that one of them names is open, and on that host only
    the port named and the web's own two.

    >>> sorted(gate_for(["http://127.0.0.1:8080/t", "http://bbs.example/"]).opened)
    [('127.0.0.1', 80), ('127.0.0.1', 443), ('127.0.0.1', 8080)]
    """
    named = [p for p in map(place, urls) if p[0] and is_local_name(p[0])]
    opened = {(host, port) for host, named_port in named for port in (named_port, *WEB_PORTS.values())}
    return Gate(allow_private=allow_private, opened=frozenset(opened))
