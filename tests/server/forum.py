"""
A forum of invented people and words, served on loopback in the markup of several engines.

``Forum`` holds threads and changes while a crawl runs: posts are added, edited and deleted. ``Skin`` prints it as an engine would;
``serve`` answers requests. Everything is made from a seed, so two processes build the same forum.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from .wire import Handler, Request, response

PEOPLE = "Agda Bruno Celine Dmitri Elke Farouk Greta Hilde Ivo Jolanta Kasimir Ludmila Marek Nadja Ottokar Petra".split()
WORDS = (
    "the kiln was too hot for this glaze and cracked along its rim again so I fired another batch with less cobalt and more ash"
    " which gave a deep green that nobody here had seen before except perhaps an old potter from the hills"
).split()
START = 1_600_000_000


@dataclass
class Message:
    id: int
    author: str
    text: str
    at: int
    edited: bool = False
    files: tuple[str, ...] = ()


@dataclass
class Topic:
    id: int
    title: str
    posts: list[Message]
    board: int = 1
    announced_extra: int = 0  # posts that the forum counts but does not show

    @property
    def replies(self) -> int:
        return len(self.posts) - 1 + self.announced_extra


@dataclass
class Forum:
    topics: dict[int, Topic] = field(default_factory=dict)
    page_size: int = 10
    board_size: int = 20
    next_post: int = 1

    @classmethod
    def made(cls, threads: int, *, seed: int = 1, most: int = 35, page_size: int = 10, boards: int = 2) -> "Forum":
        forum = cls(page_size=page_size)
        chance = random.Random(seed)
        for number in range(1, threads + 1):
            forum.open(number, f"Kiln diary {seed}, no. {number}", board=1 + number % boards)
            for _ in range(chance.randint(1, most)):
                forum.say(number, sentence(chance), chance.choice(PEOPLE))
        return forum

    def open(self, number: int, title: str, *, board: int = 1) -> Topic:
        self.topics[number] = Topic(number, title, [], board)
        return self.topics[number]

    def say(self, topic: int, text: str, author: str = "Agda") -> Message:
        message = Message(self.next_post, author, f"{text} ({self.next_post})", START + 60 * self.next_post)
        self.next_post += 1
        self.topics[topic].posts.append(message)
        return message

    def edit(self, topic: int, index: int, text: str) -> Message:
        message = self.topics[topic].posts[index]
        message.text = f"{text} ({message.id})"
        message.edited = True
        return message

    def delete(self, topic: int, index: int) -> Message:
        return self.topics[topic].posts.pop(index)

    def pages(self, topic: Topic) -> int:
        return max(1, -(-len(topic.posts) // self.page_size))

    def page(self, topic: Topic, number: int) -> list[Message]:
        return topic.posts[(number - 1) * self.page_size : number * self.page_size]

    def board(self, number: int) -> list[Topic]:
        return [t for t in self.topics.values() if t.board == number]

    def posts_of(self, author: str) -> list[tuple[Topic, Message]]:
        """A member's posts, the newest first."""
        return sorted(((t, m) for t in self.topics.values() for m in t.posts if m.author == author), key=lambda one: -one[1].id)

    @property
    def truth(self) -> set[tuple[str, str]]:
        """Every post, as thread and text."""
        return {(t.title, m.text) for t in self.topics.values() for m in t.posts}


def sentence(chance: random.Random) -> str:
    start = chance.randrange(len(WORDS) - 12)
    return " ".join(WORDS[start : start + chance.randint(6, 12)])


class Skin(Protocol):
    """How an engine prints a forum, and where its pages are."""

    def thread_url(self, topic: Topic, page: int = 1) -> str: ...

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]: ...


def pick(query: dict[str, str], name: str, default: int) -> int:
    value = query.get(name, "")
    return int(value) if value.isdigit() else default


