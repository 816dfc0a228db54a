"""The frontier: pages in, URLs out; no page is real here."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.frontier import (
    Account,
    Listing,
    Scope,
    Walk,
    account,
    begin,
    first_page,
    is_whole,
    look,
    place,
    post_keys,
    ranges,
    step,
    thread_key,
)
from scraper.model import Author, Board, BoardPage, Post, Thread, ThreadLink, ThreadPage

BASE = "http://bbs.example/read.php?tid=7"


def page(
    number: int,
    ids: Sequence[int | str],
    *,
    next_url: str | None = None,
    pages: int | None = None,
    replies: int | None = None,
    thread: str = "7",
    url: str | None = BASE,
    floors: Sequence[int | None] | None = None,
) -> ThreadPage:
    posts = tuple(Post(id=str(i), floor=floors[n] if floors else None) for n, i in enumerate(ids))
    return ThreadPage(
        thread=Thread(id=thread, url=url, engine="x", page=number, pages=pages, next_url=next_url, replies=replies, title="T"), posts=posts
    )


def address(number: int) -> str:
    return BASE if number == 1 else f"{BASE}&page={number}"


def walk_through(pages: Sequence[ThreadPage], urls: Sequence[str] | None = None, scope: Scope | None = None) -> tuple[Account, list[str]]:
    """Walks as the crawl does, each page served in turn; gives the account and the URLs asked for."""
    asked = [urls[0] if urls else BASE]
    walk = begin(pages[0], asked[0], Listing())
    known: dict[str, int | None] = {}
    for found in pages:
        visited = found.thread.next_url in asked
        walk, posts = step(walk, found, asked[-1], known, visited=visited, scope=scope or Scope())
        known.update((p.key, p.floor) for p in posts)
        if walk.next is None or walk.stop:
            break
        asked.append(walk.next)
    return account(walk, len(known), sorted({floor for floor in known.values() if floor is not None})), asked


def test_a_thread_is_walked_to_its_end() -> None:
    made = [page(n, range(n * 10, n * 10 + 10), pages=3, replies=29, next_url=address(n + 1) if n < 3 else None) for n in (1, 2, 3)]
    result, asked = walk_through(made)
    assert asked == [address(1), address(2), address(3)]
    assert (result.stop, result.complete, result.stored, result.announced, result.missing) == ("end", True, 30, 30, ())


@pytest.mark.parametrize(
    ("name", "made", "stop", "asked", "complete"),
    [
        ("next is self", [page(1, [1, 2], next_url=BASE, pages=1, replies=1)], "repeats", 1, True),
        ("next is self, more announced", [page(1, [1, 2], next_url=BASE, replies=9)], "repeats", 1, False),
        ("last page's next is self", [page(1, [1], next_url=address(2)), page(2, [2], next_url=address(2), replies=1)], "repeats", 2, True),
        ("next is first", [page(1, [1], next_url=address(2)), page(2, [2], next_url=BASE, replies=1)], "repeats", 2, True),
        (
            "two pages in a circle",
            [page(1, [1], next_url=address(2)), page(2, [2], next_url=address(3)), page(3, [3], next_url=address(2))],
            "repeats",
            3,
            False,
        ),
        (
            "start= beyond the end repeats the last page",
            [page(n, [min(n, 2)], next_url=address(n + 1)) for n in range(1, 99)],
            "repeats",
            4,
            False,
        ),
        (
            "everything redirects to page 1",
            [page(n, [1, 2], pages=99, next_url=address(n + 1)) for n in range(1, 99)],
            "repeats",
            3,
            False,
        ),
        (
            "a page without a new post may happen once",
            [page(1, [1], next_url=address(2)), page(2, [1], next_url=address(3)), page(3, [2], replies=1)],
            "end",
            3,
            True,
        ),
        (
            "far more pages than announced",
            [page(n, [n], pages=2, next_url=address(n + 1)) for n in range(1, 99)],
            "too-many",
            4,
            False,
        ),
        ("next leaves the host", [page(1, [1], next_url="http://evil.example/x")], "left-host", 1, False),
        ("next is no web address", [page(1, [1], next_url="javascript:next()", replies=0)], "end", 1, True),
        ("another thread's page", [page(1, [1], next_url=address(2)), page(2, [9], thread="8")], "strayed", 2, False),
        ("fewer posts than announced", [page(1, [1, 2], replies=4)], "end", 1, False),
        ("fewer pages than announced", [page(1, [1, 2], pages=3)], "end", 1, False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_walk_ends(name: str, made: list[ThreadPage], stop: str, asked: int, complete: bool) -> None:
    result, urls = walk_through(made)
    assert (result.stop, len(urls), result.complete) == (stop, asked, complete), name


def test_session_ids_do_not_make_a_page_new() -> None:
    sid = "&sid=0123456789abcdef0123456789abcde"
    made = [page(n, [n], next_url=f"{address(n % 2 + 1)}{sid}{n}") for n in (1, 2)]
    result, asked = walk_through(made)
    assert asked == [address(1), address(2)]
    assert result.stop == "repeats"


def test_a_limit_remembers_where_it_cut() -> None:
    walk, _ = step(
        begin(page(1, [1]), BASE, Listing()), page(1, [1], next_url=address(2)), BASE, (), visited=False, scope=Scope(max_pages=1)
    )
    assert (walk.stop, walk.next) == ("max-pages", address(2))


@pytest.mark.parametrize(
    ("floors", "announced", "missing"),
    [
        ([1, 2, 3], 3, ()),
        ([1, 3, 4], 4, ("2",)),
        ([1, 2, 3], 6, ("4-6",)),
        ([2, 5, 6, 9], 9, ("1", "3-4", "7-8")),
        ([1, 2, 4], 3, ("3",)),
        ([], 2, ("1-2",)),
        ([1, 2], None, ()),
    ],
)
def test_missing_floors_are_named(floors: list[int], announced: int | None, missing: tuple[str, ...]) -> None:
    walk = Walk(url=BASE, announced=announced, stop="end", asked=1)
    assert account(walk, len(floors), floors).missing == missing


@given(st.sets(st.integers(1, 60)))
def test_floors_and_missing_ones_make_the_whole(floors: set[int]) -> None:
    missing = account(Walk(url=BASE, announced=60, stop="end"), len(floors), sorted(floors)).missing
    named = {n for part in missing for n in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)}
    assert named == set(range(1, 61)) - floors


def test_floors_are_joined_where_the_page_prints_none() -> None:
    walk, first = step(begin(page(1, [1]), BASE, Listing()), page(1, "ab"), BASE, (), visited=False, scope=Scope())
    _, second = step(walk, page(2, "bcd"), address(2), {"b"}, visited=False, scope=Scope())
    assert [(p.key, p.floor) for p in (*first, *second) if p.new] == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]


def test_floors_that_the_page_prints_hold() -> None:
    _, posts = step(Walk(url=BASE), page(1, "abc", floors=[1, 5, None]), BASE, (), visited=False, scope=Scope())
    assert [p.floor for p in posts] == [1, 5, 6]


def test_a_post_without_an_id_is_known_by_floor_or_by_author_and_time_but_never_by_its_text() -> None:
    posts = [
        Post(floor=3, body="junk 1"),
        Post(author=Author(name="Agda"), posted_raw="12:30", body="x"),
        Post(author=Author(name="Agda"), posted_raw="12:30", body="y"),
        Post(id="9"),
        Post(id="9"),
    ]
    assert post_keys(posts) == ["floor 3", "Agda 12:30", "Agda 12:30 (2)", "9", "9"]


def test_a_post_twice_on_a_page_counts_once() -> None:
    _, posts = step(Walk(url=BASE), page(1, [1, 1, 2]), BASE, (), visited=False, scope=Scope())
    assert [p.key for p in posts] == ["1", "2"]


@pytest.mark.parametrize(
    ("number", "thread_url", "at", "first"),
    [
        (3, BASE, address(3), BASE),
        (1, BASE, BASE, None),
        (None, BASE, BASE, None),
        (3, None, address(3), None),
        (3, "http://other.example/", address(3), None),
        (2, BASE, BASE, None),
    ],
)
def test_the_first_page_is_asked_for_where_another_was_named(
    number: int | None, thread_url: str | None, at: str, first: str | None
) -> None:
    found = ThreadPage(thread=Thread(engine="x", page=number, url=thread_url), posts=())
    assert first_page(found, at) == first


def test_a_page_without_a_number_is_a_later_one_where_its_first_post_is_not_the_threads() -> None:
    later = ThreadPage(thread=Thread(engine="x", page=1, url=BASE), posts=(Post(id="9", floor=16),))
    assert first_page(later, "http://bbs.example/goto.php?post=9") == BASE
    assert first_page(later, BASE) is None, "newest first"


def test_a_thread_has_one_key() -> None:
    assert thread_key(page(2, [1]), address(2)) == thread_key(page(1, [1]), BASE)
    assert thread_key(page(2, [1], url=None), address(2)) == thread_key(page(1, [1], url=None), BASE)


def test_a_host_is_owed_manners_with_its_port() -> None:
    assert [place(u) for u in ("http://a.example:80/", "https://A.example:443/x", "http://jo:pw@a.example:8080/")] == [
        "a.example",
        "a.example",
        "a.example:8080",
    ]


def line(number: int, when: str | None = None, host: str = "bbs.example", *, sticky: bool = False) -> ThreadLink:
    return ThreadLink(id=str(number), url=f"http://{host}/read.php?tid={number}", replies=number, last_post_at=when, sticky=sticky)


def test_a_board_leads_to_its_threads_and_its_next_page() -> None:
    listed = BoardPage(
        engine="x", threads=(line(1), line(2), line(3, host="evil.example")), next_url="http://bbs.example/thread.php?page=2"
    )
    found = look(listed, "http://bbs.example/thread.php", Listing(), visited=False, scope=Scope())
    assert [t.url for t in found.threads] == ["http://bbs.example/read.php?tid=1", "http://bbs.example/read.php?tid=2"]
    assert found.next is not None
    assert found.note.pages == 1
    assert look(listed, "http://bbs.example/thread.php", Listing(), visited=True, scope=Scope()).next is None
    assert look(listed, "http://bbs.example/thread.php", Listing(pages=4), visited=False, scope=Scope(max_pages=5)).next is None


def test_a_board_that_repeats_its_last_page_ends() -> None:
    def listed(number: int, *threads: int, pages: int | None = None) -> BoardPage:
        following = f"http://bbs.example/thread.php?page={number + 1}"
        return BoardPage(engine="x", threads=tuple(map(line, threads)), next_url=following, page=number, pages=pages)

    url, scope = "http://bbs.example/thread.php", Scope()
    first = look(listed(1, 1, 2), url, Listing(), visited=False, scope=scope)
    second = look(listed(2, 3, 4), url, first.note, visited=False, scope=scope)
    assert second.next is not None
    assert look(listed(3, 3, 4), url, second.note, visited=False, scope=scope).next is None
    assert look(listed(9, 9), url, Listing(pages=7), visited=False, scope=scope).next is not None
    assert look(listed(9, 9, pages=6), url, Listing(pages=7), visited=False, scope=scope).next is None


def test_an_index_leads_to_all_boards_and_a_board_not_to_its_neighbours() -> None:
    boards = (Board(id="1", url="http://bbs.example/thread.php?fid=1"), Board(id="2", url="http://other.example/"))
    index = look(BoardPage(engine="x", boards=boards), "http://bbs.example/", Listing(), visited=False, scope=Scope())
    assert [b.url for b in index.boards] == ["http://bbs.example/thread.php?fid=1"]
    assert index.note.deep
    mixed = BoardPage(engine="x", boards=boards, threads=(line(1),))
    assert look(mixed, "http://bbs.example/thread.php?fid=9", Listing(), visited=False, scope=Scope()).boards == ()
    assert len(look(mixed, "http://bbs.example/thread.php?fid=9", Listing(deep=True), visited=False, scope=Scope()).boards) == 1


def test_since_leaves_old_threads_out_and_ends_the_board() -> None:
    old, new = line(1, "2020-01-01T10:00:00"), line(2, "2024-05-05")
    following = "http://bbs.example/thread.php?page=2"
    scope = Scope(since="2024-01-01")
    mixed = look(
        BoardPage(engine="x", threads=(old, new), next_url=following), "http://bbs.example/", Listing(), visited=False, scope=scope
    )
    assert [t.url for t in mixed.threads] == [new.url]
    assert mixed.next is not None
    pinned = line(3, "2025-01-01", sticky=True)
    ended = look(
        BoardPage(engine="x", threads=(pinned, old), next_url=following), "http://bbs.example/", Listing(), visited=False, scope=scope
    )
    assert [t.url for t in ended.threads] == [pinned.url]
    assert ended.next is None


def test_ranges_read_as_people_write_them() -> None:
    assert ranges([(1, 1), (3, 9)]) == ("1", "3-9")


@pytest.mark.parametrize(
    ("walk", "stored", "whole"),
    [
        (Walk(url=BASE, stop="end", asked=2, pages=2), 1, True),
        (Walk(url=BASE, stop="end", asked=1, pages=2), 1, False),
        (Walk(url=BASE, stop="end", asked=1), 1, True),
        (Walk(url=BASE, stop="repeats", asked=2, pages=2), 1, True),
        (Walk(url=BASE, stop="repeats", asked=3), None, False),
        (Walk(url=BASE, stop="repeats", asked=3, announced=9), 9, True),
        (Walk(url=BASE, stop="failed", asked=3, pages=3), 9, False),
        (Walk(url=BASE), 0, False),
    ],
)
def test_a_walk_is_whole_only_at_its_end(walk: Walk, stored: int | None, whole: bool) -> None:
    assert is_whole(walk, stored) is whole
