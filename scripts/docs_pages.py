"""
The generated pages of the manual: commands, engines and fields, the record, the settings, the exit codes, the Python names.

A hook of mkdocs (``mkdocs.yml``): each page is made while the manual is built, from the code that it describes, so none can be stale.
"""

import inspect
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

FIELDS = Path(__file__).parent / "fields.toml"
LITERAL = re.compile(r"``(.+?)``", re.DOTALL)


def on_config(config: "MkDocsConfig") -> "MkDocsConfig":
    """Called by mkdocs: pages that measurements write are in the contents when they are there."""
    for title, name in (("What it costs", "scale.md"),):
        if (ROOT / "docs" / name).exists() and config.nav:
            config.nav.insert(-1, {title: name})
    return config


def on_files(files: "Files", config: "MkDocsConfig") -> "Files":
    """Called by mkdocs: add the pages."""
    from mkdocs.structure.files import File

    for name, make in PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content="\n".join(make()) + "\n"))
    return files


def markdown(text: str | None) -> str:
    """A docstring as Markdown: its literals, no doctests."""
    kept = [line for line in inspect.cleandoc(text or "").split("\n\n") if not line.lstrip().startswith((">>>", "..."))]
    return LITERAL.sub(lambda found: f"`{' '.join(found[1].split())}`", "\n\n".join(kept))


def cell(text: object) -> str:
    """Text in a table's cell."""
    return " ".join(str(text).split()).replace("|", "\\|")


