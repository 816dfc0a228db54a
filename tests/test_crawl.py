"""The crawl over real sockets on loopback; time is handed in, so nothing sleeps."""

import asyncio
import gzip
import json
import sqlite3
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scraper.crawling import Brake, CrawlResult, Scope, Selection, World, crawl, stream
from scraper.crawling import events as ev
from scraper.errors import INCOMPLETE, INTERRUPTED, InputError, OutputError, UsageError
from scraper.model import Record
from scraper.settings import FetchSettings, ReadSettings, Settings, Site
from scraper.store.warc import write_warc
from tests.server.forum import DiscuzX, Forum, Message, PhpBB, Phpwind, Skin, Topic, serve
from tests.server.wire import Handler, Request, Server, response

FAST = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0, total_timeout=5.0))
POLITE = Settings(fetch=FetchSettings(total_timeout=5.0))


class Clock:
    """Time that passes only when somebody waits for it."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds
        self.waits.append(seconds)

    def world(self) -> World:
        return World(wall=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5)


class Told:
    """Collects events."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []

    def __call__(self, event: ev.Event) -> None:
        self.events.append(event)

    def of(self, kind: type[Any]) -> list[Any]:
        return [e for e in self.events if isinstance(e, kind)]


async def run(urls: Sequence[str], settings: Settings = FAST, **options: Any) -> CrawlResult:
    options.setdefault("world", Clock().world())
    return await crawl(urls, settings, **options)


def texts(records: Sequence[Record]) -> list[str]:
    return [r.text.split("\n")[0].strip() for r in records]


def on_forum(forum: Forum, skin: Skin, go: Callable[[Server], Any]) -> Any:
    async def all_of_it() -> Any:
        async with Server(serve(forum, skin)) as server:
            return await go(server)

    return asyncio.run(all_of_it())


def one_thread(posts: int = 35) -> Forum:
    forum = Forum()
    forum.open(7, "A thread of several pages")
    for number in range(posts):
        forum.say(7, f"post {number}", "Agda" if number % 3 == 0 else "Bruno")
    return forum


SKINS: dict[str, tuple[Callable[[], Skin], str, str]] = {
    "phpbb": (PhpBB, "/viewtopic.php?t=7", "&start={start}"),
    "phpwind": (Phpwind, "/read.php?tid=7", "&page={page}"),
    "discuz": (DiscuzX, "/forum.php?mod=viewthread&tid=7", "&extra=page%3D1&page={page}"),
}


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("page", [1, 2, 4])
def test_a_whole_thread_comes_from_whichever_page_is_named(skin: str, page: int) -> None:
    make, base, more = SKINS[skin]
    forum = one_thread()

    async def go(server: Server) -> None:
        url = server.url + base + (more.format(start=(page - 1) * 10, page=page) if page > 1 else "")
        with await run([url]) as result:
            records = list(result.records())
            assert texts(records) == [m.text for m in forum.topics[7].posts]
            assert [r.floor for r in records] == list(range(1, 36))
            account = next(iter(result.accounts()))
            assert account.complete, account
            assert (account.stored, account.pages_asked, account.stop) == (35, 4, "end")
            assert result.exit_code == 0
            assert len(server.paths) == 4, "each page is asked for once"

    on_forum(forum, make(), go)


def test_a_post_names_its_thread() -> None:
    forum = one_thread()

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewtopic.php?p=23#p23"]) as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]

    on_forum(forum, PhpBB(), go)


def test_records_stream_in_order_while_pages_come() -> None:
    forum = one_thread()

    async def go(server: Server) -> None:
        seen: list[tuple[str, int]] = []
        async for record in stream([f"{server.url}/viewtopic.php?t=7&start=20"], FAST, world=Clock().world()):
            seen.append((record.text, len(server.paths)))
        assert [text for text, _ in seen] == [m.text for m in forum.topics[7].posts]
        assert seen[0][1] < 4, "the first record comes before the last page"

    on_forum(forum, PhpBB(), go)


def test_one_request_at_a_time_and_a_second_between() -> None:
    forum, clock = one_thread(), Clock()
    times: list[float] = []

    async def go(server: Server) -> None:
        async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
            times.append(clock.now)
            await serve(forum, PhpBB())(request, writer)

        server.handler = handler
        with await run([f"{server.url}/viewtopic.php?t=7"], POLITE, world=clock.world()):
            pass

    on_forum(forum, PhpBB(), go)
    assert len(times) == 5
    assert all(b - a >= 1.0 for a, b in pairwise(times)), times


def page_of(skin: Handler, robots: str = "", status: int = 200) -> Handler:
    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path == "/robots.txt":
            writer.write(response(robots, status=status, kind="text/plain"))
        else:
            await skin(request, writer)

    return handler


def test_robots_are_asked_first_and_obeyed() -> None:
    forum, told = one_thread(), Told()

    async def go(server: Server) -> None:
        server.handler = page_of(serve(forum, PhpBB()), "User-agent: *\nDisallow: /viewtopic.php")
        with await run([f"{server.url}/viewtopic.php?t=7"], on_event=told) as result:
            assert [r.path for r in server.log] == ["/robots.txt"]
            assert result.exit_code == 5
            assert "robots.txt" in result.summary.troubles[0].why

    on_forum(forum, PhpBB(), go)
    assert told.of(ev.Failed)[0].outcome == "skipped"


