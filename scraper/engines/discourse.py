"""
Discourse 0.8 to 2026: markup for robots (``.crawler-post``), the application's page with its data in ``#data-preloaded``, and topics as JSON.

A post's id is its number in the topic, as in its address. The data win where a page has them: they know more of each post.
"""

import html as entities
import re
from collections.abc import Iterator, Sequence

from .. import dates
from ..markup import Node, Page, attribute, next_element, text_of
from ..model import Author, Board, BoardPage, Outcome, Poll, Post, Reaction, State, Thread, ThreadLink, ThreadPage
from ._json import Json, at, decode, flag, objects, string, whole
from .base import CANONICAL, BoardRules, Engine, Pick, Quoted, count, first_of, has_class
from .reading import read_body, read_thread

__all__ = ["ENGINE"]

PER_PAGE = 20  # fixed in Discourse's code (``chunk_size``)
ACTIONS = 30  # of a member on a page, as well
MEMBER = re.compile(r"(.*/)(?:u|users)/([^/?#]+)(?:/activity(?:/(topics|replies))?)?/?(?:[?#]|$)")
KINDS = {"topics": "4", "replies": "5"}
LIKE = 2  # the id of the like among the actions
FILE = re.compile(r'(<a\s(?=[^>]*class="attachment")[^>]*>([^<]*)</a>(?:\s*\([^()<]*\))?)')
LIGHTBOX = re.compile(r'<a\s(?=[^<>]*class="lightbox")[^<>]*?href="([^"]*+)"[^<>]*+>(\s*+)<img\b[^<>]*+>')
TAG = re.compile(r"<[^>]*+>?")
BARE = "noscript[data-path] > .creator:has(+ .post)"
DELETED = re.compile(r"\(?(?:post|topic) (?:deleted|withdrawn) by|beitrag (?:vom|von)|帖子已被作者删除", re.IGNORECASE)


def mended(html: str) -> str:
    """Files are lifted and their names kept as text; a picture in a light box is the original."""
    if 'class="attachment"' in html:
        html = FILE.sub(lambda m: f'<span data-scraper="attachment">{m[1]}</span>{TAG.sub("", m[1])}', html)
    return LIGHTBOX.sub(r'<span>\2<img src="\1">', html) if 'class="lightbox"' in html else html


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The quoting element tells name and number."""
    return attribute(quote.attrs, "data-username"), attribute(quote.attrs, "data-post")


def canonical(page: Page) -> str:
    """The topic's address without its page."""
    link = CANONICAL(page.root) or Pick("#topic-title h1 a", "href")(page.root) or page.url or ""
    return (page.join(link) or "").partition("?")[0].partition("#")[0].removesuffix(".json")


def topic_id(page: Page) -> str | None:
    found = re.search(r"/t/(?:[^/?#]+/)?(\d+)", canonical(page))
    return found[1] if found else None


def topic_url(page: Page) -> str | None:
    """``/t/slug/5``; a post's number at the end goes."""
    found = re.match(r".*?/t/(?:[^/]+/)?\d+", canonical(page))
    return found[0] if found else None


def data_of(page: Page) -> str | None:
    """The topic as JSON, or what a member wrote."""
    if member := MEMBER.match(page.url or ""):
        return f"{member[1]}user_actions.json?username={member[2]}&filter={KINDS.get(member[3], '4,5')}"
    topic = topic_url(page)
    return f"{topic}.json" if topic else None


def posts(page: Page) -> Sequence[Node]:
    """
    The posts for robots (the block of pages has their class too, but no author; 1.x had none), or those that the application drew.

    What was done to the topic (closed, moved) stands among them, without a text; in 2013 nothing stood around a post.
    """
    found = page.css(".crawler-post:has(.creator)") or page.css("[itemtype$=DiscussionForumPosting]:has(.creator)")
    drawn = found or [n for n in page.css("[id^=post_]:has(.cooked)") if re.fullmatch(r"post_\d+", n.attributes.get("id") or "")]
    return [n for n in drawn if not _is_empty(body(n))] or page.css(BARE)


