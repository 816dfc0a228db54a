"""What a setting, a language or a reader's rights change in an engine's page: a fixture with that changed, and what its posts then say."""

import json
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from scraper import encoding
from scraper.pipeline import extract

from .cases import FOLDER, capture_of


@dataclass(frozen=True)
class Variant:
    """A fixture, pieces of its markup with what stands there instead (each must be found), and a part of one post's record."""

    name: str
    case: str
    instead: dict[str, str]
    post: int
    says: dict[str, Any]


VARIANTS = (
    Variant(
        "Discuz! 7.2 counts days and keeps the time in a title", "discuz/72-thread",
        {"发表于 2014-6-8 20:01": '发表于 <span title="2014-6-8 20:01">3&nbsp;天前</span>'}, 1, {"posted_at": "2014-06-08T20:01+08:00"},
    ),
    Variant(
        "Discuz! 6 in English", "discuz/60-thread", {"发表于 2014-6-8 20:01": "Post at 2014-6-8 20:01", "注册时间": "Registration time"}, 1,
        {"posted_at": "2014-06-08T20:01+08:00", "author": {"registered_at": "2012-10-02"}},
    ),
)  # fmt: skip


def differences(expected: Any, found: Any) -> Any:
    """What of the expected part is otherwise in the record."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: found.get(key) for key, value in expected.items() if differences(value, found.get(key))}
    return None if expected == found else [found]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_variants(variant: Variant) -> None:
    capture = capture_of(FOLDER / variant.case)
    html = encoding.decode(capture.body, headers=capture.headers).text
    for old, new in variant.instead.items():
        assert old in html, old
        html = html.replace(old, new)
    page = extract(msgspec.structs.replace(capture, body=html.encode(), encoding="utf-8"))
    found = json.loads(msgspec.json.encode(page.posts[variant.post]))
    assert not differences(variant.says, found)
