"""Who relays whose word: chains of attributions in 180 passages of our own.

    python evaluation/nested.py [--verbose] [--json]

A chain of `nested/gold.txt` (from the outermost source to one that encloses no other) is right if a claim has as many
steps, at each step a source that overlaps (or none on either side) and a cue that overlaps, and contents that share at
least 0.8 of their words (F1). Passages without any attribution count for false chains only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from marked import Marked, Passage, load_passages
from sayso.pipeline import read_report
from sayso.records import Report, Span

GOLD = Path(__file__).parent / "nested" / "gold.txt"
WORD = re.compile(r"\w+")
#: content F1 from which a content counts as found, as in the PolNeAR scorer.
WHOLE = 0.8

Steps = tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]


def words_in(text: str, spans: list[Span] | tuple[Span, ...]) -> set[int]:
    """Where words start within the spans; a leading "that" does not count."""
    starts = sorted({m.start() for s in spans for m in WORD.finditer(text, *s)})
    return set(starts[1:] if starts and text[starts[0] : starts[0] + 4].lower() == "that" else starts)


def gold_chains(passage: Passage) -> list[tuple[Steps, set[int]]]:
    """Chains that end at an attribution which encloses no other, with the words of its content."""
    parents = {one.parent for one in passage.attributions.values()}
    chains = []
    for number, one in passage.attributions.items():
        if number not in parents:
            path: list[Marked] = [one]
            while path[0].parent is not None:
                path.insert(0, passage.attributions[path[0].parent])
            steps = tuple((tuple(step.source), tuple(step.cue)) for step in path)
            chains.append((steps, words_in(passage.text, one.content)))
    return chains


def found_chains(passage: Passage) -> list[tuple[Steps, set[int]]]:
    """Chains of the claims read from a passage, each once, with all words that are told on it."""
    told: dict[tuple[tuple[Span | None, Span | None], ...], set[int]] = defaultdict(set)
    for claim in read_report(Report(passage.id, passage.text)).claims:
        key = tuple((step.source.span, step.cue.span if step.cue else None) for step in claim.attribution)
        if key:
            told[key] |= words_in(passage.text, claim.content)
    return [(tuple(_step(s, c) for s, c in key), words) for key, words in told.items()]


def _step(source: Span | None, cue: Span | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    return ((source,) if source else (), (cue,) if cue else ())


def is_right(gold: tuple[Steps, set[int]], found: tuple[Steps, set[int]]) -> bool:
    """Whether a found chain is the gold one."""
    (steps, words), (others, told) = gold, found
    if len(steps) != len(others) or 2 * len(words & told) < WHOLE * (len(words) + len(told)):
        return False
    return all(_meet(s, t) and _meet(c, d) for (s, c), (t, d) in zip(steps, others, strict=True))


def _meet(left: tuple[Span, ...], right: tuple[Span, ...]) -> bool:
    return any(a.meets(b) for a in left for b in right) or not (left or right)


def score_nested(path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """The figures by name; ``verbose`` prints each passage whose chains are not all right."""
    counts: dict[str, int] = defaultdict(int)
    for passage in load_passages(path):
        gold, found = gold_chains(passage), found_chains(passage)
        left = list(found)
        for chain in gold:
            hit = next((one for one in left if is_right(chain, one)), None)
            depth = "one step" if len(chain[0]) == 1 else "two steps" if len(chain[0]) == 2 else "three or more"
            counts[f"{depth} of"] += 1
            counts[depth] += hit is not None
            if hit is not None:
                left.remove(hit)
            elif verbose:
                print(f"{passage.id} missed {_words(passage, chain)}\n  found {[_words(passage, f) for f in found]}")
        counts["found"] += len(found)
    right = {name: counts[name] for name in ("one step", "two steps", "three or more")}
    figures = {f"right, {name}": hits / max(1, counts[f"{name} of"]) for name, hits in right.items()}
    gold_all = sum(counts[f"{name} of"] for name in right)
    nested = counts["two steps"] + counts["three or more"]
    return figures | {
        "chains right": sum(right.values()) / gold_all,
        "nested chains right": nested / max(1, counts["two steps of"] + counts["three or more of"]),
        "chains": float(gold_all),
        "precision": sum(right.values()) / max(1, counts["found"]),
    }


def _words(passage: Passage, chain: tuple[Steps, set[int]]) -> str:
    steps = [[passage.text[s.start : s.end] for part in step for s in part] for step in chain[0]]
    told = sorted(chain[1])
    return f"{steps} {passage.text[told[0] : told[-1] + 12]!r}" if told else f"{steps}"


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_nested(verbose=args.verbose)
    if args.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:22} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
