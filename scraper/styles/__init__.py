"""
What a page's own style sheets hide: read with tinycss2, matched by lexbor, written on the tree as labels that ``render`` knows.

``Sheets.mark`` labels the hidden leaves of a post body ``hidden`` (inside a line) or ``hidden-block``; a body in which nothing can
be hidden so is left after a few substring searches. The cleaner decides which of them are junk.
What a reader can open (spoilers, tabs, "more", what a ``:hover`` shows) and what is there for screen readers is never labelled.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from ..markup import MARK, Node, Page, selected
from ..markup.rendering import HIDDEN, KINDS, STYLE
from .declarations import colour_of, conceals, ground_of
from .parsing import NAMES, Parsed, Rule, declared, key_names, parse

__all__ = ["Rule", "Sheets", "conceals", "sheets"]

COULD = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font(?:-size)?\s*:\s*0|text-indent\s*:\s*-|opacity\s*:\s*0?\.?0|clip(?:-path)?\s*:"
    r"|(?:left|top|right|bottom|margin[a-z-]*)\s*:\s*-\d{3}|(?:width|height)\s*:\s*0|scale\(\s*0",
    re.IGNORECASE,
)
INLINE = re.compile(  # in an element's own style; display, visibility and font size are seen to by ``render``
    r"text-indent\s*:\s*-|opacity\s*:\s*0?\.?0\b|(?:left|top)\s*:\s*-\d{3}|(?:width|height)\s*:\s*0|clip\s*:|scale\(\s*0|(?<![-\w])color\s*:",
    re.IGNORECASE,
)
KNOWN = ".jammer"  # hidden by the sheets of Discuz! X and of sites made from it, which a page only links to
WORDS = ("jammer", "opacity", "text-indent", "transparent", "clip:", "-999", "bgcolor")
BLOCK = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;}\s]+)", re.IGNORECASE)
COLOR = re.compile(r"(?<![-\w])color\s*:\s*([^;}!\s]+)", re.IGNORECASE)
NAMED = re.compile(r' (?:class|id)="([^"]*)"')
TAGS = re.compile(r"<([a-z][\w-]*)")
CONTENT = re.compile(  # class names of what a reader opens or hears
    r"spoil|collaps|accord|expand|toggle|tab|more|fold|reveal|drop-?down|tooltip|popup|pop-|card|menu|modal|hide(?:able|-?content)|quote|code|caption"
    r"|sr-only|screen-?reader|visually|assistive|a11y|accessib|offscreen|element-invisible|show|open|click",
    re.IGNORECASE,
)
APART = frozenset("a button label option script style noscript template th title h1 h2 h3 h4 h5 h6".split())  # page furniture
LEAVES = frozenset(["br", "wbr", "#text", "-text"])


def sheets(page: Page) -> "Sheets":
    """
    The page's sheets of which something could hide text.

    They are asked of the tree: a search for one string costs a fifth of the parse (0.7 ns a byte), a selector a twentieth.
    """
    found = (node.text() for node in page.root.css("style") if not any("print" in (value or "") for value in node.attributes.values()))
    return Sheets(tuple(filter(_could, found)), page.text)


@lru_cache(maxsize=64)
def _could(sheet: str) -> bool:
    """Whether something in a sheet could hide text; pages of a site share theirs, so this is asked once for many pages."""
    return COULD.search(sheet) is not None or (
        COLOR.search(sheet) is not None and any(word in sheet for word in ("background", "transparent", "rgba"))
    )


class Sheets:
    """A page's sheets; parsed when a body bears a name that a hiding rule may mean (20 ms for a large forum's, once for a site)."""

    def __init__(self, texts: tuple[str, ...], page: str = "") -> None:
        self.suspects = _suspects(texts) if texts else frozenset()
        self._texts = texts
        self._page = page

    @cached_property
    def hides(self) -> bool:
        """Whether anything in the page's sheets, or in styles that ``render`` does not look for, could hide text."""
        return bool(self._texts) or " hidden" in self._page or any(word in self._page for word in WORDS)

    @cached_property
    def parsed(self) -> Parsed:
        """The rules of the sheets."""
        return parse(self._texts)

    def mark(self, body: Node, html: str) -> int:
        """Label the hidden leaves of a body, serialised as ``html``; how many there were."""
        asked = self._asked(html)
        if not asked or not self.hides:
            return 0
        count = 0
        for node in self._candidates(body, asked):
            if MARK in node.attributes or node.tag in APART or not _is_leaf(node) or self._content(node):
                continue
            if "jammer" in (node.attributes.get("class") or "").split() or conceals(self._style(node), self._ground(node)):
                node.attrs[MARK] = "hidden-block" if KINDS.get(node.tag or "", 0) in BLOCKS else "hidden"
                count += 1
        return count

    def _asked(self, html: str) -> list[str]:
        """Selectors of what some rule may hide in a body, or what hides itself in a way that ``render`` does not look for."""
        asked: list[str] = []
        if self.suspects and any(name in html for name in self.suspects):
            names = {name for value in NAMED.findall(html) for name in value.split()}.union(TAGS.findall(html))
            if names & self.suspects:
                hiding = self.parsed.hiding
                asked += [hiding[name] for name in sorted(hiding.keys() & names)]
        if "jammer" in html:
            asked.append(KNOWN)
        if " hidden" in html:
            asked.append("[hidden]")
        if "style=" in html and any(map(_inline, set(STYLE.findall(html)))):
            asked.append("[style]")
        return asked

    def _candidates(self, body: Node, asked: Iterable[str]) -> Iterator[Node]:
        """The elements that the selectors fit, each once."""
        seen = {body.mem_id}
        for selector in dict.fromkeys(asked):
            for node in selected(body, selector) or ():
                if node.mem_id not in seen and (selector != "[style]" or _inline(node.attributes.get("style") or "")):
                    seen.add(node.mem_id)
                    yield node

    def _style(self, node: Node) -> dict[str, str]:
        """What the sheets and the element itself declare for it."""
        style: dict[str, str] = {}
        names = {node.tag or "", *(node.attributes.get("class") or "").split(), node.attributes.get("id") or ""}
        if (parent := node.parent) is not None:
            named, lists, rules = (self.parsed.named, self.parsed.lists, self.parsed.rules) if self._texts else ({}, {}, [])
            asked = [name for name in names if name in named and _has(parent, lists[name], node)]  # few names have a rule that fits
            for place in sorted({place for name in asked for place in named[name]}):
                if _has(parent, rules[place].selector, node):
                    style |= rules[place].style
        if "hidden" in node.attributes:
            style.setdefault("display", "none")
        return style | declared(node.attributes.get("style") or "")

    def _ground(self, node: Node) -> str:
        """The background colour behind an element, as far as the page says so itself; empty where it does not."""
        at: Node | None = node
        while at is not None and at.tag not in ("-undef", "#document"):
            own = ground_of(declared(at.attributes.get("style") or "")) or colour_of(at.attributes.get("bgcolor") or "")
            names = (at.tag or "", at.attributes.get("id") or "", *(at.attributes.get("class") or "").split())
            grounds = self.parsed.grounds if self._texts else {}
            if colour := own or next((grounds[name] for name in names if name in grounds), ""):
                return colour
            at = at.parent
        return ""

    def _content(self, node: Node) -> bool:
        """Whether the element or its parent is something to be opened or to be read aloud."""
        for at in (node, node.parent):
            if at is not None:
                names = " ".join(
                    (at.tag or "" if "-" in (at.tag or "") else "", at.attributes.get("class") or "", at.attributes.get("id") or "")
                )
                if CONTENT.search(names) or (self._texts and self.parsed.opened.intersection(names.split())):
                    return True
        return False


