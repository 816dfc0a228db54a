"""
What a crawl costs: ``python -m benchmarks.crawl [speed|memory|queue|all]``.

``speed``: a crawl with delay 0 against a bare httpx GET and lexbor parse of the same pages in the same run, one request in flight on each
of 8 loopback hosts. ``memory``: 100,000 pages, growth after the first thousand, second half against the first. ``queue``: 1,000,000 rows
added and leased. The servers are another process and send bytes made beforehand.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from scraper.crawling import crawl_sync
from scraper.crawling import events as ev
from scraper.settings import FetchSettings, Settings
from scraper.store.job import Job
from scraper.store.queue import Item
from tests.server.forum import PEOPLE, Forum, PhpBB, sentence
from tests.server.wire import Request, Server, response

HOSTS = [f"127.0.0.{n}" for n in range(1, 9)]
SETTINGS = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0, concurrency=len(HOSTS), robots=False))


BUTTON = (
    '<li><a href="./posting.php?mode={0}&amp;p=1" title="{0} this post" class="button button-icon-only"><i class="icon fa-{0} fa-fw"'
    ' aria-hidden="true"></i><span class="sr-only">{0}</span></a></li>'
)
BESIDE = (
    '<ul class="post-buttons">' + "".join(map(BUTTON.format, ("quote", "report", "info", "edit"))) + "</ul>"
    '<dd class="profile-joined"><strong>Joined:</strong> Fri Oct 19, 2012 3:29 pm</dd><dd class="profile-contact"><strong>Contact:</strong>'
    '<div class="dropdown-container dropdown-left"><a href="#" class="dropdown-trigger" title="Contact">'
    '<i class="icon fa-commenting-o"></i></a>'
    "</div></dd>"
)
"""What prosilver prints beside each post; with ``FRAME`` it brings a page to the 48 KB and 0.4 ms of parsing that real ones have."""
FRAME = "".join(
    f'<li data-skip-responsive="true"><a href="./page-{n}.php" rel="help" role="menuitem"><i class="icon"></i>{n}</a></li>'
    for n in range(120)
)


def made(threads: int, pages: int, lines: int = 4) -> dict[str, bytes]:
    """Answers by path: a forum whose threads have ``pages`` pages of 15 posts, each page of the size that real ones have."""
    forum, skin, chance = Forum(page_size=15, board_size=100), PhpBB(), random.Random(5)
    for number in range(1, threads + 1):
        forum.open(number, f"Kiln diary no. {number}")
        for _ in range(pages * 15):
            forum.say(number, " ".join(sentence(chance) for _ in range(lines)), chance.choice(PEOPLE))
    answers = {}
    for topic in forum.topics.values():
        for page in range(1, pages + 1):
            path = skin.thread_url(topic, page, forum.page_size)
            _, html = skin.answer(forum, "/viewtopic.php", {"t": str(topic.id), "start": str((page - 1) * forum.page_size)})
            html = html.replace('<p class="author">', f'{BESIDE}<p class="author">').replace(
                '<div id="page-body">', f'{FRAME}<div id="page-body">'
            )
            answers[path] = response(html, zipped=True)
    return answers


def endless(path: str) -> bytes:
    """A page of an endless forum: threads of ten pages of three posts, made from the path."""
    query = dict(part.split("=") for part in path.partition("?")[2].split("&"))
    topic, start = int(query["t"]), int(query.get("start", 0))
    forum = Forum(page_size=3)
    forum.open(topic, f"Thread {topic}")
    forum.next_post = topic * 30 + 1
    for number in range(30):
        forum.say(topic, f"post {number} of {topic}")
    _, html = PhpBB().answer(forum, "/viewtopic.php", {"t": str(topic), "start": str(start)})
    return response(html)


@contextmanager
def served(answers: Mapping[str, bytes]) -> Iterator[int]:
    """The answers on every host at one port, from a process of its own; an empty mapping serves the endless forum."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            asyncio.run(_serve(answers, send))
        os._exit(0)
    try:
        yield int(os.read(receive, 20))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def _serve(answers: Mapping[str, bytes], ready: int) -> None:
    missing = response("nothing here", status=404)

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answers.get(request.path, missing) if answers else endless(request.path))

    first = await Server(handler, HOSTS[0]).__aenter__()
    servers = [first, *[await Server(handler, host, first.port).__aenter__() for host in HOSTS[1:]]]
    os.write(ready, str(first.port).encode())
    while True:
        await asyncio.sleep(60)
        for server in servers:
            server.log.clear()


async def bare(port: int, paths: Sequence[str]) -> None:
    """GET and parse, as anyone would write it: one client, one request in flight a host."""
    import httpx
    from selectolax.lexbor import LexborHTMLParser

    async def host(client: httpx.AsyncClient, name: str) -> None:
        for path in paths:
            answer = await client.get(f"http://{name}:{port}{path}")
            LexborHTMLParser(answer.content).css_first("body")

    async with httpx.AsyncClient() as client:
        await asyncio.gather(*(host(client, name) for name in HOSTS))


