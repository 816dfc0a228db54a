"""robots.txt: RFC 9309 and the ways in which real files break it."""

import pytest

from scraper.fetch.robots import allowed, crawl_delay, robots_url, rules_from
from scraper.settings import FetchSettings

SETTINGS = FetchSettings()


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        (200, "User-agent: *\nDisallow: /x\n"),
        (204, "User-agent: *\nDisallow: /x\n"),
        (404, ""),
        (401, ""),
        (403, ""),
        (410, ""),
        (429, None),
        (500, None),
        (503, None),
        (301, ""),
    ],
)
def test_a_status_says_whether_there_are_rules(status: int, rules: str | None) -> None:
    assert rules_from(status, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /x\r\n", SETTINGS) == rules


def test_only_the_first_500_kib_count() -> None:
    body = b"User-agent: *\nDisallow: /a\n" + b"#" * 600_000 + b"\nDisallow: /b\n"
    rules = rules_from(200, body, SETTINGS)
    assert rules is not None
    assert len(rules) == 512_000
    assert not allowed(rules, "http://bbs.example/a", SETTINGS)
    assert allowed(rules, "http://bbs.example/b", SETTINGS)


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("", "/", True),
        ("<html><body>not found</body></html>", "/", True),
        ("User-agent: *\nDisallow: /", "/read.php", False),
        ("User-agent: *\nDisallow:", "/read.php", True),
        ("User-agent: otherbot\nDisallow: /", "/read.php", True),
        ("User-agent: forum-scraper\nDisallow: /\nUser-agent: *\nDisallow:", "/read.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/read.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/read.php?tid=1", True),
        ("User-agent: *\nDisallow: /\nAllow: /read", "/read.php", True),
        ("\x00\xff\x13", "/", True),
    ],
)
def test_rules_are_obeyed(rules: str, path: str, may: bool) -> None:
    assert allowed(rules, f"http://bbs.example{path}", SETTINGS) is may


@pytest.mark.parametrize(
    ("rules", "delay"),
    [
        ("", None),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 1e9", 1e9),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nRequest-rate: 1/10s", 10.0),
        ("User-agent: *\nRequest-rate: 1/1" + "9" * 400, 1e9),
        ("User-agent: *\nRequest-rate: 1" + "9" * 400 + "/1", None),
    ],
)
def test_the_delay_is_read(rules: str, delay: float | None) -> None:
    assert crawl_delay(rules, SETTINGS) == delay


def test_the_rules_are_the_hosts_own() -> None:
    assert robots_url("http://jo:pw@[::1]:8000/a/b?c") == "http://[::1]:8000/robots.txt"
