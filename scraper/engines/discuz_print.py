"""
The page for printing of Discuz! 4 to X (``action=printable``): name, time and text of a thread's first 100 posts, parted by lines.

A view of pages that stand elsewhere, so it is read only when asked for (``--engine "discuz print"``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..markup import MARK, Node, Page, fragment, text_of
from ._discuz import stamp, state, thread_page
from ._discuz_old import label_notes
from .base import BARE, Pick, first_of, nobody
from .discuz4 import ENGINE as FOUR
from .discuz5 import ENGINE as FIVE
from .discuz7 import ENGINE as SEVEN
from .discuzx import ENGINE as X
from .discuzx import mend as mend_x

__all__ = ["ENGINE"]

RULE = re.compile(r"<hr\b(?=[^<>]*\bnoshade\b)[^<>]*+>")
NAMED = r"<b>[^<>]{1,20}[:：]\s*+</b>"
HEAD = re.compile(
    rf"""
    \s*+ {NAMED} ([^<>]{{0,200}}?) (?>(?:&nbsp;|\s){{1,20}}) {NAMED} \s*+ (<(?:span|b|i)\b[^<>]*+>[^<>]*+</\w++>|[^<>]{{0,60}}?) (?>(?:&nbsp;|\s){{0,20}})
    (?>(?: {NAMED} [^<>]*+ )?) (?: <br>\s*+ ){{1,2}}  # 4 to 7 have the post's title here, X before the text
    (?>(?: <b>(?:标题|標題|Subject)[:：]\s*+</b> [^<>]*+ <br> )?)
    """,
    re.VERBOSE,
)
FILES = re.compile(r'(?>(?:<ignore_js_op>\s*+)?)<\w++[^<>]*\bclass="tattl\b')
FILE = re.compile(
    r"""
    <br>\s*+<br>\s*+ <img\b[^<>]*+> \s*+ [^<>:：]{1,20}[:：] \s*+ (?>(?:\[[^<>\[\]]*+\]\s*+)?)  # 4 to 7: icon, kind, description
    <b>([^<>]*+)</b> \s*+ \([^()<>]{0,60}?,\s{0,9}+ (\d[\d.]*+\s*+[A-Za-z]*+) \) [^<>]*+ <br>\s*+
    ([^\s<>]*?attachment\.php\?aid=[^\s<>]*+) (\s*+<br>\s*+<br>\s*+<img\b(?![^<>]*+>\s*+[^<>:：]{1,20}[:：]\s*+(?>(?:\[[^<>\[\]]*+\]\s*+)?)<b>))?
    """,
    re.VERBOSE,
)
WITHHELD = re.compile(
    r"\A\s*+((?:提示|Hint)[:：]?\s*+<(?:em|i)>[^<>]*+</\w++>|本主[题題]需向作者支付[^<>]*+(?>(?:<(?:strong|b)>[^<>]*+</\w++>[^<>]*+)?))"
)
TITLE = re.compile(rf"{NAMED}([^<>]*+)<b><a\b")


def posts(page: Page) -> Sequence[Node]:
    """What stands between two lines across the page: a head, a text and the files behind it."""
    return [fragment(divided(part, head)) for part in RULE.split(html_of_body(page.root))[1:] if (head := HEAD.match(part))]


def html_of_body(root: Node) -> str:
    found = root.css_first("body")
    return (found.html or "").removesuffix("</body>") if found is not None else ""


def divided(html: str, head: re.Match[str]) -> str:
    """A post's markup with each of its parts enclosed."""
    files = FILES.search(html, head.end())
    end = files.start() if files else len(html)
    text = WITHHELD.sub(rf'<i {MARK}="notice">\1</i>', html[head.end() : end])
    return f'<div class="printed-head"><b>{head[1]}</b><i>{head[2]}</i></div><div class="printed-text">{text}</div><div>{html[end:]}</div>'


def title(root: Node) -> str | None:
    found = TITLE.search(html_of_body(root))
    return text_of(fragment(found[1])) if found else None


version = Pick("body > table td[align=right]", pattern=r"Discuz!\s*+(X?[\d.]+)")


def thread_url(page: Page) -> str | None:
    """The thread's own first page, by the script that its version has."""
    scripts = "forum.php?mod=viewthread&tid=" if (version(page.root) or "X").startswith("X") else "viewthread.php?tid="
    return thread_page(scripts)(page)


def mend(html: str) -> str:
    """Files named in plain text become elements; of a picture that is shown below its name only the picture is left."""
    if "attachment.php?aid=" in html:
        html = FILE.sub(
            lambda m: "<br><img" if m[4] else f'<br><span {MARK}="attachment"><a href="{m[3]}">{m[1]}</a> ({m[2]})</span>', html
        )
    return label_notes(mend_x(html))


def marks(name: str) -> str:
    """A mark's selectors in all versions."""
    return ", ".join(dict.fromkeys(said for engine in (X, SEVEN, FIVE, FOUR) if (said := engine.marks.get(name))))


ENGINE = replace(
    X,
    variant="print",
    hints=("zoomstatus",),
    claims=(),
    signs=("body > hr[noshade][color='#808080'] + b", "hr[noshade][color='#808080'] + b ~ b ~ hr[noshade] ~ table"),
    version=version,
    site=first_of(Pick("body > h1"), Pick("title", pattern=r"^(.+?) - Powered by Discuz! Board")),
    title=title,
    thread_url=thread_url,
    board="",
    page=nobody,
    pages=nobody,
    next_url=nobody,
    views=nobody,
    replies=nobody,
    tags="",
    post=posts,
    start=lambda page: 0,
    posted=stamp(".printed-head i"),
    states=lambda node: state(Pick(".printed-head b")(node)),
    body=".printed-text",
    marks={**X.marks, "quote": marks("quote"), "code": marks("code"), "smiley": marks("smiley"), "drop": marks("drop")},
    mend=mend,
    attachments=".tattl",
    reactions=None,
    poll=None,
    card=".printed-head",
    author=Pick("b"),
    author_id=nobody,
    author_url=nobody,
    zone=nobody,
    **BARE,
)
