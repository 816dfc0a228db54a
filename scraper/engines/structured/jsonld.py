"""
JSON-LD of discussions: ``DiscussionForumPosting`` and ``SocialMediaPosting`` with nested ``comment``, ``QAPage`` and ``Question`` with their answers, and the
breadcrumb (https://schema.org/DiscussionForumPosting, https://schema.org/QAPage).

An article's own text is no post, its comments are. Data that are no JSON are passed over: half of the sites that print them break them once.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...markup import Page
from .claims import Claim, Claims

__all__ = ["read_jsonld"]

POSTINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
ARTICLES = frozenset({"Article", "NewsArticle", "BlogPosting", "TechArticle", "Review", "Recipe", "VideoObject", "CreativeWork"})
REPLIES = ("acceptedAnswer", "suggestedAnswer", "comment")
DEEPEST = 60  # levels of nested comments and of data around them
MOST = 20_000  # objects of a page

Data = Mapping[str, Any]


def read_jsonld(page: Page) -> Claims | None:
    """What the page's JSON-LD say, or ``None`` where they speak of no discussion."""
    claims = Claims()
    found = False
    for data in _objects(page):
        kinds = _kinds(data)
        if "BreadcrumbList" in kinds:
            claims.board = claims.board or tuple(_crumbs(data))
        elif "WebSite" in kinds:
            claims.site = claims.site or _text(data.get("name"))
        elif not found and kinds & (POSTINGS | ARTICLES):
            found = _thread(claims, data, opening=bool(kinds & POSTINGS))
    return claims if found else None


def _objects(page: Page) -> Iterator[Data]:
    """The objects of all scripts, those in lists, graphs and main entities too; the postings first."""
    queue: list[tuple[Any, int]] = []
    for node in page.css('script[type="application/ld+json"]'):
        try:
            queue.append((json.loads(node.text() or "", strict=False), 0))
        except (ValueError, RecursionError):
            continue
    seen = 0
    while queue and seen < MOST:
        value, depth = queue.pop(0)
        seen += 1
        if isinstance(value, list):
            queue[:0] = [(item, depth + 1) for item in value if depth < DEEPEST]
        elif isinstance(value, dict):
            yield value
            queue += [(value[key], depth + 1) for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value and depth < DEEPEST]


def _kinds(data: Data) -> set[str]:
    """The types of an object, without their vocabulary."""
    said = data.get("@type")
    return {str(kind).rsplit("/", 1)[-1] for kind in (said if isinstance(said, list) else [said])}


def _thread(claims: Claims, data: Data, *, opening: bool) -> bool:
    """Read the thread of a posting or a question, or the comments of an article; whether there was one."""
    if opening:
        claims.posts.append(_claim(data, opening=True))
    _replies(claims, data, 0 if opening else None)
    if not claims.posts:
        return False
    claims.title = _text(data.get("headline") or data.get("name"))
    claims.url = _address(data.get("url") or data.get("mainEntityOfPage") or data.get("@id"))
    claims.replies = _number(data.get("commentCount", data.get("answerCount")))
    claims.views = _counted(data, "View") or _counted(data, "Watch")
    claims.tags = tuple(_tags(data.get("keywords")))
    claims.partial = claims.replies is not None and claims.replies > len(claims.posts) - opening
    return True


def _replies(claims: Claims, data: Data, parent: int | None) -> None:
    """The replies below a post in depth-first order, as pages show them; on an explicit stack."""
    stack = [(reply, parent) for reply in _below(data)][::-1]
    while stack and len(claims.posts) < MOST:
        (reply, accepted), above = stack.pop()
        claim = _claim(reply)
        claim.accepted, claim.parent = accepted, above
        claims.posts.append(claim)
        stack += [(below, len(claims.posts) - 1) for below in _below(reply)][::-1]


def _below(data: Data) -> list[tuple[Data, bool]]:
    """The replies that an object holds, and whether each is the accepted one."""
    found: list[tuple[Data, bool]] = []
    for key in REPLIES:
        value = data.get(key)
        items = value if isinstance(value, list) else [value]
        found += [(item, key == "acceptedAnswer") for item in items if isinstance(item, dict)]
    return found


def _claim(data: Data, *, opening: bool = False) -> Claim:
    author = data.get("author") or data.get("creator")
    author = author[0] if isinstance(author, list) and author else author
    person = author if isinstance(author, dict) else {}
    url = _address(data.get("url") or data.get("@id"))
    return Claim(
        id=_text(data.get("identifier")) if not isinstance(data.get("identifier"), dict) else None,
        url=url,
        author=_text(person.get("name")) if person else _text(author),
        author_url=_address(person.get("url") or person.get("sameAs")),
        time=_text(data.get("datePublished") or data.get("dateCreated")),
        edited=_text(data.get("dateModified")),
        text=_text(data.get("text") or data.get("articleBody"), keep=True),
        likes=_number(data.get("upvoteCount")) if data.get("upvoteCount") is not None else _counted(data, "Like"),
        opening=opening,
    )


def _counted(data: Data, action: str) -> int | None:
    """How often people did something (``LikeAction``, ``ViewAction``), by the interaction statistics."""
    said = data.get("interactionStatistic")
    for item in said if isinstance(said, list) else [said]:
        if isinstance(item, dict):
            kind = item.get("interactionType")
            name = kind.get("@type") if isinstance(kind, dict) else kind
            if action in str(name):
                return _number(item.get("userInteractionCount"))
    return None


def _crumbs(data: Data) -> Iterator[str]:
    """The names of a breadcrumb, in their order."""
    said = data.get("itemListElement")
    items = (item for item in said if isinstance(item, dict)) if isinstance(said, list) else ()
    for item in sorted(items, key=lambda item: _number(item.get("position")) or 0):
        thing = item.get("item")
        if name := _text(item.get("name") or (thing.get("name") if isinstance(thing, dict) else None)):
            yield name


def _tags(said: object) -> list[str]:
    """Keywords, written as a list or with commas."""
    items = said if isinstance(said, list) else str(said).split(",") if said else []
    return [text for item in items if (text := _text(item))]


def _text(value: object, *, keep: bool = False) -> str | None:
    """A text on one line, or as it is; ``None`` for what is none."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = str(value)
    return (text.strip() if keep else " ".join(text.split())) or None


def _address(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    text = _text(value)
    return text if text and ("/" in text or text.startswith("#")) else None


def _number(value: object) -> int | None:
    text = _text(value)
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None
