"""
The HTML view: records in, one self-contained page out, in pieces as it is made.

The page asks the network for nothing: its Content-Security-Policy admits one style sheet and one script, each by its hash, and
pictures only as ``data:``. Pictures of posts are links. What pages wrote is escaped by jinja2, bodies go through nh3 on top.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..errors import UsageError
from ..model import Author, Poll, Quote, Reaction, Record, Thread
from ..version import __version__
from .body import body_html, safe_url
from .overview import AuthorFigures, Overview, author_key, overview
from .threads import ThreadView, host, language, number, threads_of
from .whole import whole

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["view", "write_view"]

CHUNK = 50  # posts in a box that the browser lays out when it comes near: 10,000 posts are 200 boxes
SHORT = 160  # characters up to which a quote stands open
CHOICES = 500  # authors in the filter and in the table; a longer list helps nobody


class Policy(NamedTuple):
    """What the page allows itself."""

    style: str
    script: str

    def __str__(self) -> str:
        return (
            f"default-src 'none'; style-src '{self.style}'; script-src '{self.script}'; img-src data:; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )


class File(NamedTuple):
    """A link, picture or attachment below a post; ``url`` is ``None`` for an address that must not be followed."""

    kind: str
    name: str
    url: str | None
    note: str | None = None


class QuoteView(msgspec.Struct, frozen=True, kw_only=True):
    """A quote as shown: folded with its first words, unless it is short."""

    author: str | None
    lead: str
    short: bool
    body: "Markup"
    anchor: str | None


class PostView(msgspec.Struct, frozen=True, kw_only=True):
    """A post as the template wants it: words and safe addresses, nothing to decide."""

    anchor: str
    number: str
    author: int
    card: "Markup"
    label: str | None
    when: str | None
    datetime: str | None
    raw: str | None
    states: tuple[str, ...]
    reply_to: str | None
    reply_label: str
    url: str | None
    quotes: tuple[QuoteView, ...]
    body: "Markup"
    poll: Poll | None
    votes: int
    files: tuple[File, ...]
    reactions: tuple[Reaction, ...]
    edited: str | None
    signature: str | None
    warnings: tuple[str, ...]


def view(records: Iterable[Record], *, title: str | None = None) -> Iterator[str]:
    """
    One HTML page of the records, in pieces; ``title`` is by default the thread's.

    Raises ``UsageError`` where there is no record, and where the extra ``view`` is not installed.

    >>> "".join(view([]))
    Traceback (most recent call last):
    scraper.errors.UsageError: nothing to show: no posts in the input
    """
    threads = threads_of(records)
    if not threads:
        raise UsageError("nothing to show: no posts in the input")
    yield from _page(threads, title or _title(threads))


def write_view(records: Iterable[Record], path: str | Path, *, title: str | None = None) -> None:
    """The same into a file, written beside it and renamed, so that it is whole or not there. Raises ``OutputError``."""
    with whole(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.writelines(view(records, title=title))


def _page(threads: Sequence[ThreadView], title: str) -> Iterator[str]:
    env = _environment()
    from markupsafe import Markup

    from .charts import charts

    css, js = _asset("view.css"), _asset("view.js")
    figures = overview(threads)
    cards = Cards(env, {author_key(a.author): a.index for a in figures.authors})
    shown = [_thread(env, cards, thread) for thread in threads]
    stream = env.get_template("view.html.j2").stream(
        title=title,
        version=__version__,
        policy=str(Policy(_hash(css), _hash(js))),
        css=Markup(css),
        js=Markup(js),
        figures=figures,
        chosen=[_chosen(a) for a in figures.authors[:CHOICES]],
        account=_account(figures),
        charts=charts(figures, threads),
        threads=shown,
        about=shown[0]["about"] if len(shown) == 1 else [f"{len(shown)} threads"],
        source=shown[0]["source"] if len(shown) == 1 else None,
    )
    stream.enable_buffering(500)
    yield from stream


@cache
def _environment() -> "Environment":
    """jinja2 with autoescape; its absence is answered in words."""
    try:
        import jinja2
        import nh3  # noqa: F401 asked here, used by body.py
        import pygal  # noqa: F401 and by charts.py
    except ImportError as error:
        raise UsageError(f"the view needs {error.name}: pip install 'forum-scraper[view]'") from None
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=False, undefined=jinja2.StrictUndefined)


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """The hash by which a Content-Security-Policy knows an inline block."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _title(threads: Sequence[ThreadView]) -> str:
    if len(threads) == 1:
        return threads[0].title
    boards = {thread.thread.board[-1] for thread in threads if thread.thread.board}
    return f"{next(iter(boards)) if len(boards) == 1 else 'Threads'} ({len(threads)})"


