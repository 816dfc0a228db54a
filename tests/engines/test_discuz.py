"""Discuz! beside its fixtures: whose answer a post is, which answer is the best, views of one author."""

import re

import pytest

from scraper.engines._discuz import ANSWERED, answered_post, best_answer, of_one_author
from scraper.markup import Page


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("回复 #5 铁砧 的帖子", "#5"),
        ("回复 5# 的帖子", "5#"),
        ("回覆 3樓 的帖子", "3樓"),
        ("回复 楼主 的帖子", "楼主"),
        ("回复 第 12 楼", "12 楼"),
        ("回复 铁砧2号 的帖子", None),
        ("回复 2008 的帖子", None),
        ("回复: 旧刨子", None),
        ("关于回复 #5", None),
    ],
)
def test_a_title_names_the_floor_it_answers(title: str, label: str | None) -> None:
    found = re.search(ANSWERED, title)
    assert (found[1] if found else None) == label


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ('<strong>回复 <a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=15&amp;ptid=7">5#</a> <i>铁砧</i> </strong>so', "15"),
        ('<b>回復 <a href="http://f.example/redirect.php?goto=findpost&amp;pid=15&amp;ptid=7">#5</a> <i>铁砧</i> 的帖子</b>so', "15"),
        ('<strong>见 <a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=15&amp;ptid=7">5#</a></strong>', None),
        ('<a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=15&amp;ptid=7">5#</a>', None),
    ],
)
def test_an_answer_links_its_post(body: str, number: str | None) -> None:
    assert answered_post(Page(f'<div id="postmessage_16">{body}</div>').root) == number


@pytest.mark.parametrize(
    "link",
    [
        '<a href="javascript:;" onclick="window.open(\'forum.php?mod=redirect&amp;goto=findpost&amp;ptid=7&amp;pid=15\')">查看完整内容</a>',
        '<a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=7&amp;pid=15">查看完整内容</a>',
    ],
)
def test_the_best_answer_is_the_post_that_its_box_leads_to(link: str) -> None:
    assert best_answer(Page(f'<div class="rwdbst"><h3>最佳答案</h3>{link}</div>').root) == "15"
    assert best_answer(Page(f"<div>{link}</div>").root) is None


@pytest.mark.parametrize(
    ("url", "link", "filtered"),
    [
        ("http://f.example/forum.php?mod=viewthread&tid=7&page=1&authorid=3", "", True),
        ("http://f.example/forum.php?mod=viewthread&tid=7&authorid=0", "只看该作者", False),
        (None, "显示全部楼层", True),
        (None, "只看该作者", False),
    ],
)
def test_a_view_of_one_author_is_known_by_its_address_or_its_links(url: str | None, link: str, filtered: bool) -> None:
    html = f'<div class="authi"><em>发表于 2021-3-1</em><a href="#">{link}</a></div><div class="t_f">点“显示全部楼层”就行</div>'
    assert of_one_author(Page(html, url=url)) is filtered
