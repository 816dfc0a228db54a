"""Engines written as TOML: read like the others, and every mistake is named with its file and key."""

from pathlib import Path

import pytest

from scraper.engines.reading import read_thread
from scraper.engines.toml import engine_from, load
from scraper.errors import UsageError
from scraper.markup import Page

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


WRONG = [
    ({"name": "x"}, "'claims' is missing"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "titel": "h1"}, "did you mean 'title'"),
    ({"name": "x", "claims": ["p"], "post": "p[", "body": "b"}, "no CSS selector"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "post_id": {"attr": "id", "pattern": "msg-("}}, "no regular expression"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "post_id": {"attr": "id", "pattern": "msg"}}, "needs a group"),
    ({"name": "x", "claims": ["p"], "post": "p", "body": "b", "pairs": "words"}, '"lines" is wanted'),
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