class PhpBB:
    """phpBB 3.3, prosilver. ``start=`` beyond the end repeats the last page, as phpBB does."""

    def thread_url(self, topic: Topic, page: int = 1, size: int = 10) -> str:
        return f"/viewtopic.php?t={topic.id}" + (f"&start={(page - 1) * size}" if page > 1 else "")

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
        if path == "/viewtopic.php":
            return self._topic(forum, query)
        if path == "/viewforum.php":
            return self._board(forum, query)
        if path in ("/", "/index.php"):
            return 200, self._html("index", self._boards(forum))
        if path == "/search.php":
            return 200, self._html("search", self._posts_of(forum, pick(query, "author_id", 0), pick(query, "start", 0)))
        return 404, self._message("The requested page could not be found.")

    def _topic(self, forum: Forum, query: dict[str, str]) -> tuple[int, str]:
        number, start = pick(query, "t", 0), pick(query, "start", 0)
        if post := pick(query, "p", 0):
            found = [(t, i) for t in forum.topics.values() for i, m in enumerate(t.posts) if m.id == post]
            number, start = (found[0][0].id, found[0][1]) if found else (0, 0)
        topic = forum.topics.get(number)
        if topic is None or not topic.posts:
            return 404, self._message("The requested topic does not exist.")
        page = min(start // forum.page_size + 1, forum.pages(topic))
        return 200, self._html("viewtopic", self._posts(forum, topic, page))

    def _posts(self, forum: Forum, topic: Topic, page: int) -> str:
        total = len(topic.posts) + topic.announced_extra
        pager = self._pager(f"{total} posts", page, forum.pages(topic), lambda n: self.thread_url(topic, n, forum.page_size))
        posts = "".join(self._post(topic, message) for message in forum.page(topic, page))
        head = f'<h2 class="topic-title"><a href=".{escape(self.thread_url(topic, page, forum.page_size))}">{escape(topic.title)}</a></h2>'
        return head + pager + posts + pager

    def _post(self, topic: Topic, message: Message) -> str:
        number = PEOPLE.index(message.author) + 50
        files = "".join(
            f'<dl class="attachbox"><dd><dl class="file"><dt><a class="postlink" href="{escape(f)}">{escape(f.rpartition("/")[2])}</a></dt>'
            "<dd>(12 KiB) Downloaded 3 times</dd></dl></dd></dl>"
            for f in message.files
        )
        note = '<div class="notice">Last edited by someone, edited 1 time in total.</div>' if message.edited else ""
        return (
            f'<div id="p{message.id}" class="post has-profile bg2"><div class="inner"><dl class="postprofile" id="profile{message.id}"><dt>'
            f'<a href="./memberlist.php?mode=viewprofile&amp;u={number}" class="username">{message.author}</a></dt>'
            '<dd class="profile-rank">Potter</dd><dd class="profile-posts"><strong>Posts:</strong> <a href="#">13</a></dd></dl>'
            f'<div class="postbody"><div id="post_content{message.id}"><h3><a href="./viewtopic.php?p={message.id}#p{message.id}">'
            f'{escape(topic.title)}</a></h3><p class="author">by <strong>{message.author}</strong> &raquo; '
            f'<time datetime="{stamp(message.at)}+00:00">then</time></p>'
            f'<div class="content">{escape(message.text)}</div>{files}{note}</div></div></div></div>'
        )

    def _pager(self, words: str, page: int, pages: int, url: Callable[[int], str]) -> str:
        links = "".join(
            f'<li class="active"><span>{n}</span></li>' if n == page else f'<li><a class="button" href=".{escape(url(n))}">{n}</a></li>'
            for n in range(1, pages + 1)
        )
        more = f'<li class="arrow next"><a href=".{escape(url(page + 1))}" rel="next">Next</a></li>' if page < pages else ""
        return f'<div class="pagination">{words} <ul>{links}{more}</ul></div>'

    def _board(self, forum: Forum, query: dict[str, str]) -> tuple[int, str]:
        number, start = pick(query, "f", 0), pick(query, "start", 0)
        topics = forum.board(number)
        if not topics:
            return 404, self._message("The forum you selected does not exist.")
        page, pages = start // forum.board_size + 1, -(-len(topics) // forum.board_size)
        rows = "".join(self._row(t) for t in topics[start : start + forum.board_size])
        pager = self._pager(f"{len(topics)} topics", page, pages, lambda n: f"/viewforum.php?f={number}&start={(n - 1) * forum.board_size}")
        return 200, self._html(
            "viewforum", f'<h2 class="forum-title"><a href="#">Board {number}</a></h2>{pager}<ul class="topiclist topics">{rows}</ul>'
        )

    def _row(self, topic: Topic) -> str:
        last = topic.posts[-1] if topic.posts else Message(0, "Agda", "", START)
        return (
            '<li class="row bg1"><dl class="row-item topic_read"><dt><div class="list-inner">'
            f'<a href=".{self.thread_url(topic)}" class="topictitle">{escape(topic.title)}</a></div></dt>'
            f'<dd class="posts">{topic.replies} <dfn>Replies</dfn></dd>'
            '<dd class="views">7 <dfn>Views</dfn></dd>'
            f'<dd class="lastpost"><span>by <a class="username" href="#">{last.author}</a> '
            f'<time datetime="{stamp(last.at)}+00:00">then</time></span></dd></dl></li>'
        )

    def _posts_of(self, forum: Forum, member: int, start: int) -> str:
        """A member's posts, the newest first, with their beginnings."""
        theirs = forum.posts_of(PEOPLE[member - 50])
        found = "".join(
            '<div class="search post bg2"><div class="inner"><dl class="postprofile"><dt class="author">by '
            f'<a href="./memberlist.php?mode=viewprofile&amp;u={member}" class="username">{m.author}</a></dt></dl>'
            f'<div class="postbody"><h3><a href="./viewtopic.php?p={m.id}#p{m.id}">{escape(t.title)}</a></h3>'
            f'<div class="content">{escape(m.text[:9])}</div></div>'
            f'<ul class="searchresults"><li><a href="./viewtopic.php?p={m.id}#p{m.id}" class="arrow-right">Jump to post</a></li></ul></div></div>'
            for t, m in theirs[start : start + 10]
        )
        pager = self._pager(
            f"Search found {len(theirs)} matches",
            start // 10 + 1,
            max(1, -(-len(theirs) // 10)),
            lambda n: f"/search.php?author_id={member}&sr=posts" + (f"&start={10 * n - 10}" if n > 1 else ""),
        )
        return f'<h2 class="searchresults-title">Search found {len(theirs)} matches</h2>{pager}{found}{pager}'

    def _boards(self, forum: Forum) -> str:
        numbers = sorted({t.board for t in forum.topics.values()})
        rows = "".join(
            '<li class="row"><dl class="row-item forum_read"><dt><div class="list-inner">'
            f'<a href="./viewforum.php?f={n}" class="forumtitle">Board {n}</a></div></dt></dl></li>'
            for n in numbers
        )
        return f'<div class="forabg"><ul class="topiclist forums">{rows}</ul></div>'

    def _message(self, text: str) -> str:
        return self._html(
            "message",
            f'<div class="panel" id="message"><div class="inner"><h2 class="message-title">Information</h2><p>{text}</p></div></div>',
        )

    def _html(self, section: str, body: str) -> str:
        return (
            '<!DOCTYPE html><html dir="ltr" lang="en-gb"><head><meta charset="utf-8"><title>Potters</title></head>'
            f'<body id="phpbb" class="nojs notouch section-{section} ltr"><div id="page-body">{body}</div>'
            '<div id="page-footer">Powered by <a href="#">phpBB</a>&reg; Forum Software</div></body></html>'
        )


class Phpwind:
    """phpwind 8.7, anti-copy strings of its own kind at each line's end, new at each load."""

    def __init__(self) -> None:
        self.chance = random.Random(7)

    def thread_url(self, topic: Topic, page: int = 1) -> str:
        return f"/read.php?tid={topic.id}" + (f"&page={page}" if page > 1 else "")

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
        topic = forum.topics.get(pick(query, "tid", 0))
        if path == "/read.php" and topic is not None and topic.posts:
            page = min(pick(query, "page", 1), forum.pages(topic))
            return 200, self._html(self._posts(forum, topic, page))
        if path == "/thread.php":
            return 200, self._html(self._board(forum, pick(query, "fid", 1), pick(query, "page", 1)))
        return 200, self._html('<div id="main"><div class="regForm"><p>您访问的帖子不存在,请检查您输入的地址是否正确</p></div></div>')

    def _posts(self, forum: Forum, topic: Topic, page: int) -> str:
        links = "".join(
            f"<b>{n}</b>" if n == page else f'<a href="{self.thread_url(topic, n)[1:]}">{n}</a>' for n in range(1, forum.pages(topic) + 1)
        )
        first = (page - 1) * forum.page_size
        posts = "".join(self._post(message, first + i) for i, message in enumerate(forum.page(topic, page)))
        return (
            f'<div class="pages">{links}<span class="fl">共{forum.pages(topic)}页</span></div>'
            f'<input type="hidden" name="tid" value="{topic.id}">'
            f'<div class="readNum"><ul><li><em>9</em>阅读</li><li><em>{topic.replies}</em>回复</li></ul></div>'
            f'<h1 id="subject_tpc" class="read_h1">{escape(topic.title)}</h1>{posts}'
        )

    def _post(self, message: Message, index: int) -> str:
        junk = "".join(chr(self.chance.randrange(33, 126)) for _ in range(10)).replace("<", "&lt;")
        label = "楼主" if index == 0 else f"{index}楼"
        return (
            f'<div class="read_t" id="readfloor_{message.id}"><table><tr><td rowspan="2" class="floot_left"><div class="readName b">'
            f'<a href="u.php?uid={PEOPLE.index(message.author) + 1}">{message.author}</a></div></td><td class="floot_right">'
            f'<div class="tipTop s6"><a href="#" class="s2 b">{label}</a>'
            f'<span title="2020-09-13 12:{index % 60:02}:00">发表于: 2020-09-13</span></div>'
            f'<div class="tpc_content"><div class="f14 mb10" id="read_{message.id}">{escape(message.text)}'
            f'<span style="display:none"> {junk} </span>&nbsp;<br />the end of a post</div></div></td></tr></table></div>'
        )

    def _board(self, forum: Forum, board: int, page: int) -> str:
        topics = forum.board(board)
        pages = max(1, -(-len(topics) // forum.board_size))
        links = "".join(f"<b>{n}</b>" if n == page else f'<a href="thread.php?fid={board}&page={n}">{n}</a>' for n in range(1, pages + 1))
        shown = topics[(page - 1) * forum.board_size : page * forum.board_size]
        rows = "".join(
            f'<tr class="tr3"><td class="subject"><a href="read.php?tid={t.id}" class="subject_t">{escape(t.title)}</a></td>'
            f'<td class="num"><em>{t.replies}</em>/9</td></tr>'
            for t in shown
        )
        return f'<div class="pages">{links}<span>共{pages}页</span></div><table id="threadlist">{rows}</table>'

    def _html(self, body: str) -> str:
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><base id="headbase" />'
            '<meta name="generator" content="phpwind v8.7"><title>Potters</title></head>'
            f"<body>{body}<p>Powered by phpwind v8.7</p></body></html>"
        )


class DiscuzX:
    """Discuz! X3.4: board lists carry their page in each thread's address, numbers of pages stand in a label."""

    def thread_url(self, topic: Topic, page: int = 1) -> str:
        return f"/forum.php?mod=viewthread&tid={topic.id}" + (f"&extra=page%3D1&page={page}" if page > 1 else "")

    def answer(self, forum: Forum, path: str, query: dict[str, str]) -> tuple[int, str]:
        topic = forum.topics.get(pick(query, "tid", 0))
        if query.get("mod") == "viewthread":
            if topic is None or not topic.posts:
                return 404, self.message("抱歉，指定的主题不存在或已被删除或正在被审核")
            page = min(pick(query, "page", 1), forum.pages(topic))
            return 200, self._html("viewthread", self._posts(forum, topic, page))
        if query.get("goto") == "findpost":
            found = [(t, i) for t in forum.topics.values() for i, m in enumerate(t.posts) if m.id == pick(query, "pid", 0)]
            if not found:
                return 404, self.message("抱歉，指定的主题不存在或已被删除或正在被审核")
            return 200, self._html("viewthread", self._posts(forum, found[0][0], found[0][1] // forum.page_size + 1))
        if query.get("do") == "thread":
            return 200, self._html("space", self._posts_of(forum, pick(query, "uid", 1), pick(query, "page", 1)))
        if query.get("mod") == "forumdisplay":
            return 200, self._html("forumdisplay", self._board(forum, pick(query, "fid", 1), pick(query, "page", 1)))
        boards = sorted({t.board for t in forum.topics.values()})
        links = "".join(f'<tr><td><h2><a href="forum.php?mod=forumdisplay&amp;fid={n}">Board {n}</a></h2></td></tr>' for n in boards)
        return 200, self._html("index", f'<div class="fl bm"><table class="fl_tb">{links}</table></div>')

    def _pager(self, page: int, pages: int, address: str) -> str:
        if pages == 1:
            return ""
        links = "".join(f"<strong>{n}</strong>" if n == page else f'<a href="{address}&amp;page={n}">{n}</a>' for n in range(1, pages + 1))
        more = f'<a href="{address}&amp;page={page + 1}" class="nxt">下一页</a>' if page < pages else ""
        return f'<div class="pgt"><div class="pg">{links}<label><span title="共 {pages} 页"> / {pages} 页</span></label>{more}</div></div>'

    def _posts(self, forum: Forum, topic: Topic, page: int) -> str:
        pager = self._pager(page, forum.pages(topic), f"forum.php?mod=viewthread&amp;tid={topic.id}&amp;extra=page%3D1")
        counts = f'查看: <span class="xi1">9</span> | 回复: <span class="xi1">{topic.replies}</span>' if page == 1 else ""
        first = (page - 1) * forum.page_size
        posts = "".join(self._post(topic, message, first + i + 1) for i, message in enumerate(forum.page(topic, page)))
        return (
            f'<div id="ct">{pager}<div id="postlist" class="pl bm"><table><tr><td class="pls">{counts}</td>'
            f'<td class="plc"><h1 class="ts"><span id="thread_subject">{escape(topic.title)}</span></h1></td></tr></table>'
            f"{posts}</div></div>"
        )

    def _post(self, topic: Topic, message: Message, floor: int) -> str:
        at = stamp(message.at + 8 * 3600).replace("T", " ")
        number = {1: "楼主", 2: "沙发"}.get(floor, f"<em>{floor}</em><sup>#</sup>")
        return (
            f'<div id="post_{message.id}"><table id="pid{message.id}" class="plhin"><tr><td class="pls" rowspan="2"><div class="pi">'
            f'<div class="authi"><a href="home.php?mod=space&amp;uid={PEOPLE.index(message.author) + 1}" class="xw1">{message.author}</a>'
            "</div>"
            '</div><p><em><a href="#">注册会员</a></em></p></td><td class="plc"><div class="pi"><strong>'
            f'<a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid={topic.id}&amp;pid={message.id}"'
            f' id="postnum{message.id}">{number}</a>'
            f'</strong><div class="pti"><div class="authi"><em id="authorposton{message.id}">发表于 {at}</em></div></div></div>'
            f'<div class="pct"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_{message.id}">'
            f"{escape(message.text)}</td></tr></table></div></div></div></td></tr></table></div>"
        )

    def _board(self, forum: Forum, board: int, page: int) -> str:
        topics = forum.board(board)
        pages = max(1, -(-len(topics) // forum.board_size))
        shown = topics[(page - 1) * forum.board_size : page * forum.board_size]
        rows = "".join(self._row(topic, page) for topic in shown)
        pager = self._pager(page, pages, f"forum.php?mod=forumdisplay&amp;fid={board}")
        return f'<div id="threadlist" class="tl bm"><table id="threadlisttableid">{rows}</table></div>{pager}'

    def _posts_of(self, forum: Forum, member: int, page: int) -> str:
        """A member's replies, a line each below its thread's."""
        theirs = forum.posts_of(PEOPLE[member - 1])
        rows = "".join(
            f'<tr class="bw0_all"><th><a href="{(link := f"forum.php?mod=redirect&amp;goto=findpost&amp;ptid={t.id}&amp;pid={m.id}")}">'
            f'{escape(t.title)}</a></th></tr><tr><td colspan="5" class="xg1"><a href="{link}">{escape(m.text[:9])}</a></td></tr>'
            for t, m in theirs[(page - 1) * 10 : page * 10]
        )
        pager = self._pager(
            page, max(1, -(-len(theirs) // 10)), f"home.php?mod=space&amp;uid={member}&amp;do=thread&amp;view=me&amp;type=reply"
        )
        return f'<div id="ct"><table>{rows}</table>{pager}</div>'

    def _row(self, topic: Topic, page: int) -> str:
        address = f"forum.php?mod=viewthread&amp;tid={topic.id}&amp;extra=page%3D{page}"
        last = topic.posts[-1]
        at = stamp(last.at + 8 * 3600).replace("T", " ")[:16]
        return (
            f'<tbody id="normalthread_{topic.id}"><tr><th class="new"><a href="{address}" class="s xst">{escape(topic.title)}</a></th>'
            f'<td class="by"><cite>{topic.posts[0].author}</cite></td><td class="num"><a href="{address}" class="xi2">{topic.replies}</a>'
            f'<em>9</em></td><td class="by"><cite>{last.author}</cite><em><a href="#">{at}</a></em></td></tr></tbody>'
        )

    def message(self, text: str) -> str:
        return self._html(
            "message", f'<div id="ct"><div class="nfl"><div id="messagetext" class="alert_error"><p>{text}</p></div></div></div>'
        )

    def _html(self, section: str, body: str) -> str:
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="generator" content="Discuz! X3.4"><title>Potters</title></head>'
            f'<body id="nv_forum" class="pg_{section}">{body}'
            '<div id="ft">Powered by <strong>Discuz!</strong> <em>X3.4</em></div></body></html>'
        )


def stamp(at: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


SKINS: dict[str, Callable[[], Skin]] = {"phpbb": PhpBB, "phpwind": Phpwind, "discuz": DiscuzX}


def serve(forum: Forum, skin: Skin, *, zipped: bool = True) -> Handler:
    """A handler for ``wire.Server``."""

    async def handler(request: Request, writer: asyncio.StreamWriter) -> None:
        parts = urlsplit(request.path)
        if parts.path == "/robots.txt":
            writer.write(response("User-agent: *\nDisallow: /private/\n", kind="text/plain"))
            return
        status, html = skin.answer(forum, parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
        writer.write(response(html, status=status, kind="text/html", zipped=zipped))

    return handler
