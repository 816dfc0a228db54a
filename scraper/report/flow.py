"""The text of a post as paragraphs of XHTML, for readers that bring their own style: feeds and EPUB."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from ..urls import split
from .body import ADDRESS, TAIL, code_spans

__all__ = ["link", "paragraphs", "xml"]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?::\d{1,5})?")


def xml(text: str) -> str:
    r"""
    Text as character data or attribute value of XML 1.0; characters that XML does not know are left out.

    >>> xml('a\x00<"b"')
    'a&lt;&quot;b&quot;'
    """
    return escape(NOT_XML.sub("", text))


def link(url: str | None) -> str | None:
    """
    An address as a valid URI for an attribute, not yet escaped; ``None`` for one that is none, or that a reader should not follow.

    >>> link("https://bbs.example/附件 1.pdf"), link("javascript:alert(1)"), link("http:///x")
    ('https://bbs.example/%E9%99%84%E4%BB%B6%201.pdf', None, None)
    """
    parts = split((url or "").strip())
    if parts.scheme.lower() not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        return None
    rest = parts._replace(scheme="", netloc="").geturl()
    return f"{parts.scheme.lower()}://{parts.netloc}{quote(rest, safe=SAFE, errors='replace')}"


SAFE = "/?#:@!$&'()*+,;=~%-._"


def paragraphs(text: str, code: Sequence[str] = ()) -> str:
    r"""
    Paragraphs for blank lines, ``<br/>`` for line ends, ``<pre>`` for code, addresses as links. Well-formed for every text.

    >>> paragraphs("one\ntwo\n\nthree < four")
    '<p>one<br/>two</p>\n<p>three &lt; four</p>'
    """
    return "\n".join(_blocks(text, code))


def _blocks(text: str, code: Sequence[str]) -> Iterator[str]:
    at = 0
    for start, end in (*code_spans(text, code), (len(text), len(text))):
        for block in re.split(r"\n\s*\n", text[at:start].strip("\n")):
            if block.strip():
                yield "<p>" + "<br/>".join(_line(line) for line in block.split("\n")) + "</p>"
        if start < end:
            yield f"<pre><code>{xml(text[start:end])}</code></pre>"
        at = end


def _line(line: str) -> str:
    """A line with its addresses as links."""
    parts, at = list[str](), 0
    for found in ADDRESS.finditer(line):
        shown = found[0].rstrip(TAIL)
        if target := link(shown):
            parts += xml(line[at : found.start()]), f'<a href="{xml(target)}">{xml(shown)}</a>'
            at = found.start() + len(shown)
    return "".join(parts) + xml(line[at:])
