"""Records as schema.org ``DiscussionForumPosting`` in JSON-LD: one object a thread, its replies as comments."""

from collections.abc import Iterable, Iterator

import msgspec

from ..model import Author, Record
from .threads import ThreadView, threads_of

__all__ = ["jsonld"]

COUNTED = {"posts": "WriteAction", "threads": "WriteAction", "friends": "FollowAction", "likes_received": "LikeAction"}
"""Statistics of an author for which schema.org has an action."""


def jsonld(records: Iterable[Record]) -> Iterator[str]:
    """
    The threads of the records, each as one line of JSON-LD that may stand in a ``<script>`` of an HTML page.

    Times are as in the records: local without an offset where the zone is not known. A quote is a ``Quotation`` cited by its post.
    """
    for thread in threads_of(records):
        text = msgspec.json.encode(_thread(thread)).decode()
        yield text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _thread(view: ThreadView) -> dict[str, object]:
    """The opening post with the rest as its comments; without an opening post, the thread alone carries them."""
    first, *rest = view.posts
    opened = first.floor in (1, None)
    thread = view.thread
    url = thread.url or first.url
    return _told(
        {
            "@context": "https://schema.org",
            "@type": "DiscussionForumPosting",
            "@id": url,
            **(_posting(first) if opened else {}),
            "url": url,
            "headline": thread.title,
            "keywords": list(thread.tags),
            "isPartOf": _told({"@type": "CreativeWork", "name": " › ".join(thread.board) or thread.site}, least=2),
            "commentCount": thread.replies if thread.replies is not None else len(rest),
            "interactionStatistic": [_counter("ViewAction", thread.views)] if thread.views is not None else [],
            "comment": [_told({"@type": "Comment", "@id": post.url, **_posting(post)}) for post in (rest if opened else view.posts)],
        }
    )


def _posting(post: Record) -> dict[str, object]:
    """What an opening post and a comment have in common."""
    return {
        "url": post.url,
        "identifier": post.id,
        "position": post.floor,
        "author": _person(post.author),
        "datePublished": post.posted_at,
        "dateModified": post.edited_at,
        "text": post.text,
        "citation": [
            _told({"@type": "Quotation", "text": quote.text, "creator": _person(Author(name=quote.author)), "identifier": quote.post_id})
            for quote in post.quotes
        ],
        "image": list(post.images),
        "associatedMedia": [
            _told({"@type": "MediaObject", "name": file.name, "contentUrl": file.url, "contentSize": file.size})
            for file in post.attachments
        ],
        "interactionStatistic": [{**_counter("LikeAction", r.count), "name": r.label} for r in post.reactions],
        "parentItem": _told({"@type": "Comment", "identifier": post.reply_to}, least=2),
    }


def _person(author: Author) -> dict[str, object] | None:
    if not author.name:
        return None
    counters = [_counter(COUNTED[s.key], s.value) for s in author.stats if s.key in COUNTED and isinstance(s.value, int)]
    return _told(
        {
            "@type": "Person",
            "name": author.name,
            "identifier": author.id,
            "url": author.url,
            "image": author.avatar,
            "jobTitle": author.level,
            "homeLocation": author.location,
            "agentInteractionStatistic": counters,
        }
    )


def _counter(action: str, count: float) -> dict[str, object]:
    return {"@type": "InteractionCounter", "interactionType": f"https://schema.org/{action}", "userInteractionCount": count}


def _told(values: dict[str, object], least: int = 0) -> dict[str, object]:
    """The values that say something; an empty object where fewer than ``least`` do."""
    told = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return told if len(told) >= least else {}
