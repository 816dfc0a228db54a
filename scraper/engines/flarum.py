"""
Flarum 0.1 to 1.8 and 2: the page's data stand as JSON:API in ``#flarum-json-payload``, before 1.0 in a call, the same that its API answers.

The markup for readers without scripts has names and texts only; it tells how many of the payload's posts the page shows. A deleted
post leaves a gap in the numbers, so floors count the discussion's list of posts.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

import msgspec

from .. import dates
from ..markup import Node, Page, attribute, previous_element, text_of
from ..model import Author, Board, BoardPage, Outcome, Poll, Post, Reaction, Stat, State, Thread, ThreadLink, ThreadPage
from ._json import Json, at, decode, flag, objects, string, whole
from .base import CANONICAL, Engine, Pick, Quoted, first_of
from .reading import read_body, read_thread

__all__ = ["ENGINE"]

CITE = re.compile(r"(<blockquote[^<>]*+>(?>(?:\s|<div>|<p[^<>]*+>)*))<a (?=[^<>]*PostMention)([^<>]*+)>")
NAMED = re.compile(r"(<blockquote[^<>]*+>(?>(?:\s|<div>|<p[^<>]*+>)*))<strong>([^<:]{1,60}:</strong>)")
STATS = (
    ("posts", "commentCount", "Posts"),
    ("posts", "commentsCount", "Posts"),  # before 0.1 beta 8
    ("threads", "discussionCount", "Discussions"),
    ("threads", "discussionsCount", "Discussions"),
    ("points", "points", "Points"),
    ("solutions", "bestAnswerCount", "Best answers"),
)
PER_PAGE = 20  # fixed in Flarum's code
CALL = re.compile(r"(?:\bapp\.(?:load|boot)\(|_extends\(app,|\bdocument:)\s*+(?=\{)")
BARE = "noscript:not([id]) .Post-body, #content > .container .Post-body"  # before 0.1 beta 8
MEMBER = re.compile(r"(.*/)u/([^/?#]+)")

Included = Mapping[tuple[str, str], Json]
"""The objects that a document carries beside its main one, by type and id."""


def mended(html: str) -> str:
    """A mention at a quote's beginning names who is quoted; so does a name in bold before a colon."""
    if "<blockquote" not in html:
        return html
    return NAMED.sub(r'\1<strong data-scraper="cite">\2', CITE.sub(r'\1<a \2 data-scraper="cite">', html))


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    name = re.sub(r"\s*(?:wrote|said)?\s*:\s*$", "", quote.cite).lstrip("@").strip()
    return name or None, attribute(quote.cite_attrs, "data-id")


def read(page: Page) -> ThreadPage | BoardPage | Outcome | None:
    """The discussion or the list in the page's payload; else what its markup shows."""
    payload = decode(page.text) if page.is_json else _payload(page)
    payload = at(payload, "preload") or payload
    document = at(payload, "apiDocument") or at(payload, "document") or payload
    main = at(document, "data")
    known: Included = {
        (str(string(item, "type")), str(string(item, "id"))): item
        for item in (*objects(payload, "resources"), *objects(payload, "data"), *objects(document, "included"))
    }
    if isinstance(main, list):
        onward = string(document, "links", "next") if page.is_json else Pick("link[rel=next]", "href")(page.root)
        listed = [item for item in objects(main) if string(item, "type") == "posts"]
        return _stream(page, listed, known, onward) if listed else _board(page, main, known, onward)
    posts = tuple(_posts(page, main, known))
    if not posts:
        return read_thread(ENGINE, page)
    return ThreadPage(thread=_thread(page, main, known), posts=posts, warnings=tuple(page.warnings))


def _payload(page: Page) -> Json:
    """The script's JSON; before 1.0 the argument of the call that starts the application."""
    node = page.first("script#flarum-json-payload")
    if node is not None:
        return decode(node.text())
    for script in page.css("body script:not([src])"):
        if found := CALL.search(text := script.text()):
            return _argument(text, found.end())
    return None


