"""One member's posts: lists of them, and the pages on which they stand, of which those posts alone are taken."""

from collections.abc import Sequence

import msgspec

from ... import frontier
from ...frontier import Found, Listing, Walk, members, paging
from ...frontier.members import Member
from ...model import BoardPage, Outcome, Post, ThreadPage
from ...store.captures import Stored
from ...store.queue import Row
from ...urls import canonical, split
from ..events import Event, PageFetched
from .desk import Desk
from .notes import note_of, walk_of, walk_text
from .posts import Posts
from .wanted import Wanted

__all__ = ["MemberPosts", "whole_key"]


class MemberPosts:
    """Takes lists of a member's posts, and the pages to which they lead."""

    def __init__(self, desk: Desk, posts: Posts, wanted: Wanted) -> None:
        self.desk = desk
        self.posts = posts
        self.wanted = wanted

    def take_list(self, row: Row, stored: Stored, member: Member, note: Listing) -> list[Event] | None:
        """A page that lists a member's posts: those are queued, and the list's next page; ``None`` where it lists none."""
        links = self.desk.links(stored)
        found = members.listed(links, split(stored.url).netloc)
        page = None if found else self._board(stored)
        targets = [(link.url, link.post) for link in found] or _threads_of(page, stored.url)
        if not targets:
            return None
        origin = row.origin or row.id
        told: list[Event] = [PageFetched(stored.url, "board", None, None, None, 0, len(stored.raw))]
        fresh = 0
        for url, post in targets:
            if self.wanted.enough():
                break
            fresh += self.wanted.ask_for(url, Listing(member=member, post=post), told)
        self.desk.keep(row, stored)
        after = Listing(member=member, pages=note.pages + 1)
        here = paging.first_page(stored.url) if row.kind == "start" else None
        limit = self.desk.scope.max_pages is not None and after.pages >= self.desk.scope.max_pages
        onward = _following(stored.url, links, page) if fresh and not limit and not self.wanted.enough() else None
        boards = [
            self.wanted.listing(url, after, origin) for url in (here, onward) if url and frontier.place(url) == frontier.place(stored.url)
        ]
        self.desk.job.queue.add(boards, self.desk.round)
        self.desk.job.queue.finish(row, "board")
        return told

    def _board(self, stored: Stored) -> BoardPage | None:
        """A list without links to posts, as its engine reads it."""
        page = self.desk.skim(stored)
        return page if isinstance(page, BoardPage) else None

    def has_post(self, row: Row) -> bool:
        """Whether the post that a row would fetch came with the page of another."""
        note = note_of(row.note) if row.kind == "thread" else Listing()
        return bool(note.member and note.post and self.desk.job.get(self._post_name(row.host_name, note.post)) is not None)

    def _post_name(self, host: str, post: str) -> str:
        return f"post {self.desk.round} {host} {post}"

    def take_page(self, row: Row, stored: Stored, note: Listing, member: Member) -> list[Event] | Outcome:
        """A page of a thread on which posts of a member stand: those alone are taken."""
        page = self.desk.read(stored)
        if not isinstance(page, ThreadPage):
            self.desk.job.captures.keep(stored)
            return page if isinstance(page, Outcome) else Outcome("board", "a board stands where a post was")
        if note.post and note.post not in {post.id for post in page.posts}:
            self.desk.keep(row, stored)
            return Outcome("not-found", f"post {note.post} is not on the page to which its link leads")
        theirs = [
            (Found(key=key, floor=post.floor, new=True), post)
            for key, post in zip(frontier.post_keys(page.posts), page.posts, strict=True)
            if _is_theirs(post, member, note.post)
        ]
        new = self._take_posts(row, stored, page, theirs, member) if theirs else 0
        self.desk.job.queue.finish(row, "thread")
        return [PageFetched(stored.url, "thread", page.thread.title, page.thread.page, page.thread.pages, new, len(stored.raw))]

    def _take_posts(self, row: Row, stored: Stored, page: ThreadPage, theirs: Sequence[tuple[Found, Post]], member: Member) -> int:
        """A member's posts of a page into the account of their thread; gives how many of them are new."""
        key = f"{frontier.thread_key(page, stored.url)}\n{member.id or member.name}"
        held = self.desk.job.threads.find(key)
        walk = (
            walk_of(held)
            if held and held.round == self.desk.round
            else _begun(page, stored.url, theirs[0][1].author.name or member.name or "")
        )
        thread = held.id if held else self.desk.job.threads.add(key, row.origin or row.id, self.desk.round, walk_text(walk))
        known = self.desk.job.threads.known(thread, [found.key for found, _ in theirs])
        stored = msgspec.structs.replace(stored, thread=thread)
        fresh, edited = self.posts.store(row, stored, page, thread, [found for found, _ in theirs], known)
        walk = msgspec.structs.replace(walk, asked=walk.asked + 1, stop="member", new=walk.new + fresh, edited=walk.edited + edited)
        self.desk.job.threads.save(thread, walk_text(walk), done=False, round=self.desk.round)  # more of its posts may come
        for post in (post.id for _, post in theirs if post.id):
            self.desk.job.put(self._post_name(row.host_name, post), "")
        return fresh


def _threads_of(page: BoardPage | None, url: str) -> list[tuple[str, str | None]]:
    """The threads that a page lists, or the places in them; each once."""
    found = (canonical(t.url) for t in page.threads if t.url and frontier.place(t.url) == frontier.place(url)) if page else ()
    return [(target, None) for target in dict.fromkeys(found)]


def _following(url: str, links: Sequence[str], page: BoardPage | None) -> str | None:
    """The list's next page, by its address, or as its engine says."""
    return paging.following(url, links) or (page.next_url if page and page.next_url != url else None)


def whole_key(key: str) -> str:
    """The key of the whole thread of which one member's posts are held under ``key``."""
    return key.partition("\n")[0]


def _begun(page: ThreadPage, url: str, only: str) -> Walk:
    """The account of one member's posts in a thread; what the forum announces is of others too."""
    walk = frontier.begin(page, url, Listing())
    return Walk(url=walk.url, id=walk.id, title=walk.title, only=only)


def _is_theirs(post: Post, member: Member, listed: str | None) -> bool:
    """Whether a post is by a member; where that cannot be said, whether it is the one that was listed."""
    said = members.is_by(post.author, member)
    return post.id is not None and post.id == listed if said is None else said