def body(node: Node) -> Node | None:
    return node.css_first("[itemprop=text], [itemprop=articleBody], .cooked") or _behind(node)


def _behind(head: Node) -> Node | None:
    """The text that follows the line with the author's name, as in 2013."""
    after = next_element(head)
    return after if after is not None and "post" in (after.attributes.get("class") or "").split() else None


def _is_empty(box: Node | None) -> bool:
    """Neither an element nor a word."""
    return box is not None and (box.child is None or (box.child.next is None and not box.text().strip()))


def number(node: Node) -> str | None:
    return Pick(attr="id", pattern=r"^post_(\d+)$")(node) or _position(node)


_position = first_of(Pick("[itemprop=position]", pattern=r"(\d+)"), Pick(".creator", pattern=r"^\s*#(\d+)"))


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    topic = topic_url(page)
    return f"{topic}/{post_id}" if topic and post_id else None


def edited(node: Node) -> str | None:
    """When the text changed, if that is not when it was written."""
    changed = first_of(Pick("meta[itemprop=dateModified]", "content"), Pick("time[itemprop=dateModified]", "datetime"))(node)
    if changed is None:
        return Pick(".post-info.edits [title]", "title")(node)
    return changed if changed != posted(node) else None


posted = first_of(
    Pick("meta[itemprop=datePublished]", "content"),  # 2.x and 3.x, where the time shown is that of an edit
    Pick("time[datetime]", "datetime"),
    Pick(".relative-date", "data-time"),
    Pick(".creator, .topic-meta-data", pattern=r",\s(\w+ \d+\w*, \d{4} \d+:\d\d)"),
)


def likes(node: Node) -> list[tuple[str, int]]:
    """As shown; 1.x says them in its data alone."""
    shown = count(Pick(".post-likes")(node)) or count(Pick(".like-count")(node))
    shown = shown or count(Pick("meta[itemprop=interactionCount][content^=UserLikes]", "content", r"(\d+)")(node))
    return [("Likes", shown)] if shown else []


def page_number(root: Node) -> str | None:
    """From the link to the page before or after."""
    after = Pick("link[rel=next], a[rel=next]", "href", r"[?&]page=(\d+)")(root)
    before = Pick("link[rel=prev], a[rel=prev]", "href", r"[?&]page=(\d+)")(root)
    if after or before:
        return str((count(after) or 2) - 1 if after else (count(before) or 1) + 1)
    return "2" if root.css_first("link[rel=prev], a[rel=prev]") is not None else None


def read(page: Page) -> ThreadPage | BoardPage | Outcome | None:
    """The topic or the list in the data; else what the markup shows."""
    data = _data(page)
    found = tuple(_posts(page, data))
    if found:
        return ThreadPage(thread=_thread(page, data, found), posts=found, warnings=tuple(page.warnings))
    return _board(page, data) or read_thread(ENGINE, page)


def _data(page: Page) -> Json:
    """The answer itself, or the topic among the page's preloaded texts, each JSON for itself; since 2026 they are a script's."""
    if page.is_json:
        return decode(page.text)
    node = page.first("#data-preloaded")
    loaded = decode(node.attributes.get("data-preloaded") or node.text()) if node is not None else None
    keys = [key for key in loaded if key.startswith(("topic_", "topic_list"))] if isinstance(loaded, dict) else []
    return decode(string(loaded, keys[0])) if keys else None


def _address(page: Page, data: Json) -> str | None:
    """The topic's address, below the folder that the page's own address shows."""
    slug, topic = string(data, "slug") or string(data, "post_stream", "posts", 0, "topic_slug"), string(data, "id")
    topic = topic or string(data, "post_stream", "posts", 0, "topic_id")
    if not topic:
        return topic_url(page)
    home = re.match(r"(.*?)/t/", canonical(page))
    path = f"/t/{slug}/{topic}" if slug else f"/t/{topic}"
    return page.join(f"{home[1]}{path}" if home else path)


