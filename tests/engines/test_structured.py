"""Structured data: what they fill, what they contradict, when they are read."""

import json

import pytest

from scraper.engines.structured import fill, read_structured
from scraper.engines.structured.jsonld import read_jsonld
from scraper.engines.structured.microdata import read_microdata
from scraper.markup import Page
from scraper.model import Author, Post, Thread, ThreadPage

from .values import paths, replaced


def page_of(data: object, body: str = "") -> Page:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return Page(f"<html><head>{script}</head><body>{body}</body></html>", url="https://fen.example/topic/5")


def posting(**more: object) -> dict[str, object]:
    said = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": "Lost oar",
        "text": "I lost an oar.",
        "author": {"name": "Tilda"},
    }
    return said | more


def shown(*posts: Post, title: str | None = "Lost oar", engine: str = "larkboard") -> ThreadPage:
    return ThreadPage(thread=Thread(engine=engine, title=title), posts=posts)


def test_a_missing_title_board_and_count_are_filled() -> None:
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"position": 2, "name": "Boats"}, {"position": 1, "name": "Fen"}]}
    found = fill(page_of([posting(commentCount=7), crumbs]), shown(Post(body="I lost an oar."), title=None))
    assert (found.thread.title, found.thread.board, found.thread.replies, found.warnings) == ("Lost oar", ("Fen", "Boats"), 7, ())


def test_a_missing_author_and_time_are_filled_by_the_posts_id() -> None:
    comment = {
        "@type": "Comment",
        "url": "https://fen.example/topic/5#post-12",
        "author": {"name": "Ole"},
        "datePublished": "2023-05-02T08:00:00Z",
    }
    found = fill(page_of(posting(comment=[comment])), shown(Post(id="11", body="a"), Post(id="12", body="It is at the ferry.")))
    assert (found.posts[1].author.name, found.posts[1].posted_at) == ("Ole", "2023-05-02T08:00:00+00:00")
    assert found.posts[0].author.name is None


def test_where_both_speak_the_markup_stays_and_a_warning_tells() -> None:
    data = posting(
        url="https://fen.example/topic/5#post-11",
        datePublished="2019-01-01T00:00:00Z",
        author={"name": "Somebody Else"},
        headline="Bicycle",
    )
    post = Post(id="11", body="I lost an oar.", author=Author(name="Tilda"), posted_at="2023-05-01T19:30")
    found = fill(page_of(data), shown(post))
    assert (found.thread.title, found.posts[0].author.name, found.posts[0].posted_at) == ("Lost oar", "Tilda", "2023-05-01T19:30")
    assert [w.split(" ")[2] for w in (*found.warnings, *found.posts[0].warnings)] == ["call", "name", "date"]


@pytest.mark.parametrize(
    ("shown_at", "stated"),
    [
        ("2023-05-01T19:30", "2023-05-01T17:30:00Z"),
        ("2023-05-01", "2023-04-30T23:59:00Z"),
        ("2023-05-01T01:00+02:00", "2023-04-30T23:00:00Z"),
        ("2023-05-01", "2022"),  # a year says too little
        ("2023-05-01", "2023-04"),
    ],
)
def test_a_time_zone_is_no_contradiction(shown_at: str, stated: str) -> None:
    post = Post(id="11", body="I lost an oar.", author=Author(name="Tilda"), posted_at=shown_at)
    assert fill(page_of(posting(url="#post-11", datePublished=stated)), shown(post)).posts[0].warnings == ()


@pytest.mark.parametrize("name", ["tilda", "Tilda ", "Tilda (moderator)", "@Tilda"])
def test_a_name_written_otherwise_is_no_contradiction(name: str) -> None:
    post = Post(id="11", body="I lost an oar.", author=Author(name="Tilda"), posted_at="2023-05-01T19:30")
    assert fill(page_of(posting(url="#post-11", author={"name": name})), shown(post)).posts[0].warnings == ()


