"""From where a page is read, and what was found on it."""

from datetime import datetime
from typing import NamedTuple

from .zones import local_base, local_offset, zone_of


class Found(NamedTuple):
    """A time in a text: ISO 8601, its place, and whether it can be trusted without looking at what stands around it."""

    iso: str
    start: int
    end: int
    sure: bool


class Sight(NamedTuple):
    """From when and where a page is read: ``now``, the order of its numbers, its zone, its language (ISO 639-1)."""

    now: str | None
    order: str
    timezone: str | None
    language: str | None = None

    def base(self) -> datetime | None:
        """``now`` as local time."""
        return local_base(self.now, self.timezone)

    def stamp(self, when: datetime) -> str:
        """A minute counted from ``now``; its zone is that of ``now`` where no other is known."""
        text = when.isoformat(timespec="minutes")
        if self.timezone and zone_of(self.timezone):
            return text + local_offset(text[:4], text[5:7], text[8:10], text[11:13], self.timezone)
        return text + ("+00:00" if self.now and datetime.fromisoformat(self.now).tzinfo else "")
