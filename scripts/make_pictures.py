"""
Make the pictures of the README and the manual from the demo's thread: the view, light and dark and on a phone, and the terminal.

usage: python scripts/make_pictures.py [FOLDER]

FOLDER is docs/pictures by default. Needs the extras ``view`` and ``dev`` and Debian's packages chromium, fonts-inter, fonts-jetbrains-mono
and fonts-noto-cjk; with other fonts the pictures look different, nothing else.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

import scraper
from scraper.engines import recognise
from scraper.engines.explaining import explain as findings
from scraper.markup import Page as Html
from scraper.report.explain import Found, Reading, explain
from scraper.report.view import write_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
SITE = ROOT / "demo" / "site"
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
body{{margin:0;background:transparent}}
div{{display:inline-block;background:#16181d;border-radius:12px;padding:14px 22px 22px}}
div::before{{content:"";display:block;width:11px;height:11px;border-radius:50%;background:#ff5f57;box-shadow:18px 0 #febc2e,36px 0 #28c840;margin:0 0 14px -6px}}
pre{{margin:0;font:14px/1.5 "JetBrains Mono","Noto Sans Mono CJK SC",monospace;color:{foreground};font-variant-ligatures:none}}
</style><div><pre>{code}</pre></div>"""
SHOTS = (("view", 1200, 760, "light", True), ("view-dark", 1200, 760, "dark", True), ("overview", 1200, 1120, "light", False))
FIELDS = frozenset({"claim", "title", "post", "posted", "body", "author", "level", "mark quote", "mark hidden"})


def records() -> Iterator[scraper.Record]:
    """The demo's posts, as if crawled."""
    for number, path in enumerate(sorted(SITE.glob("page-*.html")), 1):
        url = f"https://bbs.qinglan.example/read.php?tid=42&page={number}"
        yield from scraper.extract(path.read_bytes(), url=url, fetched_at="2012-11-21T08:00:00Z").posts


def view(browser: "Browser", folder: Path) -> None:
    """The view on a desk and on a phone."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "view.html"
        write_view(records(), path)
        for name, width, height, scheme, cuts in SHOTS:
            shoot(browser, path, folder / f"{name}.png", width, height, scheme, cuts)
        shoot(browser, path, folder / "phone.png", 390, 760, "light", True)


def shoot(browser: "Browser", path: Path, target: Path, width: int, height: int, scheme: str, cuts: bool) -> None:
    """One picture; with ``cuts`` of the posts and what was cut out of them, else of the page's head."""
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path.as_uri())
    if cuts:
        page.locator("#cuts").evaluate("box => box.click()")
        page.locator("#p1").evaluate("post => post.scrollIntoView()")
    page.wait_for_timeout(300)
    page.screenshot(path=target)
    page.close()


def terminal(browser: "Browser", target: Path) -> None:
    """What ``scraper explain`` says of the demo's first page."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, device_scale_factor=1.5)
    page.set_content(session())
    page.locator("div").screenshot(path=target, omit_background=True)
    page.close()


def session() -> str:
    """The terminal's text with its colours, as HTML."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    source = SITE / "page-1.html"
    found = scraper.extract(source.read_bytes(), source="page-1.html")
    html = Html(source.read_text("utf-8"))
    engine = recognise(html)
    assert engine is not None
    reading = Reading(
        engine=engine.label,
        why=[f"{finding.rule} fits" for finding in findings(engine, html) if finding.field == "claim" and finding.fits],
        found=[Found(*finding) for finding in findings(engine, html) if finding.field in FIELDS],
        charset="utf-8",
        size=source.stat().st_size,
    )
    console = Console(record=True, width=122, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "green"), ("scraper explain page-1.html --floor 1", "bold")))
    for line in explain(found, reading, floor=1, width=122):
        console.print(Text.assemble(*line))
    return console.export_html(theme=MONOKAI, code_format=TERMINAL, inline_styles=True)


def main() -> None:
    """Make all of them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        view(browser, folder)
        terminal(browser, folder / "terminal.png")
        browser.close()
    for path in sorted(folder.glob("*.png")):
        print(f"{path.name:<16}{path.stat().st_size / 1000:>6.0f} KB")


if __name__ == "__main__":
    main()
