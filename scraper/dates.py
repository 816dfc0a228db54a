"""
Forum times → ISO 8601, as precise as the page: ``昨天 12:30``, ``Jan 2nd, 2011``, ``vor 3 Stunden``, ``11-23-2026, 02:32 AM``.

Three steps, the cheap one first: two regular expressions for what most posts carry (1 to 2 µs), then the tables of this module (months,
days, units and day halves of sixteen languages), then dateparser with those languages fixed. Relative times count from ``now`` (the
page's ``fetched_at``), never from the clock; without ``now`` they are not understood. Nothing here raises: what is no time is ``None``.

An offset stands in the answer only where a zone is known: in the text (``Z`` becomes ``+00:00``), as ``timezone`` (an IANA name or
``+08:00``), or because hours were counted back from ``now``. Fractions of a second are left out.
"""

import re
import unicodedata
from calendar import isleap
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

__all__ = ["find", "from_epoch", "parse", "zone_note"]

LONGEST = 80  # code points of a time string; the longest found on pages has 61
LONGEST_GUESS = 48  # what dateparser may see: on longer junk it takes 0.1 s and more

MONTHS = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro stycznia styczeń sty января январь янв ocak oca januari "
    "leden ledna led يناير جانفي 一月",
    "february feb februar feber février févr fév febrero febbraio fevereiro fev lutego luty lut февраля февраль фев февр şubat şub "
    "februari únor února úno فبراير فيفري 二月",
    "march mar märz mär mrz mars marzo março marca marzec марта март мар mart maart mrt březen března bře مارس 三月",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр nisan nis duben dubna dub أبريل ابريل إبريل أفريل 四月",
    "may mai mayo maggio mag maio maja maj мая май mayıs mei květen května kvě مايو ماي 五月",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн haziran haz červen června čer čvn يونيو يونيه جوان 六月",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл temmuz tem červenec července čvc čec يوليو "
    "يوليوز يوليه جويلية 七月",
    "august aug août aou agosto ago sierpnia sierpień sie августа август авг ağustos ağu augustus srpen srpna srp أغسطس اغسطس غشت أوت 八月",
    "september sep sept septembre septiembre setiembre set settembre setembro września wrzesień wrz сентября сентябрь сен сент eylül "
    "eyl září zář سبتمبر شتنبر 九月",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября октябрь окт ekim eki říjen "
    "října říj أكتوبر اكتوبر 十月",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб kasım kas نوفمبر نونبر 十一月",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru декабря декабрь дек aralık ara "
    "prosinec prosince pro ديسمبر دجنبر 十二月",
)
"""The twelve months, a line each: en, de, fr, es, it, pt, pl, ru, tr, nl, cs, ar, and Chinese numerals."""

DAY_WORDS = {
    0: "today|今天|今日|오늘|heute|aujourd'hui|aujourd’hui|hoy|oggi|hoje|dzisiaj|dziś|dzis|сегодня|bugün|vandaag|dnes|اليوم",
    -1: "yesterday|昨天|昨日|어제|gestern|hier|ayer|ieri|ontem|wczoraj|вчера|dün|gisteren|včera|أمس|امس|البارحة",
    -2: (
        "day before yesterday|前天|前日|一昨日|おととい|그저께|그제|vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|"
        "przedwczoraj|позавчера|evvelsi gün|önceki gün|eergisteren|předevčírem|أول أمس"
    ),
    -3: "大前天",
}
"""Days counted from today."""

NOW_WORDS = (
    "just now|a moment ago|moments ago|a few seconds ago|few seconds ago|刚刚|剛剛|刚才|剛才|たった今|방금|방금 전|gerade eben|"
    "soeben|à l'instant|il y a un instant|ahora mismo|justo ahora|hace un momento|adesso|proprio ora|agora mesmo|agora|przed chwilą|"
    "teraz|только что|az önce|şimdi|zojuist|zonet|právě teď|الآن|منذ لحظات"
)

UNITS = {
    "s": (
        "seconds|second|secs|sec|s|秒钟|秒鐘|秒|초|sekunden|sekunde|secondes|seconde|segundos|segundo|secondi|secondo|sekund|sekundy|"
        "sekundę|sekundami|секунд|секунды|секунду|сек|saniye|seconden|ثانية|ثوان|ثواني"
    ),
    "m": (
        "minutes|minute|mins|min|m|分钟|分鐘|分|분|minuten|minutos|minuto|minuti|minut|minuty|minutę|minutami|minutou|минут|минуты|"
        "минуту|мин|dakika|minuut|دقيقة|دقائق"
    ),
    "h": (
        "hours|hour|hrs|hr|h|个小时|個小時|小时|小時|時間|시간|stunden|stunde|heures|heure|horas|hora|ore|ora|godzin|godziny|godzinę|"
        "godz|часов|часа|час|saat|uren|uur|hodinami|hodinou|hodin|ساعات|ساعة"
    ),
    "d": (
        "days|day|d|天|日|일|tagen|tage|tag|jours|jour|días|día|giorni|giorno|dias|dia|dni|dzień|дней|дня|день|gün|dagen|dag|dny|dnem|"
        "dnů|أيام|ايام|يوم"
    ),
    "w": (
        "weeks|week|wks|wk|w|周|週間|週|星期|주|wochen|woche|semaines|semaine|semanas|semana|settimane|settimana|tygodni|tygodnie|tydzień|"
        "недель|недели|неделю|hafta|weken|týdny|týdnem|أسابيع|أسبوع|اسبوع"
    ),
    "M": (
        "months|month|mos|mo|个月|個月|か月|ヶ月|ヵ月|カ月|月|개월|달|monaten|monate|monat|mois|meses|mesi|mese|mes|mês|miesięcy|miesiące|"
        "miesiąc|месяцев|месяца|месяц|ay|maanden|maand|měsíci|měsícem|أشهر|اشهر|شهر"
    ),
    "y": (
        "years|year|yrs|yr|y|年|년|jahren|jahre|jahr|années|année|ans|an|años|año|anni|anno|anos|ano|lata|lat|roku|rok|лет|года|год|yıl|"
        "jaren|jaar|lety|roky|rokem|سنوات|سنة|أعوام|عام"
    ),
}
"""Units of "… ago"."""

