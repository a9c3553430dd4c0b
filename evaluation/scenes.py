"""How many records of the invented reports in scenes/ are booked right, and how many of the ties between them.

    python evaluation/scenes.py [--shared ../shared] [--verbose] [--keep FOLDER]

Reads each report as `sayso read --json` does, reconciles all of them at once, and lets the seed's scorer judge.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sayso.contract import case_to_dict, reading_to_dict, talks_to_dict
from sayso.pipeline import read_report, reconcile_readings
from sayso.records import Reading, Report

SCENES = Path(__file__).parent / "scenes"


def load_report(expected: Path) -> Report:
    """The report that `01.expected.json` speaks of, named "01"."""
    about = json.loads(expected.read_text(encoding="utf-8"))["report"]
    text = (expected.parent / about["file"]).read_bytes().decode("utf-8")
    name = expected.name.split(".")[0]
    return Report(name, text, about["outlet"], published=about["published"], language=about["language"])


def write_answers(readings: list[Reading], folder: Path) -> tuple[Path, Path]:
    """What the two commands would print: one line a report, and one line a case or thread of talks."""
    out, groups = folder / "out.jsonl", folder / "recon.jsonl"
    cases, threads = reconcile_readings(readings)
    joined = [case_to_dict(case) for case in cases] + [talks_to_dict(talks) for talks in threads]
    out.write_text("".join(json.dumps(reading_to_dict(r)) + "\n" for r in readings), encoding="utf-8")
    groups.write_text("".join(json.dumps(line) + "\n" for line in joined), encoding="utf-8")
    return out, groups


def score_scenes(shared: Path, folder: Path, *, verbose: bool = False) -> tuple[dict[str, object], str]:
    """The scorer's figures over all reports and, if asked, its account of every record."""
    readings = [read_report(load_report(expected)) for expected in sorted(SCENES.glob("*.expected.json"))]
    out, groups = write_answers(readings, folder)
    command = [sys.executable, str(shared / "seed" / "check.py"), str(SCENES), str(out), "--groups", str(groups)]
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
        figures, account = score_scenes(args.shared, folder, verbose=args.verbose)
    print(account, end="")
    ties = figures.pop("groups", None)
    for name, value in [*figures.items(), *(ties.items() if isinstance(ties, dict) else ())]:
        print(f"{name:24} {' of '.join(map(str, value)) if isinstance(value, list) else value}")


if __name__ == "__main__":
    main()
