"""Pages of forums with flat addresses are read from what tools made of them on a disk as from the forum itself."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from scraper import encoding
from scraper.pipeline import extract

from .cases import capture_of, cases
from .savers import SAVERS

FLAT = ("phpwind", "discuz", "phpbb", "vbulletin", "smf", "mybb", "fluxbb", "punbb", "xiuno", "tapatalk", "generic")
CASES = [case for name in FLAT for case in cases(name) if (case / "page.html").exists()]

LOST = {
    ("discuz/41-thread", "SingleFile"): "the picture that parts the signature",
    ("discuz/55-thread", "SingleFile"): "the picture that parts the signature",
    ("discuz/x34-dsign", "SingleFile"): "the script that is the page",
    ("discuz/x34-reward", "SingleFile"): "the script that leads to the best answer",
    ("generic/questions", "wget"): "the folders in which names stand",
    ("generic/table-forum", "HTTrack"): "the thread's address, by which its title is known",
    ("discuz/x34-touch-not-found", "complete"): "the script that names the engine",
    ("discuz/x34-touch-not-found", "SingleFile"): "the script that names the engine",
}
"""Cases in which a tool takes what the page is told by."""


def said(found: Any) -> Any:
    """What of a record does not hang on the addresses of pictures."""
    posts = [
        (p.floor, p.author.name, p.posted_at, p.text, p.states, p.author.signature, [(q.author, q.text) for q in p.quotes], p.author.stats)
        for p in found.posts
    ]
    threads = [(t.id, t.title, t.author) for t in found.board.threads] if found.board else []
    return found.outcome.kind, found.thread.title if found.thread else None, posts, threads


@pytest.mark.parametrize("saver", SAVERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_saved_page_says_the_same(case: Path, saver: str) -> None:
    if reason := LOST.get((f"{case.parent.name}/{case.name}", saver)):
        pytest.skip(reason)
    capture = capture_of(case)
    if not capture.url:
        pytest.skip("no address to be saved from")
    html = encoding.decode(capture.body, headers=capture.headers).text
    saved = msgspec.structs.replace(capture, body=SAVERS[saver](html, capture.url).encode("utf-8", "replace"), encoding="utf-8")
    assert said(extract(saved)) == said(extract(capture))
