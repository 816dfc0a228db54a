"""Posts of a page into the job, with the page's bytes where they are needed: the new ones, and those that now read differently."""

from collections.abc import Mapping, Sequence

from ...frontier import Found, post_keys
from ...model import ThreadPage
from ...store.captures import Stored
from ...store.queue import Row
from ...store.threads import Known
from .desk import Desk
from .files import Files

__all__ = ["Posts"]


class Posts:
    """Stores what a page adds to a thread."""

    def __init__(self, desk: Desk, files: Files) -> None:
        self.desk = desk
        self.files = files

    def store(
        self, row: Row, stored: Stored, page: ThreadPage, thread: int, posts: Sequence[Found], known: Mapping[str, Known]
    ) -> tuple[int, int]:
        """A page's posts, with its bytes where they are needed; gives how many of them are new and how many were edited."""
        fresh = [p for p in posts if p.key not in known]
        again = [known[p.key] for p in posts if p.key in known and known[p.key].round < self.desk.round]
        edited = self._edited(row, stored, again)
        capture = self.desk.keep(row, stored) if fresh or edited or not again else 0
        if capture:
            self.desk.remember(capture, page)
        self._write(thread, capture, posts, fresh, again, edited)
        self.files.queue(row, page)
        return len(fresh), len(edited)

    def _write(
        self, thread: int, capture: int, posts: Sequence[Found], fresh: Sequence[Found], again: Sequence[Known], edited: set[int]
    ) -> None:
        threads = self.desk.job.threads
        if fresh:
            threads.add_posts(thread, [(p.key, p.floor) for p in fresh], capture, self.desk.round)
        if again:
            floors = {p.key: p.floor for p in posts}
            threads.seen([(p.id, floors[p.key]) for p in again], self.desk.round)
            for post in again:
                if post.id in edited:
                    threads.move(post, capture, edited=True)

    def _edited(self, row: Row, stored: Stored, again: Sequence[Known]) -> set[int]:
        """
        Which of the posts that were known before this round now read differently.

        Clean texts are compared: junk is new at each load.
        """
        if not again:
            return set()
        before = self.desk.job.captures.latest(row.id)
        if before is not None and before.sha1 == stored.sha1:
            return set()
        now = self._texts(stored)
        then: dict[int, dict[str, str]] = {}
        changed: set[int] = set()
        for post in again:
            if post.capture not in then:
                then[post.capture] = self._texts(self.desk.job.captures.get(post.capture))
            if then[post.capture].get(post.key) != now.get(post.key):
                changed.add(post.id)
        return changed

    def _texts(self, stored: Stored | None) -> dict[str, str]:
        """What a reader sees of each post of a page, by key."""
        page = self.desk.read(stored) if stored else None
        if stored is None or not isinstance(page, ThreadPage):
            return {}
        records = self.desk.records(page, stored)
        return {
            key: "\0".join((r.text, *(q.text for q in r.quotes), *r.images, *(a.name for a in r.attachments)))
            for key, r in zip(post_keys(page.posts), records, strict=True)
        }
