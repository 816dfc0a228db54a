"""
What batch work costs: one gzip WARC of pages of all engines, read by the bare parse, by us, by trafilatura, by Ray; sizes and memory.

``python benchmarks/batch.py [--pages 5000] [--ray] [--flat 100000] [--join 1000000]``; each figure of the manual's page on scale is from here. Pages are
those of ``../shared/corpus`` where it is there, else those of the tests, over and over, each under an address of its own.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scraper.batch import local
from scraper.batch.extraction import extract
from scraper.batch.join import join
from scraper.batch.work import DEFAULTS, Done
from scraper.model import Outcome
from scraper.store.inputs import plan
from scraper.store.sinks import open_sink
from tests.store.making import FIXTURES, Saved, http, record

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "pages"


def found() -> list[Saved]:
    """Pages of all engines, threads, boards and refusals as they come."""
    if CORPUS.is_dir():
        return [_saved(page) for page in sorted(CORPUS.glob("*/*")) if page.suffix != ".json"]
    return [
        Saved(page.name, page.read_bytes(), f"http://bbs.example/{page.parent.name}") for page in sorted(FIXTURES.glob("*/*/page.html"))
    ]


def _saved(page: Path) -> Saved:
    beside = page.with_suffix(".capture.json")
    known = json.loads(beside.read_bytes()) if beside.exists() else {}
    headers = {name.lower(): value for name, value in (known.get("headers") or {}).items()}
    return Saved(
        page.name, page.read_bytes(), known.get("url") or f"http://bbs.example/{page.name}", headers.get("content-type", "text/html")
    )


def make(place: Path, count: int) -> None:
    """The WARC: pages in an order that mixes engines."""
    pages = found()
    random.Random(0).shuffle(pages)
    with place.open("wb") as out:
        for i, page in zip(range(count), itertools.cycle(pages), strict=False):
            url = f"{page.url}{'&' if '?' in page.url else '?'}copy={i // len(pages)}"
            out.write(gzip.compress(record(http(page), url), 6, mtime=0))


def bare(place: Path) -> int:
    """fastwarc, decode, and lexbor's parse of each page; what nobody can be faster than with these libraries."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from selectolax.lexbor import LexborHTMLParser

    from scraper.encoding import decode

    count = 0
    with place.open("rb") as stream:
        for one in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
            headers = {name.lower(): value for name, value in one.http_headers.astuples()} if one.http_headers else {}
            LexborHTMLParser(decode(one.reader.read(), headers=headers).text)
            count += 1
    return count


def ours(place: Path, workers: int) -> int:
    """All pages through the core, as bytes of JSON."""
    return sum(1 for _ in local.results(plan([str(place)]), workers=workers))


def peer(place: Path, most: int) -> int:
    """Trafilatura with comments on the first pages."""
    import trafilatura

    from scraper.store.inputs import captures

    count = 0
    for page in itertools.islice(captures([str(place)]), most):
        trafilatura.extract(getattr(page, "body", b""), include_comments=True)
        count += 1
    return count


def timed(work: Callable[[], int], clock: Callable[[], float] = time.perf_counter) -> float:
    """Pages a second of a clock."""
    start = clock()
    count = work()
    return count / (clock() - start)


def best(work: Callable[[], int], times: int = 3, clock: Callable[[], float] = time.perf_counter) -> float:
    """The best of some runs: what disturbs a run only makes it slower."""
    return max(timed(work, clock) for _ in range(times))


def of_processor() -> float:
    """Seconds of processor time of this process and its ended children: on a busy machine the only clock that tells."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def peak(*arguments: str) -> int:
    """The most memory that a child of ours took, in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(before, after) // 1024


def speed(place: Path, pages: int, ray: bool) -> None:
    """Speeds beside each other, in one run."""
    rates = {"fastwarc + decode + lexbor": best(lambda: bare(place)), "one process": best(lambda: ours(place, 0))}
    for workers in (1, 2):
        rates[f"{workers} worker{'s' * (workers > 1)}"] = best(lambda workers=workers: ours(place, workers))  # type: ignore[misc]
    spent = {"bare": best(lambda: bare(place), clock=of_processor), "1": best(lambda: ours(place, 1), clock=of_processor)}
    spent["2"] = best(lambda: ours(place, 2), clock=of_processor)
    try:
        rates["trafilatura"] = timed(lambda: peer(place, min(pages, 300)))
        spent["trafilatura"] = timed(lambda: peer(place, min(pages, 300)), of_processor)
    except ImportError:
        print("trafilatura is not installed")
    if ray:
        rates["Ray"] = with_ray(place)
    for name, rate in rates.items():
        print(f"{name:28} {rate:8.0f} pages/s {place.stat().st_size / 1e6 * rate / pages:7.2f} MB/s")
    print(f"one worker : bare parse       {rates['1 worker'] / rates['fastwarc + decode + lexbor']:.2f}")
    print(f"two workers : one             {rates['2 workers'] / rates['1 worker']:.2f}")
    if "trafilatura" in rates:
        print(f"one worker : trafilatura      {rates['1 worker'] / rates['trafilatura']:.1f}")
    if ray:
        print(f"Ray : own processes           {rates['Ray'] / rates['2 workers']:.2f}")
    print(
        f"by processor time: one worker : bare parse {spent['1'] / spent['bare']:.2f}, two workers : one {2 * spent['2'] / spent['1']:.2f}",
        end="",
    )
    print(f", one worker : trafilatura {spent['1'] / spent['trafilatura']:.1f}" if "trafilatura" in spent else "")


