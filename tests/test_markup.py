"""Rendering: one walk from serialised HTML to text, spans and lifted elements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scraper.budget import flat
from scraper.markup import Marker, Page, lines, render, too_costly

TEXTS = [
    ("<div>one<br>two</div>", "one\ntwo"),
    ("<p>one</p><p>two</p>", "one\n\ntwo"),
    ("<div>one</div><div>two</div>", "one\ntwo"),
    ("<div>one<br><br><br>two</div>", "one\n\ntwo"),
    ("<div>  a \n b  </div>", "a b"),
    ("<pre>  a\n    b\n</pre>", "  a\n    b"),
    ("<pre><div>a\n</div><div>b</div></pre>", "a\nb"),
    ("<pre><div>a</div><div><br></div><div>b</div></pre>", "a\n\nb"),
    ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ("a<script>if (1 < 2) '<script>'</script>b", "ab"),
    ("a<style>b{}</style>c", "ac"),
    ("a<select><option>x</option></select>b", "ab"),
    ("a<textarea>&lt;b&gt;</textarea>c", "ac"),
    ("a<!-- b > c -->d", "ad"),
    ("1 &lt; 2 &amp;amp; 3&nbsp;x", "1 < 2 &amp; 3\xa0x"),
    ("<b>bold</b> <i>it</i>", "bold it"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_text_as_a_reader_sees_it(html: str, text: str) -> None:
    assert render(html).text == text


def serialised(html: str, marks: dict[str, str]) -> str:
    body = LexborHTMLParser(html).css("body")[0]
    return Marker(marks).html(body)


def test_a_body_that_is_itself_what_a_label_seeks_is_labelled() -> None:
    body = LexborHTMLParser('<div class="locked">for its author only</div>').css(".locked")[0]
    done = render(Marker({"notice": ".locked"}).html(body))
    assert (done.text, done.lifted[0].text) == ("", "for its author only")


def test_labelled_elements_leave_the_text_or_become_spans() -> None:
    html = serialised(
        "<div>before <blockquote class=q><cite>Ann wrote:</cite>said <blockquote class=q>inner</blockquote>more</blockquote>after"
        "<code class=c>x = 1</code><span style='display:none'>junk</span></div>",
        {"quote": ".q", "cite": "cite", "code": ".c"},
    )
    done = render(html)
    assert done.text == "before\n\nafterx = 1junk"
    assert [(item.label, item.parent, item.text) for item in done.lifted] == [
        ("quote", -1, "said\n\nmore"),
        ("cite", 0, "Ann wrote:"),
        ("quote", 0, "inner"),
    ]
    assert [(mark.label, done.text[mark.start : mark.end]) for mark in done.marks] == [("code", "x = 1"), ("hidden", "junk")]


HIDDEN = [
    ("display:none", True),
    ("DISPLAY : None", True),
    ("visibility:hidden", True),
    ("font-size: 0pt;color:'#fff'", True),
    ("font-size:0", True),
    ("font-size:0.8em", False),
    ("font-size:10px", False),
    ("color:red", False),
]


@pytest.mark.parametrize(("style", "hidden"), HIDDEN)
def test_an_inline_style_hides(style: str, hidden: bool) -> None:
    page = LexborHTMLParser(f'<div>a <span style="{style}">b</span></div>')
    assert bool(render(page.css("div")[0].html or "").marks) is hidden


def test_images_links_smilies_and_emoji() -> None:
    html = serialised(
        '<p><img src="none.gif" file="/a.jpg"><img class=smiley src=s.gif alt=":)"><img class=emoji alt="🙂" src=e.png>'
        '<a href="/x?a=1&amp;b=2">x</a><a href="javascript:void(0)">y</a><a href="#top">z</a></p>',
        {"smiley": ".smiley", "emoji": ".emoji"},
    )
    done = render(html)
    assert (done.images, done.links, done.text) == (("/a.jpg",), ("/x?a=1&b=2",), "🙂xyz")


def test_frames_and_films_are_links() -> None:
    html = serialised(
        '<p>a<iframe data-src="/lazy" src="about:blank">none</iframe><iframe src="//films.example/1?a=1&amp;b=2"></iframe><iframe></iframe>'
        '<video controls><source src="/b.mp4">old</video><audio src="/c.ogg"></audio><iframe class=advert src="/d"></iframe>'
        '<iframe style="display:none" src="/e"></iframe></p>',
        {"drop": ".advert"},
    )
    done = render(html)
    assert (done.text, done.links) == ("a", ("/lazy", "//films.example/1?a=1&b=2", "/b.mp4", "/c.ogg"))


COSTLY = [
    ("<div>" * 100_000, "deep"),
    ("<blockquote>" * 5_000 + "</blockquote>" * 5_000, "deep"),
    ("".join(f"<font size={i}>" for i in range(5_000)), "formatting"),
    ("<select>" + "<option>" * 30_000, "option"),
    ("<div><table><tr><td></div></table>" * 20_000, "deep"),
    ("<form><table><tr><td><form></form></td></tr></table></form>" * 20_000, "deep"),
    ("<li><dd>" * 20_000, "deep"),
    ("<div><script><!--<script></script></div>--></script>" * 20_000, "deep"),
    ("<td><center>" * 20_000, "deep"),
    ("<span><div></span>" * 20_000, "deep"),
    ("<b><div></b>" * 20_000, "deep"),
]


@pytest.mark.parametrize(
    ("html", "why"), COSTLY, ids=["div", "quotes", "fonts", "options", "rows", "forms", "items", "scripts", "cells", "words", "formatting"]
)
def test_pages_that_cannot_be_parsed_in_time_are_known_before(html: str, why: str) -> None:
    assert why in (too_costly(html) or "")


@pytest.mark.parametrize("html", ["<p>" * 9_000, "<li>" * 9_000, "<br>" * 9_000, "<div>x</div>" * 9_000, "<b>x</b>" * 9_000])
def test_large_but_harmless_pages_are_parsed(html: str) -> None:
    assert too_costly(html) is None


OPENED = (
    "div span b font a table tr td p li ul dd form select option button h1 object template title center label nobr noscript x-y".split()
)
TAGS = st.sampled_from([*(f"<{name}>" for name in OPENED), *(f"</{name}>" for name in OPENED), "x", "<!--", "-->", "<b a='>"])


def deepest(html: str) -> int:
    """How many of the elements that ``flat`` counts are open at most."""
    found, left = 0, [(LexborHTMLParser(html).root, 0)]
    while left:
        node, depth = left.pop()
        while node is not None:
            below = depth + (node.is_element_node and node.tag not in (*flat.UNCOUNTED, "html", "body"))
            found = max(found, below)
            left.append((node.first_child, below))
            node = node.next
    return found


@given(st.lists(TAGS, min_size=1, max_size=8).map("".join))
def test_a_flat_page_is_flat(unit: str) -> None:
    """However often a piece of a page is repeated, what is called flat does not grow deep."""
    html = unit * 150
    assert not flat.is_flat(html) or deepest(html) <= 3 * flat.NESTED


PIECES = [*"ab <>/=\"'&;!-\n", "<div>", "</div>", "<br>", "<b>", "<pre>", "<script>", "<a href=x>", "<td>", "<span style='display:none'>"]


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_rendering_never_fails_and_marks_stay_inside(html: str) -> None:
    body = LexborHTMLParser(html).css_first("body")
    done = render((body.html or "") if body is not None else "")
    assert all(0 <= mark.start < mark.end <= len(done.text) for mark in done.marks)
    assert "\n\n\n" not in done.text or "<pre" in html


@given(st.lists(st.sampled_from([*"ab \n\t\f&;", "<br>", "&lt;", "&nbsp;", "&amp;"]), max_size=60).map("".join))
def test_the_short_way_for_plain_bodies_is_the_long_way(inner: str) -> None:
    assert render(f"<div>{inner}</div>") == render(f"<div><i></i>{inner}</div>")


def test_a_page_joins_addresses_with_its_base() -> None:
    page = Page('<head><base href="http://bbs.example/sub/"></head><body><p>x</p></body>', url="http://other.example/")
    assert (page.join("a.php"), page.join("//x.example/b"), page.join(None)) == ("http://bbs.example/sub/a.php", "http://x.example/b", None)
    assert lines(page.first("p")) == ["x"]


def test_a_base_that_is_no_address_is_left_out() -> None:
    page = Page('<head><base href="http://[bad/"></head><p>x</p>', url="http://bbs.example/t/1")
    assert page.join("a.php") == "http://bbs.example/t/a.php"
