"""
Reddit's application of 2018 to 2023 (``redesign``), and its answers in JSON.

Classes are generated; what lasts are ids with the names of things (``t3_…``, ``t1_…``), test ids and the class ``Comment``. A
comment is preceded by one line of the thread for each comment above it, named after it. The markup counts times in years; the
page's data, where they were saved with it, know them to the second.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .. import dates
from ..labels import stat
from ..markup import Node, Page
from ..model import BoardPage, Post, Reaction, State, ThreadPage
from ._json import Json, at, string
from ._reddit_json import JSON_CLAIM, read_json
from .base import BoardRules, Engine, Pick, canonical, first_match, first_of, inside, once
from .reading import read_thread

__all__ = ["ENGINE"]

PERMALINK = re.compile(r"(.*?/comments/([a-z0-9]+)(?:/[^/?#]*)?)")
THING = re.compile(r"(?:^|\s)t[13]_([a-z0-9]+)(?:\s|$)")
BOARD = re.compile(r"/((?:r|user)/[\w-]+)/comments/")
DATA = re.compile(r"window\.___r\s*=\s*(?=\{)")
BODY = "[data-test-id=comment], [data-testid=comment], [data-click-id=text], .RichTextJSON-root"
MEMBER = "a[href*='/user/']"
NAME = Pick(attr="href", pattern=r"/user/([^/?#]+)")
OPENED = "[data-test-id=post-content]"


def read(page: Page) -> ThreadPage | BoardPage | None:
    """An answer in JSON; else the markup, its times as the page's data have them."""
    if page.is_json:
        return read_json(ENGINE, page)
    found = read_thread(ENGINE, page)
    known = _models(page) if found is not None else {}
    if found is None or not known:
        return found
    return msgspec.structs.replace(found, posts=tuple(_exact(post, known.get(post.id or "")) for post in found.posts))


def _models(page: Page) -> Mapping[str, Json]:
    """What the page's data say of submissions and comments, by id."""
    for script in page.css("script:not([src])"):
        if found := DATA.search(text := script.text()):
            try:
                data = json.JSONDecoder().raw_decode(text, found.end())[0]
            except (ValueError, RecursionError):
                return {}
            boxes = (at(data, "posts", "models"), at(data, "features", "comments", "models"))
            return {name[3:]: item for box in boxes if isinstance(box, dict) for name, item in box.items()}
    return {}


def _exact(post: Post, item: Json) -> Post:
    created, edited, score = at(item, "created"), at(item, "editedAt"), at(item, "score")
    return msgspec.structs.replace(
        post,
        posted_at=dates.from_epoch(created) or post.posted_at,
        edited_at=dates.from_epoch(edited) or post.edited_at,
        author=msgspec.structs.replace(post.author, id=short(string(item, "authorId"))),
        reactions=(Reaction(label="Points", count=score),) if post.reactions and isinstance(score, int) else post.reactions,
    )


def short(name: str | None) -> str | None:
    """An id without its kind."""
    return name.partition("_")[2] or None if name else None


def posts(page: Page) -> Sequence[Node]:
    """The submission that is opened, and the comments that are drawn."""
    return [n for n in page.css(f".Post:has({OPENED}), .Comment") if post_id(n)]


def post_id(node: Node) -> str | None:
    """In its own id or class, else in that of its author's card."""
    found = first_match(THING, node.attributes.get("id"), node.attributes.get("class"))
    return found[1] if found else Pick("[id^=UserInfoTooltip--t]", "id", r"t[13]_([a-z0-9]+)")(node)


def thread_url(page: Page) -> str | None:
    found = PERMALINK.match(canonical(page))
    return f"{found[1]}/" if found else None


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    return page.join(Pick("[id*=TopMeta--Created]", "href")(node)) or (None if is_comment(node) else thread_url(page))


def is_comment(node: Node) -> bool:
    return "Comment" in (node.attributes.get("class") or "").split()


def _frame(comment: Node) -> Node | None:
    """The element that a comment and the lines of the thread before it stand in."""
    name = f"t1_{post_id(comment)}"
    around = comment.parent
    while around is not None and around.attributes.get("id") != name:
        around = around.parent
    return around


