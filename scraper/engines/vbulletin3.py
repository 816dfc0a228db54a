"""
vBulletin 3.0 to 3.8: bodies are ``#post_message_<id>``, numbers ``#postcount<id>``.

A quote or code stands in a ``div`` with a margin of 20 pixels, behind a small caption; skins change what is in it, not that.
"""

import re
from collections.abc import Iterable, Sequence

from .. import dates
from ..markup import Node, Page, closest, enclosing, text_of
from ..model import Poll, Reaction, State
from ._vbulletin import CITED, MEMBER, facts, quoted, thanks, thread_id, thread_url
from .base import BoardRules, Engine, Pair, Pick, Rule, count, first_of, line_of
from .notices import state_of

__all__ = ["ENGINE"]

POST = re.compile(r"post\d+")
FIGURE = re.compile(r"[\d.,\s]+|-")
ICON = "img[src*='user_online'], img[src*='user_offline'], .user_online, .user_offline"
STICKY = re.compile(r"sticky\.gif|class=\"(?:[^\"]* )?sticky\b")


def posts(page: Page) -> Sequence[Node]:
    """The tables of the posts, that of a deleted one with its number alone; in skins without them, what stands right below the list."""
    found = page.css("[id^=post]:has([id^=post_message_]), [id^=post]:has([id^=postcount])")
    named = [node for node in found if POST.fullmatch(node.id or "")]
    if any(node.css_first("[id^=post_message_]") is not None for node in named):
        return named
    return [outer for body in page.css("[id^=post_message_]") if (outer := _outer(body)) is not None]


def _outer(node: Node) -> Node | None:
    """The widest ancestor that holds this body alone."""
    best: Node | None = None
    while (parent := node.parent) is not None and parent.tag not in ("body", "html") and len(parent.css("[id^=post_message_]")) == 1:
        best = node = parent
    return best


def states(node: Node) -> tuple[State, ...]:
    """What stands in place of a body; a post of somebody whom the reader does not want to see has no state."""
    if node.css_first("[id^=post_message_]") is not None:
        return ()
    notice = state_of(node.text())
    return (notice,) if notice == "deleted" else ()


def posted(node: Node) -> str | None:
    """The first time in the head's cells; beside it stand the number and words of the skin."""
    for cell in node.css(".thead, .postdate, [class*=postdate], [class*=post-date]"):
        text = " ".join(cell.text(separator=" ").split())  # the number may stand in a box right before the time
        if text and (found := dates.find(text, now="2000-01-01T00:00:00Z", order="mdy")):
            return found[1]
    return None


def card(node: Node) -> Node | None:
    """The widest part around the author's menu that does not hold the body: a cell beside it, or a table above it."""
    part = node.css_first("[id^=postmenu_]")
    if part is None:
        name = node.css_first(".bigusername")
        return node.css_first("td.alt2") or (name.parent if name is not None else None)
    while (
        (wider := part.parent) is not None and wider.css_first("[id^=post_message_], .thead") is None and wider.tag not in ("tr", "tbody")
    ):
        part = wider
    row = part.parent
    if part.tag == "td" and row is not None and row.css_first("[id^=post_message_]") is None:
        return row
    return part


def motto(card: Node) -> str | None:
    """The first small line after the name that has no colon."""
    for line in card.css(".smallfont"):
        text = text_of(line)
        if text and ":" not in text and line.css_first("[id^=postmenu_], .bigusername, [class*=threadstarter]") is None:
            return text
    return None


def pairs(card: Node) -> Iterable[Pair]:
    return facts(card.html or "")


def edited(node: Node) -> str | None:
    """The note in small italics under the body."""
    for note in node.css("[id^=td_post_] .smallfont em, [id^=td_post_] .smallfont > i, .editnote"):
        text = text_of(note)
        if text and re.search(r"\d{4}|\d{1,2}:\d\d|Today|Yesterday", text):
            return text
    return None


def signature(node: Node) -> Node | None:
    """What begins with a line of underscores."""
    body = node.css_first("[id^=td_post_]") or node
    for part in body.css("div, section"):
        if (text_of(part) or "").startswith("________") and part.css_first("[id^=post_message_]") is None:
            return part
    return None


def title(root: Node) -> str | None:
    """The page's title without number and site, else the trail's last part (skins put marks into it)."""
    named = Pick("title", pattern=r"^(.*?)(?: - Page \d+)? - [^-]+$")(root)
    return named or Pick("td.navbar > strong, .navbar strong, h1")(root)


def online(card: Node) -> str | None:
    """The icon beside the name or in the post's last row: an image, or a part of one."""
    icon = (enclosing(card, lambda node: POST.fullmatch(node.id or "")) or card).css_first(ICON)
    return None if icon is None else "1" if "user_online" in (icon.attributes.get("src") or icon.attributes.get("class") or "") else "0"


def poll(page: Page) -> Poll | None:
    """The answers with their votes, beside the bars; or the form with those that can be ticked."""
    rows = [row for bar in page.css("td > img[src*='/polls/bar']:first-child") if (row := closest(bar, "tr")) is not None]
    box = closest(rows[0], "table") if rows else page.first("form[action*='do=pollvote']")
    if box is None:
        return None
    options = [(Pick("td")(row), count(Pick("td:nth-child(3)")(row)) or 0) for row in rows]
    options = options or [(text_of(label), 0) for label in box.css("label[for*=optionnumber]")]
    question = Pick(".tcat .normal, div > strong", pattern=r"^[:\s]*(.+)")(box)
    return Poll(question=question, options=tuple(Reaction(label=a, count=n) for a, n in options if a))


