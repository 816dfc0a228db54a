"""How a page shows a time that it writes for machines too: ``<time datetime="2024-07-05T10:00:00-0400">Jul 5, 2024</time>``."""

import re

from ...markup import Node, text_of

__all__ = ["as_shown"]

MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:|[ ]\d\d:\d\d(?::\d\d)?Z)|\d{9,13}(?:\.\d+)?$")
HOLDERS = "time, abbr, [data-time], .relativetime, .timeago, span[title]"


def as_shown(node: Node, raw: str | None) -> str | None:
    """The text of the element that has a time for machines in an attribute; any other time, or one without a text, as it is."""
    if raw is None or MACHINE.match(raw) is None:
        return raw
    first = node.css_first("time")
    if first is not None and first.attributes.get("datetime") == raw:  # nearly always: one selector
        return text_of(first) or raw
    found = (n for n in node.css(HOLDERS) if raw in n.attributes.values())
    return next((text for n in found if (text := text_of(n))), raw)
