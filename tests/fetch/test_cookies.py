"""Cookies: what goes where, and above all what does not."""

import sqlite3
from pathlib import Path

import pytest

from scraper.errors import InputError
from scraper.fetch.cookies import Cookie, Jar, from_firefox, from_netscape, named
from scraper.fetch.private import entrusted

NETSCAPE = """# Netscape HTTP Cookie File
.forum.example\tTRUE\t/\tFALSE\t0\twide\t1
#HttpOnly_bbs.forum.example\tFALSE\t/\tTRUE\t4102444800\texact\t2
other.example\tFALSE\t/\tFALSE\t0\tforeign\t3
forum.example\tFALSE\t/\tFALSE\t0\tnarrow\t4
broken line
"""


def sent(jar: Jar, url: str, now: float = 0.0) -> set[str]:
    return set((jar.header(url, now) or "").split("; ")) - {""}


def test_a_cookie_file_is_read_for_the_users_hosts_alone(tmp_path: Path) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text(NETSCAPE)
    jar = Jar(from_netscape(file, ["https://bbs.forum.example/t/1"]))
    assert sent(jar, "https://bbs.forum.example/t/1") == {"wide=1", "exact=2"}
    assert sent(jar, "https://cdn.forum.example/a.png") == set()
    assert sent(jar, "https://other.example/") == set()
    assert sent(jar, "http://bbs.forum.example/t/1") == set(), "a downgrade to http"


@pytest.mark.parametrize("text", ["<html>", "a=b; c=d", '[{"name": "x"}]'])
def test_a_file_that_holds_no_cookies_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text(text)
    with pytest.raises(InputError, match=r"cookies\.txt"):
        from_netscape(file, ["http://bbs.example/"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        from_netscape(tmp_path / "nowhere", ["http://bbs.example/"])


def test_a_firefox_profile_is_read(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "cookies.sqlite")
    base.execute("CREATE TABLE moz_cookies (host, name, value, path, expiry, isSecure)")
    base.executemany(
        "INSERT INTO moz_cookies VALUES (?,?,?,?,?,?)",
        [
            (".bbs.example", "auth", "1", "/", 4102444800, 0),
            ("bbs.example", "milli", "2", "/", 4102444800000, 1),
            ("elsewhere.example", "no", "3", "/", 0, 0),
            ("bbs.example", "old", "4", "/", 5, 0),
        ],
    )
    base.commit()
    base.close()
    jar = Jar(from_firefox(tmp_path, ["https://bbs.example/"]))
    assert sent(jar, "https://bbs.example/", now=1e9) == {"auth=1", "milli=2"}
    with pytest.raises(InputError):
        from_firefox(tmp_path / "nowhere", ["https://bbs.example/"])


def test_a_spoiled_firefox_profile_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "cookies.sqlite"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE moz_cookies (host, name, value, path, expiry, isSecure)")
    rows = [(None, None, None, None, None, None), (b"bbs.example", b"a", 7, None, "soon", "x")]
    base.executemany("INSERT INTO moz_cookies VALUES (?,?,?,?,?,?)", rows)
    base.commit()
    base.close()
    assert sent(Jar(from_firefox(path, ["https://bbs.example/"])), "https://bbs.example/") == {"a=7"}
    for schema in (b"moz_cookies (host", b"moz_cookies\xba\xd4host"):  # the complaint of a broken schema quotes it, which is no text
        path.write_bytes(path.read_bytes().replace(b"moz_cookies (host", schema).replace(b"CREATE TABLE", b"CREATE \xff\xfeBLE"))
        with pytest.raises(InputError):
            from_firefox(path, ["https://bbs.example/"])


@pytest.mark.parametrize(
    ("line", "url", "goes"),
    [
        ("a=1", "http://bbs.example/x/y", {"a=1"}),
        ("a=1; Domain=.example", "http://other.example/", set()),
        ("a=1; Secure", "http://bbs.example/x/", set()),
        ("a=1; Path=/z", "http://bbs.example/x/", set()),
        ("a=1; Path=/", "http://bbs.example/", {"a=1"}),
        ("a=1; Max-Age=10; Path=/", "http://bbs.example/", {"a=1"}),
        ("a=1; Max-Age=0; Path=/", "http://bbs.example/", set()),
        ("a=1; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/", "http://bbs.example/", set()),
        ("a=1; Expires=nonsense; Max-Age=soon; Path=/", "http://bbs.example/", {"a=1"}),
        ("=1", "http://bbs.example/", set()),
        ("nothing", "http://bbs.example/", set()),
        ("a=1\r\nX: 2", "http://bbs.example/", set()),
        ("a=b=c; Path=/", "http://bbs.example/", {"a=b=c"}),
    ],
)
def test_a_set_cookie_line_is_bound_to_its_host(line: str, url: str, goes: set[str]) -> None:
    jar = Jar()
    jar.learn("http://bbs.example/x/login", [line], now=5.0)
    assert sent(jar, url, now=6.0) == goes


def test_a_cookie_that_came_by_https_never_goes_by_http() -> None:
    jar = Jar()
    jar.learn("https://bbs.example/", ["a=1"], now=0.0)
    assert sent(jar, "http://bbs.example/") == set()
    assert sent(jar, "https://bbs.example/") == {"a=1"}


def test_typed_cookies_go_to_the_users_hosts() -> None:
    jar = Jar(named([("", "a", "1"), ("b.example", "b", "2"), ("", "bad", "1\n2")], ["https://a.example/", "http://c.example/"]))
    assert sent(jar, "https://a.example/") == {"a=1"}
    assert sent(jar, "http://a.example/") == set()
    assert sent(jar, "http://c.example/") == {"a=1"}
    assert sent(jar, "http://b.example/") == {"b=2"}


def test_a_jar_does_not_show_what_it_holds() -> None:
    assert "secret" not in repr(Jar([Cookie(host="a.example", name="n", value="secret")]))


def test_a_login_in_a_url_goes_to_that_host_by_that_scheme() -> None:
    held = entrusted(["https://jo:p%40ss@bbs.example/"], [("X-Key", "k")])["bbs.example"]
    assert held.for_scheme("https") == {"X-Key": "k", "Authorization": "Basic am86cEBzcw=="}
    assert held.for_scheme("http") == {}
