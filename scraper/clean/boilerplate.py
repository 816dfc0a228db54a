"""
For training data: posts that only bump a thread, lines that only share it, and blanks made regular.

None of this is junk; only a preset or a user who asks for it takes it.
"""

import re
from collections.abc import Iterator

from ..model import Edit
from ..settings import CleanSettings
from .sheet import Sheet

__all__ = ["blanks", "bumps", "shares"]

BUMP = re.compile(
    r"""(?xi)
    [\s\W_]*
    (?:(?:
        [顶頂]+(?:一?[下个個]|起来|上去)? | d{2,}(?:ing)? | up+ | bump(?:ing)? | \+\s*1(?!\d) | 1\+(?!\s*\d) | mark(?:ed|ing)? | ([马碼]|马克)[一下]*
      | (?:抢|搶|占|佔|前排|坐)?(?:沙发|沙發|板凳|地板|楼主的?沙发)(?:了|耶)?
      | (?:路过|路過|飘过|飄過|围观|圍觀|打酱油|打醬油|占[座位]|插眼|留名)(?:了|的|，?帮顶)?
      | (?:帮|幫|友情|自|必须|纯)?[顶頂]+(?:帖|贴|了)?
      | (?:支持|赞|讚|好帖|好贴|不错|不錯|看看|学习了?|學習了?|了解|收藏)(?:一?下|了|楼主|樓主|支持)?
      | (?:谢谢|多谢|感谢|謝謝|感謝)(?:楼主|樓主|分享|lz)*(?:的)?(?:分享)?
      | ditto | this | first! | subscribed? | following | same\ here | me\ too
      | (?:спасибо|ап|апну|поднимаю|подписался|плюсую)
    )[\s\W_]*){1,3}
    """
)
SHARE = re.compile(
    r"""(?xim)
    ^[ \t\xa0\u3000]*(?:
        (?:分享到|分享至|分享给?)[:：\s].{0,80}(?:微博|空间|微信|朋友圈|人人|豆瓣|QQ).*
      | (?:发自|發自|来自|來自)[我]?(?:的|：|:)?\s*.{0,20}(?:手机|手機|客户端|客戶端|iPhone|iPad|Android|小米|华为|三星).{0,12}
      | (?:sent|posted)\ (?:from|via|using)\ (?:my\ )?.{1,40}
      | share\ (?:on|to|this).{0,60}(?:facebook|twitter|reddit|weibo|whatsapp).*
      | отправлено\ (?:с|из|от).{1,40}
    )[ \t\xa0]*$
    """
)
BLANKS = re.compile("[ \t\xa0\u3000]+$|^[ \t\xa0\u3000]+|[ \t\xa0]{2,}|[\t\xa0]|\n{3,}", re.MULTILINE)


def bumps(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    """
    Texts that say nothing but that somebody was there.

    >>> from .sheet import sheet_of
    >>> [e.cut for e in bumps(sheet_of([("顶！！！", ()), ("顶楼有人吗", ())], False), CleanSettings(drop_bumps=True))]
    ['顶！！！']
    """
    if settings.drop_bumps:
        for start, end in sheet.spans:
            if end - start <= 60 and BUMP.fullmatch(sheet.text, start, end):
                yield Edit(start, end, "boilerplate", sheet.text[start:end])


def shares(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    r"""
    Lines that a client or a share button added.

    >>> from .sheet import sheet_of
    >>> [e.cut for e in shares(sheet_of([("Works here.\nSent from my iPhone", ())], False), CleanSettings(drop_bumps=True))]
    ['\nSent from my iPhone']
    """
    if settings.drop_bumps:
        for found in SHARE.finditer(sheet.text):
            start, end = found.span()
            if start not in sheet.starts:
                start -= 1  # the line end before it
            elif sheet.text[end : end + 1] == "\n":
                end += 1
            yield Edit(start, end, "boilerplate", sheet.text[start:end])


def blanks(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    r"""
    One blank between words, none at the ends of lines, one empty line at most; code keeps its own.

    >>> from .sheet import sheet_of
    >>> [(e.cut, e.put) for e in blanks(sheet_of([("a \xa0b \n\n\n\nc", ())], False), CleanSettings(normalise_blanks=True))]
    [(' \xa0', ' '), (' ', ''), ('\n\n\n\n', '\n\n')]
    """
    if settings.normalise_blanks:
        for found in BLANKS.finditer(sheet.text):
            put = _regular(sheet.text, found.start(), found.end())
            if put != found[0]:
                yield Edit(found.start(), found.end(), "blank", found[0], put)


def _regular(text: str, start: int, end: int) -> str:
    if text[start] == "\n":
        return "\n\n"
    return "" if start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n" else " "
