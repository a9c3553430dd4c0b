"""How well small groups of written reports are laid side by side: disputes, ties, and no dispute where there is none.

    python evaluation/scenarios.py [--verbose] [--only NN]

Each file in scenarios/ is a group of two to four invented reports and what a careful reader says of them. The reports
are read as `sayso read` reads them and reconciled as a group; a claim is the one whose words overlap those given.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.pipeline import read_report, reconcile_readings
from sayso.records import Case, Dispute, Link, Reading, Report, Span

SCENARIOS = Path(__file__).parent / "scenarios"
Place = list[str]


@dataclass
class Group:
    """One group as read, and what is expected of it."""

    name: str
    gold: dict[str, Any]
    readings: dict[str, Reading]
    cases: tuple[Case, ...]
    missed: list[str] = field(default_factory=list)

    def claims(self, place: Place) -> set[str]:
        """Names of the claims on events and states whose words overlap those given."""
        report, words = place
        reading = self.readings[report]
        start = reading.report.text.index(words)
        span = Span(start, start + len(words))
        return {
            f"{report}:{claim.id}"
            for claim in reading.claims
            if claim.about.kind != "view"
            and any(span.meets(own) for own in (*claim.content, *filter(None, (claim.about.trigger,))))
        }

    def links(self) -> list[Link]:
        """Links across reports, and those within one under the names that they have across."""
        across = [link for case in self.cases for link in case.links]
        within = [
            Link(f"{name}:{link.left}", f"{name}:{link.right}", link.relation, link.field, link.reason)
            for name, reading in self.readings.items()
            for link in reading.links
        ]
        return across + within

    def disputes(self) -> list[Dispute]:
        """Disputes across reports, and those within one."""
        within = [
            Dispute(one.kind, one.what, tuple(tuple(f"{name}:{id_}" for id_ in side) for side in one.sides), one.field)
            for name, reading in self.readings.items()
            for one in reading.disputes
        ]
        return [one for case in self.cases for one in case.disputes] + within


def load_group(path: Path) -> Group:
    """A group, read and reconciled."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    readings = {
        one["id"]: read_report(Report(one["id"], one["text"], one["outlet"], published=one["published"]))
        for one in gold["reports"]
    }
    return Group(path.stem, gold, readings, reconcile_readings(readings.values())[0])


def score_scenarios(only: str | None = None) -> tuple[dict[str, float], list[Group], Counter[str]]:
    """Shares by name, the groups with what they miss, and the counts behind the shares."""
    counts: Counter[str] = Counter()
    groups = [load_group(path) for path in sorted(SCENARIOS.glob("*.json")) if not only or path.stem.startswith(only)]
    for group in groups:
        _count(group, counts)
    shares = {
        "disputes found": counts["dispute found"] / max(1, counts["dispute"]),
        "disputes right": counts["predicted right"] / max(1, counts["predicted"]),
        "ties found": counts["tie found"] / max(1, counts["tie"]),
        "kept apart": counts["apart kept"] / max(1, counts["apart"]),
        "quiet groups kept free of disputes": counts["quiet kept"] / max(1, counts["quiet"]),
    }
    return {name: round(share, 4) for name, share in shares.items()}, groups, counts


def _count(group: Group, counts: Counter[str]) -> None:
    found, links = group.disputes(), group.links()
    for dispute in group.gold["disputes"]:
        sides = [{name for place in side for name in group.claims(place)} for side in dispute["sides"]]
        right = any(_fits(one, dispute, sides) for one in found) or any(
            link.relation == "contradicts" and _between(link, sides[0], sides[1]) for link in links
        )
        counts.update({"dispute": 1, "dispute found": int(right)})
        if not right:
            group.missed.append(f"missed dispute: {dispute['kind']} {dispute['sides']}")
    for one in found:
        right = any(
            _fits(one, dispute, [{name for place in side for name in group.claims(place)} for side in dispute["sides"]])
            for dispute in group.gold["disputes"]
        )
        counts.update({"predicted": 1, "predicted right": int(right)})
        if not right:
            group.missed.append(f"false dispute: {one.kind} {one.field} {one.sides}")
    for tie in group.gold["ties"]:
        left, right_side = group.claims(tie["left"]), group.claims(tie["right"])
        right = any(link.relation == tie["relation"] and _between(link, left, right_side) for link in links)
        counts.update({"tie": 1, "tie found": int(right)})
        if not right:
            group.missed.append(f"missed tie: {tie['relation']} {tie['left']} {tie['right']}")
    for pair in group.gold.get("apart", ()):
        left, right_side = group.claims(pair[0]), group.claims(pair[1])
        together = any(set(case.claims) & left and set(case.claims) & right_side for case in group.cases)
        counts.update({"apart": 1, "apart kept": int(not together)})
        if together:
            group.missed.append(f"not kept apart: {pair}")
    if group.gold["no_disputes"]:
        counts.update({"quiet": 1, "quiet kept": int(not found)})


def _fits(found: Dispute, dispute: dict[str, Any], sides: list[set[str]]) -> bool:
    if found.kind != dispute["kind"]:
        return False
    held = [{at for at, side in enumerate(found.sides) if set(side) & wanted} for wanted in sides]
    return all(held) and len(set().union(*held)) > 1


def _between(link: Link, left: set[str], right: set[str]) -> bool:
    return (link.left in left and link.right in right) or (link.left in right and link.right in left)


def main() -> None:
    """Prints the table, and each group's misses if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--only", help="the groups whose names begin so")
    args = parser.parse_args()
    shares, groups, counts = score_scenarios(args.only)
    for group in groups if args.verbose else ():
        print(f"{group.name}: {group.gold['title']}")
        for line in group.missed:
            print(f"    {line}")
    print(f"{len(groups)} groups, {sum(len(group.readings) for group in groups)} reports")
    for name, share in shares.items():
        print(f"{name:36} {share:.3f}")
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
