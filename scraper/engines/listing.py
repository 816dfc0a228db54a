"""Board and index pages: rows to thread links, links to boards; one algorithm over the engines' ``BoardRules``."""

import re
from collections.abc import Iterator

import msgspec

from .. import dates
from ..labels import stat
from ..markup import Node, Page, text_of
from ..model import Board, BoardPage, ThreadLink
from .base import BoardRules, Engine, count
from .orders import order_of

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
    zone = page.timezone or dates.zone_note(engine.zone(page.root) or "")
    for row in page.css(rules.thread) if rules.thread else ():
        link = row.css_first(rules.thread_link)
        href = link.attributes.get("href") if link is not None else None
        found = re.search(rules.thread_id, href or "") if rules.thread_id else None
        if link is None or not href or (rules.thread_id and not found):
            continue
        key = _number(found) if found else href
        if key not in seen:
            seen.add(key)
            listed = _thread(rules, row, link, _number(found) if found else rules.row_id(row))
            raw = rules.last_post(row)
            now, order = page.fetched_at, order_of(engine, page, raw) if raw else ""
            when = dates.parse(raw, now=now, order=order, timezone=zone, language=page.language) if raw else None
            yield msgspec.structs.replace(listed, url=page.join(href), last_post_at=when)


def _thread(rules: BoardRules, row: Node, link: Node, thread_id: str | None) -> ThreadLink:
    return ThreadLink(
        id=thread_id,
        title=rules.title(row) if rules.title else text_of(link),
        author=rules.author(row),
        replies=_figure(rules.replies(row)),
        views=_figure(rules.views(row)),
        last_poster=rules.last_poster(row),
        sticky=bool(rules.sticky(row)),
        closed=bool(rules.closed(row)),
    )


def _boards(rules: BoardRules, page: Page) -> Iterator[Board]:
    if rules.board is None:
        return
    seen: set[str] = set()
    rows = {first.mem_id: row for row in page.css(rules.board_row) if (first := row.css_first(rules.board))} if rules.board_row else {}
    for link in page.css(rules.board):
        href = link.attributes.get("href")
        found = re.search(rules.board_id, href or "") if rules.board_id else None
        number = next(filter(None, found.groups()), None) if found else None
        key = number or href
        if href and key and key not in seen and (found or not rules.board_id) and (title := (rules.board_title or text_of)(link)):
            seen.add(key)
            board = Board(id=number, url=page.join(href), title=title)
            yield _counted(rules, board, rows[link.mem_id]) if link.mem_id in rows else board


def _counted(rules: BoardRules, board: Board, row: Node) -> Board:
    """A board with what its row says."""
    return msgspec.structs.replace(
        board,
        id=board.id or rules.board_named(row),
        threads=_figure(rules.board_threads(row)),
        posts=_figure(rules.board_posts(row)),
    )


def _figure(text: str | None) -> int | None:
    """
    How many replies, views or posts there are; boards round large figures.

    >>> _figure("1,310"), _figure("12 replies"), _figure("1.2K"), _figure("3万"), _figure("-")
    (1310, 12, 1200, 30000, None)
    """
    value = stat("", text).value if text else None
    return int(value) if value is not None else count(text)


def _number(found: re.Match[str]) -> str:
    """What a pattern caught, in whichever of its groups."""
    return next((group for group in found.groups() if group), found[0])
