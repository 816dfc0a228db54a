"""
Peers, side by side, on the same pages in one run: posts found, authors, times, text, junk left, milliseconds a page, memory.

usage: peers.py [FOLDER] [--pages N] [--docs FILE]

Each peer runs as a process of its own over the same list of pages: all of them, then those of engines that a peer knows. A peer
that gives one text a page is judged by what it can have: the share of the gold's words that it holds, of its words that are the gold's,
and the junk strings it leaves. forum-dl and forumscraper fetch pages by themselves; here they are handed the page, and told the
engine, which they would find out over the network. A peer that is not installed is left out and named.
"""

import argparse
import collections
import importlib.metadata
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "shared" / "corpus" / "pages"


class Saved(NamedTuple):
    """A page as a peer is handed it; ``engine`` is the first word of its folder's name."""

    body: bytes
    url: str
    engine: str
    fetched_at: str | None

    @property
    def text(self) -> str:
        """The page decoded as UTF-8, whatever it is."""
        return self.body.decode("utf-8", "replace")


Read = Callable[[Saved], tuple[str, list[dict[str, Any]]]]
"""A page to its whole text and, where the peer knows posts, those."""

TAG = re.compile(r"<[^>]+>")
KNOWN = ("phpbb", "smf")
"""Engines of the pages that the peers for forums know, by the beginnings of the folders' names."""


def ours() -> Read:
    """This project: posts with all their fields."""
    from scraper import extract

    def read(page: Saved) -> tuple[str, list[dict[str, Any]]]:
        posts = extract(page.body, url=page.url, fetched_at=page.fetched_at).posts
        found = [{"author": p.author.name, "time": p.posted_at, "text": p.text} for p in posts]
        return "\n".join(p.text + "\n" + "\n".join(q.text for q in p.quotes) for p in posts), found

    return read


def trafilatura() -> Read:
    import trafilatura as peer

    return lambda page: (peer.extract(page.body, url=page.url, include_comments=True) or "", [])


def resiliparse() -> Read:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: (extract_plain_text(page.text, main_content=True), [])


def justext() -> Read:
    import justext as peer

    stop = peer.get_stoplist("English")
    return lambda page: ("\n".join(p.text for p in peer.justext(page.body, stop) if not p.is_boilerplate), [])


def readability() -> Read:
    from readability import Document

    return lambda page: (TAG.sub(" ", Document(page.text).summary()), [])


def soup() -> Read:
    from bs4 import BeautifulSoup

    return lambda page: (BeautifulSoup(page.body, "html.parser").get_text("\n"), [])


def forum_dl() -> Read:
    from forum_dl.extractors import list_classes
    from forum_dl.extractors.common import ExtractorOptions, PageState, Post, Thread

    classes = {c.__name__: c for c in list_classes()}

    def read(page: Saved) -> tuple[str, list[dict[str, Any]]]:
        made = classes[{"phpbb": "PhpbbExtractor", "smf": "SimplemachinesExtractor"}[page.engine]]
        answer = SimpleNamespace(content=page.body, text=page.text, url=page.url)
        peer = made(SimpleNamespace(get=lambda *a, **k: answer, try_get=lambda *a, **k: answer), page.url, ExtractorOptions(path=False))
        thread = Thread(path=("1", "2"), url=page.url, origin=page.url, data={}, title="")
        found = [p for p in peer._fetch_thread_page_posts(thread, PageState(url=page.url, page=1)) if isinstance(p, Post)]
        return _posts((p.author, p.creation_time, p.content) for p in found)

    return read


def forumscraper() -> Read:
    import forumscraper as peer
    from forumscraper.defs import Outputs

    made = peer.Extractor(output=Outputs.data | Outputs.threads, thread_pages_max=1)

    def read(page: Saved) -> tuple[str, list[dict[str, Any]]]:
        found = getattr(made, page.engine).get_thread(page.url, rq=page.text)["data"]["threads"][0]["posts"]
        return _posts((p["user"], p["date"], p.get("content") or p.get("body") or "") for p in found)

    return read


def _posts(found: Iterable[tuple[str, str, str]]) -> tuple[str, list[dict[str, Any]]]:
    """Posts whose text is still HTML and whose times are as printed."""
    from scraper.dates import parse

    posts = [{"author": a, "time": parse(when) or when, "text": unescape(TAG.sub(" ", html))} for a, when, html in found]
    return "\n".join(p["text"] for p in posts), posts


