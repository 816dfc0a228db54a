"""Sentences of a site: named by the user, or said at nearly every line end."""

import random
from itertools import accumulate

import pytest
from msgspec.structs import replace

from scraper.clean import clean
from scraper.clean.site import beside
from scraper.settings import CleanSettings

from .spoil import lines


@pytest.mark.parametrize("words", ["kQ7copied.example.com", "本文来自湖畔茶座", "xB4湖畔茶座", "转载请注明：www.lake.example"])
def test_a_notice_behind_every_line_goes(words: str, settings: CleanSettings) -> None:
    body = lines(random.Random(words), "zh", 20)
    done = clean("\n".join(line + words for line in body), settings)
    assert done.text == "\n".join(body)
    assert {e.reason for e in done.edits} == {"site-string"}


def test_a_notice_on_lines_of_its_own_goes(settings: CleanSettings) -> None:
    body = lines(random.Random(3), "en", 20)
    done = clean("\n\n".join(line + "\nmR2copied.example.com" for line in body), settings)
    assert "copied.example.com" not in done.text
    assert all(line in done.text for line in body)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{line} 投稿）" for line in lines(random.Random(4), "zh", 20)),
        "\n".join(f"{word}();" for word in lines(random.Random(5), "en", 20)),
        "\n".join(f"{name}@lake.example.org" for name in "ann bob cy dee eli fay gus hal".split()),
        "\n".join(f"https://lake.example.com/{n}/index.html" for n in range(20)),
        "\n".join(f"#define A{n}\t= Not_XID" for n in range(20)),
    ],
)
def test_lines_that_end_alike_for_themselves_are_kept(text: str, settings: CleanSettings) -> None:
    assert clean(text, settings).edits == ()


def test_sentences_that_the_user_names_go_wherever_they_stand(settings: CleanSettings) -> None:
    named = replace(settings, site_strings=("来源湖畔茶座。",))
    assert clean("水位低了。来源湖畔茶座。船靠不了岸。", named).text == "水位低了。船靠不了岸。"
    assert clean("水位低了。来源湖畔茶座。", settings).edits == ()


def test_few_strings_among_many_lines_do_not_make_sentences_the_sites() -> None:
    strings = ["jAr$0@%k3v", "2#xX7u&ya@!"]
    text = "\n".join(("钟匠", "2013-5-11", f"上发条之前先上油。{strings[0]}", "学徒", "2013-5-12", f"等一个晚上再走。{strings[1]}", "完。"))
    spans = [(text.index(string), text.index(string) + len(string)) for string in strings]
    assert list(beside(text, spans)) == []


JAMS = ("4 j1 a/ u& I8 v: t, k", "7 X. F, Y6 {/ z: T) p", "2 U! q% t0 B4 ]6 i. H", '"  d8 O1 r5 Z3 w+ C& m', "9 e2 K- h7 |, s' D0 y")
SPOILED = ["灯还亮着", "桥下有人", "字条湿了", "船走远了", "早上再去"]


def _beside(text: str, starts: tuple[int, ...] = (0,)) -> list[str]:
    spans = sorted((text.index(jam), text.index(jam) + len(jam)) for jam in JAMS if jam in text)
    return [text[a:b] for a, b in beside(text, spans, starts)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("湖畔茶座欢迎你", ["湖畔茶座欢迎你"] * 5),  # behind five different texts, and never alone
        ("lake.example", ["lake.example"] * 5),
        ("了一夜", []),  # as lines of a song end
    ],
)
def test_words_behind_several_texts_are_the_sites(words: str, found: list[str]) -> None:
    text = "\n".join(f"{line}{words}{jam}" for line, jam in zip(SPOILED, JAMS, strict=True)) + "\n完"
    assert _beside(text) == found


def test_posts_of_one_line_do_not_make_strings_stand_alone() -> None:
    one = "\n".join(f"{line}湖畔茶座欢迎你{jam}" for line, jam in zip(SPOILED[:3], JAMS, strict=False)) + "\n完"
    other = f"湖畔茶座欢迎你{JAMS[3]}\n早上再去"
    texts = [one, *(f"第{n}个人说的话" for n in range(9)), other]
    starts = tuple(accumulate((len(text) + 2 for text in texts[:-1]), initial=0))
    assert _beside("\n\n".join(texts), starts) == ["湖畔茶座欢迎你"] * 4
    assert _beside("\n\n".join(texts)) == []  # one body with so many lines without a string


def test_the_sites_own_name_beside_a_string_goes_though_it_stands_there_once() -> None:
    text = "\n".join(f"{line}{words}{jam}" for line, words, jam in zip(SPOILED, ("", "", "河岸论坛", "", ""), JAMS, strict=False))
    spans = sorted((text.index(jam), text.index(jam) + len(jam)) for jam in JAMS)
    assert list(beside(text, spans)) == []
    assert [text[a:b] for a, b in beside(text, spans, names=("河岸论坛", "灯"))] == ["河岸论坛"]
