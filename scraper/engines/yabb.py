"""
YaBB 2.2 to 2.6: each post a table in ``.displaycontainer`` (earlier ``.bordercolor``), the author left, ``.message`` right.

The first post has no number, ``Reply #1`` is the second. Addresses are ``YaBB.pl?num=<time>/<place>``.
"""

import re
from collections.abc import Iterable, Sequence

from ..labels import whole
from ..markup import Node, Page, closest, enclosing, lines, text_of
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, Quoted, count, first_match, first_of, having, line_of, once, text_lines

__all__ = ["ENGINE"]

THREAD = re.compile(r"[?;&]num=(\d+)(?:/(\d+))?")
REPLY = re.compile(r"(?<!\d)(\d++)\s*+[-–:]")
DATE = re.compile(
    r"""
    (?: ^ | [-–:»] \s* )
    (
        [^\W\d_]{3,} \.? \ \d{1,2} \w* ,? \ \d{4} .*        # Jan 2nd, 2010 at 12:00pm
        | \d{1,2} [./-] \d{1,2} [./-] \d{2,4} .*
        | \d{1,2} \.? \ [^\W\d_]{3,} \.? \ \d{4} .*
        | (?: Today | Yesterday | Heute | Gestern ) .*
    ) $
    """,
    re.VERBOSE,
)


def posts(page: Page) -> Sequence[Node]:
    """The tables that hold a body and an author; the box around three of them, where the author stands above the body."""
    found = []
    for body in page.css("td .message, td > [class^=message]"):
        outer = closest(body.parent, "table")
        box = enclosing(outer, having("displaycontainer"))
        if outer is not None:
            found.append(box if box is not None and box.css_first(".userinfo") is not None else outer)
    return found


def thread_id(page: Page) -> str | None:
    found = first_match(THREAD, page.url, CANONICAL(page.root), Pick("a[href*='num=']", "href")(page.root))
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    found = thread_id(page)
    script = re.match(r"[^?#]*", page.url or "")
    return page.join(f"{script[0] if script and script[0] else 'YaBB.pl'}?num={found}") if found else None


def head(node: Node) -> str | None:
    """The line below the subject, or above the author: ``Reply #3 - Jan 2nd, 2010 at 12:00pm``."""
    line = node.css_first(".dividerbot span.small > span.small, .dividerbot .small .small, td + td .small .small, .catbg .small ~ .small")
    return text_of(line)


def posted(node: Node) -> str | None:
    text = head(node)
    found = DATE.search(text) if text else None
    return found[1].strip(" »") if found else text


def floor(node: Node) -> str | None:
    """``Reply #3``; the first post says nothing."""
    shown = Pick(".dividerbot .small b + br + .small b, .dividerbot span.small > span.small > b, .catbg .small ~ .small b")(node)
    found = REPLY.search(shown) if shown else None
    return f"#{found[1]}" if found else None


def floor_of(label: str | None) -> int | None:
    return None if (number := count(label)) is None else number + 1


def post_id(node: Node) -> str | None:
    """The place behind the thread's number in the permalink, or the anchor."""
    link = permalink(node)
    found = THREAD.search(link) if link else None
    return found[2] if found else Pick("a[id], a[name]", "id")(node)


def permalink(node: Node) -> str | None:
    """The link to the post; others lead to its answer, and to what it quotes."""
    links = [a.attributes.get("href") or "" for a in node.css("a[href*='num='][href*='#']") if not _quotes(a)]
    return next((link for link in links if "action=" not in link), None) or Pick("a[href*='num=']", "href")(node)


def _quotes(link: Node) -> bool:
    """Whether a link stands in the body."""
    return enclosing(link.parent, having("message")) is not None


def card(node: Node) -> Node | None:
    return node.css_first(".userinfo") or node.css_first("td")


def level(card: Node) -> str | None:
    """The first small line, if it has no colon; above a body it is the name."""
    if "userinfo" in (card.attributes.get("class") or ""):
        return None
    first = next(iter(lines(card.css_first(".small"))), None)
    return first if first and ":" not in first else None


def pairs(card: Node) -> Iterable[Pair]:
    return (pair for small in card.css(".small") for pair in text_lines(small))


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``X wrote on Jan 2nd, 2010 at 12:00pm:``"""
    found = re.match(r"\s*(.+?) (?:wrote|schrieb|schreef|a écrit)\b", quote.cite)
    post = next((m[2] for link in quote.links if (m := THREAD.search(link))), None)
    return found[1] if found else None, post


TITLE = "a[href*='num=']:not([href*='#']):not(:has(img))"
LAST = "td:not(:has(> div)):has(a[href*='num='][href*='#'])"
GUEST = re.compile(r"(?<!\s)\s*+\((?:Guest|Ex-Member|Gast|Ex-Mitglied)\)$")


def starter(row: Node) -> str | None:
    """The member of the cell before the figures (to 2.5), or of the small line below the title (2.6)."""
    cell = row.css_first(f"td:not(:has(> div)):not(:first-child):has(+ td + td + {LAST})")
    name = text_of(cell) if cell is not None else Pick("td > div > .small a[href*='viewprofile']")(row)
    return GUEST.sub("", name) or None if name else None


def last_poster(row: Node) -> str | None:
    """Who is named in the last line of the last post's cell."""
    line = line_of(LAST, -1)(row)
    return GUEST.sub("", line.partition(":")[2].strip()) or None if line else None


