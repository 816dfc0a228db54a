"""Which rule of an engine found what on a page: for somebody who writes an engine, or wonders why a field is empty."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..markup import Node, Page, text_of
from .base import Engine, Pick, nobody

__all__ = ["Finding", "explain"]

OF_PAGE = ("version", "site", "title", "page", "pages", "next_url", "views", "replies", "zone")
OF_POST = ("post_id", "floor", "posted", "edited", "reply_to")
OF_CARD = ("author", "author_id", "author_url", "avatar", "level", "motto", "location", "online")
SHOWN = 100  # code points of a value


class Finding(NamedTuple):
    """A field, the rule that stands for it, how many elements it fits (where that can be counted), and the first value."""

    field: str
    rule: str
    fits: int | None
    value: str | None


def explain(engine: Engine, page: Page) -> Iterator[Finding]:
    """Claims, then the rules of the page, of its first post, of that post's author's card, and the marks in the bodies."""
    for name in ("claims", "signs"):
        for selector in getattr(engine, name):
            yield _selector(name[:-1], selector, page.root)
    for name in OF_PAGE:
        yield from _rule(name, getattr(engine, name), page.root)
    posts = page.css(engine.post) if isinstance(engine.post, str) else list(engine.post(page))
    yield Finding("post", _shown(engine.post), len(posts), None)
    if posts:
        yield from _of_post(engine, posts[0])
    for label, selector in engine.marks.items():
        yield _selector(f"mark {label}", selector, page.root)


def _of_post(engine: Engine, post: Node) -> Iterator[Finding]:
    for name in OF_POST:
        yield from _rule(name, getattr(engine, name), post)
    for name in ("body", "signature", "card", "attachments"):
        where = getattr(engine, name)
        if isinstance(where, str) and where:
            yield _selector(name, where, post)
        elif callable(where):
            found = where(post)
            yield Finding(name, _shown(where), int(found is not None), _cut(text_of(found)))
    card = (
        post.css_first(engine.card)
        if isinstance(engine.card, str) and engine.card
        else engine.card(post)
        if callable(engine.card)
        else post
    )
    if card is None:
        return
    for name in OF_CARD:
        yield from _rule(name, getattr(engine, name), card)
    pairs = list(engine.pairs(card))
    yield Finding("pairs", _shown(engine.pairs), len(pairs), _cut("; ".join(f"{label}: {text}" for label, text, _ in pairs)) or None)


def _rule(name: str, rule: Any, node: Node) -> Iterator[Finding]:
    if rule is nobody:
        return
    fits = len(node.css(rule.css)) if isinstance(rule, Pick) and rule.css else None
    yield Finding(name, _shown(rule), fits, _cut(rule(node)))


def _selector(name: str, selector: str, node: Node) -> Finding:
    found = node.css(selector)
    return Finding(name, selector, len(found), _cut(text_of(found[0])) if found else None)


def _shown(rule: Any) -> str:
    return (
        rule if isinstance(rule, str) else repr(rule) if isinstance(rule, Pick) else f"{getattr(rule, '__name__', type(rule).__name__)}()"
    )


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= SHOWN else text[: SHOWN - 1] + "…"
