"""
phpBB 2 (and its forks Integramod, Nuke): table rows named by ``a[name=<post id>]``, no ids and few classes.

The author's id stands only in the profile button in the row below; the signature in the body, below a line of dashes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from ..labels import pairs as labelled
from ..markup import Node, Page, closest, lines, next_element, previous_element, text_of, texts_of
from .base import BoardRules, Pair, Pick, Quoted, count, first_of, once, said_by
from .phpbb3 import ENGINE as PHPBB3
from .phpbb3 import lasting, without_session

__all__ = ["ENGINE"]

INLINE = ("span", "b", "i")
ANCHOR = re.compile(r"\d+")
POSTED = re.compile(r'class="postdetails"(?>(?:(?!class="postdetails")[^<>])*)>[^<:：]*+[:：]\s*+([^<]+)')
AVATAR = re.compile(r'<img[^<>]*?src="((?>(?:(?!avatar)[^"<>])*)avatar[^"<>]*+)"')
USER = "a[href*='mode=viewprofile']"


def posts(page: Page) -> Sequence[Node]:
    """The row of each post, by the anchor beside the author's name."""
    found = []
    for anchor in page.css("td a[name]"):
        node = closest(anchor, "tr") if ANCHOR.fullmatch(anchor.attributes.get("name") or "") else None
        if node is not None and node.css_first(".postbody, .postdetails") is not None:
            found.append(node)
    return found


def card(row: Node) -> Node | None:
    return row.css_first("td")


def button(card: Node) -> Node | None:
    """The link to the author's profile: in a few styles the name, else the button in the row below."""
    if (found := card.css_first(USER)) is not None:
        return found
    below = next_element(card.parent, "tr")
    return below.css_first(USER) if below is not None else None


def author_url(card: Node) -> str | None:
    link = button(card)
    return lasting(link.attributes.get("href")) if link is not None else None


def author_id(card: Node) -> str | None:
    return Pick(attr="href", pattern=r"[?&;]u=(\d+)")(link) if (link := button(card)) is not None else None


def avatar(card: Node) -> str | None:
    found = AVATAR.search(card.html or "")
    return without_session(unescape(found[1])) if found else None


def level(card: Node) -> str | None:
    """The first line below the name, if it is no figure."""
    box = card.css_first(".postdetails")
    first = re.match(r"<\w+[^>]*>\s*([^<]+)<", (box.html or "") if box is not None else "")
    text = unescape(first[1]).strip() if first else ""
    return text if text and not labelled([text]) else None


def pairs(card: Node) -> Iterable[Pair]:
    return ((label, text, None) for label, text in labelled(lines(card.css_first(".postdetails"))))


def posted(row: Node) -> str | None:
    """What stands behind the first colon of the right cell's head."""
    head = row.css_first("td ~ td .postdetails")
    found = POSTED.search(head.html or "") if head is not None else None
    return " ".join(unescape(found[1]).split()) or None if found else None


def body(row: Node) -> Node | None:
    """The cell; quotes and code break the text into several ``.postbody``."""
    first = row.css_first(".postbody")
    return first.parent if first is not None and first.tag in INLINE else first


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X wrote:`` stands in the row above; ``Quote:`` alone names nobody."""
    return (said_by(quote)[0], None) if said_by(quote)[0] != quote.cite.strip(" :\n") else (None, None)


def board(page: Page) -> Sequence[str]:
    """Site and board, as the first trail has them."""
    trail = next((a.parent for a in page.css(".nav a[href*='viewforum']") if a.parent is not None), None)
    links = trail.css("a[href*='index'], a[href*='viewforum'], a[href$='/']") if trail is not None else ()
    return texts_of(links)


def _is_page(link: Node | None) -> bool:
    """Whether an element is a link to a page of a topic."""
    return link is not None and "start=" in (link.attributes.get("href") or "")


def current(root: Node) -> Node | None:
    """The number of this page in the row of pages."""
    return next(
        (
            b
            for b in root.css("b")
            if (text_of(b) or "").isdecimal() and (_is_page(next_element(b, "a")) or _is_page(previous_element(b, "a")))
        ),
        None,
    )


@once
def _place(root: Node) -> tuple[str, str] | None:
    """``Page <b>1</b> of <b>3</b>`` in the words of any language; where a site took that away, the row of pages."""
    for node in root.css(".nav"):
        numbers = [t for b in node.css("b") if (t := text_of(b)) and t.isdecimal()]
        if len(numbers) == 2 and node.css_first("a") is None:
            return numbers[0], numbers[1]
    number = current(root)
    row = number.parent.css("a, b") if number is not None and number.parent is not None else []
    return (text_of(number) or "", str(max((n for a in row if (n := count(text_of(a)))), default=1))) if row else None


def page(root: Node) -> str | None:
    found = _place(root)
    return found[0] if found else None


def pages(root: Node) -> str | None:
    found = _place(root)
    return found[1] if found else None


def next_url(root: Node) -> str | None:
    """The link behind the current page's number."""
    link = next_element(current(root), "a")
    return without_session(link.attributes.get("href")) if link is not None and _is_page(link) else None


