"""
The quality gate: what the reader and the cleaner get right, against pinned floors.

usage: quality.py [--update] [--allow-lower] [--docs FILE] [--only SUITE]

Reads the pages of ``../shared/corpus`` (where it is there) as a user would, scores them with the scorers beside it, and fails
when a figure falls below its floor in ``benchmarks/floors.json``. ``--update`` raises floors to what was reached; only with
``--allow-lower`` it also lowers them. A digest of the gold pins what the floors were measured on. ``--docs`` writes the table
for the manual.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
CORPUS = SHARED / "corpus"
TOOLS = SHARED / "tools"
FLOORS = HERE / "floors.json"
MARGIN = 0.0005  # rounding of the printed figures

Figures = dict[str, dict[str, float]]
"""Suite and engine (or generator) to figure to value, all such that more is better."""


def records(folder: Path, *options: str) -> Path:
    """The records of a folder, in a temporary file, as a user would make them."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl", delete=False) as out:
        target = Path(out.name)
    command = [sys.executable, "-m", "scraper", "extract", str(folder), "-o", str(target), "-q", "--workers", "2", *options]
    subprocess.run(command, check=False, cwd=HERE.parent)
    return target


def run(script: str, *words: str) -> str:
    """What a scorer prints."""
    return subprocess.run([sys.executable, str(TOOLS / script), *words], check=True, capture_output=True, text=True).stdout


def pages(suite: str) -> Figures:
    """Fields of ``pages/``, ``saved/`` or ``dumps/``, by engine; invented and left-over things counted negatively."""
    done = records(CORPUS / suite)
    scored = json.loads(run("score_pages.py", str(CORPUS / suite), str(done), "--json"))
    done.unlink()
    found: Figures = {}
    for engine, row in scored.items():
        values = {k: v for k, v in row.items() if v is not None and k != "junk strings"}
        found[f"{suite}/{engine}"] = {k: -v if k.startswith(("invented", "junk strings left")) else v for k, v in values.items()}
    return found


def junk() -> Figures:
    """The cleaner on spoiled and on clean text, by generator."""
    with tempfile.TemporaryDirectory() as folder:
        done = Path(folder) / "cleaned.jsonl"
        with done.open("wb") as out:
            for name in ("spoiled.jsonl", "clean.jsonl"):
                with (CORPUS / "junk" / name).open("rb") as lines:
                    subprocess.run(
                        [sys.executable, "-m", "scraper", "clean", "--jsonl"], stdin=lines, stdout=out, check=True, cwd=HERE.parent
                    )
        return dict(_junk_rows(run("score_junk.py", str(CORPUS / "junk"), str(done), "--by", "gen")))


def _junk_rows(printed: str) -> Iterator[tuple[str, dict[str, float]]]:
    for line in printed.splitlines():
        if found := re.match(r"spoiled (\S+).*span recall ([\d.]+).*span precision ([\d.]+).*exact docs ([\d.]+)", line):
            yield f"junk/{found[1]}", {"recall": float(found[2]), "precision": float(found[3]), "exact": float(found[4])}
        elif found := re.match(r"clean\s+ALL.*false removals/MB ([\d.]+)", line):
            yield "junk/clean", {"false removals per MB": -float(found[1])}


def whole(script: str, suite: str, pattern: str, *names: str, engine: str | None = None) -> Figures:
    """A suite with one line of figures."""
    done = records(CORPUS / suite, *(("--engine", engine) if engine else ()))
    found = re.search(pattern, run(script, str(CORPUS / suite), str(done)))
    done.unlink()
    key = f"{suite}/{engine or 'default'}"
    return {key: dict(zip(names, map(float, found.groups()), strict=True))} if found else {}


WF52 = r"precision ([\d.]+)\s+recall ([\d.]+)"
SUITES = {
    "pages": lambda: pages("pages"),
    "saved": lambda: pages("saved"),
    "dumps": lambda: pages("dumps"),
    "junk": junk,
    "wf52": lambda: whole("score_wf52.py", "wf52", WF52, "precision", "recall"),
    "wcxb": lambda: whole("score_wcxb.py", "wcxb", r"mean word F1 ([\d.]+)", "word F1"),
}


def digest() -> str:
    """What the floors stand on: the names and sizes of the gold."""
    names = sorted(f"{p.relative_to(CORPUS)} {p.stat().st_size}" for p in CORPUS.rglob("*") if p.suffix in (".json", ".jsonl"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def compare(found: Figures, floors: Figures) -> Iterator[str]:
    """What fell."""
    for key, row in floors.items():
        for name, floor in row.items():
            value = found.get(key, {}).get(name)
            if value is None and key in found:
                yield f"{key}: {name} is gone (floor {floor:g})"
            elif value is not None and value < floor - MARGIN:
                yield f"{key}: {name} {value:.4f} is below its floor {floor:.4f}"


def raised(found: Figures, floors: Figures, *, lower: bool) -> Figures:
    """The floors after an update."""
    merged = {key: dict(row) for key, row in floors.items()}
    for key, row in found.items():
        own = merged.setdefault(key, {})
        for name, value in row.items():
            own[name] = round(value if lower else max(value, own.get(name, value)), 4)
    return {key: dict(sorted(row.items())) for key, row in sorted(merged.items())}


def table(found: Figures) -> str:
    """The figures as a page of the manual."""
    rows = ["# Quality", "", "Made by `benchmarks/quality.py`; all figures are shares, counts of what is wrong are negative.", ""]
    for key, row in sorted(found.items()):
        rows += [f"## {key}", "", "| figure | value |", "| --- | --- |", *(f"| {name} | {value:.4f} |" for name, value in row.items()), ""]
    return "\n".join(rows)


def main() -> int:
    """Measure, compare, update; 0 where nothing fell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1] if __doc__ else "")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--only", choices=sorted(SUITES))
    args = parser.parse_args()
    if not CORPUS.exists():
        print("no corpus beside the project: nothing to measure")
        return 0
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"digest": digest(), "floors": {}}
    found: Figures = {}
    for name, suite in SUITES.items():
        if not args.only or args.only == name:
            found |= suite()
    for key, row in sorted(found.items()):
        print(key, " ".join(f"{name}={value:.4f}" for name, value in row.items()))
    if args.docs:
        args.docs.write_text(table(found), "utf-8")
    if args.update:
        floors = raised(found, pinned["floors"], lower=args.allow_lower)
        FLOORS.write_text(json.dumps({"digest": digest(), "floors": floors}, indent=1, ensure_ascii=False) + "\n", "utf-8")
        return 0
    if pinned["digest"] != digest():
        print("the corpus is not the one that the floors were measured on; compared all the same", file=sys.stderr)
    fallen = list(compare(found, pinned["floors"]))
    print(*fallen, sep="\n", file=sys.stderr)
    print(f"{len(fallen)} figures below their floors")
    return bool(fallen)


if __name__ == "__main__":
    sys.exit(main())
