"""Wrong code pages: repaired where it is certain, and only there."""

import pytest

from scraper.clean import clean
from scraper.settings import CleanSettings


def sloppy(data: bytes) -> str:
    """Windows-1252 as browsers read it."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


WRONG = [
    ("你好，世界！这是测试。", "gbk", "latin-1"),
    ("昨天我们沿着河边走了很久", "gbk", "cp1252"),
    ("繁體中文論壇的內容", "big5", "latin-1"),
    ("こんにちは、世界の皆さん", "shift_jis", "cp1252"),
    ("こんにちは、世界の皆さん", "utf-8", "cp1252"),
    ("Привет, мир", "utf-8", "cp1251"),
    ("naïve café", "utf-8", "latin-1"),
    ("你好世界", "utf-8", "gb18030"),
]


@pytest.mark.parametrize(("text", "written", "read"), WRONG)
def test_a_whole_run_comes_back(text: str, written: str, read: str, settings: CleanSettings) -> None:
    wrong = sloppy(text.encode(written)) if read == "cp1252" else text.encode(written).decode(read)
    done = clean(f"before {wrong} after", settings)
    assert done.text == f"before {text} after"
    assert {e.reason for e in done.edits} == {"mojibake"}


HEALTHY = [
    "，。！？：；“”‘’（）《》——……",
    "　　段首缩进，全角ＡＢＣ１２３，半角ｶﾀｶﾅ",
    "Ein schöner Käse: ÄÖÜ äöü ß; déjà vu, «bien sûr», 50 €",
    "São Paulo, Łódź, naïve façade, ÀÉÎÕÜ",
    "she wrote 'PÃ¶p' and \"HasÅ‚o\" to show the fault",
    "you see cafÃ© where I wrote café, 咖啡馆",
    "涓涓细流 汇成 鐨 字 鍦 镇",
    "line one\r\nline two\u2028line three\x85",
    "&lt;b&gt; stays, &amp; so does this",
]


@pytest.mark.parametrize("text", HEALTHY)
def test_healthy_text_is_left_alone(text: str, settings: CleanSettings) -> None:
    assert clean(text, settings).edits == ()


def test_a_broken_run_is_not_half_mended(settings: CleanSettings) -> None:
    assert clean("浣犲ソ涓栫�", settings).text == "浣犲ソ涓栫�"
