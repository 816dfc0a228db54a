"""
From an engine's form and a page to posts: the one reading algorithm that all HTML engines share.

Marks are written on the tree once per page (a selector over the whole page costs what it costs over one post), bodies are
serialised and rendered one by one, and an author's card that says the same twice is read once.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from .. import dates, labels, styles
from ..markup import Lifted, Marker, Node, Page, Rendered, fragment, render, text_of, too_costly
from ..model import Attachment, Author, Mark, Post, RawQuote, Reaction, Stat, State, Thread, ThreadPage
from .base import Engine, Quoted, count
from .notices import state_of

__all__ = ["Body", "read_body", "read_thread", "skim_thread"]

PINNED = re.compile(r"来自|來自|置顶|置頂|(?:from|pinned|sticky)\b", re.IGNORECASE)  # a floor's label at the top of page 1: "from 12#"
SIZE = re.compile(r"(?<![\d.,])[.,]*+(\d[\d.,]*+\s*+(?:[KMGT]i?B|bytes?|Bytes?|字节|字節|[KMG]\b))", re.IGNORECASE)
SIZE_BEHIND = re.compile(r"\s*+[(（]\s*+\d[\d.,]*+\s*+[KMG]?B?\s*+[)）]", re.IGNORECASE)
SIGNATURE_LINE = re.compile(r"[_\u2014\u2500]{8,}\s*")
BY = r"(?:\b(?:by|von|par|por|di|da|door|przez|av|af|редактировалось|редактировал\(?а?\)?|от|пользователем|od|gönderen|kirjoittanut|utoljára|upravil\(?a?\)?|wysłan[aey] przez|بواسطة|bởi)\b:?|由|被)\s*"
BY_BEFORE = re.compile(  # who, a joint, a short word for the day of the week
    BY + r"(\S.*?)(?:\s*(?:\b(?:on|at|am|um|le|el|il|em|op|om|dnia|den|в)\b(?:\s+[^\W\d_]{2,9}[.,]?(?=\s*$))?"
    r"|编辑|編輯|修改|[于於在](?:\s*(?:星期|周|週).(?=\s*$))?|»|[-,:;@]|\((?:[^\W\d_]{2,4}[.,]?(?=\s*$))?))*\s*$",
    re.IGNORECASE,
)
BY_AFTER = re.compile(
    r"\W*" + BY + r"(\S.*?)(?:[.;,]?\s*(?:(?:edit )?reason|edited|grund|raison|motivo|причина)\b.*|(?:编辑|編輯)?[\s.)»\]]*)$",
    re.IGNORECASE,
)
EDITED = "(?:本帖最后由|本帖最後由|本主题由|此[帖贴貼]被)"
EDITED_BY = (
    re.compile(rf"{EDITED}((?:(?!{EDITED}).)+?)(?:于|於|在)\s*+[\d年昨前今半]"),
    re.compile(r"(?:last (?:edited|modified)|edited) by:?\s++(.+?)(?:\son\s|[;,(»]|\sat\s|:\s|$)", re.IGNORECASE),
    re.compile(r"^\W*+(\S(?:(?!\s[于於在]\s).)*+)\s[于於在]\s(?=.*修改)"),
    re.compile(r"(?<!\S)(?:Konu|En son)\s++(\S(?:(?!\s(?:tarafından|Konu|En son)\b).)*+)\starafından\b"),
    re.compile(r"[\[【](?>([^\[【\n]+?)(?:于|於|在)\s*+(?=\S))[^\[【\n]*?(?:编辑|編輯)"),
)


def read_thread(engine: Engine, page: Page) -> ThreadPage | None:
    """The thread on a page, or ``None`` where the engine finds no post on it."""
    nodes = page.css(engine.post) if isinstance(engine.post, str) else engine.post(page)
    if not nodes:
        return None
    thread = read_head(engine, page)
    zone = page.timezone or dates.zone_note(engine.zone(page.root) or "")
    reader = _Posts(engine, page, zone)
    start = engine.start(page) if engine.start else None
    posts = tuple(reader.post(node, None if start is None else start + i + 1) for i, node in enumerate(nodes))
    if engine.poll and (poll := engine.poll(page)):
        posts = (msgspec.structs.replace(posts[0], poll=poll), *posts[1:])
    return ThreadPage(thread=thread, posts=posts, warnings=tuple(page.warnings))


def skim_thread(engine: Engine, page: Page) -> ThreadPage | None:
    """
    The thread on a page with posts that know no more than their id and place: all that a crawl needs, at a third of the price.

    Where a post has neither, it is told from others by author and time, so the page is read in full.
    """
    nodes = page.css(engine.post) if isinstance(engine.post, str) else engine.post(page)
    if not nodes:
        return None
    start = engine.start(page) if engine.start else None
    posts = tuple(_skimmed(engine, node, None if start is None else start + i + 1) for i, node in enumerate(nodes))
    if any(post.id is None and post.floor is None for post in posts):
        return read_thread(engine, page)
    return ThreadPage(thread=read_head(engine, page), posts=posts, warnings=tuple(page.warnings))


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
    board = (
        engine.board(page) if callable(engine.board) else [t for n in page.css(engine.board) if (t := text_of(n))] if engine.board else []
    )
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
        tags=tuple(t for n in page.css(engine.tags) if (t := text_of(n))) if engine.tags else (),
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
    quotes, _, notices, files = _sort_lifted(engine, done.lifted, page)
    return Body(
        text=done.text,
        marks=done.marks,
        quotes=quotes,
        images=page.join_all(done.images),
        links=page.join_all(done.links),
        attachments=tuple(files),
        states=_states((), notices, False),
    )


class _Posts:
    """Reads the posts of one page; owns the cards seen so far."""

    def __init__(self, engine: Engine, page: Page, zone: str | None) -> None:
        self.engine = engine
        self.page = page
        self.zone = zone
        self.cards: dict[tuple[str | None, str | None], Author] = {}
        self.signatures: dict[str, str] = {}
        self.marker = Marker(engine.marks)
        self.sheets = styles.sheets(page)

    def post(self, node: Node, place: int | None) -> Post:
        """One post from its element; ``place`` is its 1-based place where the engine prints no floor."""
        engine, page = self.engine, self.page
        post_id = engine.post_id(node)
        label = engine.floor(node)
        raw = engine.posted(node)
        body, signature = self.body(node)
        quotes, edited, notices, files = _sort_lifted(engine, body.lifted, page)
        outside = self.outside(node)
        edit_note = engine.edited(node) or edited
        posted_at = self.time(raw)
        edited_at, edited_by = self.edit(edit_note)
        if edit_note and (editor := engine.editor(node)) and editor in edit_note:
            edited_by = editor
        pinned: tuple[State, ...] = ("pinned",) if label and PINNED.match(label) else ()
        states = _states((*pinned, *engine.states(node)), notices, edit_note is not None)
        return Post(
            id=post_id,
            url=engine.post_url(page, node, post_id) if engine.post_url else None,
            floor=_floor(engine, node, label, place),
            floor_label=label,
            author=self.author(node, signature),
            posted_at=posted_at,
            posted_raw=raw,
            edited_at=edited_at,
            edited_by=edited_by,
            body=body.text,
            marks=body.marks,
            quotes=quotes,
            images=page.join_all((*body.images, *(i for item in outside for i in item.images)) if engine.shown else body.images),
            links=page.join_all(body.links),
            attachments=self.files(files, outside),
            reactions=tuple(Reaction(label=name, count=n) for name, n in engine.reactions(node)) if engine.reactions else (),
            reply_to=engine.reply_to(node),
            states=states,
            warnings=(f"time not understood: {raw}",) if raw and not posted_at else (),
        )

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
        return dates.parse(raw, now=self.page.fetched_at, order=self.engine.date_order, timezone=self.zone) if raw else None

    def edit(self, note: str | None) -> tuple[str | None, str | None]:
        """When and by whom, from an edit note."""
        if not note:
            return None, None
        found = dates.find(note, now=self.page.fetched_at, order=self.engine.date_order, timezone=self.zone)
        known = found is not None and len(found[0]) >= len("2021-05-18")  # "5 years ago" is no date
        return found[0] if found and known else None, _edited_by(note, found[1] if found else "")

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
        return [file for n in node.css(self.engine.attachments) for file in _lift(self.html(n) + _size_behind(n))]

    def files(self, inside: Sequence[Attachment], outside: Iterable[Lifted]) -> tuple[Attachment, ...]:
        """The files offered in the body and outside it, each once."""
        seen: dict[str, Attachment] = {}
        for file in (*inside, *(f for item in outside if (f := _file(self.engine, item, self.page)) is not None)):
            seen.setdefault(file.url or file.name, file)
        return tuple(seen.values())


def _find(node: Node, where: object) -> Node | None:
    if isinstance(where, str):
        return node.css_first(where)
    return where(node) if callable(where) else None


def _size_behind(node: Node) -> str:
    """A file's size that stands behind its link, in no element of its own."""
    beside = node.next if node.tag == "a" else None
    found = SIZE_BEHIND.match(beside.text()) if beside is not None and beside.tag == "-text" else None
    return found[0] if found else ""


