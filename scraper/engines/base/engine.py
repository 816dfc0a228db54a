"""The form that each engine fills in, what of a record a form gives, and the form as one site adapts it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import UsageError
from ...markup import Lifted, Node, Page
from ...model import BoardPage, Outcome, Poll, State, ThreadPage
from ...settings import Site
from .citations import Quoted, said_by
from .numbers import floor_number
from .rules import Pairs, Pick, Rule, first_of, no_pairs, no_states, nobody

__all__ = ["BARE", "RULES", "SELECTORS", "BoardRules", "Engine", "adapted", "gives"]

SELECTORS = frozenset({"board", "tags", "post", "body", "attachments", "card", "signature", "message"})
"""Fields of a form that a selector alone may fill."""

RULES = frozenset(
    "version site title page pages next_url views replies post_id floor posted edited reply_to author author_id author_url avatar level "
    "motto location online zone".split()
)
"""Fields of a form that a rule fills."""


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
    filtered: Callable[[Page], bool] | None = None  # whether the page shows some posts only (of one author), so their numbers are no floors
    start: Callable[[Page], int | None] | None = None  # 0-based place of the page's first post, where posts have no number
    posted: Rule = nobody
    edited: Rule = nobody
    editor: Rule = nobody  # a link or the like, where the note has words in any language around it
    reply_to: Rule = nobody
    answered: Rule = nobody  # the label of the floor that is answered, where the number of its post is not said
    states: Callable[[Node], tuple[State, ...]] = no_states
    accepted: Rule = nobody  # of the page: the id of the answer that is the best, where that post itself does not say so
    body: str | Callable[[Node], Node | None]
    marks: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[str], str] | None = None  # of the serialised, labelled body: what no selector reaches (text beside an element)
    quote: Callable[[Quoted], tuple[str | None, str | None]] = said_by
    quote_head: re.Pattern[str] | None = None  # a citation line inside the quote's text: groups ``author``, ``post``
    quote_tail: re.Pattern[str] | None = None  # the same, at the quote's end
    quote_floor: re.Pattern[str] | None = None  # in a citation: the label of the quoted post's floor as group 1
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
    order_given: bool = False  # by the user; else what the page's own numbers say goes before it
    zone: Rule = nobody
    reader: Callable[[Page], ThreadPage | BoardPage | Outcome | None] | None = None

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
        "reply_to": engine.reply_to if engine.reply_to is not nobody else engine.answered,
        "states": engine.states if engine.states is not no_states else engine.marks.get("notice"),
        "boards": engine.boards,
    }
    if engine.reader:
        return ["reader"]
    return [name for name, rule in forms.items() if rule and rule is not nobody and rule is not no_pairs]


BARE: Mapping[str, Any] = {
    "post_id": nobody,
    "post_url": None,
    "floor": nobody,
    "avatar": nobody,
    "level": nobody,
    "motto": nobody,
    "online": nobody,
    "pairs": no_pairs,
    "signature": "",
    "boards": None,
    "message": "",
}
"""What pages for printing and archives leave out of an engine's form: numbers, cards, signatures, lists."""


def adapted(engine: Engine, site: Site, date_order: str | None = None) -> Engine:
    """
    The engine as one site prints it: its own order of dates, its own selectors, which go before the engine's rules.

    Raises ``UsageError`` for a selector of something that is no field, or of one that takes more than a selector.
    """
    order = date_order or site.date_order
    if not order and not site.selectors:
        return engine
    own: dict[str, Any] = {"date_order": order, "order_given": True} if order else {}
    for name, selector in site.selectors.items():
        if name not in RULES | SELECTORS:
            raise UsageError(f"a site's own selector cannot stand for {name!r}")
        own[name] = first_of(Pick(selector), getattr(engine, name)) if name in RULES else selector
    return replace(engine, **own)
