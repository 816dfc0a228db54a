"""``scraper export``: any output again from a job file, without the network."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import UsageError
from ..settings import Settings
from .answers import answering, count, say
from .options import base, clean_settings, read_settings

if TYPE_CHECKING:
    from ..model import Record

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


@answering
def export(
    file: Path = typer.Argument(help="A crawl's job file, or records: JSON Lines, Parquet, a folder of parts."),
    output: str = typer.Option(
        "-", "-o", "--output", help="Where the records go; the name's end says the format. NAME.warc.gz gets a job's pages."
    ),
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
    Make an output again from a crawl's captures: another format, other cleaning, no network. Of records: another format.

    Examples: scraper export thread.jsonl.job -o thread.parquet · scraper export thread.jsonl -o thread.sqlite
    """
    from ..crawling import Selection, open_job, records
    from ..store.warc import write_warc
    from .loading import is_job, records_in

    if not is_job(file) and (found := records_in(file)):
        if since or author or only_op or versions or preset or likely or engine or engine_file or timezone:
            raise UsageError(
                f"{file}: holds records, which are read and cleaned already; to choose or read anew, name the job file{_beside(file)}"
            )
        _write(found, output, form)
        return
    held = base(config)
    settings = Settings(
        read=read_settings(held.read, engine=engine, timezone=timezone, engine_files=engine_file),
        clean=clean_settings(preset, likely, held=held.clean),
    )
    opened = open_job(file)
    try:
        if output.endswith(".warc.gz"):
            write_warc(opened.captures.all(), Path(output))
            say(f"{count(opened.captures.count()[0], 'page')}, whole: what chooses posts or cleans them has no meaning in a WARC file")
        else:
            selection = Selection(since=since, author=author, only_op=only_op, versions=versions)
            _write(records(opened, settings, selection), output, form)
    finally:
        opened.close()


def _beside(file: Path) -> str:
    job = file.with_name(f"{file.name}.job")
    return f": {job}" if job.exists() else ""


def _write(records: Iterable["Record"], output: str, form: str | None) -> None:
    from ..store.sinks import open_sink

    written = 0
    with open_sink(output, form) as sink:
        for record in records:
            sink.write(record)
            written += 1
    say(count(written, "post"))
