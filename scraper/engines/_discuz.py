"""
What all versions and surfaces of Discuz! have in common: addresses, times, quotes, ratings, notices.

Discuz! 4 to 7 name their scripts (``viewthread.php?tid=9``, ``space.php?uid=5``), X has one (``forum.php?mod=viewthread&tid=9``,
``home.php?mod=space&uid=5``); both are often rewritten to ``thread-9-1-1.html`` and ``space-uid-5.html``.
Comments on a post (点评, ``comment_<pid>``) are no posts: they have neither floor nor id and are cut off after a few.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape

from ..labels import whole
from ..markup import Lifted, Node, Page, class_names, fragment, next_element, text_of, unwrapped
from ..model import Poll, Reaction, State
from .base import CANONICAL, Quoted, Rule, count, first_match, once
from .notices import state_of

__all__ = [
    "ANSWERED",
    "CODE_MARKS",
    "FILLED_IN",
    "QUOTE_HEAD",
    "QUOTE_TAIL",
    "TIME",
    "answered_post",
    "attachment",
    "best_answer",
    "breadcrumb",
    "nameless",
    "next_page",
    "of_one_author",
    "online",
    "own_text",
    "page_count",
    "poll",
    "posted",
    "posts_with_id",
    "quoted",
    "ratings",
    "reactions",
    "stamp",
    "state",
    "thread_id",
    "thread_page",
    "trail_end",
    "uncaptioned",
    "whole_body",
    "withheld",
    "zone",
]

HEAD = 20_000  # characters with the canonical address and the trail
TID = re.compile(r"[?&;]p?tid=(\d+)|\bthread-(\d+)|\btid-(\d+)")
TID_SCRIPT = re.compile(r"\btid\s*=\s*(?:parseInt\()?'?(\d+)")
REWRITTEN = re.compile(r"\bthread-(\d+)-\d+-\d+(\.\w+)")
PID = re.compile(r"pid(\d+)")
QUOTED_PID = re.compile(r"[?&;#]pid=?(\d+)")

ANSWERED = r"^\s*+回[复覆復]\s*+(?>(?:第\s*+)?)(#\s*+\d++|\d++\s*+[#楼樓]|[楼樓]主|沙[发發]|板凳|藤椅|地[板毯])"
"""Words before an answer that name the floor it is to: ``回复 #5 某人 的帖子``, ``回复 5# 的帖子``."""

DATE = r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?)?"
BEFORE_TIME = "发表于|發表於|发布于|發佈於|发表时间|發表時間|Posted (?:on|at)|Post at|Publish time"
POSTED = re.compile(rf"^(?:{BEFORE_TIME})?\s*[:：]?\s*", re.IGNORECASE)
TIME = re.compile(rf"(?:{BEFORE_TIME})\s*([^|\n]+)", re.IGNORECASE)
"""A time in a line of 5 and 6: what stands behind the words."""
QUOTE_HEAD = re.compile(
    rf"""
    (?: (?: 引用 | 引言 | QUOTE | Quote ) \s*+[:：] \s*+ )?
    (原帖由 | Originally\ posted\ by)? \s*+ (?P<author> [^\n]{{1,60}}? ) \s*+
    (?(1) (?: 于 | 於 | at | 发表于 | 發表於 ) | (?: 发表于 | 發表於 | posted\ (?:on|at) | Post\ at ) ) \s*+
    {DATE} \s*+ (?>(?: 发表 | 發表 )?) \s*+ [:：]?+ [ \xa0]*+
    """,
    re.VERBOSE,
)
"""``西门吹雪 发表于 2013-4-11 21:17`` (7.1 and later), ``原帖由 西门吹雪 于 2013-4-11 21:17 发表`` (before)."""

QUOTE_TAIL = re.compile(
    rf"(?:^|\n[^\S\n]*+(?=\n)|\n)\n?+[^\S\n]*+(?P<author>(?=\S)[^\n]{{1,60}}?)\s*+(?:发表于|發表於|posted (?:on|at)|Post at)\s*+{DATE}\s*+$"
)
"""The same at the end, as 7.1 to X2.5 put it."""

