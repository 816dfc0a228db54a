"""
Signatures that show by themselves, below a body from which nothing parts them: verse, a motto in another script, an offer with a
number to call, a link to a home page, a picture of signs. Each would be odd as a post's last line and is common as a signature: on
all pages with markup that we have, these cut none of 2,641 bodies, and 1 of 1,461 texts of other kinds (a poem's last line).
"""

import re
from collections.abc import Callable, Sequence

from .words import clean

__all__ = ["signature_start"]

HAN = "[\u4e00-\u9fff]"
COUPLET = re.compile(rf"({HAN}{{5}}|{HAN}{{7}})\s?[，,；;\s]\s?({HAN}{{5}}|{HAN}{{7}})[。.！!]?")
VERSE = re.compile(rf"(?:{HAN}{{5}}|{HAN}{{7}})[，,。；;！!？]?")
SPOKEN = frozenset("的了是我你他她它们們在吗嗎呢吧啊这這那哪都也说說和没沒很啦嘛么麼个個被把让讓给給但能")
"""Words of today's language that a couplet in the old one has not: 14 characters of prose without any are rare."""

SENTENCE = re.compile(
    r"[\"“]?(?<![A-Za-z])[A-Za-z](?:[A-Za-z'’-]{0,24}[,;:.]? ){3,30}[A-Za-z'’-]{1,24}[.!?…\"”]{0,3}(?:\s?-+\s?[A-Za-z .]{3,40})?"
)
COURTESY = re.compile(r"(?i)\b(?:thank|regards|cheers|please|pls|help|hello|hi|sorry|sincerely|luck|wish|welcome|sent|best)")
CONTACT = re.compile(r"(?i)(?:QQ群?|Q群|扣扣|微信|旺旺|MSN|电话|電話|手机|手機|TEL)\s{0,3}[:：号號]?\s{0,3}\d[\d-]{4,20}")
OFFER = re.compile(
    r"出售|承接|专业|專業|诚信|誠信|代理|批发|批發|低价|低價|优惠|優惠|招聘|兼职|兼職|长期|長期|代购|代購|加盟|收购|收購|服务|服務|技术支持|技術支持|团购|團購"
)
HOME = re.compile(
    r"""(?xi)
    (?:欢迎(?:访问|光临|来到|关注)|歡迎(?:訪問|光臨|來到|關注))? (?:我的|本人的?|我們的|我们的)
    (?:个人|個人|技术|技術)?(?:博客|部落格|空间|空間|微博|网店|網店|小店|淘宝店?|淘寶店?|主页|主頁|网站|網站|公众号|blog|qzone)
    (?: \s*[:：]\s*\S.{0,40} | \s*[:：]?\s*(?:https?://|www\.)\S+.{0,12} )
    """
)
LABEL = re.compile(r"(?i).{0,20}(?:博客|部落格|空间|空間|微博|网店|網店|主页|主頁|网站|網站|blog|qzone|website|homepage)\s*[:：]?")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff]+")
CITED = re.compile(r"[\"“「『].{8,200}[\"”」』]\s?(?:-{1,2}|—{1,2}|–)\s?[^\W\d][^\n\d:：]{1,40}")
RULE = re.compile(r"\s*([-_=*~+·#—─═])\1{3,}\s*")
ART = 6  # lines of a picture
LETTERS = 2  # in a line of one: eyes and mouths


def signature_start(lines: Sequence[str], *, first: bool) -> int | None:
    """
    Where a signature begins that its own words show; ``None`` where the last lines may be the post's. An opening post may be an offer.

    >>> signature_start(["顶", "星垂平野阔，月涌大江流。"], first=False), signature_start(["顶", "我们都在南京，房价没有降。"], first=False)
    (1, None)
    """
    shown = [(i, text) for i, line in enumerate(lines) if (text := clean(line))]
    texts = [text for _, text in shown]
    for sign in SIGNS:
        n = sign(texts, first)
        if 0 < n < len(texts):
            return shown[-n][0]
    return None


def _verse(texts: Sequence[str], first: bool) -> int:
    """A couplet in lines of five or seven, below what is no verse."""
    for n in (1, 2):
        couplet = "，".join(text.rstrip("，,。；;！!") for text in texts[-n:])
        found = COUPLET.fullmatch(couplet)
        if found and len(found[1]) == len(found[2]) and _is_verse(couplet):
            return 0 if any(map(_is_verse, texts[:-n])) else n
    return 0


def _is_verse(text: str) -> bool:
    return bool(COUPLET.fullmatch(text) or VERSE.fullmatch(text)) and SPOKEN.isdisjoint(text)


def _motto(texts: Sequence[str], first: bool) -> int:
    """One English sentence, no courtesy, below a post without any in a script of wide letters; or somebody's words with the name."""
    if not texts or COURTESY.search(texts[-1]):
        return 0
    rest = texts[:-1]
    if CITED.fullmatch(texts[-1]):
        return int(not any(CITED.search(text) for text in rest))
    alone = SENTENCE.fullmatch(texts[-1]) and not any(SENTENCE.search(text) for text in rest)
    return int(bool(alone) and any(re.search(HAN, text) for text in rest))


def _offer(texts: Sequence[str], first: bool) -> int:
    """An offer of one line or two with a number to call, below a reply that offers nothing."""
    for n in (1, 2):
        last, rest = "\n".join(texts[-n:]), "\n".join(texts[:-n])
        if not first and CONTACT.search(last) and OFFER.search(last):
            return 0 if CONTACT.search(rest) or OFFER.search(rest) else n
    return 0


def _home(texts: Sequence[str], first: bool) -> int:
    """A label and the name or address of the writer's own pages, on one line or on two."""
    if texts and HOME.fullmatch(texts[-1]):
        return 1
    return 2 if len(texts) > 1 and ADDRESS.fullmatch(texts[-1]) and LABEL.fullmatch(texts[-2]) and not first else 0


def _art(texts: Sequence[str], first: bool) -> int:
    """Lines of nothing but signs, between two rules."""
    if not texts or not RULE.fullmatch(texts[-1]):
        return 0
    for n in range(2, min(ART, len(texts) - 1) + 1):
        if RULE.fullmatch(texts[-n]):
            return n if n > 2 else 0
        if sum(map(str.isalnum, texts[-n])) > LETTERS:
            break
    return 0


SIGNS: tuple[Callable[[Sequence[str], bool], int], ...] = (_verse, _motto, _offer, _home, _art)
"""How many lines at the end of a post are a signature, each by another sign."""
