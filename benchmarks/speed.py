"""
Speed as a ratio in one run: what the whole reader costs against the bare HTML parse of the same bytes, and what peers cost.

usage: speed.py [FOLDER …] [--stages] [--peers] [--pages N]

For each page the best of several runs of (a) ``LexborHTMLParser(bytes)`` and (b) decode + parse + posts + clean + JSON, in
processor time of this thread; the ratio b / a, its median over the pages of each folder. ``--stages`` tells where the time
goes, ``--peers`` adds trafilatura, resiliparse and BeautifulSoup where they are installed. Without a folder it takes ``pages``
(made) and ``saved`` (real, larger) of ``../shared/corpus`` where it is there, else the project's own fixtures.
"""

import argparse
import functools
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from selectolax.lexbor import LexborHTMLParser

from scraper import encoding, engines, pipeline, styles
from scraper.engines import reading
from scraper.model import Capture
from scraper.pipeline import extract

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "shared" / "corpus"
DEFAULT = [CORPUS / "pages", CORPUS / "saved"] if CORPUS.is_dir() else [HERE.parent / "tests" / "fixtures" / "engines"]
RUNS = 7
ENCODER = msgspec.json.Encoder()

STAGES: dict[str, tuple[object, str]] = {
    "decode": (encoding, "decode"),
    "budget": (pipeline, "too_costly"),
    "parse": (pipeline, "Html"),
    "recognise": (engines, "recognise"),
    "head": (reading, "read_head"),
    "sheets": (styles, "sheets"),
    "cards": (reading._Posts, "author"),
    "bodies": (reading._Posts, "body"),
    "posts": (reading._Posts, "post"),
    "clean": (pipeline, "clean_page"),
    "records": (pipeline, "_record"),
    "structured": (pipeline, "_completed"),
}
"""Stage and the function whose time it is, without that of stages inside it."""


def best(job: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the fastest of several runs: the least disturbed one."""
    times = []
    for _ in range(runs):
        start = time.thread_time()
        job()
        times.append(time.thread_time() - start)
    return min(times)


def capture(path: Path) -> Capture:
    """A page with its sidecar."""
    side = path.with_name(path.stem + ".capture.json")
    said = json.loads(side.read_text("utf-8")) if side.exists() else {}
    headers = {k.lower(): v for k, v in (said.get("headers") or {}).items()}
    return Capture(source=str(path), body=path.read_bytes(), url=said.get("url"), fetched_at=said.get("fetched_at"), headers=headers)


def whole(page: Capture) -> bytes:
    """All that is compared with the parse."""
    return ENCODER.encode_lines(extract(page).posts)


class Stages:
    """Clocks around the functions of the stages: seconds of each in the fastest run of a page, added up over pages."""

    def __init__(self) -> None:
        self.inside: list[float] = []
        self.now: dict[str, float] = {}
        for name, (owner, attribute) in STAGES.items():
            setattr(owner, attribute, self.clocked(name, getattr(owner, attribute)))

    def clocked(self, name: str, work: Callable[..., object]) -> Callable[..., object]:
        """The same function; what it spends outside other stages is added to its stage."""

        @functools.wraps(work, updated=())
        def run(*args: object, **options: object) -> object:
            self.inside.append(0.0)
            start = time.thread_time()
            try:
                return work(*args, **options)
            finally:
                spent = time.thread_time() - start
                self.now[name] = self.now.get(name, 0.0) + spent - self.inside.pop()
                if self.inside:
                    self.inside[-1] += spent

        return run

    def of(self, page: Capture) -> dict[str, float]:
        """Seconds of each stage in the fastest of several runs, with ``JSON`` and what is left over (``rest``)."""
        runs = []
        for _ in range(RUNS):
            self.now = {}
            start = time.thread_time()
            posts = extract(page).posts
            read = time.thread_time()
            ENCODER.encode_lines(posts)
            end = time.thread_time()
            runs.append((end - start, {**self.now, "JSON": end - read, "rest": read - start - sum(self.now.values())}))
        return min(runs, key=lambda run: run[0])[1]


def stages(pages: Sequence[Capture]) -> None:
    """Print what each stage costs, in bare parses and µs a page."""
    clocks = Stages()
    bare = [best(lambda page=page: LexborHTMLParser(page.body)) for page in pages]  # type: ignore[misc]
    found = [clocks.of(page) for page in pages]
    for name in (*STAGES, "JSON", "rest"):
        spent = [stage.get(name, 0.0) for stage in found]
        ratio = statistics.median(a / b for a, b in zip(spent, bare, strict=True))
        print(
            f"  {name:<12}{ratio:6.2f} x the bare parse{statistics.median(spent) * 1e6:8.0f} µs, mean {statistics.mean(spent) * 1e6:8.0f}"
        )


def peers() -> dict[str, Callable[[bytes], object]]:
    """What peers do with a page's bytes, where they are installed."""
    found: dict[str, Callable[[bytes], object]] = {}
    for name, make in (("trafilatura", _trafilatura), ("resiliparse", _resiliparse), ("BeautifulSoup", _soup)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
    return found


def _trafilatura() -> Callable[[bytes], object]:
    module = importlib.import_module("trafilatura")
    return lambda body: module.extract(body, include_comments=True)


def _resiliparse() -> Callable[[bytes], object]:
    module = importlib.import_module("resiliparse.extract.html2text")
    return lambda body: module.extract_plain_text(body.decode("utf-8", "replace"), main_content=True)


def _soup() -> Callable[[bytes], object]:
    module = importlib.import_module("bs4")
    return lambda body: module.BeautifulSoup(body, "html.parser").get_text()


def compare(folder: Path, pages: Sequence[Capture], others: dict[str, Callable[[bytes], object]]) -> None:
    """Print one folder's ratios: by engine, then ours and the peers' medians."""
    ratios: dict[str, list[float]] = {}
    by_engine: dict[str, list[float]] = {}
    for page in pages:
        bare = best(lambda page=page: LexborHTMLParser(page.body))  # type: ignore[misc]
        ratio = best(lambda page=page: whole(page)) / bare  # type: ignore[misc]
        ratios.setdefault("forum-scraper", []).append(ratio)
        by_engine.setdefault(Path(page.source).parent.name, []).append(ratio)
        for name, peer in others.items():
            ratios.setdefault(name, []).append(best(lambda peer=peer, page=page: peer(page.body), 3) / bare)  # type: ignore[misc]
    print(f"{folder.name}: {len(pages)} pages")
    for engine, values in sorted(by_engine.items()):
        print(f"  {engine:<36}{statistics.median(values):6.2f}  ({len(values)} pages)")
    for name, values in ratios.items():
        print(
            f"{name:<20} median {statistics.median(values):6.2f} x the bare parse, 90 % under {sorted(values)[int(len(values) * 0.9)]:.2f}"
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="whole reader against bare parse")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--pages", type=int, default=0, help="at most this many pages of a folder, evenly spread")
    args = parser.parse_args()
    others = peers() if args.peers else {}
    found: list[tuple[Path, list[Capture]]] = []
    for folder in args.folders or DEFAULT:
        paths = sorted(folder.rglob("*.html"))
        step = -(-len(paths) // args.pages) if args.pages else 1
        found.append((folder, [capture(path) for path in paths[::step]]))
    for folder, pages in found:
        compare(folder, pages, others)
    for folder, pages in found if args.stages else ():
        print(f"{folder.name}, by stage:")
        stages(pages)


if __name__ == "__main__":
    main()
