"""
What an engine is: a frozen form of rules, filled in by one file each.

A *rule* is a callable from a node to a string or ``None``. ``Pick`` is the usual one; a function of the same shape may stand
in its place. Page rules get the root of the page, post rules the post's element, card rules the element with the author's card.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from ..markup import Lifted, Node, Page, lines
from ..model import BoardPage, Poll, State, ThreadPage
from ..settings import Site

if TYPE_CHECKING:
    from ..model import Outcome

__all__ = [
    "LONGEST",
    "TERM",
    "BoardRules",
    "Engine",
    "Pairs",
    "Pick",
    "Quoted",
    "Rule",
    "adapted",
    "closest",
    "count",
    "finder",
    "first_of",
    "first_place",
    "floor_number",
    "gives",
    "having",
    "html_of",
    "inside",
    "line_of",
    "nobody",
    "once",
    "text_lines",
    "unwrapped",
]

Rule = Callable[[Node], str | None]
"""Node in, text out; ``None`` where the page does not say."""

Pair = tuple[str, str, str | None]
"""A line of an author's card: label, text as shown, exact number behind it or ``None``."""

Pairs = Callable[[Node], Iterable[Pair]]

Asked = TypeVar("Asked")
Said = TypeVar("Said")

DIGITS = re.compile(r"\d[\d,.\u00a0 ]*")

CELL = r"([^<]*+(?:<(?!/?(?:d[dtl]|div)\b)[^<]*+)*+)"
TERM = rf"<(?:dt|div)\b[^<>]*+>{CELL}</(?:dt|div)>\s*+<(?:dd|div)\b[^<>]*+>{CELL}</(?:dd|div)>"
"""A term and its value in a list of a card's HTML, as an expression with two groups."""

LONGEST = (
    4_000  # characters of a value in which a pattern is sought: a page may write 10 MB there, and a site's own patterns may be quadratic
)


class Pick:
    """
    A rule: the first element that ``css`` fits (or the node itself), its attribute or its text, and of that what ``pattern`` finds.

    ``own=True`` reads only the text that stands in the element itself, not in its children.
    """

    __slots__ = ("attr", "css", "own", "pattern")

    def __init__(self, css: str | None = None, attr: str | None = None, pattern: str | None = None, *, own: bool = False) -> None:
        self.css = css
        self.attr = attr
        self.pattern = re.compile(pattern) if pattern else None
        self.own = own

    def __call__(self, node: Node) -> str | None:
        """The value, blanks folded; ``None`` where an element, attribute or match is missing, or the text is empty."""
        found = node.css_first(self.css) if self.css else node
        if found is None:
            return None
        value = found.attributes.get(self.attr) if self.attr else found.text(deep=not self.own)
        if not value:
            return None
        if self.pattern:
            match = self.pattern.search(value[:LONGEST])
            value = match[1] if match else None
        return " ".join(value.split()) or None if value else None  # a quarter of the price of a regular expression

    def __repr__(self) -> str:
        parts = [repr(self.css), f"attr={self.attr!r}" if self.attr else "", f"pattern={self.pattern.pattern!r}" if self.pattern else ""]
        return f"Pick({', '.join(p for p in parts if p)})"


def first_of(*rules: Rule) -> Rule:
    """A rule that gives what the first of several rules gives."""

    def rule(node: Node) -> str | None:
        return next((value for r in rules if (value := r(node))), None)

    return rule


def once(rule: Callable[[Asked], Said]) -> Callable[[Asked], Said]:
    """The same rule, for what several rules ask of one page or card: the last answer is kept and given again."""
    last: tuple[object, Any] = (None, None)

    def asked(of: Asked) -> Said:
        nonlocal last
        kept = last
        if kept[0] is not of:
            last = kept = (of, rule(of))
        return kept[1]  # type: ignore[no-any-return]

    return asked


@once
def html_of(card: Node) -> str:
    """A card serialised, once for all the rules that search it."""
    return card.html or ""


def finder(css: str) -> Callable[[Node], Node | None]:
    """The first element that a selector fits, found once for all rules that ask it of one node (2 to 6 µs each)."""

    @once
    def find(node: Node) -> Node | None:
        return node.css_first(css)

    return find


