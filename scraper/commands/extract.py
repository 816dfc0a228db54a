"""``scraper extract``: saved pages, folders, archives and dumps in, records out."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import InputError, ReadError, UsageError
from .answers import answering, say
from .options import base, clean_settings, read_settings

if TYPE_CHECKING:
    from ..batch.work import Done, Job

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
    extras: str = typer.Option("", "--with", help="Add to each record: lang, hash (with commas)."),
    threads: bool = typer.Option(False, "--threads", help="Join the pages of each thread, whatever their order."),
    workers: int = typer.Option(0, "--workers", "-w", help="Worker processes; 0 reads in this one.", min=0),
    outcomes: str | None = typer.Option(None, "--outcomes", help="Write each input's outcome to this file, JSON Lines."),
    fail_on: str = typer.Option("", "--fail-on", help="Outcomes that make the exit code 6: broken,blocked or all."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml; by default the one in your configuration folder."),
    quiet: bool = typer.Option(False, "-q", "--quiet", help="Only errors."),
) -> None:
    """
    Read saved pages, folders, archives and text dumps into records, one JSON object a post.

    Examples: scraper extract saved.html · scraper extract pages/ -o posts.jsonl · cat dump.txt | scraper extract -
    """
    from ..batch.local import results
    from ..batch.work import Job
    from ..store.inputs import InputOptions, plan

    held = base(config)
    job = Job(
        inputs=InputOptions(
            url=url,
            fetched_at=fetched_at,
            encoding=encoding,
            engine=engine,
            html_column=html_column,
            text_column=text_column,
            url_column=url_column,
        ),
        read=read_settings(held.read, engine=engine, encoding=encoding, timezone=timezone, engine_files=engine_file),
        clean=clean_settings(preset, likely, held=held.clean),
        extras=tuple(extra for extra in extras.split(",") if extra),
    )
    if threads:
        kinds = _joined(inputs, output, form, job, workers, outcomes)
    else:
        kinds = _each(results(plan(inputs), job, workers=workers), output, form, outcomes, quiet)
    _end(kinds, fail_on, quiet)


def _each(done: Iterable["Done"], output: str, form: str | None, outcomes: str | None, quiet: bool) -> Counter[str]:
    """Write the records of each input as it is done; the outcomes, counted."""
    from ..store.sinks import open_sink
    from .outcomes import Outcomes

    kinds: Counter[str] = Counter()
    with open_sink(output, form) as sink, Outcomes(outcomes) as notes:
        for one in done:
            sink.write_lines(one.lines)
            notes.write(one.source, one.outcome)
            kinds[one.outcome.kind] += 1
            kinds["records"] += one.count
            kinds["unreadable"] += one.outcome.kind == "broken" and not one.size
            if one.outcome.kind not in FINE and not quiet:
                say(f"{one.source}: {one.outcome.kind}: {one.outcome.reason}{' ' + one.outcome.advice if one.outcome.advice else ''}")
    return kinds


def _joined(inputs: list[str], output: str, form: str | None, job: "Job", workers: int, outcomes: str | None) -> Counter[str]:
    raise UsageError("--threads is not there yet")


def _end(kinds: Counter[str], fail_on: str, quiet: bool) -> None:
    """Say what came of it, and raise what the exit code needs."""
    records = kinds.pop("records", 0)
    unreadable = kinds.pop("unreadable", 0)
    total = sum(kinds.values())
    if not quiet:
        said = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
        say(f"{records} posts from {total} {'page' if total == 1 else 'pages'}{f' ({said})' if said else ''}")
    wanted = {word.strip() for word in fail_on.split(",") if word.strip()}
    failed = [kind for kind in kinds if kind not in FINE]
    if ("all" in wanted and failed) or wanted & set(kinds):
        raise ReadError(f"--fail-on: {', '.join(sorted(wanted & set(kinds)) or failed)}")
    if unreadable:
        raise InputError(f"{unreadable} {'input' if unreadable == 1 else 'inputs'} could not be opened")
    if failed and not records:
        raise ReadError("nothing could be read")
