"""``scraper export``: any output again from a job file, without the network."""

from pathlib import Path

import typer

from ..errors import InputError
from ..settings import Settings
from .answers import answering, say
from .options import base, clean_settings, read_settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


@answering
def export(
    file: Path = typer.Argument(help="A crawl's job file."),
    output: str = typer.Option("-", "-o", "--output", help="Where the records go; the name's end says the format."),
    form: str | None = typer.Option(None, "--format", help="Output format, where the name does not say it."),
    since: str | None = typer.Option(None, "--since", help="Only posts from this date on."),
    author: str | None = typer.Option(None, "--author", help="Only posts of this author."),
    only_op: bool = typer.Option(False, "--only-op", help="Only posts of who opened the thread."),
    versions: bool = typer.Option(False, "--versions", help="Earlier versions of edited posts too."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    likely: str | None = typer.Option(None, "--likely", help="Statistical junk: off, auto or on."),
    engine: str | None = typer.Option(None, "--engine", help="Force an engine."),
    engine_file: list[str] = typer.Option([], "--engine-file", help="An engine of your own, as TOML."),
    timezone: str | None = typer.Option(None, "--timezone", help="Zone of the forum's times."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml; by default the one in your configuration folder."),
) -> None:
    """
    Make an output again from a crawl's captures: another format, other cleaning, no network.

    Example: scraper export thread.jsonl.job -o thread.parquet
    """
    from ..crawling import Selection, open_job, records
    from ..store.sinks import open_sink
    from ..store.warc import write_warc

    if not file.exists():
        raise InputError(f"{file}: no such job file")
    held = base(config)
    settings = Settings(
        read=read_settings(held.read, engine=engine, timezone=timezone, engine_files=engine_file),
        clean=clean_settings(preset, likely, held=held.clean),
    )
    opened, count = open_job(file), 0
    try:
        if output.endswith(".warc.gz"):
            write_warc(opened.captures.all(), Path(output))
            return
        with open_sink(output, form) as sink:
            for record in records(opened, settings, Selection(since=since, author=author, only_op=only_op, versions=versions)):
                sink.write(record)
                count += 1
    finally:
        opened.close()
    say(f"{count} posts")
