"""A desk: claims in the order in which they are placed, under their keys, each in its group. Here, one in memory.

The ledger keeps one in its tables, so that a new report is laid beside a million others without opening them all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from .blocks import KeyPair, Rank

#: a claim is compared with this many that were placed just before it, under each of its keys.
NEAR = 40


class Desk(Protocol):
    """What `regroup` asks of a desk. Names are of claims; a group goes by the name of the claim that founded it."""

    def lay(self, name: str, rank: Rank, keys: Sequence[KeyPair]) -> None:
        """Puts a claim where it belongs, in no group yet."""

    def take(self, name: str) -> None:
        """Takes a claim away, out of its group too."""

    def rank(self, name: str) -> Rank | None:
        """Its place in the order, None if it does not lie here."""

    def before(self, name: str) -> set[str]:
        """The `NEAR` claims before it under each key that it looks under."""

    def after(self, name: str) -> set[str]:
        """The claims that have it among those before them."""

    def crowded(self, name: str) -> set[str]:
        """Those of them that, because it lies there, may no longer have another one before them."""

    def group(self, name: str) -> str | None:
        """The group that it is in."""

    def assign(self, name: str, group: str) -> None:
        """Puts it into a group."""

    def members(self, group: str) -> list[str]:
        """The claims of a group, in their order."""

    def __len__(self) -> int:
        """How many claims lie here."""


class MemoryDesk:
    """A desk in memory."""

    def __init__(self) -> None:
        self._ranks: dict[str, Rank] = {}
        self._keys: dict[str, Sequence[KeyPair]] = {}
        self._blocks: dict[str, list[tuple[Rank, str]]] = defaultdict(list)
        self._groups: dict[str, str] = {}
        self._members: dict[str, list[tuple[Rank, str]]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._ranks)

    def items(self) -> Iterator[tuple[str, Rank, Sequence[KeyPair], str]]:
        """Every claim with its rank, its keys and its group."""
        for name, rank in self._ranks.items():
            yield name, rank, self._keys[name], self._groups[name]

    def lay(self, name: str, rank: Rank, keys: Sequence[KeyPair]) -> None:
        """Puts a claim where it belongs, in no group yet."""
        self._ranks[name], self._keys[name] = rank, keys
        for key in {lies for lies, _ in keys}:
            insort(self._blocks[key], (rank, name))

    def take(self, name: str) -> None:
        """Takes a claim away, out of its group too."""
        here = (self._ranks[name], name)
        for key in {lies for lies, _ in self._keys.pop(name)}:
            self._blocks[key].remove(here)
        group = self._groups.pop(name, None)
        if group is not None:
            self._members[group].remove(here)
        del self._ranks[name]

    def rank(self, name: str) -> Rank | None:
        """Its place in the order, None if it does not lie here."""
        return self._ranks.get(name)

    def before(self, name: str) -> set[str]:
        """The `NEAR` claims before it under each key that it looks under."""
        here = (self._ranks[name], name)
        found: set[str] = set()
        for key in {looks for _, looks in self._keys[name]}:
            block = self._blocks.get(key, [])
            at = bisect_left(block, here)
            found.update(other for _, other in block[max(0, at - NEAR) : at])
        return found

    def after(self, name: str) -> set[str]:
        """The claims that have it among those before them."""
        return {other for pair in self._keys[name] for other in self._after(name, pair)}

    def crowded(self, name: str) -> set[str]:
        """Those of them that, because it lies there, may no longer have another one before them."""
        crowded = (pair for pair in self._keys[name] if len(self._blocks[pair[0]]) > NEAR)
        return {other for pair in crowded for other in self._after(name, pair)}

    def _after(self, name: str, pair: KeyPair) -> Iterator[str]:
        """Those that look where it lies, up to the one that has `NEAR` nearer ones before it."""
        here = (self._ranks[name], name)
        lies, looks = self._blocks[pair[0]], self._blocks.get(pair[1], [])
        end = bisect_right(lies, here) + NEAR - 1
        last = bisect_right(looks, lies[end]) if end < len(lies) else len(looks)
        return (other for _, other in looks[bisect_right(looks, here) : last])

    def group(self, name: str) -> str | None:
        """The group that it is in."""
        return self._groups.get(name)

    def assign(self, name: str, group: str) -> None:
        """Puts it into a group."""
        here, old = (self._ranks[name], name), self._groups.get(name)
        if old is not None:
            self._members[old].remove(here)
        self._groups[name] = group
        insort(self._members[group], here)

    def members(self, group: str) -> list[str]:
        """The claims of a group, in their order."""
        return [name for _, name in self._members[group]]
