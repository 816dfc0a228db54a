"""
``python -m tests.fuzz --minutes 5 [--target NAME] [--seed N]``: spoiled bytes against every reader.

Prints for each target how many cases ran and how many failed; a failing case is written to ``fuzz-failures/`` with its error, to
become a case of the suite before it is mended. A case over five seconds counts as a hang.
"""

import argparse
import sys
import time
import traceback
from pathlib import Path
from random import Random

from .mutate import mutated
from .targets import TARGETS, Target

HANG = 5.0  # seconds


def run(name: str, target: Target, seconds: float, chance: Random, folder: Path) -> tuple[int, int]:
    """Cases and failures of a target in so many seconds."""
    cases = failures = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = mutated(chance.choice(target.seeds), chance)
        cases += 1
        start = time.monotonic()
        try:
            target.check(body)
            error = "" if time.monotonic() - start < HANG else f"took {time.monotonic() - start:.1f} s"
        except Exception:
            error = traceback.format_exc()
        if error:
            failures += 1
            folder.mkdir(exist_ok=True)
            (folder / f"{name}-{cases}.bin").write_bytes(body)
            (folder / f"{name}-{cases}.txt").write_text(error, "utf-8")
    return cases, failures


def main() -> int:
    """Run the targets one after the other; 1 where a case failed."""
    parser = argparse.ArgumentParser(description="spoiled bytes against every reader")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--target", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    args = parser.parse_args()
    chosen = {args.target: TARGETS[args.target]} if args.target else TARGETS
    worst = 0
    for name, target in chosen.items():
        cases, failures = run(name, target, args.minutes * 60 / len(chosen), Random(f"{args.seed} {name}"), args.failures)
        print(f"{name:<10}{cases:>10,} cases {failures:>6} failures", flush=True)
        worst = max(worst, failures)
    return int(worst > 0)


if __name__ == "__main__":
    sys.exit(main())