BLOCKS = frozenset(KINDS[tag] for tag in ("div", "p", "td", "pre"))


@lru_cache(maxsize=64)
def _suspects(texts: tuple[str, ...]) -> frozenset[str]:
    """Classes, ids and tags of rules that look as if they hide, found without parsing."""
    grounds = {colour_of(value) for text in texts for value in BACKGROUND.findall(text)} - {""} | {"transparent"}
    found: set[str] = set()
    for selectors, block in (rule for text in texts for rule in BLOCK.findall(text)):
        hides = COULD.search(block) is not None
        if hides or not grounds.isdisjoint(map(colour_of, COLOR.findall(block))):
            found.update(name for selector in selectors.split(",") for name in (key_names(selector) if hides else NAMES.findall(selector)))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _inline(style: str) -> bool:
    """Whether an element's own style may hide in a way that ``render`` does not look for."""
    return INLINE.search(style) is not None and HIDDEN.search(style) is None


def _has(parent: Node, selector: str, node: Node) -> bool:
    """Whether a selector fits an element; asked of its parent, as lexbor answers for what stands inside."""
    return any(found.mem_id == node.mem_id for found in selected(parent, selector) or ())


def _is_leaf(node: Node) -> bool:
    """Whether an element holds text and no other elements but line breaks."""
    child = node.first_child if hasattr(node, "first_child") else node.child
    while child is not None:
        if child.tag not in LEAVES:
            return False
        child = child.next
    return bool(node.text().strip())
