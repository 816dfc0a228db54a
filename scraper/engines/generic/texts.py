"""A body's slice of the page with labels on quotes, code, and what is no text of the author, for ``render`` to read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ...markup import MARK, Lifted, Rendered, render
from ...model import Mark
from ..base.citations import SAID
from .classes import Kind
from .cues import BUTTON_WORDS
from .groups import Record, Scene
from .outline import Outline

__all__ = ["text_of_record"]

CITES = frozenset("cite attribution citation sourcejump quoteheader quotetitle quoteauthor quotecite".split())
EDIT_NOTE = re.compile(
    r"edited|modified|edit\b|编辑|編輯|修改|bearbeitet|geändert|modifi|editado|modificat|edytowa|redigera|редакт|изменено|bewerkt|düzenle|upraven|編集|수정",
    re.IGNORECASE,
)
POSTED = re.compile(r"\b(?:posted|originally posted by|quote from|zitat von|citation de|cita de|citat från)\b", re.IGNORECASE)
EDITED = re.compile(
    rf"\W{{0,5}}(?:this (?:post|message) (?:was|has been)|last|post|最后|最後|本帖最后由|本帖最後由)?.{{0,40}}?(?:{EDIT_NOTE.pattern})",
    re.IGNORECASE,
)
QUOTED = re.compile(r"(?:quote|zitat|引用|citation|cita|cytat|цитата|alıntı)\s*[:：]", re.IGNORECASE)
BROKEN = re.compile(r"<(?:br|p|div|td|table)\b")  # more than a line: the note is a part of it
RULE = "\n__________"
SIGNATURE = 600  # code points
CAPTIONS = frozenset("codeheader codetitle quotecaption toolbar codetop meta".split())
CAPTION = re.compile(
    r"(?:php |html )?(?:code|quellcode|代码|代碼|程式碼|コード|код|kod|quote|zitat|引用|citation|cita|cytat|цитата|alıntı)\s*[:：]\s*"
    r"(?:select(?: all)?|\[?(?:select|copy|expand)[^\]]*\]?|复制代码|複製代碼|\s)*|copy code|复制代码|複製代碼|copy to clipboard",
    re.IGNORECASE,
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
    done = _unsigned(render(_labelled(page.html, lo, hi, [(page.inside[i], label) for i, label in labels])))
    return _unverbed(done) if spoiled else done


def _unverbed(done: Rendered) -> Rendered:
    """A text without the verb or the signs that stood between the author and the time: "says:", "|"."""
    head, line, rest = done.text.partition("\n")
    if not rest or any(map(str.isalnum, SAID.sub("", head.lower()))):
        return done
    cut = len(head + line) + len(rest) - len(rest.lstrip("\n"))
    marks = tuple(Mark(m.label, max(0, m.start - cut), m.end - cut) for m in done.marks if m.end > cut)
    return msgspec.structs.replace(done, text=done.text[cut:], marks=marks)


def _unsigned(done: Rendered) -> Rendered:
    """A text without the signature behind the line of underscores that old forums print before it; that is lifted out."""
    end = done.text.rfind(RULE)
    head, _, signature = done.text[end + 1 :].partition("\n") if end > 0 else ("", "", "")
    if not signature or head.strip("_ \xa0") or len(signature) > SIGNATURE:
        return done
    marks = tuple(mark for mark in done.marks if mark.end <= end)
    lifted = (*done.lifted, Lifted("signature", "", text=signature.strip()))
    return msgspec.structs.replace(done, text=done.text[:end].rstrip(), marks=marks, lifted=lifted)


def _labelled(html: str, lo: int, hi: int, labels: Iterable[tuple[int, str]]) -> str:
    parts = []
    for inside, label in labels:
        parts += [html[lo : inside - 1], f' {MARK}="{label}"']
        lo = inside - 1
    parts.append(html[lo:hi])
    return "".join(parts)


def _labels(scene: Scene, a: int, b: int, drops: set[int]) -> Iterator[tuple[int, str]]:
    page = scene.page
    quotes: list[int] = []
    captioned: set[int] = set()
    i = a
    while i < b:
        tag, attrs = page.tags[i], page.attrs[i]
        if i in drops:
            yield i, "drop"
            i = page.last[i]
            continue
        kind = page.kind(i) if attrs else None
        if i != a:
            if tag == "pre" or (kind and kind.code and tag in QUOTING):
                yield from _code(page, i)
                i = page.last[i]
                continue
            if (kind and kind.advert) or _is_caption(page, i, b, kind):
                yield i, "drop"
                if (quoted := _captioned(page, i, b)) is not None:
                    quotes.append(quoted)
                    yield quoted, "quote"
                    captioned.add(quoted)
                i = page.last[i]
                continue
            if page.until[i] - page.first[i] < 8 and _is_edit_note(scene, i):
                yield i, "edited"
                i = page.last[i]
                continue
            if (tag == "blockquote" and not (kind and kind.text)) or (kind and kind.quote and tag in QUOTING):
                if i not in captioned and not _wraps(page, i, quotes):
                    quotes.append(i)
                    yield i, "quote"
            elif (
                kind
                and kind.signature
                and scene.weights.of(page.first[i], page.until[i]) <= 0.9 * scene.weights.of(page.first[a], page.until[a])
            ):
                yield i, "signature"
            elif tag == "cite" or _cites(page, i, kind, b, quotes):
                yield i, "cite"
                i = page.last[i]
                continue
        i += 1


def _is_edit_note(scene: Scene, i: int) -> bool:
    """Whether an element is the note of an edit: a time that is not the post's, with the word for it before or in it."""
    others = scene.others
    at = bisect_left(others, i)
    if at == len(others) or others[at] >= scene.page.last[i]:
        return False
    page, note = scene.page, scene.page.text(i)
    if len(note) >= 160 or others[at] == i:
        return len(note) < 160 and EDIT_NOTE.search(note) is not None
    return EDITED.match(note) is not None and not BROKEN.search(page.html, page.inside[i], page.ends[i])


