"""What ``mutmut run`` found, by file; 1 where fewer than nine of ten mutants were killed. Called by ``make mutants``."""

import json
import sys
from collections import Counter
from pathlib import Path

LEAST = 0.9
SURVIVED = (0, 33, None)  # mutmut's exit codes: the tests passed; no test touches it; it was not tried


def main() -> int:
    """Print the table."""
    worst = 1.0
    print("| file | mutants | killed | share |\n|---|---:|---:|---:|")
    for meta in sorted(Path("mutants").rglob("*.py.meta")):
        ends = Counter(json.loads(meta.read_text("utf-8"))["exit_code_by_key"].values())
        count = ends.total()
        killed = count - sum(ends[code] for code in SURVIVED)
        if count:
            worst = min(worst, killed / count)
            print(f"| `{meta.relative_to('mutants').with_suffix('')}` | {count:,} | {killed:,} | {killed / count:.1%} |")
    return int(worst < LEAST)


if __name__ == "__main__":
    sys.exit(main())
