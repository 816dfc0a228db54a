"""
SMF 2.0 and 2.1: bodies are ``#msg_<id>``, subjects ``#subject_<id>``, edit notes ``#modified_<id>``.

The first post has no number, ``#1`` is the second. Up to 2.0 a quote's citation stands before it.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from .. import dates
from ..markup import Lifted, Node, Page, lines, text_of, texts_of
from ..model import Poll, Reaction
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, Quoted, count, finder, first_match, first_of, greatest, inside

__all__ = ["BOARD", "ENGINE", "TOPIC", "after_colon", "quoted", "thread_id", "thread_url"]

TAG = re.compile(r"<[^>]*+>?")
FACT = re.compile(
    r'<(?:li|div) class="(?:postcount|karma|gender|registered|warning|custom)\b[^"<>]*+"[^<>]*+>([^<]*+(?>(?:<(?!/?(?:li|div)\b)[^<]*+)*))</(?:li|div)>'
)
FILE = re.compile(r"<a\b(?=[^<>]*dlattach)[^<>]*+>(?>(?:(?!</?a\b).)*)</a>\s*+\([^()]*+\)", re.DOTALL)
TOPIC = r"(?:^|[?;&/])topic[=,](\d+)"
PLACE = re.compile(r"(?:^|[?;&/])topic[=,]\d+\.(\d+)")
BOARD = r"(?:^|[?;&/])board[=,](\d+)"
"""In an address as it is, or with the slash and the comma of those for search engines: ``index.php/board,5.0.html``."""
MESSAGE = re.compile(r"[?;&.]msg=?(\d+)")
LABEL = re.compile(r"[«\s]*+[^:：]{0,60}[:：](?!\d)")  # of "January 06, 2010, 10:14" no label
ON_DAY = re.compile(r"(.+) (?:on|am|le|en|il|op|em|den) (?:[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{1,4}[-./]\d{1,2}[-./]\d{1,4})[\d:,. APM]*")
TRAIL = re.compile(r"(?:\b(?:on|am|le|en|em|il|op|dnia|den|w|kdy|skrevet|skrivet|от|в|på|tarihinde)|于|於|在|,|-)$", re.IGNORECASE)

named = finder("h4 a[href*='action=profile'], a[href*='action=profile']")


def member(card: Node) -> Node | None:
    """The link to the member's profile; the one to write to him, before the name, where addresses were made pretty."""
    return named(card) or card.css_first("h4 a[href*='u=']")


def thread_id(page: Page) -> str | None:
    """``topic=7.15`` of the page's canonical address, of its search form or of its own address."""
    found = Pick("link[rel=canonical]", "href", TOPIC)(page.root) or Pick("input[name=sd_topic], input[name=topic]", "value")(page.root)
    return found or (m[1] if (m := re.search(TOPIC, page.url or "")) else None)


def thread_url(page: Page) -> str | None:
    """The address of the topic's first page."""
    topic = thread_id(page)
    home = Pick("#top, .navigate_section a, link[rel=canonical]", "href")(page.root) or "index.php"
    if not topic:
        return None
    plain, queryless, _ = home.partition("/topic,")
    return page.join(f"{plain}/topic,{topic}.0.html" if queryless else f"{re.split('[?#]', home)[0]}?topic={topic}.0")


def start(page: Page) -> int:
    """How many posts stand before this page."""
    found = first_match(PLACE, CANONICAL(page.root), page.url)
    return count(found[1]) or 0 if found else 0


def board(page: Page) -> Sequence[str]:
    """The trail, without the topic at its end."""
    trail = page.first(".navigate_section, #navigate_section, .linktree")
    names = texts_of(trail.css("a")) if trail is not None else []
    return names[:-1] if len(names) > 1 else names


def posts(page: Page) -> Sequence[Node]:
    """The wrappers of the posts; in themes without them, what holds a body below the form of the posts."""
    found = page.css("#forumposts .post_wrapper")
    return found or [top for body in page.css("#forumposts [id^=subject_]") if (top := _outer(body)) is not None]


