"""
From an engine's form and a page to posts: the one reading algorithm that all HTML engines share.

Marks are written on the tree once per page (a selector over the whole page costs what it costs over one post), bodies are
serialised and rendered one by one, and an author's card that says the same twice is read once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial

import msgspec

from ... import dates, labels, styles
from ...markup import Lifted, Marker, Node, Page, Rendered, fragment, render, texts_of, too_costly
from ...model import Attachment, Author, Mark, Post, RawQuote, Reaction, Stat, State, Thread, ThreadPage
from ..base import Engine, count, nobody
from ..notices import state_of
from ..orders import order_of
from .edit_notes import editor_of
from .lifted import file_of, files_in, sort_lifted
from .shown import as_shown

__all__ = ["Body", "read_body", "read_thread", "skim_thread"]

PINNED = re.compile(r"来自|來自|置顶|置頂|(?:from|pinned|sticky)\b", re.IGNORECASE)  # a floor's label at the top of page 1: "from 12#"
SIZE_BEHIND = re.compile(r"\s*+[(（]\s*+\d[\d.,]*+\s*+[KMG]?B?\s*+[)）]", re.IGNORECASE)
SIGNATURE_LINE = re.compile(r"[_\u2014\u2500]{8,}\s*")


def read_thread(engine: Engine, page: Page) -> ThreadPage | None:
    """The thread on a page, or ``None`` where the engine finds no post on it."""
    engine = _form_of(engine, page)
    nodes = page.css(engine.post) if isinstance(engine.post, str) else engine.post(page)
    if not nodes:
        return None
    thread = read_head(engine, page)
    zone = page.timezone or dates.zone_note(engine.zone(page.root) or "")
    start = engine.start(page) if engine.start else None
    reader = _Posts(engine, page, zone, partial(_ids, engine, nodes, start))
    posts = tuple(reader.post(node, None if start is None else start + i + 1) for i, node in enumerate(nodes))
    if engine.poll and (poll := engine.poll(page)):
        posts = (msgspec.structs.replace(posts[0], poll=poll), *posts[1:])
    if best := engine.accepted(page.root):
        posts = tuple(msgspec.structs.replace(p, states=(*p.states, "accepted")) if p.id == best else p for p in posts)
    return ThreadPage(thread=thread, posts=posts, warnings=tuple(page.warnings))


def skim_thread(engine: Engine, page: Page) -> ThreadPage | None:
    """
    The thread on a page with posts that know no more than their id and place: all that a crawl needs, at a third of the price.

    Where a post has neither, it is told from others by author and time, so the page is read in full.
    """
    engine = _form_of(engine, page)
    nodes = page.css(engine.post) if isinstance(engine.post, str) else engine.post(page)
    if not nodes:
        return None
    start = engine.start(page) if engine.start else None
    posts = tuple(_skimmed(engine, node, None if start is None else start + i + 1) for i, node in enumerate(nodes))
    if any(post.id is None and post.floor is None for post in posts):
        return read_thread(engine, page)
    return ThreadPage(thread=read_head(engine, page), posts=posts, warnings=tuple(page.warnings))


def _form_of(engine: Engine, page: Page) -> Engine:
    """The engine's form for a page: one without floors where the page numbers a part of the posts anew."""
    filtered = engine.filtered is not None and engine.filtered(page)
    return replace(engine, floor_of=lambda label: None, nth=nobody, start=None) if filtered else engine


def _ids(engine: Engine, nodes: Sequence[Node], start: int | None) -> dict[int, str]:
    """The ids of a page's posts by their floors."""
    posts = (_skimmed(engine, node, None if start is None else start + i + 1) for i, node in enumerate(nodes))
    return {post.floor: post.id for post in posts if post.floor is not None and post.id is not None}


def _skimmed(engine: Engine, node: Node, place: int | None) -> Post:
    label = engine.floor(node)
    return Post(id=engine.post_id(node), floor=_floor(engine, node, label, place), floor_label=label)


def _floor(engine: Engine, node: Node, label: str | None, place: int | None) -> int | None:
    """The floor that a label names; of a name that only this site knows, the number in the post's own links."""
    if not label:
        return place
    floor = engine.floor_of(label)
    return number + 1 if floor is None and (number := count(engine.nth(node))) is not None else floor


def read_head(engine: Engine, page: Page) -> Thread:
    """What the page says of the thread itself."""
    root = page.root
    board = engine.board(page) if callable(engine.board) else texts_of(page.css(engine.board)) if engine.board else []
    next_url = page.join(engine.next_url(root))
    number = count(engine.page(root)) or 1
    pages = count(engine.pages(root))
    return Thread(
        id=engine.thread_id(page) if engine.thread_id else None,
        url=engine.thread_url(page) if engine.thread_url else None,
        title=engine.title(root),
        board=tuple(board),
        site=engine.site(root) or (board[0] if board else None),
        engine=engine.name,
        engine_version=engine.version(root),
        charset=page.charset,
        page=number,
        pages=max(pages or 1, number),
        next_url=next_url,
        views=count(engine.views(root)),
        replies=count(engine.replies(root)),
        tags=tuple(texts_of(page.css(engine.tags))) if engine.tags else (),
    )


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A body that a page carries in JSON, read like one that stands in the page; ``signature`` where that is a part of it."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    quotes: tuple[RawQuote, ...] = ()
    images: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    states: tuple[State, ...] = ()
    warnings: tuple[str, ...] = ()


