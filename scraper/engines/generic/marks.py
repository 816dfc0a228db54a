"""A record's own address, id and number in the thread, from its anchor, its permalink and the number printed beside it."""

import re
from collections.abc import Iterator

from .attributes import value
from .groups import Record, Scene

__all__ = ["floor_of", "permalink_of", "post_id_of"]

ID = re.compile(
    r"(?!(?:menu|ad|banner|collapse|nav|tab|level|depth|page)[-_]?\d)(?:[a-z][a-z_:-]{0,23}?)?[-_:]?(?:t\d_)?(\d{1,19}|tpc)(?:_wrap|_content|-content|_message)?",
    re.IGNORECASE,
)
DATA = (
    "data-post-id",
    "data-comment-id",
    "data-pid",
    "data-id",
    "data-message-id",
    "data-cid",
    "data-fullname",
    "data-commentid",
    "data-answerid",
    "data-questionid",
)
FRAGMENT = re.compile(
    r"(?:[#&?/;]|^)(?:p|pid|post|comment|msg|message|reply|answer|findpost|c|cid|entry|r|do=findcomment&comment)?[-_=/]?(\d{2,19})(?:/?$|#)",
    re.IGNORECASE,
)
FLOOR = re.compile(
    r"#\s?(\d{1,6})|(\d{1,6})\s?(?:#|楼|樓|F)|第\s?(\d{1,6})\s?[楼樓]|(?:post|reply|comment|message|beitrag|сообщение)\s?#?\s?(\d{1,6})(?: of \d+)?",
    re.IGNORECASE,
)
BESIDE = re.compile(r"(?:^|[|·\s])(?:#\s?(\d{1,6})|(\d{1,6})\s?[楼樓#F])\s*$")
POSTLIKE = re.compile(
    r"#|[?&](?:p|pid|post|postid|comment|msg)=|/(?:posts?|comments?|p|msg|message|answer|a)[-/]?\d|post[-_]?\d|\bfindpost|goto=findpost|permalink",
    re.IGNORECASE,
)


def post_id_of(scene: Scene, record: Record, href: str | None) -> str | None:
    """The post's id: of the element that holds it, of an anchor at its head, or of its permalink."""
    page = scene.page
    for i in _shell(scene, record):
        attrs = page.attrs[i]
        for name in DATA:
            if (said := value(attrs, name)) and (found := re.search(r"(\d+|(?<=t1_)\w+)$", said)):
                return found[1]
        anchor = value(attrs, "id") or (value(attrs, "name") if page.tags[i] == "a" else None)
        if anchor and (found := ID.fullmatch(anchor)):
            return found[1]
    found = FRAGMENT.search(href) if href else None
    return found[1] if found else None


def _shell(scene: Scene, record: Record) -> Iterator[int]:
    """The record's outermost elements, those right around it, and the first inside."""
    page, top = scene.page, record.tops[0]
    yield from record.tops[:2]
    above = page.parents[top]
    if above >= 0 and page.last[above] - record.b < 3:
        yield above
    yield from range(top + 1, min(page.last[top], top + 6))


def permalink_of(scene: Scene, record: Record, time: int | None, body: int | None) -> str | None:
    """The address of the post as written: the link around its time, or the link on its number."""
    page = scene.page
    if time is not None:
        around = next((i for i in (time, page.parents[time]) if i >= 0 and page.tags[i] == "a"), None)
        if around is not None and (href := page.href(around)):
            return href
    for i in range(record.a, record.b):
        if page.tags[i] != "a" or (body is not None and 0 <= body < i < page.last[body]):
            continue
        href = page.href(i)
        kind = page.kind(i)
        text = page.text(i) if page.until[i] - page.first[i] < 3 else ""
        if (
            POSTLIKE.search(href)
            and len(href) > 1
            and (
                FLOOR.fullmatch(text) or text.isdigit() or "permalink" in kind.last or text.lower() == "link" or "permalink" in text.lower()
            )
        ):
            return href
    return None


def floor_of(scene: Scene, record: Record, body: int | None) -> tuple[int | None, str | None]:
    """The number printed beside a post, and as it is printed."""
    page = scene.page
    for p in range(record.p, record.q):
        text = page.texts[p]
        if len(text) > 60 or (body is not None and body >= 0 and page.first[body] <= p < page.until[body]):
            continue
        if found := FLOOR.fullmatch(text) or (BESIDE.search(text) if page.owners[p] in scene.cues.times else None):
            number = int(next(g for g in found.groups() if g))
            return (number, text) if number else (None, None)
    return None, None
