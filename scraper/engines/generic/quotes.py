"""Quotes as the page marks them: their text without the citation line, and who said it."""

import re
from collections.abc import Sequence

from ...markup import Lifted
from ...model import RawQuote
from ..base import Quoted, said_by

__all__ = ["quotes_of"]


WORDS = re.compile(
    r"^(?:originally posted by|posted by|quote from:?|quote:?|zitat von|zitat:?|citation de|cita de|引用(?:来自)?|引文)\s*:?\s*|\s+(?:posted|wrote|said)\s*:?$|\s+on\s.{6,40}$",
    re.IGNORECASE,
)


def quotes_of(lifted: Sequence[Lifted]) -> tuple[RawQuote, ...]:
    """The quotes of a body, outermost first."""
    return tuple(_quote(lifted, i, item) for i, item in enumerate(lifted) if item.label == "quote" and item.text)


def _quote(lifted: Sequence[Lifted], i: int, item: Lifted) -> RawQuote:
    """One quote with its author, from the citation in it or right before it."""
    inside = next((c for c in lifted[i + 1 :] if c.label == "cite" and c.parent == i), None)
    before = lifted[i - 1] if i and lifted[i - 1].label == "cite" and lifted[i - 1].parent == item.parent else None
    author, post_id = said_by(Quoted(item, inside or before))
    author = (WORDS.sub("", author).strip(" :：") or None) if author else None
    return RawQuote(author=author, post_id=post_id, body=item.text, marks=item.marks)
