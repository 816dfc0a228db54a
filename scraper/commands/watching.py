"""How a batch run looks to the person: a bar on a terminal, a line for each page that gave nothing, outcomes in a file where asked for."""

import sys
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .answers import say, sentences
from .outcomes import Outcomes

if TYPE_CHECKING:
    from ..batch.work import Done
    from ..store.inputs import Unit

__all__ = ["Watching"]

FINE = frozenset({"thread", "board", "not-modified", "skipped"})
LINES = 20  # of each outcome; of a terabyte the rest is told in numbers, and a thousand deleted threads do not hide a cut archive


class Watching:
    """Counts what is done, shows it on standard error, and owns the outcomes' file and the bar."""

    def __init__(self, *, quiet: bool, outcomes: str | None) -> None:
        self.quiet = quiet
        self.notes = Outcomes(outcomes)
        self.kinds: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        self.records = self.unreadable = 0
        self.left_out = self.first_failed = ""
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Self:
        self.notes.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()
        self.notes.__exit__(kind, error, trace)

    def planned(self, units: int, size: int) -> None:
        """What there is to do: the bar's length, in bytes."""
        if self.quiet or not sys.stderr.isatty() or units < 2:
            return
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self.bar = Progress(*columns, console=Console(stderr=True))
        self.task = self.bar.add_task("", total=size)
        self.bar.start()

    def skipped(self, units: int, size: int) -> None:
        """So much was done by an earlier run."""
        if units and not self.quiet:
            say(f"{units} {'piece' if units == 1 else 'pieces'} done by an earlier run")
        if self.bar is not None:
            self.bar.advance(self.task, size)

    def done(self, one: "Done") -> None:
        """An input has its outcome."""
        outcome = one.outcome
        self.kinds[outcome.kind] += 1
        self.records += one.count
        self.unreadable += outcome.kind == "broken" and not one.size
        self.first_failed = self.first_failed or ("" if outcome.kind in FINE else f"{one.source}: {outcome.kind}: {outcome.reason}")
        self.left_out = self.left_out or (f"{one.source}: {outcome.reason}" if outcome.kind in ("skipped", "not-modified") else "")
        self.notes.write(one.source, outcome)
        self._name(one)
        if self.bar is not None:
            self.bar.update(self.task, description=f"{sum(self.kinds.values())} pages, {self.records} posts")

    def _name(self, one: "Done") -> None:
        """What went wrong, and what was left out where something can be done about it."""
        outcome = one.outcome
        if self.quiet or (outcome.kind in FINE and not outcome.advice) or self.named[outcome.kind] > LINES:
            return
        self.named[outcome.kind] += 1
        if self.named[outcome.kind] > LINES:
            say(f"further {outcome.kind} are only counted; --outcomes FILE names each")
        else:
            say(f"{one.source}: {outcome.kind}: {sentences(outcome.reason, outcome.advice)}")

    def finished(self, unit: "Unit") -> None:
        """All inputs of a unit have theirs."""
        if self.bar is not None:
            self.bar.advance(self.task, unit.size)