def next_url(root: Node) -> str | None:
    """The link with ``rel=next``, in older skins the one that says so."""
    return Pick("a[rel=next], .pagenav a.smallfont[title^='Next Page'], link[rel=next]", "href")(root)


def figure(place: int) -> Rule:
    """A rule of a board's row: the number so far behind the board's cell; skins put the last post before the numbers or behind them."""

    def rule(row: Node) -> str | None:
        shown = [text for cell in row.css("td[id^=f] ~ td") if (text := text_of(cell)) and FIGURE.fullmatch(text)]
        return shown[place] if place < len(shown) else None

    return rule


def sticky(row: Node) -> str | None:
    """The icon, an image or a part of one."""
    found = STICKY.search(row.html or "")
    return found[0] if found else None


ENGINE = Engine(
    name="vbulletin",
    variant="3",
    hints=("vbulletin 3", "vbulletin", "vbmenu_register", "jelsoft"),
    claims=("table[id^=post] [id^=post_message_]", "[id^=td_post_] > [id^=post_message_]", "[id^=edit] [id^=post_message_]:not(.js-post)"),
    signs=("script[src*='vbulletin_global.js']", "#vbulletin_css", "meta[name=generator][content^='vBulletin 3']"),
    version=Pick("meta[name=generator]", "content", r"vBulletin ([\d.]+)"),
    site=Pick(".navbar > a:first-child"),
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board=".navbar > a",
    page=Pick(".pagenav .vbmenu_control:first-child, .pagenav td:first-child", pattern=r"(?<!\d)(\d++)\D++\d"),
    pages=Pick(".pagenav .vbmenu_control:first-child, .pagenav td:first-child", pattern=r"(?<!\d)\d++\D++(\d[\d,.]*)"),
    next_url=next_url,
    post=posts,
    post_id=first_of(Pick("[id^=post_message_]", "id", r"post_message_(\d+)"), Pick(attr="id", pattern=r"post(\d+)")),
    post_url=lambda page, node, post_id: page.join(f"showthread.php?p={post_id}#post{post_id}") if post_id else None,
    floor=first_of(Pick("[id^=postcount]", "name", r"(\d+)"), Pick("[id^=postcount]")),
    posted=posted,
    edited=edited,
    states=states,
    reactions=thanks,
    poll=poll,
    body="[id^=post_message_]",
    marks={
        "drop": "[style*='margin:20px'] .smallfont:first-child, [style*='margin: 20px'] .smallfont:first-child",
        "quote": "[style*='margin:20px']:not(:has(> pre)):not(:has(> .alt2)), [style*='margin: 20px']:not(:has(> pre)):not(:has(> .alt2))",
        "code": "pre.alt2, div.alt2[style*=monospace], [style*='margin:20px'] > .alt2",
        "smiley": "img.inlineimg",
    },
    quote=quoted,
    quote_head=CITED,
    attachments="fieldset.fieldset a[href*='attachment.php']",
    card=card,
    author=first_of(Pick(".bigusername"), Pick("[id^=postmenu_]")),
    author_id=Pick(".bigusername[href]", "href", MEMBER),
    author_url=Pick(".bigusername[href]", "href"),
    avatar=Pick("img[src*=avatar]", "src"),
    motto=motto,
    online=online,
    pairs=pairs,
    signature=signature,
    boards=BoardRules(
        thread="[id^=threadbits_] tr, tr:has([id^=thread_title_])",
        thread_link="a[id^=thread_title_]",  # whose address may hold no number, or another
        row_id=Pick("a[id^=thread_title_]", "id", r"(?<!\d)(\d++)$"),
        author=Pick("td[id^=td_threadtitle_] div.smallfont span:last-child"),
        replies=first_of(Pick("a[href*='do=whoposted']"), Pick("td[id^=td_threadtitle_] + td + td")),
        views=Pick("td[id^=td_threadtitle_] + td + td + td"),
        last_post=first_of(Pick("[itemprop=dateModified]"), line_of("td.alt2 .smallfont")),
        last_poster=Pick("td.alt2 .smallfont a[href*='find=lastposter'], [itemprop=contributor] a"),
        sticky=sticky,
        closed=lambda row: "1" if "_lock" in (row.html or "") else None,
        board="td[id^=f] a[href*='forumdisplay.php'], td[id^=f] > div > a:has(> strong), td[id^=f] [id^=forum_statusicon_] + a, td.tcat > a[href*='forumdisplay.php'], td.thead > a[href*='forumdisplay.php']",
        board_id=(  # those of a column's head say an order behind it; an add-on's may hold no number
            r"(?:[?&]f=|forumdisplay\.php[/?]|forums/)(\d+)(?:-[^?&]*)?$|^(?!.*forumdisplay\.php)"
        ),
        board_row="tr:has(> td[id^=f])",
        board_named=Pick("td[id^=f]", "id", r"^f(\d+)$"),
        board_threads=figure(0),
        board_posts=figure(1),
        name=Pick("td.navbar > strong, .navbar strong, td.navbar > h1, .navbar ~ strong"),
    ),
    message=".panelsurround .panel, .standard_error .blockbody, td.panelsurround",
    date_order="mdy",
    zone=Pick("body > div > .smallfont, .smallfont[align=center]"),
)
