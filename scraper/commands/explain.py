"""``scraper explain``: what a page is, what was found on it, and what was cut."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import structs

from ..errors import InputError, ReadError
from .answers import answering
from .options import base, clean_settings, read_settings

if TYPE_CHECKING:
    from ..report.explain import Line, Reading

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


@answering
def explain(
    page: str = typer.Argument(help="A saved page or a text, or - for standard input."),
    floor: int | None = typer.Option(None, "--floor", help="Show one post whole, before and after."),
    url: str | None = typer.Option(None, "--url", help="The page's address."),
    engine: str | None = typer.Option(None, "--engine", help="Force an engine."),
    engine_file: list[str] = typer.Option([], "--engine-file", help="An engine of your own, as TOML."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml."),
) -> None:
    """
    Tell what engine a page is of and why, what each rule found, what was cut from each post, and what to do now.

    Examples: scraper explain saved.html · scraper explain saved.html --floor 3 · scraper explain dump.txt
    """
    import shutil

    from ..clean import clean
    from ..encoding import looks_binary as known_archive
    from ..model import Capture
    from ..pipeline import extract, looks_like_markup
    from ..report import explain as reporting

    if page != "-" and not Path(page).is_file():
        raise InputError(f"{page}: no such file")
    body = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
    held = base(config)
    reading = read_settings(held.read, engine=engine, engine_files=engine_file)
    cleaning = clean_settings(preset, held=held.clean)
    found = extract(Capture(source=page, body=body, url=url), reading, cleaning)
    text = body.decode("utf-8", "replace")
    if not found.posts and not looks_like_markup(text):
        if kind := known_archive(body):
            raise ReadError(
                f"{page}: explain shows one page; this holds {kind}: 'scraper extract' reads archives, 'scraper job' shows a crawl's job file"
            )
        done = clean(text, cleaning)
        _show([((f"{page}: {found.outcome.kind}: {found.outcome.reason}", ""),), *reporting.explain_text(done.text, done.edits)])
        return
    width = shutil.get_terminal_size((100, 24)).columns
    how = _reading(page, body, url, engine, engine_file)
    if how.engine is None and found.board:  # engines are recognised by their threads; a board is told by its rows
        how = structs.replace(how, engine=found.board.engine)
    _show(reporting.explain(found, how, floor=floor, width=width))


def _reading(name: str, body: bytes, url: str | None, engine: str | None, files: list[str]) -> "Reading":
    """How the page was read: the engine, why it was taken, what its rules found."""
    from .. import encoding, engines
    from ..engines.explaining import explain as findings
    from ..engines.toml import load_all
    from ..markup import Page
    from ..report.explain import Found, Reading

    decoded = encoding.decode(body)
    html = Page(decoded.text, url=url, charset=decoded.charset, source=name)
    own = load_all(files)
    taken = engines.named(engine, own)[0] if engine and engine != "generic" else engines.recognise(html, own)
    if taken is None:
        return Reading(engine=None, url=url, charset=decoded.charset, size=len(body))
    claims = [claim for claim in taken.claims if html.first(claim) is not None]
    why = [f"forced by --engine {engine}"] if engine else [f"the page has {claim}" for claim in claims]
    found = [Found(item.field, item.rule, item.fits, item.value) for item in findings(taken, html)]
    return Reading(engine=taken.label, why=why, found=found, url=url, charset=decoded.charset, size=len(body))


def _show(lines: Iterable["Line"]) -> None:
    """Lines of styled spans to standard output; colours only on a terminal, and never with NO_COLOR."""
    from rich.console import Console
    from rich.text import Text

    class Pipe(Console):
        """A console that leaves a closed pipe to ``answering``: rich's own ends the process with 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    console = Pipe(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line))
