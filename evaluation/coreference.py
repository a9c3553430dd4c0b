"""Who is meant: 60 written reports of our own with whom each pronoun and description stands for.

    python evaluation/coreference.py [--half visible|held-out|all] [--verbose] [--json]

A starred mark (`{2*|the group}`) is an anaphor that is a source or a side of an event. It is right if an actor of ours
that is mentioned there, or is the source of a claim there, is also mentioned at an unstarred mark of the same number.
"both sides" is right if all that it stands for are so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from braces import load_lines, parse_braces, run_halves
from sayso.pipeline import read_report
from sayso.records import Reading, Report, Span

GOLD = Path(__file__).parent / "coreference" / "gold.tsv"
PRONOUNS = frozenset(
    ["he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "us", "me", "his", "their", "its", "our", "my"]
)
MARK = re.compile(r"\{(\d+(?:\+\d+)*)(\*?)\|")


def mentioned_at(reading: Reading, span: Span) -> set[str]:
    """Our actors that have a mention at these words."""
    return {actor.id for actor in reading.actors if any(_same(mention, span) for mention in actor.mentions)}


def sources_at(reading: Reading, span: Span) -> set[str]:
    """Our actors that are the source of a claim at these words."""
    steps = (step.source for claim in (*reading.claims, *reading.uncoded) for step in claim.attribution)
    return {one.actor for one in steps if one.actor and one.span and _same(one.span, span)}


def _same(ours: Span, marked: Span) -> bool:
    """True if the words end alike or the one lies within the other: "the army" in "the army's spokesman" is neither."""
    return ours.end == marked.end or (marked.covers(ours) and ours.start == marked.start)


def score_coreference(half: str = "all", path: Path = GOLD, *, verbose: bool = False) -> dict[str, float]:
    """The figures by name."""
    counts: Counter[str] = Counter()
    for name, marked in load_lines(path, half):
        text, marks = parse_braces(marked, MARK)
        reading = read_report(Report(name, text))
        named: dict[str, set[str]] = defaultdict(set)
        for match, span in marks:
            if not match[2]:
                named[match[1]] |= mentioned_at(reading, span)
        for match, span in marks:
            if not match[2]:
                continue
            wanted = [named[number] for number in match[1].split("+")]
            ours = mentioned_at(reading, span) | sources_at(reading, span)
            right = all(one & ours for one in wanted)
            counts["marks"] += 1
            counts["right"] += right
            counts["not found"] += not ours
            kind = kind_of(text[span.start : span.end], match[1])
            counts[kind] += 1
            counts[f"{kind} right"] += right
            if verbose and not right:
                who = [[a.name for a in reading.actors if a.id in ours], [list(one) for one in wanted]]
                print(f"{name} {text[max(0, span.start - 60) : span.start]}[{text[span.start : span.end]}] {who}")
    kinds = ("pronouns", "descriptions", "several")
    shares = {f"right of {kind}": counts[f"{kind} right"] / max(1, counts[kind]) for kind in kinds}
    total = max(1, counts["marks"])
    return {
        "marks": float(counts["marks"]),
        "right actor": counts["right"] / total,
        "not found": counts["not found"] / total,
        **shares,
    }


def kind_of(words: str, numbers: str) -> str:
    """A pronoun, a description, or several at once."""
    if "+" in numbers:
        return "several"
    return "pronouns" if words[:1].lower() + words[1:] in PRONOUNS else "descriptions"


if __name__ == "__main__":
    run_halves(__doc__, score_coreference, half="all")
