"""
The HTML view: records in, one self-contained page out, in pieces as it is made.

The page asks the network for nothing: its Content-Security-Policy admits one style sheet and one script, each by its hash, and
pictures only as ``data:``. Pictures of posts are links. What pages wrote is escaped by jinja2, bodies go through nh3 on top.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..errors import UsageError
from ..model import Record, Thread
from ..version import __version__
from .body import safe_url
from .overview import AuthorFigures, Overview, author_key, overview
from .posts import Cards, post_view
from .threads import ThreadView, host, language, threads_of
from .whole import whole

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


__all__ = ["view", "write_view"]

CHUNK = 50  # posts in a box that the browser lays out when it comes near: 10,000 posts are 200 boxes
CHOICES = 500  # authors in the filter and in the table; a longer list helps nobody


class Policy(NamedTuple):
    """What the page allows itself."""

    style: str
    script: str

    def __str__(self) -> str:
        return (
            f"default-src 'none'; style-src '{self.style}'; script-src '{self.script}'; img-src data:; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )


def view(records: Iterable[Record], *, title: str | None = None) -> Iterator[str]:
    """
    One HTML page of the records, in pieces; ``title`` is by default the thread's.

    Raises ``UsageError`` where there is no record, and where the extra ``view`` is not installed.

    >>> "".join(view([]))
    Traceback (most recent call last):
    scraper.errors.UsageError: nothing to show: no posts in the input
    """
    threads = threads_of(records)
    if not threads:
        raise UsageError("nothing to show: no posts in the input")
    yield from _page(threads, title or _title(threads))


def write_view(records: Iterable[Record], path: str | Path, *, title: str | None = None) -> None:
    """The same into a file, written beside it and renamed, so that it is whole or not there. Raises ``OutputError``."""
    with whole(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.writelines(view(records, title=title))


def _page(threads: Sequence[ThreadView], title: str) -> Iterator[str]:
    env = _environment()
    from markupsafe import Markup

    from .charts import charts

    css, js = _asset("view.css"), _asset("view.js")
    figures = overview(threads)
    cards = Cards(env, {author_key(a.author): a.index for a in figures.authors})
    shown = [_thread(env, cards, thread) for thread in threads]
    stream = env.get_template("view.html.j2").stream(
        title=title,
        version=__version__,
        policy=str(Policy(_hash(css), _hash(js))),
        css=Markup(css),
        js=Markup(js),
        figures=figures,
        chosen=[_chosen(a) for a in figures.authors[:CHOICES]],
        account=_account(figures),
        charts=charts(figures, threads),
        threads=shown,
        about=shown[0]["about"] if len(shown) == 1 else [f"{len(shown)} threads"],
        source=shown[0]["source"] if len(shown) == 1 else None,
    )
    stream.enable_buffering(500)
    yield from stream


@cache
def _environment() -> "Environment":
    """jinja2 with autoescape; its absence is answered in words."""
    try:
        import jinja2
        import nh3  # noqa: F401 asked here, used by body.py
        import pygal  # noqa: F401 and by charts.py
    except ImportError as error:
        raise UsageError(f"the view needs {error.name}: pip install 'forum-scraper[view]'") from None
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=False, undefined=jinja2.StrictUndefined)


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """The hash by which a Content-Security-Policy knows an inline block."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _title(threads: Sequence[ThreadView]) -> str:
    if len(threads) == 1:
        return threads[0].title
    boards = {thread.thread.board[-1] for thread in threads if thread.thread.board}
    return f"{next(iter(boards)) if len(boards) == 1 else 'Threads'} ({len(threads)})"


def _chosen(figures: AuthorFigures) -> Mapping[str, object]:
    return {**msgspec.structs.asdict(figures), "url": safe_url(figures.author.url)}


def _account(figures: Overview) -> str:
    """Whether all is there, in a sentence."""
    if figures.announced is None:
        return "The pages do not say how many posts there should be."
    if figures.stored >= figures.announced and not figures.lost:
        return f"Complete: {figures.stored:,} of {figures.announced:,} announced posts are here, no floor is missing."
    here = f"{figures.stored:,} of {figures.announced:,} announced posts are here"
    return f"{here}; {figures.lost:,} {'floor is' if figures.lost == 1 else 'floors are'} missing."


def _thread(env: "Environment", cards: "Cards", thread: ThreadView) -> dict[str, Any]:
    """What the template needs of a thread; its posts are made while it is written."""
    return {
        "anchor": thread.anchor,
        "title": thread.title,
        "language": language(thread.posts),
        "about": _about(thread.thread, thread.posts),
        "source": safe_url(thread.thread.url),
        "contents": thread.contents,
        "long": len(thread.posts) > 2 * CHUNK,
        "chunks": _chunks(env, cards, thread),
    }


def _about(thread: Thread, posts: Sequence[Record]) -> list[str]:
    """A line about a thread: where it stands, what read it, how often it was seen."""
    boards = thread.board or ((thread.site,) if thread.site else ())
    taken = max((post.fetched_at or "" for post in posts), default="")[:10]
    words = [
        " › ".join(boards),
        host(thread.url or ""),
        f"{thread.engine} {thread.engine_version or ''}".strip(),
        f"{thread.views:,} views" if thread.views is not None else "",
        f"{thread.replies:,} replies" if thread.replies is not None else "",
        *(f"#{tag}" for tag in thread.tags),
        f"taken {taken}" if taken else "",
    ]
    return [word for word in words if word]


def _chunks(env: "Environment", cards: "Cards", thread: ThreadView) -> Iterator[Iterator["Markup"]]:
    for start in range(0, len(thread.posts), CHUNK):
        yield _posts(env, cards, thread, range(start, min(start + CHUNK, len(thread.posts))))


def _posts(env: "Environment", cards: "Cards", thread: ThreadView, numbers: range) -> Iterator["Markup"]:
    from markupsafe import Markup

    template = env.get_template("post.html.j2")
    for i in numbers:
        yield Markup(template.render(p=post_view(thread, i, cards)))
