"""
Talk pages of wikis: paragraphs that end with their author's name and the time ("… Ines (talk) 10:00, 3 March 2023 (UTC)").

There is no record around a post: it is the paragraphs up to a signature, and an answer is a list inside the list of what it answers.
"""

import re
from collections.abc import Container, Iterator

import msgspec

from ...markup import Rendered
from .fields import name_at
from .groups import Record, Scene, nest
from .members import Row
from .outline import Outline

__all__ = ["signed_rows", "unsigned"]

BLOCKS = frozenset({"p", "dd", "li", "div", "blockquote"})
MEMBER = re.compile(r"(?:/wiki/|title=|index\.php/)[^/?&#:]{2,40}(?::|%3A)[^/?&#]", re.IGNORECASE)  # a page in a name space: "User:Ines"
ZONE = re.compile(r"\d[^()]{0,40}\([A-Z]{2,5}\)$")  # wikis print the zone of a signature
NEAR = 8  # pieces between a name and the time
BUTTON = 12  # code points behind a signature: "[reply]"
FEWEST = 2  # signatures on a page: a single one may be a note
TAIL = 110  # code points from a name to the end of its signature


def signed_rows(scene: Scene) -> list[Row]:
    """The posts of a page whose paragraphs are signed; empty where they are not."""
    found = {block: (time, person) for block, time, person in _signatures(scene)}
    if len(found) < FEWEST:
        return []
    runs = _runs(scene.page, found)
    records = nest([Record(scene.page, runs.get(i, [i]), scene.page.last[i], scene.page.until[i], scene.page.ends[i]) for i in found])
    return [Row(r, r.tops[0] if len(r.tops) == 1 else -1, True, *found[r.tops[-1]], signed=True) for r in records]


def _signatures(scene: Scene) -> Iterator[tuple[int, int, int]]:
    """The paragraphs whose own text ends with a link to a member and a time; with the elements of the time and the link."""
    page, times = scene.page, scene.cues.times
    people = {page.first[i]: i for i in scene.cues.people if page.tags[i] == "a" and MEMBER.search(page.href(i))}
    for p in (p for p, text in enumerate(page.texts) if people and text.endswith(")") and ZONE.search(text)):
        block, time = _block(page, p), next((i for i in page.up(page.owners[p]) if i in times), -1)
        near = [people[q] for q in range(max(0, p - NEAR), p) if q in people and _block(page, q) == block]
        behind = sum(len(page.texts[q]) for q in range(p + 1, min(p + NEAR, len(page.texts))) if _block(page, q) == block)
        if near and 0 <= block <= time and behind <= BUTTON:
            yield block, time, near[-1]


def _block(page: Outline, p: int) -> int:
    """The paragraph or item of a list that a piece of text stands in; -1 for none."""
    return next((i for i in page.up(page.owners[p]) if page.tags[i] in BLOCKS), -1)


def _runs(page: Outline, signed: Container[int]) -> dict[int, list[int]]:
    """The signed paragraphs, each with those right before it that nobody signed."""
    runs: dict[int, list[int]] = {}
    for above in {page.parents[i] for i, tag in enumerate(page.tags) if tag == "p" and i in signed}:
        run: list[int] = []
        for i in page.children(above):
            run = [*run, i] if page.tags[i] == "p" else []
            if i in signed and run:
                runs[i], run = run, []
    return runs


def unsigned(scene: Scene, done: Rendered, person: int) -> Rendered:
    """A text without the signature at its end."""
    at = done.text.rfind(name_at(scene, person))
    if at < 0 or len(done.text) - at > TAIL:
        return done
    text = done.text[:at].rstrip(" \n—–-~(|")
    return msgspec.structs.replace(done, text=text, marks=tuple(m for m in done.marks if m.end <= len(text)))
