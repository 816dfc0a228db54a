"""``scraper view``: one HTML file to look at."""

from pathlib import Path

import typer

from ..errors import UsageError
from .answers import answering, say
from .options import base

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("view")(view)


@answering
def view(
    source: Path = typer.Argument(metavar="INPUT", help="Records, a job file, Parquet, or a page; - is standard input."),
    output: Path | None = typer.Option(
        None, "-o", "--output", help="The file: .html (by default beside the input), .epub, .atom, .rss or .jsonld."
    ),
    title: str | None = typer.Option(None, "--title", help="Another title."),
    open_it: bool = typer.Option(False, "--open", help="Open it in the browser."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml."),
) -> None:
    """
    Make one self-contained HTML file of threads: to read, to search, and to see what was cut and why. Or a book, a feed, JSON-LD.

    Examples: scraper view thread.jsonl --open · scraper view thread.jsonl.job -o thread.html · scraper view thread.jsonl -o thread.epub
    """
    from ..report.writing import write
    from .loading import records_of

    if str(output or source) == "-":
        raise UsageError("view writes a file: name it with -o")
    target = output or source.with_suffix(".view.html")
    write(records_of(source, base(config)), target, title=title)
    say(f"{target}: open it in a browser; it asks the network for nothing" if target.suffix == ".html" else str(target))
    if open_it:
        import webbrowser

        webbrowser.open(target.resolve().as_uri())
