"""Manners: arithmetic with the time passed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.fetch.manners import Host, backoff, failed, pause, rested, retry_after, served, user_agent, wait_seconds
from scraper.settings import FetchSettings

SETTINGS = FetchSettings()


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", 0.0),
        ("39", 39.0),
        (" 39 ", 39.0),
        ("1.5", 1.5),
        ("1.5.2", None),
        ("-1", None),
        ("1000000000", 3600.0),
        ("1e9", None),
        ("", None),
        ("soon", None),
        ("٣", 3.0),
        ("Tue, 24 Nov 2026 06:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 05:00:00 GMT", None),
        ("Tue, 24 Nov 2099 05:00:00 GMT", 3600.0),
        ("Tue, 99 Nov 2026 05:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_every_form(value: str, wait: float | None) -> None:
    assert retry_after(value, 1795500000.0, cap=3600.0) == wait


@given(st.text(max_size=40), st.floats(0, 4e9))
def test_retry_after_never_raises_and_keeps_its_cap(value: str, now: float) -> None:
    wait = retry_after(value, now, cap=3600.0)
    assert wait is None or 0 <= wait <= 3600


@pytest.mark.parametrize(
    ("body", "wait"),
    [
        (b'{"extras": {"wait_seconds": 39}}', 39.0),
        (b'{"extras": {"wait_seconds": "x"}}', None),
        (b'{"extras": null}', None),
        (b"[]", None),
        (b"<html>", None),
        (b'{"extras": {"wait_seconds": 1e30}}', 3600.0),
        (b'{"extras": {"wait_seconds": -4}}', None),
        (b'{"a":' * 10_000, None),
        (b'{"extras": {"wait_seconds": 0}}', 0.0),
        (b'{"extras": {"wait_seconds": NaN}}', None),
        (b'{"extras": {"wait_seconds": ' + b"9" * 400 + b"}}", None),  # too large for a float
        (b' \n{"extras": {"wait_seconds": 0.5}} ', 0.5),
        (b'{"extras": {"wait_seconds": 2}}'.ljust(65_536), 2.0),
        (b'{"extras": {"wait_seconds": 2}}'.ljust(65_537), None),
        (b"7", None),
    ],
)
def test_the_wait_in_a_discourse_answer_is_read(body: bytes, wait: float | None) -> None:
    assert wait_seconds(body, cap=3600.0) == wait


@pytest.mark.parametrize(
    ("asked", "wait"),
    [(None, 1.0), (0.2, 1.0), (7.0, 7.0), (1e9, 300.0), (-4.0, 1.0)],
)
def test_the_longer_of_two_delays_holds(asked: float | None, wait: float) -> None:
    assert pause(SETTINGS, asked, lambda: 0.0) == wait
    assert pause(SETTINGS, asked, lambda: 1.0) == wait * 1.25


def test_what_the_user_says_of_one_host_goes_before_what_holds_for_all() -> None:
    assert pause(FetchSettings(delay=0.0), None, lambda: 0.0) == 0.0
    assert pause(SETTINGS, None, lambda: 0.0, own=0.25) == 0.25
    assert pause(SETTINGS, 4.0, lambda: 0.0, own=0.25) == 4.0, "but not before what the site asks for"
    assert pause(SETTINGS, None, lambda: 0.0, own=9.0) == 9.0


def test_back_off_doubles_and_varies() -> None:
    assert [backoff(n, lambda: 0.0) for n in (1, 2, 3)] == [2.5, 5.0, 10.0]
    assert backoff(10_000, lambda: 1.0) == 900.0


def test_ten_failures_in_a_row_send_a_host_to_rest() -> None:
    host = Host()
    for n in range(9):
        host = failed(host, 0.0, 1.0, SETTINGS)
        assert (host.failures, host.rests, host.next_at) == (n + 1, 0, 1.0)
    host = failed(host, 0.0, 1.0, SETTINGS)
    assert (host.failures, host.rests, host.next_at) == (0, 1, 900.0)
    again = failed(host, 900.0, 1.0, SETTINGS)
    assert again == Host(next_at=901.0, failures=1, rests=1), "its rests are remembered"
    assert failed(Host(failures=9, rests=2), 5.0, 2_000.0, SETTINGS) == Host(next_at=2_005.0, failures=0, rests=3)


def test_an_answer_ends_the_row_of_failures() -> None:
    assert served(Host(failures=9, rests=2), 5.0, 1.0) == Host(next_at=6.0, rests=2)


def test_a_clock_that_jumped_back_makes_no_long_wait() -> None:
    assert rested(Host(next_at=1e9, failures=3, rests=2), 3600.0, 100.0) == Host(next_at=3700.0, failures=3, rests=0)
    assert rested(Host(next_at=150.0), 3600.0, 100.0) == Host(next_at=150.0)


def test_the_user_agent_is_honest() -> None:
    assert user_agent(FetchSettings()) == "forum-scraper"
    assert user_agent(FetchSettings(contact="mail@person.example")) == "forum-scraper (+mail@person.example)"
