"""Blocks of code in dumps: by the caption above or below, up to prose; strings of pairs inside them are marked, code that looks like one is not."""

from collections.abc import Sequence

import pytest

from scraper.engines.dump.code import Block, code_blocks, code_marks

LAMP = ["def lamp(n):", "    return {n: 1}"]


@pytest.mark.parametrize(
    ("engine", "lines", "blocks"),
    [
        pytest.param("discuz", ["看这段：", *LAMP, "复制代码", "够用了"], [LAMP], id="below"),
        pytest.param("discuz", ["看", "  1. a = 1", "  2. 乙", "複製代碼"], [["a = 1", "乙"]], id="numbered lines may be prose"),
        pytest.param("discuz", ["看", "  1. a = 1", "  3. b", "复制代码"], [["a = 1", "b"]], id="an empty line lost its number"),
        pytest.param("discuz", ["甲：", "a = 1;", "复制代码", "乙：", "b = 2;", "复制代码"], [["a = 1;"], ["b = 2;"]], id="two"),
        pytest.param("discuz", ["看：1 a, b* c; d% e# f", "a = 1;", "复制代码"], [["a = 1;"]], id="a string is no sign of code"),
        pytest.param("discuz", ["只有标题", "复制代码"], [], id="nothing"),
        pytest.param("phpwind", ["看：", "复制代码", *LAMP, "够用了"], [LAMP], id="above"),
        pytest.param("phpwind", ["看：", "Copy code", *LAMP, "", "That should do it for now."], [LAMP], id="up to prose"),
        pytest.param(
            "phpwind",
            ["看：", "Copy code", "lamp = 1; xY# 8 \xa0", "k2&\xa0", "够用了"],
            [["lamp = 1; xY# 8"]],
            id="an empty line with its string",
        ),
        pytest.param("discuz", ["看：", "CODE:", "[Copy to clipboard]", *LAMP, "够用了"], [LAMP], id="two captions"),
        pytest.param("discuz", ["a = 1;", "b = 2;"], [], id="no caption"),
    ],
)
def test_blocks(engine: str, lines: Sequence[str], blocks: Sequence[Sequence[str]]) -> None:
    assert [list(block.lines) for block in code_blocks(lines, engine)] == [[line.strip() for line in block] for block in blocks]


def test_a_block_is_found_behind_the_line_before_it() -> None:
    text = "x\nagain:\nx\ny\nend"
    marks = code_marks(text, [Block(["x", "y"], "again:")], jammed=False)
    assert [text[m.start : m.end] for m in marks] == ["x\ny"]


def test_a_block_that_is_not_in_the_text_has_no_mark() -> None:
    assert code_marks("a\nb", [Block(["c"], "a")], jammed=True) == ()


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("a = 1;4 j1 a/ u& I8 v: t, k", "4 j1 a/ u& I8 v: t, k"),
        ('for (;;) {, _1 n# R6 {+ }, m" A', ', _1 n# R6 {+ }, m" A'),
        ("4 j1 a/ u& I8 v: t, kb = 2;", "4 j1 a/ u& I8 v: t, k"),
        ("eval(function(p,a,c,k,e,d){", ""),
        ("x = a b c d e f", ""),
    ],
)
def test_strings_in_code(line: str, cut: str) -> None:
    marks = code_marks(line, [Block([line], "")], jammed=True)
    assert "".join(line[m.start : m.end] for m in marks if m.label == "hidden") == cut
