"""
Heads on the surfaces that print no card, so that the author's name stands in them.

Discuz!'s templates for phones (2.5 to X3.5: floor, name, time), its archiver and phpwind's ``simple/`` edition (name and time alone,
which any quote may look like: they count only on a page that says which edition it is).
"""

import re
from collections.abc import Callable, Sequence

from ..discuz_archiver import untagged
from .head import DATE, VERB, Head, head_at
from .words import BARE_FOOTER, CHROME, GAP, LABEL, TAIL, clean, fits

__all__ = ["bare_body", "edition_of", "find_bare_heads", "names_above", "numbered"]

TOUCH = re.compile(
    rf"""
    ^[^\S\n]*(?:[•·*+-]\s+)?[_*]*(?:(?:置[顶頂]\s*)?[来來]自\s*)? (?P<label>{LABEL}) \s*\#? [_*]*{GAP}[_*]* (?P<by>[^\s•·|*_][^\n|]{{0,39}}?) [_*]*
    (?:\s+(?:[该該]用[户戶]已[^\n]{{1,6}}|匿名|\d{{1,3}}\.[\d.x*]{{3,14}}))? [^\S\n]*\n
    {GAP}(?:[*+-]\s+)?[_*]* (?:(?:收藏|管理|\d{{1,12}})[_*]*{GAP}){{0,4}} (?P<date>{DATE}) [^\S\n]*(?:[来來]自[^\n]{{0,20}})?$
    """,
    re.VERBOSE | re.MULTILINE,
)
EDITION = re.compile(r"完整版本\s*[:：]|[Aa]rchiver\b")
NAMED = re.compile(
    rf"""
    ^[^\S\n]* (?P<by>[^\s:：][^\n:：]{{0,39}}?) (?P<joint>[^\S\n]*\n[^\S\n]*|[^\S\n]++) (?P<verb>{VERB})? (?P<date>{DATE}) [^\S\n]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
SIMPLE = re.compile(r"\[打印本[页頁]\]|(?i:powered\s+by\s+phpwind)")
SMILEY = re.compile(r"\[s:\d+\]")
TIMED = re.compile(r"\d:\d\d")
COMMENTS = re.compile(r"[点點][评評]")
BELOW = re.compile(r"(?:[倒正]序(?:[浏瀏][览覽]|看帖)|只看[楼樓]主|全部回[复復]\s*\d*)+")  # between the opening post and the others (X3.5)
PICTURE = re.compile(r"[^\s/\\:*?\"<>|]{1,100}\.(?:jpe?g|png|gif|bmp|webp)", re.IGNORECASE)  # of a file, told by its name alone
COMMENTED = 4  # lines from that word to the time of the first of them
ARROW = re.compile(r"(?<!\S)(?:->|[»›>])(?!\S)")
LINKS = re.compile(r"\[打印本[页頁]\](?:\s|->|登[录錄]|[注註][册冊]|回[复復]主[题題]|[发發]表主[题題])*")  # behind phpwind's trail
BOXED = re.compile(r"\[--[^\S\n]*+\n([^\n]*+)\n[^\S\n]*+--\]")
ABOVE = re.compile(
    r".*(?:[Aa]rchiver|[Pp]owered by.*)|(?:查看|回[复復])\s*[:：]\s*\d+(?:\s*\|)?(?:\s*回[复復]\s*[:：]\s*\d+)?|[|\[\]]|[\d\s.]+"
)
"""Lines above the first post that name neither board nor thread."""


def find_bare_heads(text: str) -> list[Head]:
    r"""
    The heads of all posts, in page order, each with its author's name.

    >>> [(h.label, h.by, h.date) for h in find_bare_heads("沙发 ann\n2013-4-11 21:17:01\nhello\n3#\nbob\n2013-4-11 21:20:00\nyes")]
    [('沙发', 'ann', '2013-4-11 21:17:01'), ('3#', 'bob', '2013-4-11 21:20:00')]
    >>> [(h.label, h.by) for h in find_bare_heads("完整版本: lamp\nann 2013-4-11 21:17\nhello")]
    [('', 'ann')]
    >>> find_bare_heads("ann 2013-4-11 21:17\nhello")
    []
    """
    found = [head_at(m, m["label"], m["date"], by=m["by"].strip(), bare=True) for m in TOUCH.finditer(text)]
    return found or _of_editions(text)


def _of_editions(text: str) -> list[Head]:
    """Names with times, in the form of the first; a quote's citation has another one. Two cells of tables are a form of their own."""
    every = [m for m in NAMED.finditer(text) if TIMED.search(m["date"])]
    alike = [m for m in every if _form(m) == _form(every[0])]
    if not EDITION.search(text) and not (len(alike) > 1 and "\t" in alike[0]["joint"]):
        return []
    return [head_at(m, "", m["date"], by=m["by"].strip(), bare=True) for m in alike]


def _form(found: re.Match[str]) -> tuple[bool, bool, int]:
    """How a line's parts are joined, and how precise its time is."""
    return "\n" in found["joint"], bool(found["verb"]), found["date"].count(":")


def bare_body(lines: Sequence[str], edition: Callable[[str], str] | None) -> Sequence[str]:
    """A body's lines: what the ``edition`` leaves of them, without what templates for phones print below it (comments, links)."""
    lines = edition("\n".join(lines)).split("\n") if edition else [line for line in lines if not fits(PICTURE, line)]
    first = next((i for i, line in enumerate(lines) if clean(line)), len(lines))
    lines = [line.lstrip(" \t") if i == first else line for i, line in enumerate(lines)]
    return lines[: next((i for i in range(len(lines)) if _is_below(lines, i)), len(lines))]


def edition_of(text: str, heads: Sequence[Head]) -> Callable[[str], str] | None:
    """What undoes the typing that an edition leaves: BBCode in Discuz!'s archiver, smilies in phpwind's ``simple/``; ``None`` elsewhere."""
    if heads[0].label:
        return None
    return (lambda body: SMILEY.sub("", body)) if SIMPLE.search(text) else untagged


def _is_below(lines: Sequence[str], i: int) -> bool:
    """Whether a line is the first below a body: of the links before the other posts, or of the comments."""
    return fits(BELOW, lines[i]) or (fits(COMMENTS, lines[i]) and any(re.search(VERB, near) for near in lines[i + 1 : i + COMMENTED]))


def names_above(above: str) -> tuple[list[str], str | None]:
    r"""
    The trail to the board and the thread's title, from the lines above the first post.

    >>> names_above("wooden.test -> Bridges -> A lamp [打印本页]\t登录 -> 注册")
    (['wooden.test', 'Bridges'], 'A lamp')
    >>> names_above("A lamp - Bridges - Powered by Discuz!\nBridges\n[Q]\nA lamp\n只看楼主\n")
    (['Bridges'], '[Q] A lamp')
    """
    whole = BOXED.sub("[--", LINKS.sub("\n", above))
    lines = [t for line in _joined(whole.split("\n")) if (t := clean(line).removesuffix("只看楼主").rstrip()) and not _chrome(t)]
    if not lines:
        return [], None
    steps = [clean(step) for step in ARROW.split(lines[0])]
    return (steps, " ".join(lines[1:])) if len(lines) > 1 else (steps[:-1], steps[-1])


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines with a trail that a converter set on a line a word on one."""
    out: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if out and (ARROW.match(line) or out[-1].endswith(("->", "»", "›", ">"))):
            out[-1] += f" {line}"
        else:
            out.append(line)
    return out


def _chrome(line: str) -> bool:
    return any(fits(pattern, line) for pattern in (ABOVE, BARE_FOOTER, CHROME, TAIL))


def numbered(heads: list[Head], title: str | None, body: Sequence[str]) -> list[Head]:
    """The heads with their places where the editions print none: the thread's first post has the title above its text."""
    first = next((t for line in body if (t := clean(line))), None)
    if heads[0].label or not title or first != title:
        return heads
    return [head._replace(place=i) for i, head in enumerate(heads, 1)]
