"""What an unknown page says of its thread: title, site, breadcrumb, place among the thread's pages, the next of them."""

import re
from collections.abc import Sequence

from ...markup import Node, Page, text_of
from ...model import Thread
from ...urls import split
from .attributes import value
from .outline import Outline

__all__ = ["head_of", "own_address"]

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
PAGED = re.compile(r"(?:page|start|seite|pagina|offset|\bpg?|\bst)[=/-]?\d", re.IGNORECASE)
HOME = re.compile(r"(?:https?://[^/]+)?\.?/?(?:index\.\w+)?", re.IGNORECASE)
SPACED = 50  # blanks and line ends in the source of a title
SEPARATOR = re.compile(r"(?<!\s)\s++(?:::|[-|–—·•»:])\s++")


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


def own_address(page: Page) -> str | None:
    """The address that a page gives itself."""
    return _link(page, "link[rel=canonical]") or _meta(page, "og:url")


def _title(page: Page, lines: Outline) -> tuple[str | None, str | None]:
    """The text on the page that its title repeats and that is not the site's name; else a part of the title; and the site's name."""
    whole = text_of(page.first("title")) or ""
    site = _meta(page, "og:site_name")
    homes = {site, *_homes(lines, whole)}
    longest = min(300, len(whole) + SPACED)
    shown = {t for text in lines.texts if 2 < len(text) < longest and (t := " ".join(text.split())) in whole} - homes
    shown |= {t for n in page.css("h1, h2, [itemprop=headline]") if 2 < len(t := text_of(n) or "") < 300 and t in whole and t not in homes}
    if shown:
        return max(shown, key=lambda t: len(t) * (2 if whole.startswith(t) else 1)), site
    if said := _meta(page, "og:title"):
        return _without(said, site), site
    if not whole:
        heading = page.first("h1") or page.first("h2")
        return text_of(heading) or None, site
    parts = [part for part in SEPARATOR.split(whole) if part.strip() and part.strip() not in homes]
    return (_longest(parts) if parts else whole) or None, site


def _homes(lines: Outline, whole: str) -> set[str]:
    """Those texts of links to the site's front page that stand in the page's title."""
    links = {i for i in lines.links if i >= 0}
    return {
        text for i in links if lines.until[i] - lines.first[i] < 4 and (text := lines.text(i)) in whole and HOME.fullmatch(lines.href(i))
    }


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
    """The address of the next page: as the page's head or a link says, else the number after this one, else an arrow."""
    node = page.first('link[rel="next"], a[rel~="next"]')
    named = node.attributes.get("href") if node is not None else None
    links = [i for i, tag in enumerate(lines.tags) if tag == "a" and lines.until[i] - lines.first[i] < 3 and lines.attrs[i]]
    words = (_is_next(lines, i, arrow=False) for i in links)
    arrows = (_is_next(lines, i, arrow=True) for i in links)
    found = page.join(
        named or next((w for w in words if w), None) or _next_number(page, lines, links) or next((a for a in arrows if a), None)
    )
    return found if found != page.url else None


def _next_number(page: Page, lines: Outline, links: Sequence[int]) -> str | None:
    """The link on the number after that of this page, which is the one number among them without a link."""
    for i in links:
        text = lines.text(i) if lines.until[i] - lines.first[i] == 1 else ""
        if not text.isdecimal() or len(text) > 4 or text == "1" or not _is_page(page, href := lines.href(i)):
            continue
        for j in list(lines.up(lines.parents[i]))[:2]:
            pieces = range(lines.first[j], min(lines.until[j], lines.first[j] + 40))
            if str(int(text) - 1) in {lines.texts[p].strip(" []()•,·|\xa0") for p in pieces if lines.links[p] < 0}:
                return href
    return None


def _is_page(page: Page, href: str) -> bool:
    """Whether an address may be another page of the thread."""
    return PAGED.search(href) is not None or (bool(page.url) and split(page.join(href)).path == split(page.url).path)


def _is_next(lines: Outline, i: int, *, arrow: bool) -> str | None:
    """The address of a link that leads to the next page: by a word, or by an arrow among page numbers."""
    attrs = lines.attrs[i]
    text = lines.text(i) or value(attrs, "title") or value(attrs, "aria-label") or ""
    if not text or len(text) > 24 or not NEXT.fullmatch(text) or (ARROW.fullmatch(text) is not None) is not arrow:
        return None
    href = lines.href(i)
    if not href or href.startswith(("#", "javascript:")):
        return None
    if arrow and not any(PAGER.search(lines.attrs[j]) for j in list(lines.up(i))[:4]):  # it may lead to the next thread
        return None
    return href


def _pages(lines: Outline) -> tuple[int | None, int | None]:
    """The page's number and how many there are, where the page says so in words."""
    for text in lines.texts:
        if 5 < len(text) < 60 and DIGIT.search(text) and (found := PAGE_OF.search(text)):
            number, pages = int(found[1]), int(found[2])
            if number <= pages:
                return number, pages
    return None, None
