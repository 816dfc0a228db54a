"""
The body of a post in a dump: what is text, what a quote, an edit note, a notice, a signature.

The signature is what stands behind the engine's own lines below a body (ratings, links for sharing); where an engine prints none,
behind the last break that junk marks; else what an author's posts on this page have in common at their ends, or lines that
nobody ends a post with (``signs``). A body that none of these ends is left whole: losing a line is worse than keeping a signature.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from ... import dates
from ...model import Author, Mark, RawQuote, State, Thread
from ..notices import state_of
from .code import code_blocks, code_marks
from .ends import split
from .marks import begins, body_end, breaks, is_jam, is_jammed, unjammed
from .quotes import lift, stand_above
from .signs import signature_start
from .words import BLANKS, clean, fits

__all__ = ["Body", "read_bodies"]

EDITED = re.compile(
    r"""(?x)
    \W*? (?: (?:本帖最后由|本帖最後由|此[帖贴貼]被) (?P<by>.+?) (?:于|於|在)
           | \[ (?P<name>[^\[\]]+?) (?:于|於|在) )
    \s*+ (?P<at>\d{4}[^\s]{0,30}(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)? | (?:昨天|前天|今天)\s*\d{1,2}:\d{2} | [^\s]{1,8}前)
    \s*+ (?:重新)? (?:编辑|編輯) (?>(?:了帖子)?) \s*+ \]?+ (?P<rest>.*)
    """
)
NOTE = re.compile(r"\[\s?(?:本帖最[后後]由|此[帖贴貼]被)")
NOTICE = re.compile(
    r"""(?x)
    (?:提示[:：]\s*)? \*{0,3}\s* (?: 该?(?:主题|帖)已?被(?:管理员|版主).{0,12} | 此[帖贴]已被屏蔽 | 用户被禁言.{0,20} | 作者被禁止.{0,20} | 该帖被管理员.{0,12} | 該帖被.{0,16} )
    \s*\*{0,3}
    | 本部分内容设定了.{0,40} | (?:游客|遊客|[^，。]{1,20}|您)，(?:如果您要查看本帖隐藏内容请|如果您要查看本帖隱藏內容請|本帖[隐隱]藏的[内內]容需要).{0,40}
    | \**\s*本(?:帖|内容|內容).{0,30}才可以?[浏瀏][览覽]\s*\** | 此[帖贴]售价.{0,60} | 购买后，将显示帖子中所有出售内容。? | 若发现会员采用欺骗.{0,80} | 此段为出售的内容.{0,20} | 附件设置隐藏.{0,20} | 以下内容需要.{0,30}才可浏览
    | 购买人名单 | 購買人名單 | \*{4}\s?Hidden\ Message\s?\*{4,5}
    | (?:附件[:：]\s*)? 您(?:需要|所在的用[户戶][组組]).{0,20}(?:下[载載]|查看)附件.{0,20}
    | 该帖子?已?被(?:屏蔽|删除).{0,12} | 该主题已被删除!?
    """
)
SIZE = r"[\d.]+\s*(?:[KMG]i?B?|B|Bytes)"
WHEN = r"\d{4}-\d{1,2}-\d{1,2}\s\d{1,2}:\d{2}"
TIMES = r"下[载載]次[数數][:：]?\s*\d+"
FILES = re.compile(
    rf"""(?x)
    (?P<name>.{{0,120}}?)\(\s*+ (?: {SIZE}\s*(?:,\s*)?(?:{TIMES})? | .{{0,20}}{TIMES} ) \s*\)\s*(?:{TIMES})?.{{0,20}}
    | (?:图片)?附件[:：].{{1,160}}[\d.]+\s*[KMG]\) | 该附件被下载次数.* | (?:{WHEN}|{SIZE}),\s*{TIMES} | {TIMES} | 图片[:：].{{1,120}} | 下[载載]附件 | .{{0,20}}{WHEN}\s*上[传傳] | {WHEN}
    | \({WHEN}(?:\s?[AP]M)?,\s*{SIZE}\) | \((?:{TIMES},\s*)?{WHEN}[^()]{{0,8}}上[传傳]\s*\) | 点击文件名下载附件 | 點擊文件名下載附件 | 保存到相册 | \[[记購购][录買买]\] | \[attachment=\d+\] | 查看积分策略说明
    """
)
BOX = re.compile(  # of a file and of a post that is sold (phpwind 9), which some converters set on a line a word
    r"""(?mx)
    ^[^\S\n]*+ [^\n]{1,120}?\.\w{2,5} \s*类型：\s*[^\s：]{0,20}\s*售价：\s*[^\s：]{1,12}\s*大小：\s*[\d.]+\s?\w{1,5}\s*下载：\s*\d+\s*次\s*描述：[^\n]{0,200}\n\s*\[下载\][^\S\n]*$
    | ^[^\S\n]*+ 此[帖贴]售价\s*\d+\s*[^\s,]{1,8}\s*,已有\s*\d+\s*人购买(?:\s*\[记录\])?(?:\s*\[购买\])?[^\S\n]*$
    """
)
ABOVE_FILE = re.compile(r"(?:图片|圖片)?附件[:：]?|[:：]|下载|下載|描述[:：].*")
FILE = re.compile(r"[^/\\:*?\"<>|]{1,100}\.[A-Za-z0-9]{2,5}")

CAPTION = re.compile(
    r"复制代码|複製代碼|Copy code|\[?Copy to clipboard\]?|复制内容到剪贴板|複製內容到剪貼板|代码[:：]|代碼[:：]|CODE:|回到原帖|下载\s*\(.{0,20}\)|\[\s?复制代码\s?\]",
    re.IGNORECASE,
)
CODE = re.compile(r"CODE:|代[码碼][:：]|\[?Copy to clipboard\]?", re.IGNORECASE)
"""The captions above a block of code, in which some versions mark no break: where it ends cannot be told."""

COPY = re.compile(r"\[?\s?(?:复制代码|複製代碼)\s?\]?")
GOES_ON = re.compile(r"https?://\S+$|[a-z，。！？、；：,.!?;:)）”’]")
SUBJECT = re.compile(r"(?:Re:\s?)?回\s?(?:楼主|\d+楼)\(.*\)\s?的帖子|Re:.{0,100}")


COPIED = (
    4  # strings at the ends of lines and none at their starts: of 16 pages with both kinds, one looks so; as many make a body's end sure
)
WHOLE: frozenset[State] = frozenset({"blocked", "banned-author", "deleted"})
"""States whose notice stands for all of a text: what follows it is the signature."""


class Body(NamedTuple):
    """A post's body as read, with its author (who now has a signature)."""

    author: Author
    text: str
    marks: tuple[Mark, ...] = ()
    quotes: tuple[RawQuote, ...] = ()
    states: tuple[State, ...] = ()
    edited_at: str | None = None
    edited_by: str | None = None


