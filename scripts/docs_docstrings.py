"""An extension of griffe (mkdocstrings' reader): doctests of our docstrings become code blocks, ``literals`` become Markdown's."""

import re
from typing import Any

import griffe

DOCTEST = re.compile(r"(?:^>>>.*\n?(?:^(?!\s*$).*\n?)*)+", re.MULTILINE)
LITERAL = re.compile(r"``(.+?)``", re.DOTALL)


class Docstrings(griffe.Extension):
    """Rewrites each docstring once, as it is read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called by griffe for each module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value)


def markdown(text: str) -> str:
    r"""
    A docstring as Markdown.

    >>> markdown("Adds ``b``.\n\n>>> f(1)\n2")
    'Adds `b`.\n\n```pycon\n>>> f(1)\n2\n```\n'
    """
    text = LITERAL.sub(lambda found: f"`{' '.join(found[1].split())}`", text)
    return DOCTEST.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n", text)