DUALS = {
    "ثانيتين": "s",
    "دقيقتين": "m",
    "ساعتين": "h",
    "يومين": "d",
    "أسبوعين": "w",
    "اسبوعين": "w",
    "شهرين": "M",
    "سنتين": "y",
    "عامين": "y",
}
"""Arabic has a form for two of them."""

NUMBERS = {
    0.5: "半个|半個|半|half an|half a",
    1: "an|a|one|eine|einer|einem|ein|une|un|uno|una|um|uma|jedną|jeden|один|одну|одна|bir|een|一个|一個|一",
    2: "两个|兩個|两|兩|二|two|zwei|deux|dos|due|dwa|два|iki|twee",
    3: "三|three|drei|trois|tres|tre|trzy|три|üç|drie",
}

BEFORE = "vor|il y a|hace|há|ha|před|منذ|قبل"
AFTER = "前に|之前|以前|前|ago|temu|fa|назад|geleden|önce|atrás|전에|전"

WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì segunda-feira segunda seg poniedziałek pon pn понедельник пн pazartesi pzt maandag "
    "ma pondělí po الاثنين الإثنين 星期一 周一 週一 月曜日 월요일",
    "tuesday tue tues dienstag di mardi martes martedì terça-feira terça ter wtorek wt вторник вт salı sal dinsdag úterý út الثلاثاء "
    "星期二 周二 週二 火曜日 화요일",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta-feira quarta qua środa śr среда ср çarşamba çar woensdag "
    "wo středa st الأربعاء الاربعاء 星期三 周三 週三 水曜日 수요일",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta-feira quinta qui czwartek czw cz четверг чт "
    "perşembe per donderdag čtvrtek čt الخميس 星期四 周四 週四 木曜日 목요일",
    "friday fri freitag fr vendredi ven viernes vie venerdì sexta-feira sexta sex piątek pt пятница пт cuma cum vrijdag vr pátek pá "
    "الجمعة 星期五 周五 週五 金曜日 금요일",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab sobota sob суббота сб cumartesi cmt zaterdag za so السبت "
    "星期六 周六 週六 土曜日 토요일",
    "sunday sun sonntag dimanche dim domingo dom domenica niedziela nd воскресенье вс pazar paz zondag zo neděle ne الأحد الاحد "
    "星期日 星期天 周日 週日 日曜日 일요일",
)
"""The seven days, a line each; a short form counts only as a word that may stand beside a date."""

AM = "a(?:m|\\.\\s?m\\.?)|上午|凌晨|清晨|早上|早晨|午前|오전|oo|dop|ص|صباحا"
PM = "p(?:m|\\.\\s?m\\.?)|下午|晚上|傍晚|晚间|夜里|午後|오후|os|odp|م|مساء"
NOON = "中午|正午"

FILLERS = (
    "at on um uhr le à a las el la los alle ore às o godz godzinie w в om v klo den der the of de del dne saat pada in и and et und "
    "posted written created edited modified joined registered last date time since by geschrieben verfasst erstellt publié écrit "
    "publicado escrito scritto inviato napisano dodano добавлено отправлено написано gönderildi geplaatst napsal da الساعة في "
    "发表于 发布于 發表於 發佈於 发表 發表 发布 回复于 回覆於 于 於 编辑 編輯 最后 最後 最后登录 注册 注册时间 "
    "時間 时间 日期 投稿日時 投稿日 작성일 등록일"
)
"""Words that may stand beside a date without a year; beside one with a year, any word may."""

ERAS = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}

ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180, "jst": 540, "kst": 540,
}  # fmt: skip
"""Minutes east of Greenwich; abbreviations that mean two zones (CST, IST, BST) are left out."""

LANGUAGES = ["en", "zh-Hans", "zh-Hant", "de", "fr", "es", "it", "pt", "pl", "ru", "ja", "ko", "tr", "nl", "cs", "ar"]

YEAR_FIRST = re.compile(
    r"\s*(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[T,\s\xa0]\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s?([AaPp])[Mm])?\s?(Z|[+-]\d\d:?\d\d)?)?\s*",
    re.ASCII,
)
YEAR_LAST = re.compile(r"\s*(\d\d?)([-/.])(\d\d?)\2(\d{4})(?:[,\s\xa0]\s*(\d\d?):(\d\d)(?::(\d\d))?(?:\s?([AaPp])[Mm])?)?\s*", re.ASCII)
ENGLISH = re.compile(
    r"""\s*
    (?: [A-Z][a-z]{2,8} ,? \s+ )??
    (?: ([A-Z][a-z]{2}) [a-z]{0,6} \.? \s+ (\d\d?) (?:st|nd|rd|th)? | (\d\d?) (?:st|nd|rd|th)? \s+ ([A-Z][a-z]{2}) [a-z]{0,6} \.? )
    ,? \s+ (\d{4})
    (?: ,? \s+ (?:at\s+)? (\d\d?) : (\d\d) (?: :(\d\d) )? (?: \s?([AaPp])[Mm] )? )?
    \s*""",
    re.VERBOSE | re.ASCII,
)
"""What nine of ten posts carry, each tried as a whole before anything is folded or looked up."""

