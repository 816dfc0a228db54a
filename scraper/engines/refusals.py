"""
Why a page holds no thread: a login wall, a bot check, a deleted thread, a board; and what the user can do about it.

The words are those that the engines print in their default languages; a site's own words fall through to ``skipped`` or
``unknown-engine``. Order matters: a bot check answers with any status, a login wall with 200.
"""

import re
from collections.abc import Sequence

from ..markup import Page, text_of
from ..model import BoardPage, Outcome, OutcomeKind
from .base import Engine
from .listing import read_board

__all__ = ["outcome", "unread"]

NEITHER = "but neither a thread nor a board"

ADVICE: dict[str, str] = {
    "login-required": "Log in with a browser and pass its cookies: --cookies cookies.txt.",
    "forbidden": "The account may not read this; use cookies of one that may.",
    "not-found": "Check the address; the thread may have been moved or removed.",
    "deleted": "The thread is gone; an archive may still have it.",
    "blocked": "The site asks for a browser: pass the cookies of one (--cookies), go slower (--delay), or try later.",
    "empty": "Fetch the page again.",
    "unknown-engine": "Force an engine with --engine, or try --engine generic.",
    "broken": "Please report the page: its engine is known, its layout is not.",
}

BLOCKED = (
    "cf-browser-verification", "challenge-platform", "cf_chl_", "cf-chl-", "just a moment...", "attention required! | cloudflare", "ddos-guard",
    "_incapsula_resource", "sucuri_cloudproxy", "g-recaptcha-response", "px-captcha", "checking your browser", "please enable cookies.",
    "yunsuo", "safedog", "_dsign",
)  # fmt: skip
BLOCKED_WORDS = ("网站防火墙", "安全验证", "访问被拦截", "您的请求带有不合法参数", "创宇盾", "访问过于频繁")

WORDS: tuple[tuple[OutcomeKind, re.Pattern[str]], ...] = (
    (
        "deleted",
        re.compile(
            r"(?:主题|主題|[帖贴]子?)(?![^。.]{0,12}不存在)[^。.]{0,12}(?:已被?删除|已被?刪除|被删除|被刪除|已关闭|正在审核)|(?:topic|thread|discussion) (?:has been|was) (?:deleted|removed)|"
            r"removed by (?:the )?(?:author|moderator)",
            re.IGNORECASE,
        ),
    ),
    (
        "not-found",
        re.compile(
            r"不存在|ID\s*非法|非法\s*ID|找不到|没有找到|沒有找到|无法找到|未定义操作|無法找到|does(?:n.t| not) exist|not (?:be )?found|could ?n.t be found|no such|"
            r"invalid (?:thread|topic|post|link)|no (?:thread|topic) specified|missing or (?:off limits|invalid)|bad request|existiert nicht|nicht gefunden|"
            r"n.existe pas|introuvable|не найден|не существует|404",
            re.IGNORECASE,
        ),
    ),
    (
        "login-required",
        re.compile(
            r"(?:没有|沒有|未|需要|必须|必須|请先|請先|请|請)[^。]{0,6}(?:登录|登錄|登陆|登入)|"
            r"(?:must|need to|have to|please|required to) (?:be )?(?:log ?in|logged[ -]in|sign(?:ed)? in|register)|log in to (?:view|continue|do that)|"
            r"not logged in|angemeldet sein|connectez-vous|войдите|авториз|ログイン",
            re.IGNORECASE,
        ),
    ),
    (
        "forbidden",
        re.compile(
            r"没有权限|沒有權限|无权|無權|权限不足|用户组|用戶組|没有访问|版块密码|版塊密碼|需要密码|禁止访问|无法进行此操作|抱歉，您|抱歉，本|"
            r"permission|not (?:authori[sz]ed|allowed|permitted)|access denied|private (?:board|forum)|forum password|insufficient|"
            r"keine Berechtigung|нет прав|недостаточно прав|権限",
            re.IGNORECASE,
        ),
    ),
)

MAINTENANCE = re.compile(
    r"论坛(?:关闭|维护|暂时关闭)|站点关闭|系统维护|board (?:is )?(?:currently )?(?:disabled|closed|down)|under maintenance|wartung|maintenance mode",
    re.IGNORECASE,
)


