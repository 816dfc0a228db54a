"""
Where a page names times and authors: the anchors from which posts are found.

A time is a ``<time>``, an attribute that scripts read, or a short text that ``dates`` understands. An author is a link to a member's
page or a short text in an element that says so. Which of them belong to posts is not decided here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ... import dates
from ..base.numbers import NAMED_FLOORS
from .attributes import value
from .outline import Outline

__all__ = [
    "BUTTON",
    "BUTTON_WORDS",
    "BYLINE",
    "CLOCK",
    "INLINE",
    "Cues",
    "Sight",
    "cues_of",
    "is_name",
    "is_person",
    "plain_name",
    "sight_of",
]

DATEISH = re.compile(
    r"\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]|\d{1,2}[:h]\d{2}|(?:19|20)\d\d\b|'\d\d\b|\d\s?(?:[smhdwy]|mo|yr)\b|ago\b|\d\s?月|[前天]|"
    r"(?i:\d\s*+[^\W\d_]{3}|yesterday|today|just now|gestern|heute|hier\b|ayer|hoy|ieri|oggi|ontem|hoje|вчера|сегодня|wczoraj|dzisiaj|dün|bugün|昨日|今日|어제|오늘|刚刚)"
)
SHORT_AGO = re.compile(r"(\d+)\s?(s|sec|m|min|mins|h|hr|hrs|d|w|wk|mo|y|yr|yrs)\b\.?(?:\s?ago)?", re.IGNORECASE)
UNITS = {"s": "seconds", "sec": "seconds", "m": "minutes", "min": "minutes", "mins": "minutes", "h": "hours", "hr": "hours", "hrs": "hours",
         "d": "days", "w": "weeks", "wk": "weeks", "mo": "months", "y": "years", "yr": "years", "yrs": "years"}  # fmt: skip
DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"\d+")
TIME_WORDS = frozenset(
    "ago yesterday today now just gestern heute hier ayer hoy ieri oggi ontem hoje вчера сегодня wczoraj dzisiaj dziś dün bugün vandaag gisteren dnes včera "
    "yesterday, today, gestern, heute, hier, вчера, сегодня, yesterday: today:".split()
)
TIME_SIGNS = re.compile("[昨今刚剛前어오أا]")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # left over: the time was not read whole
DAY = len("2023-03-03")  # what says less may be a part of a time: the year of "Tue Mar  3 10:00:00 UTC 2023"
WORDY = 30  # code points of a time in words alone
LONGEST_STAMP = 70  # code points of a time in an attribute: "Wednesday, October 30th, 2024 at 11:38:01 AM GMT+00:00" has 54
LONGEST = 90  # code points of a piece that may be a time with its words; a longer one is somebody's sentence
NAME_ATTRIBUTES = ("author", "data-author", "data-username", "data-user-name", "data-author-name", "comment-author")
NUMBERS = re.compile(r"(?<![\d./-])(\d\d?)[-/](\d\d?)[-/](?:19|20)?\d\d(?![\d/-])")
TIME_ATTRIBUTES = (
    "datetime",
    "title",
    "data-timestamp",
    "data-time",
    "data-utime",
    "data-date",
    "created-timestamp",
    "data-created",
    "created",
    "ts",
    "aria-label",
    "data-original-title",
    "data-bs-original-title",
    "data-tippy-content",
    "data-tooltip",
)
ATTRIBUTE = re.compile(
    r'\s(?:datetime|title|data-timestamp|data-time|data-utime|data-date|created-timestamp|created|data-created|aria-label|data-original-title|data-bs-original-title|data-tippy-content|data-tooltip)="[^"]*\d'
)

PERSON_WORDS = frozenset(
    """
    member members user users profile profiles author authors people person persons account accounts perfil profil membre mitglied mitglieder benutzer
    nutzer pseudo miembro miembros usuario usuarios utilisateur utilisateurs uzivatel bruger kayttaja felhasznalo utente membro gebruiker uzytkownik
    u_id uid userid user_id memberlist viewprofile showuser userinfo space home homepage nick poster channel karma
    """.split()
)
SHORT_PERSON = re.compile(r"[/?&](?:u|m|p)[/=]\d+|/u/[\w.%-]+|/~\w|/@\w|[?&]u=\d|^@\w|^~\w")
PARTS = re.compile(r"[^a-z_]+")
NOT_PERSON = re.compile(
    r"login|logout|register|signup|sign_?in|search|lostpw|password|ucp\.php|faq|help|rules|mode=(?:team|group)|action=(?:login|register|reply|post|pm|report)|"
    r"do=(?:sendmail|addlist|newreply|newpm|getlast)|newreply|private\.php|message|whosonline|online|attachment|\.(?:png|jpe?g|gif|zip|pdf)$|/about|"
    r"javascript:|mailto:|/posts?/?\d*$|reputation|report|sendpm|=email|mode=email|ac=(?:poke|friend|pm)|do=(?:friend|pm|notice)|/following|/followers",
    re.IGNORECASE,
)
NAME = re.compile(r"[^\n]{1,60}")
BUTTON_WORDS = frozenset(
    """
    here pm e-mail email www web website homepage profile profil member members user users registered help faq top more post posts message messages share
    like likes moderator moderators administrator administrators admin admins staff team all home settings account reputation badge badges following
    followers offline online by say says said wrote writes posted von schrieb par por op author date next previous prev first last page subject topic
    thread threads title forum forums yes no ok edited permalink link reply replies comment comments location gender posting
    离线 在线 離線 在線 当前离线 当前在线 個人資料 个人资料 个人空间 空间 短消息 发消息 加好友 会员 搜索 注册 登录 查看资料 只看该作者 只看楼主 帮助 资料 主页 关注 私信
    发短消息 發短消息 收藏 引用 回复 回覆 举报 编辑 删除 推荐 楼主 作者 来自 等级 积分 帖子 主题 精华
    login logout register subscribe print download back archive archives today
    antworten zitieren zitat melden bearbeiten löschen zurück weiter registrieren anmelden abmelden teilen drucken kommentieren kommentar kommentare startseite impressum datenschutz
    répondre citer signaler modifier supprimer retour suivant précédent s'inscrire connexion déconnexion partager imprimer commenter commentaire commentaires accueil
    responder citar denunciar reportar editar eliminar borrar volver siguiente anterior registrarse registrarme compartir imprimir comentar comentario comentarios inicio
    rispondi cita segnala modifica elimina indietro avanti registrati accedi condividi stampa commenta commento commenti
    responder denunciar excluir voltar seguinte próximo registrar entrar sair compartilhar comentários
    reageren citeren melden bewerken verwijderen terug volgende vorige registreren inloggen delen reacties reactie
    odpowiedz cytuj zgłoś edytuj usuń wstecz dalej rejestracja zaloguj wyloguj udostępnij komentarz komentarze odpovědět citovat nahlásit upravit zpět registrace přihlásit
    ответить цитировать цитата пожаловаться редактировать изменить удалить назад далее регистрация войти вход выйти поделиться комментарии комментарий
    svara citera anmäl redigera svar citat yanıtla alıntı alıntıla şikayet düzenle sil geri ileri giriş kayıt yanıt cevapla
    返信 引用 通報 編集 削除 戻る 次へ 登録 ログイン 답글 댓글 신고 수정 삭제 목록 로그인 회원가입 추천 인용
    """.split()
)
BUTTON_WORDS |= frozenset(NAMED_FLOORS)
BUTTON = re.compile(
    r"\W*|\(.*|#?\s?\d[\d.,]*|(?:view|visit|show|send|find (?:all|more)|add to|add as|ignore|follow|contact|register|log ?(?:in|out)|sign ?(?:in|up|out)|"
    r"search|reply|quote|report|edit|delete|share|joined|member since|in reply to|more (?:posts|from)|click|read more|go to|jump to|my (?:account|profile)|"
    r"only author|new member|last edited|see all|(?:post|message|msg)\s?#?\d+|private message)(?:\W.*)?",
    re.IGNORECASE,
)
DATED = re.compile(
    r"(?:on|at|in|am|um|le|el|il|op|dnia|den|в)\b|\d{1,4}(?:[-/. 年]|$)", re.IGNORECASE
)  # "posted on …", "posted: 1 Mar 2023"
BYLINE = re.compile(
    r"^(?:(?:(?:re: .*?)?(?:(?:comment|kommentar|commentaire|comentario|commento|pingback|trackback)\s+)?"
    r"(?:posted|written|asked|answered|submitted|started|created|published|von|par|por|di|door|przez|da|autor|author|by|作者|楼主|发布者|投稿者|发信人|發信人|寄件者)\b\s*(?:by\b)?[\s:：]*))"
    r"((?!\d{1,4}[-/.年:])\S.{0,40}?)(?:\s*(?:»|«|\bon\b|\bat\b|\s[—–@]|[,|·•(]|\d{1,4}[-/.年:]).*)?$",
    re.IGNORECASE,
)


VERSION = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}")
CLOCK = re.compile(r"\W*\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\W*", re.IGNORECASE)
FOOTER = re.compile(r"©|copyright|powered by|all rights|版权所有|版權所有", re.IGNORECASE)
JOINED = re.compile(
    r"join|regist|member since|入会|注册|註冊|加入|last (?:visit|seen|active|edit|mod|reply|post|activity)|edited|edit(?:ed)? by|bearbeitet|编辑|編輯|最后登录|最後登錄|dabei seit|"
    r"inscri|mitglied seit|зарег|updated|modified|(?<!re)viewed|birthday|上次登录|最后访问|在线时间",
    re.IGNORECASE,
)
EDITED = re.compile(r"edit|modif|join|regist|last[-_]?(?:seen|visit|active|post|reply)", re.IGNORECASE)


BY = re.compile(
    r"\W{0,3}(?:comment|kommentar|commentaire|comentario|commento|pingback|trackback|posted|written|asked|answered|submitted|started|created|published|gepostet|geschrieben|verfasst|posté|rédigé|publicado|enviado|escrito|scritto)?"
    r"\s?(?:by|von|par|por|di|door|przez|av|af|от)\s?[:：]?|\W{0,3}(?:質問者|回答者|投稿者|作成者|提问者|回答者|发帖人|發文者|작성자|글쓴이|질문자|답변자)\s?[:：]",
    re.IGNORECASE,
)
SAYS = re.compile(  # what stands behind the name of who speaks
    r"\W{0,2}(?:says|said|wrote|writes|schrieb|schreibt|sagte?|meint|a écrit|écrit|dit|escribió|escribe|dice|dijo|ha scritto|scrive|disse|diz|escreveu|schreef|zegt|skrev|skriver|säger|"
    r"pisze|napisał(?:\(?a\)?)?|napsal(?:\(?a\)?)?|píše|пишет|написал(?:\(?а\)?)?|говорит|yazdı|dedi ki|írta|sanoo|kirjoitti|さんの?発言|님의 말)\b(?!.*\w{3,}.*\w{3,}.*\w{3,}.*\w{3,}.*\w{3,})",
    re.IGNORECASE,
)
TOLD = 25  # code points before a time and behind it: it stands in a sentence
INLINE = frozenset("a b strong i em u span font abbr".split())
NAMING = 5  # pieces of an element that is named an author: the name, a time, a button
WRAPS = frozenset("b strong span font bdi i em u a h1 h2 h3 h4 h5 h6 p".split())


class Sight:
    """How the page's times are read: from when they count, the order of their numbers, their zone."""

    __slots__ = ("_known", "now", "order", "zone")

    def __init__(self, now: str | None, order: str = "ymd", zone: str | None = None) -> None:
        self.now = now
        self.order = order
        self.zone = zone
        self._known: dict[str, tuple[str, str] | None] = {}

    def find(self, text: str) -> tuple[str, str] | None:
        """The time in a short text: ISO 8601, and how it stands there."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> tuple[str, str] | None:
        found = dates.find(text, now=self.now, order=self.order, timezone=self.zone)
        if found and len(found[0]) >= DAY and not YEAR.search(text.replace(found[1], "", 1)):
            return found
        if len(text) < 40 and (whole := dates.parse(text, now=self.now, order=self.order, timezone=self.zone)):
            return whole, text
        if found:
            return found
        if (short := SHORT_AGO.fullmatch(text)) and (iso := dates.parse(f"{short[1]} {UNITS[short[2].lower()]} ago", now=self.now)):
            return iso, text
        return None


def sight_of(page: Outline, now: str | None, zone: str | None) -> Sight:
    """How a page's times are read: their order by the numbers over twelve, their zone by the note that forums print at the foot."""
    order = "ymd"
    for p, text in enumerate(page.texts):
        if len(text) > LONGEST:
            continue
        if order == "ymd" and ("/" in text or "-" in text) and (found := NUMBERS.search(text)):
            order = "dmy" if int(found[1]) > 12 else "mdy" if int(found[2]) > 12 else order
        if zone is None and ("GMT" in text or "UTC" in text):
            zone = dates.zone_note(" ".join(page.texts[max(0, p - 2) : p + 2]))
    return Sight(now, order, zone)


