"""What a row carries with it, as text: the walk of a thread, the note of a list; the order in which rows are asked for."""

import msgspec

from ...frontier import Listing, Walk
from ...store.threads import Walked

__all__ = ["AHEAD", "BOARD_RANK", "FILE_RANK", "PAGE_RANK", "THREAD_RANK", "note_of", "note_text", "walk_of", "walk_text"]

AHEAD = "ahead of its turn"  # a page that was read before the walk of its thread came to it
PAGE_RANK, BOARD_RANK, THREAD_RANK, FILE_RANK = 0, 1, 5, 6
# a thread that was begun is ended first; boards move while we read, so they go before their threads


def walk_of(held: Walked) -> Walk:
    """The walk that is held of a thread."""
    return msgspec.json.decode(held.walk, type=Walk)


def walk_text(walk: Walk) -> str:
    """A walk as it is held."""
    return msgspec.json.encode(walk).decode()


def note_of(text: str) -> Listing:
    """The note of a row; rows of other kinds have none, or words."""
    return msgspec.json.decode(text, type=Listing) if text.startswith("{") else Listing()


def note_text(note: Listing) -> str:
    """A note as it is held."""
    return msgspec.json.encode(note).decode()
