"""
Strings of Discuz! 4 and 5 in a dump, folded to one character each while the dump is read, and unfolded under a mark afterwards.

``jammer()`` of these versions draws the first of each pair from 0..59: every second is a control character, which stands in no text, and
line feeds among them tear lines. Folded, a string is what it was on the page: a break of the body.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ...model import Mark

__all__ = ["FOLDS", "Folds", "folded"]

FIRST, MOST = 0xF0000, 0xFFFD
FOLDS = f"[{chr(FIRST)}-{chr(FIRST + MOST)}]"
"""What stands for the strings while the dump is read: private characters, which are taken from every dump before."""

FOLD = re.compile(FOLDS)
OLD = re.compile(r"(?i)powered\s+by\s*discuz!?\s*(?:board\s*)?[45]\.")
CONTROL = r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffd]"
LOW, HIGH = r"[ -;\xa0]", "[?-~]"
TAB = r"(?:\xa0[ ]){3,4}"
PAIRS = rf"(?:{LOW}{HIGH}){{0,3}}"
PAIR = rf"(?: (?:{CONTROL}|{LOW}|{TAB}){HIGH} | {HIGH}(?={PAIRS}{CONTROL}{HIGH}) )"
STRING = re.compile(
    rf"""(?x)
    (?: ^{HIGH}(?={PAIRS}{CONTROL}) )?  # the first character of a pair was lost
    {PAIR} (?: {PAIR} | \n\s*{HIGH}(?={PAIRS}{CONTROL}{HIGH}|\n) ){{1,24}}
    """,
    re.MULTILINE,
)
CONTROLS = re.compile(CONTROL)
STRINGS = 3  # of a page, with two control characters or more
REACH = 120  # characters beside a string that may hold the site's name
HOST = re.compile(r"(?<![A-Za-z0-9-])(?:[A-Za-z0-9-]{1,40}\.){1,4}(?:[A-Za-z]{2,6}|\d{1,3})(?::\d{2,5})?")


class Folds(NamedTuple):
    """The strings that were folded, the first to the first of the private characters; and the site's name."""

    strings: Sequence[str] = ()
    site: str | None = None

    def unfolded(self, text: str, marks: Sequence[Mark] = ()) -> tuple[str, tuple[Mark, ...]]:
        r"""
        A piece of a folded dump as it was, with its marks moved, and marks for the strings and the site's own words beside them.

        >>> Folds(["b%d&", "\x01a\x02b"]).unfolded("one" + chr(0xF0001) + chr(10) + "two")
        ('one\x01a\x02b\ntwo', (Mark(label='hidden', start=3, end=7),))
        """
        found = list(FOLD.finditer(text)) if self.strings else []
        if not found:
            return text, tuple(marks)
        parts: list[str] = []
        added: list[Mark] = []
        moved = [0]  # by how much what stands behind each string moves
        at = 0
        for fold in found:
            string = self.strings[ord(fold[0]) - FIRST]
            start = fold.start() + moved[-1]
            ends, begins = text[fold.end() : fold.end() + 1] in ("", "\n"), text[max(0, fold.start() - 1) : fold.start()] in ("", "\n")
            left = _own_end(text[max(at, fold.start() - REACH) : fold.start()], string, self.site) if ends else 0
            right = _own_start(text[fold.end() : fold.end() + REACH], self.site) if begins else 0
            added.append(Mark("hidden", start - left, start + len(string) + right))
            parts += (text[at : fold.start()], string)
            at = fold.end()
            moved.append(moved[-1] + len(string) - 1)
        starts = [fold.start() for fold in found]
        own = [Mark(m.label, m.start + moved[bisect_left(starts, m.start)], m.end + moved[bisect_left(starts, m.end)]) for m in marks]
        return "".join(parts) + text[at:], tuple(sorted((*own, *added), key=lambda mark: mark.start))


def folded(text: str) -> tuple[str, Folds]:
    """The dump with a private character for each string, and the strings; as it is where it is of another forum."""
    text = FOLD.sub("", text)
    if not OLD.search(text):
        return text, Folds()
    found = [m for m in STRING.finditer(text) if CONTROLS.search(m[0])][:MOST]
    if sum(len(CONTROLS.findall(m[0])) > 1 for m in found) < STRINGS:
        return text, Folds()
    out, at = [], 0
    for i, m in enumerate(found):
        out += [text[at : m.start()], chr(FIRST + i)]
        at = m.end()
    return "".join(out) + text[at:], Folds([m[0] for m in found])


def _own_start(text: str, site: str | None) -> int:
    """How many characters at the start of a text are the site's host or name, which Discuz! sets behind the string at a line's start."""
    host = HOST.match(text)
    return len(site) if site and text.startswith(site) else host.end() if host else 0


def _own_end(text: str, string: str, site: str | None) -> int:
    """The same at the end, before the string at a line's end; the string may have taken the last letter for one of its own."""
    if site:
        for word in (site, site[:-1] if string.startswith(site[-1]) else site):
            if text.endswith(word):
                return len(word)
    return next((len(m[0]) for m in HOST.finditer(text) if m.end() == len(text)), 0)
