"""What the vBulletins share: addresses of threads, citations, edit notes, lines of an author's card."""

import re
from collections.abc import Iterable
from html import unescape

from ..markup import Node, Page, next_element
from .base import CANONICAL, Pair, Pick, Quoted, first_match

__all__ = ["CITED", "MEMBER", "THREAD", "facts", "quoted", "thanks", "thread_id", "thread_url"]

TAG = re.compile(r"<[^>]*+>?")
THREAD = re.compile(r"(?:[?&]t=|showthread\.php[/?]|threads/|/forum/(?:[^?#/]*/){0,9})(\d+)")
REWRITTEN = re.compile(r"/t?(\d+)-[^/?#]+\.html(?:$|[?#])")  # as vBSEO does by default
POST = re.compile(r"(?:[?&]p=|#post)(\d+)")
MEMBER = r"(?:[?&]u=|member\.php[/?]|members?/?|members/[^/?#]*-(?=\d+(?:/|\.html|$))|/(?=\d+-[^/?#]*\.html$))(\d+)"
"""A member's number in the address of the profile: the engine's own and those that vBSEO makes."""
CITED = re.compile(
    r"\s*+(?:Originally posted by|Zitat von|Originariamente inviat[oa] da|Envoyé par|Iniciado por|Originalmente publicado por|"
    r"Postado originalmente por|Цитата:?\s*Сообщение от|Сообщение от|Oorspronkelijk geplaatst door|Napisał|Zamieszczone przez|Alıntı:|"
    r"Ursprungligen (?:postat|skrivet) av|Opprinnelig (?:postet|skrevet) av|Oprindeligt (?:indsendt|skrevet) af|Alkuperäinen kirjoittaja|"
    r"Původně odeslal|Eredetileg közzétette|Αρχικό μήνυμα από|Postat în original de|Originalmente enviado por|Mensaje de|"
    r"المشاركة الأصلية كتبت بواسطة|Nguyên văn bởi|最初由|引用\s*作者|作者[:：])"
    r"\s*+:?+\s*+(?P<author>(?>(?:(?!(?:发布|View Post|Nickli Üyeden Alıntı)[^\S\n]*+(?:\n|\Z))[^\n])*))(?>(?:发布|View Post|Nickli Üyeden Alıntı)?)[^\S\n]*+(?:\n|\Z)",
    re.IGNORECASE,
)
FACT = re.compile(r"<(?:div|section|li|span|b|i|dd|p)\b[^>]*>\s*([^<>:]{2,40}):\s*(?:</?[a-z][^>]*>\s*)*([^<>\n]+)")


def thread_id(page: Page) -> str | None:
    """The number in the page's canonical address, its own, or a form's field."""
    if found := first_match(THREAD, CANONICAL(page.root), page.url):
        return found[1]
    field = Pick("input[name=t], input[name=threadid], input[name=searchthreadid]", "value", r"(\d+)")(page.root)
    rewritten = first_match(REWRITTEN, CANONICAL(page.root), page.url) if not field else None
    return rewritten[1] if rewritten else field


def thread_url(page: Page) -> str | None:
    """The thread's first page: the canonical address without its page."""
    link = CANONICAL(page.root)
    if link and THREAD.search(link):
        return page.join(re.sub(r"[?&]page=\d+|/page\d+", "", link))
    found = thread_id(page)
    return page.join(f"showthread.php?t={found}") if found else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The name behind "Originally Posted by"; the post's number in the arrow's link."""
    found = CITED.match(quote.cite) if quote.cite else None
    links = [*quote.links, *quote.lifted.links]
    return (found["author"].strip() if found else None) or None, next((m[1] for link in links if (m := POST.search(link))), None)


def thanks(node: Node) -> Iterable[tuple[str, int]]:
    """How many said thanks or liked it, as the add-on prints behind a post: their names, each a link."""
    box = next_element(node)
    if box is not None and (box.id or "").startswith("post_thanks_box_") and (named := len(box.css("a[href]"))):
        yield "Likes" if "liked" in box.text() else "Thanks", named


def facts(html: str) -> Iterable[Pair]:
    """Lines with a colon, one an element."""
    return ((unescape(label).strip(), unescape(text).strip(), None) for label, text in FACT.findall(html))
