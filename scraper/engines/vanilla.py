"""Vanilla 2 and 3: the first post is ``#Discussion_<id>``, the others ``#Comment_<id>``; the permalink's name ``Item_<n>`` is the place."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..labels import whole
from ..markup import Node, Page, class_names
from ..model import State
from .base import BoardRules, Engine, Pair, Pick, Quoted, Rule, canonical, finder, first_of, inside, said_by

__all__ = ["ENGINE"]

TOPIC = re.compile(r"((?:.*)/discussion/(\d+)(?:/[^/?#]*)?)")
COUNT = re.compile(r'<\w++ class="MCount[^<>]*+>\s*+<\w++(?: title="([^"]*+)")?[^<>]*+>([^<]*+)</\w++>\s*+([^<]*+)<')
POST = re.compile(r"(?:Comment_|comment/)(\d+)")
POSTS = "[id^=Discussion_].ItemDiscussion, [id^=Comment_].ItemComment, [id^=Comment_].Item, .MessageList > [id^=Discussion_]"
TITLE = re.compile(r"[\d.,]+")


def thread_id(page: Page) -> str | None:
    """The number in the discussion's address, or that of the first post."""
    found = TOPIC.match(canonical(page))
    return found[2] if found else Pick("[id^=Discussion_]", "id", r"Discussion_(\d+)")(page.root)


def thread_url(page: Page) -> str | None:
    """The discussion's first page."""
    found = TOPIC.match(canonical(page))
    return page.join(found[1]) if found else None


def floor(node: Node) -> str | None:
    """``Item_5`` names the sixth post: the discussion itself is ``Item_0``."""
    if (node.attributes.get("id") or "").startswith("Discussion_"):
        return "1"
    found = whole(Pick("a.Permalink[name^=Item_]", "name", r"Item_(\d+)")(node))
    return None if found is None else str(found + 1)


def pairs(card: Node) -> Iterable[Pair]:
    """``27.3K posts``, the whole number in the title."""
    for title, shown, label in COUNT.findall(card.html or ""):
        exact = TITLE.search(title)
        if label.strip():
            yield unescape(label).strip(), shown.strip(), exact[0] if exact else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    name, _ = said_by(quote)
    return name, next((found[1] for link in quote.links if (found := POST.search(link))), None)


def online(node: Node) -> str | None:
    classes = class_names(node)
    return "1" if "Online" in classes else "0" if "Offline" in classes else None


def posts(page: Page) -> Sequence[Node]:
    """Each post once: best answers are printed above the list, and in most versions again in it."""
    found: dict[str, Node] = {}
    for node in page.css(POSTS):
        name = node.attributes.get("id") or ""
        found.pop(name, None)  # the list's own place counts
        found[name] = node
    return list(found.values())


def states(node: Node) -> tuple[State, ...]:
    """An accepted answer is marked as one, or stands among the best."""
    if "QnA-Item-Accepted" in (node.attributes.get("class") or ""):
        return ("accepted",)
    around = node.parent
    return ("accepted",) if around is not None and "AcceptedAnswers" in (around.attributes.get("class") or "") else ()


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """The buttons that somebody pressed, by their names."""
    for button in node.css(".Reactions .ReactButton"):
        number, name = whole(Pick(".Count")(button)), first_of(Pick(".ReactLabel"), Pick(attr="title"))(button)
        if number and name:
            yield name, number


def figure(css: str) -> Rule:
    """A rule: how many, the whole number where a title says it (``1.2K``), else as shown."""
    box = finder(css)
    return first_of(inside(box, Pick(".Number[title]", "title", r"(\d[\d.,]*)")), inside(box, Pick(pattern=r"(\d[\d.,]*[KkMm]?)")))


ENGINE = Engine(
    name="vanilla",
    hints=("vanilla", "vanillaicon", "v-cdn", "userpics"),
    claims=("[id^=Comment_] .Message", "[id^=Discussion_].ItemDiscussion .Message", "[id^=Discussion_] .Message"),
    signs=("#vanilla_discussions_index", "body[class*='Vanilla']", "#vanilla_discussion_index", ".DataList.Discussions"),
    site=Pick("meta[property='og:site_name']", "content"),
    title=Pick(".PageTitle h1, .PageTitle h2, h1"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".Breadcrumbs a",
    page=Pick(".Pager .Highlight"),
    pages=Pick(".Pager .LastPage"),
    next_url=Pick(".Pager a.Next, link[rel=next]", "href"),
    tags=".TagList a, .InlineTags a",
    states=states,
    post=posts,
    post_id=Pick(attr="id", pattern=r"(?:Comment|Discussion)_(\d+)"),
    post_url=lambda page, node, post_id: page.join(Pick("a.Permalink[href]", "href")(node)),
    floor=floor,
    posted=first_of(Pick(".DateCreated time[datetime]", "datetime"), Pick(".DateCreated")),
    edited=first_of(Pick(".DateUpdated time[datetime]", "datetime"), Pick(".DateUpdated[title]", "title"), Pick(".DateUpdated")),
    body=".Message",
    marks={
        "quote": "blockquote.Quote, blockquote.UserQuote, .js-quoteEmbed, blockquote.blockquote",
        "cite": ".QuoteAuthor, .embedQuote-header, .blockquote-author",
        "code": "pre.CodeBlock, pre.code, pre",
        "smiley": "img.emoji, img.Emoji",
        "drop": ".Spoiler-button, .SpoilerTitle, .js-spoiler .button-spoiler, .embedExternal-content script",
        "attachment": ".Message .Attachment",
    },
    quote=quoted,
    reactions=reactions,
    attachments=".Attachments .Attachment .FileName a, .AttachFileContainer .Attachment",
    author=first_of(Pick(".Author a.Username, .Author .Username"), Pick(".Author")),
    author_id=Pick(".Author a[data-userid]", "data-userid"),
    author_url=Pick(".Author a.Username[href]", "href"),
    avatar=Pick("img.ProfilePhoto", "src"),
    level=Pick(".AuthorInfo .RoleTitle, .AuthorInfo .Roles"),
    motto=Pick(".AuthorInfo .AuthorTitle, .AuthorInfo .UserTitle"),
    location=Pick(".AuthorInfo .AuthorLocation"),
    online=online,
    pairs=pairs,
    signature=".Signature, .UserSignature",
    boards=BoardRules(
        thread="[id^=Discussion_].ItemDiscussion, [id^=Discussion_].Item",
        thread_link=".Title a, a.Title",
        thread_id=r"/discussion/(\d+)",
        author=first_of(Pick(".DiscussionAuthor a, .FirstUser .UserLink"), Pick("a.IndexPhoto[title]", "title", r'^(?:User: ")?(.+?)"?$')),
        replies=figure(".CommentCount, .CountReplies"),
        views=figure(".ViewCount, .CountViews"),
        last_post=Pick(".LastCommentDate time[datetime], .LastUser time[datetime]", "datetime"),
        last_poster=Pick(".LastCommentBy a, .LastUser .UserLink"),
        sticky=Pick(".Tag-Announcement", "class"),
        closed=Pick(".Tag-Closed", "class"),
        board=".CategoryNameHeading a, .ItemCategory .TitleWrap a, .CategoryList h2 a, .ChildCategories a",
        board_row="[id^=Category_].Item",
        board_named=Pick(attr="id", pattern=r"Category_(\d+)"),
        board_threads=figure(".DiscussionCount, .CountDiscussions"),
        board_posts=figure(".CommentCount, .CountComments"),
        name=Pick("h1"),
    ),
    message=".SplashInfo, .Center.SplashInfo, .DismissMessage",
    date_order="mdy",
)