def test_posts_are_known_by_the_head_of_their_text() -> None:
    answer = {"@type": "Answer", "text": "<p>Lime, not cement. And leave the ridge open.</p>", "dateCreated": "2022-11-05T12:30:00Z"}
    question = {
        "@type": "QAPage",
        "mainEntity": {"@type": "Question", "name": "Damp", "text": "The wall is wet.", "acceptedAnswer": answer},
    }
    page = page_of({"@context": "https://schema.org"} | question)
    found = fill(page, shown(Post(body="The wall is wet."), Post(body="Lime, not cement. And leave the ridge open."), title="Damp"))
    assert [p.posted_at for p in found.posts] == [None, "2022-11-05T12:30:00+00:00"]


def test_an_articles_text_is_no_post_but_its_comments_are() -> None:
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge", "articleBody": "It opens in May."}
    assert read_structured(page_of(article)) is None
    found = read_structured(page_of(article | {"comment": [{"@type": "Comment", "text": "At last!", "author": "Ole"}]}))
    assert found is not None and [(p.author.name, p.body) for p in found.posts] == [("Ole", "At last!")]


@pytest.mark.parametrize(
    "broken",
    ['{"@type": "DiscussionForumPosting", ', "[" * 5000, "null", '"text"', "{}", '{"@type": ["Thing", 5], "@graph": [null, [], 3]}'],
)
def test_broken_data_are_passed_over(broken: str) -> None:
    page = Page(f'<script type="application/ld+json">{broken}</script><p>https://schema.org</p>')
    assert read_jsonld(page) is None and read_structured(page) is None


def test_comments_nested_deeper_than_python_recurses_are_read() -> None:
    data: dict[str, object] = {"@type": "Comment", "text": "level 0"}
    for level in range(1, 300):
        data = {"@type": "Comment", "text": f"level {level}", "comment": data}
    claims = read_jsonld(page_of(posting(comment=data)))
    assert claims is not None and len(claims.posts) == 301 and claims.posts[300].parent == 299


SAID = [
    posting(
        url="https://fen.example/topic/5",
        datePublished="2023-05-01",
        keywords=["oars", "boats"],
        commentCount=1,
        interactionStatistic=[{"interactionType": {"@type": "ViewAction"}, "userInteractionCount": 90}],
        comment=[
            {"@type": "Comment", "text": "At the ferry.", "author": [{"name": "Ole", "url": "/u/ole"}], "upvoteCount": 2, "comment": []}
        ],
    ),
    {"@type": "BreadcrumbList", "itemListElement": [{"position": 1, "item": {"name": "Fen"}}]},
    {"@type": "WebSite", "name": "The Fen"},
]


@pytest.mark.parametrize(
    "value", [None, True, 7, 1.5, float("inf"), "x", "9" * 5000, [], [7], [[]], {}, {"name": 7}], ids=lambda v: str(v)[:9]
)
def test_no_value_of_the_data_is_an_error(value: object) -> None:
    for path in paths(SAID):
        page = page_of(replaced(SAID, path, value))
        fill(page, shown(Post(id="5", body="I lost an oar.")))
        read_structured(page)


def test_microdata_of_one_post_are_not_given_to_another() -> None:
    inner = '<div itemscope itemtype="https://schema.org/Comment" itemprop="comment"><b itemprop="author">Ole</b><p itemprop="text">At the ferry.</p></div>'
    html = f'<div itemscope itemtype="https://schema.org/DiscussionForumPosting"><h1 itemprop="headline">Lost oar</h1>{inner}</div>'
    claims = read_microdata(Page(html))
    assert claims is not None and claims.title == "Lost oar"
    assert [(c.author, c.opening) for c in claims.posts if c.author] == [("Ole", False)]


@pytest.mark.parametrize(("written", "likes"), [("31", 31), ("31 votes", 31), ("³1", 1), ("³", None), ("many", None), ("9" * 12, None)])
def test_a_number_is_of_digits_that_count(written: str, likes: int | None) -> None:
    post = f'<b itemprop="author">Ole</b><p itemprop="text">At the ferry.</p><b itemprop="upvoteCount">{written}</b>'
    claims = read_microdata(Page(f'<div itemscope itemtype="https://schema.org/DiscussionForumPosting">{post}</div>'))
    assert claims is not None and [claim.likes for claim in claims.posts] == [likes]
