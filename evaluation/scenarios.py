"""Whether sayso tells a contradiction from a mere difference, in the small groups of invented reports in scenarios/.

    python evaluation/scenarios.py [--verbose] [--json] [GROUP ...]

Each group is read and reconciled by itself. A claim is found by words of its report: one whose trigger or figure lies
in them, else one whose content does. A dispute of sayso is right if an expected one has its kind (and field, where one
is stated) and its sides keep claims of the expected sides apart. Those within one report count as well.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.pipeline import read_report, reconcile_readings
from sayso.records import Claim, Dispute, Link, Reading, Report, Span

SCENARIOS = Path(__file__).parent / "scenarios"
#: the table, in this order: what each count is of.
ROWS = {
    "claims read": "claims named",
    "disputes found": "disputes",
    "disputes right": "disputes told",
    "ties found": "ties",
    "claims tied at all": "ties",
    "groups kept free": "groups without disputes",
    "pairs kept apart": "pairs read",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What sayso makes of a group: claims, links and disputes named "01a:C2", and which claims lie in one case."""

    texts: dict[str, str]
    claims: dict[str, Claim]
    links: tuple[Link, ...]
    disputes: tuple[Dispute, ...]
    cases: tuple[frozenset[str], ...]

    def find_claims(self, anchor: list[str]) -> set[str]:
        """Names of the claims that `["01a", "killed 14 people"]` speaks of."""
        report, words = anchor
        start = self.texts[report].index(words)
        span = Span(start, start + len(words))
        here = {name: claim for name, claim in self.claims.items() if name.split(":")[0] == report}
        sharp = {name for name, claim in here.items() if any(span.meets(point) for point in _points(claim))}
        return sharp or {name for name, claim in here.items() if any(span.meets(one) for one in claim.content)}

    def find_side(self, anchors: list[list[str]]) -> set[str]:
        """Names of the claims of one side."""
        return {name for anchor in anchors for name in self.find_claims(anchor)}

    def render(self, name: str) -> str:
        """A claim in words: who says what, and how it was understood."""
        claim, text = self.claims[name], self.texts[name.split(":")[0]]
        source = claim.attribution[-1].source.text if claim.attribution else "the outlet"
        words = " … ".join(text[one.start : one.end] for one in claim.content)
        figures = "".join(f", {one.low}-{one.high} {one.kind}" for one in claim.about.figures)
        about = f"{claim.about.type} {claim.about.status}{figures}"
        return f'{name} [{about}] {source} ({claim.act}): "{words}"'


def load_groups(names: list[str] | None = None) -> list[dict[str, Any]]:
    """The groups, or those whose file names start with one of the names, each with its file's name."""
    found = []
    for path in sorted(SCENARIOS.glob("*.json")):
        if not names or path.name.startswith(tuple(names)):
            found.append({"name": path.stem, **json.loads(path.read_text(encoding="utf-8"))})
    return found


def answer_group(group: dict[str, Any]) -> Answer:
    """The reports of a group read and reconciled."""
    readings = [
        read_report(Report(one["id"], one["text"], one["outlet"], published=one["published"], language="en"))
        for one in group["reports"]
    ]
    cases, _ = reconcile_readings(readings)
    across = [dispute for case in cases for dispute in case.disputes]
    within = [_named(dispute, reading) for reading in readings for dispute in reading.disputes]
    own = [
        replace(link, left=f"{reading.report.id}:{link.left}", right=f"{reading.report.id}:{link.right}")
        for reading in readings
        for link in reading.links
    ]
    return Answer(
        texts={reading.report.id: reading.report.text for reading in readings},
        claims={f"{r.report.id}:{c.id}": c for r in readings for c in r.claims if c.about.kind != "view"},
        links=(*(link for case in cases for link in case.links), *own),
        disputes=(*across, *(one for one in within if not any(_holds(wide, one) for wide in across))),
        cases=tuple(frozenset(case.claims) for case in cases),
    )