NO_ZONE = r"(?![\d:.])(?:\s?([AaPp])[Mm]\b)?(?!\s?[(\[]?(?:[+-]?\d|[A-Z]{3}|[AaPp]\.))"
STAMPS = (
    re.compile(
        r"(?<![\d.])(\d{4})-(\d\d?)-(\d\d?)[ \xa0]+(\d\d?):(\d\d)(?::(\d\d))?" + NO_ZONE,
        re.ASCII,
    ),
    re.compile(
        r"(?<![A-Za-z])(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4}),?(?: at)? +"
        r"(\d\d?):(\d\d)(?::(\d\d))?" + NO_ZONE,
        re.ASCII,
    ),
)
"""The same within a line, only with a clock and nothing behind it that could be its zone."""

EPOCH = re.compile(r"\s*(1\d{9}|1\d{12})\s*", re.ASCII)
SHORT = {name: f"{i:02}" for i, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
TWO = {form: f"{i:02}" for i in range(60) for form in (str(i), f"{i:02}")}  # half the price of a format
LATER = {f"{i:02}": f"{i + 12 * (i < 12):02}" for i in range(24)}  # the afternoon's hours
LAST_DAYS = {f"{i:02}": str(days) for i, days in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)}


class _Clock(NamedTuple):
    """A time of day, the offset written behind it in minutes, and whether the clock had twelve hours."""

    hour: int
    minute: int
    second: int | None = None
    offset: int | None = None
    halves: bool = False


class _Day(NamedTuple):
    """A date as precise as written: month and day may be missing, a missing year is counted from ``now``."""

    year: int | None
    month: int | None = None
    day: int | None = None


@lru_cache(maxsize=4096)
def parse(raw: str | None, *, now: str | None = None, order: str = "ymd", timezone: str | None = None) -> str | None:
    """
    A time as a forum prints it, in ISO 8601; ``None`` where it is not understood.

    ``order`` (``ymd``, ``dmy``, ``mdy``) is how the page writes numbers that could be read both ways; ``now`` an ISO time.

    >>> parse("2013-4-11 09:17 PM"), parse("昨天 12:30", now="2013-05-20T02:00:00Z", timezone="Asia/Shanghai")
    ('2013-04-11T21:17', '2013-05-19T12:30+08:00')
    >>> parse("3 hours ago", now="2026-11-23T05:27:01Z"), parse("no time at all")
    ('2026-11-23T02:27+00:00', None)
    """
    if not raw:
        return None
    if found := YEAR_FIRST.fullmatch(raw):
        return _year_first(found, timezone)
    if found := YEAR_LAST.fullmatch(raw):
        return _year_last(found, order, timezone)
    if found := ENGLISH.fullmatch(raw):
        return _english(found, timezone)
    if found := EPOCH.fullmatch(raw):
        return from_epoch(found[1])
    stamp = _stamp_in(raw, timezone) if len(raw) <= LONGEST else None
    return stamp[0] if stamp else _worded(raw, now, order, timezone)


def _year_first(found: re.Match[str], timezone: str | None) -> str | None:
    """``2013-4-11 21:17`` and what ISO 8601 writes."""
    year, _, month, day, hour, minute, second, half, zone = found.groups()
    return _put(year, TWO.get(month, ""), TWO.get(day, ""), hour, minute, second, half, zone and _written(zone), timezone)


def _year_last(found: re.Match[str], order: str, timezone: str | None) -> str | None:
    """``04-11-2013, 09:17 PM`` in the order of the page; with dots the day stands first everywhere."""
    first, mark, second, year, hour, minute, seconds, half = found.groups()
    a, b = TWO.get(first, ""), TWO.get(second, "")
    day, month = (b, a) if _american(a, b, "dmy" if mark == "." else order, half is not None) else (a, b)
    return _put(year, month, day, hour, minute, seconds, half, None, timezone)


def _american(first: str, second: str, order: str, halves: bool) -> bool:
    """Whether the month stands first; where nothing says so, a 12-hour clock speaks for it."""
    return second > "12" or (first <= "12" and (order == "mdy" or (order == "ymd" and halves)))


def _stamp_in(text: str, timezone: str | None) -> tuple[str, str] | None:
    """The plain date and clock within a line, and how they stand there; seven times cheaper than looking words up."""
    for pattern in STAMPS:
        if found := pattern.search(text):
            first, second, third, hour, minute, seconds, half = found.groups()
            year, month, day = (first, TWO.get(second, ""), third) if first.isdigit() else (third, SHORT[first], second)
            iso = _put(year, month, TWO.get(day, ""), hour, minute, seconds, half, None, timezone)
            return (iso, found[0]) if iso else None
    return None


def _english(found: re.Match[str], timezone: str | None) -> str | None:
    """``Mon Feb 01, 2021 6:28 pm``."""
    before, day, first, behind, year, hour, minute, second, half = found.groups()
    month = SHORT.get(before or behind)
    if month is None:
        return _worded(found[0], None, "ymd", timezone)
    return _put(year, month, TWO.get(day or first, ""), hour, minute, second, half, None, timezone)


def _put(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str,
    second: str | None,
    half: str | None,
    zone: str | None,
    timezone: str | None,
) -> str | None:
    """ISO 8601 of the parts, month and day of two digits, if there was such a day and such a clock can be."""
    if (
        not "00" < day <= LAST_DAYS.get(month, "")
        or not "1969" < year < "2201"
        or (day == "29" and month == "02" and not isleap(int(year)))
    ):
        return None
    if hour is None:
        return f"{year}-{month}-{day}"
    hour = TWO.get(hour, "99")
    if half:
        hour = LATER.get(hour, "99") if half in "pP" else "00" if hour == "12" else hour
    if hour > "23" or minute > "59" or (second and second > "59"):
        return None
    offset = zone or (timezone and _local_offset(year, month, day, hour, timezone)) or ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}" if second else f"{year}-{month}-{day}T{hour}:{minute}{offset}"


