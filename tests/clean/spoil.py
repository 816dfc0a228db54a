"""Posts with invented words, spoiled as forums spoil them, and turned into text as converters do."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scraper.clean.generators import GENERATORS, draw

WORDS = {
    "zh": "昨天 傍晚 我们 沿着 河边 慢慢 走 了 很久 看见 两只 白鹭 落在 石头 上 老周 说 水位 比 去年 低 不少 船 都 靠 不了 岸 卖鱼 的 "
    "摊子 也 搬走 了 只剩 几 把 旧 椅子 风 从 桥洞 里 吹 过来 带着 泥土 的 味道 孩子 们 在 堤上 放风筝 线 断 了 又 接 上 没有 人 着急 "
    "晚上 回家 煮 了 一锅 粥 配 咸菜 觉得 这样 的 日子 也 很 好".split(),
    "en": "the old ferry left at noon and nobody waved because rain had come in from the hills we walked back along the wall counting "
    "gulls my aunt kept a tin of buttons on the sill and would not say where they were from later we fixed the pump with wire and a "
    "spoon it held until spring then the well went dry again".split(),
    "ru": "вчера вечером мы долго шли вдоль берега и видели двух цапель старый паром ушёл в полдень никто не махал потому что с холмов "
    "пришёл дождь тётя хранила пуговицы в жестяной банке и не говорила откуда они потом починили насос проволокой он держался до весны".split(),
    "ja": "昨日 の 夕方 川 沿い を ゆっくり 歩いた 白い 鳥 が 二羽 石 の 上 に いた 水 は 去年 より 少ない と おじさん が 言った 船 は もう "
    "岸 に 着けない 魚屋 も いなくなり 古い 椅子 だけ が 残って いる 風 は 橋 の 下 から 吹いて 土 の 匂い が した".split(),
}
SITES = ("", "lake.example", "湖畔茶座", "湖畔茶座 - 闲话家常", "闲话,家常,湖畔", "一个说闲话的地方")

Spoiler = Callable[[random.Random], str]


class Spoiled(NamedTuple):
    """A text with junk, what it was without, and the spans of junk (start, end) whose visible characters must go."""

    text: str
    clean: str
    spans: tuple[tuple[int, int], ...]


def lines(rng: random.Random, language: str, count: int) -> list[str]:
    """Lines of invented text."""
    words = WORDS[language]
    glue, stop = (" ", ".") if language in ("en", "ru") else ("", "。")
    return [glue.join(rng.choices(words, k=rng.randint(4, 18))) + rng.choice((stop, stop, "?" if glue else "？", "")) for _ in range(count)]


def reseeded(name: str, codec: str = "ascii") -> Callable[[random.Random], Spoiler]:
    """phpwind's function with the clock as its seed."""

    def start(rng: random.Random) -> Spoiler:
        seed = rng.randrange(1_000_000)

        def spoiler(rng: random.Random) -> str:
            nonlocal seed
            seed = (seed + rng.randint(9, 24)) % 1_000_000
            return draw(GENERATORS[name], seed).decode(codec, "replace")

        return spoiler

    return start


def unseeded(top: int = 126, length: int = 10) -> Callable[[random.Random], Spoiler]:
    """The same with a generator that goes on."""
    return lambda rng: lambda rng: "".join(chr(rng.randint(0, top)) for _ in range(length))


def jammer(low: int, blank: str) -> Callable[[random.Random], Spoiler]:
    """Discuz!'s pairs."""

    def spoiler(rng: random.Random) -> str:
        count = 5
        while count < rng.randint(5, 15):
            count += 1
        return "".join(chr(rng.randint(low, 59)) + blank + chr(rng.randint(63, 126)) for _ in range(count))

    return lambda rng: spoiler


def seen(text: str) -> str:
    """What converters leave: control characters are dropped, what HTML folds is one blank."""
    folded = "".join(" " if c in "\t\n\r\f\v" else c for c in text)
    return "".join(c for c in folded if c >= " " and not "\x7f" <= c <= "\x9f")


def written(text: str) -> str:
    """What Discuz! wrote, as converters leave it that keep control characters: no NUL, and blanks for a tab."""
    return text.replace("\0", "\ufffd").replace("\t", "\xa0 " * 4).replace("\r", " ")


def blanked(text: str) -> str:
    """The same by converters that write a blank for each control character."""
    return "".join(" " if c < " " or "\x7f" <= c <= "\x9f" else c for c in text)


def phpwind(rng: random.Random, language: str, start: Callable[[random.Random], Spoiler], look: str, count: int = 16) -> Spoiled:
    """
    A post with a string at each line end, as a converter leaves it.

    ``nbsp``: ``text R \\xa0``, a line each; ``own``: R on a line of its own; ``one``: no line ends at all; ``escaped``: entities not undone.
    """
    spoiler = start(rng)
    parts: list[tuple[str, bool]] = []
    body = lines(rng, language, count)
    for i, line in enumerate(body):
        parts.append((line, False))
        if i + 1 < len(body):
            for _ in range(rng.choice((1, 2))):
                parts += _strings(seen(spoiler(rng)), look)
    return _joined(parts)


def _strings(string: str, look: str) -> list[tuple[str, bool]]:
    string = string.strip()
    if look == "own":
        return [("\n", False), (string, True), ("\n", False)]
    if look == "one":
        return [(" ", False), (string, True), ("   ", False)]
    if look == "escaped":
        return [(" ", False), (string.replace("<", "&lt;"), True), (" &nbsp;\n", False)]
    return [(" ", False), (string, True), (" \xa0\n", False)]


def discuz(
    rng: random.Random,
    language: str,
    start: Callable[[random.Random], Spoiler],
    sites: Sequence[str] = ("",),
    count: int = 16,
    leave: Callable[[str], str] = seen,
) -> Spoiled:
    """A post with a string, of which ``leave`` tells what a converter left, at each line's end or at the next one's start, with the site's words."""
    spoiler = start(rng)
    parts: list[tuple[str, bool]] = []
    body = lines(rng, language, count)
    for i, line in enumerate(body):
        parts.append((line, False))
        if i + 1 < len(body):
            for _ in range(rng.choice((1, 2))):
                string = leave(spoiler(rng)).replace("  ", "\xa0\xa0")
                words = rng.choice(sites)
                if rng.random() < 0.5:
                    parts += [(words + string, True), ("\n", False)]
                else:
                    parts += [("\n", False), (string + words, True)]
    return _joined(parts)


def endings(rng: random.Random, language: str, words: str, count: int = 16) -> Spoiled:
    """The same sentence at each line's end."""
    parts: list[tuple[str, bool]] = []
    for line in lines(rng, language, count):
        parts += [(line, False), (words, True), ("\n", False)]
    return _joined(parts)


def _joined(parts: Sequence[tuple[str, bool]]) -> Spoiled:
    spans, at = [], 0
    for part, junk in parts:
        if junk and part:
            spans.append((at, at + len(part)))
        at += len(part)
    return Spoiled("".join(p for p, _ in parts), "".join(p for p, junk in parts if not junk), tuple(spans))
