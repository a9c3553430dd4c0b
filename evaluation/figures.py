"""Numbers and whom they count: passages of our own with every figure marked.

    python evaluation/figures.py [--half visible|held-out|all] [--verbose] [--json]

A figure is right if one of ours lies on the same words with the same kind, lowest and highest, and counts the same (one
of its actor's mentions meets the words marked as counted; nobody where nothing is marked). Found figures where none is
marked count against precision. The halves are split by the id's hash; errors are looked at in the visible half alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from braces import load_lines, parse_braces, run_halves
from sayso.pipeline import read_report
from sayso.records import Figure, Reading, Report, Span

GOLD = Path(__file__).parent / "figures"
MARK = re.compile(r"\{(?:f(\d+)\.([a-z]+)\.(\d+|-)\.(\d+|-)(\.part)?|w(\d+)):")


@dataclass(slots=True)
class GoldFigure:
    """A figure as marked; ``counted``: the words that say whom or what it counts, none if the text does not."""

    span: Span
    kind: str
    low: int | None
    high: int | None
    counted: list[Span]


def parse_figures(marked: str) -> tuple[str, list[GoldFigure]]:
    """The bare text of a passage and its figures."""
    text, marks = parse_braces(marked, MARK)
    numbers = [None if end == "-" else int(end) for match, _ in marks if match[1] for end in (match[3], match[4])]
    ends = iter(numbers)
    found = {match[1]: GoldFigure(span, match[2], next(ends), next(ends), []) for match, span in marks if match[1]}
    for match, span in marks:
        if match[6]:
            found[match[6]].counted.append(span)
    return text, list(found.values())


def figures_of(reading: Reading) -> list[Figure]:
    """All figures of a reading, each once."""
    figures = (f for claim in (*reading.claims, *reading.uncoded) for f in claim.about.figures if f.span)
    return list({(f.kind, f.span): f for f in figures}.values())


def find_wrong(gold: GoldFigure, ours: list[Figure], reading: Reading) -> tuple[Figure | None, tuple[str, ...]]:
    """The nearest of ours, and what of it is wrong; nothing if it is right."""
    here = [f for f in ours if f.span is not None and f.span.meets(gold.span)]
    judged = [(judge(gold, figure, reading), figure) for figure in here]
    wrong, figure = min(judged, key=lambda pair: len(pair[0]), default=(("missing",), None))
    return figure, wrong


def judge(gold: GoldFigure, figure: Figure, reading: Reading) -> tuple[str, ...]:
    """What of a figure is other than marked."""
    counted = next((actor.mentions for actor in reading.actors if actor.id == figure.of), ())
    whose = any(word.meets(mention) for word in gold.counted for mention in counted) if gold.counted else not counted
    same = {"kind": figure.kind == gold.kind, "low": figure.low == gold.low, "high": figure.high == gold.high}
    return tuple(name for name, right in (same | {"whose": whose}).items() if not right)


def score_figures(half: str = "held-out", path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """The figures by name."""
    counts: Counter[str] = Counter()
    for name, marked in (line for file in sorted(path.glob("*.tsv")) for line in load_lines(file, half)):
        text, golds = parse_figures(marked)
        reading = read_report(Report(name, text))
        ours = figures_of(reading)
        for gold in golds:
            figure, wrong = find_wrong(gold, ours, reading)
            counts["marked"] += 1
            counts["right"] += not wrong
            counts.update(f"{part} wrong" for part in wrong)
            if wrong and verbose:
                print(name, text, gold, figure, wrong, sep="\n   ")
        extra = [f for f in ours if not any(f.span and f.span.meets(gold.span) for gold in golds)]
        counts["found"] += len(ours)
        counts["unmarked"] += len(extra)
        if extra and verbose:
            print(name, text, *(f"not marked: {f.text} ({f.kind})" for f in extra), sep="\n   ")
    marked_count = max(1, counts["marked"])
    precision, recall = counts["right"] / max(1, counts["found"]), counts["right"] / marked_count
    parts = ("missing", "kind", "low", "high", "whose")
    return {
        "figures": float(counts["marked"]),
        "all right": recall,
        "all right, F1": 2 * precision * recall / max(1e-9, precision + recall),
        "found where none is": counts["unmarked"] / max(1, counts["found"]),
        **{f"{part} wrong" if part != "missing" else part: counts[f"{part} wrong"] / marked_count for part in parts},
    }


if __name__ == "__main__":
    run_halves(__doc__, score_figures)