def test_a_crawl_delay_is_kept() -> None:
    clock = Clock()

    async def go(server: Server) -> None:
        server.handler = page_of(serve(one_thread(), PhpBB()), "User-agent: *\nCrawl-delay: 20")
        with await run([f"{server.url}/viewtopic.php?t=7"], world=clock.world()):
            assert clock.now >= 1_700_000_000 + 4 * 20

    on_forum(one_thread(), PhpBB(), go)


def test_robots_that_cannot_be_had_mean_wait() -> None:
    told = Told()

    async def go(server: Server) -> None:
        server.handler = page_of(serve(one_thread(), PhpBB()), status=503)
        with await run([f"{server.url}/viewtopic.php?t=7"], on_event=told) as result:
            assert {r.path for r in server.log} == {"/robots.txt"}
            assert result.exit_code == 5

    on_forum(one_thread(), PhpBB(), go)
    assert len(told.of(ev.Retrying)) >= 2


def sometimes(forum: Forum, skin: Skin, faults: dict[int, bytes]) -> Handler:
    """The forum, but its n-th page is one of ``faults``."""
    count = 0

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        if request.path != "/robots.txt":
            count += 1
            if count in faults:
                writer.write(faults[count])
                return
        await serve(forum, skin)(request, writer)

    return handler


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (response("slow down", status=429, headers={"Retry-After": "120"}), 120),
        (response('{"extras": {"wait_seconds": 39}}', status=429), 39),
        (response("busy", status=503, headers={"Retry-After": "1000000000"}), 3600),
        (response("broken", status=500), 1),
        (response("busy", status=503, headers={"Retry-After": "nonsense"}), 1),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: close\r\n\r\nhalf", 0),
    ],
)
def test_a_passing_fault_costs_a_wait_and_no_post(fault: bytes, wait: float) -> None:
    forum, clock, told = one_thread(), Clock(), Told()

    async def go(server: Server) -> None:
        fine = sometimes(forum, PhpBB(), {2: fault})

        async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
            await fine(request, writer)
            if b"half" in fault and len(server.paths) == 2:
                writer.close()

        server.handler = handler
        with await run([f"{server.url}/viewtopic.php?t=7"], world=clock.world(), on_event=told) as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]
            assert result.exit_code == 0
            assert clock.now - 1_700_000_000 >= wait

    on_forum(forum, PhpBB(), go)
    assert len(told.of(ev.Retrying)) == 1


def test_a_host_that_always_fails_rests_and_is_then_left_alone() -> None:
    clock, told = Clock(), Told()

    async def go(server: Server) -> None:
        server.handler = page_of(lambda _r, w: _write(w, response("down", status=500)), "")
        urls = [f"{server.url}/viewtopic.php?t={n}" for n in range(30)]
        with await run(urls, world=clock.world(), on_event=told) as result:
            assert result.exit_code == 5
            assert result.summary.waiting > 0

    on_forum(Forum(), PhpBB(), go)
    rests = told.of(ev.Resting)
    assert [r.seconds is None for r in rests] == [False, True]
    assert rests[0].seconds >= 900


async def _write(writer: asyncio.StreamWriter, raw: bytes) -> None:
    writer.write(raw)


def test_a_dead_thread_says_so() -> None:
    told = Told()

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewtopic.php?t=999"], on_event=told) as result:
            assert result.summary.threads == 0
            assert result.exit_code == 5

    on_forum(one_thread(), PhpBB(), go)
    assert [e.outcome for e in told.of(ev.Failed)] == ["not-found"]


@pytest.mark.parametrize("url", ["ftp://bbs.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", ""])
def test_what_is_no_web_address_is_a_usage_error(url: str) -> None:
    with pytest.raises(UsageError):
        asyncio.run(run([url]))


def test_redirects_are_followed_by_turns_and_ten_are_enough() -> None:
    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path.startswith("/hop"):
            left = int(request.path[4:])
            writer.write(response(status=302, headers={"Location": f"/hop{left - 1}" if left else "/viewtopic.php?t=7"}))
        else:
            await serve(one_thread(5), PhpBB())(request, writer)

    async def go() -> None:
        async with Server(handler) as server:
            with await run([f"{server.url}/hop8"]) as result:
                assert len(list(result.records())) == 5
            with await run([f"{server.url}/hop20"]) as result:
                assert "redirects" in result.summary.troubles[0].why
                assert result.summary.troubles[0].outcome == "too-costly"

    asyncio.run(go())


def test_a_redirect_to_a_private_place_is_refused_there() -> None:
    async def go() -> None:
        async with Server(serve(one_thread(), PhpBB()), "127.0.0.2") as inner:

            async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
                writer.write(
                    response(status=404 if "robots" in request.path else 302, headers={"Location": inner.url + "/viewtopic.php?t=7"})
                )

            async with Server(handler) as outer:
                with await run([outer.url]) as result:
                    assert inner.log == []
                    assert "public internet" in result.summary.troubles[0].why

    asyncio.run(go())


