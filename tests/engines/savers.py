"""What tools that save and archive pages do to the markup of a page, as functions from a page and its address to what lies on the disk."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

__all__ = ["SAVERS", "Saver"]

Saver = Callable[[str, str], str]

ATTRIBUTE = re.compile(r"""(?<=\s)(href|src|action)=(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
APART = ("javascript:", "data:", "mailto:", "#")
BANNER = (
    '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><form id="wmtb"><input name="url" value="x"></form><table><tr class="m">'
    '<td><a href="/web/20130401/x">Mar</a></td><td>APR</td></tr><tr><td>14</td></tr></table><a href="/web/2014*/x">39 captures</a>'
    "<div>08 Jun 2014 - 21 Oct 2021</div></div><!-- END WAYBACK TOOLBAR INSERT -->"
)


def readdressed(html: str, url: str, name: Callable[[str, str, bool], str]) -> str:
    """Each address by what ``name`` makes of it: as written, as joined, and whether it is loaded with the page."""

    def change(found: re.Match[str]) -> str:
        href = unescape(found[3])
        loaded = found[1].lower() == "src"
        return f'{found[1]}="{escape(href if href.startswith(APART) else name(href, urljoin(url, href), loaded))}"'

    return ATTRIBUTE.sub(change, html)


def complete(html: str, url: str) -> str:
    """A browser's "web page, complete": links in full, what is loaded in a folder beside the page."""

    def name(href: str, whole: str, loaded: bool) -> str:
        return "./page_files/" + re.split(r"[?#]", href)[0].rsplit("/", 1)[-1] if loaded else whole

    return f"<!-- saved from url=({len(url):04}){url} -->\n{readdressed(html, url, name)}"


def single_file(html: str, url: str) -> str:
    """SingleFile: links in full, pictures as data, no scripts and no attribute that is one."""
    html = re.sub(r"<(script|noscript)\b.*?</\1>", "", html, flags=re.DOTALL | re.IGNORECASE)
    html = re.sub(r"\son\w+=(\"[^\"]*\"|'[^']*')", "", html)
    html = readdressed(html, url, lambda _href, whole, loaded: "data:image/gif;base64,R0lGODlhAQABAAAAACw=" if loaded else whole)
    return f"<!DOCTYPE html><!--\n Page saved with SingleFile \n url: {url} \n-->\n{html}"


def wget(html: str, url: str) -> str:
    """``wget --convert-links``: the copy's own name, in which the query's mark is written ``%3F``."""

    def name(_href: str, whole: str, loaded: bool) -> str:
        at = urlsplit(whole)
        same = at.netloc == urlsplit(url).netloc and not loaded
        return (
            at.path.rsplit("/", 1)[-1] + (f"%3F{at.query}" if at.query else "") + (f"#{at.fragment}" if at.fragment else "")
            if same
            else whole
        )

    return readdressed(html, url, name)


def httrack(html: str, url: str) -> str:
    """HTTrack: the copy's name holds four digits of a sum of the query, which follows it."""

    def name(_href: str, whole: str, loaded: bool) -> str:
        at = urlsplit(whole)
        if at.netloc != urlsplit(url).netloc or loaded:
            return whole
        stem = at.path.lstrip("/").removesuffix(".php")
        return (f"{stem}0a1b.html?{at.query}" if at.query else f"{stem}.html") + (f"#{at.fragment}" if at.fragment else "")

    by = f"<!-- Mirrored from {url.partition('://')[2]} by HTTrack Website Copier/3.x [XR], Mon, 06 May 2024 07:08:09 GMT -->"
    return by + readdressed(html, url, name)


def wayback(html: str, url: str) -> str:
    """The Wayback Machine: its address and a time before every other, and a banner above the page."""

    def name(_href: str, whole: str, loaded: bool) -> str:
        return f"/web/20140614101010im_/{whole}" if loaded else f"https://web.archive.org/web/20140614101010/{whole}"

    return re.sub(r"<body[^>]*>", lambda found: found[0] + BANNER, readdressed(html, url, name), count=1, flags=re.IGNORECASE)


SAVERS: Mapping[str, Saver] = {"complete": complete, "SingleFile": single_file, "wget": wget, "HTTrack": httrack, "Wayback": wayback}