BOARDS = BoardRules(
    thread="tr:has(.topictitle)",
    thread_link="a.topictitle",
    thread_id=r"[?&;]t=(\d+)",
    author=first_of(Pick(".name a"), Pick(".name")),
    replies=Pick("td:nth-last-child(4)", pattern=r"^\s*([\d.,]+)\s*$"),
    views=Pick("td:nth-last-child(2)", pattern=r"^\s*([\d.,]+)\s*$"),
    last_post=Pick("td:last-child .postdetails", pattern=r"^(.*?\d\d?:\d\d(?: ?[ap]m)?)"),
    last_poster=Pick(f"td:last-child {USER}"),
    sticky=lambda row: "1" if re.search(r"folder_(?:sticky|announce)", row.html or "") else None,
    closed=lambda row: "1" if "folder_lock" in (row.html or "") else None,
    board="a.forumlink",
    board_id=r"[?&;]f=(\d+)",
    name=Pick("a.maintitle"),
)

ENGINE = replace(
    PHPBB3,
    variant="2",
    hints=("phpbb.com", "phpbb group", 'class="forumline"'),
    claims=("span.name > a[name]", ".forumline :not([id^=post_text_]):not([id^=post_text_] *) > .postbody"),
    signs=(".forumline a.forumlink", ".forumline a.topictitle", "a.copyright[href*='phpbb.com']"),
    version=Pick(".copyright", pattern=r"phpBB\s+(2[\d.]+)"),
    site=Pick("title", pattern=r"^(.*?) ::"),
    title=first_of(Pick("a.maintitle"), Pick("title", pattern=r"^(?>(?:(?!:: )[\s\S])*):: [^-]*+- (.*)$")),
    board=board,
    page=page,
    pages=pages,
    next_url=next_url,
    replies=lambda root: None,
    post=posts,
    post_id=Pick("a[name]", "name"),
    post_url=lambda page, node, post_id: page.join(f"viewtopic.php?p={post_id}#{post_id}"),
    posted=posted,
    edited=Pick(".postbody ~ .gensmall", pattern=r"(?m)^(.*\d.*)"),
    body=body,
    marks={
        "quote": "td.quote",
        "head": "tr:has(+ tr > td.quote)",
        "code": "td.code",
        "smiley": "img[src*='smile'], img[src*='smilies']",
        "drop": "tr:has(+ tr > td.code), .postbody ~ .gensmall",
    },
    quote=quoted,
    attachments="",
    attachment=None,
    poll=None,
    card=card,
    author=first_of(Pick(".name b"), Pick(".name")),
    author_id=author_id,
    author_url=author_url,
    avatar=avatar,
    level=level,
    online=lambda card: None,
    pairs=pairs,
    signature="",
    signature_cut=re.compile(r"<br>\s*_{8,}\s*<br>"),
    boards=BOARDS,
    message=".forumline .gen, form[action*=login]",
    zone=Pick(".nav ~ .gensmall, td[align=right] .gensmall"),
)
