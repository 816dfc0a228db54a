"""
phpBB 3.0 to 3.3, prosilver and the styles made from it.

A post is ``#p<id>``, its card ``#profile<id>``, its signature ``#sig<id>``; nothing prints floors.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from .. import dates
from ..markup import Lifted, Node, Page, class_names, enclosing, text_of, unwrapped
from ..model import Poll, Reaction
from .base import CANONICAL, LONGEST, BoardRules, Engine, Pair, Pick, Quoted, count, first_of, has_class, html_of, once, said_by, text_lines

__all__ = ["ENGINE", "attachment", "facts", "lasting", "onward", "quoted", "site", "start", "thread_id", "thread_url"]

VISIT = re.compile(r"(?<=[?&;])(?:sid|start|hilit|view|p|sk|sd|st|postdays|postorder|highlight)=[^&#]*(?:&|(?=#|$))")
SESSION = re.compile(r"(?<=[?&;])sid=[^&#]*(?:&|(?=#|$))")
TOPIC = re.compile(r"[?&;]t=(\d+)|-t(\d+)(?:-s?\d+)?\.html|/topic-?(\d+)(?:-s?\d+)?\.html")
START = re.compile(r"[?&;]start=(\d+)|-t\d+-s?(\d+)\.html|/topic-?\d+-s?(\d+)\.html")
TOPIC_LINK = ".topic-title a, #page-body h2 a, #page-body > h3 a, #pageheader h2 a, a.titles, a.maintitle"
EDITED = ".notice:not(.post_deleted_msg):not([id^=list_thanks] *):not(:has(br:first-child + br))"  # not of thanks (a list) nor bumps (two breaks)
TAG = re.compile(r"<[^>]*+>?")
VIEWED = re.compile(
    r"^(?:View topic|Thema anzeigen|Voir le sujet|Ver tema|Leggi argomento|Bekijk onderwerp|Zobacz temat|Zobrazit téma|"
    r"Просмотр темы|Konu görüntüleniyor|查看主题|檢視主題|トピックを表示する) - ",
    re.IGNORECASE,
)
NAME = re.compile(
    r"""
    [?&;]u=\d(?>(?:(?![?&;]u=)[^"<>])*)"(?>(?:(?![?&;]u=)[^<>])*)>\s*+([^<\s](?>(?:(?![?&;]u=)[^<])*))<  # a member before 3.0.4
    | </div>\s*+([^<\s][^<]*+)</(?:dt|div)>                             # a guest below an empty box for the avatar
    | <(?:dt|div)\b[^<>]*+>\s*+(?:<(?:strong|b)>)?([^<\s][^<]*+)<       # a guest of the first versions
    """,
    re.VERBOSE,
)
USER = re.compile(r'<a\b[^<>]*?href="((?>(?:(?!(?:[?&;]u=|-u|/member)\d)[^"<>])*)(?:[?&;]u=|-u|/member)(\d++)[^"<>]*+)"')
AVATAR = re.compile(
    r'<img[^<>]*?\ssrc="((?>(?:(?!avatar)[^"<>])*)avatar[^"<>]*+)"'
    r'|class="avatar(?>(?:(?!class="avatar)[^<>])*)>\s*+(?:<a[^<>]*+>\s*+)?<img[^<>]*?\ssrc="([^"<>]++)"'
)
LEVEL = re.compile(
    r"""
    </(?:dt|div)>\s*<(?:dd|div)(?:\s[^>]*)?>(?>(?:&nbsp;|<br>|\s|<div[^>]*>)*)
    ([^<&][^<]*?)?\s*(?:<br>\s*)?                              # the rank's name
    (?:<img[^>]*\stitle="([^"]*)"[^>]*>\s*)?(?:<br>)?\s*</(?:dd|div)>  # or its image
    """,
    re.VERBOSE,
)
FACT = re.compile(
    r"""
    <(?:strong|b)\b[^>]*>([^<]{1,60}?)\s*[:：]?\s*</(?:strong|b)>\s*[:：]?\s*   # a label in bold
    ((?:[^<]|<(?!/?d[dtl]\b|/?(?:div|section)\b|/?ul\b|/?t[dr]\b|strong\b|b>|br))*)         # text and links up to the next one
    """,
    re.VERBOSE,
)
POST = re.compile(r"[?&;]p=(\d+)|#p(\d+)|post(\d+)")
SIZED = re.compile(r"[(\[]\s*+(?=\d[\d.,]*+\s*+[a-zA-Zа-яА-Я]++\b)")
THUMBNAIL = re.compile(r'(<\w++ class="thumbnail"[^<>]*+>\s*+<\w++>\s*+<a\b[^<>]*+>)<img\b[^<>]*?\stitle="([^"]*+)"[^<>]*+>')


def lasting(href: str | None) -> str | None:
    """
    An address without the visit's parameters: session, page, search words.

    >>> lasting("./viewtopic.php?f=4&t=2&start=10&sid=0123456789abcdef0123456789abcdef")
    './viewtopic.php?f=4&t=2'
    """
    return VISIT.sub("", href.partition("#")[0]).rstrip("?&;") if href else None


def without_session(href: str | None) -> str | None:
    return SESSION.sub("", href).rstrip("?&;") if href else None


@once
def topic_link(page: Page) -> str | None:
    """This page of the topic: what the page calls canonical, the heading's link, or where it came from."""
    found = CANONICAL(page.root)
    found = found if found and TOPIC.search(found) else Pick(TOPIC_LINK, "href")(page.root)
    return found if found and TOPIC.search(found) else page.url


def thread_id(page: Page) -> str | None:
    """``t`` of the topic's address, or of the form that searches this topic."""
    found = TOPIC.search(topic_link(page) or "")
    return next(g for g in found.groups() if g) if found else Pick("input[name=t]", "value")(page.root)


def thread_url(page: Page) -> str | None:
    """The address of the topic's first page."""
    link = topic_link(page)
    if link and TOPIC.search(link):
        return page.join(re.sub(r"(-t\d+|/topic-?\d+)-s?\d+(?=\.html)", r"\1", lasting(link) or ""))
    topic = thread_id(page)
    return page.join(f"viewtopic.php?t={topic}") if topic else None


def start(page: Page) -> int | None:
    """How many posts stand before this page; ``None`` where the newest come first."""
    if Pick("select[name=sd] option[selected], select[name=postorder] option[selected]", "value")(page.root) in ("d", "desc"):
        return None
    for link in (topic_link(page), page.url):
        if found := START.search(link or ""):
            return count(next(g for g in found.groups() if g)) or 0
    return 0


def _page_of(root: Node) -> Node | None:
    """``Page <strong>1</strong> of <strong>3</strong>``, which styles print that have no row of pages."""
    boxes = (second.parent for second in root.css("strong + strong") if (text_of(second) or "").isdecimal())
    return next((b for b in boxes if b is not None and len(b.css("*")) == 3 and (text_of(b.css_first("strong")) or "").isdecimal()), None)


@once
def _place(root: Node) -> tuple[int | None, int | None]:
    """The page's number and how many pages there are."""
    box = root.css_first(".pagination") or _page_of(root)
    if box is None:
        return None, None
    strong = [n for s in box.css("strong") or box.css("b") if (n := count(text_of(s)))]
    linked = [n for a in box.css("a") if (text := text_of(a) or "").isdecimal() and (n := count(text))]
    current = count(Pick(".active")(box)) or next(iter(strong), None)
    return current, max([n for n in (current, *linked, *strong) if n], default=None)


def page(root: Node) -> str | None:
    number = _place(root)[0]
    return str(number) if number else None


def pages(root: Node) -> str | None:
    number = _place(root)[1]
    return str(number) if number else None


def next_url(root: Node) -> str | None:
    """The link to the next page; where a style prints none, the topic's own link moved on by the page's posts."""
    found = Pick(".pagination a[rel=next], .pagination .next a, a.right-box, link[rel=next]", "href")(root)
    if found and found != "#":
        return without_session(found)
    return onward(root, [str(n) for n in _place(root) if n], len(root.css(".post[id^=p]")))


def onward(root: Node, place: Sequence[str], posts: int) -> str | None:
    """The topic's own link, moved on by the page's posts; ``None`` on the last page."""
    link = Pick(TOPIC_LINK, "href")(root)
    if not link or "?" not in link or len(place) < 2 or (count(place[0]) or 1) >= (count(place[1]) or 1):
        return None
    begun = START.search(link)
    return f"{lasting(link)}&start={((count(begun[1]) if begun else 0) or 0) + posts}"


def replies(root: Node) -> str | None:
    """``37 posts`` are 36 replies."""
    box = root.css_first(".pagination")
    total = count(unwrapped(box).text(deep=False)) if box is not None else None
    return str(total - 1) if total else None


def board(page: Page) -> Sequence[str]:
    """The trail above the topic; styles print it again at the foot."""
    places = (".breadcrumbs", ".icon-home", "#nav-breadcrumbs", ".nav-breadcrumbs", ".breadcrumb:has(a[href*='viewforum'])")
    trail = next((found for place in places if (found := page.first(place)) is not None), None)
    if trail is None:
        return ()
    return [t for a in trail.css(".crumb a") or trail.css("a") if (t := text_of(a.css_first("[itemprop=name]")) or text_of(a))]


def site(root: Node) -> str | None:
    """The site's name above the page, or in the window's title: first before 3.1, last since."""
    name = Pick("#site-description h1")(root) or Pick("meta[property='og:site_name']", "content")(root)
    if name:
        return name
    title = Pick("title")(root) or ""
    first, mark, _ = title.partition(" • ")
    return first if mark else title.rpartition(" - ")[2] or None


def window_title(root: Node) -> str | None:
    """The topic's title in the window's: ``Site • View topic - T`` before 3.1, ``T - Page 2 - Site`` since."""
    title = Pick("title")(root) or ""
    if " • " in title:
        return VIEWED.sub("", re.sub(r" - \S+ \d+$", "", title.partition(" • ")[2])) or None
    return re.sub(r" - \S+ \d+$", "", title.rpartition(" - ")[0]) or None


def posts(page: Page) -> Sequence[Node]:
    """The posts by their class; in styles that dropped it, by their ids, which may be those of anchors at the post's head."""
    if found := page.css(".post[id^=p]"):
        return found
    named = [n for n in page.css("[id^=p]") if re.fullmatch(r"p\d+", n.attributes.get("id") or "")]
    return [n.parent if n.parent is not None and n.css_first("[id^=profile]") is None else n for n in named]


def card(node: Node) -> Node | None:
    return node.css_first("[id^=profile]") or node.css_first(".postprofile")


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The post's own address; where addresses are rewritten, as its link has it."""
    if page.url and "viewtopic" not in page.url and "?" not in page.url:
        link = node.css_first("a[href*='#p']")
        return page.join(without_session(link.attributes.get("href"))) if link is not None else None
    return page.join(f"viewtopic.php?p={post_id}#p{post_id}")


def posted(node: Node) -> str | None:
    """The machine-readable time, since 3.2; before, what stands behind the author's name; else the last time above the body."""
    stamp = node.css_first("time[datetime]:not(.postprofile *)")
    if stamp is not None:
        return stamp.attributes.get("datetime")
    place = node.css_first("p.author, .postbody .author")
    line = text_of(place)
    if line and "»" in line:
        return line.rpartition("»")[2].strip() or None
    if line and place is not None and place.css_first("a, strong, [class^=username]") is None:  # the name stands elsewhere
        return line
    head = (node.html or "").partition('class="content"')[0]
    found = dates.find(" ".join(unescape(TAG.sub(" ", head)).split())[-200:], last=True)
    return found[1] if found else None


def author(card: Node) -> str | None:
    """The name: marked since 3.0.4; before, linked, or plain for guests."""
    marked = card.css_first("[class^=username]")
    if marked is not None and (text := text_of(marked)):
        return text
    found = NAME.search(html_of(card))
    return unescape(next(g for g in found.groups() if g)).strip() if found else None


def author_id(card: Node) -> str | None:
    found = USER.search(html_of(card))
    return found[2] if found else None


def author_url(card: Node) -> str | None:
    marked = card.css_first("a[class^=username]")
    if marked is not None:
        return lasting(marked.attributes.get("href"))
    found = USER.search(html_of(card))
    return lasting(unescape(found[1])) if found else None


def avatar(card: Node) -> str | None:
    found = AVATAR.search(html_of(card))
    return without_session(unescape(found[1] or found[2])) if found else None


def level(card: Node) -> str | None:
    """The first entry of the card, if it has no label; a rank may be an image alone."""
    found = LEVEL.search(html_of(card))
    return (unescape(found[1] or found[2] or "").strip() if found else "") or Pick(".profile-rank")(card)


def online(card: Node) -> str | None:
    """Only who is there is marked."""
    post = enclosing(card.parent, lambda node: re.fullmatch(r"p\d+", node.attributes.get("id") or ""))
    return "1" if post is not None and "online" in class_names(post) else None


def facts(card: Node) -> Iterable[Pair]:
    """Entries with a label in bold, in one scan; in styles without, the card's lines."""
    found = [(label, unescape(TAG.sub("", text)).replace("\xa0", " ").strip(), None) for label, text in FACT.findall(html_of(card))]
    return found or text_lines(card)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """Name from the citation; the post's id from the quote's own address (3.2), or from the arrow's link."""
    found = POST.search(quote.attrs) if "cite=" in quote.attrs else None
    found = found or next((m for link in quote.links if (m := POST.search(link))), None)
    return said_by(quote)[0], next((g for g in found.groups() if g), None) if found else None


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """A file's name is its link, or stands before its size; an image's address serves where there is no link."""
    url = next(iter(item.links), None) or next(iter(item.images), None)
    lines = item.text.split("\n")
    names = (SIZED.split(line, maxsplit=1)[0].strip() for line in lines if SIZED.search(line[:LONGEST]))
    name = next((name for name in names if name), lines[0].strip())  # after a link the size stands on a line of its own
    return (name, without_session(url)) if name else None


def mended(html: str) -> str:
    """A thumbnail's name and size stand only in its title."""
    return THUMBNAIL.sub(r"\1\2", html) if 'class="thumbnail"' in html else html


def poll(page: Page) -> Poll | None:
    """The poll above the first post: options are ``dl``, their votes stand in the bar."""
    box = page.first(".topic_poll, .polls")
    if box is None:
        return None
    bar = ".resultbar, [class^=pollbar]"
    options = [
        Reaction(label=label, count=count(Pick(bar)(row)) or 0)
        for row in box.css("dl")
        if (label := text_of(row.css_first("dt"))) and row.css_first(f"{bar}, input[name^=vote_id]") is not None
    ]
    question = text_of(page.first(".poll-title") or box.css_first("h2, h3"))
    return Poll(question=question, options=tuple(options)) if options else None


def closed(row: Node) -> str | None:
    return "1" if "_locked" in (row.html or "")[:1500] else None


BOARDS = BoardRules(
    thread=".topics .row",
    thread_link="a.topictitle",
    thread_id=r"[?&;]t=(\d+)|-t(\d+)",
    author=first_of(Pick(".topic-poster [class^=username]"), Pick("dt [class^=username]"), Pick("dt a[href*='u=']")),
    replies=Pick(".posts"),
    views=Pick(".views"),
    last_post=first_of(
        Pick(".lastpost time", "datetime"), Pick(".lastpost span", pattern=r"(?<!\S)(\S++ \S++ \d[^«»]{0,60}\d\d(?: [ap]m)?)\s*+$")
    ),
    last_poster=Pick(".lastpost [class^=username], .lastpost a[href*='u=']"),
    sticky=has_class("sticky", "announce", "global-announce"),
    closed=closed,
    board="a.forumtitle, .forums a.subforum",
    board_id=r"[?&;]f=(\d+)|-f(\d+)",
    board_row=".forums .row",
    board_threads=Pick(".topics", own=True),
    board_posts=Pick(".posts", own=True),
    name=Pick(".forum-title, #page-body h2"),
)

ENGINE = Engine(
    name="phpbb",
    variant="3",
    hints=('id="phpbb"', "phpbb.com"),
    claims=(  # Tapatalk's skin has an engine of its own
        ".post:not(.post-bubble-padding) .postprofile[id^=profile]",
        "#phpbb [id^=profile] ~ .postbody:not([id^=post_container])",
        "#phpbb [id^=post_content]:not(.post_content):not([id$=_block])",
    ),
    signs=("body#phpbb",),
    site=site,
    title=first_of(
        Pick(".topic-title"), Pick("#page-body h2 a, #page-body > h3 a"), Pick("h3.first a", pattern=r"^\s*(?:Re: )?(.*)"), window_title
    ),
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=page,
    pages=pages,
    next_url=next_url,
    replies=replies,
    post=posts,
    post_id=first_of(Pick(attr="id", pattern=r"^p(?:ost)?(\d+)$"), Pick("[id^=profile]", "id", r"(?<!\d)(\d++)$")),
    post_url=post_url,
    start=start,
    posted=posted,
    edited=Pick(EDITED),
    states=lambda node: ("deleted",) if "deleted" in class_names(node) else (),
    editor=Pick(".notice a[href*='mode=viewprofile'], .notice .username, .notice .username-coloured"),
    body=".content",
    marks={
        "quote": "blockquote",
        "cite": "cite",
        "code": "code",
        "attachment": ".inline-attachment",
        "smiley": ".smilies, img[src*='images/smilies/']",
        "emoji": ".emoji",
        "drop": ".codebox p, .codebox dt, .codebox > div:first-child:not(:has(code)), cite .responsive-hide",
    },
    mend=mended,
    quote=quoted,
    attachments=".attachbox :is(dl, .file, .thumbnail)",
    attachment=attachment,
    poll=poll,
    card=card,
    author=author,
    author_id=author_id,
    author_url=author_url,
    avatar=avatar,
    level=level,
    online=online,
    pairs=facts,
    listed=frozenset({"registered", "location"}),
    signature=".signature",
    boards=BOARDS,
    message="#message, form#login, #login",
    zone=Pick("#page-footer"),
)
