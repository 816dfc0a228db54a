"""
HTML as this project sees it: a budget before the parse, a ``Page`` of one tree, and ``render``, the one walk from nodes to text.

selectolax (lexbor) parses; it is imported here and in ``engines/`` alone. ``Marker`` writes an engine's labels on a body, ``render``
reads them.
"""

from ..budget import too_costly
from .marking import Marker
from .nodes import (
    Node,
    class_names,
    closest,
    enclosing,
    fragment,
    lines,
    next_element,
    previous_element,
    selected,
    text_of,
    texts_of,
    unwrapped,
)
from .page import Page
from .rendering import MARK, Lifted, Rendered, attribute, render

__all__ = [
    "MARK",
    "Lifted",
    "Marker",
    "Node",
    "Page",
    "Rendered",
    "attribute",
    "class_names",
    "closest",
    "enclosing",
    "fragment",
    "lines",
    "next_element",
    "previous_element",
    "render",
    "selected",
    "text_of",
    "texts_of",
    "too_costly",
    "unwrapped",
]
