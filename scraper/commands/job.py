"""``scraper job``: what a job file holds, what failed and why."""

from pathlib import Path

import typer

from ..errors import InputError
from .answers import answering, count, plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("job")(job)


@answering
def job(
    file: Path = typer.Argument(help="A crawl's job file."),
    as_json: bool = typer.Option(False, "--json", help="The summary and the accounts as JSON lines."),
) -> None:
    """
    Show a crawl's state: threads with their account, what waits, what failed and why.

    Example: scraper job thread.jsonl.job
    """
    import msgspec

    from ..crawling import accounts, open_job, summarise
    from .progress import account_line

    if not file.exists():
        raise InputError(f"{file}: no such job file; 'scraper crawl URL -j {file}' makes one")
    opened = open_job(file)
    try:
        summary = summarise(opened)
        if as_json:
            typer.echo(msgspec.json.encode(summary).decode())
            for account in accounts(opened):
                typer.echo(msgspec.json.encode(account).decode())
            return
        typer.echo(f"{count(summary.posts, 'post')} of {count(summary.threads, 'thread')} ({summary.complete} complete)")
        typer.echo(f"{count(summary.pages, 'page')}, {summary.bytes:,} bytes{_rate(opened.captures.span(), summary.pages)}")
        typer.echo(f"{summary.waiting} waiting, {summary.failed} failed, {summary.skipped} skipped")
        for account in accounts(opened):
            typer.echo(plain(account_line(account)))
        for trouble in summary.troubles:
            typer.echo(plain(f"{trouble.url}: {trouble.outcome}: {trouble.why}"))
    finally:
        opened.close()


def _rate(span: tuple[str, str] | None, pages: int) -> str:
    """
    When a job's pages came, and how fast.

    >>> _rate(("2026-01-02T00:00:00Z", "2026-01-02T00:01:40Z"), 50)
    ', 2026-01-02T00:00:00Z to 2026-01-02T00:01:40Z, 0.50 pages/s'
    """
    from datetime import datetime

    if span is None:
        return ""
    first, last = (datetime.fromisoformat(moment) for moment in span)
    seconds = (last - first).total_seconds()
    return f", {span[0]} to {span[1]}{f', {pages / seconds:.2f} pages/s' if seconds else ''}"