def _iso(day: _Day, clock: _Clock | None, timezone: str | None) -> str | None:
    """ISO 8601 of a date as precise as it is."""
    year, month, date = day
    if year is None or not 1970 <= year <= 2200 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None or date is None:
        return f"{year}" if month is None else f"{year}-{month:02}"
    if clock is None:
        return _put(str(year), f"{month:02}", f"{date:02}", None, "", None, None, None, None)
    hour, minute, second, offset, _ = clock
    zone = None if offset is None else _offset(offset)
    seconds = None if second is None else f"{second:02}"
    return _put(str(year), f"{month:02}", f"{date:02}", f"{hour:02}", f"{minute:02}", seconds, None, zone, timezone)


@lru_cache(maxsize=256)
def _written(zone: str) -> str | None:
    """An offset as written, in the form of ISO 8601."""
    minutes = _minutes(zone)
    return None if minutes is None else _offset(minutes)


def _minutes(zone: str) -> int | None:
    """``+08:00``, ``-5``, ``Z`` or ``UTC`` as minutes."""
    text = zone.lower().replace("−", "-").replace(" ", "")
    if text in ZONES:
        return ZONES[text]
    found = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2})|\.(\d))?", text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0) + int(found[4] or 0) * 6
    return None if minutes > 14 * 60 else -minutes if found[1] == "-" else minutes


@lru_cache(maxsize=2048)
def _offset(minutes: int) -> str:
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(maxsize=8192)
def _local_offset(year: str, month: str, day: str, hour: str, timezone: str) -> str:
    """The offset of a zone at that local time; empty where nobody knows the zone."""
    zone = _zone(timezone)
    shift = datetime(int(year), int(month), int(day), int(hour), tzinfo=zone).utcoffset() if zone else None
    return "" if shift is None else _offset(round(shift.total_seconds() / 60))


@lru_cache(maxsize=64)
def _zone(timezone: str) -> tzinfo | None:
    """A zone by its IANA name or offset."""
    minutes = _minutes(timezone)
    if minutes is not None:
        return fixed(timedelta(minutes=minutes))
    from zoneinfo import ZoneInfo  # 3 ms to import

    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):  # not found is a KeyError; a folder's name an OSError
        return None


@lru_cache(maxsize=1024)
def _base(now: str | None, timezone: str | None) -> datetime | None:
    """``now`` as local time of the zone, without its offset."""
    try:
        when = datetime.fromisoformat(now) if now else None
    except ValueError:
        return None
    if when is None or not 1970 <= when.year <= 2200:
        return None
    zone = _zone(timezone) if timezone else None
    return when if when.tzinfo is None else when.astimezone(zone or UTC).replace(tzinfo=None)


def from_epoch(value: str | float | None, *, timezone: str | None = None) -> str | None:
    """
    Seconds or milliseconds since 1970 in ISO 8601, in UTC or the zone given.

    >>> from_epoch(1610667000), from_epoch("1610667000123"), from_epoch("soon")
    ('2021-01-14T23:30:00+00:00', '2021-01-14T23:30:00+00:00', None)
    """
    try:
        seconds = float(value) if value is not None else -1.0
        if seconds > 1e11:  # the year 5138 in seconds, 1973 in milliseconds
            seconds /= 1000
        if not 0 < seconds < 7e9:
            return None
        zone = _zone(timezone) if timezone else None
        return datetime.fromtimestamp(int(seconds), zone or UTC).isoformat()
    except (ValueError, OverflowError):
        return None