def _thread(page: Page, data: Json, found: Sequence[Post]) -> Thread:
    stream = at(data, "post_stream", "stream")
    order = [str(item) for item in stream] if isinstance(stream, list) else []
    internal = string(data, "post_stream", "posts", 0, "id")
    first = order.index(internal) if internal in order else (found[0].floor or 1) - 1
    this, total = first // PER_PAGE + 1, whole(data, "posts_count")
    pages = -(-(len(order) or total or len(found)) // PER_PAGE)
    url = _address(page, data)
    is_json = page.is_json
    onward = f"{url}{'.json' if is_json else ''}?page={this + 1}" if url and this < pages else None
    return Thread(
        id=string(data, "id") or topic_id(page),
        url=url,
        title=string(data, "title") or Pick("#topic-title h1")(page.root),
        board=tuple(_trail(page)),
        site=_site(page.root),
        engine="discourse",
        engine_version=_version(page.root),
        charset=page.charset,
        page=this,
        pages=max(pages, this),
        next_url=onward,
        views=whole(data, "views"),
        replies=total - 1 if total else None,
        tags=tuple(_tags(at(data, "tags"))),
    )


def _tags(said: Json) -> Iterator[str]:
    """The names of tags: older versions list them bare, newer ones as objects."""
    for tag in said if isinstance(said, list) else ():
        if name := tag if isinstance(tag, str) else string(tag, "name"):
            yield name


def _trail(page: Page) -> list[str]:
    box = page.first(".topic-category, #breadcrumbs")
    if box is None:
        return []
    named = box.css("[itemprop=name]") or box.css("[itemprop=title]") or box.css(".badge-category__name, .category-name")
    return [t for n in named if (t := text_of(n))]


def _posts(page: Page, data: Json) -> Iterator[Post]:
    address = _address(page, data)
    for item in objects(data, "post_stream", "posts"):
        if whole(item, "post_number") and isinstance(at(item, "cooked"), str) and string(item, "cooked"):
            yield _post(page, address, item)


def _post(page: Page, address: str | None, item: Json) -> Post:
    body = read_body(ENGINE, page, string(item, "cooked") or "")
    place, raw = whole(item, "post_number"), string(item, "created_at")
    changed = string(item, "updated_at") if (whole(item, "version") or 1) > 1 else None
    return Post(
        id=str(place),
        url=f"{address}/{place}" if address else page.join(string(item, "post_url")),
        floor=place,
        floor_label=str(place),
        author=_author(page, address, item),
        posted_at=dates.parse(raw),
        posted_raw=raw,
        edited_at=dates.parse(changed),
        body=body.text,
        marks=body.marks,
        quotes=body.quotes,
        images=body.images,
        links=body.links,
        attachments=body.attachments,
        reactions=tuple(_reactions(item)),
        poll=next((_poll(poll) for poll in objects(item, "polls")), None),
        reply_to=string(item, "reply_to_post_number"),
        states=_states(item, body.text, changed),
        warnings=body.warnings,
    )


def _author(page: Page, address: str | None, item: Json) -> Author:
    name = string(item, "username")
    home = (address or "").partition("/t/")[0]
    template = string(item, "avatar_template")
    return Author(
        name=name,
        id=string(item, "user_id"),
        url=page.join(f"{home}/u/{name}") if name else None,
        avatar=page.join(template.replace("{size}", "96")) if template else None,
        level=string(item, "primary_group_name"),
        title=string(item, "user_title"),
    )


def _reactions(item: Json) -> Iterator[Reaction]:
    """Reactions by name where a site has them; else the likes."""
    named = [(string(r, "id"), whole(r, "count")) for r in objects(item, "reactions")]
    liked = [("Likes", whole(action, "count")) for action in objects(item, "actions_summary") if whole(action, "id") == LIKE]
    return (Reaction(label=name, count=n) for name, n in (named or liked) if name and n)


def _poll(poll: Json) -> Poll:
    options = tuple(
        Reaction(label=entities.unescape(TAG.sub("", label)).strip(), count=whole(option, "votes") or 0)
        for option in objects(poll, "options")
        if (label := string(option, "html"))
    )
    return Poll(question=string(poll, "title"), options=options)


def _states(item: Json, text: str, changed: str | None) -> tuple[State, ...]:
    found: list[State] = []
    if flag(item, "user_deleted") or flag(item, "deleted_at") or DELETED.match(text):
        found.append("deleted")
    if flag(item, "hidden"):
        found.append("blocked")
    if flag(item, "accepted_answer"):
        found.append("accepted")
    if changed:
        found.append("edited")
    return tuple(found)


def shown_states(node: Node) -> tuple[State, ...]:
    text = text_of(body(node)) or ""
    found: list[State] = ["deleted"] if len(text) < 80 and DELETED.match(text) else []
    if node.attributes.get("itemprop") == "acceptedAnswer" or node.css_first(".accepted-text, .accepted-answer .accepted") is not None:
        found.append("accepted")
    return tuple(found)


def _board(page: Page, data: Json) -> BoardPage | None:
    """A list of topics, of categories or of posts, as JSON."""
    users = {string(user, "id"): string(user, "username") for user in objects(data, "users")}
    topics = tuple(_link(page, item, users) for item in objects(data, "topic_list", "topics") if string(item, "id"))
    listed = tuple(_places(page, data))
    boards = tuple(_category(page, item) for item in objects(data, "category_list", "categories") if string(item, "id"))
    if not topics and not listed and not boards:
        return None
    onward = string(data, "topic_list", "more_topics_url") or _following(page, data)
    this = int(m[1]) + 1 if (m := re.search(r"[?&]page=(\d{1,6})", page.url or "")) else 1
    return BoardPage(
        engine="discourse",
        boards=boards,
        threads=topics or listed,
        page=this,
        pages=this + bool(onward),
        next_url=page.join(onward),
    )


def _home(page: Page) -> str:
    """The folder of the forum, of an address of one of its lists."""
    found = re.match(
        r"\w+://[^/]+(.*?)/(?:latest|top|new|unread|hot|c|tags?|categories|posts|users?|u|user_actions)(?:[./?]|$)", page.url or ""
    )
    return found[1] if found else ""


def _places(page: Page, data: Json) -> Iterator[ThreadLink]:
    """Where the posts of a list stand: what a member did, or the latest posts."""
    for item in (*objects(data, "user_actions"), *objects(data, "latest_posts"), *objects(data)):
        topic, number = string(item, "topic_id"), string(item, "post_number")
        if topic and number:
            slug = string(item, "slug") or string(item, "topic_slug") or "-"
            yield ThreadLink(
                id=topic,
                url=page.join(f"{_home(page)}/t/{slug}/{topic}/{number}"),
                title=string(item, "title") or string(item, "topic_title"),
                author=string(item, "acting_username") or string(item, "username"),
                last_post_at=dates.parse(string(item, "created_at")),
            )


def _following(page: Page, data: Json) -> str | None:
    """The next page of what a member did: the same address from 30 on."""
    done = sum(1 for _ in objects(data, "user_actions"))
    if done < ACTIONS or not page.url:
        return None
    bare, start = re.sub(r"[&?]offset=\d*", "", page.url, count=1), re.search(r"[?&]offset=(\d{1,6})", page.url)
    return f"{bare}{'&' if '?' in bare else '?'}offset={(int(start[1]) if start else 0) + done}"


def _category(page: Page, item: Json) -> Board:
    number = string(item, "id")
    return Board(
        id=number,
        url=page.join(f"{_home(page)}/c/{string(item, 'slug') or '-'}/{number}"),
        title=string(item, "name"),
        threads=whole(item, "topic_count"),
        posts=whole(item, "post_count"),
    )


def _link(page: Page, item: Json, users: dict[str | None, str | None]) -> ThreadLink:
    total = whole(item, "posts_count")
    starter = next((string(p, "user_id") for p in objects(item, "posters")), None)
    return ThreadLink(
        id=string(item, "id"),
        url=page.join(f"{_home(page)}/t/{string(item, 'slug') or '-'}/{string(item, 'id')}"),
        title=string(item, "title"),
        author=users.get(starter),
        replies=total - 1 if total else None,
        views=whole(item, "views"),
        last_post_at=dates.parse(string(item, "last_posted_at")),
        last_poster=string(item, "last_poster_username"),
        sticky=flag(item, "pinned"),
        closed=flag(item, "closed") or flag(item, "archived"),
    )


_site = first_of(Pick("meta[property='og:site_name']", "content"), Pick("header a"))
_version = Pick("meta[name=generator]", "content", r"Discourse (\S+)")

BOARDS = BoardRules(
    thread=".topic-list-item",
    thread_link="a.title",
    thread_id=r"/t/(?:[^/]+/)?(\d+)",
    author=first_of(Pick(".posters a:first-child img", "title", r"^(.*?)(?: - |$)"), Pick(".posters a:first-child", "data-user-card")),
    replies=Pick("td.replies, .posts"),
    views=Pick("td.views, .views"),
    last_post=Pick("td:last-child"),
    sticky=has_class("pinned"),
    closed=has_class("closed"),
    board="a[href*='/c/'][itemprop=url], .category-list h3 a[href*='/c/'], .category a[itemprop=item]",
    board_id=r"/c/(?:[^/]+/)*(\d+)",
    name=Pick("h1.crawler-nav, h1"),
)

ENGINE = Engine(
    name="discourse",
    hints=("discourse",),
    claims=(
        ".crawler-post .creator",
        "[itemtype$=DiscussionForumPosting]:has(.creator) [itemprop=articleBody]",
        "[itemtype$=DiscussionForumPosting] .creator ~ .post",
        "[id^=post_] .cooked",
        BARE,
    ),
    signs=("meta[name=generator][content^=Discourse]", "#data-discourse-setup"),
    json_claim=re.compile(r'"(?:post_stream|topic_list|category_list|user_actions|latest_posts|topic_slug)"\s*:'),
    version=_version,
    site=_site,
    title=first_of(
        Pick("#topic-title h1, #topic-title h2"),
        Pick("#main-outlet h1"),
        Pick("meta[property='og:title']", "content"),
        Pick("noscript[data-path] > h2"),
    ),
    thread_id=topic_id,
    thread_url=topic_url,
    board=_trail,
    page=page_number,
    pages=page_number,
    next_url=Pick("link[rel=next], a[rel=next]", "href"),
    tags="#topic-title .discourse-tags a, .tags-list [itemprop=name], .topic-category ~ .discourse-tags a, [itemprop=keywords] ~ .discourse-tag",
    post=posts,
    post_id=number,
    post_url=post_url,
    floor=number,
    posted=posted,
    edited=edited,
    states=shown_states,
    body=body,
    marks={
        "quote": "blockquote:not(.quote > blockquote), .quote:not(blockquote)",
        "cite": ".quote > .title, .quote > div > .title",
        "code": "pre",
        "smiley": "img.emoji",
        "drop": ".lightbox .meta, .badge-notification.clicks, .poll-info, .onebox > .onebox-body, .onebox > .onebox-metadata",
    },
    mend=mended,
    quote=quoted,
    reactions=likes,
    card=lambda node: node,
    author=first_of(
        Pick(".creator [itemprop=name]"),
        Pick(".creator [itemprop=author]"),
        Pick(".topic-meta-data .username a"),
        Pick(".topic-avatar [data-user-card], .topic-meta-data [data-user-card]", "data-user-card"),
        Pick("b"),
    ),
    author_id=Pick(attr="data-user-id"),
    author_url=first_of(Pick(".creator a", "href"), Pick(".topic-avatar [data-user-card], .topic-meta-data [data-user-card]", "href")),
    avatar=Pick(".topic-avatar img.avatar", "src"),
    motto=Pick(".topic-meta-data .user-title"),
    boards=BOARDS,
    message=".page-not-found .title, .page-not-found, #main-outlet",
    elsewhere=data_of,
    date_order="mdy",
    reader=read,
)
