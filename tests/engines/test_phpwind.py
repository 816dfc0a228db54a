"""phpwind beside its fixtures: addresses of all kinds, rows of pages, floors, ratings, quotes in their three forms."""

import re

import pytest

from scraper.engines import _phpwind as phpwind
from scraper.engines import all_engines, phpwind53, phpwind87, recognise
from scraper.engines.phpwind_simple import ENGINE as SIMPLE
from scraper.engines.reading import read_thread
from scraper.markup import Page

from .cases import FOLDER, capture_of


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("http://f.example/read.php?tid=12&page=2", "12"),
        ("http://f.example/read.php?fid=3&tid=12#90", "12"),
        ("http://f.example/read-htm-tid-12-page-2.html", "12"),
        ("http://f.example/simple/?t12.html", "12"),
        ("http://f.example/simple/?t12_3.html", "12"),
        ("http://f.example/simple/index.php?t12.html", "12"),
        ("http://f.example/html/read/12", "12"),
        ("http://f.example/thread.php?fid=3", None),
    ],
)
def test_a_thread_by_its_address(url: str, number: str | None) -> None:
    assert phpwind.is_thread(url) is (number is not None)
    assert phpwind.thread_id(Page("<p>", url=url)) == number


@pytest.mark.parametrize(
    ("row", "pages", "following"),
    [
        ('<b>1</b><a href="p2">2</a><a href="p9">...9</a>', "9", "p2"),
        ('<a href="p1">1</a><b>2</b><a href="p3">3</a><div class="fl">共3页</div>', "3", "p3"),
        ('<a href="p1">1</a><b> 2 </b>Pages: ( 2/2 total )', "2", None),
        ('<ul><li><b>1</b></li><li><a href="p2">2</a></li><li class="pagesone">Pages: 1/12</li></ul>', "12", "p2"),
        ("<a>返回列表</a>", None, None),
    ],
)
def test_rows_of_pages(row: str, pages: str | None, following: str | None) -> None:
    root = Page(f'<div class="pages">{row}</div>').root
    assert phpwind.pages(root) == pages
    assert phpwind.next_url(root) == following


@pytest.mark.parametrize(
    ("label", "floor"),
    [("楼主", 1), ("沙发", 2), ("板凳", 3), ("地板", 4), ("4楼", 5), ("129楼", 130)],
)
def test_floors_count_from_the_opening_post(label: str, floor: int) -> None:
    assert phpwind87.ENGINE.floor_of(label) == floor


@pytest.mark.parametrize(
    ("url", "floor"),
    [
        ("http://f.example/read.php?tid=12", 8),
        ("http://f.example/read.php?tid=12&uid=5", None),
        ("http://f.example/read-htm-tid-12-uid-5.html", None),
        ("http://f.example/read.php?tid=12&uid=0", 8),
    ],
)
def test_posts_of_one_author_have_numbers_but_no_floors(url: str, floor: int | None) -> None:
    html = '<div id="readfloor_4"><div class="tipTop"><a class="s2 b">7楼</a></div><div class="tpc_content"><div id="read_4">Salt.</div></div></div>'
    found = read_thread(phpwind87.ENGINE, Page(html, url=url))
    assert found and [(post.floor_label, post.floor) for post in found.posts] == [("7楼", floor)]


def test_a_pinned_post_keeps_its_floor() -> None:
    html = '<div class="tipTop"><a class="s2 b cp">置顶</a>&nbsp;(来自<a href="u" class="s6 mr5">7楼)</a></div>'
    root = Page(html).root
    assert phpwind87.floor(root) == "7楼"
    assert "pinned" in phpwind87.states(root)


@pytest.mark.parametrize(
    ("html", "sums"),
    [
        (
            '<div id="mark_1"><table><tr id="pingLogTr_1"><td>ann</td><td>威望</td><td><b>+5</b></td><td>x</td></tr></table></div>',
            {"威望": 5},
        ),
        (
            '<div id="mark_1"><table><tr id="pingLogTr_1"><td>威望</td><td><b>+5</b></td></tr>'
            '<tr id="pingLogTr_2"><td>威望</td><td><b>-2</b></td></tr></table></div>',
            {"威望": 3},
        ),
        ('<div class="tips"><li>ann:威望+2(well said)</li><li>bob:铜板-1(-)</li></div>', {"威望": 2, "铜板": -1}),
        ("<p>no ratings</p>", {}),
    ],
)
def test_ratings_are_summed(html: str, sums: dict[str, int]) -> None:
    assert dict(phpwind53.rated(Page(html).root)) == sums


def test_a_secret_figure_is_none() -> None:
    html = "<ul><li><span>发帖</span>*</li><li><span>在线时间</span>小时</li><li><span>威望</span>* 点</li><li><span>铜币</span>7</li></ul>"
    assert [label for label, _, _ in phpwind87.pairs(Page(html).root)] == ["铜币"]


def test_the_second_page_of_the_simple_edition_begins_at_51() -> None:
    capture = capture_of(FOLDER / "phpwind" / "87-simple")
    html = capture.body.decode("utf-8")
    html = html.replace('<b>1</b> <a href="simple/?t4471_2.html">2</a>', '<a href="simple/?t4471.html">1</a> <b>2</b>')
    read = read_thread(SIMPLE, Page(html, url="http://bbs.yehangchuan.example/simple/?t4471_2.html"))
    assert read is not None
    assert (read.thread.page, read.thread.next_url) == (2, None)
    assert [post.floor for post in read.posts] == [51, 52]


def test_each_version_stands_in_the_list() -> None:
    labels = {engine.label for engine in all_engines() if engine.name == "phpwind"}
    assert labels == {"phpwind 5-7", "phpwind 8.0", "phpwind 8.7", "phpwind 9", "phpwind simple"}


@pytest.mark.parametrize(
    ("case", "label"),
    [
        ("53-thread-gbk", "phpwind 5-7"),
        ("75-thread-page-2", "phpwind 5-7"),
        ("80-thread", "phpwind 8.0"),
        ("87-thread", "phpwind 8.7"),
        ("90-thread", "phpwind 9"),
        ("87-simple", "phpwind simple"),
    ],
)
def test_a_page_whose_skin_names_no_maker_is_still_recognised(case: str, label: str) -> None:
    capture = capture_of(FOLDER / "phpwind" / case)
    html = re.sub("(?i)phpwind|pw_core", "skin", capture.body.decode("gbk" if case.endswith("gbk") else "utf-8"))
    found = recognise(Page(html, url=capture.url))
    assert found is not None
    assert found.label == label
