"""
HTML as this project sees it: a budget before the parse, a ``Page`` of one tree, and ``render``, the one walk from nodes to text.

selectolax (lexbor) parses; it is imported here and in ``engines/`` alone. ``Marker`` writes an engine's labels on a body, ``render``
reads them.
"""

from ..budget import too_costly
from .marking import Marker
from .nodes import Node, fragment, lines, text_of
from .page import Page
from .rendering import MARK, Lifted, Rendered, attribute, render

__all__ = ["MARK", "Lifted", "Marker", "Node", "Page", "Rendered", "attribute", "fragment", "lines", "render", "text_of", "too_costly"]