class _Fold(dict[int, str | None]):
    """Folds one character at a time, so that places in the folded text are places in the text: no case, accent, width or direction."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind in ("Mn", "Cf"):
            folded: str | None = None
        elif kind == "Zs":
            folded = " "
        elif kind == "Nd":
            folded = str(unicodedata.digit(char))
        elif 0x2E80 <= code < 0xFF00:  # Hangul would fall apart
            folded = char
        else:
            folded = unicodedata.normalize("NFKD", char)[0].lower()[0]
        self[code] = folded
        return folded


FOLD = _Fold({ord("’"): "'", ord("ı"): "i", ord("，"): ",", ord("،"): ",", ord("ł"): "l", ord("Ł"): "l", ord("−"): "-", ord("–"): "-"})


def _fold(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).translate(FOLD)


def _split(words: str) -> list[str]:
    return [_fold(word) for word in words.split("|")]


def _lines(table: Iterable[str]) -> dict[str, int]:
    """The words of a table of lines, folded, with the number of their line; the first line that has a word keeps it."""
    found: dict[str, int] = {}
    for i, line in enumerate(table):
        for word in line.split():
            found.setdefault(_fold(word), i)
    return found


def _any(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


NOW = 1  # the day word that means this very minute
L = r"[a-z\xdf-\u06ff]"  # a letter of a script that parts its words by blanks, folded: Latin to Arabic
TOKEN = re.compile(rf"{L}+(?:['-]{L}+)*")
EAST = "⺀"  # from here on, scripts that do not


class _Words:
    """
    The tables as look-ups, and as patterns over folded text.

    A pattern of many words costs 10 µs to search with and 5 ms to compile: each is made at its first use, and used only where
    a look-up of the text's words says that it may find something.
    """

    def __init__(self) -> None:
        self.months = {word: i + 1 for word, i in _lines(MONTHS).items()}
        self.weekdays = _lines(WEEKDAYS)
        self.near = {word: days for days, words in DAY_WORDS.items() for word in _split(words)} | dict.fromkeys(_split(NOW_WORDS), NOW)
        self.units = {word: unit for unit, words in UNITS.items() for word in _split(words)}
        self.counts = {word: number for number, words in NUMBERS.items() for word in _split(words)}
        self.duals = {_fold(word): unit for word, unit in DUALS.items()}
        self.fillers = {_fold(word) for word in FILLERS.split()} | set(self.weekdays)
        self.near_hints = _hints(self.near)
        self.ago_hints = _hints(_split(BEFORE) + _split(AFTER))
        self.week_hints = _hints(self.weekdays)
        self.guess_hints = self.ago_hints | set(self.months) | {"last", "上"}

    @cached_property
    def ago(self) -> re.Pattern[str]:
        """``3 days, 2 hours ago``, ``vor 3 Tagen``, ``3 天前``."""
        latin, han = self.unit_words
        count = rf"\d+(?:[.,]\d+)?|{_any(self.counts)}"
        one = (
            rf"(?:(?:(?:{count})\s*)?(?<!{L})(?:{latin})(?!{L})\.?|\d+\s?(?:{latin})(?!{L})\.?|(?:{count})\s*(?:{han})|{_any(self.duals)})"
        )
        span = rf"{one}(?:[\s,]+(?:{L}{{1,3}}\s+)?{one})*"
        before, after = _any(_split(BEFORE)), _any(_split(AFTER))
        return re.compile(rf"(?<!{L})(?:{before})\s+(?:{L}{{1,9}}\s+)?(?P<a>{span})|(?P<b>{span})\s*(?:{after})(?!{L}|天)")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """One count with its unit."""
        latin, han = self.unit_words
        count = rf"\d+(?:[.,]\d+)?|{_any(self.counts)}"
        return re.compile(rf"(?:(?P<count>{count})\s*)?(?P<unit>{latin}|{han})(?!{L})|(?P<dual>{_any(self.duals)})")

    @cached_property
    def unit_words(self) -> tuple[str, str]:
        """The units of scripts with word borders, and those without."""
        han = [unit for unit in self.units if unit >= EAST]
        return _any(set(self.units) - set(han)), _any(han)

    @cached_property
    def day(self) -> re.Pattern[str]:
        """``yesterday``, ``昨天``, ``just now``."""
        return re.compile(rf"(?<!{L})(?:{_any(self.near)})(?!{L})")

    @cached_property
    def week(self) -> re.Pattern[str]:
        """``Monday``, ``星期一``."""
        return re.compile(rf"(?<!{L})(?:{_any(self.weekdays)})(?!{L})")

    @cached_property
    def month(self) -> str:
        return rf"(?:(?<!{L})(?:{_any(self.months)})(?!{L})\.?|(?<!\d)(?:1[0-2]|0?[1-9])[月월])"

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Dates with a year and a month's name."""
        return re.compile(NAMED.replace("MONTH", self.month), re.VERBOSE)

    @cached_property
    def yearless(self) -> re.Pattern[str]:
        """A day and a month's name."""
        return re.compile(YEARLESS.replace("MONTH", self.month), re.VERBOSE)


def _hints(words: Iterable[str]) -> frozenset[str]:
    """First words of these, and first characters of those that have no word borders: nothing is found where none of them stands."""
    return frozenset(word[0] if word >= EAST else TOKEN.match(word)[0] for word in words)  # type: ignore[index]


@cache
def _words() -> _Words:
    return _Words()


