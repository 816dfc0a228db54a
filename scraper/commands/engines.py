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
    List the forum engines that can be read, with their versions and surfaces; generic reads forums that nobody named.

    Examples: scraper engines · scraper engines --fields
    """
    import json

    from ..engines import all_engines
    from ..engines.base import gives

    rows = [(engine.name, engine.variant, gives(engine)) for engine in all_engines()]
    for name, variant, given in (*rows, ("generic", "", ["reader"])):  # no form to fill in: it reads what no engine claims
        label = f"{name} {variant}".strip()
        if as_json:
            typer.echo(json.dumps({"name": name, "variant": variant, "fields": given}, ensure_ascii=False))
        elif fields:
            typer.echo(f"{label:<28}{' '.join(given)}")
        else:
            typer.echo(label)
