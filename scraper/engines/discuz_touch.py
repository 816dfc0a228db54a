"""
Discuz! X for phones (``mobile=2``): posts are ``.plc#pid<pid>``, five to a page by default, without statistics and signatures.

X2.5 to X3.4 print time and floor in ``ul.authi > li``; X3.5 in ``li.mtit`` and ``li.mtime``, where views and replies stand too.
"""

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise

from ..markup import Lifted, Node, Page, text_of, unwrapped
from ..model import State
from ._discuz import (
    CODE_MARKS,
    QUOTE_HEAD,
    QUOTE_TAIL,
    answered_post,
    attachment,
    best_answer,
    nameless,
    of_one_author,
    page_count,
    poll,
    posted,
    posts_with_id,
    quoted,
    reactions,
    state,
    thread_id,
    thread_page,
    uncaptioned,
)
from .base import BoardRules, Engine, Pick, first_of
from .discuzx import MEMBER, label_junk, post_url, version

__all__ = ["ENGINE"]

desktop = thread_page("forum.php?mod=viewthread&tid=")
HEADER = "header .name, .header .name, header :is(h2, h3), .header :is(h2, h3)"
FILES = (
    ".attach:not(.message *), a[href*='mod=attachment']:not(.message *):not(.attach *)"
    ", a[href*='action=attachpay']:has(.tit):not(.message *):not(.attach *)"
)
THUMBNAIL = re.compile(r"<a\b(?=[^<>]*from=album)[^<>]*+>(?=\s*+<img)")
PRICE = re.compile(r"(?<![^>])[^<>]*+<(strong|b)>[^<>]*+</\1>\s*+<a\b[^<>]*\baction=viewpayments\b[^<>]*+>[^<>]*+</a>")
TAGS = re.compile(r"<(script|em|span|i)\b[^<>]*>.*?</\1>|<[^<>]*>", re.DOTALL)


def title(root: Node) -> str | None:
    """The heading without the link beside it, the state behind it, and the type before it, which the page's title leaves out."""
    node = root.css_first(
        ".view_tit, .postlist > :is(h2, h3), .postlist > div > :is(h2, h3), .postlist > div:first-child:not(:has(.authi))"
    )
    said = " ".join((unwrapped(node).text(deep=False) or "").split()) if node is not None else ""
    behind = said.partition("] ")[2] if said.startswith("[") else ""
    return (behind if behind and (Pick("title")(root) or "").startswith(behind) else said) or None


def site(root: Node) -> str | None:
    """The page's title names the site before it says that this is the surface for phones."""
    parts = [part.strip() for part in (text_of(root.css_first("title")) or "").split(" - ")]
    return next((name for name, beside in pairwise(parts) if beside.startswith(("手机版", "手機版", "Mobile"))), None)


def board(page: Page) -> Sequence[str]:
    """Only the board's own name is printed."""
    name = text_of(page.first(HEADER))
    return (name,) if name else ()


def author(card: Node) -> str | None:
    """The first link to a member, or what stands in place of it."""
    link = card.css_first(MEMBER)
    if link is not None:
        return text_of(link)
    if (name := card.css_first(".mtit :is(span, b, i) + :is(span, b, i)")) is not None:
        return nameless(name)
    node = card.css_first("* > :first-child")
    found = TAGS.sub("\n", node.html or "") if node is not None else ""
    return next((unescape(line).strip() for line in found.split("\n") if line.strip()), None)


def time(node: Node) -> str | None:
    """The text of the second line, the buttons in it left out; the whole time behind ``3 天前``."""
    line = node.css_first(".authi .mtime, .authi .rela") or node.css_first(".authi > * + *")
    if line is None:
        return None
    line = unwrapped(line)
    exact = line.css_first("[title]")
    return posted((exact.attributes.get("title") or "") if exact is not None else " ".join((line.text(deep=False) or "").split()))


def states(node: Node) -> tuple[State, ...]:
    card = node.css_first(".authi")
    return state(author(card)) if card is not None else ()


def mend(html: str) -> str:
    """Pictures in a post are linked to the album's page, which is no link of the post's; its price is none of its words."""
    html = PRICE.sub("", html) if "viewpayments" in html else html
    return label_junk(uncaptioned(THUMBNAIL.sub("<a>", html) if "from=album" in html else html))


def body(node: Node) -> Node | None:
    """The message; of a poll and the like what the author wrote there, without the form. A notice behind a part shown belongs to it."""
    return node.css_first(".message [id^=postmessage_]:not(:has(~ .locked))") or node.css_first(".message")


