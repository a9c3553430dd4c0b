"""Where: whether two places can be the same one, and how near."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..records import Place
from .names import fold

#: news places a strike by the nearest known town: places this far apart may still be one.
NEAR_KM = 30.0
#: two places of one name this far apart are namesakes.
NAMESAKE_KM = 60.0
KM_A_DEGREE = 111.2

Nearness = Literal["same", "inside", "near", "unknown", "apart"]
WIDE = frozenset({"district", "province", "country"})
#: words that name the shape of a place and not the place, so "Panjshir Valley" is Panjshir.
SHAPES = frozenset(
    {"valley", "province", "district", "region", "city", "governorate", "oblast", "county", "state", "town", "area"}
)
RANKS = {"exact": 4, "near": 3, "district": 2, "province": 1, "country": 0, None: 3}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place as compared; ``key`` is its folded name without words of shape."""

    name: str
    key: str
    country: str | None
    admin1: str | None
    at: tuple[float, float] | None
    precision: str | None
    geonames: int | None = None

    def rank(self) -> int:
        """How closely it pins the event: 4 for an exact place, 0 for a country."""
        return RANKS.get(self.precision, 3)

    def wide(self) -> bool:
        """True for a district, a province or a country: other places lie in it."""
        return self.precision in WIDE


def place_key(name: str) -> str:
    """ "Panjshir Valley" -> "panjshir"; a name of shape words alone is kept."""
    words = [word for word in fold(name).replace("-", " ").split() if word != "the"]
    telling = [word for word in words if word not in SHAPES]
    return " ".join(telling or words)


def spot_of(place: Place) -> Spot:
    """The place with its key."""
    at = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
    admin1 = place_key(place.admin1) if place.admin1 else None
    return Spot(place.name, place_key(place.name), place.country, admin1, at, place.precision, place.geonames)


def distance_km(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Kilometres between two points, on a plane: good enough below a few hundred."""
    north = (left[0] - right[0]) * KM_A_DEGREE
    east = (left[1] - right[1]) * KM_A_DEGREE * math.cos(math.radians((left[0] + right[0]) / 2))
    return math.hypot(north, east)


def compare_places(left: Spot | None, right: Spot | None) -> Nearness:
    """How two places lie to each other; a town is `inside` its province, and unknown fits everything."""
    if left is None or right is None:
        return "unknown"
    if left.geonames is not None and left.geonames == right.geonames:
        return "same"
    apart_km = distance_km(left.at, right.at) if left.at and right.at else None
    if left.key == right.key and (apart_km is None or apart_km <= NAMESAKE_KM or left.wide() or right.wide()):
        return "same" if left.country == right.country or not (left.country and right.country) else "apart"
    if _inside(left, right) or _inside(right, left):
        return "inside"
    if apart_km is None:
        # a place that the gazetteer does not hold may lie anywhere in a province.
        unplaced = any(one.at is None and one.admin1 is None and not one.wide() for one in (left, right))
        return "inside" if unplaced and left.wide() != right.wide() else "apart"
    if left.wide() and right.wide():
        return "apart"
    return "near" if apart_km <= NEAR_KM else "apart"


def _inside(small: Spot, large: Spot) -> bool:
    if large.precision not in WIDE or small.rank() <= large.rank():
        return False
    if small.country and large.country and small.country != large.country:
        return False
    if large.precision == "country":
        return small.country is not None and small.country == large.country
    if small.admin1 and (small.admin1 == large.key or (large.precision == "province" and small.admin1 == large.admin1)):
        return True
    return bool(small.at and large.at) and large.precision == "district" and distance_km(small.at, large.at) <= NEAR_KM  # type: ignore[arg-type]
