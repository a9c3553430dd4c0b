"""How a text presents its events: 600 passages of our own with every event marked, none of them trained on.

    python evaluation/statuses.py [--half visible|held-out|all] [--json]

An answer is the claim (event or state) whose trigger meets the event's trigger or an echo of it. ``status macro-F1``
counts an event without an answer as wrong; ``… of those found`` leaves it out. Types and roles are scored beside it.
The halves are split by the id's hash (`statuses/README.md`); errors are looked at in the visible half alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from acts import score_labels
from braces import is_visible
from events import EventPassage, MarkedEvent, load_event_passages
from sayso.pipeline import read_report
from sayso.records import Claim, Reading, Report

GOLD = Path(__file__).parent / "statuses" / "gold.txt"
MISSING = "(no claim)"


def find_answer(claims: list[Claim], gold: MarkedEvent) -> Claim | None:
    """The claim that tells the event: of its type if there is one."""
    words = (gold.trigger, *gold.parts["echo"])
    here = [c for c in claims if c.about.trigger and any(c.about.trigger.meets(word) for word in words)]
    return min(here, key=lambda c: c.about.type != gold.type, default=None)


def score_roles(reading: Reading, pairs: list[tuple[MarkedEvent, Claim]]) -> dict[str, float]:
    """Share of marked actors and recipients that the answer has as such, by any mention of theirs."""
    mentions = {actor.id: actor.mentions for actor in reading.actors}
    counts: Counter[str] = Counter()
    for gold, claim in pairs:
        for role, ids in (("actor", claim.about.actors), ("recipient", claim.about.recipients)):
            for span in gold.parts[role]:
                counts[role] += 1
                counts[f"{role} right"] += any(span.meets(m) for one in ids for m in mentions.get(one, ()))
    return dict(counts)


def score_statuses(half: str = "visible", path: Path = GOLD) -> dict[str, float]:
    """The figures by name."""
    passages: list[EventPassage] = load_event_passages(path)
    statuses: list[tuple[str, str]] = []
    types: list[tuple[str, str]] = []
    roles: Counter[str] = Counter()
    for passage in passages:
        if half != "all" and is_visible(passage.id) != (half == "visible"):
            continue
        reading = read_report(Report(passage.id, passage.text))
        claims, found = [c for c in reading.claims if c.about.kind != "view"], []
        for event in passage.events.values():
            answer = find_answer(claims, event)
            statuses.append((event.status, (answer.about.status or MISSING) if answer else MISSING))
            types.append((event.type, (answer.about.type or MISSING) if answer else MISSING))
            found += [(event, answer)] if answer else []
        roles.update(score_roles(reading, found))
    told = [pair for pair in statuses if pair[1] != MISSING]
    accuracy, macro = score_labels(statuses)
    return {
        "events found": len(told) / len(statuses),
        "status accuracy": accuracy,
        "status macro-F1": macro,
        "status accuracy of those found": score_labels(told)[0],
        "status macro-F1 of those found": score_labels(told)[1],
        "type accuracy of those found": score_labels([pair for pair in types if pair[1] != MISSING])[0],
        "actors right": roles["actor right"] / max(1, roles["actor"]),
        "recipients right": roles["recipient right"] / max(1, roles["recipient"]),
    }


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("visible", "held-out", "all"), default="visible")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_statuses(args.half)
    if args.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:32} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
