"""
Structured data of a page (JSON-LD, microdata, OpenGraph): they fill what the markup lacks, and where there is no markup to read they are read instead.

The markup is what people see; where the data say something else, the markup stays and a warning tells.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ... import dates
from ...markup import Page, render
from ...model import Author, Post, Reaction, Thread, ThreadPage
from .claims import Claim, Claims
from .jsonld import read_jsonld
from .microdata import read_microdata

__all__ = ["fill", "read_structured"]

VOCABULARY = "schema.org"  # the word in all of them
JSON_LD = "application/ld+json"
DIGITS = re.compile(r"\d+")
SIGNS = re.compile(r"[\W_]+")  # all but what is ``isalnum``
HEAD = 48  # letters of a text by which a post and its data know each other
LAST_NUMBER = re.compile(r"(?:post|comment|msg|p|pid|reply|answer|findComment|c|#)[-_=/]?(\d+)/?$|(?<!\d)(\d{3,}+)/?$", re.IGNORECASE)


def claims_of(page: Page) -> Claims | None:
    """What the page's data say; JSON-LD first, as they are whole. ``None`` where they say nothing."""
    if VOCABULARY not in page.text:
        return None
    found = read_jsonld(page) if JSON_LD in page.text else None
    return found or read_microdata(page)


def fill(page: Page, found: ThreadPage) -> ThreadPage:
    """A thread with what its markup lacks taken from the page's data, and with a warning for each contradiction."""
    claims = claims_of(page)
    if claims is None:
        return found
    warnings: list[str] = []
    texts = sum(1 for claim in claims.posts if claim.text)
    if found.thread.engine == "generic" and not claims.partial and texts > 1.5 * len(found.posts):
        warnings.append(f"structured data hold {texts} posts")
    thread = _fill_thread(page, found.thread, claims, warnings)
    pairs = list(_pairs(found, claims))
    posts = list(found.posts)
    for number, claim in pairs:
        posts[number] = _fill_post(page, posts[number], claim)
    return msgspec.structs.replace(found, thread=thread, posts=tuple(posts), warnings=(*found.warnings, *warnings))


def _fill_thread(page: Page, thread: Thread, claims: Claims, warnings: list[str]) -> Thread:
    if claims.title and thread.title and not _same_words(claims.title, thread.title):
        warnings.append(f"structured data call the thread {claims.title!r}")
    return msgspec.structs.replace(
        thread,
        title=thread.title or claims.title,
        url=thread.url or page.join(claims.url),
        site=thread.site or claims.site,
        board=thread.board or claims.board,
        replies=claims.replies if thread.replies is None else thread.replies,
        views=claims.views if thread.views is None else thread.views,
        tags=thread.tags or claims.tags,
        next_url=thread.next_url or page.join(claims.next_url),
    )


def _fill_post(page: Page, post: Post, claim: Claim) -> Post:
    """A post with its missing fields; nothing that the markup says is changed."""
    author = post.author
    stated = dates.parse(claim.time) if claim.time else None
    warnings = [w for w in (_author_differs(author, claim), _time_differs(post.posted_at, stated)) if w]
    if (author.name is None and claim.author) or (author.url is None and claim.author_url and author.name == claim.author):
        author = msgspec.structs.replace(author, name=author.name or claim.author, url=author.url or page.join(claim.author_url))
    elif not warnings and post.posted_at and post.url:
        return post
    return msgspec.structs.replace(
        post,
        author=author,
        url=post.url or page.join(claim.url),
        posted_at=post.posted_at or stated,
        posted_raw=post.posted_raw or claim.time,
        warnings=(*post.warnings, *warnings),
    )


def _author_differs(author: Author, claim: Claim) -> str | None:
    if author.name and claim.author and not _same_words(author.name, claim.author):
        return f"structured data name the author {claim.author!r}"
    return None


