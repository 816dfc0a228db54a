"""``scraper clean``: junk out of any text, as a filter or in place."""

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import typer

from ..errors import InputError, UsageError
from ..model import Edit
from .answers import answering, count, plain, say
from .options import base, clean_settings, known_encoding

if TYPE_CHECKING:
    from ..clean.stream import Split, Stats

__all__ = ["register"]

SPLITS = ("file", "line", "blank", "json", "wet")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clean")(clean)


@answering
def clean(
    files: list[str] = typer.Argument(
        None, metavar="[FILE|-]...", help="Texts, packed (gzip) or not; - is standard input, and so is nothing."
    ),
    split: str = typer.Option("file", "--split", help="What a document is: file, line, blank (an empty line ends it), json or wet."),
    jsonl: bool = typer.Option(False, "--jsonl", help="JSON objects, a line each: the same as --split json."),
    field: str | None = typer.Option(None, "--field", help="The field that holds the text, with --jsonl; by default text."),
    explain: bool = typer.Option(False, "--explain", help="List the edits instead of the text."),
    stats: bool = typer.Option(False, "--stats", help="Say at the end what was cut, by reason."),
    in_place: bool = typer.Option(False, "--in-place", "-i", help="Write each file anew, whole or not at all."),
    backup: str | None = typer.Option(
        None, "--backup", metavar="SUFFIX", help="Keep the old file under its name and this, with --in-place."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Write nothing; with --stats, say what would be cut."),
    encoding: str | None = typer.Option(None, "--encoding", help="How the text is encoded, instead of finding out."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    likely: str | None = typer.Option(None, "--likely", help="Statistical junk: off, auto or on."),
    only: str = typer.Option("", "--only", help="Only these reasons, with commas."),
    without: str = typer.Option("", "--without", help="Not these reasons, with commas."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml."),
) -> None:
    """
    Take anti-copy junk out of a text; every cut can be listed, and put back.

    Examples: scraper clean dump.txt · zcat big.txt.gz | scraper clean --split blank | next · scraper clean --explain dump.txt ·
    scraper clean --jsonl --stats < rows.jsonl > clean.jsonl · scraper clean -i --backup .old *.txt
    """
    from ..clean.stream import Stats, clean_file, clean_stream

    settings = clean_settings(preset, likely, held=base(config).clean, without=without, only=only)
    how, total = _split(split, jsonl, field), Stats()
    field = field or "text"
    try:
        if in_place:
            _check_suffix(backup)
            for path in _written(files, encoding, explain):
                with _named(str(path)):
                    clean_file(path, settings, split=how, field=field, backup=backup, dry_run=dry_run, stats=total)
        else:
            _refuse_alone(backup)
            run = partial(
                clean_stream,
                settings=settings,
                split=how,
                field=field,
                encoding=known_encoding(encoding),
                explain=_list if explain else None,
                stats=total,
            )
            _filter(files, None if explain or dry_run else sys.stdout.buffer, run)
    finally:
        if stats:
            _account(total)
    if how == "json" and total.read and not total.documents:
        say(f"no line is a JSON object with a text in {field!r}: nothing was cleaned; --field names another")


def _split(split: str, jsonl: bool, field: str | None) -> "Split":
    if field is not None and not (jsonl or split == "json"):
        raise UsageError("--field goes with --jsonl")
    if split not in SPLITS:
        raise UsageError(f"--split {split}: expected one of {', '.join(SPLITS)}")
    return "json" if jsonl else cast("Split", split)


def _check_suffix(backup: str | None) -> None:
    if backup is not None and (not backup or "/" in backup):
        raise UsageError(f"--backup {backup!r}: write the end of a name, such as .old")


def _refuse_alone(backup: str | None) -> None:
    if backup is not None:
        raise UsageError("--backup goes with --in-place")


def _written(files: Sequence[str] | None, encoding: str | None, explain: bool) -> list[Path]:
    """The files that are to be written anew."""
    if encoding is not None or explain:
        raise UsageError("--in-place writes files in UTF-8 as they are read; it does not go with --encoding or --explain")
    if not files or "-" in files:
        raise UsageError("--in-place needs files")
    return [_file(f) for f in files]


def _file(name: str) -> Path:
    if Path(name).is_dir():
        raise InputError(f"{name}: is a folder: name the files in it")
    if not Path(name).is_file():
        raise InputError(f"{name}: no such file")
    return Path(name)


def _filter(files: Sequence[str] | None, sink: BinaryIO | None, run: partial["Stats"]) -> None:
    for name in files or ("-",):
        with _named(name):
            if name == "-":
                run(sys.stdin.buffer, sink)
            else:
                with _file(name).open("rb") as stream:
                    run(stream, sink)


@contextlib.contextmanager
def _named(name: str) -> Iterator[None]:
    """Errors of an input with its name."""
    try:
        yield
    except InputError as error:
        raise error if str(error).startswith(f"{name}:") else InputError(f"{name}: {error}") from error


def _list(text: str, edits: tuple[Edit, ...]) -> None:
    """Edits of a document, a line each."""
    for line in _ledger(edits):
        typer.echo(line)


def _ledger(edits: Iterable[Edit]) -> Iterable[str]:
    for edit in edits:
        proof = edit.proof
        known = "" if proof is None else f"{proof.generator} seed {proof.seed}" if proof.seed is not None else f"score {proof.score}"
        place = f"{edit.start:>8}-{edit.end:<8}"
        yield plain(f"{place} {edit.reason:<14} {known:<28} {edit.cut!r}")


def _account(total: "Stats") -> None:
    """What was done, by reason, to standard error."""
    typer.echo(
        f"{count(total.documents, 'document')}, {total.changed:,} changed, {total.read:,} bytes read, {total.written:,} written", err=True
    )
    for reason, edits in total.edits.most_common():
        typer.echo(f"{reason:<14} {edits:>9,} edits {total.characters[reason]:>11,} characters", err=True)