class Cues:
    """The anchors of a page: elements with a time, and elements that name a person, each with what it says."""

    __slots__ = ("exact", "other", "people", "stated", "times")

    def __init__(self) -> None:
        self.exact: dict[int, str] = {}  # ISO 8601 of the times that stand in attributes
        self.times: dict[int, str] = {}
        self.other: dict[int, str] = {}  # when somebody joined, edited, was last seen
        self.people: dict[int, str] = {}
        self.stated: set[int] = set()  # what says it in an attribute: it may hold a whole post


def cues_of(page: Outline, sight: Sight) -> Cues:
    """All times and persons of a page, by element."""
    cues = Cues()
    _attributes(page, cues, sight.order)
    shapes: dict[str, bool] = {}
    texts, owners, links = page.texts, page.owners, page.links
    for p, text in enumerate(texts):
        if len(text) > LONGEST:
            continue
        owner = owners[p]
        timely, named, by = _look(text)
        if timely and owner not in cues.times:
            where, said = _whole_time(page, owner, text)
            if where not in cues.times or (where != owner and where not in cues.exact):
                shape = DIGIT.sub("0", said)
                if shape not in shapes:
                    shapes[shape] = DATEISH.search(said) is not None and not FOOTER.search(said) and _is_time(said, sight)
                if shapes[shape] and not _is_told(page, p):
                    cues.times[where] = said
                    if by:
                        cues.people.setdefault(owner, by)
                    continue
        if owner in cues.times:
            continue
        link = links[p]
        if link >= 0 and "mailto:" in page.href(link):
            if named and "@" not in text and " at " not in text:
                cues.people[link] = plain_name(text)
            elif p and (before := _before_mail(page, p)):
                cues.people[owners[p - 1]] = before
            continue
        if named and link >= 0 and link not in cues.people and is_person(page.href(link)):
            cues.people[link] = plain_name(text)
        if named and owner not in cues.people and (_says_author(page, owner) or _speaks(texts, p) or _is_by(page, p)):
            cues.people[owner] = plain_name(text)
        elif by:
            cues.people[owner] = by
    _part(page, cues)
    _unlabel(page, cues)
    return cues


