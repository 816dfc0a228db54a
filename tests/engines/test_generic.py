"""The generic reader: what it takes for a discussion, what it never does, and what it costs."""

import json
from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.engines.generic import read_generic
from scraper.engines.generic.attributes import value
from scraper.engines.generic.classes import kind_of
from scraper.engines.generic.cues import Sight, is_name, is_person
from scraper.engines.generic.outline import outline
from scraper.markup import Page
from scraper.model import Capture, Post
from scraper.pipeline import extract
from scraper.settings import ReadSettings
from tests.counted import called

from .cases import capture_of, cases

PEOPLE = ("Anka", "Bodo", "Edda Firn", "moss_9")


def post(number: int, text: str, who: str = "") -> str:
    who = who or PEOPLE[number % len(PEOPLE)]
    return (
        f'<div class="entry" id="entry-{number}"><div class="who"><a href="/user/{who}">{who}</a></div>'
        f'<div class="when">2021-03-{number % 28 + 1:02} 1{number % 10}:0{number % 6}</div><div class="said">{text}</div></div>'
    )


def thread(*texts: str) -> str:
    posts = "".join(post(n, text) for n, text in enumerate(texts, 1))
    return f"<html><head><title>Moss on the roof - Fen</title></head><body><h1>Moss on the roof</h1><div class=list>{posts}</div></body></html>"


def read(html: str, url: str = "https://fen.example/thread/9") -> list[tuple[str | None, str]]:
    found = read_generic(Page(html, url=url, fetched_at="2021-05-01T00:00:00Z"))
    return [(p.author.name, p.body) for p in found.posts] if found else []


def test_a_page_number_that_leads_nowhere_is_no_next_page() -> None:
    case = next(case for case in cases("generic") if case.name == "div-forum")
    capture = capture_of(case)
    spoiled = capture.body.replace(b"</body>", b'<p><a href="http://[1">2</a> <a href="http://[2">3</a></p></body>')
    assert spoiled != capture.body
    found = extract(msgspec.structs.replace(capture, body=spoiled, engine="generic"))
    assert len(found.posts) == len(extract(msgspec.structs.replace(capture, engine="generic")).posts)


def test_the_name_and_a_confidence_stand_on_every_record() -> None:
    page = extract(Capture(source="x", body=thread("It grows.", "Let it.", "Scrape it off before winter.").encode(), engine="generic"))
    assert {r.thread.engine for r in page.posts} == {"generic"}
    assert all(any("confidence 0." in w or "confidence 1" in w for w in r.warnings) for r in page.posts)


def test_it_is_tried_where_no_engine_claims_the_page() -> None:
    page = extract(Capture(source="x", body=thread("It grows.", "Let it.", "Scrape it off.").encode(), url="https://fen.example/thread/9"))
    assert page.outcome.kind == "thread" and len(page.posts) == 3


def test_another_engine_by_name_is_not_replaced_by_it() -> None:
    capture = Capture(source="x", body=thread("It grows.", "Let it.", "Scrape it off.").encode())
    assert extract(capture, ReadSettings(engine="phpbb")).posts == ()


@pytest.mark.parametrize("case", [case for case in cases("generic") if extract(capture_of(case)).posts], ids=lambda case: case.name)
def test_no_text_is_given_to_two_posts(case: Path) -> None:
    page = extract(capture_of(case))
    source = capture_of(case).body.decode()
    for record in page.posts:
        first = record.text.split("\n", 1)[0]
        assert sum(first in other.text for other in page.posts) <= source.count(first[:20])


@pytest.mark.parametrize("case", cases("generic"), ids=lambda case: case.name)
def test_chrome_is_no_body(case: Path) -> None:
    words = ("Register", "Log in", "Add to cart", "Powered by", "Anzeige", "Similar threads", "Recent comments", "Post Comment")
    assert [w for record in extract(capture_of(case)).posts for w in words if w in record.text] == []


