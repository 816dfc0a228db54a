"""Who is quoted: what an engine is given to tell it, and the usual caption in many languages."""

import re
from collections.abc import Sequence

from ...markup import Lifted
from .rules import LONGEST

__all__ = ["QUOTE_OF", "SAID", "Quoted", "said_by"]


class Quoted:
    """What an engine knows of a quote when it names its author: the element's attributes, its citation line and the links in it."""

    __slots__ = ("attrs", "cite", "cite_attrs", "lifted", "links")

    def __init__(self, lifted: Lifted, cite: Lifted | None) -> None:
        self.lifted = lifted
        self.attrs = lifted.attrs
        self.cite = cite.text[:LONGEST] if cite else ""
        self.cite_attrs = cite.attrs if cite else ""
        self.links: Sequence[str] = cite.links if cite else ()


QUOTE_OF = "Zitat von|Quote from|Citation de|Cita de|Citazione di|Citaat van|Cytat z|Цитата от"
"""Captions of a quote whose author's name stands behind the words, as alternatives of a pattern."""

SAID = re.compile(
    r"(?:wrote|writes|said|says|Wrote|schrieb|hat geschrieben|hat [fF]olgendes geschrieben|a écrit|[eE]scribió|ha scritto|scrive|[eE]screveu|ha escrit|scrie|έγραψε|כתב(?:/ה)?|đã viết|menulis|"
    r"schreef|a dit|dijo|disse|ha detto|zei|sade|sagde|powiedział(?:\(a\))?|сказал(?:\(а\))?|dedi|söyledi|sanoi|řekl(?:\(?a\)?)?|"
    r"skrev|pisze|napisał(?:\(?a\)?|/a)?|píše|napsal(?:\(?a\)?)?|написал(?:\(?а\)?)?|писал(?:\(?а\)?)?|пишет|пише|написа|писав(?:\(?ла\)?)?|написав(?:\(?ла\)?)?|napísal(?:\(?a\)?)?|(?:je )?(?:napisao|napisala|napisao/la)|piše|yazdı|demiş ki|írta|a scris|kirjoitti|"
    r"说道?|說道?|发表于|發表於|写道|寫道|写了|寫了|的原帖|写到|寫到|提到|发布于|さんが書きました|님이 작성|(?<= )작성|(?<= )寫|كتب)\W*+$"
    r"|(?<!\W)\W++$"
)


def said_by(quoted: Quoted) -> tuple[str | None, str | None]:
    """The usual citation: a name before "wrote:"; no id."""
    first = quoted.cite.split("\n", 1)[0]
    return SAID.sub("", first).strip() or None, None