def inside(find: Callable[[Node], Node | None], rule: Rule) -> Rule:
    """A rule of the element that another function finds."""

    def asked(node: Node) -> str | None:
        found = find(node)
        return None if found is None else rule(found)

    return asked


def line_of(css: str, number: int = 0) -> Rule:
    """A rule: one line of the text of the first element that ``css`` fits; -1 is the last."""

    def rule(node: Node) -> str | None:
        found = lines(node.css_first(css))
        return found[number] if -len(found) <= number < len(found) else None

    return rule


def having(*names: str) -> Rule:
    """A rule of a row: whether one of some words stands among its own class names, or in one of them."""
    return lambda row: next((name for name in names if name in (row.attributes.get("class") or "")), None)


def closest(node: Node | None, tag: str) -> Node | None:
    """The innermost element of a tag around a node, or the node itself; ``None`` where there is none."""
    while node is not None and node.tag != tag:
        node = node.parent
    return node


def first_place(address: re.Pattern[str], number: Rule) -> Callable[[Page], int | None]:
    """A rule for ``start``: the place of the page's first post as the page's address says it, else 0 on the page of number 1."""

    def start(page: Page) -> int | None:
        found = address.search(page.url or "")
        return int(found[1]) if found else 0 if (number(page.root) or "1") == "1" else None

    return start


def unwrapped(node: Node) -> Node:
    """What holds an element's content: frames that hold nothing but another box, as skins put them in, are passed."""
    while (only := _only_box(node)) is not None:
        node = only
    return node


def _only_box(node: Node) -> Node | None:
    """The one division in an element that has no other child."""
    child, found = node.child, None
    while child is not None:
        if child.tag == "div" and found is None:
            found = child
        elif child.tag != "-comment" and not (child.tag == "-text" and not child.text().strip()):
            return None
        child = child.next
    return found


def nobody(_node: Node) -> None:
    """The rule of a field that the engine does not print."""
    return


@lru_cache(maxsize=4096)
def count(text: str | None) -> int | None:
    """
    A whole number as people write it.

    >>> count("1,059 replies"), count("none"), count("1 207")
    (1059, None, 1207)
    """
    found = DIGITS.search(text) if text else None
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return int(digits) if 0 < len(digits) < 19 else None  # more is no number of anything, and int() refuses 4,301


NAMED_FLOORS = {
    "楼主": 1, "樓主": 1, "楼 主": 1, "沙发": 2, "沙發": 2, "板凳": 3, "藤椅": 3, "地板": 4, "地毯": 4, "报纸": 4, "報紙": 4,
    "地下室": 5, "op": 1, "gf": 1,
}  # fmt: skip


@lru_cache(maxsize=1024)
def floor_number(label: str | None, *, zero_based: bool = False) -> int | None:
    """
    The place in the thread that a floor label names; ``zero_based`` where the engine counts replies (phpwind: ``1楼`` is the second post).

    >>> floor_number("楼主"), floor_number("4楼", zero_based=True), floor_number("#12"), floor_number("")
    (1, 5, 12, None)
    """
    if not label:
        return None
    text = label.strip("[]【】 \u00a0")
    if (named := NAMED_FLOORS.get(text.lower())) is not None:
        return named
    number = count(text)
    return None if number is None else number + zero_based


class Quoted:
    """What an engine knows of a quote when it names its author: the element's attributes, its citation line and the links in it."""

    __slots__ = ("attrs", "cite", "cite_attrs", "lifted", "links")

    def __init__(self, lifted: Lifted, cite: Lifted | None) -> None:
        self.lifted = lifted
        self.attrs = lifted.attrs
        self.cite = cite.text[:LONGEST] if cite else ""
        self.cite_attrs = cite.attrs if cite else ""
        self.links: Sequence[str] = cite.links if cite else ()


QUOTE_OF = "Zitat von|Quote from|Citation de|Cita de|Citazione di|Citaat van|Cytat z|Цитата от"
"""Captions of a quote whose author's name stands behind the words, as alternatives of a pattern."""

