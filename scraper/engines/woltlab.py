"""WoltLab Suite Forum 5 and 6 and Burning Board 4: posts are ``article.wbbPost``, bodies ``.messageText``, times ``<time datetime>``."""

import re
from collections.abc import Iterable

from ..markup import Lifted, Node, Page, class_names, next_element, text_of
from ..model import Poll, Reaction, State
from .base import QUOTE_OF, BoardRules, Engine, Pair, Pick, Quoted, address_part, canonical, count, first_of, having

__all__ = ["ENGINE", "quoted"]

THREAD = re.compile(r"(.*?[/?](?:thread|Thread)/(\d+)[^/?#&]*/?|.*[?&]threadID=(\d+))")
POST = re.compile(r"(?:postID=|#post)(\d+)")
COUNTS = re.compile(r"\[\s*\d++\s*,\s*(\d{1,9})\s*\]")
VOTES = re.compile(r"(.+)\((\d[\d.,\s]*)\)")  # behind it may stand how many of a hundred
BLANK = re.compile(r'<(\w+) class="codeBoxLine"[^<>]*+><a [^<>]*+></a><span></span></\1>')  # an empty line of code
CITED = re.compile(rf"(?:{QUOTE_OF})\s+[„“\"«»]*(.+?)[“”\"«»]*:?\s*$")


def thread_id(page: Page) -> str | None:
    found = THREAD.match(canonical(page))
    return (found[2] or found[3]) if found else Pick("[data-thread-id]", "data-thread-id")(page.root)


thread_url = address_part(THREAD, 1)


def next_url(root: Node) -> str | None:
    """The link; in 6.0 an element of its own knows page, count and address."""
    if link := Pick("link[rel=next], .pagination .skip a[rel=next], .pageNavigation .skip:last-child a", "href")(root):
        return link
    pages = root.css_first("woltlab-core-pagination[url]")
    if pages is None:
        return None
    page, last, url = count(pages.attributes.get("page")), count(pages.attributes.get("count")), pages.attributes.get("url") or ""
    return f"{url}{'&' if '?' in url else '?'}pageNo={page + 1}" if page and last and page < last else None


def quoted(quote: Quoted) -> tuple[str | None, str | None]:
    """The name behind ``Quote from``, in the language of the page; the post's number in the link."""
    line = quote.cite.split("\n", 1)[0].strip()
    found = CITED.search(line)
    post = next((m[1] for link in (*quote.links, *quote.lifted.links) if (m := POST.search(link))), None)
    return (found[1].strip() if found else line or None), post


def edited(node: Node) -> str | None:
    """The note: its time as data, and the name that it links."""
    note = node.css_first(".wbbPostEditNote, .messageFooterNote:not(.wbbPostDeleteNote)")
    if note is None:
        return None
    time = Pick("time[datetime]", "datetime")(note) or Pick("woltlab-core-date-time[date]", "date")(note)
    name = Pick("a")(note)
    return f"edited by {name} on {time}" if time and name else time or text_of(note)


def pairs(card: Node) -> Iterable[Pair]:
    """The credits: labels and values take turns."""
    for label in card.css(".userCredits dt, .userSpecialRow dt, .dataList > :nth-child(odd)"):
        value = next_element(label)
        if value is not None and (name := text_of(label)) and (text := text_of(value)):
            yield name, text, None


def mended(html: str) -> str:
    """Empty lines of code are kept."""
    return BLANK.sub("\n", html) if "codeBoxLine" in html else html


def attachment(item: Lifted) -> tuple[str, str | None] | None:
    name = item.text.split("\n", 1)[0].strip()
    return (name, next(iter(item.links), None)) if name else None


def reactions(node: Node) -> Iterable[tuple[str, int]]:
    """How many reacted, and with what where the page says so."""
    for button in node.css(".reactCountButton, .reactionSummary .reactionCount"):
        label = Pick("img[title]", "title")(button) or button.attributes.get("data-reaction-type-title") or "Reactions"
        if (number := count(text_of(button))) is not None:
            yield label, number
    likes = count(Pick(".wcfLikeCounter")(node))
    if likes:
        yield "Likes", likes
    if summary := Pick("woltlab-core-reaction-summary", "data")(node):  # kinds and their numbers: [[1,5],[3,2]]
        yield "Reactions", sum(int(number) for number in COUNTS.findall(summary))


def poll(page: Page) -> Poll | None:
    """The answers, each with its votes in brackets, or those that can be ticked."""
    box = page.first(".pollContainer")
    if box is None:
        return None
    shown = [
        VOTES.match(text_of(answer) or "") for answer in box.css(".pollOptionName, .optionName, .pollResultList small:not(.relativeVotes)")
    ]
    options = [(found[1].strip(), count(found[2]) or 0) for found in shown if found] or [(text_of(label), 0) for label in box.css("label")]
    return Poll(question=Pick("h2, h3", own=True)(box), options=tuple(Reaction(label=a, count=n) for a, n in options if a))


def states(node: Node) -> tuple[State, ...]:
    classes = class_names(node)
    found: list[State] = []
    if "messageDeleted" in classes or "wbbPostDeleted" in classes:
        found.append("deleted")
    if node.css_first(".wbbPostBestAnswer, .jsBestAnswerLabel") is not None:
        found.append("accepted")
    return tuple(found)


