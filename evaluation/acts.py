"""What a source does by speaking, and what is said of evidence: 440 sentences of our own, none of them trained on.

    python evaluation/acts.py [--verbose] [--json]

Each passage of `acts/gold.txt` has one attribution marked. The claim that answers it shares its cue, or else the most
of its content; a passage that no claim answers counts as wrong. Accuracy over all, and the mean F1 of the classes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from marked import Marked, Passage, load_passages
from sayso.pipeline import read_report
from sayso.records import Claim, Report, Span

GOLD = Path(__file__).parent / "acts" / "gold.txt"
MISSING = "(no claim)"


def shared(left: list[Span] | tuple[Span, ...], right: list[Span]) -> int:
    """Characters that lie in a span of both."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)


def find_answer(claims: tuple[Claim, ...], gold: Marked) -> Claim | None:
    """The claim that answers a marked attribution."""
    spoken = [c for c in claims if c.attribution]
    ranked = [
        (bool(cue and cue.span and any(cue.span.meets(s) for s in gold.cue)), shared(claim.content, gold.content), -n)
        for n, claim in enumerate(spoken)
        for cue in (claim.attribution[-1].cue,)
    ]
    best = max(ranked, default=None)
    return spoken[-best[2]] if best and (best[0] or best[1]) else None


def score_labels(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Accuracy and macro-F1 of (gold, answer) pairs, over the classes of the gold."""
    right = Counter(g for g, p in pairs if g == p)
    golds, answers = Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    f1 = [2 * right[label] / (golds[label] + answers[label]) for label in golds]
    return sum(right.values()) / len(pairs), sum(f1) / len(f1)


def score_acts(path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """The figures by name; ``verbose`` prints each wrong answer."""
    acts, evidence = [], []
    for passage in load_passages(path):
        gold = passage.attributions[1]
        answer = find_answer(read_report(Report(passage.id, passage.text)).claims, gold)
        acts.append((str(gold.act), answer.act if answer else MISSING))
        evidence.append((gold.evidence, answer.evidence if answer else MISSING))
        if verbose and acts[-1][0] != acts[-1][1]:
            show(passage, gold, answer)
    figures = dict(zip(("act accuracy", "act macro-F1"), score_labels(acts), strict=True))
    figures |= dict(zip(("evidence accuracy", "evidence macro-F1"), score_labels(evidence), strict=True))
    figures["no claim"] = sum(p == MISSING for _, p in acts) / len(acts)
    return figures


def show(passage: Passage, gold: Marked, answer: Claim | None) -> None:
    """One wrong answer in a line, with the rules that gave it."""
    said = f"{answer.act} by {', '.join(answer.rules)}" if answer else MISSING
    print(f"{passage.id} wanted {gold.act}, got {said}: {passage.text}")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_acts(verbose=args.verbose)
    if args.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:20} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
