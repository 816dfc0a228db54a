"""
NodeBB 0.3 to 4: the page's data stand as JSON in ``script#ajaxify-data``, the same that its API answers; without it, components are read.

A quote's author stands in an ordinary paragraph before it ("@user said:").
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

from .. import dates
from ..markup import Page, class_names
from ..model import Attachment, Author, Board, BoardPage, Outcome, Post, Reaction, Stat, State, Thread, ThreadLink, ThreadPage
from ._json import Json, at, decode, flag, objects, stamp, string, whole
from .base import CANONICAL, Engine, Pick, Quoted, count, first_of
from .reading import Body, read_body, read_thread

__all__ = ["ENGINE"]

SAYS = r"(?:said|says|wrote|schrieb|sagte|a écrit|a dit|dijo|ha scritto|disse|написал|сказал|说|說)"
HEAD = re.compile(  # a paragraph before a quote: "@user …:" or "Name said:"
    rf"<p\b(?=[^<>]*+>(?:\s*+(?:<a[^<>]*+>)?\s*+@|(?:(?!</?p\b).){{1,200}}\b{SAYS}\b))(?=(?:(?!</?p\b).){{0,600}}[:：]\s*</p>\s*<blockquote)([^<>]*+)>",
    re.DOTALL,
)
NAME = re.compile(rf"@(\S+)|(.+?)\s{SAYS}\b")
WORDS = {  # left for the browser to translate
    "[[global:home]]": "Home",
    "[[global:guest]]": "Guest",
    "[[global:former-user]]": "A Former User",
    "[[topic:post-is-deleted]]": "This post is deleted!",
}
STATS = (("posts", "postcount", "Posts"), ("threads", "topiccount", "Topics"), ("reputation", "reputation", "Reputation"))
OLD = "#post-container > .post-row[data-pid]:not([component])"  # before 0.7
GUEST = re.compile(r"0|-\d+")
UPLOAD = re.compile(r'<a\s(?=[^<>]*href="((?>(?:(?!/uploads/files/)[^"<>])*)/uploads/files/[^"<>]++)")[^<>]*+>([^<]++)</a>')


def mended(html: str) -> str:
    """The paragraph before a quote that names its author, labelled."""
    return HEAD.sub(r'<p\1 data-scraper="head">', html) if "<blockquote" in html else html


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """``@user said:`` or ``@user said in Title:``, the verb linked to the post."""
    found = NAME.match(quote.cite.strip())
    post = next((m[1] for link in quote.links if (m := re.search(r"/post/(\d+)", link))), None)
    return (found[1] or found[2]).rstrip() if found else None, post


def clean(text: str | None) -> str | None:
    """The data escape names and titles as the page does."""
    return unescape(WORDS.get(text, text)).strip() or None if text else None


def read(page: Page) -> ThreadPage | BoardPage | Outcome | None:
    """The thread or the list in the page's data; else what its components show."""
    data = decode(page.text) if page.is_json else decode(_script(page))
    if data is None:
        return read_thread(ENGINE, page)
    if at(data, "response") is not None:  # the write API wraps its answers
        data = at(data, "response")
    if string(data, "tid") is None:  # posts of many topics: what a member wrote, what a search found
        return _places(page, data) or _board(page, data)
    posts = tuple(_posts(page, data))
    if posts:
        return ThreadPage(thread=_thread(page, data), posts=posts, warnings=tuple(page.warnings))
    return _board(page, data)


def _script(page: Page) -> str | None:
    node = page.first("script#ajaxify-data")
    return node.text() if node is not None else None


def _root(data: Json) -> str:
    """Where the forum stands below its host."""
    return string(data, "relative_path") or ""


def _thread(page: Page, data: Json) -> Thread:
    pages = whole(data, "pagination", "pageCount") or 1
    number = whole(data, "pagination", "currentPage") or 1
    slug = string(data, "slug") or string(data, "tid") or ""
    url = page.join(f"{_root(data)}/topic/{slug}")
    trail = [clean(text) for item in objects(data, "breadcrumbs") if (text := string(item, "text"))]
    posts = whole(data, "postcount")
    return Thread(
        id=string(data, "tid"),
        url=url,
        title=clean(string(data, "titleRaw") or string(data, "title")),
        board=tuple(name for name in trail[:-1] if name),
        site=Pick("meta[property='og:site_name']", "content")(page.root),
        engine="nodebb",
        charset=page.charset,
        page=number,
        pages=max(pages, number),
        next_url=_onward(page, data, url, number) if number < pages else None,
        views=whole(data, "viewcount"),
        replies=posts - 1 if posts else None,
        tags=tuple(tag for item in objects(data, "tags") if (tag := clean(string(item, "valueEscaped") or string(item, "value")))),
    )


def _onward(page: Page, data: Json, url: str | None, number: int) -> str | None:
    """The next page; of an API's answer the next answer."""
    if url and page.is_json:
        url = url.replace(f"{_root(data)}/topic/", f"{_root(data)}/api/topic/", 1)
    return f"{url}?page={number + 1}" if url else None


