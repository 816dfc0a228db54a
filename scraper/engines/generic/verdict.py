"""Whether what repeats on a page is a discussion: not a list of links to other pages, not a shop, not one article."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ... import labels
from ...urls import split
from .cues import BUTTON, is_person
from .fields import name_at
from .groups import Scene
from .members import Row
from .outline import Outline
from .weights import LINK_SHARE

__all__ = ["confidence", "is_article", "is_discussion", "is_forum", "is_listing", "is_shop", "is_whole", "of_forum", "signs_of"]

THREAD = re.compile(
    r"viewtopic|showthread|showtopic|viewthread|thread|topic|discussion|/t/|/d/|/comments/|question|read(?:\.php|-)|/forum|/bbs|/board|forumdisplay|"
    r"messages?/|/post|tid[-=]|/p/\d|article_?id=|showmessage|guestbook",
    re.IGNORECASE,
)
ONE_THREAD = re.compile(
    r"viewtopic|showthread|showtopic|viewthread|threads?[-/]|thread\.\w+\?(?:t|id|tid|topic)=|topics?[-/.=]|discussions?[/-]|/t/|/d/|questions?[/=-]\w|read(?:\.php|\.cgi|-)|tid[-=]|showmessage|mod=viewthread|/comments/|item\?id=|[?&]num=\d|[?/]t\d+\.html",
    re.IGNORECASE,
)
FORUM = re.compile(
    r"//(?:forums?|community|bbs|boards?|discuss|talk)\.|/(?:forums?|community|communities|discussions?|threads?|topics?|questions?|bbs|(?:message-?)?boards?)(?:[/.]|$)",
    re.IGNORECASE,
)
ARCHIVE = re.compile(r"pipermail|mailman|/archives?/|\bmsg\d+\.html|//lists?\.", re.IGNORECASE)
INDEX = re.compile(
    r"[^?#]*?//[^/]+(?:(?:/[\w.-]{1,24}){0,2}/(?:index|categor(?:y|ies)|forums?|boards?|forumdisplay|viewforum|search|tags?|unread|recent|popular|latest|members?|whats-new|releases|commits|questions|"
    r"users?|profile|archiver?|login|register|home|portal)(?:\.\w{2,5})?)?/?(?:\?(?!.*(?:topic|thread|tid|\bt=|\bp=|\bt\d|showtopic|read)).*)?$|"
    r".*[?&](?:fid|forumid|f|board|b)=\d+(?!.*[?&](?:tid|t|topic|thread|threadid|p|pid)=)",
    re.IGNORECASE,
)
PRODUCT = ("schema.org/product", '"@type":"product"', '"@type": "product"', 'content="product', 'content="og:product')
CART = re.compile(r"to[-_ ]?cart\b")
BASKETS = frozenset({"in den warenkorb", "ajouter au panier", "add to basket", "add to bag", "加入购物车", "カートに入れる"})
BASKET_LENGTHS = frozenset(map(len, BASKETS))
HEAD = 40_000  # characters in which a page says that it shows a product
ARTICLE = (
    '"og:type" content="article',
    '"Article"',
    '"NewsArticle"',
    '"BlogPosting"',
    '"TechArticle"',
    "org/Article",
    "org/NewsArticle",
    "org/BlogPosting",
)
BUTTONS = re.compile(
    r"(?:quote|reply with quote|report(?: (?:this )?post)?|引用|回复|回覆|回復|举报|舉報|zitieren|zitat|citer|citar|cita|ответить|цитата|cytuj|alıntı|#\s?\d+|\d+\s?[楼#樓])\W*",
    re.IGNORECASE,
)
SAMPLE = 24  # rows
FEW = 8  # rows whose every word is looked at
RATED = ("atingValue", "eviewRating", " of 5", "★", "☆", "star-rating")
RATING = re.compile(r"[rR]ating(?:Value|\")|\d (?:out )?of 5\b|[★☆]{5}|star-rating")
ANONYMOUS = re.compile(r"anonym|guest|gast\b|invit|名無し|无名|無名|匿名|游客|遊客|аноним|гость|익명", re.IGNORECASE)
ASKS = re.compile(r"<title[^>]{0,99}>[^<]{10,300}[?？]")
COLUMNS = 3  # named columns of a table of data
SENTENCE = 40  # of a text's width
FEWEST = 3  # rows of a list that is nothing else by its signs
NEWEST = frozenset({"latest", "unread", "new", "newest", "last"})  # where lists lead to the end of a thread
NUMBERS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{2,}")  # but years: the posts of a weblog have those in common
IN_COMMON = re.compile(  # in the addresses of different threads too: the host, days, sessions, the board
    r"^\w+://[^/]+|/(?:19|20)\d\d/\d\d?(?:/\d\d?)?(?=/)|(?:19|20)\d\d-\d\d-\d\d|[0-9a-f]{16,}|[?&](?:f|fid|forum|forumid|board|b|cat|s|sid)=\d+",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
SHORT = 3  # the same in a heading
NAMED = re.compile(r"-(?:post|comment|message)$")  # elements of a site's own making
HEADING = re.compile(r"h[1-6]")
TITLES = ("title", "subject", "headline")
PRICE = re.compile(
    r"[^\W\d]{0,8}\W{0,3}(?:[£$€¥￥₽₩₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€£₽₹]|EUR\b|USD\b|zł|Kč|kr\b|руб|Ft\b|грн))\W{0,3}[^\W\d]{0,8}"
)
LONG = 12  # code points of a link's text that may be a title; East Asian ones say as much in half
LISTED = 0.6  # of the records have a title that leads elsewhere: a list


def is_shop(scene: Scene) -> bool:
    """Whether a page sells something."""
    if scene.marked:
        return False
    html, texts = scene.page.html, scene.page.texts
    lower = html.lower()
    head = lower[:HEAD]
    if "product" in head and any(sign in head for sign in PRODUCT):
        return True
    at = lower.find("cart")
    while at >= 0:
        if CART.search(lower, max(0, at - 3), at + 5):
            return True
        at = lower.find("cart", at + 4)
    return any(len(t) in BASKET_LENGTHS and t.lower() in BASKETS for t in texts)


def of_forum(url: str | None) -> bool:
    """Whether an address says that it is a forum's."""
    return url is not None and FORUM.search(url) is not None


