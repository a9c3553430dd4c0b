"""How often deeds are booked where none are told: 400 texts of our own, in the words of war, on anything else.

    python evaluation/nonevents.py [--verbose] [--json]

Right is a text without a claim of an event of status actual. The aim is at least 97 in 100.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from sayso.pipeline import read_report
from sayso.records import Report

GOLD = Path(__file__).parent / "nonevents" / "gold.tsv"


def score_nonevents(path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """Share of texts without an event told as done, over all and by kind."""
    wrong: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        name, kind, text = line.split("\t")
        texts[kind] += 1
        claims = read_report(Report(name, text)).claims
        booked = [c for c in claims if c.about.kind == "event" and c.about.status == "actual"]
        wrong[kind] += bool(booked)
        if verbose and booked:
            print(f"{name} {kind}: {text}\n  {[(c.about.type, c.rules) for c in booked]}")
    shares = {kind: 1 - wrong[kind] / count for kind, count in sorted(texts.items())}
    return {"nothing booked as actual": 1 - wrong.total() / texts.total(), **shares}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_nonevents(verbose=args.verbose)
    if args.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:26} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
