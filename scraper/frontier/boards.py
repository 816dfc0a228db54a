"""Boards: their threads, sub-boards and next pages."""

from hashlib import blake2b
from typing import Literal

import msgspec

from ..model import BoardPage
from ..urls import canonical, is_web
from .places import place
from .scope import Listing, Scope
from .walking import PAGES_BEYOND

__all__ = ["Look", "Target", "is_older", "look"]


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A page to ask for. ``replies`` and ``last_post_at`` are what a board said of the thread."""

    kind: Literal["thread", "page", "board"]
    url: str
    title: str | None = None
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
