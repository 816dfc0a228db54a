"""The line, or the few lines, in which a post prints its floor and its time: above the body, or below it (phpwind 5 and 6, Discuz! 4)."""

import re
from typing import NamedTuple

from ... import dates
from ..base import floor_number
from .words import GAP, LABEL

__all__ = ["DATE", "FROM", "VERB", "Head", "find_heads", "head_at"]

DATE = r"""(?:
    \d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s{1,3}(?:上午|下午|凌晨|早上|晚上)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)?
    | (?:昨天|前天|今天)\s{0,2}\d{1,2}:\d{2} | (?:半|\d{1,3})\s?(?:个)?\s?(?:秒|分钟|分鐘|小时|小時|天|个月|年)前 | 刚刚
)"""
VERB = r"(?:发表于|發表於|发布于|發佈於|發布於|发表時間|发表时间|Posted)\s*[:：]?\s*"
LINKS = (  # beside the floor; 楼主 marks the posts of the thread's author
    r"(?:跳[转轉]到(?:指定楼层)?|倒序(?:看帖|浏览|阅读)|正序阅读|打印|字[体體]大小[:：]?|(?:tT|[tT大中小])(?=[\s|])|更多|只看楼主|使用道具|[电電]梯直[达達]|发短消息|加为好友|楼主|樓主)"
)
AFTER = r"(?:编辑|編輯|只看[该該]作者|只看楼主|只看大图|回帖奖励|回帖獎勵|倒序(?:浏览|看帖|阅读)|[阅閱][读讀]模式|显示全部楼层|顯示全部樓層|来自手机|来自[:：]?\s?\S{1,20}|\[编辑\]|保存(?=\s)|资料|資料|个人空间|個人空間|主[页頁]|短消息|发短消息|發短消息|加为好友|加為好友|[小中大](?=\s))"

TOP = re.compile(
    rf"""
    ^[^\S\n]*(?:(?:只看[该該]作者|只看楼主|倒序阅读|正序阅读|全看|使用道具|推荐[:：]?\d*|更多操作|[电電]梯直[达達]|跳[转轉]到(?:指定[楼樓][层層])?|[大中小•|])\s*){{0,20}}
    (?P<label>(?P<hash>\d{{1,6}}\s*\#|\#\s*\d{{1,6}})|{LABEL})\s*\#? (?:{GAP}{LINKS}){{0,20}} {GAP}
    (?: (?:(?P<nobody>匿名|游客|遊客|Guest)[^\n]{{0,24}}?\s*)? {VERB} (?P<date>{DATE}) (?:{GAP}{AFTER}){{0,20}}
      | (?P<by>[^\n|]{{1,40}}?)\s*{VERB} (?P<dated>{DATE}) (?(hash)|{GAP}(?:只看[该該]作者|显示全部楼层|顯示全部樓層)) (?:{GAP}{AFTER}){{0,20}}
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
BOTTOM = re.compile(
    rf"""
    (?:^[^\S\n]*(?:TOP|顶端|頂端|顶部)\s*)? (?:Posted|发表于|發表於)\s*[:：]\s*(?P<date>{DATE}) (?:\s*\| | [^\S\n]*\n) [^\n\[]{{0,60}}? \s*
    (?P<label>\[\s?楼\s?主\s?\]|\d{{1,6}}\s?楼)
    | ^[^\S\n]*(?P<dated>{DATE})\s*(?P<number>\#\s?\d{{1,6}})[^\S\n]*$
    """,
    re.VERBOSE | re.MULTILINE,
)


FROM = re.compile(r"来自\s*(\d+\s?楼)")


class Head(NamedTuple):
    """Floor label and time as printed, where they stand, and whether the body follows (``top``) or went before; who wrote it where the line says so."""

    start: int
    end: int
    label: str
    date: str
    by: str | None
    top: bool
    nobody: str | None = None
    bare: bool = False
    """Whether no card goes with it: the name stands in the head (``bare``)."""

    place: int | None = None
    """Its floor where none is printed and the page begins the thread."""

    @property
    def floor(self) -> int | None:
        """The place in the thread; ``3楼`` is the fourth post, ``3#`` the third."""
        shown = FROM.search(self.label)
        return self.place or floor_number(shown[1] if shown else self.label, zero_based="#" not in self.label)

    def posted(self, now: str | None) -> str | None:
        return dates.parse(self.date, now=now)


def head_at(
    found: re.Match[str], label: str, date: str, *, by: str | None = None, top: bool = True, nobody: str | None = None, bare: bool = False
) -> Head:
    """The head that a match is, with its label and its time on one line each."""
    label = "".join(map(str.strip, label.split("\n")))
    return Head(found.start(), found.end(), label, " ".join(date.split()), by, top, nobody, bare)


def find_heads(text: str) -> list[Head]:
    r"""
    The heads of all posts, in page order; those of one kind, as a page has one.

    >>> [(h.label, h.date) for h in find_heads("UID: 7\n楼主 发表于: 2022-07-25\nhello")]
    [('楼主', '2022-07-25')]
    >>> find_heads("ann 发表于 2013-1-15 09:00\nhello")
    []
    """
    tops = [head_at(m, m["label"], m["date"] or m["dated"], by=m["by"], nobody=m["nobody"]) for m in TOP.finditer(text)]
    bottoms = [head_at(m, (m["label"] or m["number"]).strip("[] "), m["date"] or m["dated"], top=False) for m in BOTTOM.finditer(text)]
    return bottoms if len(bottoms) > len(tops) else tops
