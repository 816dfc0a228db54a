"""``scraper clean``: junk out of any text."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import typer

from ..errors import InputError
from ..model import Edit
from ..settings import CleanSettings
from .answers import answering, plain
from .options import base, clean_settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clean")(clean)


@answering
def clean(
    file: str = typer.Argument("-", metavar="[FILE|-]", help="A text, or JSON Lines with --jsonl; - is standard input."),
    explain: bool = typer.Option(False, "--explain", help="List the edits instead of the text."),
    jsonl: bool = typer.Option(False, "--jsonl", help="Read one JSON object a line and write it back with the clean text and its edits."),
    field: str = typer.Option("text", "--field", help="The field that holds the text, with --jsonl."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    likely: str | None = typer.Option(None, "--likely", help="Statistical junk: off, auto or on."),
    only: str = typer.Option("", "--only", help="Only these reasons, with commas."),
    without: str = typer.Option("", "--without", help="Not these reasons, with commas."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml."),
) -> None:
    """
    Take anti-copy junk out of a text; every cut can be listed, and put back.

    Examples: scraper clean dump.txt · scraper clean --explain dump.txt · scraper clean --jsonl < rows.jsonl > clean.jsonl
    """
    held = base(config)
    settings = clean_settings(preset, likely, held=held.clean, without=without, only=only)
    if file != "-" and not Path(file).is_file():
        raise InputError(f"{file}: no such file")
    with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
        if jsonl:
            _rows(stream, field, settings)
        else:
            _text(stream, explain, settings)


def _rows(stream: BinaryIO, field: str, settings: CleanSettings) -> None:
    """Objects in, objects out, one at a time; what is no object or has no text goes through as it is."""
    import msgspec

    from ..clean import clean as clean_text

    for line in stream:
        try:
            row = msgspec.json.decode(line)
        except msgspec.DecodeError:
            row = None
        if isinstance(row, dict) and isinstance(row.get(field), str):
            done = clean_text(row[field], settings)
            row[field], row["edits"] = done.text, msgspec.to_builtins(done.edits)
            line = msgspec.json.encode(row) + b"\n"
        sys.stdout.buffer.write(line)


def _text(stream: BinaryIO, explain: bool, settings: CleanSettings) -> None:
    from ..clean import clean as clean_text
    from ..encoding import decode

    done = clean_text(decode(stream.read()).text, settings)
    if not explain:
        sys.stdout.write(done.text)
        return
    for line in _ledger(done.edits):
        typer.echo(line)


def _ledger(edits: Iterable[Edit]) -> Iterable[str]:
    for edit in edits:
        proof = edit.proof
        known = "" if proof is None else f"{proof.generator} seed {proof.seed}" if proof.seed is not None else f"score {proof.score}"
        place = f"{edit.start:>8}-{edit.end:<8}"
        yield plain(f"{place} {edit.reason:<14} {known:<28} {edit.cut!r}")
