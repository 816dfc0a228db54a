"""
One row of the queue, from the request to the commit: robots, one hop, and what its answer means for the host and the row.

Nothing here sleeps: a wait is a time in the queue, so it survives a kill and holds no task.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from .. import frontier
from ..errors import FetchError, OutputError, RetryLater, TooCostly
from ..fetch import manners, robots
from ..fetch.client import Answer, Client
from ..fetch.download import Kept, download
from ..fetch.files import FileRules
from ..fetch.manners import Host
from ..model import Outcome
from ..settings import FetchSettings
from ..store.captures import Stored
from ..store.job import Job
from ..store.queue import Row, Waits
from ..urls import host, split
from .events import Event, FileKept, Resting, Retrying
from .settling import Settler
from .world import World, iso

__all__ = ["Visitor"]

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
"""Statuses after which asking again makes sense: the server's own words, and those of a firewall before it."""

NO_FOLDER = "no folder for files was named in this run (--files)"
ROBOTS_LAST = 86_400.0  # seconds: RFC 9309, 2.4
ROBOTS_HOPS = 5
RESTS = 2  # then a host is left to the next run


class Visitor:
    """Visits rows; ``parked`` are hosts that are left to the next run."""

    def __init__(
        self,
        job: Job,
        client: Client,
        settler: Settler,
        settings: FetchSettings,
        world: World,
        tell: Callable[[Event], None],
        *,
        files: Path | None = None,
        delays: Mapping[str, float] | None = None,
    ) -> None:
        """``delays`` are the user's own waits by host, before that of the settings."""
        self.files = files
        self.delays = delays or {}
        self.job = job
        self.client = client
        self.settler = settler
        self.settings = settings
        self.world = world
        self.tell = tell
        self.parked: set[int] = set()
        self._rules: dict[str, tuple[str, float]] = {}
        self._answered: set[str] = set()

    async def visit(self, row: Row) -> None:
        """Asks for a row once, or for the robots.txt that must come before it; not where another page brought what it would."""
        if self.settler.members.has_post(row):
            self._commit(row, lambda: self.settler.spare(row), pause=False)
            return
        rules = self._known_rules(row.at) if self.settings.robots else ""
        if rules is None:
            await self._ask_robots(row)
        elif not robots.allowed(rules, row.at, self.settings):
            self._commit(
                row, lambda: self.settler.skip(row, "robots.txt does not allow it (--no-robots, if the site's owner lets you)"), pause=False
            )
        elif row.kind == "file":
            await self._ask_file(row)
        else:
            await self._ask(row)

    # files

    async def _ask_file(self, row: Row) -> None:
        """Fetches a file into the folder; without a folder in this run it waits for one that has."""
        if self.files is None:
            self._commit(row, lambda: self.settler.skip(row, NO_FOLDER), pause=False)
            return
        try:
            kept = await download(self.client, row.at, self.files, row.id, FileRules())
        except RetryLater as error:
            self._later(row, error)
        except FetchError as error:
            self._give_up(row, error)
        except OSError as error:
            raise OutputError(f"{self.files}: cannot be written ({error.strerror or error}); the same command goes on") from error
        else:
            self._answered.add(row.host_name)
            if kept.redirect is not None:
                self._hop(row, kept.redirect, None)
            else:
                self._commit(row, lambda: self._keep_file(row, kept))

    def _keep_file(self, row: Row, kept: Kept) -> list[Event]:
        self.job.threads.keep_file(row.id, kept.name, kept.size, kept.sha256, kept.kind)
        self.job.queue.finish(row, "file")
        return [FileKept(row.url, kept.name, kept.size)]

    # robots.txt

    def _known_rules(self, url: str) -> str | None:
        """The rules of a URL's site, if they were fetched within a day."""
        site = robots.robots_url(url)
        held = self._rules.get(site) or self.job.queue.robots(site)
        if held is None or not 0 <= self.world.wall() - held[1] <= ROBOTS_LAST:
            return None
        self._rules[site] = held
        return held[0]

    async def _ask_robots(self, row: Row) -> None:
        """Fetches a site's rules; the row waits on."""
        site = robots.robots_url(row.at)
        try:
            rules = await self._robots(site)
        except RetryLater as error:
            self._later(row, RetryLater(f"robots.txt cannot be had, so nothing may be asked: {error}", error.after))
            return
        except FetchError as error:
            self._give_up(row, error)
            return
        now = self.world.wall()
        self._answered.add(row.host_name)
        with self.job.transaction():
            self.job.queue.keep_robots(site, rules, now)
            self._served(row, now)
        self._rules[site] = (rules, now)

    async def _robots(self, site: str) -> str:
        """The rules at an address, redirects followed; more than the limit of bytes is cut by ``rules_from``."""
        url = site
        for _ in range(ROBOTS_HOPS + 1):
            answer = await self.client.get(url, accept="text/plain,*/*;q=0.5")
            self._answered.add(frontier.place(site))
            if answer.redirect is None:
                rules = robots.rules_from(answer.status, answer.body, self.settings)
                if rules is None:
                    raise RetryLater(f"{url}: status {answer.status}", self._wish(answer))
                return rules
            url = answer.redirect
        return ""  # RFC 9309, 2.3.1.2: too many hops count as no rules

    # the page

    async def _ask(self, row: Row) -> None:
        before = self.job.captures.latest(row.id) if row.round > 1 and row.kind != "file" else None
        try:
            answer = await self.client.get(row.at, headers=_validators(before))
        except RetryLater as error:
            self._later(row, error)
        except FetchError as error:
            self._give_up(row, error)
        else:
            self._answered.add(row.host_name)
            self._answer(row, answer, before)

    def _answer(self, row: Row, answer: Answer, before: Stored | None) -> None:
        """An answer arrived: a hop, a wish to wait, or a page."""
        if answer.redirect is not None:
            self._hop(row, answer.redirect, self._stored(row, answer))
        elif answer.status in AGAIN and not self._is_blocked(row, answer):
            self._later(row, RetryLater(f"{row.at}: the server answers {answer.status} {answer.reason}".rstrip(), self._wish(answer)))
        elif answer.status == 304 and before is not None:
            unchanged = msgspec.structs.replace(before, fetched_at=iso(self.world.wall()))
            self._commit(row, lambda: self.settler.settle(row, unchanged))
        else:
            stored = self._stored(row, answer)
            self._commit(row, lambda: self.settler.settle(row, stored))

    def _is_blocked(self, row: Row, answer: Answer) -> bool:
        """Whether an error's page is a bot check: asking again would not help."""
        if "cf-mitigated" in answer.fields:
            return True
        found = self.settler.desk.skim(self._stored(row, answer))
        return isinstance(found, Outcome) and found.kind == "blocked"

    def _stored(self, row: Row, answer: Answer) -> Stored:
        return Stored(
            row=row.id,
            round=row.round,
            url=answer.url,
            fetched_at=iso(self.world.wall()),
            status=answer.status,
            reason=answer.reason,
            request=answer.request,
            headers=answer.headers,
            address=answer.address,
            coding=answer.coding,
            raw=answer.raw,
            body=answer.body,
        )

    def _hop(self, row: Row, to: str, stored: Stored | None) -> None:
        """The row goes on at another address, at that host's turn."""
        if split(to).scheme not in ("http", "https"):
            self._commit(row, lambda: self.settler.refuse(row, "skipped", f"it redirects to {to[:80]}, which is no web address"))
        elif row.hops >= self.settings.max_redirects:
            self._commit(row, lambda: self.settler.refuse(row, "too-costly", f"more than {self.settings.max_redirects} redirects"))
        else:
            self._commit(row, lambda: self._redirect(row, to, stored))

    def _redirect(self, row: Row, to: str, stored: Stored | None) -> list[Event]:
        if stored is not None:
            self.job.captures.keep(stored)
        self.job.queue.redirect(row, to, frontier.place(to))
        return []

    def _wish(self, answer: Answer) -> float | None:
        """The wait that an answer asks for."""
        cap = self.settings.max_retry_after
        wished = manners.retry_after(answer.fields.get("retry-after"), self.world.wall(), cap=cap)
        return wished if wished is not None else manners.wait_seconds(answer.body, cap=cap)

    # what it means for the host and the row

    def _commit(self, row: Row, settle: Callable[[], Sequence[Event]], *, failed: bool = False, pause: bool = True) -> None:
        """The row's end and the host's next turn in one transaction; then tells."""
        now = self.world.wall()
        with self.job.transaction():
            told = list(settle())
            if failed:
                told += self._missed(row, now, 0.0, "")
            elif pause:
                self._served(row, now)
        for event in told:
            self.tell(event)

    def _give_up(self, row: Row, error: FetchError) -> None:
        """The row will not be asked for again in this run; a guard that was broken counts against the host."""
        costly = isinstance(error, TooCostly)
        outcome = "too-costly" if costly else "skipped"
        self._commit(row, lambda: self.settler.refuse(row, outcome, str(error)), failed=costly)

    def _served(self, row: Row, now: float) -> None:
        held = self._known_rules(row.at) or ""
        own = self.delays.get(host(row.at) or "")
        wait = manners.pause(self.settings, robots.crawl_delay(held, self.settings), self.world.chance, own=own)
        self._owe(row, manners.served(self._host(row), now, wait))

    def _later(self, row: Row, error: RetryLater) -> None:
        """The row is asked for again later, or given up after the last try."""
        now = self.world.wall()
        most = self.settings.retries if row.host_name in self._answered else min(self.settings.retries, 1)  # a dead host is known soon
        wait = error.after if error.after is not None else manners.backoff(row.tries + 1, self.world.chance)
        wait = max(wait, self.settings.delay)
        with self.job.transaction():
            if row.tries >= most:
                told = self.settler.refuse(row, "broken", str(error), "Run the same command again later.")
            else:
                self.job.queue.retry(row, now + wait, str(error))
                told = [Retrying(row.at, wait, str(error), row.tries + 1, most)]
            told += self._missed(row, now, wait, str(error))
        for event in told:
            self.tell(event)

    def _missed(self, row: Row, now: float, wait: float, why: str) -> list[Event]:
        """The host failed once more; after ten in a row it rests, and after two rests it is left to the next run."""
        before = self._host(row)
        after = manners.failed(before, now, max(wait, self.settings.delay), self.settings)
        self._owe(row, after)
        if after.rests == before.rests:
            return []
        if after.rests >= RESTS:
            self.parked.add(row.host)
            return [Resting(row.host_name, None, why)]
        return [Resting(row.host_name, after.next_at - now, why)]

    def _host(self, row: Row) -> Host:
        held = self.job.queue.waits(row.host)
        return Host(next_at=held.next_at, failures=held.failures, rests=held.rests)

    def _owe(self, row: Row, host: Host) -> None:
        self.job.queue.owe(row.host, Waits(host.next_at, host.failures, host.rests))


def _validators(before: Stored | None) -> list[tuple[str, str]]:
    """The headers that let a server answer "not modified"."""
    fields = before.fields if before else {}
    pairs = (("If-None-Match", fields.get("etag")), ("If-Modified-Since", fields.get("last-modified")))
    return [(name, value) for name, value in pairs if value]
