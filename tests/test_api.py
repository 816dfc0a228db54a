"""What ``import scraper`` offers: complete, sorted, documented, typed, silent."""

import inspect
from pathlib import Path

import pytest

import scraper

DEMO = Path(__file__).parent.parent / "demo" / "site"


def test_all_is_sorted_and_every_name_is_there_and_documented() -> None:
    assert scraper.__all__ == sorted(scraper.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    for name in scraper.__all__:
        value = getattr(scraper, name)
        if not name.startswith("__") and name != "PRESETS":
            assert inspect.getdoc(value), f"{name} has no docstring"


def test_the_module_and_the_functions_of_one_name_do_not_get_in_each_others_way() -> None:
    import scraper.clean.edits
    import scraper.crawling

    assert callable(scraper.clean)
    assert callable(scraper.crawl)
    assert scraper.crawl_sync is scraper.crawling.crawl_sync


def test_bytes_and_text_of_a_page_give_the_same_posts(capsys: pytest.CaptureFixture[str]) -> None:
    body = (DEMO / "page-1.html").read_bytes()
    url = "https://bbs.example/read.php?tid=42"
    from_bytes, from_text = scraper.extract(body, url=url), scraper.extract(body.decode(), url=url)
    assert from_bytes.outcome.kind == "thread"
    assert [post.text for post in from_bytes.posts] == [post.text for post in from_text.posts]
    assert from_bytes.posts[0].thread.url == url
    assert capsys.readouterr() == ("", "")


def test_every_cut_of_a_page_can_be_put_back() -> None:
    posts = scraper.extract((DEMO / "page-1.html").read_bytes()).posts
    assert any(post.edits for post in posts)
    for post in posts:
        before = scraper.restore(post.text, post.edits)
        for edit in post.edits:
            assert before[edit.start : edit.end] == edit.cut
            assert edit.proof is not None
            assert edit.proof.generator == "phpwind-126"


def test_a_dump_is_read_too() -> None:
    text = "\n".join(
        (
            "主题 : 旧闹钟",
            "钟匠离线",
            "级别: 会员",
            "",
            "UID: 31",
            "发帖: 120",
            "注册时间: 2008-02-02",
            "最后登录: 2012-04-16",
            "楼主 发表于: 2012-07-25  ",
            "",
            "旧闹钟",
            "",
            "上发条之前先上油。 OSlvwH%(EE  ",
            "等一个晚上再走。",
        )
    )
    page = scraper.extract(text)
    assert [(post.author.name, post.floor, post.text) for post in page.posts] == [("钟匠", 1, "上发条之前先上油。\n等一个晚上再走。")]


NOT_PAGES = ["", "x", "{}", "<", "<html></html>", "\x00" * 10, "\ud800"]


@pytest.mark.parametrize("text", NOT_PAGES)
def test_what_is_no_page_has_an_outcome(text: str) -> None:
    page = scraper.extract(text)
    assert page.posts == ()
    assert page.outcome.kind in ("empty", "unknown-engine", "broken")
    assert page.outcome.reason


def test_settings_are_values() -> None:
    archive = scraper.extract((DEMO / "page-1.html").read_bytes(), settings=scraper.PRESETS["archive"]).posts[0]
    assert "OSlvwH" in archive.text
    assert [edit.put for edit in archive.edits] == [edit.cut for edit in archive.edits]


@pytest.mark.parametrize("view", ["mybb/archive", "mybb/print", "smf/print"])
def test_a_known_engines_other_view_is_not_read_as_a_forum_nobody_named(view: str) -> None:
    page = (Path(__file__).parent / "fixtures" / "engines" / view / "page.html").read_bytes()
    outcome = scraper.extract(page).outcome
    assert (outcome.kind, "view of a thread" in (outcome.reason or "")) == ("skipped", True)
