"""What shows nothing and means nothing goes; what joins stays."""

import pytest
from msgspec.structs import replace

from scraper.clean import clean
from scraper.clean.unicode import lookalikes
from scraper.settings import CleanSettings

KEPT = [
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family",
    "\u2764\ufe0f\u200d\U0001f525",
    "\U0001f44d\U0001f3fd",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937",
    "\u0e01\u200b\u0e02",
    "Donau\xaddampf\xadschiff",
    "葛\U000e0100城",
    "word\u2060joiner",
    'the character "\u200d" itself',
    "\ufeffa file's own mark",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_joins_is_kept(text: str, settings: CleanSettings) -> None:
    assert clean(text, settings).text == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("zero\u200bwidth", "zerowidth"),
        ("end\u200c", "end"),
        ("字\u200d字", "字字"),
        ("a\ufeffb", "ab"),
        ("tags\U000e0061\U000e0062!", "tags!"),
        ("a\xad\xadb", "ab"),
        ("x\ufe00\ufe01\ufe02\ufe03y", "xy"),
    ],
)
def test_what_shows_nothing_goes(text: str, left: str, settings: CleanSettings) -> None:
    done = clean(text, settings)
    assert done.text == left
    assert {e.reason for e in done.edits} == {"invisible"}


def test_control_characters_go_from_pages_and_stay_in_dumps(settings: CleanSettings) -> None:
    assert clean("a\x00b\x1b[0m", settings, plain=False).text == "ab\x1b[0m"
    assert clean("a\x00b\x1b[0m", settings).text == "a\x00b\x1b[0m"


def test_look_alikes_are_told_and_mended_on_request(settings: CleanSettings) -> None:
    text = "c\u043epy this w\u043erd, пр\u043eстo so, and 3D-п\u0440интер in Москва"
    assert clean(text, settings).text == text
    assert len(clean(text, settings).warnings) == 1
    done = clean(text, replace(settings, repair_homoglyphs=True))
    assert done.text == "copy this word, просто so, and 3D-принтер in Москва"


def test_words_of_two_alphabets_on_purpose_are_no_look_alikes() -> None:
    assert list(lookalikes("IT-компания, SMSка, Яндекс.Go, web-сайт")) == []
