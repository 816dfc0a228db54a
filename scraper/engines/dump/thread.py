"""What a dump says of the thread itself: engine, title, board, views and replies; from the lines above the first post and the page's foot."""

import re
from collections.abc import Sequence

from ...model import Thread
from ..base import count
from .head import FROM, Head
from .layout import Piece
from .words import clean

__all__ = ["read_thread"]

POWERED = re.compile(r"(?i)powered\s+by\s*(phpwind|discuz!?)\s*(?:v|board\s*)?([\dX][\d.]*)?")
NAMED = re.compile(
    r"(?:本页主题|^[^\w\n]*+(?:主题|标题|標題))\s*+[:：]\s*+(\S(?>(?:(?!字[体體]大小|收藏主题)[^\n\t])*))[^\S\n]*+(?:(?:字[体體]大小|收藏主题).*)?$",
    re.MULTILINE,
)
COPIED = re.compile(r"^[^\S\n]*+(\S(?>(?:(?!\[复制链接\])[^\n])*))\s*+\[复制链接\]", re.MULTILINE)
COUNTED = re.compile(r"阅读[:：]\s*\d+\s*回复[:：]\s*\d+\s*(\S[^\n]*)")
ARROW = re.compile(r"[»›]")
ANGLE = re.compile(r"(?<![<-])>")
VIEWS = (re.compile(r"(?:查看|阅读|人气|點擊|点击)\s*[:：]\s*(\d+)"), re.compile(r"(?<!\d)(\d++)\s*+阅读"))
REPLIES = (re.compile(r"(?:回复|回覆|回復)\s*[:：]\s*(\d+)"), re.compile(r"(?<!\d)(\d++)\s*+回复"))

PAGES = (  # phpwind 5 to 7; Discuz! 4 to 6, behind the number of posts; Discuz! X, whose own number stands in a field that dumps lose
    re.compile(r"Pages:\s*\(\s*(?P<page>\d{1,6})/(?P<pages>\d{1,6})\s*total\s*\)"),
    re.compile(r"^[^\S\n]*\d{1,9}\s{1,9}(?P<page>\d{1,6})/(?P<pages>\d{1,6})(?=\s)", re.MULTILINE),
    re.compile(r"/\s?(?P<pages>\d{1,6})\s?[页頁](?!\w)"),
)

NEXT = re.compile(r"下一[页頁]")


def read_thread(
    text: str, heads: Sequence[Head], pieces: Sequence[Piece], *, url: str | None, names: tuple[list[str], str | None] | None = None
) -> Thread:
    """The thread as its first page's text tells it; ``names`` are its trail and title where they are known (``bare``)."""
    above = text[: max(0, text.find("\n".join(pieces[0].card)))]
    below = text[: heads[0].start]  # phpwind 9 prints title and counts between the first card and the first floor
    engine, version = _engine(text, heads[0])
    board, title = names or _named(above, below if heads[0].top else above, pieces[0].body)
    page, pages = _pages(below, text[heads[-1].end :], heads)
    return Thread(
        url=url,
        title=title,
        board=tuple(board),
        site=board[0] if board else None,
        engine=engine,
        engine_version=version,
        page=page,
        pages=pages,
        views=_number(VIEWS, below),
        replies=_number(REPLIES, below),
    )


def _named(above: str, named: str, body: Sequence[str]) -> tuple[list[str], str | None]:
    """The trail to the board, and the title as the page names it, else as the trail does."""
    path = _path(above)
    return path[:-1], _title(named, path, body)


def _engine(text: str, head: Head) -> tuple[str, str | None]:
    """By the foot's own words, else by the form of the head: phpwind parts verb and time with a colon."""
    found = max(POWERED.finditer(text), key=lambda m: bool(m[2]), default=None)
    if found:
        return found[1].lower().rstrip("!"), found[2]
    line = text[head.start : head.end]
    return ("phpwind" if not head.top or re.search(r"[发發][表布佈]于\s*[:：]", line) else "discuz"), None


def _path(above: str) -> list[str]:
    """The breadcrumb: the last line, or run of lines, parted by arrows."""
    joined = re.sub(r"\s*\n\s*([»›>])\s*", r" \1 ", above)  # one word a line
    for line in reversed(joined.split("\n")):
        for arrow in (ARROW, ANGLE):
            steps = [s for part in arrow.split(line) if (s := clean(part).removeprefix(".:.").strip())]
            if len(steps) >= 3:
                return steps
    return []


def _title(above: str, path: Sequence[str], body: Sequence[str]) -> str | None:
    """The title as the page names it; the breadcrumb may cut it short, then the first line of the opening post may be the whole."""
    for pattern in (NAMED, COPIED, COUNTED):
        if found := list(pattern.finditer(above)):
            return clean(found[-1][1])
    short = path[-1].removesuffix("...").removesuffix("..").rstrip() if path else None
    first = next((t for line in body if (t := clean(line))), "")
    return first if short and first.startswith(short) else short


def _pages(above: str, below: str, heads: Sequence[Head]) -> tuple[int | None, int | None]:
    """The page and the number of pages as printed; else the page by its floors: the first page has the first, others follow full pages."""
    found = next((m for part in (above, below) for pattern in PAGES if (m := pattern.search(part))), None)
    said = found.groupdict() if found else {}
    pages = int(said["pages"]) if said else None
    if said.get("page"):
        return int(said["page"]), pages
    floors = [head.floor for head in heads if head.floor and not FROM.search(head.label)]
    if floors[:1] == [1]:
        return 1, pages
    full = NEXT.search(above) is not None and floors == sorted(floors) and (floors[:1] or [0])[0] % len(heads) == 1  # the last may be short
    return floors[0] // len(heads) + 1 if full else None, pages


def _number(patterns: Sequence[re.Pattern[str]], text: str) -> int | None:
    """The last number of the first form that the page prints."""
    found = next((all_of for pattern in patterns if (all_of := pattern.findall(text))), None)
    return count(found[-1]) if found else None