def test_comments_of_the_markup_are_ignored() -> None:
    hidden = f"<!-- {post(9, 'A template that nobody wrote.')} -->"
    html = thread("It grows.", "Let it.", "Scrape it off.").replace("<div class=list>", f"<div class=list>{hidden}")
    assert [text for _, text in read(html)] == ["It grows.", "Let it.", "Scrape it off."]


def test_a_post_of_one_word_or_number_is_kept() -> None:
    assert [text for _, text in read(thread("It grows on the north side first.", "42", "+1", "Thanks for the photo!"))][1:3] == ["42", "+1"]


@pytest.mark.parametrize("name", ["0said", "1", "0>div1", "x>9", "٣"])
def test_a_name_may_look_like_a_place(name: str) -> None:
    html = thread(*("It grows so fast.", "Let it.", "Scrape it off before winter.") * 2)
    moved = html.replace('entry-2"><div', 'entry-2"><div></div><div').replace('entry-4"><div', 'entry-4"><div></div><div')
    assert read(moved.replace('class="said"', f'class="{name}"')) == read(html)


def whole(html: str) -> tuple[Post, ...]:
    found = read_generic(Page(html, url="https://fen.example/thread/9", fetched_at="2021-05-01T00:00:00Z"))
    return found.posts if found else ()


FIRST, LAST = "It grows on the north side, under the gutter.", "Scrape it off before winter, says my aunt."


def test_a_signature_behind_a_line_is_the_authors() -> None:
    posts = whole(thread(FIRST, "Let it be.<br>__________________<br>Nothing grows<br>for nothing", LAST))
    assert (posts[1].body, posts[1].author.signature) == ("Let it be.", "Nothing grows\nfor nothing")


@pytest.mark.parametrize("text", ["Sign here:<br>____________", "First<br>____________ is the word<br>that is missing", "a<br>_____<br>b"])
def test_a_line_to_write_on_begins_no_signature(text: str) -> None:
    assert whole(thread(FIRST, text, LAST))[1].author.signature is None


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        (
            '<p>It stays.</p><span class="light">Edited <time datetime="2021-03-09T08:00:00Z">March 9, 2021</time> by moss_9</span>',
            "It stays.",
        ),
        ("<p>It stays.</p><em>Last edited by moss_9 on 2021-03-09 08:00</em>", "It stays."),
        ("<p>It stays.<br>Edited on 2021-03-09 08:00 in a hurry, as you see, and it stays all the same.</p>", None),
    ],
)
def test_notes_of_edits_leave_the_text(note: str, kept: str | None) -> None:
    body = whole(thread(FIRST, note, LAST))[1].body
    assert body == kept if kept else "in a hurry" in body


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("Originally Posted by <b>Anka</b>", "Anka"),
        ("Zitat von Bodo", "Bodo"),
        ("Originally posted by Edda Firn View Post", "Edda Firn"),
        ("Somebody else wrote:", "Somebody else"),
    ],
)
def test_what_stands_under_a_caption_is_a_quote(head: str, author: str) -> None:
    quote = f"<div><div>Quote:</div><table><tr><td><div>{head}</div><div>It grows.</div></td></tr></table></div>"
    posts = whole(thread("It grows.", f"{quote}Let it be, if you ask me.", LAST))
    assert posts[1].body == "Let it be, if you ask me."
    assert [(q.author, q.body) for q in posts[1].quotes] == [(author, "It grows.")]


def test_a_label_that_all_posts_have_is_no_author() -> None:
    html = thread(*("It grows so fast.", "Let it.", "Scrape it off before winter.") * 2)
    assert {p.author.name for p in whole(html.replace("</a></div>", '</a><a href="/t/1/people">I like</a></div>'))} <= set(PEOPLE)


def test_a_title_in_the_place_of_the_first_text_is_not_it() -> None:
    html = thread("It grows on the north side, under the gutter, where no sun comes.", "Let it.", "Scrape it off.", "With what?")
    page = html.replace('<div class="said">It grows', '<div>The moss of the north side, part one</div><div class="said">It grows')
    assert whole(page)[0].body.startswith("It grows")


