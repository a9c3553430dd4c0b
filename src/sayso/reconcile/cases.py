"""Cases: the group of claims on one occurrence that a claim joins, held to the place and the days of all the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .compare import JOIN, compare_occurrence
from .days import EVER, SLACK
from .decided import Decided
from .desk import Desk
from .facts import Fact, Facts, cumulative
from .groups import earlier
from .spots import Spot, compare_places

#: log-odds counted for two claims that were never candidates or cannot be one: keeps wars from chaining into one case.
STRANGERS = -3.0
#: how much the likeliest member counts beside the average of all: a report's other claims on the same thing may name
#: neither place nor day, and speak for nobody.
NEAREST = 0.2
#: weights kept, so that a claim asked about again is not weighed again; few are, where all claims are laid at once.
KEPT = 200_000


class Frame:
    """A case in the making: the days that all of its claims allow, the closest place named."""

    def __init__(self, fact: Fact) -> None:
        # a side's losses so far are one count on whatever day it is given
        self.first, self.last = (0, EVER) if cumulative(fact) else (fact.window.first, fact.window.last)
        self.spot: Spot | None = fact.spot

    def fits(self, other: Frame) -> bool:
        """True if some day, give or take one, and one place fit both."""
        if max(self.first, other.first) > min(self.last, other.last) + SLACK:
            return False
        return compare_places(self.spot, other.spot) != "apart"

    def absorb(self, other: Frame) -> None:
        """Take another claim in; days narrow, the closer place stays."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        self.first, self.last = min(first, last), max(first, last)
        if self.spot is None or (other.spot is not None and other.spot.rank() > self.spot.rank()):
            self.spot = other.spot


class CaseChooser:
    """Chooses the case that a claim joins: the one whose claims it is on average most likely of one occurrence with."""

    def __init__(self, facts: Facts, desk: Desk, decided: Decided) -> None:
        self._facts, self._desk, self._decided = facts, desk, decided
        self._frames: dict[str, tuple[list[str], Frame]] = {}
        self._weights: dict[tuple[str, str], float | None] = {}

    def choose(self, name: str, near: dict[str, list[str]]) -> str | None:
        """The group it joins, if in one the log-odds are above `JOIN`."""
        self._facts.prepare((name, *(other for others in near.values() for other in others)))
        best: tuple[bool, float, str] | None = None
        for group in sorted(near):
            weight = self._weigh(name, group, near[group])
            if weight is None:
                continue
            first = self._comes_first(name, group)
            if best is None or (first, weight) > best[:2]:
                best = (first, weight, group)
        return best[2] if best else None

    def _comes_first(self, name: str, group: str) -> bool:
        """True for what a claim goes to before all else: a denial to what it denies."""
        fact = self._facts[name]
        told = (self._facts[other] for other in earlier(self._desk, group, name)) if fact.denied else ()
        return any(other.happened and other.type == fact.type for other in told)

    def find_tied(self, name: str, others: Iterable[str]) -> set[str]:
        """Those of the others that are likely enough of one thing with the claim."""
        others = set(others)
        self._facts.prepare((name, *others))
        weights = {other: self._compare(name, other) for other in others}
        likely = {other for other, weight in weights.items() if weight is not None and weight > JOIN}
        return likely | {other for other in others if self._decided.together(name, (other,))}

    def _compare(self, name: str, other: str) -> float | None:
        """The log-odds of the two, weighed once."""
        pair = (name, other) if name < other else (other, name)
        if pair not in self._weights:
            if len(self._weights) >= KEPT:
                self._weights.clear()
            self._weights[pair] = compare_occurrence(self._facts[pair[0]], self._facts[pair[1]])
        return self._weights[pair]

    def _weigh(self, name: str, group: str, others: Sequence[str]) -> float | None:
        """Mean log-odds over the members before it, those that were no candidates counting as strangers."""
        found = [self._compare(name, other) for other in others]
        weights = [weight for weight in found if weight is not None]
        likely = bool(weights) and max(weights) > JOIN
        # Most neighbours cannot be of one thing: no need to look at the case then.
        if not likely and not self._decided.of(name):
            return None
        members = earlier(self._desk, group, name)
        if self._decided.apart(name, members):
            return None
        if self._decided.together(name, members):
            return float("inf")
        if not likely:
            return None
        if self._facts[name].denied:
            # What is denied is one deed, whatever else is told of that day.
            weight = max(weights)
        else:
            average = (sum(weights) + STRANGERS * (len(members) - len(weights))) / len(members)
            weight = round((1 - NEAREST) * average + NEAREST * max(weights), 9)
        return weight if weight > JOIN and self._frame(group, members).fits(Frame(self._facts[name])) else None

    def _frame(self, group: str, members: list[str]) -> Frame:
        """The frame of these members, taken in in their order; that of fewer of them is gone on from."""
        known, frame = self._frames.get(group, ([], None))
        if frame is None or members[: len(known)] != known:
            known, frame = members[:1], Frame(self._facts[members[0]])
        for other in members[len(known) :]:
            frame.absorb(Frame(self._facts[other]))
        self._frames[group] = (members, frame)
        return frame
