"""The author's card in a dump: the name by its place or by the sign beside it, figures by their labels, the rest by order."""

import re
from collections.abc import Iterator, Sequence

from ... import dates, labels
from ...model import Author, Stat
from .words import CHROME, PROGRESS, RANK, clean, fits

__all__ = ["NOBODY", "card_end", "figures", "is_figure", "is_label", "read_card"]

SIGN = re.compile(r"(?P<before>[^\n]*?)(?P<long>当前|當前|该用户目前|該用戶目前)?(?P<state>不?在[线線]|[离離][线線])(?P<after>[^\n]*+)")
VALUE = re.compile(
    r"[-+]?\d[\d,.]*\s?[万萬]?\s?(?:\([^\s\d)]{1,4}\)|[^\s\d:：,，。！？!?]{0,6})|\*|\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?"
)
JOINED = re.compile(r"([^\W\d_]{2,6})\s?(\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?|[-+]?\d[\d,.]*\s?[^\s\d:：,，。]{0,6}|\*)")
ROW = re.compile(
    r"""(?x)
    ([^\W\d_]{2,6}?)\s?(\d{4}-\d{1,2}-\d{1,2}(?:\ \d{1,2}:\d{2})? | [-+]?\d[\d,.]{0,14}[万萬]? (?:\ [^\W\d_]{1,2}(?=\s|$))? | \*)\s*
    | (\d[\d,.]{0,14}[万萬]?)([^\W\d_]{2,4}?)(?=\d|\s*$)\s*
    """
)
COLON = re.compile(r"([^\s:：]{1,10})\s*[:：]\s*(.*)")
NUMERIC = "-+0123456789*"
SPACED = re.compile(r"(来自|來自|状态|狀態)\s+(\S+)")  # Discuz! 4
COUNTED = frozenset({"阅读", "回复", "查看"})  # the thread's own, which phpwind 9 prints below the first card
NAMELESS = frozenset({"匿名", "游客", "遊客"})
NOBODY = re.compile(r"[该該]用[户戶](?:匿名发[贴帖]|匿名發[貼帖]|已被[删刪]除)")
HONOR = re.compile(r"头衔[:：].*|頭銜[:：].*")
CERTAIN = frozenset({"uid", "level", "online", "registered", "last_seen"}) | {
    "posts", "threads", "digests", "points", "money", "prestige", "contribution", "goodwill", "coins", "online_hours", "reading_access",
}  # fmt: skip


LAST = frozenset({"last_seen", "online"})
"""What ends a card above a body."""


def is_figure(line: str) -> bool:
    """
    Whether a line holds a known figure's name, alone or with its value.

    >>> is_figure("UID：107"), is_figure("• 发帖1207"), is_figure("積分"), is_figure("顶")
    (True, True, True, False)
    """
    text = clean(line)
    if not text or len(text) > 40:
        return False
    if labels.key_of(text) in CERTAIN or SPACED.fullmatch(text) or NOBODY.fullmatch(text):
        return True
    pair = COLON.fullmatch(text) or JOINED.fullmatch(text)
    key = labels.key_of(pair[1]) if pair else None
    return pair is not None and key in CERTAIN and (key in labels.FIELDS or not pair[2] or pair[2][0] in NUMERIC)


def figures(line: str) -> list[str]:
    """
    The figures that a converter joined to one line, each on its own, a value that stands first before its label; else the line.

    >>> figures("铜币5521威望133银元3"), figures("12主题40帖子"), figures("第3章 共40页")
    (['铜币5521', '威望133', '银元3'], ['12', '主题', '40', '帖子'], ['第3章 共40页'])
    """
    text = clean(line)
    found = list(ROW.finditer(text))
    known = sum(labels.key_of(m[1] or m[4]) in CERTAIN for m in found)
    if known < 2 or sum(m.end() - m.start() for m in found) < len(text):
        return [line]
    return [part for m in found for part in ([m[1] + m[2]] if m[1] else [m[3], m[4]])]


def is_label(line: str) -> bool:
    """Whether a line is a figure's name alone."""
    return labels.key_of(clean(line)) is not None


def card_end(lines: Sequence[str]) -> int:
    """Where a card at the start of some lines ends: behind its last figure and the links below."""
    end = 0
    for i in range(min(len(lines), 60)):
        if is_figure(lines[i]):
            end = i + 1
            text = clean(lines[i])
            label = COLON.fullmatch(text)
            if (not label[2] if label else labels.key_of(text)) and i + 1 < len(lines):
                end += 1  # the value stands on the next line
            if labels.key_of(label[1] if label else text) in LAST or NOBODY.fullmatch(text):
                break
    while end < len(lines) and (not clean(lines[end]) or fits(CHROME, lines[end])):
        end += 1
    return end


