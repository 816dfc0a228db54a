"""
Text that was decoded with the wrong code page, put right where that is certain.

ftfy mends what it is good at: UTF-8 read as a single-byte code page. It leaves Chinese and Japanese alone by design, so UTF-8
read as GBK, and GBK, Big5 or Shift-JIS read as Latin-1 or as each other, are ours: a run is repaired only when all of it converts
back exactly and what comes out is made of common characters where what went in was not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ..model import Edit
from ..settings import CleanSettings
from .sheet import Sheet

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

__all__ = ["LOST", "mojibake"]

LOST = "锟斤拷"  # what cannot be brought back: U+FFFD in UTF-8 read as GBK
SINGLE = (  # the high half of Latin-1, and what Windows-1252 has in place of its control characters
    "\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122"
)
WIDE = "\u0391-\u0451\u2010-\u2642\u3000-\u30ff\u3105-\u3129\u31c0-\u33d5\u3400-\u9fff\ue000-\uffe5"
SUSPECT = re.compile(
    f"""(?x)
    [\xc2-\xf4][{SINGLE}]                 # UTF-8 as Latin-1, Windows-1252; and double bytes as these
    | [\u0420\u0421][\xa0-\xbf\u0402-\u040f\u0452-\u045f\u2010-\u2122]   # UTF-8 in Cyrillic as Windows-1251
    | [\u00d0\u00d1][\x80-\xbf\u2013-\u2122]
    | [{SINGLE}]{{4}}
    """
)
NEAR = re.compile(f"[{SINGLE}\u0420\u0421][{SINGLE}\u0402-\u040f\u0452-\u045f]")  # what every suspect begins with; 10 times as fast
NARROW_RUN = re.compile(f"[{SINGLE}](?:[{SINGLE}]|[@-~](?=[{SINGLE}])){{3,}}[@-~]?")  # trail bytes may be ASCII
WIDE_RUN = re.compile(f"[{WIDE}]{{3,}}")
UTF8_AS_GBK = re.compile("[涓鐨鍦鏄浜鍚鎴绔缁鍙浠鍥鏂鍑閫瀛璇鍔鑷瑙鏈鏃鏉杩鍜浣鎵瀹闂鑳姝鎯绛銆锛绗鍒鍗鍏鍐鍓鐢闃鎶榛]")
SHOWN = re.compile(f"""(?<!\\w)(["'])[^"'\n]*[\xc2-\xf4][{SINGLE}][^"'\n]*\\1""")
SICK = 0.9  # share of a paragraph's characters beyond ASCII that must be bad
UTF8 = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf](?=[\xc2-\xdf][\x80-\xbf]|$)")
LEAST = 3  # characters a repair must bring
COMMON = 0.85  # share of them that must be common
GAIN = 0.3  # by which it must be more than before


def mojibake(sheet: Sheet, settings: CleanSettings) -> Iterator[Edit]:
    r"""
    Runs of text in the wrong code page, with what they were.

    >>> from .sheet import sheet_of
    >>> [e.put for e in mojibake(sheet_of([("he said 浣犲ソ涓栫晫 twice", ())], True), CleanSettings())]
    ['你好世界']
    >>> [e.put for e in mojibake(sheet_of([("a caf\xc3\xa9 by the sea", ())], True), CleanSettings())]
    ['é']
    >>> list(mojibake(sheet_of([("you wrote caf\xc3\xa9, the caf\xe9 writes 咖啡馆", ())], True), CleanSettings()))
    []
    """
    text = sheet.text
    if not sheet.odd:
        return
    if len(UTF8_AS_GBK.findall(text)) >= LEAST - 1:
        yield from _runs(text, WIDE_RUN, (("gb18030", "utf-8"),))
    if NEAR.search(text) and SUSPECT.search(text):
        ours = list(
            _runs(text, NARROW_RUN, tuple((one, other) for other in ("gb18030", "big5", "shift_jis") for one in ("latin-1", "cp1252")))
        )
        yield from ours
        yield from _ftfy(text, ours)


def _runs(text: str, pattern: re.Pattern[str], ways: tuple[tuple[str, str], ...]) -> Iterator[Edit]:
    """Runs that one of the ways (read as, written in) turns into better text."""
    for found in pattern.finditer(text):
        best = max(((_commonness(back), back) for way in ways if (back := _back(found[0], *way))), default=(0.0, ""))
        if best[0] >= COMMON and best[0] >= _commonness(found[0]) + GAIN and sum(c > "\u2e80" for c in best[1]) >= LEAST:
            yield Edit(found.start(), found.end(), "mojibake", found[0], best[1])


def _back(run: str, read_as: str, written_in: str) -> str | None:
    """The run as it was written, if every character converts back and forth; what is UTF-8 as well is left to ftfy."""
    try:
        data = run.encode(read_as) if read_as != "cp1252" else b"".join(_byte(c) for c in run)
        back = data.decode(written_in)
        if back.encode(written_in) != data or back == run:
            return None
    except UnicodeError:
        return None
    return back if written_in == "utf-8" or 3 * len(UTF8.findall(data)) < len(data) / 2 else None


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")


def _commonness(text: str) -> float:
    """The share of common ones of the characters beyond ASCII: first level of GB 2312 or Big5, kana, hangul, punctuation."""
    wide = [char for char in text if char > "\x7f"]
    return sum(map(_common, wide)) / len(wide) if wide else 0.0


@lru_cache(maxsize=65536)
def _common(char: str) -> bool:
    if "\u3040" <= char <= "\u30ff" or "\u3000" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e" or "\uac00" <= char <= "\ud7a3":
        return True
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeError:
        try:
            return 0xA4 <= char.encode("big5")[0] <= 0xC6
        except UnicodeError:
            return False


def _ftfy(text: str, ours: list[Edit]) -> Iterator[Edit]:
    """
    What ftfy repairs, line by line, where its own test says that the line is bad.

    A paragraph with healthy characters beside the bad ones was decoded well: somebody pasted or shows the rest, and it stays.
    """
    at = 0
    for paragraph in text.split("\n\n"):
        if SUSPECT.search(paragraph):
            found = [e for e in _lines(at, paragraph) if not any(o.start < e.end and e.start < o.end for o in ours)]
            bad = sum(not c.isascii() for e in found for c in e.cut) + sum(
                o.end - o.start for o in ours if at <= o.start < at + len(paragraph)
            )
            if bad and bad >= SICK * sum(not c.isascii() for c in paragraph):
                yield from found
        at += len(paragraph) + 2


def _lines(at: int, paragraph: str) -> Iterator[Edit]:
    """The lines of a paragraph that ftfy finds bad and can mend without inventing U+FFFD; what stands between quotes is shown, not said."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for line in paragraph.split("\n"):
        if SUSPECT.search(line) and not SHOWN.search(line) and is_bad(line):
            fixed = fix_encoding(line, _config())
            if fixed != line and fixed.count("\ufffd") <= line.count("\ufffd"):
                yield _difference(at, line, fixed)
        at += len(line) + 1


@lru_cache(maxsize=1)
def _config() -> "TextFixerConfig":
    """Settings of ftfy that are safe for Chinese: its defaults make ASCII of ``，`` and ``“”``, and of full-width letters and indents."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_character_width=False,
        fix_latin_ligatures=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        remove_terminal_escapes=False,
        normalization=None,
    )


def _difference(at: int, line: str, fixed: str) -> Edit:
    """The least edit that makes one line of the other; ``at`` is where it begins."""
    start = 0
    while start < min(len(line), len(fixed)) and line[start] == fixed[start]:
        start += 1
    end = 0
    while end < min(len(line), len(fixed)) - start and line[-1 - end] == fixed[-1 - end]:
        end += 1
    if start + end == len(fixed):  # nothing to put: take a healthy neighbour along, for a repair is no cut
        start, end = (start - 1, end) if start else (start, end - 1)
    return Edit(at + start, at + len(line) - end, "mojibake", line[start : len(line) - end], fixed[start : len(fixed) - end])
