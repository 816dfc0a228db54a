"""
What the HTML view costs: seconds and bytes to make it, and how soon it answers a person in Chromium.

usage: python benchmarks/view.py [--trace FILE]

The thread is invented (tests/report/made.py), the same on every machine. "answers" is the time from the start of the navigation to
the frame after the first click on the switch, which is given as soon as the page's script has run; "complete" is the end of
parsing; "longest task" is the longest that any input would have had to wait. With --trace, Chromium's own trace of the load of
10,000 posts is written to FILE for its developer tools.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from scraper.report.view import write_view
from tests.report.made import invented

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 5
PROBE = """
window.probe = {tasks: []};
const note = list => list.getEntries().forEach(task => probe.tasks.push(task.duration));
new PerformanceObserver(note).observe({type: "longtask", buffered: true});
const watch = () => {
  if (!document.documentElement?.dataset.ready) return requestAnimationFrame(watch);
  document.getElementById("cuts").click();
  requestAnimationFrame(() => setTimeout(() => { probe.answers = performance.now(); }));
};
requestAnimationFrame(watch);
"""
SEARCH = """new Promise(done => {
  const box = document.getElementById("q");
  box.value = "varnish";
  const start = performance.now();
  box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
READ = """({...probe, longest: Math.max(0, ...probe.tasks), paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
complete: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd, elements: document.querySelectorAll("*").length})"""


def made(count: int, folder: Path) -> Path:
    """A view of so many posts, with what it cost."""
    records, path = list(invented(count, lost=frozenset(range(40, 60)))), folder / f"{count}.html"
    best = min(_timed(records, path) for _ in range(3))
    print(f"{count:>6} posts: made in {best:.2f} s, {path.stat().st_size / 1e6:.2f} MB")
    return path


def _timed(records: list[Any], path: Path) -> float:
    start = time.perf_counter()
    write_view(records, path)
    return time.perf_counter() - start


def load(browser: "Browser", path: Path, trace: str | None) -> dict[str, float]:
    """One load in a fresh profile: milliseconds by name."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(PROBE)
    if trace:
        browser.start_tracing(page=page, path=trace)
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    found: dict[str, float] = page.evaluate(READ)
    found["search"] = page.evaluate(SEARCH)
    if trace:
        browser.stop_tracing()
    page.close()
    return found


def main() -> None:
    """Make both views and open the large one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--trace", help="write Chromium's trace of one load to this file")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made(1000, Path(folder))
        large = made(10_000, Path(folder))
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            runs = [load(browser, large, given.trace if i == 0 else None) for i in range(ROUNDS)]
            browser.close()
    for name in ("paint", "answers", "complete", "longest", "search"):
        values = sorted(run[name] for run in runs)
        print(f"{name:>9}: median {values[len(values) // 2]:.0f} ms of {ROUNDS} (from {values[0]:.0f} to {values[-1]:.0f})")
    print(f" elements: {runs[0]['elements']:.0f}")


if __name__ == "__main__":
    main()
