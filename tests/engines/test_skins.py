"""
Skins change what a forum looks like: class names that only style, the tags of containers, frames and advertisements.

Every thread among the fixtures is read as it is and in each disguise; its posts must read the same. Where a disguise takes what the
engine itself has no other sign for, the case is named with the reason.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import pytest

from scraper import encoding
from scraper import engines as package
from scraper.markup import Page
from scraper.model import Capture
from scraper.pipeline import extract

from .cases import capture_of, cases
from .disguises import SKINS, Skin, without

Read = list[tuple[str | None, str | None, str]]

EXCEPT: dict[str, tuple[str, ...]] = {
    # posts that are rows and cells and have no other bounds
    "tables": (
        "discuz/41-", "discuz/55-", "hackernews/", "invision/v1-", "invision/v2-", "jforum/thread", "mybb/print", "phorum/", "phpbb/1.4-",
        "phpbb/2-", "phpbb/subsilver2-", "phpwind/51-", "phpwind/53-", "phpwind/73-", "phpwind/75-", "smf/1-numbered-", "somethingawful/", "vbulletin/v2-",
        "woltlab/wbb2-", "xiuno/thread-early-table", "yabb/",
    ),
    # pages whose only names are sizes of letters
    "utilities": ("discuz/41-", "discuz/x34-mobile-1", "jforum/thread", "phpbb/2-", "yabb/"),
    # captions and headings of a body that nothing but their tag tells from its text
    "paragraphs": (
        "discuz/60-", "discuz/72-archiver", "discuz/x34-archiver", "discuz/x34-comiis/", "discuz/x35-touch-all-", "fluxbb/punbb-12-", "generic/",
        "phpwind/87-simple", "somethingawful/", "vbulletin/v2-", "woltlab/wbb4-",
    ),
    "inside": ("discuz/60-",),
    # pages that are asked for by name; nobody skins them
    "italics": ("mybb/print", "smf/print", "reddit/old-"),
    "outside": ("discourse/0.8-", "flarum/0.1-markup", "smf/print"),
}  # fmt: skip


@cache
def known_names() -> frozenset[str]:
    """The words of all engines' files: what their selectors rest on."""
    folder = Path(package.__file__).parent
    return frozenset(word for path in folder.rglob("*.py") for word in re.findall(r"[\w-]{2,}", path.read_text("utf-8")))


def only_styles(name: str) -> bool:
    """Whether no selector asks for a class name, for its beginning or its end."""
    return name not in known_names() and not any(len(word) > 4 and (name.startswith(word) or name.endswith(word)) for word in known_names())


DISGUISES: dict[str, Skin] = {"styles": without(only_styles), **SKINS}


def posts_of(capture: Capture) -> Read:
    return [(post.author.name, post.posted_at, "".join(post.text.split())) for post in extract(capture).posts]


@cache
def threads() -> tuple[Capture, ...]:
    """The captures of all fixtures that are threads in HTML."""
    return tuple(
        capture_of(case)
        for case in cases()
        if (case / "page.html").exists() and '"outcome": "thread"' in (case / "expected.json").read_text("utf-8")
    )


def disguised(capture: Capture, skin: Skin) -> Capture:
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


@pytest.mark.parametrize("skin", DISGUISES)
def test_engines_read_the_same_in_another_skin(skin: str) -> None:
    held = EXCEPT.get(skin, ())
    asked = [c for c in threads() if not c.source.startswith(held)]
    assert [c.source for c in asked if posts_of(c) != posts_of(disguised(c, DISGUISES[skin]))] == []


def test_what_is_excepted_differs() -> None:
    """A case that reads the same after all is no exception any more; the generic reader weighs, and may find it either way."""
    for skin, held in EXCEPT.items():
        for prefix in set(held) - {"generic/"}:
            found = [c for c in threads() if c.source.startswith(prefix)]
            assert any(posts_of(c) != posts_of(disguised(c, DISGUISES[skin])) for c in found), (skin, prefix)


@pytest.mark.parametrize("skin", [skin for skin in DISGUISES if skin not in ("utilities", "boxes", "inside", "outside")])
def test_the_generic_reader_finds_the_same_posts_in_another_skin(skin: str) -> None:
    own = [msgspec.structs.replace(c, engine="generic") for c in threads()]
    found = ((posts_of(c), posts_of(disguised(c, DISGUISES[skin]))) for c in own)
    assert agreement(([(who, None, "") for who, _, _ in a], [(who, None, "") for who, _, _ in b]) for a, b in found) >= 0.98


@pytest.mark.parametrize("skin", DISGUISES)
def test_the_disguises_change_something(skin: str) -> None:
    html = """<html><head></head><body><main><section><h1>A</h1><table><tbody><tr><td class="x cl">
    <div id="post_1" class="y"><p><span>a</span><strong>b</strong></p><ul><li>c</li></ul></div></td></tr></tbody></table></section></main>
    </body></html>"""
    assert DISGUISES[skin](html) != html


def test_scripts_and_comments_keep_their_tags() -> None:
    html = '<div><!-- <div> --><script>"<div>"</script></div>'
    assert SKINS["sections"](html) == '<section><!-- <div> --><script>"<div>"</script></section>'
