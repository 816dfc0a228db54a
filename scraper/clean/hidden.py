"""
What a browser does not show: marks that ``render`` made of inline styles, a page's own sheets and an engine's known classes.

Hidden is not yet junk: of 31,470 gold lines on 700 real pages 641 stood in hidden elements (collapsed quotes, spoilers,
tabs, "show more"). Strings against copying are short and stand inside a line; blocks are cut when they say that they are a notice.
"""

import re
from collections import Counter
from collections.abc import Iterator

from ..model import Edit, Mark
from ..settings import CleanSettings
from .sheet import Sheet

__all__ = ["hidden"]

LONGEST = 240  # code points; a Discuz! string is 60 and up to a site's description before it, a "show more" is longer
LONGEST_BLOCK = 160

NOTICE = re.compile(
    r"""(?x)
    本文(?:来自|由|转自|出自|链接|地址) | 转载(?:请|自|须|必) | (?:版权|著作权)(?:归|所有) | 原文(?:链接|地址|来自)
    | (?:来源|來源|出处)\s*[:：]
    | 轉載(?:請|自) | 未经.{0,6}(?:许可|授权|允许) | 禁止(?:转载|复制|轉載|複製) | 内容来自
    | 更多.{0,12}(?:请|尽在|关注) | 欢迎(?:访问|光临|来到)
    | 无断转载 | 無断(?:転載|複製)
    | (?i:copyright | all\ rights\ reserved | (?:originally|first)\ published | copied\ from
      | (?:read|see)\ more\ at | source\s*: | powered\ by)
    | (?i:https?:// | www\.) | \b[\w-]+\.(?:com|cn|net|org|info|ru|jp|tw|hk|de)\b
    """
)


def hidden(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Hidden strings inside a line, and hidden blocks that are notices against copying.

    >>> from .sheet import sheet_of
    >>> [e.cut for e in hidden(sheet_of([("one xyz", (Mark("hidden", 4, 7),))], False), CleanSettings())]
    ['xyz']
    >>> list(hidden(sheet_of([("He opened it and saw", (Mark("hidden-block", 0, 20),))], False), CleanSettings()))
    []
    """
    often: Counter[str] | None = None
    for mark in sheet.marks:
        if mark.label not in ("hidden", "hidden-block"):
            continue
        cut = sheet.text[mark.start : mark.end]
        if mark.label == "hidden-block" and often is None:
            often = Counter(_text(sheet, m) for m in sheet.marks if m.label == "hidden-block")
        if _inserted(mark, cut, often):
            yield Edit(mark.start, mark.end, "hidden", cut)


def _text(sheet: Sheet, mark: Mark) -> str:
    return sheet.text[mark.start : mark.end].strip()


def _inserted(mark: Mark, cut: str, often: Counter[str] | None) -> bool:
    """Whether a hidden span was put there against copying rather than to be opened by a reader."""
    if mark.label == "hidden":
        return len(cut) <= LONGEST
    return len(cut) <= LONGEST_BLOCK and "\n" not in cut.strip() and bool(NOTICE.search(cut) or (often and often[cut.strip()] > 2))
