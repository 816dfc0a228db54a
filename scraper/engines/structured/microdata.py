"""
Microdata of discussions: ``itemscope`` elements of the types that JSON-LD uses too, their ``itemprop`` values, and what they say outside the visible text
(``<meta content>``, ``datetime``). https://html.spec.whatwg.org/multipage/microdata.html
"""

from ...markup import Node, Page, text_of
from .claims import Claim, Claims

__all__ = ["read_microdata"]

TYPES = ("DiscussionForumPosting", "SocialMediaPosting", "/Question", "/Answer", "/Comment", "UserComments")
OPENING = ("DiscussionForumPosting", "SocialMediaPosting", "/Question")


def read_microdata(page: Page) -> Claims | None:
    """What the page's microdata say, or ``None`` where they speak of no discussion."""
    scopes = postings(page)
    if not scopes:
        return None
    known = {node.mem_id for node in scopes}
    claims, stated = Claims(), _props(page, known)
    for node in scopes:
        props = stated.get(node.mem_id, {})
        kind = node.attributes.get("itemtype") or ""
        opening = any(name in kind for name in OPENING) and not claims.posts
        claim = _claim(node, props, opening=opening)
        if opening:
            claims.title = _first(props, "headline", "name")
            claims.url = _first(props, "mainEntityOfPage", "url")
            claims.replies = _number(_first(props, "commentCount", "answerCount"))
        if claim.text is not None or claim.author or claim.time:
            claims.posts.append(claim)
    return claims if claims.posts or claims.title else None


def postings(page: Page) -> list[Node]:
    """The elements that are a posting, in the page's order."""
    return [node for node in page.css("[itemtype], [itemscope][itemprop=comment]") if _is_posting(node)]


def _is_posting(node: Node) -> bool:
    """By its type, or by its place; in Python, as six types in a selector cost a third of the parse."""
    attributes = node.attributes
    kind = attributes.get("itemtype") or ""
    return any(name in kind for name in TYPES) or (attributes.get("itemprop") == "comment" and "itemscope" in attributes)


def _claim(node: Node, props: dict[str, list[Node]], *, opening: bool) -> Claim:
    author = next(iter(props.get("author") or props.get("creator") or []), None)
    name = author.css_first("[itemprop=name]") if author is not None else None
    body = next(iter(props.get("text") or props.get("articleBody") or props.get("commentText") or []), None)
    link = author.css_first("a[href]") if author is not None else None
    return Claim(
        id=node.attributes.get("id"),
        url=_first(props, "url"),
        author=_value(name) if name is not None else _value(author),
        author_url=link.attributes.get("href") if link is not None else None,
        time=_first(props, "datePublished", "dateCreated", "commentTime"),
        edited=_first(props, "dateModified"),
        text=None if body is None else _value(body) if body.tag == "meta" else body.html,
        likes=_number(_first(props, "upvoteCount")),
        accepted=node.attributes.get("itemprop") == "acceptedAnswer",
        opening=opening,
    )


def _props(page: Page, known: set[int]) -> dict[int, dict[str, list[Node]]]:
    """By posting the elements with an ``itemprop`` that belong to it and to none inside it."""
    found: dict[int, dict[str, list[Node]]] = {}
    for node in page.root.css("[itemprop]"):
        if node.mem_id not in known and (owner := _owner(node, known)) is not None:
            for name in (node.attributes.get("itemprop") or "").split():
                found.setdefault(owner, {}).setdefault(name, []).append(node)
    return found


def _owner(node: Node, known: set[int]) -> int | None:
    """The posting that an element stands in; the values of another item in it, such as the author's name, are that one's."""
    above = node.parent
    while above is not None:
        if (place := above.mem_id) in known:
            return place
        if "itemscope" in above.attributes:
            return None
        above = above.parent
    return None


def _first(props: dict[str, list[Node]], *names: str) -> str | None:
    return next((said for name in names for node in props.get(name, ()) if (said := _value(node))), None)


def _value(node: Node | None) -> str | None:
    """An element's value as the standard reads it: an attribute where the tag has one for it, else the text."""
    if node is None:
        return None
    attributes = node.attributes
    for name in ("content", "datetime", "href" if node.tag in ("a", "link") and attributes.get("itemprop") != "name" else "content"):
        if said := attributes.get(name):
            return said.strip()
    return text_of(node) or None


def _number(text: str | None) -> int | None:
    digits = "".join(c for c in text or "" if c.isdecimal())  # "³" is a digit and no number
    return int(digits) if digits and len(digits) < 12 else None
