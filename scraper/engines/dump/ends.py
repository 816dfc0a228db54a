"""Where a body ends because the engine prints lines of its own between it and the signature: ratings, links for sharing, a mood vote."""

import re
from collections.abc import Sequence

from ...labels import whole
from .words import COUNTS, ENDS, FIRST_ENDS, SHARE, clean, fits

__all__ = ["split"]

DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
POINTS = re.compile(r"[+-]\s?\d+")
TOTAL = re.compile(r"总评分[:：]|總評分[:：]|查看全部[评評]分")
RATED = re.compile(r"共\s*(\d+)\s*条评分")
ROW = re.compile(r"[^:：]{1,40}[:：][^+-]{1,12}[+-]\d+(?:\(.*\))?|\S.{0,60}[+-]\d.{0,60}\d:\d\d")


def split(lines: Sequence[str], *, first: bool) -> tuple[Sequence[str], Sequence[str] | None]:
    """
    The body's lines, and the signature's or ``None`` where nothing stands between them. Some links only the opening post has.

    >>> split(["hello", "共条评分", "my motto"], first=False)
    (['hello'], ['my motto'])
    """
    at = next((i for i, line in enumerate(lines) if _ends(lines, i, first)), None)
    if at is None:
        return lines, None
    return lines[:at], _behind(lines, at)


def _ends(lines: Sequence[str], i: int, first: bool) -> bool:
    """Whether the engine's own lines begin here."""
    text = clean(lines[i])
    if not text:
        return False
    if fits(ENDS, text) or (first and fits(FIRST_ENDS, text)):
        return True
    following = _following(lines, i)
    if first and text in ("收藏", "喜欢"):
        return bool(following) and (following[0].isdigit() or following[0] == "分享")
    if text == "共":
        return any(t.startswith("条评分") for t in following[:2])
    if text == "已有":
        return len(following) > 1 and following[0].isdigit() and following[1].startswith(("人评分", "人評分"))
    if text in ("评分", "評分"):
        return bool(following) and following[0].startswith(("参与人数", "參與人數"))
    return text.isdigit() and bool(following) and re.match(r"[评評]分人[数數]", following[0]) is not None


def _following(lines: Sequence[str], i: int) -> list[str]:
    return [t for line in lines[i + 1 : i + 8] if (t := clean(line))][:3]


def _behind(lines: Sequence[str], at: int) -> list[str]:
    """The lines behind the engine's own ones."""
    while at < len(lines):
        text = clean(lines[at])
        behind = _table(lines, at)
        if behind is not None:
            at = behind
        elif not text or fits(ENDS, text) or fits(FIRST_ENDS, text) or fits(SHARE, text) or fits(COUNTS, text) or text == "共":
            at += 1
        else:
            break
    return list(lines[at:])


def _table(lines: Sequence[str], at: int) -> int | None:
    """The index behind a table of ratings that begins here; ``None`` where none does."""
    joined = " ".join(clean(line) for line in lines[at : at + 3])
    text = clean(lines[at])
    if (found := RATED.match(joined)) and text.startswith("共"):
        return _after(lines, at + 1, DAY, whole(found[1]) or 1)
    if text.startswith("已有") and _ends(lines, at, False):
        end = max((i for i in range(at, min(len(lines), at + 80)) if TOTAL.search(lines[i])), default=at)
        if end == at or "查看全部" in lines[end]:
            return end + 1
        return end + 2  # the sum stands below its label
    if text in ("评分", "評分"):
        all_of = next((i for i in range(at, len(lines)) if clean(lines[i]) in ("查看全部评分", "查看全部評分")), None)
        return None if all_of is None else all_of + 1
    if text.isdigit() and _ends(lines, at, False):
        end = _after(lines, at + 1, POINTS, whole(text) or 1)
        following = next((i for i in range(end, len(lines)) if clean(lines[i])), None)
        return end if following is None else following + 1  # the last line of a row is who rated
    if text.startswith(("参与人数", "參與人數")):
        return _voters(lines, at)
    if text.startswith("本帖最近评分记录"):
        hide = next((i for i in range(at, min(len(lines), at + 80)) if "隐藏评分记录" in lines[i]), None)
        if hide is not None:  # phpwind 7.5
            return hide + 1
        at += 1
        while at < len(lines) and (not clean(lines[at]) or ROW.fullmatch(clean(lines[at]))):
            at += 1
        return at
    return None


def _voters(lines: Sequence[str], at: int) -> int:
    """The index behind the table of Discuz! 7 and X: a heading that ends in ``理由``, then a row of points for each who rated."""
    number = re.search(r"\d+", " ".join(lines[at : at + 2]))
    heading = next((i for i in range(at, min(len(lines), at + 12)) if "理由" in lines[i]), at)
    end = _after(lines, heading + 1, POINTS, whole(number[0] if number else None) or 1)
    return next((i + 1 for i in range(end, min(len(lines), end + 4)) if "查看全部" in lines[i]), end)


def _after(lines: Sequence[str], at: int, pattern: re.Pattern[str], times: int) -> int:
    """The index behind the line with which a pattern was met so many times; where it is not, the place to begin."""
    left = times
    for i in range(at, min(len(lines), at + 8 * times + 4)):
        left -= len(pattern.findall(lines[i]))
        if left <= 0:
            return i + 1
    return at