def test_a_job_goes_on_where_it_was_left(tmp_path: Path) -> None:
    forum = one_thread()

    async def go(server: Server) -> None:
        brake, url = Brake(), f"{server.url}/viewtopic.php?t=7"

        def stop_at_two(event: ev.Event) -> None:
            if isinstance(event, ev.PageFetched) and event.page == 2:
                brake.press()

        with await run([url], job=tmp_path / "job", brake=brake, on_event=stop_at_two) as result:
            assert result.exit_code == INTERRUPTED
            assert len(list(result.records())) == 20
        with await run([url], job=tmp_path / "job") as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]
            assert result.exit_code == 0
        asked = len(server.paths)
        assert asked == 4, "no page is asked for twice"
        with await run([], job=tmp_path / "job") as result:
            assert len(list(result.records())) == 35
        assert len(server.paths) == asked, "a job that is done asks for nothing"

    on_forum(forum, PhpBB(), go)


def test_a_second_process_is_refused_by_name(tmp_path: Path) -> None:
    async def go(server: Server) -> None:
        url, job = f"{server.url}/viewtopic.php?t=7", tmp_path / "job"
        with await run([url], job=job), pytest.raises(InputError, match=r"process \d+"):
            await run([url], job=job)

    on_forum(one_thread(), PhpBB(), go)


def test_max_pages_stops_and_a_higher_one_goes_on(tmp_path: Path) -> None:
    async def go(server: Server) -> None:
        url, job = f"{server.url}/viewtopic.php?t=7", tmp_path / "job"
        with await run([url], job=job, scope=Scope(max_pages=2)) as result:
            assert next(iter(result.accounts())).stop == "max-pages"
            assert (result.summary.posts, result.exit_code) == (20, INCOMPLETE)
        with await run([url], job=job, scope=Scope(max_pages=3)) as result:
            assert result.summary.posts == 30
        with await run([url], job=job) as result:
            assert (result.summary.posts, result.exit_code) == (35, 0)
        assert len(server.paths) == 4

    on_forum(one_thread(), PhpBB(), go)


@pytest.mark.parametrize(
    ("select", "count"),
    [
        (Selection(only_op=True), 12),
        (Selection(author="Bruno"), 23),
        (Selection(since="2020-09-13T12:40:00"), 22),
        (Selection(author="Nobody"), 0),
    ],
)
def test_posts_can_be_selected(select: Selection, count: int) -> None:
    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewtopic.php?t=7"]) as result:
            assert len(list(result.records(select))) == count

    on_forum(one_thread(), PhpBB(), go)


def grown(threads: int = 45) -> Forum:
    return Forum.made(threads, seed=3, most=25, boards=2)


def pairs(result: CrawlResult, select: Selection | None = None) -> list[tuple[str, str]]:
    return [(r.thread.title or "", r.text.split("\n")[0].strip()) for r in result.records(select)]


def test_a_board_gives_all_its_threads_and_an_index_all_boards() -> None:
    forum = grown()

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewforum.php?f=1"]) as result:
            assert set(pairs(result)) == {(t.title, m.text) for t in forum.board(1) for m in t.posts}
            assert result.exit_code == 0
        with await run([f"{server.url}/index.php"]) as result:
            found = pairs(result)
            assert set(found) == forum.truth
            assert len(found) == len(set(found))
            assert result.summary.complete == result.summary.threads == 45

    on_forum(forum, PhpBB(), go)


@pytest.mark.parametrize(
    ("skin", "pages", "later"),
    [
        (PhpBB, ["/viewforum.php?f=1", "/viewforum.php?f=1&start=20", "/viewforum.php?f=1&start=40"], [1]),
        (PhpBB, ["/viewforum.php?f=1", "/viewforum.php?f=1&start=20", "/viewforum.php?f=1&start=40"], [2, 1]),
        (PhpBB, ["/viewforum.php?f=1", "/viewforum.php?f=1&start=20", "/viewforum.php?f=1&start=40"], [1, 0]),
        (Phpwind, ["/thread.php?fid=1", "/thread.php?fid=1&page=2", "/thread.php?fid=1&page=3"], [2]),
        (DiscuzX, [f"/forum.php?mod=forumdisplay&fid=1{more}" for more in ("", "&page=2", "&page=3")], [1]),
    ],
)
def test_a_whole_board_comes_from_whichever_pages_are_named(skin: Callable[[], Skin], pages: list[str], later: list[int]) -> None:
    forum = grown(90)

    async def go(server: Server) -> None:
        with await run([server.url + pages[i] for i in later]) as result:
            assert set(pairs(result)) == {(t.title.strip(), m.text) for t in forum.board(1) for m in t.posts}
            assert result.exit_code == 0
            asked = [p for p in server.paths if p in pages]
            assert sorted(asked) == pages, "each page is asked for once"
        with await run([server.url + pages[later[0]]], scope=Scope(list_only=True)) as result:
            assert len(result.listed) == len({e.url for e in result.listed}) == 45

    on_forum(forum, skin(), go)


class NoFirstPage(PhpBB):
    """A board whose first page is kept from us."""

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
        lacks = path == "/viewforum.php" and "start" not in query
        return (404, self._message("The requested page could not be found.")) if lacks else super().answer(forum, path, query)


def test_a_board_without_a_first_page_is_followed_from_where_it_was_named() -> None:
    forum = grown(90)

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewforum.php?f=1&start=20"]) as result:
            assert {title for title, _ in pairs(result)} == {t.title for t in forum.board(1)[20:]}
            assert result.exit_code == INCOMPLETE

    on_forum(forum, NoFirstPage(), go)


