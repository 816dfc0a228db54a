"""What an unknown page says of its thread: title, site, breadcrumb, place among the thread's pages, the next of them."""

import re
from collections.abc import Sequence

from ...markup import Node, Page, text_of
from ...model import Thread
from .attributes import value
from .outline import Outline

__all__ = ["head_of"]

NEXT = re.compile(
    r"(?:next(?: page)?|older|more comments|下一页|下一頁|下页|下頁|后一页|後一頁|次へ|次のページ|次|다음|nächste(?: seite)?|weiter|suivante?|page suivante|"
    r"siguiente|próxima?|proxima|seguinte|successiv[ao]|avanti|volgende|następn[ay]|dalej|след(?:ующая|\.)?(?: страница)?|далее|вперёд|вперед|další|sonraki|التالي|التالية)?"
    r"[\s\xa0]*(?:[>»›→⟩]{1,2}|[▶►])?",
    re.IGNORECASE,
)
ARROW = re.compile(r"[\s\xa0]*(?:[>»›→]{1,2}|[▶►])[\s\xa0]*")
PAGER = re.compile(r"pag(?:e|inat|ing)|\bpg\b|pager|nav", re.IGNORECASE)
PAGE_OF = re.compile(
    r"(?:page|seite|página|pagina|strona|страница|sayfa|strana|第)\s*(\d{1,5})\s*(?:页\s*)?(?:of|von|sur|de|di|z|из|/|van|共)\s*(\d{1,5})",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
SEPARATOR = re.compile(r"\s+(?:[-|–—·•»:]|::)\s+")


def head_of(page: Page, lines: Outline) -> Thread:
    """The thread as the page shows it."""
    title, site = _title(page, lines)
    number, pages = _pages(lines)
    return Thread(
        engine="generic",
        charset=page.charset,
        url=_link(page, "link[rel=canonical]") or page.url,
        title=title,
        site=site,
        page=number,
        pages=pages,
        next_url=_next(page, lines),
    )


def _title(page: Page, lines: Outline) -> tuple[str | None, str | None]:
    """The heading that the page's title repeats, else the title without the site's name; and that name."""
    whole = text_of(page.first("title")) or ""
    site = _meta(page, "og:site_name")
    headings = [t for n in page.css("h1, h2, [itemprop=headline], #thread_subject") if 2 < len(t := text_of(n) or "") < 300]
    named = [t for t in headings if t in whole]
    if named:
        return max(named[:6], key=len), site
    if said := _meta(page, "og:title"):
        return _without(said, site), site
    parts = SEPARATOR.split(whole)
    if len(headings) == 1 and not whole:
        return headings[0], site
    return (_without(whole, site) if site and site in whole else _longest(parts)) or None, site


def _longest(parts: Sequence[str]) -> str:
    """The part of a title that is the thread's: the first, unless another is much longer."""
    return max(parts, key=lambda part: len(part) * (1.6 if part is parts[0] else 1)).strip()


def _without(title: str, site: str | None) -> str:
    """A title without the site's name at its end."""
    if site and title.endswith(site) and len(title) > len(site):
        return title[: -len(site)].rstrip(" -|–—·•»:")
    return title


def _meta(page: Page, name: str) -> str | None:
    node = page.first(f'meta[property="{name}"], meta[name="{name}"]')
    said = node.attributes.get("content") if node is not None else None
    return " ".join(said.split()) or None if said else None


def _link(page: Page, css: str) -> str | None:
    node: Node | None = page.first(css)
    return page.join(node.attributes.get("href")) if node is not None else None


def _next(page: Page, lines: Outline) -> str | None:
    """The address of the next page: as the page's head or a link says, else the link that is called so, else the number after this one."""
    node = page.first('link[rel="next"], a[rel~="next"]')
    if node is not None and (href := node.attributes.get("href")):
        return page.join(href)
    for i, tag in enumerate(lines.tags):
        if tag == "a" and (found := _is_next(lines, i)):
            return page.join(found)
    return None


def _is_next(lines: Outline, i: int) -> str | None:
    """The address of a link that leads to the next page."""
    attrs = lines.attrs[i]
    href = value(attrs, "href") or ""
    if not href or href.startswith(("#", "javascript:")):
        return None
    text = lines.text(i) if lines.until[i] - lines.first[i] < 3 else ""
    text = text or value(attrs, "title") or value(attrs, "aria-label") or ""
    if not text or len(text) > 24 or not NEXT.fullmatch(text):
        return None
    if ARROW.fullmatch(text):  # an arrow may also lead to the next thread
        return href if any(PAGER.search(lines.attrs[j]) for j in list(lines.up(i))[:4]) else None
    return href


def _pages(lines: Outline) -> tuple[int | None, int | None]:
    """The page's number and how many there are, where the page says so in words."""
    for text in lines.texts:
        if 5 < len(text) < 60 and DIGIT.search(text) and (found := PAGE_OF.search(text)):
            number, pages = int(found[1]), int(found[2])
            if number <= pages:
                return number, pages
    return None, None