def read_bodies(pieces: Sequence[Sequence[str]], authors: Sequence[Author], thread: Thread, *, now: str | None) -> list[Body]:
    """All bodies of a page together, as one author's posts tell of each other."""
    cuts = [split(lines, first=not i) for i, lines in enumerate(pieces)]
    marked = _is_marked([lines for lines, _ in cuts])
    least = COPIED if _is_copied([lines for lines, _ in cuts]) else 0
    known = _common(cuts, authors)
    late = thread.engine == "discuz" and stand_above([_without_title(lines, thread.title) for lines, _ in cuts])
    names = frozenset(a.name for a in authors if a.name)
    counts = Counter(a.name for a in authors)
    done = []
    for i, ((lines, signature), author) in enumerate(zip(cuts, authors, strict=True)):
        if signature is None:
            lines, signature = _parted(lines, marked and sum(map(is_jammed, lines)) >= least, known.get(author.name or ""))
        alone = signature is None and counts[author.name] == 1  # else the author's posts would have told
        done.append(_read(lines, signature, author, names, thread, first=not i, late=late, marked=marked, alone=alone, now=now))
    return done


def _is_marked(bodies: Sequence[Sequence[str]]) -> bool:
    """Whether the forum marks its breaks: then the posts of several lines have one, but for those that owe a line to a signature."""
    marks = [sum(map(breaks, lines)) for lines in bodies if sum(bool(clean(line)) for line in lines) > 2]
    return sum(marks) >= 2 and 3 * sum(map(bool, marks)) >= len(marks)


def _is_copied(bodies: Sequence[Sequence[str]]) -> bool:
    """Whether a browser made the dump: Discuz! hides every second string behind a style, and a browser copies the others alone."""
    edges = [line for lines in bodies for line in lines if not is_jam(line)]
    return sum(map(is_jammed, edges)) >= COPIED and not any(map(begins, edges))


