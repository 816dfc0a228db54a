"""
Forum times → ISO 8601, as precise as the page: ``昨天 12:30``, ``Jan 2nd, 2011``, ``vor 3 Stunden``, ``11-23-2026, 02:32 AM``.

Three steps, the cheap one first: two regular expressions for what most posts carry (1 to 2 µs), then the tables of this module (months,
days and units of some thirty-five languages), then dateparser with sixteen languages fixed. Relative times count from ``now`` (the
page's ``fetched_at``), never from the clock; without ``now`` they are not understood. Nothing here raises: what is no time is ``None``.

An offset stands in the answer only where a zone is known: in the text (``Z`` becomes ``+00:00``), as ``timezone`` (an IANA name or
``+08:00``), or because hours were counted back from ``now``. Fractions of a second are left out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .folding import fold
from .forms import CLOCK
from .guess import guessable, guessed
from .iso import from_epoch
from .lookup import Text, known_words
from .searching import clock_only, search
from .sight import Found, Sight
from .stamps import ENGLISH, EPOCH, SHORT, YEAR_FIRST, YEAR_LAST, english, stamp_in, year_first, year_last
from .zones import zone_note

__all__ = ["find", "from_epoch", "parse", "zone_note"]

LONGEST = 80  # code points of a time string; the longest found on pages has 61
LONGEST_LINE = 1000  # code points of a line that ``find`` looks at


@lru_cache(maxsize=4096)
def parse(
    raw: str | None, *, now: str | None = None, order: str = "ymd", timezone: str | None = None, language: str | None = None
) -> str | None:
    """
    A time as a forum prints it, in ISO 8601; ``None`` where it is not understood.

    ``order`` (``ymd``, ``dmy``, ``mdy``) is how the page writes numbers that could be read both ways; ``now`` an ISO time;
    ``language`` (ISO 639-1) decides what a name means that its neighbours give to another month.

    >>> parse("2013-4-11 09:17 PM"), parse("昨天 12:30", now="2013-05-20T02:00:00Z", timezone="Asia/Shanghai")
    ('2013-04-11T21:17', '2013-05-19T12:30+08:00')
    >>> parse("3 hours ago", now="2026-11-23T05:27:01Z"), parse("no time at all")
    ('2026-11-23T02:27+00:00', None)
    """
    if not raw:
        return None
    if found := YEAR_FIRST.fullmatch(raw):
        return year_first(found, timezone)
    if found := YEAR_LAST.fullmatch(raw):
        return year_last(found, order, timezone)
    if (found := ENGLISH.fullmatch(raw)) and (found[1] or found[4]) in SHORT:
        return english(found, timezone)
    if found := EPOCH.fullmatch(raw):
        return from_epoch(found[1])
    stamp = stamp_in(raw, timezone) if len(raw) <= LONGEST else None
    return stamp[0] if stamp else _worded(raw, Sight(now, order, timezone, language))


@lru_cache(maxsize=4096)
def _worded(raw: str, sight: Sight) -> str | None:
    """A time with words in it, or in an unusual order."""
    text = Text(fold(raw.strip()))
    if len(text.text) > LONGEST:
        return None
    found = search(text, sight) or clock_only(text.text, sight)
    if found and (found.sure or not _strange(text.text[: found.start] + " " + text.text[found.end :])):
        return found.iso
    return guessed(raw.strip(), sight) if guessable(text) else None


def _strange(rest: str) -> bool:
    """Whether what stands around a date without a year makes it doubtful."""
    return any(word not in known_words().fillers for word in re.findall(r"[^\W_]+", rest))


def find(
    text: str | None,
    *,
    now: str | None = None,
    order: str = "ymd",
    timezone: str | None = None,
    language: str | None = None,
    last: bool = False,
) -> tuple[str, str] | None:
    """
    The first time in a longer line (or the last), and how it stands there.

    >>> find("本帖最后由 阿明 于 2013-5-11 07:10 编辑")
    ('2013-05-11T07:10', '2013-5-11 07:10')
    """
    if not text:
        return None
    text = text[:LONGEST_LINE]
    if not last and (stamp := stamp_in(text, timezone)):
        return stamp
    folded = fold(text)
    hits = list(_hits(folded, Sight(now, order, timezone, language), last))
    if not hits:
        return None
    iso, start, end, _ = hits[-1]
    return iso, (text if len(text) == len(folded) else folded)[start:end].strip()


def _hits(text: str, sight: Sight, every: bool) -> Iterator[Found]:
    """The times of a line that need no benefit of the doubt: they have a year, or a clock beside the day."""
    at = 0
    while at < len(text) and (hit := search(Text(text[at:]), sight)):
        start, end = at + hit.start, at + hit.end
        if hit.sure or CLOCK.search(text, start, end):
            yield hit._replace(start=start, end=end)
            if not every:
                return
        at = end
