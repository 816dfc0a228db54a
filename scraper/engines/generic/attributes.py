"""Attributes as a serialiser writes them."""

__all__ = ["value"]


def value(attrs: str, name: str) -> str | None:
    """The value of an attribute in a serialised tag, its entities undone."""
    start = attrs.find(f' {name}="')
    if start < 0:
        return None
    start += len(name) + 3
    found = attrs[start : attrs.find('"', start)]
    return found.replace("&quot;", '"').replace("&nbsp;", "\xa0").replace("&amp;", "&") if "&" in found else found