def _common(cuts: Sequence[tuple[Sequence[str], Sequence[str] | None]], authors: Sequence[Author]) -> dict[str, list[str]]:
    """Signatures by author: those that are certain, else the lines that several of an author's posts end with."""
    sure: dict[str, Counter[tuple[str, ...]]] = {}
    ends: dict[str, list[list[str]]] = {}
    for (lines, signature), author in zip(cuts, authors, strict=True):
        if not author.name:
            continue
        if signature is not None:
            sure.setdefault(author.name, Counter())[tuple(filter(None, map(clean, signature)))] += 1
        else:
            ends.setdefault(author.name, []).append([t for line in lines if (t := clean(line))])
    found = {name: list(counts.most_common(1)[0][0]) for name, counts in sure.items()}
    for name, posts in ends.items():
        if name not in found and len(posts) > 1 and (shared := _shared(posts)):
            found[name] = shared
    return found


def _shared(posts: Sequence[Sequence[str]]) -> list[str]:
    """The lines with which all of some posts end, short of the shortest post itself."""
    shared: list[str] = []
    for k in range(1, min(map(len, posts))):
        if len({post[-k] for post in posts}) != 1:
            break
        shared.insert(0, posts[0][-k])
    return shared


def _parted(lines: Sequence[str], marked: bool, known: Sequence[str] | None) -> tuple[Sequence[str], Sequence[str] | None]:
    """Body and signature where the engine prints nothing between them."""
    if known:
        at = _ends_with(lines, known)
        if at is not None:
            return lines[:at], lines[at:]
    end = _noted_end(lines) or (_marked_end(lines) if marked else 0)
    if end:
        end = max(end, *(_behind(lines, own) for own in (COPY, FILES, NOTICE)))
        return (lines, None) if any(fits(CODE, line) for line in lines[end - 1 :]) else (lines[:end], lines[end:])
    return lines, None


def _noted_end(lines: Sequence[str]) -> int:
    """Behind an edit note that stands below the body: in brackets (phpwind, Discuz! 4 to 6); later versions of Discuz! print it above."""
    note = next(
        (i for i, line in enumerate(lines) if clean(line).startswith("[") and EDITED.fullmatch(clean(line)) and not breaks(line)), 0
    )
    return note + 1 if any(map(clean, lines[:note])) else 0


def _marked_end(lines: Sequence[str]) -> int:
    """Behind the last line that a break continues; where there is no break, behind the first line. The line may go on over links."""
    end = body_end(lines) or next((i + 1 for i, line in enumerate(lines) if clean(line)), len(lines))
    while end < len(lines) and GOES_ON.match(clean(lines[end])):
        end += 1
    return end


def _behind(lines: Sequence[str], pattern: re.Pattern[str]) -> int:
    """Behind the last line that is of the engine's own: said of a file, or the caption that Discuz! prints below a block of code."""
    return next((i + 1 for i in range(len(lines) - 1, -1, -1) if fits(pattern, lines[i])), 0)


def _ends_with(lines: Sequence[str], known: Sequence[str]) -> int | None:
    """Where the lines of a known signature begin, if the post ends with them."""
    at, k = len(lines), len(known)
    while at and k:
        at -= 1
        if clean(lines[at]):
            if clean(lines[at]) != known[k - 1]:
                return None
            k -= 1
    return at if not k else None


def _read(
    lines: Sequence[str],
    signature: Sequence[str] | None,
    author: Author,
    names: frozenset[str],
    thread: Thread,
    *,
    first: bool,
    late: bool,
    marked: bool,
    alone: bool,
    now: str | None,
) -> Body:
    lines = _without_title(_without_boxes(lines), thread.title if first else None)
    kept, note = _without_note(lines)
    blocks = list(code_blocks(kept, thread.engine))
    kept, states = _without_notices(kept)
    body, quotes = lift(kept, names, late=late, named=thread.engine == "phpwind")
    if WHOLE.intersection(states):
        body, signature = [], signature or body
    at = signature_start(body, first=first) if alone else None
    if at is not None:
        body, signature = body[:at], body[at:]
    text = _text(body)
    sign = "\n".join(t for line in signature or () if (t := line.strip(BLANKS).removeprefix("• ")))
    edited_at = dates.parse(note["at"], now=now) if note else None
    if author.name == "匿名" and not author.id:
        states = ("anonymous", *states)
    return Body(
        author=msgspec.structs.replace(author, signature=sign) if sign else author,
        text=text,
        marks=code_marks(text, blocks, jammed=marked) if blocks else (),
        quotes=quotes,
        states=(*states, "edited") if note else states,
        edited_at=edited_at,
        edited_by=(note["by"] or note["name"]).strip() if note else None,
    )


