"""Invented threads for the tests of everything that shows records: people, words and junk made up from a seed."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from scraper.model import Attachment, Author, Edit, Poll, Proof, Quote, Reaction, Record, Stat, Thread

__all__ = ["SMALL", "invented", "post", "thread"]

NAMES = ("山雀收音", "阿木与焊锡", "北坡老周", "Tubelight", "河湾的芦苇", "rosin&flux", "小满", "Varnish Jane", "老榆木", "七号仓库")
LEVELS = ("论坛版主", "高级会员", "铁杆会员", "新手上路")
LINES = (
    "拆开一看，六只管子里有两只发白，漏气了。",
    "第一步：除尘，量电源变压器，空载 6.5V，正常。",
    "这种木壳用鱼胶补最合适，楼主先别急着通电，滤波电容多半干了。",
    "Beautiful case! Which valves are inside? I have two spare 6P1 and one 6N2, I can send them.",
    "同意。用调压器从 60V 慢慢升上去，听声音，看电流，十分钟一档。",
    "今天换了一只滤波电容，交流声没有了，晚上收到一个很远的台。",
    "I would leave the old varnish alone: https://wood.example/varnish/1968?page=2 shows why.",
    "面板上的字是丝印的，千万不要用酒精擦。",
)
CODE = "for tube in tubes:\n    if tube.white:\n        tube.replace()"


def author(name: str, rng: random.Random) -> Author:
    """A member with figures as an old forum prints them."""
    posts, money = rng.randrange(1, 6000), rng.randrange(10, 90000)
    return Author(
        name=name,
        id=str(rng.randrange(10, 9999)),
        url="https://bbs.example/u.php?uid=31",
        level=rng.choice(LEVELS),
        location="青岚" if rng.random() < 0.3 else None,
        signature="慢慢修，不着急。" if rng.random() < 0.4 else None,
        registered_at=f"20{rng.randrange(3, 12):02}-0{rng.randrange(1, 10)}-11",
        stats=(
            Stat(key="posts", label="发帖", value=posts, unit=None, text=str(posts)),
            Stat(key="digests", label="精华", value=2, unit=None, text="2"),
            Stat(key="money", label="岚币", value=money, unit="岚币", text=f"{money} 岚币"),
        ),
    )


def spoiled(lines: list[str], rng: random.Random, first_seed: int) -> tuple[str, tuple[Edit, ...]]:
    """Lines joined to a clean text, and the edits that took a random string at the end of most of them."""
    text, edits, at = "", [], 0
    for i, line in enumerate(lines):
        text += ("\n" if i else "") + line
        at += len(line) + bool(i)
        if rng.random() < 0.8 and i < len(lines) - 1:
            junk = " " + "".join(chr(rng.randrange(33, 127)) for _ in range(rng.randrange(4, 9))) + " \xa0"
            seed = first_seed + 14 * i
            edits.append(Edit(at, at + len(junk), "junk-proved", junk, "", Proof(generator="phpwind-126", seed=seed)))
            at += len(junk)
    return text, tuple(edits)


def thread(**fields: object) -> Thread:
    """A thread of an invented forum."""
    given: dict[str, object] = {
        "id": "42",
        "url": "https://bbs.example/read.php?tid=42",
        "title": "一台六八年的电子管收音机，修复全过程",
        "board": ("青岚论坛", "老物件"),
        "site": "bbs.example",
        "engine": "phpwind",
        "engine_version": "8.7",
        "charset": "gbk",
        "views": 18902,
    }
    return Thread(**{**given, **fields})  # type: ignore[arg-type]


def post(text: str = "Good morning.", **fields: object) -> Record:
    """One record; every field that is not given is empty."""
    empty: dict[str, object] = dict.fromkeys(("fetched_at", "url", "id", "floor", "floor_label", "posted_at", "posted_raw"))
    empty |= dict.fromkeys(("edited_at", "edited_by", "poll", "reply_to"))
    empty |= dict.fromkeys(("quotes", "code", "images", "links", "attachments", "reactions", "states", "edits", "warnings"), ())
    given = {"source": "made.html", "thread": thread(), "author": Author(name="小满"), "text": text}
    return Record(**{**empty, **given, **fields})  # type: ignore[arg-type]


def invented(count: int, *, seed: int = 7, lost: frozenset[int] = frozenset()) -> Iterator[Record]:
    """A thread of so many floors without those that are lost; the same for the same seed."""
    rng = random.Random(seed)
    members = [author(name, rng) for name in NAMES]
    where, when = thread(replies=count - 1), datetime(2012, 11, 10, 8, 15, 22)
    for floor in range(1, count + 1):
        when += timedelta(minutes=rng.expovariate(1 / 300))
        if floor not in lost:
            yield _one(floor, where, members, when, rng)


def _one(floor: int, where: Thread, members: list[Author], when: datetime, rng: random.Random) -> Record:
    who = members[0] if floor == 1 else rng.choices(members, weights=range(len(members), 0, -1))[0]
    lines = rng.choices(LINES, k=rng.choice((1, 1, 2, 2, 3, 5)))
    code = (CODE,) if floor % 11 == 3 else ()
    text, edits = spoiled([*lines, *code], rng, 790_000 + 40 * floor)
    quoted = rng.choice(LINES) if floor > 2 and rng.random() < 0.3 else ""
    return post(
        text,
        thread=where,
        author=who,
        fetched_at="2013-01-02T03:04:05Z",
        url=f"https://bbs.example/read.php?tid=42#{4200 + floor}",
        id=str(4200 + floor),
        floor=floor,
        floor_label={1: "楼主", 2: "沙发", 3: "板凳", 4: "地板"}.get(floor, f"{floor - 1}楼"),
        posted_at=when.isoformat(timespec="seconds"),
        posted_raw=f"发表于: {when.date()}",
        edited_at=when.isoformat(timespec="seconds") if floor % 9 == 1 else None,
        edited_by=who.name if floor % 9 == 1 else None,
        quotes=(Quote(author=members[1].name, post_id=str(4200 + floor - 1), text=quoted * (3 if floor % 2 else 1)),) if quoted else (),
        code=code,
        edits=edits,
        images=("https://bbs.example/attachment/radio.jpg",) if floor % 13 == 1 else (),
        attachments=(Attachment(name="电路图.pdf", url="https://bbs.example/job.php?aid=3", size="212 KB"),) if floor % 17 == 4 else (),
        reactions=(Reaction(label="顶", count=12),) if floor % 7 == 1 else (),
        poll=Poll(question="留着旧漆吗？", options=(Reaction(label="留", count=31), Reaction(label="磨掉", count=8)))
        if floor == 1
        else None,
        states=("pinned",) if floor == 1 else ("accepted",) if floor == 5 else (),
    )


SMALL = tuple(invented(12, lost=frozenset({7, 8})))
"""Ten posts of a thread of twelve."""