def _before_mail(page: Outline, p: int) -> str:
    """The name in bold before a link to write a mail; empty for none."""
    owner, text = page.owners[p - 1], page.texts[p - 1]
    return plain_name(text) if page.tags[owner] in ("b", "strong") and is_name(text) else ""


@lru_cache(maxsize=8192)
def _look(text: str) -> tuple[bool, bool, str]:
    """What a short text may be: a time, a name, words that name an author; most stand on a page, and on a site's pages, again and again."""
    by = BYLINE.match(text)
    return _may_be_time(text), is_name(text), by[1] if by and is_name(by[1]) and DATED.match(by[1]) is None else ""


def _may_be_time(text: str) -> bool:
    """Whether it is worth looking closely: a number and more, or a word for a day."""
    if DIGIT.search(text):
        return not text.isdigit()
    if len(text) > WORDY:
        return False
    return not TIME_WORDS.isdisjoint(text.lower().split()) or (not text.isascii() and TIME_SIGNS.search(text) is not None)


def _whole_time(page: Outline, i: int, text: str) -> tuple[int, str]:
    """An element and its text; or the one around it, where a time is set in several words of bold: ``<b>3:21pm</b> On <b>Mar 09</b>``."""
    above = page.parents[i]
    if page.tags[i] in WRAPS and above >= 0 and 1 < page.until[above] - page.first[above] < 8 and CLOCK.fullmatch(text):
        whole = page.text(above)
        if len(whole) <= 60 and DATEISH.search(whole.replace(text, "", 1)):
            return above, whole
    return i, text


