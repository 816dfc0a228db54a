"""Sentences of a site: named by the user, or said at nearly every line end."""

import random

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
