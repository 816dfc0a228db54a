"""
Kills: ``python -m tests.kills 1000`` crawls forums of 200 threads and kills the process, again and again, at random moments.

A server process holds three forums (phpBB and phpwind markup) on loopback. A worker is forked with everything imported, runs the
same crawl on the same job file and then writes its output; it gets SIGKILL (or SIGTERM once or twice) after a random time. When the
job is done its output is compared with what the forums hold: 0 lost, 0 doubled. The server counts how often each page was asked for.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from scraper.crawling import crawl_sync
from scraper.settings import FetchSettings, Settings
from tests.server.forum import DiscuzX, Forum, PhpBB, Phpwind, Skin, serve
from tests.server.wire import Server

SETTINGS = Settings(fetch=FetchSettings(delay=0.0, jitter=0.0))
SKINS: tuple[Callable[[], Skin], ...] = (PhpBB, Phpwind, DiscuzX)


def forums(threads: int) -> list[tuple[Forum, Skin]]:
    """The same in every process: made from seeds."""
    share = threads // len(SKINS) + 1
    return [(Forum.made(share, seed=n, most=12), skin()) for n, skin in enumerate(SKINS)]


@contextlib.contextmanager
def forked(work: Callable[[], None]) -> Iterator[int]:
    """A child process that does ``work``; it is gone when the block ends."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except SystemExit as error:
            code = int(error.code or 0)
        except KeyboardInterrupt:
            code = 130
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def serve_forums(threads: int, ready: int, counts: Path) -> None:
    """Serves until killed; writes the ports to ``ready``, and what was asked for to ``counts`` at each SIGUSR1."""

    async def go() -> None:
        async with contextlib.AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(Server(serve(forum, skin))) for forum, skin in forums(threads)]

            def report() -> None:
                asked = Counter(f"{s.port}{r.path}" for s in servers for r in s.log)
                counts.with_suffix(".new").write_text(json.dumps(asked))
                counts.with_suffix(".new").replace(counts)
                for server in servers:
                    server.log.clear()

            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, report)
            os.write(ready, json.dumps([s.url for s in servers]).encode())
            os.close(ready)
            await asyncio.Event().wait()

    asyncio.run(go())


def starts(urls: Sequence[str], threads: int) -> list[str]:
    """The indexes, the boards of the phpwind forum, and some of its threads once more."""
    forum, _skin = forums(threads)[1]
    some = [f"{urls[1]}/read.php?tid={number}&page=2" for number in list(forum.topics)[::5]]
    return [urls[0] + "/index.php", urls[1] + "/thread.php?fid=1", urls[1] + "/thread.php?fid=2", *some, urls[2] + "/forum.php"]


def crawl_once(addresses: Sequence[str], job: Path, output: Path) -> None:
    """What the command line does: crawl, then the output beside, then renamed. Exits with the crawl's code."""
    with crawl_sync(addresses, SETTINGS, job=job, signals=True) as result:
        if result.exit_code == 0:
            beside = output.with_suffix(".part")
            with beside.open("wb") as file:
                for record in result.records():
                    file.write(msgspec.json.encode(record) + b"\n")
            beside.replace(output)
        raise SystemExit(result.exit_code)


def killed(child: int, chance: random.Random, longest: float) -> int | None:
    """Lets a worker live for a random time; its exit code where it ended by itself, ``None`` where it was killed."""
    time.sleep(chance.uniform(0.001, longest))
    how = chance.choice([signal.SIGKILL] * 8 + [signal.SIGTERM, signal.SIGINT])
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        return os.waitstatus_to_exitcode(status)
    os.kill(child, how)
    if how != signal.SIGKILL and chance.random() < 0.5:
        os.kill(child, how)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return None if code < 0 or code == 130 else code


def compare(output: Path, threads: int) -> tuple[int, int, int]:
    """Posts lost, doubled and invented."""
    found: Counter[tuple[str, str]] = Counter()
    seen: Counter[str] = Counter()
    for line in output.read_bytes().splitlines():
        record = json.loads(line)
        text = record["text"].split("\n")[0].strip()
        found[record["thread"]["title"], text] += 1
        seen[record["source"].split("/")[2] + record["id"]] += 1
    wanted = Counter(
        pair for forum, _skin in forums(threads) for t in forum.topics.values() for pair in ((t.title, m.text) for m in t.posts)
    )
    lost, invented = sum((wanted - found).values()), sum((found - wanted).values())
    return lost, sum(n - 1 for n in seen.values()), invented


def asked_more_than_once(server: int, counts: Path) -> int:
    """Pages that were asked for again: at most the open ones at each kill."""
    counts.unlink(missing_ok=True)
    os.kill(server, signal.SIGUSR1)
    while not counts.exists():
        time.sleep(0.01)
    return sum(n - 1 for path, n in json.loads(counts.read_text()).items() if not path.endswith("robots.txt"))


def main(kills: int, threads: int, seed: int) -> int:
    """Kills until there were enough kills; gives the exit code."""
    chance = random.Random(seed)
    total, rounds, again, began = 0, 0, 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        receive, send = os.pipe()
        with forked(lambda: serve_forums(threads, send, base / "counts")) as server:
            urls = starts(json.loads(os.read(receive, 4096)), threads)
            while total < kills:
                total, again, faults = one_job(base / f"job-{rounds}", urls, chance, server, (total, kills, again), threads)
                rounds += 1
                if any(faults):
                    print(f"seed {seed}, job {rounds}: {faults[0]} lost, {faults[1]} doubled, {faults[2]} invented")
                    return 1
    seconds = time.perf_counter() - began
    posts = sum(len(forum.truth) for forum, _skin in forums(threads))
    print(
        f"{total} kills in {rounds} jobs of {threads} threads and {posts} posts: 0 lost, 0 doubled; {again} requests again; {seconds:.0f} s"
    )
    return 0


def one_job(
    job: Path, urls: Sequence[str], chance: random.Random, server: int, so_far: tuple[int, int, int], threads: int
) -> tuple[int, int, tuple[int, int, int]]:
    """One job, killed until it is done: kills, requests asked again, and what the output lacks, doubles or invents."""
    total, most, again = so_far
    output, here = job.with_suffix(".jsonl"), 0
    while True:
        with forked(lambda: crawl_once(urls, job, output)) as child:
            code = killed(child, chance, 0.4) if total < most else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code is None:
            total, here = total + 1, here + 1
        elif code == 0:
            break
        else:
            print(f"the worker ended with {code}")
            return total, again, (-1, 0, 0)
    extra = asked_more_than_once(server, job.with_name("counts"))
    if extra > here * len(SKINS):
        print(f"{extra} pages asked for again after {here} kills: more than the open requests")
        return total, again, (0, 0, -1)
    return total, again + extra, compare(output, threads)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--threads", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    sys.exit(main(options.kills, options.threads, options.seed))
