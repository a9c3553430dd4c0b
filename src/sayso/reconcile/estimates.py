"""What each named counting rule of the field would make of the claims on one occurrence, side by side, never blended.

`counted` makes the figures of a case ready, `counting` holds the rules; here a rule is put to the people it counts.
Two numbers of a rule are ends of what is claimed: a range of claims, never a confidence interval.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..lexicon import load_table
from ..records import Case, Reading
from .counted import EVERYBODY, Counted, find_counts
from .counting import COMPUTE, Basis, count_origins, render_names
from .outcome import natural_key

__all__ = [
    "RULES", "Counted", "Estimate", "RuleEntry", "Spread", "compare_counts", "compare_rules", "estimate_case",
    "find_counts", "find_spread", "load_rules", "render_scope",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One counting rule: whose it is, what it does, which figures and which people its owners count."""

    id: str
    name: str
    source: str
    does: str
    matches: dict[str, Any]
    misses: dict[str, Any]
    kinds: tuple[str, ...] = ()
    prefers: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one rule makes of the claims. ``best`` is ``None`` where the rule settles on no single number.

    ``of``: whom it counts, ``None`` for everybody. ``open``: ``high`` is the largest number given, and whoever gives
    it says "or more". ``low`` is ``None`` where the least that is claimed is an "up to". ``origins``: independent
    voices among the claims that it rests on.
    """

    rule: str
    kind: str
    low: int | None
    best: int | None
    high: int | None
    grade: str | None
    claims: tuple[str, ...]
    reason: str
    of: str | None = None
    origins: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the rules lie apart on one group of people: a range of claims, and no measure of how sure one can be.

    ``ratio``: the highest over the lowest; ``None`` where the lowest is 0. ``lowest`` and ``highest``: which rules.
    """

    kind: str
    of: str | None
    low: int
    high: int
    ratio: float | None
    lowest: tuple[str, ...]
    highest: tuple[str, ...]


@functools.cache
def load_rules() -> tuple[RuleEntry, ...]:
    """The rules in the order in which they are shown."""
    return load_table("count_rules.toml", RuleEntry)


def estimate_case(case: Case, readings: Mapping[str, Reading], kind: str, rule: str) -> Estimate | None:
    """What one rule makes of the case's figures of a kind; None if they give it nothing to go by."""
    return RULES[rule](find_counts(case, readings, kind))


def compare_rules(case: Case, readings: Mapping[str, Reading], kind: str) -> tuple[Estimate, ...]:
    """All rules in order, on everybody first, then on each other group of people that is counted apart."""
    return compare_counts(find_counts(case, readings, kind))


def compare_counts(counts: Sequence[Counted], rules: Iterable[str] = ()) -> tuple[Estimate, ...]:
    """The same of counts that are at hand already, by the rules named or by all."""
    asked = set(rules) or set(RULES)
    groups = _find_groups(counts)
    made = (_estimate(rule, counts, of, groups) for of in groups for rule in RULES if rule in asked)
    return tuple(one for one in made if one is not None)


def find_spread(estimates: Iterable[Estimate]) -> Spread | None:
    """How far the rules lie apart, on the people whom the first of the estimates counts; None without a number."""
    estimates = tuple(estimates)
    alike = [one for one in estimates if (one.kind, one.of) == (estimates[0].kind, estimates[0].of)]
    numbers = {one.rule: [n for n in (one.low, one.best, one.high) if n is not None] for one in alike}
    every = [number for own in numbers.values() for number in own]
    if not every:
        return None
    low, high = min(every), max(every)
    return Spread(
        kind=alike[0].kind,
        of=alike[0].of,
        low=low,
        high=high,
        ratio=high / low if low else None,
        lowest=tuple(rule for rule, own in numbers.items() if low in own),
        highest=tuple(rule for rule, own in numbers.items() if high in own),
    )


def render_scope(of: str | None, groups: Sequence[str | None]) -> str:
    """Whom the numbers count, where claims count different people."""
    others = [group or EVERYBODY for group in groups if group != of]
    if not others and of is None:
        return ""
    apart = f", with counts of {render_names(others)} kept apart" if others else ""
    return f"; this counts {of or EVERYBODY}{apart}"


def _apply(rule: str, counts: Sequence[Counted]) -> Estimate | None:
    """The rule on the people whom it prefers, else everybody, else the group that the most origins count."""
    groups = _find_groups(counts)
    prefers = next(entry.prefers for entry in load_rules() if entry.id == rule)
    return _estimate(rule, counts, prefers if prefers in groups else next(iter(groups), None), groups)


def _estimate(rule: str, counts: Sequence[Counted], of: str | None, groups: Sequence[str | None]) -> Estimate | None:
    """The rule on one group of people, and on what bears on every group: denials, and who is said to have done it."""
    entry = next(entry for entry in load_rules() if entry.id == rule)
    told = [one for one in sorted(counts, key=_order) if not one.part]
    if not told or (entry.kinds and told[0].kind not in entry.kinds):
        return None
    basis = Basis(of, tuple(one for one in told if one.numbered and one.whole == of), tuple(told))
    found = COMPUTE[rule](basis)
    if found is None:
        return None
    top = found.high if found.high is not None else found.best
    return Estimate(
        rule=rule,
        kind=told[0].kind,
        low=found.low,
        best=found.best,
        high=found.high,
        grade=found.grade,
        claims=tuple(dict.fromkeys(one.claim for one in sorted(found.on, key=_order))),
        reason=found.reason + render_scope(of, groups),
        of=of,
        origins=count_origins(found.on),
        open=any(one.numbered and one.high is None and one.low == top for one in found.on),
    )


#: every rule by name, in the order of `data/count_rules.toml`: counts in, one estimate out, or None where it has none.
RULES: dict[str, Callable[[Sequence[Counted]], Estimate | None]] = {
    name: functools.partial(_apply, name) for name in COMPUTE
}


def _find_groups(counts: Iterable[Counted]) -> list[str | None]:
    """The people counted: those with numbers first, then everybody, then by how many origins and claims count them."""
    groups: dict[str | None, list[Counted]] = defaultdict(list)
    for one in counts:
        if one.text and one.happened and not one.part:
            groups[one.whole].append(one)

    def weight(whole: str | None) -> tuple[bool, bool, int, int, str]:
        own = groups[whole]
        numbered = any(one.numbered for one in own)
        return not numbered, whole is not None, -count_origins(own), -len(own), whole or ""

    return sorted(groups, key=weight)


def _order(one: Counted) -> tuple[object, ...]:
    return natural_key(one.claim), one.whole or "", one.text, str(one.low), str(one.high)