def speed(threads: int, pages: int, rounds: int) -> float:
    """The ratio of the crawl's best time to the bare one's."""
    answers = made(threads, pages)
    paths = list(answers)
    plain: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    with served(answers) as port, tempfile.TemporaryDirectory() as folder:
        starts = [f"http://{host}:{port}/viewtopic.php?t={n}" for host in HOSTS for n in range(1, threads + 1)]
        for number in range(rounds):
            with timed(plain):
                asyncio.run(bare(port, paths))
            with timed(ours), crawl_sync(starts, SETTINGS, job=Path(folder) / f"job-{number}") as result:
                pass
            assert result.summary.pages == len(paths) * len(HOSTS), result.summary
            assert result.exit_code == 0
    count = len(paths) * len(HOSTS)
    ratio, busy = (min(t[i] for t in ours) / min(t[i] for t in plain) for i in (0, 1))
    size = statistics.mean(len(h) for h in answers.values()) / 1000
    print(f"speed: {count} pages of {size:.1f} KB (gzip), {len(HOSTS)} hosts, best of {rounds}")
    for name, times in (("bare GET + parse", plain), ("crawl, job file", ours)):
        wall, cpu = (min(t[i] for t in times) / count * 1e3 for i in (0, 1))
        print(f"  {name:<17} {wall:5.2f} ms a page, {cpu:5.2f} ms of this process")
    print(f"  ratio {ratio:.2f} (at most 2.0), of this process {busy:.2f}")
    return ratio


@contextmanager
def timed(times: list[tuple[float, float]]) -> Iterator[None]:
    """Notes the wall time and this process's own of a block, in seconds."""
    began = time.perf_counter(), time.process_time()
    yield
    times.append((time.perf_counter() - began[0], time.process_time() - began[1]))


def resident() -> float:
    """Memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(pages: int) -> tuple[float, float]:
    """Growth in MB after the first thousand pages; time of the second half over the first."""
    marks: list[tuple[float, float]] = []

    def watch(event: ev.Event) -> None:
        if isinstance(event, ev.PageFetched):
            marks.append((time.perf_counter(), resident() if len(marks) % 1000 == 0 else 0.0))

    with served({}) as port, tempfile.TemporaryDirectory() as folder:
        starts = [f"http://{host}:{port}/viewtopic.php?t={n}" for host in HOSTS for n in range(1, pages // 80 + 1)]
        begin = time.perf_counter()
        with crawl_sync(starts, SETTINGS, job=Path(folder) / "job", on_event=watch) as result:
            assert result.summary.pages == len(starts) * 10
    times = [begin, *(at for at, _ in marks)]
    half = len(times) // 2
    grown = max(m for _, m in marks) - marks[min(1000, len(marks) - 1)][1]
    ratio = (times[-1] - times[half]) / (times[half] - times[0])
    print(f"memory: {len(marks)} pages in {times[-1] - begin:.0f} s; growth after the first thousand {grown:.1f} MB (at most 50)")
    print(f"  second half / first half {ratio:.2f} (at most 1.2)")
    return grown, ratio


def queue(rows: int, hosts: int) -> tuple[float, float]:
    """Microseconds to add and to lease (and finish) a row, the slowest tenth of the run."""
    with tempfile.TemporaryDirectory() as folder, Job(Path(folder) / "job") as job:
        adds, leases = [], []
        step = 1000
        for base in range(0, rows, step):
            items = [
                Item(url=f"http://h{n % hosts}.example/viewtopic.php?t={n}", host=f"h{n % hosts}.example", kind="thread")
                for n in range(base, base + step)
            ]
            began = time.perf_counter()
            with job.transaction():
                job.queue.add(items)
            adds.append((time.perf_counter() - began) / step)
        for _ in range(rows // 10 // step):
            began = time.perf_counter()
            for _ in range(step):
                row = job.queue.lease(1e9)
                assert row is not None
                with job.transaction():
                    job.queue.finish(row, "thread")
            leases.append((time.perf_counter() - began) / step)
    slow_add, slow_lease = (statistics.mean(sorted(x)[-max(len(x) // 10, 1) :]) * 1e6 for x in (adds, leases))
    print(
        f"queue: {rows:,} rows on {hosts:,} hosts, slowest tenth: add {slow_add:.0f} µs, lease and finish {slow_lease:.0f} µs (at most 200)"
    )
    return slow_add, slow_lease


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["speed", "memory", "queue", "all"], nargs="?", default="speed")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found: dict[str, object] = {}
    if options.what in ("speed", "all"):
        found["ratio"] = speed(threads=6, pages=20, rounds=options.rounds)
    if options.what in ("queue", "all"):
        found["queue"] = [queue(options.rows, hosts) for hosts in (3, 1000)]
    if options.what in ("memory", "all"):
        found["memory"] = memory(options.pages)
    if options.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