def _posts(page: Page, data: Json) -> Iterator[Post]:
    for item in objects(data, "posts"):
        if string(item, "pid") and isinstance(at(item, "content"), str):
            yield _post(page, data, item)


def _post(page: Page, data: Json, item: Json) -> Post:
    deleted = flag(item, "deleted")
    html = string(item, "content") or ""
    html = WORDS.get(html, html)
    body = read_body(ENGINE, page, html)
    raw = string(item, "timestampISO") or string(item, "timestamp")
    edited = stamp(item, "editedISO") or stamp(item, "edited")
    index = whole(item, "index")
    return Post(
        id=string(item, "pid"),
        url=_post_url(page, data, string(item, "pid") or ""),
        floor=index + 1 if index is not None else None,
        floor_label=f"#{index + 1}" if index is not None else None,
        author=_author(page, data, item),
        posted_at=_time(raw),
        posted_raw=raw,
        edited_at=_time(edited),
        edited_by=clean(string(item, "editor", "username")) if edited else None,
        body=body.text,
        marks=body.marks,
        quotes=body.quotes,
        images=body.images,
        links=body.links,
        attachments=(*body.attachments, *_uploads(page, html), *_sent(page, item)),
        reactions=tuple(Reaction(label=name, count=n) for name in ("upvotes", "downvotes") if (n := whole(item, name))),
        reply_to=stamp(item, "toPid"),
        states=_states(item, body, deleted, edited),
        warnings=body.warnings,
    )


def _states(item: Json, body: Body, deleted: bool, edited: str | None) -> tuple[State, ...]:
    found: list[State] = [*body.states]
    if deleted:
        found.append("deleted")
    if flag(item, "user", "banned"):
        found.append("banned-author")
    if edited:
        found.append("edited")
    return tuple(found)


def _time(raw: str | None) -> str | None:
    """ISO, or milliseconds since 1970."""
    return dates.from_epoch(raw) if raw and raw.isdecimal() else dates.parse(raw)


def _uploads(page: Page, html: str) -> Iterator[Attachment]:
    """Files are ordinary links to the folder of uploads; their names are a part of the text."""
    for href, name in UPLOAD.findall(html):
        yield Attachment(name=unescape(name).strip(), url=page.join(unescape(href)))


def _sent(page: Page, item: Json) -> Iterator[Attachment]:
    """What came with a post of another server, since 4."""
    for file in objects(item, "attachments"):
        if url := string(file, "url"):
            yield Attachment(name=clean(string(file, "name")) or url.rpartition("/")[2], url=page.join(url))


def _author(page: Page, data: Json, item: Json) -> Author:
    user = at(item, "user")
    uid = string(user, "uid")
    slug = string(user, "userslug")
    member = uid is not None and not GUEST.fullmatch(uid)
    signature = string(user, "signature")
    status = string(user, "status")
    groups = [title for group in objects(user, "selectedGroups") if (title := clean(string(group, "userTitle") or string(group, "name")))]
    return Author(
        name=clean(string(user, "displayname") or string(user, "username") or string(item, "handle")),
        id=uid if member else None,
        url=page.join(f"{_root(data)}/user/{slug}") if member and slug else None,
        avatar=page.join(string(user, "picture")),
        level=next(iter(groups), None),
        signature=read_body(ENGINE, page, signature).text or None if signature else None,
        online=None if not member or not status else status != "offline",
        registered_at=_time(stamp(user, "joindateISO") or stamp(user, "joindate")),
        last_seen_at=_time(stamp(user, "lastonlineISO") or stamp(user, "lastonline")) if member else None,
        stats=tuple(_stats(user)) if member else (),
    )


def _stats(user: Json) -> Iterator[Stat]:
    for key, name, label in STATS:
        if (value := whole(user, name)) is not None:
            yield Stat(key=key, label=label, value=value, unit=None, text=str(value))


def _board(page: Page, data: Json) -> BoardPage | None:
    threads = tuple(_link(page, data, item) for item in objects(data, "topics") if string(item, "tid"))
    boards = tuple(_boards(page, data, data))
    if not threads and not boards:
        return None
    number, pages = whole(data, "pagination", "currentPage") or 1, whole(data, "pagination", "pageCount") or 1
    slug = string(data, "slug")
    return BoardPage(
        engine="nodebb",
        title=clean(string(data, "name") or string(data, "title")),
        boards=boards,
        threads=threads,
        page=number,
        pages=max(pages, number),
        next_url=page.join(f"{_root(data)}/category/{slug}?page={number + 1}") if slug and number < pages else None,
    )