class _Text:
    """A folded text and what stands in it, for the question which patterns are worth a search."""

    __slots__ = ("hints", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        hints = set(TOKEN.findall(text))
        if not text.isascii():
            hints.update(char for char in text if char >= EAST)
        self.hints = hints


NUMBERED = re.compile(
    r"""
    (?P<era>中華民國|民國|民国|令和|平成|昭和)? \s* (?<!\d)(?P<y1>\d{1,4}|元)\s*[年년]
      (?:\s*(?P<m1>\d{1,2})\s*[月월] (?:\s*(?P<d1>\d{1,2})(?![\d:])\s*[日일號号]?)? )?
  | (?<![\d.])(?P<y2>\d{4}) \s?(?P<s2>[-/.])\s? (?P<m2>\d{1,2}) \s?(?P=s2)\s? (?P<d2>\d{1,2})(?!\d)
  | (?<![\d.])(?P<y3>1[0-4]\d) (?P<s3>[-/.]) (?P<m3>\d{1,2}) (?P=s3) (?P<d3>\d{1,2})(?!\d)
  | (?<![\d.])(?P<a4>\d{1,2}) \s?(?P<s4>[-/.])\s? (?P<b4>\d{1,2}) \s?(?P=s4)\s? (?P<y4>\d{4}|'?\d{1,2})(?!\.?\d)
    """,
    re.VERBOSE,
)
"""Dates with a year in numbers: East Asian, year first, years of the Republic (113/5/3), day or month first."""

NAMED = r"""
    (?<!\d)(?P<d5>\d{1,2}) (?:st|nd|rd|th|ers?|o|a|\.)? [\s\-/.]* (?:(?:de|of|di)\s+)? (?P<m5>MONTH)
      [\s\-/.,]* (?:(?:de|del|of)\s+)? (?P<y5>\d{4}|'?\d{2}(?!\s?[:h時时]))(?!\d)
  | (?P<m6>MONTH) [\s\-/.]* (?P<d6>\d{1,2})(?!\d) \s?(?:st|nd|rd|th|日|일)?
      (?: [\s\-/.,]+ (?:(?:de|del|of)\s+)? (?P<y6>\d{4}) | [\s,]+'(?P<z6>\d{2}) | \s?,\s?(?P<w6>\d{2})(?!\s?[:h時时]) )(?!\d)
  | (?<!\d)(?P<y7>\d{4}) [\s\-/.,]* (?P<m7>MONTH) [\s\-/.]* (?P<d7>\d{1,2})(?!\d)
  | (?P<m9>MONTH) \s+ (?P<d9>\d{1,2}) \s+ [\d:]{4,8} \s+ (?P<y9>\d{4})(?!\d)
  | (?P<m8>MONTH) [\s,\-/.]* (?:(?:de|del|of)\s+)? (?P<y8>\d{4}|'\d{2})(?!\d)
"""
"""Dates with a year and a month's name: day month, month day, year month, the order of C's asctime, month alone."""

YEARLESS = r"""
    (?<!\d)(?P<d2>\d{1,2}) (?:st|nd|rd|th|er|o|a|\.)? [\s\-/]* (?:(?:de|of)\s+)? (?P<m2>MONTH)
  | (?P<m3>MONTH) \s* (?P<d3>\d{1,2})(?!\d) (?:st|nd|rd|th|\.|\s?[日일號号])?
"""
"""A month's name and a day."""

PARTIAL = re.compile(
    r"""
    (?<!\d)(?P<m1>\d{1,2})\s*[月월]\s*(?P<d1>\d{1,2})(?!\d)\s*[日일號号]?
  | (?<!\d)(?P<y4>(?:19[7-9]|20[0-9])\d) [-/.] (?P<m4>\d{1,2})(?!\d)
  | (?<![\d.:])(?P<a5>\d{1,2}) (?: - (?P<b5>\d{1,2})(?![\d:]) | [-/.] (?P<b7>\d{1,2}) \.? (?=,?\s+\d{1,2}:\d\d) )
  | (?<![\d:])(?P<y6>(?:19[7-9]|20[0-9])\d)(?![\d:])
    """,
    re.VERBOSE,
)
"""Numbers that are less than a date: month and day, year and month, a year."""

CLOCK = re.compile(
    rf"""
    (?:(?<!{L})(?P<before>{AM}|{PM}|{NOON})\s?)?
    (?: (?<![\d.,:])(?P<h1>[0-2]?\d) \s?[:h時时点點시]\s? (?P<m1>[0-5]\d)(?!\d)
        (?: \s?[:分분m]\s?(?P<s1>[0-5]\d)(?!\d)(?:[.,]\d+)?\s?[秒초]? | \s?[分분] )?
      | (?<!\d)(?P<h2>[0-2]?\d)\.(?P<m2>[0-5]\d)(?=\s*uhr)
      | (?<!\d)(?P<h3>[0-2]?\d)\s?[時时点點시](?![\d間간])
      | (?<![\d.,:])(?P<h4>1[0-2]|0?\d)(?=\s?[ap]\.?\s?m\b)
    )
    (?:\s?(?P<after>{AM}|{PM})(?!{L}))?
    (?:\s*[(\[]?\s*(?P<zone>(?:utc|gmt)\s?[+-]\s?\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d(?!\d)|(?:{"|".join(ZONES)})(?!{L})))?
    """,
    re.VERBOSE,
)
HALVES = tuple(re.compile(pattern) for pattern in (AM, PM, NOON))
NEARBY = 30  # code points between a date and its clock: ", um ", " в ", " alle ore ", a weekday


class _Found(NamedTuple):
    """A time in a text: ISO 8601, its place, and whether it can be trusted without looking at what stands around it."""

    iso: str
    start: int
    end: int
    sure: bool


class _Sight(NamedTuple):
    """From when and where a page is read: ``now``, the order of its numbers, its zone."""

    now: str | None
    order: str
    timezone: str | None

    def base(self) -> datetime | None:
        """``now`` as local time."""
        return _base(self.now, self.timezone)


@lru_cache(maxsize=4096)
def _worded(raw: str, now: str | None, order: str, timezone: str | None) -> str | None:
    """A time with words in it, or in an unusual order."""
    text = _Text(_fold(raw.strip()))
    if len(text.text) > LONGEST:
        return None
    sight = _Sight(now, order, timezone)
    found = _search(text, sight) or _clock_only(text.text, sight)
    if found and (found.sure or not _strange(text.text[: found.start] + " " + text.text[found.end :])):
        return found.iso
    return _guess(raw.strip(), sight) if _guessable(text) else None


def _strange(rest: str) -> bool:
    """Whether what stands around a date without a year makes it doubtful."""
    return any(word not in _words().fillers for word in re.findall(r"[^\W_]+", rest))


def _search(text: _Text, sight: _Sight) -> _Found | None:
    """The first time in a folded text; one with a year before one without."""
    words = _words()
    if words.ago_hints & text.hints and (match := words.ago.search(text.text)):
        return _ago(match, sight)
    named = not text.hints.isdisjoint(words.months) or "月" in text.hints or "월" in text.hints
    found = _dated(NUMBERED, text, sight) or (_dated(words.named, text, sight) if named else None)
    if not found and words.near_hints & text.hints and (match := words.day.search(text.text)):
        return _near(text.text, match, words.near[" ".join(match[0].split())], sight)
    found = found or (_dated(words.yearless, text, sight) if named else None) or _dated(PARTIAL, text, sight)
    if not found and words.week_hints & text.hints and (match := words.week.search(text.text)):
        return _weekday(text.text, match, sight)
    return found


def _dated(pattern: re.Pattern[str], text: _Text, sight: _Sight) -> _Found | None:
    """The first match of a pattern that is a day of the calendar, with the clock beside it."""
    for match in pattern.finditer(text.text):
        clock, start, end = _around(text.text, match.start(), match.end())
        day = _day(match, sight.order, clock)
        whole = day if day.year is not None else _with_year(day, sight)
        if whole and (iso := _iso(whole, clock, sight.timezone)):
            return _Found(iso, start, end, pattern is not PARTIAL and day.year is not None)
    return None


def _around(text: str, start: int, end: int) -> tuple[_Clock | None, int, int]:
    """The clock beside a date, behind it first, and the place of both."""
    if found := CLOCK.search(text, end, end + NEARBY):
        return _clock(found), start, found.end()
    if end - start > 15 and (found := CLOCK.search(text, start, end)):  # Feb  1 18:28:30 2021
        return _clock(found), start, end
    before = list(CLOCK.finditer(text, max(0, start - NEARBY), start))
    return (_clock(before[-1]), before[-1].start(), end) if before else (None, start, end)


def _clock(found: re.Match[str]) -> _Clock:
    """Hour and minute of 24, whatever the words around them."""
    hour = int(found["h1"] or found["h2"] or found["h3"] or found["h4"])
    half = found["before"] or found["after"] or ""
    am, pm, noon = (bool(half and pattern.fullmatch(half)) for pattern in HALVES)
    if (pm and hour < 12) or (noon and hour < 4):
        hour += 12
    elif am and hour == 12:
        hour = 0
    zone, second = found["zone"], found["s1"]
    return _Clock(hour, int(found["m1"] or found["m2"] or 0), int(second) if second else None, _minutes(zone) if zone else None, bool(half))


def _day(match: re.Match[str], order: str, clock: _Clock | None) -> _Day:
    """The parts of a date by their names: y, m, d, or a and b where the order is not written."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    written = parts.get("y") or parts.get("z") or parts.get("w")
    year = None if written is None else _year(written, parts.get("e"))
    if "a" in parts:
        mark = parts.get("s")
        whole = _two_digit_year_first(parts, mark) if written and len(written) < 3 and order == "ymd" else None
        return whole or _numbers(int(parts["a"]), int(parts["b"]), year, "dmy" if mark == "." else order, bool(clock and clock.halves))
    return _Day(year, _month(parts["m"]) if "m" in parts else None, int(parts["d"]) if "d" in parts else None)


def _month(word: str) -> int:
    digits = word.rstrip("月월.")
    return int(digits) if digits.isdigit() else _words().months.get(digits) or _words().months.get(word.rstrip("."), 0)


def _year(text: str, era: str | None) -> int:
    """Four digits, two digits, or years of an era; 0 for what is none."""
    year = 1 if text == "元" else int(text.strip("'"))
    if era is None and len(text) == 1 and text != "元":
        return 0  # no year: 3.2.1 is a version
    if era:
        return year + ERAS[era]
    if year < 100:
        return year + (2000 if year < 70 else 1900)
    return year + 1911 if year < 150 else year  # years of the Republic (of China), since 1911


def _two_digit_year_first(parts: dict[str, str], mark: str | None) -> _Day | None:
    """``09-1-7`` on a page whose years stand first."""
    day = _Day(_year(parts["a"].zfill(2), None), int(parts["b"]), int(parts["y"]))
    return day if mark == "-" and len(parts["a"]) == 2 and _iso(day, None, None) else None


def _numbers(first: int, second: int, year: int | None, order: str, halves: bool) -> _Day:
    """Two numbers and perhaps a year behind them; without a year, only a page that says so has the day first."""
    american = _american(f"{first:02}", f"{second:02}", "mdy" if year is None and order == "ymd" else order, halves)
    return _Day(year, first, second) if american else _Day(year, second, first)


def _with_year(day: _Day, sight: _Sight) -> _Day | None:
    """A date with its year: the last such day up to tomorrow, seen from ``now``."""
    base = sight.base()
    if base is None or not day.month or not day.day:
        return None
    latest = base + timedelta(days=1)
    past = (day.month, day.day) <= (latest.month, latest.day)
    return _Day(latest.year - (not past), day.month, day.day)


def _ago(found: re.Match[str], sight: _Sight) -> _Found | None:
    """So many units before ``now``, as precise as the smallest unit; hours and minutes give a minute."""
    base = sight.base()
    spans = [_unit(unit) for unit in _words().unit.finditer(found["a"] or found["b"])]
    if base is None or not spans:
        return None
    try:
        for count, unit in spans:
            base = _back(base, count, unit)
    except (OverflowError, ValueError):
        return None
    if base.year < 1970:
        return None
    return _Found(_as_precise(base, {unit for _, unit in spans}, sight), found.start(), found.end(), True)


def _unit(found: re.Match[str]) -> tuple[float, str]:
    """A count and its unit."""
    words = _words()
    if found["dual"]:
        return 2, words.duals[found["dual"]]
    count = found["count"]
    number = 1.0 if count is None else words.counts.get(" ".join(count.split())) or float(count.replace(",", "."))
    return number, words.units[" ".join(found["unit"].split())]


def _back(base: datetime, count: float, unit: str) -> datetime:
    """So much earlier."""
    if unit in SECONDS:
        return base - timedelta(seconds=count * SECONDS[unit])
    months = base.year * 12 + base.month - 1 - round(count * (12 if unit == "y" else 1))
    return base.replace(year=months // 12, month=months % 12 + 1, day=min(base.day, 28))


SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _as_precise(when: datetime, units: set[str], sight: _Sight) -> str:
    if units & {"s", "m", "h"}:
        return _stamp(when, sight)
    return when.strftime("%Y-%m-%d" if units & {"d", "w"} else "%Y-%m" if "M" in units else "%Y")


def _stamp(when: datetime, sight: _Sight) -> str:
    """A minute counted from ``now``; its zone is that of ``now`` where no other is known."""
    text = when.isoformat(timespec="minutes")
    if sight.timezone and _zone(sight.timezone):
        return text + _local_offset(text[:4], text[5:7], text[8:10], text[11:13], sight.timezone)
    return text + ("+00:00" if sight.now and datetime.fromisoformat(sight.now).tzinfo else "")


def _near(text: str, match: re.Match[str], days: int, sight: _Sight) -> _Found | None:
    """``昨天 12:30``, ``Today at 05:31 AM``, ``just now``."""
    base = sight.base()
    if base is None:
        return None
    if days == NOW:
        return _Found(_stamp(base, sight), match.start(), match.end(), False)
    return _placed(text, match, base + timedelta(days=days), sight)


def _placed(text: str, match: re.Match[str], when: datetime, sight: _Sight) -> _Found | None:
    """A day with the clock beside it."""
    clock, start, end = _around(text, match.start(), match.end())
    iso = _iso(_Day(when.year, when.month, when.day), clock, sight.timezone)
    return _Found(iso, start, end, False) if iso else None


def _weekday(text: str, match: re.Match[str], sight: _Sight) -> _Found | None:
    """``Monday at 9:32 AM``: the last such day before today; needs a clock, for a day's short name alone is no date."""
    base = sight.base()
    if base is None or not CLOCK.search(text):
        return None
    back = (base.weekday() - _words().weekdays[match[0]] - 1) % 7 + 1
    return _placed(text, match, base - timedelta(days=back), sight)


def _clock_only(text: str, sight: _Sight) -> _Found | None:
    """A clock alone is today's; yesterday's where the zone is known and it would lie ahead."""
    base = sight.base()
    found = CLOCK.search(text)
    if base is None or not found:
        return None
    clock = _clock(found)
    ahead = sight.timezone is not None and (clock.hour, clock.minute) > (base.hour, base.minute)
    when = base - timedelta(days=ahead)
    iso = _iso(_Day(when.year, when.month, when.day), clock, sight.timezone)
    return _Found(iso, found.start(), found.end(), False) if iso else None


def _guessable(text: _Text) -> bool:
    """Whether dateparser may look: short, with a number, and a month or "ago"; to it "3 hours" is a time, and "sat 5" too."""
    return len(text.text) <= LONGEST_GUESS and not _words().guess_hints.isdisjoint(text.hints) and bool(re.search(r"\d|last|上", text.text))


def _guess(raw: str, sight: _Sight) -> str | None:
    """What dateparser makes of it: sixteen languages, no clock; without ``now`` only what has a day, a month and a year."""
    try:
        data = _parser(sight.order, sight.base()).get_date_data(raw)
    except (ValueError, OverflowError, TypeError, re.error, RecursionError):
        return None
    when = data.date_obj
    if when is None:
        return None
    day = _Day(when.year, when.month if data.period != "year" else None, when.day if data.period not in ("month", "year") else None)
    return _iso(day, _Clock(when.hour, when.minute) if data.period == "time" else None, sight.timezone)


@lru_cache(maxsize=16)
def _parser(order: str, base: datetime | None) -> Any:
    from dateparser.date import DateDataParser  # 0.2 s to import; few pages need it

    settings: dict[str, Any] = {"DATE_ORDER": order.upper(), "PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
    if base is None:
        settings |= {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    else:
        settings["RELATIVE_BASE"] = base
    return DateDataParser(languages=LANGUAGES, settings=settings)


def find(
    text: str | None, *, now: str | None = None, order: str = "ymd", timezone: str | None = None, last: bool = False
) -> tuple[str, str] | None:
    """
    The first time in a longer line (or the last), and how it stands there.

    >>> find("本帖最后由 阿明 于 2013-5-11 07:10 编辑")
    ('2013-05-11T07:10', '2013-5-11 07:10')
    """
    if not text:
        return None
    text = text[:LONGEST_LINE]
    if not last and (stamp := _stamp_in(text, timezone)):
        return stamp
    folded = _fold(text)
    hits = list(_hits(folded, _Sight(now, order, timezone), last))
    if not hits:
        return None
    iso, start, end, _ = hits[-1]
    return iso, (text if len(text) == len(folded) else folded)[start:end].strip()


def _hits(text: str, sight: _Sight, every: bool) -> Iterator[_Found]:
    """The times of a line that need no benefit of the doubt: they have a year, or a clock beside the day."""
    at = 0
    while at < len(text) and (hit := _search(_Text(text[at:]), sight)):
        start, end = at + hit.start, at + hit.end
        if hit.sure or CLOCK.search(text, start, end):
            yield hit._replace(start=start, end=end)
            if not every:
                return
        at = end


LONGEST_LINE = 1000  # code points of a line that ``find`` looks at


ZONE_WORD = re.compile(
    r"times? (?:are|now|zone)|timezone|zeit(?:en|angaben|zone)|heures|horas|horarios|horários|orari|strefa|czas|час|время|zaman|saat"
    r"|tijd|čas|时间|時間|时区|時區|時刻|시간|الأوقات|توقيت",
    re.IGNORECASE,
)
ZONE = re.compile(r"(?:GMT|UTC)\s*(?:([+−-])\s*(\d{1,2})(?::?(\d{2})|[.,](\d+))?)?(?!\w{0,40}/)", re.IGNORECASE)
SUMMER = re.compile(r"\s*[^\W\d_]{0,8}\s*\[\s*[^\]\d]{2,30}\]")  # phpBB 3.0: "UTC + 1 hour [ DST ]"
STAMPED = re.compile(r"\s*,\s*\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}")  # Discuz!: "GMT+8, 2013-5-20 10:00"


def zone_note(text: str | None) -> str | None:
    """
    The offset of the times on a page, from the note that forums print at its foot.

    >>> zone_note("All times are GMT +8. The time now is 10:00."), zone_note("GMT+8, 2013-5-20 10:00"), zone_note("no note")
    ('+08:00', '+08:00', None)
    """
    if not text:
        return None
    for found in ZONE.finditer(text):
        noted = ZONE_WORD.search(text, max(0, found.start() - 60), found.start())
        if not noted and not (found[1] and STAMPED.match(text, found.end())):
            continue
        minutes = int(found[2] or 0) * 60 + int(found[3] or 0) + round(60 * float(f"0.{found[4] or 0}"))
        minutes = (-minutes if found[1] in ("-", "−") else minutes) + 60 * bool(SUMMER.match(text, found.end()))
        if abs(minutes) <= 14 * 60:
            return _offset(minutes)
    return None
