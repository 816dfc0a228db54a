"""A reader for forums that nobody named: it finds the record that repeats, and says how sure it is."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

import msgspec

from ...markup import Page, Rendered
from ...model import Author, Post, ThreadPage
from .bodies import bodies_of
from .cues import Sight, cues_of, sight_of
from .fields import author_at, authors_of, name_at, times_of, with_clock
from .groups import Record, Scene, best_groups
from .head import head_of, own_address
from .marks import floor_of, permalink_of, post_id_of
from .members import Row, posts_among
from .opening import alone, opening, opens
from .outline import outline
from .quotes import quotes_of
from .signed import signed_rows, unsigned
from .texts import text_of_record
from .verdict import confidence, is_article, is_discussion, is_forum, is_listing, is_shop, is_whole, of_forum, signs_of
from .weights import weigh

__all__ = ["read_generic"]

SHARE = 0.1  # of the page's weight: records with less are no discussion
LEAST_EACH = 1.5  # of weight a record, in the mean: rows of names and numbers have none
SAYING = 0.5  # of the records: a list of names or days has no texts
LONGEST_TIME = 60  # code points of a time as shown


def read_generic(page: Page) -> ThreadPage | None:
    """The discussion on a page, or ``None`` where there is none."""
    lines = outline(page.root.html or "")
    sight = sight_of(lines, page.fetched_at, page.timezone)
    cues = cues_of(lines, sight)
    scene = Scene(lines, cues, weigh(lines, cues))
    rows = None if is_shop(scene) else discussion(scene, sight, page.url or own_address(page))
    if not rows:
        return None
    names = {name_at(scene, row.author) for row in rows if row.author is not None}
    posts = tuple(_post(page, scene, sight, row, names) for row in rows)
    if sum(bool(post.body or post.quotes or post.images) for post in posts) < SAYING * len(posts):
        return None
    sure = f"read by the generic reader, confidence {confidence(scene, rows)}"
    return ThreadPage(thread=head_of(page, lines), posts=posts, warnings=(*page.warnings, sure))


def discussion(scene: Scene, sight: Sight, url: str | None) -> list[Row]:
    """The posts of a page; empty where it is no discussion."""
    if signed := signed_rows(scene):
        return signed
    lists: list[Record] = []
    for group in best_groups(scene)[:5]:
        if group.mass < max(SHARE * scene.weights.total, LEAST_EACH * len(group.records)) or _overlap(group.records, lists) > 0.5:
            continue
        rows = posts_among(scene, _rows(scene, sight, group.records))
        if len(rows) < 2:
            continue
        signs = signs_of(scene, rows, url)
        if not is_whole(scene, rows, signs) or not is_discussion(scene, rows, url, signs):
            continue
        if is_listing(scene, rows, url, signs):
            lists += [r for r in group.records if scene.own(r)[0] <= 0.5 * group.mass or len(rows) < 4]
            continue
        return _opened(scene, sight, rows, url)
    return _alone(scene, sight, url)


def _opened(scene: Scene, sight: Sight, rows: list[Row], url: str | None) -> list[Row]:
    """The posts with the opening one, where that stands outside the list; the thread's head, which repeats the first post's author and time, is none."""
    record = None if is_article(scene, url) else opening(scene, [row.record for row in rows], forum=of_forum(url))
    if record is None:
        return rows
    first = _rows(scene, sight, [record])[0]
    if first.author not in scene.cues.people:  # what stands in its place on this post alone may be anything
        first.author = None
    return [first, *rows] if opens(scene, sight, first, rows[0]) else rows


def _overlap(records: Sequence[Record], lists: Sequence[Record]) -> float:
    """The share of some records that lie in others."""
    if not lists:
        return 0.0
    ordered = sorted(lists, key=lambda r: r.a)
    starts = [r.a for r in ordered]
    before = (bisect_left(starts, r.b) for r in records)
    return sum(at > 0 and ordered[at - 1].b > r.a for at, r in zip(before, records, strict=True)) / len(records)


def _alone(scene: Scene, sight: Sight, url: str | None) -> list[Row]:
    """The only post of a page that looks like a forum's."""
    record = alone(scene)
    rows = _rows(scene, sight, [record]) if record else []
    return rows if rows and is_forum(scene, rows[0], url) else []


def _rows(scene: Scene, sight: Sight, records: list[Record]) -> list[Row]:
    """Records with what is found in them."""
    bodies = bodies_of(scene, records)
    places = [body for body, _ in bodies]
    times = times_of(scene, records, sight, places)
    authors = authors_of(scene, records, places, times)
    return [Row(r, *b, t, a) for r, b, t, a in zip(records, bodies, times, authors, strict=True)]


def _post(page: Page, scene: Scene, sight: Sight, row: Row, names: Collection[str]) -> Post:
    """One post from its record."""
    record, body, time, person = row.record, row.body, row.time, row.author
    cues = [i for i in (time, person) if i is not None and not row.signed]
    done = text_of_record(scene, record, body, cues) if body is not None else Rendered("")
    if row.signed and person is not None:
        done = unsigned(scene, done, person)
    posted, raw = _posted(scene, sight, time) if time is not None else (None, None)
    href = permalink_of(scene, record, time, body)
    floor, label = floor_of(scene, record, body)
    return Post(
        id=post_id_of(scene, record, href),
        url=page.join(href),
        floor=floor,
        floor_label=label,
        author=_author(page, scene, person, done),
        posted_at=posted,
        posted_raw=raw,
        edited_at=_edited(sight, done),
        body=done.text,
        marks=done.marks,
        quotes=quotes_of(done.lifted, names),
        images=page.join_all(done.images),
        links=page.join_all(done.links),
    )


def _posted(scene: Scene, sight: Sight, time: int) -> tuple[str | None, str]:
    """A post's time, and how the page shows it."""
    said = scene.cues.times[time]
    if time in scene.cues.exact:
        shown = scene.page.text(time)
        return scene.cues.exact[time], shown if 0 < len(shown) < LONGEST_TIME else said
    said = with_clock(scene.page, time, said)
    found = sight.find(said)
    return (found[0], found[1]) if found else (None, said)


def _author(page: Page, scene: Scene, person: int | None, done: Rendered) -> Author:
    """The author, the address of the member's page made absolute, with the signature that stood in the text."""
    author = author_at(scene, person) if person is not None else Author()
    signature = next((item.text for item in done.lifted if item.label == "signature" and item.text), None)
    return msgspec.structs.replace(author, url=page.join(author.url) if author.url else None, signature=signature)


def _edited(sight: Sight, done: Rendered) -> str | None:
    """When a post was changed, by the note in it."""
    for note in done.lifted:
        if note.label == "edited" and (found := sight.find(" ".join(note.text.split()))):
            return found[0]
    return None
