import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import dates
from scraper.dates import words
from scraper.dates.folding import fold
from tests.counted import called

NOW = "2026-11-23T05:27:01Z"  # a Monday
ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?)?)?")


def rows(name: str) -> list[list[str]]:
    """The lines of a fixture, split at tabs; the first line says what the columns are."""
    text = (Path(__file__).parent / "fixtures/dates" / name).read_text("utf-8")
    return [line.split("\t") for line in text.split("\n")[1:] if line]


@pytest.mark.parametrize(("raw", "iso"), rows("absolute.tsv"))
def test_an_absolute_time_is_read_without_a_clock(raw: str, iso: str) -> None:
    assert dates.parse(raw) == iso


@pytest.mark.parametrize(("raw", "iso"), rows("relative.tsv"))
def test_a_relative_time_counts_from_when_the_page_was_taken(raw: str, iso: str) -> None:
    assert dates.parse(raw, now=NOW) == iso


@pytest.mark.parametrize("raw", [row[0] for row in rows("relative.tsv")])
def test_a_relative_time_without_now_is_not_understood(raw: str) -> None:
    assert dates.parse(raw) is None


@pytest.mark.parametrize("raw", [row[0] for row in rows("nothing.tsv")])
def test_what_is_no_time_is_none(raw: str) -> None:
    assert dates.parse(raw, now=NOW) is None


@pytest.mark.parametrize(("line", "iso", "raw"), rows("lines.tsv"))
def test_a_time_within_a_line_is_found(line: str, iso: str, raw: str) -> None:
    assert dates.find(line, now=NOW) == (iso, raw)


@pytest.mark.parametrize(("note", "offset"), rows("zones.tsv"))
def test_the_note_at_the_foot_names_the_zone(note: str, offset: str) -> None:
    assert dates.zone_note(note) == (offset or None)


@pytest.mark.parametrize(
    ("raw", "order", "iso"),
    [
        ("11-10-2026, 02:32 AM", "mdy", "2026-11-10T02:32"),
        ("11-10-2026, 02:32 AM", "dmy", "2026-10-11T02:32"),
        ("11-10-2026, 02:32 AM", "ymd", "2026-11-10T02:32"),  # nobody but Americans has 12 hours and the year last
        ("11-10-2026 02:32", "ymd", "2026-10-11T02:32"),
        ("11-23-2026, 02:32 AM", "dmy", "2026-11-23T02:32"),
        ("23/11/2026", "mdy", "2026-11-23"),
        ("11.10.2026", "mdy", "2026-10-11"),  # dots are European
        ("05/12/10 15:04", "mdy", "2010-05-12T15:04"),
        ("05/12/10 15:04", "dmy", "2010-12-05T15:04"),
        ("09-1-7", "ymd", "2009-01-07"),
        ("20-4-'10", "ymd", "2010-04-20"),  # an apostrophe is a year's
        ("2026-11-10", "mdy", "2026-11-10"),
    ],
)
def test_the_order_of_numbers(raw: str, order: str, iso: str) -> None:
    assert dates.parse(raw, order=order) == iso


@pytest.mark.parametrize(
    ("raw", "zone", "iso"),
    [
        ("2013-04-11 21:17", "Asia/Shanghai", "2013-04-11T21:17+08:00"),
        ("2013-04-11 21:17", "+08:00", "2013-04-11T21:17+08:00"),
        ("2013-07-01 12:00", "Europe/Berlin", "2013-07-01T12:00+02:00"),
        ("2013-01-01 12:00", "Europe/Berlin", "2013-01-01T12:00+01:00"),
        ("Mon Feb 01, 2021 6:28 pm", "-05:00", "2021-02-01T18:28-05:00"),
        ("2013-04-11", "Asia/Shanghai", "2013-04-11"),
        ("2013-04-11T21:17:00Z", "Asia/Shanghai", "2013-04-11T21:17:00+00:00"),
        ("2013-04-11 21:17", "Middle-earth/Shire", "2013-04-11T21:17"),
        ("昨天 12:30", "Asia/Shanghai", "2026-11-22T12:30+08:00"),
        ("今天 01:00", "America/New_York", "2026-11-23T01:00-05:00"),
        ("3 hours ago", "Asia/Shanghai", "2026-11-23T10:27+08:00"),
        ("3 天前", "Asia/Shanghai", "2026-11-20"),
        ("刚刚", "+09:00", "2026-11-23T14:27+09:00"),
        ("23:10", "Asia/Shanghai", "2026-11-22T23:10+08:00"),
    ],
)
def test_an_offset_stands_where_the_zone_is_known(raw: str, zone: str, iso: str) -> None:
    assert dates.parse(raw, now=NOW, timezone=zone) == iso


@pytest.mark.parametrize(
    ("raw", "language", "iso"),
    [
        ("18 lis 2010, 14:05", "hr", "2010-10-18T14:05"),
        ("18 lis 2010, 14:05", "pl", "2010-11-18T14:05"),
        ("18 lis 2010, 14:05", None, "2010-11-18T14:05"),
        ("18. listopada 2010. 14:05", "hr", "2010-10-18T14:05"),
        ("pon lip 05, 2010 6:28 pm", "hr", "2010-06-05T18:28"),
        ("18 srp 2010", "hr", "2010-07-18"),
        ("18 srp 2010", "cs", "2010-08-18"),
    ],
)
def test_a_months_name_is_that_of_the_pages_language(raw: str, language: str | None, iso: str) -> None:
    assert dates.parse(raw, language=language) == iso
    assert (dates.find(f"Zadnja izmjena: {raw} (Ana)", language=language) or ("",))[0] == iso


