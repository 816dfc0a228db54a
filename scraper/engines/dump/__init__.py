"""Pages that somebody already turned into plain text, read back into posts."""

from ...model import ThreadPage

__all__ = ["read_dump"]


def read_dump(text: str, *, url: str | None = None, fetched_at: str | None = None) -> ThreadPage | None:
    """The thread in a text dump, or ``None`` where no post can be told from the next."""
    return None
