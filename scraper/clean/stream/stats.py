"""What a run did, in numbers."""

from collections import Counter

import msgspec

from ...model import Edit

__all__ = ["Stats"]


class Stats(msgspec.Struct):
    """What a run did: documents seen and changed, edits and code points by reason, bytes in and out."""

    documents: int = 0
    changed: int = 0
    edits: Counter[str] = msgspec.field(default_factory=Counter)
    characters: Counter[str] = msgspec.field(default_factory=Counter)
    read: int = 0
    written: int = 0

    def count(self, edits: tuple[Edit, ...]) -> None:
        """Take a document into the account."""
        self.documents += 1
        self.changed += bool(edits)
        for edit in edits:
            self.edits[edit.reason] += 1
            self.characters[edit.reason] += edit.end - edit.start
