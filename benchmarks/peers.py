"""
Peers, side by side, on the same pages in one run: posts found, authors, times, text, junk left, milliseconds a page, memory.

usage: peers.py [FOLDER] [--pages N] [--docs FILE]

Each peer runs as a process of its own over the same list of pages. A peer that gives one text a page is judged by what
it can have: the share of the gold's words that it holds, of its words that are the gold's, and the junk strings it leaves. A peer
that is not installed is left out and named.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "shared" / "corpus" / "pages"

Read = Callable[[bytes, str | None], tuple[str, list[dict[str, Any]]]]
"""A page's bytes and address to its whole text and, where the peer knows posts, those."""


def ours() -> Read:
    """This project: posts with all their fields."""
    from scraper import extract

    def read(body: bytes, url: str | None) -> tuple[str, list[dict[str, Any]]]:
        posts = extract(body, url=url).posts
        found = [{"author": p.author.name, "time": p.posted_at, "text": p.text} for p in posts]
        return "\n".join(p.text + "\n" + "\n".join(q.text for q in p.quotes) for p in posts), found

    return read


def trafilatura() -> Read:
    import trafilatura as peer

    return lambda body, url: (peer.extract(body, url=url, include_comments=True) or "", [])


def resiliparse() -> Read:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda body, url: (extract_plain_text(body.decode("utf-8", "replace"), main_content=True), [])


def justext() -> Read:
    import justext as peer

    stop = peer.get_stoplist("English")
    return lambda body, url: ("\n".join(p.text for p in peer.justext(body, stop) if not p.is_boilerplate), [])


def readability() -> Read:
    from readability import Document

    return lambda body, url: (re.sub(r"<[^>]+>", " ", Document(body.decode("utf-8", "replace")).summary()), [])


def soup() -> Read:
    from bs4 import BeautifulSoup

    return lambda body, url: (BeautifulSoup(body, "html.parser").get_text("\n"), [])


PEERS: dict[str, tuple[str, Callable[[], Read]]] = {
    "forum-scraper": ("forum-scraper", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "resiliparse": ("resiliparse", resiliparse),
    "jusText": ("justext", justext),
    "readability": ("readability-lxml", readability),
    "BeautifulSoup": ("beautifulsoup4", soup),
}


def words(text: str) -> collections.Counter[str]:
    """Words, and single characters where a script writes none."""
    return collections.Counter(re.findall(r"[a-z0-9]+|[^\W\da-z_]", text.lower()))


def tight(text: str) -> str:
    return "".join(text.split())


def measure(name: str, folder: Path, limit: int) -> dict[str, Any]:
    """One peer over all thread pages with full gold; run in a process of its own."""
    read = PEERS[name][1]()
    totals: collections.Counter[str] = collections.Counter()
    spent = 0.0
    for gold, page in pages(folder, limit):
        body = page.read_bytes()
        start = time.perf_counter()
        try:
            text, posts = read(body, gold.get("url"))
        except Exception:
            text, posts = "", []
            totals["errors"] += 1
        spent += time.perf_counter() - start
        judge(totals, gold, text, posts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**totals, "ms": spent / max(1, totals["pages"]) * 1000, "memory": memory}


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
        totals["times"] += (mine["time"] or "")[:10] == (theirs.get("published_at") or "")[:10]


def pages(folder: Path, limit: int) -> list[tuple[dict[str, Any], Path]]:
    """Thread pages with their gold."""
    found = []
    for path in sorted(folder.rglob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        page = path.with_name(path.name.removesuffix(".gold.json") + ".html")
        if gold.get("page_kind") == "thread" and page.exists():
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
    junk = f"{found['junk_left']} of {found['junk']}"
    return (
        f"| {name} {version(PEERS[name][0])} | {posts} | {people} | {recall:.3f} | {precision:.3f} | {junk} |"
        f" {found['ms']:.2f} | {found['memory']:.0f} |"
    )


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description="peers on the same pages in one run")
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--one", choices=list(PEERS), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, args.folder, args.pages)))
        return
    lines = [
        "| reader | posts | authors / days right | words found | words right | junk strings left | ms a page | MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, (package, _) in PEERS.items():
        if version(package) is None:
            print(f"{name} is not installed", file=sys.stderr)
            continue
        command = [sys.executable, __file__, str(args.folder), "--pages", str(args.pages), "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        lines.append(row(name, json.loads(done.stdout.splitlines()[-1])))
    print("\n".join(lines))
    if args.docs:
        intro = "# Peers, side by side\n\nMade by `benchmarks/peers.py` on the thread pages of the corpus, all in one run.\n\n"
        args.docs.write_text(intro + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
