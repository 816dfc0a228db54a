"""``scraper explain-engine``: which selector found what."""

from pathlib import Path

import typer

from ..errors import InputError, UnknownEngine
from .answers import answering, plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain-engine")(explain_engine)


@answering
def explain_engine(
    page: Path = typer.Argument(help="A saved page."),
    engine: str | None = typer.Option(None, "--engine", help="Force an engine."),
    engine_file: list[str] = typer.Option([], "--engine-file", help="An engine of your own, as TOML."),
) -> None:
    """
    Show which rule of an engine found what on a page: for somebody who writes one.

    Example: scraper explain-engine saved.html --engine-file larkboard.toml
    """
    from .. import encoding, engines
    from ..engines.explaining import explain
    from ..engines.toml import load_all
    from ..markup import Page
    from .options import read_settings

    if not page.is_file():
        raise InputError(f"{page}: no such file")
    read_settings(engine=engine, engine_files=engine_file)
    own = load_all(engine_file)
    decoded = encoding.decode(page.read_bytes())
    html = Page(decoded.text, charset=decoded.charset, source=str(page))
    found = engines.named(engine, own)[:1] if engine else [e for e in [engines.recognise(html, own)] if e] or own
    if not found:
        raise UnknownEngine(f"{page}: no engine claims the page; name one with --engine, or write one with --engine-file")
    typer.echo(f"engine {found[0].label}, charset {decoded.charset}")
    for name, rule, fits, value in explain(found[0], html):
        number = "" if fits is None else str(fits)
        typer.echo(plain(f"{name:<16}{number:>5}  {rule[:60]:<60}  {'' if value is None else value}"))
