"""Plain-text dumps: what is no dump is refused, whatever stands in it; the three ways of converters lead to the same posts."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.engines.dump import read_dump
from scraper.engines.dump.plain import plain
from scraper.model import Capture
from scraper.pipeline import extract

from .cases import capture_of, cases

PHPWIND = """\
夜航船 > 河岸茶座 > 桥洞下面那盏灯
离线老榆
UID：31
注册时间2008-03-05
发帖871
只看楼主 楼主  发表于: 2013-06-18
昨晚散步，桥洞下面亮着一盏纸灯。
共条评分
水边看云
回复
举报
在线阿棠
UID：58
注册时间2011-11-11
发帖133
只看该作者 沙发  发表于: 2013-06-18
老榆:桥洞下面
字条我见过。
共条评分
回复
举报
Powered by phpwind v8.7
"""


def test_posts_of_a_dump() -> None:
    page = read_dump(PHPWIND)
    assert page is not None
    assert page.plain
    assert (page.thread.engine, page.thread.engine_version, page.thread.title) == ("phpwind", "8.7", "桥洞下面那盏灯")
    assert [(p.floor, p.author.name, p.author.id, p.author.online, p.body) for p in page.posts] == [
        (1, "老榆", "31", False, "昨晚散步，桥洞下面亮着一盏纸灯。"),
        (2, "阿棠", "58", True, "字条我见过。"),
    ]
    assert page.posts[0].author.signature == "水边看云"
    assert [(q.author, q.body) for q in page.posts[1].quotes] == [("老榆", "桥洞下面")]


def test_line_ends_of_other_systems() -> None:
    assert read_dump(PHPWIND.replace("\n", "\r\n")) == read_dump(PHPWIND)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "A letter about the lamp under the bridge.\nNobody keeps it.",
        "1楼 住着一位老人\n2楼 空着\n发表于 2013-06-18",
        "楼主 发表于: 2013-06-18",  # a head with nothing above it
        "UID：31\n发帖871",
        "12:30 <orla> lamp?\n12:31 <tern> still on\n12:33 * orla waves\n昨天 12:40 <tern> 发表于: 2013-06-18",
        "From: orla@lamp.test\nDate: 2013-06-18 09:00\nSubject: lamp\n\n> still on?\nYes.\n-- \nOrla",
        "lamp (1.2-1) unstable; urgency=low\n\n  * 1# posts are read\n  * 2楼 moved\n\n -- Orla <o@lamp.test>  Tue, 18 Jun 2013 09:00",
        "楼主：灯亮了\n1楼：看到了\n2楼：我也是 2013-06-18 09:00",
        "1# 发表于 2013-06-18\n2# 发表于 2013-06-19",  # nobody wrote them
    ],
)
def test_a_text_without_posts(text: str) -> None:
    assert read_dump(text) is None


def test_relative_times_count_from_the_fetch() -> None:
    page = read_dump(PHPWIND.replace("发表于: 2013-06-18", "发表于: 昨天 21:40"), fetched_at="2013-06-19T03:00:00Z")
    assert page is not None
    assert page.posts[0].posted_at == "2013-06-18T21:40"


def _airy(text: str) -> str:
    """Every text node on a line of its own, and those between elements too (``get_text``)."""
    return text.replace("\n", "\n \n\t\n")


def _markdown(text: str) -> str:
    """``html2text``: cells of tables between bars, rules below them."""
    text = re.sub(r"(?m)^(只看\S+) ", r"|  _\1_ | ", text)
    return text.replace("共条评分\n", "共条评分  \n---|---  \n\n---  \n").replace("回复\n", "| **回复**  \n---  \n")


def _headings(text: str) -> str:
    """The same, with headings, signs in signs, and empty ones where a picture was."""
    text = _markdown(text).replace("昨晚", "### 昨晚").replace("楼主  发表于", "**_楼主_ **  发表于")
    return text.replace("沙发  发表于", "__ 沙发  发表于").replace("发帖", "_发帖_")


@pytest.mark.parametrize("disguise", [_airy, _markdown, _headings])
def test_what_converters_add_is_taken_away(disguise: Callable[[str], str]) -> None:
    assert read_dump(disguise(PHPWIND)) == read_dump(PHPWIND)


def test_a_terminals_numbers_bullets_and_pictures_are_taken_away() -> None:
    links = count(1)
    numbered = re.sub(r"(?m)^(只看\S+|回复|举报)", lambda m: f"[{next(links)}]{m[0]}", "举报\n" * 20 + PHPWIND)
    text = (
        re.sub(r"(?m)^(UID|注册|发帖)", r"     * \1", numbered)
        .replace("在线", "[on.gif] 在线")
        .replace("离线", "[off.gif] 离线\n[a.png] [b.png]")
    )
    found, bare = read_dump(text), read_dump(PHPWIND)
    assert found is not None
    assert bare is not None
    assert found.posts == bare.posts


@pytest.mark.parametrize("text", ["[1] see note [2]", "a [b.gif] c", "  * one\n  * two\n" * 9, "x | y\n---|---\n1 | 2", "a\n\nb\nc"])
def test_what_writers_wrote_is_left(text: str) -> None:
    assert plain(text) == text


WORDS = st.sampled_from(
    [*PHPWIND.split("\n"), *"原帖由 ann 于 2013-1-15 09:00 发表|3#|发表于 2014-6-8 19:20|\xa0|评分|共|TOP|复制代码|  1. a".split("|")]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=60), st.sampled_from(["\n", " ", ""]))
def test_any_order_of_lines_is_read_without_an_error(lines: list[str], joint: str) -> None:
    page = read_dump(joint.join(lines))
    assert page is None or page.posts


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_dump(text)


@pytest.mark.parametrize(("one", "other"), [("phpwind-87-wet", "phpwind-87-soup"), ("discuz-x34-wet", "discuz-x34-soup")])
def test_converters_agree(one: str, other: str) -> None:
    folders = {case.name: case for case in cases("dump")}
    pages = [read_dump(capture_of(folders[name]).body.decode("utf-8")) for name in (one, other)]
    said = [[(p.floor, p.author, p.states, p.edited_at, p.posted_at) for p in page.posts] if page else [] for page in pages]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("change", "page", "pages"),
    [
        (lambda text: text, 1, None),
        (lambda text: "« 1 2 3 » Pages: ( 2/3 total )\n" + text, 2, 3),
        (lambda text: text.replace(" 楼主 ", " 5楼 ").replace(" 沙发 ", " 6楼 "), None, None),  # may be a short last page
        (lambda text: "1 2 3 4 5 下一页\n" + text.replace(" 楼主 ", " 4楼 ").replace(" 沙发 ", " 5楼 "), 3, None),
        (lambda text: "1 2 3 4 5 下一页\n" + text.replace(" 楼主 ", " 5楼 ").replace(" 沙发 ", " 6楼 "), None, None),  # one is missing
        (lambda text: "1\n2\n3\n/ 3 页\n" + text, 1, 3),
    ],
)
def test_the_page_that_a_dump_says(change: Callable[[str], str], page: int | None, pages: int | None) -> None:
    found = read_dump(change(PHPWIND))
    assert found is not None
    assert (found.thread.page, found.thread.pages) == (page, pages)


def test_what_follows_the_notice_of_a_banned_author_is_the_signature() -> None:
    found = read_dump(
        PHPWIND.replace("字条我见过。\n共条评分", "用户被禁言,该主题自动屏蔽!\n共条评分\n夜里不睡").replace("老榆:桥洞下面\n", "")
    )
    assert found is not None
    assert (found.posts[1].body, found.posts[1].states, found.posts[1].author.signature) == ("", ("banned-author",), "夜里不睡")


@pytest.mark.parametrize(
    "left",
    [
        "=700) window.open('http://lamp.test/1.jpg');\" onload=\"if(this.width>'700')this.width='700';\">\n",
        '700)this.width=700;" style="max-width:700px;" onclick="if(this.width>screen.width-461) window.open(this.src);" />\n',
        'screen.width*0.7) {this.resized=true; this.alt=\'Click\\nCTRL\';}" onmouseover="if(this.width>screen.width*0.7) {}">\n',
    ],
    ids=["phpwind 8", "phpwind 9", "Discuz! 4"],
)
def test_a_script_that_a_converter_left_is_no_text(left: str) -> None:
    assert read_dump(PHPWIND.replace("昨晚散步", left + "昨晚散步")) == read_dump(PHPWIND)


def test_values_that_stand_before_their_labels_and_were_joined_to_the_one_before() -> None:
    found = read_dump(PHPWIND.replace("发帖871", "12\n主题871\n帖子90\n积分"))
    assert found is not None
    assert [(s.label, s.value) for s in found.posts[0].author.stats] == [("主题", 12), ("帖子", 871), ("积分", 90)]


PHONE = """\
棋盘外的人