def test_a_reply_form_is_no_post() -> None:
    form = '<div class="entry"><div class="who">You</div><div class="when">2021-03-09 10:00</div><div class="said"><textarea></textarea>Write here</div></div>'
    html = thread("It grows.", "Let it.", "Scrape it off.").replace("</div></body>", f"{form}</div></body>")
    assert len(read(html)) == 3


def test_a_table_of_names_and_days_is_no_discussion() -> None:
    rows = "".join(f'<tr><td>{n}</td><td>2021-01-{n:02} 10:00</td><td><a href="/user/{n}">p{n}</a></td></tr>' for n in range(1, 29))
    assert read(f"<html><body><h1>Members</h1><table>{rows}</table></body></html>") == []


ABOUT = (
    "Moss likes shade and lime.",
    "The gutter was never cleaned, they say.",
    "Slates crack where ice gets under them.",
    "Sow grass in the autumn.",
)


WORDS = ("of the roof", "by the well", "in the yard", "on the gate")


def listing(line: str, count: int = 6) -> str:
    """A page of lines; ``{n}`` is a line's number, ``{who}`` and ``{about}`` its own words."""
    lines = "".join(
        f"<div class=line>{line.format(n=n, who=PEOPLE[n % 4], about=f'{ABOUT[n % 4]} Part {n}.', day=n + 10, word=WORDS[n % 4] * n)}</div>"
        for n in range(1, count + 1)
    )
    return f"<html><head><title>Fen</title></head><body><h1>Fen</h1><div class=lines>{lines}</div></body></html>"


@pytest.mark.parametrize(
    "line",
    [
        # a weblog's list: the addresses have the month in common, or the day
        '<a class=x href="/2021/03/{day}/moss-{who}/">The moss {word}</a><a href="/user/{who}">{who}</a> <time datetime="2021-03-{day}">March {day}</time><div>{about}</div>',
        '<a class=x href="/2021-03-11-moss-{who}-{n}0/">The moss {word}</a><a href="/user/{who}">{who}</a> <time datetime="2021-03-{day}">March {day}</time><div>{about}</div>',
        # a board whose addresses carry the visitor's session
        '<a class=x href="t.php?s=09c1e5b0724891295a8c37e18608d2f8&amp;t=3{n}5">The moss {word}</a><a href="/user/{who}">{who}</a><div>{about}</div>',
        # a board, its names short, and the last post of each
        '<a class=forumtitle href="board.php?id=4{n}7">Moss {n}</a><div>{about}</div><a href="/user/{who}">{who}</a> 2021-03-{day} 10:00',
        # a shop that does not say so
        '<h3>Spade</h3><span class=fn>{who}</span><div>{about}</div><b>Now £14.{day}</b>',
        # what is on where
        '<h2>An evening about moss, part {n}</h2><b>2021-03-{day} 7:00 PM</b><br><b>{who}</b><div>{about}</div>',
        # names with links and nothing said
        '<a href="/user/{who}{n}">{who}</a> <time datetime="2021-03-{day}">March {day}</time>',
    ],
)  # fmt: skip
def test_lists_are_no_discussions(line: str) -> None:
    assert read(listing(line), url="https://fen.example/moss/all") == []
    assert len(read(listing('<a href="/user/{who}">{who}</a> <time datetime="2021-03-{day}">March {day}</time><div>{about}</div>'))) == 6


def test_a_title_and_a_text_by_the_same_author_are_one_article() -> None:
    part = '<div class=part><a href="/user/anka">Anka</a> <b>3 March 2021</b><div>{}</div></div>'
    html = "".join(part.format(text) for text in ("Moss, and what the roofs of the old town have to do with it.", f"{FIRST} {LAST}"))
    assert read(f"<html><body>{html}</body></html>", url="https://fen.example/moss") == []


def test_a_time_in_a_sentence_begins_no_post() -> None:
    part = "<p>The first of the {n} gutters was cleaned in <a href=/log/{n}>March 20{day}</a>, and the slates were looked at the week after that.</p>"
    assert read(listing(part), url="https://fen.example/moss") == []


