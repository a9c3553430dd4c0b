"""Decides which of its namesakes each name means: "Alexandria" beside "Rapides Parish" is the one in Louisiana.

Names of one report speak for each other: by country, by province, by distance. Greatness counts, nearness more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .columns import load_country_facts
from .gazetteer import Entry, Gazetteer, compare_all, compare_points, weigh_entry
from .homes import Home, find_home
from .namekeys import fold_name
from .segment import Segments
from .toponyms import Toponym, holds

Matrix = npt.NDArray[np.float64]

#: points, in powers of ten of people, that each kind of neighbour is worth; chosen on the visible geo sets.
SAME_COUNTRY, SAME_STATE, IN_STATE, CLOSE = 0.35, 0.8, 2.6, 2.4
#: weight from which a namesake abroad makes a country's name doubtful.
NAMESAKE = 4.2
SAME_LETTERS = 0.3
#: a capital is meant rather than a namesake; an outlet's own country counts as much as a share of the names.
CAPITAL, AT_HOME = 3.0, 0.3
#: at this distance a neighbour is worth a third of what one next door is.
NEAR_KM = 80.0
CONTAINED, HINTED, SAME_NAME, TOWN, MOST_SUPPORT, MOST_FELLOW = 6.0, 1.5, 1.2, 0.3, 6.0, 1.5
#: how sharply belief goes to the best namesake, and how often names are weighed against each other.
DOUBT, ROUNDS = 1.0, 3
#: share of two countries in all it names from which a report is on them, and weight below which one abroad is doubted.
ONE_WAR, STRAY_WEIGHT = 0.7, 4.5
#: a unit whose people live this near the town of its name, in the middle, is the town and its surroundings.
SAME_SPOT_KM = 15.0
#: namesakes considered for one name; the rest are hamlets.
MOST_NAMESAKES = 25


@dataclass(frozen=True, slots=True)
class _Field:
    """All namesakes of all names of a report, side by side."""

    entries: list[Entry]
    group: npt.NDArray[np.int64]
    ties: Matrix
    fellow: Matrix


def resolve_toponyms(
    segments: Segments, toponyms: list[Toponym], witnesses: list[Toponym], gazetteer: Gazetteer
) -> dict[int, Entry]:
    """Start of each name that the gazetteer knows -> the place it means; ``witnesses`` are heard, not answered."""
    groups = _group([*toponyms, *witnesses])
    hints = find_countries(segments, toponyms, gazetteer)
    home = find_home(segments.report, gazetteer)
    if home is not None:
        hints[home.country] = hints.get(home.country, 0.0) + AT_HOME
    chosen: dict[int, Entry] = {}
    field = _lay_out(groups, hints, toponyms, home)
    if not field.entries:
        return chosen
    scores = _settle(field, _priors(field, groups, hints))
    by_start = {one.span.start: one for one in toponyms}
    for number, names in enumerate(groups):
        at = np.flatnonzero(field.group == number)
        if not len(at):
            continue
        for one in names:
            outer = by_start.get(one.within) if one.within is not None else None
            bonus = [_contained(field.entries[i], one, outer) for i in at]
            best = field.entries[at[int(np.argmax(scores[at] + np.array(bonus)))]]
            if outer is not None or not _is_stray(best, hints):
                chosen[one.span.start] = _town_of(best, one)
    return chosen


def _town_of(best: Entry, one: Toponym) -> Entry:
    """The town itself where the name means town and unit alike and no "province" stands by: "in Bovec"."""
    unit = bool(one.kinds) and "town" not in one.kinds
    if best.kind not in ("province", "district") or unit or one.rule == "place.kind.district":
        return best
    return next((e for e in one.entries if e.kind == "town" and _is_same_spot(e, best)), best)


def _is_same_spot(town: Entry, unit: Entry) -> bool:
    if town.country != unit.country or None in (town.lat, town.lon, unit.lat, unit.lon):
        return False
    left, right = (town.lat or 0.0, town.lon or 0.0), (unit.lat or 0.0, unit.lon or 0.0)
    return compare_points(left, right) <= SAME_SPOT_KM


def _is_stray(entry: Entry, hints: dict[str, float]) -> bool:
    """True for a hamlet in a country that a report on one war does not speak of: likelier a namesake unknown."""
    alone = sum(sorted(hints.values())[-2:]) >= ONE_WAR
    return alone and weigh_entry(entry) < STRAY_WEIGHT and entry.country not in hints


def _contained(entry: Entry, one: Toponym, outer: Toponym | None) -> float:
    """What it counts to lie in what is named next; "in Panama, U.S. officials said" puts no country in another."""
    if outer is None or (outer.entries[:1] and outer.entries[0].kind == "country" == one.entries[0].kind):
        return 0.0
    return CONTAINED if any(holds(o, entry) for o in outer.entries) else 0.0


def _group(toponyms: list[Toponym]) -> list[list[Toponym]]:
    """Mentions of one name, with the same kind beside it or none, mean one place."""
    groups: dict[tuple[str, tuple[str, ...]], list[Toponym]] = {}
    for one in toponyms:
        if one.entries:
            groups.setdefault((fold_name(one.name), one.kinds), []).append(one)
    return list(groups.values())


def find_countries(segments: Segments, toponyms: list[Toponym], gazetteer: Gazetteer) -> dict[str, float]:
    """Share of each country in what the report names outright, by name or by its people: "Malian troops"."""
    counts: Counter[str] = Counter()
    for one in toponyms:
        best = one.entries[0] if one.entries else None
        if best is not None and best.country and _is_plain(best, one.entries):
            counts[best.country] += 1
    for token in segments.doc:
        if token.text[:1].isupper():
            following = segments.doc[token.i + 1].lower_ if token.i + 1 < len(segments.doc) else ""
            country = gazetteer.demonyms.get(f"{token.lower_} {following}") or gazetteer.demonyms.get(token.lower_)
            if country and token.lower_ not in ("us", "u.s."):
                counts[country] += 1
    total = sum(counts.values())
    return {country: count / total for country, count in counts.items()}


def _priors(field: _Field, groups: list[list[Toponym]], hints: dict[str, float]) -> Matrix:
    """How likely each namesake is by itself; where the outlet is at home comes last and has no namesakes."""
    named = zip(field.entries, field.group.tolist(), strict=True)
    return np.array([_prior(e, groups[g][0], hints) if g < len(groups) else 0.0 for e, g in named])


def _is_plain(best: Entry, entries: tuple[Entry, ...]) -> bool:
    """True if a name tells of one country only: "Mali"; not "Georgia" or "Lebanon", which are elsewhere too."""
    if len({e.country for e in entries}) == 1:
        return True
    others = (weigh_entry(e) for e in entries if e.country != best.country)
    return best.kind in ("country", "state", "region", "valley") and max(others) < NAMESAKE


def _prior(entry: Entry, one: Toponym, hints: dict[str, float]) -> float:
    score = weigh_entry(entry)
    folded = fold_name(one.name)
    score += SAME_NAME if fold_name(entry.name) == folded else 0.0
    score += SAME_LETTERS if entry.name.lower() == one.name.lower() else 0.0
    score += TOWN if entry.kind == "town" else 0.0
    if entry.country in hints:
        score += CAPITAL if _is_capital(entry, one) else 0.0
        score += HINTED * min(1.0, 0.4 + hints[entry.country])
    return score


def _is_capital(entry: Entry, one: Toponym) -> bool:
    """True for the capital of its country by its own name, which is the greatest town of that name there."""
    if fold_name(one.name) != fold_name(entry.name):
        return False
    if fold_name(load_country_facts().capitals.get(entry.country or "", "")) != fold_name(entry.name):
        return False
    towns = [e.population for e in one.entries if e.country == entry.country and e.kind == "town"]
    return entry.kind == "town" and entry.population == max(towns)


def _lay_out(
    groups: list[list[Toponym]], hints: dict[str, float], toponyms: list[Toponym], home: Home | None
) -> _Field:
    by_start = {one.span.start: one for one in toponyms}
    entries: list[Entry] = []
    group: list[int] = []
    for number, names in enumerate(groups):
        outers = [by_start[o.within] for o in names if o.within is not None and o.within in by_start]
        pool = _without_namesakes_inside(names[0].entries)
        inside = tuple(e for e in pool if any(holds(o, e) for outer in outers for o in outer.entries))
        ranked = sorted(pool, key=lambda e: -_prior(e, names[0], hints) - (CONTAINED if e in inside else 0))
        entries += ranked[:MOST_NAMESAKES]
        group += [number] * len(ranked[:MOST_NAMESAKES])
    for place in home.places if home else ():
        entries.append(place)
        group.append(group[-1] + 1 if group else len(groups))
    numbers = np.array(group, dtype=np.int64)
    return _Field(entries, numbers, _ties(entries, numbers), _fellows(entries, numbers))


def _without_namesakes_inside(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without towns of a country that bears the name itself: "Guatemala" is not Guatemala City."""
    named = {e.country for e in entries if e.kind == "country"}
    return tuple(e for e in entries if e.kind == "country" or e.country not in named)