def reply_to(node: Node) -> str | None:
    """The last line of the thread before a comment's own; a comment of the first level answers the submission."""
    if not is_comment(node) or (frame := _frame(node)) is None:
        return None
    own, above = post_id(node), None
    for line in frame.css("[class*=t1_]"):
        found = THING.search(line.attributes.get("class") or "")
        if found and found[1] == own:
            break
        above = found[1] if found else above
    return above or _story(node)


def _story(node: Node) -> str | None:
    found = PERMALINK.match(Pick("[id^=CommentTopMeta--Created]", "href")(node) or "")
    return found[2] if found else None


@once
def author_link(node: Node) -> Node | None:
    """The first link to a member that stands outside the text; none where the account is gone."""
    body = node.css_first(BODY)
    said = {a.mem_id for a in body.css(MEMBER)} if body is not None else set()
    return next((a for a in node.css(MEMBER) if a.mem_id not in said), None)


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Points, beside the name or between the arrows; large ones are rounded (``1.3k``)."""
    shown = Pick(pattern=r"(-?\d[\d.,]*k?) points?\b")(node) if is_comment(node) else None
    shown = shown or Pick("[id^=vote-arrows-], button[id^=upvote-button-] + div", pattern=r"^\W*?(-?\d[\d.,]*k?)$")(node)
    value = stat("", shown).value if shown else None
    return [("Points", int(value))] if value is not None else []


def states(node: Node) -> tuple[State, ...]:
    found: list[State] = ["deleted"] if author_link(node) is None else []
    return (*found, "pinned") if node.css_first(".icon-sticky, .icon-pin") is not None else tuple(found)


ENGINE = Engine(
    name="reddit",
    variant="2018",
    hints=("redditstatic", "desktop2x", "reddit"),
    claims=(f".Post {OPENED}", ".Comment [data-test-id=comment]", ".Comment [data-testid=comment]"),
    signs=(".scrollerItem.Post", "#SHORTCUT_FOCUSABLE_DIV"),
    json_claim=re.compile(JSON_CLAIM),
    site=lambda _root: "Reddit",
    title=first_of(Pick(f"{OPENED} h1, {OPENED} h2"), Pick("meta[property='og:title']", "content"), Pick("title", pattern=r"^(.*?) : ")),
    thread_id=lambda page: (
        Pick(f".Post:has({OPENED})", "id", r"t3_(\w+)")(page.root) or (m[2] if (m := PERMALINK.match(canonical(page))) else None)
    ),
    thread_url=thread_url,
    board=lambda page: [m[1]] if (m := BOARD.search(canonical(page))) else [],
    replies=Pick(f"{OPENED} .icon-comment + span", pattern=r"^(\d[\d,]*) comments?"),
    post=posts,
    post_id=post_id,
    post_url=post_url,
    posted=first_of(Pick("[id*=TopMeta--Created]"), Pick("[data-testid=comment_timestamp], [data-click-id=timestamp]")),
    edited=Pick("[data-testid=post-comment-header]", pattern=r"\bedited (.+? ago)"),
    reply_to=reply_to,
    states=states,
    body=BODY,
    marks={"quote": "blockquote", "code": "pre", "drop": "button"},
    quote=lambda quoted: (None, None),
    attachments=f"{OPENED} a[rel~=noopener][href^=http]:not([href*='reddit.com/'])",
    reactions=reactions,
    author=lambda node: inside(author_link, NAME)(node) or "[deleted]",
    author_url=inside(author_link, Pick(attr="href")),
    boards=BoardRules(
        thread=".Post[id^=t3_]",
        thread_link="a[href*='/comments/']",
        thread_id=r"/comments/([a-z0-9]+)",
        title=Pick("h1, h2, h3"),
        author=Pick(MEMBER, "href", r"/user/([^/?#]+)"),
        replies=Pick(".icon-comment + span", pattern=r"^(\d[\d,]*) comments?"),
        sticky=Pick(".icon-sticky", "class"),
        closed=Pick(".icon-lock", "class"),
    ),
    date_order="mdy",
    reader=read,
)
