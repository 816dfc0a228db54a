"""
Quotes as the page marks them: their text without the citation, and who said it.

A citation is an element of its own, or the first or last line of the quote. It is known by its words ("X wrote:", "X 发表于 …"), or because it
names somebody who writes on the same page.
"""

import re
from collections.abc import Collection, Sequence

from ...markup import Lifted
from ...model import Mark, RawQuote

__all__ = ["quotes_of"]

LONGEST = 120  # code points of a citation
SAID = r"wrote|writes|said|says|posted|schrieb|hat geschrieben|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napisał(?:\(?a\)?)?|píše|napsal|написал(?:\(?а\)?)?|пишет|yazdı|írta|さんが書きました"
CITATION = re.compile(
    rf"""
    (?: (?:originally\s+posted\s+by|posted\s+by|quote\s+from:?|quote:|zitat\s+von|zitat:|citation\s+de|cita\s+de|引用(?:来自)?[:：]?|原帖由|原帖由:)\s* )?
    (?: \(\d[^)]{{6,30}}\)\s* )?                                  # the time first: MyBB
    (?: 第?\d+\s?[楼樓]\s?[(（]? )?
    @?(?P<author>\S(?:.{{0,48}}?\S)?) [)）]?
    (?: \s*(?:于|於|@)\s*\d.*?(?:发表|發表|寫道|写道).*
      | \s+(?:发表于|發表於|写道|寫道|说道?|說道?).*
      | \s+(?:{SAID})\b\W*.{{0,50}}
      | \s+on\s+\S.{{4,40}}
    )
    \s*[:：]?""",
    re.VERBOSE | re.IGNORECASE,
)
BY = re.compile(
    r"(?:originally posted by|zitat von|citation de|cita de)[:：]?\s+(?P<author>\S[^:：]{0,40}?)(?:\s+(?:view post|beitrag anzeigen|voir le message|ver mensaje))?\s*[:：]?",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^(?:originally posted by|posted by|quote from:?|quote:?|zitat von|zitat:?|citation de|cita de|引用(?:来自)?[:：]?|原帖由)\s*",
    re.IGNORECASE,
)


def quotes_of(lifted: Sequence[Lifted], names: Collection[str] = ()) -> tuple[RawQuote, ...]:
    """The quotes of a body, outermost first; ``names`` are those of the page's authors."""
    return tuple(
        _quote(lifted, i, item, names) for i, item in enumerate(lifted) if item.label == "quote" and (item.text or _cites(lifted, i))
    )


def _cites(lifted: Sequence[Lifted], i: int) -> str:
    """The citation that stands in a quote, or right before it."""
    inside = next((c for c in lifted[i + 1 :] if c.label == "cite" and c.parent == i), None)
    before = lifted[i - 1] if i and lifted[i - 1].label == "cite" and lifted[i - 1].parent == lifted[i].parent else None
    cite = inside or before
    return cite.text if cite else ""


def _quote(lifted: Sequence[Lifted], i: int, item: Lifted, names: Collection[str]) -> RawQuote:
    """One quote with its author."""
    cite, text, marks = " ".join(_cites(lifted, i).split()), item.text, item.marks
    if cite:
        return RawQuote(author=_named(cite, names) or _author(cite) or _bare(cite), body=text, marks=marks)
    head, _, rest = text.partition("\n")
    if (found := _named(head, names) or _author(head)) is not None:
        after = _behind(head, found) if not rest or len(head) > LONGEST else 0
        return _cut(found, text, marks, after or min(len(head) + 1, len(text)))
    before, _, tail = text.rpartition("\n")
    if before and (found := _named(tail, names) or _author(tail)) is not None:
        return RawQuote(author=found, body=before.rstrip(), marks=tuple(m for m in marks if m.end <= len(before)))
    for name in names:
        if text.startswith((f"{name}:", f"{name}：", f"@{name} ")):
            return _cut(name, text, marks, _behind(text, name))
    return RawQuote(author=None, body=text, marks=marks)


def _named(line: str, names: Collection[str]) -> str | None:
    """Somebody of the page whom a line names, and says little else: a verb, a time."""
    if not line or len(line) > LONGEST:
        return None
    for name in sorted(names, key=len, reverse=True):
        rest = line.replace(name, "", 1) if name in line else None
        if rest is not None and (
            not rest.strip(" @:：↑") or (len(rest) < 60 and (rest.rstrip(" ↑")[-1:] in ":：" or re.search(r"\d", rest)))
        ):
            return name
    return None


def _author(line: str) -> str | None:
    """The author whom the words of a citation name."""
    if len(line) > LONGEST:
        return None
    found = BY.fullmatch(line.strip(" ↑\xa0")) or CITATION.fullmatch(line.strip(" ↑\xa0"))
    return found["author"].strip(" :：@") or None if found else None


def _bare(cite: str) -> str | None:
    """A citation that is a name alone."""
    name = PREFIX.sub("", cite).strip(" :：↑@\xa0")
    return name if 0 < len(name) <= 40 else None


def _behind(line: str, name: str) -> int:
    """The place behind a name and its colon."""
    at = line.find(name) + len(name)
    while at < len(line) and line[at] in " :：\xa0":
        at += 1
    return at


def _cut(author: str, text: str, marks: Sequence[Mark], end: int) -> RawQuote:
    """A quote without its citation at the head."""
    while end < len(text) and text[end] in " \n\xa0":
        end += 1
    moved = tuple(Mark(m.label, max(0, m.start - end), m.end - end) for m in marks if m.end > end)
    return RawQuote(author=author, body=text[end:], marks=moved)
