"""
What the quality gate measures: our own fixtures, and the corpus beside the project where it is there.

Every suite gives ``Figures``: suite and engine (or reason, or generator) → figure → value, all such that more is better; counts of
what is wrong are negative. A suite also names its cases that fail, by page or case; no text of a page is kept.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from scraper.clean import clean
from tests.engines.cases import FOLDER, cases, differences, read_case

__all__ = ["CORPUS", "SUITES", "Figures", "Measured"]

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
TOOLS = CORPUS.parent / "tools"
TEXTS = FOLDER.parent / "clean"

Figures = dict[str, dict[str, float]]


class Measured(NamedTuple):
    """A suite's figures and the names of the cases that fail."""

    figures: Figures
    failing: list[str]


def fixtures() -> Measured:
    """Each engine's own fixtures: cases read as expected, and the share of the expected values that hold."""
    figures: Figures = {}
    failing: list[str] = []
    for engine in sorted({case.parent.name for case in cases()}):
        values = wrong = whole = 0
        for case in cases(engine):
            missed = differences(case)
            values += leaves(read_case(case)[1])
            wrong += len(missed)
            whole += not missed
            failing += [f"fixtures/{engine}/{case.name}"] if missed else []
        figures[f"fixtures/{engine}"] = {"cases": whole, "values": 1 - wrong / max(1, values)}
    return Measured(figures, failing)


def leaves(expected: Any) -> int:
    """How many values an expectation has."""
    if isinstance(expected, dict):
        return sum(map(leaves, expected.values()))
    return sum(map(leaves, expected)) if isinstance(expected, list) else 1


def texts() -> Measured:
    """The cleaner on the fixtures of each reason, and on texts that only look like junk."""
    right: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    failing: list[str] = []
    for file, suite in (("found", "reason"), ("negative", "kept")):
        for line in (TEXTS / f"{file}.jsonl").read_text("utf-8").splitlines():
            case = json.loads(line)
            name = f"texts/{case.get('reason', suite)}"
            good = clean(case["text"]).text == case.get("clean", case["text"])
            right[name][good] += 1
            failing += [] if good else [f"{name}: {case['name']}"]
    return Measured({name: {"cases": n[True], "right": n[True] / n.total()} for name, n in right.items()}, failing)


def extracted(folder: Path, *options: str) -> Path:
    """The records of a folder, in a temporary file, as a user would make them."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl", delete=False) as out:
        target = Path(out.name)
    command = [sys.executable, "-m", "scraper", "extract", str(folder), "-o", str(target), "-q", "--workers", "2", *options]
    subprocess.run(command, check=False, cwd=ROOT)
    return target


def scorer(script: str, *words: str) -> str:
    """What a scorer prints."""
    return subprocess.run([sys.executable, str(TOOLS / script), *words], check=True, capture_output=True, text=True).stdout


def pages(suite: str) -> Measured:
    """Fields of ``pages/``, ``saved/`` or ``dumps/``, by engine; invented and left-over things counted negatively."""
    done = extracted(CORPUS / suite)
    folder = str(CORPUS / suite)
    scored = json.loads(scorer("score_pages.py", folder, str(done), "--json"))
    failing = re.findall(r"not perfect: (\S+)", scorer("score_pages.py", folder, str(done), "--worst", "10000"))
    done.unlink()
    found: Figures = {}
    for engine, row in scored.items():
        values = {k: v for k, v in row.items() if v is not None and k != "junk strings"}
        found[f"{suite}/{engine}"] = {k: -v if k.startswith(("invented", "junk strings left")) else v for k, v in values.items()}
    return Measured(found, [f"{suite}/{page}" for page in failing])


def junk() -> Measured:
    """The cleaner on spoiled and on clean text, by generator."""
    with tempfile.TemporaryDirectory() as folder:
        done = Path(folder) / "cleaned.jsonl"
        with done.open("wb") as out:
            for name in ("spoiled.jsonl", "clean.jsonl"):
                with (CORPUS / "junk" / name).open("rb") as lines:
                    subprocess.run([sys.executable, "-m", "scraper", "clean", "--jsonl"], stdin=lines, stdout=out, check=True, cwd=ROOT)
        return Measured(dict(_junk_rows(scorer("score_junk.py", str(CORPUS / "junk"), str(done), "--by", "gen"))), [])


def _junk_rows(printed: str) -> Iterator[tuple[str, dict[str, float]]]:
    for line in printed.splitlines():
        if found := re.match(r"spoiled (\S+).*span recall ([\d.]+).*span precision ([\d.]+).*exact docs ([\d.]+)", line):
            yield f"junk/{found[1]}", {"recall": float(found[2]), "precision": float(found[3]), "exact": float(found[4])}
        elif found := re.match(r"clean\s+ALL.*false removals/MB ([\d.]+)", line):
            yield "junk/clean", {"false removals per MB": -float(found[1])}


def whole(script: str, suite: str, pattern: str, *names: str, engine: str | None = None) -> Measured:
    """A suite with one line of figures."""
    done = extracted(CORPUS / suite, *(("--engine", engine) if engine else ()))
    found = re.search(pattern, scorer(script, str(CORPUS / suite), str(done)))
    done.unlink()
    key = f"{suite}/{engine or 'default'}"
    return Measured({key: dict(zip(names, map(float, found.groups()), strict=True))} if found else {}, [])


WF52 = r"precision ([\d.]+)\s+recall ([\d.]+)"
SUITES: dict[str, Callable[[], Measured]] = {
    "fixtures": fixtures,
    "texts": texts,
    "pages": lambda: pages("pages"),
    "saved": lambda: pages("saved"),
    "dumps": lambda: pages("dumps"),
    "junk": junk,
    "wf52": lambda: whole("score_wf52.py", "wf52", WF52, "precision", "recall"),
    "wcxb": lambda: whole("score_wcxb.py", "wcxb", r"mean word F1 ([\d.]+)", "word F1"),
}
"""The first two need nothing but the checkout."""
