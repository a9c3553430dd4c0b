"""Candidates: which claims are worth comparing, found by blocking keys so that the cost grows near linearly."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from .days import EVER, SLACK
from .facts import Fact, cumulative
from .spots import KM_A_DEGREE, NEAR_KM

#: days to a bucket. News of one event comes within two or three days; a claim stands in every bucket that it touches.
BUCKET_DAYS = 4
#: a claim open for more buckets than this stands only in those of its ends and of its publication.
MANY_BUCKETS = 8
#: degrees to a cell: wider than the reach of "near", so that a place stands in at most four cells.
CELL = 0.5
#: a block of more claims than this is split by who and how many; a war has a thousand claims a day on one place.
BIG_BLOCK = 150
#: in a block that cannot be split further, each claim is compared with this many that follow it in order of day.
NEIGHBOURS = 40

Key = tuple[object, ...]


def find_pairs(facts: Sequence[Fact]) -> set[tuple[int, int]]:
    """Index pairs (low, high) of claims that may be of one occurrence."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        for key in set(_keys(fact)):
            blocks[key].append(index)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        pairs.update(_pairs_in(members, facts))
    return pairs


def _pairs_in(members: list[int], facts: Sequence[Fact]) -> Iterable[tuple[int, int]]:
    if len(members) <= BIG_BLOCK:
        return combinations(members, 2)
    parts: dict[Key, list[int]] = defaultdict(list)
    for index in members:
        for key in set(_finer_keys(facts[index])):
            parts[key].append(index)
    pairs: set[tuple[int, int]] = set()
    for part in parts.values():
        if len(part) <= BIG_BLOCK:
            pairs.update(combinations(part, 2))
            continue
        ordered = sorted(part, key=lambda one: (facts[one].window.first, facts[one].window.last, one))
        for at, left in enumerate(ordered):
            pairs.update((min(left, right), max(left, right)) for right in ordered[at + 1 : at + 1 + NEIGHBOURS])
    return pairs


def _keys(fact: Fact) -> Iterator[Key]:
    buckets = _buckets(fact)
    wheres = list(_wheres(fact))
    for family in sorted(fact.families):
        # within one report place and day are often said once, so all its claims of a family are worth a look.
        yield (family, "report", fact.report)
        if cumulative(fact):
            # losses so far are one count that grows, on whatever day it is given
            yield from (("losses", key) for party in fact.sufferers for key in sorted(party.keys - {"*"}))
        for bucket in buckets:
            for where in wheres:
                yield (family, bucket, where)


def _wheres(fact: Fact) -> Iterator[Key]:
    spot = fact.spot
    if spot is not None:
        yield ("name", spot.key)
        if spot.admin1:
            yield ("admin1", spot.country, spot.admin1)
        if spot.precision == "province":
            yield ("admin1", spot.country, spot.key)
        if spot.at and not spot.wide():
            for cell in _cells(*spot.at):
                yield ("cell", *cell)
    if spot is None or spot.wide() or "talks" in fact.families:
        for party in fact.parties:
            yield from (("who", key) for key in sorted(party.keys - {"*"}))
            if party.state:
                yield ("state", party.state)
    elif fact.parties:
        yield from (("who", key) for party in fact.doers for key in sorted(party.keys - {"*"}))


def _cells(lat: float, lon: float) -> set[tuple[int, int]]:
    reach_lat = NEAR_KM / 2 / KM_A_DEGREE
    reach_lon = reach_lat / max(0.1, math.cos(math.radians(lat)))
    return {
        (math.floor(north / CELL), math.floor(east / CELL))
        for north in (lat - reach_lat, lat + reach_lat)
        for east in (lon - reach_lon, lon + reach_lon)
    }


def _buckets(fact: Fact) -> list[int]:
    first, last = fact.window.first - SLACK, fact.window.last + SLACK
    ends = [day for day in (first, last) if 1 < day < EVER]
    low, high = first // BUCKET_DAYS, last // BUCKET_DAYS
    if high - low <= MANY_BUCKETS:
        return list(range(low, high + 1))
    if fact.published is not None:
        ends.append(fact.published)
    return sorted({day // BUCKET_DAYS for day in ends}) or [0]


def _finer_keys(fact: Fact) -> Iterator[Key]:
    spot = fact.spot.key if fact.spot else ""
    for party in fact.parties:
        yield from (("who", spot, key) for key in sorted(party.keys))
    for figure in fact.figures:
        yield ("figure", figure.kind, figure.low)
    if spot:
        yield ("spot", spot, fact.window.first)
    yield ("report", fact.report)
