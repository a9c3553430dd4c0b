"""How many records of the ten demo reports are booked right, and how many of the ties within and between them.

    python evaluation/demo_gold.py [--shared ../shared] [--verbose] [--keep FOLDER]

Reads each report as `sayso demo` does, reconciles all of them at once, and lets the seed's scorer judge.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sayso.pipeline import read_report
from sayso.records import Report
from scenes import write_answers

GOLD = Path(__file__).parent / "demo_gold"


def load_report(expected: Path) -> Report:
    """The report that `01.expected.json` speaks of, named "01", with all that the demo knows of it."""
    about = json.loads(expected.read_text(encoding="utf-8"))["report"]
    text = (expected.parent / about["file"]).read_bytes().decode("utf-8")
    known = {field: about.get(field) for field in ("outlet", "title", "url", "published", "language")}
    return Report(expected.name.split(".")[0], text, **known)


def score_demo(shared: Path, folder: Path, *, verbose: bool = False) -> tuple[dict[str, object], str]:
    """The scorer's figures over all reports and, if asked, its account of every record."""
    readings = [read_report(load_report(expected)) for expected in sorted(GOLD.glob("*.expected.json"))]
    out, groups = write_answers(readings, folder)
    command = [sys.executable, str(shared / "seed" / "check.py"), str(GOLD), str(out), "--groups", str(groups)]
    figures = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout)
    account = ""
    if verbose:
        account = subprocess.run([*command, "--verbose"], check=True, capture_output=True, text=True).stdout
    return figures, account


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--keep", type=Path, help="leave out.jsonl and recon.jsonl in this folder")
    args = parser.parse_args()
    if not (args.shared / "seed" / "check.py").exists():
        parser.exit(2, f"no scorer at {args.shared}/seed/check.py; name the folder that has it with --shared\n")
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        figures, account = score_demo(args.shared, folder, verbose=args.verbose)
    print(account, end="")
    ties = figures.pop("groups", None)
    for name, value in [*figures.items(), *(ties.items() if isinstance(ties, dict) else ())]:
        print(f"{name:24} {' of '.join(map(str, value)) if isinstance(value, list) else value}")


if __name__ == "__main__":
    main()