def is_article(scene: Scene, url: str | None) -> bool:
    """Whether a page says that it is an article, and its address not that it is a forum's: what stands before its comments is no post."""
    return any(sign in scene.page.html for sign in ARTICLE) and not scene.marked and not of_forum(url)


def is_whole(scene: Scene, rows: Sequence[Row], signs: int) -> bool:
    """Whether records have what posts have, and are no frames around several posts."""
    count = len(rows)
    if count < 2:
        return False
    text, time, author = (sum(column) / count for column in zip(*(row.has() for row in rows), strict=True))
    both = sum(row.time is not None and row.author is not None for row in rows) / count
    only = max(time, author) >= 0.9 and (count > 2 or (min(time, author) == 0 and signs > 1))
    cues = both >= 0.6 or only
    sample = some(rows)
    framed = sum(_framed(scene, row) for row in sample) / len(sample)
    return text >= 0.6 and cues and framed < 0.5


def is_discussion(scene: Scene, rows: Sequence[Row], url: str | None, signs: int) -> bool:
    """Whether something says that people talk here: few records need a sign of it, many need sentences."""
    if _is_rated(scene, rows) or _is_priced(scene, rows) or _is_table(scene.page, rows) or (signs < 2 and _is_told(scene, rows, signs)):
        return False
    fragments = _fragmented(scene, rows)
    clean = not any(_is_spoiled(scene, row) for row in some(rows))
    if url and INDEX.match(url):
        return signs > 1 and not fragments
    return signs > 1 or (signs == 1 and not (fragments and len(rows) < 4)) or (len(rows) > (2 if clean else 3) and not fragments)