def file(item: Lifted) -> tuple[str, str | None] | None:
    """A file for download; pictures shown stand in a list of the same kind."""
    return None if item.images else attachment(item)


def posts(page: Page) -> Sequence[Node]:
    """By id; X2.5 to X3.2 write the post's number on the button only."""
    return posts_with_id(page) or page.css(".plc:has(.display[href*='#replybtn_'])")


def post_id(node: Node) -> str | None:
    return Pick(attr="id", pattern=r"pid(\d+)")(node) or Pick(".display[href*='#replybtn_']", "href", r"#\D*(\d+)")(node)


def thread_url(page: Page) -> str | None:
    """The first page of this surface: without ``mobile`` a desktop browser gets the other."""
    url = desktop(page)
    said = re.search(r"[?&](mobile=\w+)", page.url or "")
    return f"{url}{'&' if '?' in url else '?'}{said[1]}" if url and said else url


ENGINE = Engine(
    name="discuz",
    variant="X touch",
    hints=("static/js/mobile", "static/image/mobile"),
    claims=(".plc .display .authi", ".postlist .plc[id^=pid]", ".viewthread .plc[id^=pid]"),
    signs=(
        '.subforumshow[href^="#sub_forum_"]',
        "script[src*='static/js/mobile/']",
        ".threadlist a[href*='mod=viewthread'][href*='mobile=']",
    ),
    version=version,
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    site=site,
    page=Pick(".pg strong, .pg b"),
    pages=lambda root: page_count(root, ".pg"),
    next_url=Pick(".pg a.nxt", "href"),
    views=Pick(".mtime :is(em, i):not([class])"),
    replies=Pick(".mtime :is(em, i):not([class]) ~ :is(em, i):not([class])"),
    tags=".tags a[href*='mod=tag']",
    post=posts,
    post_id=post_id,
    post_url=post_url,
    floor=first_of(Pick(".authi .mtit :is(span, b, i):first-child"), Pick(".authi em, .authi i")),
    filtered=of_one_author,
    posted=time,
    reply_to=answered_post,
    states=states,
    accepted=best_answer,
    body=body,
    marks={
        "quote": ".quote blockquote",
        "edited": ".pstatus",
        "smiley": "[smilieid], img[src*='/filetype/']",
        "code": ".blockcode ol, .blockcode > div:not(:has(ol))",
        "attachment": "[id^=attach_]:not([id$=_menu])",
        "drop": ".blockcode > em, .showhide > h4, .message > :is(h2, h3), .message :is(h2, h3):has(> :is(strong, b):only-child), "
        + CODE_MARKS["drop"],
        "notice": ".locked, .quote:not(:has(blockquote)):not([id^=attach_])",
    },
    mend=mend,
    quote=quoted,
    quote_head=QUOTE_HEAD,
    quote_tail=QUOTE_TAIL,
    attachments=f"{FILES}, :is(.img_one, .img_list):not(:has(img[src*='mod=image']))",  # X3.4 shows thumbnails there, no picture
    attachment=file,
    shown=True,
    reactions=reactions,
    poll=poll(title),
    card=".authi",
    author=author,
    author_id=Pick(MEMBER, "href", r"uid[=-](\d+)"),
    author_url=Pick(MEMBER, "href"),
    boards=BoardRules(
        thread=".threadlist > ul > li",
        thread_link="a[href*='mod=viewthread'], a[href*='thread-']",
        thread_id=r"(?:[?&]tid=|thread-)(\d+)",
        title=first_of(Pick(".threadlist_tit em"), Pick("a[href*='viewthread'], a[href*='thread-']", own=True)),
        author=first_of(Pick(".muser h3 a"), Pick(".by")),
        replies=first_of(Pick(".num"), Pick(".threadlist_foot li:has(.dm-chat-s-fill)")),
        views=Pick(".threadlist_foot li:has(.dm-eye-fill)"),
        sticky=Pick("img[src*='icon_top'], .icon_top, .micon_top", "class"),
        board="a[href*='mod=forumdisplay']:not(.pg a), a[href*='forum-']:not(.pg a)",
        board_id=r"(?:fid=|forum-)(\d+)",
        board_title=first_of(Pick(".mtit", own=True), Pick(own=True)),  # beside it stands today's number of posts
        name=Pick(HEADER),
    ),
    message=".jump_c, #messagetext",
)
