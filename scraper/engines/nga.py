"""
NGA (bbs.nga.cn, nga.178.com, ngabbs.com): posts are ``tr#post1strow<n>`` with ``#postcontent<n>``; n counts from 0 through the thread.

The server sends texts as BBCode, authors by their numbers and everything else in scripts, which a browser puts in place: names and
figures by ``commonui.userInfo.setAll({…})``, votes by ``commonui.postArg.proc(…)``, edits by ``commonui.loadAlertInfo(…)``. They
are written into the page here before it is read, so that a page saved from a browser reads the same. All times are Beijing's.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from ..labels import whole
from ..markup import MARK, Node, Page, text_of
from ..model import BoardPage, State, ThreadPage
from .base import CANONICAL, LONGEST, BoardRules, Engine, Pick, Quoted, first_match, first_of, floor_number, html_of, text_lines, trail
from .discuz_archiver import boxed
from .listing import read_board
from .reading import read_thread

__all__ = ["ENGINE"]

FILES = "https://img.nga.178.com/attachments/"
TID = re.compile(r"[?&]tid=(\d+)")
USERS = re.compile(r"commonui\.userInfo\.setAll\(\s*+(?=\{)")
POST = re.compile(  # floor, seven elements and two that are missing, post, kind, author, time, votes: all, for, against
    r"""commonui\.postArg\.proc\(\s*+(\d++)\s*+,(?:\s*+(?:\$\('\w++'\)|null)\s*+,){7,10}\s*+\d++\s*+,\s*+-?\d++\s*+,\s*+null\s*+,
    \s*+'?-?\d++'?\s*+,\s*+\d++\s*+,\s*+'-?\d++,(\d++),(\d++)'""",
    re.VERBOSE,
)
ALERT = re.compile(r"commonui\.loadAlertInfo\(\s*+'\[E(\d{9,11})\s[^']*+'\s*+,\s*+'alertc(\d++)'")
NAME = re.compile(r"""(<a\b(?=[^<>]*\bid="postauthor(\d++)")(?=[^<>]*\buid=(-?\d++))[^<>]*+>)[^<>]*+(</a>)""")
PAGES = re.compile(r"__PAGE\s*+=\s*+\{\s*+0\s*+:\s*+'([^']*+)'\s*+,\s*+1\s*+:\s*+(\d++)\s*+,\s*+2\s*+:\s*+(\d++)")
CURRENT_TID = re.compile(r"__CURRENT_TID\s*+=\s*+(?:parseInt\(')?(\d+)")
BEIJING = timedelta(hours=8)
SHOWN = 60  # characters of a figure or a name, which each post of an author repeats
MOST = 1_000_000_000  # tenths of fame: JSON may hold a number of any length
LATEST = 4_102_444_800  # the year 2100: what is more is no time of anything here

SMILEY = re.compile(r"\[s:[^\[\]<>]{1,40}\]")
PICTURE = re.compile(r"\[img(?:=[^\[\]<>]*+)?\]\s*+\./", re.IGNORECASE)
MENTION = re.compile(r"\[(@[^\[\]<>]{1,60})\]")
POINTER = re.compile(r"\[(pid|tid)=(\d++)[^\[\]<>]*+\]([^\[\]<>]*+)\[/\1\]")
ANSWER = re.compile(r"\[b\]((?:Reply|Topic) to \[[pt]id=(?:(?!\[/b\]).){1,400}?)\[/b\]")
TAG = re.compile(
    r"\[/?(?:uid|del|h|l|r|item|collapse|color|dice|flash|album|randomblock|comment|crypt|customachieve|style|symbol|stripbr)(?:=[^\[\]<>]*+)?\]"
)
HEADING = re.compile(r"(?<![^>\n])={3,}+([^=<>\n]++)={3,}+")
QUOTE_HEAD = re.compile(
    r"\s*+(?>(?:(?:Reply|Topic)\s++(?:to\s++(?:Reply|Topic)\s++)?)?)(?:Post )?by (?P<author>\S[^\n]{0,60}?)\s*+\(\d{4}-\d\d?-\d\d? \d\d?:\d\d(?::\d\d)?\)\s*+[:：]?+\s*+"
)
QUOTED = re.compile(r"[?&]pid=(\d+)")


def users(page: Page) -> dict[str, dict[str, Any]]:
    """What the page's script says of its authors, by their numbers; control characters stand in its strings."""
    begin = USERS.search(page.text)
    try:
        said, _ = json.JSONDecoder(strict=False).raw_decode(page.text, begin.end()) if begin else ({}, 0)
    except (ValueError, RecursionError):
        return {}
    return {number: user for number, user in said.items() if isinstance(user, dict)}


def clock(seconds: object) -> str:
    """A count of seconds as the site shows it."""
    count = whole(str(seconds)) if isinstance(seconds, int | str) else None
    known = count is not None and 0 < count < LATEST
    return (datetime.fromtimestamp(count or 0, UTC) + BEIJING).strftime("%Y-%m-%d %H:%M") if known else ""


def figures(user: dict[str, Any]) -> str:
    """The lines of an author's card; fame is counted in tenths."""
    fame = user.get("rvrc")
    said = (
        ("威望", f"{fame / 10:g}" if isinstance(fame, int) and abs(fame) < MOST else ""),
        ("发帖", user.get("postnum")),
        ("注册时间", clock(user.get("regdate"))),
        ("最后访问", clock(user.get("thisvisit"))),
    )
    return "".join(f"<p>{label}: {escape(str(value)[:SHOWN])}</p>" for label, value in said if value not in (None, ""))


def filled(page: Page) -> Page:
    """The page with what its scripts say put where a browser shows it."""
    known = users(page)
    votes = {found[1]: (found[2], found[3]) for found in POST.finditer(page.text)}
    edits = {found[2]: clock(found[1]) for found in ALERT.finditer(page.text)}

    def card(found: re.Match[str]) -> str:
        user = known.get(found[3], {})
        named = found[1] + escape(str(user["username"])[:SHOWN]) + found[4] if user.get("username") else found[0]
        up, down = votes.get(found[2], ("", ""))
        face = (
            f'<img class="said-face" src="{escape(face)}">'
            if isinstance(face := user.get("avatar"), str) and face.startswith("http") and len(face) < LONGEST
            else ""
        )
        return (
            f'{named}{face}<div class="said-figures">{figures(user)}</div><i class="said-votes">{up},{down}</i>'
            f'<i class="said-edit">{edits.get(found[2], "")}</i>'
        )

    html = NAME.sub(card, page.root.html or "")
    inner = Page(html, url=page.url, fetched_at=page.fetched_at, charset=page.charset, source=page.source, timezone=page.timezone)
    inner.warnings += page.warnings
    return inner


def reader(page: Page) -> ThreadPage | BoardPage | None:
    """A thread's page with its scripts' words in place; a board's page as it is."""
    return (read_thread(FORM, filled(page)) if page.first(CLAIM) is not None else None) or read_board(FORM, page)


def mend(html: str) -> str:
    """BBCode undone: an answer's head is a quote without a text, pictures lie on the site's own host."""
    if "[" in html:
        html = ANSWER.sub(rf'<div {MARK}="quote">\1</div>', html)
        html = POINTER.sub(r'<a href="/read.php?\1=\2">\3</a>', PICTURE.sub(f"[img]{FILES}", html))
        html = boxed(TAG.sub("", MENTION.sub(r"\1", SMILEY.sub("", html))))
    return HEADING.sub(r"\1", html) if "===" in html else html


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The author is read from the quote's text; the post's number stands in the link."""
    return None, next((found[1] for link in quote.lifted.links if (found := QUOTED.search(link))), None)


def reply_to(node: Node) -> str | None:
    """``Reply to Reply Post by …`` before an answer."""
    found = re.search(r"\[b\]Reply to \[pid=(\d++)", (text_of(node.css_first(BODY)) or "")[:400])
    return found[1] if found else None


def states(node: Node) -> tuple[State, ...]:
    """Who hides his name has a number below 0."""
    return ("anonymous",) if node.css_first("a[id^=postauthor][href*='uid=-']") is not None else ()


def votes(node: Node) -> list[tuple[str, int]]:
    said = (Pick(".said-votes")(node) or "").split(",")
    return [(label, n) for label, text in zip(("支持", "反对"), said, strict=False) if (n := whole(text))]


def paging(root: Node) -> re.Match[str] | None:
    """The thread's address, how many pages it has, and which this is."""
    return PAGES.search(html_of(root))


def page_number(root: Node) -> str | None:
    found = paging(root)
    return found[3] if found else None


def pages(root: Node) -> str | None:
    found = paging(root)
    return found[2] if found else None


def next_url(root: Node) -> str | None:
    """The address of the next page, made as the page's script makes it; in a saved page the button's."""
    found = paging(root)
    if found is None:
        return Pick("a[title='下一页'], a[title^='加载下一页']", "href")(root)
    number, last = whole(found[3]), whole(found[2])
    return f"{found[1].replace('&amp;', '&')}&page={number + 1}" if number and last and number < last else None


def thread_id(page: Page) -> str | None:
    found = first_match(TID, page.url, CANONICAL(page.root)) or CURRENT_TID.search(page.text)
    return found[1] if found else None


def thread_url(page: Page) -> str | None:
    number = thread_id(page)
    return page.join(f"/read.php?tid={number}") if number else None


def post_url(page: Page, _node: Node, number: str | None) -> str | None:
    """The opening post has no number but 0."""
    return thread_url(page) if number in (None, "0") else page.join(f"/read.php?pid={number}&opt=128")


CLAIM = "[id^=post1strow] [id^=postcontainer]"
BODY = "[id^=postcontent]:not([id^=postcontentandsubject])"

FORM = Engine(
    name="nga",
    hints=("commonui", "nga.178.com", "ngabbs.com"),
    claims=(CLAIM,),
    signs=("#topicrows .topicrow", "#m_threads .topicrow", "#m_nav .nav_root"),
    site=Pick(".nav_root"),
    title=first_of(Pick("#postsubject0"), Pick("#currentTopicName"), Pick("title", pattern=r"(?s)^((?>(?:(?!\s\S{0,20}玩家社区).)+))")),
    thread_id=thread_id,
    thread_url=thread_url,
    board=trail("#m_nav", "a.nav_root, a[href*='fid=']"),
    page=page_number,
    pages=pages,
    next_url=next_url,
    post="[id^=post1strow]",
    post_id=Pick("[id^=pid][id$=Anchor]", "id", r"pid(\d+)"),
    post_url=post_url,
    floor=first_of(Pick("a[name^=l]", "name", r"^l(\d+)$"), Pick(attr="id", pattern=r"(?<!\d)(\d++)$")),
    floor_of=lambda label: floor_number(label, zero_based=True),
    posted=Pick("[id^=postdate]"),
    edited=Pick(".said-edit"),
    reply_to=reply_to,
    states=states,
    body=BODY,
    marks={"quote": ".quote", "code": "pre", "smiley": "img[src*='/post/smile/'], img.smile_ac", "drop": "[id^=alertc]"},
    mend=mend,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    reactions=votes,
    card="[id^=posterinfo]",
    author=Pick("a[id^=postauthor]"),
    author_id=Pick("a[id^=postauthor]", "href", r"uid=(\d+)"),
    author_url=Pick("a[id^=postauthor]", "href"),
    avatar=Pick(".said-face, img.avatar", "src"),
    pairs=text_lines,
    boards=BoardRules(
        thread=".topicrow",
        thread_link="a.topic, a[id^=t_tt]",
        thread_id=TID.pattern,
        author=Pick(".author"),
        replies=Pick(".replies"),
        last_post=Pick(".replydate"),
        last_poster=Pick(".replyer"),
        board="a[id^=fl][href*='thread.php?fid=']",
        board_id=r"fid=(-?\d+)",
        name=Pick("#m_nav .nav_link"),
    ),
    zone=lambda _root: "All times are GMT+8",
)

ENGINE = replace(FORM, reader=reader)