def _is_told(page: Outline, p: int) -> bool:
    """Whether a time stands in the middle of a sentence: ``landed in <a>September 2008</a>, and …``."""
    owner = page.owners[p]
    if page.tags[owner] not in INLINE or not 0 < p < len(page.texts) - 1:
        return False
    above, before, after = page.parents[owner], page.texts[p - 1], page.texts[p + 1]
    if page.owners[p - 1] != above or page.owners[p + 1] != above or min(len(before), len(after)) < TOLD:
        return False
    return (before[-1].isalpha() or before[-1] in ",(") and (after[0].islower() or after[0] in ",.;)")


def _speaks(texts: Sequence[str], p: int) -> bool:
    """Whether the next piece says that the one named speaks: ``<b>Ines</b> wrote:``."""
    after = texts[p + 1] if p + 1 < len(texts) else ""
    return len(after) <= LONGEST and SAYS.match(after) is not None


def _is_by(page: Outline, p: int) -> bool:
    """Whether a link or a bold word stands right behind "by": ``Comment by <a>Ines</a>``."""
    owner = page.owners[p]
    return (
        p > 0 and page.tags[owner] in INLINE and page.owners[p - 1] == page.parents[owner] and BY.fullmatch(page.texts[p - 1]) is not None
    )


def _says_author(page: Outline, i: int) -> bool:
    """Whether an element, or the one that holds nothing else, says that it names an author."""
    if page.attrs[i] and page.kind(i).author:
        return page.tags[i] != "h1"  # ``itemprop="name"`` of the thread
    above = page.parents[i]
    if (
        above < 0
        or page.tags[i] not in WRAPS
        or page.first[i] != page.first[above]
        or page.until[above] - page.first[above] > NAMING
        or not page.attrs[above]
    ):
        return False
    return page.kind(above).author


