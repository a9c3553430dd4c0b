"""Blocks: the keys under which a claim meets others that may be of one thing, and the order in which claims are placed.

Both depend on the claim alone, never on how many others there are: so one more claim changes nothing for those that
share no key with it, and the order of arrival changes nothing at all.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator

from .counts import figure_of, low_of
from .days import EVER, SLACK
from .facts import Fact, cumulative
from .spots import KM_A_DEGREE, NEAR_KM

#: days to a bucket. News of one event comes within two or three days; a claim stands in every bucket that it touches.
BUCKET_DAYS = 4
#: a claim open for more buckets than this stands only in those of its ends and of its publication.
MANY_BUCKETS = 8
#: degrees to a cell: wider than the reach of "near", so that a place stands in at most four cells.
CELL = 0.5
#: bits that the parts of a rank take; larger values are cut off at the end of the scale.
DAYS_BITS, SPOT_BITS, KILLED_BITS, FIRST_BITS, LATER_BITS = 7, 3, 20, 20, 4
REPORT_BITS, POSITION_BITS = 39, 24

#: two numbers below 2**63; the smaller is placed first.
Rank = tuple[int, int]
_NUMBER = re.compile(r"\d+")


#: under which key a claim lies, and under which lie the others that look there: (the province, wide) and (it, close).
KeyPair = tuple[str, str]


def find_rank(fact: Fact) -> Rank:
    """When a claim is placed: what pins a thing most comes first, so that vaguer claims find it lying there.

    Denials come last, for each lies with what it denies. The others by days left open, closeness of the place, dead
    counted, first day, days until it was published; then by report and position in it.
    """
    days = min(fact.window.days(), (1 << DAYS_BITS) - 2) if fact.window.stated else (1 << DAYS_BITS) - 1
    vague = 4 - fact.spot.rank() if fact.spot else 5
    killed = figure_of(fact, "killed")
    many = min(low_of(killed) if killed else 0, (1 << KILLED_BITS) - 1)
    first = max(0, min(fact.window.first, (1 << FIRST_BITS) - 1))
    later = max(0, min((fact.published or 0) - fact.window.first, (1 << LATER_BITS) - 1))
    days += int(fact.denied) << DAYS_BITS
    high: int = ((days << SPOT_BITS) | vague) << KILLED_BITS | ((1 << KILLED_BITS) - 1 - many)
    return (high << FIRST_BITS | first) << LATER_BITS | later, find_tie(fact)


def find_tie(fact: Fact) -> int:
    """Orders claims that nothing else orders: by report, and within it as they stand in the text."""
    digest = hashlib.blake2b(fact.report.encode(), digest_size=8).digest()
    number = _NUMBER.search(fact.claim.id)
    position = min(int(number[0]) if number else 0, (1 << POSITION_BITS) - 1)
    return (int.from_bytes(digest, "big") >> (64 - REPORT_BITS)) << POSITION_BITS | position


def find_keys(fact: Fact) -> tuple[KeyPair, ...]:
    """All keys of a claim: family, days and place or people; finer ones where a place has too many claims a day."""
    found: set[KeyPair] = set()
    wide = fact.spot is None or fact.spot.wide()
    buckets = _buckets(fact)
    for family in fact.families:
        own = [(family, *key) for key in _own(fact)]
        own += [(family, bucket, *key) for bucket in buckets for key in (*_places(fact), *_finer(fact))]
        found |= {plain_key(_word(key)) for key in own}
        for around in (_word((family, bucket, *key)) for bucket in buckets for key in _around(fact)):
            # Two claims on towns meet by their towns: in their province, each meets those on the province alone.
            lies = f"{around}|{'wide' if wide else 'close'}"
            found |= {(lies, f"{around}|{kind}") for kind in (("wide", "close") if wide else ("wide",))}
    return tuple(sorted(found))


def plain_key(key: str) -> KeyPair:
    """A key under which all that lie there look for one another."""
    return key, key


def _word(key: tuple[object, ...]) -> str:
    return "|".join(map(str, key))


def _own(fact: Fact) -> Iterator[tuple[object, ...]]:
    # within one report place and day are often said once, so all its claims of a family are worth a look.
    yield ("report", fact.report)
    if cumulative(fact):
        # losses so far are one count that grows, on whatever day it is given
        yield from (("losses", key) for party in fact.sufferers for key in party.keys - {"*"})


def _places(fact: Fact) -> Iterator[tuple[object, ...]]:
    """The place by name, and by the cells of the map that it is near."""
    spot = fact.spot
    if spot is not None:
        yield ("name", spot.key)
        if spot.at and not spot.wide():
            yield from (("cell", *cell) for cell in _cells(*spot.at))


def _around(fact: Fact) -> Iterator[tuple[object, ...]]:
    """The province, and who is in it: by these a claim on a town meets one that names no place or a wide one."""
    spot = fact.spot
    if spot is not None and spot.admin1:
        yield ("admin1", spot.country, spot.admin1)
    if spot is not None and spot.precision == "province":
        yield ("admin1", spot.country, spot.key)
    if spot is None or spot.wide() or "talks" in fact.families:
        for party in fact.parties:
            yield from (("who", key) for key in party.keys - {"*"})
            if party.state:
                yield ("state", party.state)
    else:
        for party in fact.doers:
            yield from (("who", key) for key in party.keys - {"*"})


def _finer(fact: Fact) -> Iterator[tuple[object, ...]]:
    """Who and how many at this very place: a war has a thousand claims a day on one town."""
    spot = fact.spot.key if fact.spot else ""
    yield from (("at", spot, "who", key) for party in fact.parties for key in party.keys)
    yield from (("at", spot, figure.kind, figure.low) for figure in fact.figures)


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
