"""
XenForo 2.0 to 2.3 (and its Fora skin): posts are ``[data-content^=post-]``, quotes carry author and post id as data, times a ``datetime``.

The author's card prints ``dl.pairs``; the number stands as ``#12`` among the header's links.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from ..markup import Lifted, Node, Page, attribute, text_of
from ..model import Poll, Reaction, State
from .base import QUOTE_OF, TERM, BoardRules, Engine, Pair, Pick, Quoted, canonical, count, first_of, said_by, signed_count
from .xenforo1 import BOARD

__all__ = ["ENGINE"]

PAIR = re.compile(r"<(?:dl|div) class=\"pairs[^<>]*+>\s*+" + TERM)
DETAIL = re.compile(r'<\w+ class="MessageCard__(?:post-count|join-date)">([^<]*)')
TAG = re.compile(r"<[^>]*+>?")
TITLE = re.compile(r"<(?:title|i)\b[^>]*>(?:([^<]*)</title>)?|title=\"([^\"]+)\"")
SOURCE = re.compile(r"post:\s*(\d+)")
POST = re.compile(r"(?:post[-=]|posts/|id=)(\d+)")
CITED = re.compile(rf"\s*+(?:{QUOTE_OF}|Originally posted by)\s+([^:]*+):?\s*$")
NUMBER = re.compile(r"#\s*(\d[\d.,]*)")
THREAD = re.compile(
    r"((?:.*/)?(?:index\.php\?)?(?:threads|topic|t)/(?:[^/?#]*\.)?(\d+)/?)"
    r"(?:(?:(?:\d+/)?reader/)?(?:page-\d+)?|post-\d+|latest|unread)?(?:[?#]|$)"  # a reader shows the posts that bear threadmarks
)


def thread_id(page: Page) -> str | None:
    """``data-content-key`` of the page, else the number in its address."""
    found = Pick("html[data-content-key]", "data-content-key", r"thread-(\d+)")(page.root)
    match = None if found else THREAD.match(canonical(page))
    return found or (match[2] if match else None)


def thread_url(page: Page) -> str | None:
    """The thread's first page."""
    match = THREAD.match(canonical(page))
    return page.join(match[1]) if match else None


def board(page: Page) -> Sequence[str]:
    """The trail; skins print it again at the foot."""
    trail = page.first(".p-breadcrumbs")
    return [t for item in trail.css("a") if (t := text_of(item))] if trail is not None else []


def title(root: Node) -> str | None:
    """The heading without its prefix labels."""
    heading = root.css_first(".p-title-value, h1")
    if heading is None:
        return None
    labels = [text_of(label) or "" for label in heading.css(".label, .label-append")]
    text = text_of(heading) or ""
    for label in labels:
        text = text.replace(label, "", 1) if label else text
    return " ".join(text.split()) or None


def posts(page: Page) -> Sequence[Node]:
    """Posts by the id that the scripts need; by their data in themes that gave the id to something else."""
    found = page.css("[id^=js-post-], .message--deleted[data-content^=post-]")  # what stands in place of a deleted post has no id
    if not any(node.id for node in found):
        found = page.css("article[data-content^=post-], .message--post[data-content^=post-]")
    outer: dict[str, Node] = {}
    for node in found:  # Fora gives a post's id to its frame and to the card in it
        outer.setdefault(node.attributes.get("id") or str(node.mem_id), node)
    return list(outer.values())


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The permalink of the header, else by the id."""
    link = ".message-attribution-main a[href*='post-'], .message-attribution a[href*='post-'], .MessageCard__date-created[href]"
    if (href := Pick(link, "href")(node)) is not None:
        return page.join(href)
    thread = thread_url(page)
    return f"{thread}post-{post_id}" if thread and post_id else None


def floor(node: Node) -> str | None:
    """``#12`` in the header; an article, which opens its thread, has no number."""
    if "message--article" in (node.attributes.get("class") or ""):
        return "#1"
    header = node.css_first(".message-attribution-opposite, .message-attribution, .message-header, .MessageCard__post-position")
    found = NUMBER.search(text_of(header) or "") if header is not None else None
    return f"#{found[1]}" if found else None


