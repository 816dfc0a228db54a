"""How long each target ran and what came of it: kept as lines of JSON, one a run, and shown as a table."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from .running import Ran

__all__ = ["LOG", "README", "Account", "Spent", "keep", "runs", "table", "write_readme"]

LOG = Path(__file__).parent / "log.jsonl"
README = Path(__file__).parent / "README.md"
MARK = "<!-- table -->\n"


class Spent(Ran):
    """The same with the seconds it took."""

    seconds: float = 0.0


class Account(msgspec.Struct, kw_only=True):
    """One run: when it began (UTC), its seed, what each target did."""

    began: str
    seed: int
    targets: dict[str, Spent] = {}

    def add(self, name: str, ran: Ran, seconds: float) -> None:
        """Count a stretch of a target."""
        spent = self.targets.setdefault(name, Spent())
        spent.cases += ran.cases
        spent.failures += ran.failures
        spent.seconds = round(spent.seconds + seconds, 1)


def runs(log: Path = LOG) -> list[Account]:
    """All runs that a log knows."""
    lines = log.read_bytes().splitlines() if log.exists() else []
    return [msgspec.json.decode(line, type=Account) for line in lines]


def keep(log: Path, account: Account) -> None:
    """Put a run's account into a log, in place of what stood there of the same run."""
    others = [one for one in runs(log) if (one.began, one.seed) != (account.began, account.seed)]
    beside = log.with_suffix(".new")
    beside.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in (*others, account)))
    beside.replace(log)


def table(accounts: Sequence[Account]) -> str:
    """The sum of some runs by target, in Markdown."""
    total = Account(began="", seed=0)
    for account in accounts:
        for name, spent in account.targets.items():
            total.add(name, spent, spent.seconds)
    every = Spent(*(sum(getattr(spent, field) for spent in total.targets.values()) for field in ("cases", "failures", "seconds")))
    rows = [*total.targets.items(), ("all", every)]
    head = ["| target | cases | failures | minutes |", "|---|---:|---:|---:|"]
    return "\n".join([*head, *(f"| {name} | {s.cases:,} | {s.failures:,} | {s.seconds / 60:.1f} |" for name, s in rows)])


def write_readme() -> None:
    """Set the table of the README anew from the log."""
    head, mark, _ = README.read_text("utf-8").partition(MARK)
    README.write_text(f"{head}{mark}{table(runs())}\n", "utf-8")