@pytest.mark.parametrize(
    "head",
    [
        "<b>{who}</b> wrote on 2021-03-{day} 10:00:",
        '<p class=info><span>{who}</span> schrieb:<br><time datetime="2021-03-{day}T10:00">{day}.3.</time></p>',
        '<div class="comment-author meta"><strong>{who}</strong> 2021-03-{day} 10:00 <a href=#r> - Antworten</a></div>',
    ],
)
def test_who_is_said_to_speak_is_the_author(head: str) -> None:
    found = whole(listing(head + "<div>{about}</div>"))
    assert [p.author.name for p in found] == [PEOPLE[n % 4] for n in range(1, 7)]
    assert all(p.posted_at and p.posted_at.startswith("2021-03-1") for p in found)


@pytest.mark.parametrize(
    "head",
    [
        "<td>{who}</td><td>Topic: Moss<br>Posted: {day} Mar 2021 at 10:00am</td>",  # the day is no name
        "<td><b>{who}</b></td><td>posted on {day}-3-2021 at 10:00 AM</td>",
        "<td>[<a href=#{n}>message #{n}8</a>] {day} March 2021 10:00</td></tr><tr><td><a href='usrinfo.php?id={n}3'>{who}</a></td>",
        "<td>投稿者：<a href='/x/{n}'>{who}</a></td><td>2021/03/{day} 10:00</td>",
        "<td><a href='/u/{who}'>{who}</a></td><td><span data-tippy-content='Wednesday, March {day}th, 2021 at 10:00:00 AM GMT+00:00'>a month ago</span></td>",
    ],
)
def test_what_stands_beside_a_time_is_no_name(head: str) -> None:
    found = whole(listing("<table><tr>" + head + "</tr><tr><td></td><td>{about}</td></tr></table>"))
    assert [p.author.name for p in found] == [PEOPLE[n % 4] for n in range(1, 7)]
    assert [(p.posted_at or "")[:16] for p in found] == [f"2021-03-{n + 10}T10:00" for n in range(1, 7)]


def test_a_button_behind_a_text_without_letters_is_none_of_it() -> None:
    head = '<cite class=fn>{who}</cite> <span class=says>says:</span> <a href="/moss#c{n}">March {day}, 2021 at 10:00 am</a>'
    html = listing(f'<div class=comment id="c{{n}}">{head}<p>{{about}}</p><div><a href="?to={{n}}">Reply</a></div></div>')
    assert [p.body for p in whole(html.replace(f"{ABOUT[2]} Part 2.", "+1"))][1] == "+1"


def test_a_byline_behind_the_text_names_author_and_time() -> None:
    link = '<a href="https://{who}.example" class=url>{who}</a>'
    html = listing(f"<p>{{about}}</p><p><cite>Comment by {link} &#8212; March {{day}}, 2021 @ <a href=#c{{n}}>10:00</a></cite></p>")
    found = whole(html.replace(link.format(who="Anka"), "Anka"))  # without a page of her own
    assert [(p.author.name, p.posted_at) for p in found][:4] == [(PEOPLE[n % 4], f"2021-03-{n + 10}T10:00") for n in range(1, 5)]
    assert found[0].body == f"{ABOUT[1]} Part 1."


def test_comments_in_comments_are_posts_of_their_own() -> None:
    inner = post(3, "Deeper still.").replace("</div></div>", "</div></div>")
    html = thread("It grows.", "Let it be for a year or two.").replace(
        "<h1>", f'<div class="list">{post(2, "No.")[:-6]}{inner}</div></div><h1>'
    )
    assert {text for _, text in read(html)} >= {"It grows.", "Let it be for a year or two.", "Deeper still."}