def read_body(engine: Engine, page: Page, html: str) -> Body:
    """The body in a piece of markup, by the engine's marks; its tags are counted first, as JSON can hide them from the page's count."""
    if reason := too_costly(html):
        return Body(warnings=(f"a body was not read: {reason}",))
    marked = Marker(engine.marks).html(fragment(html))
    done = render(engine.mend(marked) if engine.mend else marked)
    parts = sort_lifted(engine, done.lifted, page)
    return Body(
        text=done.text,
        marks=done.marks,
        quotes=parts.quotes,
        images=page.join_all(done.images),
        links=page.join_all(done.links),
        attachments=tuple(parts.files),
        states=_states((), parts.notices, False),
    )


class _Posts:
    """Reads the posts of one page; owns the cards seen so far. ``ids`` by floors are asked for when a post names the floor it answers."""

    def __init__(self, engine: Engine, page: Page, zone: str | None, ids: Callable[[], dict[int, str]]) -> None:
        self.engine = engine
        self.page = page
        self.zone = zone
        self.cards: dict[tuple[str | None, str | None], Author] = {}
        self.signatures: dict[str, str] = {}
        self.marker = Marker(engine.marks)
        self.sheets = styles.sheets(page)
        self.ids = cache(ids)

    def post(self, node: Node, place: int | None) -> Post:
        """One post from its element; ``place`` is its 1-based place where the engine prints no floor."""
        engine, page = self.engine, self.page
        post_id = engine.post_id(node)
        label = engine.floor(node)
        raw = engine.posted(node)
        body, signature = self.body(node)
        parts = sort_lifted(engine, body.lifted, page, self.at_floor)
        outside = self.outside(node)
        edit_note = engine.edited(node) or parts.edit_note
        posted_at = self.time(raw)
        edited_at, edited_by = self.edit(node, edit_note)
        pinned: tuple[State, ...] = ("pinned",) if label and PINNED.match(label) else ()
        return Post(
            id=post_id,
            url=engine.post_url(page, node, post_id) if engine.post_url else None,
            floor=_floor(engine, node, label, place),
            floor_label=label,
            author=self.author(node, signature),
            posted_at=posted_at,
            posted_raw=as_shown(node, raw),
            edited_at=edited_at,
            edited_by=edited_by,
            body=body.text,
            marks=body.marks,
            quotes=parts.quotes,
            images=page.join_all((*body.images, *(i for item in outside for i in item.images)) if engine.shown else body.images),
            links=page.join_all(body.links),
            attachments=self.files(parts.files, outside),
            reactions=tuple(Reaction(label=name, count=n) for name, n in engine.reactions(node)) if engine.reactions else (),
            reply_to=engine.reply_to(node) or self.at_floor(engine.answered(node)),
            states=_states((*pinned, *engine.states(node)), parts.notices, edit_note is not None),
            warnings=(f"time not understood: {raw}",) if raw and not posted_at else (),
        )

    def at_floor(self, label: str | None) -> str | None:
        """The id of the post at a floor that another post names, where it stands on this page."""
        floor = self.engine.floor_of(label) if label else None
        return None if floor is None else self.ids().get(floor)

    def body(self, node: Node) -> tuple[Rendered, str]:
        """The post's body, rendered with the engine's marks; and the signature, where that stands in the same element."""
        found = _find(node, self.engine.body)
        if found is None:
            return Rendered(""), ""
        html = self.html(found)
        cuts = list(self.engine.signature_cut.finditer(html)) if self.engine.signature_cut else ()
        return (render(html[: cuts[-1].start()]), render(html[cuts[-1].end() :]).text) if cuts else (render(html), "")

    def html(self, node: Node) -> str:
        """An element serialised, with labels, and mended where no selector reaches."""
        html = node.html or ""
        if self.sheets.mark(node, html):
            html = node.html or ""
        html = self.marker.html(node, html)
        return self.engine.mend(html) if self.engine.mend else html

    def time(self, raw: str | None) -> str | None:
        """A time as printed, in ISO 8601; ``None`` where nothing is printed or it is not understood."""
        if not raw:
            return None
        page, order = self.page, order_of(self.engine, self.page, raw)
        return dates.parse(raw, now=page.fetched_at, order=order, timezone=self.zone, language=page.language)

    def edit(self, node: Node, note: str | None) -> tuple[str | None, str | None]:
        """When and by whom, from an edit note; the editor whom the engine finds in the post, if the note names that one."""
        if not note:
            return None, None
        page, order = self.page, order_of(self.engine, self.page, note)
        found = dates.find(note, now=page.fetched_at, order=order, timezone=self.zone, language=page.language)
        known = found is not None and len(found[0]) >= len("2021-05-18")  # "5 years ago" is no date
        editor = self.engine.editor(node)
        by = editor if editor and editor in note else editor_of(note, found[1] if found else "")
        return found[0] if found and known else None, by

    def author(self, node: Node, signature: str) -> Author:
        """The author of a post; on one page a member's card says the same each time and is read once."""
        engine = self.engine
        card = _find(node, engine.card) if engine.card else node
        if card is None:
            return Author()
        name, url = engine.author(card), engine.author_url(card)
        author = self.cards.get((name, url)) if url else None
        if author is None:
            author = self.cards[name, url] = self.read_card(card, name, url)
        signature = signature or (self.signature(_find(node, engine.signature)) if engine.signature else "")
        return msgspec.structs.replace(author, signature=signature) if signature else author

    def signature(self, node: Node | None) -> str:
        """The text of a signature; a member's is the same each time and is rendered once."""
        html = node.html if node is not None else None
        if not html:
            return ""
        if (known := self.signatures.get(html)) is None:
            known = self.signatures[html] = _signature(render(html))
        return known

    def read_card(self, card: Node, name: str | None, url: str | None) -> Author:
        """All that a card says; statistics by label, the rest by the engine's rules first and by label behind them."""
        engine, page = self.engine, self.page
        stats: list[Stat] = []
        said: dict[str, str] = {}
        for label, text, exact in engine.pairs(card):
            key = labels.key_of(label)
            if key in labels.FIELDS:
                said.setdefault(str(key), text)
            if text and (key not in labels.FIELDS or key in engine.listed):
                stats.append(_plain(label, text) if key in labels.FIELDS else labels.stat(label, text, exact=exact))
        online = engine.online(card)
        return Author(
            name=name,
            id=engine.author_id(card) or said.get("uid", "").lstrip("0") or None,  # 0 is nobody's
            url=page.join(url),
            avatar=page.join(engine.avatar(card)),
            level=engine.level(card) or said.get("level"),
            title=engine.motto(card) or said.get("title"),
            location=engine.location(card) or said.get("location"),
            online=None if online is None else online == "1",
            registered_at=self.time(said.get("registered")),
            last_seen_at=self.time(said.get("last_seen")),
            stats=_once(stats),
        )

    def outside(self, node: Node) -> list[Lifted]:
        """The files offered outside the body, as ``render`` would have lifted them."""
        if not self.engine.attachments:
            return []
        return [file for n in node.css(self.engine.attachments) for file in files_in(self.html(n) + _size_behind(n))]

    def files(self, inside: Sequence[Attachment], outside: Iterable[Lifted]) -> tuple[Attachment, ...]:
        """The files offered in the body and outside it, each once."""
        seen: dict[str, Attachment] = {}
        for file in (*inside, *(f for item in outside if (f := file_of(self.engine, item, self.page)) is not None)):
            seen.setdefault(file.url or file.name, file)
        return tuple(seen.values())


