"""The two promises of the room: one reading completed, and many readings laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from ..records import Case, Link, Reading, Talks
from .cases import group_facts
from .compare import JOIN, compare_occurrence
from .days import EVER, render_window
from .disputes import find_disputes
from .facts import Fact, count_siblings, facts_of
from .links import Finding, compare_facts
from .origins import count_origins, count_outlets
from .pairs import find_pairs
from .talks import find_talks, group_talks

#: in a case of more claims than this, each is linked with those nearest in order of the day it was said only.
BIG_CASE = 60

#: what a case is about, in words, where the family's name does not say it.
MATTERS = {"blame": "accusation"}
_DIGITS = re.compile(r"(\d+)")


def reconcile_reading(reading: Reading) -> Reading:
    """The same reading with the links, disputes and talks of the claims within it."""
    facts = facts_of(reading, across=False)
    # One report is small and tells of few things: every pair that fits is compared, not only those of one case.
    pairs = {pair for members in group_facts(facts) for pair in combinations(members, 2)}
    pairs |= {(left, right) for left, right in find_pairs(facts) if _tied(facts[left], facts[right])}
    pairs |= {pair for members in group_talks(facts, across=False) for pair in combinations(members, 2)}
    findings = [finding for left, right in sorted(pairs) for finding in compare_facts(facts[left], facts[right])]
    disputes = find_disputes(facts, findings, across=False)
    links = tuple(finding.link for finding in findings)
    return replace(reading, links=links, disputes=disputes, talks=find_talks(facts, across=False))


def _tied(left: Fact, right: Fact) -> bool:
    weight = compare_occurrence(left, right)
    return weight is not None and weight > JOIN


def reconcile_readings(readings: Iterable[Reading]) -> tuple[tuple[Case, ...], tuple[Talks, ...]]:
    """Cases of two claims or more, and talks, across reports; the order of the readings does not matter."""
    facts = _all_facts(readings)
    cases = []
    for members in _groups(facts):
        if len(members) > 1:
            cases.append(_case([facts[index] for index in members]))
    cases.sort(key=lambda pair: pair[0])
    numbered = tuple(replace(case, case=f"K{number}") for number, (_, case) in enumerate(cases, 1))
    return numbered, find_talks(facts, across=True)


def _groups(facts: Sequence[Fact]) -> list[list[int]]:
    """Claims on one occurrence or state; those on the stages of one negotiation lie together, whatever their day."""
    talks = group_talks(facts, across=True)
    taken = {index for members in talks for index in members}
    rest = ([index for index in members if index not in taken] for members in group_facts(facts))
    return [*rest, *talks]


def _all_facts(readings: Iterable[Reading]) -> list[Fact]:
    """Facts in order of their names; of two readings of one report id, the first by text is kept."""
    kept: dict[str, Reading] = {}
    for reading in readings:
        other = kept.get(reading.report.id)
        if other is None or repr(reading) < repr(other):
            kept[reading.report.id] = reading
    facts = [fact for reading in kept.values() for fact in facts_of(reading, across=True)]
    return count_siblings(sorted(facts, key=lambda fact: natural_key(fact.name)))


def natural_key(name: str) -> tuple[tuple[int, str | int], ...]:
    """Names in the order of a reader: "03:C2" before "03:C10"."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name) if part)


def _compare_all(case: Sequence[Fact]) -> list[Finding]:
    if len(case) <= BIG_CASE:
        pairs = combinations(case, 2)
        return [finding for left, right in pairs for finding in compare_facts(left, right)]
    ordered = sorted(case, key=lambda fact: (fact.said or 0, natural_key(fact.name)))
    return [
        finding
        for at, left in enumerate(ordered)
        for right in ordered[at + 1 : at + 1 + BIG_CASE // 2]
        for finding in compare_facts(left, right)
    ]


def _case(facts: Sequence[Fact]) -> tuple[tuple[object, ...], Case]:
    findings = _compare_all(facts)
    first = min(facts, key=lambda fact: (not fact.window.stated, fact.window.first, natural_key(fact.name)))
    reports = sorted({fact.report for fact in facts}, key=natural_key)
    links: tuple[Link, ...] = tuple(finding.link for finding in findings)
    case = Case(
        case="",
        what=_what(facts, first),
        reports=tuple(reports),
        claims=tuple(fact.name for fact in facts),
        outlets=count_outlets(facts),
        origins=count_origins(facts, findings),
        links=links,
        disputes=find_disputes(facts, findings, across=True),
    )
    start = min((fact.window.first for fact in facts if fact.window.stated), default=EVER)
    return (start, natural_key(facts[0].name)), case


def _what(facts: Sequence[Fact], first: Fact) -> str:
    """ "violence, Orvan, 2 May 2024"."""
    family = min(first.families)
    matter = MATTERS.get(family, family.casefold())
    spots = [fact for fact in facts if fact.spot is not None]
    closest = max(spots, key=lambda fact: fact.spot.rank() if fact.spot else -1, default=None)
    place = closest.place_name() if closest else None
    day = render_window(first.window) if first.window.stated else None
    return ", ".join(part for part in (matter, place, day) if part)
