"""
Where a list's address says which of its pages it is: a number in the query, or at the path's end.

Threads know their first page by their engine; the lists of boards and members do not, and of all engines we read their addresses are
written in one of a few ways.
"""

import re
from collections.abc import Iterable

from ..urls import PARTS, canonical

__all__ = ["first_page", "following"]

NUMBER = re.compile(
    r"""
      [?&;,] (?:page|start|pn|st|pageno|pagenumber|fp|offset) = (?P<query>\d{1,7}) (?=[&;]|$)  # most; Phorum after a comma
    | [?&;] p = (?P<short>\d{1,6}) (?=[&;]|$)                                                  # FluxBB, Hacker News; elsewhere a post
    | [?&;/] board (?:=|,) [\w-]+ [./] (?P<rows>\d{1,7}) (?=[&;.]|$)                            # SMF, also as board,1.20.html; YaBB
    | /ubbthreads\.php/forums/\d+/ (?P<second>\d{1,6}) (?=/|$)                                  # UBB.threads
    | (?<=/forums/show) / (?P<first>\d{1,7}) (?=/\d+\.\w+$)                                     # JForum
    | [?&] count = (?P<seen>\d{1,7}) &after=\w+ (?=&|$)                                        # old Reddit
    | (?<=\d) -s (?P<skipped>\d{1,7}) (?=/?$)                                                   # Tapatalk
    | / page (?:[-/]|__st__|) (?P<path>\d{1,6}) /? (?=[?&]|$)                                  # XenForo, bbPress, vBulletin 4, Invision
    | / p (?P<letter>\d{1,6}) (?=\?|$)                                                          # Vanilla
    | -page-(?P<named>\d{1,6}) (?=\.html?)                                                      # MyBB, phpwind
    | (?<=/) index(?P<indexed>\d{1,6})\.html? (?=\?|$)                                          # vBulletin behind vBSEO
    | / forum-\w+ - (?P<last>\d{1,6}) (?=\.html?)                                               # Discuz!, Xiuno
    """,
    re.VERBOSE | re.IGNORECASE,
)
KEPT = {"rows": "0", "last": "1", "second": "1"}
"""Numbers that stand in every page's address, with that of the first; the others are left out of it."""


def first_page(url: str, shown: int | None = None) -> str | None:
    """
    The address of a list's first page where ``url`` names a later one, else ``None``. ``shown`` is the number that the page shows.

    >>> first_page("http://bbs.example/viewforum.php?f=2&start=50"), first_page("http://bbs.example/forum-36-3.html")
    ('http://bbs.example/viewforum.php?f=2', 'http://bbs.example/forum-36-1.html')
    >>> first_page("http://bbs.example/index.php?board=3.40"), first_page("http://bbs.example/forums/kilns.3/page-2")
    ('http://bbs.example/index.php?board=3.0', 'http://bbs.example/forums/kilns.3')
    >>> first_page("http://bbs.example/kilns/index2.html")
    'http://bbs.example/kilns/'
    >>> first_page("http://bbs.example/thread.php?fid=2&page=1"), first_page("http://bbs.example/?p=77")
    (None, None)
    """
    url = canonical(url)
    found = NUMBER.search(url)
    if found is None or not _is_later(found, shown):
        return None
    return _base(url, found)


def _is_later(found: re.Match[str], shown: int | None) -> bool:
    """Whether the number is of a later page; some engines count from 0, and a lone ``p`` may be a post's."""
    number = int(found[found.lastgroup or 0])
    if found.lastgroup == "short":
        return number > 1 and number == shown
    return number > 1 or (number == 1 and (shown or 1) > 1)


def _base(url: str, found: re.Match[str]) -> str:
    """The address of the first page; the first of several parameters leaves its question mark behind."""
    kind = found.lastgroup or ""
    if kind in KEPT:
        return url[: found.start(kind)] + KEPT[kind] + url[found.end(kind) :]
    before, after = url[: found.start()], url[found.end() :]
    return f"{before}?{after[1:]}" if found[0][0] == "?" and after else before + after


def following(url: str, links: Iterable[str]) -> str | None:
    """
    Of the links on a list's page the one to its next page: the same address but for a greater number, the least such.

    >>> following("http://bbs.example/search.php?author_id=5&start=10",
    ...           [f"http://bbs.example/search.php?author_id=5&start={n}" for n in (0, 30, 20)])
    'http://bbs.example/search.php?author_id=5&start=20'
    """
    here, number = _named(url)
    later = [(n, link) for link in links for there, n in [_named(link)] if there == here and n > number]
    return min(later, default=(0, None))[1]


def _named(url: str) -> tuple[tuple[str, tuple[str, ...]], int]:
    """What names a list, whichever its page, and the page's number, 1 where it says none."""
    url = canonical(url)
    found = NUMBER.search(url)
    place, _, rest = (_base(url, found) if found else url).partition("?")
    return (place.rstrip("/"), tuple(sorted(filter(None, PARTS.split(rest))))), int(found[found.lastgroup or 0]) if found else 1
