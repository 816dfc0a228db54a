"""
A thread, page by page.

It is walked from its first page by its own "next" links, one page after the other, so that its posts come in order and a loop is seen
at once. ``step`` takes the walk so far and a page, and gives the walk after it.
"""

from collections.abc import Collection, Sequence
from typing import Literal

import msgspec

from ..model import Post, ThreadPage
from ..urls import canonical, is_web, same_page
from .places import place
from .scope import Listing, Scope

__all__ = ["PAGES_BEYOND", "Found", "Stop", "Walk", "begin", "first_page", "post_keys", "step", "thread_key", "with_floors"]

Stop = Literal["", "end", "repeats", "max-pages", "too-many", "failed", "strayed", "left-host", "unasked", "member"]
"""
Why a walk ended: no next page; two pages without a new post, or a link back; the user's limit; far more pages than
announced; a page that could not be had; a page of another thread; a link to another host; ``unasked`` is a walk that is not over;
``member`` is none, but the pages of a thread on which a member's posts stand.
"""

BARREN_PAGES = 2  # without a new post, then the walk ends: one may happen when posts are deleted while we read
PAGES_BEYOND = 2  # announced ones


class Walk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    A thread as far as it was walked.

    ``announced`` counts posts as the forum says (replies + 1), ``pages`` the forum's pages, ``asked`` ours. ``barren`` pages
    in a row brought nothing new. ``floor`` is that of the last post, ``next`` the page to ask for. ``only`` is whose posts were taken,
    where not all were.
    """

    url: str
    title: str | None = None
    id: str | None = None
    announced: int | None = None
    pages: int | None = None
    asked: int = 0
    barren: int = 0
    floor: int = 0
    next: str | None = None
    stop: Stop = ""
    why: str = ""
    last_post_at: str | None = None
    replies: int | None = None
    new: int = 0
    edited: int = 0
    gone: int = 0
    only: str | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A post of a page: its key in the thread, its place, and whether the walk had not seen it."""

    key: str
    floor: int | None
    new: bool


def thread_key(page: ThreadPage, url: str) -> str:
    """The one name of a thread: the address of its first page, else host, engine and number."""
    if is_web(page.thread.url):
        return canonical(page.thread.url or "")
    return f"{place(url)} {page.thread.engine} {page.thread.id}" if page.thread.id else canonical(url)


def first_page(page: ThreadPage, url: str) -> str | None:
    """
    The address of the thread's first page where ``url`` named another one, else ``None``.

    A page that prints no number of its own is a later one where its first post is not the thread's.
    """
    first = page.thread.url
    begins = page.posts[0].floor in (None, 1) if page.posts else True
    if (page.thread.page in (None, 1) and begins) or not is_web(first) or same_page(first or "", url):
        return None
    return canonical(first or "") if place(first or "") == place(url) else None


def begin(page: ThreadPage, url: str, note: Listing) -> Walk:
    """The walk of a thread that was just found, before its first page is taken."""
    first = page.thread.url if is_web(page.thread.url) else url
    announced = None if note.replies is None else note.replies + 1
    return Walk(
        url=canonical(first or url),
        id=page.thread.id,
        title=page.thread.title,
        announced=announced,
        last_post_at=note.last_post_at,
        replies=note.replies,
    )


def post_keys(posts: Sequence[Post]) -> list[str]:
    """
    A key for each post, the same at each reading: the forum's id, else the floor, else author and time.

    Never the text: anti-copy junk makes it new at each load.
    """
    keys: list[str] = []
    seen: dict[str, int] = {}
    for post in posts:
        key = post.id or (f"floor {post.floor}" if post.floor is not None else f"{post.author.name} {post.posted_raw or post.posted_at}")
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 or post.id else f"{key} ({seen[key]})")
    return keys


def with_floors(posts: Sequence[Post], keys: Sequence[str], known: Collection[str], last: int) -> list[Found]:
    """The posts of a page with their places: the forum's own number, else one after the post before."""
    found: list[Found] = []
    here: set[str] = set()
    for post, key in zip(posts, keys, strict=True):
        if key in here:
            continue
        here.add(key)
        new = key not in known
        floor = post.floor if post.floor is not None else last + new
        last = max(floor, last) if post.floor is None else floor
        found.append(Found(key=key, floor=floor, new=new))
    return found


def step(walk: Walk, page: ThreadPage, url: str, known: Collection[str], *, visited: bool, scope: Scope) -> tuple[Walk, list[Found]]:
    """
    The walk after ``page``, found at ``url``, and the page's posts.

    ``known`` holds those keys of the page's posts that earlier pages of this walk had; ``visited`` says whether the page's next
    link leads to a page that this walk had already.
    """
    thread = page.thread
    if walk.id and thread.id and walk.id != thread.id:
        return msgspec.structs.replace(walk, next=None, stop="strayed", why=f"{url} shows thread {thread.id}"), []
    posts = with_floors(page.posts, post_keys(page.posts), known, walk.floor)
    fresh = any(post.new for post in posts)
    after = msgspec.structs.replace(
        walk,
        title=walk.title or thread.title,
        announced=_announced(walk, thread.replies),
        pages=_pages(page) or walk.pages,
        asked=walk.asked + 1,
        barren=0 if fresh else walk.barren + 1,
        floor=(posts[-1].floor or 0) if posts else walk.floor,
        stop="",
        why="",
    )
    return _onward(after, thread.next_url, url, visited=visited, scope=scope), posts


def _pages(page: ThreadPage) -> int | None:
    """How many pages there are; engines that print no count say 1, which a link to the next page belies."""
    return None if page.thread.next_url and (page.thread.pages or 1) <= 1 else page.thread.pages


def _announced(walk: Walk, replies: int | None) -> int | None:
    """The page's own count; a thread grows while we read, so the latest holds."""
    return walk.announced if replies is None else replies + 1


def _onward(walk: Walk, href: str | None, url: str, *, visited: bool, scope: Scope) -> Walk:
    """The walk with its next page, or with the reason to stop."""
    if not href or not is_web(href):
        return _stopped(walk, "end")
    target = canonical(href)
    if place(target) != place(url):
        return _stopped(walk, "left-host", f"the next page is {target}")
    if visited or same_page(target, url) or same_page(target, walk.url):
        return _stopped(walk, "repeats", f"the next page is {target}, which was read")
    if walk.barren >= BARREN_PAGES:
        return _stopped(walk, "repeats", f"{walk.barren} pages without a new post")
    if walk.pages is not None and walk.asked >= walk.pages + PAGES_BEYOND:
        return _stopped(walk, "too-many", f"{walk.asked} pages, {walk.pages} announced")
    if scope.max_pages is not None and walk.asked >= scope.max_pages:
        return msgspec.structs.replace(walk, next=target, stop="max-pages")
    return msgspec.structs.replace(walk, next=target)


def _stopped(walk: Walk, stop: Stop, why: str = "") -> Walk:
    return msgspec.structs.replace(walk, next=None, stop=stop, why=why)
