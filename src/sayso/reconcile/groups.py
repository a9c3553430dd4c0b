"""Groups: claims placed one after the other, each with those before it; and no more placed anew than a change reaches.

Where a claim goes depends only on claims before it in the order (`blocks`), so the outcome is one and the same in
whatever order reports arrive. When one arrives, or goes, the claims that had it before them are asked again, and where
one of them goes elsewhere, those that stand after its old and its new group; all others stay where they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from .blocks import KeyPair, Rank
from .desk import Desk

#: where a claim lies: its rank and its keys.
Laid = tuple[Rank, Sequence[KeyPair]]


class Chooser(Protocol):
    """Says where a claim goes."""

    def choose(self, name: str, near: dict[str, list[str]]) -> str | None:
        """The group that a claim joins; ``near``: by group, those before it that it is to be compared with."""

    def find_tied(self, name: str, others: Iterable[str]) -> set[str]:
        """Those of the others that could lie in a group for the sake of this one."""


def regroup(desk: Desk, added: Mapping[str, Laid], removed: Iterable[str], chooser: Chooser) -> set[str]:
    """Takes claims off the desk, lays others on it, and places what that bears on; the groups that changed."""
    asked: set[str] = set()
    touched: set[str] = set()
    for name in removed:
        asked |= desk.after(name)
        group = desk.group(name)
        if group is not None:
            touched.add(group)
            asked |= {*desk.members(group), *(other for one in desk.members(group) for other in desk.after(one))}
    for name in removed:
        desk.take(name)
    for name, (rank, keys) in sorted(added.items(), key=lambda item: item[1][0]):
        desk.lay(name, rank, keys)
    everything = len(added) == len(desk)
    for name in () if everything else added:
        # Where a place is crowded, one more claim pushes another out of sight, be it like it or not.
        asked |= desk.crowded(name) | chooser.find_tied(name, desk.after(name))
    waiting = _Waiting(desk)
    waiting.push({*asked, *added})
    while waiting:
        name = waiting.pop()
        old, new = desk.group(name), _place(desk, name, chooser)
        if new == old:
            continue
        desk.assign(name, new)
        touched.update({new} if old is None else {old, new})
        for group in () if everything else (new, old):
            if group is not None:
                waiting.push(_round(desk, group, chooser), after=desk.rank(name))
    return touched


def _round(desk: Desk, group: str, chooser: Chooser) -> set[str]:
    """The members of a group, and all that could join it for the sake of one of them."""
    members = desk.members(group)
    return {*members, *(other for member in members for other in chooser.find_tied(member, desk.after(member)))}


def _place(desk: Desk, name: str, chooser: Chooser) -> str:
    near: dict[str, list[str]] = {}
    for other in desk.before(name):
        group = desk.group(other)
        if group is not None:
            near.setdefault(group, []).append(other)
    return (chooser.choose(name, near) if near else None) or name


def earlier(desk: Desk, group: str, name: str) -> list[str]:
    """The members of a group that stand before a claim."""
    rank = desk.rank(name)
    assert rank is not None
    return [one for one in desk.members(group) if (desk.rank(one), one) < (rank, name)]


class _Waiting:
    """Claims to be asked again, first in order first, each once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heap: list[tuple[Rank, str]] = []
        self._queued: set[str] = set()

    def push(self, names: Iterable[str], after: Rank | None = None) -> None:
        """Claims that lie there, after a rank, if they are not waiting already."""
        for name in names:
            rank = None if name in self._queued else self._desk.rank(name)
            if rank is not None and (after is None or rank > after):
                self._queued.add(name)
                heapq.heappush(self._heap, (rank, name))

    def __bool__(self) -> bool:
        return bool(self._heap)

    def pop(self) -> str:
        """The first of them."""
        _, name = heapq.heappop(self._heap)
        self._queued.discard(name)
        return name
