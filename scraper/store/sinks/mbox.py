"""mbox: a message a post, threads as mail programs show them (``In-Reply-To``); ``From`` lines in texts are quoted."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from ...model import Record
from .base import Format, Sink, Target
from .threads import key

__all__ = ["SINK", "Mbox"]

FROM = re.compile(rb"^(>*From )", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
HOST = "forum.invalid"  # RFC 2606: no such address can ever be real
POLICY = SMTP.clone(linesep="\n", cte_type="8bit", max_line_length=None, utf8=False)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Mbox(Sink):
    """Messages to a file or to standard output."""

    def __init__(self, path: str, extras: Sequence[str] = ()) -> None:
        self.target = Target(path)

    def write(self, record: Record) -> None:
        message = _message(record)
        when = _when(record) or EPOCH
        raw = FROM.sub(rb">\1", message.as_bytes())
        self.target.write(f"From MAILER-DAEMON {when.astimezone(UTC):%a %b %d %H:%M:%S %Y}\n".encode() + raw.rstrip(b"\n") + b"\n\n")

    def close(self) -> None:
        self.target.close()

    def abort(self) -> None:
        self.target.abort()


def _message(record: Record) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    title = _header(record.thread.title or "")
    message["Subject"] = title if record.floor == 1 else f"Re: {title}"
    message["From"] = _address(record.author.name or "?", record.author.id)
    if when := _when(record):
        message["Date"] = format_datetime(when)
    message["Message-ID"] = _id(record, record.id or record.url or f"{record.floor}")
    parent = record.reply_to or (None if record.floor == 1 else "thread")
    root = _id(record, "1")
    if record.floor == 1:
        message.replace_header("Message-ID", root)
    elif parent:
        message["In-Reply-To"] = _id(record, record.reply_to) if record.reply_to else root
        message["References"] = root
    if record.url:
        message["X-Forum-Url"] = _header(record.url)
    quotes = "".join(f"> {line}\n" for quote in record.quotes for line in quote.text.splitlines())
    message.set_content(quotes + record.text.replace("\0", ""), charset="utf-8", cte="8bit")
    return message


def _header(text: str) -> str:
    """A header's text: no control character, so that nothing in it can begin another header."""
    return CONTROL.sub(" ", text).encode("utf-8", "replace").decode().strip()


def _address(name: str, known: str | None) -> str:
    local = re.sub(r"[^A-Za-z0-9]+", "", known or "") or hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return formataddr((_header(name), f"{local}@{HOST}"), charset="utf-8")


def _id(record: Record, part: str) -> str:
    known = hashlib.blake2b("\n".join((*key(record), part)).encode("utf-8", "replace"), digest_size=12).hexdigest()
    return f"<{known}@{HOST}>"


def _when(record: Record) -> datetime | None:
    """When it was posted, else when it was fetched; a time without zone is taken as UTC."""
    for said in (record.posted_at, record.fetched_at):
        try:
            when = datetime.fromisoformat(said or "")
        except ValueError:
            continue
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when
    return None


SINK = Format(name="mbox", ends=(".mbox",), open=Mbox, streams=True)