def score_scenarios(names: list[str] | None = None, *, verbose: bool = False) -> dict[str, Any]:
    """Counts over all groups ("disputes found": [20, 28]), and by kind of dispute; ``verbose`` prints every miss."""
    counts: Counter[str] = Counter()
    for group in load_groups(names):
        answer = answer_group(group)
        notes = [
            *_score_anchors(group, answer, counts),
            *_score_disputes(group, answer, counts),
            *_score_ties(group, answer, counts),
            *_score_apart(group, answer, counts),
        ]
        if verbose and notes:
            rules = ", ".join(group["rules"]) or "no rule"
            print(f"{group['name']} ({rules}): {group['title']}", *(f"  {note}" for note in notes), "", sep="\n")
    kinds = sorted({key.split(": ")[1] for key in counts if ": " in key})
    by_kind = {f"  {k}": [counts[f"found: {k}"], counts[f"expected: {k}"], counts[f"false: {k}"]] for k in kinds}
    table = {row: [counts[row], counts[whole]] for row, whole in ROWS.items()}
    return {**table, "false disputes": counts["disputes told"] - counts["disputes right"], "by kind": by_kind}


def _score_anchors(group: dict[str, Any], answer: Answer, counts: Counter[str]) -> Iterator[str]:
    """Whether the claims that the group speaks of were read at all."""
    sides = [side for dispute in group["disputes"] for side in dispute["sides"]]
    ties = [tie[end] for tie in group["ties"] for end in ("left", "right")]
    anchors = [*ties, *(one for side in sides for one in side), *(one for pair in group["apart"] for one in pair)]
    for report, words in dict.fromkeys((report, words) for report, words in anchors):
        counts["claims named"] += 1
        found = answer.find_claims([report, words])
        counts["claims read"] += bool(found)
        if not found:
            yield f'NO CLAIM at {report} "{words}"'


def _score_disputes(group: dict[str, Any], answer: Answer, counts: Counter[str]) -> Iterator[str]:
    """Every expected dispute that was missed, every one of sayso's that is false."""
    for expected in group["disputes"]:
        if expected.get("optional"):
            continue
        found = any(_fits(dispute, expected, answer) for dispute in answer.disputes)
        counts["disputes"] += 1
        counts["disputes found"] += found
        counts[f"expected: {expected['kind']}"] += 1
        counts[f"found: {expected['kind']}"] += found
        if not found:
            yield f"MISSED dispute {expected['kind']} {expected['field'] or ''}: {_quote(expected['sides'])}"
            left, right = expected["sides"]
            yield from _explain(answer.find_side(left), answer.find_side(right), answer)
    wrong = [d for d in answer.disputes if not any(_fits(d, expected, answer) for expected in group["disputes"])]
    counts["disputes told"] += len(answer.disputes)
    counts["disputes right"] += len(answer.disputes) - len(wrong)
    counts["groups without disputes"] += group["no_disputes"]
    counts["groups kept free"] += group["no_disputes"] and not answer.disputes
    for dispute in wrong:
        counts[f"false: {dispute.kind}"] += 1
        yield f"FALSE dispute {dispute.kind} {dispute.field or ''}"
        for side in dispute.sides:
            yield from (f"    {'-' if at == 0 else ' '} {answer.render(name)}" for at, name in enumerate(side))


def _score_ties(group: dict[str, Any], answer: Answer, counts: Counter[str]) -> Iterator[str]:
    """Every expected tie without a link of its relation and field."""
    for tie in group["ties"]:
        left, right = answer.find_claims(tie["left"]), answer.find_claims(tie["right"])
        links = _links_of(answer, left, right)
        relations = {tie["relation"], *tie.get("accept", ())}
        found = any(one.relation in relations and tie["field"] in (None, one.field) for one in links)
        counts["ties"] += 1
        counts["ties found"] += found
        counts["claims tied at all"] += bool(links)
        if not found:
            what = f"{tie['relation']} {tie['field'] or ''}".strip()
            yield f'MISSED tie {what}: {tie["left"][0]} "{tie["left"][1]}" | {tie["right"][0]} "{tie["right"][1]}"'
            yield from _explain(left, right, answer)


