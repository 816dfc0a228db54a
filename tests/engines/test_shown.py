"""How a page shows a time that it writes for machines too."""

import pytest

from scraper.engines.reading.shown import as_shown
from scraper.markup import Page


@pytest.mark.parametrize(
    ("html", "raw", "shown"),
    [
        ('<time datetime="2024-07-05T10:00:00-0400">Jul 5, 2024</time>', "2024-07-05T10:00:00-0400", "Jul 5, 2024"),
        ('<span class=relativetime title="2012-07-02 23:40:40Z">Jul 2 \'12</span>', "2012-07-02 23:40:40Z", "Jul 2 '12"),
        ('<div data-time="1714890000">May 5 @ 6:20am</div>', "1714890000", "May 5 @ 6:20am"),
        # the edit's time stands first
        ('<time datetime="2024-07-06T09:00:00Z">Jul 6</time><time datetime="2024-07-05T10:00:00Z">Jul 5</time>', "2024-07-05T10:00:00Z", "Jul 5"),
        ('<time datetime="2024-07-05T10:00:00Z"></time>', "2024-07-05T10:00:00Z", "2024-07-05T10:00:00Z"),
        ('<meta content="2024-07-05T10:00:00Z">', "2024-07-05T10:00:00Z", "2024-07-05T10:00:00Z"),
        # a reader sees it written so
        ('<span title="2024-7-5 10:00">yesterday</span>', "2024-7-5 10:00", "2024-7-5 10:00"),
        ("<time>Jul 5</time>", None, None),
    ],
)  # fmt: skip
def test_a_time_for_machines_is_given_as_it_is_shown(html: str, raw: str | None, shown: str | None) -> None:
    node = Page(f"<article>{html}</article>").root.css_first("article")
    assert node is not None and as_shown(node, raw) == shown