PEERS: dict[str, tuple[str, Callable[[], Read]]] = {
    "forum-scraper": ("forum-scraper", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "resiliparse": ("resiliparse", resiliparse),
    "jusText": ("justext", justext),
    "readability": ("readability-lxml", readability),
    "BeautifulSoup": ("beautifulsoup4", soup),
    "forum-dl": ("forum-dl", forum_dl),
    "forumscraper": ("forumscraper", forumscraper),
}


def words(text: str) -> collections.Counter[str]:
    """Words, and single characters where a script writes none."""
    return collections.Counter(re.findall(r"[a-z0-9]+|[^\W\da-z_]", text.lower()))


def tight(text: str) -> str:
    return "".join(text.split())


def measure(name: str, folder: Path, limit: int, known: bool) -> dict[str, Any]:
    """One peer over all thread pages with full gold; run in a process of its own."""
    read = PEERS[name][1]()
    totals: collections.Counter[str] = collections.Counter()
    spent = 0.0
    for gold, path in pages(folder, limit, known):
        page = saved(gold, path)
        start = time.process_time()
        try:
            text, posts = read(page)
        except Exception:
            text, posts = "", []
            totals["errors"] += 1
        spent += time.process_time() - start
        judge(totals, gold, text, posts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**totals, "ms": spent / max(1, totals["pages"]) * 1000, "memory": memory}


def saved(gold: dict[str, Any], path: Path) -> Saved:
    """A page with what its sidecar says of it."""
    beside = path.with_name(path.stem + ".capture.json")
    capture = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    return Saved(path.read_bytes(), gold.get("url") or "", path.parent.name.split("-")[0], capture.get("fetched_at"))


def judge(totals: collections.Counter[str], gold: dict[str, Any], text: str, posts: list[dict[str, Any]]) -> None:
    """Count what one page's answer has of its gold."""
    own = gold["posts"]
    want = words("\n".join((p.get("text") or "") + "\n" + "\n".join(q.get("text") or "" for q in p.get("quotes") or []) for p in own))
    have = words(text)
    common = sum((want & have).values())
    joined, gold_text = tight(text), tight("".join(p.get("text") or "" for p in own))
    junk = [tight(j) for p in own for j in p.get("junk") or [] if len(tight(j)) >= 5]
    totals.update(pages=1, want=sum(want.values()), have=sum(have.values()), common=common, posts_gold=len(own), posts=len(posts))
    totals.update(junk=len(junk), junk_left=sum(1 for j in junk if j in joined and j not in gold_text))
    for mine, theirs in zip(posts, own, strict=False):
        totals["authors"] += mine["author"] == theirs["author"].get("name")
        day = theirs.get("published_at")  # not all gold has it
        totals["times"] += day is None or (mine["time"] or "")[:10] == day[:10]


def pages(folder: Path, limit: int, known: bool) -> list[tuple[dict[str, Any], Path]]:
    """Thread pages with their gold."""
    found = []
    for path in sorted(folder.rglob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        page = path.with_name(path.name.removesuffix(".gold.json") + ".html")
        if gold.get("page_kind") == "thread" and page.exists() and (not known or page.parent.name.startswith(KNOWN)):
            found.append((gold, page))
    return found[:: max(1, len(found) // limit)] if limit else found


def version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def row(name: str, found: dict[str, Any]) -> str:
    """A line of the table."""
    recall, precision = found["common"] / max(1, found["want"]), found["common"] / max(1, found["have"])
    posts = f"{found['posts']} of {found['posts_gold']}" if found["posts"] else "–"
    people = f"{found.get('authors', 0)} / {found.get('times', 0)}" if found["posts"] else "–"
    errors = f" ({found['errors']} pages raised)" if found.get("errors") else ""
    junk = f"{found['junk_left']} of {found['junk']}"
    return (
        f"| {name} {version(PEERS[name][0])} | {posts}{errors} | {people} | {recall:.3f} | {precision:.3f} | {junk} |"
        f" {found['ms']:.2f} | {found['memory']:.0f} |"
    )


HEAD = (
    "| reader | posts | authors / days right | words found | words right | junk strings left | ms a page | MB |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)
INTRO = """# Peers, side by side

Made by `python benchmarks/peers.py --docs docs/peers.md` on {day}, all readers in one run on one machine, each in a process of its own. *Words
found* is the share of the gold's words (posts and quotes) that a reader gives, *words right* the share of its words that are the gold's. Readers
that give one text a page have no posts, authors or times.

Where a peer is better: resiliparse and trafilatura need no engine and give something for every page of the web, articles above all; resiliparse
is the fastest. BeautifulSoup loses no word of a page, nor anything else that stands on it.
"""
KNOWN_INTRO = """## Pages of phpBB and SMF

What the two peers for forums know among the engines here. They fetch pages by themselves; for this table each was handed the page and told its
engine. Their text is HTML still, from which tags were cut.
"""


def table(folder: Path, limit: int, known: bool) -> list[str]:
    """A line a reader; the two that know few engines only where those are asked for."""
    lines = [*HEAD]
    for name, (package, _) in PEERS.items():
        if version(package) is None:
            print(f"{name} is not installed", file=sys.stderr)
        elif known or name not in ("forum-dl", "forumscraper"):
            command = [sys.executable, __file__, str(folder), "--pages", str(limit), "--one", name, *(["--known"] if known else [])]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            lines.append(row(name, json.loads(done.stdout.splitlines()[-1])))
            print(lines[-1])
    return lines


def main() -> None:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description="peers on the same pages in one run")
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--one", choices=list(PEERS), help=argparse.SUPPRESS)
    parser.add_argument("--known", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, args.folder, args.pages, args.known)))
        return
    everything, forums = (table(args.folder, args.pages, known) for known in (False, True))
    if args.docs:
        parts = (INTRO.format(day=date.today()), *everything, "", KNOWN_INTRO, *forums)
        args.docs.write_text("\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
