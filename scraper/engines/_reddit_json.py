"""Reddit's answers in JSON (``/comments/….json``, ``/r/….json``, ``/user/….json``): listings of things, each with its kind and data."""

from collections.abc import Iterator
from html import unescape

from .. import dates
from ..markup import Page
from ..model import Attachment, Author, BoardPage, Post, Reaction, State, Thread, ThreadLink, ThreadPage
from ._json import Json, at, decode, flag, objects, string, whole
from .base import Engine
from .reading import read_body

__all__ = ["JSON_CLAIM", "read_json"]

JSON_CLAIM = r'"kind"\s*:\s*"Listing"'
STORY, COMMENT = "t3", "t1"


def read_json(engine: Engine, page: Page) -> ThreadPage | BoardPage | None:
    """A submission with its comments, or a list of submissions or of somebody's comments."""
    data = decode(page.text)
    listings = data if isinstance(data, list) else [data]
    things = [(kind, item) for listing in listings for kind, item in _things(listing)]
    story = next((item for kind, item in things if kind == STORY), None)
    if story is None or len(listings) < 2:
        return _board(page, listings[0], things)
    posts = tuple(_post(engine, page, kind, item) for kind, item in things)
    return ThreadPage(thread=_thread(page, story), posts=posts, warnings=tuple(page.warnings))


def _things(listing: Json) -> Iterator[tuple[str, Json]]:
    """Submissions and comments in the order of the page, answers behind what they answer; on a stack, as nesting is the page's to choose."""
    rest = [iter(list(objects(listing, "data", "children")))]
    while rest:
        if (thing := next(rest[-1], None)) is None:
            rest.pop()
            continue
        kind, item = string(thing, "kind"), at(thing, "data")
        if kind in (STORY, COMMENT) and string(item, "id"):
            yield kind, item
            rest.append(iter(list(objects(item, "replies", "data", "children"))))


def _thread(page: Page, story: Json) -> Thread:
    subreddit = string(story, "subreddit_name_prefixed")
    flair = string(story, "link_flair_text")
    return Thread(
        id=string(story, "id"),
        url=page.join(string(story, "permalink")),
        title=_plain(string(story, "title")),
        board=(subreddit,) if subreddit else (),
        site="Reddit",
        engine="reddit",
        charset=page.charset,
        page=1,
        pages=1,
        replies=whole(story, "num_comments"),
        tags=(flair,) if flair else (),
    )


def _post(engine: Engine, page: Page, kind: str, item: Json) -> Post:
    html = string(item, "selftext_html" if kind == STORY else "body_html") or ""
    body = read_body(engine, page, unescape(html) if html.startswith("&lt;") else html)  # ``raw_json=1`` leaves it as it is
    created, edited = at(item, "created_utc"), at(item, "edited")
    changed = dates.from_epoch(edited) if edited is not True else None
    score = at(item, "score")
    return Post(
        id=string(item, "id"),
        url=page.join(string(item, "permalink")),
        author=_author(page, item),
        posted_at=dates.from_epoch(created),
        posted_raw=str(created) if created is not None else None,
        edited_at=changed,
        body=body.text,
        marks=body.marks,
        quotes=body.quotes,
        images=body.images,
        links=body.links,
        attachments=(*body.attachments, *_linked(page, kind, item)),
        reactions=(Reaction(label="Points", count=score),) if isinstance(score, int) and not flag(item, "score_hidden") else (),
        reply_to=(string(item, "parent_id") or "").partition("_")[2] or None,
        states=_states(item, changed),
        warnings=body.warnings,
    )


def _linked(page: Page, kind: str, item: Json) -> Iterator[Attachment]:
    """What a submission links to."""
    url = string(item, "url_overridden_by_dest") or string(item, "url")
    if kind == STORY and url and not flag(item, "is_self"):
        yield Attachment(name=_plain(string(item, "title")) or url, url=page.join(unescape(url)))


def _author(page: Page, item: Json) -> Author:
    name = string(item, "author")
    known = name if name != "[deleted]" else None
    return Author(
        name=name,
        id=(string(item, "author_fullname") or "").partition("_")[2] or None,
        url=page.join(f"/user/{known}") if known else None,
        level=_plain(string(item, "author_flair_text")),
    )


def _states(item: Json, changed: str | None) -> tuple[State, ...]:
    found: list[State] = []
    if string(item, "author") == "[deleted]" or string(item, "body") in ("[removed]", "[deleted]") or flag(item, "removed_by_category"):
        found.append("deleted")
    if flag(item, "stickied"):
        found.append("pinned")
    if changed:
        found.append("edited")
    return tuple(found)


def _board(page: Page, listing: Json, things: list[tuple[str, Json]]) -> BoardPage | None:
    threads = tuple(_link(page, kind, item) for kind, item in things)
    if not threads:
        return None
    onward = string(listing, "data", "after")
    here = (page.url or "").partition("?")[0]
    return BoardPage(engine="reddit", threads=threads, next_url=page.join(f"{here}?after={onward}") if onward and here else None)


def _link(page: Page, kind: str, item: Json) -> ThreadLink:
    """A submission, or where one of somebody's comments stands."""
    is_story = kind == STORY
    return ThreadLink(
        id=string(item, "id") if is_story else (string(item, "link_id") or "").partition("_")[2] or None,
        url=page.join(string(item, "permalink")),
        title=_plain(string(item, "title" if is_story else "link_title")),
        author=string(item, "author"),
        replies=whole(item, "num_comments") if is_story else None,
        sticky=flag(item, "stickied"),
        closed=flag(item, "locked"),
    )


def _plain(text: str | None) -> str | None:
    """The data escape titles as the page does, unless asked not to."""
    return unescape(text).strip() or None if text else None