def test_the_spring_of_iran_is_ours_of_the_same_day() -> None:
    days = {1370: "1991-03-21", 1375: "1996-03-20", 1376: "1997-03-21", 1395: "2016-03-20", 1396: "2017-03-21", 1404: "2025-03-21"}
    assert {year: dates.parse(f"{year}/01/01") for year in days} == days
    assert dates.parse("1395/13/01") is None
    assert dates.parse("1347/01/01") is None
    assert dates.parse("1411/01/01") is None


def test_a_day_is_counted_in_the_zone_of_the_page() -> None:
    assert dates.parse("今天", now="2013-05-20T20:00:00Z") == "2013-05-20"
    assert dates.parse("今天", now="2013-05-20T20:00:00Z", timezone="Asia/Shanghai") == "2013-05-21"


def test_a_day_without_a_year_is_the_last_one() -> None:
    assert dates.parse("12月3日", now=NOW) == "2025-12-03"
    assert dates.parse("11-22 07:10", now=NOW) == "2026-11-22T07:10"
    assert dates.parse("11月24日", now=NOW) == "2026-11-24"  # tomorrow in UTC is today in Auckland


def test_the_last_time_of_a_line_where_it_is_asked_for() -> None:
    line = "Quote from: Ann 2012-12-21 10:00 on Jan 06, 2021, 10:14 PM"
    assert dates.find(line, last=True) == ("2021-01-06T22:14", "Jan 06, 2021, 10:14 PM")


def test_a_clock_in_a_line_is_no_time_and_nothing_is_found_in_nothing() -> None:
    assert dates.find("see you at 12:30", now=NOW) is None
    assert dates.find("", now=NOW) is None
    assert dates.find(None) is None
    assert dates.parse(None) is None
    assert dates.zone_note(None) is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1610667000, "2021-01-14T23:30:00+00:00"),
        ("1610667000", "2021-01-14T23:30:00+00:00"),
        (1610667000123, "2021-01-14T23:30:00+00:00"),
        (1610667000.5, "2021-01-14T23:30:00+00:00"),
        (0, None),
        (-5, None),
        ("1e400", None),
        ("nan", None),
        ("soon", None),
        (None, None),
    ],
)
def test_seconds_and_milliseconds_since_1970(value: str | float | None, iso: str | None) -> None:
    assert dates.from_epoch(value) == iso


def test_seconds_in_a_zone() -> None:
    assert dates.from_epoch(1610667000, timezone="+08:00") == "2021-01-15T07:30:00+08:00"


def test_every_language_knows_twelve_months_and_seven_days() -> None:
    for language in "january januar janvier enero gennaio janeiro stycznia января ocak januari ledna يناير".split():
        assert dates.parse(f"3 {language} 2020") == "2020-01-03"
    assert len(words.MONTHS) == 12
    assert len(words.WEEKDAYS) == 7


@pytest.mark.parametrize("now", ["yesterday", "2026-13-45", "", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_now_that_is_no_time_raises_nothing(now: str) -> None:
    for raw in ("昨天 12:30", "9999 years ago", "12:30", "5 May", "Monday at 9:32 AM", "last week"):
        dates.parse(raw, now=now, timezone="Asia/Shanghai")


WORDS = st.sampled_from(
    "2013|11|21:17|5|31|99|-|/|.|:|,|T|Z|+|am|PM|下午|年|月|日|前|昨天|ago|vor|hours|Feb|may|mar|民國|GMT|+08:00|il y a| |半".split("|")
)
TEXTS = st.text(max_size=90) | st.lists(WORDS, max_size=9).map(" ".join) | st.lists(WORDS, max_size=9).map("".join)


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.sampled_from([None, NOW]), st.sampled_from(["ymd", "dmy", "mdy"]), st.sampled_from([None, "+08:00", "Europe/Berlin"]))
def test_any_text_gives_an_iso_time_or_none_and_twice_the_same(raw: str, now: str | None, order: str, zone: str | None) -> None:
    iso = dates.parse(raw, now=now, order=order, timezone=zone)
    assert iso is None or ISO.fullmatch(iso)
    dates.parse.cache_clear()
    dates._worded.cache_clear()
    assert dates.parse(raw, now=now, order=order, timezone=zone) == iso


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.sampled_from([None, NOW]), st.booleans())
def test_find_answers_with_a_part_of_the_line(text: str, now: str | None, last: bool) -> None:
    found = dates.find(text, now=now, last=last)
    dates.zone_note(text)
    if found:
        assert ISO.fullmatch(found[0])
        assert found[1] in text or found[1] in fold(text)


MOST_CALLS = 300_000  # 500 words for yesterday take 265,000; of a longer line no more is looked at


@pytest.mark.parametrize("text", ["1 2 3 4 " * 300, "a" * 5000, "3 days, " * 300, "May " * 500, "昨天" * 900, "- " * 900, "GMT" * 3000])
def test_no_line_asks_for_many_steps(text: str) -> None:
    def read() -> None:
        dates.parse(text, now=NOW)
        dates.find(text, now=NOW, last=True)
        dates.zone_note(text)

    read()  # imports, tables
    assert called(read) < MOST_CALLS