def _part(page: Outline, cues: Cues) -> None:
    """Sort out the times that their own words or those before them call something else than the time of a post."""
    for i, text in list(cues.times.items()):
        p = page.first[i]
        before = page.texts[p - 1][-25:] if p and not DATEISH.search(page.texts[p - 1][-25:]) else ""
        named = " ".join(page.kind(i).tokens + page.kind(page.parents[i]).tokens) if page.parents[i] >= 0 else ""
        if JOINED.search(text) or JOINED.search(before) or EDITED.search(named):
            cues.other[i] = cues.times.pop(i)


def _unlabel(page: Outline, cues: Cues) -> None:
    """Take out link texts that stand for a different member each time: they are the names of buttons."""
    targets: dict[str, list[str]] = {}
    for i, name in cues.people.items():
        if page.tags[i] == "a" and (href := page.href(i)):
            targets.setdefault(name, []).append(href)
    labels = {name for name, hrefs in targets.items() if len(hrefs) > 1 and len(set(hrefs)) >= max(2, 0.7 * len(hrefs))}
    labels = {name for name in labels if len(set(targets[name])) > 2 or len(targets) < 6}
    for i in [i for i, name in cues.people.items() if name in labels and page.tags[i] == "a"]:
        del cues.people[i]


def _attributes(page: Outline, cues: Cues, order: str) -> None:
    """Times and persons that stand in attributes."""
    tags = page.tags
    for i, attrs in enumerate(page.attrs):
        if not attrs:
            continue
        if "author" in attrs or "username" in attrs:
            person = next((v for name in NAME_ATTRIBUTES if (v := value(attrs, name))), "")
            if person and is_name(person) and "@" not in person:
                cues.people[i] = person
                cues.stated.add(i)
        timely = (
            tags[i] == "time"
            or "title=" in attrs
            or "data-t" in attrs
            or "time" in attrs
            or "date" in attrs
            or "created" in attrs
            or "aria-label" in attrs
        )
        if timely and ATTRIBUTE.search(attrs):
            for name in TIME_ATTRIBUTES:
                if (said := value(attrs, name)) and len(said) < LONGEST_STAMP and (exact := dates.parse(said, order=order)):
                    cues.times[i], cues.exact[i] = said, exact
                    cues.stated.add(i)
                    break


def _is_time(text: str, sight: Sight) -> bool:
    """Whether a short text is a time with few words around it."""
    found = sight.find(text)
    return (
        found is not None
        and not text.isdigit()
        and len(text) - len(found[1]) <= 50
        and (VERSION.fullmatch(found[1]) is None or len(text) < 10)
    )


def is_person(href: str) -> bool:
    """
    Whether an address is a member's page.

    >>> is_person("/members/42/"), is_person("memberlist.php?mode=viewprofile&u=7"), is_person("/login"), is_person("/threads/x.5/")
    (True, True, False, False)
    """
    return _is_person(DIGITS.sub("0", href))


@lru_cache(maxsize=8192)
def _is_person(shape: str) -> bool:
    """The same for an address with a nought for each number: most addresses of a page differ in nothing else."""
    named = not PERSON_WORDS.isdisjoint(PARTS.split(shape.lower())) or SHORT_PERSON.search(shape) is not None
    return named and NOT_PERSON.search(shape) is None


def plain_name(text: str) -> str:
    """A name without the signs around it."""
    return text.strip(" :：,·•|»«\xa0")


def is_name(text: str) -> bool:
    """Whether a text may be somebody's name and not a button's."""
    if len(text) == 1 and text < "⺀":  # the letter in place of a picture
        return False
    if text.lower().strip(" :：,.»«|[]") in BUTTON_WORDS or NAME.fullmatch(text) is None:
        return False
    if text[-1].isdigit() and (":" in text or "：" in text):  # "Posts: 12"
        return False
    return BUTTON.fullmatch(text) is None and any(map(str.isalnum, text))
