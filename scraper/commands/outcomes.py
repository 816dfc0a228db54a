"""``--outcomes FILE``: what became of each input, one JSON object a line, whole or absent like every output."""

from types import TracebackType
from typing import Self

import msgspec

from ..model import Outcome
from ..store.sinks.base import Target

__all__ = ["Outcomes"]


class Outcomes:
    """Writes outcomes to a file, or nowhere where no name was given."""

    def __init__(self, path: str | None) -> None:
        self.target = Target(path) if path else None

    def write(self, source: str, outcome: Outcome) -> None:
        """One input's outcome."""
        if self.target:
            line = {"source": source, "outcome": outcome.kind, "reason": outcome.reason, "advice": outcome.advice}
            self.target.write(msgspec.json.encode(line) + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.target:
            self.target.abort() if kind else self.target.close()
