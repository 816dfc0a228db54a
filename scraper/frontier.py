"""
What to visit next: pages in, URLs out. Pure; no network, no store, no clock.

A thread is walked from its first page by its own "next" links, one page after the other, so that its posts come in order and a
loop is seen at once. ``step`` takes the walk so far and a page, and gives the walk after it; ``account`` says at the end what is
there and what is missing.
"""

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from .members import Member
from .model import BoardPage, Post, ThreadPage
from .urls import canonical, is_web, same_page

__all__ = [
    "Account",
    "Found",
    "Listing",
    "Look",
    "Scope",
    "Stop",
    "Target",
    "Walk",
    "account",
    "begin",
    "gaps",
    "is_older",
    "is_whole",
    "look",
    "post_keys",
    "ranges",
    "step",
    "thread_key",
    "with_floors",
]

Stop = Literal["", "end", "repeats", "max-pages", "too-many", "failed", "strayed", "left-host", "unasked", "member"]
"""
Why a walk ended: no next page; two pages without a new post, or a link back; the user's limit; far more pages than
announced; a page that could not be had; a page of another thread; a link to another host; ``unasked`` is a walk that is not over;
``member`` is none, but the pages of a thread on which a member's posts stand.
"""

BARREN_PAGES = 2  # without a new post, then the walk ends: one may happen when posts are deleted while we read
PAGES_BEYOND = 2  # announced ones


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """
    How far a crawl goes.

    ``max_pages`` counts the pages of each thread and of each board, ``max_threads`` all threads of the run. Threads whose
    last post is older than ``since`` (ISO 8601) are left out. ``list_only`` stops before the threads.
    """

    max_pages: int | None = None
    max_threads: int | None = None
    since: str | None = None
    list_only: bool = False


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


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """
    What became of one thread.

    ``missing`` are the floors that the numbering leaves out, as ranges (``17``, ``40-44``). ``complete``: the walk reached the end
    and no fewer posts are stored than announced. ``only`` is the member whose posts alone were asked for; of them nothing is announced.
    """

    url: str
    title: str | None
    announced: int | None
    stored: int
    missing: tuple[str, ...]
    pages_asked: int
    pages: int | None
    stop: Stop
    why: str
    complete: bool
    new: int = 0
    edited: int = 0
    gone: int = 0
    only: str | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A page to ask for. ``replies`` and ``last_post_at`` are what a board said of the thread."""

    kind: Literal["thread", "page", "board"]
    url: str
    title: str | None = None
    replies: int | None = None
    last_post_at: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    A board as far as it was listed, and a thread's line in it; travels as a note with the row.

    ``deep`` boards hand on to their sub-boards. ``last`` tells the last page's list from another. ``ahead`` is the address of a page
    that was read before its turn. ``member`` is whose posts alone are asked for, ``post`` the id of the one that led here. ``replies``
    and ``last_post_at`` are of a thread's line.
    """

    pages: int = 0
    last: str = ""
    deep: bool = False
    ahead: str = ""
    member: Member | None = None
    post: str | None = None
    replies: int | None = None
    last_post_at: str | None = None


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a board's page leads to: threads, boards, its next page and the note that goes with it.

    ``enough`` says that the user wants no further pages.
    """

    threads: tuple[Target, ...] = ()
    boards: tuple[Target, ...] = ()
    next: Target | None = None
    note: Listing = Listing()
    enough: bool = False


def place(url: str) -> str:
    """
    Whom manners are owed for a URL: the host, with its port where that is not the web's own.

    >>> place("https://BBS.example/x"), place("http://127.0.0.1:8080/")
    ('bbs.example', '127.0.0.1:8080')
    """
    try:
        netloc = urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:  # a page's own link may be anything: http://[
        return ""
    return netloc.removesuffix(":80").removesuffix(":443")


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


def account(walk: Walk, stored: int, floors: Sequence[int]) -> Account:
    """What is there of a thread and what is missing; ``floors`` are the stored ones in order."""
    announced = walk.announced
    return Account(
        url=walk.url,
        title=walk.title,
        announced=announced,
        stored=stored,
        missing=()
        if walk.only
        else ranges(gaps(floors, announced if announced is not None and not _all_floors(floors, announced) else None)),
        pages_asked=walk.asked,
        pages=walk.pages,
        stop=walk.stop or "unasked",
        why=walk.why,
        complete=walk.only is not None or (is_whole(walk, stored) and (announced is None or stored >= announced)),
        new=walk.new,
        edited=walk.edited,
        gone=walk.gone,
        only=walk.only,
    )


def is_whole(walk: Walk, stored: int | None = None) -> bool:
    """
    Whether a walk saw all pages: it ended where there is no next page, or in a link back (the last page's "next" often leads
    to itself), and not before the pages, or with ``stored`` posts the posts, that the forum announces.
    """
    if walk.stop not in ("end", "repeats"):
        return False
    if walk.pages is not None:
        return walk.asked >= walk.pages
    if walk.stop == "end":
        return True
    return stored is not None and walk.announced is not None and stored >= walk.announced


def _all_floors(floors: Sequence[int], announced: int) -> bool:
    """Whether there are as many posts as announced, however they are numbered."""
    return len(floors) >= announced


def gaps(floors: Sequence[int], upto: int | None) -> list[tuple[int, int]]:
    """The runs of numbers that are left out, from 1 to the last floor or to ``upto``."""
    gaps: list[tuple[int, int]] = []
    expected = 1
    for floor in floors:
        if floor > expected:
            gaps.append((expected, floor - 1))
        expected = max(expected, floor + 1)
    if upto is not None and expected <= upto:
        gaps.append((expected, upto))
    return gaps


def ranges(gaps: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """
    Runs of numbers as people write them.

    >>> ranges([(17, 17), (40, 44)])
    ('17', '40-44')
    """
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in gaps)


def look(page: BoardPage, url: str, note: Listing, *, visited: bool, scope: Scope) -> Look:
    """
    What a board's page leads to. An index (boards and no threads) hands on to all its boards; a board to its threads over all its pages.

    ``visited`` says whether the next link leads to a page that was listed already.
    """
    deep = note.deep or (bool(page.boards) and not page.threads)
    lines = [t for t in page.threads if is_web(t.url) and place(t.url or "") == place(url)]
    wanted = [t for t in lines if not is_older(t.last_post_at, scope.since)]
    boards = [b for b in page.boards if is_web(b.url) and place(b.url or "") == place(url)] if deep else []
    pages = note.pages + 1
    over = bool(lines) and scope.since is not None and all(is_older(t.last_post_at, scope.since) for t in lines if not t.sticky)
    following = page.next_url if is_web(page.next_url) and place(page.next_url or "") == place(url) else None
    listed = _list_digest(page)
    limit = scope.max_pages is not None and pages >= scope.max_pages
    beyond = page.pages is not None and page.pages > 1 and pages >= page.pages + PAGES_BEYOND
    ended = visited or over or limit or beyond or listed == note.last  # ``start=`` beyond the end repeats the last page
    return Look(
        threads=tuple(
            Target(kind="thread", url=canonical(t.url or ""), title=t.title, replies=t.replies, last_post_at=t.last_post_at) for t in wanted
        ),
        boards=tuple(Target(kind="board", url=canonical(b.url or ""), title=b.title) for b in boards),
        next=Target(kind="board", url=canonical(following)) if following and not ended else None,
        note=Listing(pages=pages, deep=deep, last=listed, ahead=note.ahead),
        enough=over or limit,
    )


def _list_digest(page: BoardPage) -> str:
    """Sixteen letters that stand for a page's list of threads and boards."""
    lines = "\n".join([*(f"{t.id} {t.title}" for t in page.threads), *(f"{b.id} {b.title}" for b in page.boards)])
    return blake2b(lines.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def is_older(when: str | None, since: str | None) -> bool:
    """Whether a date is before another, as far as both are precise; unknown dates are not."""
    if not when or not since:
        return False
    size = min(len(when), len(since), 19)
    return when[:size].replace(" ", "T") < since[:size].replace(" ", "T")
