"""The generic reader on pages of many shapes: those that hold a discussion, and those that look like one and do not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scraper.engines.generic import read_generic
from scraper.markup import Page
from scraper.model import Capture, ThreadPage
from scraper.pipeline import read

SHAPES = Path(__file__).parents[1] / "fixtures" / "shapes"
FETCHED = "2024-01-01T00:00:00Z"


def shapes(kind: str) -> list[Path]:
    return sorted((SHAPES / kind).glob("*.html"))


def load(path: Path) -> tuple[dict[str, Any], str]:
    """What the comment at a page's head says of it, and the page."""
    head, _, html = path.read_text("utf-8").partition("-->\n")
    return json.loads(head.removeprefix("<!--")), html


@pytest.mark.parametrize("path", shapes("threads"), ids=lambda path: path.stem)
def test_each_post_of_a_discussion_is_read_once(path: Path) -> None:
    said, html = load(path)
    found = read_generic(Page(html, url=said["url"], fetched_at=FETCHED))
    read = [(post.author.name, post.body) for post in found.posts] if found else []
    assert [name for name, _ in read] == [name for name, _ in said["posts"]]
    assert [body[: len(text)] for (_, body), (_, text) in zip(read, said["posts"], strict=True)] == [text for _, text in said["posts"]]


@pytest.mark.parametrize("path", shapes("threads"), ids=lambda path: path.stem)
def test_no_text_of_a_discussion_stands_in_two_posts(path: Path) -> None:
    said, html = load(path)
    found = read_generic(Page(html, url=said["url"], fetched_at=FETCHED))
    bodies = [post.body for post in found.posts] if found else []
    assert all(text not in body for n, (_, text) in enumerate(said["posts"]) for m, body in enumerate(bodies) if m != n)


@pytest.mark.parametrize("known", [True, False], ids=["with its address", "without"])
@pytest.mark.parametrize("path", shapes("none"), ids=lambda path: path.stem)
def test_what_is_no_discussion_has_no_posts(path: Path, known: bool) -> None:
    said, html = load(path)
    assert read_generic(Page(html, url=said["url"] if known else None, fetched_at=FETCHED)) is None


OURS = '<div data-xf-init="responsive"><a href="https://www.simplemachines.org">SMF</a></div>'
"""Signs of two engines, as a page of an unknown version or skin has them."""

LOGIN = '<form id="loginform" action="/login"><input type="password" name="p" value=""></form>'


@pytest.mark.parametrize("extra", [OURS, OURS + LOGIN], ids=["signed", "with a form to log in"])
@pytest.mark.parametrize("path", shapes("threads"), ids=lambda path: path.stem)
def test_a_discussion_in_no_layout_of_its_engine_is_read_all_the_same(path: Path, extra: str) -> None:
    said, html = load(path)
    body = re.sub(r"(?=</body>|\Z)", extra, html, count=1).encode()
    found = read(Capture(source=path.name, body=body, url=said["url"], fetched_at=FETCHED))
    assert isinstance(found, ThreadPage)
    assert len(found.posts) == len(said["posts"])


@pytest.mark.parametrize("path", shapes("none"), ids=lambda path: path.stem)
def test_another_view_of_a_known_engine_is_no_thread(path: Path) -> None:
    said, html = load(path)
    body = re.sub(r"(?=</body>|\Z)", OURS, html, count=1).encode()
    found = read(Capture(source=path.name, body=body, url=said["url"], fetched_at=FETCHED))
    assert not isinstance(found, ThreadPage)
