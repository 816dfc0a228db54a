"""``scraper fixture``: a fixture folder from a saved page, for a person to trim."""

from pathlib import Path

import typer

from ..errors import InputError, OutputError
from .answers import answering, say
from .options import moment

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("fixture")(fixture)


@answering
def fixture(
    page: Path = typer.Argument(help="A saved page."),
    engine: str = typer.Option(..., "--engine", help="The engine's name; a folder of that name holds its cases."),
    case: str = typer.Option(..., "--case", help="The case's name, such as 2.1-thread."),
    url: str | None = typer.Option(None, "--url", help="The page's address."),
    fetched_at: str | None = typer.Option(None, "--fetched-at", help="When it was taken (RFC 3339)."),
    folder: Path = typer.Option(Path("tests/fixtures/engines"), "--folder", help="Where the fixtures are."),
) -> None:
    """
    Make a fixture folder from a saved page: page.html, capture.json and what is read today as expected.json.

    Trim the page, put invented people and words in it, and correct expected.json by hand: then it is a case.

    Example: scraper fixture saved.html --engine larkboard --case 3.0-thread
    """
    import json

    import msgspec

    from ..model import Capture
    from ..pipeline import extract

    if not page.is_file():
        raise InputError(f"{page}: no such file")
    target = folder / engine / case
    if target.exists():
        raise OutputError(f"{target} is there already: choose another --case")
    body = page.read_bytes()
    read = extract(Capture(source="page.html", body=body, url=url, fetched_at=moment("--fetched-at", fetched_at)))
    expected = {"outcome": read.outcome.kind, "thread": msgspec.to_builtins(read.thread), "posts": msgspec.to_builtins(read.posts)}
    said: dict[str, object] = {
        "url": url,
        "fetched_at": fetched_at,
        "headers": {},
        "note": "say here after which version or public template the markup is made",
    }
    target.mkdir(parents=True)
    (target / "page.html").write_bytes(body)
    (target / "capture.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (target / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")
    say(f"{target}: {read.outcome.kind}, {len(read.posts)} posts. Now trim page.html, invent its people, and correct expected.json.")
