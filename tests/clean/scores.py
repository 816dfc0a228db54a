"""How well spoiled texts come out: the share of strings that went whole, and of cut runs that were junk."""

import random
from collections.abc import Callable
from typing import NamedTuple

from scraper.clean import clean, restore
from scraper.settings import CleanSettings

from .spoil import SITES, Spoiled, blanked, discuz, endings, jammer, phpwind, reseeded, unseeded, written


class Score(NamedTuple):
    """Recall and precision over strings, and the share of documents that came out exactly."""

    recall: float
    precision: float
    exact: float


Maker = Callable[[random.Random, str], Spoiled]

MAKERS: dict[str, Maker] = {
    "phpwind-126, no-break spaces": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126"), "nbsp"),
    "phpwind-126, lines of their own": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126"), "own"),
    "phpwind-126, no line ends": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126"), "one"),
    "phpwind-126, entities": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126"), "escaped"),
    "phpwind-126 on PHP 4": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126-php4"), "nbsp"),
    "phpwind-126 on PHP 7.1": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-126-php7.1"), "nbsp"),
    "phpwind-255 in GBK": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-255", "gbk"), "nbsp"),
    "phpwind-255 in UTF-8": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-255", "utf-8"), "nbsp"),
    "phpwind-255 in Latin-1": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-255", "latin-1"), "nbsp"),
    "phpwind-255 in Big5": lambda rng, lang: phpwind(rng, lang, reseeded("phpwind-255", "big5"), "nbsp"),
    "phpwind, not reseeded": lambda rng, lang: phpwind(rng, lang, unseeded(), "nbsp"),
    "phpwind, not reseeded, lines of their own": lambda rng, lang: phpwind(rng, lang, unseeded(), "own"),
    "20 characters, glued": lambda rng, lang: _glued(rng, lang),
    "discuz, blanks": lambda rng, lang: discuz(rng, lang, jammer(32, " ")),
    "discuz, no blanks": lambda rng, lang: discuz(rng, lang, jammer(32, "")),
    "discuz, no blanks, 0..59": lambda rng, lang: discuz(rng, lang, jammer(0, "")),
    "discuz, no blanks, 0..59, control characters kept": lambda rng, lang: discuz(rng, lang, jammer(0, ""), leave=written),
    "discuz, no blanks, 0..59, blanks for control characters": lambda rng, lang: discuz(rng, lang, jammer(0, ""), leave=blanked),
    "discuz, no blanks, 0..59, the site's words": lambda rng, lang: discuz(rng, lang, jammer(0, ""), SITES),
    "discuz, the site's words": lambda rng, lang: discuz(rng, lang, jammer(32, " "), SITES),
    "a sentence at each line": lambda rng, lang: endings(rng, lang, rng.choice(("kQ7copied.example.com", "本文来自湖畔茶座"))),
}
"""Each way of spoiling, by the name under which ``floors.json`` holds its floors."""


def _glued(rng: random.Random, language: str) -> Spoiled:
    return phpwind(rng, language, unseeded(length=20), "nbsp")


def score(name: str, settings: CleanSettings, documents: int = 12) -> Score:
    """Spoil some documents in this way, clean them, and count."""
    strings = gone = cut = right = exact = 0
    for number in range(documents):
        spoiled = MAKERS[name](random.Random(f"{name} {number}"), ("zh", "en", "ru", "ja")[number % 4 if "255" not in name else 0])
        done = clean(spoiled.text, settings)
        assert restore(done.text, done.edits) == spoiled.text
        shown = _shown(spoiled.text)
        removed = shown.intersection(i for e in done.edits if not e.put for i in range(e.start, e.end))
        gold = [shown.intersection(range(a, b)) for a, b in spoiled.spans]
        every = set[int]().union(*gold)
        strings += sum(len(g) >= 4 for g in gold)
        gone += sum(len(g) >= 4 and g <= removed for g in gold)
        runs = [shown.intersection(range(e.start, e.end)) for e in done.edits if not e.put]
        cut += sum(bool(run) for run in runs)
        right += sum(bool(run) and run <= every for run in runs)
        exact += removed == every
    return Score(gone / strings, right / cut if cut else 0.0, exact / documents)


def _shown(text: str) -> set[int]:
    """Where a text has characters that are seen; an entity of a no-break space is none."""
    bare = text.replace("&nbsp;", " " * 6)
    return {i for i, char in enumerate(bare) if char > " " and not char.isspace() and char not in "\u200b\ufeff"}