MEMBERS: dict[str, tuple[Callable[[], Skin], str, str]] = {
    "phpbb": (PhpBB, "/search.php?author_id=51&sr=posts", "&start=20"),
    "discuz": (DiscuzX, "/home.php?mod=space&uid=2&do=thread&view=me&type=reply", "&page=3"),
}


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("skin", MEMBERS)
def test_a_members_list_gives_the_members_posts_alone(skin: str, later: bool, tmp_path: Path) -> None:
    make, base, more = MEMBERS[skin]
    forum, job, told = grown(40), tmp_path / "job", Told()
    truth = {(t.title, m.text) for t, m in forum.posts_of("Bruno")}
    assert 0 < len({title for title, _ in truth}) < 40

    async def go(server: Server) -> None:
        url = server.url + base + (more if later else "")
        with await run([url], job=job, on_event=told) as result:
            assert sorted(pairs(result)) == sorted(truth)
            assert {r.author.name for r in result.records()} == {"Bruno"}
            assert {a.only for a in result.accounts()} == {"Bruno"}
            assert (result.exit_code, result.summary.complete) == (0, len({title for title, _ in truth}))
            stood = {f"{t.id} {t.posts.index(m) // 10}" for t, m in forum.posts_of("Bruno")}
            asked = [e for e in told.of(ev.PageFetched) if e.outcome == "thread"]
            assert len(asked) == len(stood), "a page on which several posts stand is asked for once"
        with await run([url], job=job) as result:
            assert sorted(pairs(result)) == sorted(truth)
        new = forum.say(3, "one more", "Bruno")
        forum.say(3, "not his", "Agda")
        with await run([url], job=job, update="changed") as result:
            assert sorted(pairs(result)) == sorted({*truth, (forum.topics[3].title, new.text)})
            assert (result.summary.new, result.summary.gone) == (1, 0)

    on_forum(forum, make(), go)


class Discourse:
    """Discourse: a member's posts are a list in JSON that names places in topics; a topic's address with a number shows the page around it."""

    def thread_url(self, topic: Topic, page: int = 1) -> str:
        return f"/t/kiln/{topic.id}" + (f"?page={page}" if page > 1 else "")

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
        if path == "/user_actions.json":
            start = int(query.get("offset", "0"))
            return 200, json.dumps({"user_actions": [self._place(*one) for one in forum.posts_of(query["username"])[start : start + 30]]})
        _, _, _, number, *place = path.split("/")
        topic = forum.topics[int(number)]
        page = (int(place[0]) - 1) // forum.page_size + 1 if place else 1
        posts = "".join(self._post(topic, message) for message in forum.page(topic, page))
        canonical = f'<link rel="canonical" href="/t/kiln/{topic.id}">'
        return 200, f'<html><head>{canonical}</head><body><div id="main-outlet"><h1>{topic.title}</h1>{posts}</div></body></html>'

    def _place(self, topic: Topic, message: Message) -> dict[str, object]:
        return {"topic_id": topic.id, "slug": "kiln", "post_number": topic.posts.index(message) + 1, "title": topic.title}

    def _post(self, topic: Topic, message: Message) -> str:
        number = topic.posts.index(message) + 1
        head = f'<span class="creator"><a href="/u/{message.author}"><span itemprop="name">{message.author}</span></a></span>'
        return f'<div id="post_{number}" class="crawler-post">{head}<div class="post" itemprop="text"><p>{message.text}</p></div></div>'


def test_a_members_list_of_places_in_threads_is_read_to_its_end() -> None:
    forum = grown(40)
    truth = {(t.title, m.text) for t, m in forum.posts_of("Bruno")}
    assert len(truth) > 30, "more than one page of the list"

    async def go(server: Server) -> None:
        with await run([f"{server.url}/user_actions.json?username=Bruno&filter=4,5"]) as result:
            assert sorted(pairs(result)) == sorted(truth)

    on_forum(forum, Discourse(), go)


def test_a_members_posts_stream_and_are_listed_and_limited() -> None:
    forum = grown(12)
    truth = {(t.title, m.text) for t, m in forum.posts_of("Bruno")}

    async def go(server: Server) -> None:
        url = server.url + MEMBERS["phpbb"][1]
        found = [record async for record in stream([url], FAST, world=Clock().world())]
        assert sorted((r.thread.title, r.text) for r in found) == sorted(truth)
        with await run([url], scope=Scope(list_only=True)) as result:
            assert len(result.listed) == len(truth)
        with await run([url], scope=Scope(max_threads=3)) as result:
            assert 3 <= len(list(result.records())) < len(truth)
        with await run([url], scope=Scope(max_pages=1)) as result:
            assert 10 <= len(list(result.records())) < len(truth)

    on_forum(forum, PhpBB(), go)


def test_posts_of_a_member_and_of_whole_threads_come_once() -> None:
    forum = grown(12)
    whole = next(t for t, _ in forum.posts_of("Bruno"))

    async def go(server: Server) -> None:
        with await run([server.url + MEMBERS["phpbb"][1], f"{server.url}/viewtopic.php?t={whole.id}"]) as result:
            found = pairs(result)
            assert len(found) == len(set(found))
            assert set(found) == {(t.title, m.text) for t, m in forum.posts_of("Bruno")} | {(whole.title, m.text) for m in whole.posts}

    on_forum(forum, PhpBB(), go)