def pairs(card: Node) -> Iterable[Pair]:
    """The pairs; where the label is an icon, its title."""
    html = card.html or ""
    for label, value in PAIR.findall(html):
        name = unescape(TAG.sub("", label)).strip()
        if not name and (found := TITLE.search(label)):
            name = unescape(found[1] or found[2] or "").strip()
        if name:
            yield name, " ".join(unescape(TAG.sub(" ", value)).split()), None
    for text in DETAIL.findall(html):
        if found := re.fullmatch(r"\s*(?:([\d,.]+[KM]?)\s+(\w+)|(\w+)\s+(\d{4}))\s*", text):
            yield (found[2] or found[3], found[1] or found[4], None)


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """Author and post id stand in the quote's data."""
    source = SOURCE.search(attribute(quote.attrs, "data-source") or "")
    link = next((found[1] for href in quote.links if (found := POST.search(href))), None)
    named = CITED.match(quote.cite.split("\n", 1)[0])
    name = attribute(quote.attrs, "data-quote") or (named[1] if named else said_by(quote)[0])
    return name or None, source[1] if source else link


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    """A file's name and address."""
    name = item.text.split("\n", 1)[0].strip()
    return (name, next(iter(item.links), None)) if name else None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """``A, B, C and 12 others``: how many reacted, in 2.0 liked it; and the votes for an answer."""
    bar = node.css_first(".reactionsBar-link, .likesBar a")
    if bar is not None and (names := len(bar.css("bdi"))):
        yield "Reactions", names + (count(bar.text(deep=False)) or 0)  # names may hold digits; the number's words differ
    if (votes := signed_count(Pick(".contentVote-score")(node))) is not None:
        yield "Votes", votes


def states(node: Node) -> tuple[State, ...]:
    """Deleted and accepted posts say so by class."""
    classes = (node.attributes.get("class") or "").split()
    found: list[State] = []
    if {"message--deleted", "is-deleted"} & set(classes) or node.css_first(
        ".message-body .blockMessage--warning, .messageNotice--deleted"
    ) is not None:
        found.append("deleted")
    if "message--solution" in classes:
        found.append("accepted")
    return tuple(found)


def card(node: Node) -> Node | None:
    """The author's column; below an article the box about its author."""
    return node.css_first(".message-cell--user, .message-user, .MessageCard__header, .message-articleUserInfo") or node.css_first(
        ".message-attribution"
    )


def poll(page: Page) -> Poll | None:
    """The answers with their votes, or those that can be ticked."""
    form = page.first("form[data-xf-init~=poll-block], form[class*=js-pollContainer]")
    if form is None:
        return None
    options = [(Pick(".pollResult-response")(row), count(Pick(".pollResult-votes")(row)) or 0) for row in form.css(".pollResult")]
    options = options or [(text_of(label), 0) for label in form.css(".inputChoices-choice label")]
    return Poll(
        question=Pick(".block-header, .block-minorHeader")(form), options=tuple(Reaction(label=a, count=n) for a, n in options if a)
    )