ENGINE = Engine(
    name="woltlab",
    variant="4-6",
    hints=("woltlab", "wbbthread", "wbbpost", "burning board"),
    claims=(".wbbPost .messageBody", ".wbbPost .messageText"),
    signs=("body[id^=tplThread]", "body[id^=tpl_wbb]", "[data-application=wbb]", ".wbbThread, .wbbBoardList"),
    site=first_of(Pick("meta[property='og:site_name']", "content"), Pick(".breadcrumbs li a")),
    title=Pick(".contentHeaderTitle .contentTitle, .contentTitle, .boxHeadline h1, h1"),
    thread_id=thread_id,
    thread_url=thread_url,
    board=".breadcrumbs a span, .breadcrumbs a:not(:has(span))",
    page=first_of(
        Pick("woltlab-core-pagination", "page"), Pick(".pagination li.active, .paginationTop li.active, .pageNavigation li.active")
    ),
    pages=first_of(
        Pick("woltlab-core-pagination", "count"),
        Pick("[data-pages]", "data-pages"),
        Pick(".pagination li:nth-last-child(2), .pageNavigation li:nth-last-child(2)"),
    ),
    next_url=next_url,
    post=".wbbPost:has(.messageBody)",
    post_id=first_of(Pick(attr="data-post-id"), Pick(attr="data-object-id"), Pick(".permalink[href]", "href", POST.pattern)),
    post_url=lambda page, node, post_id: page.join(Pick("a.permalink, .messageQuickOptions a[href*='#post']", "href")(node)),
    floor=Pick(".messageQuickOptions a[href*='#post'], .messageQuickOptions .wsShareButton, .messageQuickOptions .jsButtonShare"),
    posted=first_of(
        Pick(".messageHeader time[datetime], .messagePublicationTime time[datetime]", "datetime"),
        Pick(".messageHeader woltlab-core-date-time[date]", "date"),
        Pick("meta[itemprop=datePublished]", "content"),
        Pick("time[datetime], woltlab-core-date-time[date]", "datetime"),
        Pick("woltlab-core-date-time[date]", "date"),
    ),
    poll=poll,
    states=states,
    edited=edited,
    body=".messageText",
    marks={
        "quote": "blockquote",
        "cite": ".quoteBoxTitle, blockquote > header",
        "code": ".codeBox pre, .codeBox ol",
        "smiley": "img.smiley",
        "drop": ".codeBoxHeader, .codeBox h3, .codeBox h4, .codeBox .lineAnchor, .quoteBoxIcon, .toggleButton, .spoilerBoxHeader",
    },
    mend=mended,
    quote=quoted,
    attachments=".attachmentFileList li, .attachmentThumbnailList li, .attachmentThumbnail",
    attachment=attachment,
    reactions=reactions,
    card=".messageSidebar, .messageDeleted .messageHeader",
    author=Pick(".username, .messageAuthor .userLink, [itemprop=name]"),
    author_id=first_of(Pick("[data-user-id]", "data-user-id"), Pick("a[href*='/user/'], a[href*='?user/']", "href", r"[/?]user/(\d+)")),
    author_url=Pick("a.username[href], .username a[href], a.userLink[href]", "href"),
    avatar=Pick(".userAvatarImage", "src"),
    level=Pick(".userTitle .badge, .userTitle"),
    online=lambda card: "1" if card.css_first(".badgeOnline, .onlineStatus") is not None else None,
    pairs=pairs,
    signature=".messageSignature > div, .messageSignature",
    boards=BoardRules(
        thread=".wbbThread:has(.wbbTopicLink), tr:has(.wbbTopicLink):not(.wbbThread)",
        thread_link=".wbbTopicLink, .messageGroupLink",
        thread_id=r"[/?](?:thread|Thread)/(\d+)",
        author=Pick(".messageGroupAuthor, .username, a.userLink"),
        replies=Pick(".columnStats dd, .columnReplies, .stats dd"),
        views=Pick(".columnStats dl:nth-child(2) dd, .columnViews"),
        last_post=first_of(Pick(".columnLastPost time", "datetime"), Pick(".columnLastPost woltlab-core-date-time[date]", "date")),
        last_poster=Pick(".columnLastPost .userLink"),
        sticky=first_of(having("sticky", "Sticky"), Pick(".jsIconSticky, .icon-pushpin, .fa-thumb-tack, fa-icon[name=thumbtack]", "class")),
        closed=Pick(".fa-lock, .icon-lock, fa-icon[name=lock]", "class"),
        board=".wbbCategory > header h2 a, .wbbBoard .boardTitle a, .wbbBoardNode h3 a, .wbbBoardContainer h3 a, .wbbSubBoards a",
        board_id=r"[/?](?:board|Board)/(\d+)",
        board_row=".wbbBoardContainer, .wbbBoard",
        board_threads=Pick(".wbbStats dd, .statsDataList dd"),
        board_posts=Pick(".wbbStats dd ~ dd, .wbbStats dl:nth-child(2) dd, .statsDataList dd ~ dd"),
        name=Pick(".contentTitle, .boxHeadline h1"),
    ),
    message=".error, .userNotice, #content .info",
    date_order="dmy",
)
