"""How a crawl's events look to the person: a living line on a terminal, plain lines elsewhere, JSON lines where asked for."""

import dataclasses
import sys
import time
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .answers import count, plain, say, sentences

if TYPE_CHECKING:
    from ..crawling import Summary
    from ..crawling.events import Event
    from ..frontier import Account

__all__ = ["Progress"]


class Progress:
    """Shows events on standard error; owns the living line of a terminal while the crawl runs."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self.quiet = quiet
        self.as_json = as_json
        self.pages = self.posts = self.threads = 0
        self.started = time.monotonic()
        self.status: Any = None
        self.said: deque[str] = deque(maxlen=10)  # lines that still stand above the summary

    def __enter__(self) -> Self:
        if not (self.quiet or self.as_json) and sys.stderr.isatty():
            from rich.console import Console
            from rich.text import Text

            self.text = Text
            self.status = Console(stderr=True).status(Text("starting"))
            self.status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the living line away."""
        if self.status is not None:
            self.status.stop()
            self.status = None

    def tell(self, event: "Event") -> None:
        """Show one event."""
        if self.as_json:
            say(_as_json(event))
            return
        line = self.line(event)
        if self.status is not None:
            self.status.update(self.text(self.state(line)))
        elif line and not self.quiet:
            self.said.append(line)
            say(line)

    def line(self, event: "Event") -> str:
        """An event as one line; empty for what only a terminal shows."""
        from ..crawling import events

        match event:
            case events.PageFetched():
                self.pages += 1
                self.posts += event.posts
                of = f" {event.page}/{event.pages}" if event.page and event.pages else ""
                return f"page{of}  {event.posts} new posts  {event.outcome}  {event.url}"
            case events.Waiting() if event.seconds >= 5:
                return f"waiting {event.seconds:.0f} s for {event.host}: {event.why}"
            case events.Retrying():
                return f"again in {event.seconds:.0f} s ({event.tries}/{event.most}): {event.url}: {event.why}"
            case events.Resting():
                return f"{event.host} rests{f' {event.seconds:.0f} s' if event.seconds else ' until the next run'}: {event.why}"
            case events.Failed():
                return f"{event.url}: {event.outcome}: {sentences(event.why, event.advice)}"
            case events.ThreadDone():
                self.threads += 1
                return account_line(event.account)
            case events.Stopping() if event.open:
                return f"stopping: {event.open} open {'page is' if event.open == 1 else 'pages are'} finished; Ctrl-C again stops now"
            case events.FileKept():
                return f"file {event.path} ({event.bytes:,} bytes)"
        return ""

    def repeat(self, line: str) -> None:
        """Say what was said while the crawl ran, unless it was said just now."""
        if not any(said.startswith(line) for said in self.said):
            say(line)

    def state(self, line: str) -> str:
        """What the living line says."""
        rate = self.pages / max(0.1, time.monotonic() - self.started)
        return plain(f"{self.threads} threads, {self.pages} pages, {self.posts} posts, {rate:.1f} pages/s  {line}"[:200])

    def summary(self, summary: "Summary", accounts: "Iterable[Account]") -> None:
        """What the run came to, and what is missing."""
        if self.as_json:
            say(_as_json(summary))
            return
        for account in accounts:
            if not account.complete:
                self.repeat(account_line(account))
        for trouble in summary.troubles[:10]:
            self.repeat(f"{trouble.url}: {trouble.outcome}: {trouble.why}")
        changed = f", {summary.new} new, {summary.edited} edited, {summary.gone} gone" if summary.new != summary.posts else ""
        held = f"{count(summary.posts, 'post')} of {count(summary.threads, 'thread')}"
        say(f"{held} ({summary.complete} complete) on {count(summary.pages, 'page')}{changed}")
        if summary.pages and not self.pages and not (summary.waiting or summary.failed):
            say("nothing was fetched: the job has all of it; --update asks for what is new")


def account_line(account: "Account") -> str:
    """A thread's account in one line."""
    announced = f" of {account.announced}" if account.announced else ""
    missing = f", missing {', '.join(account.missing[:20])}" if account.missing else ""
    if account.only is not None:
        return f"{account.title or account.url}: {account.stored} posts of {account.only} alone, {count(account.pages_asked, 'page')} asked"
    state = "complete" if account.complete else f"incomplete ({account.stop or account.why or 'unknown'})"
    return (
        f"{account.title or account.url}: {account.stored}{announced} posts, {count(account.pages_asked, 'page')} asked, {state}{missing}"
    )


def _as_json(value: Any) -> str:
    import msgspec

    data = dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else msgspec.to_builtins(value)
    return msgspec.json.encode({"event": type(value).__name__, **msgspec.to_builtins(data)}).decode()