def test_a_listed_post_that_is_gone_is_told() -> None:
    forum = grown(12)
    (_, message), *_ = forum.posts_of("Bruno")

    class Forgetful(PhpBB):
        """A list that still names a deleted post; its permalink leads to the thread's first page."""

        def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
            return super().answer(forum, path, {"t": "1"} if query.get("p") == str(message.id) else query)

    forum.topics[1].posts = [m for m in forum.topics[1].posts if m is not message]

    async def go(server: Server) -> None:
        with await run([server.url + MEMBERS["phpbb"][1]]) as result:
            assert result.exit_code == INCOMPLETE
            assert f"post {message.id} is not on the page" in result.summary.troubles[0].why

    on_forum(forum, Forgetful(), go)


def test_a_list_says_what_would_be_fetched_and_fetches_no_thread_of_a_board() -> None:
    forum = grown()

    async def go(server: Server) -> None:
        with await run([f"{server.url}/index.php"], scope=Scope(list_only=True)) as result:
            assert {e.title for e in result.listed} == {t.title for t in forum.topics.values()}
            assert {e.posts for e in result.listed} == {len(t.posts) for t in forum.topics.values()}
            assert not [p for p in server.paths if "viewtopic" in p]
        with await run([f"{server.url}/viewtopic.php?t=1"], scope=Scope(list_only=True)) as result:
            assert [(e.title, e.posts) for e in result.listed] == [(forum.topics[1].title, len(forum.topics[1].posts))]

    on_forum(forum, PhpBB(), go)


@pytest.mark.parametrize("most", [0, 1, 7])
def test_max_threads_counts_the_threads_of_boards(most: int) -> None:
    async def go(server: Server) -> None:
        with await run([f"{server.url}/index.php"], scope=Scope(max_threads=most)) as result:
            assert result.summary.threads == most

    on_forum(grown(), PhpBB(), go)


def test_since_leaves_old_threads_of_a_board_alone() -> None:
    forum = grown()
    when = "2020-09-13T17:00:00"

    async def go(server: Server) -> None:
        with await run([f"{server.url}/index.php"], scope=Scope(since=when)) as result:
            newer = {t.title for t in forum.topics.values() if t.posts[-1].at >= 1_600_016_400}
            assert 0 < len(newer) < 45
            assert {title for title, _ in pairs(result)} == newer

    on_forum(forum, PhpBB(), go)


def test_several_hosts_are_asked_side_by_side_each_one_at_a_time() -> None:
    open_now: dict[str, int] = {}
    most: dict[str, int] = {"at once": 0}

    async def go() -> None:
        forum = one_thread(25)

        async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
            open_now[request.host] = open_now.get(request.host, 0) + 1
            assert open_now[request.host] == 1
            most["at once"] = max(most["at once"], sum(open_now.values()))
            for _ in range(5):
                await asyncio.sleep(0)
            await serve(forum, PhpBB())(request, writer)
            open_now[request.host] -= 1

        async with Server(handler) as one, Server(handler, "127.0.0.2") as two, Server(handler, "127.0.0.3") as three:
            with await run([f"{s.url}/viewtopic.php?t=7" for s in (one, two, three)]) as result:
                assert result.summary.complete == 3

    asyncio.run(go())
    assert most["at once"] > 1


def test_an_update_finds_new_edited_and_vanished_posts_and_keeps_versions(tmp_path: Path) -> None:
    forum, job = one_thread(25), tmp_path / "job"

    async def go(server: Server) -> None:
        url = f"{server.url}/viewtopic.php?t=7"
        with await run([url], job=job) as result:
            before = pairs(result)
        edited = forum.edit(7, 4, "another text")
        gone = forum.delete(7, 12)
        new = [forum.say(7, f"new {n}") for n in range(9)]
        with await run([url], job=job, update="changed") as result:
            summary = result.summary
            assert (summary.new, summary.edited, summary.gone) == (9, 1, 1)
            assert summary.posts == 33
            records = list(result.records())
            assert {r.text for r in records} == {m.text for m in forum.topics[7].posts} | {gone.text}
            (lost,) = [r for r in records if r.id == str(gone.id)]
            assert "deleted" in lost.states
            assert "no longer in the thread" in lost.warnings[-1]
            versions = [r.text for r in result.records(Selection(versions=True)) if r.id == str(edited.id)]
            assert versions == [before[4][1], edited.text]
            assert result.exit_code == 0
        assert all(m.text in {r.text for r in records} for m in new)
        with await run([url], job=job, update="changed") as result:
            assert (result.summary.new, result.summary.edited, result.summary.gone) == (0, 0, 0)
        captures = result.summary.pages
        with await run([url], job=job, update="all") as result:
            assert result.summary.pages == captures, "a page that says nothing new is not kept again"

    on_forum(forum, PhpBB(), go)


def test_new_junk_at_each_load_is_no_edit(tmp_path: Path) -> None:
    forum, job = one_thread(15), tmp_path / "job"

    async def go(server: Server) -> None:
        url = f"{server.url}/read.php?tid=7"
        with await run([url], job=job) as result:
            assert result.exit_code == 0
        with await run([url], job=job, update="all") as result:
            assert (result.summary.new, result.summary.edited, result.summary.gone) == (0, 0, 0)

    on_forum(forum, Phpwind(), go)