ANSWER = re.compile(r"\s*+(?:回[复覆復]|Reply)\b")
SIZED = re.compile(r"[（(]\s*+\d[\d.,]*+\s*+(?:[KMGT]?B|bytes|字节)", re.IGNORECASE)
UPLOADED = re.compile(r"[（(][^()（）]{0,40}+(?<=上传|上傳)[)）]$")
ONE_AUTHOR = re.compile(r"[?&]authorid=[1-9]")
WORD = re.compile(r"[\d\s]++")
PAGES = re.compile(r"(?:共|/)\s*(\d+)")
NUMBER = re.compile(r"\d+")
RATING = re.compile(r"(?:^|[\s：:])([^\s\d+:：<>=-]{1,12})\s*([+-] ?\d+)")
DIGITS = re.compile(r"(\d+)")
TAG = re.compile(r"<[^>]*+>?")
CAPTION = re.compile(r"(?<=>)\s*+本帖(?:隐藏的内容|隱藏的內容)[^<>]{0,12}(?=</)")
RATED = re.compile(r"(?:已有|参与人数|參與人數)\s*(\d+)")
REASON = re.compile(
    r'(tip="(?:<|&lt;)strong(?:>|&gt;)).{0,200}?(?=(?:<|&lt;)/strong)|(?<=class="crly">)[^<]*|(?<=class="cornerlayger">)[^<]*'
)
RATER = re.compile(r"uid[=-]\d")
VOTES = "[id^=review_support_], [id^=review_against_], [id^=recommendv_], [id^=voterdebate_]"
ICON = re.compile(r"[\ue000-\uf8ff]\s*+")  # a letter of a template's own font
VOTED = "td > em, label ~ em, .polltd .imgfc > :first-child, .poll_ok > :last-child:not(:has(*)), .poll_ok > :last-child > :last-child"
OPTION = re.compile(r"^\d+\.\s*")

CODE_MARKS = {
    "code": ".blockcode [id^=code]",
    "drop": ".blockcode [onclick*=copycode], .blockcode > em, .showhide > h4, [id^=aimg_][id$=_menu], [id^=attach_][id$=_menu], [id^=aid][id$=_menu]",
}


FILLED_IN = ".typeoption, .act, .trdb, .comiis_view_flxx"
"""What the author filled in beside the message: fields of the board's own, an activity, goods."""


@once
def thread_id(page: Page) -> str | None:
    """The thread's number: of the page's address, of what the page calls canonical, or of its scripts."""
    found = first_match(TID, page.url, CANONICAL(page.root)) or TID_SCRIPT.search(page.text) or TID.search(page.text)
    return next(g for g in found.groups() if g) if found else None


def thread_page(script: str) -> Callable[[Page], str | None]:
    """A rule for the address of a thread's first page: rewritten where the page's own links are, else ``script`` and the number."""

    def rule(page: Page) -> str | None:
        tid = thread_id(page)
        if not tid:
            return None
        at = page.text.find(f"thread-{tid}-", 0, HEAD)
        found = REWRITTEN.match(page.text, at) if at >= 0 else REWRITTEN.search(page.url or "")
        return page.join(f"thread-{tid}-1-1{found[2]}" if found else f"{script}{tid}")

    return rule


def of_one_author(page: Page) -> bool:
    """Whether the page shows one author's posts, which are numbered among themselves."""
    return ONE_AUTHOR.search(page.url or "") is not None or (
        "显示全部楼层" in page.text and any(text_of(link) == "显示全部楼层" for link in page.css(".authi a, .authorinfo a"))
    )


def posts_with_id(page: Page) -> Sequence[Node]:
    """The posts: elements whose id is ``pid`` and a number, which the engine's scripts look up; each once."""
    seen: dict[str, Node] = {}
    for node in page.css("[id^=pid]"):
        if (name := node.id) and PID.fullmatch(name):
            seen.setdefault(name, node)
    return tuple(seen.values())


def whole_body(node: Node, message: Node | None) -> Node | None:
    """A post's message behind what its author filled in beside it."""
    if message is None or node.css_first(FILLED_IN) is None:
        return message
    told = node.css(
        ".typeoption:not(.typeoption *), .act .spi:not(.spi *), .act .spvimg img:not([src*='nophoto']), .trdb:not(.trdb *), .comiis_view_flxx"
    )
    messages = node.css("[id^=postmessage_]:not([id^=postmessage_] *)") or [message]
    return fragment("".join((*map(_filled_in, told), *(f"<div>{found.html or ''}</div>" for found in messages))))


def _filled_in(box: Node) -> str:
    """A list's terms as rows of a table, goods with their name and price; other fields as they are."""
    classes = class_names(box)
    if not {"spi", "trdb"}.intersection(classes):
        return box.html or ""
    name = text_of(box.css_first("a[href*='do=tradeinfo']"))
    price = box.css_first(":is(strong, b):not([class])") if "trdb" in classes else None
    cells = [f"<td>{escape(term)}</td><td>{escape(value)}</td>" for term, value in _terms(box)]
    beside = [f"<td>{escape(text)}</td>" if text else "" for text in (name, text_of(price.parent) if price is not None else None)]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in (beside[0], *cells, beside[1]) if row)}</table>"


