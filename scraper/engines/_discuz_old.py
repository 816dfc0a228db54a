"""What Discuz! 4 to 7 have in common beside what all versions have: the addresses of members and posts."""

from ..markup import Node, Page

__all__ = ["MEMBER", "post_url"]

MEMBER = "a[href*='space.php?uid='], a[href*='viewpro.php?uid='], a[href*='space-uid-'], a[href*='space.php?action=viewpro&uid=']"


def post_url(page: Page, node: Node, post_id: str | None) -> str | None:
    """The address that leads to the post on whatever page it stands."""
    return page.join(f"redirect.php?goto=findpost&pid={post_id}") if post_id else None
