"""
What archives and mirroring tools write into a page, undone before it is read: their banners, and addresses that name their copies.

wget names the copy of ``read.php?tid=1`` as it is and links it as ``read.php%3Ftid=1``; HTTrack names it ``read1a2b.html`` after the
sum of the query and links it as ``read1a2b.html?tid=1``; the Wayback Machine puts a banner with figures and dates above the page
and its own address and the time before every other.
"""

import re

__all__ = ["as_served"]

LOOKED_AT = 8192  # characters: HTTrack's comment stands behind the opening tags

BANNER = re.compile(r"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL)
ATTRIBUTE = r"""(?<=[\s"'])((?:href|src|action)=["']?[^\s"'<>?]*?"""
ARCHIVED = re.compile(r"""(?<==["'])(?:(?:https?:)?//web\.archive\.org)?/web/\d{14}(?:[a-z]{2}_)?/(?=https?:)""")
WGET = re.compile(ATTRIBUTE + r"\.(?:php\d?|cgi|pl|aspx?|jsp|html?))%3F(?=\d|[^\s\"'<>]*=)", re.IGNORECASE)
HTTRACK = re.compile(ATTRIBUTE + r"\w)[0-9a-f]{4}\.html\?(?=\d|\w+=)", re.IGNORECASE)
MIRRORED = re.compile(r"<!--\s*Mirrored from [^\s?]*?(?:\.(\w+))?(?:\?\S*)? by HTTrack Website Copier")


def as_served(text: str, url: str | None = None) -> str:
    """
    A page as its forum served it; the same text where nothing was written into it. ``url`` is the page's: whoever crawls the
    archive itself wants to stay in it.

    >>> as_served('<a href="read.php%3Ftid=1&page=2">'), as_served('<a href="login.php?to=read.php%3Ftid%3D1">')
    ('<a href="read.php?tid=1&page=2">', '<a href="login.php?to=read.php%3Ftid%3D1">')
    >>> as_served('<!-- Mirrored from bbs.example/read.php?tid=1 by HTTrack Website Copier/3.x --><a href="read1a2b.html?tid=2">')[-25:]
    '<a href="read.php?tid=2">'
    >>> as_served('<a href="showthread.php%3F7-Kilns">')
    '<a href="showthread.php?7-Kilns">'
    """
    if "BEGIN WAYBACK TOOLBAR" in text:
        text = BANNER.sub("", text, count=1)
    if "/web/" in text and "/web/" not in (url or ""):
        text = ARCHIVED.sub("", text)
    if "%3F" in text:
        text = WGET.sub(r"\1?", text)
    head = text[:LOOKED_AT]
    if "HTTrack" in head and (found := MIRRORED.search(head)):
        text = HTTRACK.sub(rf"\1.{found[1] or 'php'}?", text)
    return text