def test_the_order_of_numbers_is_the_pages() -> None:
    html = thread("One.", "Two.", "Three.").replace("2021-03-02 11:01", "25/03/2021 11:01").replace("2021-03-03 12:02", "04/05/2021 12:02")
    found = read_generic(Page(html, url="https://fen.example/thread/9", fetched_at="2021-06-01T00:00:00Z"))
    assert found and [p.posted_at for p in found.posts][:2] == ["2021-03-25T11:01", "2021-05-04T12:02"]


@pytest.mark.parametrize(
    ("href", "person"),
    [
        ("/members/42/", True),
        ("space-uid-7.html", True),
        ("/u/anka", True),
        ("/login?next=/user/1", False),
        ("/threads/moss.9/", False),
        ("/users/search", False),
    ],
)
def test_addresses_of_members(href: str, person: bool) -> None:
    assert is_person(href) is person


@pytest.mark.parametrize(
    ("text", "name"),
    [("Edda Firn", True), ("moss_9", True), ("Reply", False), ("#12", False), ("x", False), ("苔", True)],
)
def test_names(text: str, name: bool) -> None:
    assert is_name(text) is name


@pytest.mark.parametrize(
    ("attrs", "hint"),
    [
        (' class="comment-author"', "author"),
        (' class="user-content"', "text"),
        (' class="bbcode_quote"', "quote"),
        (' id="post_12"', "post"),
        (' class="post-footer"', "chrome"),
    ],
)
def test_the_last_word_of_a_name_says_what_an_element_is(attrs: str, hint: str) -> None:
    assert getattr(kind_of(attrs), hint)


def test_names_that_count_are_the_same_name() -> None:
    assert kind_of(' class="post p12" id="post-12"').sig == kind_of(' class="post p7" id="post-7"').sig


def test_relative_times_count_from_the_fetch() -> None:
    sight = Sight("2021-05-01T12:00:00Z")
    assert sight.find("3h") == ("2021-05-01T09:00+00:00", "3h")


def test_attributes_are_unescaped() -> None:
    assert value(' href="/a?b=1&amp;c=2" class="x"', "href") == "/a?b=1&c=2"
    assert value(' data-href="/a"', "href") is None


def test_an_outline_holds_each_text_once() -> None:
    html = Page(thread("<p>One <b>two</b></p><p>three</p>", "four")).root.html or ""
    lines = outline(html)
    assert [t for t in lines.texts if t in ("One", "two", "three", "four")] == ["One", "two", "three", "four"]
    assert all(lines.html[lines.starts[i] :].startswith(f"<{lines.tags[i]}") for i in range(len(lines.tags)))
    assert all(lines.html[: lines.ends[i]].endswith(f"</{lines.tags[i]}>") for i in range(len(lines.tags)))


@given(st.text(alphabet="<>ab/ =\"'!-&;\n", max_size=300))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_markup_breaks_it(text: str) -> None:
    read(text)
    read(thread(text, "two", text))


SENTENCES = (
    "It grows on the north side first.", "Let it be for now.", "Scrape it off, then sow grass.", "No.", "Ours is green again.", "42", "Who asked?",
    "The slates underneath were sound, all but three of them.", "Thank you, that helped.", "Try lime.", "Not in the rain!", "We had snow on it until May.",
)  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCES), min_size=3, unique=True))
@settings(max_examples=40, deadline=None)
def test_every_post_of_a_plain_thread_is_found_in_its_order(texts: list[str]) -> None:
    assert [text for _, text in read(thread(*texts))] == texts


def test_the_fixtures_say_what_they_are() -> None:
    outcomes = [json.loads((case / "expected.json").read_text("utf-8"))["outcome"] for case in cases("generic")]
    assert outcomes.count("thread") >= 7 and len(outcomes) - outcomes.count("thread") >= 5


def test_its_cost_is_linear_in_posts() -> None:
    """Twice the posts take twice the calls."""
    pages = [Page(thread(*(f"Post number {n} says this about moss." for n in range(count)))) for count in (500, 1_000, 2_000)]
    read_generic(pages[0])  # imports, compiled patterns
    counts = [called(partial(read_generic, page)) for page in pages]
    assert all(large < 2.2 * small for small, large in pairwise(counts)), counts