def _chosen(figures: AuthorFigures) -> Mapping[str, object]:
    return {**msgspec.structs.asdict(figures), "url": safe_url(figures.author.url)}


def _account(figures: Overview) -> str:
    """Whether all is there, in a sentence."""
    if figures.announced is None:
        return "The pages do not say how many posts there should be."
    if figures.stored >= figures.announced and not figures.lost:
        return f"Complete: {figures.stored:,} of {figures.announced:,} announced posts are here, no floor is missing."
    here = f"{figures.stored:,} of {figures.announced:,} announced posts are here"
    return f"{here}; {figures.lost:,} {'floor is' if figures.lost == 1 else 'floors are'} missing."


def _thread(env: "Environment", cards: "Cards", thread: ThreadView) -> dict[str, Any]:
    """What the template needs of a thread; its posts are made while it is written."""
    return {
        "anchor": thread.anchor,
        "title": thread.title,
        "language": language(thread.posts),
        "about": _about(thread.thread, thread.posts),
        "source": safe_url(thread.thread.url),
        "contents": thread.contents,
        "long": len(thread.posts) > 2 * CHUNK,
        "chunks": _chunks(env, cards, thread),
    }


def _about(thread: Thread, posts: Sequence[Record]) -> list[str]:
    """A line about a thread: where it stands, what read it, how often it was seen."""
    boards = thread.board or ((thread.site,) if thread.site else ())
    taken = max((post.fetched_at or "" for post in posts), default="")[:10]
    words = [
        " › ".join(boards),
        host(thread.url or ""),
        f"{thread.engine} {thread.engine_version or ''}".strip(),
        f"{thread.views:,} views" if thread.views is not None else "",
        f"{thread.replies:,} replies" if thread.replies is not None else "",
        *(f"#{tag}" for tag in thread.tags),
        f"taken {taken}" if taken else "",
    ]
    return [word for word in words if word]


def _chunks(env: "Environment", cards: "Cards", thread: ThreadView) -> Iterator[Iterator["Markup"]]:
    for start in range(0, len(thread.posts), CHUNK):
        yield _posts(env, cards, thread, range(start, min(start + CHUNK, len(thread.posts))))


def _posts(env: "Environment", cards: "Cards", thread: ThreadView, numbers: range) -> Iterator["Markup"]:
    from markupsafe import Markup

    template = env.get_template("post.html.j2")
    for i in numbers:
        yield Markup(template.render(p=_post(thread, i, cards)))


class Cards:
    """Authors' cards, made once for each author as shown: a forum repeats them beside each post."""

    def __init__(self, env: "Environment", index: Mapping[str, int]) -> None:
        self._template = env.get_template("card.html.j2")
        self._index = index
        self._made: dict[Author, Markup] = {}

    def index(self, author: Author) -> int:
        """The author's place by number of posts."""
        return self._index[author_key(author)]

    def card(self, author: Author) -> "Markup":
        """The card as HTML."""
        from markupsafe import Markup

        if author not in self._made:
            name = author.name or author.id or "—"
            hue = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=2).digest()[0] % 10
            lines = "\n".join(_figure_lines(author))
            rendered = self._template.render(a=author, name=name, initial=name[:1].upper(), hue=hue, lines=lines)
            self._made[author] = Markup(rendered.strip())
        return self._made[author]


