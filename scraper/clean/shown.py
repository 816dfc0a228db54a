"""What every converter leaves of a string that a generator drew, and how much of that is proof."""

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["INVISIBLE", "INVISIBLE_IN_LINE", "PROOF", "STRONG", "UNSEEN", "enough", "one_unknown", "visible", "visibles"]

STRONG = 6  # visible ASCII characters that are proof: 0 chance hits on 21 MB of hard clean text, against 1 with five and 64 with four
PROOF = 77  # what weighs more is proof: half bits, 13 for an ASCII character, 14 for Latin, 4 for U+FFFD, 26 for others as Chinese
UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b\ufeff\u3000]+")  # what converters drop, fold or add
HIGH_CONTROLS = re.compile(b"\xc2[\x80-\xa0]")
WIDE_BLANKS = tuple(char.encode() for char in "\u200b\ufeff\u3000")
TWO_UNKNOWN = "\ufffd\ufffd".encode()
INVISIBLE = bytes([*range(33), 127])
INVISIBLE_IN_LINE = INVISIBLE.replace(b"\n", b"")


def visible(text: str) -> str:
    r"""
    What every converter leaves of a string: no blanks, no control characters, one U+FFFD for a run of them.

    >>> visible(" \x1eD\x1f&\ufffd\ufffd: \xa0")
    'D&\ufffd:'
    """
    text = UNSEEN.sub("", text)
    return one_unknown(text)


def one_unknown(text: str) -> str:
    """A text with one U+FFFD for a run of them: decoders differ in how many they write for one broken sequence."""
    while "\ufffd\ufffd" in text:
        text = text.replace("\ufffd\ufffd", "\ufffd")
    return text


def visibles(texts: Iterable[str]) -> list[str]:
    r"""
    The same for many texts at one go, as it is asked of all lines of a page; line ends inside them are to be returns.

    >>> visibles([" \x1eD\x1f&\r", "\u3000:"])
    ['D&', ':']
    """
    data = "\n".join(texts).encode("utf-8", "surrogatepass").translate(None, INVISIBLE_IN_LINE)
    if not data.isascii():
        data = HIGH_CONTROLS.sub(b"", data)
        for unseen in WIDE_BLANKS:
            data = data.replace(unseen, b"")
        while TWO_UNKNOWN in data:
            data = data.replace(TWO_UNKNOWN, TWO_UNKNOWN[:3])
    return data.decode("utf-8", "surrogatepass").split("\n")


@lru_cache(maxsize=4096)  # a page's strings are asked of several tables
def enough(shown: str, more: int) -> int:
    """
    How many of the last visible characters together weigh more than so many half bits; one more than there are if all do not.

    >>> enough("abcdefgh", PROOF), enough("你好吗", PROOF), enough("好", PROOF)
    (6, 3, 2)
    """
    if shown.isascii():
        return min(more // 13, len(shown)) + 1
    weight = 0
    for count, char in enumerate(reversed(shown), 1):
        weight += 13 if char < "\x80" else 4 if char == "\ufffd" else 14 if char < "\u0250" else 26
        if weight > more:
            return count
    return len(shown) + 1
