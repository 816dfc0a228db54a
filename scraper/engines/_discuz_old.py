"""What Discuz! 4 to 7 have in common beside what all versions have: addresses of members and posts, edit notes, notices in stars."""

import re

from ..markup import MARK, Node, Page

__all__ = ["MEMBER", "label_notes", "post_url"]

MEMBER = "a[href*='space.php?uid='], a[href*='viewpro.php?uid='], a[href*='space-uid-'], a[href*='space.php?action=viewpro&uid=']"
EDIT_NOTE = re.compile(r"\[<i> ([^<>]*) </i>\]")
STARRED = re.compile(r"(?:<b>)?((?<!\*)\*{3,}+ [^<*\n]*(?:可浏览|可瀏覽|屏蔽|Hidden Message)[^<*\n]*\*{3,})(?:</b>)?")


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The address that leads to the post on whatever page it stands."""
    return page.join(f"redirect.php?goto=findpost&pid={post_id}") if post_id else None


def label_notes(html: str) -> str:
    """
    Label what these versions write as plain text: ``[ 本帖最后由 … 编辑 ]`` and ``*** 作者被禁止或删除 内容自动屏蔽 ***``.

    >>> label_notes("once<br>[<i> 本帖最后由 甲 于 2007-1-2 03:04 编辑 </i>]")
    'once<br><i data-scraper="edited">本帖最后由 甲 于 2007-1-2 03:04 编辑</i>'
    """
    if "[<i> " in html:
        html = EDIT_NOTE.sub(rf'<i {MARK}="edited">\1</i>', html)
    return STARRED.sub(rf'<b {MARK}="notice">\1</b>', html) if "*** " in html else html