def _is_rated(scene: Scene, rows: Sequence[Row]) -> bool:
    """Whether most records give marks to something: reviews of a product, a place, a book."""
    html, rows = scene.page.html, rows[:FEW]
    if not any(sign in html for sign in RATED):
        return False
    return sum(RATING.search(html, row.record.lo, row.record.hi) is not None for row in rows) > 0.5 * len(rows)


def _is_priced(scene: Scene, rows: Sequence[Row]) -> bool:
    """Whether most records have a price that stands alone."""
    said = [scene.page.texts[row.record.p : row.record.q] for row in rows[:FEW]]
    return sum(any(len(t) < 24 and PRICE.fullmatch(t) for t in texts) for texts in said) > 0.5 * len(said)


def _is_table(page: Outline, rows: Sequence[Row]) -> bool:
    """Whether the records are rows of a table that names three columns or more; threads in tables name author and message."""
    top = rows[0].record.tops[0]
    table = next((i for i in page.up(top) if page.tags[i] == "table"), -1) if page.tags[top] == "tr" else -1
    heads = [i for i in range(table, top) if page.tags[i] == "th" and page.until[i] > page.first[i]] if table >= 0 else []
    return len(heads) >= COLUMNS


def _is_told(scene: Scene, rows: Sequence[Row], signs: int) -> bool:
    """Whether what has no more than one sign of a discussion is told by one: by a single author, in a live ticker, or without any names or times."""
    if '"LiveBlogPosting"' in scene.page.html:
        return True
    names = [name_at(scene, row.author) for row in rows if row.author is not None]
    timed = sum(row.time is not None for row in rows)
    times = {scene.cues.times[row.time] if row.time is not None else None for row in rows}
    if len(names) == len(rows) and len(set(names)) == 1 and (len(rows) > FEWEST or len(times) == 1) and not ANONYMOUS.search(names[0]):
        return True
    asked = ASKS.search(scene.page.html) is not None  # answers may have no times
    return signs == 0 and ((min(len(names), timed) < 0.3 * len(rows) and not asked) or not _speaks(scene, rows))


def _are_headed(scene: Scene, rows: Sequence[Row]) -> bool:
    """Whether most records have a heading of their own outside the text, that is no name: articles, events."""
    page, heads = scene.page, []
    for row in rows:
        inside = range(row.record.a, row.record.b)
        found = (i for i in inside if HEADING.fullmatch(page.tags[i]) and not _inside(scene, i, row) and not row.record.in_hole(i))
        texts = (page.text(i) for i in found if row.author is None or not i <= row.author < page.last[i])
        heads.append(next((t for t in texts if width(t) >= LONG), None))
    titles = {t for t in heads if t}
    return len(titles) >= 0.8 * len(rows)


def _speaks(scene: Scene, rows: Sequence[Row]) -> bool:
    """Whether the records have sentences, where their texts were not told from what stands around them."""
    rows = some(rows)
    if not all(_is_spoiled(scene, row) for row in rows):
        return True
    page, each = scene.page, scene.weights.each
    said = sum(any(each[p] > 0 and width(page.texts[p]) >= SENTENCE for p in range(r.record.p, r.record.q)) for r in rows)
    return said >= 0.5 * len(rows)