def _terms(box: Node) -> Iterable[tuple[str, str]]:
    """Terms and values of a list, without buttons and what counts on while the page stands."""
    for term in box.css(":not(.nums *)"):
        said, value = (term.text(deep=False) or "").strip(), text_of(next_element(term))
        if value and said.endswith((":", "：")):
            yield said, value


def best_answer(root: Node) -> str | None:
    """The number of the best answer, which stands a second time in the opening post."""
    link = root.css_first(".rwdbst [onclick*='findpost'], .rwdbst [href*='findpost']")
    found = QUOTED_PID.search(f"{link.attributes.get('onclick')} {link.attributes.get('href')}") if link is not None else None
    return found[1] if found else None


def withheld(node: Node) -> tuple[State, ...]:
    """Why others do not see a post that its reader does: moderators are told so above the message."""
    notices = (text_of(found) or "" for found in node.css(".locked:not([id^=postmessage_] *)"))
    return tuple(told for notice in notices if (told := state_of(notice)) in ("blocked", "banned-author"))


def posted(text: str | None) -> str | None:
    """A post's time without the words before it."""
    return POSTED.sub("", text, count=1).strip() or None if text else None


def stamp(css: str) -> Rule:
    """A rule for a time: as written, or the whole time behind ``3 天前``."""

    def rule(node: Node) -> str | None:
        found = node.css_first(css)
        if found is None:
            return None
        exact = found.css_first("[title]")
        return posted(exact.attributes.get("title") if exact is not None else found.text())

    return rule


def own_text(node: Node | None) -> str | None:
    """The first line of an element's text; names of guests are followed by their address."""
    text = next((line for raw in node.text().split("\n") if (line := raw.strip())), None) if node is not None else None
    return text.replace("\xa0", " ").strip() if text else None


def nameless(box: Node | None) -> str | None:
    """What stands where a member's link would: ``匿名``, ``游客`` with an address behind it, a deleted member's name with a note."""
    box = unwrapped(box) if box is not None else None
    for node in (box, box.css_first("a") if box is not None else None):
        if node is not None and (own := " ".join((node.text(deep=False) or "").split())):
            return own
    return own_text(box)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The author is read from the quote's text; the id of the quoted post stands in the link beside it."""
    return None, next((found[1] for href in quote.lifted.links if (found := QUOTED_PID.search(href))), None)


def answered_post(node: Node) -> str | None:
    """The number of the post that an answer begins with a link to: ``回复 5# 某人``."""
    link = node.css_first(":is(strong, b) > a[href*='goto=findpost']")
    if link is None or link.parent is None or not ANSWER.match(link.parent.text()):
        return None
    found = QUOTED_PID.search(link.attributes.get("href") or "")
    return found[1] if found else None


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """A file's name without its size, and its address; the name stands in the line of the size, or in the first."""
    if not item.links:
        return None
    lines = item.text.split("\n")
    name = next((line[: match.start()] for line in lines if (match := SIZED.search(line, 1))), lines[0])
    return UPLOADED.sub("", name).strip(), item.links[0]


def uncaptioned(html: str) -> str:
    """A post without the words above a part that was hidden, whatever element they stand in."""
    return CAPTION.sub("", html) if "showhide" in html else html


def ratings(node: Node) -> Iterable[tuple[str, int]]:
    """
    How many rated a post, and the sum of each credit: said at the foot of the box (X2), in its head (X3), or by nobody.

    A reason may look like points (``好东西 +1``): sums are read where they are said, and reasons left out where none are.
    """
    box = node.css_first("[id^=ratelog_], .newrate")
    if box is None:
        return
    text = box.text()
    rated = RATED.search(text) or DIGITS.search(text_of(box.css_first("dt strong, :is(dt, div) > :is(strong, b)")) or "")
    if rated and (voters := whole(rated[1])) is not None:
        yield "评分", voters
    total: dict[str, int] = {}
    html = REASON.sub(r"\1", box.html or "")
    said = text.rpartition("总评分")[2] if "总评分" in text else TAG.sub(" ", RATER.split(html, maxsplit=1)[0])
    for label, score in RATING.findall(said) or RATING.findall(TAG.sub(" ", unescape(html))):
        total[label] = total.get(label, 0) + (whole(score.replace(" ", "")) or 0)
    yield from total.items()


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """Ratings, and who is for and against (X3): a count in the element behind the word, in a debate with the word."""
    yield from ratings(node)
    for votes in node.css(VOTES):
        said = votes.text()
        if (n := count(said)) and votes.parent is not None and (label := votes.parent.text(deep=False).strip() or WORD.sub("", said)):
            yield label, n