def with_ray(place: Path) -> float:
    """Ray's second run: its start, and that of its processes, apart."""
    from scraper.batch import ray

    def run() -> int:
        return sum(isinstance(event, Done) for event in ray.events(plan([str(place)]), DEFAULTS))

    run()
    return best(run)


def sizes(place: Path, here: Path) -> None:
    """The same records in each format, and how long writing takes."""
    lines = [done.lines for done in local.results(plan([str(place)]), workers=2)]
    size: dict[str, int] = {}
    for name in ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.csv", "a.sqlite", "a.mbox", "a.md"):
        start = time.perf_counter()
        with open_sink(str(here / name)) as sink:
            for one in lines:
                sink.write_lines(one)
        size[name] = (here / name).stat().st_size
        print(f"{name:12} {size[name] / 1e6:9.2f} MB {time.perf_counter() - start:7.2f} s")
    print(f"parquet : jsonl.gz            {size['a.parquet'] / size['a.jsonl.gz']:.2f}")


def thread(number: int, pages: int, noise: random.Random) -> Iterator[Done]:
    """The pages of one made thread, ten posts each."""
    words = [f"word{i}" for i in range(2000)]
    for page in range(1, pages + 1):
        lines = []
        for i in range(10):
            floor = (page - 1) * 10 + i + 1
            one = {
                "schema": 1, "source": f"{number}-{page}", "fetched_at": "2024-01-01T00:00:00Z", "url": None, "id": str(floor), "floor": floor,
                "thread": {"id": str(number), "url": f"http://bbs.example/t{number}", "title": "t", "site": "s", "engine": "discuz",
                           "page": page, "pages": pages, "replies": pages * 10 - 1},
                "author": {"name": "n"}, "posted_at": None, "posted_raw": None, "edited_at": None, "text": " ".join(noise.choices(words, k=60)),
            }  # fmt: skip
            lines.append(json.dumps(one).encode() + b"\n")
        yield Done(f"{number}-{page}", Outcome("thread"), b"".join(lines), 10)


def joined(posts: int) -> None:
    """Made posts in pages that come in no order, joined."""
    noise = random.Random(0)

    def results() -> Iterable[Done]:
        made = [list(thread(n, 10, noise)) for n in range(100)]
        for hundred in range(posts // 10_000):
            pages = [page for one in made for page in one]
            noise.shuffle(pages)
            for page in pages:
                yield Done(page.source, page.outcome, re.sub(rb"/t(\d+)", b"/t%d-\\1" % hundred, page.lines), 10)

    start = time.perf_counter()
    with join(results()) as threads:
        count = sum(1 for one in threads for _ in one.lines)
    print(f"joined {count:,} posts in {time.perf_counter() - start:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> None:
    """All of it, or one part as a child that is measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--ray", action="store_true", help="Ray on this machine too")
    options.add_argument("--flat", type=int, default=0, help="memory of one process at 5,000 pages and at this many")
    options.add_argument("--join", type=int, default=0, help="join so many posts")
    options.add_argument("--read", help=argparse.SUPPRESS)
    said = options.parse_args()
    if said.read:
        extract([said.read], "-", workers=0)
        return
    if said.join:
        joined(said.join)
        return
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        place = here / "pages.warc.gz"
        make(place, said.pages)
        print(f"{said.pages:,} pages, {place.stat().st_size / 1e6:.1f} MB as WARC")
        if said.flat:
            many = here / "many.warc.gz"
            with many.open("wb") as out:
                for _ in range(said.flat // said.pages):
                    out.write(place.read_bytes())
            print(f"memory at {said.pages:,} pages {peak('--read', str(place))} MB, at {said.flat:,} {peak('--read', str(many))} MB")
            return
        speed(place, said.pages, said.ray)
        sizes(place, here)


if __name__ == "__main__":
    main()