def _outer(node: Node) -> Node | None:
    """The ancestor right below the form."""
    while node.parent is not None and node.parent.attributes.get("id") not in ("quickModForm", "forumposts"):
        node = node.parent
    return node if node.parent is not None else None


def after_colon(text: str | None) -> str | None:
    """
    What stands behind a label in any language.

    >>> after_colon("« Reply #1 on: January 06, 2010, 10:14:00 PM »")
    'January 06, 2010, 10:14:00 PM'
    >>> after_colon("January 06, 2010, 10:14:00 PM")
    'January 06, 2010, 10:14:00 PM'
    """
    found = LABEL.match(text) if text else None
    return text[found.end() :].strip().rstrip(" »\n\xa0") or None if found and text else text


def posted(node: Node) -> str | None:
    """2.1 prints the time as a link, 2.0 behind "Reply #1 on:"."""
    link = node.css_first(".postinfo a[href*=msg]")
    return text_of(link) if link is not None else after_colon(text_of(node.css_first(".keyinfo .smalltext, .keyinfo [id^=subject_] ~ div")))


def floor(node: Node) -> str | None:
    """``#1``; in 2.0 within the line above the body."""
    shown = node.css_first(".page_number")
    return text_of(shown) if shown is not None else Pick(".keyinfo .smalltext, .keyinfo [id^=subject_] ~ div", pattern=r"(#\d+)")(node)


def edited(node: Node) -> str | None:
    """The note, which is there and empty in posts that were not edited."""
    text = text_of(node.css_first("[id^=modified_]"))
    return text.strip("«» ") if text and any(map(str.isdigit, text)) else None


def pairs(card: Node) -> Iterable[Pair]:
    """The entries with a colon, in one scan."""
    for item in FACT.findall(card.html or ""):
        label, colon, text = unescape(TAG.sub("", item)).partition(":")
        if colon:
            yield label.strip(), text.strip(), None


def author(card: Node) -> str | None:
    """The member's link, as fields of the site's own may stand before and behind it; of a guest the heading, or the first line."""
    return text_of(named(card)) or Pick("h4")(card) or next(iter(lines(card)), None)


def online(card: Node) -> str | None:
    html = card.html or ""
    return "1" if 'class="on"' in html or "useron" in html else "0" if 'class="off"' in html or "useroff" in html else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``Quote from: X on DATE``: the name is what stands between the label and the time; both may hold any word."""
    cite = quote.cite.split("\n", 1)[0]
    name = after_colon(cite) if ":" in cite else None
    if name and (usual := ON_DAY.fullmatch(name)):
        name = usual[1]
    elif name and (time := dates.find(name, now="2000-01-01T00:00:00Z", last=True)):
        name = TRAIL.sub("", name[: name.rfind(time[1])].rstrip()).rstrip() if time[1] in name else name
    post = next((m[1] for link in quote.links if (m := MESSAGE.search(link))), None)
    return name or None, post


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """``2 people like this.``"""
    number = count(Pick(".like_count")(node))
    return [("Likes", number)] if number else []


def poll(page: Page) -> Poll | None:
    """The answers with their votes, where the reader may see them, or those that can be ticked."""
    box = page.first("#poll_options")
    if box is None:
        return None
    options = [(text_of(term), count(Pick(".percentage")(value)) or 0) for term, value in zip(box.css("dt"), box.css("dd"), strict=False)]
    options = options or [(text_of(label), 0) for label in box.css("li label")]
    return Poll(question=Pick("#pollquestion, h4")(box), options=tuple(Reaction(label=a, count=n) for a, n in options if a))


def mended(html: str) -> str:
    """Up to 2.0 a file's size is bare text behind its link."""
    return FILE.sub(r'<span data-scraper="attachment">\g<0></span>', html) if "dlattach" in html else html


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """The first line, without the size in brackets."""
    name = re.sub(r"\s*\([^()]*\d[^()]*\)\s*$", "", item.text.split("\n", 1)[0]).strip(" \xa0")
    return (name, next(iter(item.links), None)) if name else None


