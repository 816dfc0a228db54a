"""phpBB 3.0 to 3.2, subsilver2: a table a post, known by the anchor ``a[name=p<id>]``; body and signature are both ``.postbody``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import unescape

from ..markup import Node, Page, closest, text_of
from .base import BoardRules, Pair, Pick, Quoted, count, first_of, said_by, trail
from .phpbb3 import ENGINE as PROSILVER
from .phpbb3 import facts, lasting, onward, without_session

__all__ = ["ENGINE"]

ANCHOR = re.compile(r"p\d+")
RANK = re.compile(
    r'class="postdetails"(?>(?:(?!class="postdetails")[^<>])*)>\s*+([^<\s][^<]*+)</t[dh]>|<img(?=[^<>]*src="[^"<>]*rank)[^<>]*?\stitle="([^"]++)"'
)
AVATAR = re.compile(r'<img[^<>]*?src="((?>(?:(?!avatar)[^"<>])*)avatar[^"<>]*+)"')
USER = "a[href*='mode=viewprofile']"


def posts(page: Page) -> Sequence[Node]:
    """The table of each post, by the anchor in its first cell."""
    found = []
    for anchor in page.css("a[name^=p]"):
        node = closest(anchor, "table") if ANCHOR.fullmatch(anchor.attributes.get("name") or "") else None
        if node is not None:
            found.append(node)
    return found


def posted(node: Node) -> str | None:
    """What stands behind the second label in bold of the head's right cell."""
    link = node.css_first("a[href*='#p']")
    head = node.css_first("td.gensmall") or (link.parent if link is not None else None)
    found = re.search(r"</a>\s*<b>[^<]*</b>\s*([^<]+)|.*</b>\s*([^<]+)</div>", (head.html or "") if head is not None else "", re.DOTALL)
    return " ".join(unescape(found[1] or found[2]).split()) or None if found else None


def edited(node: Node) -> str | None:
    """The small line below the body; with a reason it stands in a table of its own."""
    note = node.css_first(".postbody ~ .gensmall") or node.css_first(".postbody ~ table .row3 .gensmall")
    text = text_of(note)
    return text if text and any(map(str.isdigit, text)) else None


def signature(node: Node) -> Node | None:
    """The second body, below a line of dashes."""
    bodies = node.css(".postbody")
    return bodies[-1] if len(bodies) > 1 and "____" in bodies[-1].text()[:40] else None


def user(node: Node) -> Node | None:
    """The link to the author's profile: his name, or the button below the post."""
    return node.css_first(f".postauthor {USER}") or next(iter(reversed(node.css(f".gensmall {USER}"))), None)


def author_url(node: Node) -> str | None:
    link = user(node)
    return lasting(link.attributes.get("href")) if link is not None else None


def author_id(node: Node) -> str | None:
    return Pick(attr="href", pattern=r"[?&;]u=(\d+)")(link) if (link := user(node)) is not None else None


def level(node: Node) -> str | None:
    card = node.css_first(".profile")
    found = RANK.search(card.html or "") if card is not None else None
    return unescape(found[1] or found[2]).strip() if found else None


def avatar(node: Node) -> str | None:
    card = node.css_first(".profile")
    found = AVATAR.search(card.html or "") if card is not None else None
    return without_session(unescape(found[1])) if found else None


def online(node: Node) -> str | None:
    card = node.css_first(".profile")
    found = re.search(r"icon_user_(on|off)line", card.html or "") if card is not None else None
    return {"on": "1", "off": "0"}[found[1]] if found else None


def pairs(node: Node) -> Iterable[Pair]:
    """The lines below rank and avatar."""
    card = node.css_first(".profile .postdetails:not(td)")
    return facts(card) if card is not None else ()


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X wrote:`` stands in a box before the quote; ``Quote:`` alone names nobody."""
    return (said_by(quote)[0], None) if said_by(quote)[0] != quote.cite.strip(" :\n") else (None, None)


def _place(root: Node) -> list[str]:
    """``Page <strong>1</strong> of <strong>4</strong>``: a cell with two numbers and no link."""
    for cell in root.css("#pagecontent td.nav, #pagecontent td.gensmall"):
        numbers = [t for n in cell.css("strong, b") if (t := text_of(n)) and t.isdecimal()]
        if len(numbers) == 2 and cell.css_first("a[href*=start]") is None:
            return numbers
    return []


def page(root: Node) -> str | None:
    return next(iter(_place(root)), None)


def pages(root: Node) -> str | None:
    return next(iter(_place(root)[1:]), None)


def next_url(root: Node) -> str | None:
    """The link behind the current page's number; below the posts it is printed again."""
    found = root.css_first("#pagecontent td strong ~ a[href*=start], #pagecontent td b ~ a[href*=start]")
    return without_session(found.attributes.get("href")) if found is not None else onward(root, _place(root), len(root.css("a[name^=p]")))


def replies(root: Node) -> str | None:
    """``[ 37 posts ]`` are 36 replies."""
    total = next((count(text) for td in root.css("#pagecontent td.gensmall") if (text := text_of(td) or "").startswith("[")), None)
    return str(total - 1) if total else None


BOARDS = BoardRules(
    thread="tr:has(a.topictitle)",
    thread_link="a.topictitle",
    thread_id=r"[?&;]t=(\d+)",
    author=Pick(".topicauthor"),
    replies=Pick("td:nth-last-child(3)", pattern=r"^\s*([\d.,]+)\s*$"),
    views=Pick("td:nth-last-child(2)", pattern=r"^\s*([\d.,]+)\s*$"),
    last_post=Pick("td:last-child .topicdetails"),
    last_poster=first_of(Pick("td:last-child [class^=username]"), Pick(f"td:last-child {USER}")),
    sticky=lambda row: "1" if re.search(r"(?:sticky|announce)_(?:un)?read", row.html or "") else None,
    closed=lambda row: "1" if "_locked" in (row.html or "") else None,
    board="a.forumlink",
    board_id=r"[?&;]f=(\d+)",
    name=Pick("#pageheader h2"),
)

ENGINE = replace(
    PROSILVER,
    variant="3 subsilver2",
    hints=("phpbb.com", "subsilver2"),
    claims=("td.profile .postdetails", ".postauthor ~ .gensmall", "b.postauthor"),
    signs=("#wrapcentre", "#pageheader a.titles"),
    site=Pick("#logodesc h1"),
    title=Pick("#pageheader h2 a, a.titles"),
    board=trail(".breadcrumbs"),
    page=page,
    pages=pages,
    next_url=next_url,
    replies=replies,
    post=posts,
    post_id=Pick("a[name^=p]", "name", r"^p(\d+)$"),
    posted=posted,
    edited=edited,
    body=".postbody",
    marks={
        "quote": ".quotecontent, blockquote",
        "cite": "cite",
        "head": ".quotetitle",
        "code": ".codecontent, pre",
        "attachment": ".attachcontent, .inline-attachment",
        "smiley": ".smilies, img[src*='images/smilies/']",
        "emoji": ".emoji",
        "drop": ".codetitle, .attachtitle",
    },
    quote=quoted,
    attachments=".postbody ~ table .row2",
    card="",
    author=Pick(".postauthor"),
    author_id=author_id,
    author_url=author_url,
    avatar=avatar,
    level=level,
    online=online,
    pairs=pairs,
    signature=signature,
    boards=BOARDS,
    message="#wrapcentre table.tablebg td.row1 .gen, form[action*=login]",
    zone=Pick(".datetime"),
)
