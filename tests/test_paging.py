"""The first page of a list, and the next one, by its address alone."""

import pytest

from scraper.frontier.paging import first_page, following

HOST = "http://bbs.example"

PAGES = [
    ("/viewforum.php?f=2&start=50", "/viewforum.php?f=2"),
    ("/viewforum.php?start=50&f=2", "/viewforum.php?f=2"),
    ("/thread.php?fid=2&page=3", "/thread.php?fid=2"),
    ("/index.php?board=3.40", "/index.php?board=3.0"),
    ("/index.php/board,3.40.html", "/index.php/board,3.0.html"),
    ("/forums/kilns.3/page-2", "/forums/kilns.3"),
    ("/forums/3-kilns/page2?order=desc", "/forums/3-kilns?order=desc"),
    ("/forum/kilns/page/2/", "/forum/kilns"),
    ("/forum/3-kilns/page__st__30", "/forum/3-kilns"),
    ("/categories/kilns/p3", "/categories/kilns"),
    ("/forum-36-3.html", "/forum-36-1.html"),
    ("/forum-2-page-3.html", "/forum-2.html"),
    ("/f?kw=kilns&pn=50", "/f?kw=kilns"),
    (
        "/forumdisplay.php?s=&forumid=5&sortfield=lastpost&perpage=40&pagenumber=2",
        "/forumdisplay.php?s=&forumid=5&sortfield=lastpost&perpage=40",
    ),
    ("/forumdisplay.php?5-Reeds/page3&order=desc", "/forumdisplay.php?5-Reeds&order=desc"),
    ("/forum/workshop/page2", "/forum/workshop"),
    ("/index.php?showforum=2&sort_by=Z-A&st=30", "/index.php?showforum=2&sort_by=Z-A"),
    ("/index.php/Board/3-Kilns/?pageNo=2", "/index.php/Board/3-Kilns/"),
    ("/list.php?7,page=2", "/list.php?7"),
    ("/cgi-bin/yabb2/YaBB.pl?board=chisels/20", "/cgi-bin/yabb2/YaBB.pl?board=chisels/0"),
    ("/ubbthreads.php/forums/3/2/Talk", "/ubbthreads.php/forums/3/1/Talk"),
    ("/forums/show/25/4.page", "/forums/show/4.page"),
    ("/kites/strings-f4-s25/", "/kites/strings-f4/"),
    ("/r/kites/?count=25&after=t3_1ab2ce", "/r/kites/"),
]


@pytest.mark.parametrize(("later", "first"), PAGES)
def test_a_later_page_names_the_first(later: str, first: str) -> None:
    assert first_page(HOST + later) == HOST + first
    assert first_page(HOST + first) is None


FIRST = ["/", "/viewforum.php?f=2&start=0", "/thread.php?fid=2&page=1", "/?p=77", "/index.php?p=/categories/kilns", "/forums/kilns.3/"]


@pytest.mark.parametrize("path", FIRST)
def test_a_first_page_is_left_alone(path: str) -> None:
    assert first_page(HOST + path) is None


def test_what_the_page_shows_decides_where_the_address_may_mean_two_things() -> None:
    assert first_page(f"{HOST}/viewforum.php?id=3&p=2", 2) == f"{HOST}/viewforum.php?id=3"
    assert first_page(f"{HOST}/viewforum.php?id=3&p=2", 1) is None
    assert first_page(f"{HOST}/latest?page=1", 2) == f"{HOST}/latest"


@pytest.mark.parametrize(("later", "first"), PAGES)
def test_the_next_page_is_the_nearest_later_one(later: str, first: str) -> None:
    links = [HOST + later, f"{HOST}/other", HOST + first, "http://other.example/", "http://["]
    assert following(HOST + first, links) == HOST + later
    assert following(HOST + later, links) is None
