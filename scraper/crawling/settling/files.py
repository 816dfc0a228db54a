"""Attachments and images: each asked for once, however often it is quoted."""

from ...frontier import place
from ...model import ThreadPage
from ...store.captures import Stored
from ...store.queue import Item, Row
from ...urls import canonical
from .desk import Desk
from .notes import FILE_RANK

__all__ = ["Files"]


class Files:
    """Queues the files of posts, where they are ``wanted``."""

    def __init__(self, desk: Desk, *, wanted: bool) -> None:
        self.desk = desk
        self.wanted = wanted

    def queue_of(self, stored: Stored) -> None:
        """Queues the files of a page that was stored before files were wanted."""
        page = self.desk.read(stored)
        row = self.desk.job.queue.by_id(stored.row)
        if row is not None and isinstance(page, ThreadPage):
            self.queue(row, page)

    def queue(self, row: Row, page: ThreadPage) -> None:
        """Queues the attachments and images of a page's posts, each once however often it is quoted."""
        if not self.wanted:
            return
        urls = [url for post in page.posts for url in (*(a.url for a in post.attachments), *post.images) if url]
        items = [
            Item(url=canonical(url), host=place(url), kind="file", rank=FILE_RANK, note=row.at)
            for url in urls
            if url.startswith(("http://", "https://"))
        ]
        self.desk.job.queue.add(items, 1)  # a file is asked for once; updates leave it