def _without_boxes(lines: Sequence[str]) -> Sequence[str]:
    """The lines without the boxes that say what a file is, or what a post costs."""
    if not any("售价" in line for line in lines):
        return lines
    return BOX.sub("", "\n".join(lines)).split("\n")


def _without_title(lines: Sequence[str], title: str | None) -> Sequence[str]:
    """The lines without a heading that repeats the title, or the subject of a reply."""
    first = next((i for i, line in enumerate(lines) if clean(line)), None)
    if first is None:
        return lines
    text = clean(lines[first])
    heading = bool(title) and "".join(text.split()) == "".join((title or "").split())
    return lines[first + 1 :] if heading or (SUBJECT.fullmatch(text) and len(lines) > first + 1) else lines[first:]


def _without_note(lines: Sequence[str]) -> tuple[list[str], re.Match[str] | None]:
    """The lines without the edit note, and the note; in brackets it may stand behind a string."""
    for i, line in enumerate(lines):
        if (found := EDITED.fullmatch(clean(line))) and len(found["rest"]) < 120:
            parted = i and clean(lines[i - 1]) == "[" and i + 1 < len(lines) and clean(lines[i + 1]) == "]"
            return [*lines[: i - parted], *lines[i + 1 + parted :]], found
        inline = NOTE.search(line)
        at = inline.start() if inline else 0
        if at and (found := EDITED.fullmatch(clean(line[at:]))):
            return [*lines[:i], line[:at], *lines[i + 1 :]], found
    return list(lines), None


def _without_notices(lines: Sequence[str]) -> tuple[list[str], tuple[State, ...]]:
    """The lines without what the engine prints in place of a text, the names of files and the captions of code."""
    kept: list[str] = []
    states: list[State] = []
    files: set[str] = set()
    owed = False  # a notice whose last word is a link, which a converter set on a line of its own
    for line in lines:
        text = clean(line)
        if owed and text:
            owed = False
            if text in ("回复", "回復", "回覆", "购买", "購買"):
                continue
        if text and NOTICE.fullmatch(text):
            if state := state_of(text):
                states.append(state)
            owed = text[-1] in "请請"
            if kept and clean(kept[-1]) in ("提示:", "提示："):
                kept.pop()
        elif text and (found := FILES.fullmatch(text)):
            name = clean(found["name"] or "")
            files.add(_last_name(kept) if not name or name.startswith(("下载", "下載")) else name)
            while kept and (not clean(kept[-1]) or ABOVE_FILE.fullmatch(clean(kept[-1]))):
                kept.pop()
        elif not text or (text not in files and not CAPTION.fullmatch(text)):
            kept.append(line)
    return kept, tuple(dict.fromkeys(states))


def _last_name(kept: list[str]) -> str:
    """The file's name that stands on the line before what is said of it; taken from the lines kept, but for a string before it."""
    at = next((i for i in range(len(kept) - 1, -1, -1) if clean(kept[i])), None)
    name = clean(unjammed(kept[at])) if at is not None else ""
    if at is None or not FILE.fullmatch(name):
        return ""
    string = kept[at][: kept[at].rindex(name)]
    kept[at:] = [string] if clean(string) else []
    return name


BULLET = re.compile(r"^\s*[•·]\s")
NUMBER = re.compile(r"^ {2,}(\d{1,4})\.(?: |$)")


def _text(lines: Sequence[str]) -> str:
    """The lines as they stand, without bullets, a common indentation, and empty lines beyond one."""
    lines = list(_uncounted(lines))
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if clean(line)]
    shift = min(indents, default=0)
    out: list[str] = []
    for line in lines:
        line = BULLET.sub("", line[shift:] if line[:shift].isspace() else line)
        if clean(line) or (out and out[-1] and "\xa0" not in line):
            out.append(line if clean(line) else "")
        elif "\xa0" in line and out:
            out[-1] += line  # a break that a converter parted from its string
    return "\n".join(out).strip("\n")


def _uncounted(lines: Sequence[str]) -> Iterator[str]:
    """
    The lines without the numbers that a converter sets before the items of a list: indented, and counting up from one.

    >>> list(_uncounted(["  1. a", "  2. b", "3. c", "  9. d"]))
    ['a', 'b', '3. c', '  9. d']
    """
    due = 2
    for line in lines:
        found = NUMBER.match(line)
        number = int(found[1]) if found else 0
        if found and (number == 1 or due <= number < due + 4):  # an empty item may have lost its number
            line = line[found.end() :]
            due = number + 1
        yield line
