"""What a person may leave out or mistype: a page or an address alone, a letter of a command's name."""

import difflib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["arguments", "nearest"]

WEB = re.compile(r"https?://", re.IGNORECASE)


def arguments(words: Sequence[str], commands: Sequence[str]) -> list[str]:
    """
    The words with the command that they leave out; a mistyped command is named with the one that was meant, exit code 2.

    >>> arguments(["https://bbs.example/read.php?tid=42", "-o", "x.jsonl"], ["crawl", "extract"])
    ['crawl', 'https://bbs.example/read.php?tid=42', '-o', 'x.jsonl']
    """
    given = list(words)
    first = next((word for word in given if not word.startswith("-") or word == "-"), None)
    if first is None or first in commands or (given[0].startswith("-") and given[0] != "-"):
        return given
    if WEB.match(first):
        return ["crawl", *given]
    if first == "-" or Path(first).exists():
        return ["extract", *given]
    meant = nearest(first, commands)
    hint = f" Did you mean '{meant}'?" if meant else " 'scraper --help' lists the commands."
    print(f"scraper: no command, file or address {first!r}.{hint}", file=sys.stderr)
    raise SystemExit(2)


def nearest(word: str, words: Sequence[str]) -> str | None:
    """
    The word that was probably meant.

    >>> nearest("extarct", ["extract", "crawl"]), nearest("zzz", ["extract"])
    ('extract', None)
    """
    return next(iter(difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)), None)
