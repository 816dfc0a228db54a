"""What training data do without."""

import pytest

from scraper.clean import clean_page
from scraper.model import Mark
from scraper.settings import PRESETS

TRAINING = PRESETS["training"]


@pytest.mark.parametrize(
    "text", ["顶", "顶！！！", "沙发", "+1", "up up", "mark", "帮顶", "路过的", "谢谢楼主分享", "dddd", "支持一下", "bump", "ап!"]
)
def test_bumps_are_emptied(text: str) -> None:
    assert clean_page([(text, ())], TRAINING)[0].text == ""


@pytest.mark.parametrize(
    "text", ["顶楼有人吗", "沙发是皮的", "I marked the page.", "支持五个人同时玩", "1+1=3", "up the hill", "This works."]
)
def test_posts_that_only_begin_like_bumps_stay(text: str) -> None:
    assert clean_page([(text, ())], TRAINING)[0].text == text


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone", "发自我的小米手机", "分享到：新浪微博 QQ空间 人人网", "Отправлено с моего телефона"]
)
def test_lines_of_clients_and_share_buttons_go(line: str) -> None:
    assert clean_page([(f"It still floats.\n{line}", ())], TRAINING)[0].text == "It still floats."


def test_blanks_are_made_regular_and_code_keeps_its_own() -> None:
    text = "　　two  blanks\t here \xa0\n\n\n\nand\xa0there\nx  =  1"
    done = clean_page([(text, (Mark("code", text.index("x  ="), len(text)),))], TRAINING)[0]
    assert done.text == "two blanks here\n\nand there\nx  =  1"


def test_the_default_does_none_of_this() -> None:
    assert clean_page([("顶", ()), ("a  b", ())])[0].text == "顶"