def _lift(html: str) -> list[Lifted]:
    """The files in an element outside the body, as ``render`` would have lifted them; the element itself where none is labelled."""
    done = render(html)
    files = [item for item in done.lifted if item.label == "attachment"]
    return files or [Lifted("attachment", "", -1, done.text, done.marks, done.links, done.images)]


def _signature(done: Rendered) -> str:
    """A signature without the line of dashes that engines draw above it; one in the body was labelled there."""
    text = done.text or next((item.text for item in done.lifted if item.label == "signature"), "")
    found = SIGNATURE_LINE.match(text)
    return text[found.end() :] if found else text


def _plain(label: str, text: str) -> Stat:
    """A line of the card that is no figure: a place, a date."""
    return Stat(key=None, label=" ".join(label.split()).rstrip(":： "), value=None, unit=None, text=text)


def _once(stats: Iterable[Stat]) -> tuple[Stat, ...]:
    """Cards print the same figure twice (visible and in a pop-up): each label once, the first with an exact value preferred."""
    seen: dict[str, Stat] = {}
    for stat in stats:
        seen.setdefault(stat.label, stat)
    return tuple(seen.values())


def _sort_lifted(
    engine: Engine, lifted: Sequence[Lifted], page: Page
) -> tuple[tuple[RawQuote, ...], str | None, list[str], list[Attachment]]:
    """Quotes, the edit note, notices and files, from what left the body."""
    if not lifted:
        return (), None, [], []
    quotes: list[RawQuote] = []
    edited: str | None = None
    notices: list[str] = []
    files: list[Attachment] = []
    cites = _citations(lifted)
    for i, item in enumerate(lifted):
        if item.label == "quote":
            quotes.append(_quote(engine, item, cites[i]))
        elif item.label == "edited":
            edited = item.text or edited
        elif item.label == "notice":
            notices.append(item.text)
        elif item.label == "attachment" and (file := _file(engine, item, page)):
            files.append(file)
    return tuple(q for q in quotes if q.body or q.author), edited, notices, files


