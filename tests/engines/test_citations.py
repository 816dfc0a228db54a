"""Whom a quote's caption names, where no attribute says it."""

import pytest

from scraper.engines import xenforo2
from scraper.engines.base import Quoted, said_by
from scraper.markup import Lifted

CAPTIONS = (
    ("Wilma Ashe said:", "Wilma Ashe"),
    ("Wilma Ashe schrieb:", "Wilma Ashe"),
    ("Wilma Ashe a dit:", "Wilma Ashe"),
    ("Wilma Ashe сказал(а):", "Wilma Ashe"),
    ("Zitat von Wilma Ashe:", "Wilma Ashe"),
    ("Originally posted by Ashe", "Ashe"),
    ("", None),
)


def quoted(caption: str) -> Quoted:
    return Quoted(Lifted(label="quote", attrs=""), Lifted(label="cite", attrs="", text=caption))


@pytest.mark.parametrize(("caption", "name"), CAPTIONS)
def test_xenforo_2_names_who_is_quoted(caption: str, name: str | None) -> None:
    assert xenforo2.quoted(quoted(caption)) == (name, None)


@pytest.mark.parametrize(("caption", "name"), [("Ann wrote:", "Ann"), ("阿明 写道：", "阿明"), ("Ann:", "Ann"), ("Ann", "Ann"), ("", None)])
def test_the_usual_caption_is_a_name_before_a_verb(caption: str, name: str | None) -> None:
    assert said_by(quoted(caption)) == (name, None)
