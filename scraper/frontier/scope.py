"""How far a crawl goes, and the notes that travel with what it has still to ask for."""

import msgspec

from .members import Member

__all__ = ["Listing", "Scope"]


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
