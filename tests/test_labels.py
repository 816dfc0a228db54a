import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.labels import FIELDS, KEYS, key_of, pairs, stat
from scraper.model import Stat

STATISTICS = set(
    "posts threads digests points money prestige contribution goodwill coins online_hours reputation likes_received likes_given"
    " solutions friends reading_access".split()
)


def test_every_key_is_a_term_of_the_record() -> None:
    assert set(KEYS.values()) == STATISTICS | FIELDS
    assert all(key_of(label) == key for label, key in KEYS.items())
    assert all(label == label.lower().strip() for label in KEYS)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("发帖", "posts"),
        ("發帖數：", "posts"),
        (" 帖 子 ", None),
        ("精华:", "digests"),
        ("積分", "points"),
        ("财富", "money"),
        ("銅幣", "money"),
        ("RMB", "money"),
        ("威望", "prestige"),
        ("贡献值", "contribution"),
        ("好评度", "goodwill"),
        ("会员币", "coins"),
        ("銀元", "coins"),
        ("在线时间", "online_hours"),
        ("阅读权限", "reading_access"),
        ("Posts:", "posts"),
        ("MESSAGES", "posts"),
        ("Beiträge", "posts"),
        ("Сообщений:", "posts"),
        ("投稿数", "posts"),
        ("Příspěvky", "posts"),
        ("المشاركات", "posts"),
        ("Threads", "threads"),
        ("主題", "threads"),
        ("Reaction score", "likes_received"),
        ("Punkte  Reaktionen", "likes_received"),
        ("Likes Given", "likes_given"),
        ("Reputation", "reputation"),
        ("Solutions", "solutions"),
        ("好友", "friends"),
        ("Trophy points", "points"),
        ("UID", "uid"),
        ("级别", "level"),
        ("用户组", "group"),
        ("头衔", "title"),
        ("来自", "location"),
        ("Wohnort", "location"),
        ("状态", "online"),
        ("Joined", "registered"),
        ("注册时间", "registered"),
        ("Mitglied seit", "registered"),
        ("Зарегистрирован", "registered"),
        ("登録日", "registered"),
        ("最后登录", "last_seen"),
        ("Last visit", "last_seen"),
        ("粉丝", None),
        ("QQ", None),
        ("Website", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_label_means(label: str | None, key: str | None) -> None:
    assert key_of(label) == key


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("512", 512, None),
        ("1288614 鼎币", 1288614, "鼎币"),
        ("2048 点", 2048, "点"),
        ("5521枚", 5521, "枚"),
        ("10240(小时)", 10240, "小时"),
        ("10240(时)", 10240, "时"),
        ("120034 RMB", 120034, "RMB"),
        ("-5 点", -5, "点"),
        ("−3", -3, None),
        ("+12", 12, None),
        ("1万", 10000, None),
        ("1.2 萬", 12000, None),
        ("3亿", 300000000, None),
        ("1.5k", 1500, None),
        ("1,5k", 1500, None),
        ("2K", 2000, None),
        ("1.2M", 1200000, None),
        ("3,5 тыс.", 3500, None),
        ("1.2w", 12000, None),
        ("5 km", 5, "km"),
        ("12 Monate", 12, "Monate"),
        ("1,059", 1059, None),
        ("1 207", 1207, None),
        ("1\xa0207\xa0348", 1207348, None),
        ("1.234", 1234, None),
        ("1.234.567", 1234567, None),
        ("1'234", 1234, None),
        ("1,234.5", 1234.5, None),
        ("99.5%", 99.5, "%"),
        ("3,14", 3.14, None),
        ("12 34", 12, None),
        ("$500", 500, "$"),
        ("12 小時", 12, "小時"),
        ("18 (0.5 per day)", 18, None),
        ("*", None, None),
        ("", None, None),
        ("保密", None, None),
        ("2005-01-09", None, None),
        ("2013年5月", None, None),
        ("12:30", None, None),
        ("Apr 2009", None, None),
    ],
)
def test_the_number_behind_a_text_and_its_unit(text: str, value: float | None, unit: str | None) -> None:
    found = stat("威望", text)
    assert (found.value, found.unit) == (value, unit)
    assert type(found.value) is type(value)


def test_an_exact_number_elsewhere_wins_and_the_text_stays_as_shown() -> None:
    assert stat("积分：", " 1万 ", exact="15230") == Stat(key="points", label="积分", value=15230, unit=None, text="1万")
    assert stat("Posts", "1.5k", exact="1,512 posts").value == 1512
    assert stat("Posts", "1.5k", exact="many").value == 1500


def test_a_field_is_no_statistic_and_an_unknown_label_has_no_key() -> None:
    assert stat("UID", "121").key is None
    assert stat("QQ", "10001").key is None


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["级别: 侠客"], [("级别", "侠客")]),
        (["威望: 2048 点"], [("威望", "2048 点")]),
        (["在线时间:10240(小时)"], [("在线时间", "10240(小时)")]),
        (["UID 121"], [("UID", "121")]),
        (["注册 2005-1-9", "状态 在线"], [("注册", "2005-1-9"), ("状态", "在线")]),
        (["帖子512", "积分-3"], [("帖子", "512"), ("积分", "-3")]),
        (["Posts: 512", "Last visit: May 5, 2013 10:00"], [("Posts", "512"), ("Last visit", "May 5, 2013 10:00")]),
        (["Join Date Mar 2004", "Join Date 2004"], [("Join Date", "2004")]),
        (["1,024 posts", "2K Messages"], [("posts", "1,024"), ("Messages", "2K")]),
        (["Messages", "1,234", "hello", "7"], [("Messages", "1,234")]),
        (["QQ: 10001"], [("QQ", "10001")]),
        (["精华", "积分 2048"], [("精华", ""), ("积分", "2048")]),
        (["注册时间:\u30002005-01-09\xa0"], [("注册时间", "2005-01-09")]),
        (["From here on it is easy", "12:30", "hello", ""], []),
    ],
)
def test_the_lines_of_a_profile_are_labels_and_values(lines: list[str], found: list[tuple[str, str]]) -> None:
    assert pairs(lines) == found


PIECES = st.sampled_from(
    ["1", "23", "456", ",", ".", " ", "\xa0", "-", "k", "万", "M", ":", "：", "(", "帖子", "Posts", "点", "٣", "1" * 400]
)
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=10).map("".join)


@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_no_label_and_no_text_raises(label: str, text: str, exact: str | None) -> None:
    found = stat(label, text, exact=exact)
    assert found.text == " ".join(text.split())
    key_of(label)
    for name, _ in pairs([label, text]):
        assert name
