"""
All texts of a page through all detectors.

``PASSES`` is the order: inside a pass all detectors see the same text; the next pass sees what the first left. Rounds go on until
nothing is found, so cleaning what is clean changes nothing.
"""

from collections.abc import Iterator, Sequence

from ..model import Edit, Mark
from ..settings import CleanSettings
from . import Cleaned
from .boilerplate import blanks, bumps, shares
from .edits import apply, compose, move, settle, widen
from .hidden import hidden
from .jammer import jammer
from .likely import likely
from .mojibake import LOST, mojibake
from .proved import proved, proved_hidden
from .sheet import Body, Detector, Sheet, blanked, sheet_of
from .site import sentences
from .unicode import CONTROLS, homoglyphs, invisible, lookalikes

__all__ = ["clean_page", "quiet"]

PASSES: tuple[tuple[Detector, ...], ...] = (
    (proved, hidden),
    (jammer, sentences),
    (likely,),
    (invisible, homoglyphs, mojibake),
    (bumps, shares),
    (blanks,),
)
MARKED: tuple[Detector, ...] = (proved_hidden, hidden)
"""What looks at marks alone: on a page with its markup they come first, and what they leave is nearly always clean."""

ROUNDS = 4  # a long text may have; a short one as many as it takes, for strings glued to strings leave one by one
SHORT = 200_000  # characters that all rounds over a short text may look at: 40 ms
MOST_ROUNDS = 200


def clean_page(
    bodies: Sequence[Body], settings: CleanSettings = CleanSettings(), *, plain: bool = False, names: tuple[str, ...] = ()
) -> list[Cleaned]:
    """
    All texts of a page (bodies, quotes, signatures, in page order) cleaned together.

    Evidence is a page's: neighbouring seeds, companions, recurring sentences. ``plain`` says that the texts lost their markup
    (a dump); else junk is expected in the marks. ``names`` are the site's, which a forum may print beside its strings. With
    ``settings.mark_only`` edits are listed with ``put == cut``.
    """
    now = list(bodies)
    ledgers: list[list[Edit]] = [[] for _ in bodies]
    if not plain and any(mark.label != "code" for _, marks in bodies for mark in marks):
        _enter(_pass(MARKED, sheet_of(now, plain), now, settings), bodies, now, ledgers)
    sheet = sheet_of(now, plain, names)
    if not _quiet(sheet, settings):
        sheet = _rounds(sheet, bodies, now, ledgers, settings)
    warn = sheet.odd or sheet.mixed
    return [_cleaned(body[0], done[0], edits, settings, warn) for body, done, edits in zip(bodies, now, ledgers, strict=True)]


def _rounds(sheet: Sheet, bodies: Sequence[Body], now: list[Body], ledgers: list[list[Edit]], settings: CleanSettings) -> Sheet:
    """All passes over all texts, again until nothing is found; the sheet as they leave it."""
    for _ in range(max(ROUNDS, min(MOST_ROUNDS, SHORT // max(1, len(sheet.text))))):
        found = False
        for detectors in PASSES:
            edits = _pass(detectors, sheet, now, settings)
            if any(edits):
                found = True
                _enter(edits, bodies, now, ledgers)
                sheet = sheet_of(now, sheet.plain, sheet.names)
                if _quiet(sheet, settings):
                    return sheet
        if not found:
            break
    return sheet


def _enter(edits: list[list[Edit]], bodies: Sequence[Body], now: list[Body], ledgers: list[list[Edit]]) -> None:
    """Make the edits of a pass, and write them into the ledgers."""
    for i, own in enumerate(edits):
        if own:
            ledgers[i] = compose(ledgers[i], own, bodies[i][0])
            now[i] = apply(now[i][0], own), move(now[i][1], own)


def _pass(detectors: tuple[Detector, ...], sheet: Sheet, bodies: Sequence[Body], settings: CleanSettings) -> list[list[Edit]]:
    """The settled edits of one pass, for each body."""
    edits = [e for detector in detectors for e in detector(sheet, settings) if e.reason in settings.reasons]
    if not edits:
        return []
    parts = sheet.split(settle(sheet.text, edits, sheet.marks))
    return [_widened(text, own, marks) if own else own for (text, marks), own in zip(bodies, parts, strict=True)]


def _widened(text: str, edits: list[Edit], marks: tuple[Mark, ...]) -> list[Edit]:
    """Edits with the blanks that are the junk's own; entities of no-break spaces are blanks."""
    view = blanked(text)
    done = widen(view, edits, marks)
    return done if view is text else [Edit(e.start, e.end, e.reason, text[e.start : e.end], e.put, e.proof) for e in done]


def quiet(texts: Sequence[str], settings: CleanSettings = CleanSettings()) -> bool:
    """
    Whether none of several plain texts can hold anything to clean, at the price of one look at all of them.

    What repeats at line ends is a matter of each text; see ``sheet.repeated``.

    >>> quiet(["Nothing wrong here.", "nor here"]), quiet(["zero\u200bwidth"])
    (True, False)
    """
    sheet = sheet_of([(text, ()) for text in texts], True)
    return not (_asked(settings) or sheet.odd or sheet.mixed or sheet.first_spots(1))


def _asked(settings: CleanSettings) -> bool:
    """Whether the settings name work that no trigger sees."""
    return bool(settings.site_strings) or settings.drop_bumps or settings.normalise_blanks


def _quiet(sheet: Sheet, settings: CleanSettings) -> bool:
    """Whether no detector can find anything: the way of nearly all texts, so every test here is one scan in C, what most junk shows first."""
    hides = (sheet.marks and any(mark.label != "code" for mark in sheet.marks)) or (
        not sheet.plain and CONTROLS.search(sheet.text) is not None
    )
    return not (_asked(settings) or hides or sheet.first_spots(1) or sheet.odd or sheet.mixed or sheet.ending)


def _cleaned(before: str, after: str, edits: list[Edit], settings: CleanSettings, warn: bool) -> Cleaned:
    """The answer for one text; ``warn`` if it may hold what a reader should know of."""
    warnings = tuple(_warnings(after)) if warn else ()
    if settings.mark_only:
        return Cleaned(before, tuple(Edit(e.start, e.end, e.reason, e.cut, e.cut, e.proof) for e in edits), warnings)
    return Cleaned(after, tuple(edits), warnings)


def _warnings(text: str) -> Iterator[str]:
    """What is wrong with a text that the cleaner must not put right by itself."""
    if lost := text.count(LOST):
        yield f"characters lost to a wrong code page in {lost} place{'s' if lost > 1 else ''}: they cannot be brought back"
    if words := [text[start:end] for start, end, _ in lookalikes(text)]:
        yield f"words in two alphabets that look like one ({len(words)}): {', '.join(words[:3])}"
