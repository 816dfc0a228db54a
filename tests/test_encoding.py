import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.clean.generators import GENERATORS, draw
from scraper.encoding import Decoded, canonical, decode, looks_binary

CHINESE = "<html><title>木工论坛</title><p>大家看看这个“抽屉”，滑轨怎么装？——谢谢！</p><br>\n" * 12
TRADITIONAL = "<html><title>木工論壇</title><p>大家看看這個「抽屜」，滑軌怎麼裝？謝謝！發表於今天</p><br>\n" * 12
JAPANESE = "<html><title>木工掲示板</title><p>引き出しのレールはどう付けますか。投稿日時を見てください。</p><br>\n" * 12
KOREAN = "<html><title>목공 게시판</title><p>서랍 레일은 어떻게 답니까? 안녕하세요, 감사합니다.</p><br>\n" * 12
RUSSIAN = "<html><title>Столярный форум</title><p>Как поставить направляющие ящика? Спасибо за ответ, сообщений много.</p><br>\n" * 12
GERMAN = (
    "<html><title>Möbelforum</title><p>Wie baue ich die Führung ein? Grüße aus Köln, schöne Abende. „So“ – natürlich für 5 €</p><br>\n" * 12
)


def served(charset: str) -> dict[str, str]:
    return {"content-type": f"text/html; charset={charset}"}


def meta(charset: str) -> bytes:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}" /></head>'.encode()


@pytest.mark.parametrize(
    ("text", "codec", "label", "name"),
    [
        (CHINESE, "utf-8", "utf-8", "utf-8"),
        (CHINESE, "utf-8", "UTF8", "utf-8"),
        (CHINESE, "gbk", "gbk", "gbk"),
        (CHINESE, "gbk", "GB2312", "gbk"),
        (CHINESE + "𠀀", "gb18030", "gb2312", "gbk"),  # what gb2312 pages hold is gb18030
        (CHINESE, "gb18030", "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5", "big5"),
        (TRADITIONAL + "嘅喺", "big5hkscs", "Big5-HKSCS", "big5"),
        (JAPANESE, "euc_jp", "euc-jp", "euc-jp"),
        (JAPANESE, "cp932", "Shift_JIS", "shift_jis"),
        (JAPANESE + "①", "cp932", "x-sjis", "shift_jis"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", "iso-2022-jp"),
        (KOREAN, "euc_kr", "euc-kr", "euc-kr"),
        (KOREAN, "cp949", "ks_c_5601-1987", "euc-kr"),
        (RUSSIAN, "koi8-r", "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251", "windows-1251"),
        (RUSSIAN, "cp1251", "cp-1251", "windows-1251"),
        (RUSSIAN, "iso8859-5", "iso-8859-5", "iso-8859-5"),
        (GERMAN, "cp1252", "iso-8859-1", "windows-1252"),
        (GERMAN, "cp1252", "latin1", "windows-1252"),
        ("zażółć gęślą jaźń " * 9, "cp1250", "windows-1250", "windows-1250"),
        ("ığüşöç İ " * 9, "cp1254", "iso-8859-9", "windows-1254"),
        ("المنتدى " * 9, "cp1256", "windows-1256", "windows-1256"),
    ],
)
def test_a_label_is_believed_wherever_it_stands(text: str, codec: str, label: str, name: str) -> None:
    body = text.encode(codec)
    assert decode(body, headers=served(label)) == Decoded(text, name)
    assert decode(body, forced=label) == Decoded(text, name)
    head = meta(label)
    assert decode(head + body) == Decoded(head.decode() + text, name)


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="gbk">',
        b"<meta charset=gbk>",
        b"<META CHARSET='GBK'/>",
        b'<meta name="x" content="y" charset="gb2312">',
        b"<meta http-equiv=content-type content=text/html;charset=gbk>",
        b'<?xml version="1.0" encoding="gbk"?>',
        b"<script>var charset;</script>" + b" " * 900 + b'<meta charset="gbk">',
        b"<!-- " + b"x" * 3000 + b' --><meta http-equiv="Content-Type" content="text/html; charset=GBK">',
    ],
)
def test_a_label_in_the_head_of_the_page(head: bytes) -> None:
    assert decode(head + CHINESE.encode("gbk")).text.endswith(CHINESE)
    assert decode(head + CHINESE.encode("gbk")).charset == "gbk"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (CHINESE, "gbk", "gbk"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "euc_kr", "euc-kr"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (GERMAN, "cp1252", "windows-1252"),
        (CHINESE, "utf-16-le", "utf-16le"),
        (CHINESE, "utf-16-be", "utf-16be"),
        ("plain " * 40, "utf-16-le", "utf-16le"),
    ],
)
def test_without_a_label_the_bytes_speak_and_the_reader_is_told(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == Decoded(text, name, (f"charset guessed: {name}",))


def test_utf8_and_ascii_need_no_label() -> None:
    assert decode(CHINESE.encode()) == Decoded(CHINESE, "utf-8")
    assert decode(b"plain") == Decoded("plain", "utf-8")
    assert decode(b"") == Decoded("", "utf-8")


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16le"), ("utf-16-be", "utf-16be")]
)  # fmt: skip
def test_a_byte_order_mark_wins_over_every_label(codec: str, name: str) -> None:
    body = ("\ufeff" if codec == "utf-16-be" else "") + CHINESE
    assert decode(body.encode(codec), headers=served("gbk")) == Decoded(CHINESE, name)


