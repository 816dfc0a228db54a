"""Which addresses are public, which names are local, and what the user's own URLs open."""

import pytest

from scraper.errors import Refused
from scraper.fetch.guard import Gate, gate_for, is_local_name, is_public, literal, place

EDGES = {  # first and last of each network, and the neighbours outside it
    "0.255.255.255": False, "1.0.0.0": True, "9.255.255.255": True, "10.0.0.0": False, "10.255.255.255": False, "11.0.0.0": True,
    "100.63.255.255": True, "100.64.0.0": False, "100.127.255.255": False, "100.128.0.0": True, "126.255.255.255": True,
    "127.255.255.255": False, "128.0.0.0": True, "169.253.255.255": True, "169.254.0.0": False, "169.255.0.0": True,
    "172.15.255.255": True, "172.16.0.0": False, "172.31.255.255": False, "172.32.0.0": True, "192.0.0.255": False, "192.0.1.0": True,
    "192.0.2.255": False, "192.0.3.0": True, "192.88.99.1": False, "192.167.255.255": True, "192.168.255.255": False, "192.169.0.0": True,
    "198.17.255.255": True, "198.18.0.0": False, "198.19.255.255": False, "198.20.0.0": True, "198.51.100.0": False,
    "203.0.113.255": False, "223.255.255.255": True, "224.0.0.0": False, "255.255.255.255": False,
    "1fff:ffff::": False, "2000::": True, "2001:1ff:ffff::": False, "2001:200::": True, "2001:db7:ffff::": True, "2001:db8::": False,
    "2001:db9::": True, "3ffe::": True, "3fff::": False, "3fff:fff::": False, "3fff:1000::": True, "4000::": False,
    "64:ff9b::102:304": True, "64:ff9b::7f00:1": False, "64:ff9b::ffff:ffff": False, "64:ff9b:1::102:304": False,
    "::ffff:1.2.3.4": True, "::ffff:10.0.0.1": False, "2002:102:304::": True, "2002:a00:1::": False, "fe80::1%eth0": False,
    "2606:4700::1111%1": True,
}  # fmt: skip


@pytest.mark.parametrize(("address", "public"), EDGES.items())
def test_a_network_ends_where_the_registry_says(address: str, public: bool) -> None:
    assert is_public(address) is public
    assert Gate().passes("bbs.example", 80, address) is public
    assert Gate(allow_private=True).passes("bbs.example", 80, address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7F.1", "127.0.0.1"),
        ("0X7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("[::1]", "::1"),
        ("::1", "::1"),
        ("[FE80::1%25eth0]", "fe80::1"),
        ("[fe80::1%eth0%1]", "fe80::1"),
        ("127.0.0.1%eth0", "127.0.0.1"),
        ("", None),
        (".", None),
        ("[]", None),
        ("face", None),
        ("0x7g.1", None),
        ("1.2.3.4.5", None),
        ("127.0.0.x", None),
        ("4294967296", None),
        ("bbs.example", None),
        ("xn--0-x", None),
    ],
)
def test_an_address_is_known_in_every_spelling(host: str, address: str | None) -> None:
    assert literal(host) == address


def test_a_word_in_the_letters_of_numbers_is_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems' ``inet_aton`` takes text with a blank behind the address; what is no number never reaches it."""
    asked: list[str] = []

    def noted(text: str) -> bytes:
        asked.append(text)
        return b"\x7f\0\0\1"

    monkeypatch.setattr("scraper.fetch.guard.inet_aton", noted)
    assert [literal(h) for h in ("bbs.example", "1.2.3.4 x", "", "١٢٧.1")] == [None] * 4
    assert asked == []


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("nas", True),
        ("Fritz.Box.LAN", True),
        ("forum.lan.", True),
        ("a.localhost", True),
        ("a.local", True),
        ("a.localdomain", True),
        ("a.internal", True),
        ("a.intranet", True),
        ("a.home.arpa", True),
        ("a.test", True),
        ("10.0.0.1", True),
        ("0x7f.1", True),
        ("[::1]", True),
        ("1.1.1.1", False),
        ("[2606:4700::1111]", False),
        ("lan.example.org", False),
        ("notlocal.example", False),
        ("mylan", True),
        ("bbs.example.mylan", False),
    ],
)
def test_a_name_says_on_its_face_that_it_is_local(host: str, local: bool) -> None:
    assert is_local_name(host) is local


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://BBS.example/", ("bbs.example", 80)),
        ("https://bbs.example/", ("bbs.example", 443)),
        ("https://bbs.example:8443/", ("bbs.example", 8443)),
        ("HTTPS://jo:pw@BBS.example/", ("bbs.example", 443)),
        ("http://[::1]:8000/", ("::1", 8000)),
        ("ftp://bbs.example/", ("bbs.example", 0)),
        ("read.php", ("", 0)),
    ],
)
def test_the_place_of_a_url(url: str, found: tuple[str, int]) -> None:
    assert place(url) == found


def test_a_gate_opens_what_the_user_named_and_no_more() -> None:
    gate = gate_for(["http://NAS:8080/forum", "http://bbs.example/", "https://10.0.0.5/", "read.php", "ftp://old.lan/"])
    opened = {("nas", p) for p in (80, 443, 8080)} | {("10.0.0.5", p) for p in (80, 443)} | {("old.lan", p) for p in (0, 80, 443)}
    assert gate.opened == opened
    assert gate.allow_private is False
    assert gate.passes("Nas", 8080, "192.168.0.9")
    assert not gate.passes("nas", 22, "192.168.0.9")
    assert not gate.passes("bbs.example", 80, "192.168.0.9"), "a public name that points inwards"


def test_a_gate_may_be_open_to_all() -> None:
    gate = gate_for(["http://bbs.example/"], allow_private=True)
    assert gate.allow_private is True
    assert gate.admit("bbs.example", 80, iter(["127.0.0.1", "::1"])) == ["127.0.0.1", "::1"]


def test_a_refusal_names_what_was_found_and_the_way_out() -> None:
    with pytest.raises(Refused) as refused:
        Gate().admit("bbs.example", 81, ["127.0.0.1", "::1"])
    assert str(refused.value) == (
        "bbs.example:81: 127.0.0.1, ::1 is not an address of the public internet; --allow-private opens such addresses"
    )
    with pytest.raises(Refused, match=r"bbs\.example:81: no address is not"):
        Gate().admit("bbs.example", 81, [])
