"""Discuz!'s pairs in text, and the site's words beside them."""

import random

import pytest

from scraper.clean import clean
from scraper.settings import CleanSettings

from .spoil import SITES, discuz, jammer

ALIKE = [
    "play A7 D7 G7 C7 F7 B7 E7 A7 and again A7 D7 G7 C7 F7 B7 E7 A7",
    "3 a 4 b 5 c 6 d 7 e 8 f\n1 x 2 y 3 z 4 u 5 v 6 w",
    "00 1a 2b 3c 4d 5e 6f 7a 8b 9c\n0a 1b 2c 3d 4e 5f 6a 7b 8c 9d",
    "a1b2c3d4e5f6a7b8\n1a2b3c4d5e6f7a8b",
    "VK7JG-4C2B8-D9F3G-H6J1K-L0M5N\n2A3B4-C5D6E-7F8G9-H1I2J-3K4L5",
    "- a, - b, - c, - d, - e, - f",
    ".a.b.c.d.e.f.g\n,a,b,c,d,e,f,g",
    '<path d="M8 2H6v4H2v2h4v4h2V8h4V6H8z"/>\n<path d="2H6v4H2v2h4v4h2V8h4V6H8z',
]


@pytest.mark.parametrize("text", ALIKE)
def test_pairs_that_people_write_are_kept(text: str, settings: CleanSettings) -> None:
    assert clean(text, settings).edits == ()


def test_one_string_alone_in_code_is_kept(settings: CleanSettings) -> None:
    assert clean(r"s/^\([0-9]\),\1\2~0A1B2C3D4E5F$/\1/", settings).edits == ()


@pytest.mark.parametrize("code", ["eval(count(p,a,c,k,e,d){", "while (left) {", "$(cell).each({", "print(a, b, node)", "if (box[i] == 3){"])
@pytest.mark.parametrize("apart", ["", " "])
def test_code_before_a_string_is_kept(code: str, apart: str, settings: CleanSettings) -> None:
    text = f"so I wrote 8R#[3_'|:n9a$R)q\n{code}{apart}4S5M9d(o2P,E3k\nand it ran /e!];l8z1E5g$W+`"
    assert clean(text, settings).text == f"so I wrote\n{code}\nand it ran"


def test_control_characters_are_of_the_pairs_that_hold_them(settings: CleanSettings) -> None:
    text = "one walk\x13b)d\x1aR*J\x1bP\n\x01Y\ufffdb6C\xa0 \xa0 \xa0 \xa0 o\x19G\nm\x06K8Xtwo walks\nthree.\x05W+z'a\x0fM\x1dQ"
    assert clean(text, settings).text == "one walk\ntwo walks\nthree."


def test_an_indentation_behind_a_string_stays(settings: CleanSettings) -> None:
    text = "def f(x):\n4 j1 a/ u& I8 v: t, k    return x\n! m; ^5 @) M* n/ f: q    # the end"
    assert clean(text, settings).text == "def f(x):\n    return x\n    # the end"


@pytest.mark.parametrize("blank", [" ", ""])
def test_the_words_of_the_site_go_with_the_strings(blank: str, settings: CleanSettings) -> None:
    spoiled = discuz(random.Random(5), "zh", jammer(32, blank), SITES, count=40)
    done = clean(spoiled.text, settings)
    assert "site-string" in {e.reason for e in done.edits}
    assert "lake.example" not in done.text


def test_names_before_what_they_say_are_no_words_of_the_site(settings: CleanSettings) -> None:
    spoiled = discuz(random.Random(6), "zh", jammer(32, " "), count=12)
    text = spoiled.text.replace("\n", "\n老周：\n")
    done = clean(text, settings)
    assert {e.reason for e in done.edits} == {"junk-pattern"}
    assert done.text.count("老周：") == text.count("老周：")