BOARDS = BoardRules(
    thread="#topic_container > *, #messageindex tr",
    thread_link="[id^=msg_] a",
    thread_id=TOPIC,
    author=Pick("[id^=msg_] ~ p a, .floatleft a, p a"),
    replies=Pick(".board_stats, .stats", pattern=r"(\d[\d.,]*)"),
    views=Pick(".board_stats, .stats", pattern=r"(?<![\d.,])\d[\d.,]*+\D++(\d[\d.,]*)"),
    last_post=first_of(Pick(".lastpost p > a"), Pick(".lastpost", own=True)),
    last_poster=Pick(".lastpost a[href*='action=profile']"),
    sticky=lambda row: "1" if "sticky" in (row.html or "").partition("<a ")[0] else None,
    closed=lambda row: "1" if "locked" in (row.html or "").partition("<a ")[0] else None,
    board="a.subject, a[id^=b][href*='board'], a[name^=b][href*='board'], .children a[href*='board']",
    board_id=BOARD,
    board_row="[id^=board_]:has(a.subject)",
    board_threads=Pick(".board_stats, .stats", pattern=r"(?<![\d.,])\d[\d.,]*+\D++(\d[\d.,]*)"),
    board_posts=Pick(".board_stats, .stats", pattern=r"(\d[\d.,]*)"),
    name=Pick(".display_title, .navigate_section li:last-child a"),
)

ENGINE = Engine(
    name="smf",
    variant="2",
    hints=('id="smf"', "smf_", "simple machines", "simplemachines"),
    claims=("#forumposts .post_wrapper", "#forumposts [id^=subject_]"),
    signs=("body#smf", "a[href*='simplemachines.org']", "#main_content_section"),
    version=Pick(".copyright", pattern=r"SMF\s+(\d[\w.]*)"),
    site=first_of(Pick(".forumtitle"), Pick(".navigate_section a")),
    title=first_of(Pick("#top_subject"), Pick(".navigate_section .last a"), Pick("[id^=subject_]")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=first_of(Pick(".pagelinks .current_page"), Pick(".pagelinks strong, .pagelinks b")),
    pages=greatest(".pagelinks a, .pagelinks .current_page, .pagelinks strong, .pagelinks b"),
    next_url=Pick(".pagelinks .current_page ~ a, .pagelinks strong ~ a.navPages, .pagelinks b ~ a.navPages", "href"),
    views=Pick("#forumposts .catbg", pattern=r"\([^()\d]*+(\d[\d.,]*+)[^()]*+\)\s*+$"),
    post=posts,
    post_id=Pick("[id^=subject_]", "id", r"(?<!\d)(\d++)$"),
    post_url=lambda page, node, post_id: page.join(Pick("[id^=subject_] a", "href")(node)),
    floor=floor,
    floor_of=lambda label: None if (number := count(label)) is None else number + 1,
    start=start,
    posted=posted,
    edited=edited,
    body="[id^=msg_].inner, .post > [id^=msg_]",
    marks={
        "quote": "blockquote",
        "cite": "blockquote > cite",
        "head": ".quoteheader",
        "code": ".bbc_code",
        "smiley": ".smiley",
        "drop": ".codeheader, .quotefooter",
    },
    quote=quoted,
    mend=mended,
    attachments=".attachments_bot, .attachments:not(:has(.attachments_bot)) > :not(.attached)",
    attachment=attachment,
    reactions=reactions,
    poll=poll,
    card=".poster",
    author=author,
    author_id=inside(member, Pick(attr="href", pattern=r"[?;&]u=(\d+)")),
    author_url=inside(member, Pick(attr="href")),
    avatar=Pick("img.avatar", "src"),
    level=first_of(Pick(".membergroup"), Pick(".postgroup")),
    motto=first_of(Pick(".title"), Pick(".blurb")),
    online=online,
    pairs=pairs,
    listed=frozenset({"registered", "location"}),
    signature=".signature",
    boards=BOARDS,
    message="#fatal_error, #frmLogin, .login",
)
