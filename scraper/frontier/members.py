"""
Lists of a member's posts: known by their address, as their markup differs from skin to skin; the posts by their permalinks.

The member is named by number or name in the address that the user gives; the pages behind it (``searchid=77``) may no longer say it.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

import msgspec

from ..model import Author
from ..urls import canonical

__all__ = ["Member", "Permalink", "is_by", "listed", "named"]


class Member(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose posts are asked for, by the forum's number or by name."""

    id: str | None = None
    name: str | None = None


class Permalink(msgspec.Struct, frozen=True):
    """The address of the page on which a post stands, and the post's id where the address says it."""

    url: str
    post: str | None


LISTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"/search\.php\?(?:[^?]*&)?author_id=(?P<id>\d+)",  # phpBB 3
        r"/search\.php\?(?:[^?]*&)?(?:search_)?author=(?P<name>[^&]+)",  # phpBB 2 and 3
        r"/search\.php\?(?=[^?]*\baction=show_user(?:_posts)?\b)(?:[^?]*&)?user_id=(?P<id>\d+)",  # FluxBB, PunBB
        r"/search\.php\?(?=[^?]*\bdo=finduser\b)(?:[^?]*&)?u(?:serid)?=(?P<id>\d+)",  # vBulletin 3 and 4
        r"/search\.php\?(?=[^?]*\baction=finduser(?:threads)?\b)(?:[^?]*&)?uid=(?P<id>\d+)",  # MyBB
        r"/search/member\?(?:[^?]*&)?user_id=(?P<id>\d+)",  # XenForo
        r"/members/[^/?]*(?<!\d)(?P<id>\d++)/recent-content",
        r"\baction=profile\b(?=.*\barea=showposts\b).*\bu=(?P<id>\d+)",  # SMF
        r"/(?:home|space)\.php\?(?=[^?]*\bdo=thread\b)(?:[^?]*&)?uid=(?P<id>\d+)",  # Discuz!
        r"/u\.php\?(?=[^?]*\b(?:action=(?:post|topic)|a=(?:post|topic))\b)(?:[^?]*&)?uid=(?P<id>\d+)",  # phpwind
        r"/apps\.php\?(?=[^?]*\bq=article\b)(?:[^?]*&)?uid=(?P<id>\d+)",
        r"/(?:profile|user)/(?P<id>\d+)-[^/?]*/(?:content|\?(?:[^?]*&)?tab=posts)",  # Invision
        r"\bdo=user_activity\b.*\bmid=(?P<id>\d+)",
        r"/profile/(?:comments|discussions)/(?:(?P<id>\d+)/)?(?P<name>[^/?]+)",  # Vanilla
        r"/users/(?P<name>[^/?]+)/replies",  # bbPress
        r"/user/(?P<name>[^/?]+)/posts",  # NodeBB
        r"/user-post-list/(?P<id>\d+)",  # WoltLab
        r"/posts/listByUser/(?:\d+/)?(?P<id>\d+)\.",  # JForum
        r"\baction=usersrecentposts\b.*\busername=(?P<name>[^;&]+)",  # YaBB
        r"/user/(?P<id>\d+)/recent",  # ProBoards
        r"/user_actions\.json\?(?:[^?]*&)?username=(?P<name>[^&]+)",  # Discourse
        r"/(?:u|users)/(?P<name>[^/?]+)/activity",
        r"/api/posts\?(?:[^?]*&)?filter(?:\[|%5B)author(?:\]|%5D)=(?P<name>[^&]+)",  # Flarum
        r"//news\.ycombinator\.com/(?:threads|submitted)\?id=(?P<name>[^&]+)",
        r"//(?:\w+\.)?reddit\.com/u(?:ser)?/(?P<name>[^/?]+)/(?:comments|overview|submitted)",
        r"/users/(?P<id>\d+)/[^/?]*\?(?:[^?]*&)?tab=(?:answers|questions)",  # Stack Exchange
        r"/user/(?P<name>[^/?]+)/(?:answers|questions)",  # Question2Answer
    )
)

