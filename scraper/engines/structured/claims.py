"""What a page's machine-readable data say of a thread and its posts, whatever they are written in."""

import msgspec

__all__ = ["Claim", "Claims"]


class Claim(msgspec.Struct, kw_only=True):
    """One post as the data tell it; ``text`` is plain or HTML, ``time`` as written, ``parent`` the place of the post answered in the list."""

    id: str | None = None
    url: str | None = None
    author: str | None = None
    author_url: str | None = None
    time: str | None = None
    edited: str | None = None
    text: str | None = None
    likes: int | None = None
    accepted: bool = False
    opening: bool = False
    parent: int | None = None


class Claims(msgspec.Struct, kw_only=True):
    """The thread and its posts in the order of the data; ``partial`` says that the data name more posts than they hold."""

    title: str | None = None
    url: str | None = None
    site: str | None = None
    board: tuple[str, ...] = ()
    replies: int | None = None
    views: int | None = None
    tags: tuple[str, ...] = ()
    next_url: str | None = None
    posts: list[Claim] = []
    partial: bool = False
