"""What people ruled on cases and links; it goes before every comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..records import Anchor, Claim, Reading, Ruling
from ..rulings import place_anchor, standing


@dataclass(frozen=True, slots=True)
class Decided:
    """Claims by name: which are on one thing, which are not, and which links are wrong (on which field, or all)."""

    merged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    split: dict[str, frozenset[str]] = field(default_factory=dict)
    unlinked: frozenset[tuple[str, str, str | None]] = frozenset()

    def keys(self, name: str) -> tuple[str, ...]:
        """Keys under which the claim meets those that a person put with it."""
        return tuple(f"ruling|{one}" for one in self.merged.get(name, ()))

    def of(self, name: str) -> bool:
        """True if a person put the claim with others or set it apart."""
        return name in self.merged or name in self.split

    def together(self, name: str, others: Iterable[str]) -> bool:
        """True if a person put the claim with one of the others."""
        mine = set(self.merged.get(name, ()))
        return bool(mine) and any(mine & set(self.merged.get(other, ())) for other in others)

    def apart(self, name: str, others: Iterable[str]) -> bool:
        """True if a person set the claim apart from one of the others."""
        against = self.split.get(name)
        return against is not None and not against.isdisjoint(others)

    def wrong(self, left: str, right: str, on: str | None) -> bool:
        """True if a person marked the link of the two, on this field or on all, as wrong."""
        pair = (min(left, right), max(left, right))
        return bool(self.unlinked) and ((*pair, None) in self.unlinked or (*pair, on) in self.unlinked)


def find_decided(rulings: Iterable[Ruling], find_reading: Callable[[str], Reading | None]) -> Decided:
    """What the rulings say of the claims as they are read now; ``find_reading``: the reading of a report, by id."""
    merged: dict[str, tuple[str, ...]] = defaultdict(tuple)
    split: dict[str, frozenset[str]] = defaultdict(frozenset)
    unlinked: set[tuple[str, str, str | None]] = set()
    for ruling in standing(rulings):
        if ruling.kind not in ("merge", "split", "unlink"):
            continue
        names = [f"{one.report}:{claim.id}" for one in ruling.on if (claim := _claim(one, find_reading)) is not None]
        if ruling.kind == "merge":
            for name in names:
                merged[name] += (str(ruling.ruling),)
        elif ruling.kind == "split" and len(names) > 1:
            for other in names[1:]:
                split[names[0]] |= {other}
                split[other] |= {names[0]}
        elif ruling.kind == "unlink" and len(names) == 2:
            unlinked.add((min(names), max(names), ruling.field))
    return Decided(dict(merged), dict(split), frozenset(unlinked))


def _claim(anchor: Anchor, find_reading: Callable[[str], Reading | None]) -> Claim | None:
    reading = find_reading(anchor.report) if anchor.report else None
    return place_anchor(reading, anchor) if reading else None
