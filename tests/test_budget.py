"""The budget before the parse: what each shape is refused for, and that every way to count gives the same answer."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import budget
from scraper.budget import builder, too_costly
from scraper.budget.flat import is_flat
from scraper.markup import Node, fragment
from tests.reliability.shapes import SHAPES, page

REFUSED = {
    "deep div": "elements more than 512 deep",
    "deep and closed span": "elements more than 512 deep",
    "tables in tables": "elements more than 512 deep",
    "ends in comments": "elements more than 512 deep",
    "a bomb in paragraphs": "formatting elements",
    "a wide bomb": "formatting elements opened again",
    "a bomb of long attributes": "formatting elements opened again",
}


@pytest.mark.parametrize(("name", "why"), REFUSED.items())
def test_a_shape_is_refused_for_what_it_is(name: str, why: str) -> None:
    assert why in (too_costly(page(SHAPES[name], 6_000).decode()) or "")


@pytest.mark.parametrize("name", SHAPES)
def test_a_page_too_large_for_a_list_of_its_tags_is_judged_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(SHAPES[name], 4_500).decode()
    verdict = too_costly(html)
    monkeypatch.setattr(budget, "LIST", 0)
    assert too_costly(html) == verdict


@pytest.mark.parametrize("name", SHAPES)
def test_the_short_ways_let_nothing_pass_that_the_long_way_refuses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few tags, short pages and flat ones are let through at a look; the parser's stack, imitated, must agree."""
    html = page(SHAPES[name], 300).decode()
    if too_costly(html) is None:
        for short in ("VERY_FEW", "FEW_TAGS", "FEW_CHARACTERS"):
            monkeypatch.setattr(budget, short, -1)
        monkeypatch.setattr(budget, "is_flat", lambda _: False)
        assert too_costly(html) is None or len(html) < 60_000, "a small page may be deep: it costs little"


def test_characters_options_and_attributes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "20,000 <option>" in (too_costly("<select>" + "<option>" * 20_001) or "")
    monkeypatch.setattr(budget, "LARGEST", 9)
    assert too_costly("0123456789") == "10 characters (9 are read)"
    assert too_costly("012345678") is None


@pytest.mark.parametrize("around", ["%s", "<p>x</p>" * 1_000 + "%s", "<b>x</b>" * 5_000 + "%s"])
@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"a{i}=1" for i in range(40_000)) + ">",
        "<P/" + "/".join(f"a{i}" for i in range(40_000)) + ">",
        "<p ' a=\"' > x\" " + "".join(f'a{i}="<"' for i in range(20_000)) + ">",
        "".join(f"<body a{i}=1>" for i in range(15_000)),
        "<script " + " ".join(f"a{i}=1" for i in range(40_000)) + "></script>",
        "<svg " + " ".join(f"a{i}=1" for i in range(40_000)) + "></svg>",
        "<svg><path " + " ".join(f"a{i}='1'" for i in range(40_000)) + "/></svg>",
        "<svg><g><path " + " ".join(f"a{i}=1" for i in range(40_000)) + "></path></g></svg>",
    ],
    ids=["plain", "slashes", "quotes", "bodies", "script", "svg", "in svg", "around svg"],
)
def test_attributes_are_counted_however_few_or_flat_the_tags_are(tag: str, around: str) -> None:
    """100,000 attributes of one tag on a page of five tags took 13 s."""
    assert "attributes of one element" in (too_costly(f"<!doctype html><title>t</title>{around % tag}") or "")


def test_steps_up_the_stack_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MAX_STEPS", 1_000_000)
    html = "<div>" * 400 + "<x-y></x-y>" * 5_000
    assert "steps between open elements" in (too_costly(html) or "")


@pytest.mark.parametrize(
    "unit",
    [
        "<table><tr><td>x</td></tr></table>",
        "<td>x",  # outside a table: left out
        "<ul><li>x<li><div>y</div><li>z</ul>",
        "<ul><li><section><li>x</section></ul>",
        "<dl><dt>x<dd>y</dl>",
        "<b><div>x</b></div>",
        "<b><b><b><b>x</b></b></b></b>",
        "<form>x</form>",
        "<svg><a><title><p>x</p></title></a></svg>",
        "<applet><b>x</applet>",
        "<span><p></span></p>",
        "</em></div></table></td>",
    ],
)
def test_what_closes_itself_may_stand_as_often_as_one_likes(unit: str) -> None:
    assert too_costly("<!doctype html><body>" + unit * 6_000) is None


@pytest.mark.parametrize(
    "unit",
    [
        "<bdi>x</bdi>",
        "<X-Post><x-name>x</x-name></x-post>",
        "<picture><img></picture>",
        '<svg viewBox="0 0 9 9"><defs><filter id="a"><feFlood/><feBlend in="b"/></filter><pattern><image href="c"/></pattern></defs><tspan>x</tspan></svg>',
    ],
)
def test_what_real_pages_hold_by_the_thousand_is_seen_to_be_flat(unit: str) -> None:
    assert is_flat("<!doctype html><body>" + f"<div>{unit}</div>" * 1_000)


@pytest.mark.parametrize("name", ["x-\u00e9", "bdy", "noscript", "rt"])
def test_what_is_not_known_to_close_stays_open(name: str) -> None:
    """Python takes \u00c9 for the capital of \u00e9, a parser does not."""
    assert not is_flat(f"<{name}></{name.upper()}>" * 1_000)


NAMES = (
    "div span b i a p td table tr x-a x-b X-A bdi picture form li ul select option button nobr h1 h2 svg math title desc g path script style"
    " template object dd dt main center canvas body html noscript ruby rt"
).split()


def soup(chance: Random) -> str:
    """Tags of a few kinds in any order."""
    names, ends = chance.sample(NAMES, chance.randint(1, 7)), chance.random() * 0.7
    pick = [
        f"</{chance.choice(names)}>" if chance.random() < ends else f"<{chance.choice(names)}>"
        for _ in range(chance.choice((20, 300, 1_500)))
    ]
    return "x".join(pick) if chance.random() < 0.2 else "".join(pick)


def deepest(root: Node) -> int:
    """The most ancestors that an element below a node has."""
    depth = most = 0
    node: Node | None = root.child
    while node is not None:
        most = max(most, depth)
        if node.child is not None:
            node, depth = node.child, depth + 1
            continue
        while node is not None and node.next is None and depth > 0:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return most


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_called_flat_is_flat_to_the_parser(seed: int) -> None:
    html = soup(Random(seed))
    if is_flat(html):
        root = fragment(html)
        assert deepest(root) <= builder.MAX_DEPTH
        assert len(root.css("*")) <= 2 * html.count("<") + 50_000