def read_card(lines: Sequence[str], engine: str, *, title: str | None = None, by: str | None = None, now: str | None) -> Author:
    """
    The author of a post from the lines of the card, in their order; the thread's ``title`` above the first card is no name. ``by`` is the
    name where the post's head says it, as Discuz! 7 does: its card has none but in a pop-up.
    """
    texts = [text for line in lines for text in _parts(line) if text != title]
    first = next((i for i, text in enumerate(texts) if is_figure(text)), len(texts))
    name, online, above = _named(texts[:first], full_width=first < len(texts) and texts[first].startswith("UID："))
    if by and name != by:
        name, above = by, _rest([name, *above] if name else above, by)
    said, stats, extras = _figures(texts[first:])
    if said.get("uid") == "0" or name in NAMELESS:
        return Author(name=name)
    level, motto = said.get("level"), None
    if engine == "phpwind 9":
        if name and " " in name and not above:  # on one line where a link's end was lost
            name, _, level = name.rpartition(" ")
        level = above[0] if above else level
    elif engine == "discuz" and not extras:  # 4 to 6: the level, then a title of the member's own; later versions print it below
        level, motto = (*above, None, None)[:2]
    else:
        level = level or (extras[0] if extras else None)
        motto = above[0] if above else extras[1] if len(extras) > 1 else None
    return Author(
        name=name,
        id=uid if (uid := said.get("uid")) and uid != "0" else None,
        level=level,
        title=motto,
        location=said.get("location"),
        online=online if online is not None else {"在线": True, "在線": True, "离线": False, "離線": False}.get(said.get("online", "")),
        registered_at=dates.parse(said.get("registered"), now=now),
        last_seen_at=dates.parse(said.get("last_seen"), now=now),
        stats=stats,
    )


def _parts(line: str) -> Iterator[str]:
    """A line's own parts: cells of a table row are parted by tabs."""
    for part in line.split("\t"):
        text = clean(NOBODY.sub("", part))
        if text and not any(fits(chrome, text) for chrome in (CHROME, PROGRESS, RANK)):
            yield text


def _named(texts: Sequence[str], *, full_width: bool) -> tuple[str | None, bool | None, list[str]]:
    """Name, whether online, and what stands between the name and the figures (a title, a level), from the lines above the figures."""
    for i, text in enumerate(texts):
        found = SIGN.fullmatch(text)
        if not found or (found["before"].strip() and found["after"].strip()):
            continue
        online = found["state"] in ("在线", "在線")
        name = found["before"].strip() or found["after"].strip()
        if name:
            half = len(name) // 2  # above its picture and beside its sign, on one line
            name = name[:half] if name == f"{name[:half]} {name[:half]}" else name
            return name, online, _rest(texts[i + 1 :], name)
        after = full_width or i == 0  # phpwind 8.3 to 8.7 print the sign before the name
        if after and i + 1 < len(texts) and not found["long"]:
            return texts[i + 1], online, _rest(texts[i + 2 :], texts[i + 1])
        if i:
            return texts[0] if found["long"] else texts[i - 1], online, _rest([*texts[1:i], *texts[i + 1 :]], texts[0])
    return (texts[0], None, _rest(texts[1:], texts[0])) if texts else (None, None, [])


def _rest(texts: Sequence[str], name: str) -> list[str]:
    """What is left above the figures: neither the name again nor a picture's caption."""
    return list(dict.fromkeys(text for text in texts if text != name and not HONOR.fullmatch(text)))


def _figures(texts: Sequence[str]) -> tuple[dict[str, str], tuple[Stat, ...], list[str]]:
    """Fields by key, statistics in order, and the lines that are neither label nor value."""
    said: dict[str, str] = {}
    stats: dict[str, Stat] = {}
    extras: list[str] = []
    for label, value in _pairs(texts, extras):
        key = labels.key_of(label)
        if key in labels.FIELDS:
            if value not in ("*", ""):
                said.setdefault(str(key), value)
        elif value and value[0] in NUMERIC and value != "*" and label.rstrip(":：") not in COUNTED:
            stats.setdefault(label, labels.stat(label, value))
    return said, tuple(stats.values()), list(dict.fromkeys(extras))


def _pairs(texts: Sequence[str], extras: list[str]) -> Iterator[tuple[str, str]]:
    """Labels with their values: on one line, on two, or the value first (Discuz! X); other lines go to ``extras``."""
    waiting: str | None = None  # a label without its value
    number: str | None = None  # a value without its label
    for i, text in enumerate(texts):
        follows = texts[i + 1] if i + 1 < len(texts) else ""
        if waiting is not None:
            yield waiting, text
            waiting = None
        elif (pair := COLON.fullmatch(text)) and (pair[2] or labels.key_of(pair[1])):
            if pair[2]:
                yield pair[1], pair[2].strip()
            else:
                waiting = pair[1]
        elif labels.key_of(text) or (VALUE.fullmatch(follows) and not VALUE.fullmatch(text) and len(text) <= 6 and number is None):
            if number is not None:
                yield text, number
                number = None
            elif VALUE.fullmatch(follows) or labels.key_of(text) in labels.FIELDS:
                waiting = text
        elif VALUE.fullmatch(text):
            number = text
        elif pair := JOINED.fullmatch(text) or SPACED.fullmatch(text):
            if number is not None and labels.key_of(pair[1]) in CERTAIN:  # values stand first, and the next was joined to the label
                yield pair[1], number
                number = pair[2]
            else:
                yield pair[1], pair[2]
        elif (sign := SIGN.fullmatch(text)) and not (sign["before"].strip() or sign["after"].strip()):
            yield "状态", sign["state"]  # Discuz! 6 prints it below the figures
        else:
            extras.append(text)
