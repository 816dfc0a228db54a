"""What engines print in place of a body: "reply to see this", "this author is banned". The words, by state, in the engines' languages."""

import re

from ..model import State

__all__ = ["state_of"]

WORDS: tuple[tuple[State, re.Pattern[str]], ...] = (
    (
        "banned-author",
        re.compile(
            r"作者被?禁止|作者被禁|用户被禁|用戶被禁|禁止发言|禁止發言|禁止訪問|author (?:is|has been) banned|banned user", re.IGNORECASE
        ),
    ),
    ("blocked", re.compile(r"屏蔽|遮蔽|单贴屏蔽|被管理员|blocked by|hidden by a moderator", re.IGNORECASE)),
    ("deleted", re.compile(r"已被?删除|已被?刪除|has been deleted|was deleted|this post is deleted|message deleted", re.IGNORECASE)),
    (
        "locked-content",
        re.compile(
            r"隐藏|隱藏|回复(?:可见|后|才)|回覆|购买|購買|出售|售价|售價|威望|积分|积分高于|权限|權限|付费|付費|密码|密碼|仅作者可见|僅作者可見|登录|登錄|log ?in|register|reply|purchase|"
            r"hidden (?:content|message)|you must|本帖最低",
            re.IGNORECASE,
        ),
    ),
)


def state_of(notice: str) -> State | None:
    """
    The state that a notice stands for; ``None`` for a notice that says nothing of the kind.

    >>> state_of("*** 作者被禁止或删除 内容自动屏蔽 ***"), state_of("游客，如果您要查看本帖隐藏内容请回复"), state_of("good day")
    ('banned-author', 'locked-content', None)
    """
    return next((state for state, words in WORDS if words.search(notice)), None)
