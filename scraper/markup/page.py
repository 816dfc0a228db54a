"""A decoded page as one tree, with its addresses joined."""

import contextlib
import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from .nodes import Node

__all__ = ["PLAIN", "Page"]

PLAIN = re.compile(  # an address on this site without "..", that joins by putting the folder before it
    r"(?:\./)?[\w-]+(?:\.\w+)?(?:/[\w-]+(?:\.\w+)?)*(?:\?[\w&=;.,%+!~*'()@$-]+)?(?:#[\w&=;.,%+-]+)?\Z", re.ASCII
)
FOLDER = re.compile(r"https?://[^/?#\s\\]+/(?:[^/?#\s\\.][^/?#\s\\]*/)*(?=[^/?#]*(?:[?#]|\Z))")


class Page:
    """A decoded page: its text, its tree, and where it came from.

    ``url`` is the page's address (joined with ``<base>`` for links), ``fetched_at`` an ISO time from which relative times count.
    """

    def __init__(
        self,
        text: str,
        *,
        url: str | None = None,
        fetched_at: str | None = None,
        charset: str | None = None,
        source: str = "",
        timezone: str | None = None,
        utf8: bytes | None = None,
    ) -> None:
        self.text = text
        self.url = url
        self.fetched_at = fetched_at
        self.charset = charset
        self.source = source
        self.timezone = timezone
        self.warnings: list[str] = []
        self.tree = LexborHTMLParser(text if utf8 is None else utf8)  # lexbor reads UTF-8: the bytes spare an encoding
        root = self.tree.root
        self.root: Node = root if root is not None else LexborHTMLParser("<html></html>").css("html")[0]
        self._data = utf8
        ends = self.ends
        base = self.root.css_first("base[href]") if b"<base" in ends or b"<BASE" in ends else None
        self.base = url or ""
        if base is not None:
            with contextlib.suppress(ValueError):  # a page may write any address there: http://[
                self.base = urljoin(self.base, base.attributes.get("href") or "")
        self.folder = found[0] if (found := FOLDER.match(self.base)) else ""

    @property
    def data(self) -> bytes:
        """The page as UTF-8; made on the first call where it came in another encoding."""
        if self._data is None:
            self._data = self.text.encode("utf-8", "replace")
        return self._data

    @cached_property
    def ends(self) -> bytes:
        """The first and the last 4,000 bytes or characters, as UTF-8: where engines say who they are."""
        if self._data is not None:
            return self._data[:4000] + b"\n" + self._data[-4000:]
        return (self.text[:4000] + "\n" + self.text[-4000:]).encode("utf-8", "replace")

    @cached_property
    def language(self) -> str | None:
        """The language that the page says it is in, as two letters."""
        said = self.root.attributes.get("lang") or self.root.attributes.get("xml:lang") or ""
        return said[:2].lower() or None

    @property
    def is_json(self) -> bool:
        """Whether the page is an answer in JSON, which has no elements that mean anything."""
        return self.text[:64].lstrip("\ufeff \t\r\n")[:1] in ("{", "[")

    def css(self, selector: str) -> list[Node]:
        """All elements of the page that the selector fits, in document order, each once."""
        found = self.root.css(selector)
        if len(found) > 1 and "," in selector:  # lexbor gives an element again for each part of a list that fits it
            return list({node.mem_id: node for node in found}.values())
        return found

    def first(self, selector: str) -> Node | None:
        """The first element that the selector fits."""
        return self.root.css_first(selector)

    def join(self, href: str | None) -> str | None:
        """An address as written on the page, made absolute; ``None`` stays ``None``, what cannot be joined stays as it is."""
        if not href:
            return None
        if href.startswith(("http://", "https://")):
            return href.strip()
        href = href.strip()
        if self.folder and PLAIN.match(href):  # most addresses on a forum's page; urljoin takes 13 µs
            return self.folder + href.removeprefix("./")
        try:
            return urljoin(self.base, href) if self.base else href
        except ValueError:
            return href

    def join_all(self, hrefs: Iterable[str]) -> tuple[str, ...]:
        """Addresses made absolute, each once, in order."""
        return tuple(dict.fromkeys(url for href in hrefs if (url := self.join(href))))
