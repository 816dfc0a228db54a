"""
Speed of the cleaner, in one run on one core: text without junk, spoiled text, the pieces of the trigger, start-up, memory.

usage: clean.py [--large] [FILE …]

Text without junk is the standard library's sources and made-up prose; spoiled text is made with the generators in
``tests/clean/spoil.py``, a string for each 60 to 120 bytes. Given files are measured as text without junk. Start-up is the time
that the first clean of a text takes in a fresh process that finds its table in the cache. ``--large`` streams 10 MB and 1 GB and compares memory.
"""

import argparse
import io
import random
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, cast

sys.path.insert(0, str(Path(__file__).parent.parent))

from scraper.clean import clean
from scraper.clean.scan import lines_of, mixed, odd, spots
from scraper.clean.sheet import repeated
from scraper.clean.stream import clean_stream
from scraper.settings import CleanSettings
from tests.clean.scores import MAKERS
from tests.clean.spoil import lines

RUNS = 3


def rate(job: Callable[[str], object], texts: Sequence[str]) -> float:
    """Megabytes a second of processor time, the best of several runs over all texts."""
    size = sum(len(text.encode()) for text in texts)
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        for text in texts:
            job(text)
        times.append(time.process_time() - start)
    return size / min(times) / 1e6


def sources() -> list[str]:
    """The standard library's own modules."""
    return [p.read_text("utf-8", "replace") for p in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))]


def prose(language: str) -> list[str]:
    """Made-up posts without junk."""
    rng = random.Random(language)
    return ["\n".join(lines(rng, language, 30)) for _ in range(400)]


def startup(cache: str) -> tuple[float, float]:
    """Milliseconds and megabytes that the first clean adds to a process, with the table in the cache; measured inside it."""
    code = """
import sys, time
from scraper.clean import clean
from scraper.settings import CleanSettings
text = sys.stdin.read()
clean("Nothing here.")
def held():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) if sys.platform == "linux" else 0
used = held()
start = time.perf_counter()
assert clean(text, CleanSettings(cache_dir=sys.argv[1])).edits
print((time.perf_counter() - start) * 1000, (held() - used) / 1024)
"""
    text = MAKERS["phpwind-126, no-break spaces"](random.Random(1), "zh").text
    run = subprocess.run([sys.executable, "-c", code, cache], input=text, capture_output=True, text=True, check=True)
    milliseconds, megabytes = map(float, run.stdout.split())
    return milliseconds, megabytes


class Block(io.RawIOBase):
    """So many bytes of a block that is said again and again."""

    def __init__(self, block: bytes, size: int) -> None:
        self.block, self.left = block, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next part."""
        size = min(size, self.left)
        self.left -= size
        return (self.block * (size // len(self.block) + 1))[:size]


def stream(size: int) -> float:
    """Megabytes that a filter over so many bytes of text with some junk in it takes at most."""
    block = "\n\n".join([*prose("zh")[:60], *(MAKERS["discuz, blanks"](random.Random(1), "zh").text for _ in range(2)), *prose("en")[:60]])
    clean_stream(cast("BinaryIO", Block(block.encode(), size)), None)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        settings = CleanSettings(cache_dir=cache)
        given = [path.read_text("utf-8", "replace") for path in asked.files]
        quiet = {
            "sources": sources(),
            **{f"prose ({name})": prose(name) for name in ("zh", "en", "ru", "ja")},
            **({"given": given} if given else {}),
        }
        print("text without junk, MB/s")
        for name, texts in quiet.items():
            print(f"  {name:<44} {rate(lambda text: clean(text, settings), texts):8.1f}")
        print("  pieces, over the sources:")
        pieces: dict[str, Callable[[str], object]] = {
            "spots": lambda t: list(spots(t)),
            "lines_of": lines_of,
            "repeated": repeated,
            "odd": odd,
            "mixed": mixed,
        }
        for name, job in pieces.items():
            print(f"    {name:<42} {rate(job, quiet['sources']):8.1f}")
        print("spoiled text, MB/s")
        for name, maker in MAKERS.items():
            texts = [maker(random.Random(n), "zh" if "255" in name else ("zh", "en", "ru", "ja")[n % 4]).text for n in range(40)]
            clean(texts[0], settings)
            print(f"  {name:<44} {rate(lambda text: clean(text, settings), texts):8.1f}")
        milliseconds, megabytes = startup(cache)
        print(f"start-up with the table in the cache: {milliseconds:.1f} ms, {megabytes:.1f} MB")
    if asked.large:
        small, large = stream(10_000_000), stream(1_000_000_000)
        print(f"memory of the filter: {small:.1f} MB at 10 MB, {large:.1f} MB at 1 GB")


if __name__ == "__main__":
    main()
