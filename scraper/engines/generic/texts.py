"""A body's slice of the page with labels on quotes, code, and what is no text of the author, for ``render`` to read."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ...markup import MARK, Rendered, render
from .classes import kind_of
from .groups import Record, Scene

__all__ = ["text_of_record"]

CITES = frozenset("cite attribution citation header title author head source info".split())
EDIT_NOTE = re.compile(
    r"edited|modified|edit\b|编辑|編輯|修改|bearbeitet|geändert|modifi|editado|modificat|edytowa|redigera|редакт|изменено|bewerkt|düzenle|upraven|編集|수정", re.IGNORECASE
)
QUOTING = frozenset({"blockquote", "div", "table", "fieldset", "dl", "aside", "section", "td", "details", "figure"})
DROPPED = frozenset({"nav", "form", "aside", "header", "footer"})


def text_of_record(scene: Scene, record: Record, body: int, cues: Sequence[int]) -> Rendered:
    """The text of a record: of its body, or of all its elements where ``body`` is -1, without the ``cues`` and the furniture."""
    page = scene.page
    if body >= 0:
        a, b, lo, hi = body, page.last[body], page.starts[body], page.ends[body]
    else:
        a, b, lo, hi = record.a, record.b, record.lo, record.hi
    spoiled = any(a <= i < b for i in cues)
    drops = set(_furniture(scene, a, b, cues)) if spoiled else set()
    drops.update(top for hole in record.holes for top in hole.tops if a < top < b)
    labels = list(_labels(scene, a, b, drops))
    return render(_labelled(page.html, lo, hi, [(page.inside[i], label) for i, label in labels]))


def _labelled(html: str, lo: int, hi: int, labels: Iterable[tuple[int, str]]) -> str:
    parts = []
    for inside, label in labels:
        parts += [html[lo : inside - 1], f' {MARK}="{label}"']
        lo = inside - 1
    parts.append(html[lo:hi])
    return "".join(parts)


def _labels(scene: Scene, a: int, b: int, drops: set[int]) -> Iterator[tuple[int, str]]:
    page = scene.page
    i = a
    while i < b:
        tag, attrs = page.tags[i], page.attrs[i]
        if i in drops:
            yield i, "drop"
            i = page.last[i]
            continue
        kind = kind_of("", attrs) if attrs else None
        if i != a:
            if tag == "pre" or (kind and kind.code and tag in QUOTING):
                yield i, "code"
                i = page.last[i]
                continue
            if i in scene.cues.other and len(note := page.text(i)) < 160 and EDIT_NOTE.search(note):
                yield i, "edited"
                i = page.last[i]
                continue
            if tag == "blockquote" or (kind and kind.quote and tag in QUOTING):
                yield i, "quote"
            elif kind and kind.signature:
                yield i, "signature"
            elif tag == "cite":
                yield i, "cite"
        i += 1


def _furniture(scene: Scene, a: int, b: int, cues: Sequence[int]) -> Iterator[int]:
    """The largest elements that hold cues or furniture and no weight."""
    page, weights = scene.page, scene.weights
    i = a
    while i < b:
        has_text = page.until[i] > page.first[i]
        if not has_text or (i == a and b == page.last[a]):
            i += 1
            continue
        empty = weights.of(page.first[i], page.until[i]) <= 0
        kind = kind_of("", page.attrs[i])
        if empty and (kind.chrome or page.tags[i] in DROPPED or any(i <= c < page.last[i] for c in cues)):
            yield i
            i = page.last[i]
        else:
            i += 1
