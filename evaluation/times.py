"""Days: passages of our own, each with its day of publication and every expression of time marked.

    python evaluation/times.py [--half visible|held-out|all] [--verbose] [--json]

A marked expression is right if what we make of those words begins and ends on the same days (open ends open), or is
nothing where the text does not tell the days. The halves are split by the id's hash, as in `figures.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from braces import load_lines, parse_braces, run_halves
from sayso.records import Report
from sayso.understand.segment import find_segments
from sayso.understand.times import find_times

GOLD = Path(__file__).parent / "times" / "gold.tsv"
MARK = re.compile(r"\{(?:(none)|((?:\d{4}-\d\d-\d\d)?)\.\.((?:\d{4}-\d\d-\d\d)?)):")


def score_times(half: str = "held-out", path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """The figures by name."""
    counts: Counter[str] = Counter()
    for name, published, marked in load_lines(path, half):
        text, marks = parse_braces(marked, MARK)
        segments, _ = find_segments(Report(name, text, published=published))
        ours = [mark.time for mark in find_times(segments)[0] if mark.time.span]
        counts["found"] += sum(time.from_ is not None or time.to is not None for time in ours)
        for match, span in marks:
            wanted = (None, None) if match[1] else (match[2] or None, match[3] or None)
            here = [(t.from_, t.to) for t in ours if t.span and t.span.meets(span)]
            right = wanted in here or (wanted == (None, None) and not here)
            counts["marked"] += 1
            counts["right"] += right
            counts["missing"] += not here and not right
            counts["told"] += wanted != (None, None)
            counts["told right"] += right and wanted != (None, None)
            if verbose and not right:
                print(f"{name} {published} {text}\n   {text[span.start : span.end]!r}: {wanted}, ours {here}")
        extra = [t for t in ours if (t.from_ or t.to) and not any(t.span and t.span.meets(span) for _, span in marks)]
        counts["unmarked"] += len(extra)
        if verbose and extra:
            print(f"{name} {published} {text}\n   not marked: {[(t.text, t.from_, t.to) for t in extra]}")
    precision, recall = counts["told right"] / max(1, counts["found"]), counts["told right"] / max(1, counts["told"])
    return {
        "expressions": float(counts["marked"]),
        "right": counts["right"] / max(1, counts["marked"]),
        "not found": counts["missing"] / max(1, counts["marked"]),
        "days right, F1": 2 * precision * recall / max(1e-9, precision + recall),
        "found where none is": counts["unmarked"] / max(1, counts["found"]),
    }


if __name__ == "__main__":
    run_halves(__doc__, score_times)