@pytest.mark.parametrize(
    ("text", "codec", "headers", "head", "name"),
    [
        (CHINESE, "gbk", served("utf-8"), b"", "gbk"),
        (CHINESE, "gbk", served("utf-8"), meta("gbk"), "gbk"),
        (CHINESE, "gbk", {}, meta("utf-8"), "gbk"),
        (CHINESE, "utf-8", served("gbk"), b"", "utf-8"),
        (CHINESE, "utf-8", served("gbk"), meta("utf-8"), "utf-8"),
        (CHINESE, "utf-8", served("iso-8859-1"), b"", "utf-8"),
        (GERMAN, "utf-8", served("iso-8859-1"), b"", "utf-8"),
        (GERMAN, "cp1252", served("utf-8"), b"", "windows-1252"),
        (CHINESE, "gbk", served("iso-8859-1"), meta("gb2312"), "gbk"),  # Apache's AddDefaultCharset
        (CHINESE, "gbk", served("iso-8859-1"), b"", "gbk"),
        (RUSSIAN, "cp1251", served("iso-8859-1"), meta("windows-1251"), "windows-1251"),
        (TRADITIONAL, "big5", served("utf-8"), meta("big5"), "big5"),
        (CHINESE, "utf-16-le", served("utf-8"), b"", "utf-16le"),
        (CHINESE, "utf-8", served("utf-16"), b"", "utf-8"),
    ],
)
def test_a_label_that_the_bytes_contradict_is_overruled(
    text: str, codec: str, headers: Mapping[str, str], head: bytes, name: str
) -> None:  # fmt: skip
    found = decode(head + text.encode(codec), headers=headers)
    assert (found.text, found.charset) == (head.decode() + text, name)
    assert len(found.warnings) == 1


def test_a_forced_charset_is_not_overruled() -> None:
    assert decode("é".encode(), headers=served("utf-8"), forced="latin1") == Decoded("Ã©", "windows-1252")
    assert decode(CHINESE.encode(), forced="gbk").charset == "gbk"


def test_few_words_that_could_be_either_are_what_the_label_says() -> None:
    body = "<b>目录</b>".encode("gbk")
    assert decode(body, headers=served("gbk")).text == "<b>目录</b>"
    chance = b"<b>\xc4\xbf\xc2\xbc\xc7\xb0</b>"  # valid UTF-8, but GBK says so
    assert decode(chance, headers=served("gbk")) == Decoded(chance.decode("gbk"), "gbk")


@pytest.mark.parametrize(
    "label", ["klingon", "utf-7", "unicode-1-1-utf-7", "x-user-defined", "iso-2022-kr", "hz-gb-2312", "\udcff", "%", "ü"]
)
def test_a_label_that_nobody_may_use_is_named_and_passed_over(label: str) -> None:
    assert canonical(label) is None
    found = decode(CHINESE.encode(), headers=served(label))
    assert (found.text, found.charset) == (CHINESE, "utf-8")
    assert found.warnings == (f"charset {label.lower()!r} is unknown",)
    assert decode(CHINESE.encode(), forced=label).warnings == (f"charset {label!r} is unknown",)


def test_utf7_stays_letters() -> None:
    assert decode(b"+ADw-script+AD4-", headers=served("utf-7")).text == "+ADw-script+AD4-"


def spoiled(line: str, codec: str, rolls: random.Random) -> bytes:
    """A line as the oldest phpwind ends it: ten random bytes, hidden, under each."""
    junk = bytes(rolls.randrange(256) for _ in range(10)).replace(b"<", b"&lt;")
    return line.encode(codec) + b"<span style=\"font-size: 0pt;color:'#FFFFFF'\" > " + junk + b" </span>&nbsp;<br>\n"


@pytest.mark.parametrize("headers", [{}, served("utf-8")])
@pytest.mark.parametrize("line", ["抽屉的滑轨怎么装", "How do I mount it"])
def test_random_bytes_of_an_old_generator_do_not_turn_a_page(line: str, headers: dict[str, str]) -> None:
    rolls = random.Random(7)
    found = decode(b"".join(spoiled(line, "utf-8", rolls) for _ in range(40)), headers=headers)
    assert found.charset == "utf-8"
    assert found.text.count(line) == 40
    assert len(found.warnings) == 1