def some(rows: Sequence[Row]) -> Sequence[Row]:
    """A few rows from all over the page: enough to judge by, whatever their number."""
    return rows if len(rows) <= SAMPLE else [rows[k * len(rows) // SAMPLE] for k in range(SAMPLE)]


def signs_of(scene: Scene, rows: Sequence[Row], url: str | None) -> int:
    """
    How many signs of a discussion there are: in the page's markup, its address, names of elements, buttons, authors' figures.

    Two are enough, so the words of the records are only looked at where those are not found sooner.
    """
    rows = some(rows)
    page = scene.page
    named = sum(page.kind(r.record.tops[0]).post or page.kind(page.parents[r.record.tops[0]]).post for r in rows)
    signs = scene.marked + bool(url and ONE_THREAD.search(url)) + (named >= len(rows) / 2)
    if signs > 1:
        return signs
    said = [[t for t in page.texts[r.record.p : r.record.q] if len(t) < 30] for r in rows[:FEW]]
    signs += sum(any(BUTTONS.fullmatch(t) for t in texts) for texts in said) >= len(said) / 2
    return signs + (signs < 2 and sum(bool(_figures(texts)) for texts in said) >= len(said) / 2)


def _figures(texts: Sequence[str]) -> set[str | None]:
    """Which of an author's figures are among some texts."""
    likely = [t for t in texts if len(t) < 15 or DIGITS.search(t)]
    return {labels.key_of(label) for label, value in labels.pairs(likely) if value} & {"posts", "registered", "points"}


def _fragmented(scene: Scene, rows: Sequence[Row]) -> bool:
    """Whether the bodies, not told from what stands around them, are made of many short pieces, as lines of a table are."""
    page, each = scene.page, scene.weights.each
    rows = some(rows)
    if sum(_is_spoiled(scene, r) for r in rows) < len(rows) / 2:
        return False
    pieces = [p for r in rows if r.body is not None and r.body >= 0 for p in range(page.first[r.body], page.until[r.body]) if each[p] > 0]
    if not pieces:
        return False
    return len(pieces) >= 3 * len(rows) and sum(width(page.texts[p]) for p in pieces) < 22 * len(pieces)


def _framed(scene: Scene, row: Row) -> bool:
    """Whether a record holds several times of the sort of its own: a frame around posts, or a part of a list."""
    page = scene.page
    if row.time is None:
        return False
    key = page.path(row.time, 2)
    alike = {scene.cues.times[i]: i for i in scene.times_in(row.record) if page.path(i, 2) == key}
    return sum(1 for i in alike.values() if not row.record.in_hole(i)) > 1


def is_listing(scene: Scene, rows: Sequence[Row], url: str | None, signs: int) -> bool:
    """Whether the records are lines of a board, of search results, of a front page: each with a title that leads elsewhere."""
    rows = some(rows)
    titles = {n: found for n, found in _titles(scene, rows).items() if not _same_thread(found[1], url)}
    if len(titles) < LISTED * len(rows):
        titles = {}
    if not titles:
        return _bodies_are_links(scene, rows) or (signs < 2 and len(rows) >= FEWEST and _are_headed(scene, rows))
    return (signs < 2 or len(rows) > FEWEST) and _lead_away([href for _, href in titles.values()])


def _lead_away(hrefs: Sequence[str]) -> bool:
    """Whether addresses are those of many pages and not of places in one, or of what one can do there: they share no page, number or verb."""
    pages = {href.partition("#")[0] for href in hrefs}
    if len(pages) <= 0.5 * len(hrefs):
        return False
    verbs = Counter(path.rpartition("/")[2] for path, _, query in (href.partition("?") for href in hrefs) if not query)
    if max((n for verb, n in verbs.items() if verb.isalpha() and verb not in NEWEST), default=0) >= 0.8 * len(hrefs):
        return False
    numbers = Counter(n for href in hrefs for n in {*NUMBERS.findall(IN_COMMON.sub("", href))})
    return not numbers or max(numbers.values()) < 0.8 * len(hrefs)


def _titles(scene: Scene, rows: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """For most of the records a link outside the text with a text of its own that leads to a page of its own; empty where there is none."""
    page = scene.page
    columns: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    headed: set[str] = set()
    for number, row in enumerate(rows):
        for i in range(row.record.a, row.record.b):
            if page.tags[i] != "a" or i in scene.cues.people or i in scene.cues.times or _inside(scene, i, row):
                continue
            if row.record.in_hole(i):
                continue
            text, href = page.text(i), page.href(i)
            heading = _is_headed(page, i)
            if width(text) >= (SHORT if heading else LONG) and href and not is_person(href) and BUTTON.fullmatch(text) is None:
                columns[path := page.path(i, 2)].setdefault(number, (text, href))
                headed.update((path,) if heading else ())
    for path, found in columns.items():
        texts, hrefs = {t if path in headed else DIGITS.sub("", t) for t, _ in found.values()}, {h for _, h in found.values()}
        if len(found) >= max(2, LISTED * len(rows)) and len(texts) > 0.8 * len(found) and len(hrefs) > 0.8 * len(found):
            return found
    return {}


def _is_headed(page: Outline, i: int) -> bool:
    """Whether a link stands in a heading, or is named a title."""
    above = page.parents[i]
    return HEADING.fullmatch(page.tags[above]) is not None or any(w.endswith(TITLES) for j in (i, above) for w in page.kind(j).last)


def _same_thread(href: str, url: str | None) -> bool:
    """Whether an address lies below the page's own."""
    path, there = split(url).path.rstrip("/"), split(href)
    return len(path) > 12 and there.path.startswith(path) and not there.query


def width(text: str) -> int:
    """How much a text says, in Latin letters."""
    return len(text) + sum(1 for c in text if c > "⺀")


def _inside(scene: Scene, i: int, row: Row) -> bool:
    """Whether an element stands in the text of a record, where that is told from what stands around it."""
    body = row.body
    if body is None or body < 0 or not body <= i < scene.page.last[body]:
        return False
    return not _is_spoiled(scene, row) and not _is_link(scene, body)


def _is_spoiled(scene: Scene, row: Row) -> bool:
    """Whether the text of a record was not told from its time or its author."""
    a, b = (row.record.a, row.record.b) if row.body is None or row.body < 0 else (row.body, scene.page.last[row.body])
    return any(c is not None and a <= c < b for c in (row.time, row.author))


def _is_link(scene: Scene, body: int) -> bool:
    """Whether most of an element's text is in links."""
    page, each = scene.page, scene.weights.each
    pieces = range(page.first[body], page.until[body])
    linked = sum(each[p] for p in pieces if page.links[p] >= 0) / LINK_SHARE
    return linked > 0.6 * (linked + sum(each[p] for p in pieces if page.links[p] < 0)) > 0


def _bodies_are_links(scene: Scene, rows: Sequence[Row]) -> bool:
    bodies = [row.body for row in rows if row.body is not None and row.body >= 0]
    return bool(bodies) and sum(_is_link(scene, b) for b in bodies) > LISTED * len(bodies)


def is_forum(scene: Scene, row: Row, url: str | None) -> bool:
    """Whether a single record speaks of a forum: by the page's address, and buttons to quote and report it or an author's number of posts."""
    page = scene.page
    if row.body is None or _framed(scene, row) or (url and INDEX.match(url)) or (row.body >= 0 and _is_link(scene, row.body)):
        return False
    if scene.marked:
        return True
    said = [t for t in page.texts[row.record.p : row.record.q] if len(t) < 30]
    figures = _figures(said)
    named = any((page.kind(i).post and page.tags[i] != "body") or NAMED.search(page.tags[i]) for i in list(page.up(row.record.a))[:3])
    signs = bool(url and ONE_THREAD.search(url)) + bool(figures) + any(BUTTONS.fullmatch(t) for t in said) + named
    signs += bool(url and ARCHIVE.search(url)) + scene.archived
    return signs > 1 or {"posts", "registered"} <= figures


def confidence(scene: Scene, rows: Sequence[Row]) -> float:
    """How sure it is that the rows are the posts, from 0 to 1: by what they have, and by how much of the page's text they hold."""
    count = len(rows)
    full = sum(sum(row.has()) / 3 for row in rows) / count
    share = min(1.0, sum(scene.own(row.record)[0] for row in rows) / max(1.0, scene.weights.total))
    many = 1 - 0.5 ** min(count, 8)
    return round(0.5 * full + 0.3 * share + 0.2 * many, 2)
