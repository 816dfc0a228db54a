r"""
An engine without code: a TOML file with the fields of ``Engine``.

    name = "larkboard"
    claims = ["meta[name=generator][content^=Larkboard]"]
    post = "article.msg"
    body = ".msg-body"
    title = "h1.topic"                                  # a selector: the text of the first element that fits
    post_id = { attr = "id", pattern = 'msg-(\d+)' }    # an attribute, and of that what the pattern finds
    author_url = { css = "a.nick", attr = "href" }
    thread_id = { url = 't=(\d+)' }                     # from the page's own address
    thread_url = "topic.php?t={id}"                     # of the thread's first page
    post_url = "post.php?p={id}"
    pairs = "lines"                                     # "Posts: 12", a line each; or { row, label, value } selectors
    [marks]
    quote = "blockquote"
    hidden = ".decoy"
"""

import dataclasses
import difflib
import re
import tomllib
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..markup import Node, Page, fragment, selected, text_of
from ..settings import Site
from .base import RULES, SELECTORS, BoardRules, Engine, Pair, Pick, floor_number, text_lines

__all__ = ["check_site", "engine_from", "load", "load_all"]

LISTS = frozenset({"hints", "claims", "signs"})
PLAIN = frozenset({"name", "variant", "date_order", "shown"})
PATTERNS = frozenset({"quote_head", "quote_tail", "signature_cut"})
OTHERS = frozenset({"thread_id", "thread_url", "post_url", "pairs", "marks", "boards", "zero_based"})
KEYS = SELECTORS | LISTS | PLAIN | PATTERNS | RULES | OTHERS


def load_all(paths: Iterable[str]) -> list[Engine]:
    """The engines of several files. Raises ``UsageError``."""
    return [load(path) for path in paths]


@lru_cache(maxsize=64)
def load(path: str) -> Engine:
    """The engine of a file. Raises ``UsageError`` with the file, the key and what is wrong with it."""
    try:
        table = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    return engine_from(table, path)


def engine_from(table: Mapping[str, Any], where: str = "engine") -> Engine:
    """
    An engine from a table; ``where`` is the file that messages name. Raises ``UsageError``.

    >>> engine_from({"name": "larkboard", "claims": ["article.msg"], "post": "article.msg", "body": ".b", "title": "h1"}).title
    Pick('h1')
    """
    _known(table, KEYS, where)
    for key in ("name", "claims", "post", "body"):
        if key not in table:
            raise UsageError(f"{where}: {key!r} is missing")
    fields = {key: _field(key, value, f"{where}: {key}") for key, value in table.items() if key != "zero_based"}
    if table.get("zero_based"):
        fields["floor_of"] = lambda label: floor_number(label, zero_based=True)
    engine = Engine(**fields)
    template = str(table.get("thread_url", ""))
    return _with_thread_urls(engine, template) if "{id}" in template else engine


def check_site(host: str, site: Site) -> None:
    """Whether a site's own selectors are some, each of a field that takes one. Raises ``UsageError``."""
    where = f"selectors of site {host!r}"
    _known(site.selectors, RULES | SELECTORS, where)
    for key, selector in site.selectors.items():
        _selector(selector, f"{where}: {key}")


def _known(keys: Iterable[str], fields: Collection[str], where: str) -> None:
    """Raise ``UsageError`` for a key that is no field, with the one that was meant."""
    for key in keys:
        if key not in fields:
            meant = difflib.get_close_matches(key, fields, n=1)
            raise UsageError(f"{where}: no field is called {key!r}{f'; did you mean {meant[0]!r}?' if meant else ''}")


def _field(key: str, value: Any, where: str) -> Any:
    """One field's value, checked."""
    if key in RULES:
        return _pick(value, where)
    if key in SELECTORS:
        return _selector(value, where)
    if key in LISTS:
        values = [value] if isinstance(value, str) else value
        return tuple(_text(v, where).lower() if key == "hints" else _selector(v, where) for v in values)
    if key in PATTERNS:
        return _pattern(value, where)
    return MAKERS[key](value, where) if key in MAKERS else value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{where}: a string is wanted, not {value!r}")
    return value