CITATION = 400  # characters of a quote in which its citation line is sought: longer ones are no names


def _citations(lifted: Sequence[Lifted]) -> list[Lifted | None]:
    """For each, were it a quote, the citation line in it (``cite``), or the one right before it (``head``)."""
    within: dict[int, Lifted] = {}
    for i, item in enumerate(lifted):
        if item.label == "cite" and item.parent < i:
            within.setdefault(item.parent, item)
    latest: dict[int, Lifted] = {}  # by parent
    found: list[Lifted | None] = []
    for i, item in enumerate(lifted):
        before = latest.get(item.parent)
        found.append(before if before and before.label == "head" else within.get(i))
        latest[item.parent] = item
    return found


def _quote(engine: Engine, item: Lifted, cite: Lifted | None) -> RawQuote:
    """A quote without its citation line, wherever that stands; junk in or beside that line is no part of the name."""
    author, post_id = engine.quote(Quoted(item, cite))
    text, marks = item.text, item.marks
    if engine.quote_head and (head := engine.quote_head.match(_blanked(text, marks), 0, CITATION)):
        text, marks = _cut_head(text, marks, head.end())
        author, post_id = author or _group(head, "author"), post_id or _group(head, "post")
    if engine.quote_tail and (tail := engine.quote_tail.search(_blanked(text, marks), max(0, len(text) - CITATION))):
        text, marks = text[: tail.start()], tuple(m for m in marks if m.end <= tail.start())
        author = author or _group(tail, "author")
    return RawQuote(author=author, post_id=post_id, body=text, marks=tuple(sorted(marks, key=lambda m: m.start)))


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    """The text with blanks in place of what a browser does not show; as long as before."""
    parts: list[str] = []
    at = 0
    for mark in sorted((m for m in marks if m.label.startswith("hidden")), key=lambda m: m.start):
        if mark.end > at:  # each character is copied once, however many marks there are
            start = max(at, mark.start)
            parts += (text[at:start], " " * (mark.end - start))
            at = mark.end
    return "".join((*parts, text[at:])) if parts else text


