"""A reader for forums that nobody named: it finds the record that repeats, and says how sure it is."""

from ...markup import Page, Rendered
from ...model import Author, Post, RawQuote, Thread, ThreadPage
from .bodies import bodies_of
from .cues import Sight, cues_of
from .fields import authors_of, times_of, with_clock
from .groups import Scene, best_groups
from .members import Row, posts_among
from .outline import outline
from .texts import text_of_record
from .weights import weigh

__all__ = ["read_generic"]


def read_generic(page: Page) -> ThreadPage | None:
    """The discussion on a page, or ``None`` where there is none."""
    lines = outline(page.root.html or "")
    sight = Sight(page.fetched_at, "ymd", page.timezone)
    cues = cues_of(lines, sight)
    scene = Scene(lines, cues, weigh(lines, cues))
    groups = best_groups(scene)
    if not groups:
        return None
    group = groups[0]
    records = group.records
    bodies = bodies_of(scene, records)
    times = times_of(scene, records, sight)
    authors = authors_of(scene, records, bodies)
    rows = [Row(*row) for row in zip(records, bodies, times, authors, strict=True)]
    posts = [_post(page, scene, sight, row) for row in posts_among(scene, rows)]
    if not posts:
        return None
    return ThreadPage(thread=Thread(engine="generic", charset=page.charset), posts=tuple(posts), warnings=tuple(page.warnings))


def _post(page: Page, scene: Scene, sight: Sight, row: Row) -> Post:
    """One post from its record."""
    record, body, time, person = row.record, row.body, row.time, row.author
    lines, cues = scene.page, scene.cues
    done = text_of_record(scene, record, body, [i for i in (time, person) if i is not None]) if body is not None else Rendered("")
    said = with_clock(lines, time, cues.times[time]) if time is not None else None
    found = sight.find(said) if said else None
    shown = lines.text(time) if time is not None and lines.tags[time] == "time" else None
    return Post(
        author=Author(name=cues.people[person] if person is not None else None),
        posted_at=found[0] if found else None,
        posted_raw=shown or (found[1] if found else said),
        body=done.text,
        marks=done.marks,
        quotes=tuple(RawQuote(body=q.text, marks=q.marks) for q in done.lifted if q.label == "quote"),
        images=page.join_all(done.images),
        links=page.join_all(done.links),
    )