[闲谈] 雪地里的脚印
只看楼主

  • 楼主 老榆
  • 收藏 2013-6-18 09:00:05
昨夜下了雪。
  • 沙发 阿棠
  • 2013-6-18 09:10:05
引用: 老榆 发表于 2013-6-18 09:00
昨夜下了雪。
看见脚印了。
12下一页
标准版 | 触屏版 | 电脑版
"""


def _stressed(text: str) -> str:
    """``html2text`` without links."""
    return re.sub(r"  • (\S+) (老榆|阿棠)", r"  * _\1_**\2**", text).replace("  • 收藏", "  * _收藏_").replace("  • ", "  * ")


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text,
        _stressed,
        lambda text: text.replace("  • ", "     * "),
        lambda text: '<?xml version="1.0" encoding="utf-8"?>\n' + re.sub(r"  • (\S+) (\S+)", r"\n\1\n\n\2", text).replace("  • ", ""),
    ],
    ids=["WET", "html2text", "lynx", "w3lib"],
)
def test_a_page_for_phones_is_read_whatever_made_the_dump(disguise: Callable[[str], str]) -> None:
    found = extract(Capture(source="x", body=disguise(PHONE).encode()))
    assert [(p.floor, p.floor_label, p.author.name, p.posted_at, p.text) for p in found.posts] == [
        (1, "楼主", "老榆", "2013-06-18T09:00:05", "昨夜下了雪。"),
        (2, "沙发", "阿棠", "2013-06-18T09:10:05", "看见脚印了。"),
    ]
    assert [(q.author, q.text) for q in found.posts[1].quotes] == [("老榆", "昨夜下了雪。")]
    assert found.thread is not None
    assert (found.thread.title, found.thread.board) == ("[闲谈] 雪地里的脚印", ("棋盘外的人",))


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("  1. a \\| sort\n  2. b | wc\n  3. ", "a | sort\nb | wc"),  # bars part nothing, signs of Markdown go, an item may be empty
        ("    if a || b {\n    }", "if a || b {\n}"),
    ],
    ids=["a list", "an indentation"],
)
def test_code_in_markdown_keeps_its_bars(code: str, read: str) -> None:
    found = read_dump(_markdown(PHPWIND).replace("昨晚散步，桥洞下面亮着一盏纸灯。", code))
    assert found is not None
    assert found.posts[0].body == read