ENGINE = Engine(
    name="xenforo",
    variant="2",
    hints=("xenforo", 'id="xf"', "data-xf-init"),
    claims=(  # but not the articles that a board shows whole
        "html:not([data-template^=forum_view]) [data-content^=post-] .message-attribution",
        "html:not([data-template^=forum_view]) [data-content^=post-] .message-body",
        "[id^=js-post-] .message-body:not([data-template^=forum_view] *)",
    ),
    signs=("html#XF", "[data-xf-init]"),
    version=lambda root: "2" if root.css_first("[data-xf-init]") is not None else None,
    site=Pick("meta[property='og:site_name']", "content"),
    title=title,
    thread_id=thread_id,
    thread_url=thread_url,
    board=board,
    page=Pick(".pageNav-page--current"),
    pages=Pick(
        ".pageNavSimple-el--current, .pageNav-main > li:last-child, .pageNav-main > div:last-child",
        pattern=r"(?<![\d.,])[.,]*+(\d[\d.,]*+)\s*+$",
    ),
    next_url=Pick("a.pageNav-jump--next, a.pageNavSimple-el--next, link[rel=next]", "href"),
    tags=".tagList .tagItem, .js-tagList a.tagItem",
    post=posts,
    post_id=first_of(Pick(attr="id", pattern=r"post-(\d+)"), Pick(attr="data-content", pattern=r"post-(\d+)")),
    post_url=post_url,
    floor=floor,
    posted=first_of(
        Pick(".message-attribution time[datetime], .message-attribution-main time[datetime], .MessageCard__date-created time", "datetime"),
        Pick("meta[itemprop=datePublished]", "content"),
        Pick("time[datetime]:not(.message-lastEdit *):not(.message-body *)", "datetime"),
    ),
    edited=first_of(Pick(".message-lastEdit time[datetime]", "datetime"), Pick(".message-lastEdit")),
    body=lambda node: node.css_first(".message-body .bbWrapper") or node.css_first(".message-body"),
    marks={
        "quote": ".bbCodeBlock--quote, blockquote.bbCodeBlock[data-quote]",
        "cite": ".bbCodeBlock--quote .bbCodeBlock-title, .bbCodeBlock[data-quote] .bbCodeBlock-title",
        "code": ".bbCodeCode",
        "attachment": ".bbWrapper .file:not(.file--linked), .message-attachments .file",
        "smiley": "img.smilie",
        "drop": ".bbCodeBlock-expandLink, .bbCodeBlock--code .bbCodeBlock-title, .bbCodeBlock-shrinkLink, .js-selectToQuoteEnd,"
        " .bbCodeSpoiler-button, .js-unfurl-favicon",
        "notice": ".bbCodeBlock--hide, .messageHide, .bbCodeBlock--guest",
        "emoji": "img.smilie--emoji",
    },
    quote=quoted,
    attachments=".message-attachments .file, .message-attachments .attachment",
    attachment=attachment,
    reactions=reactions,
    states=states,
    poll=poll,
    card=card,
    author=first_of(
        Pick(".message-name .username, .message-name [itemprop=name]"),
        Pick(".message-name, .MessageCard__user-info__name"),
        Pick(".username"),
    ),
    author_id=first_of(
        Pick(".message-name [data-user-id], .username[data-user-id]", "data-user-id", r"([1-9]\d*)"),
        Pick("a[href*='members/']", "href", r"members/(?:[^/]*\.)?(\d+)"),
    ),
    author_url=Pick(".message-name a[href], a.username[href], a.MessageCard__user-info__name[href]", "href"),
    avatar=Pick(".message-avatar img, .avatar img, img[class*=avatar]", "src"),
    level=Pick(".userBanner strong, .userBanner"),
    motto=Pick(".message-userTitle, .userTitle"),
    online=lambda card: "1" if card.css_first(".message-avatar-online, .message-avatar--online") is not None else None,
    pairs=pairs,
    signature=".message-signature .bbWrapper, #signature-content-wrapper .bbWrapper, .message-signature",
    boards=BoardRules(
        thread=".structItem--thread:not(.p-body-sidebar *), .message--article:has(.article-title), .message--articlePreview",
        thread_link=".structItem-title a[href*='/'][data-tp-primary], .structItem-title a:not(.labelLink),"
        " .article-title a:not(.labelLink), .articlePreview-title a:not(.labelLink)",
        thread_id=r"(?:threads|topic|t)/(?:[^/?#]*\.)?(\d+)",
        author=Pick(
            ".structItem-minor .username, .structItem-parts .username, .message-attribution .username, .articlePreview-by .username"
        ),
        replies=first_of(
            Pick(".structItem-cell--meta .pairs:first-child dd, .structItem-cell--meta dd"),
            Pick(".actionBar-action--replies, .articlePreview-replies", pattern=r"(?<!\d)(?<!\d[.,])(\d[\d.,]*+)\s*+$"),
            Pick(".reply-count[title]", "title", r"(\d[\d.,]*+)"),  # Fora prints "1.2K" and gives the figure as title
        ),
        views=first_of(Pick(".structItem-cell--meta .structItem-minor dd"), Pick(".view-count[title]", "title", r"(\d[\d.,]*+)")),
        last_post=Pick(".structItem-cell--latest time[datetime], .last-post-cell time[datetime]", "datetime"),
        last_poster=Pick(".structItem-cell--latest .username, .last-post-cell .username"),
        sticky=Pick(".structItem-status--sticky", "class"),
        closed=Pick(".structItem-status--locked", "class"),
        board=".block--category .block-header a[href], .node-title a[href], .subNodeLink--forum, .subNodeLink--category",
        board_id=BOARD,
        board_row=".node",
        board_named=Pick(attr="class", pattern=r"\bnode--id(\d+)"),
        board_threads=Pick(".node-stats .pairs:first-child dd"),
        board_posts=first_of(Pick(".node-stats .pairs:nth-child(2) dd"), Pick(".node-stats span[title]", "title", r"(\d[\d.,]*+)")),
        name=Pick(".p-title-value"),
    ),
    message=".blockMessage:not(.blockMessage--important), .blockMessage--error, .p-body-pageContent",
    date_order="mdy",
)
