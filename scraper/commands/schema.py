"""``scraper schema``: the record's JSON Schema."""

import typer

from .answers import answering

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)


@answering
def schema() -> None:
    """
    Print the JSON Schema of a record (one JSON object a post).

    Example: scraper schema > record.schema.json
    """
    import json

    import msgspec

    from ..model import Record

    typer.echo(json.dumps(msgspec.json.schema(Record), ensure_ascii=False, indent=2))
