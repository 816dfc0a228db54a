"""The application: all commands registered, and how it is run."""

import io
import sys

import typer

from . import clean, config, crawl, engines, explain, explain_engine, export, extract, fixture, forgiving, job, schema, view

__all__ = ["app", "run"]

app = typer.Typer(
    name="scraper",
    help="Reads forum threads from the web, archives and text dumps into clean records, with an account of every character it cuts.",
    epilog="A page, a folder or an address alone does the sensible thing: scraper saved.html · scraper https://bbs.example/read.php?tid=42",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (extract, crawl, clean, view, explain, job, export, engines, schema, config, explain_engine, fixture):
    module.register(app)


def leave_with_version(wanted: bool) -> None:
    """Print the version and end, before it is asked which command was meant."""
    if wanted:
        from ..version import __version__

        typer.echo(f"forum-scraper {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", help="Print the version and leave.", is_eager=True, callback=leave_with_version),
) -> None:
    """Reads forum threads from the web, archives and text dumps into clean records, with an account of every character it cuts."""


def run() -> None:
    """Run the command line with this process's arguments; ends the process with a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console that cannot show a character (cp1252) is no reason to stop
    names = [info.name or "" for info in app.registered_commands]
    app(args=forgiving.arguments(sys.argv[1:], names), prog_name="scraper")
