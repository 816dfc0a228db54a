"""Values of JSON with something else in one place: what people who break forums, and forums that break, put there."""

import copy
from typing import Any

from hypothesis import strategies as st

__all__ = ["VALUES", "paths", "replaced"]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, inner in items for path in paths(inner, (*at, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with something else at the end of a path."""
    if not path:
        return new
    done = copy.deepcopy(value)
    inner = done
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return done
