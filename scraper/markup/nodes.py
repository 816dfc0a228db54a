"""Elements of lexbor's tree, and their text."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .rendering import render

__all__ = ["Node", "fragment", "lines", "text_of"]

Node = LexborNode


def text_of(node: Node | None) -> str | None:
    """The text of a small element on one line; ``None`` for no element."""
    return None if node is None else " ".join(node.text().split())


def lines(node: Node | None) -> list[str]:
    """The text of an element as its lines, blank ones left out."""
    if node is None or not (html := node.html):
        return []
    return [line for raw in render(html).text.split("\n") if (line := raw.replace("\xa0", " ").strip())]


def fragment(html: str) -> Node:
    """A piece of markup as one element."""
    return LexborHTMLParser(f"<div>{html}</div>").css_first("div")  # type: ignore[return-value]