def test_an_update_leaves_threads_alone_that_the_board_says_are_unchanged(tmp_path: Path) -> None:
    forum, job = grown(30), tmp_path / "job"

    async def go(server: Server) -> None:
        with await run([f"{server.url}/index.php"], job=job):
            server.log.clear()
        message = forum.say(5, "something new")
        with await run([f"{server.url}/index.php"], job=job, update="changed") as result:
            assert {p.partition("t=")[2].partition("&")[0] for p in server.paths if "viewtopic" in p} == {"5"}
            assert result.summary.new == 1
            assert message.text in {text for _, text in pairs(result)}
            server.log.clear()
        with await run([f"{server.url}/index.php"], job=job, update="all") as result:
            assert len({p.partition("t=")[2].partition("&")[0] for p in server.paths if "viewtopic" in p}) == 30
            assert (result.summary.new, result.exit_code) == (0, 0)

    on_forum(forum, PhpBB(), go)


def test_an_update_asks_with_the_servers_own_marks(tmp_path: Path) -> None:
    forum, job = one_thread(15), tmp_path / "job"
    asked: list[str | None] = []

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path != "/robots.txt":
            asked.append(request.headers.get("if-none-match"))
            if asked[-1] == '"v1"':
                writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
                return
        _, html = PhpBB().answer(forum, "/viewtopic.php", {"t": "7", "start": request.path.partition("start=")[2]})
        writer.write(response(html, headers={"ETag": '"v1"'}))

    async def go() -> None:
        async with Server(handler) as server:
            for update in ("no", "all"):
                with await run([f"{server.url}/viewtopic.php?t=7"], job=job, update=update) as result:
                    assert (len(list(result.records())), result.exit_code) == (15, 0)

    asyncio.run(go())
    assert [a for a in asked if a] == ['"v1"'] * 2


def test_posts_that_shift_while_we_read_are_neither_lost_nor_doubled() -> None:
    forum = one_thread(35)

    async def go(server: Server) -> None:
        def shift(event: ev.Event) -> None:
            if isinstance(event, ev.PageFetched) and event.page == 2:
                forum.say(7, "meanwhile")

        with await run([f"{server.url}/viewtopic.php?t=7"], on_event=shift) as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]

    on_forum(forum, PhpBB(), go)


def test_a_count_that_is_not_reached_is_told() -> None:
    forum, told = one_thread(12), Told()
    forum.topics[7].announced_extra = 3

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewtopic.php?t=7"], on_event=told) as result:
            assert result.exit_code == INCOMPLETE

    on_forum(forum, PhpBB(), go)
    account = told.of(ev.ThreadDone)[0].account
    assert (account.announced, account.stored, account.missing, account.complete) == (15, 12, ("13-15",), False)


def test_a_page_that_fails_ends_the_walk_and_the_next_run_goes_on(tmp_path: Path) -> None:
    forum, job = one_thread(35), tmp_path / "job"
    broken = True

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if broken and "start=20" in request.path:
            writer.write(response("out of order", status=500))
        else:
            await serve(forum, PhpBB())(request, writer)

    async def go() -> None:
        nonlocal broken
        async with Server(handler) as server:
            url = f"{server.url}/viewtopic.php?t=7"
            with await run([url], job=job) as result:
                account = next(iter(result.accounts()))
                assert (account.stop, account.stored, result.exit_code) == ("failed", 20, INCOMPLETE)
                assert "500" in account.why
            broken = False
            with await run([url], job=job) as result:
                assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]
                assert result.exit_code == 0

    asyncio.run(go())


@pytest.mark.parametrize("where", ["job", "files"])
def test_a_crawl_stops_before_the_disk_is_full_and_goes_on_when_there_is_room(where: str, tmp_path: Path) -> None:
    forum, job, folder = one_thread(35), tmp_path / "job", tmp_path / "files"
    clock, left = Clock(), [200_000_000, 150_000_000, 99_999_999]
    short = folder if where == "files" else tmp_path

    def free(asked: Path) -> int:
        return left.pop(0) if asked == short and left else 10**9

    async def go(server: Server) -> None:
        url = f"{server.url}/viewtopic.php?t=7"
        world = World(wall=lambda: clock.now, sleep=clock.sleep, chance=lambda: 0.5, free=free)
        with pytest.raises(OutputError, match=r"99 MB are left .* 100 MB should be .* the same command goes on"):
            await run([url], job=job, files=folder, world=world)
        assert len(server.paths) == 1, "robots.txt and the first page"
        left.append(0)
        with await run([url], FAST_TO_THE_LAST_BYTE, job=job, files=folder, world=world) as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]
            assert result.exit_code == 0
        with await run([url], job=job, files=folder, world=world) as result:
            assert (result.exit_code, left) == (0, [0]), "nothing is to be fetched, so nobody asks"

    on_forum(forum, PhpBB(), go)


FAST_TO_THE_LAST_BYTE = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0, total_timeout=5.0, min_free=0))