SAID = re.compile(
    r"(?:wrote|writes|said|says|Wrote|schrieb|hat geschrieben|hat [fF]olgendes geschrieben|a écrit|[eE]scribió|ha scritto|scrive|[eE]screveu|ha escrit|scrie|έγραψε|כתב(?:/ה)?|đã viết|menulis|"
    r"schreef|a dit|dijo|disse|ha detto|zei|sade|sagde|powiedział(?:\(a\))?|сказал(?:\(а\))?|dedi|söyledi|sanoi|řekl(?:\(?a\)?)?|"
    r"skrev|pisze|napisał(?:\(?a\)?|/a)?|píše|napsal(?:\(?a\)?)?|написал(?:\(?а\)?)?|писал(?:\(?а\)?)?|пишет|пише|написа|писав(?:\(?ла\)?)?|написав(?:\(?ла\)?)?|napísal(?:\(?a\)?)?|(?:je )?(?:napisao|napisala|napisao/la)|piše|yazdı|demiş ki|írta|a scris|kirjoitti|"
    r"说道?|說道?|发表于|發表於|写道|寫道|写了|寫了|的原帖|写到|寫到|提到|发布于|さんが書きました|님이 작성|(?<= )작성|(?<= )寫|كتب)\W*+$"
    r"|(?<!\W)\W++$"
)


def said_by(quoted: Quoted) -> tuple[str | None, str | None]:
    """The usual citation: a name before "wrote:"; no id."""
    first = quoted.cite.split("\n", 1)[0]
    return SAID.sub("", first).strip() or None, None


def no_states(_node: Node) -> tuple[State, ...]:
    return ()


def no_pairs(_node: Node) -> tuple[Pair, ...]:
    return ()


def text_lines(node: Node) -> Iterable[Pair]:
    """Label and value from the card's own lines, ``级别: X`` or ``Posts: 512``."""
    from ..labels import pairs
    from ..markup import lines

    return ((label, value, None) for label, value in pairs(lines(node)))


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardRules:
    """How a board's or an index's page lists its threads and boards. ``thread`` and ``board`` fit one row each."""

    thread: str | None = None
    thread_link: str = "a"
    thread_id: str | None = None  # a pattern over the row's link
    row_id: Rule = nobody  # of the row, where its link has no number
    title: Rule | None = None
    author: Rule = nobody
    replies: Rule = nobody
    views: Rule = nobody
    last_post: Rule = nobody
    last_poster: Rule = nobody
    sticky: Rule = nobody
    closed: Rule = nobody
    board: str | None = None  # fits links to boards
    board_id: str | None = None
    board_title: Rule | None = None  # of the link
    board_row: str | None = None  # fits the row in which the first link to a board stands
    board_named: Rule = nobody  # of that row, where the link has no number: the board's id
    board_threads: Rule = nobody  # of that row
    board_posts: Rule = nobody
    name: Rule = nobody  # the board's own title, from the root


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """
    How one engine (or one version or surface of it) prints threads; each field is a rule, a selector or ``None``.

    ``hints`` are lower-case strings to look for in the first and last 6,000 characters: they only decide who is asked first.
    ``claims`` are selectors; the engine claims a thread's page when one of them fits, and no other engine's may fit the same page.
    ``signs`` fit any page of the engine, so that its boards, logins and refusals are known as its own.
    ``marks`` maps labels (quote, cite in it or head before it, signature, edited, notice, hidden, code, attachment, rating, smiley,
    emoji, drop) to selectors.
    """

    name: str
    variant: str = ""
    hints: tuple[str, ...] = ()
    claims: tuple[str, ...]
    signs: tuple[str, ...] = ()
    json_claim: re.Pattern[str] | None = None  # fits the text of an answer in JSON, which has no elements to claim by
    version: Rule = nobody

    # the thread, from the root of the page
    site: Rule = nobody
    title: Rule = nobody
    thread_id: Callable[[Page], str | None] | None = None
    thread_url: Callable[[Page], str | None] | None = None
    board: str | Callable[[Page], Sequence[str]] = ""
    page: Rule = nobody
    pages: Rule = nobody
    next_url: Rule = nobody
    views: Rule = nobody
    replies: Rule = nobody
    tags: str = ""

    # the posts
    post: str | Callable[[Page], Sequence[Node]]
    post_id: Rule = nobody
    post_url: Callable[[Page, Node, str | None], str | None] | None = None
    floor: Rule = nobody
    floor_of: Callable[[str | None], int | None] = floor_number
    nth: Rule = nobody  # 0-based number of a post whose floor has a name of the site's own
    start: Callable[[Page], int | None] | None = None  # 0-based place of the page's first post, where posts have no number
    posted: Rule = nobody
    edited: Rule = nobody
    editor: Rule = nobody  # a link or the like, where the note has words in any language around it
    reply_to: Rule = nobody
    states: Callable[[Node], tuple[State, ...]] = no_states
    body: str | Callable[[Node], Node | None]
    marks: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[str], str] | None = None  # of the serialised, labelled body: what no selector reaches (text beside an element)
    quote: Callable[[Quoted], tuple[str | None, str | None]] = said_by
    quote_head: re.Pattern[str] | None = None  # a citation line inside the quote's text: groups ``author``, ``post``
    quote_tail: re.Pattern[str] | None = None  # the same, at the quote's end
    attachments: str = ""  # fits files outside the body
    shown: bool = False  # the images among them are shown in the post, not only offered
    attachment: Callable[[Lifted], tuple[str, str | None] | None] | None = None
    reactions: Callable[[Node], Iterable[tuple[str, int]]] | None = None
    poll: Callable[[Page], Poll | None] | None = None  # of the thread; it goes to the page's first post

    # the author
    card: str | Callable[[Node], Node | None] = ""
    author: Rule = nobody  # of the card
    author_id: Rule = nobody
    author_url: Rule = nobody
    avatar: Rule = nobody
    level: Rule = nobody
    motto: Rule = nobody
    location: Rule = nobody
    online: Rule = nobody  # "1" or "0"
    pairs: Pairs = no_pairs
    listed: frozenset[str] = frozenset()  # fields (``registered``) that the card prints among its statistics
    signature: str | Callable[[Node], Node | None] = ""  # of the post
    signature_cut: re.Pattern[str] | None = None  # the markup between a body and the signature in the same element

    # what else the engine prints
    boards: BoardRules | None = None
    message: str = ""  # the box in which the engine says why there is no thread
    elsewhere: Callable[[Page], str | None] | None = None  # where the posts are that a page of the engine's application lacks
    date_order: str = "ymd"
    zone: Rule = nobody
    reader: Callable[[Page], "ThreadPage | BoardPage | Outcome | None"] | None = None

    @property
    def label(self) -> str:
        """Name and variant, for lists: ``phpwind 8.7``."""
        return f"{self.name} {self.variant}".strip()


