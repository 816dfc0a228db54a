import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import urls

HEX = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTP://BBS.Example:80/read.php?tid=5", "http://bbs.example/read.php?tid=5"),
        ("https://bbs.example:443", "https://bbs.example/"),
        ("https://bbs.example:8443/", "https://bbs.example:8443/"),
        ("http://bbs.example/a?x=1#p77", "http://bbs.example/a?x=1"),
        (f"http://bbs.example/viewtopic.php?t=5&sid={HEX}&start=15", "http://bbs.example/viewtopic.php?t=5&start=15"),
        ("http://bbs.example/viewthread.php?tid=5&sid=aB3xYz", "http://bbs.example/viewthread.php?tid=5"),
        ("http://bbs.example/shop.php?sid=12", "http://bbs.example/shop.php?sid=12"),  # a number is an id
        (f"http://bbs.example/showthread.php?s={HEX}&t=5", "http://bbs.example/showthread.php?t=5"),
        ("http://bbs.example/?s=drawer+slides", "http://bbs.example/?s=drawer+slides"),  # a search
        ("http://bbs.example/index.php?PHPSESSID=abc;topic=3.0;wap2", "http://bbs.example/index.php?topic=3.0;wap2"),
        ("http://bbs.example/t/5;jsessionid=AB12?x=1", "http://bbs.example/t/5?x=1"),
        ("http://bbs.example/t?utm_source=a&utm_medium=b&id=5&fbclid=z", "http://bbs.example/t?id=5"),
        (f"http://bbs.example/?sid={HEX}", "http://bbs.example/"),
        ("http://bbs.example/t?b=2&a=1", "http://bbs.example/t?b=2&a=1"),
        ("http://bbs.example/t?flag&a=", "http://bbs.example/t?flag&a="),
        ("http://bbs.example/%e5%92%96", "http://bbs.example/%E5%92%96"),
        ("http://bbs.example/咖啡", "http://bbs.example/%E5%92%96%E5%95%A1"),
        (" http://bbs.example/a b ", "http://bbs.example/a%20b"),
        ("http://user@BBS.example/x", "http://user@bbs.example/x"),
        ("http://bbs.example./x", "http://bbs.example/x"),
        ("read.php?tid=5", "read.php?tid=5"),
        ("", ""),
        ("http://[::1/x", "http://[::1/x"),
        ("http://bbs.example..:80/x", "http://bbs.example/x"),
        ("http://bbs.example::80/x", "http://bbs.example/x"),
        ("https://[::1]:0443/图", "https://[::1]/%E5%9B%BE"),
        ("http://bbs.example:8:80/图", "http://bbs.example:8/%E5%9B%BE"),
        ("http://Η..//图", "http://xn--sxa//%E5%9B%BE"),
        ("////read.php", "/read.php"),
        ("http://..//read.php", "http:///read.php"),
    ],
)
def test_an_address_has_one_form(url: str, form: str) -> None:
    assert urls.canonical(url) == form
    assert urls.canonical(form) == form


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("http://bbs.example/t?a=1&b=2", "https://bbs.example/t?b=2&a=1#x", True),
        ("http://bbs.example/t/5/", "http://bbs.example/t/5", True),
        ("http://bbs.example", "http://bbs.example/", True),
        ("http://bbs.example/?topic=3.0;wap2", "http://bbs.example/?wap2;topic=3.0", True),
        (f"http://bbs.example/t?id=5&sid={HEX}", "http://bbs.example/t?id=5", True),
        ("http://bbs.example/t?page=1", "http://bbs.example/t?page=2", False),
        ("http://bbs.example/t", "http://www.bbs.example/t", False),
        ("http://bbs.example/T", "http://bbs.example/t", False),
    ],
)
def test_two_addresses_of_one_page(a: str, b: str, same: bool) -> None:
    assert urls.same_page(a, b) is same


def test_the_parameters_of_an_address() -> None:
    assert urls.query("read.php?tid=5&page=2&q=a%20b+c&flag&tid=6#x?y=1") == {"tid": "6", "page": "2", "q": "a b c", "flag": ""}
    assert urls.query("index.php?topic=2.15;msg=30#new") == {"topic": "2.15", "msg": "30"}
    assert urls.query("index.php") == {}


@pytest.mark.parametrize(
    ("url", "names", "value"),
    [
        ("read.php?tid=1001&page=2", ("tid",), "1001"),
        ("read.php?tid=1001&page=2", ("t", "tid"), "1001"),
        ("index.php?action=profile;u=7", ("u",), "7"),
        ("forum.php?mod=viewthread&amp;tid=5", ("tid",), "5"),
        ("u.php?username=%C3%A9+x", ("username",), "é x"),
        ("read.php?fid=2", ("tid",), None),
        ("read.php?tid=&fid=2", ("tid",), None),
        ("read.php?xtid=5", ("tid",), None),
        ("read.php#?tid=5", ("fid",), None),
        ("x?a.b=1", ("a.b",), "1"),
        ("x?aXb=1", ("a.b",), None),
        (None, ("tid",), None),
        ("", ("tid",), None),
    ],
)
def test_a_parameter_by_name(url: str | None, names: tuple[str, ...], value: str | None) -> None:
    assert urls.param(url, *names) == value


@pytest.mark.parametrize(
    ("url", "web", "host"),
    [
        ("http://bbs.example/x", True, "bbs.example"),
        ("HTTPS://BBS.Example:8080", True, "bbs.example"),
        ("http://user:pw@bbs.example/", True, "bbs.example"),
        ("http://[::1]:80/", True, "[::1]"),
        ("ftp://bbs.example/", False, "bbs.example"),
        ("//bbs.example/x", False, None),
        ("javascript:alert(1)", False, None),
        ("mailto:a@bbs.example", False, None),
        ("http://", False, None),
        ("http:///x", False, None),
        ("read.php", False, None),
        ("", False, None),
        (None, False, None),
    ],
)
def test_what_is_on_the_web_and_where(url: str | None, web: bool, host: str | None) -> None:
    assert urls.is_web(url) is web
    assert urls.host(url) == host


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [
        ("http://bbs.example/a/b.php", "read.php?tid=5", "http://bbs.example/a/read.php?tid=5"),
        ("http://bbs.example/a/b.php", "?page=2", "http://bbs.example/a/b.php?page=2"),
        ("http://bbs.example/a", "//cdn.example/x", "http://cdn.example/x"),
        ("http://bbs.example/a", " /x\n", "http://bbs.example/x"),
        (None, "read.php", "read.php"),
        ("http://bbs.example/", "http://[x", "http://[x"),
        ("http://bbs.example/", "", None),
        ("http://bbs.example/", None, None),
    ],
)
def test_an_address_is_joined_where_it_can_be(base: str | None, href: str | None, url: str | None) -> None:
    assert urls.join(base, href) == url


ADDRESSES = st.text(max_size=60) | st.lists(
    st.sampled_from(["http://", "bbs.example", "[", "]", "/", "?", "sid=", "&", ";", "#", "%", "%zz", "@", ":", ":80", "é", " ", "a=1"]),
    max_size=10,
).map("".join)


@given(ADDRESSES, ADDRESSES)
def test_no_address_raises_and_the_form_is_final(a: str, b: str) -> None:
    form = urls.canonical(a)
    assert urls.canonical(form) == form
    assert urls.same_page(a, a)
    urls.same_page(a, b)
    urls.join(a, b)
    urls.query(a)
    urls.param(a, "sid")
    urls.host(a)