def test_random_bytes_do_not_turn_a_gbk_page() -> None:
    rolls = random.Random(7)
    found = decode(b"".join(spoiled("抽屉的滑轨怎么装", "gbk", rolls) for _ in range(40)), headers=served("gbk"))
    assert found.charset == "gbk"
    assert found.text.count("抽屉的滑轨怎么装") == 40
    assert found.text.count("</span>&nbsp;<br>") == 40


@pytest.mark.parametrize(
    ("codec", "name", "line"),
    [
        ("gb18030", "gbk", "抽屉的滑轨要从里面装，先把挡板取下来。"),
        ("big5", "big5", "抽屜的滑軌要從裡面裝，先把擋板取下來。"),
        ("cp1251", "windows-1251", "Направляющие ящика ставят изнутри, сняв сначала планку."),
    ],
)
def test_junk_in_a_text_without_markup_does_not_hide_its_charset(codec: str, name: str, line: str) -> None:
    generator = GENERATORS["phpwind-126"]
    text = "\n".join(f"{line} {draw(generator, 4000 + 17 * n).decode().replace(chr(0), '')}" for n in range(20))
    assert decode(text.encode(codec)).charset == name


@pytest.mark.parametrize(
    ("codec", "name", "word"),
    [
        ("gb18030", "gbk", "抽屉的滑轨怎么装？"),
        ("cp1251", "windows-1251", "Как поставить ящик? Сначала снимите планку, потом вставьте направляющие изнутри."),
        ("koi8-r", "koi8-r", "Как поставить ящик? Сначала снимите планку, потом вставьте направляющие изнутри."),
    ],
)
def test_a_page_of_little_text_is_known_by_its_letters(codec: str, name: str, word: str) -> None:
    tags = '<div class="post-body"><a href="javascript:;" onclick="return showMenu(this.id, 4)">Reply</a><img src="static/x.gif" /></div>\n'
    page = f"<html><body>{tags * 40}<p>{word}</p>{tags * 400}</body></html>"
    assert decode(page.encode(codec)).text == page
    assert decode(page.encode(codec)).charset == name


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5", "cp932", "euc_kr"])
def test_a_page_cut_within_a_character_loses_only_that(codec: str) -> None:
    text = {"cp932": JAPANESE, "euc_kr": KOREAN, "big5": TRADITIONAL}.get(codec, CHINESE)
    body = (text + "木").encode(codec, "replace") if codec != "euc_kr" else (text + "목").encode(codec)
    found = decode(body[:-1], headers=served(codec))
    assert found.text.startswith(text)
    assert found.text[len(text) :] == "\ufffd"


def test_nothing_is_repaired_dropped_or_normalised() -> None:
    text = "，。“”‘’…—～　Ａ１\r\n\t\0\x01\x0b\x1b&amp;\u200bﬁ é é"
    assert decode(text.encode(), headers=served("utf-8")) == Decoded(text, "utf-8")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"\xff\xd8\xff\xe0", "JPEG image"),
        (b"GIF89a", "GIF image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP image"),
        (b"%PDF-1.7", "PDF document"),
        (b"\x1f\x8b\x08", "gzip data"),
        (b"PK\x03\x04", "zip archive"),
        (b"\0\0\0\x20ftypisom", "MP4 media"),
        (b"<html>", None),
        (b"", None),
        (b"P", None),
        ("木".encode("utf-16"), None),
        (b'{"posts": []}', None),
    ],
)
def test_what_is_no_text_is_named(body: bytes, name: str | None) -> None:
    assert looks_binary(body) == name


LABELS = st.sampled_from(
    ["utf-8", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "utf-16", "utf-16be", "koi8-r", "iso-8859-1", "iso-2022-jp", "x"]
)
BODIES = st.binary(max_size=300) | st.builds(
    lambda text, codec: text.encode(codec, "replace"), st.text(max_size=80), st.sampled_from(["utf-8", "gbk", "big5", "utf-16"])
)


@settings(deadline=None, max_examples=300)
@given(BODIES, st.none() | st.text(max_size=30) | LABELS, st.none() | LABELS | st.text(max_size=12), st.none() | LABELS)
def test_any_bytes_under_any_labels_are_read(body: bytes, header: str | None, forced: str | None, inside: str | None) -> None:
    head = meta(inside) if inside else b""
    headers = {} if header is None else served(header)
    found = decode(head + body, headers=headers, forced=forced)
    assert found.charset == found.charset.lower()
    assert decode(head + body, headers=headers, forced=forced) == found
    found.text.encode("utf-8")  # no lone surrogates
    looks_binary(body)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_what_was_written_as_utf8_is_read_as_it_was(text: str) -> None:
    assert decode(text.removeprefix("\ufeff").encode(), headers=served("utf-8")).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("text", ["0\0\x80", "0\0001\0", "a\0b\0c\0d\0"])
def test_a_few_zeros_make_no_utf16(text: str) -> None:
    assert decode(text.encode(), headers=served("utf-8")).text == text