def _score_apart(group: dict[str, Any], answer: Answer, counts: Counter[str]) -> Iterator[str]:
    """Every pair of two things that lies in one case; a pair of which one claim was not read says nothing."""
    for pair in group["apart"]:
        left, right = (answer.find_claims(anchor) for anchor in pair)
        if not (left and right):
            continue
        joined = any(case & left and case & right for case in answer.cases)
        counts["pairs read"] += 1
        counts["pairs kept apart"] += not joined
        if joined:
            yield f"JOINED: {_quote([[anchor] for anchor in pair])}"
            yield from _explain(left, right, answer)


def _fits(dispute: Dispute, expected: dict[str, Any], answer: Answer) -> bool:
    """True if the dispute is of the expected kind and has claims of the two expected sides on two sides of its own."""
    if dispute.kind != expected["kind"] or expected["field"] not in (None, dispute.field):
        return False
    one, two = (answer.find_side(side) for side in expected["sides"])
    sides = [set(side) for side in dispute.sides]
    return any(a & one and b & two for at, a in enumerate(sides) for to, b in enumerate(sides) if at != to)


def _links_of(answer: Answer, left: set[str], right: set[str]) -> list[Link]:
    """All links between a claim of the one set and a claim of the other."""
    pairs = {(a, b) for a in left for b in right} | {(b, a) for a in left for b in right}
    return [link for link in answer.links if (link.left, link.right) in pairs]


def _explain(left: set[str], right: set[str], answer: Answer) -> Iterator[str]:
    """What sayso has instead: both sides as read, and how they are tied."""
    for mark, names in (("<", left), (">", right)):
        yield from (f"    {mark} {answer.render(name)}" for name in sorted(names))
    links = dict.fromkeys(f"{one.relation} {one.field}: {one.reason}" for one in _links_of(answer, left, right))
    together = any(case & left and case & right for case in answer.cases)
    yield from (f"    = {link}" for link in links)
    if left and right and not links:
        yield f"    = no link, {'one case' if together else 'no case in common'}"


def _points(claim: Claim) -> list[Span]:
    """Where a claim is pinned in its text: its trigger and its figures."""
    figures = [figure.span for figure in claim.about.figures]
    return [span for span in (claim.about.trigger, *figures) if span is not None]


def _named(dispute: Dispute, reading: Reading) -> Dispute:
    """A dispute within a report, its claims named as across reports."""
    sides = tuple(tuple(f"{reading.report.id}:{name}" for name in side) for side in dispute.sides)
    return replace(dispute, sides=sides)


def _holds(wide: Dispute, narrow: Dispute) -> bool:
    """True if the dispute across reports says all that the one within a report says."""
    if (wide.kind, wide.field) != (narrow.kind, narrow.field):
        return False
    return all(any(set(side) <= set(other) for other in wide.sides) for side in narrow.sides)


def _quote(sides: list[list[list[str]]]) -> str:
    return " | ".join(", ".join(f'{report} "{words}"' for report, words in side) for side in sides)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help='file names of groups, or their starts: "38"')
    parser.add_argument("--verbose", action="store_true", help="every miss and false dispute, with the claims' words")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = score_scenarios(args.groups, verbose=args.verbose)
    if args.json:
        print(json.dumps(figures))
        return
    by_kind = figures.pop("by kind")
    for name, value in figures.items():
        print(f"{name:20} {' of '.join(map(str, value)) if isinstance(value, list) else value}")
    print("\ndisputes by kind      found  expected  false")
    for kind, (found, expected, false) in by_kind.items():
        print(f"{kind:20} {found:6} {expected:9} {false:6}")


if __name__ == "__main__":
    main()
