"""
The text of ``scraper explain``: which engine and why, what each selector found, the posts with their cuts marked, what to do.

A line is a tuple of spans, a span a text and the name of a style as rich writes them; ``rich.text.Text.assemble(*line)`` takes it as it
is and ``plain`` joins it. No markup is parsed anywhere, and what a page wrote is tamed first, so neither ANSI sequences nor markup
of a page reach the terminal. Cuts are marked in words as well (``[-cut-]``), since not every terminal has colours.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ..model import Edit, Outcome, Page, Record
from .cuts import pieces, visible, why

__all__ = ["Found", "Line", "Reading", "explain", "explain_text", "plain", "tame"]

Span = tuple[str, str]
Line = tuple[Span, ...]
"""Spans of text with their style; ``""`` is no style."""

HEAD, LABEL, SOFT, GOOD, BAD, CUT, PUT = "bold", "cyan", "dim", "green", "bold red", "red", "green"
UNTAMED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
FINE = frozenset({"thread", "board", "not-modified", "skipped"})
TODO = {
    "thread": "scraper extract PAGE writes these records; scraper view PAGE shows them.",
    "board": "scraper crawl URL visits its threads.",
}


class Found(msgspec.Struct, frozen=True):
    """What one rule of an engine found: how many elements it fits, where that can be counted, and its first answer."""

    field: str
    rule: str
    fits: int | None
    sample: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How a page was read, as the engines' side tells it: the engine's label, why it was taken, and what its rules found."""

    engine: str | None
    why: Sequence[str] = ()
    found: Sequence[Found] = ()
    url: str | None = None
    charset: str | None = None
    size: int | None = None


def tame(text: str) -> str:
    r"""
    Page text that may go to a terminal: escape, control and direction characters made visible, tabs as blanks.

    >>> tame("a\x1b[31mb\tc")
    'a␛[31mb    c'
    """
    return UNTAMED.sub(lambda found: visible(found[0]), text).replace("\t", "    ").replace("\xa0", " ")


def plain(line: Line) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in line).rstrip()


def explain(page: Page, reading: Reading, *, floor: int | None = None, width: int = 100) -> Iterator[Line]:
    """
    Everything there is to say about a page that was read.

    ``floor`` picks one post and shows it whole, before and after; else every post with cuts is shown. ``width`` is the terminal's, in
    columns.

    >>> page = Page(source="x.html", outcome=Outcome("empty", "no bytes", "Fetch it again."))
    >>> [plain(line) for line in explain(page, Reading(engine=None))]
    ['x.html', '', 'outcome   empty: no bytes', 'engine    none', 'to do     Fetch it again.']
    """
    yield from _head(page, reading)
    if reading.found:
        yield from _rules(reading.found, width)
    for post in page.posts:
        if floor is None or post.floor == floor:
            yield from _post(post, whole=floor is not None)
    yield from _warnings(page)


def explain_text(text: str, edits: Sequence[Edit]) -> Iterator[Line]:
    r"""
    The lines of a cleaned text that something was cut from, with the cuts marked in place, and the ledger; a text may be a book.

    >>> [plain(line) for line in explain_text("one\ntwo\nsix", [Edit(3, 7, "hidden", " rnd")])]
    ['one[- rnd-] hidden', '…', '', '1 cut: 1 hidden', '       3-7        hidden         " rnd"']
    """
    if edits:
        yield from _only_cut(_marked(text, edits))
        yield ()
    yield _summary(edits)
    yield from _ledger(edits)


def _head(page: Page, reading: Reading) -> Iterator[Line]:
    yield ((tame(page.source), HEAD),)
    facts = [reading.url or "", reading.charset or "", f"{reading.size:,} bytes" if reading.size is not None else ""]
    yield ((tame("  " + " · ".join(fact for fact in facts if fact)), SOFT),) if any(facts) else ()
    yield _outcome(page.outcome)
    yield _labelled("engine", reading.engine or "none")
    for reason in reading.why:
        yield ((f"{'':10}because {tame(reason)}", SOFT),)
    if thread := page.thread or (page.posts[0].thread if page.posts else None):
        parts = [thread.title or "", " › ".join(thread.board), f"page {thread.page} of {thread.pages or '?'}" if thread.page else ""]
        yield _labelled("thread", " · ".join(part for part in parts if part))
    if page.posts:
        edits = [edit for post in page.posts for edit in post.edits]
        yield _labelled("posts", f"{len(page.posts)}, {_floors(page.posts)}")
        yield ((f"{'cuts':10}", LABEL), *_summary(edits))
    if todo := page.outcome.advice or TODO.get(page.outcome.kind, ""):
        yield _labelled("to do", todo)


def _labelled(label: str, text: str) -> Line:
    return ((f"{label:10}", LABEL), (tame(" ".join(text.split())), ""))


def _outcome(outcome: Outcome) -> Line:
    words = f"{outcome.kind}: {outcome.reason}" if outcome.reason else outcome.kind
    return ((f"{'outcome':10}", LABEL), (tame(words), GOOD if outcome.kind in FINE else BAD))


def _floors(posts: Sequence[Record]) -> str:
    known = [post.floor for post in posts if post.floor is not None]
    return f"floors {min(known)} to {max(known)}" if known else "without floors"