def commands() -> Iterator[str]:
    """Every command with its help, as the terminal shows it."""
    from typer.testing import CliRunner

    from scraper.commands.app import app

    yield "# Commands\n\n`scraper COMMAND --help` shows the same. A page, a folder or an address alone does the sensible thing.\n"
    for info in app.registered_commands:
        said = CliRunner().invoke(app, [str(info.name), "--help"], env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"})
        yield f"## scraper {info.name}\n\n```text\n{said.output.strip()}\n```\n"
    yield (
        "## Completion\n\n`scraper --install-completion` sets up the shell that you are in (bash, zsh, fish, PowerShell); "
        "`scraper --show-completion` prints what it would add.\n"
    )


def engines() -> Iterator[str]:
    """Engines by name, and which field each fills."""
    from scraper.engines import all_engines
    from scraper.engines.base import gives

    found = all_engines()
    yield f"# Engines and fields\n\n{len(found)} forms, by engine and version or surface. `scraper engines --fields` prints the same.\n"
    yield "| engine | fields |\n| --- | --- |"
    for engine in found:
        yield f"| **{cell(engine.label)}** | {' '.join(f'`{name}`' for name in gives(engine))} |"
    yield "\nForums that no form fits can be tried with the generic reader, `--engine generic`; a form is quickly [written](../how/engine.md).\n"


def record() -> Iterator[str]:
    """The record and its parts from their schema, the reasons, states and outcomes from their words."""
    import msgspec

    from scraper import model

    yield "# The record\n\nOne JSON object a post, UTF-8, one line each; keys are always there, `null` where the page does not say.\n"
    yield "`scraper schema` prints this as JSON Schema. Parquet, CSV, SQLite and the Python models carry the same fields.\n"
    parts = (model.Record, model.Thread, model.Author, model.Stat, model.Quote, model.Attachment, model.Reaction, model.Poll)
    schema, meanings = msgspec.json.schema(model.Record)["$defs"], tomllib.loads(FIELDS.read_text("utf-8"))
    for part in (*parts, model.Edit, model.Proof):
        yield f"## {part.__name__}\n\n{markdown(part.__doc__)}\n\n| field | type | meaning |\n| --- | --- | --- |"
        told = meanings[part.__name__]
        for name, rule in schema[part.__name__]["properties"].items():
            yield f"| `{name}` | {cell(_type(rule))} | {cell(told.get(name, ''))} |"
        yield ""
    yield "## The ledger\n"
    yield LEDGER
    for title, name in (("Reasons of edits", "Reason"), ("States of posts", "State"), ("Outcomes of inputs", "OutcomeKind")):
        words = ", ".join(f"`{word}`" for word in getattr(model, name).__args__)
        yield f"## {title}\n\n{words}.\n"


LEDGER = """The parser lifts structure out of the body: quotes, signature, edit note and notices go to fields of their own. What is left is the body as the
page carries it, junk and all. `text` is that body with each edit applied; `restore(text, edits)` gives it back exactly.

`start` and `end` count code points in the body as the cleaner first saw it, `cut` is what stood there, `put` what stands there now (nothing, or a
repair). Edits are sorted, disjoint and never empty. With the preset `archive`, `put` equals `cut`: listed, not taken.

| reason | what it is |
| --- | --- |
| `hidden` | stands in an element that a browser does not show |
| `junk-proved` | computed again from the forum's own generator; `proof` has its name and the seed |
| `junk-pattern` | fits a generator's strict pattern, with company on the page |
| `junk-likely` | random by the odds, with company; `proof` has the score |
| `site-string` | the site's own anti-copy sentence |
| `invisible` | zero-width and control characters that carry no meaning |
| `mojibake` | text that was decoded wrongly, repaired |
| `boilerplate`, `blank` | only with the preset `training` |
"""


def _type(rule: dict[str, Any]) -> str:
    """A JSON Schema rule in a few words."""
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in rule:
        return " or ".join(_type(one) for one in rule["anyOf"])
    if "enum" in rule:
        return " ".join(f"`{word}`" for word in rule["enum"])
    if rule.get("type") == "array":
        return f"list of {_type(rule.get('items') or {})}"
    return str(rule.get("type", "any"))


def settings() -> Iterator[str]:
    """The sections of the settings with types and defaults, and the file that holds them."""
    import scraper.config
    import scraper.settings as sections

    yield "# Settings\n\nThe command line's options win over `scraper.toml`, which wins over the defaults. `scraper config` shows what holds and\n"
    yield "where it comes from, `scraper config --schema` prints the file's JSON Schema.\n"
    text = inspect.cleandoc(scraper.config.__doc__ or "")
    lead = [block for block in text.split("\n\n") if not block.startswith("    ")]
    sample = [inspect.cleandoc(block) for block in text.split("\n\n") if block.startswith("    ")]
    yield LITERAL.sub(r"`\1`", "\n\n".join(lead)) + "\n\n```toml\n" + "\n".join(sample) + "\n```\n"
    for title, kind in (("read", sections.ReadSettings), ("clean", sections.CleanSettings), ("fetch", sections.FetchSettings)):
        yield f"## [{title}]\n\n{markdown(kind.__doc__)}\n\n| key | type | default |\n| --- | --- | --- |"
        defaults, types = kind(), get_type_hints(kind)
        for name in kind.__struct_fields__:
            shown = getattr(types[name], "__name__", "") if not getattr(types[name], "__args__", None) else str(types[name])
            yield f"| `{name}` | {cell(shown.replace('typing.', ''))} | `{cell(_default(getattr(defaults, name)))}` |"
        yield ""


def _default(value: object) -> object:
    return " ".join(sorted(value)) if isinstance(value, frozenset) else json.dumps(value) if value is None or value is True else value


def exit_codes() -> Iterator[str]:
    """The tree of errors, as its module draws it."""
    import scraper.errors

    lead, _, rest = inspect.cleandoc(scraper.errors.__doc__ or "").partition("\n\n")
    tree, _, tail = rest.partition("\n\n")
    yield f"# Exit codes\n\n{lead}\n\n```text\n{tree}\n```\n\n{markdown(tail)}\n\n| code | meaning |\n| --- | --- |\n| 0 | all that was asked for is there |"
    seen: dict[int, list[str]] = {}
    for error in (getattr(scraper.errors, name) for name in scraper.errors.__all__):
        if inspect.isclass(error) and issubclass(error, scraper.errors.ScraperError):
            seen.setdefault(error.exit_code, []).append(f"`{error.__name__}`: {cell(markdown(error.__doc__))}")
    for code, words in sorted(seen.items()):
        yield f"| {code} | {'<br>'.join(words)} |"
    yield f"| {scraper.errors.INCOMPLETE} | the run ended well, but its account says that something is missing |"
    yield f"| {scraper.errors.INTERRUPTED} | interrupted |"


def python() -> Iterator[str]:
    """The public names, for mkdocstrings to describe."""
    import scraper

    yield f"# Python\n\n{markdown((scraper.__doc__ or '').partition('>>>')[0])}\n"
    yield "Everything below is public and follows semantic versioning; what is not here is internal.\n"
    groups = (("Functions", inspect.isfunction), ("Values and classes", inspect.isclass))
    for title, fits in groups:
        yield f"## {title}\n"
        for name in scraper.__all__:
            value = getattr(scraper, name)
            if fits(value):
                yield f"::: {value.__module__}.{value.__qualname__}\n"
    yield "## Constants\n\n- `PRESETS`: " + ", ".join(f"`{name}`" for name in scraper.PRESETS) + ": named settings of the cleaner."
    yield "- `__version__`: the version of this package.\n"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "engines": engines,
    "record": record,
    "settings": settings,
    "exit-codes": exit_codes,
    "python": python,
}
