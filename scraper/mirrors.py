"""
What archives and mirroring tools write into a page, undone before it is read: their banners, and addresses that name their copies.

wget names the copy of ``read.php?tid=1`` as it is and links it as ``read.php%3Ftid=1``; HTTrack names it ``read1a2b.html`` after the
sum of the query and links it as ``read1a2b.html?tid=1``; the Wayback Machine puts a banner with figures and dates above the page
and its own address and the time before every other.
"""

import re

__all__ = ["as_served"]

LOOKED_AT = 8192  # characters: HTTrack's comment stands behind the opening tags

BANNER = ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->")
HOSTS = tuple(f"={quote}{scheme}//web.archive.org/web/" for quote in "\"'" for scheme in ("https:", "http:", ""))
ARCHIVED = re.compile(r"""/web/(?<==["']/web/)\d{14}(?:[a-z]{2}_)?/(?=https?:)""")
SCRIPTS = "php cgi pl asp aspx jsp htm html".split()
COPY = re.compile("%3F(?:" + "|".join(rf"(?<=\.{end}%3F)" for end in [*SCRIPTS, r"php\d"]) + r")(?=\d|[^\s\"'<>=]*+=)")
ADDRESS = re.compile(r"""(?:href|src|action)=["']?+[^\s"'<>?]*+\Z""", re.IGNORECASE)
LONGEST = 300  # code points of an address before its question mark
HTTRACK = re.compile(r"""(?<=[\s"'])((?:href|src|action)=["']?[^\s"'<>?]*?\w)[0-9a-f]{4}\.html\?(?=\d|\w+=)""", re.IGNORECASE)
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
    head = text[:LOOKED_AT]
    before, banner, rest = text.partition(BANNER[0])
    if banner and BANNER[1] in rest:
        text = before + rest.partition(BANNER[1])[2]
    if "/web/" in head and "/web/" not in (url or ""):  # the addresses of sheets and scripts are rewritten first
        for host in HOSTS:
            text = text.replace(host, host[:2] + "/web/")
        text = ARCHIVED.sub("", text)
    if COPY.search(text):  # by a literal: many pages share links to themselves, and a search from each attribute takes half the parse
        text = COPY.sub(_asked, text)
    if "HTTrack" in head and (found := MIRRORED.search(head)):
        text = HTTRACK.sub(rf"\1.{found[1] or 'php'}?", text)
    return text


def _asked(mark: re.Match[str]) -> str:
    """The question mark that wget wrote into a file's name; as it is where it stands in no address, or behind another one."""
    start = mark.start()
    return "?" if ADDRESS.search(mark.string, max(0, start - LONGEST), start) else mark[0]
