"""
``python -m tests.fuzz --minutes 5 [--target NAME] [--seed N] [--log FILE]``: spoiled bytes against every reader.

Prints for each target how many cases ran and how many failed; a failing case is written to ``fuzz-failures/`` with its error, to
become a case of the suite before it is mended. ``--log`` keeps the account of this run as one line of JSON beside those of
others; ``--readme`` writes the table of ``README.md`` from it.
"""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from .account import Account, keep, table, write_readme
from .running import run
from .targets import TARGETS

ROUND = 120.0  # seconds a round over all targets: a run that is stopped early has run all of them


def main() -> int:
    """Run the targets in turns until the time is over; 1 where a case failed."""
    parser = argparse.ArgumentParser(description="spoiled bytes against every reader")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--target", choices=sorted(TARGETS), nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--log", type=Path)
    parser.add_argument("--readme", action="store_true", help="write the table of tests/fuzz/README.md from its log and end")
    args = parser.parse_args()
    if args.readme:
        write_readme()
        return 0
    chosen = {name: TARGETS[name] for name in args.target or TARGETS}
    account = Account(began=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), seed=args.seed)
    seconds = args.minutes * 60
    end, share = time.monotonic() + seconds, sum(target.share for target in chosen.values())
    turn = 0
    while (left := end - time.monotonic()) > 1:
        for name, target in chosen.items():
            spent = min(ROUND, left) * target.share / share
            account.add(name, run(name, target, spent, f"{args.seed}.{turn}", args.failures), spent)
            if args.log:
                keep(args.log, account)
        turn += 1
    print(table([account]))
    return int(any(ran.failures for ran in account.targets.values()))


if __name__ == "__main__":
    sys.exit(main())
