"""
Blocks of code in a dump: their caption stands above (phpwind, Discuz! 4 to 6) or below (Discuz! 7 and X); some converters number the lines.

Where nothing but the caption is left, the block goes as far as the lines look like code: up to prose, or to a line of nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...model import Mark
from .marks import breaks, is_jam, jams, unbroken
from .words import clean, fits

__all__ = ["Block", "code_blocks", "code_marks"]

ABOVE = re.compile(
    r"(?i:copy code)|复制代码|複製代碼|CODE:|代[码碼][:：]|\[?Copy to clipboard\]?|复制内容到剪贴板|複製內容到剪貼板|\[\s?复制代码\s?\]"
)
BELOW = re.compile(r"\[?\s?(?:复制代码|複製代碼)\s?\]?")
NUMBER = re.compile(r" {1,8}(\d{1,4})\. ?")
WIDE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]")
SIGNS = re.compile(r"//|/\*|^\s*[*#'-]|--|<!--|[;{}]\s*$|^\s*<\W?\w|[\"'].*[\"']|=")
WORDS = re.compile(r"(?<![A-Za-z'])(?:[A-Za-z][a-z']{0,19}[,.]? ){3,9}[A-Za-z][a-z']{0,19}[.!?:]")
EMPTY = re.compile(r"[\x01-\x7e]{0,10}\s?\xa0\s*")  # an empty line with phpwind's string
LOST = 4  # empty lines in a row that may have lost their numbers, and one
MISSES = 20  # blocks not found, each at the price of a body; one that a quote took with it is missed
LONGEST = 2000  # lines of a block


class Block(NamedTuple):
    """The lines of a block as they stand in the body, and the line before it, where the search for it may begin."""

    lines: Sequence[str]
    before: str


def code_blocks(lines: Sequence[str], engine: str) -> Iterator[Block]:
    """
    The blocks of code in a body that still has its captions.

    >>> [block.lines for block in code_blocks(["看：", "x = 1;", "y = 2;", "复制代码", "好"], "discuz")]
    [['x = 1;', 'y = 2;']]
    >>> [block.lines for block in code_blocks(["看：", "Copy code", "x = 1;", "y = 2;", "好"], "phpwind")]
    [['x = 1;', 'y = 2;']]
    """
    taken = 0
    for i, line in enumerate(lines):
        below = engine == "discuz" and fits(BELOW, line)
        if i < taken or not (below or fits(ABOVE, line)) or (not below and i + 1 < len(lines) and fits(ABOVE, lines[i + 1])):
            continue
        start, end = (_start(lines, taken, i), i) if below else (i + 1, _end(lines, i + 1))
        block = [text for line in lines[start:end] if (text := clean(NUMBER.sub("", line, count=1)))]
        if block:
            yield Block(block, next((t for k in range(start - 1, -1, -1) if (t := clean(lines[k])) and not fits(ABOVE, t)), ""))
        taken = max(end, i + 1)


def code_marks(text: str, blocks: Sequence[Block], *, jammed: bool) -> tuple[Mark, ...]:
    """Where the blocks stand in a body's text, and inside them, on a page of strings of pairs, the strings, which code does not protect."""
    marks: list[Mark] = []
    at = missed = 0
    for block in blocks:
        found = _found(text, block, at)
        if found:
            at = found.end
            marks.append(found)
            if jammed:
                marks += (Mark("hidden", start, end) for start, end in jams(text, found.start, found.end))
        missed += not found
        if missed > MISSES:
            break
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _found(text: str, block: Block, at: int) -> Mark | None:
    """The span from a block's first line to its last, each behind the one before."""
    if block.before and (before := text.find(block.before, at)) >= 0:
        at = before + len(block.before)
    start = end = -1
    for line in block.lines:
        here = text.find(line, max(at, end))
        if here < 0:
            return None
        start = here if start < 0 else start
        end = here + len(line)
    return Mark("code", start, end)


def _start(lines: Sequence[str], low: int, end: int) -> int:
    """Where the block that ends above a caption begins."""
    numbered = _numbered_start(lines, low, end)
    if numbered is not None:
        return numbered
    start = end
    for i in range(end - 1, max(low, end - LONGEST) - 1, -1):
        if _is_prose(lines[i]):
            break
        if clean(lines[i]) and not is_jam(lines[i]):
            start = i
    return start


def _numbered_start(lines: Sequence[str], low: int, end: int) -> int | None:
    """The line of number one, where a converter numbered the lines above a caption."""
    due = None
    for i in range(end - 1, max(low, end - LONGEST) - 1, -1):
        found = NUMBER.match(lines[i])
        if found and (due is None or due - LOST < int(found[1]) <= due):
            due = int(found[1]) - 1
            if not due:
                return i
        elif clean(lines[i]) and not is_jam(lines[i]):
            return None
    return None


def _end(lines: Sequence[str], start: int) -> int:
    """Where the block below a caption ends: before the lines of nothing that the forum's breaks leave behind it."""
    end, due = start, 1
    for i in range(start, min(len(lines), start + LONGEST)):
        found = NUMBER.match(lines[i])
        if found and due <= int(found[1]) < due + LOST:
            due = int(found[1]) + 1
        elif due > 2 or _is_prose(lines[i]):
            break
        if clean(lines[i]):
            end = i + 1
    while end > start and end < len(lines) and not clean(lines[end]) and breaks(lines[end]):
        end = _shown(lines, start, end - 1)
    return _shown(lines, start, end - 1) if end > start and EMPTY.fullmatch(lines[end - 1]) else end


def _shown(lines: Sequence[str], start: int, end: int) -> int:
    """The end without the lines before it that show nothing."""
    while end > start and not clean(lines[end - 1]):
        end -= 1
    return end


def _is_prose(line: str) -> bool:
    """Whether a line is rather a sentence than code: in a script of wide letters, or a run of words, without the signs of code."""
    text = clean(unbroken(line))
    return bool(WIDE.search(text) or WORDS.search(text)) and not SIGNS.search(text)
