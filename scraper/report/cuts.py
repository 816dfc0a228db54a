"""Where the cleaner's edits stand in the clean text, and how a cut is shown to a person without doing anything to the screen."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..model import Edit

__all__ = ["pieces", "placed", "visible", "why"]

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
PICTURES = {"\t": "→", "\n": "↵", "\r": "␍", "\x7f": "␡", "\xa0": "␣"}


def placed(edits: Sequence[Edit]) -> Iterator[tuple[int, int, Edit]]:
    """
    Each edit with the span that what it put has in the clean text; code points. ``edits`` are a ledger: sorted, disjoint.

    >>> [(start, end) for start, end, _ in placed([Edit(2, 5, "hidden", "xyz"), Edit(7, 9, "mojibake", "ab", "c")])]
    [(2, 2), (4, 5)]
    """
    shorter = 0
    for edit in edits:
        start = edit.start - shorter
        yield start, start + len(edit.put), edit
        shorter += len(edit.cut) - len(edit.put)


def pieces(text: str, edits: Sequence[Edit]) -> Iterator[str | Edit]:
    """
    The clean text as what was kept, and between it the edits; what an edit put stands in the edit alone.

    >>> list(pieces("ab", [Edit(1, 2, "hidden", "x")]))
    ['a', Edit(start=1, end=2, reason='hidden', cut='x', put='', proof=None), 'b']
    """
    spans = [(0, 0, None), *placed(edits), (len(text), len(text), None)]
    for (_, end, edit), (start, _, _) in pairwise(spans):
        if edit is not None:
            yield edit
        if end < start:
            yield text[end:start]


def visible(text: str) -> str:
    r"""
    A text with everything that has no look of its own made visible: controls, blanks that do not break, direction and zero-width marks.

    >>> visible("a\x1b[31m\u202eb\n")
    'a␛[31m‹U+202E›b↵'
    """
    return UNSEEN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    char = found[0]
    if char in PICTURES:
        return PICTURES[char]
    return chr(0x2400 + ord(char)) if char < " " else f"‹U+{ord(char):04X}›"


def why(edit: Edit) -> str:
    """
    How an edit is known, in a few words; empty where the reason says it all.

    >>> from scraper.model import Proof
    >>> why(Edit(0, 1, "junk-proved", "x", "", Proof(generator="phpwind-126", seed=796892)))
    'phpwind-126, seed 796892'
    """
    proof = edit.proof
    if proof is None:
        return ""
    words = [proof.generator] if proof.generator else []
    if proof.seed is not None:
        words.append(f"seed {proof.seed}")
    if proof.score is not None:
        words.append(f"score {proof.score:.1f}")
    return ", ".join(words)
