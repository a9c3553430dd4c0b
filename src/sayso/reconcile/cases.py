"""Cases: claims joined on one occurrence, each held to the place and the days of all the others."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from .compare import JOIN, compare_occurrence
from .days import EVER, SLACK
from .facts import Fact, cumulative
from .pairs import find_pairs
from .spots import Spot, compare_places

#: log-odds counted for two claims that were never candidates or cannot be one: keeps wars from chaining into one case.
STRANGERS = -3.0


class _Group:
    """A case in the making: its claims, the days that all of them allow, the closest place named."""

    def __init__(self, index: int, fact: Fact) -> None:
        self.members = [index]
        # a side's losses so far are one count on whatever day it is given
        self.first, self.last = (0, EVER) if cumulative(fact) else (fact.window.first, fact.window.last)
        self.spot: Spot | None = fact.spot
        self.ties: dict[int, tuple[float, int]] = {}

    def fits(self, other: _Group) -> bool:
        """True if some day, give or take one, and one place fit both."""
        if max(self.first, other.first) > min(self.last, other.last) + SLACK:
            return False
        return compare_places(self.spot, other.spot) != "apart"

    def absorb(self, other: _Group) -> None:
        """Take the other's claims in; days narrow, the closer place stays."""
        self.members += other.members
        first, last = max(self.first, other.first), min(self.last, other.last)
        self.first, self.last = min(first, last), max(first, last)
        if self.spot is None or (other.spot is not None and other.spot.rank() > self.spot.rank()):
            self.spot = other.spot


def group_facts(facts: Sequence[Fact]) -> list[list[int]]:
    """Indexes of the facts, case by case, single claims too. The order given breaks ties, so sort the facts."""
    groups = {index: _Group(index, fact) for index, fact in enumerate(facts)}
    for left, right in sorted(find_pairs(facts)):
        weight = compare_occurrence(facts[left], facts[right])
        if weight is not None:
            groups[left].ties[right] = groups[right].ties[left] = (weight, 1)
    queue = [
        (-_average(groups, left, right), left, right)
        for left, group in groups.items()
        for right, (weight, _) in group.ties.items()
        if left < right and weight > JOIN
    ]
    heapq.heapify(queue)
    while queue:
        weight, left, right = heapq.heappop(queue)
        if left not in groups or right not in groups or _average(groups, left, right) != -weight:
            continue
        if groups[left].fits(groups[right]):
            _merge(groups, left, right, queue)
    return sorted(sorted(group.members) for group in groups.values())


def _average(groups: dict[int, _Group], left: int, right: int) -> float:
    """Mean log-odds over all pairs across two groups; pairs without any count as strangers."""
    total, known = groups[left].ties.get(right, (0.0, 0))
    pairs = len(groups[left].members) * len(groups[right].members)
    return round((total + STRANGERS * (pairs - known)) / pairs, 9)


def _merge(groups: dict[int, _Group], left: int, right: int, queue: list[tuple[float, int, int]]) -> None:
    gone = groups.pop(right)
    kept = groups[left]
    kept.absorb(gone)
    kept.ties.pop(right, None)
    for third, (weight, known) in gone.ties.items():
        if third == left or third not in groups:
            continue
        groups[third].ties.pop(right, None)
        before, count = kept.ties.get(third, (0.0, 0))
        kept.ties[third] = groups[third].ties[left] = (before + weight, count + known)
    for third in kept.ties:
        if third in groups:
            low, high = min(left, third), max(left, third)
            average = _average(groups, low, high)
            if average > JOIN:
                heapq.heappush(queue, (-average, low, high))
