"""An engine's labels, written on the elements of a body: selectors are asked only of bodies that can hold what they seek."""

import re
from collections.abc import Mapping
from functools import lru_cache

from .nodes import Node
from .rendering import MARK

__all__ = ["Marker"]


class Marker:
    """
    Writes an engine's labels on the elements of a body, for ``render`` to read.

    ``marks`` map labels to selectors; where two fit, the later label wins. A selector is asked (3 µs) only of a body whose HTML holds
    every literal that the selector's last part demands (0.1 µs each): a form with thirty selectors costs most bodies nothing.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self.rules = _rules(tuple(marks.items()))

    def html(self, body: Node, html: str | None = None) -> str:
        """The body serialised, with labels; ``html`` is the body as it is, where that is known."""
        html = html or body.html or ""
        if not self.rules:
            return html
        marked = False
        for label, selector, literals in self.rules:  # not ``css_matches``: it also answers for what stands inside the node
            for literal in literals:  # a loop: half the price of ``all()`` with a generator
                if literal not in html:
                    break
            else:
                for node in body.css(selector):
                    node.attrs[MARK] = label
                    marked = True
        return (body.html or "") if marked else html


PIECE = re.compile(
    r"""
    ( "[^"]*" | '[^']*' | \[ (?>(?: [^\[\]"'] | "[^"]*" | '[^']*' )*) \] )   # quoted, or an attribute
    | ( :[\w-]+ )? ( \( ) | ( \) ) | ( \s++(?>(?:[>+~,]\s*+)?) | [>+~,]\s*+ ) | .
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPED = '&<>"\xa0'  # what a serialised attribute writes otherwise
NEEDED = re.compile(
    r"""
    \[ \s* ([\w-]+) \s* (?: [*^$|~]?= \s* (?: "([^"]*)" | '([^']*)' | ([^\]\s]*) ) \s* (i)? )? \s* \]   # name, value, any case
    | [.\#] ([\w-]+) | :lexbor-contains\( \s* ["'] ([^"'<>&]+) | (?<![\w.\#:-]) ([a-z][a-z0-9]*)
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def _rules(marks: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Label, selector and literals of each alternative of the marks, in their order."""
    return tuple((label, one, _literals(one)) for label, selector in marks for one in _alternatives(selector) if one)


def _alternatives(selector: str) -> list[str]:
    """
    A list of selectors taken apart.

    >>> _alternatives("a[title='x, y'], p:not(.b, .c) > i")
    ["a[title='x, y']", 'p:not(.b, .c) > i']
    """
    parts, depth = [""], 0
    for piece in PIECE.finditer(selector):
        depth += bool(piece[3]) - bool(piece[4])
        if piece[5] and "," in piece[5] and not depth:
            parts.append("")
        else:
            parts[-1] += piece[0]
    return [part.strip() for part in parts]


def _literals(selector: str) -> tuple[str, ...]:
    """
    Strings that must stand in the HTML of a body for a selector to fit an element in it: those of its last part.

    >>> _literals("#main .quote > a[href*='pid=']:not(.x)"), _literals("h6.q + *"), _literals("b:lexbor-contains('pay')")
    (('<a', 'pid='), (), ('<b', 'pay'))
    """
    last, depth = "", 0
    for piece in PIECE.finditer(selector):
        inside = depth > 0
        depth += bool(piece[3]) - bool(piece[4])
        if piece[5] and not depth:
            last = ""
        elif not inside or last.endswith(":lexbor-contains("):
            last += piece[0]
    return tuple(f"<{m[8]}" if m[8] else m[6] or m[7] or _written(m) for m in NEEDED.finditer(last))


def _written(attribute: re.Match[str]) -> str:
    """What an attribute selector demands of the HTML: the value, unless it is escaped there or its case is free; else the name."""
    value = attribute[2] or attribute[3] or attribute[4] or ""
    return attribute[1] if attribute[5] or not value or any(c in value for c in ESCAPED) else value