def gives(engine: Engine) -> list[str]:
    """The names of the record's fields that an engine's form fills, for lists and the manual."""
    forms = {
        "thread.title": engine.title,
        "thread.id": engine.thread_id,
        "thread.board": engine.board,
        "thread.views": engine.views,
        "thread.replies": engine.replies,
        "thread.next_url": engine.next_url,
        "thread.tags": engine.tags,
        "id": engine.post_id,
        "url": engine.post_url,
        "floor": engine.floor if engine.floor is not nobody else engine.start,
        "author.name": engine.author,
        "author.id": engine.author_id,
        "author.avatar": engine.avatar,
        "author.level": engine.level,
        "author.title": engine.motto,
        "author.online": engine.online,
        "author.stats": engine.pairs,
        "author.signature": engine.signature or engine.signature_cut,
        "posted_at": engine.posted,
        "text": engine.body,
        "quotes": engine.marks.get("quote"),
        "code": engine.marks.get("code"),
        "edited_at": engine.marks.get("edited") or engine.edited,
        "attachments": engine.marks.get("attachment") or engine.attachments,
        "reactions": engine.reactions,
        "poll": engine.poll,
        "reply_to": engine.reply_to,
        "states": engine.states if engine.states is not no_states else engine.marks.get("notice"),
        "boards": engine.boards,
    }
    if engine.reader:
        return ["reader"]
    return [name for name, rule in forms.items() if rule and rule is not nobody and rule is not no_pairs]


def adapted(engine: Engine, site: Site, date_order: str | None = None) -> Engine:
    """The engine as one site prints it: its own order of dates, its own selectors before the engine's."""
    order = date_order or site.date_order
    if not order and not site.selectors:
        return engine
    own: dict[str, Any] = {"date_order": order} if order else {}
    for name, selector in site.selectors.items():
        rule = getattr(engine, name, None)
        if rule is None or not callable(rule):
            own[name] = selector
        else:
            own[name] = first_of(Pick(selector), rule)
    return replace(engine, **own)
