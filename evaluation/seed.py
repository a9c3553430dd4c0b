"""How many records of the seed report are booked right, field by field, and how many of its disputes and talks.

    python evaluation/seed.py [--shared ../shared] [--verbose]

Reads the report as `sayso read FILE --json` does and lets the scorer beside it judge.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sayso.contract import reading_to_dict
from sayso.pipeline import read_report
from sayso.records import Report

ORDER = ("found", "source", "disputes", "talks")


def score_seed(shared: Path, *, verbose: bool = False) -> tuple[dict[str, object], str]:
    """The scorer's figures and, if asked, its account of every record."""
    seed = shared / "seed"
    expected = json.loads((seed / "expected.json").read_text(encoding="utf-8"))["report"]
    text = (seed / expected["file"]).read_bytes().decode("utf-8")
    report = Report("seed", text, expected["outlet"], published=expected["published"], language=expected["language"])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        out.write_text(json.dumps(reading_to_dict(read_report(report))) + "\n", encoding="utf-8")
        command = [sys.executable, str(seed / "check.py"), "--seed", str(seed), str(out)]
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
    args = parser.parse_args()
    if not (args.shared / "seed" / "check.py").exists():
        parser.exit(2, f"no scorer at {args.shared}/seed/check.py; name the folder that has it with --shared\n")
    figures, account = score_seed(args.shared, verbose=args.verbose)
    print(account, end="")
    for name, value in figures.items():
        print(f"{name:12} {' of '.join(map(str, value)) if isinstance(value, list) else value}")


if __name__ == "__main__":
    main()
