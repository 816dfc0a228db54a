"""Whom manners are owed."""

from ..urls import split

__all__ = ["place"]


def place(url: str) -> str:
    """
    Whom manners are owed for a URL: the host, with its port where that is not the web's own.

    >>> place("https://BBS.example/x"), place("http://127.0.0.1:8080/")
    ('bbs.example', '127.0.0.1:8080')
    """
    netloc = split(url).netloc.rpartition("@")[2].lower()
    return netloc.removesuffix(":80").removesuffix(":443")
