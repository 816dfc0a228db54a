"""
Pages that somebody already turned into plain text, read back into posts: author, figures, floor, time, body, signature.

A dump has lost its markup but not the engine's words. ``heads`` finds the lines that print floor and time, ``layout`` cuts the text
between them into cards and bodies, ``card`` and ``body`` read those. The junk is still in the text, so nothing here rests on what stands
in a body except where the junk itself says that a line goes on.
"""

import msgspec

from ...model import Author, Post, RawQuote, ThreadPage
from .bare import find_bare_heads, names_above, numbered
from .body import Body, read_bodies
from .card import read_card
from .folding import Folds, folded
from .head import Head, find_heads
from .layout import cut
from .plain import plain, undeclared
from .thread import read_thread

__all__ = ["read_dump", "undeclared"]


def read_dump(text: str, *, url: str | None = None, fetched_at: str | None = None) -> ThreadPage | None:
    """The thread in a plain-text dump, or ``None`` where no post can be told from the next. Relative times count from ``fetched_at``."""
    text, folds = folded(plain(text))
    heads = find_heads(text)
    pieces = cut(text, heads)
    if not pieces:
        heads = find_bare_heads(text)
        pieces = cut(text, heads)
    if not pieces:
        return None
    names = names_above(text[: heads[0].start]) if heads[0].bare else None
    if names:
        heads = numbered(heads, names[1], pieces[0].body)
    thread = read_thread(text, heads, pieces, url=url, names=names)
    kind = f"{thread.engine} {'9' if _is_nine(text, heads[0]) else ''}".strip()
    authors = [
        Author(name=head.nobody)
        if head.nobody
        else read_card([*piece.card, *piece.details], kind, title=thread.title, by=head.by, now=fetched_at)
        for head, piece in zip(heads, pieces, strict=True)
    ]
    bodies = read_bodies([piece.body for piece in pieces], authors, thread, now=fetched_at)
    folds = folds._replace(site=thread.site)
    posts = tuple(_post(head, body, folds, now=fetched_at) for head, body in zip(heads, bodies, strict=True))
    return ThreadPage(thread=thread, posts=posts, plain=True)


def _post(head: Head, body: Body, folds: Folds, *, now: str | None) -> Post:
    posted = head.posted(now)
    text, marks = folds.unfolded(body.text, body.marks)
    return Post(
        floor=head.floor,
        floor_label=head.label or None,
        author=_author(body.author, folds),
        posted_at=posted,
        posted_raw=head.date,
        edited_at=body.edited_at,
        edited_by=body.edited_by,
        body=text,
        marks=marks,
        quotes=tuple(_quote(quote, folds) for quote in body.quotes),
        states=body.states,
        warnings=() if posted else (f"time not understood: {head.date}",),
    )


def _quote(quote: RawQuote, folds: Folds) -> RawQuote:
    body, marks = folds.unfolded(quote.body)
    return RawQuote(author=quote.author, body=body, marks=marks)


def _author(author: Author, folds: Folds) -> Author:
    """The author with the signature as it stood in the dump."""
    signature = folds.unfolded(author.signature)[0] if author.signature else None
    return author if signature == author.signature else msgspec.structs.replace(author, signature=signature)


def _is_nine(text: str, head: Head) -> bool:
    """Whether the head is one of phpwind 9, which alone says ``发布于``."""
    return "发布于" in text[head.start : head.end]
