"""
Inputs of every kind as captures: pages, folders of saved pages, archives, tables, lists, remote or not.

``plan`` turns what the user named into units, ``read`` a unit into captures and problems, ``captures`` does both. What cannot be read
becomes a ``Problem`` in its place: nothing raises, and nothing stops the rest.
"""

from collections.abc import Iterable, Iterator

from . import reading
from .plan import plan
from .values import DEFAULTS, InputOptions, Item, Problem, Unit, problem

__all__ = ["InputOptions", "Item", "Problem", "Unit", "captures", "plan", "problem", "read"]


def read(unit: Unit, options: InputOptions = DEFAULTS) -> Iterator[Item]:
    """The captures and problems of a unit; never raises for what an input holds."""
    return reading.read(unit, options)


def captures(inputs: Iterable[str], options: InputOptions = DEFAULTS) -> Iterator[Item]:
    """
    All pages of the inputs, in order: files, folders (recursively, by name), patterns, ``@lists``, ``-``, remote names.

    A page's ``source`` is its path as given, ``archive#member`` or ``archive.warc.gz#offset``.
    """
    for unit in plan(inputs):
        yield from read(unit, options)
