"""
Skins change what a forum looks like: class names that only style, the tags of containers, frames and advertisements.

Every thread among the fixtures is read as it is and in four disguises; what is read must stay within two points, and with
the generic reader too. A class name is taken for one that only styles where no engine's file knows it.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec
import pytest

from scraper import encoding
from scraper import engines as package
from scraper.markup import Page
from scraper.model import Capture
from scraper.pipeline import extract

from .cases import FOLDER, capture_of, cases

CLASSES = re.compile(r' class="([^"]*)"')
FRAMED = re.compile(r"<(/?)(div|section|article)(?=[\s>])([^>]*)>")
ADVERT = '<div class="sponsored-box"><a href="/out?to=7">Oars of ash, this week only</a></div>'
POST = re.compile(r'<(?:div|li|article|section)[^>]* id="[a-z_-]*(?:post|p|msg|comment|pid)[-_]?\d+"[^>]*>')

Read = list[tuple[str | None, str | None, str]]


@cache
def known_names() -> frozenset[str]:
    """The words of all engines' files: what their selectors rest on."""
    folder = Path(package.__file__).parent
    return frozenset(word for path in folder.rglob("*.py") for word in re.findall(r"[\w-]{2,}", path.read_text("utf-8")))


def only_styles(name: str) -> bool:
    """Whether no selector asks for a class name, or for its beginning."""
    return name not in known_names() and not any(len(word) > 4 and name.startswith(word) for word in known_names())


def without_styles(html: str) -> str:
    """Class names that only style taken off."""

    def kept(found: re.Match[str]) -> str:
        names = [name for name in found[1].split() if not only_styles(name)]
        return f' class="{" ".join(names)}"' if names else ""

    return CLASSES.sub(kept, html)


def framed(html: str) -> str:
    """The whole page in two frames more."""
    return re.sub(r"<body([^>]*)>", r'<body\1><div class="skin-outer"><div class="skin-inner">', html).replace(
        "</body>", "</div></div></body>"
    )


def with_adverts(html: str) -> str:
    """An advertisement before each post."""
    return POST.sub(lambda found: ADVERT + found[0], html)


def renamed(html: str) -> str:
    """Containers that carry no name of their own become other containers."""
    open_tags: list[str] = []
    parts, at = [], 0
    for found in FRAMED.finditer(html):
        slash, tag, attrs = found.groups()
        if slash:
            name = open_tags.pop() if open_tags else tag
        else:
            name = "section" if tag == "div" and " id=" not in attrs and " class=" not in attrs else tag
            open_tags.append(name)
        parts += [html[at : found.start()], f"<{slash}{name}{attrs}>"]
        at = found.end()
    return "".join([*parts, html[at:]])


SKINS: dict[str, Callable[[str], str]] = {"styles": without_styles, "frames": framed, "adverts": with_adverts, "containers": renamed}


def posts_of(capture: Capture) -> Read:
    return [(post.author.name, post.posted_at, post.text) for post in extract(capture).posts]


def threads() -> Iterable[Capture]:
    """The captures of all fixtures that are threads in HTML."""
    for case in cases():
        if (case / "page.html").exists() and '"outcome": "thread"' in (case / "expected.json").read_text("utf-8"):
            yield capture_of(case)


def disguised(capture: Capture, skin: Callable[[str], str]) -> Capture:
    html = Page(encoding.decode(capture.body, headers=capture.headers).text).root.html or ""
    return msgspec.structs.replace(
        capture, body=skin(html).encode(), headers={"content-type": "text/html; charset=utf-8"}, encoding="utf-8"
    )


def agreement(pairs: Iterable[tuple[Read, Read]]) -> float:
    """The share of posts that are read the same, of all that were read either way."""
    same = total = 0
    for plain, dressed in pairs:
        rest = list(dressed)
        same += sum(post in rest and not rest.remove(post) for post in plain)  # type: ignore[func-returns-value]
        total += max(len(plain), len(dressed))
    return same / total


@pytest.mark.parametrize("skin", SKINS)
def test_engines_read_the_same_in_another_skin(skin: str) -> None:
    assert agreement((posts_of(c), posts_of(disguised(c, SKINS[skin]))) for c in threads()) >= 0.98


@pytest.mark.parametrize("skin", SKINS)
def test_the_generic_reader_finds_the_same_posts_in_another_skin(skin: str) -> None:
    own = [msgspec.structs.replace(c, engine="generic") for c in threads()]
    found = ((posts_of(c), posts_of(disguised(c, SKINS[skin]))) for c in own)
    assert agreement(([(who, None, "") for who, _, _ in a], [(who, None, "") for who, _, _ in b]) for a, b in found) >= 0.98


def test_the_disguises_change_something() -> None:
    page = (FOLDER / "generic" / "div-forum" / "page.html").read_text("utf-8").replace("beitrag", "post")
    assert all(skin(page) != page for name, skin in SKINS.items() if name != "containers")
    assert renamed("<div><div id=a></div></div>") == "<section><div id=a></div></section>"
