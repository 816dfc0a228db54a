"""A post, its author's card, quotes and files, as the templates of the HTML view want them: words and safe addresses, nothing to decide."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ..model import Author, Poll, Quote, Reaction, Record
from .body import body_html, safe_url
from .overview import author_key
from .threads import ThreadView, number

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


__all__ = ["Cards", "post_view"]

SHORT = 160  # characters up to which a quote stands open


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


def post_view(thread: ThreadView, i: int, cards: Cards) -> PostView:
    """The i-th post of a thread for the template."""
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
    """The number of the post answered, or a word where it is not among the posts."""
    anchor = thread.by_id.get(post.reply_to or "", "")
    return f"#{anchor.rpartition('p')[2]}" if "p" in anchor else "reply"


def _quote(quote: Quote, anchors: Mapping[str, str]) -> QuoteView:
    """A quote for the template."""
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
    """When and by whom a post was edited, in words; ``None`` where it says neither."""
    if post.edited_at is None and post.edited_by is None:
        return None
    at = f" {post.edited_at.replace('T', ' ')[:16]}" if post.edited_at else ""
    return at + (f" by {post.edited_by}" if post.edited_by else "")
