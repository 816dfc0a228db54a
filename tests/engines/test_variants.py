"""What a setting, a language or a reader's rights change in an engine's page: a fixture with that changed, and what its posts then say."""

import json
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from scraper import encoding
from scraper.model import Page
from scraper.pipeline import extract

from .cases import FOLDER, capture_of


@dataclass(frozen=True)
class Variant:
    """A fixture, pieces of its markup with what stands there instead (each must be found), and a part of one post's record."""

    name: str
    case: str
    instead: dict[str, str]
    post: int
    says: dict[str, Any]


VARIANTS = (
    Variant(
        "Discuz! 7.2 counts days and keeps the time in a title", "discuz/72-thread",
        {"发表于 2014-6-8 20:01": '发表于 <span title="2014-6-8 20:01">3&nbsp;天前</span>'}, 1, {"posted_at": "2014-06-08T20:01+08:00"},
    ),
    Variant(
        "Discuz! 6 in English", "discuz/60-thread", {"发表于 2014-6-8 20:01": "Post at 2014-6-8 20:01", "注册时间": "Registration time"}, 1,
        {"posted_at": "2014-06-08T20:01+08:00", "author": {"registered_at": "2012-10-02"}},
    ),
    Variant(
        "phpBB 3.3: a deleted post as a moderator sees it", "phpbb/33-thread",
        {
            '<div id="p7004" class="post has-profile bg2 online': '<div id="p7004" class="post has-profile bg2 online deleted',
            '<div id="post_content7004">': '<div class="ignore" id="post_hidden7004">The post by Ivo was deleted.</div>'
            '<div id="post_content7004" style="display: none;">',
        }, 0, {"states": ["deleted", "edited"], "text": "Every evening. 🕯\n\nif draught > 3:\n\twick = wick - 1"},
    ),
    Variant(
        "phpBB 2 in Russian", "phpbb/2-thread",
        {
            "Last edited by Petra Kitti on Wed May 03, 2006 6:10 am; edited 1 time in total":
            "Последний раз редактировалось: Petra Kitti (Ср Май 03, 2006 6:10 am), всего редактировалось 1 раз",
        }, 0, {"edited_by": "Petra Kitti", "states": ["edited"]},
    ),
    Variant(
        "phpBB 2 in Chinese", "phpbb/2-thread",
        {
            "Last edited by Petra Kitti on Wed May 03, 2006 6:10 am; edited 1 time in total":
            "最后由 Petra Kitti 于 星期三 五月 03, 2006 6:10 am 修改，总共修改了 1 次",
        }, 0, {"edited_by": "Petra Kitti", "states": ["edited"]},
    ),
    Variant(
        "phpBB 2 in German", "phpbb/2-thread", {"Joined: 14 Feb 2003": "Anmeldungsdatum: 14 Feb 2003"}, 0,
        {"author": {"registered_at": "2003-02-14"}},
    ),
    Variant(
        "SMF in Swedish", "smf/20-thread",
        {
            "Quote from: Sail on Sunday on September 03, 2011, 10:00:00 AM": "Citat från: Sail on Sunday skrivet 03 september 2011, 10:00:00",
            "Posts: 3,004": "Antal inlägg: 3004", "Location:": "Ort:",
        }, 0, {"quotes": [{"author": "Sail on Sunday", "post_id": "899", "text": "50 kg is enough.", "edits": []}]},
    ),
    Variant(
        "SMF in Russian", "smf/20-thread",
        {
            "Last Edit: September 04, 2011, 03:20:00 PM by Gusty on Monday":
            "Последнее редактирование: 04 Сентября 2011, 15:20:00 от Gusty on Monday",
        }, 0, {"edited_at": "2011-09-04T15:20:00", "edited_by": "Gusty on Monday"},
    ),
    Variant(
        "vBulletin 3 in Turkish", "vbulletin/3.8-thread",
        {
            "Originally Posted by <strong>Tam Dodd</strong>": "Alıntı: <strong>Tam Dodd</strong> Nickli Üyeden Alıntı",
            "Last edited by Gill Braithe; 03-14-2011 at <span class=\"time\">09:30 PM</span>.":
            "Konu Gill Braithe tarafından (14-03-2011 Saat <span class=\"time\">21:30</span> ) değiştirilmiştir.",
            "Location: Kentmere": "Bulunduğu yer: Kentmere",
        }, 0,
        {
            "edited_at": "2011-03-14T21:30", "edited_by": "Gill Braithe", "author": {"location": "Kentmere"},
            "quotes": [{"author": "Tam Dodd", "post_id": "8790", "text": "Did the barn hold?", "edits": []}],
        },
    ),
    Variant(
        "vBulletin 3 in Arabic", "vbulletin/3.8-thread",
        {
            "Originally Posted by": "المشاركة الأصلية كتبت بواسطة",
            "Last edited by Gill Braithe; 03-14-2011 at <span class=\"time\">09:30 PM</span>.":
            "آخر تعديل بواسطة Gill Braithe ; 14-03-2011 الساعة <span class=\"time\">09:30 PM</span>",
        }, 0,
        {"edited_by": "Gill Braithe", "quotes": [{"author": "Tam Dodd", "post_id": "8790", "text": "Did the barn hold?", "edits": []}]},
    ),
)  # fmt: skip