def test_files_are_stored_once_and_named_in_the_records(tmp_path: Path) -> None:
    forum, job, folder = one_thread(12), tmp_path / "job", tmp_path / "files"
    forum.topics[7].posts[1].files = ("/download/file.php?id=1&n=/kiln.png", "/gone/lost.png")
    forum.topics[7].posts[11].files = ("/download/file.php?id=1&n=/kiln.png",)
    asked: list[str | None] = []

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path.startswith("/download"):
            asked.append(request.headers.get("cookie"))
            writer.write(response(b"\x89PNG", kind="image/png", headers={"Content-Disposition": 'attachment; filename="../kiln.png"'}))
        else:
            await serve(forum, PhpBB())(request, writer)

    async def go() -> None:
        async with Server(handler) as server:
            url = f"{server.url}/viewtopic.php?t=7"
            with await run([url], job=job):
                assert asked == []
            with await run([url], job=job, files=folder) as result:
                records = list(result.records())
                (kept,) = [a for a in records[1].attachments if a.path]
                assert (folder / (kept.path or "")).read_bytes() == b"\x89PNG"
                assert (kept.path or "").endswith("-kiln.png")
                assert records[11].attachments[0].sha256 == kept.sha256
                assert [f.size for f in result.job.threads.files()] == [4]
                assert result.exit_code == INCOMPLETE, "one file is not there, and that is told"
                assert "lost.png" in result.summary.troubles[0].url
            assert len(asked) == 1

    asyncio.run(go())


def test_several_pages_of_one_thread_are_one_thread() -> None:
    forum = one_thread(35)

    async def go(server: Server) -> None:
        names = ("t=7&start=30", "t=7", "t=7&start=10", "p=23", "t=7&start=10")
        with await run([f"{server.url}/viewtopic.php?{name}" for name in names]) as result:
            assert texts(list(result.records())) == [m.text for m in forum.topics[7].posts]
            assert (result.summary.threads, result.exit_code) == (1, 0)
        assert sorted(set(server.paths)) == sorted(server.paths), "each page is asked for once"

    on_forum(forum, PhpBB(), go)


def test_session_ids_make_no_page_new() -> None:
    forum, count = one_thread(35), 0

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        count += 1
        query = dict(part.split("=") for part in request.path.partition("?")[2].split("&") if "=" in part)
        status, html = PhpBB().answer(forum, request.path.partition("?")[0], query)
        writer.write(response(html.replace(".php?", f".php?sid={count:032x}&amp;"), status=status))

    async def go() -> None:
        async with Server(handler) as server:
            with await run([f"{server.url}/viewtopic.php?t=7&sid={'f' * 32}"]) as result:
                assert len(list(result.records())) == 35
            assert len(server.paths) == 4
            assert not [p for p in server.paths if "sid=" in p]

    asyncio.run(go())


WALL = DiscuzX().message("抱歉，您尚未登录，没有权限访问该版块")


def walled(forum: Forum) -> Handler:
    """A forum that shows its threads to those who have the cookie."""
    shown = serve(forum, DiscuzX())

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if "viewthread" in request.path and "auth=s3cret" not in request.headers.get("cookie", ""):
            writer.write(response(WALL))
        else:
            await shown(request, writer)

    return handler


def test_a_login_wall_is_told_and_a_cookie_opens_it(tmp_path: Path) -> None:
    forum, told, job = one_thread(15), Told(), tmp_path / "job"

    async def go() -> None:
        async with Server(walled(forum)) as server:
            url = f"{server.url}/forum.php?mod=viewthread&tid=7"
            with await run([url], job=job, on_event=told) as result:
                assert result.exit_code == 5
            assert told.of(ev.Failed)[0].outcome == "login-required"
            assert "cookies" in told.of(ev.Failed)[0].advice
            fetch = FetchSettings(delay=0.0, cookies=(("", "auth", "s3cret"),))
            with await run([url], Settings(fetch=fetch), job=job) as result:
                assert len(list(result.records())) == 15

    asyncio.run(go())


def test_no_secret_is_ever_kept(tmp_path: Path) -> None:
    """Cookies of ours and theirs, headers, logins in URLs: not in the job, not in the WARC, not in what is told."""
    forum, told, job = one_thread(15), Told(), tmp_path / "job"
    seen: list[Request] = []

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        seen.append(request)
        _, html = PhpBB().answer(forum, "/viewtopic.php", {"t": "7", "start": request.path.partition("start=")[2]})
        writer.write(response(html, headers={"Set-Cookie": "their=S3CRET-theirs; Path=/"}))

    async def go() -> None:
        async with Server(handler) as server:
            url = f"http://jo:S3CRET-login@127.0.0.1:{server.port}/viewtopic.php?t=7"
            fetch = FetchSettings(delay=0.0, robots=False, cookies=(("", "auth", "S3CRET-cookie"),), headers=(("X-Key", "S3CRET-header"),))
            with await run([url], Settings(fetch=fetch), job=job, on_event=told) as result:
                write_warc(result.job.captures.all(), tmp_path / "out.warc.gz")
                kept = repr([*result.accounts(), *result.records(), result.summary, told.events])
        last = seen[-1].headers
        assert "S3CRET-cookie" in last["cookie"]
        assert "S3CRET-theirs" in last["cookie"]
        assert last["x-key"] == "S3CRET-header"
        assert last["authorization"].startswith("Basic ")
        assert "S3CRET" not in kept
        assert b"S3CRET" not in gzip.decompress((tmp_path / "out.warc.gz").read_bytes())
        base = sqlite3.connect(job)
        dump = "\n".join(repr(row) for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
                         for row in base.execute(f"SELECT * FROM {table}"))  # fmt: skip
        base.close()
        assert "S3CRET" not in dump
        assert b"S3CRET" not in job.read_bytes()
        assert last["authorization"].split()[1] not in dump

    asyncio.run(go())


