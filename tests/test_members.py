"""Lists of a member's posts are known by their addresses, posts by their permalinks, on every engine that has both."""

import pytest

from scraper.frontier.members import Member, Permalink, is_by, listed, named
from scraper.model import Author

HOST = "http://bbs.example"

LISTS = [
    ("/search.php?author_id=52&sr=posts&start=10", "52", None),
    ("/search.php?st=0&author=Agda+Holm", None, "Agda Holm"),
    ("/search.php?search_author=Agda", None, "Agda"),
    ("/search.php?action=show_user_posts&user_id=5", "5", None),
    ("/search.php?do=finduser&u=5", "5", None),
    ("/search.php?do=finduser&userid=5&contenttype=vBForum_Post", "5", None),
    ("/search.php?action=finduser&uid=5", "5", None),
    ("/search/member?user_id=5", "5", None),
    ("/members/agda.5/recent-content", "5", None),
    ("/index.php?action=profile;area=showposts;u=5;start=15", "5", None),
    ("/index.php?action=profile;u=5;area=showposts", "5", None),
    ("/home.php?mod=space&uid=5&do=thread&view=me&type=reply&from=space", "5", None),
    ("/u.php?action=post&uid=5", "5", None),
    ("/apps.php?q=article&uid=5", "5", None),
    ("/profile/5-agda/content/", "5", None),
    ("/user/5-agda/?tab=posts", "5", None),
    ("/index.php?app=core&module=search&do=user_activity&mid=5", "5", None),
    ("/profile/comments/5/Agda", "5", "Agda"),
    ("/profile/comments/Agda", None, "Agda"),
    ("/forums/users/agda/replies/", None, "agda"),
    ("/user/agda/posts?page=2", None, "agda"),
    ("/user-post-list/5-agda/", "5", None),
    ("/posts/listByUser/15/5.page", "5", None),
    ("/YaBB.pl?action=usersrecentposts;username=agda", None, "agda"),
    ("/user/5/recent", "5", None),
    ("/user_actions.json?offset=30&username=agda&filter=4,5", None, "agda"),
    ("/u/agda/activity/replies", None, "agda"),
    ("/api/posts?filter%5Bauthor%5D=agda&filter%5Btype%5D=comment", None, "agda"),
    ("/users/5/agda?tab=answers&sort=newest", "5", None),
    ("/qa/user/agda/answers", None, "agda"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "number", "name"), LISTS)
def test_a_members_list_is_known_by_its_address(path: str, number: str | None, name: str | None) -> None:
    assert named(HOST + path) == Member(id=number, name=name)


SITES = [
    ("https://news.ycombinator.com/threads?id=agda&next=77", "agda"),
    ("https://news.ycombinator.com/submitted?id=agda", "agda"),
    ("https://old.reddit.com/user/agda/comments/?sort=new", "agda"),
]


@pytest.mark.parametrize(("url", "name"), SITES)
def test_a_list_of_one_site_is_known_by_its_host_too(url: str, name: str) -> None:
    assert named(url) == Member(name=name)
    assert named(url.replace("ycombinator", "example").replace("reddit", "example")) is None


NO_LISTS = [
    "/search.php?keywords=kiln", "/search.php?action=show_new", "/search.php?do=getnew", "/memberlist.php?mode=viewprofile&u=52",
    "/members/agda.5/", "/index.php?action=profile;u=5", "/home.php?mod=space&uid=5", "/home.php?mod=space&uid=5&do=profile", "/u.php?uid=5",
    "/viewtopic.php?t=5", "/read.php?tid=5&uid=7", "/forum.php?mod=viewthread&tid=5&authorid=7", "/user/agda", "/profile/5-agda/",
    "/showthread.php?t=5&u=7", "/viewforum.php?f=2", "/index.php?topic=2.15", "/users/agda", "/thread.php?fid=2", "/search/77/?q=kiln",
    "/u/agda", "/u/agda/summary", "/api/posts?filter%5Bdiscussion%5D=7", "/users/5/agda", "/users/5/agda?tab=profile", "/threads?id=5",
]  # fmt: skip


@pytest.mark.parametrize("path", NO_LISTS)
def test_other_addresses_are_no_lists(path: str) -> None:
    assert named(HOST + path) is None


POSTS = [
    ("/viewtopic.php?f=2&t=7&p=77#p77", "77"),
    ("/viewtopic.php?pid=77#p77", "77"),
    ("/showthread.php?t=7&p=77#post77", "77"),
    ("/showthread.php?tid=7&pid=77#pid77", "77"),
    ("/showthread.php?7-which-kiln&p=77&viewfull=1#post77", "77"),
    ("/thread-7-post-77.html#pid77", "77"),
    ("/threads/7-which-kiln?p=77#post77", "77"),
    ("/threads/which-kiln.7/post-77", "77"),
    ("/threads/which-kiln.7/page-2#post-77", None),
    ("/posts/77/", "77"),
    ("/index.php?topic=7.msg77#msg77", "77"),
    ("/forum.php?mod=redirect&goto=findpost&ptid=7&pid=77", "77"),
    ("/job.php?action=topost&tid=7&pid=77", "77"),
    ("/read.php?tid=7&page=2#77", "77"),
    ("/topic/7-which-kiln/?do=findComment&comment=77", "77"),
    ("/index.php?showtopic=7&view=findpost&p=77", "77"),
    ("/topic/7-which-kiln/page__view__findpost__p__77", "77"),
    ("/discussion/comment/77#Comment_77", "77"),
    ("/forums/topic/which-kiln/page/2/#post-77", "77"),
    ("/post/77", "77"),
    ("/thread/7-which-kiln/?postID=77#post77", "77"),
    ("/posts/preList/7/77.page#77", "77"),
    ("/r/kilns/comments/1ab2c/which_kiln/k7x/?context=3", "k7x"),
    ("/questions/7/which-kiln/77#77", "77"),
    ("/7/which-kiln?show=77#a77", "77"),
    ("/viewtopic.php?t=7", None),
    ("/read.php?tid=7", None),
    ("/forum.php?mod=viewthread&tid=7&page=2", None),
    ("/memberlist.php?mode=viewprofile&u=77", None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "post"), POSTS)
def test_a_permalink_names_its_post(path: str, post: str | None) -> None:
    found = listed([HOST + path, f"http://other.example{path}", path, "http://[/viewtopic.php?p=1"], "bbs.example")
    assert found == ([Permalink(HOST + path.partition("#")[0], post)] if post else [])


def test_a_post_to_which_several_links_lead_is_listed_once() -> None:
    links = [f"{HOST}/viewtopic.php?p=77#p77", f"{HOST}/viewtopic.php?t=7&p=77#p77", f"{HOST}/viewtopic.php?p=78#p78"]
    assert [link.post for link in listed(links, "bbs.example")] == ["77", "78"]


WHO = [
    (Author(id="5", name="Agda"), Member(id="5"), True),
    (Author(id="6", name="Agda"), Member(id="5", name="Agda"), False),
    (Author(name="AGDA"), Member(id="5", name="Agda"), True),
    (Author(id="5"), Member(name="Agda"), None),
    (Author(name="Agda"), Member(), None),
]


@pytest.mark.parametrize(("author", "member", "said"), WHO)
def test_numbers_are_compared_before_names(author: Author, member: Member, said: bool | None) -> None:
    assert is_by(author, member) is said