PHPBB = (
    ("fi", "05 Huhti 2012, 19:05", "Viimeksi muokannut {}, 05 Huhti 2012, 20:15. Yhteensä muokattu 2 kertaa.", "Viestit:", "Liittynyt:", "12 Helmi 2005, 10:01", "Paikkakunta:", "{} kirjoitti:"),
    ("sv", "tor 05 apr 2012, 19:05", "Senast redigerad av {} tor 05 apr 2012, 20:15, redigerad totalt 2 gånger.", "Inlägg:", "Blev medlem:", "lör 12 feb 2005, 10:01", "Ort:", "{} skrev:"),
    ("uk", "05 квітня 2012, 19:05", "Востаннє редагувалось {} в 05 квітня 2012, 20:15, всього редагувалось 2 раз.", "Повідомлень:", "З нами з:", "12 лютого 2005, 10:01", "Звідки:", "{} писав:"),
    ("el", "05 Απρ 2012, 19:05", "Τελευταία επεξεργασία από το μέλος {} την 05 Απρ 2012, 20:15, έχει επεξεργασθεί 2 φορές συνολικά.", "Δημοσιεύσεις:", "Εγγραφή:", "12 Φεβ 2005, 10:01", "Τοποθεσία:", "{} έγραψε:"),
    ("hu", "2012.04.05. 19:05", "A hozzászólást 2 alkalommal szerkesztették, utoljára {} 2012.04.05. 20:15-kor.", "Hozzászólások:", "Csatlakozott:", "2005.02.12. 10:01", "Tartózkodási hely:", "{} írta:"),
    ("ro", "Joi Apr 05, 2012 7:05 pm", "Ultima oară modificat {} pe Joi Apr 05, 2012 8:15 pm, modificat 2 ori în total.", "Mesaje:", "Membru din:", "Sâm Feb 12, 2005 10:01 am", "Localitate:", "{} scrie:"),
    ("he", "05 אפריל 2012, 19:05", "נערך לאחרונה על ידי {} ב 05 אפריל 2012, 20:15, סך הכל נערך 2 פעמים.", "הודעות:", "הצטרף:", "12 פברואר 2005, 10:01", "מיקום:", "{} כתב:"),
    ("bg", "05 Апр 2012, 19:05", "Последна промяна от {} на 05 Апр 2012, 20:15, общо променено 2 пъти.", "Мнения:", "Регистриран на:", "12 Фев 2005, 10:01", "Местоположение:", "{} написа:"),
)  # fmt: skip
"""phpBB's language packs: a time, the edit note, the labels of posts, joined (with a date) and location, a quote's caption."""


def phpbb_in(time: str, note: str, posts: str, joined: str, day: str, place: str, wrote: str) -> Variant:
    member = '<a href="./memberlist.php?mode=viewprofile&amp;u=12">Odile Marrow</a>'
    return Variant(
        "", "phpbb/30-thread",
        {
            "Thu Apr 05, 2012 7:05 pm": time,
            f"Last edited by {member} on Thu Apr 05, 2012 8:15 pm, edited 2 times in total.": note.replace("{}", member),
            "Posts:</strong>": f"{posts}</strong>",
            "Joined:</strong> Sat Feb 12, 2005 10:01 am": f"{joined}</strong> {day}",
            "Location:</strong>": f"{place}</strong>",
            "Odile Marrow wrote:": wrote.replace("{}", "Odile Marrow"),
        },
        0,
        {
            "posted_at": "2012-04-05T19:05+01:00", "edited_at": "2012-04-05T20:15+01:00", "edited_by": "Odile Marrow",
            "author": {"location": "Lower Kettle, by the river", "level": "Master potter"},
        },
    )  # fmt: skip


@pytest.mark.parametrize("words", PHPBB, ids=lambda words: words[0])
def test_languages(words: tuple[str, ...]) -> None:
    variant = phpbb_in(*words[1:])
    page = read(variant)
    author = page.posts[0].author
    assert not differences(variant.says, json.loads(msgspec.json.encode(page.posts[0])))
    assert [stat.value for stat in author.stats if stat.key == "posts"] == [1402]
    assert (author.registered_at or "")[:10] == "2005-02-12"
    assert page.posts[1].quotes[0].author == "Odile Marrow"


def differences(expected: Any, found: Any) -> Any:
    """What of the expected part is otherwise in the record."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: found.get(key) for key, value in expected.items() if differences(value, found.get(key))}
    return None if expected == found else [found]


def read(variant: Variant) -> Page:
    """The fixture with what the variant changes."""
    capture = capture_of(FOLDER / variant.case)
    html = encoding.decode(capture.body, headers=capture.headers).text
    for old, new in variant.instead.items():
        assert old in html, old
        html = html.replace(old, new)
    return extract(msgspec.structs.replace(capture, body=html.encode(), encoding="utf-8"))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_variants(variant: Variant) -> None:
    found = json.loads(msgspec.json.encode(read(variant).posts[variant.post]))
    assert not differences(variant.says, found)