PERMALINK = re.compile(
    r"""
      /viewtopic\.php\?(?:[^?]*&)?p(?:id)?=(?P<a>\d+)                                 # phpBB, FluxBB
    | /show(?:thread|post)\.php\?(?:[^?]*&)?p(?:id|ostid)?=(?P<b>\d+)                 # vBulletin, MyBB
    | /threads?[/-](?:(?!/threads?[/-]).)*[?&]p=(?P<c>\d+)                            # vBulletin 4
    | /thread-\d+-post-(?P<d>\d+)                                                     # MyBB
    | /(?:threads/(?:(?!/threads/).)*/post-|posts/)(?P<e>\d+)(?:[/?\#]|$)             # XenForo
    | \btopic=\d+\.msg(?P<f>\d+)                                                      # SMF
    | \bgoto=findpost\b(?:(?!goto=findpost).)*\bpid=(?P<g>\d+)                        # Discuz!
    | \baction=topost\b(?:(?!action=topost).)*\bpid=(?P<h>\d+)                        # phpwind
    | /read\.php\?(?=[^?]*\btid=\d)[^?]*\#(?:a_)?(?P<i>\d+)$
    | \bdo=findComment\b(?:(?!do=findComment).)*\bcomment=(?P<j>\d+)                  # Invision 4
    | findpost(?:__p__|&p=|;p=)(?P<k>\d+)                                             # Invision 2 and 3
    | /discussion/comment/(?P<l>\d+)                                                  # Vanilla
    | /topic/(?:(?!/topic/).)*\#post-(?P<m>\d+)$                                      # bbPress
    | /post/(?P<n>\d+)(?:[/?\#]|$)                                                    # NodeBB, ProBoards
    | [?&]postID=(?P<o>\d+)                                                           # WoltLab
    | /posts/preList/\d+/(?P<p>\d+)\.                                                 # JForum
    | /r/\w+/comments/[a-z0-9]+/[^/?\#]*/(?P<q>[a-z0-9]+)                            # Reddit
    | /questions/\d+/[^/?\#]+/(?P<r>\d+)(?:[?\#]|$)                                  # Stack Exchange
    | /\d+/[^/?\#]+\?show=(?P<s>\d+)                                                # Question2Answer
    """,
    re.VERBOSE | re.IGNORECASE,
)


def named(url: str) -> Member | None:
    """
    The member whose posts an address lists, ``None`` where it is no such list.

    >>> named("http://bbs.example/search.php?author_id=52&sr=posts")
    Member(id='52', name=None)
    >>> named("http://bbs.example/index.php?action=profile;area=showposts;u=7").id, named("http://bbs.example/viewtopic.php?t=7")
    ('7', None)
    """
    for pattern in LISTS:
        if found := pattern.search(url):
            said = found.groupdict()
            name = said.get("name")
            return Member(id=said.get("id"), name=unquote_plus(name) if name else None)
    return None


def listed(links: Iterable[str], host: str) -> list[Permalink]:
    """
    The posts to which links lead, each once; those to other hosts are left out.

    >>> listed(["http://bbs.example/viewtopic.php?f=2&t=7&p=77#p77", "http://bbs.example/viewtopic.php?t=7"], "bbs.example")
    [Permalink(url='http://bbs.example/viewtopic.php?f=2&t=7&p=77', post='77')]
    """
    return list({(link.post or link.url): link for link in _permalinks(links, host)}.values())


def _permalinks(links: Iterable[str], host: str) -> Iterator[Permalink]:
    here = tuple(f"{scheme}://{host.lower()}/" for scheme in ("http", "https"))
    for link in links:
        found = PERMALINK.search(link) if link.lower().startswith(here) else None
        if found and found.lastgroup:
            yield Permalink(canonical(link), found[found.lastgroup])


def is_by(author: Author, member: Member) -> bool | None:
    """
    Whether a post is by a member: numbers are compared where both are known, else names, the one shown or that in the author's address.

    ``None`` where neither can be.

    >>> is_by(Author(id="5", name="Agda"), Member(id="5")), is_by(Author(name="agda"), Member(name="Agda")), is_by(Author(), Member(id="5"))
    (True, True, None)
    >>> is_by(Author(name="Agda Holm", url="http://bbs.example/u/agda-holm"), Member(name="agda-holm"))
    True
    """
    if member.id and author.id:
        return member.id == author.id
    if member.name and author.name:
        return member.name.casefold() in (author.name.casefold(), _named_in(author.url))
    return None


def _named_in(url: str | None) -> str | None:
    """The name at the end of an author's address."""
    return unquote_plus(url.rstrip("/").rpartition("/")[2]).casefold() if url else None
