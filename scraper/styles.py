"""
What a page's own style sheets hide: read with tinycss2, matched by lexbor, written on the tree as labels that ``render`` knows.

``Sheets.mark`` labels the hidden leaves of a post body ``hidden`` (inside a line) or ``hidden-block``; a body in which nothing can
be hidden so is left after a few substring searches. The cleaner decides which of them are junk.
What a reader can open (spoilers, tabs, "more", what a ``:hover`` shows) and what is there for screen readers is never labelled.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import msgspec

from .markup import MARK, Node, Page, fragment
from .markup.rendering import HIDDEN, KINDS, STYLE

__all__ = ["Rule", "Sheets", "conceals", "sheets"]

Style = Mapping[str, str]

COULD = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font(?:-size)?\s*:\s*0|text-indent\s*:\s*-|opacity\s*:\s*0?\.?0|clip(?:-path)?\s*:"
    r"|(?:left|top|right|bottom|margin[a-z-]*)\s*:\s*-\d{3}|(?:width|height)\s*:\s*0|scale\(\s*0",
    re.IGNORECASE,
)
ENDLESS = re.compile(r"\d{300,}")
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
STATE = re.compile(r":(?:hover|focus|active|checked|target|focus-within|focus-visible)\b")
PSEUDO = re.compile(r":")
NAMES = re.compile(r"[.#]([\w-]+)")
COLOURS = {"white": "#ffffff", "black": "#000000", "transparent": "transparent"}
OFF = -500.0  # pixels or more to the left or top: out of sight
LENGTH = re.compile(r"(-?(?:\d++(?:\.\d++)?|\.\d++))\s*+(px|pt|em|rem|ex|%|vw|vh|cm|mm|in)?$", re.IGNORECASE)
PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "%": 10.0,
    "vw": 10.0,
    "vh": 8.0,
    "cm": 38.0,
    "mm": 3.8,
    "in": 96.0,
}
APART = frozenset("a button label option script style noscript template th title h1 h2 h3 h4 h5 h6".split())  # page furniture
LEAVES = frozenset(["br", "wbr", "#text", "-text"])


class Rule(msgspec.Struct, frozen=True):
    """One selector of a sheet with what it declares; ``weight`` orders rules as the cascade does."""

    selector: str
    style: dict[str, str]
    weight: tuple[int, int, int, int]


class Parsed(msgspec.Struct, frozen=True):
    """
    What sheets say: the rules that touch what could hide, in the order of the cascade.

    By the name of an element that may come under them: their places in that order, one list of their selectors, and one list of the
    selectors that hide by themselves or in the colour of some background. Backgrounds go by the names in the last part of their
    selectors; ``opened`` are names of what a reader opens.
    """

    rules: list[Rule]
    named: dict[str, list[int]]
    lists: dict[str, str]
    hiding: dict[str, str]
    grounds: dict[str, str]
    opened: frozenset[str]


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
    def parsed(self) -> "Parsed":
        """The rules of the sheets."""
        return _parsed(self._texts)

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
            for node in _find(body, selector):
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
        return style | _declarations(node.attributes.get("style") or "")

    def _ground(self, node: Node) -> str:
        """The background colour behind an element, as far as the page says so itself; empty where it does not."""
        at: Node | None = node
        while at is not None and at.tag not in ("-undef", "#document"):
            own = _ground(_declarations(at.attributes.get("style") or "")) or _colour(at.attributes.get("bgcolor") or "")
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


def conceals(style: Style, ground: str = "") -> bool:
    """
    Whether a style shows nothing of a text that stands on a background of that colour; empty for one that is not known.

    >>> conceals({"display": "none"}), conceals({"color": "#FFF"}, "#ffffff"), conceals({"color": "#FFF"})
    (True, True, False)
    >>> conceals({"position": "absolute", "left": "-9999px"}), conceals({"text-indent": "2em"})
    (True, False)
    """
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse") or style.get("content-visibility") == "hidden":
        return True
    if _zero(style.get("font-size")) or _zero(style.get("opacity")) or (style.get("font") or "").startswith(("0/", "0 ", "0px")):
        return True
    if (indent := _pixels(style.get("text-indent"))) is not None and indent <= OFF:
        return True
    if style.get("position") in ("absolute", "fixed") and any((_pixels(style.get(side)) or 0) <= OFF for side in ("left", "top")):
        return True
    if style.get("overflow") == "hidden" and (_zero(style.get("width")) or _zero(style.get("height"))):
        return True
    if re.match(r"rect\((?:0(?:px)?[,\s]*){4}\)", style.get("clip", "")) or re.search(r"scale\(\s*0", style.get("transform", "")):
        return True
    colour = _colour(style.get("color") or "")
    return bool(colour) and (colour == "transparent" or colour == (_ground(style) or ground))


def _ground(style: Style) -> str:
    """The background colour that a style gives, empty for none."""
    colour = _colour(style.get("background-color") or style.get("background") or "")
    return "" if colour == "transparent" else colour


BLOCKS = frozenset(KINDS[tag] for tag in ("div", "p", "td", "pre"))
RELEVANT = frozenset(
    "display visibility font-size font opacity text-indent position left top width height overflow clip transform color background"
    " background-color content-visibility".split()
)


@lru_cache(maxsize=64)
def _suspects(texts: tuple[str, ...]) -> frozenset[str]:
    """Classes, ids and tags of rules that look as if they hide, found without parsing."""
    grounds = {_colour(value) for text in texts for value in BACKGROUND.findall(text)} - {""} | {"transparent"}
    found: set[str] = set()
    for selectors, block in (rule for text in texts for rule in BLOCK.findall(text)):
        hides = COULD.search(block) is not None
        if hides or not grounds.isdisjoint(map(_colour, COLOR.findall(block))):
            found.update(name for selector in selectors.split(",") for name in (_key(selector) if hides else NAMES.findall(selector)))
    return frozenset(found)


@lru_cache(maxsize=64)
def _parsed(texts: tuple[str, ...]) -> Parsed:
    """The sheets parsed; pages of a site share theirs, so this is done once for many pages."""
    rules = sorted((rule for n, text in enumerate(texts) for rule in _rules(text, n)), key=lambda rule: rule.weight)
    plain = [rule for rule in rules if not PSEUDO.search(rule.selector)]
    grounds = {name: colour for rule in plain if (colour := _ground(rule.style)) for name in _key(rule.selector)}
    every = set(grounds.values())
    named: dict[str, list[int]] = {}
    hiding: dict[str, list[str]] = {}
    for place, rule in enumerate(plain):
        hides = conceals(rule.style) or ("color" in rule.style and _colour(rule.style["color"]) in every)
        for name in _key(rule.selector) if _is_known(rule.selector) else ():
            named.setdefault(name, []).append(place)
            if hides:
                hiding.setdefault(name, []).append(rule.selector)
    opened = frozenset(name for rule in rules if _opens(rule) for name in NAMES.findall(rule.selector))
    lists = {name: ", ".join(dict.fromkeys(plain[place].selector for place in places)) for name, places in named.items()}
    return Parsed(plain, named, lists, {name: ", ".join(dict.fromkeys(selectors)) for name, selectors in hiding.items()}, grounds, opened)


def _opens(rule: Rule) -> bool:
    """Whether a rule belongs to something that a reader opens: it looks at a state, or shows what is inside or has another class."""
    if STATE.search(rule.selector):
        return True
    shows = rule.style.get("display", "none") != "none" or rule.style.get("visibility") == "visible"
    return shows and len(NAMES.findall(rule.selector)) > 1


def _countable(text: str) -> str:
    """A sheet without the numbers of which ``int()``, which tinycss2 asks, says that they are too long."""
    return ENDLESS.sub("9" * 300, text)


def _rules(text: str, number: int) -> Iterator[Rule]:
    """The rules of a sheet that hold for a screen, one for each selector."""
    import tinycss2

    for place, (prelude, block) in enumerate(
        _blocks(tinycss2.parse_stylesheet(_countable(text), skip_comments=True, skip_whitespace=True))
    ):
        normal, important = _split(tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True))
        for selector in filter(None, map(str.strip, prelude.split(","))):
            for urgent, style in enumerate((normal, important)):
                if style:
                    yield Rule(selector, style, (urgent, _specificity(selector), number, place))


def _blocks(nodes: Iterable[object]) -> Iterator[tuple[str, list[object]]]:
    """Selector and content of each rule, those in ``@media screen`` and ``@supports`` too; print and conditions are left out."""
    import tinycss2

    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "qualified-rule":
            yield tinycss2.serialize(node.prelude), node.content  # type: ignore[attr-defined]
        elif kind == "at-rule" and node.content is not None and _for_screens(node):  # type: ignore[attr-defined]
            yield from _blocks(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))  # type: ignore[attr-defined]


def _for_screens(rule: object) -> bool:
    import tinycss2

    name, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude).lower()  # type: ignore[attr-defined]
    return name in ("supports", "layer") or (name == "media" and "(" not in prelude and "print" not in prelude)


def _split(nodes: Iterable[object]) -> tuple[dict[str, str], dict[str, str]]:
    """The relevant declarations, ordinary and ``!important``."""
    import tinycss2

    normal: dict[str, str] = {}
    important: dict[str, str] = {}
    for node in nodes:
        if getattr(node, "type", "") == "declaration" and node.lower_name in RELEVANT:  # type: ignore[attr-defined]
            value = tinycss2.serialize(node.value).strip().lower()  # type: ignore[attr-defined]
            (important if node.important else normal)[node.lower_name] = value  # type: ignore[attr-defined]
    return normal, important


@lru_cache(maxsize=4096)
def _declarations(text: str) -> dict[str, str]:
    """An inline style; what is important in it comes last anyway."""
    if not text:
        return {}
    import tinycss2

    normal, important = _split(tinycss2.parse_blocks_contents(_countable(text), skip_comments=True, skip_whitespace=True))
    return normal | important


def _specificity(selector: str) -> int:
    """Ids, classes and tags, as one number."""
    return (
        10000 * selector.count("#") + 100 * len(re.findall(r"[.\[]|:(?!:)", selector)) + len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    )


def _key(selector: str) -> frozenset[str]:
    """The names in a selector's last part, one of which an element must bear."""
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    names = NAMES.findall(last)
    return frozenset(names or re.findall(r"^[a-zA-Z][\w-]*", last))