def _fellows(entries: list[Entry], group: npt.NDArray[np.int64]) -> Matrix:
    """What each namesake of one name says for those of another that lie in its country."""
    countries = _codes([e.country for e in entries])
    same = (countries[:, None] == countries) & (countries >= 0) & (group[:, None] != group)
    return np.where(same, SAME_COUNTRY, 0.0)


def _ties(entries: list[Entry], group: npt.NDArray[np.int64]) -> Matrix:
    """What each namesake of one name says for those of another near by or in the same state."""
    size = len(entries)
    if not size:
        return np.zeros((0, 0))
    kilometres = compare_all(
        np.array([e.lat if e.lat is not None else np.nan for e in entries], dtype=np.float64),
        np.array([e.lon if e.lon is not None else np.nan for e in entries], dtype=np.float64),
    )
    provinces = _codes([f"{e.country}/{fold_name(e.admin1)}" if e.admin1 else None for e in entries])
    states = _codes(
        [f"{e.country}/{fold_name(e.name)}" if e.kind in ("state", "province") else None for e in entries],
        [f"{e.country}/{fold_name(e.admin1)}" if e.admin1 else None for e in entries],
    )
    points = np.array(
        [e.kind in ("town", "district", "quarter", "camp", "province", "valley", "crossing") for e in entries]
    )
    near = CLOSE * np.exp(-np.nan_to_num(kilometres, nan=1e6) / NEAR_KM)
    ties = np.where(points[:, None] & points, near, 0.0)
    homes = _codes([f"{e.country}/{fold_name(e.admin1)}" if e.admin1 else None for e in entries])
    same = (homes[:, None] == homes) & (homes >= 0) & points[:, None] & points
    ties = np.maximum(ties, np.where(same, SAME_STATE, 0.0))
    inside = (provinces[:, None] == states) & (states >= 0)
    ties = np.maximum(ties, np.where(inside | inside.T, IN_STATE, 0.0))
    ties[group[:, None] == group] = 0.0
    return np.asarray(ties, dtype=np.float64)


