"""
What the engines read in another skin: the figures of the corpus, each page dressed anew, against those of the pages as they are.

usage: skins.py [--skin NAME …] [--only PART] [--margin POINTS]

Dresses the pages of ``../shared/corpus`` in the disguises of the tests (tags renamed, names taken off, frames, adverts), reads them
as a user would, scores them with the scorer beside the corpus and prints each figure that falls by more than the margin; 1 where one does.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scraper import encoding  # noqa: E402
from scraper.markup import Page  # noqa: E402
from tests.engines.disguises import SKINS, Skin  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
SCORER = ROOT.parent / "shared" / "tools" / "score_pages.py"
UNMEASURED = ("page perfect", "junk strings", "junk strings left")

Figures = dict[str, dict[str, float]]


def dress(page: Path, target: Path, skin: Skin | None) -> None:
    """A page with its sidecars in another folder; the headers of one that was written anew say UTF-8."""
    sidecar = page.with_suffix(".capture.json")
    said = json.loads(sidecar.read_text("utf-8")) if sidecar.exists() else {}
    body = page.read_bytes()
    if skin:
        headers = {name.lower(): value for name, value in (said.get("headers") or {}).items()}
        body = skin(Page(encoding.decode(body, headers=headers).text).root.html or "").encode()
        said["headers"] = {**headers, "content-type": "text/html; charset=utf-8"}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    target.with_suffix(".capture.json").write_text(json.dumps(said), "utf-8")
    shutil.copy(page.with_suffix(".gold.json"), target.with_suffix(".gold.json"))


def figures(skin: Skin | None, only: str) -> Figures:
    """Each figure of each engine's folder."""
    found: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for suite in ("pages", "saved"):
            place = Path(folder) / suite
            for page in sorted((CORPUS / suite).rglob("*.html")):
                if only in str(page.parent) and page.with_suffix(".gold.json").exists():
                    dress(page, place / page.relative_to(CORPUS / suite), skin)
            if place.exists():
                found |= {f"{suite}/{engine}": row for engine, row in scored(place).items()}
    return found


def scored(place: Path) -> Figures:
    records = place.with_suffix(".jsonl")
    command = [sys.executable, "-m", "scraper", "extract", str(place), "-o", str(records), "-q", "--workers", "2"]
    subprocess.run(command, check=False, cwd=ROOT)
    printed = subprocess.run([sys.executable, str(SCORER), str(place), str(records), "--json"], check=True, capture_output=True).stdout
    return {
        engine: {name: value for name, value in row.items() if value is not None and name not in UNMEASURED}
        for engine, row in json.loads(printed).items()
    }


def fallen(plain: Figures, dressed: Figures, margin: float) -> Iterator[str]:
    """The figures that a skin costs more than the margin."""
    for engine, row in plain.items():
        for name, value in row.items():
            now = dressed.get(engine, {}).get(name, 0.0)
            if not name.startswith("invented") and now < value - margin:
                yield f"{engine}: {name} {value:.3f} -> {now:.3f}"


def main() -> int:
    """Dress, read, compare; 0 where every figure holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n")[0])
    parser.add_argument("--skin", nargs="*", choices=sorted(SKINS), default=[name for name in SKINS if name != "tables"])
    parser.add_argument("--only", default="", metavar="PART", help="folders whose path holds this")
    parser.add_argument("--margin", type=float, default=0.02, metavar="POINTS", help="default: %(default)s")
    args = parser.parse_args()
    if not CORPUS.exists():
        print("no corpus beside the project: nothing to measure")
        return 0
    plain, lost = figures(None, args.only), 0
    for name in args.skin:
        found = list(fallen(plain, figures(SKINS[name], args.only), args.margin))
        print(f"{name}: {len(found)} of {sum(map(len, plain.values()))} figures fall by more than {args.margin:g}", *found, sep="\n  ")
        lost += len(found)
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main())
