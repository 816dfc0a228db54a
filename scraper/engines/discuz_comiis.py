"""
Discuz! X in the template for phones that most of its Chinese sites bought (克米, ``template/comiis_app``).

Posts are ``.comiis_postli#pid<pid>``. The first has no floor; its author may stand in a head before it. The site chooses where a
reply's floor and time stand: in the heading and the foot, or both in one line under the author's name.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from ..labels import whole
from ..markup import Node, Page, text_of
from ..model import State
from ._discuz import nameless, poll, posted, posts_with_id, state, whole_body
from .base import BoardRules, Pick, count, first_of, inside
from .discuz_touch import ENGINE as TOUCH
from .discuz_touch import THUMBNAIL
from .discuzx import MEMBER, label_junk

__all__ = ["ENGINE"]

ICON = re.compile(r"[\ue000-\uf8ff]")
FLOOR = re.compile(r"^((?:\D*\d+\s*#|[^\d\s]+))\s+(?=\S)")
FROM = re.compile(r"来自.*")
ALONE = re.compile(r"(?<=>)[\ue000-\uf8ff]+;?(?=<)")
POINTS = re.compile(r">\s*+([^<>\s\d+-]{1,12}+)\s*+([+-]?\d++)")
UPLOADED = re.compile(r"<(\w+)\b[^<>]*+>(?:\s*+<\w+ title=[^<>]*+>[^<>]*+</\w+>)?[^<>]{0,40}?上传\s*+</\1>")
TIPPED = re.compile(r"[,，]\s*(\d+)\s*([^\d\s,，]+)")
RATED = re.compile(r"<h2>((?>(?:[^<]++|<(?!a\b|h2\b))*))<a\b")
CAPTION = re.compile(r"<(\w+)[^<>]*>\s*本帖隐藏的内容[^<>]{0,12}</\1>")
LINE = ".comiis_postli_time .f_d:not(.top_views)"


def head(node: Node) -> Node | None:
    """The author's line; of the first post it may stand in front."""
    found = node.css_first(".comiis_postli_top")
    before = node.prev
    while found is None and before is not None and "comiis_view_header3" not in (before.attributes.get("class") or ""):
        before = before.prev
    return found or before


def title(root: Node) -> str | None:
    """Without the type and the marks beside it."""
    return first_of(Pick(".km_tits", own=True), Pick(".comiis_viewtit h2", own=True), Pick(".comiis_viewtit h2 > a:not(.f_ok)", own=True))(
        root
    )


def board(page: Page) -> list[str]:
    """Only the board's own name is printed."""
    name = ICON.sub("", text_of(page.first(".comiis_head .kmtit, .comiis_head h2 a, .bankuai_tit a, .header1_topl")) or "").strip()
    return [name] if name else []


def start(page: Page) -> int | None:
    """The opening post shows no floor."""
    return 0 if page.first(".comiis_message.view_one") is not None else None


def counted(place: int) -> Pick:
    """Views and replies stand behind two icons."""
    return Pick(".top_views", pattern=rf"^\D*(?:\d+\D+){{{place}}}(\d+)")


def line(node: Node) -> str:
    """The line under a reply's author: its floor, where the heading has none, and its time."""
    return ICON.sub("", text_of(node.css_first(LINE)) or "").strip()


def floor(node: Node) -> str | None:
    beside = text_of(node.css_first(".comiis_postli_top h2 > :is(span, b, i).y:not(:has(a))"))
    if beside is not None:
        return ICON.sub("", beside).strip() or None
    found = FLOOR.match(line(node)) if node.css_first(".view_replya") is not None else None
    return found[1] if found else None


def time(node: Node) -> str | None:
    top = head(node)
    for found in (node.css_first(".comiis_tm, .kmtime"), node.css_first(LINE), top.css_first(".comiis_view_header1 .f_c") if top else None):
        if found is not None:
            exact = found.css_first("[title]")
            said = (
                exact.attributes.get("title")
                if exact is not None
                else FROM.sub("", FLOOR.sub("", ICON.sub("", text_of(found) or "").strip())).strip()
            )
            return posted(said)
    return None


def author(card: Node) -> str | None:
    return nameless(card.css_first(".top_user"))


def states(node: Node) -> tuple[State, ...]:
    card = head(node)
    return state(author(card)) if card is not None else ()


