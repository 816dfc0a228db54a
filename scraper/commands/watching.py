"""How a batch run looks to the person: a bar on a terminal, a line for each page that gave nothing, outcomes in a file where asked for."""

import sys
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .answers import say
from .outcomes import Outcomes

if TYPE_CHECKING:
    from ..batch.work import Done
    from ..model import Outcome
    from ..store.inputs import Unit

__all__ = ["Watching"]

FINE = frozenset({"thread", "board", "not-modified", "skipped"})
LINES = 100  # problems named one by one; a terabyte with a million of them is told in numbers
FEW = 10  # of what was left out


class Watching:
    """Counts what is done, shows it on standard error, and owns the outcomes' file and the bar."""

    def __init__(self, *, quiet: bool, outcomes: str | None) -> None:
        self.quiet = quiet
        self.notes = Outcomes(outcomes)
        self.kinds: Counter[str] = Counter()
        self.named: Counter[bool] = Counter()
        self.records = self.unreadable = 0
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
        self.notes.write(one.source, outcome)
        if not self.quiet and self._is_news(outcome):
            say(f"{one.source}: {outcome.kind}: {outcome.reason}{' ' + outcome.advice if outcome.advice else ''}")
        if self.bar is not None:
            self.bar.update(self.task, description=f"{sum(self.kinds.values())} pages, {self.records} posts")

    def _is_news(self, outcome: "Outcome") -> bool:
        """Whether the person should read of it now: what went wrong, and where something can be done about what was left out."""
        fine = outcome.kind in FINE
        if (fine and not outcome.advice) or self.named[fine] >= (FEW if fine else LINES):
            return False
        self.named[fine] += 1
        return True

    def finished(self, unit: "Unit") -> None:
        """All inputs of a unit have theirs."""
        if self.bar is not None:
            self.bar.advance(self.task, unit.size)
