"""Forum threads into clean records."""

from .version import __version__

__all__ = ["__version__"]