def _figure_lines(author: Author) -> Iterator[str]:
    """The card's figures, label and value with a tab between them; one element of HTML holds them all, as there are 10,000 cards."""
    for stat in author.stats[:8]:
        yield f"{stat.label}\t{stat.text}"
    shown = [stat.text for stat in author.stats]
    if author.registered_at and not any(author.registered_at[:4] in text and len(text) > 6 for text in shown):
        yield f"since\t{author.registered_at[:10]}"
    if author.location and author.location not in shown:
        yield f"from\t{author.location}"


def _post(thread: ThreadView, i: int, cards: Cards) -> PostView:
    from markupsafe import Markup

    post, anchors = thread.posts[i], thread.by_id
    when = post.posted_at
    return PostView(
        anchor=thread.anchors[i],
        number=number(post, i),
        author=cards.index(post.author),
        card=cards.card(post.author),
        label=_label(post),
        when=when.replace("T", " ")[:16] if when else None,
        datetime=when,
        raw=post.posted_raw,
        states=post.states,
        reply_to=anchors.get(post.reply_to) if post.reply_to else None,
        reply_label=_reply_label(thread, post),
        url=safe_url(post.url),
        quotes=tuple(_quote(quote, anchors) for quote in post.quotes),
        body=Markup(body_html(post.text, post.edits, post.code)),
        poll=post.poll,
        votes=max((option.count for option in post.poll.options), default=0) or 1 if post.poll else 1,
        files=tuple(_files(post)),
        reactions=post.reactions,
        edited=_edited(post),
        signature=post.author.signature,
        warnings=post.warnings,
    )


def _label(post: Record) -> str | None:
    """The floor as the forum words it, where that says more than a number."""
    label, floor = post.floor_label, post.floor
    digits = "".join(char for char in label or "" if char.isdecimal())
    return None if not label or (floor is not None and digits in (str(floor), str(floor - 1))) else label


def _reply_label(thread: ThreadView, post: Record) -> str:
    anchor = thread.by_id.get(post.reply_to or "", "")
    return f"#{anchor.rpartition('p')[2]}" if "p" in anchor else "reply"


def _quote(quote: Quote, anchors: Mapping[str, str]) -> QuoteView:
    from markupsafe import Markup

    return QuoteView(
        author=quote.author,
        lead=" ".join(quote.text[:120].split()),
        short=len(quote.text) <= SHORT and quote.text.count("\n") < 4,
        body=Markup(body_html(quote.text, quote.edits)),
        anchor=anchors.get(quote.post_id or ""),
    )


def _files(post: Record) -> Iterator[File]:
    """Pictures, attachments and links below a post; a link that stands in the text is not said twice."""
    for image in post.images:
        yield File("image", _name(image), safe_url(image), "picture, not loaded")
    for attachment in post.attachments:
        yield File("attachment", attachment.name, safe_url(attachment.url), attachment.size)
    for link in post.links:
        if link not in post.text:
            yield File("link", link if len(link) <= 90 else link[:89] + "…", safe_url(link))


def _name(url: str) -> str:
    """
    The last part of an address's path, which is a picture's name.

    >>> _name("https://bbs.example/att/radio.jpg?x=1")
    'radio.jpg'
    """
    path = url.partition("?")[0].rstrip("/")
    return path.rpartition("/")[2][-80:] or url[:80]


def _edited(post: Record) -> str | None:
    if post.edited_at is None and post.edited_by is None:
        return None
    at = f" {post.edited_at.replace('T', ' ')[:16]}" if post.edited_at else ""
    return at + (f" by {post.edited_by}" if post.edited_by else "")