def poll(title: Rule) -> Callable[[Page], Poll | None]:
    """A rule for a poll's options, and their votes where the reader may see them; it asks what the thread is called."""

    def rule(page: Page) -> Poll | None:
        form = page.first("form#poll")
        options = _options(form) if form is not None else [_view(side) for side in page.css("td > .point, div > .point")]
        return Poll(question=title(page.root), options=tuple(options)) if options else None

    return rule


def _options(form: Node) -> list[Reaction]:
    """A poll's options: a row each, or a picture each."""
    labels = [
        OPTION.sub("", ICON.sub("", text_of(label) or ""))
        for label in form.css("label[for^=option_], .pvt:not(:has(label)), .polltd > .xi2")
    ]
    votes = [count(em.text().rpartition("(")[2]) or 0 for em in form.css(VOTED)]
    votes += [0] * (len(labels) - len(votes))
    return [Reaction(label=label, count=n) for label, n in zip(labels, votes, strict=False)]


def _view(side: Node) -> Reaction:
    """One of the two views of a debate, ``正方观点 (12)`` and what it says, with its votes."""
    named, _, votes = (text_of(side.css_first("strong, b")) or "").rpartition("(")
    said = text_of(side.css_first("strong ~ *, b ~ *")) or ""
    return Reaction(label=f"{named.strip()}: {said}".strip(": "), count=count(votes) or 0)


def state(name: str | None) -> tuple[State, ...]:
    return ("anonymous",) if name and name.lower() in ("匿名", "匿名者", "anonymous") else ()


def breadcrumb(css: str, thread: str) -> Callable[[Page], Sequence[str]]:
    """A rule for the links of a trail; ``thread`` fits addresses of threads, which are no board."""
    pattern = re.compile(thread)

    def rule(page: Page) -> Sequence[str]:
        trail = page.first(css)
        links = trail.css("a") if trail is not None else ()
        return [t for a in links if (t := text_of(a)) and not pattern.search(a.attributes.get("href") or "")]

    return rule


def page_count(root: Node, css: str) -> str | None:
    """The number of pages: said (``共 12 页``, ``2/12``), or the highest that is linked."""
    box = root.css_first(css)
    if box is None:
        return None
    if said := PAGES.search(box.text()):
        return said[1]
    found = (NUMBER.search(link.text()) for link in box.css("a, strong, b"))
    numbers = [number for match in found if match and (number := whole(match[0])) is not None]
    return str(max(numbers)) if numbers else None


def trail_end(css: str) -> Rule:
    """A rule for the text behind the last link of a trail: the thread's title."""

    def rule(root: Node) -> str | None:
        node = root.css_first(css)
        text = last_text(node.html or "") if node is not None else ""
        return " ".join(unescape(text).replace("\xa0", " ").strip(" »>›\n").split()) or None

    return rule


def last_text(html: str) -> str:
    """
    What stands before the closing tags at the end of an element.

    >>> last_text("<p><a>Board</a> &gt; <b>Title</b> </p>")
    'Title'
    """
    end = len(html)
    while (end := len(html[:end].rstrip())) and html[end - 1] == ">" and html.startswith("</", begin := html.rfind("<", 0, end)):
        end = begin
    return html[max(html.rfind("<", 0, end), html.rfind(">", 0, end)) + 1 : end]


def next_page(root: Node, css: str) -> str | None:
    """The link behind the current page's number."""
    node = next_element(root.css_first(css), "a")
    href = node.attributes.get("href") if node is not None else None
    return href if href and count(text_of(node)) else None


def online(css: str) -> Rule:
    """A rule for the word of a card that says whether a member is there: 当前在线, 當前離線, Offline."""

    def rule(card: Node) -> str | None:
        said = text_of(card.css_first(css))
        return ("0" if "离" in said or "離" in said or "ff" in said else "1") if said else None

    return rule


def zone(css: str) -> Rule:
    """A rule for the note of the time zone at the foot."""

    def rule(root: Node) -> str | None:
        node = root.css_first(css)
        text = node.text() if node is not None else ""
        at = text.find("GMT")
        return text[max(0, at - 60) : at + 40] if at >= 0 else None

    return rule