def _rules(found: Iterable[Found], width: int) -> Iterator[Line]:
    """A table: field, how often it was found, the rule, an example; rules and examples cut to what the terminal has."""
    room = max(20, width - 18 - 10)
    yield ()
    yield ((f"{'field':18}{'found':10}", SOFT), (_cell("rule", room // 2), SOFT), ("for example", SOFT))
    for one in found:
        there = bool(one.fits) if one.sample is None else True
        count = str(one.fits) if one.fits is not None else "yes" if there else "no"
        style = GOOD if there else SOFT
        yield (
            (f"{tame(one.field):18}", LABEL),
            (f"{count:10}", style),
            (_cell(one.rule, room // 2), SOFT),
            (_cell(one.sample or "", room - room // 2).rstrip(), ""),
        )


def _cell(text: str, columns: int) -> str:
    """A text on one line in so many columns, as wide characters take two."""
    from rich.cells import cell_len, set_cell_size

    text = tame(" ".join(text.split()))
    return set_cell_size(text if cell_len(text) < columns else set_cell_size(text, columns - 2) + "…", columns)


def _post(post: Record, *, whole: bool) -> Iterator[Line]:
    """One post: its head, then its text with the cuts marked, and on request the text as it is recorded."""
    quoted = [quote for quote in post.quotes if quote.edits]
    if not (post.edits or quoted or whole):
        return
    yield ()
    yield from _post_head(post)
    for quote in post.quotes if whole else quoted:
        yield ((f"quote of {tame(quote.author or 'somebody')}", SOFT),)
        yield from _indented(_marked(quote.text, quote.edits))
    yield from _indented(_marked(post.text, post.edits))
    if whole and post.edits:
        yield (("as recorded", SOFT),)
        yield from _indented(_marked(post.text, ()))
    yield from _ledger(post.edits)


def _post_head(post: Record) -> Iterator[Line]:
    floor = f"#{post.floor}" if post.floor is not None else post.floor_label or "—"
    states = f"  ({', '.join(post.states)})" if post.states else ""
    yield (
        (tame(floor) + " ", HEAD),
        (tame(post.author.name or "nobody named"), HEAD),
        (f"  {post.posted_at or tame(post.posted_raw or '')}{states}", SOFT),
    )


def _indented(lines: Iterable[Line]) -> Iterator[Line]:
    return ((("  │ ", SOFT), *line) for line in lines)


def _marked(text: str, edits: Sequence[Edit]) -> Iterator[Line]:
    """The text as lines, each cut in its place as ``[-cut-]`` with its reason, each repair as ``{+put+}`` after it."""
    line: list[Span] = []
    for piece in pieces(text, edits):
        if isinstance(piece, Edit):
            line += _cut(piece)
            continue
        first, *rest = piece.split("\n")
        line.append((tame(first), ""))
        for other in rest:
            yield tuple(line)
            line = [(tame(other), "")]
    yield tuple(line)


def _only_cut(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with cuts, what is far from one left out; an ellipsis stands for the others."""
    skipped = False
    for line in lines:
        if any(style == CUT for _, style in line):
            yield tuple((_near(text), style) if style == "" else (text, style) for text, style in line)
            skipped = False
        elif not skipped:
            yield (("…", SOFT),)
            skipped = True


def _near(text: str) -> str:
    """The ends of a long stretch, each 60 characters, where the cuts are."""
    return text if len(text) <= 140 else f"{text[:60]} … {text[-60:]}"


def _cut(edit: Edit) -> Iterator[Span]:
    proof = why(edit)
    yield f"[-{visible(edit.cut)}-]", CUT
    if edit.put and edit.put != edit.cut:
        yield f"{{+{visible(edit.put)}+}}", PUT
    yield f" {edit.reason}{f' ({proof})' if proof else ''}{' only marked' if edit.put == edit.cut else ''}", SOFT


def _summary(edits: Sequence[Edit]) -> Line:
    if not edits:
        return (("nothing was cut", SOFT),)
    reasons = {edit.reason: sum(other.reason == edit.reason for other in edits) for edit in edits}
    words = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1]))
    return ((f"{len(edits)} {'cut' if len(edits) == 1 else 'cuts'}: {words}", ""),)


def _ledger(edits: Sequence[Edit]) -> Iterator[Line]:
    """The edits one a line: offsets in the text before cleaning, reason, proof, what was cut and what was put."""
    for edit in edits:
        put = f' → "{visible(edit.put)}"' if edit.put and edit.put != edit.cut else ""
        proof = f"  {why(edit)}" if why(edit) else ""
        yield ((f"{edit.start:>8}-{edit.end:<8} {edit.reason:<14} ", SOFT), (f'"{visible(edit.cut)}"{put}', CUT), (proof, SOFT))


def _warnings(page: Page) -> Iterator[Line]:
    """Each warning once, with the number of posts that carry it."""
    counts: dict[str, int] = {}
    for post in page.posts:
        for warning in post.warnings:
            counts[warning] = counts.get(warning, 0) + 1
    if counts:
        yield ()
    for warning, count in counts.items():
        yield (("warning   ", BAD), (tame(warning), ""), (f" ({count} posts)" if count > 1 else "", SOFT))
