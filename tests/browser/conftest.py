"""Headless Chromium for the tests that see a page as a person does; skipped where the browser or Playwright is not installed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scraper.report.view import write_view

from ..report.made import invented

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="package")  # its event loop runs as long as it lives: other folders start loops of their own
def browser() -> Iterator["Browser"]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Views on disk by their number of posts, each made once."""
    folder = tmp_path_factory.mktemp("views")

    def of(count: int) -> Path:
        path = folder / f"view-{count}.html"
        if not path.exists():
            write_view(invented(count, lost=frozenset({7, 8})), path)
        return path

    return of


class Watch:
    """What must never happen while a page is open: errors, dialogs, requests beside the file itself."""

    def __init__(self, page: "Page") -> None:
        self.seen: list[str] = []
        page.on("pageerror", lambda error: self.seen.append(f"error {error}"))
        page.on("console", lambda message: self.seen.append(f"console {message.text}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("popup", lambda other: self.seen.append(f"popup {other.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith("file:"):
            self.seen.append(f"request {request.url}")


Opened = Callable[..., "Page"]


@pytest.fixture
def opened(browser: "Browser") -> Iterator[Opened]:
    """Opens a file in a fresh profile; at the end nothing may have gone wrong in it."""
    watched: list[Watch] = []
    contexts = []

    def open_file(path: Path, *, width: int = 1280, height: int = 900, **options: Any) -> "Page":
        fragment = options.pop("fragment", "")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watch(page))
        page.goto(path.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert [line for watch in watched for line in watch.seen] == []
