"""Numbers as forums print them: counts with separators, scores with a sign, floors with names of their own."""

import re
from functools import lru_cache

__all__ = ["NAMED_FLOORS", "count", "floor_number", "signed_count"]

DIGITS = re.compile(r"\d[\d,.\u00a0 ]*")


@lru_cache(maxsize=4096)
def count(text: str | None) -> int | None:
    """
    A whole number as people write it.

    >>> count("1,059 replies"), count("none"), count("1 207")
    (1059, None, 1207)
    """
    found = DIGITS.search(text) if text else None
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return int(digits) if 0 < len(digits) < 19 else None  # more is no number of anything, and int() refuses 4,301


def signed_count(text: str | None) -> int | None:
    """
    A score, whose sign may be a hyphen, a minus or a dash.

    >>> signed_count("-3 points"), signed_count("−12"), signed_count("+4"), signed_count("vote")
    (-3, -12, 4, None)
    """
    number = count(text)
    return -number if number is not None and text and text.lstrip()[:1] in ("-", "−", "–") else number


NAMED_FLOORS = {
    "楼主": 1, "樓主": 1, "楼 主": 1, "沙发": 2, "沙發": 2, "板凳": 3, "藤椅": 3, "地板": 4, "地毯": 4, "报纸": 4, "報紙": 4,
    "地下室": 5, "op": 1, "gf": 1,
}  # fmt: skip


@lru_cache(maxsize=1024)
def floor_number(label: str | None, *, zero_based: bool = False) -> int | None:
    """
    The place in the thread that a floor label names; ``zero_based`` where the engine counts replies (phpwind: ``1楼`` is the second post).

    >>> floor_number("楼主"), floor_number("4楼", zero_based=True), floor_number("#12"), floor_number("")
    (1, 5, 12, None)
    """
    if not label:
        return None
    text = label.strip("[]【】 \u00a0")
    if (named := NAMED_FLOORS.get(text.lower())) is not None:
        return named
    number = count(text)
    return None if number is None else number + zero_based