def _find(node: Node, where: str | Callable[[Node], Node | None]) -> Node | None:
    """The element that a form's selector or function gives."""
    return node.css_first(where) if isinstance(where, str) else where(node)


def _size_behind(node: Node) -> str:
    """A file's size that stands behind its link, in no element of its own."""
    beside = node.next if node.tag == "a" else None
    found = SIZE_BEHIND.match(beside.text()) if beside is not None and beside.tag == "-text" else None
    return found[0] if found else ""


def _signature(done: Rendered) -> str:
    """A signature without the line of dashes that engines draw above it; one in the body was labelled there."""
    text = done.text or next((item.text for item in done.lifted if item.label == "signature"), "")
    found = SIGNATURE_LINE.match(text)
    return text[found.end() :] if found else text


def _plain(label: str, text: str) -> Stat:
    """A line of the card that is no figure: a place, a date."""
    return Stat(key=None, label=" ".join(label.split()).rstrip(":： "), value=None, unit=None, text=text)


def _once(stats: Iterable[Stat]) -> tuple[Stat, ...]:
    """Cards print the same figure twice (visible and in a pop-up): each label once, as it is first printed."""
    seen: dict[str, Stat] = {}
    for stat in stats:
        seen.setdefault(stat.label, stat)
    return tuple(seen.values())


def _states(said: tuple[State, ...], notices: Iterable[str], edited: bool) -> tuple[State, ...]:
    """The states that an engine's form finds, those that notices in the body tell, and ``edited``, each once."""
    found = [*said, *(state for n in notices if (state := state_of(n)))]
    if edited:
        found.append("edited")
    return tuple(dict.fromkeys(found))
