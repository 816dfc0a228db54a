"""
Skins as functions from a page's markup to the same page in another dress: names that only style, tags, wrappers, advertisements.

They work on markup that a parser has written, so that tags are paired and attributes quoted; scripts and comments stay as they are.
"""

import re
from collections.abc import Callable, Mapping

__all__ = ["SKINS", "Skin"]

Skin = Callable[[str], str]

TAG = re.compile(
    r"""
    <!--.*?-->
    | <(?P<raw>script|style|textarea|title|iframe|xmp|noembed|noframes)\b.*?</(?P=raw)>
    | <(?P<slash>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attrs>(?:\s(?:"[^"]*"|[^"<>])*)?)>
    """,
    re.VERBOSE | re.DOTALL,
)
CLASSES = re.compile(r' class="([^"]*)"')
POST = re.compile(r' id="(?:[a-z_-]*(?:post|p|msg|comment|pid|readfloor|edit|normalthread)[-_]?)\d+"| itemprop="comment"| component="post"')
ADVERT = '<div class="sponsored-box"><a href="/out?to=7">Oars of ash, this week only</a></div>'
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))

UTILITIES = frozenset(
    # phpwind
    "cc fl fr mr5 mr10 mr20 mb10 mb5 tal tar tac f12 f14 f10 f24 s1 s2 s3 s4 gray gray3 b w lh_18 black tr1 tr2 tr3 r_one t_one f_one"
    # Discuz!
    " cl xi1 xi2 xg1 xg2 xs0 xs1 xs2 xs3 xw0 xw1 pbn pbm pbl pbw mbn mbm mtn mtm ptn ptm hm vm z y bbda bbs bm bw0 bold lightlink smalltxt"
    # phpBB, PunBB, FluxBB
    " bg1 bg2 bg3 row1 row2 row3 rowodd roweven odd even clearfix inner gensmall genmed cat spaceRow thTop thRight thLeft"
    # vBulletin, MyBB, SMF, YaBB
    " alt1 alt2 tborder trow1 trow2 trow_shaded smalltext largetext float_left float_right floatleft floatright windowbg windowbg2"
    # others
    " clear left right center first last shade red blue bold small large ipsClearfix ipsType_reset ipsType_minorHeading row ipsBox".split()
)
"""Names that give a colour, a side, a margin or a size; a skin may drop any of them."""


def rewritten(html: str, change: Callable[[str, str, str], tuple[str, str]], *, start: int = 0) -> str:
    """Each element's opening and closing text by what ``change`` makes of its tag, attributes and kind: before and after."""
    closing: list[tuple[str, str]] = []
    parts, at = [], 0
    for found in TAG.finditer(html, start):
        tag, attrs = found["tag"], found["attrs"]
        if not tag or tag in VOID:
            continue
        parts.append(html[at : found.start()])
        at = found.end()
        if found["slash"]:
            while closing and closing[-1][0] != tag:
                closing.pop()
            parts.append(closing.pop()[1] if closing else found[0])
        else:
            before, after = change(tag, attrs, found[0])
            closing.append((tag, after))
            parts.append(before)
    return "".join((*parts, html[at:]))


def renaming(names: Mapping[str, str]) -> Skin:
    """Every element of some names under another name."""

    def change(tag: str, attrs: str, _written: str) -> tuple[str, str]:
        name = names.get(tag, tag)
        return f"<{name}{attrs}>", f"</{name}>"

    return lambda html: rewritten(html, change)


BOXES = frozenset(("div", "li", "article", "section", "td", "dd"))


def wrapped_inside(html: str) -> str:
    """A frame more within each container that has an id or a class."""

    def change(tag: str, attrs: str, written: str) -> tuple[str, str]:
        if tag in BOXES and re.search(r" (?:id|class)=", attrs):
            return f'{written}<div class="skin-in">', f"</div></{tag}>"
        return written, f"</{tag}>"

    return rewritten(html, change)


def wrapped_outside(html: str) -> str:
    """A frame more around each division that has an id or a class."""

    def change(tag: str, attrs: str, written: str) -> tuple[str, str]:
        if tag in ("div", "article", "section") and re.search(r" (?:id|class)=", attrs):
            return f'<div class="skin-out">{written}', f"</{tag}></div>"
        return written, f"</{tag}>"

    return rewritten(html, change)


def framed(html: str) -> str:
    """The whole page in two frames more."""
    return re.sub(r"<body([^>]*)>", r'<body\1><div class="skin-outer"><div class="skin-inner">', html).replace(
        "</body>", "</div></div></body>"
    )


def of_posts(dressed: Callable[[str, str, str], tuple[str, str]]) -> Skin:
    """A skin that changes the elements of posts alone."""

    def change(tag: str, attrs: str, written: str) -> tuple[str, str]:
        return dressed(tag, attrs, written) if tag in ("div", "li", "article", "section") and POST.search(attrs) else (written, f"</{tag}>")

    return lambda html: rewritten(html, change)


def advertised(tag: str, _attrs: str, written: str) -> tuple[str, str]:
    """An advertisement before each post."""
    return (f"<li>{ADVERT}</li>{written}" if tag == "li" else ADVERT + written), f"</{tag}>"


def imitated(tag: str, attrs: str, written: str) -> tuple[str, str]:
    """An advertisement dressed as a post, but for its number, behind each."""
    names = CLASSES.search(attrs)
    return written, f"</{tag}><{tag}{names[0] if names else ''}>{ADVERT}</{tag}>"


def boxed(tag: str, _attrs: str, written: str) -> tuple[str, str]:
    """Each post in a frame of its own, and what is in it in another."""
    if tag == "li":
        return f'{written}<div class="skin-in">', "</div></li>"
    return f'<div class="skin-out">{written}<div class="skin-in">', f"</div></{tag}></div>"


def without(names: Callable[[str], bool]) -> Skin:
    """Some class names taken off."""

    def kept(found: re.Match[str]) -> str:
        rest = [name for name in found[1].split() if not names(name)]
        return f' class="{" ".join(rest)}"' if rest else ""

    return lambda html: TAG.sub(lambda m: CLASSES.sub(kept, m[0]) if m["tag"] else m[0], html)


SKINS: dict[str, Skin] = {
    "sections": renaming({"div": "section"}),
    "divisions": renaming(dict.fromkeys(("section", "article", "main", "header", "footer", "aside", "nav"), "div")),
    "spans": renaming({"span": "b"}),
    "italics": renaming({"span": "i", "strong": "b", "em": "i"}),
    "lists": renaming(dict.fromkeys(("ul", "ol", "dl", "li", "dt", "dd"), "div")),
    "headings": renaming({"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}),
    "paragraphs": renaming({"h1": "div", "h2": "div", "h3": "div", "h4": "div", "h5": "div", "h6": "div", "p": "div"}),
    "tables": renaming(dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr", "td", "th"), "div")),
    "utilities": without(UTILITIES.__contains__),
    "frames": framed,
    "boxes": of_posts(boxed),
    "inside": wrapped_inside,
    "outside": wrapped_outside,
    "adverts": of_posts(advertised),
    "imitations": of_posts(imitated),
}