def body(node: Node) -> Node | None:
    """The message; where a notice stands in its place or behind it the box of both."""
    return whole_body(node, node.css_first(".comiis_message_table:not(:has(~ .comiis_quote))")) or node.css_first(".comiis_messages")


def mend(html: str) -> str:
    """Icons are letters of a font; a picture's address stands in an attribute of the template's own until it is seen."""
    html = ALONE.sub("", CAPTION.sub("", html))
    html = UPLOADED.sub("", html) if "attach_tit" in html else html
    html = html.replace(' comiis_loadimages="', ' file="')
    return label_junk(THUMBNAIL.sub("<a>", html) if "from=album" in html else html)


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Ratings with the sum of each credit, and who likes it."""
    box = node.css_first("[id^=ratelog_]")
    raters = count(text_of(node.css_first(".rate_tip span, .rate_tip b, [id^=ratelog_] h3 em, [id^=ratelog_] h3 i + i")))
    if raters:
        yield "评分", raters
    total: dict[str, int] = {}
    for row in RATED.findall(box.html or "") if box is not None else ():
        for label, score in POINTS.findall(unescape(row)):
            total[label] = total.get(label, 0) + (whole(score) or 0)
    for score, label in TIPPED.findall(text_of(node.css_first(".rate_tip")) or ""):
        total[label] = whole(score) or 0
    yield from total.items()
    liked = next(
        (n for found in node.css(".comiis_recommend_num, .comiis_recommend_nums, [id^=comiis_recommend]") if (n := count(found.text()))), 0
    )
    if liked:
        yield "赞", liked


ENGINE = replace(
    TOUCH,
    variant="X comiis",
    hints=("comiis_",),
    claims=(".comiis_postli[id^=pid] .comiis_message",),
    signs=("link[href*='template/comiis_app/']", ".forumlist_li .mmlist_li_box"),
    title=title,
    board=board,
    views=counted(0),
    replies=first_of(counted(1), Pick(".comiis_pltit h2 > :is(span, b, i)")),
    tags=".comiis_tags a[href*='mod=tag']",
    post=posts_with_id,
    start=start,
    post_id=Pick(attr="id", pattern=r"pid(\d+)"),
    floor=floor,
    posted=time,
    states=states,
    body=body,
    marks={
        "quote": ".comiis_quote blockquote, .quote blockquote",
        "edited": ".pstatus",
        "smiley": "[smilieid], img[src*='/filetype/']",
        "code": ".comiis_blockcode ol, .blockcode ol",
        "attachment": ".comiis_attach",
        "drop": ".comiis_viewtit, .comiis_messages > :is(h2, h3), .comiis_modact, .comiis_qianglou, .comiis_actinfo:not(.comiis_view_flxx), .comiis_postpw button"
        ", .comiis_blockcode > em",
        "notice": ".comiis_quote:not(:has(blockquote)):not(:has(h2, h3)), .comiis_postpw, .comiis_p10",
    },
    mend=mend,
    attachments=".comiis_attach:not(.comiis_message_table *), .comiis_img_one, .comiis_img_list",
    reactions=reactions,
    poll=poll(title),
    card=head,
    author=author,
    author_id=inside(lambda card: card.css_first(MEMBER), Pick(attr="href", pattern=r"uid[=-](\d+)")),
    author_url=inside(lambda card: card.css_first(MEMBER), Pick(attr="href")),
    avatar=Pick(".top_tximg", "src"),
    level=Pick(".top_lev[href*='ac=usergroup'], .top_lev.bg_a"),
    boards=BoardRules(
        thread=".forumlist_li",
        thread_link=".mmlist_li_box h2 a, .mmlist_li_box a[href*='thread-'], .mmlist_li_box a[href*='mod=viewthread']",
        thread_id=r"(?:[?&]tid=|thread-)(\d+)",
        title=Pick(".mmlist_li_box h2 a", own=True),
        author=Pick(".top_user"),
        replies=Pick(".comiis_xznalist_bottom :is(li, p):nth-child(2) .comiis_tm"),
        views=Pick(".comiis_xznalist_bottom :is(li, p):nth-child(3) .comiis_tm"),
        board="a[href*='mod=forumdisplay']:not(.pg a), a[href*='forum-']:not(.pg a)",
        board_id=r"(?:fid=|forum-)(\d+)",
        name=lambda root: ICON.sub("", text_of(root.css_first(".comiis_head h2")) or "").strip() or None,
    ),
)
