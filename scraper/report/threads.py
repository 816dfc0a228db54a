"""Records as threads for showing: grouped, in order, each post with an anchor, long threads with a table of contents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ..model import Record, Thread

__all__ = ["Entry", "ThreadView", "distinct", "floors", "gaps", "host", "language", "ranges", "threads_of"]

EACH = 40  # up to so many posts a table of contents names each one
ENTRIES = 60  # beyond, it names at most so many stretches
STEPS = (10, 20, 25, 50, 100, 200, 250, 500, 1000)
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7a3]")
HAN = re.compile("[\u4e00-\u9fff]")


class Entry(NamedTuple):
    """A line of a table of contents: where it leads, and what it says."""

    anchor: str
    label: str
    note: str


class ThreadView(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as it is shown: what the best of its pages says of it, its posts in order, their anchors, also by post id."""

    anchor: str
    thread: Thread
    posts: tuple[Record, ...]
    anchors: tuple[str, ...]
    by_id: dict[str, str]

    @property
    def title(self) -> str:
        """What to call the thread."""
        return self.thread.title or self.thread.url or self.posts[0].source

    def contents(self) -> list[Entry]:
        """Each post of a short thread, stretches of a long one."""
        count = len(self.posts)
        if count <= EACH:
            return [self._entry(i) for i in range(count)]
        step = next((s for s in STEPS if count <= s * ENTRIES), -(-count // ENTRIES))
        return [self._stretch(i, min(i + step, count) - 1) for i in range(0, count, step)]

    def _entry(self, i: int) -> Entry:
        post = self.posts[i]
        return Entry(self.anchors[i], f"{number(post, i)} {post.author.name or '—'}", " ".join(post.text[:80].split()))

    def _stretch(self, first: int, last: int) -> Entry:
        label = f"{number(self.posts[first], first)} – {number(self.posts[last], last)}"
        return Entry(self.anchors[first], label, (self.posts[first].posted_at or "")[:10])


def number(post: Record, i: int) -> str:
    """A post's floor, or its place among the posts shown."""
    return f"#{post.floor if post.floor is not None else i + 1}"


def threads_of(records: Iterable[Record]) -> list[ThreadView]:
    """The records by thread, threads in the order in which they first appear, posts by floor where every post has one."""
    found: dict[tuple[str | None, ...], list[Record]] = {}
    for record in records:
        found.setdefault(_key(record), []).append(record)
    alone = len(found) == 1
    return [_view(i, posts, "" if alone else f"t{i}") for i, posts in enumerate(found.values(), 1)]


def _key(record: Record) -> tuple[str | None, ...]:
    """What tells two threads apart: the site with the thread's id, else its address, else its title."""
    thread = record.thread
    if thread.id:
        return thread.site or host(thread.url or record.url or ""), thread.id
    return thread.site, thread.title or thread.url or record.source


def host(url: str) -> str:
    """
    The host of an address, without its port.

    >>> host("https://bbs.example:8080/read.php")
    'bbs.example'
    """
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]


def _once(posts: Sequence[Record]) -> list[Record]:
    """The posts without the copies that a page saved twice brings: same id (or floor), same text. Versions of an edited post stay."""
    seen: dict[tuple[str | int | None, str], Record] = {}
    for i, post in enumerate(posts):
        name = post.id or post.floor
        seen.setdefault((name if name is not None else -i, post.text), post)
    return list(seen.values())


def _view(i: int, posts: list[Record], prefix: str) -> ThreadView:
    posts = _once(posts)
    if all(post.floor is not None for post in posts):
        posts.sort(key=lambda post: post.floor or 0)
    thread = max((post.thread for post in posts), key=_told)
    anchors = tuple(_anchors(posts, prefix))
    by_id = {post.id: anchor for post, anchor in zip(posts, anchors, strict=True) if post.id}
    return ThreadView(anchor=f"t{i}", thread=thread, posts=tuple(posts), anchors=anchors, by_id=by_id)


def _told(thread: Thread) -> int:
    """How much a page says of its thread; first pages often say more than the later ones."""
    return sum(value not in (None, ()) for value in (thread.title, thread.url, thread.views, thread.replies, thread.tags, thread.board))


def _anchors(posts: Sequence[Record], prefix: str) -> Iterator[str]:
    """``p7`` for floor 7; a post without a floor, or the second one with it, gets its place instead."""
    taken: set[int] = set()
    for i, post in enumerate(posts):
        if post.floor is None or post.floor in taken:
            yield f"{prefix}n{i + 1}"
        else:
            taken.add(post.floor)
            yield f"{prefix}p{post.floor}"


def distinct(view: ThreadView) -> int:
    """How many different posts there are: versions of one count once."""
    return len({post.id or post.floor or -i for i, post in enumerate(view.posts, 1)})


def floors(view: ThreadView) -> list[int]:
    """The floors that are there, sorted, each once."""
    return sorted({post.floor for post in view.posts if post.floor is not None and post.floor > 0})


def gaps(there: Sequence[int]) -> list[int]:
    """
    Floors that are missing between the first floor and the last that is there.

    >>> gaps([2, 3, 6])
    [1, 4, 5]
    """
    known = set(there)
    return [n for n in range(1, max(there, default=0)) if n not in known]


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """
    Sorted numbers as runs.

    >>> list(ranges([1, 4, 5, 6, 9]))
    [(1, 1), (4, 6), (9, 9)]
    """
    first = last = None
    for n in numbers:
        if first is None or last is None:
            first = last = n
        elif n == last + 1:
            last = n
        else:
            yield first, last
            first = last = n
    if first is not None and last is not None:
        yield first, last


def language(
    posts: Sequence[Record], labels: Mapping[str, str] = {"big5": "zh-Hant", "euc-kr": "ko", "euc-jp": "ja", "shift_jis": "ja"}
) -> str | None:
    """
    The language of a thread, as far as its script tells, so that a browser picks the right glyphs; ``None`` where it does not.

    ``labels`` are character encodings that only one language uses.
    """
    charset = next((post.thread.charset for post in posts if post.thread.charset), None)
    if charset and (known := labels.get(charset.lower())):
        return known
    sample = "".join(post.text[:200] for post in posts[:50])
    counts = {"ja": 4 * len(KANA.findall(sample)), "ko": len(HANGUL.findall(sample)), "zh": len(HAN.findall(sample))}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > len(sample) / 10 else None
