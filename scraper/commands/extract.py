"""``scraper extract``: saved pages, folders, archives and dumps in, records out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import InputError, ReadError, UsageError
from .answers import answering, say
from .options import base, clean_settings, moment, read_settings
from .options import outcomes as kinds_of

if TYPE_CHECKING:
    from .watching import Watching

__all__ = ["register"]

FINE = frozenset({"thread", "board", "not-modified", "skipped"})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract")(extract)


@answering
def extract(
    inputs: list[str] = typer.Argument(help="Files, folders, patterns, archives, @lists, addresses of stores, or - for standard input."),
    output: str = typer.Option("-", "-o", "--output", help="Where the records go; the name's end says the format. - is standard output."),
    form: str | None = typer.Option(None, "--format", help="Output format, where the name does not say it."),
    url: str | None = typer.Option(None, "--url", help="Address of the page, where nothing beside it says so."),
    fetched_at: str | None = typer.Option(None, "--fetched-at", help="When it was taken (RFC 3339); 'yesterday' counts from here."),
    encoding: str | None = typer.Option(None, "--encoding", help="Force a character encoding."),
    engine: str | None = typer.Option(None, "--engine", help="Force an engine; 'scraper engines' lists them."),
    engine_file: list[str] = typer.Option([], "--engine-file", help="An engine of your own, as TOML."),
    timezone: str | None = typer.Option(None, "--timezone", help="Zone of the forum's times: Asia/Shanghai, +08:00."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    likely: str | None = typer.Option(None, "--likely", help="Statistical junk: off, auto or on."),
    html_column: str | None = typer.Option(None, "--html-column", help="Field of JSON Lines or Parquet that holds HTML."),
    text_column: str | None = typer.Option(None, "--text-column", help="Field that holds plain text."),
    url_column: str | None = typer.Option(None, "--url-column", help="Field that holds the address."),
    no_digests: bool = typer.Option(False, "--no-digests", help="Take an archive's records also where their digests do not fit."),
    extras: str = typer.Option("", "--with", help="Add to each record: lang, hash (with commas)."),
    threads: bool = typer.Option(False, "--threads", help="Join the pages of each thread, whatever their order."),
    accounts: str | None = typer.Option(None, "--accounts", help="Where --threads writes each thread's account."),
    workers: int | None = typer.Option(
        None,
        "--workers",
        "-w",
        help="Worker processes; by default one a processor where there is much to read. 0 reads in this one.",
        min=0,
    ),
    ray: str | None = typer.Option(None, "--ray", help="Run on a Ray cluster: its address, or local."),
    fresh: bool = typer.Option(False, "--fresh", help="Do not go on where a stopped run was."),
    outcomes: str | None = typer.Option(None, "--outcomes", help="Write each input's outcome to this file, JSON Lines."),
    fail_on: str = typer.Option("", "--fail-on", help="Outcomes that make the exit code 6: broken,blocked or all."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml; by default the one in your configuration folder."),
    quiet: bool = typer.Option(False, "-q", "--quiet", help="Only errors."),
) -> None:
    """
    Read saved pages, folders, archives and text dumps into records, one JSON object a post.

    Examples: scraper extract saved.html · scraper extract pages/ -o posts.jsonl · cat dump.txt | scraper extract -
    """
    from ..batch.work import Job
    from ..store.inputs import InputOptions

    if not output:
        raise UsageError("-o: the name of the output is empty")
    if accounts and not threads:
        raise UsageError("--accounts goes with --threads")
    _check_workers(workers)
    held = base(config)
    failing = kinds_of("--fail-on", fail_on)
    job = Job(
        inputs=InputOptions(
            url=url,
            fetched_at=moment("--fetched-at", fetched_at),
            encoding=encoding,
            engine=engine,
            html_column=html_column,
            text_column=text_column,
            url_column=url_column,
            digests=not no_digests,
        ),
        read=read_settings(held.read, engine=engine, encoding=encoding, timezone=timezone, engine_files=engine_file),
        clean=clean_settings(preset, likely, held=held.clean),
        extras=tuple(extra.strip() for extra in extras.split(",") if extra.strip()),
    )
    from ..batch import extraction
    from .watching import Watching

    with Watching(quiet=quiet, outcomes=outcomes) as watch:
        try:
            extraction.extract(
                inputs, output, job, form=form, workers=workers, ray=ray, threads=threads, accounts=accounts, resume=not fresh, watch=watch
            )
        except KeyboardInterrupt:
            if output != "-" and not fresh:
                say("the same command goes on where this one stopped")
            raise
    _end(watch, failing, quiet)


def _check_workers(count: int | None) -> None:
    """Raise ``UsageError`` for so many that the machine would only be busy with their start: each takes 100 MB."""
    cores = os.cpu_count() or 1
    if (count or 0) > max(64, 4 * cores):
        raise UsageError(f"--workers {count}: this machine has {cores} processors; without the option there is one worker for each")


def _end(watch: "Watching", failing: frozenset[str], quiet: bool) -> None:
    """Say what came of it, and raise what the exit code needs."""
    kinds = watch.kinds
    total = sum(kinds.values())
    if not quiet:
        said = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
        say(f"{watch.records} posts from {total} {'page' if total == 1 else 'pages'}{f' ({said})' if said else ''}")
        if watch.left_out and not watch.records and not watch.named:
            say(f"the first that was left out: {watch.left_out}")
    failed = [kind for kind in kinds if kind not in FINE]
    if ("all" in failing and failed) or failing & set(kinds):
        raise ReadError(f"--fail-on: {', '.join(sorted(failing & set(kinds)) or failed)}")
    if watch.unreadable:
        raise InputError(
            f"{watch.unreadable} {'input' if watch.unreadable == 1 else 'inputs'} could not be read{f': {watch.first_failed}' if quiet else ''}"
        )
    if failed and not watch.records:
        raise ReadError(f"nothing could be read{f': {watch.first_failed}' if quiet else ''}")
