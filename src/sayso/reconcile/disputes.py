"""Disputes: a case's contradictions by kind and field, its claims put on sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..records import Dispute, DisputeKind
from .days import render_window
from .facts import Fact
from .links import Finding

#: what is in dispute, in words; {place} and {day} are those of the first claim.
MATTERS: dict[DisputeKind, str] = {
    "figure": "how many {field}, {place}, {day}",
    "control": "who holds {place}, {day}",
    "occurrence": "whether it happened, {place}, {day}",
    "outcome": "whether the attempt succeeded, {place}, {day}",
    "stage": "whether the talks go on, {place}, {day}",
    "responsibility": "who did it, {place}, {day}",
    "place": "where it happened, {place}, {day}",
    "date": "on which day it happened, {place}",
    "wording": "{field} was meant: the paraphrase or the quotation, {place}",
}


def find_disputes(facts: Sequence[Fact], findings: Sequence[Finding], *, across: bool) -> tuple[Dispute, ...]:
    """One dispute a kind and field, claims free of contradiction on one side; reports named if ``across``."""
    by_name = {fact.name: fact for fact in facts}
    order = {fact.name: at for at, fact in enumerate(facts)}
    groups: dict[tuple[DisputeKind, str], list[tuple[str, str]]] = defaultdict(list)
    for finding in findings:
        if finding.dispute is not None:
            groups[finding.dispute, finding.link.field or ""].append((finding.link.left, finding.link.right))
    found = []
    apart = [(kind, field, one) for (kind, field), edges in sorted(groups.items()) for one in _components(edges, order)]
    for kind, field, edges in apart:
        sides = _sides(edges, order)
        first = by_name[sides[0][0]]
        what = MATTERS[kind].format(field=field, place=first.place_name(), day=render_window(first.window))
        reports = sorted({by_name[name].report for side in sides for name in side}) if across else []
        found.append(Dispute(kind, what, sides, field or None, tuple(reports)))
    return tuple(found)


def _components(edges: list[tuple[str, str]], order: dict[str, int]) -> list[list[tuple[str, str]]]:
    """Contradictions that hang together, e.g. those on one side's dead apart from those on the other's."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for left, right in edges:
        one, two = sorted((find(left), find(right)), key=lambda name: order[name])
        root[two] = one
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        found[find(edge[0])].append(edge)
    return [found[name] for name in sorted(found, key=lambda name: order[name])]


def _sides(edges: list[tuple[str, str]], order: dict[str, int]) -> tuple[tuple[str, ...], ...]:
    """Each claim on the first side where it contradicts nobody, in order of the claims."""
    against: dict[str, set[str]] = defaultdict(set)
    for left, right in edges:
        against[left].add(right)
        against[right].add(left)
    sides: list[list[str]] = []
    for name in sorted(against, key=lambda one: order[one]):
        side = next((side for side in sides if not against[name] & set(side)), None)
        if side is None:
            sides.append([name])
        else:
            side.append(name)
    return tuple(tuple(side) for side in sides)