def _places(page: Page, data: Json) -> BoardPage | None:
    """Where the posts of a list stand."""
    threads = tuple(
        ThreadLink(
            id=string(item, "tid") or string(item, "topic", "tid"),
            url=_post_url(page, data, string(item, "pid") or ""),
            title=clean(string(item, "topic", "titleRaw") or string(item, "topic", "title")),
            author=clean(string(item, "user", "displayname") or string(item, "user", "username")),
            last_post_at=_time(string(item, "timestampISO")),
        )
        for item in objects(data, "posts")
        if string(item, "pid") and at(item, "topic") is not None
    )
    return BoardPage(engine="nodebb", title=clean(string(data, "title")), threads=threads) if threads else None


def _post_url(page: Page, data: Json, pid: str) -> str | None:
    """Since 4 the posts of other servers have an address for a number."""
    return page.join(f"{_root(data)}/post/{quote(pid, safe='')}")


def _link(page: Page, data: Json, item: Json) -> ThreadLink:
    posts = whole(item, "postcount")
    return ThreadLink(
        id=string(item, "tid"),
        url=page.join(f"{_root(data)}/topic/{string(item, 'slug') or string(item, 'tid')}"),
        title=clean(string(item, "titleRaw") or string(item, "title")),
        author=clean(string(item, "user", "displayname") or string(item, "user", "username")),
        replies=posts - 1 if posts else None,
        views=whole(item, "viewcount"),
        last_post_at=_time(stamp(item, "lastposttimeISO")),
        last_poster=clean(string(item, "teaser", "user", "displayname") or string(item, "teaser", "user", "username")),
        sticky=flag(item, "pinned"),
        closed=flag(item, "locked"),
    )


def _boards(page: Page, data: Json, parent: Json, depth: int = 0) -> Iterator[Board]:
    for item in (*objects(parent, "categories"), *objects(parent, "children")):
        if string(item, "cid") and depth < 8:
            yield Board(
                id=string(item, "cid"),
                url=page.join(f"{_root(data)}/category/{string(item, 'slug') or string(item, 'cid')}"),
                title=clean(string(item, "name")),
                threads=whole(item, "totalTopicCount") or whole(item, "topic_count"),
                posts=whole(item, "totalPostCount") or whole(item, "post_count"),
            )
            yield from _boards(page, data, item, depth + 1)


ENGINE = Engine(
    name="nodebb",
    hints=('component="topic"', "nodebb", "ajaxify-data"),
    claims=("[component=topic]", "[component=post][data-pid]:not(.posts-list-item)", OLD),
    signs=("script#ajaxify-data", "a[href*='nodebb.org']"),
    json_claim=re.compile(r'"(?:mainPid|teaserPid|postercount)"\s*:'),
    site=Pick("meta[property='og:site_name']", "content"),
    title=first_of(Pick("[component='topic/title'], #post-container [itemprop=name]"), Pick("meta[property='og:title']", "content")),
    thread_id=lambda page: Pick("[component=topic], #post-container", "data-tid")(page.root),
    thread_url=lambda page: page.join(re.sub(r"[?#].*$", "", CANONICAL(page.root) or page.url or "") or None),
    board=".breadcrumb [itemprop=item] [itemprop=name], .breadcrumb a [itemprop=title]",
    page=Pick("[component=pagination] .active"),
    pages=lambda root: str(
        max((count(a.attributes.get("data-page")) or 1 for a in root.css("[component=pagination] [data-page]")), default=1)
    ),
    next_url=Pick("link[rel=next]", "href"),
    post=f"[component=post][data-pid]:not(.posts-list-item), {OLD}",
    post_id=Pick(attr="data-pid"),
    post_url=lambda page, node, post_id: page.join(f"/post/{post_id}"),
    floor=lambda node: None if (index := count(node.attributes.get("data-index"))) is None else f"#{index + 1}",
    posted=first_of(Pick("meta[itemprop=datePublished]", "content"), Pick(".timeago", "title"), Pick(attr="data-timestamp")),
    edited=Pick("[component='post/editor']:not([data-editor='']) .timeago", "title"),
    body="[component='post/content'], .post-content",
    marks={
        "quote": "blockquote",
        "code": "pre",
        "smiley": ".emoji",
    },
    mend=mended,
    quote=quoted,
    reactions=lambda node: (
        [("upvotes", n)] if (n := count(Pick(attr="data-votes")(node) or Pick("[component='post/vote-count']", "data-votes")(node))) else []
    ),
    states=lambda node: ("deleted",) if "deleted" in class_names(node) else (),
    author=Pick(attr="data-username"),
    author_id=Pick(attr="data-uid", pattern=r"^([1-9]\d*)$"),
    author_url=Pick("a[data-username], .post-header a[href*='/user/'], .profile-image-block a[href*='/user/']", "href"),
    avatar=Pick("img[component='user/picture'], img[itemprop=image], .profile-image-block img", "src"),
    online=lambda node: {"offline": "0", "online": "1"}.get(
        Pick("[component='user/status'], .fa.status", "class", r"\b(o(?:n|ff)line)\b")(node) or ""
    ),
    signature="[component='post/signature'], .post-signature",
    message="[component='404'], .alert, main",
    reader=read,
)
