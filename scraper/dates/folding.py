"""Text as times are sought in it: one case, no accents, one width; each character stays at its place."""

import re
import unicodedata

L = r"[a-z\xdf-\u06ff]"  # a letter of a script that parts its words by blanks, folded: Latin to Arabic
TOKEN = re.compile(rf"{L}+(?:['-]{L}+)*")
EAST = "⺀"  # from here on, scripts that do not


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


PERSIAN = {ord("ي"): "ی", ord("ك"): "ک"}  # keyboards of Iran write either letter
FOLD = _Fold(
    {ord("’"): "'", ord("ı"): "i", ord("，"): ",", ord("،"): ",", ord("ł"): "l", ord("Ł"): "l", ord("−"): "-", ord("–"): "-"} | PERSIAN
)


def fold(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).translate(FOLD)
