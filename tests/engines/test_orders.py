"""A page's own numbers tell in which order it writes day and month; what the user said goes before them."""

from dataclasses import replace

import pytest

from scraper.engines.base import Engine
from scraper.engines.orders import order_of
from scraper.markup import Page

ENGINE = Engine(name="x", claims=(), post="p", body="p", date_order="mdy")


@pytest.mark.parametrize(
    ("html", "raw", "order"),
    [
        ("<p>13-09-2011, 06:36 PM</p><p>05-09-2011</p>", "05-09-2011, 06:36 PM", "dmy"),
        ("<p>09-13-2011, 06:36 PM</p><p>05-09-2011</p>", "05-09-2011, 06:36 PM", "mdy"),
        ("<p>05-09-2011</p>", "05-09-2011, 06:36 PM", "mdy"),
        ("<p>05-09-2011</p><p>seen on 25/12/2010</p>", "05-09-2011, 06:36 PM", "mdy"),  # another sign, another hand
        ("<p>13-09-2011</p><p>14-09-2011</p><p>due 12-31-2011</p>", "05-09-2011", "dmy"),
        ("<a href='/2011/25-12-2010/'>05-09-2011</a>", "05-09-2011", "mdy"),
        ("<p>25-12-2010</p>", "5 Sep 2011", "mdy"),
        ("<p>25-12-2010</p>", "2011-05-09", "mdy"),
    ],
)
def test_numbers_over_twelve_tell(html: str, raw: str, order: str) -> None:
    assert order_of(ENGINE, Page(html), raw) == order


def test_what_the_user_said_goes_before_them() -> None:
    assert order_of(replace(ENGINE, order_given=True), Page("<p>25-12-2010</p>"), "05-09-2011") == "mdy"
