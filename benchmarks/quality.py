"""
The quality gate: what the reader and the cleaner get right, against pinned floors.

usage: quality.py [--update] [--allow-lower] [--docs FILE] [--only SUITE]

Scores the project's own fixtures and, where ``../shared/corpus`` is there, its pages, as a user would read them (``suites.py``);
fails when a figure falls below its floor in ``benchmarks/floors.json``. ``--update`` raises floors to what was reached; only with
``--allow-lower`` it also lowers them. A digest of the cases pins what the floors were measured on. ``--docs`` writes the page of the
manual (``docs/quality.md``).
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.suites import CORPUS, SUITES, Figures  # noqa: E402

FLOORS = ROOT / "benchmarks" / "floors.json"
MARGIN = 0.0005  # rounding of the printed figures
OWN = ("fixtures", "texts")


def digest(folder: Path) -> str:
    """What floors stand on: the names and sizes of the cases."""
    names = sorted(f"{p.relative_to(folder).as_posix()} {p.stat().st_size}" for p in folder.rglob("*.json*"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def digests() -> dict[str, str]:
    """Of our fixtures, and of the corpus where it is there."""
    found = {"fixtures": digest(ROOT / "tests" / "fixtures")}
    return found | {"corpus": digest(CORPUS)} if CORPUS.exists() else found


def measure(names: Sequence[str]) -> tuple[Figures, list[str]]:
    """All figures of these suites, and the cases that fail."""
    figures: Figures = {}
    failing: list[str] = []
    for name in names:
        done = SUITES[name]()
        figures |= done.figures
        failing += done.failing
    return figures, failing


def compare(found: Figures, floors: Figures) -> Iterator[str]:
    """What fell; of what is wrong there was none where no floor speaks of it."""
    for key, name, count in _new_wrongs(found, floors):
        yield f"{key}: {name} {count:g} is below its floor 0"
    for key, row in floors.items():
        for name, floor in row.items():
            value = found.get(key, {}).get(name)
            if value is None and key in found:
                yield f"{key}: {name} is gone (floor {floor:g})"
            elif value is not None and value < floor - MARGIN:
                yield f"{key}: {name} {value:.4f} is below its floor {floor:.4f}"


def _new_wrongs(found: Figures, floors: Figures) -> list[tuple[str, str, float]]:
    """Counts of what is wrong that suites of the floors did not have."""
    return [
        (key, name, value)
        for key, row in found.items()
        for name, value in row.items()
        if value < 0 and key in floors and name not in floors[key]
    ]


def raised(found: Figures, floors: Figures, *, lower: bool) -> Figures:
    """The floors after an update."""
    merged = {key: dict(row) for key, row in floors.items()}
    new = [] if lower else [(key, name) for key, name, _ in _new_wrongs(found, floors)]
    for key, row in found.items():
        own = merged.setdefault(key, {})
        for name, value in row.items():
            if (key, name) in new:
                continue
            own[name] = round(value if lower else max(value, own.get(name, value)), 4)
    return {key: dict(sorted(row.items())) for key, row in sorted(merged.items())}


INTRO = """# Quality

Made by `python benchmarks/quality.py --docs docs/quality.md` at each release. Figures are shares (1.000 is all), but for counts of cases;
counts of what is wrong are negative. CI fails when one falls below its floor in `benchmarks/floors.json`.

`fixtures` and `texts` are this project's own, written by hand: they stand for every engine and every reason, and must all hold. `pages` and
`dumps` were printed by the engines themselves and have complete gold; `saved` are real pages with gold for authors, heads and tails of posts;
`wf52` and `wcxb` are pages and gold of others; `junk` is text spoiled by each generator, and clean text.
"""


def manual(found: Figures, failing: Sequence[str]) -> str:
    """The page of the manual: a table a suite, by engine, field and generator, and the cases that still fail."""
    lines = [INTRO]
    for suite in SUITES:
        rows = {key.split("/", 1)[1]: row for key, row in sorted(found.items()) if key.split("/")[0] == suite}
        lines += [f"## {suite}", "", *_table(rows), ""] if rows else []
    lines += ["## Cases that still fail", "", *(f"- `{case}`" for case in failing)]
    return "\n".join(lines) + "\n"


def _table(rows: Figures) -> Iterator[str]:
    """Engines down, fields across; of a field that is all right everywhere only its name is told."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    right = [n for n in names if len(names) > 4 and all(row.get(n, 1) == (0 if n.startswith("junk") else 1) for row in rows.values())]
    shown = [n for n in names if n not in right]
    if shown:
        yield f"| | {' | '.join(shown)} |"
        yield "| --- " * (len(shown) + 1) + "|"
        for key, row in rows.items():
            yield f"| {key} | {' | '.join(_value(n, row.get(n)) for n in shown)} |"
        yield ""
    if right:
        yield f"All right in {', '.join(rows)}: {', '.join(right)}."


def _value(name: str, value: float | None) -> str:
    return "" if value is None else f"{value:g}" if name == "cases" else f"{value:.3f}"


def main() -> int:
    """Measure, compare, update; 0 where nothing fell."""
    parser = argparse.ArgumentParser(description="quality against pinned floors")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--only", choices=sorted(SUITES))
    args = parser.parse_args()
    there = SUITES if CORPUS.exists() else OWN
    if len(there) == len(OWN):
        print("no corpus beside the project: only its own fixtures are scored")
    pinned = json.loads(FLOORS.read_text("utf-8"))
    found, failing = measure([args.only] if args.only else list(there))
    for key, row in sorted(found.items()):
        print(key, " ".join(f"{name}={value:.4f}" for name, value in row.items()))
    if args.docs:
        args.docs.write_text(manual(found, failing), "utf-8")
    if args.update:
        floors = raised(found, pinned["floors"], lower=args.allow_lower)
        FLOORS.write_text(
            json.dumps({"digests": pinned["digests"] | digests(), "floors": floors}, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )
        return 0
    for name, value in digests().items():
        if pinned["digests"].get(name) != value:
            print(f"the {name} are not those that the floors were measured on; compared all the same", file=sys.stderr)
    fallen = list(compare(found, pinned["floors"]))
    print(*fallen, sep="\n", file=sys.stderr)
    print(f"{len(fallen)} figures below their floors")
    return bool(fallen)


if __name__ == "__main__":
    sys.exit(main())
