"""Engines written as TOML: read like the others, and every mistake is named with its file and key."""

from pathlib import Path

import pytest

from scraper.commands.options import read_settings
from scraper.engines.base import adapted
from scraper.engines.reading import read_thread
from scraper.engines.toml import engine_from, load
from scraper.errors import UsageError
from scraper.markup import Page
from scraper.settings import ReadSettings, Site

LARKBOARD = r"""
name = "larkboard"
hints = ["Powered by Larkboard"]
claims = ["article.msg"]
post = "article.msg"
body = ".msg-body"
title = "h1.topic"
post_id = { attr = "id", pattern = 'msg-(\d+)' }
floor = ".floor"
card = ".who"
author = "a.nick"
author_url = { css = "a.nick", attr = "href" }
posted = { css = "time", attr = "datetime" }
thread_id = { url = 't=(\d+)' }
thread_url = "topic.php?t={id}"
post_url = "post.php?p={id}"
pairs = "lines"
[marks]
quote = "blockquote"
hidden = ".decoy"
[boards]
thread = "tr.topic"
thread_id = 't=(\d+)'
"""

PAGE = """
<h1 class=topic>Larks at dawn</h1>
<article class=msg id=msg-7><div class=who><a class=nick href="u.php?u=3">Wren</a><p>Posts: 12</p></div><span class=floor>#1</span>
<time datetime="2021-05-06T07:08:00Z">6 May</time><div class=msg-body>Heard two.<b class=decoy>zz</b></div></article>
"""


def test_a_form_in_toml_reads_a_page(tmp_path: Path) -> None:
    file = tmp_path / "larkboard.toml"
    file.write_text(LARKBOARD, "utf-8")
    thread = read_thread(load(str(file)), Page(PAGE, url="https://lark.example/topic.php?t=5&page=1"))
    assert thread is not None
    post = thread.posts[0]
    assert (thread.thread.id, thread.thread.url, thread.thread.title) == ("5", "https://lark.example/topic.php?t=5", "Larks at dawn")
    assert (post.id, post.floor, post.author.name, post.author.stats[0].value) == ("7", 1, "Wren", 12)
    assert (post.url, post.body, post.marks[0].label) == ("https://lark.example/post.php?p=7", "Heard two.zz", "hidden")


def test_statistics_may_stand_in_rows_with_a_label_and_a_value() -> None:
    table = {"name": "x", "claims": ["p"], "post": "article", "body": "b", "pairs": {"row": "li", "label": "i", "value": "u"}}
    thread = read_thread(engine_from(table), Page("<article><b>Hi</b><li><i>Posts</i> <u>12</u></li><li><u>3</u></li></article>"))
    assert thread is not None and [(stat.label, stat.value) for stat in thread.posts[0].author.stats] == [("Posts", 12)]


def test_an_engine_is_read_as_its_site_prints_it() -> None:
    """A site's selectors go before the engine's rules, which stand where they find nothing; where a selector is all, it is replaced."""
    engine = engine_from({"name": "x", "claims": ["p"], "post": "article", "body": ".no", "title": "h1", "posted": "time", "author": ".no"})
    site = Site(selectors={"title": "h2", "posted": ".none", "body": "b", "author": "cite"}, date_order="dmy")
    page = Page("<h1>No</h1><h2>Yes</h2><article><cite>Wren</cite><time>3/4/2021</time><b>Hi</b></article>")
    thread = read_thread(adapted(engine, site), page)
    assert thread is not None
    post = thread.posts[0]
    assert (thread.thread.title, post.author.name, post.posted_at, post.body) == ("Yes", "Wren", "2021-04-03", "Hi")
    assert adapted(engine, Site()) is engine


@pytest.mark.parametrize(
    ("selectors", "said"),
    [
        ({"titel": "h1"}, "no field is called 'titel'; did you mean 'title'"),
        ({"pairs": "p"}, "'pairs'"),
        ({"title": "h1["}, "no CSS selector"),
    ],
)
def test_a_mistake_in_a_sites_selectors_is_named(selectors: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_settings(ReadSettings(sites={"bbs.example": Site(selectors=selectors)}))


def test_a_sites_selector_of_what_is_no_rule_is_refused() -> None:
    with pytest.raises(UsageError, match="'pairs'"):
        adapted(engine_from({"name": "x", "claims": ["p"], "post": "p", "body": "b"}), Site(selectors={"pairs": "p"}))


WRONG = [
    ({"name": "x"}, "'claims' is missing"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "titel": "h1"}, "did you mean 'title'"),
    ({"name": "x", "claims": ["p"], "post": "p[", "body": "b"}, "no CSS selector"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "post_id": {"attr": "id", "pattern": "msg-("}}, "no regular expression"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "post_id": {"attr": "id", "pattern": "msg"}}, "needs a group"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "pairs": "words"}, '"lines" is wanted'),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "marks": "quote"}, "a table of labels and selectors"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "boards": "tr"}, "a table is wanted"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "boards": {"thraed": "tr"}}, "no field is called 'thraed'"),
]


@pytest.mark.parametrize(("table", "message"), WRONG)
def test_a_mistake_is_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(").replace("[", r"\[")):
        engine_from(table, "lark.toml")


@pytest.mark.parametrize("text", ["name = ", "name = " + "9" * 5000, "name = " + "[" * 5000], ids=["cut", "long", "deep"])
def test_a_file_that_is_no_toml_or_not_there(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(text, "utf-8")
    for path in (bad, tmp_path / "none.toml"):
        with pytest.raises(UsageError, match=path.name):
            load(str(path))
