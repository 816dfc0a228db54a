"""The HTML view without a browser: what it says, what it may load, what it costs; nothing that a page wrote is ever markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import OutputError, UsageError
from scraper.model import Attachment, Author, Edit, Poll, Proof, Quote, Reaction, Record, Stat
from scraper.report.body import body_html
from scraper.report.view import view, write_view

from .hostile import HOSTILE, HOSTILE_URLS
from .made import SMALL, invented, post, thread

OURS = frozenset(
    "html head meta title style script body a header p form input label span details summary select option button div nav ol ul li main "
    "section h1 h2 h3 dl dt dd figure figcaption svg g rect path text table thead tbody tr th td article time b small blockquote del ins "
    "mark pre code meter footer br".split()
)


class Seen(HTMLParser):
    """The elements and attributes of a page, as a browser's tokenizer meets them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attrs: list[tuple[str, str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attrs += [(tag, name, value) for name, value in attrs]


def page(*records: Record, title: str | None = None) -> str:
    return "".join(view(records, title=title))


def hostile_record(text: str, url: str = "https://ok.example/") -> Record:
    """A record with the same string wherever a page may write something."""
    who = Author(name=text, id=text, url=url, avatar=url, level=text, title=text, location=text, signature=text, registered_at=text)
    stats = (Stat(key=None, label=text, value=None, unit=text, text=text),)
    return post(
        text + "\ncode " + text,
        source=text,
        url=url,
        id=text,
        floor=1,
        floor_label=text,
        thread=thread(title=text, url=url, board=(text,), site=text, engine=text, engine_version=text, tags=(text,)),
        author=Author(**{**{f: getattr(who, f) for f in who.__struct_fields__}, "stats": stats}),
        posted_raw=text,
        edited_by=text,
        edited_at=text,
        quotes=(Quote(author=text, post_id=text, text=text, edits=()),),
        code=("code " + text,),
        images=(url,),
        links=(url,),
        attachments=(Attachment(name=text, url=url, size=text),),
        reactions=(Reaction(label=text, count=1),),
        poll=Poll(question=text, options=(Reaction(label=text, count=1),)),
        edits=(Edit(0, len(text), "site-string", text, "", Proof(generator=text)),),
        warnings=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_page_wrote_becomes_an_element_or_an_attribute(text: str) -> None:
    seen, plain = Seen(page(hostile_record(text))), Seen(page(hostile_record("plain words")))
    assert set(seen.tags) <= OURS
    assert seen.tags.count("script") == 1
    assert seen.tags.count("style") == 1
    assert sorted(set(seen.tags)) == sorted(set(plain.tags) | ({"a"} & set(seen.tags)))
    assert not [
        attr for attr in seen.attrs if attr[1].startswith("on") or attr[1] in ("style", "src", "srcset", "srcdoc", "action", "formaction")
    ]


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_an_address_that_runs_or_reads_is_no_link(url: str) -> None:
    seen = Seen(page(hostile_record("words", url)))
    links = [value or "" for tag, name, value in seen.attrs if name == "href"]
    assert all(link.startswith(("#", "https://ok.example/")) for link in links)
    assert not [attr for attr in seen.attrs if attr[1].startswith("on")]


def test_the_policy_admits_one_style_and_one_script_by_hash_and_no_network() -> None:
    html = page(*SMALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"].startswith("'sha256-")
    assert rules["script-src"].startswith("'sha256-")
    assert rules["img-src"] == "data:"
    seen = Seen(html)
    assert not {"img", "link", "iframe", "object", "embed", "video", "audio", "base"} & set(seen.tags)
    assert not [a for a in seen.attrs if a[1] in ("src", "style", "xlink:href", "background", "ping")]


@given(st.text(max_size=80), st.text(max_size=12))
def test_a_body_keeps_every_letter_and_adds_no_tag_of_its_own(text: str, junk: str) -> None:
    edits = (Edit(0, len(junk), "hidden", junk),) if junk else ()
    seen = Seen(body_html(text, edits))
    assert set(seen.tags) <= {"a", "del"}


def test_a_cut_shows_its_reason_generator_and_seed() -> None:
    html = body_html("one two", [Edit(3, 8, "junk-proved", " x\x1b<y", "", Proof(generator="phpwind-126", seed=796892))])
    assert html == 'one<del data-r="junk-proved" data-w="phpwind-126, seed 796892"> x␛&lt;y</del> two'


def test_a_repair_shows_both_and_a_mark_only_edit_stays_in_the_text() -> None:
    assert body_html("café", [Edit(3, 5, "mojibake", "Ã©", "é")]) == 'caf<del data-r="mojibake">Ã©</del><ins>é</ins>'
    assert body_html("a bad b", [Edit(2, 5, "site-string", "bad", "bad")]) == 'a <mark data-r="site-string">bad</mark> b'


def test_cuts_stand_where_they_stood_around_and_inside_code() -> None:
    text = "before\nx = 1\ny = 2\nafter"
    edits = (Edit(6, 8, "hidden", "AA"), Edit(14, 16, "junk-proved", "BB"), Edit(28, 30, "hidden", "CC"))
    html = body_html(text, edits, ("x = 1\ny = 2",))
    plain = re.sub(r"<del[^>]*>(.*?)</del>", r"[\1]", html)
    assert plain == 'before[AA]<pre tabindex="0"><code>x = 1[BB]\ny = 2</code></pre>after[CC]'


def test_code_with_no_break_spaces_in_the_text_is_found() -> None:
    assert "<pre" in body_html("look\n\xa0\xa0x = 1", (), ("  x = 1",))


@pytest.mark.parametrize(
    "words",
    [
        "青岚论坛 › 老物件",
        "phpwind 8.7",
        "18,902 views",
        "岚币",
        "楼主",
        "Edited 2012-11-10",
        "电路图.pdf",
        "212 KB",
        "radio.jpg",
        "留着旧漆吗？",
        "pinned",
        "go to the post",
    ],
)
def test_the_thread_is_shown_with_everything_that_a_forum_shows(words: str) -> None:
    assert words in page(*SMALL)


def test_missing_floors_are_named() -> None:
    html = page(*SMALL)
    assert "10 of 12 announced posts are here; 2 floors are missing." in html
    assert "7–8" in html


def test_two_threads_have_anchors_and_headings_of_their_own() -> None:
    html = page(post(floor=1, thread=thread(id="1", title="One")), post(floor=1, thread=thread(id="2", title="Two")))
    assert 'id="t1p1"' in html
    assert 'id="t2p1"' in html
    assert "<h2" in html


def test_pages_in_any_order_are_one_thread_in_order() -> None:
    html = page(*reversed(SMALL))
    assert html.index('id="p1"') < html.index('id="p6"') < html.index('id="p12"')


def test_a_page_saved_twice_shows_its_posts_once_and_versions_of_a_post_both() -> None:
    html = page(*SMALL, *SMALL, post("another text", id=SMALL[1].id, floor=2, thread=SMALL[1].thread))
    assert html.count("<article") == len(SMALL) + 1
    assert f"{len(SMALL)} of 12 announced" in html


def test_posts_without_floors_and_doubled_floors_get_anchors_of_their_own() -> None:
    html = page(post("a", floor=3), post("b", floor=3))
    assert 'id="p3"' in html
    assert 'id="n2"' in html


def test_every_id_is_there_once_and_every_local_link_leads_somewhere() -> None:
    seen = Seen(page(*invented(150, lost=frozenset({9}))))
    ids = [value for _, name, value in seen.attrs if name == "id"]
    assert len(ids) == len(set(ids))
    assert {(value or "")[1:] for _, name, value in seen.attrs if name == "href" and (value or "").startswith("#")} <= set(ids)


def test_the_same_records_give_the_same_bytes() -> None:
    assert page(*SMALL) == page(*SMALL)


def test_nothing_to_show_is_said() -> None:
    with pytest.raises(UsageError, match="no posts"):
        page()


def test_a_thousand_posts_stay_under_a_megabyte_and_a_half() -> None:
    assert sum(len(part.encode()) for part in view(invented(1000))) < 1_500_000


def test_the_file_is_whole_or_not_there(tmp_path: Path) -> None:
    write_view(SMALL, tmp_path / "thread.html")
    assert (tmp_path / "thread.html").read_text("utf-8").endswith("</html>")
    with pytest.raises(OutputError):
        write_view(SMALL, tmp_path / "no such folder" / "thread.html")
    assert [p.name for p in tmp_path.iterdir()] == ["thread.html"]


def test_a_lone_surrogate_does_not_stop_the_file(tmp_path: Path) -> None:
    write_view([post("half \ud83d pair", author=Author(name="\udc00"))], tmp_path / "x.html")
    assert "half" in (tmp_path / "x.html").read_text("utf-8")
