"""Board and index pages: rows to thread links, links to boards; one algorithm over the engines' ``BoardRules``."""

import re
from collections.abc import Iterator

from .. import dates
from ..markup import Node, Page, text_of
from ..model import Board, BoardPage, ThreadLink
from .base import BoardRules, Engine, count

__all__ = ["read_board"]


def read_board(engine: Engine, page: Page) -> BoardPage | None:
    """The threads and boards that a page lists, or ``None`` where it lists neither."""
    rules = engine.boards
    if rules is None:
        return None
    threads = tuple(_threads(rules, engine, page))
    boards = tuple(_boards(rules, page))
    if not threads and not boards:
        return None
    number = count(engine.page(page.root)) or 1
    return BoardPage(
        engine=engine.name,
        title=rules.name(page.root),
        boards=boards,
        threads=threads,
        page=number,
        pages=max(count(engine.pages(page.root)) or 1, number),
        next_url=page.join(engine.next_url(page.root)),
    )


def _threads(rules: BoardRules, engine: Engine, page: Page) -> Iterator[ThreadLink]:
    seen: set[str] = set()
    for row in page.css(rules.thread) if rules.thread else ():
        link = row.css_first(rules.thread_link)
        href = link.attributes.get("href") if link is not None else None
        found = re.search(rules.thread_id, href or "") if rules.thread_id else None
        if link is None or not href or (rules.thread_id and not found):
            continue
        key = _number(found) if found else href
        if key not in seen:
            seen.add(key)
            yield _thread(rules, engine, page, row, link, _number(found) if found else rules.row_id(row))


def _thread(rules: BoardRules, engine: Engine, page: Page, row: Node, link: Node, thread_id: str | None) -> ThreadLink:
    raw = rules.last_post(row)
    return ThreadLink(
        id=thread_id,
        url=page.join(link.attributes.get("href")),
        title=rules.title(row) if rules.title else text_of(link),
        author=rules.author(row),
        replies=count(rules.replies(row)),
        views=count(rules.views(row)),
        last_post_at=dates.parse(raw, now=page.fetched_at, order=engine.date_order, timezone=page.timezone) if raw else None,
        last_poster=rules.last_poster(row),
        sticky=bool(rules.sticky(row)),
        closed=bool(rules.closed(row)),
    )


def _boards(rules: BoardRules, page: Page) -> Iterator[Board]:
    seen: set[str] = set()
    for link in page.css(rules.board) if rules.board else ():
        href = link.attributes.get("href")
        found = re.search(rules.board_id, href or "") if rules.board_id else None
        title = text_of(link)
        key = _number(found) if found else href
        if href and title and key and key not in seen and (found or not rules.board_id):
            seen.add(key)
            yield Board(id=_number(found) if found else None, url=page.join(href), title=title)


def _number(found: re.Match[str]) -> str:
    """What a pattern caught, in whichever of its groups."""
    return next((group for group in found.groups() if group), found[0])