def _codes(values: list[str | None], universe: list[str | None] | None = None) -> npt.NDArray[np.int64]:
    known: dict[str, int] = {}
    for value in universe if universe is not None else values:
        if value is not None:
            known.setdefault(value, len(known))
    return np.array([known.get(v, -1) if v is not None else -1 for v in values], dtype=np.int64)


def _settle(field: _Field, priors: Matrix) -> Matrix:
    """Beliefs go back and forth between the names until each has the namesake that fits the others."""
    count = int(field.group.max()) + 1
    scores = priors.copy()
    for _ in range(ROUNDS):
        behind = DOUBT * _behind(scores, field.group, count)
        support = _sum_up(field, np.maximum(field.ties - behind, 0.0), MOST_SUPPORT)
        scores = priors + support + _sum_up(field, np.maximum(field.fellow - behind, 0.0), MOST_FELLOW)
    return scores


def _sum_up(field: _Field, said: Matrix, most: float) -> Matrix:
    """What the other names say for each namesake, each name heard once."""
    starts = np.flatnonzero(np.diff(field.group, prepend=-1))
    return np.asarray(np.minimum(np.maximum.reduceat(said, starts, axis=1).sum(axis=1), most))


def _behind(scores: Matrix, group: npt.NDArray[np.int64], count: int) -> Matrix:
    """How far each namesake lies behind the best one of its name."""
    tops = np.full(count, -np.inf)
    np.maximum.at(tops, group, scores)
    return np.asarray(tops[group] - scores)
