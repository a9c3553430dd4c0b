"""Whether a report is read alike whoever does what to whom: 300 passages of our own, each with its two sides exchanged.

    python evaluation/swaps.py [--verbose] [--json]

`swaps/passages.tsv` holds the passages with slots for the names, `swaps/pairs.toml` the names of each pair. A passage
is read twice. Its attributions are the same if source, cue, content, act and evidence of every claim are, in places of
the slots; its records are the same if type, status, sides and figures are too.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import tomllib
from bisect import bisect_right
from pathlib import Path
from typing import Any

from sayso.pipeline import read_report
from sayso.records import Claim, Reading, Report, Span

FOLDER = Path(__file__).parent / "swaps"
SLOT = re.compile(r"\{([AB][^}^]*)(\^?)\}")
OTHER = {"A": "B", "B": "A"}


class Filled:
    """A passage with names in its slots; ``place`` turns an offset of the text into one that names do not move."""

    def __init__(self, template: str, names: dict[str, str], *, swapped: bool) -> None:
        parts, self.edges = [], [(0, 0, False)]
        length = at = 0
        for slot in SLOT.finditer(template):
            key = OTHER[slot.group(1)[0]] + slot.group(1)[1:] if swapped else slot.group(1)
            name = names[key]
            name = name[:1].upper() + name[1:] if slot.group(2) else name
            parts += [template[at : slot.start()], name]
            length += slot.start() - at
            self.edges.append((length, slot.start(), True))
            length += len(name)
            self.edges.append((length, slot.end(), False))
            at = slot.end()
        self.text = "".join([*parts, template[at:]])

    def place(self, offset: int) -> int:
        """The offset in the template; any place within a name is its slot's."""
        start, origin, within = self.edges[bisect_right(self.edges, (offset, float("inf"), True)) - 1]
        return origin if within else origin + offset - start


def place_span(filled: Filled, span: Span | None) -> tuple[int, int] | None:
    """A span in the template; one that ends in a name holds the whole slot."""
    return (filled.place(span.start), filled.place(span.end - 1)) if span else None


def told_of(filled: Filled, claim: Claim) -> tuple[Any, ...]:
    """The attribution part of a claim, names aside."""
    chain = tuple(
        (place_span(filled, step.source.span), place_span(filled, step.cue.span if step.cue else None), step.mode)
        for step in claim.attribution
    )
    return chain, tuple(place_span(filled, s) for s in claim.content), claim.act, claim.evidence


def record_of(filled: Filled, reading: Reading, claim: Claim) -> tuple[Any, ...]:
    """All of a claim, names aside; an actor is known by the places where it is mentioned."""
    mentions = {a.id: tuple(sorted(filter(None, (place_span(filled, m) for m in a.mentions)))) for a in reading.actors}
    about = claim.about
    sides = tuple(tuple(sorted(mentions[one] for one in side)) for side in (about.actors, about.recipients))
    figures = tuple((f.kind, f.low, f.high, place_span(filled, f.span)) for f in about.figures)
    return (told_of(filled, claim), about.kind, about.type, about.mode, about.status, sides, figures)


def score_swaps(folder: Path = FOLDER, *, verbose: bool = False) -> dict[str, float]:
    """Shares of the passages that are read alike."""
    pairs = tomllib.loads((folder / "pairs.toml").read_text(encoding="utf-8"))
    lines = (folder / "passages.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    same = {"attributions": 0, "records": 0}
    for row in rows:
        both = []
        for swapped in (False, True):
            filled = Filled(row["text"], pairs[row["pair"]], swapped=swapped)
            both.append((filled, read_report(Report(row["id"], filled.text))))
        told = [[told_of(f, c) for c in r.claims] for f, r in both]
        records = [[record_of(f, r, c) for c in r.claims] for f, r in both]
        same["attributions"] += told[0] == told[1]
        same["records"] += records[0] == records[1]
        if verbose and told[0] != told[1]:
            print(row["id"], *(f.text for f, _ in both), sep="\n  ")
            print("   only first:", [t for t in told[0] if t not in told[1]])
            print("   only second:", [t for t in told[1] if t not in told[0]])
    return {f"same {name}": count / len(rows) for name, count in same.items()} | {"passages": float(len(rows))}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_swaps(verbose=args.verbose)
    print(json.dumps(figures) if args.json else "\n".join(f"{name:18} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