def test_the_brake_pressed_twice_ends_at_once(tmp_path: Path) -> None:
    brake, job = Brake(), tmp_path / "job"

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if "start=10" in request.path:
            brake.press()
            brake.press()
            await asyncio.Event().wait()
        await serve(one_thread(35), PhpBB())(request, writer)

    async def go() -> None:
        async with Server(handler) as server:
            with await run([f"{server.url}/viewtopic.php?t=7"], job=job, brake=brake) as result:
                assert (result.exit_code, result.summary.posts) == (INTERRUPTED, 10)

    asyncio.run(go())


def test_the_brake_pressed_once_says_what_is_still_open() -> None:
    brake, told = Brake(), Told()

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        if "start=10" in request.path:
            brake.press()
            await asyncio.sleep(0)
        await serve(one_thread(35), PhpBB())(request, writer)

    async def go() -> None:
        async with Server(handler) as server:
            with await run([f"{server.url}/viewtopic.php?t=7"], brake=brake, on_event=told) as result:
                assert (result.exit_code, result.summary.posts) == (INTERRUPTED, 20)

    asyncio.run(go())
    assert told.of(ev.Stopping) == [ev.Stopping(open=1)]


def test_a_site_may_have_a_wait_of_its_own() -> None:
    clock = Clock()
    settings = Settings(read=ReadSettings(sites={"127.0.0.1": Site(delay=30.0)}), fetch=FetchSettings(delay=0.0))

    async def go(server: Server) -> None:
        with await run([f"{server.url}/viewtopic.php?t=7"], settings, world=clock.world()):
            assert clock.now - 1_700_000_000 >= 4 * 30

    on_forum(one_thread(35), PhpBB(), go)


def test_a_clock_that_jumps_makes_no_endless_wait(tmp_path: Path) -> None:
    """The machine's clock was years ahead in the first run; the second does not wait for years."""
    job = tmp_path / "job"
    ahead, now = Clock(4_000_000_000.0), Clock()

    async def go(server: Server) -> None:
        url = f"{server.url}/viewtopic.php?t=7"
        with await run([url], POLITE, job=job, world=ahead.world(), scope=Scope(max_pages=1)):
            pass
        with await run([url], POLITE, job=job, world=now.world()) as result:
            assert result.exit_code == 0
        assert now.now - 1_700_000_000 <= 3600 + 60

    on_forum(one_thread(35), PhpBB(), go)


@pytest.mark.parametrize("skin", [PhpBB, DiscuzX, Phpwind])
def test_two_hundred_threads_are_all_there_while_the_forum_lives(skin: Callable[[], Skin], tmp_path: Path) -> None:
    """Posts are added while the crawl runs; an update afterwards finds the rest, and nothing is doubled."""
    forum, count = Forum.made(200, seed=9, most=12, boards=2), 0
    start = {"PhpBB": "/index.php", "DiscuzX": "/forum.php", "Phpwind": "/thread.php?fid=1"}[skin.__name__]

    async def go(server: Server) -> None:
        def live(event: ev.Event) -> None:
            nonlocal count
            count += 1
            if isinstance(event, ev.PageFetched) and count % 7 == 0:
                forum.say(1 + count % 200, "while you read")

        with await run([server.url + start], job=tmp_path / "job", on_event=live) as result:
            first = pairs(result)
            assert len(first) == len(set(first))
        with await run([server.url + start], job=tmp_path / "job", update="all") as result:
            found = pairs(result)
            topics = forum.board(1) if skin is Phpwind else forum.topics.values()
            assert sorted(found) == sorted({(t.title, m.text) for t in topics for m in t.posts})
            assert result.exit_code == 0

    on_forum(forum, skin(), go)


def test_a_stream_gives_thread_after_thread_and_what_is_there_when_it_is_stopped() -> None:
    forum, brake = one_thread(35), Brake()

    async def go() -> None:
        async with Server(serve(forum, PhpBB())) as one, Server(serve(forum, PhpBB()), "127.0.0.2") as two:
            urls = [f"{s.url}/viewtopic.php?t=7" for s in (one, two)]
            hosts = [r.source.split("/")[2] async for r in stream(urls, FAST, world=Clock().world())]
            assert len(hosts) == 70
            assert sum(a != b for a, b in pairwise(hosts)) == 1, "one thread after the other"

            began: set[str] = set()

            def stop_when_both_began(event: ev.Event) -> None:
                if isinstance(event, ev.PageFetched):
                    began.add(event.url.split("/")[2])
                if len(began) == 2:
                    brake.press()

            some = [
                r.source.split("/")[2] async for r in stream(urls, FAST, world=Clock().world(), brake=brake, on_event=stop_when_both_began)
            ]
            assert len(set(some)) == 2, "on a busy machine one may have come to its end before the other began"
            assert 20 <= len(some) < 70

    asyncio.run(go())
