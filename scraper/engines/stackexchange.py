"""
Stack Exchange (Stack Overflow, Server Fault, Super User, Ask Ubuntu …), its layouts since 2012: a question and its answers.

Answers are posts that reply to the question; the small comments beneath a post are remarks on it and no posts. Times are
titles in UTC. From the second page on, the question stands at the top again and has its id again.
"""

import re
from collections.abc import Iterable

from ..markup import Node, Page, text_of, unwrapped
from ..model import State
from .base import CANONICAL, BoardRules, Engine, Pair, Pick, count, first_of, signed_count

__all__ = ["ENGINE"]

STAMP = r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)"
QUESTION = re.compile(r"(.*/questions/(\d+)(?:/[^/?#]+)?)")


def thread_id(page: Page) -> str | None:
    """The question's number."""
    found = QUESTION.match(canonical(page))
    return Pick("#question", "data-questionid")(page.root) or (found[2] if found else None)


def thread_url(page: Page) -> str | None:
    """The question's address without an answer's number behind it."""
    found = QUESTION.match(canonical(page))
    return found[1] if found else None


def canonical(page: Page) -> str:
    link = CANONICAL(page.root) or Pick("#question-header h1 a", "href")(page.root)
    return page.join(link) or page.url or ""


def post_id(node: Node) -> str | None:
    """In the element's data, else in its id."""
    attributes = node.attributes
    return attributes.get("data-answerid") or attributes.get("data-questionid") or Pick(attr="id", pattern=r"answer-(\d+)")(node)


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The short permalink, ``/a/5`` or ``/q/5``."""
    if not post_id:
        return None
    return page.join(f"/{'q' if node.attributes.get('id') == 'question' else 'a'}/{post_id}")


def card(node: Node) -> Node | None:
    """The last signature is the author's; that before it, the editor's."""
    signatures = node.css(".post-signature")
    return signatures[-1] if signatures else None


def edited(node: Node) -> str | None:
    """The editor's signature, or the author's own edit; written so that the name can be told."""
    signatures = node.css(".post-signature")
    if len(signatures) < 2:
        return None
    time, name = Pick(".relativetime", "title", STAMP)(signatures[0]), Pick(".user-details a")(signatures[0])
    time = time.replace(" ", "T") if time else None
    return f"edited by {name} on {time}" if time and name else time


def anonymous(card: Node) -> str | None:
    """A name without an account."""
    box = card.css_first(".user-details")
    return Pick(own=True)(unwrapped(box)) if box is not None and card.css_first(".community-wiki") is None else None


def pairs(card: Node) -> Iterable[Pair]:
    """Reputation, with the exact number in a title."""
    score = card.css_first(".reputation-score")
    if score is not None and (text := text_of(score)):
        exact = Pick(attr="title", pattern=r"(\d[\d,]*)")(score)
        yield "Reputation", text, exact


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """The score, which may be below zero."""
    votes = signed_count(Pick(".js-vote-count, .vote-count-post")(node))
    return [("Votes", votes)] if votes is not None else []


def states(node: Node) -> tuple[State, ...]:
    classes = node.attributes.get("class") or ""
    found: list[State] = []
    if "accepted-answer" in classes.split() or node.css_first(".vote-accepted-on") is not None:
        found.append("accepted")
    if "deleted-answer" in classes or "deleted-question" in classes:
        found.append("deleted")
    return tuple(found)


def reply_to(node: Node) -> str | None:
    """An answer is a reply to the question."""
    if node.attributes.get("id") == "question":
        return None
    if parent := node.attributes.get("data-parentid"):
        return parent
    top = node.parent
    while top is not None and top.parent is not None:  # up at once: to search each ancestor is to search all answers for each
        top = top.parent
    return Pick("#question", "data-questionid")(top) if top is not None else None


ENGINE = Engine(
    name="stackexchange",
    hints=("stackexchange", "sstatic", "stackoverflow"),
    claims=("#question .post-text", "#question .js-post-body", "#question .s-prose"),
    signs=("#question-header", "#questions [id^=question-summary-]", "link[href*='cdn.sstatic.net']"),
    site=Pick("meta[property='og:site_name']", "content"),
    title=first_of(Pick("#question-header h1, #question-header h2"), Pick("meta[property='og:title']", "content")),
    thread_id=thread_id,
    thread_url=thread_url,
    page=Pick(".s-pagination--item.is-selected, .pager-answers .page-numbers.current"),
    pages=Pick(".pager-answers", pattern=r"(\d+)(?:\D+)$"),
    next_url=Pick(".pager-answers a[rel=next], .s-pagination a[rel=next], .pager a[rel=next], link[rel=next]", "href"),
    views=first_of(Pick("[title^=Viewed]", "title", r"(\d[\d,]*)"), Pick("#qinfo tr:nth-child(2) b")),
    replies=first_of(Pick("#answers-header [data-answercount]", "data-answercount"), Pick("#answers-header", pattern=r"(\d[\d,]*)")),
    tags="#question .post-tag",
    post="#question, #answers .answer[id^=answer-]",
    post_id=post_id,
    post_url=post_url,
    start=lambda page: 0 if count(Pick(".s-pagination--item.is-selected, .page-numbers.current")(page.root)) in (None, 1) else None,
    posted=first_of(
        lambda node: Pick(".relativetime", "title", STAMP)(found) if (found := card(node)) is not None else None,
        Pick("time[itemprop=dateCreated]", "datetime"),
    ),
    edited=edited,
    reply_to=reply_to,
    states=states,
    body=".js-post-body, .post-text, .s-prose",
    marks={
        "quote": "blockquote:not(.spoiler)",
        "code": "pre",
        "drop": ".question-status, .question-originals-of-duplicate, .s-notice, .post-notice, .snippet-ctas, .snippet-result",
    },
    quote=lambda quoted: (None, None),
    reactions=reactions,
    card=card,
    author=first_of(Pick(".user-details a[href*='/users/']"), anonymous),
    author_id=Pick(".user-details a[href*='/users/']", "href", r"/users/(\d+)"),
    author_url=Pick(".user-details a[href*='/users/']", "href"),
    avatar=Pick("img", "src"),
    pairs=pairs,
    boards=BoardRules(
        thread="[id^=question-summary-]",
        thread_link="h3 a[href*='/questions/']",
        thread_id=r"/questions/(\d+)",
        author=Pick(".user-details a, .s-user-card--link a"),
        replies=first_of(Pick(".s-post-summary--stats-item[title*=answer]", pattern=r"(\d+)"), Pick(".status strong")),
        views=first_of(Pick("[title$=views]", "title", r"(\d[\d,]*)"), Pick(".views", "title", r"(\d[\d,]*)")),
        last_post=Pick(".relativetime", "title", STAMP),
        name=Pick("#mainbar h1"),
    ),
    date_order="ymd",
)
