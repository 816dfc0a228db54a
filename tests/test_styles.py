"""What a page's own sheets hide, and what a reader can open."""

import pytest

from scraper.markup import Marker, Page, render
from scraper.styles import conceals, sheets


def labelled(css: str, body: str) -> dict[str, str]:
    """The labelled texts of a body on a page with that sheet."""
    page = Page(f"<html><head><style>{css}</style></head><body><div id=post>{body}</div></body></html>")
    post = page.first("#post")
    assert post is not None
    sheets(page).mark(post, post.html or "")
    done = render(Marker({}).html(post))
    return {done.text[m.start : m.end].strip(): m.label for m in done.marks}


HIDING = [
    ".q7{display:none}",
    ".q7{visibility:hidden}",
    ".q7{font-size:0}",
    ".q7{font-size:0px !important}",
    ".q7{opacity:0}",
    ".q7{text-indent:-9999px}",
    ".q7{position:absolute;left:-9999px}",
    ".q7{width:0;height:0;overflow:hidden}",
    "body{background:#fff}.q7{color:#FFFFFF}",
    "#post{background-color:#eee}.q7{color:#eeeeee}",
    ".q7{color:transparent}",
    ".q7{color:rgba(0,0,0,0)}",
    "@media screen{.q7{display:none}}",
    "div>.q7{display:none}",
    "span.q7, .other{display:none}",
    ".q7{transform:scale(0)}",
    ".q7{position:absolute;clip:rect(0,0,0,0)}",
]


@pytest.mark.parametrize("css", HIDING)
def test_a_class_that_a_sheet_hides_is_labelled(css: str) -> None:
    assert labelled(css, 'one <span class="q7">xyz</span> two') == {"xyz": "hidden"}


SHOWING = [
    ".q7{display:inline}",
    ".q7{font-size:10px}",
    ".q7{font-size:0}.q7{font-size:12px}",
    ".q7{display:none}#post .q7{display:inline}",
    "@media print{.q7{display:none}}",
    "@media (max-width:600px){.q7{display:none}}",
    ".q7{color:#fff}",
    "body{background:#000}.q7{color:#fff}",
    ".q7{text-indent:2em}",
    ".q7{opacity:0.8}",
    ".q7{display:none}.q7:hover{display:inline}",
    ".q7{display:none}.open .q7{display:inline}",
    "body{background:#fff}.q7{color:#fff}.q7:hover{color:#000}",
    ".q7{nonsense}}}{",
    "",
]


@pytest.mark.parametrize("css", SHOWING)
def test_what_is_shown_or_can_be_opened_is_not(css: str) -> None:
    assert labelled(css, 'one <span class="q7">xyz</span> two') == {}


@pytest.mark.parametrize(
    "name", ["spoiler", "bbCodeSpoiler-content", "collapse", "accordion-body", "tab-pane", "show-more", "sr-only", "user-card"]
)
def test_names_of_what_a_reader_opens_or_hears_are_not(name: str) -> None:
    assert labelled(f".{name}{{display:none}}", f'one <span class="{name}">xyz</span> two') == {}


def test_blocks_have_a_label_of_their_own_and_only_leaves_have_any() -> None:
    css = ".q7{display:none}"
    assert labelled(css, 'one<p class="q7">notice</p>two') == {"notice": "hidden-block"}
    assert labelled(css, 'one<div class="q7"><p>a</p><p>b</p></div>two') == {}


def test_elements_hide_themselves_too() -> None:
    body = '<span hidden>a1</span> <span style="opacity:0">b2</span> <span style="text-indent:-999px">c3</span> <i style="color:red">d4</i>'
    assert labelled("", body) == {"a1": "hidden", "b2": "hidden", "c3": "hidden"}


def test_a_class_that_an_engine_s_own_sheet_hides_is_known() -> None:
    assert labelled("", 'one<font class="jammer">! m; ^5</font>') == {"! m; ^5": "hidden"}


def test_a_page_that_hides_nothing_is_not_asked() -> None:
    assert not sheets(Page("<style>.a{font-weight:bold}</style><p class=a>text</p>")).hides


def test_an_engine_s_own_label_is_left() -> None:
    page = Page('<style>.q7{display:none}</style><div id=post><span class="q7" data-scraper="quote">x</span></div>')
    post = page.first("#post")
    assert post is not None
    assert sheets(page).mark(post, post.html or "") == 0


def test_a_style_conceals_against_its_own_background_first() -> None:
    assert conceals({"color": "#123456", "background-color": "#123456"}, "#ffffff")
    assert not conceals({"color": "#ffffff", "background": "#123456"}, "#ffffff")