@lru_cache(maxsize=4096)
def _inline(style: str) -> bool:
    """Whether an element's own style may hide in a way that ``render`` does not look for."""
    return INLINE.search(style) is not None and HIDDEN.search(style) is None


def _find(node: Node, selector: str) -> list[Node]:
    """What a selector fits inside an element; nothing for one that lexbor does not know."""
    try:
        return node.css(selector)
    except Exception:  # selectolax raises its own and ValueError; a sheet may hold anything
        return []


def _has(parent: Node, selector: str, node: Node) -> bool:
    """Whether a selector fits an element; asked of its parent, as lexbor answers for what stands inside."""
    return any(found.mem_id == node.mem_id for found in _find(parent, selector))


def _is_known(selector: str) -> bool:
    """Whether lexbor knows a selector; one that it does not would spoil a list."""
    try:
        fragment("").css(selector)
    except Exception:
        return False
    return True


def _is_leaf(node: Node) -> bool:
    """Whether an element holds text and no other elements but line breaks."""
    child = node.first_child if hasattr(node, "first_child") else node.child
    while child is not None:
        if child.tag not in LEAVES:
            return False
        child = child.next
    return bool(node.text().strip())


def _pixels(value: str | None) -> float | None:
    found = LENGTH.match(value.replace("!important", "").strip()) if value else None
    return float(found[1]) * PIXELS[(found[2] or "").lower()] if found else None


def _zero(value: str | None) -> bool:
    return value is not None and _pixels(value) == 0


def _colour(value: str) -> str:
    """A colour as ``#rrggbb``; empty where the value names none that can be compared."""
    value = value.strip().lower().split(" ")[0] if "(" not in value else value.strip().lower()
    if value in COLOURS:
        return COLOURS[value]
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(2 * c for c in value[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value
    if found := re.match(r"rgba?\(\s*(\d{1,9})\s*[, ]\s*(\d{1,9})\s*[, ]\s*(\d{1,9})\s*(?:[,/]\s*([\d.]+))?", value):
        if found[4] is not None and float(found[4]) == 0:
            return "transparent"
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in found.groups()[:3])
    return ""
