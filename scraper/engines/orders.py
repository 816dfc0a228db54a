"""In which order a page writes day and month: told by its numbers over twelve, where a time could be read both ways."""

import re
from collections.abc import Mapping

from ..markup import Page
from .base import Engine, once

__all__ = ["order_of"]

NUMBERS = re.compile(r"(?<![\w./-])(\d\d?)([-/])(\d\d?)\2\d{4}(?![\w./-])", re.ASCII)


def order_of(engine: Engine, page: Page, raw: str) -> str:
    """
    ``dmy`` or ``mdy`` where the page's other dates with the same sign between their numbers say so, else what the engine prints.

    A board sets its own format: of one language's boards some write ``05-09-2011`` for September.
    """
    found = NUMBERS.search(raw) if "-" in raw or "/" in raw else None
    if found is None or engine.order_given:
        return engine.date_order
    votes = _votes(page).get(found[2], 0)
    return "dmy" if votes > 0 else "mdy" if votes < 0 else engine.date_order


@once
def _votes(page: Page) -> Mapping[str, int]:
    """By the sign between the numbers: how many more dates of the page begin with a day than with a month."""
    votes: dict[str, int] = {}
    for first, sign, second in NUMBERS.findall(page.text):
        votes[sign] = votes.get(sign, 0) + (int(first) > 12) - (int(second) > 12)
    return votes
