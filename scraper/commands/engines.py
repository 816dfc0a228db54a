"""``scraper engines``: what is supported."""

import typer

from .answers import answering

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("engines")(engines)


@answering
def engines(
    fields: bool = typer.Option(False, "--fields", help="Also list the fields that each engine gives."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """
    List the forum engines that can be read, with their versions and surfaces.

    Examples: scraper engines · scraper engines --fields
    """
    import json

    from ..engines import all_engines
    from ..engines.base import gives

    for engine in all_engines():
        given = gives(engine)
        if as_json:
            typer.echo(json.dumps({"name": engine.name, "variant": engine.variant, "fields": given}, ensure_ascii=False))
        elif fields:
            typer.echo(f"{engine.label:<28}{' '.join(given)}")
        else:
            typer.echo(engine.label)
