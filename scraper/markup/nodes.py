"""Elements of lexbor's tree: their text, their class names, and the elements around and beside them."""

from collections.abc import Callable, Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from .rendering import render

__all__ = [
    "Node",
    "class_names",
    "closest",
    "enclosing",
    "fragment",
    "lines",
    "next_element",
    "previous_element",
    "selected",
    "text_of",
    "texts_of",
    "unwrapped",
]

Node = LexborNode


def text_of(node: Node | None) -> str | None:
    """The text of a small element on one line; ``None`` for no element."""
    return None if node is None else " ".join(node.text().split())


def texts_of(nodes: Iterable[Node]) -> list[str]:
    """The texts of small elements, each on one line; of those that have any."""
    return [text for node in nodes if (text := text_of(node))]


def lines(node: Node | None) -> list[str]:
    """The text of an element as its lines, blank ones left out."""
    if node is None or not (html := node.html):
        return []
    return [line for raw in render(html).text.split("\n") if (line := raw.replace("\xa0", " ").strip())]


def selected(node: Node, selector: str) -> list[Node] | None:
    """The elements in a node that a selector fits; ``None`` for one that lexbor does not know, as strangers write them."""
    try:
        return node.css(selector)
    except (SelectolaxError, ValueError):  # the latter for characters that are none
        return None


def fragment(html: str) -> Node:
    """A piece of markup as one element."""
    return LexborHTMLParser(f"<div>{html}</div>").css_first("div")  # type: ignore[return-value]


def class_names(node: Node) -> list[str]:
    """The names in an element's ``class``; empty where it has none."""
    return (node.attributes.get("class") or "").split()


def enclosing(node: Node | None, fits: Callable[[Node], object]) -> Node | None:
    """The innermost element around a node, or the node itself, that a condition fits; ``None`` where there is none."""
    while node is not None and not fits(node):
        node = node.parent
    return node


def closest(node: Node | None, tag: str) -> Node | None:
    """The innermost element of a tag around a node, or the node itself; ``None`` where there is none."""
    return enclosing(node, lambda found: found.tag == tag)


def next_element(node: Node | None, tag: str = "") -> Node | None:
    """The nearest element behind a node among its siblings, of one tag if it is given; text and comments are passed over."""
    node = node.next if node is not None else None
    while node is not None and not _is_element(node, tag):
        node = node.next
    return node


def previous_element(node: Node | None, tag: str = "") -> Node | None:
    """The nearest element before a node among its siblings, of one tag if it is given; text and comments are passed over."""
    node = node.prev if node is not None else None
    while node is not None and not _is_element(node, tag):
        node = node.prev
    return node


def _is_element(node: Node, tag: str) -> bool:
    """Whether a node is an element of a tag, or of any; lexbor names text and comments ``-text`` and ``-comment``."""
    return node.tag == tag if tag else not (node.tag or "-").startswith("-")


def unwrapped(node: Node) -> Node:
    """What holds an element's content: frames that hold nothing but another box, as skins put them in, are passed."""
    while (only := _only_box(node)) is not None:
        node = only
    return node


def _only_box(node: Node) -> Node | None:
    """The one division in an element that has no other child."""
    child, found = node.child, None
    while child is not None:
        if child.tag == "div" and found is None:
            found = child
        elif child.tag != "-comment" and not (child.tag == "-text" and not child.text().strip()):
            return None
        child = child.next
    return found