def _argument(text: str, start: int) -> Json:
    """The JSON at a place in a script."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _stream(page: Page, posts: Sequence[Json], known: Included, onward: str | None) -> ThreadPage | BoardPage:
    """A list of posts as the API gives it: those of one discussion, else links to the discussions of each, as of a member's."""
    threads = {str(string(post, "relationships", "discussion", "data", "id")) for post in posts}
    if len(threads) > 1:
        return BoardPage(engine="flarum", threads=tuple(_place(page, post, known) for post in posts), next_url=page.join(onward))
    main = _related(posts[0], "discussion", known) or {"id": threads.pop()}
    comments = [post for post in posts if string(post, "attributes", "contentType") == "comment"]
    found = tuple(_post(page, main, post, known, whole(post, "attributes", "number")) for post in comments)
    thread = msgspec.structs.replace(_thread(page, main, known), next_url=page.join(onward))
    return ThreadPage(thread=thread, posts=found, warnings=tuple(page.warnings))


def _place(page: Page, post: Json, known: Included) -> ThreadLink:
    """Where a post stands."""
    main = _related(post, "discussion", known) or at(post, "relationships", "discussion", "data")
    url, number = _discussion_url(page, main, known), string(post, "attributes", "number")
    title = string(main, "attributes", "title")
    return ThreadLink(id=string(main, "id"), url=f"{url}/{number}" if url and number else url, title=title)


def _related(item: Json, name: str, known: Included) -> Json:
    """The object that a relation of an object names."""
    return known.get((str(string(item, "relationships", name, "data", "type")), str(string(item, "relationships", name, "data", "id"))))


def _many(item: Json, name: str, known: Included) -> Iterator[Json]:
    for link in objects(item, "relationships", name, "data"):
        if (found := known.get((str(string(link, "type")), str(string(link, "id"))))) is not None:
            yield found


def _home(known: Included) -> str | None:
    """The forum's own address."""
    return string(known.get(("forums", "1")), "attributes", "baseUrl")


def _discussion_url(page: Page, main: Json, known: Included) -> str | None:
    """Since 0.1 beta 14 the slug has the number at its head."""
    number, slug = string(main, "id") or "", string(main, "attributes", "slug")
    name = slug if slug and (slug == number or slug.startswith(f"{number}-")) else "-".join(filter(None, (number, slug)))
    return page.join(f"{_home(known) or ''}/d/{name}")


def _comments(main: Json) -> int | None:
    """How many posts a discussion has; the name was another before 0.1 beta 8."""
    return whole(main, "attributes", "commentCount") or whole(main, "attributes", "commentsCount")


def member_data(page: Page) -> str | None:
    """A member's posts as JSON; the page of the application has none."""
    found = MEMBER.match(page.url or "")
    return f"{found[1]}api/posts?filter[author]={quote(found[2], safe='%')}&filter[type]=comment&sort=-createdAt" if found else None