def _selector(value: Any, where: str) -> str:
    """A CSS selector that the parser takes."""
    selector = _text(value, where)
    if selected(fragment(""), selector) is None:
        raise UsageError(f"{where}: {selector!r} is no CSS selector")
    return selector


def _pattern(value: Any, where: str) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings(action="ignore"):  # of what Python may read otherwise one day: not the user's concern
            return re.compile(_text(value, where))
    except re.error as error:
        raise UsageError(f"{where}: {value!r} is no regular expression: {error}") from None


def _pick(value: Any, where: str) -> Pick:
    """A rule: a selector, or a table with ``css``, ``attr``, ``pattern``, ``own``."""
    if isinstance(value, str):
        return Pick(_selector(value, where))
    if not isinstance(value, dict) or not value or set(value) - {"css", "attr", "pattern", "own"}:
        raise UsageError(f"{where}: a selector is wanted, or a table with css, attr, pattern, own")
    css = _selector(value["css"], where) if "css" in value else None
    pattern = _pattern(value["pattern"], where) if "pattern" in value else None
    if pattern is not None and pattern.groups < 1:
        raise UsageError(f"{where}: {value['pattern']!r} needs a group: what stands in ( ) is taken")
    return Pick(css, value.get("attr"), pattern.pattern if pattern else None, own=bool(value.get("own")))


def _thread_id(value: Any, where: str) -> Callable[[Page], str | None]:
    """From the page's own address (``url``) or by a rule on the page."""
    if isinstance(value, dict) and "url" in value:
        pattern = _pattern(value["url"], where)
        return lambda page: found[1] if page.url and (found := pattern.search(page.url)) else None
    rule = _pick(value, where)
    return lambda page: rule(page.root)


def _thread_url(value: Any, where: str) -> Callable[[Page], str | None]:
    template = _text(value, where)
    return lambda page: page.join(template)


def _post_url(value: Any, where: str) -> Callable[[Page, Node, str | None], str | None]:
    template = _text(value, where)
    return lambda page, _node, post_id: page.join(template.replace("{id}", post_id)) if post_id else None


def _pairs(value: Any, where: str) -> Callable[[Node], Iterable[Pair]]:
    """``"lines"``, or selectors of a row and of the label and value in it."""
    if value == "lines":
        return text_lines
    if not isinstance(value, dict) or set(value) != {"row", "label", "value"}:
        raise UsageError(f'{where}: "lines" is wanted, or a table with row, label, value')
    row, label, text = (_selector(value[key], where) for key in ("row", "label", "value"))

    def pairs(card: Node) -> Iterable[Pair]:
        for node in card.css(row):
            name = text_of(node.css_first(label))
            if name:
                yield name, text_of(node.css_first(text)) or "", None

    return pairs


def _marks(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(f"{where}: a table of labels and selectors is wanted")
    return {label: _selector(selector, f"{where}.{label}") for label, selector in value.items()}


def _boards(value: Any, where: str) -> BoardRules:
    """``[boards]``: selectors for rows and links, patterns for ids, rules for the rest."""
    if not isinstance(value, dict):
        raise UsageError(f"{where}: a table is wanted")
    names = {f.name for f in dataclasses.fields(BoardRules)}
    if unknown := set(value) - names:
        raise UsageError(f"{where}: no field is called {sorted(unknown)[0]!r}; there are {', '.join(sorted(names))}")
    fields: dict[str, Any] = {}
    for key, own in value.items():
        at = f"{where}.{key}"
        if key in ("thread", "thread_link", "board"):
            fields[key] = _selector(own, at)
        elif key in ("thread_id", "board_id"):
            fields[key] = _pattern(own, at).pattern
        else:
            fields[key] = _pick(own, at)
    return BoardRules(**fields)


MAKERS: dict[str, Callable[[Any, str], Any]] = {
    "thread_id": _thread_id,
    "thread_url": _thread_url,
    "post_url": _post_url,
    "pairs": _pairs,
    "marks": _marks,
    "boards": _boards,
}


def _with_thread_urls(engine: Engine, template: str) -> Engine:
    """The engine with addresses of threads made from their ids."""

    def thread_url(page: Page) -> str | None:
        found = engine.thread_id(page) if engine.thread_id else None
        return page.join(template.replace("{id}", found)) if found else None

    return dataclasses.replace(engine, thread_url=thread_url)
