"""Signatures that nothing parts from a body: told by what they say, and what looks like one but is the post's."""

import pytest

from scraper.engines.dump.signs import signature_start


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        ("顶", "星垂平野阔，月涌大江流。"),
        ("顶", "星垂平野阔\n月涌大江流"),
        ("灯还亮着吗？", "春江潮水连海平 海上明月共潮生"),
        ("昨天又去看了，灯还在。", "Slow water runs deep."),
        ("灯还在。", '"A lamp is a promise." - Orla Tern'),
        ("The lamp is still there.", '"A lamp is a promise to the dark." -- Orla Tern'),
        ("灯还在。", "专业修灯，诚信待人 QQ:300400"),
        ("灯还在。", "有事加QQ300400\n长期提供修灯服务"),
        ("灯还在。", "我的博客：桥下听水"),
        ("灯还在。", "欢迎访问我的博客http://lamp.example/ ^^"),
        ("灯还在。", "River notes blog\nhttp://lamp.example/notes"),
        ("灯还在。", "----------\n|  o_o  |\n----------"),
    ],
)
def test_a_signature(body: str, signature: str) -> None:
    lines = [*body.split("\n"), "", *signature.split("\n")]
    at = signature_start(lines, first=False)
    assert at is not None
    assert [line for line in lines[at:] if line] == signature.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "星垂平野阔，月涌大江流。",  # nothing is above it
        "细草微风岸，危樯独夜舟。\n星垂平野阔，月涌大江流。",  # a poem
        "顶\n我们都在南京，房价没有降。",
        "顶\n星垂平野阔，月涌大江。",
        "灯还在。\nThank you very much indeed.",
        "灯还在。\nIt was still there yesterday.\nSlow water runs deep.",
        "灯还在。\nsudo systemctl restart lamp.service --now",
        "Slow water runs deep.\nIt always did so here.",
        "有人要修灯吗？联系 QQ:300400 长期\n专业修灯，诚信待人 QQ:300400",
        "灯还在。\nQQ:300400",
        "详细的我写过\n我的博客里有",
        "看这里\nhttp://lamp.example/notes",
        "+------+\n| lamp |\n+------+",
        "结果：\n----------\n| 13 | 灯 |\n----------",
        "",
    ],
)
def test_no_signature(text: str) -> None:
    assert signature_start(text.split("\n"), first=False) is None


def test_an_opening_post_may_be_an_offer() -> None:
    assert signature_start(["灯", "专业修灯，诚信待人 QQ:300400"], first=True) is None
