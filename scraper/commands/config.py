"""``scraper config``: what holds and where it comes from."""

from pathlib import Path

import typer

from .answers import answering, plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(config)


@answering
def config(
    file: Path | None = typer.Option(None, "--config", help="A scraper.toml; by default the one in your configuration folder."),
    schema: bool = typer.Option(False, "--schema", help="Print what a scraper.toml may hold, as JSON Schema."),
) -> None:
    """
    Show every setting, its value and where it comes from.

    Examples: scraper config · scraper config --config mine.toml · scraper config --schema
    """
    import json

    from .. import config as files
    from .options import base

    if schema:
        typer.echo(json.dumps(files.schema(), indent=2))
        return
    path = file or files.find()
    for name, value, where in files.origin(base(file), path):
        typer.echo(plain(f"{name:<26}{value:<40}  {where}"))