def _time_differs(shown: str | None, stated: str | None) -> str | None:
    """A warning where two times differ by more than zones can explain: by their days."""
    if not shown or not stated or min(len(shown), len(stated)) < 10 or shown[:7] == stated[:7]:
        return None
    from datetime import datetime

    apart = abs((datetime.fromisoformat(shown).replace(tzinfo=None) - datetime.fromisoformat(stated).replace(tzinfo=None)).total_seconds())
    return f"structured data date the post {stated}" if apart > 2 * 86_400 else None


def _same_words(a: str, b: str) -> bool:
    """Whether one of two texts holds the other, but for case and signs."""
    if a == b:
        return True
    x, y = SIGNS.sub("", a.casefold()), SIGNS.sub("", b.casefold())
    return x in y or y in x


def _pairs(found: ThreadPage, claims: Claims) -> Iterator[tuple[int, Claim]]:
    """The posts of the markup with what the data say of them: by id, by the head of the text, the opening post by its place."""
    posts = found.posts
    by_id = {post.id: n for n, post in enumerate(posts) if post.id}
    by_head: dict[str, int] | None = None  # few claims need it: others give an id
    taken: set[int] = set()
    for claim in claims.posts:
        number = _by_id(claim, by_id)
        if number is None and claim.text:
            if by_head is None:
                by_head = {head: n for n, post in enumerate(posts) if len(head := _head(post.body)) >= 12}
            number = by_head.get(_head(_plain(claim.text)))
        if number is None and claim.opening and (found.thread.page or 1) == 1 and posts[0].floor in (None, 1) and not claim.text:
            number = 0
        if number is not None and number not in taken:
            taken.add(number)
            yield number, claim


def _by_id(claim: Claim, by_id: dict[str, int]) -> int | None:
    """The post whose id the claim's identifier or address ends with."""
    for said in (claim.id, claim.url):
        match = LAST_NUMBER.search(said) if said else None
        if match and (number := by_id.get(match[1] or match[2])) is not None:
            return number
    return None


def _head(text: str) -> str:
    return SIGNS.sub("", text[:400])[:HEAD]


def _plain(text: str) -> str:
    """The text of a claim, that may be HTML."""
    return _rendered(text) if "<" in text and ">" in text else text


def _rendered(html: str) -> str:
    body = Page(f"<body>{html}").first("body")
    return render(body.html or "").text if body is not None else ""


def read_structured(page: Page) -> ThreadPage | None:
    """The thread that a page's data tell, where they hold the texts of its posts; ``None`` where they do not."""
    claims = claims_of(page)
    posts = [c for c in claims.posts if c.text] if claims else []
    if claims is None or not posts:
        return None
    thread = Thread(
        engine="generic",
        charset=page.charset,
        title=claims.title,
        url=page.join(claims.url) or page.url,
        site=claims.site,
        board=claims.board,
        replies=claims.replies,
        views=claims.views,
        tags=claims.tags,
    )
    cut = ("the page's data hold fewer posts than they count",) if claims.partial else ()
    read = tuple(_posts(page, posts, claims.posts))
    return ThreadPage(thread=thread, posts=read, warnings=(*page.warnings, "read from the page's structured data", *cut))


def _posts(page: Page, kept: Sequence[Claim], every: Sequence[Claim]) -> Iterator[Post]:
    for claim in kept:
        above = every[claim.parent] if claim.parent is not None and claim.parent < len(every) else None
        yield Post(
            id=_id(claim),
            url=page.join(claim.url),
            author=Author(name=claim.author, url=page.join(claim.author_url)),
            posted_at=dates.parse(claim.time),
            posted_raw=claim.time,
            edited_at=dates.parse(claim.edited) if claim.edited != claim.time else None,
            body=_plain(claim.text or ""),
            reactions=tuple(_likes(claim)),
            reply_to=_id(above) if above is not None and not above.opening else None,
            states=("accepted",) if claim.accepted else (),
        )


def _likes(claim: Claim) -> Iterable[Reaction]:
    return [Reaction(label="likes", count=claim.likes)] if claim.likes is not None else []


def _id(claim: Claim) -> str | None:
    for said in (claim.id, claim.url):
        match = LAST_NUMBER.search(said) if said else None
        if match:
            return match[1] or match[2]
    return claim.id