def _code(page: Outline, i: int) -> Iterator[tuple[int, str]]:
    """A block of code; in a box that has a caption, the code alone."""
    inner = next((j for j in range(i + 1, page.last[i]) if page.tags[j] in ("pre", "code", "ol", "table")), None)
    inner = inner or next((j for j in range(i + 1, page.last[i]) if page.tags[j] == "div" and page.kind(j).text), None)
    if inner is None or page.tags[i] == "pre":
        yield i, "code"
        return
    above = set(page.up(inner))
    j = i + 1
    while j < page.last[i]:
        if j == inner:
            yield j, "code"
            j = page.last[j]
        elif j in above:
            j += 1
        else:
            if len(page.text(j)) <= 40:
                yield j, "drop"
            j = page.last[j]


def _is_caption(page: Outline, i: int, b: int, kind: Kind | None) -> bool:
    """Whether an element is the caption of the code or the quote behind it."""
    if page.until[i] - page.first[i] not in (1, 2, 3) or len(text := page.text(i)) > 40:
        return False
    if kind and not CAPTIONS.isdisjoint(kind.last):
        return True
    return CAPTION.fullmatch(text) is not None and page.last[i] < b


def _captioned(page: Outline, i: int, b: int) -> int | None:
    """The element that a caption says to be a quote: the next one, where nothing else says so."""
    after = page.last[i]
    if not QUOTED.fullmatch(page.text(i)) or after >= b or page.parents[after] != page.parents[i] or page.tags[after] not in QUOTING:
        return None
    return after


def _wraps(page: Outline, i: int, quotes: list[int]) -> bool:
    """Whether a quote is only the inner frame of the one around it."""
    outer = next((q for q in reversed(quotes) if i < page.last[q]), None)
    return outer is not None and page.until[i] == page.until[outer] and page.first[i] - page.first[outer] <= 3 and i - outer <= 4


def _cites(page: Outline, i: int, kind: Kind | None, b: int, quotes: Sequence[int]) -> bool:
    """Whether a short element before or in a quote says who is quoted."""
    if page.until[i] == page.first[i] or page.until[i] - page.first[i] > 6 or len(text := page.text(i)) > 90:
        return False
    if kind and not CITES.isdisjoint(kind.last):
        return True
    after = page.last[i]
    heads = any(page.first[q] == page.first[i] and i < page.last[q] and page.until[i] < page.until[q] for q in quotes)
    quoted = heads or (after < b and (page.tags[after] == "blockquote" or page.kind(after).quote))
    said = SAID.search(text) if quoted else None
    return quoted and (POSTED.search(text) is not None or (said is not None and said[0].strip(" :：") != ""))


def _is_said(page: Outline, p: int, cues: Sequence[int]) -> bool:
    """Whether a piece that weighs nothing may be a text all the same ("+1", "42"): it is no link, no button and no cue."""
    text = page.texts[p]
    if page.links[p] >= 0 or text.strip(" ()[]|·•").lower() in BUTTON_WORDS or not any(map(str.isalnum, text)):
        return False
    return not any(page.first[i] <= p < page.until[i] for i in cues)


def _furniture(scene: Scene, a: int, b: int, cues: Sequence[int]) -> Iterator[int]:
    """The largest elements that hold cues or furniture and no weight; at the edges all that has no weight."""
    page, weights = scene.page, scene.weights
    pieces = range(page.first[a], page.until[b - 1])
    weighty = [p for p in pieces if weights.each[p] > 0] or [p for p in pieces if _is_said(page, p, cues)]
    head, tail = (weighty[0], weighty[-1]) if weighty else (-1, len(page.texts))
    i = a
    while i < b:
        has_text = page.until[i] > page.first[i]
        if not has_text or (i == a and b == page.last[a]):
            i += 1
            continue
        empty = weights.of(page.first[i], page.until[i]) <= 0
        kind = page.kind(i)
        edge = page.until[i] <= head or page.first[i] > tail
        if empty and (edge or kind.chrome or page.tags[i] in DROPPED or any(i <= c < page.last[i] for c in cues)):
            yield i
            i = page.last[i]
        else:
            i += 1