def _group(match: re.Match[str], name: str) -> str | None:
    value = match.groupdict().get(name)
    return value.strip() or None if value else None


def _cut_head(text: str, marks: Iterable[Mark], end: int) -> tuple[str, tuple[Mark, ...]]:
    while end < len(text) and text[end] in " \n\xa0":
        end += 1
    return text[end:], tuple(Mark(m.label, max(0, m.start - end), m.end - end) for m in marks if m.end > end)


def _file(engine: Engine, item: Lifted, page: Page) -> Attachment | None:
    """A file offered for download: its name, address and size as shown."""
    if engine.attachment:
        found = engine.attachment(item)
        if found is None:
            return None
        name, url = found
    else:
        name, url = item.text.split("\n", 1)[0].strip(), next(iter(item.links), None)
    size = SIZE.search(item.text)
    name = SIZE.sub("", name).strip(" ()（）,:\xa0") if size else name
    return Attachment(name=name, url=page.join(url), size=size[1] if size else None) if name else None


def _states(said: tuple[State, ...], notices: Iterable[str], edited: bool) -> tuple[State, ...]:
    found = [*said, *(state for n in notices if (state := state_of(n)))]
    if edited:
        found.append("edited")
    return tuple(dict.fromkeys(found))


def _edited_by(note: str, time: str) -> str | None:
    """
    Who edited, by the words around the time in the note.

    >>> _edited_by("Last edited by Rose on Ice on Mon Mar 22, 2021 4:27 pm, edited 1 time in total.", "Mon Mar 22, 2021 4:27 pm")
    'Rose on Ice'
    >>> _edited_by("Zuletzt geändert von Rosa am Sa 9. Aug 2014, 07:12, insgesamt 1-mal geändert.", "9. Aug 2014, 07:12")
    'Rosa'
    >>> _edited_by("Last Edit: Jan 06, 2021, 10:14 PM by Rose Reason: typo", "Jan 06, 2021, 10:14 PM")
    'Rose'
    """
    before, _, after = note.partition(time) if time else (note, "", "")
    if time and (found := BY_BEFORE.search(before) or BY_AFTER.match(after)):
        return found[1].strip()
    return next((m[1].strip() for pattern in EDITED_BY if (m := pattern.search(note))), None)