def outcome(page: Page, status: int | None, engines: Sequence[Engine], relatives: Sequence[Engine]) -> Outcome | BoardPage:
    """
    What a page is that gave no thread.

    ``engines`` claim it as a thread's page; ``relatives`` only know it as one of theirs.
    """
    if found := _blocked(page, status):
        return found
    for engine in relatives:
        read = engine.reader(page) if engine.reader else None
        if board := read if isinstance(read, BoardPage) else read_board(engine, page):
            return board
    if view := next((e for e in relatives if not e.claims), None):
        return Outcome("skipped", f"the {view.label} view of a thread, whose own page says more", f'Read it with --engine "{view.label}".')
    message = _message(page, (*engines, *relatives))
    kind = _kind(message, page, status, known=bool(engines or relatives))
    if kind:
        return Outcome(kind, message[:300], ADVICE.get(kind, ""))
    if engines:
        return Outcome("broken", f"layout changed: {engines[0].label} claims the page but finds no post", ADVICE["broken"])
    if relatives:
        return _emptied(page, relatives[0]) or Outcome("skipped", f"a page of {relatives[0].name}, {NEITHER}")
    if not (text_of(page.first("body")) or ""):
        return Outcome("empty", "a page without text", ADVICE["empty"])
    return Outcome("unknown-engine", "no engine claims the page", ADVICE["unknown-engine"])


def unread(found: Outcome) -> bool:
    """
    Whether nobody could read a page that may be a thread all the same, so that the generic reader is worth its price.

    A known engine's page may be of a version or a skin that its form does not fit; a form to log in, without a word of why, stands
    on open pages too. What the page says of itself (deleted, forbidden) is believed.
    """
    if found.kind == "login-required":
        return not found.reason
    return found.kind in ("unknown-engine", "broken") or found.reason.endswith(NEITHER)


def _emptied(page: Page, engine: Engine) -> Outcome | None:
    """A thread's page that scripts fill, saved before they did."""
    data = engine.elsewhere(page) if engine.elsewhere else None
    return Outcome("skipped", f"a page of {engine.name} without its posts", f"Fetch its data in place of it: {data}") if data else None


def _blocked(page: Page, status: int | None) -> Outcome | None:
    """A bot check or a firewall's page; only on pages with little text, as scripts of such services stand on healthy pages too."""
    text = page.ends.lower().decode("latin-1")
    found = next((cue for cue in BLOCKED if cue in text), None)
    if not found and len(page.text) < 50_000:  # pages of firewalls are short
        found = next((words for words in BLOCKED_WORDS if words in page.text), None)
    if found and (status in (403, 429, 503) or len(text_of(page.first("body")) or "") < 3000):
        return Outcome("blocked", f"a bot check ({found})", ADVICE["blocked"])
    return None


def _message(page: Page, engines: Sequence[Engine]) -> str:
    """The text of the box in which the engine says why; else the page's short text."""
    for engine in engines:
        if engine.message and (node := page.first(engine.message)) is not None and (text := text_of(node)):
            return text
    if engines:
        return ""
    body = text_of(page.first("body")) or ""
    return body if len(body) < 1500 else ""


def _kind(message: str, page: Page, status: int | None, *, known: bool) -> OutcomeKind | None:
    """The outcome that the words or the status stand for."""
    if MAINTENANCE.search(message):
        return "forbidden"
    for kind, words in WORDS:
        if words.search(message) and (known or status not in (None, 200) or page.first("input[type=password]") is not None):
            return kind
    if status in (404, 410):
        return "not-found"
    if status == 401:
        return "login-required"
    if status == 403:
        return "forbidden"
    if known and _asks_to_log_in(page):
        return "login-required"
    return None


def _asks_to_log_in(page: Page) -> bool:
    """A form with a password that is there to be filled in; Discourse's own (``hidden-login-form``) serves its application on every page."""
    form = page.first("form#login, form[name=login], #loginform, form[action*=login]:not([style*='display: none']):not(#hidden-login-form)")
    return form is not None and page.first("input[type=password]") is not None