def _thread(page: Page, main: Json, known: Included) -> Thread:
    comments = _comments(main)
    total = sum(1 for _ in objects(main, "relationships", "posts", "data")) or comments or 1
    link = CANONICAL(page.root) or page.url or ""
    number = int(found[1]) if (found := re.search(r"[?&]page=(\d{1,6})", link)) else 1
    pages, url = max(number, -(-total // PER_PAGE)), _discussion_url(page, main, known)
    onward = Pick("link[rel=next]", "href")(page.root) or (f"{url}?page={number + 1}" if page.is_json and number < pages else None)
    return Thread(
        id=string(main, "id"),
        url=url,
        title=string(main, "attributes", "title"),
        site=string(known.get(("forums", "1")), "attributes", "title"),
        engine="flarum",
        charset=page.charset,
        page=number,
        pages=pages,
        next_url=page.join(onward),
        views=whole(main, "attributes", "views") or whole(main, "attributes", "viewCount"),
        replies=comments - 1 if comments else None,
        tags=tuple(name for tag in _many(main, "tags", known) if (name := string(tag, "attributes", "name"))),
    )


def _posts(page: Page, main: Json, known: Included) -> Iterator[Post]:
    """The page's posts in their order; the payload also holds the thread's last one."""
    order = [string(link, "id") for link in objects(main, "relationships", "posts", "data")]
    places = {post_id: i for i, post_id in enumerate(order) if ("posts", str(post_id)) in known} or {
        key[1]: (whole(item, "attributes", "number") or 0) - 1 for key, item in known.items() if key[0] == "posts"
    }
    run = set(_longest_run(sorted(places.values())))
    shown = len(page.css("#flarum-content article")) or len(run)
    items = (known[("posts", str(post_id))] for post_id, place in sorted(places.items(), key=lambda pair: pair[1]) if place in run)
    comments = [item for item in items if string(item, "attributes", "contentType") == "comment"]
    return (_post(page, main, item, known, places[string(item, "id")] + 1) for item in comments[:shown])


def _longest_run(places: Sequence[int]) -> Sequence[int]:
    """
    The longest piece without a gap.

    >>> _longest_run([0, 1, 2, 27])
    [0, 1, 2]
    """
    best: list[int] = []
    run: list[int] = []
    for place in places:
        run = [*run, place] if run and place == run[-1] + 1 else [place]
        best = run if len(run) > len(best) else best
    return best


def _post(page: Page, main: Json, item: Json, known: Included, floor: int | None) -> Post:
    said = at(item, "attributes")
    body = read_body(ENGINE, page, string(said, "contentHtml") or "")
    raw, edited = string(said, "createdAt") or string(said, "time"), string(said, "editedAt") or string(said, "editTime")
    number = string(said, "number")
    url = _discussion_url(page, main, known)
    likes = whole(said, "likesCount") or sum(1 for _ in objects(item, "relationships", "likes", "data"))
    return Post(
        id=string(item, "id"),
        url=f"{url}/{number}" if url and number else url,
        floor=floor,
        author=_author(page, _related(item, "user", known), known),
        posted_at=dates.parse(raw),
        posted_raw=raw,
        edited_at=dates.parse(edited),
        edited_by=_name(_related(item, "editedUser", known)) if edited else None,
        body=body.text,
        marks=body.marks,
        quotes=body.quotes,
        images=body.images,
        links=body.links,
        attachments=body.attachments,
        reactions=(Reaction(label="Likes", count=likes),) if likes else (),
        poll=next((_poll(poll, known) for poll in _many(item, "polls", known)), None),
        states=_states(main, item, edited),
        warnings=body.warnings,
    )


def _states(main: Json, item: Json, edited: str | None) -> tuple[State, ...]:
    found: list[State] = []
    if flag(item, "attributes", "isHidden"):
        found.append("deleted")
    if string(main, "relationships", "bestAnswerPost", "data", "id") == string(item, "id"):
        found.append("accepted")
    if edited:
        found.append("edited")
    return tuple(found)


def _poll(poll: Json, known: Included) -> Poll:
    options = tuple(
        Reaction(label=answer, count=whole(option, "attributes", "voteCount") or 0)
        for option in _many(poll, "options", known)
        if (answer := string(option, "attributes", "answer"))
    )
    return Poll(question=string(poll, "attributes", "question"), options=options)


def _name(user: Json) -> str | None:
    return string(user, "attributes", "displayName") or string(user, "attributes", "username")


def _author(page: Page, user: Json, known: Included) -> Author:
    """A member; of those who left nothing but the word that the page prints is known."""
    if user is None:
        return Author(name="[deleted]")
    said = at(user, "attributes")
    slug = string(said, "slug") or string(said, "username")
    groups = [name for group in _many(user, "groups", known) if (name := string(group, "attributes", "nameSingular"))]
    return Author(
        name=_name(user),
        id=string(user, "id"),
        url=page.join(f"{_home(known) or ''}/u/{slug}") if slug else None,
        avatar=page.join(string(said, "avatarUrl")),
        level=next(iter(groups), None),
        title=string(said, "bio"),
        registered_at=dates.parse(string(said, "joinTime")),
        last_seen_at=dates.parse(string(said, "lastSeenAt") or string(said, "lastSeenTime")),
        stats=tuple(
            Stat(key=key, label=label, value=value, unit=None, text=str(value))
            for key, name, label in STATS
            if (value := whole(said, name)) is not None
        ),
    )


def _board(page: Page, discussions: Json, known: Included, onward: str | None) -> BoardPage | None:
    threads = tuple(_link(page, item, known) for item in objects(discussions) if string(item, "type") == "discussions")
    boards = tuple(
        Board(
            id=string(tag, "id"),
            url=page.join(f"{_home(known) or ''}/t/{string(tag, 'attributes', 'slug')}"),
            title=string(tag, "attributes", "name"),
            threads=whole(tag, "attributes", "discussionCount"),
        )
        for key, tag in known.items()
        if key[0] == "tags" and string(tag, "attributes", "slug")
    )
    if not threads and not boards:
        return None
    link = CANONICAL(page.root) or page.url or ""
    number = int(found[1]) if (found := re.search(r"[?&]page=(\d{1,6})", link)) else 1
    return BoardPage(
        engine="flarum",
        title=Pick("title")(page.root),
        boards=boards,
        threads=threads,
        page=number,
        pages=number,
        next_url=page.join(onward),
    )


def _link(page: Page, item: Json, known: Included) -> ThreadLink:
    comments = _comments(item)
    return ThreadLink(
        id=string(item, "id"),
        url=_discussion_url(page, item, known),
        title=string(item, "attributes", "title"),
        author=_name(_related(item, "user", known)),
        replies=comments - 1 if comments else None,
        views=whole(item, "attributes", "views") or whole(item, "attributes", "viewCount"),
        last_post_at=dates.parse(string(item, "attributes", "lastPostedAt") or string(item, "attributes", "lastTime")),
        last_poster=_name(_related(item, "lastPostedUser", known)),
        sticky=flag(item, "attributes", "isSticky"),
        closed=flag(item, "attributes", "isLocked"),
    )


def _drawn_plainly(page: Page) -> Sequence[Node]:
    """The posts in the markup for readers without scripts; before 0.1 beta 8, and where a skin renamed their elements, what holds a body."""
    found = page.css("#flarum-content article") or page.css("#flarum-content :has(> .Post-body)")
    return found or [box for body in page.css(BARE) if (box := body.parent) is not None]


def above(node: Node) -> str | None:
    """The name that stands before a body, an element of no class."""
    body = node.css_first(".Post-body")
    return text_of(previous_element(body))


ENGINE = Engine(
    name="flarum",
    hints=("flarum-content", "flarum"),
    claims=("#flarum-content .Post-body", ".PostStream-item .Post-body", BARE),
    signs=("script#flarum-json-payload", "#flarum-content", "#flarum-loading"),
    json_claim=re.compile(r'"type"\s*:\s*"discussions"'),
    site=Pick("#home-link"),
    title=first_of(
        Pick("#flarum-content h1, #flarum-content h2"),
        Pick(".DiscussionHero-title"),
        Pick("noscript > .container > h2, #content > .container > h2"),
    ),
    thread_id=lambda page: m[1] if (m := re.search(r"/d/(\d+)", CANONICAL(page.root) or page.url or "")) else None,
    thread_url=lambda page: page.join(re.sub(r"[?#].*", "", CANONICAL(page.root) or page.url or "") or None),
    next_url=Pick("link[rel=next]", "href"),
    tags=".DiscussionHero .TagLabel-text, .DiscussionHero .TagLabel-name",
    post=lambda page: page.css(".PostStream-item[data-number]:has(.Post-body)") or _drawn_plainly(page),
    post_id=Pick(attr="data-id"),
    start=lambda page: 0 if "page=" not in (page.url or "") else None,
    posted=Pick("time", "datetime"),
    edited=Pick(".item-edited [title]", "title"),
    body=".Post-body",
    marks={
        "quote": "blockquote",
        "cite": "blockquote cite",
        "code": "pre",
        "emoji": "img.emoji, img[src*='twemoji']",
    },
    mend=mended,
    quote=quoted,
    author=first_of(Pick(".PostUser-name .username"), Pick(".PostUser-name"), above),
    author_url=Pick(".PostUser-name a", "href"),
    avatar=Pick("img.Avatar", "src"),
    message="#flarum-content, .container",
    elsewhere=member_data,
    reader=read,
)
