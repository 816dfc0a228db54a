"""
Speed as a ratio in one run: what the whole reader costs against the bare HTML parse of the same bytes, and what peers cost.

usage: speed.py [FOLDER …] [--peers] [--pages N]

For each page the best of several runs of (a) ``LexborHTMLParser(bytes)`` and (b) decode + parse + posts + clean + JSON; the
ratio b / a, its median over the pages. ``--peers`` adds trafilatura, resiliparse and BeautifulSoup where they are
installed. Without a folder it takes ``../shared/corpus/pages`` where it is there, else the project's own fixtures.
"""

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from selectolax.lexbor import LexborHTMLParser

from scraper.model import Capture
from scraper.pipeline import extract

HERE = Path(__file__).parent
DEFAULT = HERE.parent.parent / "shared" / "corpus" / "pages"
RUNS = 7


def best(job: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: the least disturbed one."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)


def capture(path: Path) -> Capture:
    """A page with its sidecar."""
    side = path.with_name(path.stem + ".capture.json")
    said = json.loads(side.read_text("utf-8")) if side.exists() else {}
    headers = {k.lower(): v for k, v in (said.get("headers") or {}).items()}
    return Capture(source=str(path), body=path.read_bytes(), url=said.get("url"), fetched_at=said.get("fetched_at"), headers=headers)


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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="whole reader against bare parse")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--pages", type=int, default=0, help="at most this many pages, evenly spread")
    args = parser.parse_args()
    folders = args.folders or [DEFAULT if DEFAULT.exists() else HERE.parent / "tests" / "fixtures" / "engines"]
    paths = sorted(path for folder in folders for path in folder.rglob("*.html"))
    if args.pages and len(paths) > args.pages:
        paths = paths[:: len(paths) // args.pages]
    encoder = msgspec.json.Encoder()
    others = peers() if args.peers else {}
    ratios: dict[str, list[float]] = {}
    by_engine: dict[str, list[float]] = {}
    for path in paths:
        page = capture(path)
        bare = best(lambda page=page: LexborHTMLParser(page.body))  # type: ignore[misc]
        whole = best(lambda page=page: encoder.encode_lines(extract(page).posts))  # type: ignore[misc]
        ratios.setdefault("forum-scraper", []).append(whole / bare)
        by_engine.setdefault(path.parent.name, []).append(whole / bare)
        for name, peer in others.items():
            ratios.setdefault(name, []).append(best(lambda peer=peer, page=page: peer(page.body)) / bare)  # type: ignore[misc]
    for engine, values in sorted(by_engine.items()):
        print(f"  {engine:<36}{statistics.median(values):6.2f}  ({len(values)} pages)")
    for name, values in ratios.items():
        print(
            f"{name:<20} median {statistics.median(values):6.2f} x the bare parse, 90 % under {sorted(values)[int(len(values) * 0.9)]:.2f}"
        )


if __name__ == "__main__":
    main()
