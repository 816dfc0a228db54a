"""Who edited a post, by the words of the note below it, in any of the languages that engines speak."""

import re

__all__ = ["editor_of"]

BY = r"(?:\b(?:by|von|par|por|di|da|door|przez|av|af|редактировалось|редактировал\(?а?\)?|от|пользователем|od|gönderen|kirjoittanut|utoljára|upravil\(?a?\)?|wysłan[aey] przez|بواسطة|bởi)\b:?|由|被)\s*"
BY_BEFORE = re.compile(  # who, a joint, a short word for the day of the week
    BY + r"(\S.*?)(?:\s*(?:\b(?:on|at|am|um|le|el|il|em|op|om|dnia|den|в)\b(?:\s+[^\W\d_]{2,9}[.,]?(?=\s*$))?"
    r"|编辑|編輯|修改|[于於在](?:\s*(?:星期|周|週).(?=\s*$))?|»|[-,:;@]|\((?:[^\W\d_]{2,4}[.,]?(?=\s*$))?))*\s*$",
    re.IGNORECASE,
)
BY_AFTER = re.compile(
    r"\W*" + BY + r"(\S.*?)(?:[.;,]?\s*(?:(?:edit )?reason|edited|grund|raison|motivo|причина)\b.*|(?:编辑|編輯)?[\s.)»\]]*)$",
    re.IGNORECASE,
)
EDITED = "(?:本帖最后由|本帖最後由|本主题由|此[帖贴貼]被)"
EDITED_BY = (
    re.compile(rf"{EDITED}((?:(?!{EDITED}).)+?)(?:于|於|在)\s*+[\d年昨前今半]"),
    re.compile(r"(?:last (?:edited|modified)|edited) by:?\s++(.+?)(?:\son\s|[;,(»]|\sat\s|:\s|$)", re.IGNORECASE),
    re.compile(r"^\W*+(\S(?>(?:(?!\s[于於在]\s).)*))\s[于於在]\s(?=.*修改)"),
    re.compile(r"(?<!\S)(?:Konu|En son)\s++(\S(?>(?:(?!\s(?:tarafından|Konu|En son)\b).)*))\starafından\b"),
    re.compile(r"[\[【](?>([^\[【\n]+?)(?:于|於|在)\s*+(?=\S))[^\[【\n]*?(?:编辑|編輯)"),
)


def editor_of(note: str, time: str) -> str | None:
    """
    Who edited, by the words around the time in the note.

    >>> editor_of("Last edited by Rose on Ice on Mon Mar 22, 2021 4:27 pm, edited 1 time in total.", "Mon Mar 22, 2021 4:27 pm")
    'Rose on Ice'
    >>> editor_of("Zuletzt geändert von Rosa am Sa 9. Aug 2014, 07:12, insgesamt 1-mal geändert.", "9. Aug 2014, 07:12")
    'Rosa'
    >>> editor_of("Last Edit: Jan 06, 2021, 10:14 PM by Rose Reason: typo", "Jan 06, 2021, 10:14 PM")
    'Rose'
    """
    before, _, after = note.partition(time) if time else (note, "", "")
    if time and (found := BY_BEFORE.search(before) or BY_AFTER.match(after)):
        return found[1].strip()
    return next((m[1].strip() for pattern in EDITED_BY if (m := pattern.search(note))), None)