@once
def bar(root: Node) -> tuple[int, int, str | None] | None:
    """What a bar of pages says (``Pages: [1] 2 3``): the number of this page, the greatest, and the address of the next."""
    for bold in root.css("span > b"):
        found = re.fullmatch(r"\[(\d{1,6})\]", text_of(bold) or "")
        if found is None or bold.parent is None:
            continue
        links = {n: a.attributes.get("href") for a in bold.parent.css("b ~ a[href]") if (n := whole(text_of(a))) is not None}
        number = int(found[1])
        return number, max((number, *links)), links.get(number + 1)
    return None


ENGINE = Engine(
    name="yabb",
    hints=("yabb", "yabbforum"),
    claims=(".displaycontainer td .message", "td.windowbg .message", "td.windowbg2 .message"),
    signs=("a[href*='YaBB.pl']", "a[href*='YaBB.cgi']", "a[href*='yabbforum.com']"),
    version=Pick("a[href*='yabbforum']", pattern=r"YaBB ([\d.]+)"),
    site=Pick(".navbar a, .nav a, td.small a.nav"),
    title=first_of(Pick(".displaycontainer .titlebg", pattern=r"^(.*?)\([^()]*+\)\s*+$"), Pick("title", pattern=r"^(?:[^-]* - )?(.*)$")),
    thread_id=thread_id,
    thread_url=thread_url,
    board="a.nav",
    page=lambda root: str(found[0]) if (found := bar(root)) else None,
    pages=lambda root: str(found[1]) if (found := bar(root)) else None,
    next_url=lambda root: found[2] if (found := bar(root)) else Pick("link[rel=next], .pageindex a[rel=next]", "href")(root),
    views=Pick(".displaycontainer .titlebg", pattern=r"\([^()\d]*+(\d[\d,.]*+)[^()]*+\)\s*+$"),
    post=posts,
    post_id=post_id,
    post_url=lambda page, node, post_id: page.join(permalink(node)),
    floor=floor,
    start=lambda page: 0,  # the only post without a number is the first
    floor_of=floor_of,
    posted=posted,
    edited=first_of(Pick("i:lexbor-contains('Edit')"), Pick("tr + tr td + td > .small:first-child", pattern=r"(?m)^[^\S\n]*+(\S.*\d.*)")),
    body=".message, [class^=message]",
    marks={
        "quote": ".quote, blockquote",
        "head": ".quotehead, b:has(+ .quote), div.quotetitle",
        "code": ".code pre, .code, pre",
        "smiley": "img[src*='/Smilies/'], img[src*='/smilies/']",
        "drop": ".codehead",
    },
    quote=quoted,
    attachments="a[href*='action=downloadfile'], a[href*='/Attachments/']",
    card=card,
    author=first_of(Pick("a[href*='action=viewprofile']"), Pick("b")),
    author_id=Pick("a[href*='username=']", "href", r"username=([^;&]+)"),
    author_url=Pick("a[href*='action=viewprofile']", "href"),
    avatar=Pick("img[src*='avatars']", "src"),
    level=level,
    pairs=pairs,
    signature=".signature, tr + tr td + td > .small + .small + .small, .message ~ .small + .small + .small:has(> hr)",
    boards=BoardRules(
        thread=f"tr:has(> td > div > {TITLE}), tr:has(> td > div > b > {TITLE})",
        thread_link=TITLE,
        thread_id=r"[?;&]num=(\d+)$",
        author=starter,
        replies=Pick(f"td:has(+ td + {LAST})"),
        views=Pick(f"td:has(+ {LAST})"),
        last_post=Pick(f"{LAST} a[href*='num=']"),
        last_poster=last_poster,
        sticky=Pick("td:first-child img[src*='sticky'], td:first-child img[src*='announcement']", "src"),
        closed=Pick("td:first-child img[src*='lock']:not([src*='moved'])", "src"),
        board="td > a[name][href*='board='], td > a[id][href*='board=']",
        board_id=r"[?;&]board=([\w-]+)$",
        board_row="tr:has(> td > a[name][href*='board=']), tr:has(> td > a[id][href*='board='])",
        board_threads=Pick("td:nth-last-child(2)"),
        board_posts=Pick("td:last-child"),
        name=Pick("a.nav[href*='board=']"),
    ),
    date_order="mdy",
)
