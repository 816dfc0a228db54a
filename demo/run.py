"""
The main job on a real socket: a bundled phpwind thread with its anti-copy feature on, served on loopback and crawled.

Prints the posts as a reader would like them, the ledger of what was cut with its proofs, and where the records are.
"""

import http.server
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from scraper import FetchSettings, Record, Settings
from scraper.crawling import crawl_sync
from scraper.store.sinks import open_sink

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "demo-out" / "thread.jsonl"


class Forum(http.server.BaseHTTPRequestHandler):
    """The thread's three pages at ``read.php?tid=42&page=N``, and a robots.txt."""

    def do_GET(self) -> None:
        """Answer one request."""
        parts = urlsplit(self.path)
        number = parse_qs(parts.query).get("page", ["1"])[0]
        page = HERE / "site" / f"page-{number}.html"
        if parts.path == "/robots.txt":
            self.answer(b"User-agent: *\nAllow: /\n", "text/plain")
        elif parts.path == "/read.php" and page.exists():
            self.answer(page.read_bytes(), "text/html")
        else:
            self.send_error(404)

    def answer(self, body: bytes, kind: str) -> None:
        """Send a body."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the demo."""


def show(record: Record) -> None:
    """One post as a reader would like it, with what was cut out of it."""
    author = record.author
    stats = " · ".join(f"{stat.label} {stat.text}" for stat in author.stats[:4])
    print(f"\n── {record.floor_label} ─ {author.name} ({author.level}) ─ {record.posted_at}\n   {stats}")
    for quote in record.quotes:
        print(f"   │ {quote.author}: {quote.text}")
    for line in record.text.split("\n"):
        print(f"   {line}")


def ledger(records: list[Record]) -> None:
    """Every string that was cut, and the seed that proves it."""
    print("\nWhat was cut, and how we know (the forum's random generator, recomputed):\n")
    for record in records:
        for edit in (*record.edits, *(edit for quote in record.quotes for edit in quote.edits)):
            proof = f"{edit.proof.generator} seed {edit.proof.seed}" if edit.proof and edit.proof.seed is not None else ""
            print(f"  #{record.floor:<3} {edit.start:>4}-{edit.end:<4} {edit.reason:<12} {proof:<28} {edit.cut!r}")


def main() -> int:
    """Serve, crawl, show."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forum)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/read.php?tid=42&page=2"
    print(f"A phpwind forum listens on loopback. Crawling the thread from its second page: {url}")
    with crawl_sync(url, Settings(fetch=FetchSettings(delay=0.2))) as result:
        records = list(result.records())
        accounts = list(result.accounts())
    server.shutdown()
    with open_sink(str(OUTPUT)) as sink:
        for record in records:
            show(record)
            sink.write(record)
    ledger(records)
    for account in accounts:
        print(f"\n{account.stored} of {account.announced} posts on {account.pages_asked} pages; complete: {account.complete}")
    print(f"The records, one JSON object a line: {OUTPUT.relative_to(HERE.parent)}")
    return 0 if records and all(account.complete for account in accounts) else 1


if __name__ == "__main__":
    sys.exit(main())
