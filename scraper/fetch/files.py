"""Names and limits for downloaded files: what a stranger's server calls a file must not choose where it lies or what opens it."""

import re
import unicodedata
from contextlib import suppress
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec

from ..urls import split

__all__ = ["FileRules", "announced_name", "safe_name"]

LONGEST = 200  # bytes: filesystems take 255, and tools add their own endings
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
STEERING = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")  # turn text round or hide it: "gpj.exe"
RUNS = frozenset(
    "apk app bat cmd com cpl desktop dll exe hta htm html jar js jse lnk mht mhtml msc msi pif ps1 reg scf scr sh shtml svg url vb vbe vbs"
    " webloc wsf wsh xhtml xml".split()
)
"""Endings that open something by a click; they get one more, harmless."""


class FileRules(msgspec.Struct, frozen=True, kw_only=True):
    """
    What may be stored: at most ``max_bytes`` a file; types that begin with one of ``types``. A page of HTML in a file's place is a
    refusal, not a file.
    """

    max_bytes: int = 100_000_000
    types: tuple[str, ...] = ("image/", "audio/", "video/", "application/", "text/plain", "text/csv", "font/")

    def takes(self, content_type: str) -> bool:
        """Whether a ``Content-Type`` is one of ours; none at all is."""
        kind = content_type.partition(";")[0].strip().lower()
        return not kind or (kind.startswith(self.types) and kind not in ("application/xhtml+xml", "application/javascript"))


def announced_name(url: str, disposition: str | None) -> str:
    """
    What the server calls a file: ``Content-Disposition`` (RFC 6266), else the last part of the address.

    >>> announced_name("http://bbs.example/job.php?aid=3", "attachment; filename*=UTF-8''%E5%9B%BE.pdf")
    '图.pdf'
    >>> announced_name("http://bbs.example/a/photo.jpg", None)
    'photo.jpg'
    """
    if disposition:
        message = Message()
        message["content-disposition"] = re.sub(r"[\r\n]", " ", disposition)
        with suppress(ValueError, LookupError, TypeError):  # a charset that is none; a name in parts of which one has no number
            if name := message.get_filename():
                return str(name)
    return unquote(PurePosixPath(split(url).path).name, errors="replace") or "file"


def safe_name(number: int, name: str) -> str:
    """
    A name of our own for a file: its row's number first, so that no two clash, whatever case or normal form a disk folds.

    >>> safe_name(7, "../../etc/passwd"), safe_name(8, "NUL.txt"), safe_name(9, "x.LNK"), safe_name(10, "...")
    ('000007-passwd', '000008-_NUL.txt', '000009-x.LNK.download', '000010-file')
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    text = FORBIDDEN.sub("_", STEERING.sub("", text)).strip(". ")
    text = text.encode("utf-8", "replace").decode("utf-8") or "file"
    if DEVICES.fullmatch(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if dot and ending.strip().lower() in RUNS:
        stem, dot, ending = text, ".", "download"
    ending = _cut(ending, 20) if dot else ""
    return f"{number:06}-{_cut(stem if dot else text, LONGEST - 30)}{dot}{ending}"


def _cut(text: str, size: int) -> str:
    """A text of at most ``size`` bytes, whole characters."""
    return text.encode()[:size].decode("utf-8", "ignore")
