"""
What an engine is: a frozen form of rules, filled in by one file each. All that such a file needs is exported here.

A *rule* is a callable from a node to a string or ``None``. ``Pick`` is the usual one; a function of the same shape may stand
in its place. Page rules get the root of the page, post rules the post's element, card rules the element with the author's card.
"""

from .addresses import CANONICAL, address_part, canonical, first_match, first_place, trail
from .citations import QUOTE_OF, Quoted, said_by
from .engine import BARE, RULES, SELECTORS, BoardRules, Engine, adapted, gives
from .numbers import count, floor_number, signed_count
from .rules import (
    LONGEST,
    TERM,
    Pair,
    Pairs,
    Pick,
    Rule,
    finder,
    first_of,
    greatest,
    has_class,
    having,
    html_of,
    inside,
    line_of,
    no_pairs,
    no_states,
    nobody,
    once,
    text_lines,
)

__all__ = [
    "BARE",
    "CANONICAL",
    "LONGEST",
    "QUOTE_OF",
    "RULES",
    "SELECTORS",
    "TERM",
    "BoardRules",
    "Engine",
    "Pair",
    "Pairs",
    "Pick",
    "Quoted",
    "Rule",
    "adapted",
    "address_part",
    "canonical",
    "count",
    "finder",
    "first_match",
    "first_of",
    "first_place",
    "floor_number",
    "gives",
    "greatest",
    "has_class",
    "having",
    "html_of",
    "inside",
    "line_of",
    "no_pairs",
    "no_states",
    "nobody",
    "once",
    "said_by",
    "signed_count",
    "text_lines",
    "trail",
]
